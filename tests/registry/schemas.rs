//! Serde and the JSON Schemas agree on what an entry and a document may hold.

use crate::common::cases::with;
use crate::common::registry::{CASES, TestRegistry, documents};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use yishi::event::schema::{document_fact, entry_data};
use yishi::event::{CATALOGUE, Event, KindEntry, kind_entry};
use yishi::ledger;

/// Accepted data of every kind: what the examples record, and samples of the kinds that they lack.
pub(super) fn recorded() -> BTreeMap<&'static str, Vec<Value>> {
    let mut samples: BTreeMap<&'static str, Vec<Value>> = BTreeMap::new();
    for (case, _) in CASES {
        let town = TestRegistry::example(case);
        for entry in town.registry().view(None).unwrap().all_entries().unwrap() {
            let list = samples.entry(entry.event.kind()).or_default();
            // The richest ones: no two with the same keys.
            let data = entry.event.to_json().unwrap();
            if list.iter().all(|other| keys(other) != keys(&data)) {
                list.push(data);
            }
        }
    }
    for (kind, data) in lacking().into_iter().chain(elections()) {
        let data = with(data, json!({ "happened": "2026-01-05" }));
        samples.entry(kind).or_default().push(data);
    }
    samples
}

const ID: &str = "01KB0000000000000000000009";

/// Kinds that no example records.
#[expect(clippy::too_many_lines, reason = "a table")]
fn lacking() -> Vec<(&'static str, Value)> {
    let tally = json!({ "heads": 2, "area": 17_000 });
    vec![
        ("body.placed_under", json!({ "body": ID, "parent": ID })),
        (
            "meeting.attached",
            json!({ "meeting": ID, "attachment_kind": "photo", "title": "合影",
            "sha256": "00".repeat(32), "bytes": 17, "media_type": "image/jpeg" }),
        ),
        (
            "person.data_erased",
            json!({ "person": ID, "seals": ["11".repeat(32)],
            "ground": "purpose_met", "approved_by": [ID, ID] }),
        ),
        ("registry.clock_corrected", json!({ "wrong": "2035-01-01", "reason": "电池没电" })),
        ("registry.copied", json!({ "openings": "public", "purpose": "公示" })),
        (
            "registry.handed_over",
            json!({ "reason": "换电脑",
            "from": { "entries": 9, "head": "00".repeat(32), "openings": "all" } }),
        ),
        ("registry.recovered", json!({ "finding": "末尾被删去", "entries": 9 })),
        (
            "roll.unit_registered",
            json!({ "unit": ID, "body": ID, "label": "h1", "building": "1号楼",
            "door": { "seal": "22".repeat(32) }, "unit_kind": "dwelling", "area": 8_950,
            "area_source": "register", "owners": [ID] }),
        ),
        (
            "roll.unit_changed",
            json!({ "unit": ID, "body": ID, "owners": [ID], "area": 9_000,
            "area_source": "survey", "removed": true, "reason": "过户" }),
        ),
        (
            "roll.frozen",
            json!({ "roll": ID, "body": ID, "label": "r-1", "basis": "units",
            "buildings": ["1号楼"], "parking_counts": true, "totals": { "heads": 6, "units": 7,
            "area": 65_000, "fingerprint": "00".repeat(32) } }),
        ),
        (
            "count.opened",
            json!({ "count": ID, "meeting": ID, "roll": ID, "label": "c-1", "motions": [ID],
            "election": ID, "candidates": [ID], "voting_from": "2026-03-05",
            "voting_until": "2026-03-20", "silence": "joins_majority", "keying": "double" }),
        ),
        ("count.sealed", json!({ "count": ID, "scrutineers": [ID], "seal_numbers": ["0017"] })),
        (
            "count.certified",
            json!({ "count": ID, "basis": "ballots", "totals": { "issued": 7, "delivered": 7,
            "returned": 6, "valid": 5, "invalid": 1, "unsettled": 0, "participating": tally,
            "rejected": tally, "silent": tally,
            "motions": [{ "motion": ID, "in_favour": tally, "against": tally, "abstain": tally,
                          "blank": tally, "split": 1 }],
            "candidates": [{ "candidate": ID, "in_favour": tally }] } }),
        ),
        (
            "count.drawn",
            json!({ "count": ID, "candidates": [ID], "method": "抓阄", "seed": "7",
            "witnesses": [ID], "drawn": [ID] }),
        ),
        ("ballot.issued", json!({ "ballot": ID, "count": ID, "units": [ID], "label": "0001" })),
        (
            "ballot.delivered",
            json!({ "ballot": ID, "count": ID, "method": "by_hand",
            "received_by": { "seal": "33".repeat(32) }, "verified_by": ID,
            "evidence": "00".repeat(32) }),
        ),
        (
            "ballot.returned",
            json!({ "ballot": ID, "count": ID, "channel": "box", "collector": ID,
            "signature": "proxy", "proxy": { "seal": "44".repeat(32) } }),
        ),
        (
            "ballot.keyed",
            json!({ "ballot": ID, "count": ID, "pass": "first",
            "choices": [{ "motion": ID, "choice": "in_favour" }] }),
        ),
        (
            "ballot.rejected",
            json!({ "ballot": ID, "count": ID, "ground": "altered", "remark": "涂改" }),
        ),
        (
            "ballot.challenged",
            json!({ "ballot": ID, "count": ID, "challenger": ID,
            "text": { "seal": "55".repeat(32) } }),
        ),
        ("ballot.set_aside", json!({ "ballot": ID, "count": ID, "reason": "污损" })),
        (
            "publication.posted",
            json!({ "publication": ID, "body": ID, "publication_kind": "roll", "label": "p-1",
            "meeting": ID, "motion": ID, "election": ID, "roll": ID, "count": ID,
            "place": "公告栏", "until": "2026-03-09", "text": "00".repeat(32) }),
        ),
        ("publication.removed", json!({ "publication": ID, "reason": "期满" })),
        (
            "publication.objection_received",
            json!({ "publication": ID, "number": 1, "unit": ID, "person": ID,
            "text": { "seal": "66".repeat(32) } }),
        ),
        (
            "publication.objection_answered",
            json!({ "publication": ID, "number": 1, "outcome": "not_upheld",
            "text": { "seal": "77".repeat(32) } }),
        ),
    ]
}

