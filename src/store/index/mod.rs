//! The index: where entries lie, which belong to a type or a tag, what a command became.
//!
//! It is made of the journal and may be deleted at any time. It holds few and large values in sled:
//! lists of numbers per type in chunks, sorted runs of tags and commands, a place for every 32nd
//! entry, and one root that names them all. Answers are candidates: two tags may share a key, so
//! whoever reads the lines decides.
//!
//! Invariants:
//! - an answer leaves out no entry below [`Index::next_seq`], or it is an error;
//! - the root is written together with what it names.

mod db;
mod directory;
mod pending;
mod run;

pub(crate) use super::codec::IndexError;
pub(crate) use directory::Directory;
pub(crate) use pending::{Pending, command_key, narrow, tag_key};

use super::cache::Cache;
use super::codec::{Reader, put, put_growing};
use super::journal::Place;
use super::memory::lock;
use super::scope::Clause;
use super::staging::number;
use super::vault::VaultMark;
use crate::ledger::Hash;
use db::{Change, Db};
use directory::KindList;
use run::Run;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard};

/// A place is kept for each entry whose number is a multiple of this.
pub(crate) const MARK_EVERY: u64 = 32;

/// Numbers of one type in one value.
const CHUNK_NUMBERS: usize = 4096;

/// Places in one value.
const CHUNK_MARKS: usize = 1024;

/// This many small runs at the end are merged into one.
const SMALL_RUNS: usize = 16;

/// A run with fewer entries is small.
const SMALL_RUN_ENTRIES: u64 = 32_768;

/// Key of the root.
const ROOT: &[u8] = b"d";

#[derive(Debug)]
pub(crate) struct Index {
    db: Db,
    // Held while the index grows.
    growing: Mutex<()>,
    // Read during a whole lookup, so that nothing that it names goes away meanwhile.
    shared: RwLock<Shared>,
    // Pages that were read and checked lately. Filled while `shared` is read or by whoever grows,
    // emptied while it is written: nothing old stays.
    pages: Mutex<Cache<Vec<u8>>>,
}

#[derive(Debug)]
struct Shared {
    directory: Directory,
    marks: Vec<Place>,
}

impl Index {
    /// Opens the index in a folder; an empty one if there is none.
    pub(crate) fn open(path: &Path) -> Result<Self, IndexError> {
        let db = Db::open(path)?;
        let directory = match db.get(ROOT)? {
            Some(payload) => {
                Directory::decode(&payload).ok_or_else(|| IndexError::new("unknown format"))?
            }
            None => Directory::empty(),
        };
        let marks = read_marks(&db, directory.marks)?;
        let shared = RwLock::new(Shared { directory, marks });
        Ok(Self { db, growing: Mutex::new(()), shared, pages: Mutex::default() })
    }

    fn shared(&self) -> RwLockReadGuard<'_, Shared> {
        self.shared.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// A page that must be there. Checking one takes longer than a lookup in it.
    fn page(&self, key: &Vec<u8>) -> Result<Arc<[u8]>, IndexError> {
        if let Some(page) = lock(&self.pages).get(key) {
            return Ok(page);
        }
        let page = self.db.need(key)?;
        lock(&self.pages).keep(key, &page);
        Ok(page.into())
    }

    /// The root as it is.
    pub(crate) fn directory(&self) -> Directory {
        self.shared().directory.clone()
    }

    /// Number and place of the last entry not behind `seq` whose place is kept.
    pub(crate) fn place_before(&self, seq: u64) -> Option<(u64, Place)> {
        let shared = self.shared();
        let mark = (seq / MARK_EVERY).min(number(shared.marks.len()).checked_sub(1)?);
        let place = shared.marks.get(usize::try_from(mark).ok()?)?;
        Some((mark * MARK_EVERY, *place))
    }

    /// Last kept place in each file, to compare with the files that are there.
    pub(crate) fn last_places(&self) -> Vec<Place> {
        let shared = self.shared();
        let mut last: BTreeMap<u64, Place> = BTreeMap::new();
        for place in &shared.marks {
            last.insert(place.file, *place);
        }
        last.into_values().collect()
    }

