//! Rolls, counts and publications: before, on and after a day; late; corrected; as the book said.

use super::{Book, body, day, meeting, motion, person, seal, ulid};
use serde_json::{Value, json};
use yishi::domain::{Area, BallotId, CountId, Heads, PublicationId, RollId, UnitId};
use yishi::projection::{CountRow, CountStage, Projections, PublicationRow, RollRow, Table};

fn unit(number: u128, area: u64, owner: u128, on: &str) -> Value {
    json!({ "unit": UnitId::new(ulid(number)), "body": body(1), "label": format!("h{number}"),
        "building": "1号楼", "door": seal('d'), "unit_kind": "dwelling", "area": area,
        "area_source": "register", "owners": [person(owner)], "happened": on })
}

fn roll_id(number: u128) -> RollId {
    RollId::new(ulid(number))
}

fn frozen(number: u128, heads: u32, area: u64, on: &str) -> Value {
    json!({ "roll": roll_id(number), "body": body(1), "basis": "units",
        "totals": { "heads": heads, "units": 2, "area": area, "fingerprint": "00".repeat(32) },
        "happened": on })
}

fn opened() -> Value {
    json!({ "count": CountId::new(ulid(1)), "meeting": meeting(1), "roll": roll_id(1),
        "motions": [motion(1)], "voting_from": "2024-03-05", "voting_until": "2024-03-20",
        "silence": "not_participating", "keying": "single", "happened": "2024-03-01" })
}

fn ballot(number: u128, units: &[u128]) -> Value {
    let units: Vec<UnitId> = units.iter().map(|unit| UnitId::new(ulid(*unit))).collect();
    json!({ "ballot": BallotId::new(ulid(number)), "count": CountId::new(ulid(1)),
        "units": units, "label": format!("b{number}"), "happened": "2024-03-06" })
}

fn step(number: u128, on: &str, more: Value) -> Value {
    let mut data = json!({ "ballot": BallotId::new(ulid(number)), "count": CountId::new(ulid(1)),
        "happened": on });
    data.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    data
}

fn voted(book: &mut Book, number: u128, on: &str, choice: &str) {
    book.say("ballot.issued", ballot(number, &[number]));
    let back = json!({ "channel": "box", "signature": "signed" });
    book.say("ballot.returned", step(number, on, back));
    let keyed = json!({ "pass": "first", "choices": [{ "motion": motion(1), "choice": choice }] });
    book.say("ballot.keyed", step(number, "2024-03-21", keyed));
}

fn certified(heads: u32, area: u64) -> Value {
    json!({ "count": CountId::new(ulid(1)), "basis": "ballots", "happened": "2024-03-22",
        "totals": { "participating": { "heads": heads, "area": area }, "motions": [
            { "motion": motion(1), "in_favour": { "heads": heads, "area": area } }] } })
}

fn count(all: &Projections) -> CountRow {
    all.count(CountId::new(ulid(1))).unwrap().unwrap()
}

/// Two units of two owners, a roll, an open count.
fn estate() -> Book {
    let mut book = Book::default();
    book.say("roll.unit_registered", unit(1, 8_000, 1, "2024-01-01"));
    book.say("roll.unit_registered", unit(2, 9_000, 2, "2024-01-01"));
    book.say("roll.frozen", frozen(1, 2, 17_000, "2024-02-01"));
    book.say("count.opened", opened());
    book
}

