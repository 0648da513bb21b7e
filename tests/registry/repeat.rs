//! The same again changes nothing and says so; a trial changes nothing; all or nothing.

use crate::common::registry::{TestRegistry, meeting, motion, refusal, tree, vote};
use serde_json::{Value, json};
use yishi::cli::Exit;
use yishi::registry::{RecordOptions, Refused};

fn person(name: &str) -> Value {
    json!({ "kind": "person.registered", "name": name, "happened": "2026-01" })
}

#[test]
fn a_file_is_recorded_once() {
    let town = TestRegistry::with_cast();
    let file = town.document(json!([person("孙晓梅"), meeting("m-2", "2026-06-01")]));
    let first = town.record_bytes(&file, &RecordOptions::default()).unwrap();
    let entries = town.entries();
    // What the program filled in then is not filled in again: the roll has changed since.
    town.ok(json!({ "kind": "membership.changed", "person": "@孙晓梅", "body": "@branch",
        "change": "joined", "status": "full", "happened": "2026-05-01" }));
    let again = town.record_bytes(&file, &RecordOptions::default()).unwrap();
    assert!(again.repeated && !first.repeated);
    assert_eq!((again.cmd, again.entries, again.at), (first.cmd, first.entries, first.at));
    assert_eq!(again.events, first.events);
    assert_eq!(town.entries(), entries + 1);
}

#[test]
fn a_file_is_recorded_once_also_after_opening_again() {
    let mut town = TestRegistry::with_cast();
    let file = town.document(person("孙晓梅"));
    town.record_bytes(&file, &RecordOptions::default()).unwrap();
    town.reopen();
    let entries = town.entries();
    assert!(town.record_bytes(&file, &RecordOptions::default()).unwrap().repeated);
    assert_eq!(town.entries(), entries);
}

#[test]
fn a_command_id_stands_for_one_request() {
    let town = TestRegistry::with_cast();
    let options = RecordOptions {
        command_id: Some("01KB0000000000000000000001".parse().unwrap()),
        ..RecordOptions::default()
    };
    town.record_bytes(&town.document(person("孙晓梅")), &options).unwrap();
    let entries = town.entries();
    assert!(town.record_bytes(&town.document(person("孙晓梅")), &options).unwrap().repeated);
    for other in [json!([person("周大海")]), json!([person("孙晓梅"), person("周大海")])] {
        let (why, zh) = refusal(town.record_bytes(&town.document(other), &options));
        assert!(matches!(why, Refused::CommandReused(_)), "{why:?}");
        assert!(zh.contains("请换一个编号"), "{zh}");
    }
    assert_eq!(town.entries(), entries);
}

#[test]
fn the_command_line_says_that_nothing_changed() {
    let mut town = TestRegistry::new();
    let file = town.beside("person.json");
    std::fs::write(&file, town.document(person("孙晓梅"))).unwrap();
    let other = town.beside("other.json");
    std::fs::write(&other, town.document(person("周大海"))).unwrap();
    town.close();
    // The program uses the machine's clock, so it keeps a book of its own.
    let dir = town.beside("by-cli");
    let run = |arguments: &[&str]| crate::common::registry::run_on(&dir, arguments);
    run(&["init", "社区党委"]).done();
    let id = ["--command-id", "01KB0000000000000000000001"];
    let record =
        |path: &std::path::Path| run(&[&["record", &*path.to_string_lossy()], &id[..]].concat());
    assert!(record(&file).done().err.contains("已记录"));
    let before = tree(&dir.join("journal"));
    let again = record(&file).done().err;
    assert!(again.contains("早已记录") && again.contains("没有改动"), "{again}");
    let refused = record(&other).assert(Exit::Refused).err;
    assert!(refused.contains("other.json") && refused.contains("什么都没有改动"), "{refused}");
    assert_eq!(tree(&dir.join("journal")), before);
}

#[test]
fn a_trial_changes_no_byte() {
    let town = TestRegistry::with_cast();
    let before = tree(&town.dir());
    let options = RecordOptions { dry_run: true, ..RecordOptions::default() };
    let file = town.document(json!([person("孙晓梅"), vote("d-1", "m-1", [3, 1, 0])]));
    let trial = town.record_bytes(&file, &options).unwrap();
    assert!(trial.dry_run);
    assert_eq!(trial.entries, (town.entries(), town.entries() + 1));
    assert_eq!(tree(&town.dir()), before);
    let recorded = town.record_bytes(&file, &RecordOptions::default()).unwrap();
    assert_eq!(recorded.entries, trial.entries);
    assert!(!recorded.repeated);
}

#[test]
fn one_bad_fact_among_many_refuses_all() {
    let town = TestRegistry::with_cast();
    let before = tree(&town.dir());
    let mut facts: Vec<Value> =
        (0..50).map(|number| person(&format!("居民甲{number}号"))).collect();
    facts.insert(37, vote("d-1", "m-1", [40, 0, 0]));
    let (why, zh) = town.refused(Value::Array(facts));
    assert!(matches!(why, Refused::Fact(37, _)), "{why:?}");
    assert!(zh.starts_with("第 38 项"), "{zh}");
    assert_eq!(tree(&town.dir()), before);
}

#[test]
fn later_facts_of_a_command_see_the_earlier_ones() {
    let town = TestRegistry::with_cast();
    town.ok(json!([
        meeting("m-2", "2026-03-05"),
        motion("d-2", "m-2"),
        vote("d-2", "m-2", [4, 0, 0]),
    ]));
    let (why, _) = town.refused(json!([
        meeting("m-3", "2026-03-05"),
        motion("d-3", "m-3"),
        vote("d-3", "m-3", [4, 0, 0]),
        vote("d-3", "m-3", [4, 0, 0]),
    ]));
    assert!(matches!(why, Refused::Fact(3, _)), "{why:?}");
}
