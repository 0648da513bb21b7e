//! A private file of lines that grows at its end, and is rewritten whole to forget.

use super::VaultError;
use crate::ledger::Hash;
use crate::store::disk::{Disk, DiskFile, TEMPORARY};
use crate::store::staging::number;
use core::ops::ControlFlow;
use std::fs::File;
use std::io::{self, BufRead as _, BufReader, Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};

/// Bytes below a length whose hash tells files apart. A salt of each line is in them.
const TAIL_BYTES: u64 = 4096;

/// Lines are gathered to this size before they are written, when a file is rewritten.
const GATHER_BYTES: usize = 1 << 20;

/// What is shown of a line: its offset and its bytes without line feed.
pub(super) type Visit<'a> = &'a mut dyn FnMut(u64, &[u8]) -> ControlFlow<()>;

#[derive(Debug)]
pub(super) struct LineFile {
    path: PathBuf,
    bytes: u64,
    exists: bool,
    writer: Option<Box<dyn DiskFile>>,
    failed: bool,
}

impl LineFile {
    pub(super) fn at(path: PathBuf) -> Result<Self, VaultError> {
        let (exists, bytes) = match path.metadata() {
            Ok(metadata) => (true, metadata.len()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => (false, 0),
            Err(error) => return Err(VaultError::io("read", &path)(error)),
        };
        Ok(Self { path, bytes, exists, writer: None, failed: false })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    pub(super) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// The same place for reading only.
    pub(super) fn snapshot(&self) -> Self {
        let Self { ref path, bytes, exists, .. } = *self;
        Self { path: path.clone(), bytes, exists, writer: None, failed: true }
    }

    /// Cuts off what stands behind the last line feed; returns its length.
    pub(super) fn cut_torn_line(&mut self, disk: &dyn Disk) -> Result<u64, VaultError> {
        let whole = self.end_of_whole_lines()?;
        let torn = self.bytes - whole;
        if torn > 0 {
            disk.truncate(&self.path, whole).map_err(VaultError::io("shorten", &self.path))?;
            self.bytes = whole;
        }
        Ok(torn)
    }

    fn end_of_whole_lines(&self) -> Result<u64, VaultError> {
        let mut end = self.bytes;
        while end > 0 {
            let start = end.saturating_sub(TAIL_BYTES);
            let block = self.block(start, end)?;
            if let Some(position) = memchr::memrchr(b'\n', &block) {
                return Ok(start + number(position) + 1);
            }
            end = start;
        }
        Ok(0)
    }

    fn block(&self, start: u64, end: u64) -> Result<Vec<u8>, VaultError> {
        let mut block = Vec::new();
        let mut reader = self.reader(start)?.take(end - start);
        reader.read_to_end(&mut block).map_err(VaultError::io("read", &self.path))?;
        Ok(block)
    }

    fn reader(&self, offset: u64) -> Result<BufReader<File>, VaultError> {
        let failed = |error| VaultError::io("read", &self.path)(error);
        let mut file = File::open(&self.path).map_err(failed)?;
        file.seek(SeekFrom::Start(offset)).map_err(failed)?;
        Ok(BufReader::new(file))
    }

    /// Appends whole lines and syncs them; returns the offset of the first.
    pub(super) fn append(
        &mut self,
        lines: &[u8],
        dir: &Path,
        disk: &dyn Disk,
    ) -> Result<u64, VaultError> {
        if self.failed {
            return Err(VaultError::Closed);
        }
        // Set until all went well: a half-written line must not get a neighbour.
        self.failed = true;
        if self.writer.is_none() {
            self.writer = Some(self.open(dir, disk)?);
        }
        if let Some(writer) = &mut self.writer {
            writer.append(lines).map_err(VaultError::io("write", &self.path))?;
            writer.sync_data().map_err(VaultError::io("sync", &self.path))?;
        }
        self.failed = false;
        let base = self.bytes;
        self.bytes += number(lines.len());
        Ok(base)
    }

    fn open(&mut self, dir: &Path, disk: &dyn Disk) -> Result<Box<dyn DiskFile>, VaultError> {
        let failed = |error| VaultError::io("open", &self.path)(error);
        if self.exists {
            return disk.open_append(&self.path).map_err(failed);
        }
        disk.create_dir(dir).map_err(failed)?;
        let file = disk.create(&self.path).map_err(failed)?;
        disk.sync_dir(dir).map_err(failed)?;
        disk.sync_dir(dir.parent().unwrap_or(dir)).map_err(failed)?;
        self.exists = true;
        Ok(file)
    }

    /// Shows the lines from an offset on that were there when this was made.
    pub(super) fn each(&self, from: u64, visit: Visit<'_>) -> Result<(), VaultError> {
        if !self.exists || from >= self.bytes {
            return Ok(());
        }
        let mut reader = self.reader(from)?.take(self.bytes - from);
        let mut offset = from;
        let mut line = Vec::new();
        loop {
            line.clear();
            let read =
                reader.read_until(b'\n', &mut line).map_err(VaultError::io("read", &self.path))?;
            if read == 0 {
                return Ok(());
            }
            if visit(offset, line.strip_suffix(b"\n").unwrap_or(&line)).is_break() {
                return Ok(());
            }
            offset += number(read);
        }
    }

    /// The line at an offset.
    pub(super) fn line_at(&self, offset: u64) -> Result<Vec<u8>, VaultError> {
        let mut found = Vec::new();
        self.each(offset, &mut |_, line| {
            found = line.to_vec();
            ControlFlow::Break(())
        })?;
        Ok(found)
    }

    /// Hash of the bytes just below a length; `None` when the file is shorter.
    pub(super) fn tail_hash(&self, length: u64) -> Result<Option<Hash>, VaultError> {
        if length > self.bytes {
            return Ok(None);
        }
        if length == 0 {
            return Ok(Some(Hash::ZERO));
        }
        let block = self.block(length.saturating_sub(TAIL_BYTES), length)?;
        Ok(Some(Hash::of(&block)))
    }

    /// Replaces the file by one without the lines that are gone; returns how many they were.
    pub(super) fn rewrite(
        &mut self,
        disk: &dyn Disk,
        is_gone: &mut dyn FnMut(u64, &[u8]) -> bool,
    ) -> Result<u64, VaultError> {
        if self.failed {
            return Err(VaultError::Closed);
        }
        if !self.exists {
            return Ok(0);
        }
        let mut name = self.path.file_name().unwrap_or_default().to_owned();
        name.push(TEMPORARY);
        let temporary = self.path.with_file_name(name);
        if temporary.exists() {
            disk.remove(&temporary).map_err(VaultError::io("remove", &temporary))?;
        }
        let (removed, bytes) = self.copy_without(&temporary, disk, is_gone)?;
        // An open handle would go on writing to the old file.
        self.writer = None;
        self.failed = true;
        disk.rename(&temporary, &self.path).map_err(VaultError::io("replace", &self.path))?;
        self.bytes = bytes;
        let dir = self.path.parent().unwrap_or(&self.path);
        disk.sync_dir(dir).map_err(VaultError::io("sync", dir))?;
        self.failed = false;
        Ok(removed)
    }

    fn copy_without(
        &self,
        temporary: &Path,
        disk: &dyn Disk,
        is_gone: &mut dyn FnMut(u64, &[u8]) -> bool,
    ) -> Result<(u64, u64), VaultError> {
        let failed = |error| VaultError::io("write", temporary)(error);
        let mut file = disk.create(temporary).map_err(failed)?;
        let (mut removed, mut bytes, mut gathered) = (0, 0, Vec::new());
        let mut outcome = Ok(());
        self.each(0, &mut |offset, line| {
            if is_gone(offset, line) {
                removed += 1;
                return ControlFlow::Continue(());
            }
            gathered.extend_from_slice(line);
            gathered.push(b'\n');
            bytes += number(line.len()) + 1;
            if gathered.len() >= GATHER_BYTES {
                outcome = file.append(&gathered);
                gathered.clear();
            }
            if outcome.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        })?;
        outcome.map_err(failed)?;
        file.append(&gathered).map_err(failed)?;
        file.sync_data().map_err(failed)?;
        Ok((removed, bytes))
    }
}
