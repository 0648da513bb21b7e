//! What is so, folded twice: at once, and with everything saved and fetched again in between.
//!
//! Both ways must give the same rows; where a manifest says what the rows are, they are compared with
//! that. Saved rows are compared one by one.

use crate::audit::build::Build;
use crate::audit::check::Check;
use crate::audit::copies::Manifest;
use crate::audit::finding::{Claim, Fault, Finding, Place};
use crate::audit::saved::Saved as SavedRows;
use crate::event::Recorded;
use crate::ledger::Entry;
use crate::projection::{Change, Projections, Source, Table, Unreadable};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// The second fold saves whenever this many entries have been folded.
const SAVE_EVERY: u64 = 4096;

/// What the second fold saved.
#[derive(Debug, Default)]
struct Saved(Mutex<BTreeMap<String, BTreeMap<String, Vec<u8>>>>);

impl Saved {
    fn save(&self, changes: Vec<Change>) {
        let mut tables = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for change in changes {
            tables.entry(change.table.to_owned()).or_default().insert(change.key, change.value);
        }
    }
}

impl Source for Saved {
    fn value(&self, table: &str, key: &str) -> Result<Option<Vec<u8>>, Unreadable> {
        let tables = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(tables.get(table).and_then(|rows| rows.get(key)).cloned())
    }

    fn values(&self, table: &str) -> Result<Vec<(String, Vec<u8>)>, Unreadable> {
        let tables = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let rows = tables.get(table).into_iter().flatten();
        Ok(rows.map(|(key, value)| (key.clone(), value.clone())).collect())
    }
}

/// Two folds of the same entries.
#[derive(Debug)]
pub(super) struct Folds {
    once: Projections,
    saved: Arc<Saved>,
    again: Projections,
    rows: SavedRows,
    entries: u64,
    // The first entry that could not be folded.
    unreadable: Option<Unreadable>,
}

impl Folds {
    /// Nothing folded yet, beside the saved rows of a folder.
    pub(super) fn new(rows: SavedRows) -> Self {
        let saved = Arc::new(Saved::default());
        let again = Projections::over(&saved, 0);
        Self { once: Projections::new(), saved, again, rows, entries: 0, unreadable: None }
    }

    /// Sees the next line, before it is folded.
    pub(super) fn line(&mut self, entry: &Entry<'_>) {
        self.rows.line(entry);
    }

    /// Folds an entry.
    pub(super) fn apply(&mut self, entry: &Recorded) {
        let folded = self.once.apply(entry).and_then(|()| self.again.apply(entry));
        if let Err(unreadable) = folded {
            self.unreadable.get_or_insert(unreadable);
        }
        self.rows.folded(entry.seq, &self.once);
        self.entries += 1;
        // The first time early, so that a small journal is saved and fetched, too.
        if self.entries == 16 || self.entries.is_multiple_of(SAVE_EVERY) {
            self.saved.save(self.again.changes());
            self.again.saved();
        }
    }

    /// Compares the two, and both with what is claimed.
    pub(super) fn compare(self, manifest: Option<&Manifest>, build: &mut Build) {
        self.rows.judge(build);
        for table in Table::ALL {
            let (Ok(expected), Ok(again), None) = (
                self.once.fingerprint(table),
                self.again.fingerprint(table),
                self.unreadable.as_ref(),
            ) else {
                build.not_made(&[Check::Projections]);
                return;
            };
            let manifest = manifest.and_then(|manifest| manifest.table(table.word()));
            let claims = [
                (Claim::SecondFold, Some(again.to_string())),
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
