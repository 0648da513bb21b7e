//! What can go wrong in a store: one enum per operation, with data instead of sentences.

use crate::ledger::EntryError;
use crate::ledger::Hash;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Why a store could not answer.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A file could not be read or written.
    #[error("cannot {doing} {}: {source}", path.display())]
    Io {
        /// What was tried, a verb.
        doing: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A line of the journal is not what it must be.
    #[error("entry {seq} is damaged ({file} byte {offset}): {damage}")]
    Damaged {
        /// Number of the entry.
        seq: u64,
        /// Name of the journal file.
        file: String,
        /// Where the line starts.
        offset: u64,
        /// What is wrong with it.
        damage: Damage,
    },
    /// The index failed twice: once, and again after it was rebuilt.
    #[error("the index cannot be used: {reason}")]
    Index {
        /// What it said.
        reason: String,
    },
    /// An earlier write failed; what it left is known only after opening again.
    #[error("an earlier write failed: open the registry again")]
    Closed,
}

impl StoreError {
    /// Wraps what the system said about a file.
    pub(crate) fn io(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Io { doing, path: path.to_owned(), source }
    }
}

/// What is wrong with a line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Damage {
    /// The file ends before it, or there is no such file.
    #[error("it is missing")]
    Missing,
    /// Its end is missing.
    #[error("it does not end in a line feed")]
    Unended,
    /// Not an entry.
    #[error(transparent)]
    NotAnEntry(#[from] EntryError),
    /// Another number than its place says.
    #[error("it has the number {found}")]
    Number {
        /// The number it carries.
        found: u64,
    },
    /// It does not name the line before it.
    #[error("it names {named} as the line before it, which is {found}")]
    Prev {
        /// What it names.
        named: Hash,
        /// What stands there.
        found: Hash,
    },
    /// The line after it names another hash.
    #[error("the line after it names {named}, but its hash is {found}")]
    Next {
        /// What the next line (or the head) names.
        named: Hash,
        /// What this line hashes to.
        found: Hash,
    },
    /// The command ends too early, or changes inside.
    #[error("its command is not whole")]
    Command,
}

/// A size that has a bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// Entries of one command, at most 10,000.
    Entries,
    /// Bytes of one command, at most 16 MiB.
    CommandBytes,
    /// Bytes of one line, at most 65,535.
    LineBytes {
        /// Which entry of the command, from 0.
        position: usize,
    },
}

/// Why a command was not recorded.
#[derive(Debug, thiserror::Error)]
pub enum AppendError {
    /// Something newer stands in the scope. Admit the command again.
    #[error("entry {newer} was recorded in the meantime")]
    Conflict {
        /// Number of the first entry that the command has not seen.
        newer: u64,
    },
    /// A command with this id has been recorded.
    #[error("this command is recorded as entries {first} to {last}")]
    CommandExists {
        /// Its first entry.
        first: u64,
        /// Its last entry.
        last: u64,
    },
    /// The command is larger than a command may be.
    #[error("the command is too large: {found}, at most {max} ({limit:?})")]
    TooLarge {
        /// Which bound.
        limit: Limit,
        /// What it is.
        found: u64,
        /// What it may be.
        max: u64,
    },
    /// No entries.
    #[error("the command has no entries")]
    Empty,
    /// An entry would not be canonical. A defect of this program, found before it does harm.
    #[error("entry {position} of the command cannot be written: {source}")]
    Malformed {
        /// Which entry of the command, from 0.
        position: usize,
        /// What is wrong.
        source: EntryError,
    },
    /// The registry is open for reading only.
    #[error("the registry is open for reading only: {finding}")]
    ReadOnly {
        /// Why, in English.
        finding: String,
    },
    /// Writing or syncing failed: whether the command is recorded is known after opening again.
    #[error("writing failed, the outcome is unknown: {source}")]
    Unknown {
        /// What the system said to whoever wrote for all.
        source: Arc<io::Error>,
    },
    /// An earlier write failed: the registry must be opened again.
    #[error("an earlier write failed: open the registry again")]
    Closed,
    /// `append` was called from inside `append_held`.
    #[error("a command cannot be appended while another is being prepared")]
    Nested,
    /// The scope or the command could not be looked up.
    #[error(transparent)]
    Store(#[from] StoreError),
}
