//! Reads journal files as a stranger does: no lock, no index, no trust in what they hold.
//!
//! Nothing here parses a line. What is shown is bytes and where they stand, so that an audit can
//! say file, line and offset of whatever is wrong. Memory stays constant however long a line is.

use super::{first_of, tail};
use crate::ledger::ENTRY_BYTES_MAX;
use crate::store::error::StoreError;
use crate::store::plain;
use crate::store::staging::number;
use core::ops::ControlFlow;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};

/// Bytes that are read at once. A line that fits the journal fits several times.
const BLOCK_BYTES: usize = 256 << 10;

/// One file of the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalFile {
    /// Number in its name. Whether its first entry has this number is for the reader to check.
    pub first: u64,
    /// Where it lies.
    pub path: PathBuf,
    /// Its length when the folder was listed. What is appended later is not shown.
    pub bytes: u64,
}

impl JournalFile {
    /// Its name without the folder.
    pub fn name(&self) -> String {
        super::file_name(self.first)
    }
}

/// The files of a journal as they were when the folder was listed.
#[derive(Debug, Clone)]
pub struct JournalFiles {
    files: Vec<JournalFile>,
    strange: Vec<String>,
}

/// A line as it stands, entry or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RawLine<'a> {
    /// Its bytes without line feed; of a line longer than an entry may be, the start that shows it.
    pub bytes: &'a [u8],
    /// Its full length without line feed.
    pub length: u64,
    /// Which of the files, counted from 0.
    pub file: usize,
    /// Where it starts in the file.
    pub offset: u64,
    /// Which line it is, counted from 1 at the start of the chunk (for whole files: of the file).
    pub number: u64,
    /// Whether it ends in a line feed.
    pub ended: bool,
}

/// Part of a file that starts at a line and ends behind one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chunk {
    /// Which of the files, counted from 0.
    pub file: usize,
    /// Where it starts.
    pub start: u64,
    /// Where it ends, exclusive.
    pub end: u64,
}

