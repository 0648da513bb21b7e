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

mod documents;
mod files;
mod lines;
mod opening;
mod seals;

pub use crate::ledger::Audience;
pub use opening::Opening;

use super::disk::{Disk, RealDisk, TEMPORARY};
use super::memory::lock;
use crate::ledger::Commitment;
use crate::ledger::Hash;
use crate::ledger::Sha256;
use core::ops::ControlFlow;
use documents::Documents;
use lines::LineFile;
use seals::Seals;
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

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
    openings: Mutex<Openings>,
    documents: Mutex<Documents>,
}

#[derive(Debug)]
struct Openings {
    file: LineFile,
    // Made when it is first asked for; `None` after the file was rewritten.
    seals: Option<Seals>,
}

impl Vault {
    /// Opens the vault in a folder that may not exist yet. Half-written lines at the ends of its
    /// files were never acknowledged; they are cut off and counted in [`Vault::torn_bytes`].
    pub fn open(dir: &Path, disk: Arc<dyn Disk>) -> Result<Self, VaultError> {
        remove_temporaries(dir, &*disk)?;
        let mut vault = Self::at(dir, disk)?;
        let mut torn = lock(&vault.openings).file.cut_torn_line(&*vault.disk)?;
        torn += lock(&vault.documents).file.cut_torn_line(&*vault.disk)?;
        vault.torn_bytes = torn;
        Ok(vault)
    }

    /// Opens a vault to read it, changing nothing.
    pub fn reading(dir: &Path) -> Result<Self, VaultError> {
        Self::at(dir, Arc::new(RealDisk))
    }

    fn at(dir: &Path, disk: Arc<dyn Disk>) -> Result<Self, VaultError> {
        let openings = LineFile::at(dir.join("openings.jsonl"))?;
        let documents = Documents::at(LineFile::at(dir.join("documents.jsonl"))?);
        Ok(Self {
            dir: dir.to_owned(),
            disk,
            torn_bytes: 0,
            openings: Mutex::new(Openings { file: openings, seals: None }),
            documents: Mutex::new(documents),
        })
    }

    /// Bytes of half-written lines that opening cut off.
    pub fn torn_bytes(&self) -> u64 {
        self.torn_bytes
    }

    /// Length of the openings, for progress and for telling whether there are any.
    pub fn bytes(&self) -> u64 {
        lock(&self.openings).file.bytes()
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
        let mut held = lock(&self.openings);
        let base = held.file.append(&bytes, &self.dir, &*self.disk)?;
        if let Some(seals) = &mut held.seals {
            seals.add(base, &starts);
        }
        Ok(())
    }

    /// The opening of a commitment, checked against it; `None` when the vault has it not.
    pub fn find(&self, seal: &Commitment) -> Result<Option<Opening>, VaultError> {
        let mut held = lock(&self.openings);
        let Openings { file, seals } = &mut *held;
        let seals = match seals {
            Some(seals) => seals,
            None => seals.insert(Seals::read(file)?),
        };
        for offset in seals.places(seal) {
            let line = file.line_at(offset)?;
            if opening::seal_of(&line) == Some(*seal) {
                return Opening::parse(&line)
                    .map(Some)
                    .ok_or_else(|| VaultError::Damaged { path: file.path().to_owned(), offset });
            }
        }
        Ok(None)
    }

    /// Shows every opening in the order of writing, or where a line is damaged.
    pub fn each(
        &self,
        visit: &mut dyn FnMut(Result<Opening, VaultError>) -> ControlFlow<()>,
    ) -> Result<(), VaultError> {
        // A copy of the place, so that `visit` may ask the vault.
        let file = lock(&self.openings).file.snapshot();
        file.each(0, &mut |offset, line| {
            visit(
                Opening::parse(line)
                    .ok_or_else(|| VaultError::Damaged { path: file.path().to_owned(), offset }),
            )
        })
    }

    /// Destroys openings: afterwards no file of the vault holds a byte of them. Returns how many
    /// there were.
    pub fn erase(&self, seals: &[Commitment]) -> Result<u64, VaultError> {
        let gone: BTreeSet<Commitment> = seals.iter().copied().collect();
        self.rewrite(&mut |_, line| opening::seal_of(line).is_some_and(|seal| gone.contains(&seal)))
    }

    /// Removes openings from byte `from` on whose command is not recorded: they were put down for a
    /// command that did not happen. Returns how many.
    pub fn clean(
        &self,
        from: u64,
        is_recorded: &mut dyn FnMut(&str) -> bool,
    ) -> Result<u64, VaultError> {
        let file = lock(&self.openings).file.snapshot();
        let mut orphans = BTreeSet::new();
        let mut last: Option<(String, bool)> = None;
        file.each(from, &mut |offset, line| {
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
        if orphans.is_empty() {
            return Ok(0);
        }
        self.rewrite(&mut |offset, _| orphans.contains(&offset))
    }

    fn rewrite(&self, is_gone: &mut dyn FnMut(u64, &[u8]) -> bool) -> Result<u64, VaultError> {
        let mut held = lock(&self.openings);
        let removed = held.file.rewrite(&*self.disk, is_gone)?;
        held.seals = None;
        Ok(removed)
    }

    /// What to remember of the openings as they are.
    pub fn mark(&self) -> Result<VaultMark, VaultError> {
        let held = lock(&self.openings);
        let bytes = held.file.bytes();
        let tail = held.file.tail_hash(bytes)?.unwrap_or(Hash::ZERO);
        Ok(VaultMark { bytes, tail })
    }

    /// Whether this is the vault that was remembered, with or without newer openings.
    pub fn continues(&self, mark: &VaultMark) -> Result<bool, VaultError> {
        Ok(lock(&self.openings).file.tail_hash(mark.bytes)? == Some(mark.tail))
    }

    /// Notes that a document was recorded by a command. When this returns it is on disk.
    pub fn put_document(&self, sha256: Sha256, cmd: &str) -> Result<(), VaultError> {
        lock(&self.documents).put(sha256, cmd, &self.dir, &*self.disk)
    }

    /// The command that last noted this document. It counts only if it is in the journal.
    pub fn find_document(&self, sha256: &Sha256) -> Result<Option<String>, VaultError> {
        lock(&self.documents).find(sha256)
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
        let listing = match fs::read_dir(&folder) {
            Ok(listing) => listing,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(VaultError::io("list", &folder)(error)),
        };
        for item in listing {
            let path = item.map_err(VaultError::io("list", &folder))?.path();
            if path.to_string_lossy().ends_with(TEMPORARY) {
                disk.remove(&path).map_err(VaultError::io("remove", &path))?;
            }
        }
    }
    Ok(())
}
