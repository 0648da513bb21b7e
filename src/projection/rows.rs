//! Rows as bytes: canonical JSON, and the fingerprint of a table.
//!
//! A row is an object with sorted keys and no spaces. A key whose value is null, false or empty is
//! left out: an absent fact is an absent key. The fingerprint of a table is SHA-256 over
//!
//! ```text
//! key LF row LF key LF row LF …
//! ```
//!
//! in the order of the keys' bytes. Rows hold ids and commitments: no vault changes a fingerprint.

use crate::domain::Fingerprint;
use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

/// A table of rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Table {
    /// [`BodyRow`](super::BodyRow) by body.
    Bodies,
    /// [`PersonRow`](super::PersonRow) by person.
    People,
    /// [`CommitteeRow`](super::CommitteeRow) by body.
    Committees,
    /// [`ElectionRow`](super::ElectionRow) by election.
    Elections,
    /// [`MeetingRow`](super::MeetingRow) by meeting.
    Meetings,
    /// [`MotionRow`](super::MotionRow) by motion.
    Motions,
    /// [`VoteRow`](super::VoteRow) by motion.
    Votes,
    /// [`IssueRow`](super::IssueRow) by issue.
    Issues,
    /// [`ActivityRow`](super::ActivityRow) by activity.
    Activities,
    /// [`PledgeRow`](super::PledgeRow) by body.
    Pledges,
    /// [`RollRow`](super::RollRow) by roll.
    Rolls,
    /// [`CountRow`](super::CountRow) by count.
    Counts,
    /// [`PublicationRow`](super::PublicationRow) by publication.
    Publications,
    /// [`ScheduleRow`](super::ScheduleRow) by body and year, `ULID.2026`.
    Schedule,
}

impl Table {
    /// Every table.
    pub const ALL: [Self; 14] = [
        Self::Bodies,
        Self::People,
        Self::Committees,
        Self::Elections,
        Self::Meetings,
        Self::Motions,
        Self::Votes,
        Self::Issues,
        Self::Activities,
        Self::Pledges,
        Self::Rolls,
        Self::Counts,
        Self::Publications,
        Self::Schedule,
    ];

    /// Its name.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Bodies => "bodies",
            Self::People => "people",
            Self::Committees => "committees",
            Self::Elections => "elections",
            Self::Meetings => "meetings",
            Self::Motions => "motions",
            Self::Votes => "votes",
            Self::Issues => "issues",
            Self::Activities => "activities",
            Self::Pledges => "pledges",
            Self::Rolls => "rolls",
            Self::Counts => "counts",
            Self::Publications => "publications",
            Self::Schedule => "schedule",
        }
    }
}

/// A row in canonical JSON.
pub fn canonical(row: &impl Serialize) -> String {
    let mut out = String::new();
    // Rows are texts, numbers and lists under texts: nothing that JSON cannot hold.
    write(&serde_json::to_value(row).unwrap_or_default(), &mut out);
    out
}

fn write(value: &Value, out: &mut String) {
    match value {
        Value::Object(pairs) => {
            let mut pairs: Vec<_> = pairs.iter().filter(|(_, value)| !is_absent(value)).collect();
            // Sorted here, because a feature of serde_json may keep another order.
            pairs.sort_unstable_by_key(|(key, _)| *key);
            out.push('{');
            for (place, (key, value)) in pairs.into_iter().enumerate() {
                out.push_str(if place == 0 { "" } else { "," });
                write(&Value::String(key.clone()), out);
                out.push(':');
                write(value, out);
            }
            out.push('}');
        }
        Value::Array(items) => {
            out.push('[');
            for (place, item) in items.iter().enumerate() {
                out.push_str(if place == 0 { "" } else { "," });
                write(item, out);
            }
            out.push(']');
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            out.push_str(&value.to_string());
        }
    }
}

fn is_absent(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(pairs) => pairs.is_empty(),
        Value::Bool(true) | Value::Number(_) | Value::String(_) => false,
    }
}

/// Adds up the fingerprint of a table.
#[derive(Default)]
pub(crate) struct Fingerprinting(Sha256);

impl Fingerprinting {
    pub(crate) fn add(&mut self, key: &str, row: &str) {
        for part in [key, "\n", row, "\n"] {
            self.0.update(part);
        }
    }

    pub(crate) fn finish(self) -> Fingerprint {
        Fingerprint(self.0.finalize().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn keys_are_sorted_and_absent_facts_are_absent_keys() {
        let row =
            json!({ "b": [], "c": null, "a": [{ "z": 1, "y": false }], "d": "会\n", "e": {} });
        assert_eq!(canonical(&row), r#"{"a":[{"z":1}],"d":"会\n"}"#);
    }

    #[test]
    fn a_fingerprint_is_what_sha256sum_says() {
        let mut table = Fingerprinting::default();
        table.add("k", "{}");
        table.add("l", "{\"a\":1}");
        assert_eq!(table.finish(), Fingerprint::of(b"k\n{}\nl\n{\"a\":1}\n"));
    }
}
