//! The shipped book, cards that are refused, and which card answers.

use super::{assembly, day, shipped};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;
use yishi::domain::{BodyKind, Fingerprint, MatterKind, MeetingKind, MemberStatus};
use yishi::law::shipped_files;
use yishi::law::{Book, BookError, Card, CardError, Matter, Question, Topic};

/// BR-07 with one change.
fn changed(change: impl FnOnce(&mut Value)) -> Result<Book, BookError> {
    let mut card = shipped().card("BR-07").unwrap().to_json();
    change(&mut card);
    Book::from_cards(vec![card])
}

fn refused(change: impl FnOnce(&mut Value)) -> String {
    changed(change).unwrap_err().to_string()
}

#[test]
fn every_card_in_the_folder_is_shipped() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("crates/law/cards");
    let found: BTreeSet<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    for (name, text) in shipped_files() {
        Card::from_json(serde_json::from_str(text).unwrap()).unwrap_or_else(|error| {
            panic!("{name}: {error}");
        });
    }
    let listed: BTreeSet<String> =
        shipped_files().into_iter().map(|(name, _)| name.to_owned()).collect();
    assert_eq!(found, listed);
    for card in shipped().cards() {
        assert!(listed.contains(&format!("{}.json", card.id())), "{}", card.id());
        assert!(card.canonical().len() < 8 * 1024, "{}", card.id());
    }
}

#[test]
fn a_book_read_back_from_its_own_cards_is_the_same_book() {
    let book = shipped();
    let mut cards: Vec<Value> = book.cards().iter().map(Card::to_json).collect();
    cards.reverse();
    let again = Book::from_cards(cards).unwrap();
    assert_eq!(again, book);
    assert_eq!(again.fingerprint(), book.fingerprint());
}

#[test]
fn the_fingerprint_of_a_book_is_taken_over_the_bytes_described() {
    let book = changed(|_| {}).unwrap();
    let card = &book.cards()[0];
    assert_eq!(card.fingerprint(), Fingerprint::of(card.canonical().as_bytes()));
    let lines = format!("BR-07\n{}\n", card.fingerprint());
    assert_eq!(book.fingerprint(), Fingerprint::of(lines.as_bytes()));
    let other = changed(|card| card["rule"]["en"] = json!("Other words.")).unwrap();
    assert_ne!(other.fingerprint(), book.fingerprint());
}

#[test]
fn a_card_without_examples_or_with_a_failing_one_does_not_load() {
    assert!(refused(|card| card["examples"] = json!([])).contains("no worked example"));
    let failing = changed(|card| card["examples"][1]["outcome"] = json!("satisfied!")).unwrap_err();
    assert_eq!(
        failing,
        BookError::Card(CardError::ExampleFails {
            id: "BR-07".to_owned(),
            number: 2,
            expected: "satisfied!".to_owned(),
            found: "satisfied".to_owned(),
        })
    );
    // The share itself is under test: with "at least half" the first example comes out otherwise.
    let message = refused(|card| card["parameters"]["readings"][0]["share"]["bound"] = json!(">="));
    assert!(message.contains("example 1: expected not_satisfied, found satisfied"), "{message}");
    let neither = refused(|card| card["examples"] = json!([{"figures": {}}]));
    assert!(neither.contains("either an outcome or values or a last day"), "{neither}");
}

#[test]
fn a_card_that_cannot_be_right_is_refused_with_its_reason() {
    type Change = fn(&mut Value);
    let refusals: &[(Change, &str)] = &[
        (|card| card["procedure"] = json!("share/9"), "names the procedure \"share/9\""),
        (|card| card["procedure"] = json!("periodic/1"), "parameters:"),
        (|card| card["format"] = json!(1.0), "at /format: only integers are allowed"),
        (|card| card["format"] = json!(2), "only format 1"),
        (|card| card["until"] = json!(null), "at /until: null is not allowed"),
        (|card| card["until"] = json!("2018-10-27"), "\"until\" is before \"from\""),
        (|card| card["until"] = json!("2018-1-1"), "is not a day"),
        (|card| card["surprise"] = json!(1), "unknown field `surprise`"),
        (|card| card["Surprise"] = json!(1), "a key is made of"),
        (|card| card["applies"]["topic"] = json!("frequency"), "does not answer the topic"),
        (|card| card["applies"]["meetings"] = json!(["tea_party"]), "unknown variant `tea_party`"),
        (|card| card["id"] = json!("br 07"), "an id is"),
        (|card| card["jurisdiction"] = json!("china"), "is not a place"),
        (|card| card["evidence"] = json!("X"), "unknown variant `X`"),
        (|card| card["title"] = json!("zh only"), "invalid type"),
        (|card| card["examples"][0]["figures"]["dew"] = json!(1), "cards know no figure \"dew\""),
        (|card| card["examples"][0]["figures"]["due"] = json!(-1), "invalid value"),
    ];
    for (change, reason) in refusals {
        let message = refused(change);
        assert!(message.contains(reason), "{reason}: {message}");
    }
    let message = refused(|card| card["rule"]["en"] = json!("x".repeat(17_000)));
    assert!(message.contains("more than 16 kB"), "{message}");
}

