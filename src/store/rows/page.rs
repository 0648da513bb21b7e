//! A page: neighbouring keys with their values, squeezed, with a check that belongs to its place.

use crate::store::codec::{IndexError, Reader, close, open, put, put_bytes};
use crate::store::squeeze::{loosen, squeeze};

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

/// The rows in the bytes of a file.
pub(super) fn read(seed: &[u8], offset: u64, bytes: &[u8]) -> Result<Vec<Row>, IndexError> {
    let unreadable = || IndexError::new("a page of saved rows cannot be read");
    let page = loosen(open(&seal(seed, offset), bytes)?).ok_or_else(unreadable)?;
    let mut reader = Reader(&page);
    let mut rows = Vec::new();
    while !reader.is_empty() {
        let (key, value) = reader.bytes().zip(reader.bytes()).ok_or_else(unreadable)?;
        rows.push((key.to_vec(), value.to_vec()));
    }
    Ok(rows)
}
