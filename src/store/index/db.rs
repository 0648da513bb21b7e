//! sled behind a wall: a panic becomes an error, a value that changed becomes an error.
//!
//! sled 0.34.7 answers damage with panics, or with fewer entries than it was given. Neither may
//! reach a user: whoever gets an [`IndexError`] sets the index aside and makes it again.

use crate::store::codec::{self, IndexError};
use core::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::sync::Once;

/// How often sled's lock is asked for again, and how long to wait between.
const LOCK_RETRIES: u32 = 10;
const LOCK_PAUSE: std::time::Duration = std::time::Duration::from_millis(20);

/// More does not help reading lists that are read once, and the promise is to stay small: sled
/// takes about twice as much while it writes.
const CACHE_BYTES: u64 = 32 << 20;

/// Key and payload; without a payload the key is removed.
pub(crate) type Change = (Vec<u8>, Option<Vec<u8>>);

pub(crate) struct Db {
    // Taken out when it is dropped, which may panic too.
    sled: Option<sled::Db>,
    path: PathBuf,
}

impl core::fmt::Debug for Db {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Db").field("path", &self.path).finish_non_exhaustive()
    }
}

thread_local! {
    static BEHIND_WALL: Cell<bool> = const { Cell::new(false) };
}

/// Runs sled code. What it would print when it panics says nothing to a secretary.
fn guard<T>(work: impl FnOnce() -> Result<T, IndexError>) -> Result<T, IndexError> {
    static QUIET: Once = Once::new();
    QUIET.call_once(|| {
        let shown = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            let thread = std::thread::current();
            let of_sled = thread.name().is_some_and(|name| name.starts_with("sled"));
            if !of_sled && !BEHIND_WALL.get() {
                shown(info);
            }
        }));
    });
    BEHIND_WALL.set(true);
    let outcome = panic::catch_unwind(AssertUnwindSafe(work));
    BEHIND_WALL.set(false);
    outcome
        .unwrap_or_else(|cause| Err(IndexError::new(format!("sled panicked: {}", said(&*cause)))))
}

fn said(cause: &(dyn core::any::Any + Send)) -> &str {
    let text = cause.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| cause.downcast_ref::<&str>().copied()).unwrap_or("without a word")
}

#[expect(clippy::needless_pass_by_value, reason = "handed to `map_err`")]
fn failed(error: sled::Error) -> IndexError {
    IndexError::new(error.to_string())
}

impl Db {
    pub(crate) fn open(path: &Path) -> Result<Self, IndexError> {
        let config =
            sled::Config::new().path(path).cache_capacity(CACHE_BYTES).flush_every_ms(None);
        let mut sled = guard(|| config.open().map_err(failed));
        // A child process that is just being started holds copies of our files until it runs its
        // own program; sled's lock is free a moment later.
        for _ in 0..LOCK_RETRIES {
            if !sled.as_ref().is_err_and(|error| error.to_string().contains("WouldBlock")) {
                break;
            }
            std::thread::sleep(LOCK_PAUSE);
            sled = guard(|| config.open().map_err(failed));
        }
        let sled = sled?;
        Ok(Self { sled: Some(sled), path: path.to_owned() })
    }

    fn with<T>(
        &self,
        work: impl FnOnce(&sled::Db) -> Result<T, IndexError>,
    ) -> Result<T, IndexError> {
        let Some(sled) = &self.sled else { return Err(IndexError::new("closed")) };
        guard(|| work(sled))
    }

    /// The payload under a key.
    pub(crate) fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, IndexError> {
        self.with(|sled| match sled.get(key).map_err(failed)? {
            Some(value) => codec::open(key, &value).map(|payload| Some(payload.to_vec())),
            None => Ok(None),
        })
    }

    /// The payload under a key that must be there.
    pub(crate) fn need(&self, key: &[u8]) -> Result<Vec<u8>, IndexError> {
        self.get(key)?.ok_or_else(|| IndexError::new("a value is missing"))
    }

    /// The last pair with this prefix whose key is not behind `key`.
    pub(crate) fn at_or_before(&self, prefix: &[u8], key: &[u8]) -> Result<Vec<u8>, IndexError> {
        self.with(|sled| {
            let found = sled.range(prefix..=key).next_back().transpose().map_err(failed)?;
            let (key, value) = found.ok_or_else(|| IndexError::new("a value is missing"))?;
            codec::open(&key, &value).map(<[u8]>::to_vec)
        })
    }

    /// Shows all pairs with a prefix, in order.
    pub(crate) fn each(
        &self,
        prefix: &[u8],
        visit: &mut dyn FnMut(&[u8], &[u8]),
    ) -> Result<(), IndexError> {
        self.with(|sled| {
            for pair in sled.scan_prefix(prefix) {
                let (key, value) = pair.map_err(failed)?;
                visit(&key, codec::open(&key, &value)?);
            }
            Ok(())
        })
    }

    /// Makes all changes or none.
    pub(crate) fn apply(&self, changes: Vec<Change>) -> Result<(), IndexError> {
        self.with(|sled| {
            let mut batch = sled::Batch::default();
            for (key, payload) in changes {
                match payload {
                    Some(payload) => {
                        let value = codec::close(&key, payload);
                        batch.insert(key, value);
                    }
                    None => batch.remove(key),
                }
            }
            sled.apply_batch(batch).map_err(failed)
        })
    }

    /// Hands everything to the system, and asks it to put sled's file on disk, which sled does not.
    pub(crate) fn flush(&self) -> Result<(), IndexError> {
        self.with(|sled| sled.flush().map(drop).map_err(failed))?;
        let file = std::fs::File::options().write(true).open(self.path.join("db"));
        // An index that does not reach the disk is made again.
        drop(file.and_then(|file| file.sync_data()));
        Ok(())
    }
}

impl Drop for Db {
    fn drop(&mut self) {
        let sled = self.sled.take();
        drop(guard(|| {
            drop(sled);
            Ok(())
        }));
    }
}
