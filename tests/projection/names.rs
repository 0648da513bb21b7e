//! What things are called, and which thing a label means.

use super::{Book, Saved, body, branch_founded, meeting, person, post, seal, ulid};
use serde_json::json;
use std::sync::Arc;
use yishi::domain::{CandidateId, ElectionId, PostKind, Thing};
use yishi::event::Names;
use yishi::ledger::{Commitment, Value};
use yishi::projection::{Projections, Shown};

fn zh(all: &Projections, thing: impl Into<Thing>) -> String {
    let open = |seal: &Commitment| {
        seal.to_string().starts_with("aa").then(|| Value::String("王国强".to_owned()))
    };
    Shown { all, open: &open }.name(thing.into()).zh
}

/// A branch with a person, a post, an election and a candidate.
fn town() -> Book {
    let mut book = Book::default();
    book.say("body.established", branch_founded(1, "2018-01-01", "第一支部"));
    for (number, digit) in [(1, 'a'), (2, 'b')] {
        let data = json!({ "person": person(number), "name": seal(digit), "happened": "2018" });
        book.say("person.registered", data);
    }
    for (number, who, on) in [(1, 1, "2018-02-01"), (2, 2, "2019-02-01"), (3, 1, "2020-02-01")] {
        let data = json!({
            "post": post(number), "person": person(who), "body": body(1), "basis": "elected",
            "post_kind": "secretary", "happened": on
        });
        book.say("post.filled", data);
    }
    let vacated = json!({
        "post": post(3), "person": person(1), "body": body(1), "ground": "resigned",
        "happened": "2021"
    });
    book.say("post.vacated", vacated);
    let election = ElectionId::new(ulid(7));
    let called = json!({
        "election": election, "body": body(1), "election_kind": "branch_committee",
        "method": "secret_ballot", "book": "0".repeat(64), "label": "换届",
        "seats": [{ "post_kind": "secretary", "seats": 1 }], "happened": "2021-01-01"
    });
    book.say("election.called", called);
    let nominated = json!({
        "election": election, "candidate": CandidateId::new(ulid(8)), "person": person(1),
        "source": "party_members", "post_kind": "secretary", "happened": "2021-01-02"
    });
    book.say("election.candidate_nominated", nominated);
    book
}

#[test]
fn a_post_and_a_candidate_are_named_by_whom_and_where() {
    let all = town().fold();
    assert_eq!(zh(&all, post(1)), "第一支部书记(王国强)");
    assert_eq!(zh(&all, post(2)), "第一支部书记(〔已封存〕)");
    assert_eq!(zh(&all, CandidateId::new(ulid(8))), "王国强");
    assert!(zh(&all, post(9)).starts_with('〔'), "not on record");
    assert!(all.knows(post(1).into()).unwrap() && !all.knows(post(9).into()).unwrap());
    assert!(all.knows(CandidateId::new(ulid(8)).into()).unwrap());
}

#[test]
fn the_post_that_is_meant_is_the_one_still_held() {
    let all = town().fold();
    let held = all.post_of(person(1), body(1), PostKind::Secretary).unwrap();
    assert_eq!(held, Some(post(1)), "the later one is vacated");
    assert_eq!(all.post_of(person(1), body(1), PostKind::DeputySecretary).unwrap(), None);
    let election = ElectionId::new(ulid(7));
    let candidate = all.candidate_of(election, person(1)).unwrap();
    assert_eq!(candidate, Some(CandidateId::new(ulid(8))));
    assert_eq!(all.candidate_of(election, person(2)).unwrap(), None);
}

#[test]
fn a_label_that_is_given_again_means_the_newest_also_when_saved_in_between() {
    let mut book = town();
    let converted = json!({
        "body": body(1), "body_kind": "party_branch", "name": "红旗:支部", "happened": "2020"
    });
    book.say("body.converted", converted);
    book.say("body.established", branch_founded(2, "2021-01-01", "第一支部"));
    let saved = Arc::new(Saved::default());
    let mut half = saved.reopened(0);
    book.entries.iter().take(9).for_each(|entry| half.apply(entry).unwrap());
    saved.save(&mut half);
    book.entries.iter().for_each(|entry| half.apply(entry).unwrap());
    for all in [half, book.fold()] {
        let found = |word: &str, text: &str| all.called(word, text).unwrap();
        assert_eq!(found("body", "第一支部"), Some(body(2).into()));
        assert_eq!(found("body", "红旗:支部"), Some(body(1).into()));
        assert_eq!(found("election", "换届"), Some(ElectionId::new(ulid(7)).into()));
        assert_eq!((found("meeting", "换届"), found("person", "王国强")), (None, None));
        assert_eq!(zh(&all, body(1)), "红旗:支部");
    }
    assert!(zh(&book.fold(), meeting(1)).starts_with('〔'));
}
