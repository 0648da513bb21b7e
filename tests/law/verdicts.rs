//! Verdicts that are kept: (book, matter, figures) and what followed. A later release says the same.
//!
//! `tests/fixtures/verdicts/` holds every book that was used, its cards word for word, and a line for
//! each verdict. Each line is judged again with its own book. When the shipped book is another one
//! than the one kept, the test names the cards that differ, where, and the verdicts that change.
//! `BLESS=1` adds what is new. Books of a release stay; that of the time between is replaced.

use super::{asked_by, charter, shipped};
use crate::common::{bless, root};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use yishi::law::{Book, Card, Figures, Matter, Topic, Verdict, judge};

/// What a book is called that is in no release yet.
const UNRELEASED: &str = "unreleased";

fn path(name: &str) -> PathBuf {
    root().join("tests/fixtures/verdicts").join(name)
}

fn lines(name: &str) -> Vec<Value> {
    let text = std::fs::read_to_string(path(name)).unwrap_or_default();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn write(name: &str, lines: &[Value]) {
    let lines: Vec<String> = lines.iter().map(Value::to_string).collect();
    let text = lines.join("\n") + "\n";
    std::fs::create_dir_all(path("")).unwrap();
    std::fs::write(path(name), text).unwrap();
}

fn text<'a>(line: &'a Value, key: &str) -> &'a str {
    line[key].as_str().unwrap_or_default()
}

/// Everything that is kept.
#[derive(Default)]
struct Kept {
    /// Cards by fingerprint.
    cards: BTreeMap<String, Value>,
    /// Fingerprints of cards and the release, by fingerprint of the book.
    books: BTreeMap<String, (String, Vec<String>)>,
    /// Lines by book, id, matter and figures.
    verdicts: BTreeMap<String, Value>,
}

fn key(line: &Value) -> String {
    [&line["id"], &line["book"], &line["matter"], &line["figures"]].map(Value::to_string).join(" ")
}

impl Kept {
    fn read() -> Self {
        let card = |card: Value| {
            let card = Card::from_json(card).expect("every kept card holds its own examples");
            (card.fingerprint().to_string(), card.to_json())
        };
        let book = |line: Value| {
            let cards = line["cards"].as_array().unwrap().iter();
            let cards = cards.map(|card| card.as_str().unwrap().to_owned()).collect();
            (text(&line, "book").to_owned(), (text(&line, "release").to_owned(), cards))
        };
        Self {
            cards: lines("cards.jsonl").into_iter().map(card).collect(),
            books: lines("books.jsonl").into_iter().map(book).collect(),
            verdicts: lines("verdicts.jsonl").into_iter().map(|line| (key(&line), line)).collect(),
        }
    }

    fn write(&self) {
        write("cards.jsonl", &self.cards.values().cloned().collect::<Vec<_>>());
        let book = |(book, (release, cards)): (&String, &(String, Vec<String>))| json!({"book": book, "release": release, "cards": cards});
        write("books.jsonl", &self.books.iter().map(book).collect::<Vec<_>>());
        write("verdicts.jsonl", &self.verdicts.values().cloned().collect::<Vec<_>>());
    }

    fn book(&self, fingerprint: &str) -> Book {
        let (_, cards) = &self.books[fingerprint];
        Book::from_cards(cards.iter().map(|card| self.cards[card].clone()).collect()).unwrap()
    }

    /// Keeps these lines and their book; forgets the unreleased books that are in use no more.
    fn add(&mut self, book: &Book, lines: &[Value]) {
        let current = [shipped(), charter::adopted(charter::charter()), charter_alone()];
        let current: BTreeSet<String> =
            current.iter().map(|book| book.fingerprint().to_string()).collect();
        self.books.retain(|book, (release, _)| release != UNRELEASED || current.contains(book));
        let cards = book.cards().iter().map(|card| card.fingerprint().to_string());
        let entry = (UNRELEASED.to_owned(), cards.collect());
        self.books.entry(book.fingerprint().to_string()).or_insert(entry);
        let of_book = book.cards().iter().map(|c| (c.fingerprint().to_string(), c.to_json()));
        self.cards.extend(of_book);
        let used: BTreeSet<&String> = self.books.values().flat_map(|(_, cards)| cards).collect();
        self.cards.retain(|card, _| used.contains(card));
        self.verdicts.retain(|_, line| self.books.contains_key(text(line, "book")));
        for line in lines {
            let released = self.books[text(line, "book")].0 != UNRELEASED;
            if released {
                self.verdicts.entry(key(line)).or_insert_with(|| line.clone());
            } else {
                self.verdicts.insert(key(line), line.clone());
            }
        }
    }
}

