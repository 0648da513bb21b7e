//! Saved rows that somebody edited, with all checks made again: each edit is named, and shown to nobody.

use super::*;
use crate::answer::{Asked, Filter, Snapshot};
use crate::audit::{Check, Fault, Finding, RowFault, VerifyOptions, verify};
use crate::registry::open::Machine;
use crate::registry::record::RecordOptions;
use crate::store::disk::RealDisk;
use chrono::NaiveDate;
use serde_json::{Value, json};
use std::path::Path;
use std::sync::Once;

/// Records the first documents of an example and closes the registry, which saves its rows.
fn book(dir: &Path) {
    example(dir, "c3-xinghua", "CN-110115", 24);
}

pub(super) fn example(dir: &Path, case: &str, place: &str, documents: usize) {
    let (name, place) = ("怡兴园党支部".parse().unwrap(), place.parse().unwrap());
    let (registry, _) = Registry::init(dir, &name, &place, Machine::default(), true).unwrap();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(case);
    let listing = std::fs::read_dir(folder).unwrap();
    let mut files: Vec<_> = listing.map(|item| item.unwrap().path()).collect();
    files.sort();
    files.retain(|file| file.extension().is_some_and(|end| end == "json"));
    for file in files.iter().take(documents) {
        let bytes = std::fs::read(file).unwrap();
        registry.record_file(&bytes, &RecordOptions::default()).unwrap();
    }
    registry.close().unwrap();
}

/// Rows of a folder, all of them.
pub(super) fn read(dir: &Path) -> (Mark, Rows) {
    let saved = SavedRows::open(&saved_rows_dir(dir)).unwrap().unwrap();
    let mut rows = Rows::new();
    saved
        .each_from(&[], &mut |key, value| {
            rows.insert(key.to_vec(), value.to_vec());
            ControlFlow::Continue(())
        })
        .unwrap();
    (saved.mark().clone(), rows)
}

/// What `verify` says of saved rows that somebody wrote with all checks made again.
fn found(dir: &Path, mark: &Mark, rows: &Rows) -> Vec<Fault> {
    let folder = saved_rows_dir(dir);
    let mut writer = RowWriter::anew(&folder, Arc::new(RealDisk), Hash::ZERO, VERSION).unwrap();
    writer.save(mark.clone(), rows.clone()).unwrap();
    let report = verify(dir, &VerifyOptions::default());
    report.findings.into_iter().map(|finding| finding.fault).collect()
}

#[test]
fn a_saved_row_that_somebody_edited_is_named_by_verify() {
    let dir = tempfile::tempdir().unwrap();
    book(dir.path());
    let (mark, rows) = read(dir.path());
    assert_eq!(found(dir.path(), &mark, &rows), []);
    let mut edits = 0;
    for table in ["bodies", "committees", "meetings", "motions", "people", "schedule"] {
        let prefix = key(table, b"");
        let Some((full, value)) = rows.iter().find(|(key, _)| key.starts_with(&prefix)) else {
            continue;
        };
        let name = String::from_utf8(full[prefix.len()..].to_vec()).unwrap();
        let fault =
            |key: &str, row| [Fault::Row { table: table.to_owned(), key: key.to_owned(), row }];
        let mut edited = rows.clone();
        let digit = value.iter().rposition(u8::is_ascii_digit).unwrap();
        edited.get_mut(full).unwrap()[digit] ^= 1;
        assert_eq!(found(dir.path(), &mark, &edited), fault(&name, RowFault::Differs));
        edited.remove(full);
        assert_eq!(found(dir.path(), &mark, &edited), fault(&name, RowFault::Missing));
        let other = format!("Z{name}");
        edited.clone_from(&rows);
        edited.insert(key(table, other.as_bytes()), value.clone());
        assert_eq!(found(dir.path(), &mark, &edited), fault(&other, RowFault::Unknown));
        edits += 3;
    }
    assert!(edits >= 12, "{edits}");
    let other = Mark { hash: Hash::ZERO, ..mark };
    let entries = other.next_seq;
    assert_eq!(found(dir.path(), &other, &rows), [Fault::SavedMark { entries }]);
    let beyond = Mark { next_seq: entries + 1, ..other };
    let entries = beyond.next_seq;
    assert_eq!(found(dir.path(), &beyond, &rows), [Fault::SavedMark { entries }]);
}

