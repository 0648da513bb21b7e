//! The store on disk: files are the truth, the index follows.
//!
//! Appending has two steps. Under the *writer* lock a command gets its numbers and places and is
//! staged in memory. Then whoever first gets the *syncer* lock writes and syncs all that is staged,
//! for everybody: no thread, no timer, and a single append costs one write and one sync.
//!
//! Locks are taken in this order: syncer, writer, index, recent.

mod contract;
mod lookup;

use crate::ledger::Hash;
use crate::ledger::entry::is_ulid;
use crate::store::cache::Cache;
use crate::store::disk::Disk;
use crate::store::error::{AppendError, StoreError};
use crate::store::follow::{Follower, build, remove_dir};
use crate::store::held::Holder;
use crate::store::index::IndexError;
use crate::store::journal::{JournalFiles, Layout, Part, Place, Writer};
use crate::store::lock::Lock;
use crate::store::memory::lock;
use crate::store::recent::Recent;
use crate::store::staging::Lines;
use crate::store::vault::Vault;
use crate::store::{Append, Head, Receipt};
use core::sync::atomic::{AtomicBool, Ordering};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::thread::{self, JoinHandle};

/// When this many batches wait for the index, appending waits too: memory has an end.
const WAITING_BATCHES: usize = 16;

/// Commands of up to this many entries are remembered, because the next one asks for them.
const REMEMBERED_ENTRIES: usize = 64;

/// A registry's journal with its index. Made by opening a registry.
#[derive(Debug)]
pub(crate) struct JournalStore {
    inner: Arc<Inner>,
    // The thread that brings the index up to date, if one runs.
    job: Mutex<Option<JoinHandle<()>>>,
}

#[derive(Debug)]
struct Inner {
    // Fixed after opening.
    journal_dir: PathBuf,
    batch_entries: usize,
    vault: Arc<Vault>,
    slow_index: bool,

    // Order of numbers. Held while a command is staged.
    writer: Mutex<Staged>,
    // Thread inside `append_held`.
    holder: Holder,
    // The file. Held while one writes for all.
    syncer: Mutex<Syncer>,

    follower: Follower,
    recent: RwLock<Recent>,
    // Lines by number. What is recorded never changes, so memory is as good as the file.
    remembered: Mutex<Cache<u64>>,
    identity: RwLock<Hash>,

    // A write failed: what is on disk is known after opening again.
    closed: AtomicBool,
    // The index failed to grow: it is left alone until the next opening.
    index_failed: AtomicBool,

    // Dropped last.
    lock: Lock,
}

#[derive(Debug)]
struct Staged {
    head: Head,
    layout: Layout,
    parts: Vec<Part>,
}

#[derive(Debug)]
struct Syncer {
    writer: Writer,
    next_seq: u64,
    failed: Option<Arc<io::Error>>,
}

/// What opening found out.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) journal_dir: PathBuf,
    pub(crate) disk: Arc<dyn Disk>,
    pub(crate) batch_entries: usize,
    pub(crate) segment_bytes: u64,
    pub(crate) follower: Follower,
    pub(crate) recent: Recent,
    pub(crate) identity: Hash,
    pub(crate) end: Place,
    pub(crate) vault: Arc<Vault>,
    pub(crate) slow_index: bool,
    pub(crate) lock: Lock,
}

impl JournalStore {
    pub(crate) fn new(found: Found) -> Self {
        let head = found.recent.synced().clone();
        let exists = found.recent.files().contains(&found.end.file);
        let writer = Writer::new(&found.journal_dir, found.disk, found.end, exists);
        let layout = Layout::new(found.end, found.segment_bytes);
        let syncer = Syncer { writer, next_seq: head.next_seq, failed: None };
        let inner = Inner {
            journal_dir: found.journal_dir,
            batch_entries: found.batch_entries,
            vault: found.vault,
            slow_index: found.slow_index,
            writer: Mutex::new(Staged { head, layout, parts: Vec::new() }),
            holder: Holder::default(),
            syncer: Mutex::new(syncer),
            follower: found.follower,
            recent: RwLock::new(found.recent),
            remembered: Mutex::default(),
            identity: RwLock::new(found.identity),
            closed: AtomicBool::new(false),
            index_failed: AtomicBool::new(false),
            lock: found.lock,
        };
        Self { inner: Arc::new(inner), job: Mutex::new(None) }
    }

    /// Lets the index take the batch that is due, on a thread of its own.
    fn feed_index(&self) {
        let inner = &self.inner;
        if inner.recent().due().is_none() || inner.index_failed.load(Ordering::Acquire) {
            return;
        }
        let mut job = lock(&self.job);
        if job.as_ref().is_some_and(|job| !job.is_finished()) {
            return;
        }
        finish(job.take());
        let inner = Arc::clone(inner);
        let spawned = thread::Builder::new().name("index".to_owned()).spawn(move || inner.grow());
        // Without a thread the batch waits in memory for the next opportunity.
        *job = spawned.ok();
    }

    /// Waits for the index when it is too far behind.
    fn wait_for_index(&self) {
        let behind = self.inner.recent().waiting() / self.inner.batch_entries.max(1);
        if behind >= WAITING_BATCHES {
            self.feed_index();
            finish(lock(&self.job).take());
        }
    }

