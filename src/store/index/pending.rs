//! What the index does not know yet, in memory: places, types, tags and commands of new entries.

use crate::ledger::Entry;
use crate::ledger::Hash;
use crate::store::Head;
use crate::store::journal::Place;
use crate::store::scope::Clause;
use crate::store::staging::number;
use core::convert::Infallible;
use std::collections::BTreeMap;

/// Lists this short are not narrowed further: reading the lines is cheaper.
const SHORT_LIST: usize = 64;

/// Neighbouring entries from number `from` on.
#[derive(Debug, Clone)]
pub(crate) struct Pending {
    /// Number of the first entry.
    pub(crate) from: u64,
    /// Head behind the last entry.
    pub(crate) head: Head,
    /// Where the last entry ends.
    pub(crate) end: Place,
    /// Where each entry starts.
    pub(crate) places: Vec<Place>,
    /// Numbers by type.
    pub(crate) kinds: BTreeMap<String, Vec<u64>>,
    /// Numbers by [`tag_key`].
    pub(crate) tags: BTreeMap<u64, Vec<u64>>,
    /// First and last number by ULID.
    pub(crate) commands: BTreeMap<u128, (u64, u64)>,
}

impl Pending {
    /// Nothing yet, behind this head.
    pub(crate) fn after(head: Head, end: Place) -> Self {
        Self {
            from: head.next_seq,
            head,
            end,
            places: Vec::new(),
            kinds: BTreeMap::new(),
            tags: BTreeMap::new(),
            commands: BTreeMap::new(),
        }
    }

    /// Number of entries.
    pub(crate) fn len(&self) -> usize {
        self.places.len()
    }

    /// Number of the entry behind the last.
    pub(crate) fn to(&self) -> u64 {
        self.from + number(self.places.len())
    }

    /// Adds the next entry, which hashes to `hash`.
    pub(crate) fn add(&mut self, entry: &Entry<'_>, hash: Hash, place: Place) {
        let seq = entry.seq;
        self.places.push(place);
        self.head.next_seq = seq + 1;
        self.head.hash = hash;
        if self.head.at != entry.at {
            entry.at.clone_into(&mut self.head.at);
        }
        self.end = Place { offset: place.offset + number(entry.line.len()) + 1, ..place };
        match self.kinds.get_mut(entry.kind) {
            Some(numbers) => numbers.push(seq),
            None => {
                self.kinds.insert(entry.kind.to_owned(), vec![seq]);
            }
        }
        for tag in entry.tags() {
            self.tags.entry(tag_key(tag)).or_default().push(seq);
        }
        self.commands.entry(command_key(entry.cmd)).or_insert((seq, seq)).1 = seq;
    }

    /// Where an entry starts.
    pub(crate) fn place(&self, seq: u64) -> Option<Place> {
        self.places.get(usize::try_from(seq.checked_sub(self.from)?).ok()?).copied()
    }

    /// Numbers from `since` on that may belong to the clause.
    pub(crate) fn candidates(&self, clause: &Clause, since: u64, out: &mut Vec<u64>) {
        let late = |numbers: &[u64]| {
            let start = numbers.partition_point(|seq| *seq < since);
            numbers.get(start..).unwrap_or_default().to_vec()
        };
        if let Some(tag) = &clause.tag {
            let tagged = self.tags.get(&tag_key(tag)).map_or_else(Vec::new, |list| late(list));
            let of_kind = |kind: &str| -> Result<_, Infallible> {
                Ok(self.kinds.get(kind).map_or_else(Vec::new, |list| late(list)))
            };
            let Ok(narrowed) = narrow(tagged, clause, of_kind);
            out.extend(narrowed);
        } else if clause.kinds.is_empty() {
            out.extend(since.max(self.from)..self.to());
        } else {
            let lists = clause.kinds.iter().filter_map(|kind| self.kinds.get(kind));
            out.extend(lists.flat_map(|list| late(list)));
        }
    }
}

/// Keeps the tagged numbers that also belong to one of the clause's types.
pub(super) fn narrow<E>(
    mut tagged: Vec<u64>,
    clause: &Clause,
    of_kind: impl Fn(&str) -> Result<Vec<u64>, E>,
) -> Result<Vec<u64>, E> {
    if clause.kinds.is_empty() || tagged.len() <= SHORT_LIST {
        return Ok(tagged);
    }
    let mut wanted = Vec::new();
    for kind in &clause.kinds {
        wanted.extend(of_kind(kind)?);
    }
    wanted.sort_unstable();
    tagged.retain(|seq| wanted.binary_search(seq).is_ok());
    Ok(tagged)
}

/// 64 bits that stand for a tag (FNV-1a). Two tags may share them: whoever reads the line sees.
pub(crate) fn tag_key(tag: &str) -> u64 {
    let mix = |key: u64, byte| (key ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    // FNV leaves its high bits poor, and pages are chosen by them.
    let key = tag.bytes().fold(0xcbf2_9ce4_8422_2325, mix);
    (key ^ key >> 29).wrapping_mul(0xbf58_476d_1ce4_e5b9)
}

/// A ULID as a number of the same order. Callers have checked its form.
pub(crate) fn command_key(cmd: &str) -> u128 {
    ulid::Ulid::from_string(cmd).map_or(0, |id| id.0)
}
