//! The roll that the program fills in: who was a member on that day.

use crate::common::registry::{TestRegistry, meeting};
use serde_json::{Value, json};

/// How many stand on the roll of the next assembly: with a vote, without.
fn roll(town: &TestRegistry, label: &str, happened: &str) -> (usize, usize) {
    let recorded = town.ok(meeting(label, happened));
    let json = recorded.events[0].to_json().unwrap();
    let count = |key: &str| json.get(key).and_then(Value::as_array).map_or(0, Vec::len);
    (count("entitled"), count("without_vote"))
}

fn membership(person: &str, body: &str, change: &str, happened: &str) -> Value {
    json!({ "kind": "membership.changed", "person": person, "body": body, "change": change,
        "status": "full", "happened": happened })
}

#[test]
fn the_roll_is_that_of_the_day_of_the_meeting() {
    let town = TestRegistry::with_cast();
    town.ok(membership("@赵春来", "@branch", "joined", "2026-04-01"));
    town.ok(membership("@刘玉珍", "@branch", "left", "2026-05-01"));
    town.ok(membership("@张建华", "@branch", "rights_suspended", "2026-06-01"));
    assert_eq!(roll(&town, "m-a", "2026-03-31"), (5, 1));
    assert_eq!(roll(&town, "m-b", "2026-04-30"), (6, 1));
    assert_eq!(roll(&town, "m-c", "2026-05-31"), (5, 1));
    assert_eq!(roll(&town, "m-d", "2026-06-30"), (4, 2));
}

#[test]
fn the_roll_knows_the_members_that_stand_before_it_in_the_same_file() {
    // The cast records memberships and the first assembly in one command.
    let town = TestRegistry::with_cast();
    let view = town.registry().view(None).unwrap();
    let entries = view.entries_about(&view.find("@m-1").unwrap()).unwrap();
    let json = entries[0].event.to_json().unwrap();
    assert_eq!(json["entitled"].as_array().unwrap().len(), 5);
    assert_eq!(json["without_vote"].as_array().unwrap().len(), 1);
}

#[test]
fn members_of_a_merged_branch_are_on_the_roll_of_the_other() {
    let town = TestRegistry::with_cast();
    town.ok(json!([
        { "kind": "body.established", "body_kind": "party_branch", "name": "二支部",
          "label": "second", "basis": "founded", "happened": "2025-03-01" },
        { "kind": "person.registered", "name": "钱进宝", "happened": "2025" },
        membership("@赵春来", "@second", "joined", "2025-04-01"),
        membership("@钱进宝", "@second", "joined", "2025-04-01"),
        membership("@钱进宝", "@second", "left", "2026-01-01"),
        { "kind": "body.dissolved", "body": "@second", "ground": "merged", "into": "@branch",
          "happened": "2026-04-01" },
    ]));
    assert_eq!(roll(&town, "m-a", "2026-03-31"), (5, 1));
    assert_eq!(roll(&town, "m-b", "2026-04-30"), (6, 1));
    town.ok(membership("@赵春来", "@branch", "left", "2026-05-01"));
    assert_eq!(roll(&town, "m-c", "2026-05-31"), (5, 1));
}

#[test]
fn a_corrected_membership_keeps_its_place_among_those_of_its_day() {
    let town = TestRegistry::with_cast();
    let joined = town.ok(membership("@赵春来", "@branch", "joined", "2026-04-01")).entries.0;
    town.ok(membership("@赵春来", "@branch", "rights_suspended", "2026-04-01"));
    let mut again = membership("@赵春来", "@branch", "joined", "2026-04-01");
    again["corrects"] = joined.into();
    again["correction_reason"] = "补写依据".into();
    again["document"] = "转正批复".into();
    town.ok(again);
    assert_eq!(roll(&town, "m-a", "2026-04-30"), (5, 2));
}
