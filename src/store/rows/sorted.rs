//! A sorted file: rows in the order of their keys, in pages under a tree of pages, never changed.
//!
//! Leaves come first, then each floor of the tree, the top page last. Where the top page lies stands
//! in the root, so a file that is longer or shorter than it was written is never misread.

use super::page::{self, PAGE_BYTES, Page, Row, Span};
use crate::store::codec::{IndexError, Reader};
use crate::store::platform;
use crate::store::staging::number;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Floors of a tree; damage must not make a reader climb for ever.
const FLOORS_MAX: u32 = 8;

/// What the root keeps about a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tree {
    /// The top page.
    pub(super) top: Span,
    /// Floors above the leaves.
    pub(super) floors: u32,
}

/// Writes a sorted file. Rows must come in the order of their keys, each key once.
#[derive(Debug)]
pub(super) struct Builder<W: Write> {
    out: BufWriter<W>,
    seed: Vec<u8>,
    offset: u64,
    leaf: Vec<u8>,
    first: Vec<u8>,
    // First key and place of every leaf that is written.
    below: Vec<(Vec<u8>, Span)>,
}

impl<W: Write> Builder<W> {
    pub(super) fn new(out: W, seed: &[u8]) -> Self {
        let out = BufWriter::with_capacity(256 << 10, out);
        let (leaf, first, below) = (Vec::new(), Vec::new(), Vec::new());
        Self { out, seed: seed.to_vec(), offset: 0, leaf, first, below }
    }

    pub(super) fn add(&mut self, key: &[u8], value: &[u8]) -> io::Result<()> {
        if self.leaf.is_empty() {
            key.clone_into(&mut self.first);
        }
        page::put_row(key, value, &mut self.leaf);
        if self.leaf.len() >= PAGE_BYTES { self.end_leaf() } else { Ok(()) }
    }

    fn end_leaf(&mut self) -> io::Result<()> {
        let leaf = core::mem::take(&mut self.leaf);
        let span = self.write(&leaf)?;
        self.below.push((core::mem::take(&mut self.first), span));
        Ok(())
    }

    fn write(&mut self, rows: &[u8]) -> io::Result<Span> {
        let bytes = page::write(&self.seed, self.offset, rows);
        self.out.write_all(&bytes)?;
        let span = Span { offset: self.offset, length: number(bytes.len()) };
        self.offset += span.length;
        Ok(span)
    }

    /// Writes the floors above the leaves, and returns the file with where its top is.
    pub(super) fn finish(mut self) -> io::Result<(Tree, u64)> {
        if !self.leaf.is_empty() || self.below.is_empty() {
            self.end_leaf()?;
        }
        let mut floors = 0;
        let mut floor = core::mem::take(&mut self.below);
        while floor.len() > 1 {
            floor = self.write_floor(&floor)?;
            floors += 1;
        }
        self.out.flush()?;
        let top = floor.first().map_or(Span { offset: 0, length: 0 }, |(_, span)| *span);
        Ok((Tree { top, floors }, self.offset))
    }

    fn write_floor(&mut self, below: &[(Vec<u8>, Span)]) -> io::Result<Vec<(Vec<u8>, Span)>> {
        let mut floor = Vec::new();
        let mut rows = below.iter().peekable();
        while let Some((first, _)) = rows.peek() {
            let mut page = Vec::new();
            while page.len() < PAGE_BYTES
                && let Some((key, span)) = rows.next()
            {
                let mut place = Vec::new();
                span.encode(&mut place);
                page::put_row(key, &place, &mut page);
            }
            floor.push((first.clone(), self.write(&page)?));
        }
        Ok(floor)
    }
}

/// Pages that were read lately, each in the slot that its offset gives it. Neighbouring things are
/// asked for one after the other, and a thing that is new is looked for in every file.
#[derive(Debug)]
struct Lately(Vec<Mutex<Slot>>);

/// The offset of a page, and the page.
type Slot = Option<(u64, Arc<Page>)>;

/// Pages kept of a file, together less than 2 MB.
const KEPT_PAGES: usize = 128;

impl Lately {
    fn new() -> Self {
        Self(core::iter::repeat_with(Mutex::default).take(KEPT_PAGES).collect())
    }

    fn slot(&self, offset: u64) -> Option<MutexGuard<'_, Slot>> {
        let mixed = offset.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32;
        let slot = usize::try_from(mixed).unwrap_or(0) % KEPT_PAGES;
        self.0.get(slot).map(|slot| slot.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn get(&self, offset: u64) -> Option<Arc<Page>> {
        let slot = self.slot(offset)?;
        slot.as_ref().filter(|(own, _)| *own == offset).map(|(_, page)| Arc::clone(page))
    }

    fn keep(&self, offset: u64, page: &Arc<Page>) {
        if let Some(mut slot) = self.slot(offset) {
            *slot = Some((offset, Arc::clone(page)));
        }
    }
}

/// A sorted file that is read.
#[derive(Debug)]
pub(super) struct Sorted {
    file: File,
    seed: Vec<u8>,
    tree: Tree,
    lately: Lately,
}

impl Sorted {
    pub(super) fn new(file: File, seed: &[u8], tree: Tree) -> Self {
        Self { file, seed: seed.to_vec(), tree, lately: Lately::new() }
    }

