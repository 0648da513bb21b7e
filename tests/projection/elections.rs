//! Elections: what was known on a day, what the book said, late facts and corrected ones.

use super::{Book, body, day, meeting, person, post, ulid};
use serde_json::{Value, json};
use yishi::domain::{CandidateId, ElectionId, PostKind};
use yishi::projection::{ElectionRow, ElectionStage, Projections};

fn election() -> ElectionId {
    ElectionId::new(ulid(70))
}

fn candidate(number: u128) -> CandidateId {
    CandidateId::new(ulid(80 + number))
}

fn about(on: &str, fields: Value) -> Value {
    let mut data = json!({ "election": election(), "happened": on });
    let Value::Object(fields) = fields else { panic!("an object") };
    data.as_object_mut().unwrap().extend(fields);
    data
}

fn called(on: &str) -> Value {
    about(
        on,
        json!({ "body": body(1), "election_kind": "branch_committee", "method": "secret_ballot",
        "seats": [{ "post_kind": "committee_member", "seats": 3 }], "book": "0".repeat(64) }),
    )
}

fn nominated(number: u128, on: &str) -> Value {
    about(
        on,
        json!({ "candidate": candidate(number), "person": person(number),
        "post_kind": "committee_member", "source": "outgoing_committee" }),
    )
}

fn tallied(round: u32, on: &str, votes: &[u32]) -> Value {
    let tallies = (1..).zip(votes).map(|(number, yes)| {
        json!({ "candidate": candidate(number), "in_favour": yes, "against": 10 - yes, "abstain": 0 })
    });
    about(
        on,
        json!({ "meeting": meeting(1), "round": round, "round_kind": "election", "due": 10,
        "present": 10, "issued": 10, "returned": 10, "valid": 10, "invalid": 0,
        "tallies": tallies.collect::<Vec<_>>() }),
    )
}

fn declared(round: u32, on: &str, numbers: &[u128]) -> Value {
    let elected = numbers
        .iter()
        .map(|number| json!({ "candidate": candidate(*number), "post_kind": "committee_member" }));
    about(on, json!({ "round": round, "elected": elected.collect::<Vec<_>>() }))
}

fn filled(number: u128, on: &str) -> Value {
    about(
        on,
        json!({ "post": post(number), "person": person(number), "body": body(1),
        "post_kind": "committee_member", "basis": "elected" }),
    )
}

fn reply(word: &str, on: &str) -> Value {
    about(on, json!({ "subject": "result", "reply": word }))
}

fn row(all: &Projections) -> ElectionRow {
    all.election(election()).unwrap().unwrap()
}

fn stages(book: &Book, days: &[&str]) -> Vec<ElectionStage> {
    let row = row(&book.fold());
    days.iter().map(|date| row.on(day(date)).stage()).collect()
}

/// From the call on 1 March to the reply on 30 March.
fn whole() -> Book {
    let mut book = Book::default();
    book.say("election.called", called("2026-03-01"));
    for number in 1..=4 {
        book.say("election.candidate_nominated", nominated(number, "2026-03-05"));
    }
    let list = json!({ "stage": "final", "candidates": [candidate(2), candidate(1)] });
    book.say("election.listed", about("2026-03-10", list));
    book.say("election.tallied", tallied(1, "2026-03-20T09:00", &[9, 8, 7, 3]));
    book.say("election.declared", declared(1, "2026-03-20", &[1, 2, 3]));
    for number in 1..=3 {
        book.say("post.filled", filled(number, "2026-03-21"));
    }
    book.say("election.reported", about("2026-03-22", json!({ "subject": "result" })));
    book.say("election.approved", reply("approved", "2026-03-30"));
    book
}

#[test]
fn an_election_comes_as_far_as_the_day_that_is_asked_about() {
    use ElectionStage::{Approved, Called, Declared, Listed, Nominated, Reported};
    let days = [
        "2026-03-01",
        "2026-03-04",
        "2026-03-05",
        "2026-03-10",
        "2026-03-20",
        "2026-03-22",
        "2026-03-29",
        "2026-03-30",
    ];
    let stages = stages(&whole(), &days);
    assert_eq!(stages, [Called, Called, Nominated, Listed, Declared, Reported, Reported, Approved]);
    let row = row(&whole().fold());
    let held = |date: &str| row.on(day(date)).posts.len();
    assert_eq!((held("2026-03-20"), held("2026-03-21")), (0, 3));
    assert!(row.on(day("2026-02-28")).called.is_none());
}

