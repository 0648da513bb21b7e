//! Walks the journal forwards, checks every line and link, and hands whole commands to the index.

use super::Head;
use super::error::{Damage, StoreError};
use super::index::{Index, IndexError, Pending};
use super::journal::{Chunk, JournalFiles, Place, RawLine, damaged};
use super::staging::number;
use crate::ledger::ENTRY_BYTES_MAX;
use crate::ledger::Entry;
use crate::ledger::EntryError;
use crate::ledger::Hash;
use core::ops::ControlFlow;

/// Entries that are indexed at once while catching up. Larger batches make fewer runs.
const BATCH_ENTRIES: usize = 65_536;

/// How far catching up has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Entries checked so far.
    pub entries: u64,
    /// Bytes of them.
    pub bytes: u64,
    /// Bytes to check altogether.
    pub of_bytes: u64,
}

/// Is told how far it has come.
pub(crate) type Report<'a> = Option<&'a mut dyn FnMut(Progress)>;

/// Why a walk ended before the end of the journal.
#[derive(Debug)]
pub(crate) struct Stop {
    /// Number of the entry that should stand here.
    pub(crate) seq: u64,
    /// Where it should stand.
    pub(crate) place: Place,
    /// What is wrong.
    pub(crate) damage: Damage,
    /// Whether complete commands stand behind it: then it is damage and not a torn end.
    pub(crate) followed: bool,
}

impl Stop {
    pub(crate) fn into_error(self) -> StoreError {
        damaged(self.seq, self.place, self.damage)
    }
}

/// Where a walk came to.
#[derive(Debug)]
pub(crate) struct Replayed {
    /// What is not yet in the index.
    pub(crate) open: Pending,
    /// What it could not pass.
    pub(crate) stop: Option<Stop>,
}

/// Checks the lines behind `from` (a head and where it ends) and adds them to the index in large
/// batches. The rest that is left over is returned.
pub(crate) fn replay_into(
    files: &JournalFiles,
    index: &Index,
    identity: Hash,
    from: (Head, Place),
    until: Option<u64>,
    mut report: Report<'_>,
) -> Result<Replayed, StoreError> {
    let mut walk = Walk::new(from.0, from.1);
    let of_bytes = bytes_behind(files, from.1);
    let mut done = 0;
    let mut failed: Option<IndexError> = None;
    for (file, chunk) in chunks_behind(files, from.1) {
        walk.enter(file);
        files.each_of(chunk, &mut |line| {
            done += line.length + 1;
            if walk.take(line).is_break() || walk.reaches(until) {
                return ControlFlow::Break(());
            }
            if walk.open.len() >= BATCH_ENTRIES && walk.is_whole() {
                if let Err(error) = index.add(identity, &walk.open) {
                    failed = Some(error);
                    return ControlFlow::Break(());
                }
                walk.open = Pending::after(walk.open.head.clone(), walk.open.end);
                if let Some(report) = &mut report {
                    report(Progress { entries: walk.next_seq, bytes: done, of_bytes });
                }
            }
            ControlFlow::Continue(())
        })?;
        if let Some(error) = failed {
            return Err(StoreError::Index { reason: error.to_string() });
        }
        if walk.stop.is_some() || walk.reaches(until) {
            break;
        }
    }
    walk.finish(files)
}

fn bytes_behind(files: &JournalFiles, from: Place) -> u64 {
    chunks_behind(files, from).map(|(_, chunk)| chunk.end - chunk.start).sum()
}

/// The parts of the files behind a place, each with the number in its name.
fn chunks_behind(files: &JournalFiles, from: Place) -> impl Iterator<Item = (u64, Chunk)> {
    files.files().iter().enumerate().filter_map(move |(file, found)| {
        let start = match found.first.cmp(&from.file) {
            core::cmp::Ordering::Less => return None,
            core::cmp::Ordering::Equal => from.offset.min(found.bytes),
            core::cmp::Ordering::Greater => 0,
        };
        Some((found.first, Chunk { file, start, end: found.bytes }))
    })
}

