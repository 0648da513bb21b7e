//! What an audit says at the end.

use crate::audit::check::{Check, Level};
use crate::audit::finding::{Finding, Note, Voucher};
use crate::ledger::Hash;

/// What came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Every check that was made holds.
    Holds,
    /// Something ought not to be so.
    Wanting,
    /// No fault, but kinds that only a newer program knows.
    Newer,
    /// A file could not be read to its end.
    Unreadable,
}

impl Outcome {
    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Holds => "holds",
            Self::Wanting => "wanting",
            Self::Newer => "newer",
            Self::Unreadable => "unreadable",
        }
    }
}

/// How much was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    /// Entries, broken ones included.
    pub entries: u64,
    /// Commands; none at a level that does not read them.
    pub commands: Option<u64>,
    /// Files of the journal.
    pub files: u64,
    /// Bytes of the journal.
    pub bytes: u64,
    /// Hash of the last line of the last complete command.
    pub head: Hash,
}

/// What became of one check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tick {
    /// It holds.
    Holds,
    /// It is broken so many times.
    Broken(u64),
    /// It was not made, or not to the end.
    NotMade,
}

/// Something that vouches for the end of the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vouching {
    /// What.
    pub voucher: Voucher,
    /// Entries that it covers.
    pub covers: u64,
    /// Whether the journal agrees with it.
    pub agrees: bool,
}

/// What an audit found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// How deep it went.
    pub level: Level,
    /// What came out.
    pub outcome: Outcome,
    /// How much was looked at.
    pub counts: Counts,
    /// Faults in the order of the journal, at most [`FINDINGS_MAX`](super::FINDINGS_MAX).
    pub findings: Vec<Finding>,
    /// Further faults that are counted but not listed.
    pub unlisted: u64,
    /// What is worth knowing and no fault.
    pub notes: Vec<Note>,
    /// Every check and what became of it.
    pub ticks: Vec<(Check, Tick)>,
    /// What vouches for the end; empty when nothing does.
    pub vouching: Vec<Vouching>,
    /// What the system said when a file could not be read.
    pub unreadable: Option<String>,
}

impl Report {
    /// All faults, listed or not.
    pub fn faults(&self) -> u64 {
        u64::try_from(self.findings.len()).unwrap_or(u64::MAX).saturating_add(self.unlisted)
    }

    /// What vouches for the last entry, the strongest first.
    pub fn vouched_by(&self) -> Option<&Voucher> {
        let covering = self.vouching.iter().filter(|one| one.agrees && one.covers > 0);
        covering
            .filter(|one| one.covers == self.counts.entries)
            .map(|one| &one.voucher)
            .max_by_key(|voucher| voucher.strength())
    }
}

impl Voucher {
    /// Who keeps it: what lies beside the journal is changed together with it.
    fn strength(&self) -> u8 {
        match self {
            Self::Index => 0,
            Self::Manifest => 1,
            Self::Checkpoint(_) => 2,
            Self::Anchor => 3,
        }
    }
}
impl Report {
    /// x
    pub fn text(&self, _: crate::domain::Language) -> String {
        format!("{:?} {:?}", self.outcome, self.findings)
    }
    /// x
    pub fn to_json(&self) -> serde_json::Value {
        serde_json::Value::Null
    }
}
