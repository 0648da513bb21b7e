//! Whatever the order of recording, and whatever is saved in between: the same rows.

use super::{AT, Book, Saved, all_rows, body, day, entry, meeting, motion, person, post, seal};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::Arc;
use yishi::domain::{MeetingKind, MemberStatus};
use yishi::event::Recorded;
use yishi::projection::{Projections, Table, Unreadable};

/// A fact without its date: what it says, and perhaps which earlier fact of the list it corrects.
#[derive(Debug, Clone)]
struct Said {
    kind: &'static str,
    data: Value,
    corrects: Option<usize>,
}

const CHANGES: [&str; 9] = [
    "brought_forward",
    "joined",
    "became_full",
    "left",
    "rights_suspended",
    "rights_restored",
    "reported_in",
    "report_ended",
    "recorded_in_error",
];

fn of_body() -> impl Strategy<Value = (&'static str, Value)> {
    (0..4_usize, 1..5_u128, 1..5_u128, any::<bool>()).prop_map(|(kind, one, other, flag)| {
        let named = json!({ "body": body(one), "body_kind": "party_branch", "name": "支部" });
        match kind {
            0 => {
                let mut data = named;
                data["basis"] = if flag { "founded".into() } else { "brought_forward".into() };
                ("body.established", data)
            }
            1 => ("body.converted", named),
            2 => ("body.placed_under", json!({ "body": body(one), "parent": body(other) })),
            _ if flag => {
                let data = json!({ "body": body(one), "ground": "merged", "into": body(other) });
                ("body.dissolved", data)
            }
            _ => ("body.dissolved", json!({ "body": body(one), "ground": "task_done" })),
        }
    })
}

fn of_person() -> impl Strategy<Value = (&'static str, Value)> {
    let change = (0..CHANGES.len(), proptest::option::of(0..MemberStatus::ALL.len()));
    (0..9_usize, 1..4_u128, 1..5_u128, change, 1..4_u128).prop_map(
        |(kind, who, place, (change, status), number)| match kind {
            0 => ("person.registered", json!({ "person": person(who), "name": seal('a') })),
            1 => {
                let data = json!({
                    "person": person(who), "seals": ["b".repeat(64)], "ground": "time_over"
                });
                ("person.data_erased", data)
            }
            2 => {
                let data = json!({
                    "post": post(number), "person": person(who), "body": body(place),
                    "post_kind": "secretary", "basis": "elected"
                });
                ("post.filled", data)
            }
            3 => {
                let ground = if number == 1 { "recorded_in_error" } else { "resigned" };
                let data = json!({
                    "post": post(number), "person": person(who), "body": body(place),
                    "ground": ground
                });
                ("post.vacated", data)
            }
            _ => {
                let mut data = json!({
                    "person": person(who), "body": body(place), "change": CHANGES[change]
                });
                if let Some(status) = status {
                    data["status"] = MemberStatus::ALL[status].word().into();
                }
                ("membership.changed", data)
            }
        },
    )
}

fn of_meeting() -> impl Strategy<Value = (&'static str, Value)> {
    (0..7_usize, 1..4_u128, 1..4_u128, 0..MeetingKind::ALL.len()).prop_map(
        |(kind, number, place, which)| {
            let kind_of_meeting = MeetingKind::ALL[which].word();
            let meeting = meeting(number);
            let place = body(place);
            match kind {
                0 | 1 => (
                    "meeting.held",
                    json!({
                        "meeting": meeting, "body": place, "meeting_kind": kind_of_meeting,
                        "also": ["party_lecture"], "form": "onsite", "place": "会议室",
                        "chair": person(1), "recorder": person(2), "book": "0".repeat(64)
                    }),
                ),
                2 => (
                    "meeting.noticed",
                    json!({
                        "meeting": meeting, "body": place, "meeting_kind": kind_of_meeting,
                        "starts": "2026-01-10", "place": "会议室", "book": "0".repeat(64)
                    }),
                ),
                3 => ("meeting.notice_posted", json!({ "meeting": meeting, "place": "楼门" })),
                4 => ("meeting.minutes_confirmed", json!({ "meeting": meeting })),
                5 => ("meeting.cancelled", json!({ "meeting": meeting, "reason": "停电" })),
                _ => (
                    "meeting.speech_noted",
                    json!({
                        "meeting": meeting, "speaker": person(1), "text": seal('c'),
                        "dissent": which == 0
                    }),
                ),
            }
        },
    )
}

