//! A file is attached to a meeting: the vault keeps it, its hash goes on record.

use crate::domain::{AttachmentKind, Role};
use crate::event::kind_entry;
use crate::intake::{Document, DraftFact};
use crate::ledger::{Sha256, Value};
use crate::registry::Registry;
use crate::registry::record::{RecordError, RecordOptions, Recording};

/// A file, and what is said of it.
#[derive(Debug, Clone, Copy)]
pub struct Attachment<'a> {
    /// What is in it.
    pub bytes: &'a [u8],
    /// What it is to a program, for example `image/jpeg`.
    pub media_type: &'a str,
    /// Id of the meeting.
    pub meeting: &'a str,
    /// What it is to the meeting.
    pub kind: AttachmentKind,
    /// What it is called, without names.
    pub title: &'a str,
    /// Who records it, an id or an `@label`, and in which capacity.
    pub by: (&'a str, Role),
    /// When it was attached; today if nothing is said.
    pub happened: Option<&'a str>,
}

/// An attachment on record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attached {
    /// What became of it.
    pub recording: Recording,
    /// SHA-256 of the file.
    pub sha256: String,
}

impl Registry {
    /// Keeps a file and puts its hash on record with a meeting.
    pub fn attach(&self, file: &Attachment<'_>) -> Result<Attached, RecordError> {
        let sha256 = Sha256::of(file.bytes).to_string();
        let document = self.attaching(file, &sha256);
        // First a trial: a file must not stay behind for an entry that is refused.
        let trial = RecordOptions { dry_run: true, ..RecordOptions::default() };
        self.record(document.clone(), &trial)?;
        self.vault.put_file(file.bytes)?;
        let recording = self.record(document, &RecordOptions::default())?;
        Ok(Attached { recording, sha256 })
    }

    fn attaching(&self, file: &Attachment<'_>, sha256: &str) -> Document {
        let text = |text: &str| Value::String(text.to_owned());
        let happened = file.happened.map_or_else(|| self.today().to_string(), str::to_owned);
        let fields = [
            ("meeting", text(file.meeting)),
            ("attachment_kind", text(file.kind.word())),
            ("title", text(file.title)),
            ("sha256", text(sha256)),
            ("bytes", Value::Integer(i64::try_from(file.bytes.len()).unwrap_or(i64::MAX))),
            ("media_type", text(file.media_type)),
            ("happened", text(&happened)),
        ];
        let fields = fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
        let facts = kind_entry("meeting.attached").map(|kind| DraftFact { kind, fields });
        let (actor, role) = file.by;
        Document { by: Some((actor.to_owned(), role)), facts: facts.into_iter().collect() }
    }
}
