//! The vault: what opens the seals, and attachments. The only part of a registry that forgets.
//!
//! Entries hold commitments; the personal values behind them lie here, one line each, in files that
//! only their owner can read. Erasing a value rewrites the file without it, so that no byte of it
//! is left in the vault, and no hash in the journal changes. It is never kept in the index, which
//! keeps removed values readable.
//!
//! Invariants:
//! - when [`Vault::put`] returns, the openings are on disk;
//! - an opening that is handed out opens its commitment, or it is reported as damaged;
//! - a vault that is missing is an empty vault, and stays missing until something is put into it.

mod begun;
mod documents;
mod files;
mod lexicon;
mod lines;
mod opening;
mod seals;
mod writer;

pub use crate::ledger::Audience;
pub(crate) use lexicon::{Learnt, Lexicon, Meant};
pub use lines::opened;
pub use opening::Opening;

use super::disk::{Disk, RealDisk, TEMPORARY};
use super::memory::lock;
use super::plain;
use super::rows::SavedRows;
use crate::ledger::Commitment;
use crate::ledger::Hash;
use crate::ledger::{Salt, Sha256};
use core::ops::ControlFlow;
use documents::Documents;
use lines::{Lines, Standing};
use seals::Seals;
pub(crate) use seals::UnsavedSeals;
use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use writer::LineFile;

/// File of the openings inside the vault.
const OPENINGS: &str = "openings.jsonl";

/// File that says which command recorded which document.
const DOCUMENTS: &str = "documents.jsonl";

/// Why the vault could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// A file could not be read or written.
    #[error("cannot {doing} {}: {source}", path.display())]
    Io {
        /// What was tried, a verb.
        doing: &'static str,
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A line is not what was written.
    #[error("{} is damaged at byte {offset}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// Where the line starts.
        offset: u64,
    },
    /// An attachment is not the file that its name says.
    #[error("attachment {sha256} is damaged")]
    Attachment {
        /// Its name.
        sha256: Sha256,
    },
    /// A file could not be replaced, so nothing was forgotten.
    #[error("{} could not be replaced ({source}): another program may hold it", path.display())]
    NotReplaced {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Somebody erased openings while they were being read.
    #[error("{} was rewritten while it was read: ask again", path.display())]
    Rewritten {
        /// The file.
        path: PathBuf,
    },
    /// An earlier write failed: the registry must be opened again.
    #[error("an earlier write to the vault failed: open the registry again")]
    Closed,
}

impl VaultError {
    pub(crate) fn io(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Io { doing, path: path.to_owned(), source }
    }
}

/// Which openings a vault held at some time: enough to notice that it is another vault now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VaultMark {
    /// Length of `openings.jsonl`.
    pub bytes: u64,
    /// Hash of the last few thousand bytes below that length.
    pub tail: Hash,
}

/// Openings, attachments and the register of documents.
#[derive(Debug)]
pub struct Vault {
    dir: PathBuf,
    disk: Arc<dyn Disk>,
    torn_bytes: u64,
    // Somebody else writes: what was read may be of an older file.
    watched: bool,
    // Taken before `openings`, by whoever changes them.
    writing: Mutex<LineFile>,
    // Held while an opening is read, so that an erasure waits for who reads the old file.
    openings: RwLock<Openings>,
    // Know where openings lie, as far as they are of this file and can be read.
    rows: Mutex<Option<Arc<SavedRows>>>,
    documents: Option<Mutex<Documents>>,
}

/// The openings as they can be read.
#[derive(Debug)]
struct Openings {
    lines: Lines,
    // Made when it is first asked for; `None` after the file was rewritten.
    seals: Option<Seals>,
}

impl Openings {
    fn of(lines: Lines) -> Self {
        Self { lines, seals: None }
    }
}

impl Vault {
    /// Opens the vault in a folder that may not exist yet. Half-written lines at the ends of its
    /// files were never acknowledged; they are cut off and counted in [`Vault::torn_bytes`].
    pub fn open(dir: &Path, disk: Arc<dyn Disk>) -> Result<Self, VaultError> {
        remove_temporaries(dir, &*disk)?;
        let mut writing = LineFile::at(dir.join(OPENINGS))?;
        let mut noted = LineFile::at(dir.join(DOCUMENTS))?;
        let torn_bytes = writing.cut_torn_line(&*disk)? + noted.cut_torn_line(&*disk)?;
        let documents = Some(Mutex::new(Documents::read(noted)?));
        let vault = Self::at(dir, disk, writing)?;
        Ok(Self { torn_bytes, documents, ..vault })
    }

