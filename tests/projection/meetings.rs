//! Meetings: figures, lateness, corrections, speeches, files.

use super::{Book, body, meeting, motion, person, seal};
use serde_json::{Value, json};
use yishi::domain::MeetingKind;
use yishi::projection::MeetingRow;

pub(super) fn held(number: u128, kind: &str, on: &str) -> Value {
    json!({
        "meeting": meeting(number), "body": body(1), "meeting_kind": kind, "form": "onsite",
        "place": "会议室", "chair": person(1), "recorder": person(2), "book": "0".repeat(64),
        "happened": on
    })
}

fn row(book: &Book) -> MeetingRow {
    book.fold().meeting(meeting(1)).unwrap().unwrap()
}

#[test]
fn a_meeting_holds_the_figures_that_a_verdict_needs() {
    let mut book = Book::default();
    let mut data = held(1, "branch_general_meeting", "2026-11-20T19:00");
    data["entitled"] = json!([person(1), person(2), person(3), person(4)]);
    data["without_vote"] = json!([person(5)]);
    data["leave"] = json!([{ "person": person(3), "reason": seal('a') }]);
    data["absent"] = json!([{ "person": person(4) }]);
    data["observers"] = json!([{ "name": seal('b') }]);
    data["excluded"] = json!([{
        "person": person(6), "ground": "serving_sentence", "superior_reply": "批复1号",
        "motion": motion(1)
    }]);
    data["agenda"] = json!([{ "title": "供暖" }]);
    book.say("meeting.held", data);
    let held = row(&book).held.unwrap();
    assert_eq!((held.entitled, held.present, held.without_vote), (Some(4), Some(2), 1));
    assert_eq!((held.leave, held.absent, held.observers, held.counted), (1, 1, 1, false));
    assert_eq!(held.excluded[0].motion, Some(motion(1)));
    assert_eq!(held.agenda[0].as_str(), "供暖");
    let json = book.fold().rows(yishi::projection::Table::Meetings).unwrap().remove(0).1;
    assert!(!json.contains(&"a".repeat(64)), "reasons stay where they are");
}

#[test]
fn an_old_meeting_may_know_only_the_numbers() {
    let mut book = Book::default();
    let mut data = held(1, "branch_general_meeting", "2012");
    data["counted"] = json!({ "entitled": 40, "present": 31 });
    book.say("meeting.held", data);
    let held = row(&book).held.unwrap();
    assert_eq!((held.entitled, held.present, held.counted), (Some(40), Some(31), true));
}

#[test]
fn lateness_counts_days_from_the_last_possible_day_to_the_first_recording() {
    for (on, at, late) in [
        ("2026-11-20", "2026-11-20T02:00:00.000Z", None),
        ("2026-11-20T19:00", "2026-11-20T15:59:59.999Z", None),
        // Midnight in China is 16:00 UTC.
        ("2026-11-20T19:00", "2026-11-20T16:00:00.000Z", Some(1)),
        ("2026-10", "2026-11-22T02:00:00.000Z", Some(22)),
        ("2026", "2026-11-22T02:00:00.000Z", None),
    ] {
        let mut book = Book::default();
        let mut data = held(1, "party_lecture", on);
        data["late_reason"] = "补录".into();
        book.say_at(at, "meeting.held", data);
        let found = row(&book).held_late;
        assert_eq!(found.as_ref().map(|late| late.days), late, "{on} {at}");
        assert!(found.is_none_or(|late| late.reason.unwrap().as_str() == "补录"));
    }
    // A correction does not make a meeting later than it was.
    let mut book = Book::default();
    let on = "2026-11-20";
    let seq = book.say_at("2026-11-21T02:00:00.000Z", "meeting.held", held(1, "party_lecture", on));
    book.correct(seq, "地点", json!({ "place": "活动室" }));
    assert_eq!(row(&book).held_late.unwrap().days, 1);
}

