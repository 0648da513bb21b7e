//! The owners' committee: who is elected by heads and by area, numbers worked out by hand.
//!
//! The roll has 6 heads and 650.00 m², so 4 heads and 433.34 m² must take part (two thirds of both).

use super::{certified, estate, fact, issued, sealed, sheet, step, with};
use crate::common::registry::{TestRegistry, folded, refusal};
use serde_json::{Value, json};
use yishi::answer::JudgedElection;
use yishi::domain::ElectionId;

const PEOPLE: [&str; 3] = ["王国强", "李桂兰", "刘玉珍"];

fn committee() -> Value {
    fact(
        "body.established",
        "2025-06-02",
        json!({ "body_kind": "owner_committee", "name": "兴华园业主委员会", "label": "ywh",
            "parent": "@yezhu", "basis": "founded" }),
    )
}

/// An election of a committee of two with three candidates, put to a count; `method` is what the
/// election method fixes.
fn called(label: &str, method: Value) -> Vec<Value> {
    let election = format!("@{label}");
    let candidates: Vec<String> =
        PEOPLE.iter().map(|person| format!("{election}/@{person}")).collect();
    let called = fact(
        "election.called",
        "2026-03-02",
        json!({ "label": label, "body": "@ywh", "election_kind": "owner_committee",
            "meeting": "@dahui", "method": "recorded_vote", "roll": "@r-1",
            "seats": [{ "post_kind": "committee_member", "seats": 2 }] }),
    );
    let nominated = PEOPLE.map(|person| {
        fact(
            "election.candidate_nominated",
            "2026-03-02",
            json!({ "election": election, "person": format!("@{person}"), "name": person,
                "post_kind": "committee_member", "source": "owners", "consented": true }),
        )
    });
    let opened = with(
        super::opened(&format!("c-{label}"), &[]),
        json!({ "election": election, "candidates": candidates }),
    );
    [with(called, method)].into_iter().chain(nominated).chain([opened]).collect()
}

/// The estate with its assembly held and a committee to be elected.
fn town(facts: Vec<Value>) -> TestRegistry {
    let town = estate();
    let start = vec![super::held(), committee()];
    town.ok(Value::Array([start, facts].concat()));
    town
}

fn tally((heads, area): (u32, u64)) -> Value {
    json!({ "heads": heads, "area": area })
}

/// A tally sheet: who took part, and each candidate's heads and area in favour.
fn counted(label: &str, part: (u32, u64), votes: &[(u32, u64)]) -> Value {
    let candidates = PEOPLE.iter().zip(votes).map(|(person, votes)| {
        json!({ "candidate": format!("@{label}/@{person}"), "in_favour": tally(*votes) })
    });
    let totals = json!({ "issued": 6, "delivered": 6, "returned": 5, "valid": 5, "invalid": 0,
        "participating": tally(part), "candidates": candidates.collect::<Vec<_>>() });
    with(sheet(totals), json!({ "count": format!("@c-{label}") }))
}

/// 王 and 李 with three heads, 刘 with four; 李 has more area than 刘, and 王 the most.
const VOTES: &[(u32, u64)] = &[(3, 34_000), (3, 30_000), (4, 28_000)];

fn judged(town: &TestRegistry, label: &str) -> JudgedElection {
    let view = town.registry().view(None).unwrap();
    let id: ElectionId = view.find(&format!("@{label}")).unwrap()[0]
        .strip_prefix("election:")
        .unwrap()
        .parse()
        .unwrap();
    let row = folded(&view).election(id).unwrap().unwrap();
    view.judge_election(&row).unwrap()
}

/// What each candidate comes to, as words, in the order of the ballot.
fn placings(town: &TestRegistry, label: &str) -> Vec<String> {
    let judged = judged(town, label);
    assert_eq!(judged.rounds.len(), 1);
    let candidates = judged.rounds[0].verdict.candidates.iter();
    candidates.map(|one| format!("{:?}", one.placing)).collect()
}

/// A ballot of a unit, keyed twice: who is marked in favour, all others against.
fn ballot(label: &str, units: &[&str], yes: &[&str]) -> Vec<Value> {
    let choices: Vec<Value> = PEOPLE
        .iter()
        .map(|person| {
            let choice = if yes.contains(person) { "in_favour" } else { "against" };
            json!({ "candidate": format!("@e/@{person}"), "choice": choice })
        })
        .collect();
    let of_count = |fact: Value| with(fact, json!({ "count": "@c-e" }));
    let keyed = |pass: &str| of_count(with(step(label, pass), json!({ "choices": choices })));
    let back = [of_count(issued(label, units)), of_count(step(label, "returned"))];
    back.into_iter().chain([keyed("first"), keyed("second")]).collect()
}

