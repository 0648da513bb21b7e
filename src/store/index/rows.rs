//! Rows of projections: kept beside the index, because they are as disposable.
//!
//! sled costs time and memory for each key, so neighbouring rows share a page. A page is found by
//! the key of its first row, and is cut when it has grown.

use super::codec::{IndexError, Reader, put, put_bytes};
use super::db::{Change, Db};
use super::squeeze::{loosen, squeeze};
use crate::ledger::Hash;
use crate::store::{Mark, Row, RowChange};
use core::cmp::Ordering;
use core::ops::ControlFlow;
use std::collections::BTreeMap;

/// Exclusive-or of a hash of each row: it tells whether exactly the saved rows are there.
type Sum = [u8; 16];

/// Pages are cut to about this size before they are squeezed. sled keeps up to 16 of them in a
/// node, and writes a node that is too large for its log into a file of its own, which costs a sync
/// each time.
const PAGE_BYTES: usize = 8 << 10;

/// Pages that are changed or removed at once.
const PAGES_AT_ONCE: usize = 64;

/// Rows of a page, or all of a table, in key order.
type Rows = BTreeMap<Vec<u8>, Vec<u8>>;

/// A table's mark with what its rows must add up to.
#[derive(Debug, Clone)]
struct Summary {
    mark: Mark,
    count: u64,
    sum: Sum,
    // No row behind this key was ever saved: most rows asked for are new, and new keys are last.
    last: Vec<u8>,
}

impl Summary {
    fn empty(mark: Mark) -> Self {
        Self { mark, count: 0, sum: Sum::default(), last: Vec::new() }
    }

    fn decode(payload: &[u8]) -> Option<Self> {
        let mut reader = Reader(payload);
        let (next_seq, hash) = (reader.number()?, reader.hash()?);
        let version = u32::try_from(reader.number()?).ok()?;
        let mark = Mark { next_seq, hash, version };
        let (count, sum) = (reader.number()?, reader.array()?);
        Some(Self { mark, count, sum, last: reader.bytes()?.to_vec() })
    }

    fn encode(&self) -> Vec<u8> {
        let mut out = Vec::new();
        put(self.mark.next_seq, &mut out);
        out.extend_from_slice(&self.mark.hash.0);
        put(u64::from(self.mark.version), &mut out);
        put(self.count, &mut out);
        out.extend_from_slice(&self.sum);
        put_bytes(&self.last, &mut out);
        out
    }

    fn add(&mut self, key: &[u8], value: &[u8]) {
        self.count += 1;
        if *key > *self.last {
            key.clone_into(&mut self.last);
        }
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
    [b"n", table.as_bytes()].concat()
}

fn prefix(table: &str) -> Vec<u8> {
    let mut prefix = vec![b'p'];
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

/// Sees key and value of one row after the other.
type Visit<'v> = dyn FnMut(&[u8], &[u8]) -> ControlFlow<()> + 'v;

/// Shows the rows of a page until `visit` has seen enough.
fn each_of(page: &[u8], visit: &mut Visit<'_>) -> Result<(), IndexError> {
    let unreadable = || IndexError::new("a page cannot be read");
    let page = loosen(page).ok_or_else(unreadable)?;
    let mut reader = Reader(&page);
    while !reader.is_empty() {
        let (key, value) = reader.bytes().zip(reader.bytes()).ok_or_else(unreadable)?;
        if visit(key, value).is_break() {
            break;
        }
    }
    Ok(())
}

fn decode(page: &[u8]) -> Result<Rows, IndexError> {
    let mut rows = Rows::new();
    each_of(page, &mut |key, value| {
        rows.insert(key.to_vec(), value.to_vec());
        ControlFlow::Continue(())
    })?;
    Ok(rows)
}

/// Changes on their way into the database, in pieces: sled keeps all that a change replaces until
/// it is done. What fits into one piece is made at once, with the mark; before the first of many,
/// the mark says that the table is in the making and fits nothing.
struct Pieces<'d> {
    db: &'d Db,
    table: &'d str,
    changes: Vec<Change>,
    // What the table was, until the first piece is made.
    making: Option<Summary>,
}

impl Pieces<'_> {
    /// Pages of these rows, each under the key of its first row. Rows up to `old` are in the
    /// database already: they go over in one piece, so that whoever looks meanwhile finds them.
    fn pages(&mut self, rows: &Rows, old: &[u8]) -> Result<(), IndexError> {
        let mut open: Option<(Vec<u8>, Vec<u8>)> = None;
        for (key, value) in rows {
            let (_, page) = open.get_or_insert_with(|| (row_key(self.table, key), Vec::new()));
            put_bytes(key, page);
            put_bytes(value, page);
            if page.len() >= PAGE_BYTES {
                self.changes.extend(open.take().map(|(first, page)| (first, Some(squeeze(&page)))));
                if **key >= *old {
                    self.piece()?;
                }
            }
        }
        self.changes.extend(open.map(|(first, page)| (first, Some(squeeze(&page)))));
        self.piece()
    }