/// Elections from call to reply.
fn elections() -> Vec<(&'static str, Value)> {
    let about = |fields: Value| with(json!({ "election": ID }), fields);
    vec![
        (
            "election.called",
            about(json!({ "body": ID, "election_kind": "branch_committee",
            "seats": [{ "post_kind": "committee_member", "seats": 3 }],
            "method": "secret_ballot", "elected_base": "due", "book": "00".repeat(32) })),
        ),
        (
            "election.candidate_nominated",
            about(json!({ "candidate": ID, "person": ID, "post_kind": "committee_member",
            "source": "outgoing_committee", "consented": true })),
        ),
        (
            "election.candidate_reviewed",
            about(json!({ "candidate": ID, "criterion": "fees_paid", "result": "met",
            "evidence": { "seal": "11".repeat(32) } })),
        ),
        ("election.candidate_withdrawn", about(json!({ "candidate": ID }))),
        ("election.scrutineers_chosen", about(json!({ "scrutineers": [ID], "tellers": [ID] }))),
        (
            "election.listed",
            about(json!({ "stage": "final", "candidates": [ID], "order": "surname_strokes" })),
        ),
        (
            "election.tallied",
            about(json!({ "meeting": ID, "round": 1, "round_kind": "election", "due": 3,
            "present": 3, "issued": 3, "returned": 3, "valid": 3, "invalid": 0,
            "tallies": [{ "candidate": ID, "in_favour": 3, "against": 0, "abstain": 0 }],
            "write_ins": [{ "candidate": ID, "votes": 1 }] })),
        ),
        (
            "election.seats_reduced",
            about(json!({ "post_kind": "committee_member", "seats": 2, "motion": ID })),
        ),
        (
            "election.declared",
            about(json!({ "round": 1, "place": "公告栏",
            "elected": [{ "candidate": ID, "post_kind": "committee_member" }] })),
        ),
        ("election.reported", about(json!({ "subject": "result", "to": ID, "document": "文号" }))),
        (
            "election.approved",
            about(json!({ "subject": "result", "reply": "approved", "body": ID })),
        ),
    ]
}

fn keys(data: &Value) -> BTreeSet<&String> {
    data.as_object().unwrap().keys().collect()
}

/// What is done to a sample; the first is nothing.
fn mutations(sample: &Value) -> Vec<(String, Value)> {
    let mut mutations = vec![
        ("as it is".to_owned(), sample.clone()),
        ("an unknown key".to_owned(), with(sample.clone(), json!({ "unheard_of": 1 }))),
        ("no object".to_owned(), json!([sample])),
    ];
    let object = sample.as_object().unwrap();
    for (key, value) in object {
        let mut without = object.clone();
        without.remove(key);
        mutations.push((format!("without {key}"), Value::Object(without)));
        for wrong in [json!(-1), json!(true), json!(""), json!({ "a": 1 }), json!([[]]), json!(1.5)]
        {
            let same_shape = wrong.is_boolean() && value.is_boolean();
            if !same_shape {
                let mut other: Map<String, Value> = object.clone();
                other.insert(key.clone(), wrong.clone());
                mutations.push((format!("{key} is {wrong}"), Value::Object(other)));
            }
        }
    }
    mutations
}

