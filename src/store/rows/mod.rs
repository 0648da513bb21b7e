//! Saved rows that any process may read, without a lock, while another one writes them.
//!
//! Sorted files that never change, each named by the part of the journal that its rows come from, and
//! a small root that names them and is replaced by rename. A reader reads the root, opens the files
//! and keeps what it opened: whatever is written later, it sees the rows of one moment. A newer file
//! hides equal keys of older ones; files of like size are merged, so there are few.
//!
//! Everything here is disposable and nothing is synced: a check over each page and over the root
//! finds what a crash of the machine left behind, and the rows are made again.

mod lists;
mod page;
mod postings;
mod root;
mod seals;
mod sorted;

pub(crate) use lists::{Lists, OtherList};
pub(crate) use page::Row;
pub(crate) use postings::{Postings, key};
pub(crate) use root::Mark;
pub(crate) use seals::PlacedIn;

use crate::ledger::Hash;
use crate::store::codec::IndexError;
use crate::store::disk::{Disk, DiskFile};
use crate::store::plain;
use core::ops::ControlFlow;
use root::{Part, Root};
use sorted::{Builder, Sorted, Tree, Walk};
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

const ROOT: &str = "root";
const ROOT_PART: &str = "root.part";

/// A file is merged with the ones behind it when it is not this many times larger than they are: so a
/// row is written again as often as the rows double, and a reader finds few files.
const GROWTH: u64 = 1;

/// How often a rename that the system refuses is tried, and the pause between: 3 s together.
const RENAME_TRIES: u32 = 30;
const RENAME_PAUSE: Duration = Duration::from_millis(100);

/// How often a reader begins again at the root when files that it names have gone.
const READ_TRIES: u32 = 16;

/// Is shown key and value of one row after the other.
pub(crate) type VisitRow<'a> = &'a mut dyn FnMut(&[u8], &[u8]) -> ControlFlow<()>;

/// Rows by key, to be saved.
pub(crate) type Rows = BTreeMap<Vec<u8>, Vec<u8>>;

/// The rows as they were at one moment.
#[derive(Debug)]
pub(crate) struct SavedRows {
    root: Root,
    // Oldest first, as in the root.
    files: Vec<Arc<Sorted>>,
}

impl SavedRows {
    /// Opens what lies in a folder; nothing if there are no rows.
    pub(crate) fn open(dir: &Path) -> Result<Option<Self>, IndexError> {
        // A link above the files would lead elsewhere as well as one among them.
        for folder in dir.ancestors().take(2) {
            plain::folder(folder).map_err(|error| IndexError::new(error.to_string()))?;
        }
        let mut missing = None;
        for _ in 0..READ_TRIES {
            let root = match plain::read(&dir.join(ROOT)) {
                Ok(bytes) => Root::decode(&bytes)?,
                Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
                Err(error) => return Err(IndexError::new(error.to_string())),
            };
            match Self::of(dir, root) {
                Ok(rows) => return Ok(Some(rows)),
                // The writer merged it away since: its new root names another.
                Err(error) if error.kind() == io::ErrorKind::NotFound => missing = Some(error),
                Err(error) => return Err(IndexError::new(error.to_string())),
            }
        }
        let missing = missing.map_or_else(String::new, |error| error.to_string());
        Err(IndexError::new(format!("a file that the root names is missing: {missing}")))
    }

    /// What lies in a folder, if it can be read.
    pub(crate) fn newest(dir: &Path) -> Option<Arc<Self>> {
        Self::open(dir).ok().flatten().map(Arc::new)
    }

    fn of(dir: &Path, root: Root) -> io::Result<Self> {
        let open = |part: &Part| {
            let file = plain::open(&dir.join(part.name()))?;
            Ok(Arc::new(Sorted::new(file, &root.seed(part), part.tree)))
        };
        let files = root.parts.iter().map(open).collect::<io::Result<_>>()?;
        Ok(Self { root, files })
    }

    /// How far the rows go.
    pub(crate) fn mark(&self) -> &Mark {
        &self.root.mark
    }

    /// The newest value under a key.
    pub(crate) fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, IndexError> {
        for file in self.files.iter().rev() {
            if let Some(value) = file.get(key)? {
                return Ok(Some(value));
            }
        }
        Ok(None)
    }

