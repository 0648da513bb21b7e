//! The procedures that cards parametrise. Frozen: what a name does never changes.
//!
//! A card in an old journal names its procedure, so a later program must do exactly what this one
//! does. Another behaviour is another number: `share/2` stands beside `share/1` for ever.
//!
//! - `share/1`: a part of a whole reaches a share, under each reading; an empty whole meets nothing.
//! - `voting_rights/1`: those due = members of the statuses that vote, less suspended rights.
//! - `exclusions/1`: members excluded with both approvals leave those due, or stay.
//! - `written_opinions/1`: written opinions in favour join the votes in favour, or do not.
//! - `periodic/1`: held at least so many times in each calendar period.
//! - `heads_and_area/1`: owners reach a share by heads and, separately, by area.
//! - `silence/1`: what owners who were served and did not reply count as, where the rules adopted
//!   for the vote say something about it; silence joins a majority, it never makes one.
//! - `spoiled_ballots/1`: owners with an invalid ballot took part, or did not.
//! - `requirements/1`: one of several ways is met, each a list of tests that all are met.
//! - `competition/1`: candidates beyond the seats, a share of the seats rounded to a whole number
//!   and at least one.
//! - `ranking/1`: who goes first when more pass than there are seats, and what settles a tie.
//! - `deadline/1`: the last day of a span after, or the day a span before, a day on record; the
//!   first day is not counted.
//!
//! A card with certainty `disputed` is evaluated under every reading; `exclusions/1` and
//! `written_opinions/1` then have two readings, the default first.

use super::calendar::PeriodKind;
use super::card::Wording;
use super::consequence::Deadline;
use super::figures::Figure;
use super::matter::Topic;
use domain::MemberStatus;
use domain::Share;
use serde::{Deserialize, Serialize};
use serde_json::Value;

mod elections;
mod owners;
mod requirements;

pub(crate) use elections::{Competition, Ranking, Rounding, order_by, tie_by};
pub(crate) use owners::{HeadsAndArea, OwnersReading, Silence, SpoiledBallots, silence_is};
pub(crate) use requirements::{Requirements, Test, TestsReading};

/// Readings that one card may have.
const READINGS_MAX: usize = 4;

/// A procedure with its parameters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Procedure {
    /// `share/1`
    Share(ShareRule),
    /// `voting_rights/1`
    VotingRights(VotingRights),
    /// `exclusions/1`
    Exclusions(Exclusions),
    /// `written_opinions/1`
    WrittenOpinions(WrittenOpinions),
    /// `periodic/1`
    Periodic(Periodic),
    /// `heads_and_area/1`
    HeadsAndArea(HeadsAndArea),
    /// `silence/1`
    Silence(Silence),
    /// `spoiled_ballots/1`
    SpoiledBallots(SpoiledBallots),
    /// `requirements/1`
    Requirements(Requirements),
    /// `competition/1`
    Competition(Competition),
    /// `ranking/1`
    Ranking(Ranking),
    /// `deadline/1`
    Deadline(Deadline),
}

/// Parameters of `share/1`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShareRule {
    /// Readings; the first is the default.
    pub readings: Vec<ShareReading>,
    /// Other bases in use. They never decide; where they differ, a note says so.
    #[serde(default)]
    pub alternatives: Vec<ShareReading>,
}

/// One reading of a share rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShareReading {
    /// Its word.
    pub key: String,
    /// What it says.
    pub name: Wording,
    /// What is counted.
    pub part: Figure,
    /// The denominator.
    pub whole: Figure,
    /// The share required.
    pub share: Share,
}

/// Parameters of `voting_rights/1`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VotingRights {
    /// Statuses that vote.
    pub statuses: Vec<MemberStatus>,
    /// Whether members with suspended rights vote all the same.
    pub suspended_vote: bool,
}

/// Parameters of `exclusions/1`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exclusions {
    /// For which votes exclusions are allowed.
    pub exclusions_allowed: ExclusionsAllowed,
}

/// For which votes members may be left out of those due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExclusionsAllowed {
    /// For none.
    None,
    /// For elections; another vote leaves them in.
    ElectionsOnly,
    /// For every vote.
    All,
}

