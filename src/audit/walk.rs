//! The first walk: the journal in parts, by all cores; then the seams, the beginning, the end.

use crate::audit::build::Build;
use crate::audit::check::Level;
use crate::audit::finding::{Fault, Finding, Place};
use crate::audit::pair::{self, Edge};
use crate::audit::part::{Begun, Loose, Part, bits};
use crate::audit::{VerifyOptions, Watch};
use crate::ledger::Entry;
use crate::ledger::Hash;
use crate::ledger::Value;
use crate::store::JournalFiles;
use crate::store::Progress;
use crate::store::StoreError;
use crate::store::journal::{Chunk, JournalFile, RawLine, Tail};
use crate::store::{COMMAND_BYTES_MAX, Head};
use core::ops::ControlFlow;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

/// Size of a part: small enough that cores end together, large enough to be worth a thread.
const PART_BYTES: u64 = 4 << 20;

/// What the first walk knows of the journal.
#[derive(Debug)]
pub(super) struct Walked {
    /// Parts that were walked, in order, and how many lines each has.
    pub(super) parts: Vec<(Chunk, u64)>,
    /// Lines in them.
    pub(super) entries: u64,
    /// Hash of the last of them.
    pub(super) head: Hash,
}

impl Walked {
    /// Hash and place of a line, counted from 0 through the whole journal.
    pub(super) fn look(
        &self,
        journal: &JournalFiles,
        index: u64,
    ) -> Result<Option<(Hash, Place)>, StoreError> {
        let (mut before, mut before_in_file, mut file) = (0, 0, usize::MAX);
        for (chunk, lines) in &self.parts {
            if chunk.file != file {
                (file, before_in_file) = (chunk.file, 0);
            }
            if index < before + lines {
                let mut found = None;
                journal.each_of(*chunk, &mut |line| {
                    if before + line.number <= index {
                        return ControlFlow::Continue(());
                    }
                    let line_in_file = before_in_file + line.number;
                    let place = place(journal, file, index, line_in_file, line.offset);
                    found = Some((Hash::of(line.bytes), place));
                    ControlFlow::Break(())
                })?;
                return Ok(found);
            }
            before += lines;
            before_in_file += lines;
        }
        Ok(None)
    }
}

fn place(journal: &JournalFiles, file: usize, entry: u64, line: u64, offset: u64) -> Place {
    let file = journal.files().get(file).map(JournalFile::name);
    Place { entry: Some(entry), file, line: Some(line), offset: Some(offset) }
}

/// Walks the journal and reports what its bytes say.
pub(super) fn walk(
    journal: &JournalFiles,
    options: &VerifyOptions<'_>,
    build: &mut Build,
) -> Result<Walked, StoreError> {
    let tail = journal.tail()?;
    let chunks = chunks(journal, &tail)?;
    let parts = in_parallel(journal, &chunks, options)?;
    let strict = options.level >= Level::Strict;
    if strict {
        beginning(journal, chunks.first(), build)?;
    }
    let mut join = Join { journal, build, entries: 0, lines_in_file: 0, last: None };
    let (mut lines, mut begun) = (Vec::with_capacity(parts.len()), Vec::new());
    begun.reserve_exact(parts.iter().map(|part| part.begun.len() + 1).sum());
    let mut ended = 0;
    for part in parts {
        lines.push((part.chunk, part.lines));
        ended += part.ended;
        join.part(part, &mut begun);
    }
    let head = join.last.as_ref().map_or(Hash::ZERO, |edge| edge.hash);
    let walked = Walked { parts: lines, entries: join.entries, head };
    let commands = strict.then_some(ended);
    build.counted(journal, walked.entries, commands, walked.head);
    once(journal, &walked, begun, build)?;
    behind(journal, &tail, build)?;
    Ok(walked)
}

/// The parts to walk. What a crash left behind the last complete command is one finding and is not
/// walked; but if there is no complete command, or more than a command behind it, all is looked at.
fn chunks(journal: &JournalFiles, tail: &Tail) -> Result<Vec<Chunk>, StoreError> {
    let mut chunks = journal.chunks(PART_BYTES)?;
    let torn: u64 = tail.torn.iter().map(|torn| torn.bytes).sum();
    let limit = u64::try_from(COMMAND_BYTES_MAX).unwrap_or(u64::MAX);
    if tail.last.is_none() || torn > limit {
        return Ok(chunks);
    }
    let end = |file: usize| {
        let first = journal.files().get(file).map_or(u64::MAX, |file| file.first);
        match first.cmp(&tail.end.file) {
            core::cmp::Ordering::Less => u64::MAX,
            core::cmp::Ordering::Equal => tail.end.offset,
            core::cmp::Ordering::Greater => 0,
        }
    };
    for chunk in &mut chunks {
        chunk.end = chunk.end.min(end(chunk.file));
    }
    chunks.retain(|chunk| chunk.start < chunk.end);
    Ok(chunks)
}

