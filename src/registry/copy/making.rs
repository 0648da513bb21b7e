//! A folder in the making: nobody takes it for a registry or a copy before all of it is there.
//!
//! Everything is written below `unfinished/`, the journal under another name. When all is on disk it
//! is moved to its place, the journal last: what has no `journal/` is neither a registry nor a copy.
//! A failure removes what was made; what a kill leaves, the next try into the same folder removes.

use super::fault::{CopyError, io};
use crate::audit::copy::{UNFINISHED, read_all};
use crate::ledger::Sha256;
use crate::store::disk::Disk;
use sha2::Digest as _;
use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What the journal is called in there.
const ENTRIES: &str = "entries";

/// Its name once it is finished.
const JOURNAL: &str = "journal";

/// What an interrupted making can have moved to its place already.
const MOVED: [&str; 4] = ["SHA256SUMS", "copy.json", "manifest.json", "vault"];

/// The folder, until [`finish`](Self::finish) removed when dropped.
#[derive(Debug)]
pub(super) struct Making {
    dir: PathBuf,
    disk: Arc<dyn Disk>,
    /// The folder itself was made here.
    new: bool,
    folders: BTreeSet<PathBuf>,
    finished: bool,
}

impl Making {
    /// Begins in a folder that is empty, missing, or left over from an interrupted making.
    pub(super) fn begin(dir: &Path, disk: Arc<dyn Disk>) -> Result<Self, CopyError> {
        let new = match fs::read_dir(dir) {
            Ok(listing) => {
                let names =
                    listing.map(|item| Ok(item?.file_name().to_string_lossy().into_owned()));
                let names: BTreeSet<String> =
                    names.collect::<std::io::Result<_>>().map_err(io(dir))?;
                if !names.is_empty() && !is_left_over(dir, &names) {
                    return Err(CopyError::NotEmpty(dir.to_owned()));
                }
                clear(dir, &*disk).map_err(io(dir))?;
                false
            }
            Err(error) if error.kind() == ErrorKind::NotFound => true,
            Err(error) => return Err(io(dir)(error)),
        };
        let (dir, folders) = (dir.to_owned(), BTreeSet::new());
        let making = Self { dir, disk, new, folders, finished: false };
        let unfinished = making.dir.join(UNFINISHED);
        making.disk.create_dir(&unfinished).map_err(io(&unfinished))?;
        Ok(making)
    }

    /// Writes a file under its name in the finished folder.
    pub(super) fn write(&mut self, name: &str, bytes: &[u8]) -> Result<Sha256, CopyError> {
        self.put(name, &mut |append| append(bytes).map(|()| Sha256::of(bytes)))
    }

    /// Copies a file; returns the sum of what was written.
    pub(super) fn copy(&mut self, name: &str, from: &Path) -> Result<Sha256, CopyError> {
        self.put(name, &mut |append| {
            let mut failed = None;
            let sum = read_all(from, &mut |block| {
                failed = append(block).err();
                if failed.is_some() { Err(ErrorKind::Other.into()) } else { Ok(()) }
            });
            failed.map_or_else(|| Ok(sum?), Err)
        })
    }