/// The cards of the example charter without the law beside them.
pub(super) fn charter_alone() -> Book {
    Book::from_cards(charter::charter()).unwrap()
}

fn line(id: &str, book: &Book, verdict: &Verdict) -> Value {
    let sentence = verdict.sentence();
    json!({
        "id": id,
        "book": book.fingerprint().to_string(),
        "matter": serde_json::to_value(&verdict.matter).unwrap(),
        "figures": serde_json::to_value(&verdict.figures).unwrap(),
        "outcome": verdict.outcome.word(),
        "certainty": verdict.certainty(book).map_or(json!("none"), |one| json!(one)),
        "zh": sentence.zh,
        "en": sentence.en,
    })
}

/// These verdicts of this book are among those kept, word for word. `BLESS=1` adds them.
#[track_caller]
pub(super) fn keep<'a>(book: &Book, verdicts: impl IntoIterator<Item = (&'a str, Verdict)>) {
    static KEPT: Mutex<Option<Kept>> = Mutex::new(None);
    let lines: Vec<Value> =
        verdicts.into_iter().map(|(id, verdict)| line(id, book, &verdict)).collect();
    let mut guard = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    let kept = guard.get_or_insert_with(Kept::read);
    if bless() {
        kept.add(book, &lines);
        kept.write();
    }
    let known = kept.books.contains_key(&book.fingerprint().to_string());
    // Another book than the one kept is the business of one test, not of every table.
    if !known {
        return;
    }
    for line in lines {
        let found = kept.verdicts.get(&key(&line));
        assert_eq!(found, Some(&line), "not kept; BLESS=1 adds what is new");
    }
}

fn word<T: serde::de::DeserializeOwned>(value: &Value) -> Option<T> {
    serde_json::from_value(value.clone()).ok()
}

/// The question of a line.
fn matter(line: &Value) -> Matter {
    let asked = &line["matter"];
    Matter {
        question: word(&asked["question"]).unwrap(),
        body: word(&asked["body"]).unwrap(),
        meeting: word(&asked["meeting"]).unwrap(),
        matter: word(&asked["matter"]),
        election: word(&asked["election"]),
        formed: super::day(text(asked, "formed")),
        place: text(asked, "place").parse().unwrap(),
    }
}

fn again(old: &Value, book: &Book) -> Value {
    let figures: Figures = serde_json::from_value(old["figures"].clone()).unwrap();
    line(text(old, "id"), book, &judge(book, &matter(old), &figures))
}

/// Where two JSON values differ, as (pointer, before, after).
fn differing(at: &str, one: &Value, other: &Value, found: &mut Vec<String>) {
    match (one, other) {
        (Value::Object(a), Value::Object(b)) => {
            for key in a.keys().chain(b.keys()).collect::<BTreeSet<_>>() {
                let (one, other) = (a.get(key), b.get(key));
                let (one, other) = (one.unwrap_or(&Value::Null), other.unwrap_or(&Value::Null));
                differing(&format!("{at}/{key}"), one, other, found);
            }
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            for (place, (one, other)) in a.iter().zip(b).enumerate() {
                differing(&format!("{at}/{place}"), one, other, found);
            }
        }
        _ if one == other => {}
        _ => found.push(format!("{at}: {one} -> {other}")),
    }
}

/// What is different between a kept book and another: cards, and verdicts of these lines.
fn differences(kept: &Book, other: &Book, lines: &[&Value]) -> Vec<String> {
    let ids = kept.cards().iter().chain(other.cards()).map(Card::id).collect::<BTreeSet<_>>();
    let mut found = Vec::new();
    for id in ids {
        match (kept.card(id), other.card(id)) {
            (Some(_), None) => found.push(format!("{id} is gone")),
            (None, Some(_)) => found.push(format!("{id} is new")),
            (Some(one), Some(other)) if one.fingerprint() != other.fingerprint() => {
                let mut places = Vec::new();
                differing("", &one.to_json(), &other.to_json(), &mut places);
                found.push(format!("{id} changed: {}", places.join("; ")));
            }
            _ => {}
        }
    }
    for line in lines {
        let now = again(line, other);
        let same = ["outcome", "certainty", "zh", "en"].iter().all(|key| line[*key] == now[*key]);
        if !same {
            found.push(format!(
                "{}: was {} ({}): {}; is {} ({}): {}",
                text(line, "id"),
                text(line, "outcome"),
                text(line, "certainty"),
                text(line, "zh"),
                text(&now, "outcome"),
                text(&now, "certainty"),
                text(&now, "zh"),
            ));
        }
    }
    found
}