#[test]
fn the_roll_of_a_day_is_the_one_frozen_last_before_it() {
    let mut book = estate();
    let second = book.say("roll.frozen", frozen(2, 2, 18_000, "2024-06-01"));
    let roll_on = |book: &Book, on: &str| book.fold().roll_on(body(1), day(on)).unwrap();
    let id = |row: Option<RollRow>| row.map(|row| row.roll);
    for (on, expected) in [
        ("2024-01-31", None),
        ("2024-02-01", Some(roll_id(1))),
        ("2024-05-31", Some(roll_id(1))),
        ("2024-06-01", Some(roll_id(2))),
    ] {
        assert_eq!(id(roll_on(&book, on)), expected, "{on}");
    }
    assert_eq!(id(book.as_of(4).roll_on(body(1), day("2024-06-01")).unwrap()), Some(roll_id(1)));
    // Corrected: it was frozen a week later, and a recorded lateness stays.
    book.correct(second, "日期有误", json!({ "happened": "2024-06-08" }));
    assert_eq!(id(roll_on(&book, "2024-06-07")), Some(roll_id(1)));
    let row = roll_on(&book, "2024-06-08").unwrap();
    assert_eq!(row.corrected.unwrap().times, 1);
    assert!(row.late.unwrap().days > 800);
    assert_eq!(id(book.fold().roll_on(body(2), day("2024-06-08")).unwrap()), None);
}

#[test]
fn a_count_goes_through_its_stages_by_the_day() {
    let mut book = estate();
    voted(&mut book, 1, "2024-03-10", "in_favour");
    let seal = json!({ "count": CountId::new(ulid(1)), "happened": "2024-03-21" });
    book.say("count.sealed", seal);
    let entries = book.entries.len();
    let result = book.say("count.certified", certified(1, 8_000));
    let row = count(&book.fold());
    for (on, stage) in [
        ("2024-02-29", None),
        ("2024-03-01", Some(CountStage::Called)),
        ("2024-03-05", Some(CountStage::Voting)),
        ("2024-03-20", Some(CountStage::Voting)),
        ("2024-03-21", Some(CountStage::Sealed)),
        ("2024-03-22", Some(CountStage::Certified)),
    ] {
        assert_eq!(row.stage_on(day(on)), stage, "{on}");
    }
    let before = count(&book.as_of(entries));
    assert_eq!(before.stage_on(day("2024-03-22")), Some(CountStage::Sealed));
    assert_eq!(
        count(&book.as_of(entries - 1)).stage_on(day("2024-03-21")),
        Some(CountStage::Ended)
    );
    book.correct(result, "重算", json!({ "happened": "2024-03-25" }));
    let row = count(&book.fold());
    assert_eq!(row.stage_on(day("2024-03-24")), Some(CountStage::Sealed));
    assert_eq!(row.certified.unwrap().corrected.unwrap().reason.unwrap().as_str(), "重算");
}

#[test]
fn a_count_uses_the_roll_as_it_was_frozen_whatever_is_recorded_later() {
    let mut book = estate();
    // Recorded after the freezing: a late unit, a correction, a sale.
    book.say("roll.unit_registered", unit(3, 50_000, 3, "2024-01-01"));
    book.correct(0, "面积抄错", json!({ "area": 8_500 }));
    book.say(
        "roll.unit_changed",
        json!({ "unit": UnitId::new(ulid(2)), "body": body(1), "owners": [person(1)],
            "reason": "过户", "happened": "2024-01-15" }),
    );
    voted(&mut book, 1, "2024-03-10", "in_favour");
    voted(&mut book, 2, "2024-03-21", "against");
    let totals = count(&book.fold()).ballots.unwrap();
    assert_eq!(totals.participating.heads, Heads(2));
    assert_eq!(totals.participating.area, Area(17_000));
    // A correction of the roll holds what the book says by then.
    let what = json!({ "totals": { "heads": 2, "units": 3, "area": 67_500 } });
    book.correct(2, "漏户", what);
    let row = count(&book.fold());
    let totals = row.ballots.unwrap();
    assert_eq!((totals.participating.heads, totals.participating.area), (Heads(1), Area(17_500)));
    assert_eq!(totals.motions[0].split, Some(Heads(1)));
    assert_eq!(row.remarks.late, Some(1));
}