    /// Numbers from `since` to below `until` that may belong to the clause, unsorted.
    pub(crate) fn candidates(
        &self,
        clause: &Clause,
        since: u64,
        until: u64,
        out: &mut Vec<u64>,
    ) -> Result<(), IndexError> {
        if since >= until {
            return Ok(());
        }
        let shared = self.shared();
        let of_kind = |kind: &str, from, to| self.of_kind(&shared.directory, kind, from, to);
        let start = out.len();
        if let Some(tag) = &clause.tag {
            let tagged = self.of_tag(&shared.directory, tag_key(tag), since)?;
            out.extend(narrow(tagged, clause, of_kind)?);
        } else {
            for kind in &clause.kinds {
                out.extend(of_kind(kind, since, until)?);
            }
        }
        let found = out.split_off(start);
        out.extend(found.into_iter().filter(|seq| (since..until).contains(seq)));
        Ok(())
    }

    fn of_kind(
        &self,
        directory: &Directory,
        kind: &str,
        from: u64,
        until: u64,
    ) -> Result<Vec<u64>, IndexError> {
        let Some(list) = directory.kinds.get(kind) else { return Ok(Vec::new()) };
        let start = list.firsts.partition_point(|first| *first <= from).saturating_sub(1);
        let end = list.firsts.partition_point(|first| *first < until);
        let mut numbers = Vec::new();
        for chunk in start..end {
            let expected = list.length(chunk);
            let found = self.chunk(kind, chunk)?;
            // A chunk that grows may already hold more than the root knows.
            if found.len() < expected {
                return Err(IndexError::new("a list is too short"));
            }
            numbers.extend(found.into_iter().take(expected));
        }
        Ok(numbers)
    }

    fn chunk(&self, kind: &str, chunk: usize) -> Result<Vec<u64>, IndexError> {
        let payload = self.page(&kind_key(kind, chunk))?;
        let mut reader = Reader(&payload);
        let mut numbers = Vec::with_capacity(CHUNK_NUMBERS);
        let mut last = 0_u64;
        while !reader.is_empty() {
            let step = reader.number().ok_or_else(|| IndexError::new("a list cannot be read"))?;
            last = last.wrapping_add(step);
            numbers.push(last);
        }
        Ok(numbers)
    }

    fn of_tag(&self, directory: &Directory, tag: u64, since: u64) -> Result<Vec<u64>, IndexError> {
        let mut numbers = Vec::new();
        for run in directory.runs.iter().filter(|run| run.to > since) {
            numbers.extend(run.numbers_of(tag, &self.page(&run.tag_page(tag))?)?);
        }
        Ok(numbers)
    }

    /// First and last number of a command.
    pub(crate) fn find_command(&self, key: u128) -> Result<Option<(u64, u64)>, IndexError> {
        let shared = self.shared();
        // A fresh ULID is above all maxima: no page is read.
        let runs = shared.directory.runs.iter().rev();
        for run in runs.filter(|run| (run.min..=run.max).contains(&key)) {
            let page = self.db.at_or_before(&run.command_prefix(), &run.command_page(key))?;
            let (next, commands) = run.decode_commands(&page)?;
            if key >= next && next != u128::MAX {
                return Err(IndexError::new("a page of commands is missing"));
            }
            if let Ok(position) = commands.binary_search_by_key(&key, |(key, _)| *key) {
                return Ok(commands.get(position).map(|(_, ends)| *ends));
            }
        }
        Ok(None)
    }