fn validator(schema: &Value) -> jsonschema::Validator {
    jsonschema::validator_for(schema).unwrap()
}

#[test]
fn entries_are_accepted_and_refused_alike() {
    let samples = recorded();
    let known: BTreeSet<&str> = samples.keys().copied().collect();
    assert_eq!(known, CATALOGUE.iter().map(|kind| kind.kind).collect());
    let mut disagreements = Vec::new();
    let mut compared = [0, 0];
    for (kind, list) in samples {
        let kind = kind_entry(kind).unwrap();
        let schema = validator(&entry_data(kind));
        for sample in &list {
            for (what, data) in mutations(sample) {
                let serde = decodes_as_entry(kind, &data);
                compared[usize::from(serde)] += 1;
                if schema.is_valid(&data) != serde {
                    disagreements.push(format!("{} {what}: serde says {serde}", kind.kind));
                }
            }
            assert!(decodes_as_entry(kind, sample), "{} {sample}", kind.kind);
        }
    }
    disagreements.sort();
    disagreements.dedup();
    assert!(disagreements.is_empty(), "{}", disagreements.join("\n"));
    assert!(compared.iter().all(|count| *count > 100), "{compared:?}");
}

/// Whether the program reads it as the data of an entry, with every seal shut.
fn decodes_as_entry(kind: &KindEntry, data: &Value) -> bool {
    let profile = ledger::Value::parse(data.to_string().as_bytes()).is_ok();
    profile && Event::decode(kind.kind, kind.version, &data.to_string()).is_ok()
}

/// An entry of this kind with this data.
pub(super) fn decoded(kind: &str, data: &Value) -> Option<Event> {
    let kind = kind_entry(kind)?;
    Event::decode(kind.kind, kind.version, &data.to_string()).ok()
}

#[test]
fn every_fact_of_the_examples_fits_the_schema_of_documents() {
    let mut facts = 0;
    let schemas: BTreeMap<_, _> =
        CATALOGUE.iter().map(|kind| (kind.kind, validator(&document_fact(kind)))).collect();
    for (case, _) in CASES {
        for (name, bytes) in documents(case) {
            // The profile of the journal allows comments in documents; stock JSON does not.
            let document = ledger::Value::parse(&bytes).unwrap().to_canonical();
            let document: Value = serde_json::from_str(&document).unwrap();
            for fact in document["facts"].as_array().unwrap() {
                let kind = fact["kind"].as_str().unwrap();
                let errors: Vec<String> =
                    schemas[kind].iter_errors(fact).map(|error| error.to_string()).collect();
                // A correction names what it corrects by label; the program looks the number up.
                if fact.get("corrects").is_some_and(Value::is_string) {
                    continue;
                }
                assert!(errors.is_empty(), "{case}/{name} {kind}: {errors:?}");
                facts += 1;
            }
        }
    }
    assert!(facts > 800, "{facts}");
}

#[test]
fn documents_are_refused_alike() {
    let town = TestRegistry::with_cast();
    let facts = [
        crate::common::registry::meeting("m-2", "2026-06-01"),
        json!({ "kind": "person.registered", "name": "孙晓梅", "happened": "2026-01" }),
        crate::common::registry::vote("d-1", "m-1", [3, 1, 0]),
        json!({ "kind": "body.established", "body_kind": "party_group", "name": "二组",
                "basis": "founded", "happened": "2026-01" }),
    ];
    let options = yishi::registry::RecordOptions {
        dry_run: true,
        ..yishi::registry::RecordOptions::default()
    };
    let mut disagreements = Vec::new();
    for fact in facts {
        let kind = kind_entry(fact["kind"].as_str().unwrap()).unwrap();
        let schema = validator(&document_fact(kind));
        for (what, mutated) in mutations(&fact) {
            let recorded = town.record_bytes(&town.document(json!([mutated])), &options);
            let accepted = recorded.is_ok();
            // The schema knows shapes, not what is on record: it may accept what the book refuses.
            if accepted && !schema.is_valid(&mutated) {
                disagreements.push(format!("{} {what}: recorded", kind.kind));
            }
            let shape = matches!(
                &recorded,
                Err(yishi::registry::RecordError::Refused { why, .. }) if is_shape(why)
            );
            if shape && schema.is_valid(&mutated) {
                disagreements.push(format!("{} {what}: refused", kind.kind));
            }
        }
    }
    assert!(disagreements.is_empty(), "{}", disagreements.join("\n"));
}

/// Whether it was refused for its shape alone.
fn is_shape(why: &yishi::registry::Refused) -> bool {
    use yishi::intake::PrepareError;
    use yishi::registry::Refused;
    matches!(why, Refused::Document(_) | Refused::Prepare(_, PrepareError::Shape(_)))
}
