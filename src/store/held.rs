//! Who is inside `append_held`: a thread that must not wait for itself.

use super::memory::lock;
use std::sync::Mutex;
use std::thread::{self, ThreadId};

/// The thread that prepares a command while holding the writer, if one does.
#[derive(Debug, Default)]
pub(crate) struct Holder(Mutex<Option<ThreadId>>);

/// Ends the holding, also when preparing panics.
struct Release<'a>(&'a Holder);

impl Drop for Release<'_> {
    fn drop(&mut self) {
        *lock(&self.0.0) = None;
    }
}

impl Holder {
    /// Whether the calling thread is inside [`Holder::during`].
    pub(crate) fn is_here(&self) -> bool {
        *lock(&self.0) == Some(thread::current().id())
    }

    /// Runs work that must not append.
    pub(crate) fn during<T>(&self, work: impl FnOnce() -> T) -> T {
        *lock(&self.0) = Some(thread::current().id());
        let _release = Release(self);
        work()
    }
}
