//! What was given numbers since the index last grew: some of it on disk, some of it staged.

use super::index::{Pending, command_key};
use super::journal::Place;
use super::scope::Scope;
use super::staging::Lines;
use super::{Append, Head};
use std::collections::VecDeque;
use std::sync::Arc;

/// Entries that are on their way into the index, and those that are not yet.
#[derive(Debug)]
pub(crate) struct Recent {
    // A batch handed to the index; it stays here until lookups find it there.
    sealed: Option<Sealed>,
    open: Pending,
    // Lines that have a number but are not on disk.
    unsynced: VecDeque<Arc<Lines>>,
    synced: Head,
    // Numbers in the names of the journal's files.
    files: Vec<u64>,
}

#[derive(Debug)]
struct Sealed {
    pending: Arc<Pending>,
    synced: bool,
}

/// Where the line of an entry is.
#[derive(Debug)]
pub(crate) enum Source {
    /// In a file, at or behind a place that the index knows.
    Index,
    /// In a file, here.
    File(Place),
    /// Not on disk yet.
    Memory(Vec<u8>),
}

impl Recent {
    /// What replaying the journal left over.
    pub(crate) fn new(open: Pending, files: Vec<u64>) -> Self {
        let synced = open.head.clone();
        Self { sealed: None, open, unsynced: VecDeque::new(), synced, files }
    }

    pub(crate) fn synced(&self) -> &Head {
        &self.synced
    }

    pub(crate) fn files(&self) -> &[u64] {
        &self.files
    }

    /// Number behind the last entry, staged ones counted.
    pub(crate) fn next_seq(&self) -> u64 {
        self.open.to()
    }

    /// First number that must be looked up here and not in the index.
    pub(crate) fn boundary(&self) -> u64 {
        self.sealed.as_ref().map_or(self.open.from, |sealed| sealed.pending.from)
    }

    /// Entries that wait for the index.
    pub(crate) fn waiting(&self) -> usize {
        self.open.len()
    }

    fn batches(&self) -> impl Iterator<Item = &Pending> {
        self.sealed.iter().map(|sealed| &*sealed.pending).chain([&self.open])
    }

    pub(crate) fn find_command(&self, cmd: &str) -> Option<(u64, u64)> {
        let key = command_key(cmd);
        self.batches().find_map(|batch| batch.commands.get(&key).copied())
    }

    /// Recent numbers that may belong to the scope, in order.
    pub(crate) fn candidates(&self, scope: &Scope, since: u64, until: u64) -> Vec<u64> {
        let mut found = Vec::new();
        for batch in self.batches().filter(|batch| batch.to() > since) {
            for clause in &scope.clauses {
                batch.candidates(clause, since, &mut found);
            }
        }
        found.sort_unstable();
        found.dedup();
        found.retain(|seq| *seq < until);
        found
    }

    pub(crate) fn place(&self, seq: u64) -> Option<Place> {
        self.batches().find_map(|batch| batch.place(seq))
    }

    pub(crate) fn source(&self, seq: u64) -> Option<Source> {
        let position = self.unsynced.partition_point(|lines| lines.receipt.last < seq);
        match self.unsynced.get(position).and_then(|lines| lines.line(seq)) {
            Some(line) => Some(Source::Memory(line.to_vec())),
            None => self.place(seq).map(Source::File),
        }
    }

    /// Takes in the lines of a command that will lie at `place`.
    pub(crate) fn stage(&mut self, append: &Append, lines: &Arc<Lines>, place: Place) {
        if self.files.last() != Some(&place.file) {
            self.files.push(place.file);
        }
        self.open.add_command(append, lines, place);
        self.unsynced.push_back(Arc::clone(lines));
    }

    /// Everything staged is about to be written: closes the batch if it is large enough.
    pub(crate) fn seal(&mut self, batch_entries: usize) {
        if self.sealed.is_none() && self.open.len() >= batch_entries {
            let next = Pending::after(self.open.head.clone(), self.open.end);
            let pending = Arc::new(core::mem::replace(&mut self.open, next));
            self.sealed = Some(Sealed { pending, synced: false });
        }
    }

    /// Everything up to this head is on disk.
    pub(crate) fn sync(&mut self, head: Head) {
        let synced = self.unsynced.partition_point(|lines| lines.receipt.last < head.next_seq);
        self.unsynced.drain(..synced);
        if let Some(sealed) = &mut self.sealed {
            sealed.synced |= sealed.pending.to() <= head.next_seq;
        }
        self.synced = head;
    }

    /// The batch that the index may take.
    pub(crate) fn due(&self) -> Option<Arc<Pending>> {
        self.sealed.as_ref().filter(|sealed| sealed.synced).map(|sealed| sealed.pending.clone())
    }

    /// The index has taken the batch.
    pub(crate) fn indexed(&mut self) {
        self.sealed = None;
    }
}
