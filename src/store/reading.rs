//! A store that only reads: files without lock and index, up to the last complete command.
//!
//! For every command that shows something, and for a registry with a finding. Where saved rows fit the
//! journal it finds entries by them and reads the rest of the files; without them, or where a page of
//! them is damaged, it reads the files through, a second for a million entries.

use super::error::{AppendError, Damage, StoreError};
use super::index::MARK_EVERY;
use super::journal::{Chunk, Cursor, JOURNAL_DIR, JournalFiles, Links, Place, damaged, linked};
use super::lock::Lock;
use super::note::Finding;
use super::rows::SavedRows;
use super::saved_rows_dir;
use super::{Append, Head, Prepare, Receipt, Scope, Store, Visibility, VisitPlaced, VisitScope};
use crate::ledger::Entry;
use crate::ledger::Hash;
use crate::ledger::chain::prev_of;
use core::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

/// From this many entries on larger blocks are read.
const MANY: usize = 256;

/// What is shown of a line: the number it should have, its place, its bytes.
type VisitNumbered<'a> = &'a mut dyn FnMut(u64, Place, &[u8]) -> ControlFlow<()>;

/// Lines that are found at once.
const AT_ONCE: usize = 1024;

/// Reads the journal of a registry as it is now.
#[derive(Debug)]
pub struct ReadingStore {
    files: JournalFiles,
    head: Head,
    finding: Finding,
    // Rows whose mark fits the journal: for finding, never for what an entry says.
    rows: Option<Arc<SavedRows>>,
    // Kept while a registry with a finding is open, so that nobody else changes it.
    lock: Option<Lock>,
}

impl ReadingStore {
    /// Opens the registry in a folder, whoever else has it open.
    pub fn open(registry: &Path) -> Result<Self, StoreError> {
        Self::beside(registry, SavedRows::newest(&saved_rows_dir(registry)))
    }

    /// The same with saved rows that were opened before.
    pub(crate) fn beside(
        registry: &Path,
        rows: Option<Arc<SavedRows>>,
    ) -> Result<Self, StoreError> {
        let files = JournalFiles::open(&registry.join(JOURNAL_DIR))?;
        let mut store = Self::new(files, Finding::OpenedForReading, None)?;
        store.rows = rows.filter(|rows| store.fits(rows));
        Ok(store)
    }

    /// Whether the line at the mark of saved rows is the one that they remember.
    fn fits(&self, rows: &SavedRows) -> bool {
        let mark = rows.mark();
        let last = mark.next_seq.checked_sub(1).filter(|_| mark.next_seq <= self.head.next_seq);
        let line = last.and_then(|last| self.find(rows, &[last]).ok()?.pop());
        line.is_some_and(|line| Hash::of(&line) == mark.hash)
    }

    /// Lines by their numbers, found by saved rows.
    fn find(&self, rows: &SavedRows, numbers: &[u64]) -> Result<Vec<Vec<u8>>, StoreError> {
        let Some(first) = self.files.files().first() else { return Ok(Vec::new()) };
        let dir = first.path.parent().unwrap_or(&first.path);
        let names: Vec<u64> = self.files.files().iter().map(|file| file.first).collect();
        let mut cursor = match numbers.len() {
            0..MANY => Cursor::new(dir, &names),
            _ => Cursor::for_many(dir, &names),
        };
        linked(&mut cursor, numbers, &self.head, &mut |cursor, seq| approach(cursor, rows, seq))
    }

    /// Shows the lines of a scope as far as saved rows find them. Returns from which number on the files
    /// are to be read through, or nothing when it was told to stop.
    fn visit_by_rows(
        &self,
        scope: &Scope,
        since: u64,
        visit: VisitScope<'_>,
    ) -> Result<Option<u64>, StoreError> {
        let Some(rows) = self.rows.as_ref().filter(|_| !scope.is_everything()) else {
            return Ok(Some(since));
        };
        let Ok(numbers) = rows.candidates(scope, since) else { return Ok(Some(since)) };
        let scope = scope.ready();
        for some in numbers.chunks(AT_ONCE) {
            let lines = match self.find(rows, some) {
                // A page that accidents damaged is no reason to know less.
                Err(StoreError::Index { .. }) => return Ok(some.first().copied()),
                found => found?,
            };
            let belongs = |line: &[u8]| {
                Entry::parse(line).is_ok_and(|entry| scope.matches(entry.kind, entry.tags()))
            };
            if lines.iter().any(|line| belongs(line) && visit(line).is_break()) {
                return Ok(None);
            }
        }
        Ok(Some(rows.mark().next_seq.max(since)))
    }

    pub(crate) fn new(
        files: JournalFiles,
        finding: Finding,
        lock: Option<Lock>,
    ) -> Result<Self, StoreError> {
        let head = files.tail()?.head;
        Ok(Self { files, head, finding, rows: None, lock })
    }

    /// The files it reads.
    pub fn files(&self) -> &JournalFiles {
        &self.files
    }

