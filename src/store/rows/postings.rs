//! What a process without the writer's index finds entries by: kinds, tags, commands, places.
//!
//! A list of numbers stands under the kind or tag and its own first number. When files are merged,
//! neighbouring lists grow together. As in the index, answers are candidates: two tags may share a
//! key, so whoever reads the lines decides.

use super::{Row, Rows, SavedRows};
use crate::ledger::Entry;
use crate::store::codec::{IndexError, Reader, put, put_bytes, put_growing};
use crate::store::index::{MARK_EVERY, command_key, narrow, tag_key};
use crate::store::journal::Place;
use crate::store::{Clause, Scope};
use core::ops::ControlFlow;
use std::collections::BTreeMap;

pub(super) const KINDS: &str = ".kinds";
pub(super) const TAGS: &str = ".tags";
const COMMANDS: &str = ".commands";
const PLACES: &str = ".places";

/// Lists that are longer are not made longer still.
const LIST_BYTES: usize = 4096;

/// Bytes of a number in a key.
const NUMBER: usize = 8;

/// 64 bits that stand for a tag, in the order of time where it names an id: what was made together is
/// asked for together, and lies on few pages. Two tags may share them: whoever reads the line sees.
pub(super) fn near_key(tag: &str) -> u64 {
    const OF_TIME: u32 = 40;
    let mixed = tag_key(tag);
    let id = tag.split_once(':').and_then(|(_, id)| ulid::Ulid::from_string(id).ok());
    id.map_or(mixed, |id| id.timestamp_ms() << (u64::BITS - OF_TIME) | mixed >> OF_TIME)
}

/// Key of a row of a table.
pub(crate) fn key(table: &str, key: &[u8]) -> Vec<u8> {
    let mut full = Vec::with_capacity(table.len() + key.len() + 2);
    put_bytes(table.as_bytes(), &mut full);
    full.extend_from_slice(key);
    full
}

/// Collects what entries are found by.
#[derive(Debug, Default)]
pub(crate) struct Postings {
    kinds: BTreeMap<String, Vec<u64>>,
    tags: BTreeMap<u64, Vec<u64>>,
    commands: BTreeMap<u128, (u64, u64)>,
    places: BTreeMap<u64, Place>,
    // First number of the command that has not ended.
    begun: Option<u64>,
}

impl Postings {
    /// Takes in the next entry.
    pub(crate) fn add(&mut self, entry: &Entry<'_>, place: Place) {
        let seq = entry.seq;
        match self.kinds.get_mut(entry.kind) {
            Some(numbers) => numbers.push(seq),
            None => drop(self.kinds.insert(entry.kind.to_owned(), vec![seq])),
        }
        for tag in entry.tags() {
            self.tags.entry(near_key(tag)).or_default().push(seq);
        }
        if seq.is_multiple_of(MARK_EVERY) {
            self.places.insert(seq, place);
        }
        let first = *self.begun.get_or_insert(seq);
        if entry.more == 0 {
            self.commands.insert(command_key(entry.cmd), (first, seq));
            self.begun = None;
        }
    }

    /// The rows to be saved, behind the end of a command.
    pub(crate) fn take_rows(&mut self) -> Rows {
        let whole = core::mem::take(self);
        let mut rows = Rows::new();
        for (kind, numbers) in &whole.kinds {
            rows.extend(list(KINDS, &[kind.as_bytes(), b"\0"].concat(), numbers));
        }
        for (tag, numbers) in &whole.tags {
            let mut numbers = numbers.clone();
            // Two tags of one entry may share a key.
            numbers.dedup();
            rows.extend(list(TAGS, &tag.to_be_bytes(), &numbers));
        }
        for (command, (first, last)) in whole.commands {
            let mut ends = Vec::new();
            put(first, &mut ends);
            put(last, &mut ends);
            rows.insert(key(COMMANDS, &command.to_be_bytes()), ends);
        }
        for (seq, place) in whole.places {
            let mut where_ = Vec::new();
            put(place.file, &mut where_);
            put(place.offset, &mut where_);
            rows.insert(key(PLACES, &seq.to_be_bytes()), where_);
        }
        rows
    }
}

fn list(table: &str, stem: &[u8], numbers: &[u64]) -> Option<Row> {
    let first = *numbers.first()?;
    let mut value = Vec::new();
    put_growing(numbers.iter().copied(), first, &mut value);
    Some((key(table, &[stem, &first.to_be_bytes()].concat()), value))
}

