//! Single lines by their places, for whoever goes back to what it has read.

use super::{JournalFiles, damaged};
use crate::store::error::{Damage, StoreError};
use crate::store::journal::Place;
use crate::store::staging::number;
use crate::store::{plain, platform};
use std::fs::File;
use std::io;
use std::path::PathBuf;
use std::sync::OnceLock;

/// Bytes that are read at once; most lines are shorter.
const BLOCK_BYTES: usize = 2048;

/// Files of a journal from which lines are read by their places.
#[derive(Debug)]
pub struct PlacedLines {
    files: Vec<(PathBuf, OnceLock<File>)>,
}

impl PlacedLines {
    /// Opens nothing yet.
    pub fn of(journal: &JournalFiles) -> Self {
        let files = journal.files().iter();
        Self { files: files.map(|file| (file.path.clone(), OnceLock::new())).collect() }
    }

    /// The line that starts there, without its line feed. Files are counted from 0.
    pub fn line(&self, file: usize, offset: u64) -> Result<Vec<u8>, StoreError> {
        let missing = || {
            let place = Place { file: number(file), offset };
            damaged(0, place, Damage::Missing)
        };
        let (path, opened) = self.files.get(file).ok_or_else(missing)?;
        let failed = |error| StoreError::io("read", path)(error);
        let opened = if let Some(opened) = opened.get() {
            opened
        } else {
            let fresh = plain::open(path).map_err(failed)?;
            opened.get_or_init(|| fresh)
        };
        let mut line = Vec::new();
        let mut block = [0; BLOCK_BYTES];
        loop {
            let read = match platform::read_at(opened, &mut block, offset + number(line.len())) {
                Ok(0) => return Err(missing()),
                Ok(read) => block.get(..read).unwrap_or_default(),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(failed(error)),
            };
            if let Some(end) = memchr::memchr(b'\n', read) {
                line.extend_from_slice(read.get(..end).unwrap_or_default());
                return Ok(line);
            }
            line.extend_from_slice(read);
        }
    }
}
