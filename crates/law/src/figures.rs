//! Figures: the counts, areas and spans of days that a verdict needs, each recorded or not.
//!
//! `None` is "not recorded" and never 0. Some figures are occurrences that exist only when they are
//! on record (exclusions, suspended rights, written opinions, spoiled votes, votes without a right,
//! blank and invalid ballots, owners who were served and did not reply): there `None` means that
//! none is on record, and nothing is missing.
//!
//! Owners are counted twice, by heads and by area; a figure of one kind has a twin of the other.

use domain::Area;
use domain::Bilingual;
use domain::Heads;
use serde::{Deserialize, Serialize};

/// In what a figure is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Persons.
    Heads,
    /// 0.01 m².
    Area,
    /// Ballots and votes on them.
    Ballots,
    /// Seats, candidates, and other plain numbers of places.
    Seats,
    /// Households.
    Households,
    /// Days.
    Days,
    /// Months.
    Months,
    /// Times in a period.
    Times,
    /// Items, rows, mandates and other things that are counted.
    Items,
}

impl Unit {
    /// The number with the Chinese measure word behind it.
    pub(super) fn zh(self, number: u64) -> String {
        match self {
            Self::Area => format!("{} ㎡", Area(number)),
            Self::Heads => format!("{number} 人"),
            Self::Ballots => format!("{number} 张"),
            Self::Seats => format!("{number} 名"),
            Self::Households => format!("{number} 户"),
            Self::Days => format!("{number} 天"),
            Self::Months => format!("{number} 个月"),
            Self::Times => format!("{number} 次"),
            Self::Items => format!("{number} 项"),
        }
    }

    /// The number as English writes it; only an area says its unit.
    pub(super) fn en(self, number: u64) -> String {
        match self {
            Self::Area => format!("{} m²", Area(number)),
            Self::Heads
            | Self::Ballots
            | Self::Seats
            | Self::Households
            | Self::Days
            | Self::Months
            | Self::Times
            | Self::Items => number.to_string(),
        }
    }

    /// The bare number: 0.01 m² as square metres, all else as it is.
    pub(super) fn bare(self, number: u128) -> String {
        match self {
            Self::Area => format!("{}.{:02}", number / 100, number % 100),
            _ => number.to_string(),
        }
    }
}

/// A number as a figure holds it.
trait Recorded: Copy {
    fn number(self) -> u64;
}

impl Recorded for Heads {
    fn number(self) -> u64 {
        u64::from(self.0)
    }
}

impl Recorded for Area {
    fn number(self) -> u64 {
        self.0
    }
}

impl Recorded for u32 {
    fn number(self) -> u64 {
        u64::from(self)
    }
}

macro_rules! figures {
    ($($(#[$doc:meta])* $variant:ident = $field:ident: $type:ident, $unit:ident,
        $zh:literal, $en:literal, $short_zh:literal, $short_en:literal;)*) => {
        /// The name of a figure.
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
        )]
        #[serde(rename_all = "snake_case")]
        pub enum Figure {
            $($(#[$doc])* $variant,)*
        }

        impl Figure {
            /// Every figure, in the order in which a minute names them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The word in cards.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => stringify!($field),)* }
            }

            /// What the figure is, in Chinese.
            pub const fn zh(self) -> &'static str {
                match self { $(Self::$variant => $zh,)* }
            }

            /// What the figure is, in English.
            pub const fn en(self) -> &'static str {
                match self { $(Self::$variant => $en,)* }
            }

            /// The short Chinese word before a number: 到会 12 人.
            pub const fn short_zh(self) -> &'static str {
                match self { $(Self::$variant => $short_zh,)* }
            }

            /// The short English word beside a number: 12 present.
            pub const fn short_en(self) -> &'static str {
                match self { $(Self::$variant => $short_en,)* }
            }

            /// In what it is measured.
            pub const fn unit(self) -> Unit {
                match self { $(Self::$variant => Unit::$unit,)* }
            }
        }

        /// The figures of one question. `None` is "not recorded".
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
        #[serde(deny_unknown_fields, default)]
        pub struct Figures {
            $($(#[$doc])* #[serde(skip_serializing_if = "Option::is_none")]
            pub $field: Option<$type>,)*
        }

        impl Figures {
            /// The figure as a plain number; areas in 0.01 m².
            pub fn count(&self, figure: Figure) -> Option<u64> {
                match figure { $(Figure::$variant => self.$field.map(Recorded::number),)* }
            }
        }
    };
}