    fn piece(&mut self) -> Result<(), IndexError> {
        if self.changes.len() < PAGES_AT_ONCE {
            return Ok(());
        }
        if let Some(making) = self.making.take() {
            self.changes.push((mark_key(self.table), Some(making.encode())));
        }
        self.db.apply(core::mem::take(&mut self.changes))
    }

    /// Makes the last piece, with the mark of all.
    fn finish(mut self, summary: &Summary) -> Result<(), IndexError> {
        self.changes.push((mark_key(self.table), Some(summary.encode())));
        self.db.apply(self.changes)
    }
}

pub(super) fn mark(db: &Db, table: &str) -> Result<Option<Mark>, IndexError> {
    Ok(summary(db, table)?.map(|summary| summary.mark))
}

pub(super) fn all(db: &Db, table: &str) -> Result<Option<(Mark, Vec<Row>)>, IndexError> {
    let Some(expected) = summary(db, table)? else { return Ok(None) };
    let mut found = Summary::empty(expected.mark);
    let mut rows = Vec::new();
    let mut outcome = Ok(());
    db.each(&prefix(table), &mut |_, page| {
        let read = each_of(page, &mut |key, value| {
            found.add(key, value);
            rows.push((key.to_vec(), value.to_vec()));
            ControlFlow::Continue(())
        });
        if read.is_err() {
            outcome = read;
        }
    })?;
    outcome?;
    if (found.count, found.sum) != (expected.count, expected.sum) {
        return Err(IndexError::new("rows are missing"));
    }
    Ok(Some((expected.mark, rows)))
}

pub(super) fn one(db: &Db, table: &str, key: &[u8]) -> Result<Option<Vec<u8>>, IndexError> {
    if summary(db, table)?.is_none_or(|summary| *summary.last < *key) {
        return Ok(None);
    }
    let Some((_, page)) = db.last_before(&prefix(table), &row_key(table, key))? else {
        return Ok(None);
    };
    let mut found = None;
    each_of(&page, &mut |own, value| match own.cmp(key) {
        Ordering::Less => ControlFlow::Continue(()),
        Ordering::Equal => {
            found = Some(value.to_vec());
            ControlFlow::Break(())
        }
        Ordering::Greater => ControlFlow::Break(()),
    })?;
    Ok(found)
}

pub(super) fn save(
    db: &Db,
    table: &str,
    mark: Mark,
    changes: Vec<RowChange>,
    replace: bool,
) -> Result<(), IndexError> {
    // The last change of a key counts, as if they had been made one after another.
    let changes: BTreeMap<Vec<u8>, Option<Vec<u8>>> = changes.into_iter().collect();
    let kept = summary(db, table)?.filter(|_| !replace);
    if kept.is_none() {
        remove_all(db, table)?;
    }
    let mut summary = kept.map_or_else(|| Summary::empty(mark), |kept| Summary { mark, ..kept });
    let nothing = Mark { next_seq: 0, hash: Hash::ZERO, version: 0 };
    let making = Some(Summary { mark: nothing, ..summary.clone() });
    let mut pieces = Pieces { db, table, changes: Vec::new(), making };
    change(changes, &mut summary, &mut pieces)?;
    pieces.finish(&summary)
}

/// Removes a table, its mark first: without a mark the rest counts as not there.
fn remove_all(db: &Db, table: &str) -> Result<(), IndexError> {
    db.apply(vec![(mark_key(table), None)])?;
    let prefix = prefix(table);
    let mut keys = Vec::new();
    let mut behind = prefix.clone();
    while let Some(key) = db.first_behind(&prefix, &behind)? {
        behind.clone_from(&key);
        keys.push((key, None));
        if keys.len() == PAGES_AT_ONCE {
            db.apply(core::mem::take(&mut keys))?;
        }
    }
    // A row with the empty key stands at the prefix itself.
    keys.push((prefix, None));
    db.apply(keys)
}

