//! A disk for tests that stops at a step and then loses what was not synced, as a machine may that
//! loses power: bytes, names, or both.

use super::registry::copy_tree;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use tempfile::TempDir;
use yishi::store::disk::{Disk, DiskFile, RealDisk};

/// What did not reach the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Loss {
    /// Bytes; the names are there already.
    Bytes,
    /// Names: made, changed or removed ones are as before.
    Names,
    /// Both.
    Both,
}

/// Does what it is told until it stops; clones share the count of steps.
#[derive(Debug, Clone)]
pub(crate) struct LosingDisk(Arc<Mutex<State>>);

#[derive(Debug)]
struct State {
    steps: u64,
    stop_at: u64,
    // Whatever was removed or replaced, to bring it back.
    aside: TempDir,
    undo: Vec<(PathBuf, Undo)>,
    // Lengths that are on the disk, of files that have become longer since.
    lengths: BTreeMap<PathBuf, u64>,
}

/// How a name becomes what it was; it counts until the folder beside it is synced.
#[derive(Debug)]
enum Undo {
    Remove(PathBuf),
    Rename { from: PathBuf, to: PathBuf },
    Restore { kept: PathBuf, path: PathBuf },
}

impl LosingDisk {
    /// A disk on which nothing is done from this step on.
    pub(crate) fn stopping_at(stop_at: u64) -> Self {
        let aside = tempfile::tempdir().unwrap();
        let (undo, lengths) = (Vec::new(), BTreeMap::new());
        Self(Arc::new(Mutex::new(State { steps: 0, stop_at, aside, undo, lengths })))
    }

    /// Whether there were so many steps.
    pub(crate) fn has_stopped(&self) -> bool {
        let state = self.0.lock().unwrap();
        state.steps > state.stop_at
    }

    /// Loses what was not synced.
    pub(crate) fn lose(&self, loss: Loss) {
        let mut state = self.0.lock().unwrap();
        for (path, bytes) in std::mem::take(&mut state.lengths) {
            if loss != Loss::Names {
                let file = fs::OpenOptions::new().write(true).open(path);
                file.map_or(Ok(()), |file| file.set_len(bytes)).unwrap();
            }
        }
        for (_, undo) in std::mem::take(&mut state.undo).into_iter().rev() {
            if loss != Loss::Bytes {
                undo.apply();
            }
        }
    }

    fn step<T>(&self, work: impl FnOnce(&mut State) -> io::Result<T>) -> io::Result<T> {
        let mut state = self.0.lock().unwrap();
        state.steps += 1;
        if state.steps > state.stop_at {
            return Err(io::Error::other("the machine is as good as off"));
        }
        work(&mut state)
    }

    fn file(&self, path: &Path, inner: Box<dyn DiskFile>) -> Box<dyn DiskFile> {
        Box::new(LosingFile { disk: self.clone(), path: path.to_owned(), inner })
    }
}

impl State {
    fn note(&mut self, path: &Path, undo: Undo) {
        self.undo.push((path.parent().unwrap().to_owned(), undo));
    }

    /// Keeps what has a name, if anything has, to bring it back.
    fn keep(&mut self, path: &Path) {
        if path.symlink_metadata().is_ok() {
            let kept = self.aside.path().join(self.steps.to_string());
            if path.is_dir() {
                fs::create_dir_all(&kept).unwrap();
                copy_tree(path, &kept);
            } else {
                fs::copy(path, &kept).unwrap();
            }
            self.note(path, Undo::Restore { kept, path: path.to_owned() });
        }
    }
}

impl Undo {
    fn apply(self) {
        match self {
            Self::Remove(path) if path.is_dir() => fs::remove_dir_all(path).unwrap(),
            // What has another name by now has it for good.
            Self::Remove(path) => drop(fs::remove_file(path)),
            Self::Rename { from, to } => fs::rename(to, from).unwrap(),
            Self::Restore { kept, path } => fs::rename(kept, path).unwrap(),
        }
    }
}

#[derive(Debug)]
struct LosingFile {
    disk: LosingDisk,
    path: PathBuf,
    inner: Box<dyn DiskFile>,
}

impl DiskFile for LosingFile {
    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.disk.step(|state| {
            let before = self.path.metadata()?.len();
            state.lengths.entry(self.path.clone()).or_insert(before);
            self.inner.append(bytes)
        })
    }

    fn sync_data(&mut self) -> io::Result<()> {
        self.disk.step(|state| {
            state.lengths.remove(&self.path);
            Ok(())
        })
    }
}

impl Disk for LosingDisk {
    fn create_dir(&self, path: &Path) -> io::Result<()> {
        self.step(|state| {
            let missing: Vec<_> = path.ancestors().take_while(|one| !one.exists()).collect();
            for folder in missing.into_iter().rev() {
                RealDisk.create_dir(folder)?;
                state.note(folder, Undo::Remove(folder.to_owned()));
            }
            Ok(())
        })
    }

    fn create(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        let made = self.step(|state| {
            let file = RealDisk.create(path)?;
            state.note(path, Undo::Remove(path.to_owned()));
            Ok(file)
        });
        made.map(|file| self.file(path, file))
    }

    fn open_append(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        self.step(|_| RealDisk.open_append(path)).map(|file| self.file(path, file))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step(|state| {
            state.keep(to);
            RealDisk.rename(from, to)?;
            let lengths = std::mem::take(&mut state.lengths);
            let moved = |path: PathBuf| match path.strip_prefix(from) {
                Ok(rest) if rest.as_os_str().is_empty() => to.to_owned(),
                Ok(rest) => to.join(rest),
                Err(_) => path,
            };
            let lengths = lengths.into_iter().filter(|(path, _)| path != to);
            state.lengths = lengths.map(|(path, bytes)| (moved(path), bytes)).collect();
            state.note(to, Undo::Rename { from: from.to_owned(), to: to.to_owned() });
            Ok(())
        })
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.step(|state| {
            state.keep(path);
            state.lengths.remove(path);
            RealDisk.remove(path)
        })
    }

    fn remove_dir(&self, path: &Path) -> io::Result<()> {
        self.step(|state| {
            state.keep(path);
            RealDisk.remove_dir(path)
        })
    }

    fn truncate(&self, path: &Path, bytes: u64) -> io::Result<()> {
        self.step(|state| {
            state.lengths.remove(path);
            RealDisk.truncate(path, bytes)
        })
    }

    fn sync_dir(&self, path: &Path) -> io::Result<()> {
        self.step(|state| {
            state.undo.retain(|(folder, _)| folder != path);
            Ok(())
        })
    }
}
