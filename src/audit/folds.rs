//! What is so, folded by the audit itself, and held against every other fold that there is: the rows
//! that were saved in the folder, the fingerprints of a manifest, and where there is neither, a second
//! fold that puts aside at other moments.

use crate::audit::build::Build;
use crate::audit::check::Check;
use crate::audit::copies::Manifest;
use crate::audit::finding::{Claim, Fault, Finding, Place};
use crate::audit::kept::Kept;
use crate::audit::saved::Saved;
use crate::audit::walk::Walked;
use crate::event::Recorded;
use crate::ledger::Entry;
use crate::projection::{Projections, Table, Unreadable};
use std::sync::Arc;

/// How many entries a fold takes in before it puts aside what they changed.
const SAVED_EVERY: u64 = 10_000;
const SAVED_EVERY_AGAIN: u64 = 4096;

/// The second fold puts aside early, so that a small journal is fetched again, too.
const FIRST_AGAIN: u64 = 16;

/// Whether a manifest says what every table comes to.
fn claims_all(manifest: Option<&Manifest>) -> bool {
    let claims =
        |manifest: &Manifest| Table::ALL.iter().all(|table| manifest.table(table.word()).is_some());
    manifest.is_some_and(claims)
}

/// One fold, and what it put aside.
#[derive(Debug)]
struct Fold {
    projections: Projections,
    kept: Arc<Kept>,
    every: u64,
    saved_next: u64,
}

impl Fold {
    fn new(every: u64, first: u64) -> Self {
        let kept = Arc::new(Kept::default());
        Self { projections: Projections::over(&kept, 0), kept, every, saved_next: first }
    }

    fn apply(&mut self, entry: &Recorded) -> Result<(), Unreadable> {
        self.projections.apply(entry)?;
        if entry.seq + 1 < self.saved_next {
            return Ok(());
        }
        self.put_aside()
    }

    fn put_aside(&mut self) -> Result<(), Unreadable> {
        let next_seq = self.projections.next_seq();
        self.kept
            .put(self.projections.changes(), next_seq)
            .map_err(|error| Unreadable::Entry(Arc::new(error)))?;
        self.projections.saved();
        self.saved_next = next_seq + self.every;
        Ok(())
    }
}

/// The folds of the same entries.
#[derive(Debug)]
pub(super) struct Folds {
    first: Fold,
    second: Option<Fold>,
    rows: Saved,
    // The first entry that could not be folded.
    unreadable: Option<Unreadable>,
}

impl Folds {
    /// Nothing folded yet, beside the saved rows of a folder and what a manifest claims.
    pub(super) fn new(rows: Saved, manifest: Option<&Manifest>, walked: &Walked) -> Self {
        let alone = !claims_all(manifest) && !rows.cover(walked.entries, walked.head);
        Self {
            first: Fold::new(SAVED_EVERY, SAVED_EVERY),
            second: alone.then(|| Fold::new(SAVED_EVERY_AGAIN, FIRST_AGAIN)),
            rows,
            unreadable: None,
        }
    }

    /// Sees the next line, before it is folded.
    pub(super) fn line(&mut self, entry: &Entry<'_>) {
        self.rows.line(entry);
    }

    /// Folds an entry. Behind one that could not be folded nothing is known.
    pub(super) fn apply(&mut self, entry: &Recorded) {
        if self.unreadable.is_some() {
            return;
        }
        if let Err(unreadable) = self.fold(entry) {
            self.unreadable.get_or_insert(unreadable);
        }
    }

    fn fold(&mut self, entry: &Recorded) -> Result<(), Unreadable> {
        self.first.apply(entry)?;
        if self.rows.end_at(entry.seq) {
            if self.first.saved_next != entry.seq + 1 + self.first.every {
                self.first.put_aside()?;
            }
            self.rows.compare(&self.first.kept);
        }
        self.second.as_mut().map_or(Ok(()), |second| second.apply(entry))
    }

    /// Compares the folds with each other, and with what is claimed.
    pub(super) fn compare(self, manifest: Option<&Manifest>, build: &mut Build) {
        if self.second.is_none() && !claims_all(manifest) && !self.rows.were_compared() {
            build.not_made(&[Check::Projections]);
        }
        self.rows.judge(build);
        let second = self.second.as_ref().map(|fold| &fold.projections);
        for table in Table::ALL {
            let expected = self.first.projections.fingerprint(table);
            let again = second.map(|fold| fold.fingerprint(table)).transpose();
            let (Ok(expected), Ok(again), None) = (expected, again, self.unreadable.as_ref())
            else {
                build.not_made(&[Check::Projections]);
                return;
            };
            let manifest = manifest.and_then(|manifest| manifest.table(table.word()));
            let claims = [
                (Claim::SecondFold, again.map(|again| again.to_string())),
                (Claim::Manifest, manifest.map(str::to_owned)),
            ];
            let expected = expected.to_string();
            for (claim, found) in claims {
                if let Some(found) = found.filter(|found| *found != expected) {
                    let (table, expected) = (table.word().to_owned(), expected.clone());
                    let fault = Fault::Table { table, expected, found, claim };
                    build.add(Finding { fault, place: Place::default() });
                }
            }
        }
    }
}