/// What is shown of each line.
pub type VisitLine<'a> = &'a mut dyn FnMut(RawLine<'_>) -> ControlFlow<()>;

impl JournalFiles {
    /// Lists the files in the journal folder of a registry. A folder that is missing has no files.
    pub fn open(dir: &Path) -> Result<Self, StoreError> {
        let mut journal = Self { files: Vec::new(), strange: Vec::new() };
        let listing = plain::list(dir).map_err(StoreError::io("list", dir))?;
        for item in listing.into_iter().flatten() {
            let item = item.map_err(StoreError::io("list", dir))?;
            let name = item.file_name().to_string_lossy().into_owned();
            let Some(first) = first_of(&name) else {
                journal.strange.push(name);
                continue;
            };
            let path = item.path();
            // A file that went away meanwhile is missed by whoever reads on.
            let found = plain::file(&path).map_err(StoreError::io("read", &path))?;
            let bytes = found.map_or(0, |found| found.len());
            journal.files.push(JournalFile { first, path, bytes });
        }
        journal.files.sort_by_key(|file| file.first);
        journal.strange.sort();
        Ok(journal)
    }

    /// The files in the order of the numbers in their names.
    pub fn files(&self) -> &[JournalFile] {
        &self.files
    }

    /// Names in the folder that are not names of journal files, for example torn tails.
    pub fn strange(&self) -> &[String] {
        &self.strange
    }

    /// Length of all files.
    pub fn bytes(&self) -> u64 {
        self.files.iter().map(|file| file.bytes).sum()
    }

    /// Shows every line of every file, in order.
    pub fn each(&self, visit: VisitLine<'_>) -> Result<(), StoreError> {
        for (file, found) in self.files.iter().enumerate() {
            let whole = Chunk { file, start: 0, end: found.bytes };
            if !self.each_of(whole, visit)? {
                break;
            }
        }
        Ok(())
    }

    /// Shows every line of a chunk, in order, and returns whether `visit` let it come to the end.
    pub fn each_of(&self, chunk: Chunk, visit: VisitLine<'_>) -> Result<bool, StoreError> {
        let Some(found) = self.files.get(chunk.file) else { return Ok(true) };
        let mut splitter = Splitter::new(chunk);
        let failed = |error| StoreError::io("read", &found.path)(error);
        let mut file = plain::open(&found.path).map_err(failed)?;
        file.seek(SeekFrom::Start(chunk.start)).map_err(failed)?;
        let mut left = chunk.end.saturating_sub(chunk.start);
        let mut block = vec![0; BLOCK_BYTES];
        while left > 0 {
            let want = usize::try_from(left).unwrap_or(usize::MAX).min(BLOCK_BYTES);
            let read = file.read(block.get_mut(..want).unwrap_or_default()).map_err(failed)?;
            if read == 0 {
                break;
            }
            left -= number(read);
            if splitter.feed(block.get(..read).unwrap_or_default(), visit).is_break() {
                return Ok(false);
            }
        }
        Ok(splitter.finish(visit).is_continue())
    }

    /// Splits all files into chunks of about this size, so that cores can share the work.
    pub fn chunks(&self, bytes: u64) -> Result<Vec<Chunk>, StoreError> {
        let mut chunks = Vec::new();
        for (file, found) in self.files.iter().enumerate() {
            let mut start = 0;
            while start < found.bytes {
                let end = line_end(found, start.saturating_add(bytes.max(1)))?;
                chunks.push(Chunk { file, start, end });
                start = end;
            }
        }
        Ok(chunks)
    }

    /// The last complete command, and what stands behind it.
    pub fn tail(&self) -> Result<tail::Tail, StoreError> {
        tail::find(&self.files)
    }
}

/// Where the line that holds `offset - 1` ends, at most the end of the file.
fn line_end(found: &JournalFile, offset: u64) -> Result<u64, StoreError> {
    if offset >= found.bytes {
        return Ok(found.bytes);
    }
    let failed = |error| StoreError::io("read", &found.path)(error);
    let mut file = plain::open(&found.path).map_err(failed)?;
    let mut position = offset - 1;
    file.seek(SeekFrom::Start(position)).map_err(failed)?;
    let mut block = vec![0; 8 << 10];
    loop {
        let read = file.read(&mut block).map_err(failed)?;
        let block = block.get(..read).unwrap_or_default();
        if let Some(length) = memchr::memchr(b'\n', block) {
            return Ok((position + number(length) + 1).min(found.bytes));
        }
        if read == 0 {
            return Ok(found.bytes);
        }
        position += number(read);
    }
}

/// Cuts a stream of blocks into lines, keeping only what a line needs.
struct Splitter {
    file: usize,
    offset: u64,
    number: u64,
    // Start of a line whose end has not been read, cut to one byte more than an entry may have.
    carry: Vec<u8>,
    carried: u64,
}

impl Splitter {
    fn new(chunk: Chunk) -> Self {
        Self { file: chunk.file, offset: chunk.start, number: 0, carry: Vec::new(), carried: 0 }
    }

    fn feed(&mut self, mut block: &[u8], visit: VisitLine<'_>) -> ControlFlow<()> {
        while let Some(length) = memchr::memchr(b'\n', block) {
            let (piece, rest) = block.split_at(length);
            if self.carried == 0 {
                self.show(piece, number(length), true, visit)?;
            } else {
                self.keep(piece);
                self.show_carried(true, visit)?;
            }
            block = rest.get(1..).unwrap_or_default();
        }
        self.keep(block);
        ControlFlow::Continue(())
    }

    fn finish(&mut self, visit: VisitLine<'_>) -> ControlFlow<()> {
        if self.carried == 0 { ControlFlow::Continue(()) } else { self.show_carried(false, visit) }
    }

    fn keep(&mut self, piece: &[u8]) {
        let room = (ENTRY_BYTES_MAX + 1).saturating_sub(self.carry.len());
        self.carry.extend_from_slice(piece.get(..room.min(piece.len())).unwrap_or_default());
        self.carried += number(piece.len());
    }

    fn show_carried(&mut self, ended: bool, visit: VisitLine<'_>) -> ControlFlow<()> {
        let carry = core::mem::take(&mut self.carry);
        let carried = core::mem::take(&mut self.carried);
        let flow = self.show(&carry, carried, ended, visit);
        self.carry = carry;
        self.carry.clear();
        flow
    }

    fn show(
        &mut self,
        bytes: &[u8],
        length: u64,
        ended: bool,
        visit: VisitLine<'_>,
    ) -> ControlFlow<()> {
        self.number += 1;
        let offset = self.offset;
        self.offset += length + u64::from(ended);
        let bytes = bytes.get(..bytes.len().min(ENTRY_BYTES_MAX + 1)).unwrap_or_default();
        visit(RawLine { bytes, length, file: self.file, offset, number: self.number, ended })
    }
}