figures! {
    /// Members with voting rights who were due to attend, before any exclusion.
    Due = due: Heads, Heads,
        "应到会的有表决权人数", "number of members with voting rights due to attend",
        "应到", "due";
    /// Full members on the roll; gives those due where `due` is not recorded.
    Full = full: Heads, Heads,
        "正式党员人数", "number of full members",
        "正式党员", "full members";
    /// Probationary members on the roll.
    Probationary = probationary: Heads, Heads,
        "预备党员人数", "number of probationary members",
        "预备党员", "probationary members";
    /// Full members whose voting rights are suspended by an act on record; among `full`.
    RightsSuspended = rights_suspended: Heads, Heads,
        "被暂停表决权的正式党员人数", "number of full members whose voting rights are suspended",
        "暂停表决权", "rights suspended";
    /// Members that may be left out of those due: superior consent and approval both on file.
    ExcludedWithApprovals = excluded_with_approvals: Heads, Heads,
        "手续齐全的不计入应到会人数", "number of members excluded with both approvals on file",
        "不计入(手续齐全)", "excluded with both approvals";
    /// Members claimed as left out without both approvals: they stay in.
    ExcludedWithoutApprovals = excluded_without_approvals: Heads, Heads,
        "手续不全的不计入应到会人数", "number of members claimed as excluded without both approvals",
        "不计入(手续不全)", "excluded without both approvals";
    /// Members with voting rights who attended.
    Present = present: Heads, Heads,
        "到会的有表决权人数", "number of members with voting rights present",
        "到会", "present";
    /// Votes in favour at the meeting, without written opinions; in an election, for one candidate.
    InFavour = in_favour: Heads, Heads,
        "赞成票数", "number of votes in favour",
        "赞成", "in favour";
    /// Votes against at the meeting.
    Against = against: Heads, Heads,
        "反对票数", "number of votes against",
        "反对", "against";
    /// Abstentions at the meeting.
    Abstain = abstain: Heads, Heads,
        "弃权票数", "number of abstentions",
        "弃权", "abstaining";
    /// Spoiled votes at the meeting.
    Spoiled = spoiled: Heads, Heads,
        "无效票数", "number of spoiled votes",
        "无效", "spoiled";
    /// Votes in favour by persons without voting rights, counted in `in_favour` on paper.
    InFavourWithoutRight = in_favour_without_right: Heads, Heads,
        "无表决权者的赞成票数", "number of votes in favour by persons without voting rights",
        "无表决权者赞成", "in favour without a right";
    /// Written opinions of absent members in favour, delivered formally before the meeting.
    WrittenInFavour = written_in_favour: Heads, Heads,
        "会前书面赞成意见数", "number of written opinions in favour",
        "书面赞成", "in favour in writing";
    /// Written opinions of absent members against.
    WrittenAgainst = written_against: Heads, Heads,
        "会前书面反对意见数", "number of written opinions against",
        "书面反对", "against in writing";
    /// Written abstentions of absent members.
    WrittenAbstain = written_abstain: Heads, Heads,
        "会前书面弃权意见数", "number of written abstentions",
        "书面弃权", "abstaining in writing";
    /// Times the activity was held in the period asked about.
    Held = held: Heads, Times,
        "本期召开次数", "number of times held in the period",
        "召开", "held";
    /// Owners on the roll of the vote, by heads.
    RollHeads = roll_heads: Heads, Heads,
        "全体业主人数", "heads of all owners on the roll",
        "全体业主", "on the roll";
    /// Owners on the roll of the vote, by area, in 0.01 m².
    RollArea = roll_area: Area, Area,
        "全体业主专有部分面积", "area of all owners on the roll",
        "全体业主", "on the roll";
    /// Owners who returned a ballot in time, spoiled ones included, by heads. Where
    /// it is not recorded it is the sum of the ballots.
    ParticipatingHeads = participating_heads: Heads, Heads,
        "参与表决的业主人数", "heads of the owners who took part",
        "参与", "taking part";
    /// Owners who returned a ballot in time, spoiled ones included, by area, in 0.01 m². Where
    /// it is not recorded it is the sum of the ballots.
    ParticipatingArea = participating_area: Area, Area,
        "参与表决的业主专有部分面积", "area of the owners who took part",
        "参与", "taking part";
    /// Owners in favour, by heads; in an election, for one candidate.
    InFavourHeads = in_favour_heads: Heads, Heads,
        "同意的业主人数", "heads of the owners in favour",
        "同意", "in favour";
    /// Owners in favour, by area, in 0.01 m²; in an election, for one candidate.
    InFavourArea = in_favour_area: Area, Area,
        "同意的业主专有部分面积", "area of the owners in favour",
        "同意", "in favour";
    /// Owners against, by heads.
    AgainstHeads = against_heads: Heads, Heads,
        "反对的业主人数", "heads of the owners against",
        "反对", "against";
    /// Owners against, by area, in 0.01 m².
    AgainstArea = against_area: Area, Area,
        "反对的业主专有部分面积", "area of the owners against",
        "反对", "against";
    /// Owners who returned an abstention, by heads.
    AbstainHeads = abstain_heads: Heads, Heads,
        "弃权的业主人数", "heads of the owners abstaining",
        "弃权", "abstaining";
    /// Owners who returned an abstention, by area, in 0.01 m².
    AbstainArea = abstain_area: Area, Area,
        "弃权的业主专有部分面积", "area of the owners abstaining",
        "弃权", "abstaining";
    /// Owners whose ballot says nothing on this matter, by heads.
    BlankHeads = blank_heads: Heads, Heads,
        "未填的业主人数", "heads of the owners who left it blank",
        "未填", "blank";
    /// Owners whose ballot says nothing on this matter, by area, in 0.01 m².
    BlankArea = blank_area: Area, Area,
        "未填的业主专有部分面积", "area of the owners who left it blank",
        "未填", "blank";
    /// Owners whose ballot was rejected, by heads.
    InvalidHeads = invalid_heads: Heads, Heads,
        "票无效的业主人数", "heads of the owners with an invalid ballot",
        "无效", "invalid";
    /// Owners whose ballot was rejected, by area, in 0.01 m².
    InvalidArea = invalid_area: Area, Area,
        "票无效的业主专有部分面积", "area of the owners with an invalid ballot",
        "无效", "invalid";
    /// Owners served who did not reply, where the rules adopted for the vote say something about
    /// silence, by heads. Left out where they say nothing: then silence is no participation.
    SilentHeads = silent_heads: Heads, Heads,
        "送达未回复的业主人数", "heads of the owners served who did not reply",
        "送达未回复", "silent";
    /// Owners served who did not reply, where the rules adopted for the vote say something about
    /// silence, by area, in 0.01 m². Left out where they say nothing: then silence is no participation.
    SilentArea = silent_area: Area, Area,
        "送达未回复的业主专有部分面积", "area of the owners served who did not reply",
        "送达未回复", "silent";
    /// Seats to be filled, as called or as a charter fixes them.
    Seats = seats: u32, Seats,
        "应选名额", "number of seats",
        "应选", "seats";
    /// Candidates on the final list.
    Candidates = candidates: u32, Seats,
        "正式候选人数", "number of candidates",
        "候选人", "candidates";
    /// Candidates beyond the seats.
    Surplus = surplus: u32, Seats,
        "差额数", "number of candidates beyond the seats",
        "差额", "candidates beyond the seats";
    /// Ballots issued.
    Issued = issued: u32, Ballots,
        "发出选票数", "number of ballots issued",
        "发出", "issued";
    /// Ballots returned.
    Returned = returned: u32, Ballots,
        "收回选票数", "number of ballots returned",
        "收回", "returned";
    /// Valid ballots.
    ValidBallots = valid_ballots: u32, Ballots,
        "有效票数", "number of valid ballots",
        "有效票", "valid ballots";
    /// Invalid ballots.
    InvalidBallots = invalid_ballots: u32, Ballots,
        "无效票数", "number of invalid ballots",
        "无效票", "invalid ballots";
    /// Names chosen on one ballot.
    Marked = marked: u32, Seats,
        "一张选票所选人数", "number of names chosen on the ballot",
        "所选", "chosen";
    /// Electors who consent to a smaller number of seats.
    Consenting = consenting: Heads, Heads,
        "同意减少名额的选举人数", "number of electors who consent to fewer seats",
        "同意减少名额", "consenting";
    /// Households of the area, or of the group.
    Households = households: u32, Households,
        "户数", "number of households",
        "共", "households";
    /// Members elected.
    Elected = elected: u32, Seats,
        "当选人数", "number of members elected",
        "当选", "elected";
    /// Days between the notice and the day that it was given for.
    NoticeDays = notice_days: u32, Days,
        "提前通知的天数", "number of days between the notice and the day itself",
        "提前", "ahead";
    /// Calendar days on which something was posted, the first and the last included.
    PostedDays = posted_days: u32, Days,
        "公布的天数", "number of days posted, the first and the last included",
        "公布", "posted";
    /// Days on which votes could be given.
    WindowDays = window_days: u32, Days,
        "投票期的天数", "number of days of the voting window",
        "投票期", "voting window";
    /// Items voted on that the notice did not name.
    Unannounced = unannounced: u32, Items,
        "没有公告就表决的事项数", "number of items voted on that the notice did not name",
        "未公告的事项", "items without notice";
    /// Members who serve; vacant seats are not among them.
    Serving = serving: Heads, Heads,
        "在任成员人数", "number of members serving",
        "在任", "serving";
    /// Persons who ask for a meeting or a recall.
    Asking = asking: Heads, Heads,
        "提议人数", "number of those asking",
        "提议", "asking";
    /// Owners who ask for a meeting, by heads.
    AskingHeads = asking_heads: Heads, Heads,
        "提议的业主人数", "heads of the owners asking",
        "提议", "asking";
    /// Owners who ask for a meeting, by area, in 0.01 m².
    AskingArea = asking_area: Area, Area,
        "提议的业主专有部分面积", "area of the owners asking",
        "提议", "asking";
    /// Members of a group, whoever sent them.
    Members = members: Heads, Heads,
        "组成人数", "number of members",
        "组成", "members";
    /// Members who are there for the owners.
    OwnerMembers = owner_members: Heads, Heads,
        "业主代表人数", "number of members who represent owners",
        "业主代表", "representing owners";
    /// Members who are there for the owners, and attended.
    OwnerMembersPresent = owner_members_present: Heads, Heads,
        "到会的业主代表人数", "number of owners' representatives present",
        "到会的业主代表", "owners' representatives present";
    /// Owners with an interest in the change of use.
    Interested = interested: Heads, Heads,
        "有利害关系的业主人数", "number of owners with an interest",
        "有利害关系", "with an interest";
    /// Owners with an interest who consent.
    InterestedConsenting = interested_consenting: Heads, Heads,
        "有利害关系的业主中同意的人数", "number of owners with an interest who consent",
        "有利害关系且同意", "with an interest and consenting";
    /// Built area, in 0.01 m².
    BuiltArea = built_area: Area, Area,
        "建筑面积", "built area",
        "建筑面积", "built area";
    /// Residents on the roll of voters.
    Voters = voters: Heads, Heads,
        "登记参加选举的居民人数", "number of residents on the roll of voters",
        "登记参加选举", "on the roll of voters";
    /// Those who cast a vote: voters, representatives of households, or residents' representatives.
    Voting = voting: Heads, Heads,
        "参加投票人数", "number of those who voted",
        "参加投票", "voting";
    /// Residents of 18 years or older.
    Adults = adults: Heads, Heads,
        "十八周岁以上居民人数", "number of residents of 18 years or older",
        "十八周岁以上", "adult residents";
    /// Residents' representatives.
    Representatives = representatives: Heads, Heads,
        "居民代表人数", "number of residents' representatives",
        "居民代表", "residents' representatives";
    /// Mandates that one agent holds.
    Mandates = mandates: u32, Items,
        "一名受托人接受的委托数", "number of mandates that one agent holds",
        "委托", "mandates";
    /// Agents who are candidates.
    CandidateAgents = candidate_agents: Heads, Heads,
        "是候选人的受托人数", "number of agents who are candidates",
        "候选人受托", "candidates as agents";
    /// Voters who nominate together.
    Nominators = nominators: Heads, Heads,
        "联名提名人数", "number of voters who nominate together",
        "联名提名", "nominating together";
    /// Persons chosen who are not residents' representatives.
    NotRepresentatives = not_representatives: Heads, Heads,
        "推选的人中不是居民代表的人数", "number of those chosen who are not representatives",
        "不是居民代表", "not representatives";
    /// Whole months of Party standing.
    StandingMonths = standing_months: u32, Months,
        "党龄月数", "months of Party standing",
        "党龄", "Party standing";
    /// Whole months by which a term was extended.
    DeferralMonths = deferral_months: u32, Months,
        "延期月数", "months of deferral",
        "延期", "deferred";
    /// Decisions that such a body does not take.
    BarredActs = barred_acts: u32, Items,
        "超出职权的决定数", "number of decisions beyond the powers of the body",
        "超出职权的决定", "decisions beyond its powers";
    /// Votes cast by somebody else for an absent member.
    CastForAbsent = cast_for_absent: u32, Ballots,
        "替缺席者投的票数", "number of votes cast for absent members",
        "替缺席者投票", "cast for absent members";
    /// Candidates whom the superior agreed to, by a reply on record.
    SuperiorAgreed = superior_agreed: u32, Seats,
        "上级党组织批复同意的候选人数", "number of candidates agreed to by the superior's reply",
        "上级同意", "agreed to by the superior";
    /// Reports of the result to the superior.
    Reports = reports: u32, Items,
        "报上级的选举结果报告数", "number of reports of the result to the superior",
        "报上级", "reported to the superior";
    /// Replies of the superior that approve the result, or file it.
    Replies = replies: u32, Items,
        "上级批准或者备案的批复数", "number of replies that approve or file the result",
        "上级批复", "approved or filed by the superior";
    /// Number of matters that skipped a step.
    SkippedSteps = skipped_steps: u32, Items,
        "未按次序先行讨论的事项数", "number of matters that skipped a step",
        "未经先行讨论", "without the step before";
    /// Number of chairs who may chair.
    EntitledChairs = entitled_chairs: u32, Items,
        "有权主持的主持人数", "number of chairs who may chair",
        "有权主持", "entitled to chair";
    /// Number of appraisals in the year.
    Appraisals = appraisals: u32, Times,
        "本年度评议次数", "number of appraisals in the year",
        "评议", "appraised";
    /// Talks of the kind that was held least often.
    FewestTalks = fewest_talks: u32, Times,
        "最少的一类谈心谈话次数", "talks of the kind that was held least often",
        "谈心谈话", "talks";
    /// Number of dispersed units.
    DispersedUnits = dispersed_units: u32, Items,
        "所辖分散的单位数", "number of dispersed units",
        "分散的单位", "dispersed units";
    /// Number of scrutineers.
    Scrutineers = scrutineers: Heads, Heads,
        "监票人数", "number of scrutineers",
        "监票人", "scrutineers";
    /// Number of scrutineers who stand.
    CandidateScrutineers = candidate_scrutineers: Heads, Heads,
        "是候选人的监票人数", "number of scrutineers who stand",
        "候选人监票", "scrutineers who stand";
    /// Number of votes for names written in.
    WriteIns = write_ins: u32, Ballots,
        "另选他人的票数", "number of votes for names written in",
        "另选他人", "written in";
    /// Number of consultations held.
    Consultations = consultations: u32, Items,
        "已组织的协商次数", "number of consultations held",
        "协商", "consulted";
    /// Number of parts without a register, survey or contract.
    UnsourcedAreas = unsourced_areas: u32, Items,
        "没有登记、测绘或者合同依据的专有部分数", "number of parts without a register, survey or contract",
        "没有面积依据", "without a source";
    /// Area delivered.
    DeliveredArea = delivered_area: Area, Area,
        "已交付的专有部分面积", "area delivered",
        "已交付", "delivered";
    /// Owners of what is delivered.
    DeliveredHeads = delivered_heads: Heads, Heads,
        "已交付的业主人数", "owners of what is delivered",
        "已交付", "delivered";
    /// Months since the first delivery.
    MonthsSinceDelivery = months_since_delivery: u32, Months,
        "首套交付以来的月数", "months since the first delivery",
        "首套交付以来", "since the first delivery";
    /// Number of votes by proxy without a written mandate.
    UnwrittenMandates = unwritten_mandates: u32, Items,
        "没有书面委托的代理票数", "number of votes by proxy without a written mandate",
        "无书面委托", "without a written mandate";
    /// Number of those chosen who are not members.
    NotMembers = not_members: Heads, Heads,
        "推选的人中不是委员的人数", "number of those chosen who are not members",
        "不是委员", "not members";
    /// Number of signatures.
    Signatures = signatures: Heads, Heads,
        "签字人数", "number of signatures",
        "签字", "signed";
    /// Number of members whose office has ended by itself.
    EndedMembers = ended_members: Heads, Heads,
        "出现资格自行终止情形的委员人数", "number of members whose office has ended by itself",
        "资格已终止", "whose office has ended";
    /// Meetings in the year.
    YearMeetings = year_meetings: u32, Times,
        "本年度会议次数", "meetings in the year",
        "会议", "meetings";
    /// Number of decisions after the end of the term.
    ActsAfterTerm = acts_after_term: u32, Items,
        "任期届满后作出的决定数", "number of decisions after the end of the term",
        "届满后的决定", "decisions after the term";
    /// Number of women.
    Women = women: Heads, Heads,
        "妇女成员人数", "number of women",
        "妇女成员", "women";
    /// Number of residents' groups.
    Groups = groups: u32, Items,
        "居民小组数", "number of residents' groups",
        "居民小组", "groups";
    /// Number of groups asking.
    GroupsAsking = groups_asking: u32, Items,
        "提议的居民小组数", "number of groups asking",
        "提议的居民小组", "groups asking";
    /// Criteria that a candidate does not meet, or that are open.
    UnmetCriteria = unmet_criteria: u32, Items,
        "不符合或者待核实的条件数", "number of criteria not met or open",
        "不符合的条件", "criteria not met";
    /// Meetings of the year that somebody attended.
    Attended = attended: u32, Times,
        "本年度参加会议次数", "meetings of the year attended",
        "参加", "attended";
    /// Published rows that hold a door, a name and an opinion.
    NamedRows = named_rows: u32, Items,
        "公布的实名行数", "number of published rows with a name and an opinion",
        "实名公布", "published by name";
    /// Persons of these rows who consented to just that.
    SeparateConsents = separate_consents: Heads, Heads,
        "单独同意公开的人数", "number of separate consents to publication",
        "单独同意公开", "separate consents";
    /// Statutory duties on record as the basis of the publication.
    LegalBases = legal_bases: u32, Items,
        "作为公开依据的法定职责数", "number of statutory duties given as the basis",
        "法定职责", "statutory duties";
}

