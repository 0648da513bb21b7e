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
//!
//! A card with certainty `disputed` is evaluated under every reading; `exclusions/1` and
//! `written_opinions/1` then have two readings, the default first.

use super::calendar::PeriodKind;
use super::card::Wording;
use super::figures::Figure;
use super::matter::Topic;
use crate::domain::MemberStatus;
use crate::domain::Share;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Readings that one card may have.
pub const READINGS_MAX: usize = 4;

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

impl Procedure {
    /// Every name, for messages.
    pub const NAMES: &'static [&'static str] =
        &["share/1", "voting_rights/1", "exclusions/1", "written_opinions/1", "periodic/1"];

    /// Reads the parameters of the procedure of this name; `None` for a name that is not known.
    pub fn read(name: &str, parameters: &Value) -> Option<Result<Self, serde_json::Error>> {
        Some(match name {
            "share/1" => ShareRule::deserialize(parameters).map(Self::Share),
            "voting_rights/1" => VotingRights::deserialize(parameters).map(Self::VotingRights),
            "exclusions/1" => Exclusions::deserialize(parameters).map(Self::Exclusions),
            "written_opinions/1" => {
                WrittenOpinions::deserialize(parameters).map(Self::WrittenOpinions)
            }
            "periodic/1" => Periodic::deserialize(parameters).map(Self::Periodic),
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
        }
    }

    /// Whether the procedure answers this topic.
    pub const fn answers(&self, topic: Topic) -> bool {
        match self {
            Self::Share(_) => matches!(topic, Topic::Quorum | Topic::Result),
            Self::VotingRights(_) => matches!(topic, Topic::VotingRights),
            Self::Exclusions(_) => matches!(topic, Topic::Exclusions),
            Self::WrittenOpinions(_) => matches!(topic, Topic::WrittenOpinions),
            Self::Periodic(_) => matches!(topic, Topic::Frequency),
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
            Self::Exclusions(_) | Self::WrittenOpinions(_) => None,
        }
    }
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
    if reading.share.denominator == 0 {
        Some("the denominator of a share is zero")
    } else if reading.share.numerator > reading.share.denominator {
        Some("the share is more than the whole")
    } else if reading.part == reading.whole {
        Some("part and whole are the same figure")
    } else {
        None
    }
}
