//! Projections that are saved in the index, so that opening needs no second reading of the journal.
//!
//! They carry a mark: how far they follow the journal, the hash of the line there, and the version of
//! their shape. Where a mark does not fit, they are folded again. Losing them changes no answer.

use crate::domain::Fingerprint;
use crate::event::Recorded;
use crate::ledger::Hash;
use crate::projection::{Projections, SAVED_TABLES, Source, Table, Unreadable, VERSION};
use crate::registry::record::RecordError;
use crate::registry::{Registry, meaning};
use crate::store::{Mark, Store, StoreError};
use core::ops::ControlFlow;
use std::collections::BTreeMap;
use std::sync::mpsc::{self, Receiver, SyncSender};
use std::sync::{Arc, Mutex, PoisonError};

/// Entries that are folded before what changed is saved and leaves the memory.
const SAVED_EVERY: u64 = 10_000;

/// Entries that are handed over at once from reading to folding, and how often reading is ahead.
const BATCH_ENTRIES: usize = 512;
const BATCHES_WAITING: usize = 20;

/// What an entry means, and the hash of its line where the rows are to be saved behind it.
struct Meant {
    recorded: Recorded,
    mark: Option<Hash>,
}

/// What changed in each table, on its way into the store.
type Changes = BTreeMap<&'static str, BTreeMap<String, Vec<u8>>>;

/// Changes that are being saved, and the mark that they get.
type Saving = (Mark, Arc<Changes>);

/// Saved facts in the rows of a store. Folding goes on while the last changes are being saved, so
/// those are looked up here.
#[derive(Debug)]
struct SavedRows {
    store: Arc<Box<dyn Store>>,
    saving: Mutex<Arc<Changes>>,
}

fn unreadable(table: &str, key: &str, fault: &impl ToString) -> Unreadable {
    Unreadable { table: table.to_owned(), key: key.to_owned(), fault: fault.to_string() }
}

impl Source for SavedRows {
    fn value(&self, table: &str, key: &str) -> Result<Option<Vec<u8>>, Unreadable> {
        let saving = self.saving.lock().unwrap_or_else(PoisonError::into_inner);
        let found = saving.get(table).and_then(|rows| rows.get(key));
        if let Some(value) = found {
            return Ok(Some(value.clone()));
        }
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

    /// Fingerprints of what the index shows, if it goes as far as the journal.
    pub fn shown(&self) -> Result<Vec<(Table, Fingerprint)>, RecordError> {
        let Some(mark) = self.common_mark()? else { return Ok(Vec::new()) };
        if mark.next_seq != self.store.head().next_seq {
            return Ok(Vec::new());
        }
        let rows = Projections::over(self.saved_rows(), mark.next_seq);
        let shown = Table::ALL.into_iter().map(|table| Ok((table, rows.fingerprint(table)?)));
        shown.collect()
    }

    fn saved_rows(&self) -> Arc<SavedRows> {
        Arc::new(SavedRows { store: Arc::clone(&self.store), saving: Mutex::default() })
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
        Ok(line.filter(|line| Hash::of(line) == mark.hash).map(|_| mark))
    }

    /// Folds what was recorded since the last saving, and saves it.
    pub(super) fn save_projections(&self) -> Result<(), RecordError> {
        let head = self.store.head();
        let saved = self.common_mark()?;
        if head.next_seq == 0 || saved.is_some_and(|mark| mark.next_seq == head.next_seq) {
            return Ok(());
        }
        let replace = saved.is_none();
        let from = saved.map_or(0, |mark| mark.next_seq);
        let rows = self.saved_rows();
        let mut projections = Projections::over(rows.clone(), from);
        if replace {
            self.forget_saved()?;
        }
        let (sender, batches) = mpsc::sync_channel(BATCHES_WAITING);
        // Without room: who hands over waits until the changes before are saved.
        let (give, take) = mpsc::sync_channel::<Saving>(0);
        std::thread::scope(|scope| {
            scope.spawn(move || self.read_meanings(from, &sender));
            let saver = scope.spawn(move || self.save_all(&take, replace));
            // Returning early drops `batches` and `give`, which ends the reading and the saving.
            let folded = fold_all(&mut projections, batches, &rows, &give);
            drop(give);
            let saved = saver.join().unwrap_or(Err(StoreError::Closed));
            saved.map_err(RecordError::from).and(folded)
        })
    }

    /// Reads what the entries from a number on mean, while others are folded and saved.
    fn read_meanings(&self, from: u64, send: &SyncSender<Result<Vec<Meant>, RecordError>>) {
        let mut batch: Vec<Meant> = Vec::new();
        let mut fault = None;
        let mut last = Vec::new();
        let scanned = self.store.scan(from, &mut |line| {
            if batch.len() == BATCH_ENTRIES && send.send(Ok(std::mem::take(&mut batch))).is_err() {
                return ControlFlow::Break(());
            }
            match meaning(line) {
                Ok(recorded) => {
                    let is_marked = (recorded.seq + 1).is_multiple_of(SAVED_EVERY);
                    batch.push(Meant { recorded, mark: is_marked.then(|| Hash::of(line)) });
                    line.clone_into(&mut last);
                    ControlFlow::Continue(())
                }
                Err(error) => {
                    fault = Some(error);
                    ControlFlow::Break(())
                }
            }
        });
        let fault = fault.or_else(|| scanned.err().map(RecordError::from));
        if let Some(newest) = batch.last_mut().filter(|_| fault.is_none()) {
            newest.mark = Some(Hash::of(&last));
        }
        // Whoever stopped receiving has its own reason to fail.
        drop(send.send(fault.map_or(Ok(batch), Err)));
    }

    /// Rows of another version, or of another journal, must not be read while folding anew.
    fn forget_saved(&self) -> Result<(), StoreError> {
        let none = Mark { next_seq: 0, hash: Hash::ZERO, version: 0 };
        SAVED_TABLES
            .iter()
            .try_for_each(|table| self.store.save_rows(table, none, Vec::new(), true))
    }

    /// Saves changes as they come.
    fn save_all(&self, take: &Receiver<Saving>, mut replace: bool) -> Result<(), StoreError> {
        for (mark, changes) in take {
            for table in SAVED_TABLES {
                let rows = changes.get(table).into_iter().flatten();
                let rows = rows.map(|(key, value)| (key.clone().into_bytes(), Some(value.clone())));
                self.store.save_rows(table, mark, rows.collect(), replace)?;
            }
            replace = false;
        }
        Ok(())
    }
}

/// Folds entries as they are read, and hands over what changed to be saved.
fn fold_all(
    projections: &mut Projections,
    batches: Receiver<Result<Vec<Meant>, RecordError>>,
    rows: &SavedRows,
    give: &SyncSender<Saving>,
) -> Result<(), RecordError> {
    for batch in batches {
        for Meant { recorded, mark } in batch? {
            projections.apply(&recorded)?;
            let Some(hash) = mark else { continue };
            let mark = Mark { next_seq: projections.next_seq(), hash, version: VERSION };
            let mut changes = Changes::new();
            for change in projections.changes() {
                changes.entry(change.table).or_default().insert(change.key, change.value);
            }
            let changes = Arc::new(changes);
            if give.send((mark, Arc::clone(&changes))).is_err() {
                // Whoever saves has its own reason to stop.
                return Ok(());
            }
            *rows.saving.lock().unwrap_or_else(PoisonError::into_inner) = changes;
            projections.saved();
        }
    }
    Ok(())
}