    /// Opens a vault to read it, changing nothing. What others write and erase meanwhile is seen.
    pub fn reading(dir: &Path) -> Result<Self, VaultError> {
        plain::folder(dir).map_err(VaultError::io("enter", dir))?;
        let vault = Self::at(dir, Arc::new(RealDisk), LineFile::at(dir.join(OPENINGS))?)?;
        Ok(Self { watched: true, ..vault })
    }

    fn at(dir: &Path, disk: Arc<dyn Disk>, writing: LineFile) -> Result<Self, VaultError> {
        let openings = RwLock::new(Openings::of(Lines::open(writing.path())?));
        let (dir, writing) = (dir.to_owned(), Mutex::new(writing));
        let (torn_bytes, watched, documents, rows) = (0, false, None, Mutex::default());
        Ok(Self { dir, disk, torn_bytes, watched, writing, openings, rows, documents })
    }

    /// Lets saved rows say where openings lie.
    pub(crate) fn guide(&self, rows: Option<Arc<SavedRows>>) {
        *lock(&self.rows) = rows;
    }

    fn read(&self) -> RwLockReadGuard<'_, Openings> {
        self.openings.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn change(&self) -> RwLockWriteGuard<'_, Openings> {
        self.openings.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// Bytes of half-written lines that opening cut off.
    pub fn torn_bytes(&self) -> u64 {
        self.torn_bytes
    }

    /// Lines in the register of documents that cannot be read. What they stood for may be recorded
    /// twice.
    pub fn damaged_documents(&self) -> u64 {
        self.documents.as_ref().map_or(0, |documents| lock(documents).damaged())
    }

    /// Length of the openings, for progress and for telling whether there are any.
    pub fn bytes(&self) -> u64 {
        self.read().lines.bytes()
    }

    /// Keeps openings. When this returns they are on disk.
    pub fn put(&self, openings: &[Opening]) -> Result<(), VaultError> {
        if openings.is_empty() {
            return Ok(());
        }
        let mut bytes = Vec::new();
        let mut starts = Vec::with_capacity(openings.len());
        for opening in openings {
            starts.push((opening.seal, bytes.len()));
            opening.write(&mut bytes);
            bytes.push(b'\n');
        }
        let mut writing = lock(&self.writing);
        let base = writing.append(&bytes, &self.dir, &*self.disk)?;
        let mut held = self.change();
        held.lines.grow(writing.bytes())?;
        if let Some(seals) = &mut held.seals {
            seals.add((base, writing.bytes()), &starts);
        }
        Ok(())
    }

    /// The opening of a commitment, checked against it; `None` when the vault has it not.
    pub fn find(&self, seal: &Commitment) -> Result<Option<Opening>, VaultError> {
        self.follow()?;
        let mut held = self.read();
        let seals = loop {
            if let Some(seals) = &held.seals {
                break seals;
            }
            drop(held);
            self.learn_seals()?;
            held = self.read();
        };
        let Ok(places) = seals.places(seal) else {
            // A damaged page of the rows: the file itself says it.
            drop(held);
            self.guide(None);
            self.change().seals = None;
            return self.find(seal);
        };
        for offset in places {
            let line = held.lines.line_at(offset)?;
            if opening::seal_of(&line) == Some(*seal) {
                let path = || held.lines.path().to_owned();
                return Opening::parse(&line)
                    .map(Some)
                    .ok_or_else(|| VaultError::Damaged { path: path(), offset });
            }
        }
        Ok(None)
    }

    fn learn_seals(&self) -> Result<(), VaultError> {
        let mut held = self.change();
        if held.seals.is_none() {
            let rows = lock(&self.rows).clone();
            held.seals = Some(Seals::read(&held.lines, rows.as_ref(), &|| Ok(()))?);
        }
        Ok(())
    }

    /// Where openings lie that saved rows do not know yet.
    pub(crate) fn unsaved_seals(&self, rows: Option<&SavedRows>) -> UnsavedSeals {
        UnsavedSeals::behind(rows, &self.read().lines)
    }