/// The numbers of a list, given its key.
pub(super) fn numbers(key: &[u8], value: &[u8]) -> Result<Vec<u64>, IndexError> {
    let unreadable = || IndexError::new("a list of numbers cannot be read");
    let first = key.last_chunk::<NUMBER>().ok_or_else(unreadable)?;
    let mut last = u64::from_be_bytes(*first);
    let mut reader = Reader(value);
    let mut numbers = Vec::with_capacity(value.len());
    while !reader.is_empty() {
        let step = reader.number().ok_or_else(unreadable)?;
        last = last.checked_add(step).ok_or_else(unreadable)?;
        numbers.push(last);
    }
    Ok(numbers)
}

/// The value of two neighbouring lists as one, if they belong together and stay short.
pub(super) fn grown(one: &Row, next: &Row) -> Option<Vec<u8>> {
    let is_list = [KINDS, TAGS].iter().any(|table| one.0.starts_with(&key(table, b"")));
    let stem = |key: &[u8]| {
        key.len().checked_sub(NUMBER).and_then(|end| key.get(..end)).map(<[u8]>::to_vec)
    };
    if !is_list || stem(&one.0) != stem(&next.0) || one.1.len() + next.1.len() > LIST_BYTES {
        return None;
    }
    let (here, behind) = (numbers(&one.0, &one.1).ok()?, numbers(&next.0, &next.1).ok()?);
    let (first, last) = (*here.first()?, *here.last()?);
    let follows = behind.first().is_some_and(|next| *next > last);
    let mut value = Vec::new();
    put_growing(here.into_iter().chain(behind), first, &mut value);
    follows.then_some(value)
}

impl SavedRows {
    /// Numbers below the mark that may belong to the scope, in order.
    pub(crate) fn candidates(&self, scope: &Scope, since: u64) -> Result<Vec<u64>, IndexError> {
        let mut found = Vec::new();
        for clause in &scope.clauses {
            self.of_clause(clause, since, &mut found)?;
        }
        found.retain(|seq| *seq >= since);
        found.sort_unstable();
        found.dedup();
        Ok(found)
    }

    fn of_clause(
        &self,
        clause: &Clause,
        since: u64,
        found: &mut Vec<u64>,
    ) -> Result<(), IndexError> {
        let end = self.mark().next_seq;
        match &clause.tag {
            Some(tag) => {
                let tagged = self.list(TAGS, &near_key(tag).to_be_bytes(), since, end)?;
                found
                    .extend(narrow(tagged, clause, |kind, from, to| self.of_kind(kind, from, to))?);
            }
            None if clause.kinds.is_empty() => found.extend(since..end),
            None => {
                for kind in &clause.kinds {
                    found.extend(self.of_kind(kind, since, end)?);
                }
            }
        }
        Ok(())
    }

    fn of_kind(&self, kind: &str, from: u64, to: u64) -> Result<Vec<u64>, IndexError> {
        self.list(KINDS, &[kind.as_bytes(), b"\0"].concat(), from, to)
    }

    /// Numbers of all lists of a stem that may reach into a range.
    fn list(&self, table: &str, stem: &[u8], from: u64, to: u64) -> Result<Vec<u64>, IndexError> {
        let stem = key(table, stem);
        let mut found = Vec::new();
        let mut outcome = Ok(());
        // A list that begins before `from` may reach into the range, so all are looked at.
        self.each_from(&stem, &mut |key, value| {
            if !key.starts_with(&stem) || key.len() != stem.len() + NUMBER {
                return ControlFlow::Break(());
            }
            match numbers(key, value) {
                Ok(numbers) => {
                    let past = numbers.first().is_some_and(|first| *first >= to);
                    found.extend(numbers.into_iter().filter(|seq| (from..to).contains(seq)));
                    if past { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
                }
                Err(error) => {
                    outcome = Err(error);
                    ControlFlow::Break(())
                }
            }
        })?;
        outcome.map(|()| found)
    }

    /// First and last number of a command.
    pub(crate) fn find_command(&self, cmd: &str) -> Result<Option<(u64, u64)>, IndexError> {
        let Some(ends) = self.get(&key(COMMANDS, &command_key(cmd).to_be_bytes()))? else {
            return Ok(None);
        };
        pair(&ends).map(Some)
    }

    /// Number and place of the last entry not behind `seq` whose place is kept.
    pub(crate) fn place_before(&self, seq: u64) -> Result<(u64, Place), IndexError> {
        let kept = seq / MARK_EVERY * MARK_EVERY;
        let place = self.get(&key(PLACES, &kept.to_be_bytes()))?;
        let place = place.ok_or_else(|| IndexError::new("a place is missing"))?;
        let (file, offset) = pair(&place)?;
        Ok((kept, Place { file, offset }))
    }
}

fn pair(value: &[u8]) -> Result<(u64, u64), IndexError> {
    let mut reader = Reader(value);
    let pair = reader.number().zip(reader.number());
    pair.ok_or_else(|| IndexError::new("a pair of numbers cannot be read"))
}
