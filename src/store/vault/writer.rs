//! Makes a private file of lines longer, and rewrites it whole to forget.

use super::VaultError;
use super::lines::Lines;
use crate::store::disk::{Disk, DiskFile, TEMPORARY};
use crate::store::staging::number;
use crate::store::{plain, platform};
use core::ops::ControlFlow;
use core::time::Duration;
use std::io;
use std::path::{Path, PathBuf};

/// Lines are gathered to this size before they are written, when a file is rewritten.
const GATHER_BYTES: usize = 1 << 20;

/// How often a file that another program holds is tried again, and how long to wait between.
const HELD_RETRIES: u32 = 30;
const HELD_PAUSE: Duration = Duration::from_millis(100);

/// A file of lines for the one who writes it.
#[derive(Debug)]
pub(super) struct LineFile {
    path: PathBuf,
    bytes: u64,
    exists: bool,
    writer: Option<Box<dyn DiskFile>>,
    failed: bool,
}

/// A file without the lines that go, ready to take the name of the old one.
#[derive(Debug)]
pub(super) struct Rewritten {
    temporary: PathBuf,
    bytes: u64,
    pub(super) removed: u64,
}

impl LineFile {
    pub(super) fn at(path: PathBuf) -> Result<Self, VaultError> {
        let metadata = plain::file(&path).map_err(VaultError::io("read", &path))?;
        let (exists, bytes) = (metadata.is_some(), metadata.map_or(0, |found| found.len()));
        Ok(Self { path, bytes, exists, writer: None, failed: false })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    pub(super) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Cuts off what stands behind the last line feed; returns its length.
    pub(super) fn cut_torn_line(&mut self, disk: &dyn Disk) -> Result<u64, VaultError> {
        let whole = Lines::open(&self.path)?.end_of_whole_lines()?;
        let torn = self.bytes - whole;
        if torn > 0 {
            disk.truncate(&self.path, whole).map_err(VaultError::io("shorten", &self.path))?;
            self.bytes = whole;
        }
        Ok(torn)
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

    /// Writes a file without the lines that are gone beside this one.
    pub(super) fn rewrite(
        &self,
        disk: &dyn Disk,
        is_gone: &mut dyn FnMut(u64, &[u8]) -> bool,
    ) -> Result<Rewritten, VaultError> {
        if self.failed {
            return Err(VaultError::Closed);
        }
        let mut name = self.path.file_name().unwrap_or_default().to_owned();
        name.push(TEMPORARY);
        let temporary = self.path.with_file_name(name);
        if plain::is_there(&temporary) {
            disk.remove(&temporary).map_err(VaultError::io("remove", &temporary))?;
        }
        let (removed, bytes) = self.copy_without(&temporary, disk, is_gone)?;
        Ok(Rewritten { temporary, bytes, removed })
    }

    /// Gives the new file the name of the old one. Whoever reads must have let go of the old one.
    pub(super) fn replace(&mut self, new: &Rewritten, disk: &dyn Disk) -> Result<(), VaultError> {
        // An open handle would go on writing to the old file.
        self.writer = None;
        self.failed = true;
        if let Err(source) = rename(disk, &new.temporary, &self.path) {
            // Nothing that is to be forgotten stands in it, but it has no business here.
            drop(disk.remove(&new.temporary));
            // The old one stands as it was, and whoever holds it holds up nobody but the erasure.
            let stands = plain::file(&self.path).ok().flatten();
            self.failed = stands.is_none_or(|found| found.len() != self.bytes);
            return Err(VaultError::NotReplaced { path: self.path.clone(), source });
        }
        self.bytes = new.bytes;
        let dir = self.path.parent().unwrap_or(&self.path);
        disk.sync_dir(dir).map_err(VaultError::io("sync", dir))?;
        self.failed = false;
        Ok(())
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
        Lines::open(&self.path)?.each(0, &|| Ok(()), &mut |offset, line| {
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

/// Renames, with patience where a system does not let go of a file that somebody reads.
fn rename(disk: &dyn Disk, from: &Path, to: &Path) -> io::Result<()> {
    for _ in 0..HELD_RETRIES {
        match disk.rename(from, to) {
            Err(error) if platform::is_held(&error) => std::thread::sleep(HELD_PAUSE),
            outcome => return outcome,
        }
    }
    disk.rename(from, to)
}