    /// The values of a table behind a name, in the order of names: so many, fewer only at its end.
    pub(crate) fn values(
        &self,
        table: &str,
        after: &str,
        most: usize,
    ) -> Result<Vec<(String, Vec<u8>)>, IndexError> {
        let prefix = key(table, b"");
        // No name lies between another one and the same with a zero byte behind it.
        let from = [prefix.as_slice(), after.as_bytes(), b"\0"].concat();
        let mut values = Vec::with_capacity(most);
        let mut strange = None;
        self.each_from(&from, &mut |key, value| {
            let Some(name) = key.strip_prefix(prefix.as_slice()).filter(|_| values.len() < most)
            else {
                return ControlFlow::Break(());
            };
            match core::str::from_utf8(name) {
                Ok(name) => values.push((name.to_owned(), value.to_vec())),
                Err(error) => strange = Some(IndexError::new(error.to_string())),
            }
            ControlFlow::Continue(())
        })?;
        strange.map_or(Ok(values), Err)
    }

    /// Shows every row from a key on, in the order of keys, each key once.
    pub(crate) fn each_from(&self, from: &[u8], visit: VisitRow<'_>) -> Result<(), IndexError> {
        let mut merge = Merge::new(&self.files, from)?;
        while let Some((key, value)) = merge.next()? {
            if visit(&key, &value).is_break() {
                break;
            }
        }
        Ok(())
    }
}

/// Rows of several files in one order.
struct Merge {
    // Oldest first.
    walks: Vec<Walk>,
}

impl Merge {
    fn new(files: &[Arc<Sorted>], from: &[u8]) -> Result<Self, IndexError> {
        let walk = |file: &Arc<Sorted>| Walk::new(Arc::clone(file), from);
        Ok(Self { walks: files.iter().map(walk).collect::<Result<_, IndexError>>()? })
    }

    /// The row with the least key, with its newest value.
    fn next(&mut self) -> Result<Option<Row>, IndexError> {
        // Of equal keys the last walk is taken: it has the newest value.
        let standing = self.walks.iter().filter(|walk| walk.key().is_some());
        let newest = standing.rev().min_by(|one, other| one.key().cmp(&other.key()));
        let Some(row) = newest.and_then(Walk::row) else { return Ok(None) };
        for walk in &mut self.walks {
            if walk.key() == Some(&row.0) {
                walk.advance()?;
            }
        }
        Ok(Some(row))
    }
}

/// The rows of a merge, lists of neighbours grown together.
struct Grown {
    merge: Merge,
    open: Option<Row>,
}

impl Grown {
    fn step(&mut self) -> Result<Option<Row>, IndexError> {
        loop {
            let next = self.merge.next()?;
            let Some(open) = &mut self.open else {
                if next.is_none() {
                    return Ok(None);
                }
                self.open = next;
                continue;
            };
            let grown = next.as_ref().and_then(|next| postings::grown(open, next));
            match grown {
                Some(value) => open.1 = value,
                None => return Ok(core::mem::replace(&mut self.open, next)),
            }
        }
    }
}

impl Iterator for Grown {
    type Item = io::Result<Row>;

    fn next(&mut self) -> Option<Self::Item> {
        self.step().map_err(io::Error::other).transpose()
    }
}

/// Writes saved rows; there is one of it, under the registry's lock.
#[derive(Debug)]
pub(crate) struct RowWriter {
    dir: PathBuf,
    disk: Arc<dyn Disk>,
    root: Root,
}

impl RowWriter {
    /// Goes on from what was saved.
    pub(crate) fn onwards(dir: &Path, disk: Arc<dyn Disk>, rows: &SavedRows) -> Self {
        Self { dir: dir.to_owned(), disk, root: rows.root.clone() }
    }

    /// Begins anew, under names that no reader has open.
    pub(crate) fn anew(
        dir: &Path,
        disk: Arc<dyn Disk>,
        identity: Hash,
        version: u32,
    ) -> io::Result<Self> {
        disk.create_dir(dir)?;
        let mut root = Root::empty(identity, version);
        for item in plain::list(dir)?.into_iter().flatten().flatten() {
            let name = item.file_name().to_string_lossy().into_owned();
            let generation = name.rsplit_once('.').and_then(|(_, end)| end.parse().ok());
            root.generation = root.generation.max(generation.unwrap_or(0));
        }
        Ok(Self { dir: dir.to_owned(), disk, root })
    }

