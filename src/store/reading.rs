//! A store that only reads: files without lock and index, up to the last complete command.
//!
//! For every command that shows something, and for a registry with a finding. It answers by reading
//! the files through, a second for a million entries, and depends on nothing that could be wrong.

use super::error::{AppendError, Damage, StoreError};
use super::journal::{Chunk, JOURNAL_DIR, JournalFiles, Links, Place, damaged};
use super::lock::Lock;
use super::note::Finding;
use super::{Append, Head, Mark, Prepare, Receipt, Row, RowChange, Scope, Store, Visibility};
use crate::ledger::Entry;
use crate::ledger::Hash;
use crate::ledger::chain::prev_of;
use core::ops::ControlFlow;
use std::path::Path;

/// What is shown of a line: the number it should have, its place, its bytes.
type VisitNumbered<'a> = &'a mut dyn FnMut(u64, Place, &[u8]) -> ControlFlow<()>;

/// Reads the journal of a registry as it is now.
#[derive(Debug)]
pub struct ReadingStore {
    files: JournalFiles,
    head: Head,
    finding: Finding,
    // Kept while a registry with a finding is open, so that nobody else changes it.
    lock: Option<Lock>,
}

impl ReadingStore {
    /// Opens the registry in a folder, whoever else has it open.
    pub fn open(registry: &Path) -> Result<Self, StoreError> {
        let files = JournalFiles::open(&registry.join(JOURNAL_DIR))?;
        Self::new(files, Finding::OpenedForReading, None)
    }

    pub(crate) fn new(
        files: JournalFiles,
        finding: Finding,
        lock: Option<Lock>,
    ) -> Result<Self, StoreError> {
        let head = files.tail()?.head;
        Ok(Self { files, head, finding, lock })
    }

    /// The files it reads.
    pub fn files(&self) -> &JournalFiles {
        &self.files
    }

    /// Shows lines from a number on, with the number each should have.
    fn each_from(&self, from: u64, visit: VisitNumbered<'_>) -> Result<(), StoreError> {
        let start = self.files.files().partition_point(|file| file.first <= from).max(1) - 1;
        for (file, found) in self.files.files().iter().enumerate().skip(start) {
            let whole = Chunk { file, start: 0, end: found.bytes };
            let mut seq = found.first;
            let to_the_end = self.files.each_of(whole, &mut |line| {
                if seq >= self.head.next_seq {
                    return ControlFlow::Break(());
                }
                let place = Place { file: found.first, offset: line.offset };
                seq += 1;
                if seq > from {
                    visit(seq - 1, place, line.bytes)
                } else {
                    ControlFlow::Continue(())
                }
            })?;
            if !to_the_end {
                break;
            }
        }
        Ok(())
    }

    /// Shows entries from a number on; a damaged line is an error.
    fn each_entry(
        &self,
        from: u64,
        visit: &mut dyn FnMut(&Entry<'_>) -> ControlFlow<()>,
    ) -> Result<(), StoreError> {
        let mut failed = None;
        self.each_from(from, &mut |seq, place, line| match Entry::parse(line) {
            Ok(entry) if entry.seq == seq => visit(&entry),
            Ok(entry) => {
                failed = Some(damaged(seq, place, Damage::Number { found: entry.seq }));
                ControlFlow::Break(())
            }
            Err(error) => {
                failed = Some(damaged(seq, place, error.into()));
                ControlFlow::Break(())
            }
        })?;
        failed.map_or(Ok(()), Err)
    }

    fn refuse<T>(&self) -> Result<T, AppendError> {
        Err(AppendError::ReadOnly { finding: self.finding.to_string() })
    }
}

impl Store for ReadingStore {
    fn head(&self) -> Head {
        self.head.clone()
    }

    fn next_seq(&self, _see: Visibility) -> u64 {
        self.head.next_seq
    }

    fn read(
        &self,
        scope: &Scope,
        since: u64,
        _see: Visibility,
    ) -> Result<Vec<Vec<u8>>, StoreError> {
        let mut lines = Vec::new();
        self.each_entry(since, &mut |entry| {
            if scope.matches(entry.kind, entry.tags()) {
                lines.push(entry.line.to_vec());
            }
            ControlFlow::Continue(())
        })?;
        Ok(lines)
    }

    fn line(&self, seq: u64) -> Result<Option<Vec<u8>>, StoreError> {
        let mut found: Option<(Place, Vec<u8>)> = None;
        let mut named = (seq + 1 == self.head.next_seq).then_some(self.head.hash);
        self.each_from(seq, &mut |number, place, line| {
            if number == seq {
                found = Some((place, line.to_vec()));
                return ControlFlow::Continue(());
            }
            named = prev_of(line);
            ControlFlow::Break(())
        })?;
        let Some((place, line)) = found else { return Ok(None) };
        let hash = Hash::of(&line);
        match named {
            Some(named) if named == hash => Ok(Some(line)),
            named => {
                let named = named.unwrap_or(Hash::ZERO);
                Err(damaged(seq, place, Damage::Next { named, found: hash }))
            }
        }
    }

    fn scan(
        &self,
        from: u64,
        visit: &mut dyn FnMut(&[u8]) -> ControlFlow<()>,
    ) -> Result<(), StoreError> {
        let mut links = Links::default();
        let mut failed = None;
        self.each_from(from, &mut |seq, place, line| match links.next(seq, place, line) {
            Ok(()) => visit(line),
            Err(error) => {
                failed = Some(error);
                ControlFlow::Break(())
            }
        })?;
        failed.map_or(Ok(()), Err)
    }

    fn find_command(&self, cmd: &str) -> Result<Option<(u64, u64)>, StoreError> {
        let mut found: Option<(u64, u64)> = None;
        self.each_entry(0, &mut |entry| {
            if entry.cmd == cmd {
                found = Some((found.map_or(entry.seq, |(first, _)| first), entry.seq));
            } else if found.is_some() {
                return ControlFlow::Break(());
            }
            ControlFlow::Continue(())
        })?;
        Ok(found)
    }

    fn append(&self, _append: Append) -> Result<Receipt, AppendError> {
        self.refuse()
    }

    fn append_held(&self, _prepare: Prepare<'_>) -> Result<Option<Receipt>, AppendError> {
        self.refuse()
    }

    fn mark(&self, _table: &str) -> Result<Option<Mark>, StoreError> {
        Ok(None)
    }

    fn rows(&self, _table: &str) -> Result<Option<(Mark, Vec<Row>)>, StoreError> {
        Ok(None)
    }

    fn row(&self, _table: &str, _key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(None)
    }

    fn save_rows(
        &self,
        _table: &str,
        _mark: Mark,
        _changes: Vec<RowChange>,
        _replace: bool,
    ) -> Result<(), StoreError> {
        Ok(())
    }

    fn close(self: Box<Self>) -> Result<(), StoreError> {
        if let Some(lock) = self.lock {
            lock.release();
        }
        Ok(())
    }
}
