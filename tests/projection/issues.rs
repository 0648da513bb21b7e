//! Issues and activities: how far they are on a day, late and corrected facts, and what the book said.

use super::{Book, body, day, meeting, motion, person};
use serde_json::{Value, json};
use yishi::domain::{ActivityId, Conclusion, IssueId, IssueOutcome};
use yishi::projection::{IssueRow, IssueStage, Table};

fn issue(number: u128) -> IssueId {
    IssueId::new(super::ulid(number))
}

fn activity(number: u128) -> ActivityId {
    ActivityId::new(super::ulid(number))
}

fn raised(number: u128, on: &str) -> Value {
    json!({
        "issue": issue(number), "body": body(1), "issue_kind": "problem", "source": "resident",
        "category": "heating", "text": "暖气不热", "happened": on
    })
}

fn assigned(due: &str, on: &str) -> Value {
    json!({ "issue": issue(1), "responsible": person(1), "due": due, "happened": on })
}

fn closed(outcome: &str, on: &str) -> Value {
    json!({ "issue": issue(1), "outcome": outcome, "result": "通了", "happened": on })
}

fn row(book: &Book) -> IssueRow {
    book.fold().issue(issue(1)).unwrap().unwrap()
}

fn session(issues: &[u128], conclusion: &str, on: &str) -> Value {
    let issues: Vec<IssueId> = issues.iter().map(|number| issue(*number)).collect();
    json!({
        "meeting": meeting(1), "body": body(1), "meeting_kind": "deliberation_session",
        "form": "onsite", "place": "议事亭", "chair": person(1), "recorder": person(2),
        "entitled": [person(1), person(2)], "agenda": [{ "title": "供暖" }],
        "deliberation": { "parties": [{ "party_kind": "residents", "present": 9 }],
            "issues": issues, "conclusion": conclusion },
        "book": "0".repeat(64), "happened": on
    })
}

/// A life: raised, talked over, assigned, taken further, closed, fed back.
fn life() -> Book {
    let mut book = Book::default();
    book.say("issue.raised", raised(1, "2023-12-01"));
    book.say("meeting.held", session(&[1], "consensus", "2023-12-06"));
    book.say("issue.assigned", assigned("2023-12-10", "2023-12-07"));
    let step =
        json!({ "issue": issue(1), "text": "修管道", "cost_fen": 150, "happened": "2023-12-09" });
    book.say("issue.progressed", step);
    book.say("issue.closed", closed("solved", "2023-12-13"));
    let told = json!({ "issue": issue(1), "text": "入户回访", "satisfaction": "satisfied", "happened": "2023-12-20" });
    book.say("issue.feedback_given", told);
    book
}

#[test]
fn how_far_it_is_before_on_and_after_each_day() {
    let row = row(&life());
    let expected = [
        ("2023-11-30", None),
        ("2023-12-01", Some(IssueStage::Raised)),
        ("2023-12-05", Some(IssueStage::Raised)),
        ("2023-12-06", Some(IssueStage::Deliberated)),
        ("2023-12-07", Some(IssueStage::Assigned)),
        ("2023-12-09", Some(IssueStage::InProgress)),
        ("2023-12-12", Some(IssueStage::InProgress)),
        ("2023-12-13", Some(IssueStage::Closed)),
        ("2023-12-19", Some(IssueStage::Closed)),
        ("2023-12-20", Some(IssueStage::FedBack)),
    ];
    for (on, stage) in expected {
        assert_eq!(row.stage_on(day(on)), stage, "{on}");
    }
    assert_eq!(row.deliberated[0].conclusion, Some(Conclusion::Consensus));
}

#[test]
fn it_is_over_its_day_only_while_it_is_open() {
    let row = row(&life());
    let over = |on: &str| row.days_over(day(on));
    assert_eq!(over("2023-12-08"), None);
    assert_eq!(over("2023-12-10"), None, "the day itself is not over");
    assert_eq!(over("2023-12-11"), Some(1));
    assert_eq!(over("2023-12-13"), None, "closed");
    assert_eq!(over("2024-06-01"), None, "closed");
}

#[test]
fn a_late_fact_stands_where_it_belongs_and_the_book_said_less_before() {
    let mut book = Book::default();
    book.say("issue.raised", raised(1, "2023-12-01"));
    book.say("issue.closed", closed("solved", "2023-12-13"));
    // Recorded last, done first.
    book.say("issue.assigned", assigned("2023-12-10", "2023-12-07"));
    let stage = |book: &Book, on: &str| row(book).stage_on(day(on));
    assert_eq!(stage(&book, "2023-12-08"), Some(IssueStage::Assigned));
    let before = book.as_of(2).issue(issue(1)).unwrap().unwrap();
    assert_eq!(before.stage_on(day("2023-12-08")), Some(IssueStage::Raised));
    assert_eq!(book.as_of(0).issue(issue(1)).unwrap(), None);
    assert_eq!(row(&book).raised_late.unwrap().days, 1_087);
}