/// 王 170.00 m², 李 and 张 together 100.00, 李 70.00, 刘 60.00, 陈 50.00; 杨 with 200.00 is silent.
/// 王: 王, 李张, 李 = 3 heads, 340.00 m². 李: 王, 李, 刘 = 3, 300.00. 刘: 李张, 李, 刘, 陈 = 4, 280.00.
fn ballots() -> Vec<Value> {
    let [wang, li, liu] = PEOPLE;
    [
        ballot("p-1", &["@h1", "@h2"], &[wang, li]),
        ballot("p-2", &["@h3"], &[wang, liu]),
        ballot("p-3", &["@h4"], &[wang, li, liu]),
        ballot("p-4", &["@h5"], &[li, liu]),
        ballot("p-5", &["@h6"], &[liu]),
        vec![with(sealed(), json!({ "count": "@c-e" }))],
        vec![with(certified(), json!({ "count": "@c-e" }))],
    ]
    .concat()
}

fn declared(people: &[&str]) -> Value {
    let elected = people.iter().map(
        |person| json!({ "candidate": format!("@e/@{person}"), "post_kind": "committee_member" }),
    );
    fact(
        "election.declared",
        "2026-03-24",
        json!({ "election": "@e", "meeting": "@dahui", "round": 1, "place": "公告栏",
            "elected": elected.collect::<Vec<_>>() }),
    )
}

fn drawn(fields: Value) -> Value {
    let fact = fact(
        "count.drawn",
        "2026-03-23",
        json!({ "count": "@c-e", "method": "抓阄", "witnesses": ["@陈志明"],
            "candidates": ["@e/@王国强", "@e/@李桂兰"], "drawn": ["@e/@李桂兰"] }),
    );
    with(fact, fields)
}

#[test]
fn two_thirds_must_take_part_and_more_than_half_of_them_agree_by_both() {
    let elections = ["a", "b", "c", "d"];
    let facts = elections.map(|label| called(label, json!({ "rank_key": "heads" }))).concat();
    let town = town(facts);
    // Half of 433.34 m² is 216.67 m², half of four heads is two.
    let votes: &[(u32, u64)] = &[(3, 21_668), (3, 21_667), (2, 40_000)];
    town.ok(json!([
        counted("a", (4, 43_334), votes),
        counted("b", (4, 43_333), votes),
        counted("c", (3, 60_000), votes),
        counted("d", (6, 65_000), &[(4, 32_501), (3, 65_000), (6, 32_500)]),
    ]));
    let elected = |label: &str| judged(&town, label).elected().len();
    assert_eq!(placings(&town, "a"), ["Elected", "NotElected", "NotElected"]);
    assert_eq!(elected("a"), 1);
    // One hundredth of a square metre, or one head, short of two thirds.
    assert_eq!((elected("b"), elected("c")), (0, 0));
    assert_eq!(placings(&town, "d"), ["Elected", "NotElected", "NotElected"]);
}

#[test]
fn the_method_that_was_adopted_puts_them_in_order_and_without_one_it_is_open() {
    let methods = [
        ("a", json!({ "rank_key": "heads" }), ["Tied", "Tied", "Elected"]),
        ("b", json!({ "rank_key": "area" }), ["Elected", "Elected", "WithoutSeat"]),
        // 3/5 + 340/450 = 1.356, 3/5 + 300/450 = 1.267, 4/5 + 280/450 = 1.422.
        ("c", json!({ "rank_key": "sum_of_shares" }), ["Elected", "WithoutSeat", "Elected"]),
        (
            "d",
            json!({ "rank_key": "heads", "tie_rule": "by_area" }),
            ["Elected", "WithoutSeat", "Elected"],
        ),
        ("f", json!({}), ["Open", "Open", "Open"]),
    ];
    let facts = methods.iter().flat_map(|(label, method, _)| called(label, method.clone()));
    let town = town(facts.collect());
    for (label, method, expected) in methods {
        town.ok(counted(label, (5, 45_000), VOTES));
        assert_eq!(placings(&town, label), expected, "{method}");
    }
}

#[test]
fn a_tie_is_drawn_from_the_ballots_to_the_posts() {
    let mut town = town(called("e", json!({ "rank_key": "heads", "tie_rule": "draw" })));
    let stage = |town: &TestRegistry| {
        let run = crate::common::registry::run_on(&town.dir(), &["list", "elections"]);
        run.done().out
    };
    town.ok(Value::Array(ballots()));
    assert_eq!(placings(&town, "e"), ["Tied", "Tied", "Elected"]);
    assert!(stage(&town).contains("已计票"));
    town.ok(declared(&["刘玉珍", "李桂兰"]));
    assert_eq!(judged(&town, "e").declared_only.len(), 1, "the tie is still open");
    let view = town.registry().view(None).unwrap();
    let before = view.snapshot().entries();
    let (why, zh) = refusal(town.record(drawn(json!({ "witnesses": [] }))));
    assert!(format!("{why:?}").contains("NoWitness"), "{zh}");
    town.ok(drawn(json!({})));
    assert_eq!(placings(&town, "e"), ["WithoutSeat", "Elected", "Elected"]);
    assert!(!judged(&town, "e").differs());
    let filled = |person: &str| {
        fact(
            "post.filled",
            "2026-03-24",
            json!({ "person": format!("@{person}"), "body": "@ywh", "election": "@e",
                "post_kind": "committee_member", "basis": "elected" }),
        )
    };
    town.ok(json!([filled("刘玉珍"), filled("李桂兰")]));
    town.close();
    is_shown(&town, before);
}

