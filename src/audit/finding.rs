//! What an audit finds: faults, which check they break and where; and notes.
//!
//! Variants carry data, so that tests compare data; the sentences are made in `wording`.

use crate::admission::Refusal;
use crate::audit::check::Check;
use crate::audit::end::EndMark;
use crate::audit::reading::CannotRead;
use crate::domain::Bilingual;
use crate::event::motion::Announced;
use crate::ledger::Commitment;
use crate::ledger::EntryError;
use crate::ledger::Hash;
use crate::ledger::JsonFault;
use crate::ledger::Sha256;

/// Where something stands in a journal.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Place {
    /// Number of the entry, or of the one whose place it takes.
    pub entry: Option<u64>,
    /// Name of the file.
    pub file: Option<String>,
    /// Line in the file, from 1.
    pub line: Option<u64>,
    /// Where the line starts in the file, in bytes.
    pub offset: Option<u64>,
}

/// Something that ought not to be so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What is wrong.
    pub fault: Fault,
    /// Where.
    pub place: Place,
}

impl Finding {
    /// The check that it breaks.
    pub fn check(&self) -> Check {
        self.fault.check()
    }
}

/// How a command is not whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Broken {
    /// The countdown `more` has another value.
    Countdown {
        /// What follows from the entry before it.
        expected: u64,
        /// What stands there.
        found: u64,
    },
    /// Another command begins before this one ended, or `at` or `by` change inside it.
    Stamp {
        /// The key that differs.
        key: &'static str,
    },
    /// The command goes on in the next file.
    CrossesFile,
    /// More entries than a command may have.
    TooMany {
        /// How many it announces.
        entries: u64,
    },
}

/// What was announced of a motion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Announcement {
    /// Number of the entry.
    pub entry: u64,
    /// When it was announced.
    pub happened: String,
    /// The result.
    pub announced: Announced,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The line does not end in a line feed.
    NotEnded,
    /// The line is not an entry.
    NotAnEntry(EntryError),
    /// `at` names a day that no calendar has.
    NoSuchDay {
        /// The instant.
        at: String,
    },
    /// A kind or version that this program does not know.
    UnknownKind {
        /// Event type.
        kind: String,
        /// Version of its shape.
        v: u32,
    },
    /// The data do not fit their kind.
    Shape {
        /// What does not fit.
        fault: String,
    },
    /// The data have the right meaning, but would be written otherwise.
    OtherSpelling {
        /// How they would be written.
        expected: String,
    },
    /// A personal value stands plain where a seal must stand.
    NotSealed {
        /// JSON pointer inside `data`.
        pointer: String,
    },
    /// The number does not follow the one before it.
    Gap {
        /// What follows.
        expected: u64,
        /// What stands there.
        found: u64,
    },
    /// The file is not named by the number of its first entry.
    FileName {
        /// Number in its name.
        named: u64,
        /// Number of its first entry.
        first: u64,
    },
    /// A command is not whole.
    Command(Broken),
    /// The line does not name the hash of the line before it.
    Chain {
        /// Hash of the line before it.
        expected: Hash,
        /// What it names; none when it names nothing readable.
        found: Option<Hash>,
    },
    /// The first entry does not begin a registry of a known format.
    Beginning {
        /// What stands there.
        found: String,
    },
    /// The journal has no entries.
    Empty,
    /// Recorded earlier than the entry before it.
    ClockBack {
        /// The entry before it.
        before: String,
        /// This one.
        at: String,
    },
    /// The command stands twice.
    CommandTwice {
        /// The command.
        cmd: String,
        /// Entry where it stood first.
        first: u64,
    },
    /// Bytes behind the last complete command.
    Behind {
        /// How many.
        bytes: u64,
        /// Why they are not a complete command.
        why: String,
    },
    /// The journal is shorter than something remembers it.
    CutShort {
        /// What says so.
        mark: EndMark,
        /// Entries that it covers.
        covers: u64,
        /// Entries that are there.
        entries: u64,
    },
    /// The entry has another hash than something remembers.
    OtherHash {
        /// What says so.
        mark: EndMark,
        /// The hash that it names.
        expected: Hash,
        /// The hash of the entry.
        found: Hash,
    },
    /// What ought to remember the end cannot be read.
    EndMarkUnreadable {
        /// Which.
        mark: EndMark,
        /// Why.
        why: CannotRead,
    },
    /// A line of the vault is not an opening, or does not open its seal.
    OpeningDamaged,
    /// An opening names another command or field than that of its seal.
    OpeningElsewhere {
        /// The seal.
        seal: Commitment,
    },
    /// Two openings have one salt.
    SaltTwice {
        /// The seal of the second.
        seal: Commitment,
    },
    /// A seal whose opening is missing although no erasure is on record.
    OpeningMissing {
        /// The seal.
        seal: Commitment,
        /// Where it stands in `data`.
        pointer: String,
    },
    /// An opening that is still there although its erasure is on record.
    NotErased {
        /// The seal.
        seal: Commitment,
    },
    /// An attachment on record that is not in the vault, although all openings ought to be.
    AttachmentMissing {
        /// Its recorded hash.
        sha256: Sha256,
        /// Its recorded length.
        bytes: u64,
    },
    /// An attachment is not what was recorded.
    Attachment {
        /// Its recorded hash.
        sha256: Sha256,
        /// Its recorded length.
        bytes: u64,
    },
    /// The tags do not follow from the data.
    Tags {
        /// What follows.
        expected: Vec<String>,
        /// What stands there.
        found: Vec<String>,
    },
    /// Admission refuses the fact on the state before it.
    Refused(Box<Refusal>),
    /// The rule book does not follow from the cards on record.
    Book {
        /// Fingerprint of the cards; none when they do not load.
        expected: Option<String>,
        /// What stands there.
        found: String,
    },
    /// A meeting is pinned to another rule book than the one in force.
    Pin {
        /// In force.
        expected: Option<String>,
        /// What stands there.
        found: String,
    },
    /// A table of what is so has another fingerprint.
    Table {
        /// Name of the table.
        table: String,
        /// What the journal says.
        expected: String,
        /// What was claimed, or came out the second time.
        found: String,
        /// Who claims it.
        claim: Claim,
    },
    /// A saved row is not what the journal says.
    Row {
        /// Table of saved facts.
        table: String,
        /// Key in it.
        key: String,
        /// What is wrong with it.
        row: RowFault,
    },
    /// Saved rows follow another journal, or go beyond the end of this one.
    SavedMark {
        /// Entries that are in them.
        entries: u64,
    },
    /// The same motion was announced with the contrary result, and that is no correction.
    AnnouncedContrary {
        /// What was announced first.
        first: Announcement,
        /// What was announced later.
        second: Announcement,
    },
}

