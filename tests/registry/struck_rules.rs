//! Rules that were adopted by mistake and struck again: from then on nothing is decided by them.

use crate::common::cli::Output;
use crate::common::registry::TestRegistry;
use crate::common::root;
use serde_json::{Value, json};
use yishi::audit::{VerifyOptions, verify};
use yishi::registry::RecordOptions;

fn document(name: &str) -> Vec<u8> {
    std::fs::read(root().join("tests/fixtures/struck-rules").join(name)).unwrap()
}

fn record(test: &TestRegistry, bytes: &[u8]) {
    let recorded = test.record_bytes(bytes, &RecordOptions::default());
    assert!(recorded.is_ok(), "{}", recorded.unwrap_err());
}

/// The book of c3, to which a copy of BR-07 with two fifths was adopted, and struck again.
fn with_a_struck_rule() -> TestRegistry {
    let test = TestRegistry::example("c3-xinghua");
    record(&test, &document("1-adopt.json"));
    record(&test, &document("2-correct.json"));
    record(&test, &document("3-vote.json"));
    test
}

fn holds(test: &TestRegistry) {
    let report = verify(&test.dir(), &VerifyOptions::default());
    assert_eq!(report.findings, []);
}

fn says(output: &Output, words: &[&str], not: &[&str]) {
    for word in words {
        assert!(output.out.contains(word), "{word} is not in:\n{}", output.out);
    }
    for word in not {
        assert!(!output.out.contains(word), "{word} is in:\n{}", output.out);
    }
}

#[test]
fn a_struck_rule_decides_nothing_wherever_the_result_is_shown() {
    let test = with_a_struck_rule();
    let why = test.run(&["why", "@d-sewer-1-x"]).done();
    says(&why, &["未通过", "22×2 = 44", "44 ≤ 45", "中国共产党支部工作条例"], &["2/5"]);
    let minutes = test.run(&["minutes", "@m-x"]).done();
    says(&minutes, &["未通过", "要求 >1/2,未达到"], &["2/5"]);
    let page = test.beside("page.html");
    test.run(&["publish", "@d-sewer-1-x", "--output", &page.to_string_lossy()]).done();
    let page = std::fs::read_to_string(page).unwrap();
    assert!(page.contains("未通过") && !page.contains("2/5"), "{page}");
    holds(&test);
}

#[test]
fn a_struck_rule_is_not_listed_as_the_registrys_own() {
    let test = with_a_struck_rule();
    let rows = test.run(&["--json", "rule", "list"]).done().json();
    let own = |id: &str| {
        let row = rows.as_array().unwrap().iter().find(|row| row["id"] == id).cloned();
        row.map(|row| (row["adopted"].clone(), row["of_program"].clone()))
    };
    assert_eq!(own("BR-07"), Some((json!(true), json!(true))));
    assert_eq!(own("QL-YISHI-3"), Some((json!(true), json!(false))));
}

/// The charter of c5 again, without its article on the vote.
fn with_a_struck_article(test: &TestRegistry) {
    let view = test.registry().view(None).unwrap();
    let mut adopted = view.all_entries().unwrap().into_iter().filter_map(|one| match one.event {
        yishi::event::Event::RulesAdopted(fact) => Some((one.seq, fact)),
        _ => None,
    });
    let (entry, adoption) = adopted.next_back().unwrap();
    let attendance: Vec<Value> =
        adoption.cards.iter().map(|card| json!(card)).filter(|c| c["id"] == "QL-YISHI-3").collect();
    test.ok(json!({ "kind": "registry.rules_adopted", "motion": adoption.motion.unwrap(),
        "cards": attendance, "corrects": entry, "correction_reason": "第四条抄错了",
        "happened": "2022-04-10" }));
}

/// The session of 2022-06-11 once more, three months later.
fn another_session(test: &TestRegistry) {
    let path = root().join("examples/c5-qinglan/2022-06-11-session-3.json");
    let text = std::fs::read_to_string(path).unwrap();
    let text: String = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    let text = text.replace("2022-06-11", "2022-09-11").replace("m-session-3", "m-session-x");
    let mut document: Value =
        serde_json::from_str(&text.replace("d-benches", "d-benches-x")).unwrap();
    document["facts"].as_array_mut().unwrap().truncate(3);
    document["facts"][0]["deliberation"].as_object_mut().unwrap().remove("issues");
    record(test, document.to_string().as_bytes());
}

#[test]
fn an_article_struck_from_a_charter_is_no_longer_applied() {
    let test = TestRegistry::example("c5-qinglan");
    with_a_struck_article(&test);
    another_session(&test);
    let why = test.run(&["why", "@d-benches-x"]);
    says(&why, &["第三条"], &["QL-YISHI-4", "第四条"]);
    let listed = test.run(&["rule", "list"]).done();
    says(&listed, &["QL-YISHI-3"], &["QL-YISHI-4"]);
    let texts = test.run(&["show", "texts"]).done();
    says(&texts, &["QL-YISHI-3"], &["QL-YISHI-4"]);
    // What was decided while the article was in the book stays decided by it.
    says(&test.run(&["why", "@d-benches"]), &["QL-YISHI-4"], &[]);
    holds(&test);
}