/// Parameters of `written_opinions/1`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenOpinions {
    /// Whether they count (the default reading where the card is disputed).
    pub counted: bool,
}

/// Parameters of `periodic/1`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Periodic {
    /// Readings; the first is the default, and the one that the calendar follows.
    pub readings: Vec<PeriodicReading>,
}

/// One reading of a frequency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PeriodicReading {
    /// Its word.
    pub key: String,
    /// What it says.
    pub name: Wording,
    /// The calendar period.
    pub period: PeriodKind,
    /// Times in each period; 0 where this reading sets no number.
    pub times: u32,
}

impl ShareRule {
    /// The only reading on this base, where the rule has one reading and knows the base.
    pub(super) fn on_base(&self, base: Figure) -> Option<&ShareReading> {
        let on_base = |one: &&ShareReading| one.whole == base;
        let all = self.readings.iter().chain(&self.alternatives);
        (self.readings.len() == 1).then(|| all.into_iter().find(on_base)).flatten()
    }
}

impl Procedure {
    /// Every name, for messages.
    pub const NAMES: &'static [&'static str] = &[
        "share/1",
        "voting_rights/1",
        "exclusions/1",
        "written_opinions/1",
        "periodic/1",
        "heads_and_area/1",
        "silence/1",
        "spoiled_ballots/1",
        "requirements/1",
        "competition/1",
        "ranking/1",
        "deadline/1",
    ];

    /// Reads the parameters of the procedure of this name; `None` for a name that is not known.
    pub fn read(name: &str, parameters: &Value) -> Option<Result<Self, serde_json::Error>> {
        Some(match name {
            "share/1" => read(parameters, Self::Share),
            "voting_rights/1" => read(parameters, Self::VotingRights),
            "exclusions/1" => read(parameters, Self::Exclusions),
            "written_opinions/1" => read(parameters, Self::WrittenOpinions),
            "periodic/1" => read(parameters, Self::Periodic),
            "heads_and_area/1" => read(parameters, Self::HeadsAndArea),
            "silence/1" => read(parameters, Self::Silence),
            "spoiled_ballots/1" => read(parameters, Self::SpoiledBallots),
            "requirements/1" => read(parameters, Self::Requirements),
            "competition/1" => read(parameters, Self::Competition),
            "ranking/1" => read(parameters, Self::Ranking),
            "deadline/1" => read(parameters, Self::Deadline),
            _ => return None,
        })
    }

    /// The name that cards use.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Share(_) => "share/1",
            Self::VotingRights(_) => "voting_rights/1",
            Self::Exclusions(_) => "exclusions/1",
            Self::WrittenOpinions(_) => "written_opinions/1",
            Self::Periodic(_) => "periodic/1",
            Self::HeadsAndArea(_) => "heads_and_area/1",
            Self::Silence(_) => "silence/1",
            Self::SpoiledBallots(_) => "spoiled_ballots/1",
            Self::Requirements(_) => "requirements/1",
            Self::Competition(_) => "competition/1",
            Self::Ranking(_) => "ranking/1",
            Self::Deadline(_) => "deadline/1",
        }
    }

    /// In how many ways the parameters are read. A card that forms a figure, and one that names a
    /// day, says one thing.
    pub const fn readings(&self) -> usize {
        match self {
            Self::Share(rule) => rule.readings.len(),
            Self::Periodic(rule) => rule.readings.len(),
            Self::HeadsAndArea(rule) => rule.readings.len(),
            Self::Silence(rule) => rule.readings.len(),
            Self::Requirements(rule) => rule.readings.len(),
            Self::Competition(rule) => rule.roundings.len(),
            Self::VotingRights(_)
            | Self::Exclusions(_)
            | Self::WrittenOpinions(_)
            | Self::SpoiledBallots(_)
            | Self::Ranking(_)
            | Self::Deadline(_) => 1,
        }
    }

    /// Whether the procedure answers this topic.
    pub fn answers(&self, topic: Topic) -> bool {
        match self {
            Self::Share(_) => matches!(
                topic,
                Topic::QUORUM
                    | Topic::RESULT
                    | Topic::ELECTED
                    | Topic::REVOTE
                    | Topic::RUN_OFF
                    | Topic::SEAT_REDUCTION
            ),
            Self::VotingRights(_) => matches!(topic, Topic::VOTING_RIGHTS),
            Self::Exclusions(_) => matches!(topic, Topic::EXCLUSIONS),
            Self::WrittenOpinions(_) => matches!(topic, Topic::WRITTEN_OPINIONS),
            Self::Periodic(_) => matches!(topic, Topic::FREQUENCY),
            Self::HeadsAndArea(_) => {
                matches!(topic, Topic::QUORUM | Topic::RESULT | Topic::ELECTED)
            }
            Self::Silence(_) => matches!(topic, Topic::SILENCE),
            Self::SpoiledBallots(_) => matches!(topic, Topic::SPOILED_BALLOTS),
            Self::Requirements(_) => {
                !topic.forms_figures() && !matches!(topic, Topic::FREQUENCY | Topic::RANKING)
            }
            Self::Competition(_) => matches!(topic, Topic::COMPETITION),
            Self::Ranking(_) => matches!(topic, Topic::RANKING),
            Self::Deadline(_) => matches!(topic, Topic::DEADLINE),
        }
    }

    /// What is wrong with the parameters, beyond their shape.
    pub(super) fn fault(&self, disputed: bool) -> Option<&'static str> {
        match self {
            Self::Share(rule) => {
                let keys: Vec<_> = rule.readings.iter().map(|one| one.key.as_str()).collect();
                let all = rule.readings.iter().chain(&rule.alternatives);
                readings_fault(&keys, disputed).or_else(|| all.clone().find_map(share_fault))
            }
            Self::Periodic(rule) => {
                let keys: Vec<_> = rule.readings.iter().map(|one| one.key.as_str()).collect();
                let asks = rule.readings.first().is_none_or(|reading| reading.times > 0);
                let fault = (!asks).then_some("the default reading asks for nothing");
                readings_fault(&keys, disputed).or(fault)
            }
            Self::VotingRights(rule) => {
                let known =
                    |status| matches!(status, MemberStatus::Full | MemberStatus::Probationary);
                let fits = !rule.statuses.is_empty() && rule.statuses.iter().copied().all(known);
                (!fits).then_some("voting_rights/1 knows the statuses full and probationary")
            }
            Self::HeadsAndArea(rule) => rule.fault(disputed),
            Self::Silence(rule) => rule.fault(disputed),
            Self::Requirements(rule) => rule.fault(disputed),
            Self::Competition(rule) => rule.fault(disputed),
            Self::Exclusions(_)
            | Self::WrittenOpinions(_)
            | Self::SpoiledBallots(_)
            | Self::Ranking(_)
            | Self::Deadline(_) => None,
        }
    }
}

fn read<'a, T: Deserialize<'a>>(
    parameters: &'a Value,
    wrap: fn(T) -> Procedure,
) -> Result<Procedure, serde_json::Error> {
    T::deserialize(parameters).map(wrap)
}

fn readings_fault(keys: &[&str], disputed: bool) -> Option<&'static str> {
    let repeated = keys.iter().enumerate().any(|(at, key)| keys.iter().take(at).any(|k| k == key));
    if keys.is_empty() {
        Some("there is no reading")
    } else if keys.len() > READINGS_MAX {
        Some("there are more than 4 readings")
    } else if repeated {
        Some("two readings have the same key")
    } else if keys.len() > 1 && !disputed {
        Some("only a disputed card has several readings")
    } else {
        None
    }
}

fn share_fault(reading: &ShareReading) -> Option<&'static str> {
    let same = (reading.part == reading.whole).then_some("part and whole are the same figure");
    fraction_fault(reading.share).or(same)
}

fn fraction_fault(share: Share) -> Option<&'static str> {
    if share.denominator == 0 {
        Some("the denominator of a share is zero")
    } else if share.numerator > share.denominator {
        Some("the share is more than the whole")
    } else {
        None
    }
}
