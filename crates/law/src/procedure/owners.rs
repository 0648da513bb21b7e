//! Parameters for the votes of owners, who are counted by heads and by area.

use super::{fraction_fault, readings_fault};
use crate::card::Wording;
use crate::figures::Figure;
use domain::{Bilingual, Share, SilencePolicy};
use serde::{Deserialize, Serialize};

/// Parameters of `heads_and_area/1`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeadsAndArea {
    /// Readings; the first is the default.
    pub readings: Vec<OwnersReading>,
}

/// One reading: the same share by heads and by area, and both must be reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OwnersReading {
    /// Its word.
    pub key: String,
    /// What it says.
    pub name: Wording,
    /// What is counted.
    pub part: OwnersPart,
    /// The denominator.
    pub whole: OwnersPart,
    /// The share required of each.
    pub share: Share,
}

/// Owners, to be counted by heads and by area.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OwnersPart {
    /// All owners on the roll.
    Roll,
    /// Those who took part.
    Participating,
    /// Those in favour.
    InFavour,
}

impl OwnersPart {
    /// The figures of these owners: heads, then area.
    pub const fn figures(self) -> [Figure; 2] {
        match self {
            Self::Roll => [Figure::ROLL_HEADS, Figure::ROLL_AREA],
            Self::Participating => [Figure::PARTICIPATING_HEADS, Figure::PARTICIPATING_AREA],
            Self::InFavour => [Figure::IN_FAVOUR_HEADS, Figure::IN_FAVOUR_AREA],
        }
    }
}

impl HeadsAndArea {
    pub(super) fn fault(&self, disputed: bool) -> Option<&'static str> {
        let keys: Vec<_> = self.readings.iter().map(|one| one.key.as_str()).collect();
        let fault = |one: &OwnersReading| {
            let same = (one.part == one.whole).then_some("part and whole are the same figure");
            fraction_fault(one.share).or(same)
        };
        readings_fault(&keys, disputed).or_else(|| self.readings.iter().find_map(fault))
    }
}

/// Parameters of `silence/1`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Silence {
    /// Readings; the first is the default.
    pub readings: Vec<SilencePolicy>,
}

/// What owners who were served and did not reply count as, in a sentence about a rule.
pub(crate) fn silence_is(policy: SilencePolicy) -> Bilingual {
    match policy {
        SilencePolicy::NotParticipating => {
            Bilingual::new("未回复不算参与", "no reply is no participation")
        }
        SilencePolicy::ParticipatingAbstain => {
            Bilingual::new("未回复算参与并弃权", "no reply is participation and abstention")
        }
        SilencePolicy::JoinsMajority => {
            Bilingual::new("未回复计入多数意见", "no reply joins the majority")
        }
    }
}

impl Silence {
    pub(super) fn fault(&self, disputed: bool) -> Option<&'static str> {
        let keys: Vec<_> = self.readings.iter().map(|one| one.word()).collect();
        readings_fault(&keys, disputed)
    }
}

/// Parameters of `spoiled_ballots/1`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SpoiledBallots {
    /// Whether their owners took part (the default reading where the card is disputed).
    pub participate: bool,
}
