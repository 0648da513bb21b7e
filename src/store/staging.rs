//! From a command to its lines: limits, the recorded instant, places in the chain.

use super::error::{AppendError, Limit};
use super::{Append, Head, Receipt};
use crate::ledger::ENTRY_BYTES_MAX;
use crate::ledger::Entry;
use crate::ledger::EntryError;
use crate::ledger::Hash;
use crate::ledger::Stamp;
use crate::ledger::entry::is_ulid;
use core::ops::Range;

/// Entries of one command.
pub const COMMAND_ENTRIES_MAX: usize = 10_000;

/// Bytes of one command with its line feeds, 16 MiB.
pub const COMMAND_BYTES_MAX: usize = 16 << 20;

/// From this many entries on two threads share the work of one command.
const ENTRIES_FOR_TWO: usize = 128;

/// The one event type behind which the recorded instant may go back.
pub const CLOCK_CORRECTED: &str = "registry.clock_corrected";

/// The lines of a command as they will lie in the journal.
#[derive(Debug)]
pub(crate) struct Lines {
    /// All lines, each with its line feed.
    pub(crate) bytes: Vec<u8>,
    /// Where each line lies in `bytes`, without its line feed.
    pub(crate) places: Vec<Range<usize>>,
    /// What the command becomes.
    pub(crate) receipt: Receipt,
}

impl Lines {
    /// Writes the lines of a command behind `head`.
    ///
    /// A line that nobody can read would spoil the book for ever. The first one is read back whole,
    /// with what all of them share; of the others, what is their own.
    pub(crate) fn of(append: &Append, head: &Head) -> Result<Self, AppendError> {
        check_command(append)?;
        let others = || {
            (1..).zip(append.entries.iter().skip(1)).try_for_each(|(position, draft)| {
                draft.check().map_err(|source| AppendError::Malformed { position, source })
            })
        };
        if append.entries.len() < ENTRIES_FOR_TWO {
            others()?;
            return Self::write(append, head);
        }
        // The hash of a line needs the one before it, the check does not: they share the work.
        std::thread::scope(|scope| {
            let checking = std::thread::Builder::new().spawn_scoped(scope, others);
            let lines = Self::write(append, head);
            match checking {
                Ok(checking) => checking.join().unwrap_or_else(|_panic| others())?,
                Err(_no_thread) => others()?,
            }
            lines
        })
    }

    fn write(append: &Append, head: &Head) -> Result<Self, AppendError> {
        let at = instant(append, head);
        let stamp = Stamp { at, by: &append.by, cmd: &append.cmd };
        let mut lines = Self {
            bytes: Vec::with_capacity(append.entries.len() * 640),
            places: Vec::with_capacity(append.entries.len()),
            receipt: Receipt {
                first: head.next_seq,
                last: head.next_seq,
                at: at.to_owned(),
                hash: head.hash,
            },
        };
        for (position, draft) in append.entries.iter().enumerate() {
            let more = number(append.entries.len() - position - 1);
            lines.receipt.last = head.next_seq + number(position);
            let start = lines.bytes.len();
            draft.write(stamp, more, lines.receipt.hash, lines.receipt.last, &mut lines.bytes);
            let line = lines.end_line(position, start)?;
            if position == 0 {
                Entry::parse(line).map_err(|source| AppendError::Malformed { position, source })?;
            }
        }
        Ok(lines)
    }

    /// Closes the line that was just written and returns it.
    fn end_line(&mut self, position: usize, start: usize) -> Result<&[u8], AppendError> {
        let place = start..self.bytes.len();
        within(Limit::LineBytes { position }, place.len(), ENTRY_BYTES_MAX)?;
        self.bytes.push(b'\n');
        within(Limit::CommandBytes, self.bytes.len(), COMMAND_BYTES_MAX)?;
        let line = self.bytes.get(place.clone()).unwrap_or_default();
        self.receipt.hash = Hash::of(line);
        self.places.push(place);
        Ok(line)
    }

    /// The head once these lines are recorded.
    pub(crate) fn head(&self) -> Head {
        let Receipt { last, hash, ref at, .. } = self.receipt;
        Head { next_seq: last + 1, hash, at: at.clone() }
    }

    /// The line with a number, if it is one of these.
    pub(crate) fn line(&self, seq: u64) -> Option<&[u8]> {
        let position = usize::try_from(seq.checked_sub(self.receipt.first)?).ok()?;
        self.bytes.get(self.places.get(position)?.clone())
    }

    /// The lines one by one, each with its offset in `bytes`.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (usize, &[u8])> {
        let line = |place: &Range<usize>| self.bytes.get(place.clone()).unwrap_or_default();
        self.places.iter().map(move |place| (place.start, line(place)))
    }
}

/// What can be said of a command before its lines are written.
fn check_command(append: &Append) -> Result<(), AppendError> {
    if append.entries.is_empty() {
        return Err(AppendError::Empty);
    }
    within(Limit::Entries, append.entries.len(), COMMAND_ENTRIES_MAX)?;
    if !is_ulid(&append.cmd) {
        let source = EntryError::Field { key: "cmd", rule: "a ULID: 26 characters, first one 0-7" };
        return Err(AppendError::Malformed { position: 0, source });
    }
    Ok(())
}

/// The instant to record. Text order is time order, so instants compare as text.
fn instant<'a>(append: &'a Append, head: &'a Head) -> &'a str {
    let corrected = append.entries.first().is_some_and(|draft| draft.kind == CLOCK_CORRECTED);
    if corrected || append.at >= head.at { &append.at } else { &head.at }
}

fn within(limit: Limit, found: usize, max: usize) -> Result<(), AppendError> {
    if found <= max {
        return Ok(());
    }
    Err(AppendError::TooLarge { limit, found: number(found), max: number(max) })
}

/// A length as a number of the journal; `usize` has at most 64 bits on every target.
pub(crate) fn number(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}
