//! Committees: the secretary of a day, elected or appointed, until when.

use super::{Book, body, branch_founded, day, meeting, person, post, seal};
use serde_json::{Value, json};
use yishi::domain::{PersonId, PostKind};
use yishi::event::post::PostBasis;

fn filled(number: u128, who: u128, kind: &str, basis: &str, on: &str) -> Value {
    json!({
        "post": post(number), "person": person(who), "body": body(1), "post_kind": kind,
        "basis": basis, "happened": on
    })
}

fn vacated(number: u128, who: u128, ground: &str, on: &str) -> Value {
    json!({
        "post": post(number), "person": person(who), "body": body(1), "ground": ground,
        "happened": on
    })
}

fn secretaries(book: &Book, date: &str) -> Vec<PersonId> {
    let seats = book.fold().seats_on(body(1), day(date)).unwrap();
    let seats = seats.into_iter().filter(|seat| seat.holding.post_kind == PostKind::Secretary);
    seats.map(|seat| seat.holding.person).collect()
}

#[test]
fn an_appointed_secretary_is_relieved_and_replaced() {
    let mut book = Book::default();
    book.say("post.filled", filled(1, 1, "secretary", "appointed", "2020-03-01"));
    book.say("post.vacated", vacated(1, 1, "relieved", "2022-05-10"));
    let mut second = filled(2, 2, "secretary", "appointed", "2022-05-10");
    second["source"] = json!({ "body": body(9), "document": "镇党任〔2022〕7号" });
    second["name"] = seal('d');
    book.say("post.filled", second);
    for (date, holders) in [
        ("2020-02-29", vec![]),
        ("2020-03-01", vec![person(1)]),
        ("2022-05-09", vec![person(1)]),
        ("2022-05-10", vec![person(2)]),
        ("2026-01-01", vec![person(2)]),
    ] {
        assert_eq!(secretaries(&book, date), holders, "{date}");
    }
    let seat = book.fold().seats_on(body(1), day("2023-01-01")).unwrap().remove(0);
    assert_eq!(
        (seat.holding.basis, seat.holding.source_body),
        (PostBasis::Appointed, Some(body(9)))
    );
    assert_eq!(seat.holding.name.unwrap().0.to_string(), "d".repeat(64));
    assert_eq!(seat.until(), None);
    // The book of two entries did not know the second.
    assert!(book.as_of(2).seats_on(body(1), day("2023-01-01")).unwrap().is_empty());
}

#[test]
fn a_term_that_is_over_leaves_the_seat_held_until_it_is_vacated() {
    let mut book = Book::default();
    let mut elected = filled(1, 1, "secretary", "elected", "2018-01-15");
    elected["source"] = json!({ "meeting": meeting(1) });
    elected["term_until"] = "2021-01-14".into();
    book.say("post.filled", elected);
    assert_eq!(secretaries(&book, "2021-01-15"), [person(1)]);
    let row = book.fold().committee(body(1)).unwrap().unwrap();
    assert_eq!(row.seats[0].until().unwrap().to_string(), "2021-01-14");
    assert_eq!(row.seats[0].holding.source_meeting, Some(meeting(1)));
    book.say("post.vacated", vacated(1, 1, "term_ended", "2021-03-01"));
    assert_eq!(secretaries(&book, "2021-02-28"), [person(1)]);
    assert_eq!(secretaries(&book, "2021-03-01"), []);
    let row = book.fold().committee(body(1)).unwrap().unwrap();
    assert_eq!(row.seats[0].until().unwrap().to_string(), "2021-03-01");
}

#[test]
fn late_corrected_and_corrected_again() {
    let mut book = Book::default();
    let end = book.say("post.vacated", vacated(1, 1, "resigned", "2022-01-01"));
    assert_eq!(secretaries(&book, "2021-01-01"), []);
    let begun = book.say("post.filled", filled(1, 1, "secretary", "brought_forward", "2018"));
    assert_eq!(secretaries(&book, "2018-01-01"), [person(1)]);
    assert_eq!(secretaries(&book, "2022-01-01"), []);
    let first = book.correct(end, "日期", json!({ "happened": "2023-01-01" }));
    assert_eq!(secretaries(&book, "2022-12-31"), [person(1)]);
    book.correct(first, "日期再改", json!({ "happened": "2022-06-01" }));
    assert_eq!(secretaries(&book, "2022-06-01"), []);
    book.correct(begun, "职务", json!({ "post_kind": "deputy_secretary" }));
    assert_eq!(secretaries(&book, "2020-01-01"), []);
    let row = book.fold().committee(body(1)).unwrap().unwrap();
    let seat = &row.seats[0];
    assert_eq!(seat.corrected.as_ref().unwrap().reason.as_ref().unwrap().as_str(), "职务");
    assert_eq!(seat.vacated.as_ref().unwrap().corrected.as_ref().unwrap().times, 2);
}

#[test]
fn a_post_recorded_in_error_was_never_held() {
    let mut book = Book::default();
    book.say("post.filled", filled(1, 1, "secretary", "elected", "2020-01-01"));
    book.say("post.vacated", vacated(1, 1, "resigned", "2020-02-01"));
    book.say("post.vacated", vacated(1, 1, "recorded_in_error", "2024-01-01"));
    assert_eq!(book.fold().committee(body(1)).unwrap().unwrap().seats, []);
    assert_eq!(book.fold().seats_of(person(1)).unwrap(), []);
}

#[test]
fn nobody_holds_a_seat_in_a_body_that_has_ended() {
    let mut book = Book::default();
    book.say("body.established", branch_founded(1, "2019", "支部"));
    book.say("post.filled", filled(1, 1, "secretary", "elected", "2020-01-01"));
    book.say(
        "body.dissolved",
        json!({ "body": body(1), "ground": "withdrawn", "happened": "2021-01-01" }),
    );
    assert_eq!(secretaries(&book, "2020-12-31"), [person(1)]);
    assert_eq!(secretaries(&book, "2021-01-01"), []);
}

#[test]
fn a_secretary_who_served_elsewhere_before_is_found_there() {
    let mut book = Book::default();
    for (number, place, on) in [(1, 5, "2010"), (2, 3, "2014"), (3, 1, "2020-03-01")] {
        let mut data = filled(number, 1, "secretary", "appointed", on);
        data["body"] = json!(body(place));
        book.say("post.filled", data);
    }
    let seats = book.fold().seats_of(person(1)).unwrap();
    let bodies: Vec<_> = seats.iter().map(|(body, _)| *body).collect();
    assert_eq!(bodies, [body(5), body(3), body(1)]);
}