    /// Adds the rows of the entries up to a mark, merges files of like size, and shows all of it at
    /// once by a new root. Returns what is there now.
    pub(crate) fn save(&mut self, mark: Mark, rows: Rows) -> io::Result<SavedRows> {
        let mut root = self.root.clone();
        let from = root.mark.next_seq;
        if mark.next_seq > from {
            let (to, rows) = (mark.next_seq, rows.into_iter());
            let part = self.write_part(&mut root, (from, to), &mut rows.map(Ok))?;
            root.parts.push(part);
            self.merge(&mut root)?;
        }
        root.mark = mark;
        self.replace_root(&root)?;
        self.root = root.clone();
        self.sweep();
        SavedRows::of(&self.dir, root)
    }

    /// Writes a sorted file under a name that was never used.
    fn write_part(
        &self,
        root: &mut Root,
        range: (u64, u64),
        rows: &mut dyn Iterator<Item = io::Result<Row>>,
    ) -> io::Result<Part> {
        let (from, to) = range;
        root.generation += 1;
        let tree = Tree { top: page::Span { offset: 0, length: 0 }, floors: 0 };
        let mut part = Part { from, to, generation: root.generation, bytes: 0, tree };
        let mut builder = Builder::new(self.create(&part.name())?, &root.seed(&part));
        for row in rows {
            let (key, value) = row?;
            builder.add(&key, &value)?;
        }
        (part.tree, part.bytes) = builder.finish()?;
        Ok(part)
    }

    /// A fresh file. What a crash left under this name was never shown.
    fn create(&self, name: &str) -> io::Result<Growing> {
        let path = self.dir.join(name);
        if path.symlink_metadata().is_ok() {
            self.disk.remove(&path)?;
        }
        Ok(Growing(self.disk.create(&path)?))
    }

    /// Merges the last files as long as the one before them is not much larger.
    fn merge(&self, root: &mut Root) -> io::Result<()> {
        let (mut count, mut bytes) = (0, 0_u64);
        for part in root.parts.iter().rev() {
            if count > 0 && part.bytes > bytes.saturating_mul(GROWTH) {
                break;
            }
            count += 1;
            bytes += part.bytes;
        }
        if count < 2 {
            return Ok(());
        }
        let old = root.parts.split_off(root.parts.len() - count);
        let range = (old.first().map_or(0, |part| part.from), old.last().map_or(0, |p| p.to));
        let open = |part: &Part| {
            let file = plain::open(&self.dir.join(part.name()))?;
            Ok(Arc::new(Sorted::new(file, &root.seed(part), part.tree)))
        };
        let files = old.iter().map(open).collect::<io::Result<Vec<_>>>()?;
        let merge = Merge::new(&files, &[]).map_err(io::Error::other)?;
        let mut rows = Grown { merge, open: None };
        let part = self.write_part(root, range, &mut rows)?;
        root.parts.push(part);
        Ok(())
    }

    /// A rename that the system refuses, because somebody reads the old root just now, is tried
    /// again; then the old root stands, which is only slower.
    fn replace_root(&self, root: &Root) -> io::Result<()> {
        let part = self.dir.join(ROOT_PART);
        self.create(ROOT_PART)?.0.append(&root.encode())?;
        let mut tries = 0;
        loop {
            match self.disk.rename(&part, &self.dir.join(ROOT)) {
                Err(error)
                    if error.kind() == io::ErrorKind::PermissionDenied && tries < RENAME_TRIES =>
                {
                    tries += 1;
                    std::thread::sleep(RENAME_PAUSE);
                }
                outcome => return outcome,
            }
        }
    }

    /// Removes files that the root does not name. One that is held open stays until a later time.
    fn sweep(&self) {
        let named: BTreeSet<String> = self.root.parts.iter().map(Part::name).collect();
        let Ok(Some(listing)) = plain::list(&self.dir) else { return };
        for item in listing.flatten() {
            let name = item.file_name().to_string_lossy().into_owned();
            if name != ROOT && !named.contains(&name) {
                drop(self.disk.remove(&item.path()));
            }
        }
    }
}

/// A file of the disk as what a builder writes to.
#[derive(Debug)]
struct Growing(Box<dyn DiskFile>);

impl io::Write for Growing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.append(bytes)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests;
