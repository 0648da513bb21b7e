//! Projections that are saved beside the journal, so that nobody has to read it through again.
//!
//! They carry a mark: how far they follow the journal, the hash of the line there, and the version of
//! their shape. Rows of another version are folded again. Rows whose mark does not fit the journal stay
//! as they are, and every answer tells of them. Losing them changes no answer.

use crate::answer::{AskError, Changes, Fit, SavedFacts, changes_of, fit};
use crate::event::Recorded;
use crate::ledger::{Entry, Hash};
use crate::projection::{Projections, VERSION};
use crate::registry::Registry;
use crate::registry::record::RecordError;
use crate::store::rows::{Mark, Postings, RowWriter, Rows, SavedRows, key};
use crate::store::vault::UnsavedSeals;
use crate::store::{StoreError, saved_rows_dir};
use core::ops::ControlFlow;
use std::sync::mpsc::{self, Receiver, SyncSender};
use std::sync::{Arc, PoisonError};

/// Entries that are folded, at least, before what changed is saved and leaves the memory.
const SAVED_EVERY: u64 = 10_000;

/// Places of openings that are saved, at most, with the changes of so many entries. What is left is
/// read from the vault until the next saving.
const SEALS_AT_ONCE: usize = 100_000;

/// Entries that are handed over at once from reading to folding, and how often reading is ahead.
const BATCH_ENTRIES: usize = 512;
const BATCHES_WAITING: usize = 20;

/// What an entry means, and where rows are saved behind it the hash of its line and what the entries
/// since the last saving are found by.
struct Meant {
    recorded: Recorded,
    mark: Option<(Hash, Rows)>,
}

/// Changes that are being saved, the mark that they get, and what entries are found by.
type Saving = (Mark, Arc<Changes>, Rows);

impl Registry {
    /// Folds what was recorded since the last saving, and saves it.
    pub(super) fn save_projections(&self) -> Result<(), RecordError> {
        let head = self.store.head();
        let newest = self.rows.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let rows = match fit(&**self.store, newest.as_ref())? {
            Fit::Here(rows) => Some(rows),
            Fit::Nothing => None,
            // They speak against the journal: they stay until somebody has looked into it.
            Fit::Elsewhere { .. } => return Ok(()),
        };
        let from = rows.as_ref().map_or(0, |rows| rows.mark().next_seq);
        if head.next_seq == from {
            return Ok(());
        }
        let mut writer = self.row_writer(rows.as_deref())?;
        let seals = self.vault.unsaved_seals(rows.as_deref());
        let facts = SavedFacts::new(Arc::clone(&self.store), rows);
        let mut projections = Projections::over(&facts, from);
        let (sender, batches) = mpsc::sync_channel(BATCHES_WAITING);
        // Without room: who hands over waits until the changes before are saved.
        let (give, take) = mpsc::sync_channel::<Saving>(0);
        std::thread::scope(|scope| {
            scope.spawn(move || self.read_meanings(from, &sender));
            let facts = &facts;
            let saver = scope.spawn(move || save_all(&mut writer, seals, facts, &take));
            // Returning early drops `batches` and `give`, which ends the reading and the saving.
            let folded = fold_all(&mut projections, batches, facts, &give);
            drop(give);
            let saved = saver.join().unwrap_or(Err(StoreError::Closed));
            saved.map_err(RecordError::from).and(folded)
        })?;
        let saved = facts.rows();
        *self.rows.lock().unwrap_or_else(PoisonError::into_inner) = saved;
        Ok(())
    }

    fn row_writer(&self, rows: Option<&SavedRows>) -> Result<RowWriter, StoreError> {
        let dir = saved_rows_dir(&self.dir);
        let disk = Arc::clone(&self.disk);
        if let Some(rows) = rows {
            return Ok(RowWriter::onwards(&dir, disk, rows));
        }
        let first = self.store.line(0)?.map_or(Hash::ZERO, |line| Hash::of(&line));
        RowWriter::anew(&dir, disk, first, VERSION).map_err(StoreError::io("write", &dir))
    }

    /// Reads what the entries from a number on mean, while others are folded and saved.
    fn read_meanings(&self, from: u64, send: &SyncSender<Result<Vec<Meant>, RecordError>>) {
        let mut batch: Vec<Meant> = Vec::new();
        let mut postings = Postings::default();
        let (mut marked, mut whole) = (from, false);
        let mut fault = None;
        let mut last = Vec::new();
        let scanned = self.store.scan(from, &mut |place, line| {
            if batch.len() == BATCH_ENTRIES && send.send(Ok(std::mem::take(&mut batch))).is_err() {
                return ControlFlow::Break(());
            }
            let entry = Entry::parse(line).map_err(AskError::Entry);
            let meant = entry.and_then(|entry| {
                postings.add(&entry, place);
                whole = entry.more == 0;
                Recorded::read(&entry).map_err(AskError::Meaning)
            });
            match meant {
                Ok(recorded) => {
                    // Rows that end inside a command would lose where it began, should the rest never
                    // be saved.
                    let is_marked = whole && recorded.seq + 1 >= marked + SAVED_EVERY;
                    marked = if is_marked { recorded.seq + 1 } else { marked };
                    let mark = is_marked.then(|| (Hash::of(line), postings.take_rows()));
                    batch.push(Meant { recorded, mark });
                    line.clone_into(&mut last);
                    ControlFlow::Continue(())
                }
                Err(error) => {
                    fault = Some(error.into());
                    ControlFlow::Break(())
                }
            }
        });
        let fault = fault.or_else(|| scanned.err().map(RecordError::from));
        if let Some(newest) = batch.last_mut().filter(|one| fault.is_none() && one.mark.is_none()) {
            newest.mark = Some((Hash::of(&last), postings.take_rows()));
        }
        // Whoever stopped receiving has its own reason to fail.
        drop(send.send(fault.map_or(Ok(batch), Err)));
    }
}

fn index_error(error: &impl ToString) -> StoreError {
    StoreError::Index { reason: error.to_string() }
}

/// Saves changes as they come.
fn save_all(
    writer: &mut RowWriter,
    mut seals: UnsavedSeals,
    facts: &SavedFacts,
    take: &Receiver<Saving>,
) -> Result<(), StoreError> {
    for (mark, changes, mut rows) in take {
        for (table, facts) in &*changes {
            let facts = facts.iter();
            rows.extend(facts.map(|(name, value)| (key(table, name.as_bytes()), value.clone())));
        }
        seals.take(SEALS_AT_ONCE, &mut rows).map_err(|error| index_error(&error))?;
        let saved = writer.save(mark, rows);
        let saved = saved.map_err(|error| index_error(&error))?;
        facts.saved(Arc::new(saved));
    }
    Ok(())
}

/// Folds entries as they are read, and hands over what changed to be saved.
fn fold_all(
    projections: &mut Projections,
    batches: Receiver<Result<Vec<Meant>, RecordError>>,
    facts: &SavedFacts,
    give: &SyncSender<Saving>,
) -> Result<(), RecordError> {
    for batch in batches {
        for Meant { recorded, mark } in batch? {
            projections.apply(&recorded).map_err(AskError::from)?;
            let Some((hash, rows)) = mark else { continue };
            let mark = Mark { next_seq: projections.next_seq(), hash, version: VERSION };
            let changes = Arc::new(changes_of(projections));
            if give.send((mark, Arc::clone(&changes), rows)).is_err() {
                // Whoever saves has its own reason to stop.
                return Ok(());
            }
            facts.saving(changes);
            projections.saved();
        }
    }
    Ok(())
}

#[cfg(test)]
mod secrets;
#[cfg(test)]
mod tests;
