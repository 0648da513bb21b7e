//! The end of a journal: its last complete command, found from the end.
//!
//! A command ends with an entry whose `more` is 0. What stands behind the last of these was never
//! acknowledged. Windows are read from the end backwards, so that a torn command of 16 MiB, or a
//! file of nothing but zeros, needs no more memory than any other end.

use super::{JournalFile, Place};
use crate::ledger::Entry;
use crate::ledger::Hash;
use crate::store::Head;
use crate::store::error::StoreError;
use crate::store::plain;
use crate::store::staging::number;
use std::io::{Read as _, Seek as _, SeekFrom};

/// Bytes read at once; twice the longest line, so that each line is whole in one window.
const WINDOW_BYTES: u64 = 128 << 10;

/// How a journal ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tail {
    /// The last complete command. What its lines say of themselves; nothing before it was read.
    pub head: Head,
    /// Where its last line starts; `None` in a journal without complete commands.
    pub last: Option<Place>,
    /// Where the complete commands end.
    pub end: Place,
    /// What stands behind them, in the order of the files.
    pub torn: Vec<Torn>,
}

/// Bytes that belong to no complete command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Torn {
    /// Where they start.
    pub place: Place,
    /// How many.
    pub bytes: u64,
}

/// Finds the end in files that are sorted by their numbers.
pub(super) fn find(files: &[JournalFile]) -> Result<Tail, StoreError> {
    let mut torn = Vec::new();
    for file in files.iter().rev() {
        let found = last_complete(file)?;
        let end = found.as_ref().map_or(0, |(_, _, end)| *end);
        if end < file.bytes {
            let place = Place { file: file.first, offset: end };
            torn.insert(0, Torn { place, bytes: file.bytes - end });
        }
        if let Some((head, start, end)) = found {
            let place = |offset| Place { file: file.first, offset };
            return Ok(Tail { head, last: Some(place(start)), end: place(end), torn });
        }
    }
    let end = Place { file: files.first().map_or(0, |file| file.first), offset: 0 };
    Ok(Tail { head: Head::EMPTY, last: None, end, torn })
}

/// Head, start and end of the last complete command's last line in a file.
fn last_complete(file: &JournalFile) -> Result<Option<(Head, u64, u64)>, StoreError> {
    let mut end = file.bytes;
    while end > 0 {
        let start = end.saturating_sub(WINDOW_BYTES);
        let block = read(file, start, end)?;
        // The first line of the window may be cut, unless the window starts the file.
        let whole = if start == 0 { 0 } else { after_line_feed(&block) };
        let lines = block.get(whole..).unwrap_or_default();
        if let Some((head, from, to)) = last_ending(lines) {
            let base = start + number(whole);
            return Ok(Some((head, base + number(from), base + number(to))));
        }
        // A window inside one endless line holds nothing to come back to.
        end = if whole == block.len() { start } else { start + number(whole) };
    }
    Ok(None)
}

fn after_line_feed(block: &[u8]) -> usize {
    memchr::memchr(b'\n', block).map_or(block.len(), |position| position + 1)
}

fn read(file: &JournalFile, start: u64, end: u64) -> Result<Vec<u8>, StoreError> {
    let failed = |error| StoreError::io("read", &file.path)(error);
    let mut opened = plain::open(&file.path).map_err(failed)?;
    opened.seek(SeekFrom::Start(start)).map_err(failed)?;
    let mut block = Vec::new();
    opened.take(end - start).read_to_end(&mut block).map_err(failed)?;
    Ok(block)
}

/// The last line in a block that ends in a line feed and ends a command.
fn last_ending(block: &[u8]) -> Option<(Head, usize, usize)> {
    let mut end = memchr::memrchr(b'\n', block)?;
    loop {
        let before = block.get(..end)?;
        let start = memchr::memrchr(b'\n', before).map_or(0, |position| position + 1);
        let line = block.get(start..end)?;
        if let Ok(entry) = Entry::parse(line)
            && entry.more == 0
        {
            let (next_seq, at) = (entry.seq + 1, entry.at.to_owned());
            return Some((Head { next_seq, hash: Hash::of(line), at }, start, end + 1));
        }
        end = start.checked_sub(1)?;
    }
}
