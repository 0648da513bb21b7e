//! What an audit says at the end.

use crate::audit::check::{Check, Level};
use crate::audit::end::MarkedEnd;
use crate::audit::finding::{Finding, Note};
use crate::domain::Bilingual;
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
    /// What remembers the end; empty when nothing does.
    pub marks: Vec<MarkedEnd>,
    /// Openings that are with somebody else, and were never here.
    pub not_here: Option<NotHere>,
    /// Which file could not be read, and why.
    pub unreadable: Option<Bilingual>,
}

/// Openings that need not be here. That is no fault, and is said before anything else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotHere {
    /// How many.
    pub openings: u64,
    /// This is a copy; otherwise the book was continued from one.
    pub copy: bool,
}

impl Report {
    /// All faults, listed or not.
    pub fn faults(&self) -> u64 {
        u64::try_from(self.findings.len()).unwrap_or(u64::MAX).saturating_add(self.unlisted)
    }
}