/// Walks parts with all cores and returns them in order.
fn in_parallel(
    journal: &JournalFiles,
    chunks: &[Chunk],
    options: &VerifyOptions<'_>,
) -> Result<Vec<Part>, StoreError> {
    let strict = options.level >= Level::Strict;
    let cores = std::thread::available_parallelism().map_or(1, core::num::NonZero::get);
    let threads = options.threads.unwrap_or(cores).clamp(1, chunks.len().max(1));
    let meter = Meter { watch: options.watch, of_bytes: journal.bytes(), done: AtomicU64::new(0) };
    let (next, done) = (AtomicUsize::new(0), Mutex::new(Vec::with_capacity(chunks.len())));
    let work = || {
        while let Some((number, chunk)) = {
            let number = next.fetch_add(1, Ordering::Relaxed);
            chunks.get(number).map(|chunk| (number, *chunk))
        } {
            let part = Part::walk(journal, chunk, strict);
            meter.add(chunk.end - chunk.start);
            done.lock().unwrap_or_else(PoisonError::into_inner).push((number, part));
        }
    };
    if threads == 1 {
        work();
    } else {
        std::thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(work);
            }
        });
    }
    let mut parts = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    parts.sort_by_key(|(number, _)| *number);
    parts.into_iter().map(|(_, part)| part).collect()
}

struct Meter<'a> {
    watch: Option<Watch<'a>>,
    of_bytes: u64,
    done: AtomicU64,
}

impl Meter<'_> {
    fn add(&self, bytes: u64) {
        let done = self.done.fetch_add(bytes, Ordering::Relaxed) + bytes;
        if let Some(watch) = self.watch {
            watch(Progress { entries: 0, bytes: done, of_bytes: self.of_bytes });
        }
    }
}

/// Puts parts together: places their faults, and judges their seams.
struct Join<'a> {
    journal: &'a JournalFiles,
    build: &'a mut Build,
    entries: u64,
    lines_in_file: u64,
    last: Option<Edge>,
}

impl Join<'_> {
    fn part(&mut self, part: Part, begun: &mut Vec<Begun>) {
        let file = part.chunk.file;
        if part.chunk.start == 0 {
            self.lines_in_file = 0;
        }
        if let Some((first, last)) = part.edges {
            let seq = first.known.as_ref().map(|known| known.seq);
            let here = (file, part.chunk.start, seq);
            match &self.last {
                Some(before) => {
                    let mut faults = Vec::new();
                    pair::judge(before, &first, &mut |fault| faults.push(fault));
                    for fault in faults {
                        self.add(here, 0, fault);
                    }
                }
                None => self.first(here, &first),
            }
            let before = self.last.as_ref().and_then(|edge| edge.known.as_ref());
            if let Some(known) = first.known.filter(|known| known.begins_behind(before)) {
                begun.push((bits(&known.cmd), self.entries));
            }
            self.last = Some(last);
        }
        begun.extend(part.begun.iter().map(|(cmd, index)| (*cmd, index + self.entries)));
        for Loose { index, offset, seq, fault } in part.loose {
            self.add((file, offset, seq), index, fault);
        }
        part.unlisted.into_iter().for_each(|(check, count)| self.build.unlisted(check, count));
        self.entries += part.lines;
        self.lines_in_file += part.lines;
    }

    /// The first line of the journal, which has nothing before it.
    fn first(&mut self, here: (usize, u64, Option<u64>), first: &Edge) {
        let Some(known) = &first.known else { return };
        if known.seq != 0 {
            self.add(here, 0, Fault::Gap { expected: 0, found: known.seq });
        }
        if let Some(fault) = known.too_many() {
            self.add(here, 0, fault);
        }
    }

    fn add(&mut self, (file, offset, seq): (usize, u64, Option<u64>), index: u64, fault: Fault) {
        // A line that gives itself a wrong number is found where it stands.
        let entry = match &fault {
            Fault::Gap { expected, .. } => *expected,
            _ => seq.unwrap_or(self.entries + index),
        };
        let place = place(self.journal, file, entry, self.lines_in_file + index + 1, offset);
        self.build.add(Finding { fault, place });
    }
}

