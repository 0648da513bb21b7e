//! What the lists by kind and tag come to: a sum for each, so that those of a whole journal fit in
//! memory beside those that were saved.

use super::SavedRows;
use super::postings::{KINDS, TAGS, key, numbers};
use crate::ledger::{Entry, Hash};
use crate::store::codec::IndexError;
use crate::store::index::tag_key;
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
            add(&mut self.tags, tag_key(tag), entry.seq);
        }
    }

    /// The lists that were saved.
    pub(crate) fn saved(rows: &SavedRows) -> Result<Self, IndexError> {
        let mut lists = Self::default();
        each_list(rows, KINDS, &mut |stem, seq| {
            let kind = stem.strip_suffix(b"\0").unwrap_or(stem);
            add(&mut lists.kinds, String::from_utf8_lossy(kind).into_owned(), seq);
        })?;
        each_list(rows, TAGS, &mut |stem, seq| {
            let tag = stem.first_chunk().map_or(0, |tag| u64::from_be_bytes(*tag));
            add(&mut lists.tags, tag, seq);
        })?;
        Ok(lists)
    }

    /// The lists that are not the same in another journal.
    pub(crate) fn differing(&self, other: &Self) -> Vec<OtherList> {
        let mut found = differing(KINDS, &self.kinds, &other.kinds, Clone::clone);
        found.extend(differing(TAGS, &self.tags, &other.tags, |tag| format!("{tag:016x}")));
        found
    }
}

fn differing<K: Ord>(
    table: &'static str,
    one: &BTreeMap<K, Sum>,
    other: &BTreeMap<K, Sum>,
    name: impl Fn(&K) -> String,
) -> Vec<OtherList> {
    let here = one.iter().filter(|(key, sum)| other.get(key) != Some(sum));
    let here = here.map(|(key, _)| (key, true, other.contains_key(key)));
    let there = other.keys().filter(|key| !one.contains_key(key)).map(|key| (key, false, true));
    let found = here.chain(there);
    found.map(|(key, here, there)| OtherList { table, key: name(key), here, there }).collect()
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
