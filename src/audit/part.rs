//! One part of a journal, walked alone: its lines, and each line beside the one before it.

use crate::audit::FINDINGS_MAX;
use crate::audit::check::Check;
use crate::audit::finding::Fault;
use crate::audit::pair::{self, Edge, Known};
use crate::ledger::Entry;
use crate::ledger::EntryError;
use crate::ledger::Hash;
use crate::ledger::chain::prev_of;
use crate::store::JournalFiles;
use crate::store::StoreError;
use crate::store::journal::{Chunk, JournalFile, RawLine};
use chrono::NaiveDate;
use core::ops::ControlFlow;
use std::collections::BTreeMap;

/// A fault inside a part, placed by its line there.
#[derive(Debug)]
pub(super) struct Loose {
    /// Line of the part, from 0.
    pub(super) index: u64,
    /// Where the line starts in its file.
    pub(super) offset: u64,
    /// Number that the line gives itself.
    pub(super) seq: Option<u64>,
    /// What is wrong.
    pub(super) fault: Fault,
}

/// A command, as 16 bytes, and the line where it begins.
pub(super) type Begun = ([u8; 16], u64);

/// What a part says.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) chunk: Chunk,
    pub(super) lines: u64,
    /// First and last line; none in a part without lines.
    pub(super) edges: Option<(Edge, Edge)>,
    /// Where the first line starts and what number it gives itself are in here, too.
    pub(super) loose: Vec<Loose>,
    /// Faults that did not fit into the list.
    pub(super) unlisted: BTreeMap<Check, u64>,
    /// Commands that begin inside, but for one that may begin at the first line.
    pub(super) begun: Vec<Begun>,
    /// Commands that end inside.
    pub(super) ended: u64,
}

impl Part {
    /// Walks a part; `strict` also reads each line as an entry.
    pub(super) fn walk(
        journal: &JournalFiles,
        chunk: Chunk,
        strict: bool,
    ) -> Result<Self, StoreError> {
        let mut part = Self {
            chunk,
            lines: 0,
            edges: None,
            loose: Vec::new(),
            unlisted: BTreeMap::new(),
            begun: Vec::new(),
            ended: 0,
        };
        let file = journal.files().get(chunk.file);
        let mut walk = Walk { part: &mut part, file, now: Known::default() };
        journal.each_of(chunk, &mut |line| {
            if strict {
                walk.strictly(line);
            } else {
                walk.link(line, None);
            }
            ControlFlow::Continue(())
        })?;
        Ok(part)
    }

    fn add(&mut self, loose: Loose) {
        if self.loose.len() < FINDINGS_MAX {
            self.loose.push(loose);
        } else {
            *self.unlisted.entry(loose.fault.check()).or_default() += 1;
        }
    }
}

struct Walk<'a> {
    part: &'a mut Part,
    file: Option<&'a JournalFile>,
    now: Known,
}

impl Walk<'_> {
    fn strictly(&mut self, line: RawLine<'_>) {
        if !line.ended {
            self.fault(line, None, Fault::NotEnded);
        }
        let entry = match Entry::parse(line.bytes) {
            Ok(entry) => entry,
            Err(error) => {
                self.fault(line, None, Fault::NotAnEntry(with_length(error, line.length)));
                return self.link(line, None);
            }
        };
        if !is_day(entry.at) {
            self.fault(line, Some(entry.seq), Fault::NoSuchDay { at: entry.at.to_owned() });
        }
        let (named, first) = (self.file.map_or(0, |file| file.first), entry.seq);
        if line.offset == 0 && named != first {
            self.fault(line, Some(first), Fault::FileName { named, first });
        }
        self.part.ended += u64::from(entry.more == 0);
        // Behind a line that is no entry, `now` still holds the last entry before it.
        let begins = self.part.edges.as_ref().is_some_and(|(_, last)| match &last.known {
            Some(before) => before.more == 0 || before.cmd != entry.cmd,
            None => self.now.cmd != entry.cmd,
        });
        if begins {
            self.part.begun.push((bits(entry.cmd), self.part.lines));
        }
        self.now.take(&entry);
        self.link(line, Some(entry.prev));
    }

    /// Judges the line beside the one before it. `prev` is known when it was read as an entry.
    fn link(&mut self, line: RawLine<'_>, prev: Option<Hash>) {
        let mut now = Edge {
            hash: Hash::of(line.bytes),
            prev: prev.or_else(|| prev_of(line.bytes)),
            file: line.file,
            known: prev.is_some().then(|| core::mem::take(&mut self.now)),
        };
        let Some((first, before)) = self.part.edges.take() else {
            self.part.edges = Some((now.clone(), now));
            self.part.lines += 1;
            return;
        };
        let seq = now.known.as_ref().map(|known| known.seq);
        pair::judge(&before, &now, &mut |fault| self.fault(line, seq, fault));
        // The texts of the line before are used again for the next one.
        if let Some(spare) = before.known {
            self.now = spare;
        }
        now.file = line.file;
        self.part.edges = Some((first, now));
        self.part.lines += 1;
    }

    fn fault(&mut self, line: RawLine<'_>, seq: Option<u64>, fault: Fault) {
        self.part.add(Loose { index: self.part.lines, offset: line.offset, seq, fault });
    }
}

/// Of a line that is too long only its start was kept.
fn with_length(error: EntryError, length: u64) -> EntryError {
    match error {
        EntryError::TooLong { .. } => {
            EntryError::TooLong { bytes: usize::try_from(length).unwrap_or(usize::MAX) }
        }
        EntryError::Json(_) | EntryError::Field { .. } => error,
    }
}

/// The 128 bits of a ULID, in 16 bytes because a million of them are kept.
pub(super) fn bits(cmd: &str) -> [u8; 16] {
    // The spelling was checked when the entry was read.
    cmd.parse::<ulid::Ulid>().map(|id| id.0.to_be_bytes()).unwrap_or_default()
}

/// Whether an instant of the right form names a day that the calendar has.
fn is_day(at: &str) -> bool {
    let number = |from: usize, to: usize| at.get(from..to).and_then(|text| text.parse().ok());
    let day: Option<u32> = number(8, 10);
    if day.is_some_and(|day| day <= 28) {
        return true;
    }
    let year = at.get(..4).and_then(|text| text.parse().ok()).unwrap_or(0);
    let (month, day) = (number(5, 7).unwrap_or(0), day.unwrap_or(0));
    NaiveDate::from_ymd_opt(year, month, day).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_days_of_the_calendar_are_days() {
        assert!(is_day("2028-02-29T04:50:10.123Z") && is_day("2026-02-28T04:50:10.123Z"));
        assert!(!is_day("2026-02-29T04:50:10.123Z") && !is_day("2026-04-31T04:50:10.123Z"));
    }

    #[test]
    fn a_command_id_keeps_all_its_bits() {
        assert_eq!(bits("00000000000000000000000001")[15], 1);
        assert_eq!(bits("7ZZZZZZZZZZZZZZZZZZZZZZZZZ"), [255; 16]);
    }
}
