//! The gate: other people's figures. An announcement is what somebody published, typed into a small
//! document, as far as it goes.
//! Its numbers are held against each other, then against the cards, by the same call as our own
//! votes. Every number may be missing: what is missing is "not given" and never 0. Areas are texts in
//! m² (`"29734.25"`), percentages texts as printed (`"66.67"`), because the digits that were printed
//! are part of what is checked.
//!
//! - `sums`: identities that hold whatever the law says;
//! - `procedure`: days, agenda and silence by the cards;
//! - `motions`, `elections`: what follows, held against what was announced;
//! - `doubts`: what keeps it from being clean although nothing is wrong with its numbers;
//! - `ranges`: what a figure can be of which only the percentage was printed;
//! - `mistakes`: under which mistake a wrong result would follow.

mod check;
mod doubts;
mod elections;
mod fault;
mod mistakes;
mod motions;
mod number;
mod procedure;
mod ranges;
mod sums;

pub use check::{Check, Judgement, Standing};
pub use elections::check_election;
pub use fault::{Amount, Fault, Named};
pub use mistakes::Mistake;
pub use motions::check_motion;
pub use number::{Metres, Percent};

use crate::matter::day;
use chrono::NaiveDate;
use domain::{
    BodyKind, ElectedBase, ElectionKind, Line, MatterKind, MeetingKind, Place, RankKey, TieRule,
};
use schemars::JsonSchema;
use serde::Deserialize;

/// What was announced.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Announcement {
    /// Kind of the body that decided (什么组织).
    pub body: BodyKind,
    /// Kind of the meeting; left out, it is the one in which such a body decides (会议类型).
    pub meeting_kind: Option<MeetingKind>,
    /// Day on which the decision was formed: the day of the vote, or the last day of voting
    /// (表决日期,书面表决写截止日). Example: 2022-05-16.
    #[serde(deserialize_with = "day::read")]
    #[schemars(with = "String")]
    pub decided: NaiveDate,
    /// Day on which the notice was posted or sent (通知或公告日期).
    #[serde(default, deserialize_with = "day::read_optional")]
    #[schemars(with = "Option<String>")]
    pub notice_posted: Option<NaiveDate>,
    /// Whether the meeting was an extraordinary one; its notice may be shorter (是否临时会议).
    #[serde(default)]
    pub extraordinary: bool,
    /// The items that the notice named, worded like the titles below (通知列明的事项).
    pub agenda: Option<Vec<Line>>,
    /// Day on which the result was made public (公布日期).
    #[serde(default, deserialize_with = "day::read_optional")]
    #[schemars(with = "Option<String>")]
    pub published: Option<NaiveDate>,
    /// First day of the meeting or of the voting, when it is not `decided` (开始日期).
    #[serde(default, deserialize_with = "day::read_optional")]
    #[schemars(with = "Option<String>")]
    pub begins: Option<NaiveDate>,
    /// Where: CN, or CN- and the code of province, city or district (地区代码).
    #[serde(default = "Place::china")]
    #[schemars(with = "String")]
    pub place: Place,
    /// Members due to attend with a vote (应到).
    pub due: Option<u32>,
    /// Members present with a vote (实到).
    pub present: Option<u32>,
    /// Everybody listed as present; numbers or initials will do (到会名单).
    pub people: Option<Vec<Line>>,
    /// Places on a committee, vacant ones included, where a committee decides (委员名额).
    pub seats: Option<u32>,
    /// All owners: heads and area of the whole roll (全体业主人数、专有部分面积).
    pub roll: Option<Side>,
    /// Ballot papers (表决票、选票).
    pub ballots: Option<Ballots>,
    /// Owners who took part, those with an invalid paper included; percentages are of the roll
    /// (参与表决).
    pub participation: Option<Side>,
    /// Of these, owners with an invalid paper (无效票).
    pub invalid: Option<Side>,
    /// Of what the printed percentages of votes are a share. Left out, it is those who took part
    /// where owners vote, and those due where members do (百分比的基数).
    pub percentages_of: Option<PercentagesOf>,
    /// Owners who were served and did not answer (送达未反馈).
    pub silence: Option<Silence>,
    /// What was voted on (表决事项).
    #[serde(default)]
    pub motions: Vec<AnnouncedMotion>,
    /// Who was elected (选举).
    pub election: Option<AnnouncedElection>,
}

impl Announcement {
    /// Numbers that do not fit each other, whatever the law says.
    pub fn sums(&self) -> Vec<Fault> {
        sums::faults(self).0
    }

    /// The kind of the meeting, as written or as such a body decides.
    pub fn meeting(&self) -> MeetingKind {
        self.meeting_kind.unwrap_or(match self.body {
            BodyKind::OwnerAssembly | BodyKind::Estate => MeetingKind::OwnerAssemblyMeeting,
            BodyKind::OwnerCommittee => MeetingKind::OwnerCommitteeMeeting,
            BodyKind::PropertyManagementCommittee => {
                MeetingKind::PropertyManagementCommitteeMeeting
            }
            BodyKind::PreparatoryGroup => MeetingKind::PreparatoryGroupMeeting,
            BodyKind::ResidentsCommittee => MeetingKind::ResidentsMeeting,
            BodyKind::PartyCommittee => MeetingKind::PartyCommitteeMeeting,
            BodyKind::PartyGroup => MeetingKind::PartyGroupMeeting,
            BodyKind::PartyBranch
            | BodyKind::TemporaryBranch
            | BodyKind::JointBranch
            | BodyKind::GeneralBranch => MeetingKind::BranchGeneralMeeting,
            BodyKind::Council | BodyKind::Grid | BodyKind::Organisation => {
                MeetingKind::DeliberationSession
            }
        })
    }

