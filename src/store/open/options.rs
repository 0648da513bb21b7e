//! How a registry is to be opened, and what opening returns.

use super::Opening;
use super::checkpoints::Checkpoint;
use crate::store::Store;
use crate::store::disk::{Disk, RealDisk};
use crate::store::error::StoreError;
use crate::store::follow::set_aside;
use crate::store::journal::JOURNAL_DIR;
use crate::store::lock::{Holder, Lock, LockError};
use crate::store::note::{Finding, Note};
use crate::store::plain;
use crate::store::replay::Progress;
use crate::store::vault::{Vault, VaultError};
use core::fmt;
use core::time::Duration;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A journal file is ended before it exceeds this.
const SEGMENT_BYTES: u64 = 64 << 20;

/// Entries that the index takes at once while the registry is in use.
const BATCH_ENTRIES: usize = 4096;

/// An index that takes longer to open is made again at close.
const SLOW_AFTER: Duration = Duration::from_secs(2);

/// How long somebody else is waited for who has the registry open.
const LOCK_WAIT: Duration = Duration::from_secs(3);

/// How to open a registry.
pub struct OpenOptions<'a> {
    pub(super) program: String,
    pub(super) create: bool,
    pub(super) rebuild: bool,
    pub(super) disk: Arc<dyn Disk>,
    pub(super) segment_bytes: u64,
    pub(super) batch_entries: usize,
    pub(super) slow_after: Duration,
    pub(super) lock_wait: Duration,
    pub(super) anchors: Vec<Checkpoint>,
    pub(super) progress: Option<&'a mut dyn FnMut(Progress)>,
}

impl fmt::Debug for OpenOptions<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OpenOptions").field("program", &self.program).finish_non_exhaustive()
    }
}

impl<'a> OpenOptions<'a> {
    /// Opens an existing registry; `program` is what another process is told if it finds it busy.
    pub fn new(program: &str) -> Self {
        Self {
            program: program.to_owned(),
            create: false,
            rebuild: false,
            disk: Arc::new(RealDisk),
            segment_bytes: SEGMENT_BYTES,
            batch_entries: BATCH_ENTRIES,
            slow_after: SLOW_AFTER,
            lock_wait: LOCK_WAIT,
            anchors: Vec::new(),
            progress: None,
        }
    }

    /// Makes the folders of a registry where there is none.
    #[must_use]
    pub fn create(mut self) -> Self {
        self.create = true;
        self
    }

    /// Makes the index again even if it looks well.
    #[must_use]
    pub fn rebuild(mut self) -> Self {
        self.rebuild = true;
        self
    }

    /// Changes files through this disk.
    #[must_use]
    pub fn disk(mut self, disk: Arc<dyn Disk>) -> Self {
        self.disk = disk;
        self
    }

    /// Through what files are changed.
    pub(crate) fn changes(&self) -> Arc<dyn Disk> {
        Arc::clone(&self.disk)
    }

    /// Ends journal files at another size.
    #[must_use]
    pub fn segment_bytes(mut self, bytes: u64) -> Self {
        self.segment_bytes = bytes;
        self
    }

    /// Lets the index follow in batches of another size.
    #[must_use]
    pub fn batch_entries(mut self, entries: usize) -> Self {
        self.batch_entries = entries;
        self
    }

    /// Makes an index again that takes longer than this to open.
    #[must_use]
    pub fn slow_after(mut self, time: Duration) -> Self {
        self.slow_after = time;
        self
    }

    /// Waits for another time until somebody else lets go of the registry.
    #[must_use]
    pub fn lock_wait(mut self, time: Duration) -> Self {
        self.lock_wait = time;
        self
    }

    /// Compares with checkpoints that are kept elsewhere, too.
    #[must_use]
    pub fn anchors(mut self, anchors: Vec<Checkpoint>) -> Self {
        self.anchors = anchors;
        self
    }

    /// Is told how far reading the journal again has come.
    #[must_use]
    pub fn progress(mut self, progress: &'a mut dyn FnMut(Progress)) -> Self {
        self.progress = Some(progress);
        self
    }

