//! What a secretary is told: this week's work of the example cases, and single things made up here.

use crate::common::registry::{CASES, TestRegistry, documents};
use crate::common::{assert_current, root};
use serde_json::{Value, json};
use yishi::registry::RecordOptions;

/// Case, what else is asked, as in a command.
const ASKED: &[(&str, &str)] = &[
    ("c1-changyang", "--on 2020-04-08 --body @dxy"),
    ("c1-changyang", "--on 2020-06-15 --body @xrjy"),
    ("c2-dongcheng", "--on 2024-01-18"),
    ("c2-dongcheng", "--on 2024-04-14"),
    ("c3-xinghua", "--on 2018-12-17 --body @yxy"),
    ("c3-xinghua", "--on 2019-01-28 --body @yxy"),
    ("c3-xinghua", "--on 2020-07-08 --body @yxy"),
    ("c4-zijinglu", "--on 2021-12-28"),
    ("c4-zijinglu", "--on 2022-12-28"),
    ("c4-zijinglu", "--on 2024-10-01"),
    ("c4-zijinglu", "--on 2024-10-01 --days 120"),
    ("c5-qinglan", "--on 2022-04-20"),
    ("c5-qinglan", "--on 2022-06-01"),
];

#[test]
fn the_work_of_a_week_in_each_case() {
    let mut shown = String::new();
    for (case, _) in CASES {
        let mut town = TestRegistry::example(case);
        town.close();
        for (_, asked) in ASKED.iter().filter(|(own, _)| *own == case) {
            let arguments: Vec<&str> =
                ["list", "due"].into_iter().chain(asked.split(' ')).collect();
            let said = town.run(&arguments).done();
            shown.push_str(&format!("{case} $ yishi list due {asked}\n{}{}\n", said.out, said.err));
            let json = town.run(&[&arguments[..], &["--json"]].concat()).done().json();
            let rows = json["rows"].as_array().unwrap();
            assert_eq!(rows.len(), said.out.lines().count(), "{case} {asked}");
            let days: Vec<&str> = rows.iter().map(|row| row["day"].as_str().unwrap()).collect();
            assert!(days.is_sorted(), "{case} {asked}: {days:?}");
        }
    }
    assert_current(&root().join("tests/cli/due.txt"), &shown);
}

/// A case with some of its facts left out.
fn without(case: &str, leave_out: impl Fn(&Value) -> bool) -> TestRegistry {
    let place = CASES.iter().find(|one| one.0 == case).unwrap().1;
    let mut town = TestRegistry::at(place, 0);
    for (name, bytes) in documents(case) {
        // Examples say in comments what is made up in them.
        let text = String::from_utf8(bytes).unwrap();
        let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        let text: String = lines.collect();
        let mut document: Value = serde_json::from_str(&text).unwrap();
        let facts = document.get_mut("facts").and_then(Value::as_array_mut).unwrap();
        facts.retain(|fact| !leave_out(fact));
        if facts.is_empty() {
            continue;
        }
        let bytes = document.to_string().into_bytes();
        let recorded = town.record_bytes(&bytes, &RecordOptions::default());
        assert!(recorded.is_ok(), "{name}: {}", recorded.unwrap_err());
    }
    town.close();
    town
}

fn due(town: &TestRegistry, on: &str) -> String {
    town.run(&["list", "due", "--on", on]).done().out
}

#[test]
fn a_count_that_hangs_nowhere_waits_until_it_does() {
    let publication = |fact: &Value| fact["kind"].as_str().unwrap().starts_with("publication.");
    let silent = without("c4-zijinglu", publication);
    let told = due(&silent, "2022-01-05");
    assert!(told.contains("2021-12-27 起 · 公布计票结果"), "{told}");
    assert!(!due(&silent, "2021-12-26").contains("公布计票结果"), "nothing was certified yet");
    let posted = without("c4-zijinglu", |_| false);
    assert!(!due(&posted, "2022-01-05").contains("公布计票结果"));
}

#[test]
fn a_committee_that_was_not_filed_is_told_and_one_that_was_is_not() {
    let reported = |fact: &Value| {
        fact["kind"] == "election.reported" && fact["subject"] == "result"
            || fact["kind"] == "election.approved"
    };
    let told = due(&without("c4-zijinglu", reported), "2022-01-28");
    assert!(told.contains("办理备案") && told.contains("《物业管理条例》第十六条"), "{told}");
    assert!(told.contains("末日遇法定休假日顺延"), "{told}");
    assert!(!due(&without("c4-zijinglu", |_| false), "2022-01-28").contains("办理备案"));
}

