//! Memberships: standing on a day, carrying over, reporting in, errors, erasure.

use super::{Book, body, branch_founded, day, person, seal};
use serde_json::{Value, json};
use yishi::projection::{MembersOn, MembershipBasis, MembershipEndGround};

fn change(who: u128, in_body: u128, change: &str, on: &str) -> Value {
    json!({ "person": person(who), "body": body(in_body), "change": change, "happened": on })
}

fn joined(who: u128, in_body: u128, status: &str, on: &str) -> Value {
    let mut data = change(who, in_body, "joined", on);
    data["status"] = status.into();
    data
}

fn members(book: &Book, in_body: u128, date: &str) -> MembersOn {
    book.fold().members_on(body(in_body), day(date)).unwrap()
}

#[test]
fn a_member_is_counted_by_the_standing_of_the_day() {
    let mut book = Book::default();
    book.say("membership.changed", joined(1, 1, "probationary", "2020-03-01"));
    book.say("membership.changed", change(1, 1, "became_full", "2021-03-01"));
    book.say("membership.changed", change(1, 1, "rights_suspended", "2022-03-01"));
    book.say("membership.changed", change(1, 1, "rights_restored", "2023-03-01"));
    book.say("membership.changed", change(1, 1, "left", "2024-03-01"));
    let lists = |date| {
        let on = members(&book, 1, date);
        [on.with_vote.len(), on.probationary.len(), on.suspended.len()]
    };
    for (date, expected) in [
        ("2020-02-29", [0, 0, 0]),
        ("2020-03-01", [0, 1, 0]),
        ("2021-02-28", [0, 1, 0]),
        ("2021-03-01", [1, 0, 0]),
        ("2022-03-01", [0, 0, 1]),
        ("2023-02-28", [0, 0, 1]),
        ("2023-03-01", [1, 0, 0]),
        ("2024-02-29", [1, 0, 0]),
        ("2024-03-01", [0, 0, 0]),
    ] {
        assert_eq!(lists(date), expected, "{date}");
    }
}

#[test]
fn late_corrected_and_corrected_again() {
    let mut book = Book::default();
    book.say("membership.changed", joined(1, 1, "full", "2020-03-01"));
    let left = book.say("membership.changed", change(1, 1, "left", "2024-03-01"));
    book.say("membership.changed", change(1, 1, "rights_suspended", "2022-01-01"));
    assert_eq!(members(&book, 1, "2022-01-01").suspended, [person(1)]);
    let first = book.correct(left, "日期有误", json!({ "happened": "2024-04-01" }));
    assert_eq!(members(&book, 1, "2024-03-31").suspended, [person(1)]);
    book.correct(first, "又有误", json!({ "happened": "2023-04-01" }));
    assert_eq!(members(&book, 1, "2023-04-01"), MembersOn::default());
    let row = book.fold().person(person(1)).unwrap().unwrap();
    let end = row.memberships[0].ended.clone().unwrap();
    assert_eq!(end.ground, MembershipEndGround::Left);
    assert_eq!(end.corrected.unwrap().reason.unwrap().as_str(), "又有误");
    let before = book.as_of(2).members_on(body(1), day("2022-01-01")).unwrap();
    assert_eq!(before.with_vote, [person(1)]);
}

#[test]
fn reporting_in_is_apart_from_the_membership() {
    let mut book = Book::default();
    book.say("membership.changed", joined(1, 1, "full", "2010"));
    book.say("membership.changed", change(1, 2, "reported_in", "2018-05"));
    let mut forward = change(2, 2, "brought_forward", "2018-01-01");
    forward["status"] = "reported_in".into();
    book.say("membership.changed", forward);
    book.say("membership.changed", joined(2, 2, "full", "2019-01-01"));
    book.say("membership.changed", change(1, 2, "report_ended", "2020-05-01"));
    let on = members(&book, 2, "2019-06-01");
    assert_eq!(on.reported_in, [person(1), person(2)]);
    assert_eq!(on.with_vote, [person(2)]);
    let on = members(&book, 2, "2020-05-01");
    assert_eq!(on.reported_in, [person(2)]);
    assert_eq!(members(&book, 1, "2020-05-01").with_vote, [person(1)]);
}

#[test]
fn members_of_a_merged_body_are_carried_over_in_their_standing() {
    let mut book = Book::default();
    book.say("membership.changed", joined(1, 1, "full", "2020-01-01"));
    book.say("membership.changed", joined(2, 1, "probationary", "2020-01-01"));
    book.say("membership.changed", joined(3, 2, "full", "2020-01-01"));
    book.say("membership.changed", joined(3, 1, "full", "2020-02-01"));
    book.say("membership.changed", change(4, 1, "reported_in", "2020-02-01"));
    book.say("membership.changed", change(1, 1, "rights_suspended", "2020-06-01"));
    for (from, into, on) in [(1, 2, "2021-01-01"), (2, 3, "2022-01-01")] {
        book.say("body.established", branch_founded(from, "2019", "支部"));
        book.say(
            "body.dissolved",
            json!({ "body": body(from), "ground": "merged", "into": body(into), "happened": on }),
        );
    }
    assert_eq!(members(&book, 1, "2021-01-01"), MembersOn::default());
    let carried = members(&book, 2, "2021-01-01");
    let expected = MembersOn {
        with_vote: vec![person(3)],
        probationary: vec![person(2)],
        suspended: vec![person(1)],
        reported_in: vec![person(4)],
        status_not_recorded: vec![],
    };
    assert_eq!(carried, expected);
    assert_eq!(members(&book, 3, "2022-01-01"), expected);
    assert_eq!(members(&book, 3, "2021-12-31"), MembersOn::default());

    let row = book.fold().person(person(1)).unwrap().unwrap();
    let path: Vec<_> = row.memberships.iter().map(|one| (one.body, one.basis)).collect();
    let over = MembershipBasis::CarriedOver;
    assert_eq!(path, [(body(1), MembershipBasis::Joined), (body(2), over), (body(3), over)]);
    assert_eq!(row.memberships[1].carried_from, Some(body(1)));

    // A late suspension before the merger is carried over as well.
    book.say("membership.changed", change(2, 1, "rights_suspended", "2020-12-01"));
    assert_eq!(members(&book, 3, "2022-01-01").suspended, [person(1), person(2)]);
}