    /// Of what the printed percentages of votes are a share.
    fn percentages_of(&self) -> PercentagesOf {
        self.percentages_of.unwrap_or(if self.meeting().is_of_owners() {
            PercentagesOf::TookPart
        } else {
            PercentagesOf::All
        })
    }
}

/// Of what the printed percentages of votes are a share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PercentagesOf {
    /// Those who took part, or were present (参与的、实到的).
    TookPart,
    /// All on the roll, or due (全体、应到的).
    All,
}

/// Heads and area of one side, with the percentages as printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Side {
    /// Owners, or votes where heads alone count (人数、票数).
    pub heads: Option<u32>,
    /// Their exclusive area in m², as a text (面积).
    pub area: Option<Metres>,
    /// Share of the heads as printed, without the sign (人数占比).
    pub heads_percent: Option<Percent>,
    /// Share of the area as printed, without the sign (面积占比).
    pub area_percent: Option<Percent>,
}

/// Ballot papers from hand to hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Ballots {
    /// Issued (发出).
    pub issued: Option<u32>,
    /// Delivered, where it is told apart from issued (送达).
    pub delivered: Option<u32>,
    /// Came back (收回).
    pub returned: Option<u32>,
    /// Did not come back (未收回).
    pub not_returned: Option<u32>,
    /// Valid (有效).
    pub valid: Option<u32>,
    /// Invalid (无效).
    pub invalid: Option<u32>,
}

/// Owners who were served and did not answer, and what was made of it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Silence {
    /// How many (人数).
    pub heads: Option<u32>,
    /// Their area in m², as a text (面积).
    pub area: Option<Metres>,
    /// What they were counted as (如何计入).
    pub counted_as: CountedAs,
    /// Whether the figures of participation and votes already hold them (上列数字是否已含).
    #[serde(default)]
    pub included: bool,
    /// Clause of the owners' own rules that says so (依据条款).
    pub clause: Option<Line>,
}

/// What silence was counted as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CountedAs {
    /// Not taking part (不计入参与).
    NotParticipating,
    /// Taking part and abstaining (计入参与,视为弃权).
    ParticipatingAbstain,
    /// Joining the majority (计入多数).
    JoinsMajority,
}

/// One motion as announced.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AnnouncedMotion {
    /// What it is called (事项).
    pub title: Line,
    /// What it is about; it decides which rule applies (事项类别).
    pub matter_kind: MatterKind,
    /// In favour; percentages are of those who took part, or of those due (同意).
    #[serde(default)]
    pub in_favour: Side,
    /// Against (反对).
    #[serde(default)]
    pub against: Side,
    /// Abstaining (弃权).
    #[serde(default)]
    pub abstain: Side,
    /// Papers that came back and say nothing on this item (未填).
    #[serde(default)]
    pub blank: Side,
    /// Everybody listed as having voted on it, worded like `people` (投票人名单).
    pub voters: Option<Vec<Line>>,
    /// What was announced, if anything yet (公布的结果).
    pub announced: Option<Declared>,
}

/// A result as announced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Declared {
    /// 通过
    Carried,
    /// 未通过
    NotCarried,
}

/// An election as announced.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AnnouncedElection {
    /// What was elected (选举种类).
    pub election_kind: ElectionKind,
    /// Places to fill (应选名额).
    pub seats: u32,
    /// Of whom a candidate needs the votes, where the adopted method fixes it (当选票数的基数).
    pub elected_base: Option<ElectedBase>,
    /// In which order those who pass are ranked, by the adopted method (当选次序).
    pub rank_key: Option<RankKey>,
    /// What settles a tie at the last place, by the adopted method (平票处理).
    pub tie_rule: Option<TieRule>,
    /// Everybody who stood, written-in winners included (候选人).
    pub candidates: Vec<AnnouncedCandidate>,
}

/// A candidate as announced.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AnnouncedCandidate {
    /// As announced; a number will do (姓名或编号).
    pub name: Line,
    /// In favour (同意).
    #[serde(default)]
    pub in_favour: Side,
    /// Against (反对).
    #[serde(default)]
    pub against: Side,
    /// Abstaining (弃权).
    #[serde(default)]
    pub abstain: Side,
    /// Whether voters wrote the name in (另选他人).
    #[serde(default)]
    pub written_in: bool,
    /// Whether a tie at the last place was settled in favour of this one (平票后确定).
    #[serde(default)]
    pub tie_settled: bool,
    /// Whether announced as elected, if anything yet (公布当选).
    pub elected: Option<bool>,
}
