//! Motions: text, status, votes, announcements, and their place in a meeting.

use super::{Book, body, meeting, motion};
use serde_json::{Value, json};
use yishi::event::motion::Announced;
use yishi::projection::{MotionRow, MotionStatus};

fn proposed(number: u128, on: &str) -> Value {
    json!({
        "motion": motion(number), "body": body(1), "text": "供暖", "matter_kind": "work_plan",
        "happened": on
    })
}

fn voted(number: u128, at: u128, in_favour: u32, on: &str) -> Value {
    json!({
        "motion": motion(number), "meeting": meeting(at), "method": "show_of_hands",
        "in_favour": in_favour, "against": 1, "abstain": 0, "happened": on
    })
}

fn row(book: &Book) -> MotionRow {
    book.fold().motion(motion(1)).unwrap().unwrap()
}

#[test]
fn the_text_is_that_of_the_last_amendment() {
    let mut book = Book::default();
    let amended =
        |text: &str, on: &str| json!({ "motion": motion(1), "text": text, "happened": on });
    let first = book.say("motion.proposed", proposed(1, "2026-01-01"));
    book.say("motion.amended", amended("三", "2026-01-03"));
    let late = book.say("motion.amended", amended("二", "2026-01-02"));
    assert_eq!(row(&book).text.unwrap().as_str(), "三");
    let fix = book.correct(late, "日期", json!({ "happened": "2026-01-04" }));
    assert_eq!(row(&book).text.unwrap().as_str(), "二");
    book.correct(fix, "文字", json!({ "text": "二二" }));
    book.correct(first, "类别", json!({ "matter_kind": "other" }));
    let row = row(&book);
    assert_eq!(row.text.unwrap().as_str(), "二二");
    let texts: Vec<_> = row.amendments.iter().map(|one| one.text.as_str()).collect();
    assert_eq!(texts, ["三", "二二"]);
    assert_eq!(row.corrected.unwrap().reason.unwrap().as_str(), "类别");
    assert_eq!(book.as_of(2).motion(motion(1)).unwrap().unwrap().text.unwrap().as_str(), "三");
}

#[test]
fn the_status_is_what_happened_last() {
    let mut book = Book::default();
    let statuses = |book: &Book| row(book).status.unwrap();
    book.say("motion.proposed", proposed(1, "2026-01-01"));
    assert_eq!(statuses(&book), MotionStatus::Proposed);
    book.say(
        "motion.referred",
        json!({ "motion": motion(1), "body": body(2), "happened": "2026-01-02" }),
    );
    assert_eq!(statuses(&book), MotionStatus::Referred);
    book.say(
        "motion.announced",
        json!({ "motion": motion(1), "announced": "carried", "happened": "2026-01-05" }),
    );
    book.say("motion.voted", voted(1, 1, 9, "2026-01-04"));
    let found = row(&book);
    assert_eq!(found.status, Some(MotionStatus::Announced));
    assert_eq!(found.announced[0].announced, Announced::Carried);
    assert_eq!(found.referred[0].body, body(2));
    book.say("motion.withdrawn", json!({ "motion": motion(1), "happened": "2026-01-06" }));
    assert_eq!(statuses(&book), MotionStatus::Withdrawn);
}

#[test]
fn every_vote_is_kept_and_the_last_one_counts() {
    let mut book = Book::default();
    book.say("motion.voted", voted(1, 2, 9, "2026-02-01"));
    let late = book.say("motion.voted", voted(1, 1, 4, "2026-01-01"));
    let votes = |book: &Book| {
        let row = book.fold().votes(motion(1)).unwrap().unwrap();
        row.votes.iter().map(|vote| vote.in_favour).collect::<Vec<_>>()
    };
    assert_eq!(votes(&book), [4, 9]);
    let fix = book.correct(late, "计票", json!({ "in_favour": 5 }));
    book.correct(fix, "再核", json!({ "in_favour": 6 }));
    assert_eq!(votes(&book), [6, 9]);
    let row = book.fold().votes(motion(1)).unwrap().unwrap();
    assert_eq!(row.last().unwrap().meeting, meeting(2));
    assert_eq!(row.votes[0].corrected.as_ref().unwrap().times, 2);
    // Not recorded is not zero.
    assert_eq!(row.votes[0].written_in_favour, None);
}

#[test]
fn a_motion_without_a_vote_has_no_row_of_votes() {
    let mut book = Book::default();
    book.say("motion.proposed", proposed(1, "2026-01-01"));
    assert_eq!(book.fold().votes(motion(1)).unwrap(), None);
    assert_eq!(book.fold().rows(yishi::projection::Table::Votes).unwrap(), []);
}

#[test]
fn the_motions_of_a_meeting_stand_in_the_order_of_its_agenda() {
    let mut book = Book::default();
    for (number, item) in [(1, 2), (2, 1)] {
        let mut data = proposed(number, "2026-01-01");
        data["meeting"] = json!(meeting(1));
        data["agenda_item"] = item.into();
        book.say("motion.proposed", data);
    }
    // Put forward elsewhere, voted on here; recorded first on paper, so it comes first of its like.
    book.say("motion.voted", voted(4, 1, 3, "2026-01-01"));
    book.say("motion.voted", voted(3, 1, 3, "2026-01-01"));
    let row = book.fold().meeting(meeting(1)).unwrap().unwrap();
    assert_eq!(row.motions, [motion(2), motion(1), motion(4), motion(3)]);
}
