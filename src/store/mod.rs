//! Where things lie: the contract that every store keeps, and the stores that keep it.
//!
//! A store keeps lines in one order and answers five questions: what is the head, what was recorded
//! within a scope since a position, what is line N, was this command recorded, and may these drafts
//! be appended if nothing newer stands in their scope. Everything else here serves that: journal
//! files are the truth, the index (sled) is disposable, the vault holds what can be erased.
//!
//! Invariants:
//! - when [`Store::append`] returns `Ok`, every entry of the command is on disk;
//! - a command is recorded whole or not at all, and at most once;
//! - an entry within the scope of a command that the command has not seen refuses it;
//! - the recorded instant never goes back, except behind a recorded clock correction.

mod cache;
mod codec;
pub mod disk;
mod error;
mod follow;
mod held;
mod index;
pub mod journal;
mod journal_store;
mod lock;
mod memory;
mod note;
mod open;
pub(crate) mod plain;
mod platform;
mod reading;
mod recent;
mod replay;
pub(crate) mod rows;
mod scope;
mod squeeze;
mod staging;
pub mod vault;

pub use error::{AppendError, Damage, Limit, StoreError};
#[cfg(test)]
pub(crate) use index::tag_key;
pub use journal::{JournalFiles, Place};
pub use lock::Holder;
pub use memory::MemoryStore;
pub use note::{Finding, Note};
pub(crate) use open::has_journal;
pub use open::{Checkpoint, OpenError, OpenOptions, Opened};
pub use plain::{NotPlain, Shape};
pub use reading::ReadingStore;
pub use replay::Progress;
pub use scope::{Clause, Ready, Scope};
pub use staging::{CLOCK_CORRECTED, COMMAND_BYTES_MAX, COMMAND_ENTRIES_MAX};
pub use vault::Vault;

use crate::ledger::Draft;
use crate::ledger::Hash;
use core::fmt;
use core::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// Where saved rows lie in a registry.
pub(crate) fn saved_rows_dir(registry: &Path) -> PathBuf {
    registry.join("index").join("rows")
}

/// How far the journal goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Number of entries, which is the number that the next one gets.
    pub next_seq: u64,
    /// Hash of the last line; [`Hash::ZERO`] in an empty registry.
    pub hash: Hash,
    /// When the last entry was recorded; empty in an empty registry.
    pub at: String,
}

impl Head {
    /// The head of a registry without entries.
    pub const EMPTY: Self = Self { next_seq: 0, hash: Hash::ZERO, at: String::new() };
}

/// A command ready to be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Append {
    /// ULID of the command.
    pub cmd: String,
    /// The instant to record. If the last entry is later, its instant is used instead, because the
    /// caller has refused large differences already. A command whose first entry is
    /// [`CLOCK_CORRECTED`] is recorded with the instant as given.
    pub at: String,
    /// Who says so, canonical JSON.
    pub by: String,
    /// The entries without their numbers.
    pub entries: Vec<Draft>,
    /// The part of the journal that the command depends on.
    pub scope: Scope,
    /// The scope was read up to this number, exclusive. [`Store::next_seq`] asked *before* reading
    /// is right.
    pub seen: u64,
}

/// What a recorded command became.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// Number of its first entry.
    pub first: u64,
    /// Number of its last entry.
    pub last: u64,
    /// The instant that was recorded.
    pub at: String,
    /// Hash of its last line.
    pub hash: Hash,
}

/// Which entries a reader wants to see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Visibility {
    /// Also those that have a number but are not yet on disk: what admission must know.
    Staged,
    /// Only those that are on disk: what may be shown.
    Synced,
}

/// What [`Store::append_held`] asks for: reads what it needs and says what to append, if anything.
pub type Prepare<'a> = &'a mut dyn FnMut(&dyn Store) -> Option<Append>;

/// What is shown of a line: where it lies, its bytes.
pub type VisitPlaced<'a> = &'a mut dyn FnMut(Place, &[u8]) -> ControlFlow<()>;

/// Is shown a line.
pub type VisitScope<'a> = &'a mut dyn FnMut(&[u8]) -> ControlFlow<()>;

/// The contract. All methods may be called from many threads.
pub trait Store: Send + Sync + fmt::Debug {
    /// How far the journal is on disk.
    fn head(&self) -> Head;

    /// Number of the next entry, counting staged ones or not.
    fn next_seq(&self, see: Visibility) -> u64;

    /// Shows the lines of the scope (without line feed) from number `since` on, in order, until it is
    /// told to stop. What visits them asks nothing of the store.
    fn visit(
        &self,
        scope: &Scope,
        since: u64,
        see: Visibility,
        visit: VisitScope<'_>,
    ) -> Result<(), StoreError>;

    /// The same lines, gathered: for a scope that is known to be small.
    fn read(&self, scope: &Scope, since: u64, see: Visibility) -> Result<Vec<Vec<u8>>, StoreError> {
        let mut lines = Vec::new();
        self.visit(scope, since, see, &mut |line| {
            lines.push(line.to_vec());
            ControlFlow::Continue(())
        })?;
        Ok(lines)
    }

    /// One line on disk, checked against what its neighbour names as `prev`.
    fn line(&self, seq: u64) -> Result<Option<Vec<u8>>, StoreError>;

    /// Lines on disk by their numbers, given in order, each checked like [`line`](Self::line).
    fn lines(&self, numbers: &[u64]) -> Result<Vec<Vec<u8>>, StoreError> {
        let mut lines = Vec::with_capacity(numbers.len());
        for seq in numbers {
            lines.extend(self.line(*seq)?);
        }
        Ok(lines)
    }

    /// Shows every line on disk from a number on with its place, in order, in constant memory.
    fn scan(&self, from: u64, visit: VisitPlaced<'_>) -> Result<(), StoreError>;

    /// First and last number of a command that has been given numbers.
    fn find_command(&self, cmd: &str) -> Result<Option<(u64, u64)>, StoreError>;

    /// Records a command, unless something newer stands in its scope. Returns when it is on disk.
    fn append(&self, append: Append) -> Result<Receipt, AppendError>;

    /// Records what `prepare` returns; nothing can be recorded between its reading and this. For
    /// the second try after a conflict. `prepare` may read but not append.
    fn append_held(&self, prepare: Prepare<'_>) -> Result<Option<Receipt>, AppendError>;

    /// Brings the index up to date and leaves the registry as found clean by the next opening.
    fn close(self: Box<Self>) -> Result<(), StoreError>;
}
