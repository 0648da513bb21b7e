//! The case of owners' votes: what was worked out by hand, and a roll of 3,281 units.

use crate::common::estate::{BUILDINGS, UNITS, units};
use crate::common::registry::TestRegistry;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use yishi::audit::{Outcome, VerifyOptions, verify};

/// Candidate, heads in favour, area in favour in 0.01 m², what it comes to: the README's table.
const CANDIDATES: [(&str, u64, u64, &str); 8] = [
    ("秦德顺", 56, 728_480, "elected"),
    ("常玉梅", 53, 907_600, "elected"),
    ("段志刚", 53, 906_030, "elected"),
    ("熊凤英", 54, 705_690, "elected"),
    ("贾凤平", 49, 862_210, "elected"),
    ("尚春生", 49, 649_550, "without_seat"),
    ("萧晓峰", 21, 563_700, "not_elected"),
    ("吕秀芳", 38, 417_450, "not_elected"),
];

/// Motion, those taking part, those in favour, each as heads and area in 0.01 m².
const MOTIONS: [(&str, [u64; 4]); 5] = [
    ("d-rules", [61, 992_790, 53, 692_270]),
    ("d-covenant", [61, 992_790, 52, 689_340]),
    ("d-dismiss", [65, 1_061_210, 55, 748_140]),
    ("d-hire", [65, 1_061_210, 53, 721_550]),
    ("d-energy", [65, 1_061_210, 41, 450_990]),
];

fn town() -> TestRegistry {
    let mut town = TestRegistry::example("c4-zijinglu");
    town.close();
    town
}

/// The two comparisons of a topic: part and whole, heads first.
fn compared(verdict: &Value, topic: &str) -> Vec<[u64; 2]> {
    let comparisons = verdict["comparisons"].as_array().unwrap().iter();
    let own = comparisons.filter(|one| one["topic"] == topic);
    let number = |side: &Value| side["total"].as_u64().unwrap();
    own.map(|one| [number(&one["part"]), number(&one["whole"])]).collect()
}

#[test]
fn owners_motions_are_carried_by_heads_and_by_area_as_worked_out_by_hand() {
    let town = town();
    for (label, [heads, area, yes_heads, yes_area]) in MOTIONS {
        let why = town.run(&["why", &format!("@{label}"), "--json"]);
        let why: Value = serde_json::from_str(&why.out).unwrap();
        let verdict = &why["verdict"];
        let quorum = compared(verdict, "quorum");
        assert_eq!(quorum, [[heads, 76], [area, 1_193_360]], "{label}");
        let result = compared(verdict, "result");
        assert_eq!(result, [[yes_heads, heads], [yes_area, area]], "{label}");
        let carried = 2 * yes_heads > heads && 2 * yes_area > area;
        assert_eq!(why["outcome"] == "satisfied", carried, "{label}");
    }
}

#[test]
fn each_candidate_is_judged_by_heads_and_area_and_the_tie_settled_by_lot() {
    let town = town();
    let why = town.run(&["why", "@yw", "--json"]).done().json();
    let verdict = &why["rounds"][0]["verdict"];
    assert_eq!(verdict["stands"], "yes");
    let candidates = verdict["candidates"].as_array().unwrap();
    assert_eq!(candidates.len(), CANDIDATES.len());
    for (found, (name, heads, area, placing)) in candidates.iter().zip(CANDIDATES) {
        let elected = compared(&found["verdict"], "elected");
        assert_eq!(elected, [[heads, 61], [area, 992_790]], "{name}");
        assert_eq!(found["placing"], placing, "{name}");
    }
    assert!(why["declared_only"].as_array().unwrap().is_empty(), "{why}");
    assert!(why["computed_only"].as_array().unwrap().is_empty(), "{why}");
    let shown = town.run(&["show", "@yw"]).done().out;
    for (name, heads, ..) in CANDIDATES {
        let row = shown.lines().find(|line| line.starts_with(name)).unwrap();
        assert!(row.contains(&format!("{heads} 人")), "{row}");
    }
    // Nominated, and not on the ballot: fees were owed.
    let row = shown.lines().find(|line| line.starts_with("辛宝来")).unwrap();
    assert!(row.contains("按时交纳物业费不符合"), "{row}");
    // In the preparatory group the same person gave way, and it is still told why.
    let group = town.run(&["show", "@x-choubei"]).done().out;
    assert!(group.contains("已退出、按时交纳物业费不符合"), "{group}");
}

#[test]
fn what_the_report_gives_is_on_record() {
    let town = town();
    let count =
        |arguments: &[&str], word: &str| town.run(arguments).done().out.matches(word).count();
    assert_eq!(count(&["list", "meetings", "--body", "@antai"], "协调会"), 21);
    assert_eq!(count(&["list", "issues", "--body", "@yongxin"], "微心愿"), 12);
    let wishes = town.run(&["list", "issues", "--body", "@yongxin"]).done().out;
    assert_eq!(wishes.matches("办结(已解决),已反馈").count(), 13, "{wishes}");
    let grids = town.run(&["list", "committees", "--on", "2021-04-01"]).done().out;
    for (level, posts) in [("一级", 1), ("二级", 4), ("三级", 8)] {
        assert_eq!(grids.lines().filter(|line| line.contains(level)).count(), posts, "{grids}");
    }
    assert_eq!(
        count(&["list", "committees", "--body", "@dongfang", "--on", "2021-07-01"], "投放点志愿者"),
        12
    );
    let activities = town.run(&["list", "activities"]).done().out;
    assert!(activities.contains("参加 358 人") && activities.contains("参加 300 多人"));
    // The committee holds its own meetings by the assembly's rules, and the group is gone.
    let bodies = town.run(&["list", "bodies", "--on", "2022-06-01"]).done().out;
    assert!(bodies.contains("@yeweihui") && !bodies.contains("@choubei"), "{bodies}");
}

#[test]
fn a_roll_of_3281_units_adds_up_to_the_one_on_paper() {
    let mut town = TestRegistry::example("c4-zijinglu");
    let facts = units("@dongfang");
    let buildings: BTreeSet<_> =
        facts.iter().filter_map(|fact| fact["building"].as_str()).collect();
    assert_eq!(buildings.len(), BUILDINGS);
    assert_eq!(facts, units("@dongfang"), "the same in every run");
    town.ok(Value::Array(facts));
    town.ok(json!([{ "kind": "roll.frozen", "body": "@dongfang", "label": "r-units",
        "basis": "units", "happened": "2021-05-31" }]));
    town.close();
    let rolls = town.run(&["list", "rolls", "--body", "@dongfang", "--json"]).done().json();
    let rolls = rolls["rows"].as_array().unwrap();
    let totals = |label: &str| {
        let roll = rolls.iter().find(|roll| roll["label"] == label).unwrap();
        ["heads", "units", "area"].map(|key| roll["totals"][key].as_u64().unwrap())
    };
    assert_eq!(totals("r-units"), totals("r-dongfang"));
    assert_eq!(totals("r-units")[1], u64::try_from(UNITS).unwrap());
    let report = verify(&town.dir(), &VerifyOptions::default());
    assert_eq!(report.outcome, Outcome::Holds, "{:?}", report.findings);
}