/// Makes changes in the pages where their keys belong.
fn change(
    changes: BTreeMap<Vec<u8>, Option<Vec<u8>>>,
    summary: &mut Summary,
    pieces: &mut Pieces<'_>,
) -> Result<(), IndexError> {
    let (db, table) = (pieces.db, pieces.table);
    let prefix = prefix(table);
    let mut changes = changes.into_iter().peekable();
    while let Some((key, _)) = changes.peek() {
        let full = row_key(table, key);
        let page = db.last_before(&prefix, &full)?;
        let next = db.first_behind(&prefix, &full)?;
        let next = next.as_deref().map(|key| key.get(prefix.len()..).unwrap_or_default());
        let mut rows = Rows::new();
        if let Some((first, page)) = page {
            rows = decode(&page)?;
            pieces.changes.push((first, None));
        }
        let old = rows.last_key_value().map(|(key, _)| key.clone()).unwrap_or_default();
        let belongs = |key: &[u8]| next.is_none_or(|next| key < next);
        while let Some((key, value)) = changes.next_if(|(key, _)| belongs(key)) {
            if let Some(old) = rows.remove(&key) {
                summary.subtract(&key, &old);
            }
            if let Some(value) = value {
                summary.add(&key, &value);
                rows.insert(key, value);
            }
        }
        pieces.pages(&rows, &old)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::Hash;

    fn row(number: u32, length: usize) -> (Vec<u8>, Vec<u8>) {
        (format!("{number:06}").into_bytes(), vec![b'v'; length])
    }

    #[test]
    fn pages_hold_what_single_rows_would() {
        let dir = tempfile::tempdir().unwrap();
        let db = Db::open(dir.path()).unwrap();
        let mark = |next_seq| Mark { next_seq, hash: Hash::ZERO, version: 1 };
        let mut model = Rows::new();
        for step in 0..40_u32 {
            // In front, in the middle, behind; now and then something goes away.
            let numbers = (0..50).map(|n| (step * 7919 + n * 31) % 3000 + step * 10);
            let changes: Vec<RowChange> = numbers
                .map(|n| {
                    let (key, value) = row(n, usize::try_from(n % 900).unwrap());
                    (key, (n % 7 > 0).then_some(value))
                })
                .collect();
            for (key, value) in changes.clone() {
                match value {
                    Some(value) => drop(model.insert(key, value)),
                    None => drop(model.remove(&key)),
                }
            }
            save(&db, "t", mark(u64::from(step)), changes, false).unwrap();
            let (found, rows) = all(&db, "t").unwrap().unwrap();
            assert_eq!((found, rows), (mark(u64::from(step)), model.clone().into_iter().collect()));
        }
        for n in 0..3500 {
            let (key, _) = row(n, 0);
            assert_eq!(one(&db, "t", &key).unwrap(), model.get(&key).cloned());
        }
        // Many pages go over in pieces.
        let many: Vec<RowChange> =
            (0..4000).map(|n| row(n, 900)).map(|(k, v)| (k, Some(v))).collect();
        save(&db, "t", mark(98), many.clone(), false).unwrap();
        let whole: Vec<Row> = many.into_iter().filter_map(|(k, v)| Some((k, v?))).collect();
        assert_eq!(all(&db, "t").unwrap().unwrap(), (mark(98), whole));
        save(&db, "t", mark(99), vec![(b"z".to_vec(), Some(b"1".to_vec()))], true).unwrap();
        assert_eq!(all(&db, "t").unwrap().unwrap().1, [(b"z".to_vec(), b"1".to_vec())]);
    }

    #[test]
    fn rows_are_found_while_many_others_change() {
        let dir = tempfile::tempdir().unwrap();
        let db = Db::open(dir.path()).unwrap();
        let mark = |next_seq| Mark { next_seq, hash: Hash::ZERO, version: 1 };
        let change = |n| (row(n, 0).0, Some(row(n, 300).1));
        save(&db, "t", mark(1), (0..8000).step_by(2).map(change).collect(), false).unwrap();
        let done = std::sync::atomic::AtomicBool::new(false);
        std::thread::scope(|scope| {
            let looks = scope.spawn(|| {
                let mut looks = 0;
                while !done.load(std::sync::atomic::Ordering::Acquire) {
                    for n in (0..8000).step_by(398) {
                        assert!(one(&db, "t", &row(n, 0).0).unwrap().is_some(), "{n}");
                        looks += 1;
                    }
                }
                looks
            });
            for step in 1..12 {
                let changes = (1..8000 + step * 500).step_by(2).map(change).collect();
                save(&db, "t", mark(2), changes, false).unwrap();
            }
            done.store(true, std::sync::atomic::Ordering::Release);
            assert!(looks.join().unwrap() > 0);
        });
    }
}
