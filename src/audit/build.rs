//! Gathers what the walks find into a report.

use crate::audit::FINDINGS_MAX;
use crate::audit::check::{Check, Level};
use crate::audit::end::MarkedEnd;
use crate::audit::finding::{Finding, Note};
use crate::audit::report::{Counts, NotHere, Outcome, Report, Tick};
use crate::domain::Bilingual;
use crate::ledger::Hash;
use crate::store::JournalFiles;
use std::collections::{BTreeMap, BTreeSet};

/// A report in the making.
#[derive(Debug)]
pub(super) struct Build {
    level: Level,
    counts: Counts,
    findings: Vec<Finding>,
    broken: BTreeMap<Check, u64>,
    not_made: BTreeSet<Check>,
    notes: Vec<Note>,
    marks: Vec<MarkedEnd>,
    not_here: Option<NotHere>,
    unreadable: Option<Bilingual>,
}

impl Build {
    pub(super) fn new(level: Level) -> Self {
        let counts = Counts { entries: 0, commands: None, files: 0, bytes: 0, head: Hash::ZERO };
        Self {
            level,
            counts,
            findings: Vec::new(),
            broken: BTreeMap::new(),
            not_made: BTreeSet::new(),
            notes: Vec::new(),
            marks: Vec::new(),
            not_here: None,
            unreadable: None,
        }
    }

    /// Adds a fault; beyond the limit it is only counted.
    pub(super) fn add(&mut self, finding: Finding) {
        self.unlisted(finding.check(), 1);
        if !self.is_full() {
            self.findings.push(finding);
        }
    }

    /// Whether further faults are only counted.
    pub(super) fn is_full(&self) -> bool {
        self.findings.len() >= FINDINGS_MAX
    }

    /// Counts faults that are not listed.
    pub(super) fn unlisted(&mut self, check: Check, count: u64) {
        if count > 0 {
            *self.broken.entry(check).or_default() += count;
        }
    }

    /// Says that a check could not be made, or not to the end.
    pub(super) fn not_made(&mut self, checks: &[Check]) {
        self.not_made.extend(checks);
    }

    pub(super) fn note(&mut self, note: Note) {
        self.notes.push(note);
    }

    pub(super) fn mark(&mut self, mark: MarkedEnd) {
        self.marks.push(mark);
    }

    pub(super) fn counted(
        &mut self,
        journal: &JournalFiles,
        entries: u64,
        commands: Option<u64>,
        head: Hash,
    ) {
        let files = u64::try_from(journal.files().len()).unwrap_or(u64::MAX);
        self.counts = Counts { entries, commands, files, bytes: journal.bytes(), head };
    }

    pub(super) fn not_here(&mut self, not_here: NotHere) {
        self.not_here = Some(not_here);
    }

    /// Says that something could not be read, so that these checks could not be made.
    pub(super) fn unreadable(&mut self, reason: Bilingual, checks: &[Check]) {
        self.unreadable.get_or_insert(reason);
        self.not_made(checks);
    }

    pub(super) fn finish(mut self) -> Report {
        let ticks: Vec<(Check, Tick)> =
            Check::ALL.iter().map(|check| (*check, self.tick(*check))).collect();
        let newer = self.broken.remove(&Check::Known).unwrap_or(0);
        let faults: u64 = self.broken.values().sum();
        let outcome = match (&self.unreadable, faults, newer) {
            (Some(_), ..) => Outcome::Unreadable,
            (None, 1.., _) => Outcome::Wanting,
            (None, 0, 1..) => Outcome::Newer,
            (None, 0, 0) => Outcome::Holds,
        };
        // Of one entry in the order of finding: form before chain before meaning.
        self.findings.sort_by_key(|finding| finding.place.entry.unwrap_or(u64::MAX));
        let listed = u64::try_from(self.findings.len()).unwrap_or(u64::MAX);
        Report {
            level: self.level,
            outcome,
            counts: self.counts,
            findings: self.findings,
            unlisted: (faults + newer).saturating_sub(listed),
            notes: self.notes,
            ticks,
            marks: self.marks,
            not_here: self.not_here,
            unreadable: self.unreadable,
        }
    }

    fn tick(&self, check: Check) -> Tick {
        match self.broken.get(&check) {
            Some(count) => Tick::Broken(*count),
            None if !self.level.includes(check) => Tick::NotMade,
            None if self.not_made.contains(&check) => Tick::NotMade,
            None => Tick::Holds,
        }
    }
}