    fn page(&self, span: Span) -> Result<Arc<Page>, IndexError> {
        if let Some(page) = self.lately.get(span.offset) {
            return Ok(page);
        }
        let page = Arc::new(Page::read(&self.seed, span.offset, &self.bytes(span)?)?);
        self.lately.keep(span.offset, &page);
        Ok(page)
    }

    fn bytes(&self, span: Span) -> Result<Vec<u8>, IndexError> {
        // A page holds some rows; no row is longer than a command.
        let length = usize::try_from(span.length).unwrap_or(usize::MAX);
        let size = self.file.metadata().map_err(|error| IndexError::new(error.to_string()))?.len();
        if span.offset.checked_add(span.length).is_none_or(|end| end > size) {
            return Err(IndexError::new("a file of saved rows is too short"));
        }
        let mut bytes = vec![0; length];
        let mut filled = 0;
        while let Some(room) = bytes.get_mut(filled..).filter(|room| !room.is_empty()) {
            let at = span.offset + number(filled);
            match platform::read_at(&self.file, room, at) {
                Ok(0) => return Err(IndexError::new("a file of saved rows is too short")),
                Ok(read) => filled += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(IndexError::new(error.to_string())),
            }
        }
        Ok(bytes)
    }

    /// The page that a row of a floor leads to. It begins with the key of that row, or else those who
    /// look for a key and those who walk would not see the same.
    fn child(&self, floor: &Page, at: usize) -> Result<Arc<Page>, IndexError> {
        let page = self.page(below(floor.value(at).unwrap_or_default())?)?;
        if page.key(0) == floor.key(at) {
            Ok(page)
        } else {
            Err(IndexError::new("a floor of saved rows leads elsewhere"))
        }
    }

    /// The value under a key.
    pub(super) fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, IndexError> {
        let mut rows = self.page(self.tree.top)?;
        for _ in 0..self.tree.floors.min(FLOORS_MAX) {
            let Some(at) = rows.before(|first| first <= key).checked_sub(1) else {
                return Ok(None);
            };
            rows = self.child(&rows, at)?;
        }
        let at = rows.before(|own| own < key);
        let found = rows.key(at).filter(|own| *own == key).and_then(|_| rows.value(at));
        Ok(found.map(<[u8]>::to_vec))
    }
}

fn below(place: &[u8]) -> Result<Span, IndexError> {
    Span::decode(&mut Reader(place)).ok_or_else(|| IndexError::new("a floor cannot be read"))
}

/// Walks the rows of a file from a key on.
#[derive(Debug)]
pub(super) struct Walk {
    file: Arc<Sorted>,
    // Pages that are open, the top first, and which of their rows is next.
    path: Vec<(Arc<Page>, usize)>,
    // The leaf that is open, and which row is next.
    leaf: Arc<Page>,
    at: usize,
}

impl Walk {
    /// Before the first row whose key is not below `from`.
    pub(super) fn new(file: Arc<Sorted>, from: &[u8]) -> Result<Self, IndexError> {
        let (mut leaf, mut path) = (file.page(file.tree.top)?, Vec::new());
        for _ in 0..file.tree.floors.min(FLOORS_MAX) {
            let at = leaf.before(|first| first <= from).saturating_sub(1);
            let next = file.child(&leaf, at)?;
            path.push((leaf, at + 1));
            leaf = next;
        }
        let at = leaf.before(|key| key < from);
        let mut walk = Self { file, path, leaf, at };
        walk.settle()?;
        Ok(walk)
    }

    /// The key of the row that it stands before; none at the end.
    pub(super) fn key(&self) -> Option<&[u8]> {
        self.leaf.key(self.at)
    }

    /// The row that it stands before.
    pub(super) fn row(&self) -> Option<Row> {
        self.leaf.row(self.at)
    }

    /// Goes on behind that row.
    pub(super) fn advance(&mut self) -> Result<(), IndexError> {
        self.at += 1;
        self.settle()
    }

    /// Opens leaves until there is a row.
    fn settle(&mut self) -> Result<(), IndexError> {
        while self.key().is_none() && self.next_leaf()? {}
        Ok(())
    }

    /// Opens the leaf behind the one that is done; false at the end.
    fn next_leaf(&mut self) -> Result<bool, IndexError> {
        let floors = self.path.len();
        while let Some((floor, at)) = self.path.last_mut() {
            if floor.key(*at).is_none() {
                self.path.pop();
                continue;
            }
            let mut page = self.file.child(floor, *at)?;
            *at += 1;
            while self.path.len() < floors {
                let next = self.file.child(&page, 0)?;
                self.path.push((page, 1));
                page = next;
            }
            // Within a page keys rise.
            if self.leaf.last_key() >= page.key(0) {
                return Err(IndexError::new("saved rows are out of order"));
            }
            (self.leaf, self.at) = (page, 0);
            return Ok(true);
        }
        Ok(false)
    }
}
