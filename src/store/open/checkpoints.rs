//! Checkpoints: what somebody noted of the journal's head, here or elsewhere.

use crate::ledger::Entry;
use crate::ledger::Hash;
use crate::ledger::Value;
use crate::store::Head;
use crate::store::error::StoreError;
use crate::store::journal::{Chunk, JournalFiles};
use crate::store::note::{Finding, Note};
use crate::store::plain;
use core::ops::ControlFlow;
use std::path::Path;

/// Number of entries and hash of the last of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Checkpoint {
    /// Entries that it covers.
    pub next_seq: u64,
    /// Hash of the last line that it covers.
    pub hash: Hash,
}

impl Checkpoint {
    /// Reads `{"hash":"<64 hexadecimal digits>","next_seq":n}`; other keys may stand beside them.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let value = Value::parse(bytes).ok()?;
        let next_seq = u64::try_from(value.at("/next_seq")?.as_integer()?).ok()?;
        Some(Self { next_seq, hash: value.at("/hash")?.as_str()?.parse().ok()? })
    }
}

/// All checkpoints in a folder that may be missing. What cannot be read is noted.
pub(super) fn read(dir: &Path, notes: &mut Vec<Note>) -> Vec<Checkpoint> {
    let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let Ok(listing) = plain::list(dir) else {
        notes.push(Note::CheckpointUnreadable { name: name(dir) });
        return Vec::new();
    };
    let mut names: Vec<_> =
        listing.into_iter().flatten().flatten().map(|item| item.path()).collect();
    names.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    names.sort();
    let mut found = Vec::new();
    for path in names {
        match plain::read(&path).ok().and_then(|bytes| Checkpoint::parse(&bytes)) {
            Some(checkpoint) => found.push(checkpoint),
            None => notes.push(Note::CheckpointUnreadable { name: name(&path) }),
        }
    }
    found
}

/// Compares the newest checkpoint with the journal.
pub(super) fn compare(
    checkpoints: &[Checkpoint],
    files: &JournalFiles,
    head: &Head,
) -> Result<Option<Finding>, StoreError> {
    let Some(newest) = checkpoints.iter().max().filter(|newest| newest.next_seq > 0) else {
        return Ok(None);
    };
    if newest.next_seq > head.next_seq {
        let (journal, checkpoint) = (head.next_seq, newest.next_seq);
        return Ok(Some(Finding::CheckpointAhead { journal, checkpoint }));
    }
    let seq = newest.next_seq - 1;
    let journal = if newest.next_seq == head.next_seq {
        head.hash
    } else {
        line_hash(files, seq)?.unwrap_or(Hash::ZERO)
    };
    let differs = Finding::CheckpointDiffers { seq, checkpoint: newest.hash, journal };
    Ok((journal != newest.hash).then_some(differs))
}

/// Hash of the line with this number, found by reading the file that must hold it.
fn line_hash(files: &JournalFiles, seq: u64) -> Result<Option<Hash>, StoreError> {
    let count = files.files().partition_point(|file| file.first <= seq);
    let Some(file) = count.checked_sub(1) else { return Ok(None) };
    let Some(end) = files.files().get(file).map(|found| found.bytes) else { return Ok(None) };
    let first = files.files().get(file).map_or(0, |found| found.first);
    let mut found = None;
    files.each_of(Chunk { file, start: 0, end }, &mut |line| {
        if first + line.number - 1 < seq {
            return ControlFlow::Continue(());
        }
        found = Entry::parse(line.bytes).is_ok().then(|| Hash::of(line.bytes));
        ControlFlow::Break(())
    })?;
    Ok(found)
}