impl Figure {
    /// The figure of the same owners measured the other way.
    pub(super) const fn twin(self) -> Option<Self> {
        Some(match self {
            Self::RollHeads => Self::RollArea,
            Self::RollArea => Self::RollHeads,
            Self::ParticipatingHeads => Self::ParticipatingArea,
            Self::ParticipatingArea => Self::ParticipatingHeads,
            Self::InFavourHeads => Self::InFavourArea,
            Self::InFavourArea => Self::InFavourHeads,
            Self::AgainstHeads => Self::AgainstArea,
            Self::AgainstArea => Self::AgainstHeads,
            Self::AbstainHeads => Self::AbstainArea,
            Self::AbstainArea => Self::AbstainHeads,
            Self::BlankHeads => Self::BlankArea,
            Self::BlankArea => Self::BlankHeads,
            Self::InvalidHeads => Self::InvalidArea,
            Self::InvalidArea => Self::InvalidHeads,
            Self::SilentHeads => Self::SilentArea,
            Self::SilentArea => Self::SilentHeads,
            Self::AskingHeads => Self::AskingArea,
            Self::AskingArea => Self::AskingHeads,
            Self::DeliveredHeads => Self::DeliveredArea,
            Self::DeliveredArea => Self::DeliveredHeads,
            _ => return None,
        })
    }
}

