//! Deliberation: a charter governs, and without one nothing is decided.

use super::{assembly, day, figures, shipped};
use crate::common::root;
use serde_json::{Value, json};
use yishi::domain::{BodyKind, MatterKind, MeetingKind};
use yishi::law::{Book, Card, Matter, Missing, Note, Outcome, Question, Topic, Verdict, judge};

/// The cards of the example charter.
pub(super) fn charter() -> Vec<Value> {
    let listing = std::fs::read_dir(root().join("docs/charter")).unwrap();
    let paths = listing.map(|entry| entry.unwrap().path());
    let cards = paths.filter(|path| path.extension().is_some_and(|end| end == "json"));
    cards.map(|path| serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()).collect()
}

/// The shipped book with these cards of the registry's own.
pub(super) fn adopted(cards: Vec<Value>) -> Book {
    let book = shipped();
    Book::from_cards(book.cards().iter().map(Card::to_json).chain(cards).collect()).unwrap()
}

fn session(question: Question) -> Matter {
    Matter {
        body: BodyKind::Council,
        meeting: MeetingKind::DeliberationSession,
        ..assembly(question, MatterKind::Other)
    }
}

fn of(book: &Book, matter: &Matter, json: &Value) -> Verdict {
    judge(book, matter, &figures(json))
}

#[test]
fn without_a_charter_it_is_undetermined_and_says_so() {
    let facts = json!({"due": 21, "present": 21, "in_favour": 21});
    for meeting in [MeetingKind::DeliberationSession, MeetingKind::MassesRepresentativeMeeting] {
        let matter = Matter { meeting, ..session(Question::RESULT) };
        let found = of(&shipped(), &matter, &facts);
        let missing = vec![Missing::OwnRule(Topic::QUORUM), Missing::OwnRule(Topic::RESULT)];
        assert_eq!(found.outcome, Outcome::Undetermined { missing });
        let sentence = found.sentence();
        assert!(sentence.zh.contains("没有全国统一的规定(到会人数、表决结果)"), "{}", sentence.zh);
        assert!(sentence.en.contains("no charter or local plan is on record"), "{}", sentence.en);
        // No heading of the long answer is empty, and nothing is said twice.
        for (heading, lines) in found.explain().sections() {
            assert!(!lines.is_empty(), "{}", heading.zh);
            let once: std::collections::BTreeSet<_> = lines.iter().map(|one| &one.zh).collect();
            assert_eq!(once.len(), lines.len(), "{}", heading.zh);
        }
    }
}

#[test]
fn a_charter_governs_from_its_day_and_is_cited_by_its_clause() {
    let book = adopted(charter());
    let facts = json!({"due": 21, "present": 14, "in_favour": 8});
    let found = of(&book, &session(Question::RESULT), &facts);
    assert_eq!(found.outcome, Outcome::Satisfied);
    assert!(found.sentence().zh.ends_with(
        "《幸福里社区党群议事会章程(虚构)》第八条〔全文核对〕、\
         《幸福里社区党群议事会章程(虚构)》第九条〔全文核对〕。"
    ));
    let before = Matter { formed: day("2019-12-31"), ..session(Question::RESULT) };
    assert_eq!(of(&book, &before, &facts).outcome.word(), "undetermined");
    let one_short = json!({"due": 21, "present": 14, "in_favour": 7});
    assert_eq!(of(&book, &session(Question::RESULT), &one_short).outcome.word(), "not_satisfied");
}

#[test]
fn a_new_version_of_the_charter_is_a_new_card() {
    let mut cards = charter();
    for card in &mut cards {
        if card["id"] == "CHARTER-ATTENDANCE" {
            card["until"] = json!("2024-12-31");
        }
    }
    let mut second = shipped().card("BR-07").unwrap().to_json();
    for (key, value) in [
        ("id", json!("CHARTER-ATTENDANCE-2025")),
        ("level", json!("own_rules")),
        ("from", json!("2025-01-01")),
    ] {
        second[key] = value;
    }
    second["applies"] = json!({"topic": "quorum", "bodies": ["council"],
        "meetings": ["deliberation_session"], "matters": []});
    second["parameters"]["readings"][0]["part"] = json!("present");
    second["examples"] =
        json!([{"figures": {"due": 21, "present": 10}, "outcome": "not_satisfied"}]);
    cards.push(second);
    let book = adopted(cards);
    let facts = json!({"due": 21, "present": 11});
    let on = |formed| Matter { formed: day(formed), ..session(Question::QUORUM) };
    assert_eq!(of(&book, &on("2024-12-31"), &facts).outcome.word(), "not_satisfied");
    assert_eq!(of(&book, &on("2025-01-01"), &facts).outcome.word(), "satisfied");
}

#[test]
fn working_rules_stand_beside_the_branch_regulations() {
    let book = adopted(charter());
    let review = |question| assembly(question, MatterKind::ResidentsMatter);
    let few = json!({"due": 30, "present": 19, "in_favour": 19});
    let found = of(&book, &review(Question::QUORUM), &few);
    assert_eq!(found.outcome, Outcome::NotSatisfied);
    let stricter = Note::StricterThanLaw { card: "FOUR-ATTENDANCE".to_owned() };
    assert!(found.notes.contains(&stricter));
    let half = json!({"due": 30, "present": 20, "in_favour": 15});
    let found = of(&book, &review(Question::RESULT), &half);
    assert_eq!(found.outcome, Outcome::NotSatisfied);
    assert!(found.notes.contains(&Note::LawStands { card: "FOUR-PASSING".to_owned() }));
}