#[test]
fn what_may_be_done_is_told_until_its_day_and_not_after() {
    let town = without("c4-zijinglu", |_| false);
    assert!(due(&town, "2022-01-02").contains("可以对2021-12-28 结果公示提出异议"));
    assert!(!due(&town, "2022-01-04").contains("可以对2021-12-28 结果公示提出异议"));
    let revoked = due(&town, "2022-12-26");
    assert!(revoked.contains("受侵害的业主可以请求人民法院撤销"), "{revoked}");
    assert!(!due(&town, "2023-06-01").contains("请求人民法院撤销"));
}

#[test]
fn an_issue_stays_until_it_is_closed() {
    let closed = |fact: &Value| fact["kind"] == "issue.closed";
    let open = due(&without("c1-changyang", closed), "2021-06-01");
    assert!(open.contains("2020-04-10 前(已到期)"), "{open}");
    assert!(!due(&without("c1-changyang", |_| false), "2021-06-01").contains("2020-04-10"));
}

/// A branch that elected its secretary.
fn elected() -> TestRegistry {
    let town = TestRegistry::with_cast();
    town.ok(json!([
        { "kind": "election.called", "body": "@branch", "label": "x", "meeting": "@m-1",
          "election_kind": "branch_officers", "method": "secret_ballot",
          "seats": [{ "post_kind": "secretary", "seats": 1 }], "happened": "2026-03-05" },
        { "kind": "election.candidate_nominated", "election": "@x", "person": "@王国强",
          "name": "王国强", "post_kind": "secretary", "source": "party_members",
          "consented": true, "happened": "2026-03-05" },
        { "kind": "election.declared", "election": "@x", "round": 1, "meeting": "@m-1",
          "elected": [{ "candidate": "@x/@王国强", "post_kind": "secretary" }],
          "happened": "2026-03-05" },
    ]));
    town
}

#[test]
fn a_secretary_waits_for_approval_and_a_reply_ends_it() {
    let mut town = elected();
    town.close();
    let told = due(&town, "2026-03-10");
    assert!(told.contains("2026-03-05 起 · 选举结果报上级"), "{told}");
    assert!(town.run(&["show", "@x"]).done().out.contains("还没有批复记录"));
    town.reopen();
    town.ok(json!({ "kind": "election.reported", "election": "@x", "subject": "result",
        "to": "@committee", "happened": "2026-03-08" }));
    town.close();
    assert!(due(&town, "2026-03-10").contains("上级对选举结果的批复"));
    town.reopen();
    town.ok(json!({ "kind": "election.approved", "election": "@x", "subject": "result",
        "reply": "approved", "body": "@committee", "happened": "2026-03-09" }));
    town.close();
    assert!(!due(&town, "2026-03-10").contains("选举结果"));
    assert!(
        due(&town, "2026-03-08").contains("上级对选举结果的批复"),
        "the reply came a day later"
    );
    assert!(!town.run(&["show", "@x"]).done().out.contains("还没有批复记录"));
}

/// Nobody approves an owners' committee, a preparatory group or the head of a building.
#[test]
fn where_nobody_approves_no_reply_is_missed() {
    for (case, elections) in [
        ("c2-dongcheng", &["@e-heads"][..]),
        ("c4-zijinglu", &["@x-choubei", "@x-louzhang", "@yw", "@zr"]),
    ] {
        let mut town = TestRegistry::example(case);
        town.close();
        for election in elections {
            let shown = town.run(&["show", election]).done().out;
            assert!(shown.contains("宣布"), "{case} {election}: {shown}");
            assert!(!shown.contains("还没有批复记录"), "{case} {election}: {shown}");
        }
    }
}

/// Heads of buildings are selected by a local plan; the book says so where none is adopted.
#[test]
fn the_selection_of_heads_asks_for_a_local_plan() {
    for (case, election, asks) in [
        ("c2-dongcheng", "@e-heads", true),
        ("c4-zijinglu", "@x-louzhang", true),
        ("c4-zijinglu", "@yw", false),
    ] {
        let mut town = TestRegistry::example(case);
        town.close();
        let why = town.run(&["why", election]);
        let said = why.out + &why.err;
        assert_eq!(said.contains("须有本地方案或者推选办法"), asks, "{case} {election}: {said}");
    }
}

#[test]
fn nothing_due_is_one_friendly_sentence() {
    let mut town = TestRegistry::new();
    town.close();
    let told = town.run(&["list", "due", "--on", "2026-12-06", "--days", "3"]).done();
    assert_eq!(told.err.trim(), "2026-12-06 起 3 天内没有要办的事。");
    assert_eq!(told.out, "");
}

#[test]
fn meetings_held_later_do_not_count_on_an_earlier_day() {
    let mut town = TestRegistry::example("c3-xinghua");
    town.close();
    let schedule = |on: &str| {
        let asked = ["show", "schedule", "--body", "@yxy", "--year", "2018", "--on", on];
        town.run(&asked).done().out
    };
    assert!(schedule("2018-12-05").contains("2018年12月尚待开展主题党日"));
    assert!(!schedule("2018-12-31").contains("2018年12月尚待开展主题党日"));
}
