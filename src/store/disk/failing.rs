//! A disk that fails on purpose, for tests: at step n, in the way that is asked for.

use super::{Disk, DiskFile, RealDisk};
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

/// How a step fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// No space left; nothing is written.
    Full,
    /// Writing fails after nothing was written.
    Write,
    /// Half of the bytes are written, then writing fails.
    Short,
    /// Everything is written, but syncing fails.
    Sync,
    /// Nothing happens at this step or at any later one, as if the process had died before it.
    Stop,
}

#[derive(Debug)]
struct Plan {
    steps: u64,
    fault: Option<(u64, Fault)>,
    stopped: bool,
}

/// Counts the steps of a [`RealDisk`] and fails at one of them. Clones share the count.
#[derive(Debug, Clone)]
pub struct FailingDisk {
    plan: Arc<Mutex<Plan>>,
}

/// What a step does; a fault can only strike where it makes sense.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Append,
    Sync,
    Other,
}

impl Default for FailingDisk {
    fn default() -> Self {
        Self::new()
    }
}

impl FailingDisk {
    /// A disk that only counts.
    pub fn new() -> Self {
        Self { plan: Arc::new(Mutex::new(Plan { steps: 0, fault: None, stopped: false })) }
    }

    /// Steps made so far.
    pub fn steps(&self) -> u64 {
        self.with(|plan| plan.steps)
    }

    /// Fails at the first suitable step from number `step` (counted from 0) on.
    pub fn fail_at(&self, step: u64, fault: Fault) {
        self.with(|plan| plan.fault = Some((step, fault)));
    }

    /// Whether the fault has struck.
    pub fn has_failed(&self) -> bool {
        self.with(|plan| plan.fault.is_none() || plan.stopped)
    }

    fn with<T>(&self, change: impl FnOnce(&mut Plan) -> T) -> T {
        change(&mut self.plan.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Counts a step; `Some` when it must fail.
    fn step(&self, kind: Step) -> Option<Fault> {
        self.with(|plan| {
            let number = plan.steps;
            plan.steps += 1;
            if plan.stopped {
                return Some(Fault::Stop);
            }
            let (at, fault) = plan.fault?;
            let fits = match fault {
                Fault::Stop => true,
                Fault::Sync => kind == Step::Sync,
                Fault::Write | Fault::Short => kind == Step::Append,
                Fault::Full => kind != Step::Sync,
            };
            if number < at || !fits {
                return None;
            }
            plan.stopped = fault == Fault::Stop;
            plan.fault = None;
            Some(fault)
        })
    }

    fn other<T>(&self, work: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
        match self.step(Step::Other) {
            Some(fault) => Err(error(fault)),
            None => work(),
        }
    }

    fn file(&self, inner: Box<dyn DiskFile>) -> Box<dyn DiskFile> {
        Box::new(FailingFile { disk: self.clone(), inner })
    }
}

fn error(fault: Fault) -> io::Error {
    match fault {
        Fault::Full => io::Error::from(io::ErrorKind::StorageFull),
        Fault::Write | Fault::Short => io::Error::other("the write failed on purpose"),
        Fault::Sync => io::Error::other("the sync failed on purpose"),
        Fault::Stop => io::Error::other("the process is as good as dead"),
    }
}

#[derive(Debug)]
struct FailingFile {
    disk: FailingDisk,
    inner: Box<dyn DiskFile>,
}

impl DiskFile for FailingFile {
    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        let Some(fault) = self.disk.step(Step::Append) else { return self.inner.append(bytes) };
        if fault == Fault::Short {
            self.inner.append(bytes.get(..bytes.len() / 2).unwrap_or_default())?;
        }
        Err(error(fault))
    }

    fn sync_data(&mut self) -> io::Result<()> {
        match self.disk.step(Step::Sync) {
            Some(fault) => Err(error(fault)),
            None => self.inner.sync_data(),
        }
    }
}

impl Disk for FailingDisk {
    fn create_dir(&self, path: &Path) -> io::Result<()> {
        self.other(|| RealDisk.create_dir(path))
    }

    fn create(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        self.other(|| RealDisk.create(path)).map(|file| self.file(file))
    }

    fn open_append(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        self.other(|| RealDisk.open_append(path)).map(|file| self.file(file))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.other(|| RealDisk.rename(from, to))
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.other(|| RealDisk.remove(path))
    }

    fn remove_dir(&self, path: &Path) -> io::Result<()> {
        self.other(|| RealDisk.remove_dir(path))
    }

    fn truncate(&self, path: &Path, bytes: u64) -> io::Result<()> {
        self.other(|| RealDisk.truncate(path, bytes))
    }

    fn sync_dir(&self, path: &Path) -> io::Result<()> {
        match self.step(Step::Sync) {
            Some(fault) => Err(error(fault)),
            None => RealDisk.sync_dir(path),
        }
    }
}
