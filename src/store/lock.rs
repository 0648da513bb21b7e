//! One writer: the lock of a registry, and a file beside it that says who holds it.
//!
//! The system lets go of the lock when the process ends, however it ends. The holder stands in a
//! second file because a locked file cannot be read by others on every system.

use super::{plain, platform};
use core::fmt;
use core::time::Duration;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// How long to wait before the lock is asked for again.
const PAUSE: Duration = Duration::from_millis(20);

/// Who holds the lock, as far as it said so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// Process id.
    pub pid: u32,
    /// Name and version of the program.
    pub program: String,
}

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (process {})", self.program, self.pid)
    }
}

/// Why the lock was not taken.
#[derive(Debug)]
pub(crate) enum LockError {
    Busy(Option<Holder>),
    Io(PathBuf, io::Error),
}

/// Held while a registry is open for writing.
#[derive(Debug)]
pub(crate) struct Lock {
    file: File,
    holder: PathBuf,
}

impl Lock {
    /// Takes the lock, waiting so long for who has it.
    pub(crate) fn take(dir: &Path, program: &str, wait: Duration) -> Result<Self, LockError> {
        let path = dir.join("registry.lock");
        let holder = dir.join("registry.holder");
        let mut options = OpenOptions::new();
        platform::private(options.write(true).create(true).truncate(false));
        for path in [&path, &holder] {
            plain::file(path).map_err(|error| LockError::Io(path.clone(), error))?;
        }
        let file = options.open(&path).map_err(|error| LockError::Io(path.clone(), error))?;
        let started = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => break,
                Err(TryLockError::WouldBlock) if started.elapsed() < wait => {
                    std::thread::sleep(PAUSE);
                }
                Err(TryLockError::WouldBlock) => return Err(LockError::Busy(read_holder(&holder))),
                Err(TryLockError::Error(error)) => return Err(LockError::Io(path, error)),
            }
        }
        let text = format!("{}\n{program}\n", std::process::id());
        fs::write(&holder, text).map_err(|error| LockError::Io(holder.clone(), error))?;
        Ok(Self { file, holder })
    }

    /// Lets go at a quiet end: nobody is named as holder any more.
    pub(crate) fn release(self) {
        drop(fs::remove_file(&self.holder));
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Closing the file is not enough while a child process that is just being started shares it.
        drop(self.file.unlock());
    }
}

fn read_holder(path: &Path) -> Option<Holder> {
    let text = String::from_utf8(plain::read(path).ok()?).ok()?;
    let (pid, program) = text.split_once('\n')?;
    Some(Holder { pid: pid.parse().ok()?, program: program.trim_end().to_owned() })
}
