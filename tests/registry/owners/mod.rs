//! Votes of owners: units, a frozen roll, ballots, the count; what is refused, what adds up.

mod counting; // what ballots add up to, against a slow obvious recount
mod deemed; // with and without those who did not reply, on every paper
mod elections; // a committee elected by heads and area, ties drawn
mod estate; // an estate at scale, timed
mod heads; // how sets of owners become heads, by id
mod refusals; // every refusal, given and when
mod votes; // a vote from the roll to the publication

pub(super) use crate::common::cases::{fact, with};
use crate::common::registry::TestRegistry;
use serde_json::{Value, json};

/// A unit of the estate: label, kind, building, area in 0.01 m², owners.
const UNITS: [(&str, &str, &str, u64, &[&str]); 8] = [
    ("h1", "dwelling", "1号楼", 8_000, &["@王国强"]),
    ("h2", "dwelling", "1号楼", 9_000, &["@王国强"]),
    ("h3", "dwelling", "1号楼", 10_000, &["@李桂兰", "@张建华"]),
    ("h4", "dwelling", "1号楼", 7_000, &["@李桂兰"]),
    ("h5", "dwelling", "2号楼", 6_000, &["@刘玉珍"]),
    ("h6", "dwelling", "2号楼", 5_000, &["@陈志明"]),
    ("h7", "parking", "地库", 1_200, &["@刘玉珍"]),
    ("h8", "shop", "2号楼", 20_000, &["@杨秀英"]),
];

fn unit(label: &str) -> Value {
    let (label, kind, building, area, owners) =
        UNITS.into_iter().find(|unit| unit.0 == label).unwrap();
    fact(
        "roll.unit_registered",
        "2026-01-10",
        json!({ "body": "@yezhu", "label": label, "building": building, "door": "一单元301室",
            "unit_kind": kind, "area": area, "area_source": "register", "owners": owners }),
    )
}

fn assembly() -> Value {
    fact(
        "body.established",
        "2025-06-01",
        json!({ "body_kind": "owner_assembly", "name": "兴华园业主大会", "label": "yezhu",
            "basis": "founded" }),
    )
}

fn frozen(label: &str, happened: &str) -> Value {
    fact("roll.frozen", happened, json!({ "body": "@yezhu", "label": label, "basis": "units" }))
}

fn notice() -> Value {
    fact(
        "meeting.noticed",
        "2026-03-02",
        json!({ "body": "@yezhu", "label": "dahui", "meeting_kind": "owner_assembly_meeting",
            "starts": "2026-03-20", "place": "小区广场", "agenda": [{ "title": "物业" }] }),
    )
}

fn held() -> Value {
    fact(
        "meeting.held",
        "2026-03-20",
        json!({ "meeting": "@dahui", "body": "@yezhu", "meeting_kind": "owner_assembly_meeting",
            "form": "written_consultation", "place": "小区广场", "chair": "@王国强",
            "recorder": "@李桂兰", "agenda": [{ "title": "物业" }] }),
    )
}

fn motion(label: &str, kind: &str) -> Value {
    fact(
        "motion.proposed",
        "2026-03-02",
        json!({ "body": "@yezhu", "meeting": "@dahui", "label": label, "text": "选聘物业服务企业。",
            "matter_kind": kind }),
    )
}

fn opened(label: &str, motions: &[&str]) -> Value {
    fact(
        "count.opened",
        "2026-03-03",
        json!({ "meeting": "@dahui", "roll": "@r-1", "label": label, "motions": motions,
            "voting_from": "2026-03-05", "voting_until": "2026-03-20",
            "silence": "not_participating", "keying": "double" }),
    )
}

fn issued(label: &str, units: &[&str]) -> Value {
    let fields = json!({ "count": "@c-1", "label": label, "units": units });
    fact("ballot.issued", "2026-03-06", fields)
}

/// A step of a ballot: `delivered`, `returned`, `first`, `second`, `rejected`, `challenged`, `set_aside`.
fn step(label: &str, what: &str) -> Value {
    let about = |kind: &str, on: &str, fields: Value| {
        with(fact(kind, on, json!({ "ballot": format!("@{label}"), "count": "@c-1" })), fields)
    };
    match what {
        "delivered" => about("ballot.delivered", "2026-03-07", json!({ "method": "by_hand" })),
        "returned" => about(
            "ballot.returned",
            "2026-03-10",
            json!({ "channel": "box", "signature": "signed" }),
        ),
        "first" | "second" => about("ballot.keyed", "2026-03-21", json!({ "pass": what })),
        "rejected" => about("ballot.rejected", "2026-03-21", json!({ "ground": "altered" })),
        "challenged" => about("ballot.challenged", "2026-03-22", json!({ "text": "不是我投的" })),
        "set_aside" => about("ballot.set_aside", "2026-03-08", json!({ "reason": "票面污损" })),
        other => panic!("{other}"),
    }
}

fn keyed(label: &str, pass: &str, choices: &[(&str, &str)]) -> Value {
    let choices: Vec<Value> = choices
        .iter()
        .map(|(motion, choice)| json!({ "motion": motion, "choice": choice }))
        .collect();
    with(step(label, pass), json!({ "choices": choices }))
}

fn sealed() -> Value {
    let fields = json!({ "count": "@c-1", "scrutineers": ["@陈志明"], "seal_numbers": ["0017"] });
    fact("count.sealed", "2026-03-22", fields)
}

fn certified() -> Value {
    fact("count.certified", "2026-03-22", json!({ "count": "@c-1", "basis": "ballots" }))
}

/// A tally sheet on paper.
fn sheet(totals: Value) -> Value {
    let mut sheet = with(certified(), json!({ "basis": "tally_sheet" }));
    sheet["totals"] = totals;
    sheet
}

/// A registry with the estate, a frozen roll, a called assembly, two motions and an open count.
fn estate() -> TestRegistry {
    let town = TestRegistry::with_cast();
    let mut facts = vec![assembly()];
    facts.extend(UNITS.map(|one| unit(one.0)));
    facts.push(frozen("r-1", "2026-03-01"));
    facts.push(notice());
    facts.push(motion("q-1", "property_service"));
    facts.push(motion("q-2", "common_parts_use"));
    facts.push(opened("c-1", &["@q-1", "@q-2"]));
    town.ok(Value::Array(facts));
    town
}

/// The data of the last recorded fact of a document.
fn recorded(town: &TestRegistry, facts: Value) -> Value {
    town.ok(facts).events.last().unwrap().to_json().unwrap()
}
