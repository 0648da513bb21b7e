//! Saved rows against what the journal says: lists and answers start from them, so whoever edits
//! them makes a screen lie while the journal is right.

use crate::audit::build::Build;
use crate::audit::check::Check;
use crate::audit::finding::{Fault, Finding, Place, RowFault};
use crate::ledger::Entry;
use crate::projection::{Projections, SAVED_TABLES, VERSION};
use crate::store::rows::{Lists, OtherList, SavedRows, key};
use crate::store::saved_rows_dir;
use core::ops::ControlFlow;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// The rows of a folder, until they have been compared.
#[derive(Debug)]
pub(super) struct Saved {
    rows: Option<Arc<SavedRows>>,
    // Whether the entry at the mark is the one that they remember.
    fits: bool,
    // What entries are found by, up to the mark.
    lists: Lists,
    faults: Option<Vec<Fault>>,
}

impl Saved {
    /// Rows of another program version are made again before they are shown: they are none.
    pub(super) fn of(dir: &Path) -> Self {
        let rows = SavedRows::newest(&saved_rows_dir(dir));
        let rows = rows.filter(|rows| rows.mark().version == VERSION);
        Self { rows, fits: false, lists: Lists::default(), faults: None }
    }

    /// Whether rows go up to this entry and not further.
    fn ends_at(&self, seq: u64) -> bool {
        self.rows.as_ref().is_some_and(|rows| rows.mark().next_seq == seq + 1)
    }

    /// Sees the next line.
    pub(super) fn line(&mut self, entry: &Entry<'_>) {
        if self.rows.as_ref().is_some_and(|rows| entry.seq < rows.mark().next_seq) {
            self.lists.add(entry);
        }
        if self.ends_at(entry.seq) {
            self.fits = self.rows.as_ref().is_some_and(|rows| rows.mark().hash == entry.hash());
        }
    }

    /// Compares the rows, when the entry was the last that is in them.
    pub(super) fn folded(&mut self, seq: u64, projections: &Projections) {
        if self.ends_at(seq)
            && self.fits
            && let Some(rows) = &self.rows
        {
            let found = Lists::saved(rows).map(|lists| lists.differing(&self.lists));
            self.faults = compare(rows, projections).zip(found.ok()).map(|(mut faults, lists)| {
                faults.extend(lists.into_iter().map(of_list));
                faults
            });
        }
    }

    /// Says what was found.
    pub(super) fn judge(self, build: &mut Build) {
        let place = Place::default;
        match (self.rows, self.faults) {
            (Some(rows), None) if !self.fits => {
                let fault = Fault::SavedMark { entries: rows.mark().next_seq };
                build.add(Finding { fault, place: place() });
            }
            // A damaged page is read by nobody: it is folded again.
            (None, _) | (Some(_), None) => build.not_made(&[Check::Rows]),
            (Some(_), Some(faults)) => {
                for fault in faults {
                    build.add(Finding { fault, place: place() });
                }
            }
        }
    }
}

fn of_list(list: OtherList) -> Fault {
    let row = match (list.here, list.there) {
        (true, true) => RowFault::Differs,
        (true, false) => RowFault::Unknown,
        (false, _) => RowFault::Missing,
    };
    Fault::Row { table: list.table.to_owned(), key: list.key, row }
}

/// The rows that are not what the journal says; none if a page cannot be read.
fn compare(rows: &SavedRows, projections: &Projections) -> Option<Vec<Fault>> {
    let mut right: BTreeMap<&str, BTreeMap<String, Vec<u8>>> = BTreeMap::new();
    for change in projections.changes() {
        right.entry(change.table).or_default().insert(change.key, change.value);
    }
    let mut faults = Vec::new();
    for table in SAVED_TABLES {
        let prefix = key(table, b"");
        let mut expected = right.remove(table).unwrap_or_default();
        let mut fault = |name: &str, row| {
            faults.push(Fault::Row { table: (*table).to_owned(), key: name.to_owned(), row });
        };
        let read = rows.each_from(&prefix, &mut |key, value| {
            let Some(name) = key.strip_prefix(prefix.as_slice()) else {
                return ControlFlow::Break(());
            };
            let name = String::from_utf8_lossy(name);
            match expected.remove(name.as_ref()) {
                Some(right) if right == value => {}
                Some(_) => fault(&name, RowFault::Differs),
                None => fault(&name, RowFault::Unknown),
            }
            ControlFlow::Continue(())
        });
        read.ok()?;
        for name in expected.keys() {
            fault(name, RowFault::Missing);
        }
    }
    Some(faults)
}
