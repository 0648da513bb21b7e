//! Walks entries from a known place, across files, one line at a time.

use super::{Place, file_name};
use crate::ledger::ENTRY_BYTES_MAX;
use crate::ledger::Entry;
use crate::store::error::{Damage, StoreError};
use crate::store::plain;
use crate::store::staging::number;
use std::fs::File;
use std::io::{BufRead as _, BufReader, Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};

/// Bytes read at once for single entries; the 32 entries between kept places are about 18 kB.
const FEW_BYTES: usize = 16 << 10;

/// Bytes read at once for many entries in a row.
const MANY_BYTES: usize = 128 << 10;

/// Stands before an entry whose number is known.
#[derive(Debug)]
pub(crate) struct Cursor<'a> {
    dir: &'a Path,
    // Numbers in the names of the files, in order.
    files: &'a [u64],
    open: Option<(Place, BufReader<File>)>,
    buffer_bytes: usize,
    next_seq: u64,
    line: Vec<u8>,
}

impl<'a> Cursor<'a> {
    /// A cursor for single entries, which stands nowhere yet.
    pub(crate) fn new(dir: &'a Path, files: &'a [u64]) -> Self {
        let buffer_bytes = FEW_BYTES;
        Self { dir, files, open: None, buffer_bytes, next_seq: 0, line: Vec::new() }
    }

    /// A cursor for many entries in a row.
    pub(crate) fn for_many(dir: &'a Path, files: &'a [u64]) -> Self {
        Self { buffer_bytes: MANY_BYTES, ..Self::new(dir, files) }
    }

    /// Number of the entry that [`Cursor::next`] reads; `None` before the first seek.
    pub(crate) fn position(&self) -> Option<u64> {
        self.open.as_ref().map(|_| self.next_seq)
    }

    /// Stands before entry `seq`, which starts at `place`.
    pub(crate) fn seek(&mut self, seq: u64, place: Place) -> Result<(), StoreError> {
        let path = self.path(place.file);
        let failed = |error| StoreError::io("read", &path)(error);
        let reader = match self.open.take() {
            Some((old, mut reader)) if old.file == place.file => {
                // Within the buffer nothing is read again.
                let there = i128::from(place.offset) - i128::from(old.offset);
                let there = i64::try_from(there).unwrap_or(i64::MAX);
                reader.seek_relative(there).map_err(failed)?;
                reader
            }
            _ => {
                let mut file = plain::open(&path).map_err(failed)?;
                file.seek(SeekFrom::Start(place.offset)).map_err(failed)?;
                BufReader::with_capacity(self.buffer_bytes, file)
            }
        };
        self.open = Some((place, reader));
        self.next_seq = seq;
        Ok(())
    }

    fn path(&self, file: u64) -> PathBuf {
        self.dir.join(file_name(file))
    }

    /// Steps over entries up to `seq`.
    pub(crate) fn skip_to(&mut self, seq: u64) -> Result<(), StoreError> {
        while self.next_seq < seq {
            self.step()?;
        }
        Ok(())
    }

    /// Reads the entry under the cursor, checks its form and number, and steps behind it.
    pub(crate) fn next(&mut self) -> Result<Entry<'_>, StoreError> {
        let place = self.step()?;
        let seq = self.next_seq - 1;
        let damage = match Entry::parse(&self.line) {
            Ok(entry) if entry.seq == seq => return Ok(entry),
            Ok(entry) => Damage::Number { found: entry.seq },
            Err(error) => Damage::NotAnEntry(error),
        };
        Err(damaged(seq, place, damage))
    }

    /// Reads the line under the cursor as it stands and steps behind it.
    pub(crate) fn next_bytes(&mut self) -> Result<&[u8], StoreError> {
        self.step()?;
        Ok(&self.line)
    }

    /// File of the line that was read last, and where the line after it starts.
    pub(crate) fn behind(&self) -> Option<Place> {
        self.open.as_ref().map(|(place, _)| *place)
    }

    /// Reads the bytes of the line under the cursor into `line` and steps behind it.
    fn step(&mut self) -> Result<Place, StoreError> {
        loop {
            let seq = self.next_seq;
            let Some((place, reader)) = &mut self.open else {
                return Err(damaged(seq, Place { file: 0, offset: 0 }, Damage::Missing));
            };
            let start = *place;
            self.line.clear();
            // One byte more than an entry and its line feed: enough to see that it is too long.
            let read = reader
                .by_ref()
                .take(number(ENTRY_BYTES_MAX) + 2)
                .read_until(b'\n', &mut self.line)
                .map_err(|error| {
                    StoreError::io("read", &self.dir.join(file_name(start.file)))(error)
                })?;
            place.offset += number(read);
            if read == 0 {
                self.open_next(start)?;
                continue;
            }
            self.next_seq += 1;
            if self.line.pop_if(|byte| *byte == b'\n').is_none() && read <= ENTRY_BYTES_MAX {
                return Err(damaged(seq, start, Damage::Unended));
            }
            return Ok(start);
        }
    }

    /// Goes on at the start of the file that the next entry names.
    fn open_next(&mut self, from: Place) -> Result<(), StoreError> {
        let seq = self.next_seq;
        if from.file == seq || !self.files.contains(&seq) {
            return Err(damaged(seq, from, Damage::Missing));
        }
        self.seek(seq, Place { file: seq, offset: 0 })
    }
}

pub(crate) fn damaged(seq: u64, place: Place, damage: Damage) -> StoreError {
    StoreError::Damaged { seq, file: file_name(place.file), offset: place.offset, damage }
}