fn of_motion() -> impl Strategy<Value = (&'static str, Value)> {
    (0..6_usize, 1..4_u128, 1..4_u128, 0..9_u32).prop_map(|(kind, number, at, count)| {
        let motion = motion(number);
        match kind {
            0 => (
                "motion.proposed",
                json!({
                    "motion": motion, "body": body(at), "meeting": meeting(at), "text": "甲",
                    "matter_kind": "other", "agenda_item": count + 1
                }),
            ),
            1 => ("motion.amended", json!({ "motion": motion, "text": format!("乙{count}") })),
            2 => (
                "motion.voted",
                json!({
                    "motion": motion, "meeting": meeting(at), "method": "show_of_hands",
                    "in_favour": count, "against": 0, "abstain": 0
                }),
            ),
            3 => ("motion.withdrawn", json!({ "motion": motion })),
            4 => ("motion.referred", json!({ "motion": motion, "body": body(at) })),
            _ => ("motion.announced", json!({ "motion": motion, "announced": "carried" })),
        }
    })
}

fn of_issue() -> impl Strategy<Value = (&'static str, Value)> {
    (0..8_usize, 1..4_u128, 1..4_u128, 0..9_u32).prop_map(|(kind, number, at, count)| {
        let issue = domain::IssueId::new(super::ulid(number));
        let other = domain::IssueId::new(super::ulid(at));
        let activity = domain::ActivityId::new(super::ulid(at));
        match kind {
            0 => (
                "issue.raised",
                json!({
                    "issue": issue, "body": body(at), "issue_kind": "wish", "source": "owner",
                    "category": "other", "text": format!("丙{count}"), "again": other
                }),
            ),
            1 => ("issue.deliberated", json!({ "issue": issue, "meeting": meeting(at) })),
            2 => ("issue.assigned", json!({ "issue": issue, "responsible": person(at) })),
            3 => ("issue.progressed", json!({ "issue": issue, "text": format!("丁{count}") })),
            4 => ("issue.closed", json!({ "issue": issue, "outcome": "solved", "result": "好" })),
            5 => ("issue.feedback_given", json!({ "issue": issue, "text": "告知" })),
            6 => (
                "meeting.held",
                json!({
                    "meeting": meeting(at), "body": body(at), "meeting_kind": "opinion_talk",
                    "form": "onsite", "place": "亭", "chair": person(1), "recorder": person(2),
                    "deliberation": {
                        "parties": [{ "party_kind": "residents" }], "issues": [issue]
                    },
                    "book": "0".repeat(64)
                }),
            ),
            _ => (
                "activity.held",
                json!({
                    "activity": activity, "body": body(at), "activity_kind": "visit",
                    "theme": "走访", "place": "楼", "work": format!("戊{count}"), "issue": issue
                }),
            ),
        }
    })
}

fn of_election() -> impl Strategy<Value = (&'static str, Value)> {
    (0..9_usize, 1..3_u128, 1..4_u128, 0..9_u32).prop_map(|(kind, number, at, count)| {
        let election = domain::ElectionId::new(super::ulid(number));
        let candidate = domain::CandidateId::new(super::ulid(10 * number + at));
        let counted = domain::CountId::new(super::ulid(number));
        let roll = domain::RollId::new(super::ulid(1));
        let about = json!({ "election": election });
        let (kind, more) = match kind {
            0 => (
                "election.called",
                json!({ "body": body(at), "election_kind": "owner_committee",
                    "method": "recorded_vote", "book": "0".repeat(64),
                    "seats": [{ "post_kind": "committee_member", "seats": count + 1 }] }),
            ),
            1 => (
                "election.candidate_nominated",
                json!({ "candidate": candidate, "person": person(at), "source": "owners",
                    "post_kind": "committee_member" }),
            ),
            2 => (
                "election.candidate_reviewed",
                json!({ "candidate": candidate, "criterion": "fees_paid", "result": "met" }),
            ),
            3 => ("election.candidate_withdrawn", json!({ "candidate": candidate })),
            4 => ("election.listed", json!({ "stage": "final", "candidates": [candidate] })),
            5 => (
                "election.declared",
                json!({ "round": count + 1, "elected": [{ "candidate": candidate,
                    "post_kind": "committee_member" }] }),
            ),
            6 => ("election.approved", json!({ "subject": "result", "reply": "filed" })),
            7 => (
                "count.opened",
                json!({ "count": counted, "meeting": meeting(at), "roll": roll,
                    "candidates": [candidate], "voting_from": "2024-03-05",
                    "voting_until": "2024-03-20", "silence": "not_participating",
                    "keying": "single" }),
            ),
            _ => {
                let share = json!({ "heads": count, "area": 100 * count });
                let totals = json!({ "participating": share, "candidates": [
                    { "candidate": candidate, "in_favour": share }] });
                let data = json!({ "count": counted, "basis": "tally_sheet", "totals": totals });
                return ("count.certified", data);
            }
        };
        let mut data = about;
        data.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        (kind, data)
    })
}