    /// Sees what somebody else wrote or erased since. After an erasure has returned nobody who asks
    /// reads the old file.
    fn follow(&self) -> Result<(), VaultError> {
        if !self.watched || self.read().lines.standing()? == Standing::Same {
            return Ok(());
        }
        let mut held = self.change();
        match held.lines.standing()? {
            Standing::Same => {}
            Standing::Grown(bytes) => {
                let Openings { lines, seals } = &mut *held;
                lines.grow(bytes)?;
                if let Some(seals) = seals {
                    seals.catch_up(lines)?;
                }
            }
            Standing::Other => *held = Openings::of(Lines::open(&self.dir.join(OPENINGS))?),
        }
        Ok(())
    }

    /// Whether lines that are read one after the other are still those of the vault.
    fn still(&self, lines: &Lines) -> Result<(), VaultError> {
        let same = if self.watched {
            lines.standing()? != Standing::Other
        } else {
            self.read().lines.is_of(lines)
        };
        let path = || lines.path().to_owned();
        if same { Ok(()) } else { Err(VaultError::Rewritten { path: path() }) }
    }

    /// Shows every opening in the order of writing, or where a line is damaged.
    pub fn each(
        &self,
        visit: &mut dyn FnMut(Result<Opening, VaultError>) -> ControlFlow<()>,
    ) -> Result<(), VaultError> {
        self.follow()?;
        // A copy of the place, so that `visit` may ask the vault.
        let lines = self.read().lines.clone();
        lines.each(0, &|| self.still(&lines), &mut |offset, line| {
            visit(
                Opening::parse(line)
                    .ok_or_else(|| VaultError::Damaged { path: lines.path().to_owned(), offset }),
            )
        })
    }

    /// Destroys openings: afterwards no file of the vault holds a byte of them, and the register of
    /// documents knows nothing of the files that they came from. Returns how many there were.
    pub fn erase(&self, seals: &[Commitment]) -> Result<u64, VaultError> {
        let gone: BTreeSet<Commitment> = seals.iter().copied().collect();
        let goes = |line: &[u8]| opening::seal_of(line).is_some_and(|seal| gone.contains(&seal));
        let mut cmds = BTreeSet::new();
        let mut found = false;
        let lines = self.read().lines.clone();
        lines.each(0, &|| self.still(&lines), &mut |_, line| {
            if goes(line) {
                found = true;
                cmds.extend(Opening::parse(line).map(|opening| opening.cmd));
            }
            ControlFlow::Continue(())
        })?;
        drop(lines);
        // Before anything else: it would find what is to be forgotten by its words.
        self.remove_lexicon()?;
        if !found {
            return Ok(0);
        }
        // First, because afterwards nobody knows whose they are.
        if let Some(documents) = &self.documents {
            lock(documents).forget(&cmds, &*self.disk)?;
        }
        self.rewrite(&mut |_, line| goes(line))
    }

    /// Notes that a command is about to be recorded that destroys openings. When this returns the note
    /// is on disk, and stays until [`Vault::end_erasure`].
    pub fn begin_erasure(&self, cmd: &str) -> Result<(), VaultError> {
        begun::put(&self.dir, cmd, &*self.disk)
    }

    /// Notes that everything that the command destroys is gone, or that it was not recorded.
    pub fn end_erasure(&self, cmd: &str) -> Result<(), VaultError> {
        begun::remove(&self.dir, cmd, &*self.disk)
    }

    /// Commands whose erasure began and did not end.
    pub fn begun_erasures(&self) -> Result<Vec<String>, VaultError> {
        begun::list(&self.dir)
    }

    /// The words that are kept beside the openings; none where there are none that can be read.
    pub(crate) fn lexicon(&self) -> Option<Lexicon> {
        Lexicon::read(&self.dir)
    }

    /// Keeps words beside the openings.
    pub(crate) fn put_lexicon(&self, lexicon: &Lexicon) -> Result<(), VaultError> {
        lexicon.write(&self.dir, &*self.disk)
    }

    fn remove_lexicon(&self) -> Result<(), VaultError> {
        let path = self.dir.join(lexicon::LEXICON);
        if plain::is_there(&path) {
            self.disk.remove(&path).map_err(VaultError::io("remove", &path))?;
            self.disk.sync_dir(&self.dir).map_err(VaultError::io("sync", &self.dir))?;
        }
        Ok(())
    }

