//! What the lists by kind and tag come to: a sum for each, so that those of a whole journal fit in
//! memory beside those that were saved.

use super::SavedRows;
use super::postings::{KINDS, TAGS, key, near_key, numbers};
use crate::ledger::{Entry, Hash};
use crate::store::codec::IndexError;
use core::ops::ControlFlow;
use std::collections::BTreeMap;

/// Stands for the numbers of a list in their order, and the last of them.
type Sum = (Hash, u64);

/// Lists by their table and what they are found by.
#[derive(Debug, Default)]
pub(crate) struct Lists {
    kinds: BTreeMap<String, Sum>,
    tags: BTreeMap<u64, Sum>,
}

/// A list that is not the same on both sides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct OtherList {
    /// Its table.
    pub(crate) table: &'static str,
    /// The kind, or the number that stands for the tag.
    pub(crate) key: String,
    /// Whether it is on the first side,
    pub(crate) here: bool,
    /// and whether on the other.
    pub(crate) there: bool,
}

fn add<K: Ord>(lists: &mut BTreeMap<K, Sum>, key: K, seq: u64) {
    let (sum, last) = lists.entry(key).or_insert((Hash::ZERO, u64::MAX));
    // Two tags of one entry may share a key.
    if *last != seq {
        *sum = Hash::of(&[&sum.0[..], &seq.to_be_bytes()].concat());
        *last = seq;
    }
}

impl Lists {
    /// Takes in the next entry.
    pub(crate) fn add(&mut self, entry: &Entry<'_>) {
        add(&mut self.kinds, entry.kind.to_owned(), entry.seq);
        for tag in entry.tags() {
            add(&mut self.tags, near_key(tag), entry.seq);
        }
    }

    /// Shows the lists that were saved and are not these, or are missing on one of both sides.
    pub(crate) fn differing(
        self,
        rows: &SavedRows,
        found: &mut dyn FnMut(OtherList),
    ) -> Result<(), IndexError> {
        let kind = |stem: &[u8]| {
            let (end, kind) = stem.split_last()?;
            let kind = core::str::from_utf8(kind).ok().filter(|kind| !kind.contains('\0'))?;
            (*end == 0).then(|| kind.to_owned())
        };
        compare(rows, KINDS, self.kinds, &kind, &Clone::clone, found)?;
        let tag = |stem: &[u8]| stem.try_into().ok().map(u64::from_be_bytes);
        compare(rows, TAGS, self.tags, &tag, &|tag| format!("{tag:016x}"), found)
    }
}

/// Holds the saved lists of a table against the right ones, one after the other. A stem that no reader
/// would look for is a list by itself.
fn compare<K: Ord + Clone>(
    rows: &SavedRows,
    table: &'static str,
    mut right: BTreeMap<K, Sum>,
    key_of: &dyn Fn(&[u8]) -> Option<K>,
    name: &dyn Fn(&K) -> String,
    found: &mut dyn FnMut(OtherList),
) -> Result<(), IndexError> {
    // Parts of a list stand behind each other.
    let mut open: BTreeMap<K, Sum> = BTreeMap::new();
    let mut close = |open: BTreeMap<K, Sum>, found: &mut dyn FnMut(OtherList)| {
        for (key, sum) in open {
            let own = right.remove(&key);
            if own != Some(sum) {
                found(OtherList { table, key: name(&key), here: true, there: own.is_some() });
            }
        }
    };
    let mut strange = Vec::new();
    each_list(rows, table, &mut |stem, seq| {
        let Some(key) = key_of(stem) else {
            if strange != stem {
                stem.clone_into(&mut strange);
                let key = String::from_utf8_lossy(stem).into_owned();
                found(OtherList { table, key, here: true, there: false });
            }
            return;
        };
        if !open.contains_key(&key) {
            close(core::mem::take(&mut open), found);
        }
        add(&mut open, key, seq);
    })?;
    close(open, found);
    for key in right.keys() {
        found(OtherList { table, key: name(key), here: false, there: true });
    }
    Ok(())
}

/// Shows every number of every list of a table with what the list is found by.
fn each_list(
    rows: &SavedRows,
    table: &str,
    visit: &mut dyn FnMut(&[u8], u64),
) -> Result<(), IndexError> {
    let prefix = key(table, b"");
    let mut outcome = Ok(());
    rows.each_from(&prefix, &mut |key, value| {
        let Some(rest) = key.strip_prefix(prefix.as_slice()) else {
            return ControlFlow::Break(());
        };
        let stem = rest.len().checked_sub(size_of::<u64>()).and_then(|end| rest.get(..end));
        match (stem, numbers(key, value)) {
            (Some(stem), Ok(numbers)) => {
                numbers.into_iter().for_each(|seq| visit(stem, seq));
                ControlFlow::Continue(())
            }
            (_, numbers) => {
                outcome = numbers.and(Err(IndexError::new("a list of numbers cannot be read")));
                ControlFlow::Break(())
            }
        }
    })?;
    outcome
}
