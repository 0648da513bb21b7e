//! A page: neighbouring keys with their values, squeezed, with a check that belongs to its place.

use crate::store::codec::{IndexError, Reader, close, open, put, put_bytes};
use crate::store::squeeze::{loosen, squeeze};
use core::ops::Range;

/// Pages are cut at about this size before they are squeezed.
pub(super) const PAGE_BYTES: usize = 8 << 10;

/// Key and value.
pub(crate) type Row = (Vec<u8>, Vec<u8>);

/// Where a page lies in its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) offset: u64,
    pub(super) length: u64,
}

impl Span {
    pub(super) fn encode(self, out: &mut Vec<u8>) {
        put(self.offset, out);
        put(self.length, out);
    }

    pub(super) fn decode(reader: &mut Reader<'_>) -> Option<Self> {
        Some(Self { offset: reader.number()?, length: reader.number()? })
    }
}

/// What a page is checked under: the book, the file and the place, so that an old page, one of
/// another book or one that slipped is not taken for this one.
fn seal(seed: &[u8], offset: u64) -> Vec<u8> {
    [seed, &offset.to_be_bytes()].concat()
}

/// The bytes that go to the file.
pub(super) fn write(seed: &[u8], offset: u64, rows: &[u8]) -> Vec<u8> {
    close(&seal(seed, offset), squeeze(rows))
}

/// Appends a row to the page that is being made.
pub(super) fn put_row(key: &[u8], value: &[u8], page: &mut Vec<u8>) {
    put_bytes(key, page);
    put_bytes(value, page);
}

/// A page as it was read.
#[derive(Debug)]
pub(super) struct Page {
    bytes: Vec<u8>,
    rows: Vec<(Range<usize>, Range<usize>)>,
}

impl Page {
    /// Reads the bytes of a file.
    pub(super) fn read(seed: &[u8], offset: u64, bytes: &[u8]) -> Result<Self, IndexError> {
        let unreadable = || IndexError::new("a page of saved rows cannot be read");
        let bytes = loosen(open(&seal(seed, offset), bytes)?).ok_or_else(unreadable)?;
        let mut reader = Reader(&bytes);
        let mut next = || {
            let length = reader.bytes()?.len();
            let end = bytes.len() - reader.0.len();
            Some(end - length..end)
        };
        let mut rows = Vec::new();
        while rows.last().map_or(0, |(_, value): &(_, Range<usize>)| value.end) < bytes.len() {
            rows.push(next().zip(next()).ok_or_else(unreadable)?);
        }
        let page = Self { bytes, rows };
        // Whoever looks for a key halves the page; whoever walks sees all of it.
        let rises = |at: usize| page.key(at) < page.key(at + 1);
        if (1..page.rows.len()).all(|next| rises(next - 1)) { Ok(page) } else { Err(unreadable()) }
    }

    /// The key of the last row.
    pub(super) fn last_key(&self) -> Option<&[u8]> {
        self.key(self.rows.len().checked_sub(1)?)
    }

    /// The key of the row at a place.
    pub(super) fn key(&self, at: usize) -> Option<&[u8]> {
        self.rows.get(at).and_then(|(key, _)| self.bytes.get(key.clone()))
    }

    /// The value of the row at a place.
    pub(super) fn value(&self, at: usize) -> Option<&[u8]> {
        self.rows.get(at).and_then(|(_, value)| self.bytes.get(value.clone()))
    }

    /// Key and value of the row at a place.
    pub(super) fn row(&self, at: usize) -> Option<Row> {
        Some((self.key(at)?.to_vec(), self.value(at)?.to_vec()))
    }

    /// How many rows have keys of which this is so; they stand first.
    pub(super) fn before(&self, is: impl Fn(&[u8]) -> bool) -> usize {
        self.rows.partition_point(|(key, _)| self.bytes.get(key.clone()).is_some_and(&is))
    }
}
