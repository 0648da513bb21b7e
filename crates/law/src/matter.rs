//! What is asked: the question, the body and meeting, the day and the place.

use chrono::NaiveDate;
use core::fmt;
use core::str::FromStr;
use domain::Bilingual;
use domain::BodyKind;
use domain::ElectionKind;
use domain::MatterKind;
use domain::MeetingKind;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Cow;

macro_rules! questions {
    ($($(#[$doc:meta])* $variant:ident = $word:literal, $zh:literal, $en:literal,
        $topics:expr;)*) => {
        /// A question that [`judge`](fn@super::judge) answers.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Question {
            $($(#[$doc])* #[serde(rename = $word)] $variant,)*
        }

        impl Question {
            /// Every question.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// What cards on these topics answer together.
            pub const fn topics(self) -> &'static [Topic] {
                match self { $(Self::$variant => &$topics,)* }
            }

            /// What is asked for, in both languages: the subject of the sentence.
            pub fn subject(self) -> Bilingual {
                match self { $(Self::$variant => Bilingual::new($zh, $en),)* }
            }
        }
    };
}

questions! {
    /// 法定人数: did enough of those due attend, did enough owners take part?
    Quorum = "quorum", "到会人数", "quorum", [Topic::Quorum];
    /// 表决结果: does the vote stand, quorum included?
    Result = "result", "表决", "the vote", [Topic::Quorum, Topic::Result];
    /// 会议频次: was it held as often as the rule says, in the period of the day asked about?
    Frequency = "frequency", "召开次数", "frequency", [Topic::Frequency];
    /// 当选: does one candidate reach the votes needed, attendance aside?
    Elected = "elected", "得票", "the votes of the candidate", [Topic::Elected];
    /// 差额: are there enough candidates for the seats?
    Competition = "competition", "候选人差额", "competition among candidates", [Topic::Competition];
    /// 收回选票: does the round of voting stand by the ballots returned?
    Round = "round", "收回的选票", "the ballots returned", [Topic::Round];
    /// 单张选票: is a ballot with so many names valid?
    Ballot = "ballot", "这张选票", "the ballot", [Topic::Ballot];
    /// 重新投票: does one of those who tied win the vote between them?
    Revote = "revote", "重新投票的得票", "the votes between those who tied", [Topic::Revote];
    /// 另行选举: does one of the highest of the round before win the run-off?
    RunOff = "run_off", "另行选举的得票", "the votes in the run-off", [Topic::RunOff];
    /// 减少名额: may the seats be reduced instead of a further election?
    SeatReduction = "seat_reduction", "减少名额", "fewer seats", [Topic::SeatReduction];
    /// 成立: is a body formed with so many elected?
    Formation = "formation", "成立条件", "formation", [Topic::Formation];
    /// 提前通知: was the notice given early enough?
    Notice = "notice", "提前通知", "notice in time", [Topic::Notice];
    /// 临时会议的提前通知: was the notice of an extraordinary meeting given early enough?
    ExtraordinaryNotice = "extraordinary_notice", "临时会议的提前通知", "notice of an extraordinary meeting", [Topic::ExtraordinaryNotice];
    /// 公布时间: did it hang out long enough?
    Posting = "posting", "公布时间", "time of posting", [Topic::Posting];
    /// 投票期: was the time for voting neither too short nor too long?
    VotingWindow = "voting_window", "投票期", "voting window", [Topic::VotingWindow];
    /// 表决事项的公告: was everything voted on named in the notice?
    Agenda = "agenda", "表决事项的公告", "notice of the items", [Topic::Agenda];
    /// 组成人数: may the body have so many members?
    Size = "size", "组成人数", "size", [Topic::Size];
    /// 组成比例: is the body made up as it has to be?
    Composition = "composition", "组成比例", "composition", [Topic::Composition];
    /// 在任人数: are enough members left?
    Vacancies = "vacancies", "在任人数", "members left", [Topic::Vacancies];
    /// 提议: did enough persons ask for it?
    Request = "request", "提议", "the request", [Topic::Request];
    /// 户代表提议: did enough households ask for it?
    RequestHouseholds = "request_households", "户代表提议", "the request of households", [Topic::RequestHouseholds];
    /// 居民代表提议: did enough representatives ask for it?
    RequestRepresentatives = "request_representatives", "居民代表提议", "the request of representatives", [Topic::RequestRepresentatives];
    /// 投票人数: did enough voters vote?
    Turnout = "turnout", "投票人数", "turnout", [Topic::Turnout];
    /// 投票户数: did enough households vote?
    TurnoutHouseholds = "turnout_households", "投票户数", "turnout of households", [Topic::TurnoutHouseholds];
    /// 投票代表人数: did enough representatives vote?
    TurnoutRepresentatives = "turnout_representatives", "投票代表人数", "turnout of representatives", [Topic::TurnoutRepresentatives];
    /// 委托投票: are the votes given for others allowed?
    Proxy = "proxy", "委托投票", "voting by proxy", [Topic::Proxy];
    /// 居民代表委托投票: are the votes given for other representatives allowed?
    ProxyRepresentatives = "proxy_representatives", "居民代表委托投票", "proxies of representatives", [Topic::ProxyRepresentatives];
    /// 提名: are the candidates nominated as they have to be?
    Nomination = "nomination", "提名", "nomination", [Topic::Nomination];
    /// 任职条件: may those chosen hold the post?
    Eligibility = "eligibility", "任职条件", "eligibility", [Topic::Eligibility];
    /// 设支部委员会: are there enough members for a committee?
    CommitteeRequired = "committee_required", "设支部委员会", "a committee of its own", [Topic::CommitteeRequired];
    /// 职权: did the body stay within its powers?
    Competence = "competence", "职权", "competence", [Topic::Competence];
    /// 备案和批准: was what is to be put before the superior put there, and did the superior reply?
    Approval = "approval", "备案和批准", "filing and approval", [Topic::Approval];
    /// 先后次序: the steps that come first.
    Order = "order", "先后次序", "the order of steps", [Topic::Order];
    /// 主持人: who may chair.
    Chair = "chair", "主持人", "the chair", [Topic::Chair];
    /// 民主评议: how often members are appraised.
    Appraisal = "appraisal", "民主评议", "the appraisal", [Topic::Appraisal];
    /// 谈心谈话: how often talks are held.
    Talks = "talks", "谈心谈话", "heart-to-heart talks", [Topic::Talks];
    /// 召开代表大会: when delegates elect.
    Forum = "forum", "召开代表大会", "a delegates' congress", [Topic::Forum];
    /// 监票人: who watches over the vote.
    Scrutineers = "scrutineers", "监票人", "the scrutineers", [Topic::Scrutineers];
    /// 另选他人: who may write a name in.
    WriteIns = "write_ins", "另选他人", "names written in", [Topic::WriteIns];
    /// 预选: what makes a candidate in a preliminary round.
    Preliminary = "preliminary", "预选", "the preliminary round", [Topic::Preliminary];
    /// 组织协商: when those concerned are consulted.
    Consultation = "consultation", "组织协商", "the consultation", [Topic::Consultation];
    /// 面积依据: where areas come from.
    AreaSource = "area_source", "面积依据", "the source of the areas", [Topic::AreaSource];
    /// 召开首次业主大会会议的条件: when the first meeting can be held.
    FirstMeeting = "first_meeting", "召开首次业主大会会议的条件", "conditions of the first meeting", [Topic::FirstMeeting];
    /// 首次会议材料公示: what is published before the first meeting.
    Publicity = "publicity", "首次会议材料公示", "publicity before the first meeting", [Topic::Publicity];
    /// 签字: how many sign a decision.
    Signatures = "signatures", "签字", "the signatures", [Topic::Signatures];
    /// 委员资格: when membership ends by itself.
    OfficeEnds = "office_ends", "委员资格", "membership of the committee", [Topic::OfficeEnds];
    /// 缺席: how many absences are too many.
    Absences = "absences", "缺席", "absences", [Topic::Absences];
    /// 罢免提议: how many must ask for a removal.
    RemovalRequest = "removal_request", "罢免提议", "the request for a removal", [Topic::RemovalRequest];
    /// 居民小组提议: how many groups must ask.
    RequestGroups = "request_groups", "居民小组提议", "the request of groups", [Topic::RequestGroups];
    /// 延期换届: was the term extended for no longer than usual?
    Deferral = "deferral", "延期换届", "deferral", [Topic::Deferral];
    /// 有利害关系业主的同意: did everybody consent whose consent is needed?
    Consent = "consent", "有利害关系业主的同意", "consent of those with an interest", [Topic::Consent];
    /// 公布个人信息: may it be published like this?
    Disclosure = "disclosure", "公布个人信息", "publication of personal data", [Topic::Disclosure];
    /// 罢免: does a recall by the voters stand and pass?
    Recall = "recall", "罢免", "the recall", [Topic::Turnout, Topic::Recall];
    /// 罢免(户代表): does a recall by households stand and pass?
    RecallHouseholds = "recall_households", "罢免(户代表投票)", "the recall by households",
        [Topic::TurnoutHouseholds, Topic::Recall];
    /// 罢免(居民代表): does a recall by representatives stand and pass?
    RecallRepresentatives = "recall_representatives", "罢免(居民代表投票)",
        "the recall by representatives", [Topic::TurnoutRepresentatives, Topic::Recall];
}

macro_rules! topics {
    ($($(#[$doc:meta])* $variant:ident = $word:literal, $zh:literal, $en:literal;)*) => {
        /// What a card is about: one of the questions, or how the figures for them are formed.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Topic {
            $($(#[$doc])* #[serde(rename = $word)] $variant,)*
        }

        impl Topic {
            /// The word in cards.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }

            /// The Chinese term.
            pub const fn zh(self) -> &'static str {
                match self { $(Self::$variant => $zh,)* }
            }

            /// The English term.
            pub const fn en(self) -> &'static str {
                match self { $(Self::$variant => $en,)* }
            }
        }
    };
}

topics! {
    /// How many must attend, or take part.
    Quorum = "quorum", "到会人数", "quorum";
    /// How many must be in favour.
    Result = "result", "表决结果", "result of a vote";
    /// How often it must be held.
    Frequency = "frequency", "召开次数", "frequency";
    /// Who has voting rights.
    VotingRights = "voting_rights", "表决权", "voting rights";
    /// Who may be left out of those due to attend.
    Exclusions = "exclusions", "不计入应到会人数", "exclusions from those due";
    /// Whether written opinions of absent members count.
    WrittenOpinions = "written_opinions", "书面意见", "written opinions";
    /// What owners who were served and did not reply count as.
    Silence = "silence", "送达未回复的处理", "silence of owners served";
    /// Whether owners with an invalid ballot took part.
    SpoiledBallots = "spoiled_ballots", "无效票是否计入参与", "invalid ballots as participation";
    /// How many votes elect a candidate.
    Elected = "elected", "当选票数", "votes that elect";
    /// How many candidates there must be.
    Competition = "competition", "差额", "competition";
    /// When a round of voting stands by its ballots.
    Round = "round", "收回选票", "ballots returned";
    /// When a single ballot is valid.
    Ballot = "ballot", "选票效力", "validity of a ballot";
    /// Who goes first when more pass than there are seats, and what settles a tie.
    Ranking = "ranking", "当选次序", "order of those elected";
    /// What decides a vote between those who tied.
    Revote = "revote", "重新投票", "vote between those who tied";
    /// What decides a run-off.
    RunOff = "run_off", "另行选举", "run-off";
    /// When seats may be reduced.
    SeatReduction = "seat_reduction", "减少名额", "fewer seats";
    /// When a body is formed.
    Formation = "formation", "成立条件", "formation";
    /// How long before the notice is given.
    Notice = "notice", "提前通知", "notice in time";
    /// How long before an extraordinary meeting the notice is given.
    ExtraordinaryNotice = "extraordinary_notice", "临时会议的提前通知", "notice of an extraordinary meeting";
    /// How long something is posted.
    Posting = "posting", "公布时间", "time of posting";
    /// How long votes can be given.
    VotingWindow = "voting_window", "投票期", "voting window";
    /// Whether items may be voted on that the notice did not name.
    Agenda = "agenda", "表决事项的公告", "notice of the items";
    /// How many members a body has.
    Size = "size", "组成人数", "size";
    /// Of whom a body is made up.
    Composition = "composition", "组成比例", "composition";
    /// How many members must be left.
    Vacancies = "vacancies", "在任人数", "members left";
    /// How many must ask for a meeting or a recall.
    Request = "request", "提议", "the request";
    /// How many households must ask.
    RequestHouseholds = "request_households", "户代表提议", "the request of households";
    /// How many representatives must ask.
    RequestRepresentatives = "request_representatives", "居民代表提议", "the request of representatives";
    /// How many voters must vote.
    Turnout = "turnout", "投票人数", "turnout";
    /// How many households must vote.
    TurnoutHouseholds = "turnout_households", "投票户数", "turnout of households";
    /// How many representatives must vote.
    TurnoutRepresentatives = "turnout_representatives", "投票代表人数", "turnout of representatives";
    /// Whether and how far one votes for others.
    Proxy = "proxy", "委托投票", "voting by proxy";
    /// Whether a representative votes for another.
    ProxyRepresentatives = "proxy_representatives", "居民代表委托投票", "proxies of representatives";
    /// How candidates are nominated.
    Nomination = "nomination", "提名", "nomination";
    /// Who may hold a post.
    Eligibility = "eligibility", "任职条件", "eligibility";
    /// When a committee is set up.
    CommitteeRequired = "committee_required", "设支部委员会", "a committee of its own";
    /// What a body does not decide.
    Competence = "competence", "职权", "competence";
    /// What is filed with the superior, and what the superior approves.
    Approval = "approval", "备案和批准", "filing and approval";
    /// The steps that come first.
    Order = "order", "先后次序", "the order of steps";
    /// Who may chair.
    Chair = "chair", "主持人", "the chair";
    /// How often members are appraised.
    Appraisal = "appraisal", "民主评议", "the appraisal";
    /// How often talks are held.
    Talks = "talks", "谈心谈话", "heart-to-heart talks";
    /// When delegates elect.
    Forum = "forum", "召开代表大会", "a delegates' congress";
    /// Who watches over the vote.
    Scrutineers = "scrutineers", "监票人", "the scrutineers";
    /// Who may write a name in.
    WriteIns = "write_ins", "另选他人", "names written in";
    /// What makes a candidate in a preliminary round.
    Preliminary = "preliminary", "预选", "the preliminary round";
    /// When those concerned are consulted.
    Consultation = "consultation", "组织协商", "the consultation";
    /// Where areas come from.
    AreaSource = "area_source", "面积依据", "the source of the areas";
    /// When the first meeting can be held.
    FirstMeeting = "first_meeting", "召开首次业主大会会议的条件", "conditions of the first meeting";
    /// What is published before the first meeting.
    Publicity = "publicity", "首次会议材料公示", "publicity before the first meeting";
    /// How many sign a decision.
    Signatures = "signatures", "签字", "the signatures";
    /// When membership ends by itself.
    OfficeEnds = "office_ends", "委员资格", "membership of the committee";
    /// How many absences are too many.
    Absences = "absences", "缺席", "absences";
    /// How many must ask for a removal.
    RemovalRequest = "removal_request", "罢免提议", "the request for a removal";
    /// How many groups must ask.
    RequestGroups = "request_groups", "居民小组提议", "the request of groups";
    /// How long a term is extended.
    Deferral = "deferral", "延期换届", "deferral";
    /// Who must consent.
    Consent = "consent", "有利害关系业主的同意", "consent of those with an interest";
    /// What may be published about persons.
    Disclosure = "disclosure", "公布个人信息", "publication of personal data";
    /// How many votes recall a member.
    Recall = "recall", "罢免", "recall";
    /// What may or must be done until when.
    Deadline = "deadline", "期限", "deadline";
}

impl Topic {
    /// Whether cards on this topic only say how figures are formed. Such a card also answers for
    /// elections when it names none; a card that compares does not.
    pub const fn forms_figures(self) -> bool {
        matches!(
            self,
            Self::VotingRights
                | Self::Exclusions
                | Self::WrittenOpinions
                | Self::Silence
                | Self::SpoiledBallots
                | Self::Deadline
        )
    }
}

/// What is to be judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Matter {
    /// The question.
    pub question: Question,
    /// Kind of the body that met.
    pub body: BodyKind,
    /// Kind of the meeting.
    pub meeting: MeetingKind,
    /// What the motion is about; `None` when no motion is asked about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub matter: Option<MatterKind>,
    /// What is elected; `None` when no election is asked about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub election: Option<ElectionKind>,
    /// The day on which the decision was formed; it picks the card.
    #[serde(serialize_with = "day::write")]
    pub formed: NaiveDate,
    /// Where the body is.
    pub place: Place,
}

/// A place as a prefix code: `CN`, `CN-43`, `CN-430103` (GB/T 2260: province, city, district, then
/// sub-district and community with 9 and 12 digits).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place(String);

/// A text that is not a place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is not a place: write CN, or CN- and 2, 4, 6, 9 or 12 digits (地区代码写法不对)")]
pub struct PlaceError(pub String);

impl Place {
    /// The whole country: `CN`.
    pub fn china() -> Self {
        Self("CN".to_owned())
    }

    /// Whether this place lies inside `other`, or is it.
    pub fn is_within(&self, other: &Self) -> bool {
        self.0.starts_with(&other.0)
    }

    /// Length of the code: the longer, the more local.
    pub fn depth(&self) -> usize {
        self.0.len()
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl FromStr for Place {
    type Err = PlaceError;

    fn from_str(text: &str) -> Result<Self, PlaceError> {
        let digits = |digits: &str| {
            matches!(digits.len(), 2 | 4 | 6 | 9 | 12)
                && digits.bytes().all(|byte| byte.is_ascii_digit())
        };
        let fits = text == "CN" || text.strip_prefix("CN-").is_some_and(digits);
        if fits { Ok(Self(text.to_owned())) } else { Err(PlaceError(text.to_owned())) }
    }
}

impl Serialize for Place {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Place {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// Days as `2018-10-28`, in cards and in answers.
pub(super) mod day {
    use chrono::NaiveDate;
    use serde::{Deserialize, Deserializer, Serializer};

    /// Writes a day.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands out references")]
    pub(in super::super) fn write<S: Serializer>(
        day: &NaiveDate,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&day.format("%Y-%m-%d"))
    }

    /// Writes a day that may be absent.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands out references")]
    #[expect(clippy::ref_option, reason = "serde hands out references")]
    pub(in super::super) fn write_optional<S: Serializer>(
        day: &Option<NaiveDate>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match day {
            Some(day) => write(day, serializer),
            None => serializer.serialize_none(),
        }
    }

    /// Reads a day in its one spelling.
    pub(in super::super) fn read<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<NaiveDate, D::Error> {
        let text = String::deserialize(deserializer)?;
        let day = NaiveDate::parse_from_str(&text, "%Y-%m-%d").ok();
        day.filter(|day| text.len() == 10 && day.format("%Y-%m-%d").to_string() == text).ok_or_else(
            || serde::de::Error::custom(format!("\"{text}\" is not a day; write 2018-10-28")),
        )
    }

    /// Reads a day that may be absent.
    pub(in super::super) fn read_optional<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<NaiveDate>, D::Error> {
        read(deserializer).map(Some)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_city_lies_in_its_province_and_in_the_country() {
        let city: Place = "CN-430103".parse().unwrap();
        let province: Place = "CN-43".parse().unwrap();
        assert!(city.is_within(&province) && city.is_within(&Place::china()));
        assert!(
            !province.is_within(&city) && !"CN-41".parse::<Place>().unwrap().is_within(&province)
        );
        for bad in ["", "cn", "CN-", "CN-4", "CN43", "CN-4x", "CN-430", "US"] {
            assert!(bad.parse::<Place>().is_err(), "{bad}");
        }
    }
}