#[test]
fn a_publication_hangs_from_its_posting_to_its_last_day_or_its_removal() {
    let mut book = Book::default();
    let posting = json!({ "publication": PublicationId::new(ulid(1)), "body": body(1),
        "publication_kind": "roll", "roll": roll_id(1), "place": "公告栏",
        "until": "2024-03-10", "happened": "2024-03-01" });
    let posted = book.say_at("2024-03-05T02:00:00.000Z", "publication.posted", posting);
    let row = |book: &Book| -> PublicationRow {
        book.fold().publication(PublicationId::new(ulid(1))).unwrap().unwrap()
    };
    let hangs = |row: &PublicationRow, on: &str| row.hangs_on(day(on));
    let first = row(&book);
    let days = ["2024-02-29", "2024-03-01", "2024-03-10", "2024-03-11"];
    assert_eq!(days.map(|on| hangs(&first, on)), [false, true, true, false]);
    assert_eq!(first.late.unwrap().days, 4);
    let about = |more: Value| {
        let mut data =
            json!({ "publication": PublicationId::new(ulid(1)), "happened": "2024-03-06" });
        data.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        data
    };
    for number in [2, 1] {
        let objection = about(json!({ "number": number, "text": seal('e') }));
        book.say("publication.objection_received", objection);
    }
    let answer = json!({ "number": 1, "outcome": "not_upheld", "text": seal('f') });
    book.say("publication.objection_answered", about(answer));
    book.correct(posted, "日期", json!({ "until": "2024-03-20" }));
    let removed = book.say("publication.removed", about(json!({ "happened": "2024-03-15" })));
    let second = row(&book);
    let days = ["2024-03-14", "2024-03-15", "2024-03-19"];
    assert_eq!(days.map(|on| hangs(&second, on)), [true, false, false]);
    let answered: Vec<_> =
        second.objections.iter().map(|one| (one.number, one.answered.is_some())).collect();
    assert_eq!(answered, [(1, true), (2, false)]);
    let before = book.as_of(usize::try_from(removed).unwrap());
    let row = before.publication(PublicationId::new(ulid(1))).unwrap().unwrap();
    assert!(hangs(&row, "2024-03-20"));
}

#[test]
fn rows_are_the_same_whatever_is_saved_in_between_and_show_no_opening() {
    let mut book = estate();
    voted(&mut book, 1, "2024-03-10", "in_favour");
    voted(&mut book, 2, "2024-03-11", "abstain");
    book.say("count.certified", certified(1, 8_000));
    let whole = super::all_rows(&book.fold());
    let saved = std::sync::Arc::new(super::Saved::default());
    let mut again = saved.reopened(0);
    for one in &book.entries {
        again.apply(one).unwrap();
        saved.save(&mut again);
    }
    assert_eq!(super::all_rows(&again), whole);
    let counts = book.fold().rows(Table::Counts).unwrap();
    assert_eq!(counts.len(), 1);
    let row = &counts[0].1;
    // Rows per motion: what one ballot says is in none.
    for word in ["choices", "ballot\":", "units\":[", "label\":\"b"] {
        assert!(!row.contains(word), "{word}: {row}");
    }
    assert!(row.contains("\"recount_differs\":true"), "{row}");
}

#[test]
fn a_motion_is_voted_on_when_its_count_is_certified() {
    let mut book = estate();
    book.say(
        "motion.proposed",
        json!({ "motion": motion(1), "body": body(1), "text": "选聘。", "matter_kind": "fund_use",
            "happened": "2024-02-20" }),
    );
    let status = |book: &Book| book.fold().motion(motion(1)).unwrap().unwrap();
    assert_eq!(status(&book).counts, [CountId::new(ulid(1))]);
    assert_eq!(status(&book).status, Some(yishi::projection::MotionStatus::Proposed));
    let meeting_row = book.fold().meeting(meeting(1)).unwrap().unwrap();
    assert_eq!(meeting_row.motions, [motion(1)]);
    book.say("count.certified", certified(1, 8_000));
    assert_eq!(status(&book).status, Some(yishi::projection::MotionStatus::Voted));
}
