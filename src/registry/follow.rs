//! The snapshot that readers share, brought up to date by what was recorded since.

use super::Registry;
use crate::answer::{AskError, Asked, Snapshot, View};
use std::sync::{Arc, PoisonError};

impl Registry {
    /// The book as it is. Whoever asks first after a command brings it up to date for all; those who
    /// hold an older one keep it.
    pub fn snapshot(&self) -> Result<Arc<Snapshot>, AskError> {
        let mut shared = self.snapshot.lock().unwrap_or_else(PoisonError::into_inner);
        let mut newest = if let Some(known) = shared.take() {
            known
        } else {
            let rows = self.rows.lock().unwrap_or_else(PoisonError::into_inner).clone();
            let (store, vault) = (Arc::clone(&self.store), Arc::clone(&self.vault));
            Arc::new(Snapshot::at_start(store, vault, rows)?)
        };
        if newest.entries() < self.store.head().next_seq {
            // Copied only while somebody still reads the old one.
            Arc::make_mut(&mut newest).follow(None)?;
        }
        *shared = Some(Arc::clone(&newest));
        Ok(newest)
    }

    /// The book as it is today, or as it said after a number of entries.
    pub fn view(&self, as_of: Option<u64>) -> Result<View, AskError> {
        self.snapshot()?.ask(Asked { as_of, ..Asked::now(self.today()) })
    }
}
