//! What is so: each projection by a table of facts, then all of them by random books.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::needless_pass_by_value,
    reason = "helpers of tests; clippy excuses only what stands in a test itself"
)]

mod bodies; // lifecycles, the tree, merging
mod committees; // who holds which seat, on what ground, until when
mod elections; // candidates, rounds, results, the posts that follow
mod issues; // stages on a day, late and corrected steps, activities and pledges
mod meetings; // notice, minutes, lateness, speeches
mod memberships; // standings, carried over, errors
mod motions; // texts, votes, announcements
mod names; // what things are called, and which thing a label means
mod order; // whatever the order of recording, whatever is saved in between: same rows
mod owners; // rolls, counts, publications: by the day, late, corrected, saved in between
mod schedule; // which kinds were held in a year

use chrono::NaiveDate;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use ulid::Ulid;
use yishi::domain::{BodyId, MeetingId, MotionId, PersonId, PostId, Role};
use yishi::event::{By, Event, Recorded, kind_entry};
use yishi::projection::{Change, Projections, Source, Table, Unreadable, Values};

/// When everything in these tests is recorded, unless a test says otherwise.
const AT: &str = "2026-11-22T02:00:00.000Z";

/// A book under construction.
#[derive(Debug, Default, Clone)]
struct Book {
    entries: Vec<Recorded>,
}

impl Book {
    /// Records a fact and returns its number.
    fn say(&mut self, kind: &str, data: Value) -> u64 {
        self.say_at(AT, kind, data)
    }

    fn say_at(&mut self, at: &str, kind: &str, data: Value) -> u64 {
        let seq = u64::try_from(self.entries.len()).unwrap();
        self.entries.push(entry(seq, at, kind, data));
        seq
    }

    /// Records a fact again with some values changed, as a correction.
    fn correct(&mut self, seq: u64, reason: &str, changes: Value) -> u64 {
        let old = self.entries[usize::try_from(seq).unwrap()].clone();
        let mut data = old.event.to_json().unwrap();
        let Value::Object(changes) = changes else { panic!("an object") };
        data.as_object_mut().unwrap().extend(changes);
        data["corrects"] = seq.into();
        data["correction_reason"] = reason.into();
        self.say(old.event.kind(), data)
    }

    fn fold(&self) -> Projections {
        Projections::of(&self.entries).unwrap()
    }

    /// What the book said after this many entries.
    fn as_of(&self, entries: usize) -> Projections {
        Projections::of(&self.entries[..entries]).unwrap()
    }
}

fn entry(seq: u64, at: &str, kind: &str, data: Value) -> Recorded {
    let version = kind_entry(kind).unwrap().version;
    let event = Event::decode(kind, version, &data.to_string()).unwrap();
    let by = By { actor: person(0).to_string(), role: Role::Secretary };
    Recorded { seq, at: at.to_owned(), cmd: domain::CommandId::new(ulid(0)), by, event }
}

fn ulid(number: u128) -> Ulid {
    Ulid::from_parts(1, number)
}

fn body(number: u128) -> BodyId {
    BodyId::new(ulid(number))
}

fn person(number: u128) -> PersonId {
    PersonId::new(ulid(number))
}

fn post(number: u128) -> PostId {
    PostId::new(ulid(number))
}

fn meeting(number: u128) -> MeetingId {
    MeetingId::new(ulid(number))
}

fn motion(number: u128) -> MotionId {
    MotionId::new(ulid(number))
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn seal(digit: char) -> Value {
    json!({ "seal": digit.to_string().repeat(64) })
}

/// Every row of every table, with its table.
fn all_rows(projections: &Projections) -> Vec<(&'static str, String, String)> {
    let mut all = Vec::new();
    for table in Table::ALL {
        let rows = projections.rows(table).unwrap();
        all.extend(rows.into_iter().map(|(key, row)| (table.word(), key, row)));
    }
    all
}

/// Saved facts in memory.
#[derive(Debug, Default)]
struct Saved(Mutex<BTreeMap<(String, String), Vec<u8>>>);

impl Saved {
    /// Saves what changed.
    fn save(&self, projections: &mut Projections) {
        for Change { table, key, value } in projections.changes() {
            self.0.lock().unwrap().insert((table.to_owned(), key), value);
        }
        projections.saved();
    }

    fn reopened(self: &Arc<Self>, next_seq: u64) -> Projections {
        Projections::over(self, next_seq)
    }
}

impl Source for Saved {
    fn value(&self, table: &str, key: &str) -> Result<Option<Vec<u8>>, Unreadable> {
        let key = (table.to_owned(), key.to_owned());
        Ok(self.0.lock().unwrap().get(&key).cloned())
    }

    fn values(&self, table: &str, after: &str, most: usize) -> Result<Values, Unreadable> {
        let saved = self.0.lock().unwrap();
        let rows = saved.iter().filter(|((of, key), _)| of == table && key.as_str() > after);
        Ok(rows.map(|((_, key), value)| (key.clone(), value.clone())).take(most).collect())
    }
}

fn branch_founded(number: u128, on: &str, name: &str) -> Value {
    json!({
        "body": body(number), "body_kind": "party_branch", "name": name, "basis": "founded",
        "happened": on
    })
}