#[test]
fn rows_saved_by_somebody_who_records_meanwhile_are_no_rows_of_another_journal() {
    let dir = tempfile::tempdir().unwrap();
    book(dir.path());
    let by = json!({ "actor": "@新来的", "role": "administrator" });
    let fact = json!({ "kind": "person.registered", "label": "新来的", "name": "贾丽兰",
        "happened": "2026-01" });
    let said = json!({ "by": by, "facts": [fact] }).to_string();
    // The journal has been listed when progress is told for the first time.
    let once = Once::new();
    let meanwhile = |_| {
        once.call_once(|| {
            let (registry, _) = Registry::open(dir.path(), Machine::default()).unwrap();
            registry.record_file(said.as_bytes(), &RecordOptions::default()).unwrap();
            registry.close().unwrap();
        });
    };
    let options = VerifyOptions { watch: Some(&meanwhile), ..VerifyOptions::default() };
    let report = verify(dir.path(), &options);
    assert!(once.is_completed());
    let rows = |one: &&Finding| one.fault.check() == Check::Rows;
    assert_eq!(report.findings.iter().find(rows), None);
}

#[test]
fn rows_never_end_inside_a_command() {
    let dir = tempfile::tempdir().unwrap();
    book(dir.path());
    let (registry, _) = Registry::open(dir.path(), Machine::default()).unwrap();
    let by = json!({ "actor": "@孙一", "role": "administrator" });
    let person =
        |n| json!({ "kind": "person.registered", "name": format!("孙{n}"), "happened": "2026-01" });
    let mut facts: Vec<_> = (0..9_990).map(person).collect();
    facts[0]["label"] = json!("孙一");
    let said = json!({ "by": by, "facts": facts }).to_string();
    let recording = registry.record_file(said.as_bytes(), &RecordOptions::default());
    assert!(recording.is_ok(), "{}", recording.unwrap_err());
    let (sender, batches) = mpsc::sync_channel(64);
    registry.read_meanings(0, &sender);
    drop(sender);
    let all: Vec<Meant> = batches.into_iter().flat_map(Result::unwrap).collect();
    assert!(u64::try_from(all.len()).unwrap() > SAVED_EVERY);
    let marked = all.iter().zip(all.iter().skip(1)).filter(|(one, _)| one.mark.is_some());
    let inside = marked.filter(|(one, next)| one.recorded.cmd == next.recorded.cmd).count();
    assert_eq!((inside, all.last().unwrap().mark.is_some()), (0, true));
}

/// What is shown of votes, counts, elections and meetings.
fn shown(dir: &Path) -> Vec<String> {
    let asked = Asked::now(NaiveDate::from_ymd_opt(2026, 12, 5).unwrap());
    let view = Snapshot::open(dir).unwrap().ask(asked).unwrap();
    let all = Filter::default();
    let (motions, elections) = (view.motions(all).unwrap(), view.elections(all).unwrap());
    let counts = view.counts(all).unwrap();
    let mut tags: Vec<String> = motions.rows.iter().map(|one| one.motion.tag()).collect();
    tags.extend(elections.rows.iter().map(|one| one.election.tag()));
    tags.extend(counts.rows.iter().map(|one| one.count.tag()));
    let mut said: Vec<String> = tags
        .into_iter()
        .flat_map(|tag| {
            let tags = [tag];
            [
                json!([tags, view.story(&tags).unwrap()]),
                json!([tags, view.why(&tags).unwrap()]),
                json!([tags, view.check(&tags).unwrap()]),
            ]
        })
        .map(|answer| answer.to_string())
        .collect();
    said.push(json!([motions, elections, counts]).to_string());
    let (votes, meetings) = (view.votes(all).unwrap(), view.meetings(all).unwrap());
    said.push(json!([votes, meetings, view.rolls(all).unwrap()]).to_string());
    said.push(json!([view.committees(all).unwrap(), view.people(all).unwrap()]).to_string());
    said
}