/// What the program says of the election after the draw, and as the book said before.
fn is_shown(town: &TestRegistry, before: u64) {
    let shown = town.run(&["show", "@e"]).done().out;
    for word in [
        "第 1 轮(业主记名投票): 全体业主 6 人 650.00 ㎡,参与 5 人 450.00 ㎡,发出 5,收回 5,有效 5,无效 0",
        "现仍在任 2 人",
    ] {
        assert!(shown.contains(word), "{word}: {shown}");
    }
    let row = shown.lines().find(|line| line.starts_with("李桂兰")).unwrap();
    for word in ["3 人 300.00 ㎡", "2 人 150.00 ㎡", "当选"] {
        assert!(row.contains(word), "{word}: {row}");
    }
    assert!(!shown.contains("注意"), "{shown}");
    let json = town.run(&["show", "@e", "--json"]).done().json();
    assert_eq!(json["counted"][0]["roll"], json!({ "heads": 6, "area": 65_000 }));
    assert_eq!(
        json["counted"][0]["totals"]["candidates"][2]["in_favour"],
        json!({ "heads": 4, "area": 28_000 })
    );
    assert_eq!(json["computed"]["elected"].as_array().unwrap().len(), 2);

    let why = town.run(&["why", "@e"]).done().out;
    for word in [
        "参与 5 人/全体业主 6 人(要求 ≥2/3,达到)",
        "450.00 ㎡/全体业主 650.00 ㎡(要求 ≥2/3,达到)",
        "同意 3 人/参与 5 人(要求 >1/2,达到)",
        "300.00 ㎡/参与 450.00 ㎡(要求 >1/2,达到)",
        "票数相同,抽签抽中",
        "名册",
        "《民法典》",
    ] {
        assert!(why.contains(word), "{word}: {why}");
    }
    assert!(!why.contains("号表决票"), "no ballot is among what it rests on: {why}");
    let as_of = town.run(&["show", "@e", "--as-of", &before.to_string()]).done().out;
    assert!(as_of.contains("待定") && as_of.contains("注意"), "{as_of}");
    let counts = town.run(&["list", "counts"]).done().out;
    assert!(counts.contains("刘玉珍  同意 4 人 280.00 ㎡ · 反对 1 人 170.00 ㎡"), "{counts}");
    crate::registry::elections::minutes_are(town, "@dahui", "owners-election");
}

#[test]
fn only_candidates_of_the_election_stand_on_its_ballots() {
    let town = town(called("e", json!({})));
    let other = called("f", json!({})).pop().unwrap();
    let facts = called("f", json!({}));
    town.ok(Value::Array(facts[..4].to_vec()));
    let foreign = with(other, json!({ "candidates": ["@e/@王国强"] }));
    let (why, zh) = town.refused(foreign);
    assert!(format!("{why:?}").contains("OtherElection"), "{zh}");
}

#[test]
fn an_election_counted_by_name_cannot_be_corrected_to_a_secret_one() {
    let facts = called("e", json!({}));
    let secret = |method: &str| {
        with(
            facts[0].clone(),
            json!({ "election": "@e", "label": "e", "method": method,
                "corrects": "#e/election.called", "correction_reason": "写错" }),
        )
    };
    // Before a count is opened the method may still be put right.
    let early = town(facts[..4].to_vec());
    early.ok(secret("secret_ballot"));
    let (why, zh) = early.refused(facts[4].clone());
    assert!(format!("{why:?}").contains("SecretVote"), "{zh}");

    let late = town(facts.clone());
    let (why, zh) = late.refused(secret("secret_ballot"));
    assert!(format!("{why:?}").contains("OpenedByName"), "{zh}");
    assert!(zh.contains("不能改为无记名投票") && zh.contains("election.called"), "{zh}");
    late.ok(with(secret("recorded_vote"), json!({ "name": "第一届业主委员会选举" })));
    // Nor in the same command in which the count is opened.
    let both = [facts.clone(), vec![secret("secret_ballot")]].concat();
    let (why, _) = town(Vec::new()).refused(Value::Array(both));
    let why = format!("{why:?}");
    assert!(why.contains("OpenedByName") || why.contains("Prepare"), "{why}");
}
