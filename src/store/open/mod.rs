//! Opening a registry: takes the lock, compares journal, index, checkpoints and vault, and puts
//! right what may be put right. What may not is a finding, and the registry is read-only.
//!
//! Three numbers decide: J, how far the journal's complete commands go; S, how far the index
//! remembers; C, what the newest checkpoint covers. The journal may be ahead of both. If one of
//! them is ahead of the journal, or remembers another line, something was lost or exchanged, and
//! nothing here decides who is right.

mod checkpoints;
mod options;
mod torn;
mod vault;

pub use checkpoints::Checkpoint;
pub(crate) use options::has_journal;
pub use options::{OpenError, OpenOptions, Opened};

use super::Head;
use super::StoreError;
use super::disk::Disk;
use super::follow::{Follower, identity, set_aside};
use super::index::{Directory, Index, IndexError};
use super::journal::{JournalFiles, Place, file_name};
use super::journal_store::{Found, JournalStore};
use super::lock::Lock;
use super::note::{Finding, Note};
use super::plain;
use super::reading::ReadingStore;
use super::recent::Recent;
use super::replay::{Replayed, Report, Stop, replay_into};
use super::vault::Vault;
use crate::ledger::Hash;
use options::Paths;
use std::fs;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::sync::Arc;
use std::time::Instant;

/// Why the index starts from nothing.
enum Cause {
    Missing,
    Unusable(String),
    Foreign,
    Wanted,
}

/// Everything that opening works on.
struct Opening<'a> {
    options: OpenOptions<'a>,
    paths: Paths,
    notes: Vec<Note>,
    lock: Lock,
    vault: Arc<Vault>,
    slow_index: bool,
}

/// A registry whose journal and index agree.
struct Agreed {
    files: JournalFiles,
    index: Index,
    identity: Hash,
    replayed: Replayed,
    remembered: Option<Directory>,
}

