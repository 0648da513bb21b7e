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

use super::Projections;
use super::schedule::YearKey;
use super::shelf::Unreadable;
use crate::domain::Fingerprint;
use crate::ledger::json;
use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

macro_rules! tables {
    ($($(#[$doc:meta])* $table:ident = $word:literal: $each:ident, |$row:ident| $key:expr;)*) => {
        /// A table of rows.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Table { $($(#[$doc])* $table,)* }

        impl Table {
            /// Every table.
            pub const ALL: [Self; [$($word),*].len()] = [$(Self::$table,)*];

            /// Its name.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$table => $word,)* }
            }
        }

        impl Projections {
            /// Shows the rows of a table as canonical JSON, in key order.
            pub fn each_row(
                &self,
                table: Table,
                visit: &mut dyn FnMut(&str, &str),
            ) -> Result<(), Unreadable> {
                match table {
                    $(Table::$table => self.$each(&mut |$row| {
                        visit(&$key.to_string(), &canonical(&$row));
                    }),)*
                }
            }
        }
    };
}

tables! {
    /// [`BodyRow`](super::BodyRow) by body.
    Bodies = "bodies": each_body, |row| row.body;
    /// [`PersonRow`](super::PersonRow) by person.
    People = "people": each_person, |row| row.person;
    /// [`CommitteeRow`](super::CommitteeRow) by body.
    Committees = "committees": each_committee, |row| row.body;
    /// [`ElectionRow`](super::ElectionRow) by election.
    Elections = "elections": each_election, |row| row.election;
    /// [`MeetingRow`](super::MeetingRow) by meeting.
    Meetings = "meetings": each_meeting, |row| row.meeting;
    /// [`MotionRow`](super::MotionRow) by motion.
    Motions = "motions": each_motion, |row| row.motion;
    /// [`VoteRow`](super::VoteRow) by motion.
    Votes = "votes": each_vote, |row| row.motion;
    /// [`IssueRow`](super::IssueRow) by issue.
    Issues = "issues": each_issue, |row| row.issue;
    /// [`ActivityRow`](super::ActivityRow) by activity.
    Activities = "activities": each_activity, |row| row.activity;
    /// [`PledgeRow`](super::PledgeRow) by body.
    Pledges = "pledges": each_pledge, |row| row.body;
    /// [`RollRow`](super::RollRow) by roll.
    Rolls = "rolls": each_roll, |row| row.roll;
    /// [`CountRow`](super::CountRow) by count.
    Counts = "counts": each_count, |row| row.count;
    /// [`PublicationRow`](super::PublicationRow) by publication.
    Publications = "publications": each_publication, |row| row.publication;
    /// [`ScheduleRow`](super::ScheduleRow) by body and year, `ULID.2026`.
    Schedule = "schedule": each_schedule, |row| YearKey { body: row.body, year: row.year };
}

impl Projections {
    /// The rows of a table as canonical JSON, in key order.
    pub fn rows(&self, table: Table) -> Result<Vec<(String, String)>, Unreadable> {
        let mut rows = Vec::new();
        self.each_row(table, &mut |key, row| rows.push((key.to_owned(), row.to_owned())))?;
        Ok(rows)
    }

    /// Fingerprint of a table: SHA-256 over `key LF row LF` of every row, in key order.
    pub fn fingerprint(&self, table: Table) -> Result<Fingerprint, Unreadable> {
        let mut fingerprint = Fingerprinting::default();
        self.each_row(table, &mut |key, row| fingerprint.add(key, row))?;
        Ok(fingerprint.finish())
    }
}

/// A row in canonical JSON.
pub fn canonical(row: &impl Serialize) -> String {
    // Rows are texts, numbers and lists under texts: nothing that JSON cannot hold.
    let row = serde_json::to_value(row).unwrap_or_default();
    json::canonical(&row, &|value| !is_absent(value))
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
struct Fingerprinting(Sha256);

impl Fingerprinting {
    fn add(&mut self, key: &str, row: &str) {
        for part in [key, "\n", row, "\n"] {
            self.0.update(part);
        }
    }

    fn finish(self) -> Fingerprint {
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