/// The kept book that is in use: unreleased, else of the last release; the law without a charter.
fn newest(kept: &Kept) -> Option<Book> {
    let whole = kept.books.iter().filter(|(_, (_, cards))| cards.len() > 50);
    let has_own = |book: &Book| book.cards().iter().any(Card::is_own);
    let mut books: Vec<(String, Book)> =
        whole.map(|(book, (release, _))| (release.clone(), kept.book(book))).collect();
    books.retain(|(_, book)| !has_own(book));
    // "unreleased" stands behind every number.
    books.sort_by(|one, other| one.0.cmp(&other.0));
    books.pop().map(|(_, book)| book)
}

#[test]
fn every_kept_verdict_is_given_again_by_its_own_book() {
    if bless() {
        return;
    }
    let kept = Kept::read();
    assert!(kept.verdicts.len() > 400, "{} verdicts are kept", kept.verdicts.len());
    let mut changed = Vec::new();
    for fingerprint in kept.books.keys() {
        let book = kept.book(fingerprint);
        assert_eq!(&book.fingerprint().to_string(), fingerprint);
        for old in kept.verdicts.values().filter(|line| text(line, "book") == fingerprint) {
            let now = again(old, &book);
            if now != *old {
                let mut places = Vec::new();
                differing("", old, &now, &mut places);
                changed.push(format!("{}: {}", text(old, "id"), places.join("; ")));
            }
        }
    }
    assert!(changed.is_empty(), "old cards are judged otherwise:\n{}", changed.join("\n"));
}

#[test]
fn the_shipped_book_is_the_one_kept() {
    if bless() {
        return;
    }
    let (kept, now) = (Kept::read(), shipped());
    let newest = newest(&kept).expect("a book is kept");
    let fingerprint = newest.fingerprint().to_string();
    let lines: Vec<&Value> =
        kept.verdicts.values().filter(|line| text(line, "book") == fingerprint).collect();
    let differences = differences(&newest, &now, &lines);
    assert!(
        differences.is_empty() && newest.fingerprint() == now.fingerprint(),
        "the shipped book is not the one kept; BLESS=1 keeps it:\n{}",
        differences.join("\n")
    );
}

#[test]
fn a_changed_card_is_named_with_what_changed_and_which_verdicts_change() {
    let book = shipped();
    let verdict = judge(
        &book,
        &super::assembly(law::Question::RESULT, domain::MatterKind::WorkPlan),
        &super::figures(&json!({"due": 16, "present": 16, "in_favour": 8})),
    );
    let old = line("K02", &book, &verdict);
    assert!(differences(&book, &book, &[&old]).is_empty());
    let cards = book.cards().iter().map(Card::to_json).filter(|card| card["id"] != "BR-08");
    let changed = cards.map(|mut card| {
        if card["id"] == "BR-07" {
            card["parameters"]["readings"][0]["share"]["bound"] = json!(">=");
            card["examples"] = json!([{"figures": {"due": 2, "present": 2, "in_favour": 1}, "outcome": "satisfied"}]);
        }
        card
    });
    let other = Book::from_cards(changed.collect()).unwrap();
    let found = differences(&book, &other, &[&old]);
    assert_eq!(found.len(), 3, "{found:?}");
    assert!(found[0].starts_with("BR-07 changed: ") && found[1] == "BR-08 is gone", "{found:?}");
    assert!(found[0].contains("/parameters/readings/0/share/bound: \">\" -> \">=\""), "{found:?}");
    assert!(found[2].starts_with("K02: was not_satisfied (certain)"), "{found:?}");
    assert!(found[2].contains("; is satisfied (certain)"), "{found:?}");
}

/// Every example of every card that compares, asked in the whole book.
#[test]
fn the_examples_of_all_cards_are_kept() {
    let book = shipped();
    let compares = |card: &&Card| {
        let topic = card.applies().topic;
        !topic.forms_figures() && !matches!(topic, Topic::RANKING | Topic::DEADLINE)
    };
    let mut ids = Vec::new();
    for card in book.cards().iter().filter(compares) {
        let asked = asked_by(card);
        for (place, example) in card.examples().iter().enumerate() {
            let verdict = judge(&book, &asked, &example.figures);
            ids.push((format!("{}#{}", card.id(), place + 1), verdict));
        }
    }
    assert!(ids.len() > 300, "{}", ids.len());
    keep(&book, ids.iter().map(|(id, verdict)| (id.as_str(), verdict.clone())));
}

/// Certainties of the kept lines of this id.
pub(super) fn certainties(id: &str) -> BTreeSet<String> {
    let kept = lines("verdicts.jsonl");
    let own = kept.iter().filter(|line| text(line, "id") == id);
    own.map(|line| text(line, "certainty").to_owned()).filter(|one| one != "none").collect()
}