#[test]
fn parameters_that_cannot_be_right_are_refused() {
    let reading =
        |change: fn(&mut Value)| refused(|card| change(&mut card["parameters"]["readings"][0]));
    let zero = reading(|reading| reading["share"]["denominator"] = json!(0));
    assert!(zero.contains("denominator of a share is zero"), "{zero}");
    let whole = reading(|reading| reading["share"]["numerator"] = json!(3));
    assert!(whole.contains("more than the whole"), "{whole}");
    let same = reading(|reading| reading["part"] = json!("due"));
    assert!(same.contains("the same figure"), "{same}");
    let none = refused(|card| card["parameters"]["readings"] = json!([]));
    assert!(none.contains("there is no reading"), "{none}");
    let second = |card: &mut Value| {
        let reading = card["parameters"]["readings"][0].clone();
        card["parameters"]["readings"].as_array_mut().unwrap().push(reading);
    };
    let twice = refused(second);
    assert!(twice.contains("the same key"), "{twice}");
    let mut nothing = shipped().card("BR-05").unwrap().to_json();
    nothing["parameters"]["readings"][0]["times"] = json!(0);
    let nothing = Book::from_cards(vec![nothing]).unwrap_err().to_string();
    assert!(nothing.contains("asks for nothing"), "{nothing}");
    let certain = refused(|card| {
        second(card);
        card["parameters"]["readings"][1]["key"] = json!("other");
    });
    assert!(certain.contains("only a disputed card"), "{certain}");
}

#[test]
fn two_cards_of_one_id_are_refused() {
    let card = shipped().card("BR-07").unwrap().to_json();
    let twice = Book::from_cards(vec![card.clone(), card]);
    assert_eq!(twice, Err(BookError::Duplicate { id: "BR-07".to_owned() }));
}

#[test]
fn the_most_specific_and_latest_card_answers() {
    let national = shipped().card("BR-07").unwrap().to_json();
    let with = |id: &str, change: fn(&mut Value)| {
        let mut card = national.clone();
        card["id"] = json!(id);
        change(&mut card);
        card
    };
    let book = Book::from_cards(vec![
        national.clone(),
        with("LATER", |card| card["from"] = json!("2026-01-01")),
        with("LOCAL", |card| card["jurisdiction"] = json!("CN-41")),
        with("OLD", |card| card["until"] = json!("2019-12-31")),
        with("PLAN", |card| card["applies"]["matters"] = json!(["work_plan"])),
    ])
    .unwrap();
    let find = |matter: &Matter| book.find(Topic::RESULT, matter).map(|card| card.id().to_owned());
    let other = assembly(Question::RESULT, MatterKind::Other);
    let is = |id: &str| Some(id.to_owned());
    assert_eq!(find(&other), is("BR-07"));
    assert_eq!(find(&Matter { formed: day("2026-01-01"), ..other.clone() }), is("LATER"));
    assert_eq!(find(&Matter { place: "CN-4101".parse().unwrap(), ..other.clone() }), is("LOCAL"));
    assert_eq!(find(&assembly(Question::RESULT, MatterKind::WorkPlan)), is("PLAN"));
    assert_eq!(find(&Matter { body: BodyKind::Council, ..other.clone() }), None);
    assert_eq!(find(&Matter { matter: None, ..other }), is("BR-07"));
}

#[test]
fn the_book_says_who_votes_and_what_is_periodic() {
    let book = shipped();
    let matter = assembly(Question::RESULT, MatterKind::Other);
    let votes = |status, suspended| book.votes(status, suspended, &matter);
    assert_eq!(votes(MemberStatus::Full, false), Some(true));
    assert_eq!(votes(MemberStatus::Full, true), Some(false));
    assert_eq!(votes(MemberStatus::Probationary, false), Some(false));
    let early = Matter { formed: day("2019-01-01"), ..matter.clone() };
    assert_eq!(book.votes(MemberStatus::Full, false, &early), None);
    let ids = |matter: &Matter| {
        book.periodic(matter).iter().map(|card| card.id().to_owned()).collect::<Vec<_>>()
    };
    let all = ["BR-05", "BR-11-MONTHLY", "BR-13", "BR-15", "BR-16", "BR-17"];
    assert_eq!(ids(&matter), all);
    let temporary = Matter { body: BodyKind::TemporaryBranch, ..matter.clone() };
    assert_eq!(ids(&temporary), all);
    let lecture = Matter { meeting: MeetingKind::PartyLecture, ..matter };
    assert_eq!(book.find(Topic::FREQUENCY, &lecture).unwrap().id(), "BR-15");
}

#[test]
fn a_text_of_the_state_is_in_force_in_the_whole_country() {
    // Else a registry's own "statute" for its city would go before the Civil Code.
    let of = |level: &str, place: &str| {
        let (level, place) = (json!(level), json!(place));
        changed(|card| {
            card["level"] = level;
            card["jurisdiction"] = place;
        })
    };
    for level in ["statute", "administrative_regulation", "judicial_interpretation"] {
        assert!(of(level, "CN").is_ok(), "{level}");
        let said = of(level, "CN-41").unwrap_err().to_string();
        assert!(said.contains("whole country"), "{level}: {said}");
    }
    assert!(of("local_regulation", "CN-41").is_ok());
}

#[test]
fn a_local_card_says_no_more_than_its_text_and_what_was_not_read() {
    let book = shipped();
    for card in book.cards() {
        let key = card.instrument().key.as_str();
        if ["BJ", "SH", "SD", "HEN-2018"].contains(&key) {
            assert!(!card.is_confirmed(), "{}: the text was amended while in force", card.id());
        }
        // One key for one instrument.
        assert!(key != "HEN", "{}", card.id());
    }
    // Only the Guidance, Beijing, Shanghai and Hangzhou bar proxies in the committee.
    for id in ["OC-07-SD", "OC-07-HEN"] {
        let rule = &book.card(id).unwrap().rule().zh;
        assert!(rule.ends_with("出席。") && !rule.contains("代理"), "{id}: {rule}");
    }
    let henan = book.card("OW-18-HEN").unwrap();
    assert!(henan.rule().zh.contains("张贴不少于七日"));
}
