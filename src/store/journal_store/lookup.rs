//! Finding entries: candidates from the index and from memory, lines from the files.

use super::Inner;
use crate::ledger::Entry;
use crate::store::error::{Damage, StoreError};
use crate::store::index::{Index, IndexError, command_key};
use crate::store::journal::{Cursor, Place, damaged};
use crate::store::memory::lock;
use crate::store::recent::Source;
use crate::store::{Head, Scope, Visibility};
use core::ops::ControlFlow;
use std::sync::Arc;

/// Up to this many entries are read one by one.
const FEW: usize = 1024;

/// What a reader looks at.
struct Plan {
    numbers: Vec<(u64, Source)>,
    files: Vec<u64>,
}

impl Inner {
    /// First entry from `since` on that belongs to the scope, staged ones included.
    pub(super) fn newer(&self, scope: &Scope, since: u64) -> Result<Option<u64>, StoreError> {
        let mut found = None;
        self.visit(scope, since, Visibility::Staged, &mut |entry| {
            found = Some(entry.seq);
            ControlFlow::Break(())
        })?;
        Ok(found)
    }

    pub(super) fn lookup_command(&self, cmd: &str) -> Result<Option<(u64, u64)>, StoreError> {
        self.follower.with(|index| match self.recent().find_command(cmd) {
            Some(found) => Ok(Some(found)),
            None => index.find_command(command_key(cmd)),
        })
    }

    /// Shows the entries of a scope in order.
    pub(super) fn visit(
        &self,
        scope: &Scope,
        since: u64,
        see: Visibility,
        visit: &mut dyn FnMut(&Entry<'_>) -> ControlFlow<()>,
    ) -> Result<(), StoreError> {
        let plan = self.follower.with(|index| self.plan(index, scope, since, see))?;
        let mut cursor = if plan.numbers.len() > FEW {
            Cursor::for_many(&self.journal_dir, &plan.files)
        } else {
            Cursor::new(&self.journal_dir, &plan.files)
        };
        let few = plan.numbers.len() <= FEW;
        let scope = scope.ready();
        for (seq, source) in plan.numbers {
            if let Some(line) = self.in_memory(seq, &source) {
                let entry = Entry::parse(&line)
                    .map_err(|error| damaged(seq, Place { file: 0, offset: 0 }, error.into()))?;
                if scope.matches(entry.kind, entry.tags()) && visit(&entry).is_break() {
                    return Ok(());
                }
                continue;
            }
            self.approach(&mut cursor, seq, &source)?;
            let entry = cursor.next()?;
            if few {
                lock(&self.remembered).keep(&seq, entry.line);
            }
            if scope.matches(entry.kind, entry.tags()) && visit(&entry).is_break() {
                return Ok(());
            }
        }
        Ok(())
    }

    /// A line that need not be read: not yet in a file, or read lately.
    fn in_memory(&self, seq: u64, source: &Source) -> Option<Arc<[u8]>> {
        match source {
            Source::Memory(line) => Some(line.as_slice().into()),
            _ => lock(&self.remembered).get(&seq),
        }
    }

    /// Which entries to look at, and where they are.
    fn plan(
        &self,
        index: &Index,
        scope: &Scope,
        since: u64,
        see: Visibility,
    ) -> Result<Plan, IndexError> {
        let recent = self.recent();
        let until = match see {
            Visibility::Staged => recent.next_seq(),
            Visibility::Synced => recent.synced().next_seq,
        };
        let boundary = recent.boundary().min(until);
        let mut old = Vec::new();
        if scope.is_everything() {
            old.extend(since..boundary);
        } else {
            for clause in &scope.clauses {
                index.candidates(clause, since, boundary, &mut old)?;
            }
            old.sort_unstable();
            old.dedup();
        }
        let old = old.into_iter().map(|seq| (seq, Source::Index));
        let new = recent.candidates(scope, since.max(boundary), until);
        let new = new.into_iter().filter_map(|seq| Some((seq, recent.source(seq)?)));
        Ok(Plan { numbers: old.chain(new).collect(), files: recent.files().to_vec() })
    }

    /// Brings the cursor before an entry, in the way that reads least.
    pub(super) fn approach(
        &self,
        cursor: &mut Cursor<'_>,
        seq: u64,
        source: &Source,
    ) -> Result<(), StoreError> {
        match source {
            Source::File(_) if cursor.position() == Some(seq) => Ok(()),
            Source::File(place) => cursor.seek(seq, *place),
            _ => {
                let before = self.follower.with(|index| Ok(index.place_before(seq)))?;
                let missing = || damaged(seq, Place { file: 0, offset: 0 }, Damage::Missing);
                let (start, place) = before.ok_or_else(missing)?;
                if cursor.position().is_none_or(|at| at > seq || at < start) {
                    cursor.seek(start, place)?;
                }
                cursor.skip_to(seq)
            }
        }
    }

    /// Where a synced entry is.
    pub(super) fn source(&self, seq: u64) -> Source {
        self.recent().place(seq).map_or(Source::Index, Source::File)
    }

    /// The head on disk, and the files as they are.
    pub(super) fn synced(&self) -> (Head, Vec<u64>) {
        let recent = self.recent();
        (recent.synced().clone(), recent.files().to_vec())
    }
}
