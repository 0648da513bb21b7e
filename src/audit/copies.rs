//! What a folder says of being a copy, and when that counts.
//!
//! A mark in the folder can be written by whoever would like openings to be missed by nobody. So the
//! mark of a copy counts only where it names the end of this very journal, and then the report begins
//! with how many openings are not here. Of a book that was continued from a copy, the takeover on
//! record says which openings came along: `origin.json` alone says nothing.

use crate::audit::reading::{CannotRead, small_file};
use crate::audit::walk::Walked;
use crate::domain::OpeningsIncluded;
use crate::event::Audience;
use crate::event::registry::RegistryHandedOver;
use crate::ledger::{Entry, Hash};
use crate::store::Checkpoint;
use serde_json::Value;
use std::path::Path;

/// The mark of a copy: as exported, and as imported.
pub(super) const COPY_MARKS: [&str; 2] = ["manifest.json", "copy.json"];

/// What the mark becomes once the book is continued there.
pub(super) const ORIGIN: &str = "origin.json";

/// What a copy says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Manifest {
    /// Number of entries and hash of the last.
    pub(super) end: Checkpoint,
    /// Which openings went with it; all of them where it says nothing that is known.
    openings: OpeningsIncluded,
    /// Fingerprints of tables, by name.
    tables: Vec<(String, String)>,
}

impl Manifest {
    /// Reads a manifest in a folder; `None` when there is none.
    pub(super) fn read(dir: &Path, name: &str) -> Option<Result<Self, CannotRead>> {
        let bytes = small_file(&dir.join(name))?;
        Some(bytes.and_then(|bytes| Self::parse(&bytes).ok_or(CannotRead::SaysNothing)))
    }

    /// The mark of a copy of this very journal, up to its end.
    pub(super) fn of_copy(dir: &Path, walked: &Walked) -> Option<Self> {
        let here = Checkpoint { next_seq: walked.entries, hash: walked.head };
        let mut read = COPY_MARKS.iter().filter_map(|name| Self::read(dir, name)?.ok());
        read.find(|manifest| manifest.end == here)
    }

    /// The fingerprint of a table, if the manifest says one.
    pub(super) fn table(&self, name: &str) -> Option<&str> {
        self.tables.iter().find(|(table, _)| table == name).map(|(_, found)| found.as_str())
    }

    fn parse(bytes: &[u8]) -> Option<Self> {
        let value: Value = serde_json::from_slice(bytes).ok()?;
        let next_seq = value.get("entries")?.as_u64()?;
        let hash: Hash = value.get("head")?.as_str()?.parse().ok()?;
        let openings = value.get("openings").and_then(Value::as_str);
        let openings = openings.and_then(|word| word.parse().ok());
        let tables = value.get("fingerprints").and_then(Value::as_array);
        let tables = tables.into_iter().flatten().filter_map(|one| {
            let text = |key: &str| Some(one.get(key)?.as_str()?.to_owned());
            Some((text("table")?, text("sha256")?))
        });
        let (end, openings) =
            (Checkpoint { next_seq, hash }, openings.unwrap_or(OpeningsIncluded::All));
        Some(Self { end, openings, tables: tables.collect() })
    }
}

/// The end that a checkpoint or a manifest names, wherever it was kept.
pub fn end_named(bytes: &[u8]) -> Option<Checkpoint> {
    Checkpoint::parse(bytes).or_else(|| Some(Manifest::parse(bytes)?.end))
}

/// Whether openings for this audience went with a copy.
fn includes(openings: OpeningsIncluded, audience: Audience) -> bool {
    match openings {
        OpeningsIncluded::None => false,
        OpeningsIncluded::Public => audience == Audience::Public,
        OpeningsIncluded::Auditor => audience != Audience::Office,
        OpeningsIncluded::All => true,
    }
}

/// Which openings need not be here, by the mark of this copy and by the takeovers on record.
#[derive(Debug, Default)]
pub(super) struct Elsewhere {
    pub(super) copy: Option<Manifest>,
    takeovers: Vec<(Checkpoint, OpeningsIncluded)>,
}

impl Elsewhere {
    /// Remembers a takeover, if it names the entry before it as the end of the copy.
    pub(super) fn handed_over(&mut self, entry: &Entry<'_>, fact: &RegistryHandedOver) {
        let (entries, head) = (fact.from.entries, fact.from.head.as_str());
        if entries == entry.seq && head == entry.prev.to_string() {
            let end = Checkpoint { next_seq: entries, hash: entry.prev };
            self.takeovers.push((end, fact.from.openings));
        }
    }

    /// Whether the journal says what `origin.json` says.
    pub(super) fn has_takeover(&self, origin: &Manifest) -> bool {
        self.takeovers.contains(&(origin.end, origin.openings))
    }

    /// Whether an opening of this entry is with somebody else and was never here.
    pub(super) fn opening(&self, entry: u64, audience: Audience) -> bool {
        self.any(entry, |openings| !includes(openings, audience))
    }

    /// Whether an attachment of this entry was never here: they go with all openings only.
    pub(super) fn attachment(&self, entry: u64) -> bool {
        self.any(entry, |openings| openings != OpeningsIncluded::All)
    }

    fn any(&self, entry: u64, lacks: impl Fn(OpeningsIncluded) -> bool) -> bool {
        let copy = self.copy.iter().map(|copy| (copy.end, copy.openings));
        let mut all = copy.chain(self.takeovers.iter().copied());
        all.any(|(end, openings)| entry < end.next_seq && lacks(openings))
    }
}