#[test]
fn what_the_book_said_is_a_fold_over_fewer_entries() {
    let book = whole();
    for (entries, candidates, rounds, elected) in
        [(1, 0, 0, 0), (3, 2, 0, 0), (6, 4, 0, 0), (7, 4, 1, 0), (8, 4, 1, 3)]
    {
        let row = row(&book.as_of(entries));
        let found = (row.candidates.len(), row.rounds.len(), row.elected().count());
        assert_eq!(found, (candidates, rounds, elected), "{entries}");
    }
    assert!(book.as_of(0).election(election()).unwrap().is_none());
}

#[test]
fn a_late_nomination_stands_where_it_belongs_and_a_late_result_says_so() {
    let mut book = whole();
    book.say("election.candidate_nominated", nominated(5, "2026-03-03"));
    let row = row(&book.fold());
    let order: Vec<_> = row.candidates.iter().map(|one| one.candidate).collect();
    assert_eq!(order, [5, 1, 2, 3, 4].map(candidate));
    assert_eq!(row.on(day("2026-03-04")).candidates.len(), 1);
    // Everything here was recorded in November.
    assert!(row.declared_late.as_ref().is_some_and(|late| late.days > 200));
}

#[test]
fn a_corrected_count_replaces_the_old_one_and_later_rounds_stay() {
    let mut book = whole();
    book.say("election.tallied", tallied(2, "2026-03-20T09:00", &[9, 6]));
    let wrong = 6;
    let right = tallied(1, "2026-03-20T09:00", &[9, 8, 2, 7]);
    book.correct(wrong, "唱票记错", json!({ "tallies": right["tallies"] }));
    let row = row(&book.fold());
    let votes = |round: usize| -> Vec<u32> {
        row.rounds[round].tallies.iter().map(|one| one.in_favour).collect()
    };
    assert_eq!((votes(0), votes(1)), (vec![9, 8, 2, 7], vec![9, 6]));
    assert_eq!(row.rounds[0].corrected.as_ref().unwrap().times, 1);
    assert!(row.rounds[1].corrected.is_none());
    // Rounds are in their order, although both have the time of the meeting.
    assert_eq!(row.rounds.iter().map(|one| one.round).collect::<Vec<_>>(), [1, 2]);
}

#[test]
fn reviews_withdrawals_and_reductions_belong_to_the_election() {
    let mut book = whole();
    let review = |result: &str| json!({ "candidate": candidate(1), "criterion": "fees_paid", "result": result });
    book.say("election.candidate_reviewed", about("2026-03-06", review("unclear")));
    book.say("election.candidate_reviewed", about("2026-03-08", review("met")));
    book.say(
        "election.candidate_withdrawn",
        about("2026-03-15", json!({ "candidate": candidate(4) })),
    );
    let reduced = json!({ "post_kind": "committee_member", "seats": 2,
        "motion": super::motion(1) });
    book.say("election.seats_reduced", about("2026-03-20", reduced));
    let row = row(&book.fold());
    let reviews = |date: &str| {
        let row = row.on(day(date));
        let found = row.candidate(candidate(1)).unwrap().reviews.clone();
        found.iter().map(|one| one.result.word()).collect::<Vec<_>>()
    };
    assert_eq!(
        (reviews("2026-03-07"), reviews("2026-03-08")),
        (vec!["unclear"], vec!["unclear", "met"])
    );
    let gone = |date: &str| row.on(day(date)).candidate(candidate(4)).unwrap().withdrawn.is_some();
    assert_eq!((gone("2026-03-14"), gone("2026-03-15")), (false, true));
    let seats = |date: &str| row.on(day(date)).seats(PostKind::CommitteeMember);
    assert_eq!((seats("2026-03-19"), seats("2026-03-20")), (Some(3), Some(2)));
    assert_eq!(row.seats(PostKind::Secretary), None);
}

#[test]
fn a_post_that_ends_or_was_never_held_shows_with_its_election() {
    let mut book = whole();
    let vacated = |number: u128, ground: &str| {
        json!({ "post": post(number), "person": person(number), "body": body(1),
            "ground": ground, "happened": "2026-05-01" })
    };
    book.say("post.vacated", vacated(1, "resigned"));
    book.say("post.vacated", vacated(2, "recorded_in_error"));
    book.say("election.approved", reply("refused", "2026-06-01"));
    let row = row(&book.fold());
    let posts: Vec<_> = row.posts.iter().map(|one| (one.post, one.vacated.is_some())).collect();
    assert_eq!(posts, [(post(1), true), (post(3), false)]);
    let open = row.on(day("2026-04-30"));
    assert!(open.posts.iter().all(|one| one.vacated.is_none()));
    assert_eq!((open.stage(), row.stage()), (ElectionStage::Approved, ElectionStage::Refused));
    let seats = book.fold().seats_on(body(1), day("2026-06-02")).unwrap();
    assert!(seats.iter().all(|seat| seat.holding.election == Some(election())));
    assert_eq!(seats.len(), 1);
}