/// An edit: what it does, in which table, and how it changes a row that it can be done to.
type Edit = (&'static str, &'static str, fn(&mut Vec<Value>) -> bool);

/// Changes the first fact of a kind.
fn on_fact(facts: &mut [Value], kind: &str, change: fn(&mut Value)) -> bool {
    let fact = facts.iter_mut().find_map(|noted| noted.pointer_mut(&format!("/fact/{kind}")));
    fact.map(change).is_some()
}

fn position(facts: &[Value], kind: &str) -> Option<usize> {
    facts.iter().position(|noted| noted["fact"].get(kind).is_some())
}

/// One more or less, whatever the number was.
fn other(number: &mut Value) {
    *number = json!(number.as_u64().unwrap() ^ 1);
}

const EDITS: [Edit; 17] = [
    ("a vote changed", "motions", |facts| {
        on_fact(facts, "voted", |vote| other(&mut vote["in_favour"]))
    }),
    ("a vote left out", "motions", |facts| {
        position(facts, "voted").map(|at| facts.remove(at)).is_some()
    }),
    ("a vote added", "motions", |facts| {
        let Some(at) = position(facts, "voted") else { return false };
        let mut added = facts[at].clone();
        added["seq"] = json!(added["seq"].as_u64().unwrap() + 1);
        added["fact"]["voted"]["in_favour"] = json!(999);
        facts.push(added);
        true
    }),
    ("an announcement turned round", "motions", |facts| {
        on_fact(facts, "announced", |said| {
            let turned = if said["announced"] == "carried" { "not_carried" } else { "carried" };
            said["announced"] = turned.into();
        })
    }),
    ("another text put forward", "motions", |facts| {
        on_fact(facts, "proposed", |proposed| proposed[1] = "别的事".into())
    }),
    ("a correction of an announcement left out", "motions", |facts| without_fixes(facts)),
    ("a correction of a meeting left out", "meetings", |facts| without_fixes(facts)),
    ("another book pinned", "meetings", |facts| {
        on_fact(facts, "held", |held| held["book"] = "ab".repeat(32).into())
    }),
    ("one more who came", "meetings", |facts| {
        on_fact(facts, "held", |held| {
            if held["present"].is_u64() {
                other(&mut held["present"]);
            } else {
                held["absent"] = json!(7);
            }
        })
    }),
    ("that a meeting was recorded in error left out", "meetings", |facts| {
        position(facts, "cancelled").map(|at| facts.remove(at)).is_some()
    }),
    ("a certified total changed", "counts", |facts| {
        on_fact(facts, "certified", |one| {
            let totals = one["totals"].as_object_mut().unwrap();
            other(totals.values_mut().find(|value| value.is_u64()).unwrap());
        })
    }),
    ("a certified result left out", "counts", |facts| {
        position(facts, "certified").map(|at| facts.remove(at)).is_some()
    }),
    ("votes of a candidate changed", "elections", |facts| {
        on_fact(facts, "tallied", |round| other(&mut round["valid"]))
    }),
    ("somebody else declared elected", "elections", |facts| {
        on_fact(facts, "declared", |one| drop(one["elected"].as_array_mut().unwrap().pop()))
    }),
    ("seats reduced otherwise", "elections", |facts| {
        on_fact(facts, "reduced", |one| other(&mut one["seats"]))
    }),
    ("another post filled", "committees", |facts| {
        on_fact(facts, "filled", |filled| {
            let kind = &mut filled[1]["post_kind"];
            *kind = if kind == "secretary" { "deputy_secretary" } else { "secretary" }.into();
        })
    }),
    ("somebody else a member", "people", |facts| {
        on_fact(facts, "membership", |one| one["status"] = "probationary".into())
    }),
];

