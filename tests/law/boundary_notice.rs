//! Boundary cases by id: notice, posting, the voting window, objections.

use super::boundary_ids::sure;
use super::boundary_votes::{check, readings, told, verdict};
use super::{day, owners, shipped};
use serde_json::json;
use yishi::domain::{BodyKind, ElectionKind, MatterKind, MeetingKind};
use yishi::law::{Act, Days, Matter, Question, consequences, notice_days, posted_days};

/// A question about residents, answered for this day.
pub(super) fn residents(question: Question, meeting: MeetingKind, on: &str) -> Matter {
    Matter {
        body: BodyKind::ResidentsCommittee,
        meeting,
        matter: None,
        ..owners(question, MatterKind::Other, on)
    }
}

/// The same, about the election of the residents' committee.
pub(super) fn electing(question: Question, on: &str) -> Matter {
    Matter {
        election: Some(ElectionKind::ResidentsCommittee),
        ..residents(question, MeetingKind::ResidentsMeeting, on)
    }
}

/// What is disputed at exactly the number of days of a notice: the usual count, then clear days.
const NOTICE: &[(&str, bool)] = &[("first_day_not_counted", true), ("clear_days", false)];

#[test]
fn k58_and_k104_notice_of_an_owners_meeting() {
    let matter = |on| Matter { matter: None, ..owners(Question::NOTICE, MatterKind::Other, on) };
    for (id, noticed, meeting, expected) in [
        ("K58", "2025-06-01", "2025-06-16", "disputed"),
        ("K58", "2025-06-02", "2025-06-16", "not_satisfied"),
        ("CX-08", "2025-05-31", "2025-06-16", "satisfied"),
        ("K104", "2026-03-17", "2026-04-01", "disputed"),
        ("K104", "2026-03-18", "2026-04-01", "not_satisfied"),
    ] {
        let facts = json!({"notice_days": notice_days(day(noticed), day(meeting))});
        check(vec![(id, matter(meeting), facts.clone(), expected)]);
        let found = verdict(&matter(meeting), &facts);
        assert_eq!(found.citations[0].card, "OW-13", "{id}");
        if expected == "disputed" {
            assert_eq!(readings(&found), told(NOTICE), "{id}");
        }
    }
}

#[test]
fn a_notice_that_is_not_recorded_is_missing_and_a_city_does_not_shorten_it_undisputed() {
    let extraordinary = Matter {
        matter: None,
        ..owners(Question::EXTRAORDINARY_NOTICE, MatterKind::Other, "2025-06-16")
    };
    let hangzhou = Matter { place: "CN-330106".parse().unwrap(), ..extraordinary.clone() };
    check(vec![
        ("OW-13", extraordinary.clone(), json!({}), "undetermined"),
        ("OW-13", extraordinary, json!({"notice_days": 8}), "not_satisfied"),
        ("OW-13", hangzhou.clone(), json!({"notice_days": 16}), "satisfied"),
        // Seven days by the city, fifteen by the State Council.
        ("OW-13", hangzhou.clone(), json!({"notice_days": 8}), "disputed"),
        ("OW-13", hangzhou.clone(), json!({"notice_days": 7}), "disputed"),
        ("OW-13", hangzhou, json!({"notice_days": 6}), "not_satisfied"),
    ]);
}

#[test]
fn k73_the_voting_window_of_hangzhou() {
    let matter = Matter {
        matter: None,
        place: "CN-3301".parse().unwrap(),
        ..owners(Question::VOTING_WINDOW, MatterKind::Other, "2025-06-16")
    };
    check(vec![
        ("K73", matter.clone(), json!({"window_days": 4}), "not_satisfied"),
        ("K73", matter.clone(), json!({"window_days": 5}), "satisfied"),
        ("K73", matter.clone(), json!({"window_days": 60}), "satisfied"),
        ("K73", matter.clone(), json!({"window_days": 61}), "not_satisfied"),
    ]);
    let elsewhere = Matter { place: "CN-430103".parse().unwrap(), ..matter };
    check(vec![("no rule", elsewhere, json!({"window_days": 5}), "undetermined")]);
}

#[test]
fn k91_and_k92_the_roll_of_voters() {
    let ahead = notice_days(day("2026-03-01"), day("2026-03-21"));
    let matter = electing(Question::NOTICE, "2026-03-21");
    let found = verdict(&matter, &json!({"notice_days": ahead}));
    assert_eq!(readings(&found), told(NOTICE), "K91");
    check(vec![
        ("K91", matter.clone(), json!({"notice_days": ahead}), "disputed"),
        ("K91", matter.clone(), json!({"notice_days": 19}), "not_satisfied"),
        ("K91", matter.clone(), json!({"notice_days": 21}), "satisfied"),
    ]);
    let days = Days {
        published: Some(day("2026-03-01")),
        received: Some(day("2026-03-06")),
        ..Days::default()
    };
    let due = consequences(&shipped(), &matter, &days);
    let of = |act| due.iter().find(|one| one.act == act).unwrap();
    let object = of(Act::Object);
    assert_eq!(object.in_time(day("2026-03-06")), Some(true), "K92");
    assert_eq!(object.in_time(day("2026-03-07")), Some(false), "K92");
    sure("K92", object.citation.certainty);
    assert_eq!(of(Act::AnswerObjection).last_day, Some(day("2026-03-09")));
}

#[test]
fn k97_notice_of_the_residents_meeting() {
    let matter = residents(Question::NOTICE, MeetingKind::ResidentsMeeting, "2026-05-11");
    let ahead = notice_days(day("2026-05-01"), day("2026-05-11"));
    let found = verdict(&matter, &json!({"notice_days": ahead}));
    assert_eq!(readings(&found), told(NOTICE), "K97");
    check(vec![
        ("K97", matter.clone(), json!({"notice_days": ahead}), "disputed"),
        ("K97", matter.clone(), json!({"notice_days": 9}), "not_satisfied"),
        ("K97", matter, json!({"notice_days": 11}), "satisfied"),
    ]);
}

#[test]
fn k98_posting_of_residents_affairs() {
    let matter = residents(Question::POSTING, MeetingKind::ResidentsMeeting, "2026-03-01");
    let until = |removed| {
        let days = posted_days(day("2026-03-01"), day(removed));
        verdict(&matter, &json!({"posted_days": days}))
    };
    let disputed = told(&[("full_days", false), ("inclusive", true)]);
    assert_eq!(readings(&until("2026-03-15")), disputed, "K98");
    assert_eq!(readings(&until("2026-03-16")), disputed);
    check(vec![
        ("K98", matter.clone(), json!({"posted_days": 15}), "disputed"),
        ("K98", matter.clone(), json!({"posted_days": 17}), "satisfied"),
    ]);
    assert_eq!(until("2026-03-17").outcome.word(), "satisfied", "K98");
    assert_eq!(until("2026-03-14").outcome.word(), "not_satisfied");
}