/// Facts, some of which correct one that was corrected by none so far.
fn book_of(most: usize) -> impl Strategy<Value = Vec<Said>> {
    let fact =
        prop_oneof![of_body(), of_person(), of_meeting(), of_motion(), of_issue(), of_election()];
    let fact = (fact, proptest::option::weighted(0.3, any::<prop::sample::Index>()));
    proptest::collection::vec(fact, 1..most).prop_map(|facts| {
        let mut said: Vec<Said> = Vec::new();
        let mut corrected = BTreeSet::new();
        for ((kind, data), corrects) in facts {
            let target = corrects.filter(|_| !said.is_empty()).map(|index| index.index(said.len()));
            let fact = match target.filter(|target| corrected.insert(*target)) {
                // A correction keeps kind and tags: it repeats the fact, on another day.
                Some(target) => Said { corrects: Some(target), ..said[target].clone() },
                None => Said { kind, data, corrects: None },
            };
            said.push(fact);
        }
        said
    })
}

/// Records facts in this order, each on the day of its place in `days`.
fn record(said: &[Said], order: &[usize], days: &[usize]) -> Vec<Recorded> {
    let mut seqs = vec![0; said.len()];
    let mut entries = Vec::new();
    for (seq, place) in (0..).zip(order.iter().copied()) {
        let Said { kind, mut data, corrects } = said[place].clone();
        seqs[place] = seq;
        let date = day("2024-01-01") + chrono::Days::new(u64::try_from(days[place]).unwrap());
        data["happened"] = date.to_string().into();
        if let Some(target) = corrects {
            data["corrects"] = seqs[target].into();
            data["correction_reason"] = "有误".into();
        }
        entries.push(entry(seq, AT, kind, data));
    }
    entries
}

/// The order wished for, with every correction moved behind what it corrects.
fn possible(said: &[Said], wished: &[usize]) -> Vec<usize> {
    let mut order: Vec<usize> = Vec::new();
    while order.len() < said.len() {
        let ready = |place: &&usize| {
            let done = said[**place].corrects.is_none_or(|target| order.contains(&target));
            done && !order.contains(place)
        };
        order.push(*wished.iter().find(ready).unwrap());
    }
    order
}

fn shuffled(length: usize) -> impl Strategy<Value = Vec<usize>> {
    Just((0..length).collect::<Vec<_>>()).prop_shuffle()
}

fn shuffled_book(most: usize) -> impl Strategy<Value = (Vec<Said>, Vec<usize>, Vec<usize>)> {
    book_of(most).prop_flat_map(|said| {
        let length = said.len();
        (Just(said), shuffled(length), shuffled(length))
    })
}

