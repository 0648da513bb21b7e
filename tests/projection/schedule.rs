//! Schedules: what was held in a year, by the kinds and the year that it counts for.

use super::meetings::held;
use super::{Book, body, meeting};
use serde_json::json;
use yishi::domain::{MeetingId, MeetingKind};

fn held_in(book: &Book, year: i32, kind: MeetingKind) -> Vec<MeetingId> {
    let row = book.fold().schedule(body(1), year).unwrap();
    let sittings = row.and_then(|mut row| row.held.remove(&kind)).unwrap_or_default();
    sittings.iter().map(|sitting| sitting.meeting).collect()
}

#[test]
fn a_meeting_counts_for_its_kind_and_for_those_it_says_as_well() {
    let mut book = Book::default();
    book.say("meeting.held", held(1, "party_lecture", "2026-05-10"));
    let mut day = held(2, "theme_party_day", "2026-03-10");
    day["also"] = json!(["party_lecture", "party_lecture", "theme_party_day"]);
    book.say("meeting.held", day);
    assert_eq!(held_in(&book, 2026, MeetingKind::PartyLecture), [meeting(2), meeting(1)]);
    assert_eq!(held_in(&book, 2026, MeetingKind::ThemePartyDay), [meeting(2)]);
    let row = book.fold().schedule(body(1), 2026).unwrap().unwrap();
    let lectures = &row.held[&MeetingKind::PartyLecture];
    assert_eq!((lectures[0].also, lectures[1].also), (true, false));
}

#[test]
fn a_life_meeting_in_spring_counts_for_the_year_before() {
    let mut book = Book::default();
    let kind = MeetingKind::OrganizationalLifeMeeting;
    let mut data = held(1, "organizational_life_meeting", "2027-02-20");
    data["counts_for"] = "2026".into();
    book.say("meeting.held", data);
    assert_eq!(held_in(&book, 2026, kind), [meeting(1)]);
    assert_eq!(held_in(&book, 2027, kind), []);
    let row = book.fold().schedule(body(1), 2026).unwrap().unwrap();
    assert_eq!(row.held[&kind][0].on.to_string(), "2027-02-20");
}

#[test]
fn a_corrected_meeting_moves_to_where_it_belongs() {
    let mut book = Book::default();
    let kind = MeetingKind::PartyLecture;
    let first = book.say("meeting.held", held(1, "party_lecture", "2025-12-31"));
    let second = book.correct(first, "日期", json!({ "happened": "2026-01-01" }));
    assert_eq!(held_in(&book, 2025, kind), []);
    assert_eq!(held_in(&book, 2026, kind), [meeting(1)]);
    assert_eq!(book.fold().schedule(body(1), 2025).unwrap(), None);
    assert_eq!(book.fold().years(body(1)).unwrap().into_iter().collect::<Vec<_>>(), [2026]);
    book.correct(second, "类型", json!({ "meeting_kind": "theme_party_day" }));
    assert_eq!(held_in(&book, 2026, kind), []);
    assert_eq!(held_in(&book, 2026, MeetingKind::ThemePartyDay), [meeting(1)]);
    let before = book.as_of(1).schedule(body(1), 2025).unwrap().unwrap();
    assert_eq!(before.held[&kind][0].meeting, meeting(1));
}

#[test]
fn a_late_meeting_stands_by_its_date_and_a_called_one_beside_those_held() {
    let mut book = Book::default();
    book.say("meeting.held", held(1, "party_lecture", "2026-05-10"));
    book.say("meeting.held", held(2, "party_lecture", "2026-01"));
    book.say(
        "meeting.noticed",
        json!({
            "meeting": meeting(3), "body": body(1), "meeting_kind": "party_lecture",
            "starts": "2026-12-10T09:00", "place": "会议室", "book": "1".repeat(64),
            "happened": "2026-11-20"
        }),
    );
    assert_eq!(held_in(&book, 2026, MeetingKind::PartyLecture), [meeting(2), meeting(1)]);
    let row = book.fold().schedule(body(1), 2026).unwrap().unwrap();
    assert_eq!(row.called[0].meeting, meeting(3));
    let all = book.fold().meetings_of(body(1)).unwrap();
    assert_eq!(all, [meeting(1), meeting(2), meeting(3)]);
}