    /// Adds what follows the last entry of the index.
    pub(crate) fn add(&self, identity: Hash, pending: &Pending) -> Result<(), IndexError> {
        let _growing = lock(&self.growing);
        let mut directory = self.directory();
        if pending.from != directory.head.next_seq {
            return Err(IndexError::new("a batch does not follow"));
        }
        let Some(last) = pending.places.last() else { return Ok(()) };
        directory.identity = identity;
        directory.head = pending.head.clone();
        (directory.last, directory.end) = (*last, pending.end);
        for place in &pending.places {
            if directory.files.last() != Some(&place.file) {
                directory.files.push(place.file);
            }
        }
        let (run, pages) = Run::of(directory.next_run, pending);
        directory.next_run += 1;
        directory.runs.push(run);
        let mut changes: Vec<Change> =
            pages.into_iter().map(|(key, payload)| (key, Some(payload))).collect();
        for (kind, numbers) in &pending.kinds {
            self.add_kind(&mut directory, kind, numbers, &mut changes)?;
        }
        let marks = self.add_marks(&mut directory, pending, &mut changes);
        self.publish(directory, changes, marks)?;
        self.merge_small_runs()
    }

    fn add_kind(
        &self,
        directory: &mut Directory,
        kind: &str,
        mut numbers: &[u64],
        changes: &mut Vec<Change>,
    ) -> Result<(), IndexError> {
        let list = directory.kinds.entry(kind.to_owned()).or_default();
        while let Some(first) = numbers.first() {
            let filled = usize::try_from(list.count).unwrap_or(usize::MAX) % CHUNK_NUMBERS;
            let mut chunk = match list.firsts.len().checked_sub(1) {
                Some(newest) if filled > 0 => self.chunk(kind, newest)?,
                _ => {
                    list.firsts.push(*first);
                    Vec::new()
                }
            };
            chunk.truncate(filled);
            let room = numbers.len().min(CHUNK_NUMBERS - chunk.len());
            let (here, later) = numbers.split_at(room);
            numbers = later;
            chunk.extend_from_slice(here);
            list.count += number(room);
            let mut payload = Vec::new();
            put_growing(chunk, 0, &mut payload);
            changes.push((kind_key(kind, list.firsts.len() - 1), Some(payload)));
        }
        Ok(())
    }

    /// Places to keep, and the values that keep them.
    fn add_marks(
        &self,
        directory: &mut Directory,
        pending: &Pending,
        changes: &mut Vec<Change>,
    ) -> Vec<Place> {
        let numbered = (pending.from..).zip(&pending.places);
        let added: Vec<Place> =
            numbered.filter(|(seq, _)| seq % MARK_EVERY == 0).map(|(_, place)| *place).collect();
        let shared = self.shared();
        let first = shared.marks.len() / CHUNK_MARKS;
        let open = shared.marks.get(first * CHUNK_MARKS..).unwrap_or_default();
        let all: Vec<Place> = open.iter().chain(&added).copied().collect();
        for (chunk, places) in (first..).zip(all.chunks(CHUNK_MARKS)) {
            let mut payload = Vec::new();
            for place in places {
                put(place.file, &mut payload);
                put(place.offset, &mut payload);
            }
            changes.push((mark_key(chunk), Some(payload)));
        }
        directory.marks += number(added.len());
        added
    }

    /// Writes changes and the root, then shows them to lookups.
    fn publish(
        &self,
        directory: Directory,
        mut changes: Vec<Change>,
        marks: Vec<Place>,
    ) -> Result<(), IndexError> {
        changes.push((ROOT.to_vec(), Some(directory.encode())));
        let changed: Vec<Vec<u8>> = changes.iter().map(|(key, _)| key.clone()).collect();
        self.db.apply(changes)?;
        let mut shared = self.shared.write().unwrap_or_else(PoisonError::into_inner);
        let mut pages = lock(&self.pages);
        changed.iter().for_each(|key| pages.forget(key));
        drop(pages);
        shared.directory = directory;
        shared.marks.extend(marks);
        Ok(())
    }

    fn merge_small_runs(&self) -> Result<(), IndexError> {
        let mut directory = self.directory();
        let small = |run: &&Run| run.len() < SMALL_RUN_ENTRIES;
        let count = directory.runs.iter().rev().take_while(small).count();
        if count < SMALL_RUNS {
            return Ok(());
        }
        let old = directory.runs.split_off(directory.runs.len() - count);
        let (run, pages, gone) = self.merge(directory.next_run, &old)?;
        directory.next_run += 1;
        directory.runs.push(run);
        let changes = pages.into_iter().map(|(key, payload)| (key, Some(payload))).collect();
        self.publish(directory, changes, Vec::new())?;
        self.db.apply(gone.into_iter().map(|key| (key, None)).collect())
    }