    /// Number and place of an entry not far before `from`, by saved rows.
    fn place_near(&self, from: u64) -> Option<(u64, Place)> {
        let rows = self.rows.as_ref()?;
        let last = rows.mark().next_seq.checked_sub(1)?;
        let (start, place) = rows.place_before(from.min(last)).ok()?;
        let dir = self.files.files().first()?.path.parent()?;
        let mut cursor = Cursor::new(dir, &[]);
        cursor.seek(start, place).ok()?;
        cursor.next().is_ok().then_some((start, place))
    }

    /// Lines by their numbers, one after the other.
    fn each_line(&self, numbers: &[u64]) -> Result<Vec<Vec<u8>>, StoreError> {
        let lines = numbers.iter().map(|seq| self.line(*seq));
        lines.filter_map(Result::transpose).collect()
    }

    /// Shows lines from a number on, with the number each should have.
    fn each_from(&self, from: u64, visit: VisitNumbered<'_>) -> Result<(), StoreError> {
        let near = self.place_near(from);
        let start = self.files.files().partition_point(|file| file.first <= from).max(1) - 1;
        for (file, found) in self.files.files().iter().enumerate().skip(start) {
            let here = near.filter(|(_, place)| place.file == found.first);
            let (mut seq, start) = here.map_or((found.first, 0), |(seq, at)| (seq, at.offset));
            let whole = Chunk { file, start, end: found.bytes };
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
        let mut links = Links::default();
        self.each_from(from, &mut |seq, place, line| match Entry::parse(line) {
            Ok(entry) if entry.seq == seq => match links.next(seq, place, line) {
                Ok(()) => visit(&entry),
                Err(error) => {
                    failed = Some(error);
                    ControlFlow::Break(())
                }
            },
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

/// Brings the cursor before an entry.
fn approach(cursor: &mut Cursor<'_>, rows: &SavedRows, seq: u64) -> Result<(), StoreError> {
    let near = cursor.position().is_some_and(|at| at <= seq && seq - at < MARK_EVERY);
    if !near {
        let place = rows.place_before(seq);
        let (start, place) =
            place.map_err(|error| StoreError::Index { reason: error.to_string() })?;
        cursor.seek(start, place)?;
        // A place stands beside the journal: a wrong one must not make the journal look damaged.
        if cursor.next().is_err() {
            return Err(StoreError::Index {
                reason: format!("no entry {start} where it should be"),
            });
        }
        cursor.seek(start, place)?;
    }
    cursor.skip_to(seq)
}

impl Store for ReadingStore {
    fn head(&self) -> Head {
        self.head.clone()
    }

    fn next_seq(&self, _see: Visibility) -> u64 {
        self.head.next_seq
    }

    fn visit(
        &self,
        scope: &Scope,
        since: u64,
        _see: Visibility,
        visit: VisitScope<'_>,
    ) -> Result<(), StoreError> {
        let Some(since) = self.visit_by_rows(scope, since, visit)? else { return Ok(()) };
        let scope = scope.ready();
        self.each_entry(since, &mut |entry| {
            if scope.matches(entry.kind, entry.tags()) {
                visit(entry.line)
            } else {
                ControlFlow::Continue(())
            }
        })
    }

    fn line(&self, seq: u64) -> Result<Option<Vec<u8>>, StoreError> {
        if let Some(rows) = self.rows.as_ref().filter(|rows| seq < rows.mark().next_seq) {
            match self.find(rows, &[seq]) {
                Err(StoreError::Index { .. }) => {}
                found => return Ok(found?.pop()),
            }
        }
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

    fn lines(&self, numbers: &[u64]) -> Result<Vec<Vec<u8>>, StoreError> {
        let found = self.rows.as_ref().map(|rows| self.find(rows, numbers));
        match found {
            None | Some(Err(StoreError::Index { .. })) => self.each_line(numbers),
            Some(found) => found,
        }
    }

    fn scan(&self, from: u64, visit: VisitPlaced<'_>) -> Result<(), StoreError> {
        let mut links = Links::default();
        let mut failed = None;
        self.each_from(from, &mut |seq, place, line| match links.next(seq, place, line) {
            Ok(()) => visit(place, line),
            Err(error) => {
                failed = Some(error);
                ControlFlow::Break(())
            }
        })?;
        failed.map_or(Ok(()), Err)
    }

    fn find_command(&self, cmd: &str) -> Result<Option<(u64, u64)>, StoreError> {
        let by_rows = self
            .rows
            .as_ref()
            .and_then(|rows| Some((rows.find_command(cmd).ok()?, rows.mark().next_seq)));
        let (known, from) = by_rows.unwrap_or((None, 0));
        if known.is_some() {
            return Ok(known);
        }
        let mut found: Option<(u64, u64)> = None;
        self.each_entry(from, &mut |entry| {
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

    fn close(self: Box<Self>) -> Result<(), StoreError> {
        if let Some(lock) = self.lock {
            lock.release();
        }
        Ok(())
    }
}