impl Opening<'_> {
    fn run(mut self) -> Result<Opened, OpenError> {
        match self.agree()? {
            Ok(agreed) => self.open_for_writing(agreed),
            Err(finding) => self.open_for_reading(finding),
        }
    }

    fn open_for_reading(self, finding: Finding) -> Result<Opened, OpenError> {
        let files = JournalFiles::open(&self.paths.journal)?;
        let store = ReadingStore::new(files, finding.clone(), Some(self.lock))?;
        let Self { notes, vault, .. } = self;
        Ok(Opened { store: Box::new(store), vault, notes, finding: Some(finding) })
    }

    fn open_for_writing(mut self, agreed: Agreed) -> Result<Opened, OpenError> {
        let Agreed { files, index, identity, replayed, remembered } = agreed;
        let mut names: Vec<u64> = files.files().iter().map(|file| file.first).collect();
        let open = replayed.open;
        if replayed.stop.is_some() {
            let note =
                torn::move_away(&files, open.end, open.to(), &self.paths.journal, self.disk())?;
            self.notes.push(note);
            // Whole files behind the end are gone.
            names.retain(|first| *first <= open.end.file);
        }
        let end = open.end;
        let found = Found {
            journal_dir: self.paths.journal.clone(),
            disk: Arc::clone(&self.options.disk),
            batch_entries: self.options.batch_entries,
            segment_bytes: self.options.segment_bytes,
            follower: Follower::new(&self.paths.journal, &self.paths.index, index),
            recent: Recent::new(open, names),
            identity,
            end,
            vault: Arc::clone(&self.vault),
            slow_index: self.slow_index,
            lock: self.lock,
        };
        let store = JournalStore::new(found);
        vault::check(&self.vault, remembered.and_then(|old| old.vault), &store, &mut self.notes)?;
        let Self { notes, vault, .. } = self;
        Ok(Opened { store: Box::new(store), vault, notes, finding: None })
    }

    fn disk(&self) -> &dyn Disk {
        &*self.options.disk
    }

    /// Compares journal, index and checkpoints. `Err` inside `Ok` is a finding.
    fn agree(&mut self) -> Result<Result<Agreed, Finding>, OpenError> {
        let files = JournalFiles::open(&self.paths.journal)?;
        let (mut index, mut cause) = self.open_index(&files)?;
        let mut remembered = Some(index.directory()).filter(|_| cause.is_none());
        if let Some(directory) = &remembered
            && let Some(finding) = contradiction(&files, &index, directory)?
        {
            return Ok(Err(finding));
        }
        if self.options.rebuild && cause.is_none() {
            index = self.fresh_index(index)?;
            (cause, remembered) = (Some(Cause::Wanted), None);
        }
        let identity = identity(&files)?.unwrap_or(Hash::ZERO);
        let replayed = match self.catch_up(&files, &index, identity) {
            Ok(replayed) => replayed,
            // The index failed while growing: once more with a fresh one.
            Err(StoreError::Index { reason }) if cause.is_none() => {
                index = self.fresh_index(index)?;
                (cause, remembered) = (Some(Cause::Unusable(reason)), None);
                self.catch_up(&files, &index, identity)?
            }
            Err(error) => return Err(error.into()),
        };
        if let Some(finding) = stopped(replayed.stop.as_ref()) {
            return Ok(Err(finding));
        }
        let head = &replayed.open.head;
        if let Some(finding) = self.compare_checkpoints(&files, head)? {
            return Ok(Err(finding));
        }
        self.note_index(cause, remembered.as_ref(), head.next_seq);
        Ok(Ok(Agreed { files, index, identity, replayed, remembered }))
    }

    fn note_index(&mut self, cause: Option<Cause>, remembered: Option<&Directory>, entries: u64) {
        let behind = remembered.map_or(0, |old| entries - old.head.next_seq);
        self.notes.extend(match cause {
            Some(Cause::Missing) if entries == 0 => None,
            Some(Cause::Missing) => Some(Note::IndexMissing { entries }),
            Some(Cause::Unusable(reason)) => Some(Note::IndexUnusable { reason, entries }),
            Some(Cause::Foreign) => Some(Note::IndexForeign { entries }),
            Some(Cause::Wanted) => Some(Note::IndexRebuilt { entries }),
            None if behind > 0 => Some(Note::IndexBehind { entries: behind }),
            None => None,
        });
    }

    /// The index, and why it starts from nothing if it does.
    fn open_index(&mut self, files: &JournalFiles) -> Result<(Index, Option<Cause>), OpenError> {
        let removed = remove_snapshots(&self.paths)?;
        if removed > 0 {
            self.notes.push(Note::SnapshotsRemoved { count: removed });
        }
        let existed = plain::is_there(&self.paths.index);
        let started = Instant::now();
        // A pipe among its files would let sled wait for ever.
        let opened = plain::tree(&self.paths.index)
            .map_err(|error| IndexError::new(error.to_string()))
            .and_then(|()| Index::open(&self.paths.index));
        let took = started.elapsed();
        if took > self.options.slow_after {
            self.slow_index = true;
            let millis = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
            self.notes.push(Note::IndexSlow { millis });
        }
        let index = match opened {
            Ok(index) if !existed => return Ok((index, Some(Cause::Missing))),
            Ok(index) => index,
            Err(error) => {
                let cause = Cause::Unusable(error.to_string());
                set_aside(&self.paths.index)?;
                return Ok((self.new_index()?, Some(cause)));
            }
        };
        let directory = index.directory();
        if directory == Directory::empty() {
            // What sled calls an empty database may be all that it could save of a full one.
            return Ok((index, Some(Cause::Missing)));
        }
        match identity(files)? {
            Some(identity) if identity != directory.identity => {
                Ok((self.fresh_index(index)?, Some(Cause::Foreign)))
            }
            _ => Ok((index, None)),
        }
    }

    fn fresh_index(&self, old: Index) -> Result<Index, OpenError> {
        drop(old);
        set_aside(&self.paths.index)?;
        self.new_index()
    }

    fn new_index(&self) -> Result<Index, OpenError> {
        Index::open(&self.paths.index)
            .map_err(|error| StoreError::Index { reason: error.to_string() }.into())
    }

    fn catch_up(
        &mut self,
        files: &JournalFiles,
        index: &Index,
        identity: Hash,
    ) -> Result<Replayed, StoreError> {
        let Directory { head, end, .. } = index.directory();
        let report: Report<'_> = match &mut self.options.progress {
            Some(progress) => Some(&mut **progress),
            None => None,
        };
        replay_into(files, index, identity, (head, end), None, report)
    }

    fn compare_checkpoints(
        &mut self,
        files: &JournalFiles,
        head: &Head,
    ) -> Result<Option<Finding>, OpenError> {
        let mut found = checkpoints::read(&self.paths.checkpoints, &mut self.notes);
        found.extend(self.options.anchors.iter().copied());
        Ok(checkpoints::compare(&found, files, head)?)
    }
}

