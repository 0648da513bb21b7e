//! The contract, kept by the store on disk.

use super::{JournalStore, finish};
use crate::ledger::entry::is_ulid;
use crate::store::error::{AppendError, StoreError};
use crate::store::journal::{Cursor, Links, Place, linked};
use crate::store::memory::lock;
use crate::store::{
    Append, Head, Prepare, Receipt, Scope, Store, Visibility, VisitPlaced, VisitScope,
};
use core::sync::atomic::Ordering;
use std::sync::Arc;

impl Store for JournalStore {
    fn head(&self) -> Head {
        self.inner.recent().synced().clone()
    }

    fn next_seq(&self, see: Visibility) -> u64 {
        let recent = self.inner.recent();
        match see {
            Visibility::Staged => recent.next_seq(),
            Visibility::Synced => recent.synced().next_seq,
        }
    }

    fn visit(
        &self,
        scope: &Scope,
        since: u64,
        see: Visibility,
        visit: VisitScope<'_>,
    ) -> Result<(), StoreError> {
        if see == Visibility::Staged && self.inner.closed.load(Ordering::Acquire) {
            return Err(StoreError::Closed);
        }
        self.inner.visit(scope, since, see, &mut |entry| visit(entry.line))
    }

    fn line(&self, seq: u64) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.lines(&[seq])?.pop())
    }

    fn lines(&self, numbers: &[u64]) -> Result<Vec<Vec<u8>>, StoreError> {
        let (head, files) = self.inner.synced();
        let known = numbers.partition_point(|seq| *seq < head.next_seq);
        let numbers = numbers.get(..known).unwrap_or_default();
        let mut cursor = Cursor::new(&self.inner.journal_dir, &files);
        linked(&mut cursor, numbers, &head, &mut |cursor, seq| {
            let source = self.inner.source(seq);
            self.inner.approach(cursor, seq, &source)
        })
    }

    fn scan(&self, from: u64, visit: VisitPlaced<'_>) -> Result<(), StoreError> {
        let (source, (head, files)) = (self.inner.source(from), self.inner.synced());
        if from >= head.next_seq {
            return Ok(());
        }
        let mut cursor = Cursor::for_many(&self.inner.journal_dir, &files);
        self.inner.approach(&mut cursor, from, &source)?;
        let mut links = Links::default();
        for seq in from..head.next_seq {
            let place = cursor.behind().unwrap_or(Place { file: 0, offset: 0 });
            let line = cursor.next_bytes()?;
            links.next(seq, place, line)?;
            if visit(place, line).is_break() {
                break;
            }
        }
        Ok(())
    }

    fn find_command(&self, cmd: &str) -> Result<Option<(u64, u64)>, StoreError> {
        if !is_ulid(cmd) {
            return Ok(None);
        }
        let found = self.inner.lookup_command(cmd)?;
        let head = self.inner.recent().synced().next_seq;
        if let Some((_, last)) = found
            && last >= head
            && !self.inner.holder.is_here()
            && self.inner.settle(last + 1).is_err()
        {
            return Err(StoreError::Closed);
        }
        Ok(found)
    }

    fn append(&self, append: Append) -> Result<Receipt, AppendError> {
        let receipt = self.append_with(|inner| {
            let mut staged = lock(&inner.writer);
            inner.stage(&mut staged, &append).map(Some)
        })?;
        receipt.ok_or(AppendError::Empty)
    }

    fn append_held(&self, prepare: Prepare<'_>) -> Result<Option<Receipt>, AppendError> {
        self.append_with(|inner| {
            let mut staged = lock(&inner.writer);
            let append = inner.holder.during(|| prepare(self));
            append.map(|append| inner.stage(&mut staged, &append)).transpose()
        })
    }

    fn close(self: Box<Self>) -> Result<(), StoreError> {
        finish(lock(&self.job).take());
        let closed = self.inner.closed.load(Ordering::Acquire);
        let failed = self.inner.index_failed.load(Ordering::Acquire);
        let finished = if closed || failed { Ok(()) } else { self.inner.finish_index() };
        let inner = Arc::clone(&self.inner);
        drop(self);
        // An index that could not be finished is caught up or made again at the next opening.
        if let Some(inner) = Arc::into_inner(inner) {
            inner.end(finished.is_ok() && !closed)?;
        }
        Ok(())
    }
}
