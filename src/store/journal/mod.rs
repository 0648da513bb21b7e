//! The journal: files of lines, each named by the number of its first entry.
//!
//! [`JournalFiles`] reads it without lock and index, whatever state it is in; [`Writer`] is the one
//! place that makes it longer. A command never crosses a file, and a file is never changed once the
//! next one exists.

mod cursor;
mod links;
mod placed;
mod read;
mod tail;
mod writer;

pub use placed::PlacedLines;
pub use read::{Chunk, JournalFile, JournalFiles, RawLine, VisitLine};
pub use tail::{Tail, Torn};

pub(crate) use cursor::{Cursor, damaged};
pub(crate) use links::{Links, linked};
pub(crate) use writer::{Layout, Part, Writer};

/// Folder of the journal inside a registry.
pub const JOURNAL_DIR: &str = "journal";

/// Where a line starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Number in the name of the file.
    pub file: u64,
    /// Offset in the file.
    pub offset: u64,
}

/// Name of the file whose first entry has this number.
pub fn file_name(first: u64) -> String {
    format!("{first:010}.jsonl")
}

/// The number in a file name; `None` when it is not the name of a journal file.
pub fn first_of(name: &str) -> Option<u64> {
    let first = name.strip_suffix(".jsonl")?.parse().ok()?;
    (file_name(first) == name).then_some(first)
}