impl Figures {
    /// The figure with its unit, if it is recorded.
    pub fn amount(&self, figure: Figure) -> Option<Bilingual> {
        let unit = figure.unit();
        self.count(figure).map(|count| Bilingual::new(unit.zh(count), unit.en(count)))
    }

    /// The figure of an occurrence that exists only when it is on record.
    pub(super) fn occurrences(&self, figure: Figure) -> u64 {
        self.count(figure).unwrap_or_default()
    }

    /// An occurrence of owners, which has a twin: `None` when only the twin is on record.
    pub(super) fn paired(&self, figure: Figure) -> Option<u64> {
        let twin = figure.twin().and_then(|twin| self.count(twin));
        self.count(figure).or_else(|| twin.is_none().then_some(0))
    }

    /// The sum of these figures; `None` when one of them is not recorded.
    pub(super) fn sum(&self, figures: &[Figure]) -> Option<u64> {
        figures.iter().try_fold(0_u64, |sum, one| Some(sum.saturating_add(self.count(*one)?)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_that_is_not_recorded_is_not_zero() {
        let figures: Figures = serde_json::from_str(r#"{"due":20,"present":0}"#).unwrap();
        assert_eq!(figures.count(Figure::Present), Some(0));
        assert_eq!(figures.count(Figure::InFavour), None);
        assert_eq!(figures.sum(&[Figure::Due, Figure::Present]), Some(20));
        assert_eq!(figures.sum(&[Figure::Due, Figure::Against]), None);
        assert!(serde_json::from_str::<Figures>(r#"{"dew":20}"#).is_err());
    }

    #[test]
    fn the_word_of_a_figure_is_what_serde_writes() {
        for figure in Figure::ALL {
            let word = figure.word();
            assert_eq!(serde_json::to_string(figure).unwrap(), format!("\"{word}\""));
            let figures: Figures = serde_json::from_str(&format!("{{\"{word}\":7}}")).unwrap();
            assert_eq!(figures.count(*figure), Some(7));
            assert_eq!(serde_json::to_string(&figures).unwrap(), format!("{{\"{word}\":7}}"));
        }
    }

    #[test]
    fn twins_are_twins_of_each_other_in_the_other_unit() {
        for figure in Figure::ALL {
            let Some(twin) = figure.twin() else { continue };
            assert_eq!(twin.twin(), Some(*figure));
            assert_ne!(twin.unit(), figure.unit());
            assert_eq!(twin.short_zh(), figure.short_zh());
        }
    }

    #[test]
    fn an_occurrence_with_only_its_twin_on_record_is_unknown() {
        let figures: Figures = serde_json::from_str(r#"{"silent_heads":3}"#).unwrap();
        assert_eq!(figures.paired(Figure::SilentHeads), Some(3));
        assert_eq!(figures.paired(Figure::SilentArea), None);
        assert_eq!(figures.paired(Figure::InvalidArea), Some(0));
    }
}
