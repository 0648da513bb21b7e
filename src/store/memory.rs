//! A store in memory: for tests, for trying a command out, and as the contract in plain words.

use super::error::{AppendError, Damage, StoreError};
use super::held::Holder;
use super::staging::Lines;
use super::{
    Append, Head, Place, Prepare, Ready, Receipt, Scope, Store, Visibility, VisitPlaced, VisitScope,
};
use crate::ledger::Entry;
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Keeps everything in memory, and nothing behind the end of the process.
#[derive(Debug, Default)]
pub struct MemoryStore {
    // Held for the whole of an append, so that numbers have no gaps.
    writer: Mutex<()>,
    // Thread inside `append_held`, which must not wait for itself.
    holder: Holder,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    head: Head,
    lines: Vec<Vec<u8>>,
    commands: BTreeMap<String, (u64, u64)>,
}

impl Default for State {
    fn default() -> Self {
        Self { head: Head::EMPTY, lines: Vec::new(), commands: BTreeMap::new() }
    }
}

/// Locks; a panic elsewhere does not make plain data unreadable.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl State {
    /// First entry from `since` on that belongs to the scope.
    fn newer(&self, scope: &Scope, since: u64) -> Result<Option<u64>, StoreError> {
        let scope = scope.ready();
        for (seq, line) in self.lines_from(since) {
            if belongs(seq, line, &scope)? {
                return Ok(Some(seq));
            }
        }
        Ok(None)
    }

    fn lines_from(&self, since: u64) -> impl Iterator<Item = (u64, &Vec<u8>)> {
        let start = usize::try_from(since).unwrap_or(usize::MAX);
        (since..).zip(self.lines.iter().skip(start))
    }

    fn append(&mut self, append: &Append) -> Result<Receipt, AppendError> {
        if let Some((first, last)) = self.commands.get(&append.cmd).copied() {
            return Err(AppendError::CommandExists { first, last });
        }
        if let Some(newer) = self.newer(&append.scope, append.seen)? {
            return Err(AppendError::Conflict { newer });
        }
        let lines = Lines::of(append, &self.head)?;
        self.lines.extend(lines.iter().map(|(_, line)| line.to_vec()));
        self.head = lines.head();
        let receipt = lines.receipt;
        self.commands.insert(append.cmd.clone(), (receipt.first, receipt.last));
        Ok(receipt)
    }
}

fn belongs(seq: u64, line: &[u8], scope: &Ready<'_>) -> Result<bool, StoreError> {
    let entry = Entry::parse(line).map_err(|error| StoreError::Damaged {
        seq,
        file: "memory".to_owned(),
        offset: 0,
        damage: Damage::NotAnEntry(error),
    })?;
    Ok(scope.matches(entry.kind, entry.tags()))
}

impl MemoryStore {
    /// An empty registry.
    pub fn new() -> Self {
        Self::default()
    }
}

impl Store for MemoryStore {
    fn head(&self) -> Head {
        lock(&self.state).head.clone()
    }

    fn next_seq(&self, _see: Visibility) -> u64 {
        lock(&self.state).head.next_seq
    }

    fn visit(
        &self,
        scope: &Scope,
        since: u64,
        _see: Visibility,
        visit: VisitScope<'_>,
    ) -> Result<(), StoreError> {
        let state = lock(&self.state);
        let scope = scope.ready();
        for (seq, line) in state.lines_from(since) {
            if belongs(seq, line, &scope)? && visit(line).is_break() {
                break;
            }
        }
        Ok(())
    }

    fn line(&self, seq: u64) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(lock(&self.state).lines_from(seq).next().map(|(_, line)| line.clone()))
    }

    fn scan(&self, from: u64, visit: VisitPlaced<'_>) -> Result<(), StoreError> {
        let end = self.head().next_seq;
        for seq in from..end {
            let Some(line) = self.line(seq)? else { break };
            if visit(Place { file: 0, offset: 0 }, &line).is_break() {
                break;
            }
        }
        Ok(())
    }

    fn find_command(&self, cmd: &str) -> Result<Option<(u64, u64)>, StoreError> {
        Ok(lock(&self.state).commands.get(cmd).copied())
    }

    fn append(&self, append: Append) -> Result<Receipt, AppendError> {
        if self.holder.is_here() {
            return Err(AppendError::Nested);
        }
        let _writer = lock(&self.writer);
        lock(&self.state).append(&append)
    }

    fn append_held(&self, prepare: Prepare<'_>) -> Result<Option<Receipt>, AppendError> {
        if self.holder.is_here() {
            return Err(AppendError::Nested);
        }
        let _writer = lock(&self.writer);
        let append = self.holder.during(|| prepare(self));
        append.map(|append| lock(&self.state).append(&append)).transpose()
    }

    fn close(self: Box<Self>) -> Result<(), StoreError> {
        Ok(())
    }
}
