//! The vocabulary of cards is frozen: pinned books on record speak it.

use super::{Card, Value, shipped};
use std::fmt::Write as _;
use yishi::law::{CardError, Figure, Question, Topic, Unit};

/// A line for each word, with all that must stay what it is.
fn spoken() -> String {
    let mut lines = String::new();
    for figure in Figure::all() {
        let unit = serde_json::to_value(figure.unit()).unwrap();
        let (word, unit, en) = (figure.word(), unit.as_str().unwrap(), figure.en());
        let twin = figure.twin().map(|twin| format!(" twin {}", twin.word())).unwrap_or_default();
        writeln!(lines, "figure {word} {unit}{twin}: {en}").unwrap();
    }
    for topic in Topic::all() {
        let forms = if topic.forms_figures() { " forms_figures" } else { "" };
        writeln!(lines, "topic {}{forms}: {}", topic.word(), topic.en()).unwrap();
    }
    for question in Question::all() {
        let on: Vec<&str> = question.topics().iter().map(|topic| topic.word()).collect();
        let (word, on, en) = (question.word(), on.join(" "), question.en());
        writeln!(lines, "question {word} asks {on}: {en}").unwrap();
    }
    lines
}

#[test]
fn a_word_keeps_its_meaning_and_is_never_removed() {
    let (kept, spoken) = (include_str!("../fixtures/words.txt"), spoken());
    let lost: Vec<&str> =
        kept.lines().filter(|line| !spoken.lines().any(|one| one == *line)).collect();
    assert!(
        lost.is_empty(),
        "pinned books speak these words, and they are not what they were: {lost:#?}"
    );
    let new: Vec<&str> =
        spoken.lines().filter(|line| !kept.lines().any(|one| one == *line)).collect();
    assert!(new.is_empty(), "add what is new to tests/fixtures/words.txt, for good: {new:#?}");
    assert_eq!(kept, spoken, "a minute names the words in this order");
}

#[test]
fn owners_are_counted_by_heads_and_by_area() {
    for figure in Figure::all().filter(|one| one.unit() == Unit::Area) {
        let alone = ["built_area"];
        assert_eq!(figure.twin().is_none(), alone.contains(&figure.word()), "{figure:?}");
    }
}

#[test]
fn a_word_that_nobody_knows_is_named_with_its_card() {
    let card: Value = shipped().card("BR-07").unwrap().to_json();
    let refused = |change: &dyn Fn(&mut Value)| {
        let mut card = card.clone();
        change(&mut card);
        match Card::from_json(card) {
            Err(error @ CardError::Shape { .. }) => error.to_string(),
            other => panic!("{other:?}"),
        }
    };
    let dew = refused(&|card| card["examples"][0]["figures"]["dew"] = 1.into());
    assert!(dew.starts_with("rule card BR-07: cards know no figure \"dew\""), "{dew}");
    let whole = refused(&|card| card["parameters"]["readings"][0]["whole"] = "dew".into());
    assert!(whole.contains("BR-07") && whole.contains("no figure \"dew\""), "{whole}");
    let topic = refused(&|card| card["applies"]["topic"] = "weather".into());
    assert!(topic.contains("BR-07") && topic.contains("no topic \"weather\""), "{topic}");
}