    /// One run of many, its pages, and the keys that are no longer needed.
    fn merge(&self, id: u64, runs: &[Run]) -> Result<(Run, run::Pages, Vec<Vec<u8>>), IndexError> {
        let mut tags: BTreeMap<u64, Vec<u64>> = BTreeMap::new();
        let mut commands = Vec::new();
        let mut gone = Vec::new();
        for run in runs {
            for key in run.tag_pages() {
                for (tag, numbers) in run.decode_tags(&self.db.need(&key)?)? {
                    tags.entry(tag).or_default().extend(numbers);
                }
                gone.push(key);
            }
            self.collect_commands(run, &mut commands, &mut gone)?;
        }
        commands.sort_unstable();
        let from = runs.first().map_or(0, |run| run.from);
        let to = runs.last().map_or(0, |run| run.to);
        let tags: Vec<_> = tags.iter().map(|(tag, list)| (*tag, list.as_slice())).collect();
        let (run, pages) = Run::build(id, from, to, &tags, &commands);
        Ok((run, pages, gone))
    }

    fn collect_commands(
        &self,
        run: &Run,
        commands: &mut Vec<run::CommandNumbers>,
        gone: &mut Vec<Vec<u8>>,
    ) -> Result<(), IndexError> {
        let mut next = run.min;
        let mut failed = None;
        self.db.each(&run.command_prefix(), &mut |key, payload| {
            gone.push(key.to_vec());
            match run.decode_commands(payload) {
                Ok((after, page)) if page.first().is_some_and(|(first, _)| *first == next) => {
                    commands.extend(page);
                    next = after;
                }
                Ok(_) => failed = Some(IndexError::new("a page of commands is missing")),
                Err(error) => failed = Some(error),
            }
        })?;
        match failed {
            Some(error) => Err(error),
            None if next != u128::MAX => Err(IndexError::new("a page of commands is missing")),
            None => Ok(()),
        }
    }

    /// Remembers the vault and hands everything to the disk.
    pub(crate) fn finish(&self, vault: Option<VaultMark>) -> Result<(), IndexError> {
        let _growing = lock(&self.growing);
        let mut directory = self.directory();
        if directory.vault != vault {
            directory.vault = vault;
            self.publish(directory, Vec::new(), Vec::new())?;
        }
        self.db.flush()
    }
}

impl KindList {
    /// How many numbers a chunk holds.
    fn length(&self, chunk: usize) -> usize {
        let before = number(chunk) * number(CHUNK_NUMBERS);
        let left = self.count.saturating_sub(before);
        usize::try_from(left).unwrap_or(usize::MAX).min(CHUNK_NUMBERS)
    }
}

fn kind_key(kind: &str, chunk: usize) -> Vec<u8> {
    [b"k", kind.as_bytes(), b"\0", &number(chunk).to_be_bytes()].concat()
}

fn mark_key(chunk: usize) -> Vec<u8> {
    [&b"o"[..], &number(chunk).to_be_bytes()].concat()
}

fn read_marks(db: &Db, count: u64) -> Result<Vec<Place>, IndexError> {
    let mut marks = Vec::new();
    let mut chunk = 0;
    while number(marks.len()) < count {
        let payload = db.need(&mark_key(chunk))?;
        let mut reader = Reader(&payload);
        while !reader.is_empty() {
            let place = reader.number().zip(reader.number());
            let (file, offset) = place.ok_or_else(|| IndexError::new("unreadable places"))?;
            marks.push(Place { file, offset });
        }
        chunk += 1;
        if marks.len() < chunk * CHUNK_MARKS && number(marks.len()) < count {
            return Err(IndexError::new("places are missing"));
        }
    }
    marks.truncate(usize::try_from(count).unwrap_or(usize::MAX));
    Ok(marks)
}
