//! The law from outside: a book, figures in, verdicts and sentences out.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of tests may fail loudly, and clippy knows only the tests themselves"
)]

mod announcement; // anybody's figures: faults, mistakes, percentages alone
mod book; // the shipped book, cards that are refused, which card answers
mod boundary; // K01 to K19 by id, and one below / exactly / one above for every share
mod boundary_branch; // members, terms and elections of a branch by id
mod boundary_committee; // the owners' committee and what owners ask for, by id
mod boundary_data; // the order of gates, publication, keeping and secrecy by id
pub(crate) mod boundary_ids; // which of the ids have a test
mod boundary_notice; // notice, posting, the roll of voters by id
mod boundary_residents; // residents, their committee and meetings by id
mod boundary_votes; // elections, owners and deliberation by id
mod calendar; // periods held, due and missing
mod charter; // a charter governs, and without one nothing is decided
mod consequence; // what may or must be done until when
mod deemed; // the vote with and without those who did not reply
mod document;
mod doubts; // docs/rules.md is current
mod election; // one round of voting: who is elected, tied, open
mod margin; // by how little it would have come out otherwise, tried out
mod owners; // heads and area, silence, invalid ballots, the Civil Code as a floor
mod property; // shares against a slow obvious version; no figures make it panic
mod residents_election; // a residents' committee elected in its three modes
mod sentence; // every kind of outcome in both languages
mod verdicts; // verdicts that are kept, each with its book
mod words; // a word of the cards is frozen

use chrono::NaiveDate;
use serde_json::Value;
use yishi::domain::{BodyKind, MatterKind, MeetingKind, Place};
use yishi::law::{Book, Card, Figures, Matter, Question, Verdict, judge};

/// The book that comes with the program.
fn shipped() -> Book {
    Book::shipped()
}

fn day(text: &str) -> NaiveDate {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").unwrap()
}

/// A question that the code does not name.
fn question(word: &str) -> Question {
    word.parse().unwrap()
}

/// A question about a motion in a branch members' assembly of 2025.
fn assembly(question: Question, about: MatterKind) -> Matter {
    Matter {
        question,
        body: BodyKind::PartyBranch,
        meeting: MeetingKind::BranchGeneralMeeting,
        matter: Some(about),
        election: None,
        formed: day("2025-03-05"),
        place: "CN-430103".parse::<Place>().unwrap(),
    }
}

/// A question about a branch committee meeting of 2025.
fn committee(question: Question) -> Matter {
    let meeting = MeetingKind::BranchCommitteeMeeting;
    Matter { meeting, ..assembly(question, MatterKind::WorkPlan) }
}

/// A question about a vote of owners in which the decision was formed on this day.
fn owners(question: Question, about: MatterKind, on: &str) -> Matter {
    Matter {
        question,
        body: BodyKind::OwnerAssembly,
        meeting: MeetingKind::OwnerAssemblyMeeting,
        matter: Some(about),
        election: None,
        formed: day(on),
        place: "CN-430103".parse::<Place>().unwrap(),
    }
}

/// A question of how often something was held, in the period of this day.
fn frequency(meeting: MeetingKind, on: &str) -> Matter {
    let matter = assembly(Question::FREQUENCY, MatterKind::Other);
    Matter { meeting, matter: None, formed: day(on), ..matter }
}

/// A question that this card answers, on its first day and at its own place.
fn asked_by(card: &Card) -> Matter {
    let applies = card.applies();
    let answers = |question: &Question| question.topics().contains(&applies.topic);
    Matter {
        question: Question::all().find(answers).unwrap_or(Question::RESULT),
        body: applies.bodies.first().copied().unwrap_or(BodyKind::PartyBranch),
        meeting: applies.meetings.first().copied().unwrap_or(MeetingKind::BranchGeneralMeeting),
        matter: applies.matters.first().copied(),
        election: applies.elections.first().copied(),
        formed: card.from(),
        place: card.jurisdiction().clone(),
    }
}

fn figures(json: &Value) -> Figures {
    serde_json::from_value(json.clone()).unwrap()
}

fn verdict(matter: &Matter, json: &Value) -> Verdict {
    judge(&shipped(), matter, &figures(json))
}
