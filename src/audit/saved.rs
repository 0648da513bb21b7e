//! Saved rows against what the journal says: lists and answers start from them, so whoever edits
//! them makes a screen lie while the journal is right.

use crate::audit::FINDINGS_MAX;
use crate::audit::build::Build;
use crate::audit::check::Check;
use crate::audit::finding::{Fault, Finding, Place, RowFault};
use crate::audit::kept::Kept;
use crate::ledger::{Entry, Hash};
use crate::projection::{SAVED_TABLES, Source as _, Unreadable, VERSION};
use crate::store::rows::{Lists, OtherList, SavedRows, key};
use crate::store::saved_rows_dir;
use core::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

/// So many rows of the audit are read at once.
const AT_ONCE: usize = 256;

/// The rows of a folder, until they have been compared.
#[derive(Debug)]
pub(super) struct Saved {
    rows: Option<Arc<SavedRows>>,
    // Whether the entry at the mark is the one that they remember.
    fits: bool,
    // What entries are found by, up to the mark.
    lists: Lists,
    // None until they were compared to their end.
    faults: Option<Faults>,
}

/// Rows and lists that are not right: so many as a report lists, and how many more.
#[derive(Debug, Default)]
struct Faults {
    listed: Vec<Fault>,
    more: u64,
}

impl Faults {
    fn add(&mut self, table: &str, key: &str, row: RowFault) {
        if self.listed.len() < FINDINGS_MAX {
            self.listed.push(Fault::Row { table: table.to_owned(), key: key.to_owned(), row });
        } else {
            self.more += 1;
        }
    }
}

impl Saved {
    /// Rows of another program version are made again before they are shown: they are none.
    pub(super) fn of(dir: &Path) -> Self {
        let rows = SavedRows::newest(&saved_rows_dir(dir));
        let rows = rows.filter(|rows| rows.mark().version == VERSION);
        Self { rows, fits: false, lists: Lists::default(), faults: None }
    }

    /// Whether they say that they follow this journal to its end.
    pub(super) fn cover(&self, entries: u64, head: Hash) -> bool {
        let mark = self.rows.as_ref().map(|rows| rows.mark());
        mark.is_some_and(|mark| (mark.next_seq, mark.hash) == (entries, head))
    }

    /// Whether they were read to their end and compared.
    pub(super) fn were_compared(&self) -> bool {
        self.faults.is_some()
    }

    /// Whether rows go up to this entry and not further.
    pub(super) fn end_at(&self, seq: u64) -> bool {
        self.rows.as_ref().is_some_and(|rows| rows.mark().next_seq == seq + 1)
    }

    /// Sees the next line.
    pub(super) fn line(&mut self, entry: &Entry<'_>) {
        if self.rows.as_ref().is_some_and(|rows| entry.seq < rows.mark().next_seq) {
            self.lists.add(entry);
        }
        if self.end_at(entry.seq) {
            self.fits = self.rows.as_ref().is_some_and(|rows| rows.mark().hash == entry.hash());
        }
    }

    /// Compares the rows with what the audit folded, up to the entry at which they end.
    pub(super) fn compare(&mut self, own: &Kept) {
        let Some(rows) = self.rows.as_ref().filter(|_| self.fits) else { return };
        let mut faults = Faults::default();
        let rows_read = SAVED_TABLES.iter().try_for_each(|table| {
            compare_table(rows, own, table, &mut |key, row| faults.add(table, key, row))
        });
        let lists = core::mem::take(&mut self.lists);
        let lists_read =
            lists.differing(rows, &mut |list| faults.add(list.table, &list.key, of_list(&list)));
        // A damaged page is read by nobody: it is folded again.
        self.faults = rows_read.and(lists_read.ok()).map(|()| faults);
    }

    /// Says what was found.
    pub(super) fn judge(self, build: &mut Build) {
        let place = Place::default;
        match (self.rows, self.faults) {
            (Some(rows), None) if !self.fits => {
                let fault = Fault::SavedMark { entries: rows.mark().next_seq };
                build.add(Finding { fault, place: place() });
            }
            (None, _) | (Some(_), None) => build.not_made(&[Check::Rows]),
            (Some(_), Some(faults)) => {
                build.unlisted(Check::Rows, faults.more);
                for fault in faults.listed {
                    build.add(Finding { fault, place: place() });
                }
            }
        }
    }
}

fn of_list(list: &OtherList) -> RowFault {
    match (list.here, list.there) {
        (true, true) => RowFault::Differs,
        (true, false) => RowFault::Unknown,
        (false, _) => RowFault::Missing,
    }
}

/// Shows the rows that are not what the journal says; none if a page cannot be read.
fn compare_table(
    rows: &SavedRows,
    own: &Kept,
    table: &'static str,
    fault: &mut dyn FnMut(&str, RowFault),
) -> Option<()> {
    let mut right = Rest { own, table, read: Vec::new().into_iter(), after: Some(String::new()) };
    let mut next = right.next().ok()?;
    let mut unreadable = false;
    let prefix = key(table, b"");
    let read = rows.each_from(&prefix, &mut |key, value| {
        let Some(name) = key.strip_prefix(prefix.as_slice()) else {
            return ControlFlow::Break(());
        };
        let mut known = RowFault::Unknown;
        while let Some((right_name, right_value)) = next.take_if(|one| one.0.as_bytes() <= name) {
            match right.next() {
                Ok(following) => next = following,
                Err(_) => unreadable = true,
            }
            if right_name.as_bytes() < name {
                fault(&right_name, RowFault::Missing);
            } else if right_value == value {
                return ControlFlow::Continue(());
            } else {
                known = RowFault::Differs;
            }
        }
        fault(&String::from_utf8_lossy(name), known);
        ControlFlow::Continue(())
    });
    while let Some((name, _)) = next {
        fault(&name, RowFault::Missing);
        next = right.next().ok()?;
    }
    read.ok().filter(|()| !unreadable)
}

/// The values of a table that the audit folded, one after the other.
struct Rest<'a> {
    own: &'a Kept,
    table: &'static str,
    read: std::vec::IntoIter<(String, Vec<u8>)>,
    // The last name that was read; none at the end.
    after: Option<String>,
}

impl Rest<'_> {
    fn next(&mut self) -> Result<Option<(String, Vec<u8>)>, Unreadable> {
        if self.read.as_slice().is_empty()
            && let Some(after) = self.after.take()
        {
            let values = self.own.values(self.table, &after, AT_ONCE)?;
            self.after = values.last().map(|(name, _)| name.clone());
            self.read = values.into_iter();
        }
        Ok(self.read.next())
    }
}
