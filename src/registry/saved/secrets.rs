//! What is sealed stands in no saved row: neither as it is, nor as a hash that a dictionary would find.

use super::tests::{example, read};
use crate::answer::{Asked, Filter, Snapshot, View};
use crate::domain::{PersonId, Thing};
use crate::registry::Registry;
use crate::registry::open::Machine;
use crate::registry::record::RecordOptions;
use crate::store::rows::{Rows, key};
use crate::store::tag_key;
use chrono::NaiveDate;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeSet;
use std::path::Path;

/// Bytes by which a trace is looked for first; two Chinese characters have as many.
const WINDOW: usize = 6;

/// Values that also stand in plain texts of the examples, where they say nothing about a person.
const COLLISIONS: &[&str] = &["居家观察", "外出培训", "社区党委书记"];

fn openings(dir: &Path) -> String {
    std::fs::read_to_string(dir.join("vault/openings.jsonl")).unwrap()
}

/// Every value that the vault of a folder holds, as a text.
fn sealed(dir: &Path) -> BTreeSet<String> {
    let openings = openings(dir);
    let values = openings.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let text = |opening: Value| match &opening["value"] {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    values.map(text).filter(|text| text.len() >= WINDOW).collect()
}

fn hex(hash: [u8; 32]) -> Vec<u8> {
    ledger::Sha256(hash).to_string().into_bytes()
}

/// What a value would leave behind: itself, and whatever is worked out of it and nothing else.
fn traces(value: &str) -> Vec<Vec<u8>> {
    let mut traces = Vec::new();
    if !COLLISIONS.contains(&value) {
        traces.push(value.as_bytes().to_vec());
    }
    let mut texts = vec![value.to_owned(), json!(value).to_string()];
    texts.extend(Thing::WORDS.iter().map(|word| format!("{word}:{value}")));
    for text in texts {
        let hashes: [[u8; 32]; 2] =
            [Sha256::digest(&text).into(), *blake3::hash(text.as_bytes()).as_bytes()];
        for hash in hashes {
            // Beginnings, because a hash may be cut short.
            traces.extend([hash[..8].to_vec(), hex(hash)[..16].to_vec()]);
        }
        traces.push(tag_key(&text).to_be_bytes().to_vec());
    }
    traces
}

/// The values that left something behind in rows.
fn found(rows: &Rows, values: &BTreeSet<String>) -> Vec<String> {
    let all: Vec<u8> =
        rows.iter().flat_map(|(key, value)| [&key[..], &value[..]].concat()).collect();
    let mut windows: Vec<&[u8]> = all.windows(WINDOW).collect();
    windows.sort_unstable();
    let stands = |trace: &Vec<u8>| {
        windows.binary_search(&&trace[..WINDOW]).is_ok()
            && all.windows(trace.len()).any(|window| window == trace.as_slice())
    };
    values.iter().filter(|value| traces(value).iter().any(stands)).cloned().collect()
}

fn view(dir: &Path) -> View {
    let asked = Asked::now(NaiveDate::from_ymd_opt(2026, 12, 5).unwrap());
    Snapshot::open(dir).unwrap().ask(asked).unwrap()
}

/// A person and the seal of the name.
fn named(view: &View, person: PersonId) -> Option<String> {
    let entries = view.entries_of(&["person.registered"], &[person.tag()]).unwrap();
    let told = entries.first()?.event.to_json().unwrap();
    Some(told["name"]["seal"].as_str()?.to_owned())
}

/// Erases the name of one person on record, and says under which seal it stood.
fn erase(dir: &Path) -> String {
    let view = view(dir);
    let people = view.people(Filter::default()).unwrap().rows;
    let mut people: Vec<PersonId> = people.iter().map(|line| line.person).collect();
    people.dedup();
    let seal = named(&view, people[0]).unwrap();
    let fact = json!({ "kind": "person.data_erased", "person": people[0], "seals": [seal],
        "ground": "consent_withdrawn", "approved_by": [people[1], people[2]],
        "happened": "2026-01" });
    let by = json!({ "actor": people[1], "role": "administrator" });
    let said = json!({ "by": by, "facts": [fact] }).to_string();
    let (registry, _) = Registry::open(dir, Machine::default()).unwrap();
    registry.record_file(said.as_bytes(), &RecordOptions::default()).unwrap();
    registry.close().unwrap();
    seal
}

#[test]
fn nothing_sealed_and_no_hash_of_it_stands_in_saved_rows() {
    for (case, place) in [("c3-xinghua", "CN-110115"), ("c4-zijinglu", "CN-410181")] {
        let dir = tempfile::tempdir().unwrap();
        example(dir.path(), case, place, usize::MAX);
        let values = sealed(dir.path());
        let (_, rows) = read(dir.path());
        assert!(values.len() > 50, "{}", values.len());
        assert_eq!(found(&rows, &values), Vec::<String>::new(), "{case}");

        // Whoever looked labels of persons up by a hash would be found.
        let one = values.iter().min_by_key(|value| value.len()).unwrap();
        let hash: [u8; 32] = Sha256::digest(format!("person:{one}")).into();
        for planted in [hash.to_vec(), hex(hash), one.clone().into_bytes()] {
            let mut rows = rows.clone();
            rows.insert(key("labels", &planted), Vec::new());
            assert_eq!(found(&rows, &values), vec![one.clone()], "{case}");
        }

        let seal = erase(dir.path());
        assert!(!openings(dir.path()).contains(&seal), "{case}: {seal}");
        assert_eq!(found(&read(dir.path()).1, &values), Vec::<String>::new(), "{case}");
    }
}