    /// Writes a file of any length as it is poured in; returns its sum.
    pub(super) fn pour(
        &mut self,
        name: &str,
        fill: &mut dyn FnMut(&mut Pour<'_>) -> Result<(), CopyError>,
    ) -> Result<Sha256, CopyError> {
        self.put(name, &mut |append| {
            let (sum, waiting) = (sha2::Sha256::default(), Vec::with_capacity(2 * BLOCK_BYTES));
            let mut pour = Pour { append, sum, waiting, written: 0 };
            fill(&mut pour)?;
            pour.write()?;
            Ok(Sha256(pour.sum.finalize().into()))
        })
    }

    fn put(&mut self, name: &str, fill: Fill<'_>) -> Result<Sha256, CopyError> {
        let place = match name.strip_prefix("journal/") {
            Some(file) => format!("{ENTRIES}/{file}"),
            None => name.to_owned(),
        };
        let path = self.dir.join(UNFINISHED).join(place);
        let parent = path.parent().unwrap_or(&self.dir).to_owned();
        self.disk.create_dir(&parent).map_err(io(&parent))?;
        self.folders.insert(parent);
        let mut file = self.disk.create(&path).map_err(io(&path))?;
        let sum = fill(&mut |bytes| file.append(bytes).map_err(io(&path)))?;
        file.sync_data().map_err(io(&path))?;
        Ok(sum)
    }

    /// Moves everything to its place, the journal last.
    pub(super) fn finish(mut self) -> Result<(), CopyError> {
        let unfinished = self.dir.join(UNFINISHED);
        self.folders.insert(unfinished.clone());
        self.folders.insert(unfinished.join("vault"));
        for folder in self.folders.iter().filter(|folder| folder.is_dir()) {
            self.disk.sync_dir(folder).map_err(io(folder))?;
        }
        let moves = MOVED.iter().map(|name| (*name, *name)).chain([(ENTRIES, JOURNAL)]);
        for (from, to) in moves {
            let (from, to) = (unfinished.join(from), self.dir.join(to));
            if from.symlink_metadata().is_ok() {
                // What makes it a registry must not reach the disk before the rest.
                self.disk.sync_dir(&self.dir).map_err(io(&self.dir))?;
                self.disk.rename(&from, &to).map_err(io(&to))?;
            }
        }
        self.finished = true;
        // An empty folder does no harm: a crash can leave it there as well.
        drop(self.disk.remove_dir(&unfinished));
        self.disk.sync_dir(&self.dir).map_err(io(&self.dir))?;
        let above = self.dir.parent().filter(|above| !above.as_os_str().is_empty());
        let above = above.unwrap_or(Path::new("."));
        if self.new { self.disk.sync_dir(above).map_err(io(above)) } else { Ok(()) }
    }
}

/// Bytes that are written at once.
const BLOCK_BYTES: usize = 256 << 10;

/// What is poured into a file, a block at a time.
pub(super) struct Pour<'a> {
    append: Append<'a>,
    sum: sha2::Sha256,
    waiting: Vec<u8>,
    written: u64,
}

impl Pour<'_> {
    /// Adds a line and its line feed.
    pub(super) fn line(&mut self, line: &[u8]) -> Result<(), CopyError> {
        self.waiting.extend_from_slice(line);
        self.waiting.push(b'\n');
        if self.waiting.len() < BLOCK_BYTES { Ok(()) } else { self.write() }
    }

    /// Bytes so far.
    pub(super) fn bytes(&self) -> u64 {
        self.written + u64::try_from(self.waiting.len()).unwrap_or(u64::MAX)
    }

    fn write(&mut self) -> Result<(), CopyError> {
        self.written = self.bytes();
        self.sum.update(&self.waiting);
        (self.append)(&self.waiting)?;
        self.waiting.clear();
        Ok(())
    }
}

/// Appends to the file at hand.
type Append<'a> = &'a mut dyn FnMut(&[u8]) -> Result<(), CopyError>;

/// Fills a file; returns the sum of what was written.
type Fill<'a> = &'a mut dyn FnMut(Append<'_>) -> Result<Sha256, CopyError>;

impl Drop for Making {
    fn drop(&mut self) {
        if self.finished {
            return;
        }
        // The error that led here is the one to tell; what could not be removed is no registry.
        let cleared = clear(&self.dir, &*self.disk);
        if self.new && cleared.is_ok() {
            drop(self.disk.remove_dir(&self.dir));
        }
    }
}

/// Whether nothing lies in the folder but what an interrupted making can have left there.
fn is_left_over(dir: &Path, names: &BTreeSet<String>) -> bool {
    let inside = fs::read_dir(dir.join(UNFINISHED)).map(|listing| {
        let names = listing.flatten().map(|item| item.file_name().to_string_lossy().into_owned());
        names.collect::<Vec<_>>()
    });
    let known = |name: &str| MOVED.contains(&name);
    names.iter().all(|name| name == UNFINISHED || known(name))
        && inside.is_ok_and(|inside| inside.iter().all(|name| name == ENTRIES || known(name)))
}

/// Removes what an unfinished making left. No link is followed.
fn clear(dir: &Path, disk: &dyn Disk) -> std::io::Result<()> {
    if dir.join(UNFINISHED).symlink_metadata().is_err() {
        return Ok(());
    }
    // The sign that it is unfinished goes last.
    for name in MOVED.into_iter().chain([UNFINISHED]) {
        remove_all(&dir.join(name), disk)?;
    }
    Ok(())
}

/// Removes what has a name, if anything has.
fn remove_all(path: &Path, disk: &dyn Disk) -> std::io::Result<()> {
    match path.symlink_metadata() {
        Ok(found) if found.is_dir() => {
            for item in fs::read_dir(path)? {
                remove_all(&item?.path(), disk)?;
            }
            disk.remove_dir(path)
        }
        Ok(_) => disk.remove(path),
        Err(_) => Ok(()),
    }
}