struct Walk {
    open: Pending,
    // Number in the name of the file that is being walked.
    file: u64,
    // The command whose last entry has not come yet, how many come, and what was before it.
    cmd: String,
    more: u64,
    whole: (Head, Place),
    // Hash of the line before.
    hash: Hash,
    next_seq: u64,
    stop: Option<Stop>,
}

impl Walk {
    fn new(head: Head, end: Place) -> Self {
        let (hash, next_seq) = (head.hash, head.next_seq);
        let whole = (head.clone(), end);
        Self {
            open: Pending::after(head, end),
            file: end.file,
            cmd: String::new(),
            more: 0,
            whole,
            hash,
            next_seq,
            stop: None,
        }
    }

    /// Whether the last entry ended its command.
    fn is_whole(&self) -> bool {
        self.more == 0
    }

    /// Whether all complete commands below a number are done.
    fn reaches(&self, until: Option<u64>) -> bool {
        self.is_whole() && until.is_some_and(|until| self.next_seq >= until)
    }

    /// Goes on in a file with this number in its name.
    fn enter(&mut self, file: u64) {
        if file == self.file {
            return;
        }
        self.file = file;
        if file != self.next_seq || !self.is_whole() {
            let place = Place { file, offset: 0 };
            self.stop_at(place, Damage::Missing);
        } else {
            // Whatever comes next lies in this file, even if that is nothing yet.
            self.open.end = Place { file, offset: 0 };
        }
    }

    fn stop_at(&mut self, place: Place, damage: Damage) {
        self.stop = Some(Stop { seq: self.next_seq, place, damage, followed: false });
    }

    fn take(&mut self, line: RawLine<'_>) -> ControlFlow<()> {
        let place = Place { file: self.file, offset: line.offset };
        if self.stop.is_some() {
            return ControlFlow::Break(());
        }
        if let Err(damage) = self.check(line, place) {
            self.stop_at(place, damage);
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    }

    fn check(&mut self, line: RawLine<'_>, place: Place) -> Result<(), Damage> {
        if line.length > number(ENTRY_BYTES_MAX) {
            let bytes = usize::try_from(line.length).unwrap_or(usize::MAX);
            return Err(Damage::NotAnEntry(EntryError::TooLong { bytes }));
        }
        if !line.ended {
            return Err(Damage::Unended);
        }
        let entry = Entry::parse(line.bytes)?;
        if entry.seq != self.next_seq {
            return Err(Damage::Number { found: entry.seq });
        }
        if entry.prev != self.hash {
            return Err(Damage::Prev { named: entry.prev, found: self.hash });
        }
        let goes_on = entry.cmd == self.cmd && entry.more + 1 == self.more;
        if !self.is_whole() && !goes_on {
            return Err(Damage::Command);
        }
        self.accept(&entry, place);
        Ok(())
    }

    fn accept(&mut self, entry: &Entry<'_>, place: Place) {
        if self.is_whole() && entry.more > 0 {
            // A longer command starts: if its end is missing, this is where to go back to.
            entry.cmd.clone_into(&mut self.cmd);
            self.whole = (self.open.head.clone(), self.open.end);
        }
        self.hash = entry.hash();
        self.next_seq += 1;
        self.more = entry.more;
        self.open.add(entry, self.hash, place);
    }

    /// Says whether what stopped the walk is a torn end or damage.
    fn finish(mut self, files: &JournalFiles) -> Result<Replayed, StoreError> {
        if !self.is_whole() {
            let (head, end) = self.whole;
            let (seq, damage) = (head.next_seq, Damage::Command);
            self.open.take_back(head, end);
            self.stop.get_or_insert(Stop { seq, place: end, damage, followed: false });
        }
        if let Some(stop) = &mut self.stop {
            stop.followed = ends_a_command(files, stop.place)?;
        }
        Ok(Replayed { open: self.open, stop: self.stop })
    }
}

/// Whether any line from a place on ends a command.
fn ends_a_command(files: &JournalFiles, from: Place) -> Result<bool, StoreError> {
    let mut found = false;
    for (_, chunk) in chunks_behind(files, from) {
        files.each_of(chunk, &mut |line| {
            let parsed = Entry::parse(line.bytes).is_ok_and(|entry| entry.more == 0);
            found = parsed && line.ended;
            if found { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })?;
        if found {
            break;
        }
    }
    Ok(found)
}
