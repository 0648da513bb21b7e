//! A sorted file: rows in the order of their keys, in pages under a tree of pages, never changed.
//!
//! Leaves come first, then each floor of the tree, the top page last. Where the top page lies stands
//! in the root, so a file that is longer or shorter than it was written is never misread.

use super::page::{self, PAGE_BYTES, Row, Span};
use crate::store::codec::{IndexError, Reader};
use crate::store::platform;
use crate::store::staging::number;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::sync::Arc;

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

/// A sorted file that is read.
#[derive(Debug)]
pub(super) struct Sorted {
    file: File,
    seed: Vec<u8>,
    tree: Tree,
}

impl Sorted {
    pub(super) fn new(file: File, seed: &[u8], tree: Tree) -> Self {
        Self { file, seed: seed.to_vec(), tree }
    }

    fn page(&self, span: Span) -> Result<Vec<Row>, IndexError> {
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
        page::read(&self.seed, span.offset, &bytes)
    }

    /// The value under a key.
    pub(super) fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, IndexError> {
        let mut span = self.tree.top;
        for _ in 0..self.tree.floors.min(FLOORS_MAX) {
            let floor = self.page(span)?;
            let at = floor.partition_point(|(first, _)| first.as_slice() <= key);
            let Some((_, place)) = at.checked_sub(1).and_then(|at| floor.get(at)) else {
                return Ok(None);
            };
            span = below(place)?;
        }
        let rows = self.page(span)?;
        let found = rows.binary_search_by(|(own, _)| own.as_slice().cmp(key));
        Ok(found.ok().and_then(|at| rows.into_iter().nth(at)).map(|(_, value)| value))
    }
}

fn below(place: &[u8]) -> Result<Span, IndexError> {
    Span::decode(&mut Reader(place)).ok_or_else(|| IndexError::new("a floor cannot be read"))
}

/// Walks the rows of a file from a key on.
#[derive(Debug)]
pub(super) struct Walk {
    file: Arc<Sorted>,
    // Pages that are open, the top first: their rows, and which is next.
    path: Vec<(Vec<Row>, usize)>,
    // The leaf that is open, backwards.
    leaf: Vec<Row>,
}

impl Walk {
    /// Before the first row whose key is not below `from`.
    pub(super) fn new(file: Arc<Sorted>, from: &[u8]) -> Result<Self, IndexError> {
        let mut walk = Self { file, path: Vec::new(), leaf: Vec::new() };
        let mut span = walk.file.tree.top;
        for _ in 0..walk.file.tree.floors.min(FLOORS_MAX) {
            let floor = walk.file.page(span)?;
            let behind = floor.partition_point(|(first, _)| first.as_slice() <= from);
            let at = behind.saturating_sub(1);
            span = below(floor.get(at).map_or(&[][..], |(_, place)| place))?;
            walk.path.push((floor, at + 1));
        }
        walk.open_leaf(span)?;
        while walk.leaf.last().is_some_and(|(key, _)| key.as_slice() < from) {
            walk.leaf.pop();
        }
        Ok(walk)
    }

    fn open_leaf(&mut self, span: Span) -> Result<(), IndexError> {
        self.leaf = self.file.page(span)?;
        self.leaf.reverse();
        Ok(())
    }

    /// The next row.
    pub(super) fn next(&mut self) -> Result<Option<Row>, IndexError> {
        loop {
            if let Some(row) = self.leaf.pop() {
                return Ok(Some(row));
            }
            if !self.next_leaf()? {
                return Ok(None);
            }
        }
    }

    /// Opens the leaf behind the one that is done; false at the end.
    fn next_leaf(&mut self) -> Result<bool, IndexError> {
        let floors = self.path.len();
        while let Some((floor, at)) = self.path.last_mut() {
            let Some((_, place)) = floor.get(*at) else {
                self.path.pop();
                continue;
            };
            *at += 1;
            let mut span = below(place)?;
            while self.path.len() < floors {
                let floor = self.file.page(span)?;
                span = below(floor.first().map_or(&[][..], |(_, place)| place))?;
                self.path.push((floor, 1));
            }
            self.open_leaf(span)?;
            return Ok(true);
        }
        Ok(false)
    }
}
