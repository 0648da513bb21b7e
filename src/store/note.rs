//! What opening a registry found: notes (put right, or harmless) and findings (read-only).

use super::error::Damage;
use super::vault::VaultMark;
use crate::ledger::Hash;

/// Something that opening put right, or that is worth knowing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Note {
    /// There was no index although there is a journal.
    #[error("the index was missing; it was made again from {entries} entries")]
    IndexMissing {
        /// Entries that were read again.
        entries: u64,
    },
    /// The index could not be used.
    #[error("the index could not be used ({reason}); it was made again from {entries} entries")]
    IndexUnusable {
        /// What was wrong.
        reason: String,
        /// Entries that were read again.
        entries: u64,
    },
    /// The index belonged to another registry.
    #[error("the index was of another registry; it was made again from {entries} entries")]
    IndexForeign {
        /// Entries that were read again.
        entries: u64,
    },
    /// The index was made again because the caller wanted it.
    #[error("the index was made again from {entries} entries")]
    IndexRebuilt {
        /// Entries that were read again.
        entries: u64,
    },
    /// The index was behind the journal.
    #[error("{entries} entries were added to the index")]
    IndexBehind {
        /// Entries that it did not know.
        entries: u64,
    },
    /// The index took more than two seconds to open; it is made again at close.
    #[error("the index took {millis} ms to open; it is made again at close")]
    IndexSlow {
        /// How long it took.
        millis: u64,
    },
    /// Snapshots that sled had not finished were removed.
    #[error("{count} unfinished snapshots of the index were removed")]
    SnapshotsRemoved {
        /// How many.
        count: usize,
    },
    /// Bytes behind the last complete command, never acknowledged, were moved away.
    #[error("{bytes} bytes behind the last complete command were moved to journal/{file}")]
    TornTail {
        /// Number of the next entry.
        seq: u64,
        /// How many bytes.
        bytes: u64,
        /// Where they are now.
        file: String,
    },
    /// A checkpoint cannot be read.
    #[error("checkpoint {name} cannot be read")]
    CheckpointUnreadable {
        /// Its file name.
        name: String,
    },
    /// Half-written lines at the end of the vault's files were cut off.
    #[error("{bytes} bytes of half-written lines were cut off in the vault")]
    VaultTorn {
        /// How many bytes.
        bytes: u64,
    },
    /// Lines of the register of documents cannot be read; they are passed over.
    #[error("{lines} lines of vault/documents.jsonl cannot be read and are passed over")]
    DocumentsDamaged {
        /// How many lines.
        lines: u64,
    },
    /// There is no vault although the index remembers one. Names cannot be shown.
    #[error("the vault is missing")]
    VaultMissing {
        /// What is remembered.
        remembered: VaultMark,
    },
    /// It is another vault than the one remembered, or none is remembered. Openings whose erasure
    /// is on record must be destroyed again.
    #[error("the vault is another one than before ({orphans} openings belong to no entry)")]
    VaultOther {
        /// What is remembered.
        remembered: Option<VaultMark>,
        /// Openings of commands that are not in the journal. They stay: a newer journal may exist.
        orphans: u64,
    },
    /// An erasure on record was cut off before it was carried out; it is now.
    #[error("an erasure on record had been cut off; it is carried out now ({count} openings)")]
    ErasureFinished {
        /// Openings that were destroyed.
        count: u64,
    },
    /// An erasure on record could not be carried out. The next opening tries again.
    #[error("an erasure on record could not be carried out yet: {reason}")]
    ErasureUnfinished {
        /// What stood against it.
        reason: String,
    },
    /// Openings were put down for commands that did not happen; they were removed.
    #[error("{count} openings that no entry refers to were removed from the vault")]
    OpeningsRemoved {
        /// How many.
        count: u64,
    },
}

/// A contradiction that opening does not resolve: the registry is open for reading only.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Finding {
    /// The index remembers more than the journal has.
    #[error("the journal ends before entry {journal}, but the index remembers {index} entries")]
    JournalShorter {
        /// Entries in the journal.
        journal: u64,
        /// Entries that the index remembers.
        index: u64,
    },
    /// The index remembers another line.
    #[error("journal and index disagree from entry {seq}")]
    JournalDiffers {
        /// Number of the last entry that the index remembers.
        seq: u64,
        /// Hash that it remembers.
        remembered: Hash,
    },
    /// A file that the index remembers is missing or shorter than it was.
    #[error("journal file {file} is missing or too short")]
    FileMissing {
        /// Its name.
        file: String,
    },
    /// A line is damaged, and complete commands stand behind it.
    #[error("entry {seq} is damaged ({file} byte {offset}): {damage}")]
    Damaged {
        /// Number of the entry.
        seq: u64,
        /// Name of the file.
        file: String,
        /// Where the line starts.
        offset: u64,
        /// What is wrong.
        damage: Damage,
    },
    /// A checkpoint covers more than the journal has.
    #[error(
        "the journal ends before entry {journal}, but a checkpoint covers {checkpoint} entries"
    )]
    CheckpointAhead {
        /// Entries in the journal.
        journal: u64,
        /// Entries that the checkpoint covers.
        checkpoint: u64,
    },
    /// A checkpoint covers another line.
    #[error("journal and checkpoint disagree at entry {seq}")]
    CheckpointDiffers {
        /// Number of the last entry that it covers.
        seq: u64,
        /// Hash in the checkpoint.
        checkpoint: Hash,
        /// Hash of the line.
        journal: Hash,
    },
    /// The caller wanted to read only.
    #[error("it was opened for reading")]
    OpenedForReading,
}
