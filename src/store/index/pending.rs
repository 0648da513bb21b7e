//! What the index does not know yet, in memory: places, types, tags and commands of new entries.

use crate::ledger::Entry;
use crate::ledger::Hash;
use crate::store::Append;
use crate::store::Head;
use crate::store::journal::Place;
use crate::store::scope::Clause;
use crate::store::staging::{Lines, number};
use core::convert::Infallible;
use std::collections::BTreeMap;

/// Lists this short are not narrowed further: reading the lines is cheaper.
const SHORT_LIST: usize = 4;

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
    /// Number and [`tag_key`] of each tag, in the order of numbers. New entries are asked for by
    /// their tags from a recent number on: a walk over few is quicker than keeping them sorted.
    pub(crate) tags: Vec<(u64, u64)>,
    /// First and last number by ULID.
    pub(crate) commands: BTreeMap<u128, (u64, u64)>,
    // First number of a command whose last entry has not come yet.
    command: Option<u64>,
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
            tags: Vec::new(),
            commands: BTreeMap::new(),
            command: None,
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
        self.add_entry(entry.kind, entry.tags(), place);
        if entry.more == 0 {
            let seq = entry.seq;
            let first = self.command.take().unwrap_or(seq);
            self.commands.insert(command_key(entry.cmd), (first, seq));
        } else {
            self.command.get_or_insert(entry.seq);
        }
        self.head.hash = hash;
        if self.head.at != entry.at {
            entry.at.clone_into(&mut self.head.at);
        }
        self.end = Place { offset: place.offset + number(entry.line.len()) + 1, ..place };
    }

    /// Adds a whole command whose lines are known.
    pub(crate) fn add_command(&mut self, append: &Append, lines: &Lines, place: Place) {
        for (draft, (start, _)) in append.entries.iter().zip(lines.iter()) {
            let offset = place.offset + number(start);
            let tags = draft.tags.iter().map(String::as_str);
            self.add_entry(&draft.kind, tags, Place { offset, ..place });
        }
        let ends = (lines.receipt.first, lines.receipt.last);
        self.commands.insert(command_key(&append.cmd), ends);
        self.head = lines.head();
        self.end = Place { offset: place.offset + number(lines.bytes.len()), ..place };
    }

    fn add_entry<'t>(&mut self, kind: &str, tags: impl Iterator<Item = &'t str>, place: Place) {
        let seq = self.to();
        self.places.push(place);
        self.head.next_seq = seq + 1;
        match self.kinds.get_mut(kind) {
            Some(numbers) => numbers.push(seq),
            None => {
                self.kinds.insert(kind.to_owned(), vec![seq]);
            }
        }
        self.tags.extend(tags.map(|tag| (seq, tag_key(tag))));
    }

    /// Takes back the entries behind a head, which belong to a command that is not whole.
    pub(crate) fn take_back(&mut self, head: Head, end: Place) {
        let next_seq = head.next_seq;
        let keep = usize::try_from(next_seq.saturating_sub(self.from)).unwrap_or(usize::MAX);
        self.places.truncate(keep);
        self.tags.truncate(self.tags.partition_point(|(seq, _)| *seq < next_seq));
        for numbers in self.kinds.values_mut() {
            numbers.truncate(numbers.partition_point(|seq| *seq < next_seq));
        }
        self.kinds.retain(|_, numbers| !numbers.is_empty());
        self.command = None;
        (self.head, self.end) = (head, end);
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
            let key = tag_key(tag);
            let start = self.tags.partition_point(|(seq, _)| *seq < since);
            let recent = self.tags.iter().skip(start).filter(|(_, found)| *found == key);
            let tagged = recent.map(|(seq, _)| *seq).collect();
            let of_kind = |kind: &str, from, until| -> Result<_, Infallible> {
                let list = self.kinds.get(kind).map(Vec::as_slice).unwrap_or_default();
                let start = list.partition_point(|seq| *seq < from);
                let end = list.partition_point(|seq| *seq < until);
                Ok(list.get(start..end).unwrap_or_default().to_vec())
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

/// Keeps the tagged numbers that also belong to one of the clause's types. `of_kind` lists at least
/// those of a type between two numbers.
pub(crate) fn narrow<E>(
    mut tagged: Vec<u64>,
    clause: &Clause,
    of_kind: impl Fn(&str, u64, u64) -> Result<Vec<u64>, E>,
) -> Result<Vec<u64>, E> {
    if clause.kinds.is_empty() || tagged.len() <= SHORT_LIST {
        return Ok(tagged);
    }
    let (first, last) =
        tagged.iter().fold((u64::MAX, 0), |(first, last), seq| (first.min(*seq), last.max(*seq)));
    let mut wanted = Vec::new();
    for kind in &clause.kinds {
        wanted.extend(of_kind(kind, first, last.saturating_add(1))?);
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