#[test]
fn a_body_that_ends_without_an_heir_keeps_no_members() {
    let mut book = Book::default();
    book.say("membership.changed", joined(1, 1, "full", "2020-01-01"));
    book.say(
        "body.dissolved",
        json!({ "body": body(1), "ground": "task_done", "happened": "2021-01-01" }),
    );
    assert_eq!(members(&book, 1, "2020-12-31").with_vote, [person(1)]);
    assert_eq!(members(&book, 1, "2021-01-01"), MembersOn::default());
    let row = book.fold().person(person(1)).unwrap().unwrap();
    let ended = row.memberships[0].ended.as_ref().unwrap();
    assert_eq!(ended.ground, MembershipEndGround::Dissolved);
}

#[test]
fn bodies_merged_on_the_same_day_hand_their_members_on_whatever_was_recorded_first() {
    let merge = |from, into| {
        json!({
            "body": body(from), "ground": "merged", "into": body(into), "happened": "2021-01-01"
        })
    };
    for pairs in [[(1, 2), (2, 3)], [(2, 3), (1, 2)]] {
        let mut book = Book::default();
        book.say("membership.changed", joined(1, 1, "full", "2020-01-01"));
        for (from, into) in pairs {
            book.say("body.dissolved", merge(from, into));
        }
        assert_eq!(members(&book, 3, "2021-01-01").with_vote, [person(1)], "{pairs:?}");
        assert_eq!(members(&book, 2, "2021-01-01"), MembersOn::default());
    }
}

#[test]
fn a_membership_recorded_in_error_never_was() {
    // Dated when it was noticed, or when the membership had been said to begin, or a day before.
    for noticed in ["2024-01-01", "2020-03-01", "2020-02-29"] {
        let mut book = Book::default();
        book.say("membership.changed", joined(1, 1, "full", "2020-03-01"));
        book.say("membership.changed", change(1, 1, "recorded_in_error", noticed));
        book.say("membership.changed", joined(1, 2, "full", "2020-03-01"));
        assert_eq!(members(&book, 1, "2022-01-01"), MembersOn::default(), "{noticed}");
        assert_eq!(members(&book, 2, "2022-01-01").with_vote, [person(1)]);
        assert_eq!(book.fold().person(person(1)).unwrap().unwrap().unplaced, []);
        assert_eq!(
            book.as_of(1).members_on(body(1), day("2022-01-01")).unwrap().with_vote.len(),
            1
        );
    }
}

#[test]
fn a_change_without_a_membership_is_shown_and_opens_none() {
    let mut book = Book::default();
    book.say("membership.changed", change(1, 1, "became_full", "2020-03-01"));
    assert_eq!(members(&book, 1, "2022-01-01"), MembersOn::default());
    let row = book.fold().person(person(1)).unwrap().unwrap();
    assert_eq!((row.memberships.len(), row.unplaced.len()), (0, 1));
    // Once the beginning is recorded, late, the change has its place.
    book.say("membership.changed", joined(1, 1, "probationary", "2019-03-01"));
    assert_eq!(members(&book, 1, "2022-01-01").with_vote, [person(1)]);
    assert_eq!(book.fold().person(person(1)).unwrap().unwrap().unplaced, []);
}

#[test]
fn a_person_is_a_commitment_and_an_erasure_names_what_is_gone() {
    let mut book = Book::default();
    let registered = book.say(
        "person.registered",
        json!({
            "person": person(1), "name": seal('a'), "label": seal('b'), "happened": "2020-01-01"
        }),
    );
    book.say(
        "person.data_erased",
        json!({
            "person": person(1), "seals": ["b".repeat(64)], "ground": "purpose_met",
            "approved_by": [person(2), person(3)], "happened": "2025-01-01"
        }),
    );
    let row = book.fold().person(person(1)).unwrap().unwrap();
    assert!(row.is_erased(row.label.unwrap()) && !row.is_erased(row.name.unwrap()));
    book.correct(registered, "写错", json!({ "name": seal('c') }));
    let row = book.fold().person(person(1)).unwrap().unwrap();
    assert_eq!(row.name.unwrap().0.to_string(), "c".repeat(64));
    assert_eq!(row.corrected.unwrap().times, 1);
}