    /// Opens the registry in a folder.
    pub fn open(self, dir: &Path) -> Result<Opened, OpenError> {
        let paths = Paths::of(dir);
        if self.create {
            paths.create(&*self.disk)?;
        } else if !has_journal(dir)? {
            return Err(OpenError::NotARegistry { path: dir.to_owned() });
        }
        let lock = Lock::take(dir, &self.program, self.lock_wait)?;
        let vault = Vault::open(&paths.vault, Arc::clone(&self.disk))?;
        let mut notes = Vec::new();
        if vault.torn_bytes() > 0 {
            notes.push(Note::VaultTorn { bytes: vault.torn_bytes() });
        }
        if vault.damaged_documents() > 0 {
            notes.push(Note::DocumentsDamaged { lines: vault.damaged_documents() });
        }
        let vault = Arc::new(vault);
        Opening { options: self, paths, notes, lock, vault, slow_index: false }.run()
    }

    /// Makes the index forget what it remembers, so that the next opening believes the journal as
    /// it is. The way out of a finding between journal and index; whoever calls it records
    /// `registry.recovered` next. A checkpoint is not forgotten.
    pub fn accept_journal(self, dir: &Path) -> Result<(), OpenError> {
        let paths = Paths::of(dir);
        let lock = Lock::take(dir, &self.program, self.lock_wait)?;
        set_aside(&paths.index)?;
        lock.release();
        Ok(())
    }
}

/// An open registry.
#[derive(Debug)]
pub struct Opened {
    /// Where entries lie.
    pub store: Box<dyn Store>,
    /// Where openings lie.
    pub vault: Arc<Vault>,
    /// What was put right or is worth knowing.
    pub notes: Vec<Note>,
    /// Why the store is read-only, if it is.
    pub finding: Option<Finding>,
}

/// Why a registry could not be opened at all.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Another process has it open.
    #[error("the registry is in use by {}", named(holder.as_ref()))]
    Busy {
        /// Who, as far as it said so.
        holder: Option<Holder>,
    },
    /// There is no journal.
    #[error("{} is not a registry: it has no journal", path.display())]
    NotARegistry {
        /// The folder.
        path: PathBuf,
    },
    /// A file could not be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The vault could not be read.
    #[error(transparent)]
    Vault(#[from] VaultError),
}

impl From<LockError> for OpenError {
    fn from(error: LockError) -> Self {
        match error {
            LockError::Busy(holder) => Self::Busy { holder },
            LockError::Io(path, source) => StoreError::io("lock", &path)(source).into(),
        }
    }
}

/// Whether a folder holds a journal.
pub(crate) fn has_journal(registry: &Path) -> Result<bool, StoreError> {
    let journal = registry.join(JOURNAL_DIR);
    plain::folder(&journal).map_err(StoreError::io("enter", &journal))
}

fn named(holder: Option<&Holder>) -> String {
    holder.map_or_else(|| "another process".to_owned(), ToString::to_string)
}

/// The folders of a registry.
#[derive(Debug)]
pub(super) struct Paths {
    registry: PathBuf,
    pub(super) journal: PathBuf,
    pub(super) index: PathBuf,
    pub(super) checkpoints: PathBuf,
    pub(super) vault: PathBuf,
}

impl Paths {
    fn of(dir: &Path) -> Self {
        Self {
            registry: dir.to_owned(),
            journal: dir.join(JOURNAL_DIR),
            index: dir.join("index"),
            checkpoints: dir.join("checkpoints"),
            vault: dir.join("vault"),
        }
    }

    fn create(&self, disk: &dyn Disk) -> Result<(), StoreError> {
        if plain::folder(&self.journal).map_err(StoreError::io("enter", &self.journal))? {
            return Ok(());
        }
        disk.create_dir(&self.journal).map_err(StoreError::io("make", &self.journal))?;
        for dir in [&*self.registry, self.registry.parent().unwrap_or(&self.registry)] {
            // A relative path of one word has an empty parent.
            if !dir.as_os_str().is_empty() {
                disk.sync_dir(dir).map_err(StoreError::io("sync", dir))?;
            }
        }
        Ok(())
    }
}
