//! The one seam to the file system: every step that changes a file goes through [`Disk`].
//!
//! Reading does not: it changes nothing, and a reader must cope with whatever it finds. So a double
//! that fails at step n of the writing tries out every crash that can happen.

use super::{plain, platform};
use core::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

mod failing;

pub use failing::{FailingDisk, Fault};

/// A file that grows at its end.
pub trait DiskFile: Send + fmt::Debug {
    /// Writes all of this behind the end.
    fn append(&mut self, bytes: &[u8]) -> io::Result<()>;

    /// Returns when what was written is on the disk itself.
    fn sync_data(&mut self) -> io::Result<()>;
}

/// Steps that change files.
pub trait Disk: Send + Sync + fmt::Debug {
    /// Makes a folder (and those above it) that only its owner can enter.
    fn create_dir(&self, path: &Path) -> io::Result<()>;

    /// Makes a file that must not exist yet; only its owner can read it.
    fn create(&self, path: &Path) -> io::Result<Box<dyn DiskFile>>;

    /// Opens a file for writing behind its end.
    fn open_append(&self, path: &Path) -> io::Result<Box<dyn DiskFile>>;

    /// Gives a file another name, replacing what has it.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Removes a file.
    fn remove(&self, path: &Path) -> io::Result<()>;

    /// Removes an empty folder.
    fn remove_dir(&self, path: &Path) -> io::Result<()>;

    /// Cuts a file to a length and syncs it.
    fn truncate(&self, path: &Path, bytes: u64) -> io::Result<()>;

    /// Returns when names made, changed or removed in a folder are on the disk itself.
    fn sync_dir(&self, path: &Path) -> io::Result<()>;
}

/// The file system as it is.
#[derive(Debug, Clone, Copy, Default)]
pub struct RealDisk;

#[derive(Debug)]
struct RealFile(File);

impl DiskFile for RealFile {
    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.0.write_all(bytes)
    }

    fn sync_data(&mut self) -> io::Result<()> {
        self.0.sync_data()
    }
}

impl Disk for RealDisk {
    fn create_dir(&self, path: &Path) -> io::Result<()> {
        platform::create_private_dir(path)
    }

    fn create(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        let mut options = OpenOptions::new();
        platform::private(options.append(true).create_new(true));
        Ok(Box::new(RealFile(options.open(path)?)))
    }

    fn open_append(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        plain::file(path)?;
        Ok(Box::new(RealFile(OpenOptions::new().append(true).open(path)?)))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn remove_dir(&self, path: &Path) -> io::Result<()> {
        fs::remove_dir(path)
    }

    fn truncate(&self, path: &Path, bytes: u64) -> io::Result<()> {
        plain::file(path)?;
        let file = OpenOptions::new().write(true).open(path)?;
        file.set_len(bytes)?;
        file.sync_data()
    }

    fn sync_dir(&self, path: &Path) -> io::Result<()> {
        platform::sync_dir(path)
    }
}

/// Writes a whole file so that a crash leaves the old one or the new one, never half of it.
pub(crate) fn replace_file(disk: &dyn Disk, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(TEMPORARY);
    let temporary = path.with_file_name(name);
    if plain::is_there(&temporary) {
        disk.remove(&temporary)?;
    }
    let mut file = disk.create(&temporary)?;
    file.append(bytes)?;
    file.sync_data()?;
    drop(file);
    disk.rename(&temporary, path)?;
    disk.sync_dir(path.parent().unwrap_or(path))
}

/// Ends the names of files that were being written; found at opening, they are removed.
pub(crate) const TEMPORARY: &str = ".part";