/// Where the journal is less than, or other than, what the index remembers.
fn contradiction(
    files: &JournalFiles,
    index: &Index,
    directory: &Directory,
) -> Result<Option<Finding>, OpenError> {
    let remembered = &directory.head;
    if remembered.next_seq == 0 {
        return Ok(None);
    }
    if hash_between(files, directory.last, directory.end)? != Some(remembered.hash) {
        let journal = files.tail()?.head.next_seq;
        return Ok(Some(if journal < remembered.next_seq {
            Finding::JournalShorter { journal, index: remembered.next_seq }
        } else {
            let seq = remembered.next_seq - 1;
            Finding::JournalDiffers { seq, remembered: remembered.hash }
        }));
    }
    let is_there = |place: &Place| {
        let mut found = files.files().iter().filter(|file| file.first == place.file);
        found.any(|file| place.offset < file.bytes)
    };
    let starts = directory.files.iter().map(|file| Place { file: *file, offset: 0 });
    let missing = starts.chain(index.last_places()).find(|place| !is_there(place));
    Ok(missing.map(|place| Finding::FileMissing { file: file_name(place.file) }))
}

/// Hash of the line between two places of a file; `None` when the file does not reach that far.
fn hash_between(
    files: &JournalFiles,
    start: Place,
    end: Place,
) -> Result<Option<Hash>, StoreError> {
    let found = files.files().iter().find(|file| file.first == start.file);
    // The end stands in the next file if that one had been made and nothing else.
    let end = if end.file == start.file { Some(end.offset) } else { found.map(|file| file.bytes) };
    let Some((file, end)) = found.zip(end).filter(|(file, end)| *end <= file.bytes) else {
        return Ok(None);
    };
    let failed = |error| StoreError::io("read", &file.path)(error);
    let mut reader = plain::open(&file.path).map_err(failed)?;
    reader.seek(SeekFrom::Start(start.offset)).map_err(failed)?;
    let mut line = Vec::new();
    let length = end.saturating_sub(start.offset);
    reader.take(length).read_to_end(&mut line).map_err(failed)?;
    Ok((line.pop() == Some(b'\n')).then(|| Hash::of(&line)))
}

/// The finding when the walk stopped at damage and not at a torn end.
fn stopped(stop: Option<&Stop>) -> Option<Finding> {
    let stop = stop.filter(|stop| stop.followed)?;
    Some(Finding::Damaged {
        seq: stop.seq,
        file: file_name(stop.place.file),
        offset: stop.place.offset,
        damage: stop.damage.clone(),
    })
}

/// Removes snapshots that sled was writing when it died: they make it fail to open.
fn remove_snapshots(paths: &Paths) -> Result<usize, OpenError> {
    // An index that is none is set aside in a moment.
    let Ok(Some(listing)) = plain::list(&paths.index) else { return Ok(0) };
    let mut removed = 0;
    for item in listing.flatten().filter(|item| plain::file(&item.path()).is_ok()) {
        let name = item.file_name().to_string_lossy().into_owned();
        if name.starts_with("snap.") && name.ends_with(".generating") {
            fs::remove_file(item.path()).map_err(StoreError::io("remove", &item.path()))?;
            removed += 1;
        }
    }
    Ok(removed)
}
