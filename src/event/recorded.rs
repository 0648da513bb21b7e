//! An event with what the entry says around it: its number, both clocks, who put it on record.

use crate::domain::{CommandId, Role};
use crate::event::catalogue::Event;
use crate::event::fact::DecodeError;
use crate::ledger::Entry;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Who says so, and in which capacity: a claim until it is signed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct By {
    /// A person's id; for what the program does by itself, the registry's id.
    pub actor: String,
    /// In which capacity.
    pub role: Role,
}

impl By {
    /// Canonical JSON, as it stands in an entry.
    pub fn to_json(&self) -> String {
        // The actor is an id: nothing in it is escaped.
        format!(r#"{{"actor":"{}","role":"{}"}}"#, self.actor, self.role)
    }
}

/// An event on record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// Number of the entry.
    pub seq: u64,
    /// When it was recorded, UTC, as it stands in the entry.
    pub at: String,
    /// The command that it belongs to.
    pub cmd: CommandId,
    /// Who put it on record.
    pub by: By,
    /// What it says.
    pub event: Event,
}

/// The entries that another one of these replaces, and which.
pub fn replaced(recorded: &[Recorded]) -> BTreeMap<u64, u64> {
    recorded.iter().filter_map(|one| Some((one.event.corrects()?, one.seq))).collect()
}

/// The entries that stand: none of these replaces them.
pub fn standing(recorded: &[Recorded]) -> impl Iterator<Item = &Recorded> {
    let replaced = replaced(recorded);
    recorded.iter().filter(move |one| !replaced.contains_key(&one.seq))
}

impl Recorded {
    /// Reads the meaning of an entry.
    pub fn read(entry: &Entry<'_>) -> Result<Self, DecodeError> {
        let shape = |place: &str, fault: String| DecodeError::Shape {
            kind: entry.kind.to_owned(),
            place: place.to_owned(),
            fault,
        };
        Ok(Self {
            seq: entry.seq,
            at: entry.at.to_owned(),
            cmd: entry.cmd.parse().map_err(|_source| shape("cmd", "not a ULID".to_owned()))?,
            by: serde_json::from_str(entry.by).map_err(|error| shape("by", error.to_string()))?,
            event: Event::decode(entry.kind, entry.v, entry.data)?,
        })
    }
}