fn without_fixes(facts: &mut [Value]) -> bool {
    let fixed = facts.iter_mut().find(|noted| noted.get("fixes").is_some());
    let Some(noted) = fixed.and_then(Value::as_object_mut) else { return false };
    noted.remove("fixes");
    noted.remove("reason");
    true
}

/// Does an edit to the first row that it can be done to.
fn edited(
    rows: &Rows,
    table: &str,
    change: fn(&mut Vec<Value>) -> bool,
) -> Option<(Vec<u8>, Rows)> {
    for (full, value) in rows.iter().filter(|(full, _)| full.starts_with(&key(table, b""))) {
        let mut row: Value = serde_json::from_slice(value).unwrap();
        if change(row["facts"].as_array_mut().unwrap()) {
            let mut rows = rows.clone();
            rows.insert(full.clone(), serde_json::to_vec(&row).unwrap());
            return Some((full.clone(), rows));
        }
    }
    None
}

#[test]
fn an_edited_row_is_named_and_changes_nothing_that_is_shown() {
    let cases =
        [("c3-xinghua", "CN-110115"), ("c4-zijinglu", "CN-410181"), ("c5-qinglan", "CN-430304")];
    let mut left: Vec<&str> = EDITS.iter().map(|edit| edit.0).collect();
    for (case, place) in cases {
        let dir = tempfile::tempdir().unwrap();
        example(dir.path(), case, place, usize::MAX);
        let (mark, rows) = read(dir.path());
        let right = shown(dir.path());
        for (name, table, change) in EDITS {
            if !left.contains(&name) {
                continue;
            }
            let Some((full, edited)) = edited(&rows, table, change) else { continue };
            let key = String::from_utf8(full[key(table, b"").len()..].to_vec()).unwrap();
            let (table, row) = (table.to_owned(), RowFault::Differs);
            let found = found(dir.path(), &mark, &edited);
            assert_eq!(found, [Fault::Row { table, key, row }], "{name} in {case}");
            assert!(shown(dir.path()) == right, "{name} in {case}");
            left.retain(|other| *other != name);
        }
    }
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn edited_lists_by_kind_and_tag_are_named() {
    let dir = tempfile::tempdir().unwrap();
    book(dir.path());
    let (mark, rows) = read(dir.path());
    for table in [".kinds", ".tags"] {
        let prefix = key(table, b"");
        let list = rows.iter().filter(|(key, _)| key.starts_with(&prefix));
        let (full, value) = list.max_by_key(|(_, value)| value.len()).unwrap();
        let row_faults = |rows: &Rows| {
            let faults = found(dir.path(), &mark, rows);
            let of_table = |fault: Fault| match fault {
                Fault::Row { table: of, row, .. } if of == table => row,
                other => panic!("{other:?}"),
            };
            faults.into_iter().map(of_table).collect::<Vec<_>>()
        };
        let mut edited = rows.clone();
        edited.get_mut(full).unwrap().pop();
        assert_eq!(row_faults(&edited), [RowFault::Differs]);
        edited.remove(full);
        assert_eq!(row_faults(&edited), [RowFault::Missing]);
        edited.clone_from(&rows);
        let mut other = full.clone();
        other[prefix.len()] ^= 1;
        edited.insert(other, value.clone());
        assert_eq!(row_faults(&edited), [RowFault::Unknown]);
        // Under a stem that no reader looks for, a list is hidden from all but who adds everything up.
        edited.clone_from(&rows);
        edited.remove(full);
        let (stem, first) = full.split_at(full.len() - 8);
        edited.insert([stem, &[1], first].concat(), value.clone());
        assert_eq!(row_faults(&edited), [RowFault::Unknown, RowFault::Missing]);
    }
}