fn fingerprints(projections: &Projections) -> Vec<String> {
    let of = |table| projections.fingerprint(table).unwrap().to_string();
    Table::ALL.map(of).to_vec()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn any_order_of_recording_gives_equal_rows((said, days, wished) in shuffled_book(40)) {
        let as_listed: Vec<usize> = (0..said.len()).collect();
        let one = Projections::of(record(&said, &as_listed, &days)).unwrap();
        let other = Projections::of(record(&said, &possible(&said, &wished), &days)).unwrap();
        prop_assert_eq!(all_rows(&one), all_rows(&other));
        prop_assert_eq!(fingerprints(&one), fingerprints(&other));
    }

    #[test]
    fn saved_in_between_and_loaded_again_is_the_same_as_a_full_fold(
        (said, days, wished) in shuffled_book(40), every in 1..7_usize,
    ) {
        let entries = record(&said, &possible(&said, &wished), &days);
        let saved = Arc::new(Saved::default());
        let mut kept = saved.reopened(0);
        for (place, entry) in entries.iter().enumerate() {
            kept.apply(entry).unwrap();
            if place % every == 0 {
                saved.save(&mut kept);
                prop_assert_eq!(kept.changes(), vec![]);
                kept = saved.reopened(kept.next_seq());
                let prefix = Projections::of(&entries[..=place]).unwrap();
                prop_assert_eq!(all_rows(&kept), all_rows(&prefix));
            }
        }
        let full = Projections::of(&entries).unwrap();
        prop_assert_eq!(all_rows(&kept), all_rows(&full));
        prop_assert_eq!(fingerprints(&kept), fingerprints(&full));
        // An entry that is in already changes nothing.
        kept.apply(&entries[0]).unwrap();
        prop_assert_eq!(fingerprints(&kept), fingerprints(&full));
    }

    #[test]
    fn a_clone_brought_up_to_date_is_a_full_fold_and_leaves_the_other_as_it_was(
        (said, days, wished) in shuffled_book(30), first in 0..30_usize,
    ) {
        let entries = record(&said, &possible(&said, &wished), &days);
        let saved = Arc::new(Saved::default());
        let mut newest = saved.reopened(0);
        entries.iter().take(first).for_each(|entry| newest.apply(entry).unwrap());
        saved.save(&mut newest);
        let mut before = vec![newest.clone()];
        for entry in entries.iter().skip(first) {
            newest.apply(entry).unwrap();
            before.push(newest.clone());
        }
        for (place, one) in (first.min(entries.len())..).zip(before) {
            let fold = Projections::of(&entries[..place]).unwrap();
            prop_assert_eq!(one.next_seq(), fold.next_seq());
            prop_assert_eq!(all_rows(&one), all_rows(&fold));
        }
    }

    #[test]
    fn every_question_has_an_answer_on_every_day(
        (said, days, wished) in shuffled_book(40), date in 0..45_u64,
    ) {
        let all = Projections::of(record(&said, &possible(&said, &wished), &days)).unwrap();
        let date = day("2023-12-30") + chrono::Days::new(date);
        prop_assert_eq!(all.tree_on(date).unwrap().len(), all.bodies_on(date).unwrap().len());
        for number in 0..5 {
            let members = all.members_on(body(number), date).unwrap();
            let lists = [&members.with_vote, &members.probationary, &members.suspended];
            for list in lists {
                prop_assert!(list.is_sorted_by(|one, other| one < other), "nobody twice");
            }
            for seat in all.seats_on(body(number), date).unwrap() {
                prop_assert!(seat.from.begun_on(date));
            }
            for meeting in all.meetings_of(body(number)).unwrap() {
                prop_assert!(all.meeting(meeting).unwrap().is_some());
            }
            all.seats_of(person(number)).unwrap();
        }
    }
}

#[test]
fn rows_hold_no_null_and_no_number_of_an_entry() {
    let mut book = Book::default();
    let seq = book.say("meeting.held", super::meetings::held(1, "party_lecture", "2026-01-10"));
    book.correct(seq, "地点", json!({ "place": "活动室" }));
    let rows = book.fold().rows(Table::Meetings).unwrap();
    let expected = json!({
        "held": {
            "absent": 0, "body": body(1), "book": "0".repeat(64), "chair": person(1),
            "corrected": { "reason": "地点", "times": 1 }, "entitled": 0, "form": "onsite",
            "leave": 0, "meeting_kind": "party_lecture", "no_roll": true, "observers": 0, "on": "2026-01-10",
            "place": "活动室", "present": 0, "recorder": person(2), "without_vote": 0
        },
        "held_late": { "days": 316 }, "dissents": 0, "meeting": meeting(1), "speeches": 0,
        "speeches_corrected": 0
    });
    assert_eq!(serde_json::from_str::<Value>(&rows[0].1).unwrap(), expected);
    assert_eq!(rows[0].1, yishi::projection::canonical(&expected));
}

#[test]
fn a_damaged_value_is_an_error_and_not_an_answer() {
    let saved = Arc::new(Saved::default());
    let key = ("bodies".to_owned(), body(1).to_string());
    saved.0.lock().unwrap().insert(key, b"{".to_vec());
    let all = saved.reopened(1);
    let error = all.body(body(1)).unwrap_err();
    assert!(matches!(error, Unreadable::Facts { table, .. } if table == "bodies"));
    assert!(all.fingerprint(Table::Bodies).is_err());
    assert!(all.bodies_on(day("2026-01-01")).is_err());
}
