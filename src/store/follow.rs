//! Lookups in the index, and what happens when it fails: it is set aside and made again.

use super::error::StoreError;
use super::index::{Index, IndexError};
use super::journal::{JournalFiles, Place};
use super::plain;
use super::replay::{Replayed, replay_into};
use crate::ledger::Hash;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{PoisonError, RwLock, RwLockReadGuard};

/// The index of a registry in whatever state it is.
#[derive(Debug)]
pub(crate) struct Follower {
    journal_dir: PathBuf,
    index_dir: PathBuf,
    slot: RwLock<Slot>,
}

#[derive(Debug)]
struct Slot {
    index: Index,
    // Counts replacements, so that two who saw the same failure replace it once.
    generation: u64,
}

impl Follower {
    pub(crate) fn new(journal_dir: &Path, index_dir: &Path, index: Index) -> Self {
        let slot = RwLock::new(Slot { index, generation: 0 });
        Self { journal_dir: journal_dir.to_owned(), index_dir: index_dir.to_owned(), slot }
    }

    fn slot(&self) -> RwLockReadGuard<'_, Slot> {
        self.slot.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn index_dir(&self) -> &Path {
        &self.index_dir
    }

    /// Uses the index as it is.
    pub(crate) fn once<T>(
        &self,
        work: impl FnOnce(&Index) -> Result<T, IndexError>,
    ) -> Result<T, IndexError> {
        work(&self.slot().index)
    }

    /// Uses the index, and once more after making it again when it fails.
    pub(crate) fn with<T>(
        &self,
        work: impl Fn(&Index) -> Result<T, IndexError>,
    ) -> Result<T, StoreError> {
        let generation = {
            let slot = self.slot();
            match work(&slot.index) {
                Ok(answer) => return Ok(answer),
                Err(_) => slot.generation,
            }
        };
        self.replace(generation)?;
        let slot = self.slot();
        work(&slot.index).map_err(|error| StoreError::Index { reason: error.to_string() })
    }

    /// Makes the index again, as far as it went, from the journal.
    fn replace(&self, generation: u64) -> Result<(), StoreError> {
        let mut slot = self.slot.write().unwrap_or_else(PoisonError::into_inner);
        if slot.generation != generation {
            return Ok(());
        }
        let failed = |error: IndexError| StoreError::Index { reason: error.to_string() };
        let old = slot.index.directory();
        // The broken one is still open: another folder takes its place, and the name at close.
        let fresh_dir = self.index_dir.with_extension(format!("again-{}", generation + 1));
        remove_dir(&fresh_dir)?;
        let fresh = Index::open(&fresh_dir).map_err(failed)?;
        let files = JournalFiles::open(&self.journal_dir)?;
        rebuild(&files, &fresh, old.head.next_seq)?;
        slot.index = fresh;
        slot.generation += 1;
        Ok(())
    }

    /// Gives a replacement the name of the index. Nothing may use it any more.
    pub(crate) fn settle(self) -> Result<(), StoreError> {
        let slot = self.slot.into_inner().unwrap_or_else(PoisonError::into_inner);
        let generation = slot.generation;
        drop(slot);
        if generation == 0 {
            return Ok(());
        }
        let fresh_dir = self.index_dir.with_extension(format!("again-{generation}"));
        set_aside(&self.index_dir)?;
        fs::rename(&fresh_dir, &self.index_dir).map_err(StoreError::io("rename", &fresh_dir))
    }
}

/// Fills an empty index from the journal, up to a number.
fn rebuild(files: &JournalFiles, index: &Index, until: u64) -> Result<(), StoreError> {
    let identity = identity(files)?.unwrap_or(Hash::ZERO);
    let start = super::Head::EMPTY;
    let Replayed { open, stop, .. } = replay_into(
        files,
        index,
        identity,
        (start, Place { file: 0, offset: 0 }),
        Some(until),
        None,
    )?;
    if let Some(stop) = stop.filter(|_| open.head.next_seq < until) {
        return Err(stop.into_error());
    }
    index.add(identity, &open).map_err(|error| StoreError::Index { reason: error.to_string() })
}

/// Makes an index of the whole journal in a folder that has none.
pub(crate) fn build(files: &JournalFiles, index_dir: &Path) -> Result<(), StoreError> {
    let failed = |error: IndexError| StoreError::Index { reason: error.to_string() };
    let index = Index::open(index_dir).map_err(failed)?;
    rebuild(files, &index, files.tail()?.head.next_seq)?;
    index.finish(None).map_err(failed)
}

/// Hash of line 0.
pub(crate) fn identity(files: &JournalFiles) -> Result<Option<Hash>, StoreError> {
    let mut found = None;
    if files.files().first().is_some_and(|file| file.first == 0) {
        files.each(&mut |line| {
            found = (line.ended && line.file == 0).then(|| Hash::of(line.bytes));
            core::ops::ControlFlow::Break(())
        })?;
    }
    Ok(found)
}

/// Takes an index out of the way; the last one that was set aside is kept to be looked at.
pub(crate) fn set_aside(index_dir: &Path) -> Result<(), StoreError> {
    if !plain::is_there(index_dir) {
        return Ok(());
    }
    let aside = index_dir.with_extension("set-aside");
    remove_dir(&aside)?;
    fs::rename(index_dir, &aside).map_err(StoreError::io("rename", index_dir))
}

pub(crate) fn remove_dir(dir: &Path) -> Result<(), StoreError> {
    let removed = match plain::folder(dir) {
        Ok(true) => fs::remove_dir_all(dir),
        Ok(false) => Ok(()),
        // Whatever else has the name; what a link leads to stays.
        Err(_) => fs::remove_file(dir),
    };
    removed.map_err(StoreError::io("remove", dir))
}
