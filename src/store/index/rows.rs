//! Rows of projections: kept beside the index, because they are as disposable.

use super::codec::{IndexError, Reader, put, put_bytes};
use super::db::{Change, Db};
use crate::ledger::Hash;
use crate::store::{Mark, Row, RowChange};
use std::collections::BTreeMap;

/// Exclusive-or of a hash of each row: it tells whether exactly the saved rows are there.
type Sum = [u8; 16];

/// A table's mark with what its rows must add up to.
#[derive(Debug, Clone, Copy)]
struct Summary {
    mark: Mark,
    count: u64,
    sum: Sum,
}

impl Summary {
    fn decode(payload: &[u8]) -> Option<Self> {
        let mut reader = Reader(payload);
        let (next_seq, hash) = (reader.number()?, reader.hash()?);
        let version = u32::try_from(reader.number()?).ok()?;
        let mark = Mark { next_seq, hash, version };
        Some(Self { mark, count: reader.number()?, sum: reader.array()? })
    }

    fn encode(&self) -> Vec<u8> {
        let mut out = Vec::new();
        put(self.mark.next_seq, &mut out);
        out.extend_from_slice(&self.mark.hash.0);
        put(u64::from(self.mark.version), &mut out);
        put(self.count, &mut out);
        out.extend_from_slice(&self.sum);
        out
    }

    fn add(&mut self, key: &[u8], value: &[u8]) {
        self.count += 1;
        self.mix(key, value);
    }

    fn subtract(&mut self, key: &[u8], value: &[u8]) {
        self.count = self.count.wrapping_sub(1);
        self.mix(key, value);
    }

    fn mix(&mut self, key: &[u8], value: &[u8]) {
        let mut bytes = Vec::with_capacity(key.len() + value.len() + 8);
        put_bytes(key, &mut bytes);
        bytes.extend_from_slice(value);
        for (sum, byte) in self.sum.iter_mut().zip(Hash::of(&bytes).0) {
            *sum ^= byte;
        }
    }
}

fn mark_key(table: &str) -> Vec<u8> {
    [b"m", table.as_bytes()].concat()
}

fn prefix(table: &str) -> Vec<u8> {
    let mut prefix = vec![b'r'];
    put_bytes(table.as_bytes(), &mut prefix);
    prefix
}

fn row_key(table: &str, key: &[u8]) -> Vec<u8> {
    [&prefix(table), key].concat()
}

fn summary(db: &Db, table: &str) -> Result<Option<Summary>, IndexError> {
    let Some(payload) = db.get(&mark_key(table))? else { return Ok(None) };
    Summary::decode(&payload).map(Some).ok_or_else(|| IndexError::new("a mark cannot be read"))
}

pub(super) fn mark(db: &Db, table: &str) -> Result<Option<Mark>, IndexError> {
    Ok(summary(db, table)?.map(|summary| summary.mark))
}

pub(super) fn all(db: &Db, table: &str) -> Result<Option<(Mark, Vec<Row>)>, IndexError> {
    let Some(expected) = summary(db, table)? else { return Ok(None) };
    let mut found = Summary { count: 0, sum: Sum::default(), ..expected };
    let prefix = prefix(table);
    let mut rows = Vec::new();
    db.each(&prefix, &mut |key, value| {
        let key = key.get(prefix.len()..).unwrap_or_default();
        found.add(key, value);
        rows.push((key.to_vec(), value.to_vec()));
    })?;
    if (found.count, found.sum) != (expected.count, expected.sum) {
        return Err(IndexError::new("rows are missing"));
    }
    Ok(Some((expected.mark, rows)))
}

pub(super) fn one(db: &Db, table: &str, key: &[u8]) -> Result<Option<Vec<u8>>, IndexError> {
    db.get(&row_key(table, key))
}

pub(super) fn save(
    db: &Db,
    table: &str,
    mark: Mark,
    changes: Vec<RowChange>,
    replace: bool,
) -> Result<(), IndexError> {
    let old = summary(db, table)?;
    let mut summary = Summary { mark, count: 0, sum: Sum::default() };
    // The last change of a key counts, as if they had been made one after another.
    let mut rows: BTreeMap<Vec<u8>, Option<Vec<u8>>> = BTreeMap::new();
    let kept = old.filter(|_| !replace);
    if let Some(kept) = kept {
        summary = Summary { mark, ..kept };
    } else {
        let prefix = prefix(table);
        db.each(&prefix, &mut |key, _| {
            rows.insert(key.get(prefix.len()..).unwrap_or_default().to_vec(), None);
        })?;
    }
    rows.extend(changes);
    let mut batch: Vec<Change> = Vec::with_capacity(rows.len() + 1);
    for (key, value) in rows {
        let full = row_key(table, &key);
        if kept.is_some()
            && let Some(old) = db.get(&full)?
        {
            summary.subtract(&key, &old);
        }
        if let Some(value) = &value {
            summary.add(&key, value);
        }
        batch.push((full, value));
    }
    batch.push((mark_key(table), Some(summary.encode())));
    db.apply(batch)
}