/// What is wrong with a saved row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowFault {
    /// It says something else.
    Differs,
    /// It is not there.
    Missing,
    /// The journal knows nothing of it.
    Unknown,
}

/// Who says what a table of what is so looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Claim {
    /// A second fold of the same entries.
    SecondFold,
    /// The manifest of an export.
    Manifest,
}

impl Fault {
    /// The check that it breaks.
    pub fn check(&self) -> Check {
        match self {
            Self::NotEnded => Check::Framing,
            Self::NotAnEntry(error) => form_check(error),
            Self::NoSuchDay { .. } => Check::Keys,
            Self::UnknownKind { .. } => Check::Known,
            Self::Shape { .. } | Self::OtherSpelling { .. } | Self::NotSealed { .. } => {
                Check::Shape
            }
            Self::Gap { .. } | Self::FileName { .. } => Check::Sequence,
            Self::Command(_) => Check::Commands,
            Self::Chain { .. } => Check::Chain,
            Self::Beginning { .. } | Self::Empty => Check::Beginning,
            Self::ClockBack { .. } => Check::Clock,
            Self::CommandTwice { .. } => Check::Once,
            Self::Behind { .. } => Check::End,
            Self::CutShort { .. } | Self::OtherHash { .. } | Self::EndMarkUnreadable { .. } => {
                Check::Vouched
            }
            Self::OpeningDamaged | Self::OpeningElsewhere { .. } | Self::SaltTwice { .. } => {
                Check::Openings
            }
            Self::OpeningMissing { .. } | Self::NotErased { .. } => Check::Erasures,
            Self::Attachment { .. } | Self::AttachmentMissing { .. } => Check::Attachments,
            Self::Tags { .. } => Check::Tags,
            Self::Refused(_) => Check::Admission,
            Self::Book { .. } | Self::Pin { .. } => Check::Books,
            Self::Row { .. } | Self::SavedMark { .. } => Check::Rows,
            Self::Table { .. } => Check::Projections,
            Self::AnnouncedContrary { .. } => Check::Announced,
        }
    }
}

/// Which check of form a line breaks that is not an entry.
fn form_check(error: &EntryError) -> Check {
    match error {
        EntryError::TooLong { .. } => Check::Framing,
        EntryError::Field { .. } => Check::Keys,
        EntryError::Json(error) => match &error.fault {
            JsonFault::NoKey { .. } => Check::Keys,
            _ => Check::Canonical,
        },
    }
}

/// Something personal that seems to stand in a plain text. It is not said again here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exposed {
    /// Number of the entry.
    pub entry: u64,
    /// JSON pointer inside `data`.
    pub pointer: String,
    /// What it looks like.
    pub what: Bilingual,
}

/// Something worth knowing that is no fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// The vault is gone, although openings ought to be here.
    NoVault {
        /// Seals on record.
        seals: u64,
    },
    /// A file says that the book was continued from a copy, and no takeover on record says the same.
    OriginUnrecorded,
    /// The same openings stand in the vault more than once.
    OpeningsTwice {
        /// How many lines too many.
        count: u64,
        /// Entries of the first of them.
        entries: Vec<u64>,
    },
    /// Lines of the register of documents that name a command which the journal lacks.
    DocumentsStray {
        /// How many.
        count: u64,
        /// The first of these lines.
        lines: Vec<u64>,
    },
    /// The register of documents cannot be read, or not all of its lines.
    DocumentsUnreadable {
        /// Why.
        why: CannotRead,
        /// The first line that cannot be read.
        line: Option<u64>,
    },
    /// What lies in the folder of the checkpoints and is none.
    CheckpointsIgnored {
        /// Names of files and folders.
        names: Vec<String>,
    },
    /// Openings that no seal on record belongs to: left by commands that were not recorded.
    Strays {
        /// How many.
        count: u64,
    },
    /// The last line of the vault was not written to its end.
    VaultTorn,
    /// Attachments on record that are not here.
    AttachmentsAbsent {
        /// How many.
        count: u64,
    },
    /// Files in the folder of the journal that are not part of it.
    StrangeFiles {
        /// Their names.
        names: Vec<String>,
    },
    /// From this entry on, what depends on earlier entries was not judged.
    MeaningStopped {
        /// The entry.
        entry: u64,
    },
    /// An entry of an earlier shape that the rules of today would refuse.
    OldShapeRefused {
        /// The entry.
        entry: u64,
        /// Why.
        refusal: Box<Refusal>,
    },
    /// Plain texts seem to hold something personal; names that are words were confirmed as such.
    Exposed {
        /// Where.
        places: Vec<Exposed>,
        /// Further places.
        further: u64,
    },
    /// Newer entries stand behind the last one that anything remembers.
    NotCovered {
        /// How many.
        entries: u64,
    },
}