#[test]
fn minutes_are_corrected_and_corrected_again() {
    let mut book = Book::default();
    let first = book.say("meeting.held", held(1, "party_lecture", "2026-01-10"));
    let second = book.correct(first, "类型", json!({ "meeting_kind": "theme_party_day" }));
    book.correct(second, "日期", json!({ "happened": "2026-01-09" }));
    let held = row(&book).held.unwrap();
    assert_eq!(
        (held.meeting_kind, held.on.to_string()),
        (MeetingKind::ThemePartyDay, "2026-01-09".into())
    );
    assert_eq!(held.corrected.unwrap().times, 2);
    let before = book.as_of(1).meeting(meeting(1)).unwrap().unwrap().held.unwrap();
    assert_eq!((before.meeting_kind, &before.corrected), (MeetingKind::PartyLecture, &None));
}

#[test]
fn a_notice_its_posting_and_its_cancelling_are_kept_apart_from_the_minutes() {
    let mut book = Book::default();
    let posted =
        |on: &str, place: &str| json!({ "meeting": meeting(1), "place": place, "happened": on });
    book.say("meeting.notice_posted", posted("2026-01-03", "楼门"));
    book.say(
        "meeting.noticed",
        json!({
            "meeting": meeting(1), "body": body(1), "meeting_kind": "branch_general_meeting",
            "starts": "2026-01-10T19:00", "place": "会议室", "agenda": [{ "title": "供暖" }],
            "book": "1".repeat(64), "happened": "2026-01-02"
        }),
    );
    book.say("meeting.notice_posted", posted("2026-01-02", "公告栏"));
    book.say(
        "meeting.cancelled",
        json!({ "meeting": meeting(1), "reason": "停电", "happened": "2026-01-09" }),
    );
    let row = row(&book);
    let places: Vec<_> = row.posted.iter().map(|posting| posting.place.as_str()).collect();
    assert_eq!(places, ["公告栏", "楼门"]);
    assert_eq!(row.notice.as_ref().unwrap().starts.to_string(), "2026-01-10T19:00");
    assert_eq!(row.cancelled.as_ref().unwrap().reason.as_str(), "停电");
    assert_eq!((row.held.is_none(), row.body()), (true, Some(body(1))));
    assert_eq!(row.date().unwrap().to_string(), "2026-01-10T19:00");
}

#[test]
fn speeches_are_counted_once_however_often_corrected() {
    let mut book = Book::default();
    let speech = |dissent: bool| {
        json!({
            "meeting": meeting(1), "speaker": person(1), "text": seal('a'), "dissent": dissent,
            "happened": "2026-01-10"
        })
    };
    book.say("meeting.speech_noted", speech(false));
    let second = book.say("meeting.speech_noted", speech(false));
    let fix = book.correct(second, "保留意见", json!({ "dissent": true }));
    let counts = |book: &Book| {
        let row = row(book);
        [row.speeches, row.dissents, row.speeches_corrected]
    };
    assert_eq!(counts(&book), [2, 1, 1]);
    book.correct(fix, "并非保留意见", json!({ "dissent": false }));
    assert_eq!(counts(&book), [2, 0, 1]);
}

#[test]
fn signatures_and_files_stand_with_the_meeting() {
    let mut book = Book::default();
    book.say(
        "meeting.minutes_confirmed",
        json!({
            "meeting": meeting(1), "happened": "2026-01-11",
            "sign_offs": [{ "person": person(1), "capacity": "chair" }]
        }),
    );
    let file = book.say(
        "meeting.attached",
        json!({
            "meeting": meeting(1), "attachment_kind": "photo", "title": "合影", "bytes": 5,
            "sha256": "2".repeat(64), "media_type": "image/jpeg", "happened": "2026-01-10"
        }),
    );
    book.correct(file, "名称", json!({ "title": "签到" }));
    let row = row(&book);
    assert_eq!(row.minutes_confirmed[0].sign_offs[0].person, person(1));
    assert_eq!((row.attachments.len(), row.attachments[0].title.as_str()), (1, "签到"));
}
