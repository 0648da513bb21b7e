//! Makes the journal longer: chooses the file, writes, syncs, and cuts back what failed.

use super::{Place, file_name};
use crate::store::disk::{Disk, DiskFile};
use crate::store::staging::{Lines, number};
use std::borrow::Cow;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Where the next command goes. Kept by whoever gives numbers, so that places are known at once.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Layout {
    end: Place,
    segment_bytes: u64,
}

impl Layout {
    /// Goes on at `end`; files are ended before they exceed `segment_bytes`.
    pub(crate) fn new(end: Place, segment_bytes: u64) -> Self {
        Self { end, segment_bytes }
    }

    /// Place of a command of this size whose first entry has number `first`.
    pub(crate) fn place(&mut self, first: u64, bytes: usize) -> Place {
        let bytes = number(bytes);
        if self.end.offset > 0 && self.end.offset + bytes > self.segment_bytes {
            self.end = Place { file: first, offset: 0 };
        }
        let place = self.end;
        self.end.offset += bytes;
        place
    }
}

/// Commands that go to one file, in the order of their numbers.
#[derive(Debug)]
pub(crate) struct Part {
    pub(crate) file: u64,
    pub(crate) commands: Vec<Arc<Lines>>,
}

impl Part {
    /// All bytes, for one write. A single command, the usual case, is not copied.
    fn bytes(&self) -> Cow<'_, [u8]> {
        match &self.commands[..] {
            [one] => Cow::Borrowed(&one.bytes),
            many => {
                let mut bytes = Vec::with_capacity(many.iter().map(|one| one.bytes.len()).sum());
                for one in many {
                    bytes.extend_from_slice(&one.bytes);
                }
                Cow::Owned(bytes)
            }
        }
    }
}

/// The file that grows.
#[derive(Debug)]
pub(crate) struct Writer {
    dir: PathBuf,
    disk: Arc<dyn Disk>,
    open: Option<(u64, Box<dyn DiskFile>)>,
    // How far everything is synced.
    end: Place,
    // Whether the file at `end` exists.
    exists: bool,
}

impl Writer {
    /// A writer behind `end`, where a file exists or not.
    pub(crate) fn new(dir: &Path, disk: Arc<dyn Disk>, end: Place, exists: bool) -> Self {
        Self { dir: dir.to_owned(), disk, open: None, end, exists }
    }

    /// Writes all parts; when this returns they are on disk. After an error what stands behind the
    /// old end is cut off as far as possible: a page that failed to sync looks clean to the system
    /// and must not be built upon.
    pub(crate) fn write(&mut self, parts: &[Part]) -> io::Result<()> {
        let old = self.end;
        let outcome = self.write_parts(parts);
        if outcome.is_err() {
            self.open = None;
            self.cut_back(old, parts);
        }
        outcome
    }

    fn write_parts(&mut self, parts: &[Part]) -> io::Result<()> {
        for part in parts {
            if self.open.as_ref().is_none_or(|(file, _)| *file != part.file) {
                self.go_to(part.file)?;
            }
            if let Some((file, writer)) = &mut self.open {
                let bytes = part.bytes();
                writer.append(&bytes)?;
                let start = if self.end.file == *file { self.end.offset } else { 0 };
                self.end = Place { file: *file, offset: start + number(bytes.len()) };
            }
        }
        match &mut self.open {
            Some((_, writer)) => writer.sync_data(),
            None => Ok(()),
        }
    }

    /// Opens the file at the end, or ends it and makes the next one.
    fn go_to(&mut self, file: u64) -> io::Result<()> {
        let path = self.dir.join(file_name(file));
        if file == self.end.file && self.exists {
            self.open = Some((file, self.disk.open_append(&path)?));
            return Ok(());
        }
        if let Some((_, mut writer)) = self.open.take() {
            writer.sync_data()?;
        }
        let writer = self.disk.create(&path)?;
        self.disk.sync_dir(&self.dir)?;
        self.open = Some((file, writer));
        self.exists = true;
        Ok(())
    }

    /// What fails here is found at the next opening.
    fn cut_back(&self, end: Place, parts: &[Part]) {
        for part in parts.iter().filter(|part| part.file != end.file) {
            drop(self.disk.remove(&self.dir.join(file_name(part.file))));
        }
        drop(self.disk.truncate(&self.dir.join(file_name(end.file)), end.offset));
    }
}
