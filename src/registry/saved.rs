//! Projections that are saved in the index, so that opening needs no second reading of the journal.
//!
//! They carry a mark: how far they follow the journal, the hash of the line there, and the version of
//! their shape. Where a mark does not fit, they are folded again. Losing them changes no answer.

use crate::projection::{Projections, SAVED_TABLES, Source, Unreadable, VERSION};
use crate::registry::record::RecordError;
use crate::registry::{Registry, meaning};
use crate::store::{Mark, RowChange, Store, StoreError};
use core::ops::ControlFlow;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Entries that are folded before what changed is saved and leaves the memory.
const SAVED_EVERY: u64 = 20_000;

/// Saved facts in the rows of a store.
#[derive(Debug)]
struct SavedRows {
    store: Arc<Box<dyn Store>>,
}

fn unreadable(table: &str, key: &str, fault: &impl ToString) -> Unreadable {
    Unreadable { table: table.to_owned(), key: key.to_owned(), fault: fault.to_string() }
}

impl Source for SavedRows {
    fn value(&self, table: &str, key: &str) -> Result<Option<Vec<u8>>, Unreadable> {
        self.store.row(table, key.as_bytes()).map_err(|error| unreadable(table, key, &error))
    }

    fn values(&self, table: &str) -> Result<Vec<(String, Vec<u8>)>, Unreadable> {
        let rows = self.store.rows(table).map_err(|error| unreadable(table, "", &error))?;
        let text = |key: Vec<u8>| {
            String::from_utf8(key).map_err(|error| unreadable(table, "", &error.utf8_error()))
        };
        let rows = rows.map(|(_, rows)| rows).unwrap_or_default();
        rows.into_iter().map(|(key, value)| Ok((text(key)?, value))).collect()
    }
}

impl Registry {
    /// What was saved, as far as it fits the journal; else nothing folded yet.
    pub(super) fn saved_projections(&self) -> Result<Projections, StoreError> {
        match self.common_mark()? {
            Some(mark) => Ok(Projections::over(self.saved_rows(), mark.next_seq)),
            None => Ok(Projections::new()),
        }
    }

    fn saved_rows(&self) -> Arc<SavedRows> {
        Arc::new(SavedRows { store: Arc::clone(&self.store) })
    }

    /// The mark that all tables share, if it fits the journal and this program.
    fn common_mark(&self) -> Result<Option<Mark>, StoreError> {
        let mut common: Option<Mark> = None;
        for table in SAVED_TABLES {
            let Some(mark) = self.store.mark(table)? else { return Ok(None) };
            if common.is_some_and(|common| common != mark) {
                return Ok(None);
            }
            common = Some(mark);
        }
        let fits = |mark: &Mark| {
            mark.version == VERSION
                && mark.next_seq > 0
                && mark.next_seq <= self.store.head().next_seq
        };
        let Some(mark) = common.filter(fits) else { return Ok(None) };
        let line = self.store.line(mark.next_seq - 1)?;
        Ok(line.filter(|line| crate::ledger::Hash::of(line) == mark.hash).map(|_| mark))
    }

    /// Folds what was recorded since the last saving, and saves it.
    pub(super) fn save_projections(&self) -> Result<(), RecordError> {
        let head = self.store.head();
        let saved = self.common_mark()?;
        if head.next_seq == 0 || saved.is_some_and(|mark| mark.next_seq == head.next_seq) {
            return Ok(());
        }
        let mut replace = saved.is_none();
        let from = saved.map_or(0, |mark| mark.next_seq);
        let mut projections = Projections::over(self.saved_rows(), from);
        if replace {
            self.forget_saved()?;
        }
        let mut fault: Option<RecordError> = None;
        let mut last = None;
        self.store.scan(from, &mut |line| {
            let folded = meaning(line).and_then(|one| {
                projections.apply(&one)?;
                let mark = Mark {
                    next_seq: one.seq + 1,
                    hash: crate::ledger::Hash::of(line),
                    version: VERSION,
                };
                last = Some(mark);
                if mark.next_seq.is_multiple_of(SAVED_EVERY) {
                    self.save(&mut projections, mark, replace)?;
                    replace = false;
                }
                Ok(())
            });
            match folded {
                Ok(()) => ControlFlow::Continue(()),
                Err(error) => {
                    fault = Some(error);
                    ControlFlow::Break(())
                }
            }
        })?;
        if let Some(error) = fault {
            return Err(error);
        }
        last.map_or(Ok(()), |mark| Ok(self.save(&mut projections, mark, replace)?))
    }

    /// Rows of another version, or of another journal, must not be read while folding anew.
    fn forget_saved(&self) -> Result<(), StoreError> {
        let none = Mark { next_seq: 0, hash: crate::ledger::Hash::ZERO, version: 0 };
        SAVED_TABLES
            .iter()
            .try_for_each(|table| self.store.save_rows(table, none, Vec::new(), true))
    }

    fn save(
        &self,
        projections: &mut Projections,
        mark: Mark,
        replace: bool,
    ) -> Result<(), StoreError> {
        let mut tables: BTreeMap<&str, Vec<RowChange>> =
            SAVED_TABLES.iter().map(|table| (*table, Vec::new())).collect();
        for change in projections.changes() {
            let row = (change.key.into_bytes(), Some(change.value));
            tables.entry(change.table).or_default().push(row);
        }
        for (table, changes) in tables {
            self.store.save_rows(table, mark, changes, replace)?;
        }
        projections.saved();
        Ok(())
    }
}
