//! What is remarkable about an election is said by every face: terminal, page, minutes and gate.

use crate::common::registry::{CASES, TestRegistry, folded};
use crate::common::root;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use yishi::answer::View;
use yishi::cli::Exit;
use yishi::event::Names;
use yishi::registry::RecordOptions;

/// The text without breaks, so that a sentence is found wherever its lines end.
fn unbroken(text: &str) -> String {
    text.split_whitespace().collect()
}

/// A page with the sentences as they are read.
fn page(test: &TestRegistry, id: &str) -> String {
    unbroken(&test.run(&["publish", id]).done().out)
}

/// Of every election: its id, what is remarkable about it, and whether there is a result at all.
fn found(view: &View) -> Vec<(String, Vec<String>, bool)> {
    let mut rows = Vec::new();
    folded(view).each_election(&mut |row| rows.push(row)).unwrap();
    let names = view.names();
    let told = rows.into_iter().map(|row| {
        let judged = view.judge_election(&row).unwrap();
        let said = judged.findings.iter().map(|one| one.sentence(&|id| names.candidate(id)).zh);
        let resulted = !judged.rounds.is_empty() || !row.declared.is_empty();
        (row.election.to_string(), said.map(|one| unbroken(&one)).collect(), resulted)
    });
    told.collect()
}

/// Beginnings of the sentences that a finding can be said in.
const BEGINNINGS: [&str; 5] = [
    "宣布当选而不在正式候选人名单上",
    "人,多于应选",
    "宣布当选而按票数不应当选",
    "按票数当选而没有宣布",
    "宣布当选,按现有记录尚不能判定",
];

fn kinds(text: &str) -> BTreeSet<&'static str> {
    BEGINNINGS.into_iter().filter(|words| text.contains(words)).collect()
}

#[test]
fn nine_declared_for_eight_seats_is_said_by_terminal_page_and_gate() {
    let test = TestRegistry::example("c4-zijinglu");
    let declared = root().join("tests/fixtures/nine-for-eight-seats.json");
    let declared = std::fs::read(declared).unwrap();
    test.record_bytes(&declared, &RecordOptions::default()).unwrap();
    let both = ["宣布当选而不在正式候选人名单上:贾丽兰。", "宣布代表当选 9 人,多于应选 8 人。"];
    let why = test.run(&["why", "@x-choubei"]).out;
    let gate = test.run(&["check", "@x-choubei"]).assert(Exit::Wanting).out;
    for said in both {
        assert!(why.contains(said), "{said} is not in:\n{why}");
        assert!(gate.contains(said), "{said} is not in:\n{gate}");
    }
    // She stands under no published name, so the page gives her the number of her line.
    let page = page(&test, "@x-choubei");
    for said in ["宣布当选而不在正式候选人名单上:候选人8。", &unbroken(both[1])]
    {
        assert!(page.contains(said), "{said} is not in:\n{page}");
    }
    assert!(!page.contains("贾丽兰"));
}

#[test]
fn somebody_never_listed_is_noticed_in_the_minutes_as_on_every_other_face() {
    let test = TestRegistry::example("c4-zijinglu");
    let declared = json!({ "by": { "actor": "@chang-yumei", "role": "recorder" }, "facts": [
        { "kind": "election.declared", "election": "@yw", "round": 2, "happened": "2022-04-02",
          "elected": [{ "candidate": "@yw/@辛宝来", "post_kind": "committee_member" }] } ] });
    test.record_bytes(declared.to_string().as_bytes(), &RecordOptions::default()).unwrap();
    let faces = [
        test.run(&["why", "@yw"]).out,
        test.run(&["check", "@yw"]).assert(Exit::Wanting).out,
        test.run(&["minutes", "@m-dahui-1"]).done().out,
    ];
    for face in faces.map(|face| unbroken(&face)) {
        for said in ["不在正式候选人名单上:辛宝来。", "宣布委员当选6人,多于应选5人。"]
        {
            assert!(face.contains(said), "{said} is not in:\n{face}");
        }
    }
}

/// The minutes of every meeting at which a result was declared.
fn minutes_say_what_is_found(test: &TestRegistry, view: &View) {
    let mut rows = Vec::new();
    folded(view).each_election(&mut |row| rows.push(row)).unwrap();
    let names = view.names();
    let mut expected: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for row in rows {
        let judged = view.judge_election(&row).unwrap();
        let said = judged.findings.iter().map(|one| one.sentence(&|id| names.candidate(id)).zh);
        let said = kinds(&said.collect::<String>());
        for meeting in row.declared.iter().filter_map(|declared| declared.meeting) {
            expected.entry(meeting.to_string()).or_default().extend(&said);
        }
    }
    for (meeting, expected) in expected {
        let minutes = unbroken(&test.run(&["minutes", &meeting]).done().out);
        assert_eq!(kinds(&minutes), expected, "{meeting}: {minutes}");
    }
}

#[test]
fn terminal_page_minutes_and_gate_say_the_same_of_every_election_of_the_cases() {
    for (folder, _) in CASES {
        let test = TestRegistry::example(folder);
        let view = test.registry().view(None).unwrap();
        minutes_say_what_is_found(&test, &view);
        for (election, findings, resulted) in found(&view) {
            let why = unbroken(&test.run(&["why", &election]).out);
            let expected = kinds(&findings.concat());
            for said in &findings {
                assert!(why.contains(said), "{folder} {election}: {said} is not in:\n{why}");
            }
            assert_eq!(kinds(&why), expected, "{folder} {election}: {why}");
            if !resulted {
                continue;
            }
            let gate = unbroken(&test.run(&["check", &election]).out);
            assert_eq!(kinds(&gate), expected, "{folder} {election}: {gate}");
            let page = page(&test, &election);
            assert_eq!(kinds(&page), expected, "{folder} {election}: {page}");
        }
    }
}