    fn append_with(
        &self,
        stage: impl FnOnce(&Inner) -> Result<Option<Receipt>, AppendError>,
    ) -> Result<Option<Receipt>, AppendError> {
        if self.inner.holder.is_here() {
            return Err(AppendError::Nested);
        }
        self.wait_for_index();
        let outcome = stage(&self.inner);
        match &outcome {
            Ok(Some(receipt)) => self.inner.settle(receipt.last + 1)?,
            // The same command may be staged and not yet on disk: then that must not be said yet.
            Err(AppendError::CommandExists { last, .. }) => self.inner.settle(last + 1)?,
            _ => {}
        }
        self.feed_index();
        outcome
    }
}

/// Waits for a thread. That it panicked is seen by what it left undone.
fn finish(job: Option<JoinHandle<()>>) {
    if let Some(job) = job {
        drop(job.join());
    }
}

impl Drop for JournalStore {
    fn drop(&mut self) {
        // The thread holds the registry's lock open.
        finish(lock(&self.job).take());
    }
}

impl Inner {
    fn recent(&self) -> RwLockReadGuard<'_, Recent> {
        self.recent.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn recent_mut(&self) -> RwLockWriteGuard<'_, Recent> {
        self.recent.write().unwrap_or_else(PoisonError::into_inner)
    }

    fn identity(&self) -> Hash {
        *self.identity.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Gives a command its numbers. The caller holds the writer.
    fn stage(&self, staged: &mut Staged, append: &Append) -> Result<Receipt, AppendError> {
        if self.closed.load(Ordering::Acquire) {
            return Err(AppendError::Closed);
        }
        if is_ulid(&append.cmd)
            && let Some((first, last)) = self.lookup_command(&append.cmd)?
        {
            return Err(AppendError::CommandExists { first, last });
        }
        if let Some(newer) = self.newer(&append.scope, append.seen)? {
            return Err(AppendError::Conflict { newer });
        }
        let lines = Arc::new(Lines::of(append, &staged.head)?);
        let place = staged.layout.place(lines.receipt.first, lines.bytes.len());
        if lines.receipt.first == 0
            && let Some((_, line)) = lines.iter().next()
        {
            *self.identity.write().unwrap_or_else(PoisonError::into_inner) = Hash::of(line);
        }
        self.recent_mut().stage(append, &lines, place);
        if lines.places.len() <= REMEMBERED_ENTRIES {
            let mut remembered = lock(&self.remembered);
            for (seq, (_, line)) in (lines.receipt.first..).zip(lines.iter()) {
                remembered.keep(&seq, line);
            }
        }
        staged.head = lines.head();
        let receipt = lines.receipt.clone();
        match staged.parts.last_mut() {
            Some(part) if part.file == place.file => part.commands.push(lines),
            _ => staged.parts.push(Part { file: place.file, commands: vec![lines] }),
        }
        Ok(receipt)
    }

    /// Returns when everything below `next_seq` is on disk, writing it if nobody else does.
    fn settle(&self, next_seq: u64) -> Result<(), AppendError> {
        let mut syncer = lock(&self.syncer);
        if syncer.next_seq >= next_seq {
            return Ok(());
        }
        if let Some(source) = &syncer.failed {
            return Err(AppendError::Unknown { source: Arc::clone(source) });
        }
        let (head, parts) = self.take_staged();
        match syncer.writer.write(&parts) {
            Ok(()) => {
                syncer.next_seq = head.next_seq;
                self.recent_mut().sync(head);
                Ok(())
            }
            Err(error) => {
                self.closed.store(true, Ordering::Release);
                let source = Arc::new(error);
                syncer.failed = Some(Arc::clone(&source));
                Err(AppendError::Unknown { source })
            }
        }
    }

    fn take_staged(&self) -> (Head, Vec<Part>) {
        let mut staged = lock(&self.writer);
        if !self.index_failed.load(Ordering::Acquire) {
            self.recent_mut().seal(self.batch_entries);
        }
        (staged.head.clone(), core::mem::take(&mut staged.parts))
    }

    /// Adds the batch that is due to the index.
    fn grow(&self) {
        let outcome = self.follower.once(|index| {
            let Some(due) = self.recent().due() else { return Ok(()) };
            index.add(self.identity(), &due)?;
            self.recent_mut().indexed();
            Ok(())
        });
        if outcome.is_err() {
            self.index_failed.store(true, Ordering::Release);
        }
    }

    /// Puts what is left into the index and leaves it clean.
    fn finish_index(&self) -> Result<(), IndexError> {
        let vault = self.vault.mark().map_err(|error| IndexError::new(error.to_string()))?;
        self.follower.once(|index| {
            let mut recent = self.recent_mut();
            if let Some(due) = recent.due() {
                index.add(self.identity(), &due)?;
                recent.indexed();
            }
            recent.seal(1);
            let synced = recent.synced().clone();
            recent.sync(synced);
            if let Some(due) = recent.due() {
                index.add(self.identity(), &due)?;
                recent.indexed();
            }
            index.finish(Some(vault))
        })
    }
}

impl Inner {
    /// Leaves the folder as the next opening wants it.
    fn end(self, is_clean: bool) -> Result<(), StoreError> {
        let Self { follower, slow_index, journal_dir, lock, .. } = self;
        let index_dir = follower.index_dir().to_owned();
        follower.settle()?;
        if slow_index && is_clean {
            make_again(&journal_dir, &index_dir)?;
        }
        lock.release();
        Ok(())
    }
}

/// Replaces an index that was slow to open by a fresh one.
fn make_again(journal_dir: &Path, index_dir: &Path) -> Result<(), StoreError> {
    remove_dir(index_dir)?;
    build(&JournalFiles::open(journal_dir)?, index_dir)
}