/// Entry 0 begins a registry of format 1 and names no predecessor.
fn beginning(
    journal: &JournalFiles,
    first: Option<&Chunk>,
    build: &mut Build,
) -> Result<(), StoreError> {
    let Some(chunk) = first else {
        build.add(Finding { fault: Fault::Empty, place: Place::default() });
        return Ok(());
    };
    journal.each_of(*chunk, &mut |line| {
        let found = match Entry::parse(line.bytes) {
            // That it is no entry at all is another check.
            Err(_) => return ControlFlow::Break(()),
            Ok(entry) => {
                let format = Value::parse(entry.data.as_bytes()).ok();
                let format = format.as_ref().and_then(|data| data.at("/format")?.as_integer());
                let begins = entry.kind == "registry.created" && format == Some(1);
                if begins && entry.prev == Hash::ZERO {
                    return ControlFlow::Break(());
                }
                let format = format.map(|format| format!(" format {format}")).unwrap_or_default();
                format!("{}{format}, prev {}", entry.kind, entry.prev)
            }
        };
        let place = place(journal, chunk.file, 0, 1, line.offset);
        build.add(Finding { fault: Fault::Beginning { found }, place });
        ControlFlow::Break(())
    })?;
    Ok(())
}

/// No command begins twice.
fn once(
    journal: &JournalFiles,
    walked: &Walked,
    mut begun: Vec<Begun>,
    build: &mut Build,
) -> Result<(), StoreError> {
    begun.sort_unstable();
    let twice = begun.iter().zip(begun.iter().skip(1)).filter(|(one, other)| one.0 == other.0);
    for ((cmd, first), (_, index)) in twice {
        let place = if build.is_full() {
            Place { entry: Some(*index), ..Place::default() }
        } else {
            walked.look(journal, *index)?.map(|(_, place)| place).unwrap_or_default()
        };
        let cmd = ulid::Ulid::from(u128::from_be_bytes(*cmd)).to_string();
        build.add(Finding { fault: Fault::CommandTwice { cmd, first: *first }, place });
    }
    Ok(())
}

/// Bytes behind the last complete command: one finding, at the line where the command that they
/// begin can no longer be read, so that damage is named where it lies.
fn behind(journal: &JournalFiles, tail: &Tail, build: &mut Build) -> Result<(), StoreError> {
    let bytes = tail.torn.iter().map(|torn| torn.bytes).sum();
    let Head { next_seq, hash, .. } = tail.head;
    let mut last =
        Stop { entry: next_seq, file: 0, offset: 0, why: String::new(), hash, read: false };
    for torn in &tail.torn {
        let of = |file: &JournalFile| file.first == torn.place.file;
        last.file = journal.files().iter().position(of).unwrap_or(0);
        let (start, end) = (torn.place.offset, torn.place.offset + torn.bytes);
        let whole =
            journal.each_of(Chunk { file: last.file, start, end }, &mut |line| last.read(line))?;
        if !whole {
            break;
        }
    }
    if tail.torn.is_empty() {
        return Ok(());
    }
    let file = journal.files().get(last.file).map(JournalFile::name);
    let place = Place { entry: Some(last.entry), file, line: None, offset: Some(last.offset) };
    build.add(Finding { fault: Fault::Behind { bytes, why: last.why }, place });
    Ok(())
}

/// Where reading behind the last complete command stops, and why.
struct Stop {
    /// The line in question, counted from entry 0.
    entry: u64,
    file: usize,
    offset: u64,
    why: String,
    /// What the next line must name as its predecessor.
    hash: Hash,
    read: bool,
}

impl Stop {
    fn read(&mut self, line: RawLine<'_>) -> ControlFlow<()> {
        let parsed = Entry::parse(line.bytes);
        let unlinked = parsed.as_ref().is_ok_and(|entry| entry.prev != self.hash);
        // A line that does not follow the one before it says that either of them was changed.
        (self.entry, self.offset) = (self.entry + u64::from(self.read), line.offset);
        self.why = match parsed {
            Err(error) => error.to_string(),
            Ok(_) if !line.ended => "no line feed".to_owned(),
            Ok(_) if unlinked => "another \"prev\"".to_owned(),
            Ok(entry) => {
                (self.hash, self.read) = (Hash::of(line.bytes), true);
                self.why = format!("\"more\":{}", entry.more);
                return ControlFlow::Continue(());
            }
        };
        ControlFlow::Break(())
    }
}