#[test]
fn a_correction_stands_in_the_place_of_what_it_corrects() {
    let mut book = life();
    book.correct(4, "日期", json!({ "outcome": "partly_solved", "happened": "2023-12-16" }));
    let corrected = row(&book);
    let closed = corrected.closed.as_ref().unwrap();
    assert_eq!(closed.outcome, IssueOutcome::PartlySolved);
    assert_eq!(closed.corrected.as_ref().unwrap().times, 1);
    assert_eq!(corrected.stage_on(day("2023-12-14")), Some(IssueStage::InProgress));
    // Corrected minutes no longer name it, and name another one instead.
    book.correct(
        1,
        "议题",
        json!({ "deliberation": {
        "parties": [{ "party_kind": "residents", "present": 9 }], "issues": [issue(2)],
        "conclusion": "postponed" } }),
    );
    assert_eq!(row(&book).deliberated, []);
    let other = book.fold().issue(issue(2)).unwrap().unwrap();
    assert_eq!(other.deliberated[0].conclusion, Some(Conclusion::Postponed));
}

#[test]
fn its_own_conclusion_goes_before_that_of_the_minutes() {
    let mut book = life();
    let own = json!({ "issue": issue(1), "meeting": meeting(1), "conclusion": "no_agreement",
        "happened": "2023-12-06" });
    book.say("issue.deliberated", own);
    let row = row(&book);
    assert_eq!(row.deliberated.len(), 1);
    assert_eq!(row.deliberated[0].conclusion, Some(Conclusion::NoAgreement));
}

#[test]
fn what_answers_an_issue_and_what_raises_it_again_stands_with_it() {
    let mut book = life();
    let proposed = json!({ "motion": motion(7), "body": body(1), "text": "修", "matter_kind": "other",
        "issue": issue(1), "happened": "2023-12-06" });
    book.say("motion.proposed", proposed);
    let mut again = raised(2, "2024-01-05");
    again["again"] = json!(issue(1));
    book.say("issue.raised", again);
    book.say("activity.held", held(1, "2023-12-08", json!({ "issue": issue(1) })));
    let row = row(&book);
    assert_eq!(row.motions, [motion(7)]);
    assert_eq!(row.raised_again, [issue(2)]);
    assert_eq!(row.activities, [activity(1)]);
}

fn held(number: u128, on: &str, more: Value) -> Value {
    let mut data = json!({
        "activity": activity(number), "body": body(1), "activity_kind": "volunteering",
        "theme": "清管道", "place": "一号楼", "work": "清了六户", "happened": on
    });
    data.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    data
}

#[test]
fn an_activity_keeps_its_numbers_corrections_and_pledges() {
    let mut book = Book::default();
    let counted = json!({ "counted": { "count": 15 }, "participants": [person(1)] });
    let first = book.say("activity.held", held(1, "2023-12-08", counted));
    book.say("activity.pledge_signed", json!({ "body": body(1), "activity": activity(1),
        "title": "承诺书", "counted": { "count": 100, "or_more": true }, "happened": "2023-12-08" }));
    book.correct(first, "人数", json!({ "counted": { "count": 16 } }));
    let row = book.fold().activity(activity(1)).unwrap().unwrap();
    let held = row.held.as_ref().unwrap();
    assert_eq!(held.counted.as_ref().unwrap().count, 16);
    assert_eq!(held.corrected.as_ref().unwrap().reason.as_ref().unwrap().as_str(), "人数");
    let signed = row.pledges[0].headcount.as_ref().unwrap();
    assert!(signed.count == 100 && signed.or_more);
    let before = book.as_of(1).activity(activity(1)).unwrap().unwrap();
    assert_eq!(before.held.unwrap().counted.as_ref().unwrap().count, 15);
    assert_eq!(before.pledges, []);
    assert_eq!(book.fold().rows(Table::Activities).unwrap().len(), 1);
    assert_eq!(book.fold().rows(Table::Issues).unwrap(), []);
}

#[test]
fn a_pledge_of_no_activity_stands_with_its_body() {
    let mut book = Book::default();
    let pledge = |count: u32| {
        json!({ "body": body(1), "title": "承诺书", "counted": { "count": count },
            "happened": "2023-12-08" })
    };
    let first = book.say("activity.pledge_signed", pledge(100));
    book.correct(first, "人数", json!({ "counted": { "count": 101 } }));
    let rows = book.fold().rows(Table::Pledges).unwrap();
    assert_eq!(rows.len(), 1);
    assert!(rows[0].1.contains("101") && !rows[0].1.contains("\"count\":100"), "{}", rows[0].1);
    assert_eq!(book.fold().rows(Table::Activities).unwrap(), []);
}