    /// Removes openings from byte `from` on whose command is not recorded: they were put down for a
    /// command that did not happen. Returns how many.
    pub fn clean(
        &self,
        from: u64,
        is_recorded: &mut dyn FnMut(&str) -> bool,
    ) -> Result<u64, VaultError> {
        let lines = self.read().lines.clone();
        let mut orphans = BTreeSet::new();
        let mut last: Option<(String, bool)> = None;
        lines.each(from, &|| self.still(&lines), &mut |offset, line| {
            let Some(opening) = Opening::parse(line) else { return ControlFlow::Continue(()) };
            // The openings of a command stand together: ask once.
            let recorded = match &last {
                Some((cmd, recorded)) if *cmd == opening.cmd => *recorded,
                _ => is_recorded(&opening.cmd),
            };
            if !recorded {
                orphans.insert(offset);
            }
            last = Some((opening.cmd, recorded));
            ControlFlow::Continue(())
        })?;
        drop(lines);
        if orphans.is_empty() {
            return Ok(0);
        }
        self.rewrite(&mut |offset, _| orphans.contains(&offset))
    }

    fn rewrite(&self, is_gone: &mut dyn FnMut(u64, &[u8]) -> bool) -> Result<u64, VaultError> {
        let mut writing = lock(&self.writing);
        let new = writing.rewrite(&*self.disk, is_gone)?;
        let mut held = self.change();
        // Not held by us when it is replaced.
        *held = Openings::of(Lines::none(writing.path()));
        let replaced = writing.replace(&new, &*self.disk);
        *held = Openings::of(Lines::open(writing.path())?);
        replaced.map(|()| new.removed)
    }

    /// What to remember of the openings as they are.
    pub fn mark(&self) -> Result<VaultMark, VaultError> {
        let held = self.read();
        let bytes = held.lines.bytes();
        let tail = held.lines.tail_hash(bytes)?.unwrap_or(Hash::ZERO);
        Ok(VaultMark { bytes, tail })
    }

    /// Whether this is the vault that was remembered, with or without newer openings.
    pub fn continues(&self, mark: &VaultMark) -> Result<bool, VaultError> {
        Ok(self.read().lines.tail_hash(mark.bytes)? == Some(mark.tail))
    }

    /// Notes that a document was recorded by a command. When this returns it is on disk. A vault
    /// that is read notes nothing.
    pub fn put_document(&self, document: &[u8], salt: Salt, cmd: &str) -> Result<(), VaultError> {
        let Some(documents) = &self.documents else { return Ok(()) };
        lock(documents).put(document, salt, cmd, (&self.dir, &*self.disk))
    }

    /// The command that last noted this document. It counts only if it is in the journal.
    pub fn find_document(&self, document: &[u8]) -> Option<String> {
        let documents = lock(self.documents.as_ref()?);
        documents.find(document).map(str::to_owned)
    }

    /// Keeps an attachment and returns the hash that names it. When this returns it is on disk.
    pub fn put_file(&self, bytes: &[u8]) -> Result<Sha256, VaultError> {
        files::put(&self.dir.join("files"), bytes, &*self.disk)
    }

    /// An attachment, checked against its name; `None` when the vault has it not.
    pub fn file(&self, sha256: &Sha256) -> Result<Option<Vec<u8>>, VaultError> {
        files::get(&self.dir.join("files"), sha256)
    }

    /// Names of all attachments, in order.
    pub fn files(&self) -> Result<Vec<Sha256>, VaultError> {
        files::list(&self.dir.join("files"))
    }

    /// Destroys an attachment.
    pub fn erase_file(&self, sha256: &Sha256) -> Result<bool, VaultError> {
        files::erase(&self.dir.join("files"), sha256, &*self.disk)
    }
}

/// Removes what a crash left of files that were being rewritten: they may hold erased values.
fn remove_temporaries(dir: &Path, disk: &dyn Disk) -> Result<(), VaultError> {
    for folder in [dir.to_owned(), dir.join("files")] {
        let listing = plain::list(&folder).map_err(VaultError::io("list", &folder))?;
        for item in listing.into_iter().flatten() {
            let path = item.map_err(VaultError::io("list", &folder))?.path();
            if path.to_string_lossy().ends_with(TEMPORARY) {
                plain::file(&path).map_err(VaultError::io("remove", &path))?;
                disk.remove(&path).map_err(VaultError::io("remove", &path))?;
            }
        }
    }
    Ok(())
}
