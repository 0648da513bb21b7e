//! Boundary cases by id: how many members a branch has, its term, and what is not done in elections.

use super::boundary_ids::sure;
use super::boundary_votes::{check, verdict};
use super::{assembly, day, frequency, question, shipped};
use serde_json::json;
use yishi::domain::{BodyKind, ElectionKind, MatterKind, MeetingKind};
use yishi::law::{
    Act, Certainty, Days, Matter, Missing, Outcome, Question, consequences, whole_months,
};

/// A question about a branch, without a motion.
fn branch(question: Question) -> Matter {
    Matter { matter: None, ..assembly(question, MatterKind::Other) }
}

fn electing(question: Question, kind: ElectionKind) -> Matter {
    Matter { election: Some(kind), ..branch(question) }
}

#[test]
fn k14_a_branch_of_its_own_and_a_committee_of_its_own() {
    let full = |number: u32| json!({"full": number, "probationary": 4});
    check(vec![
        ("K14", branch(Question::FORMATION), full(2), "not_satisfied"),
        ("K14", branch(Question::FORMATION), full(3), "satisfied"),
        ("K14", branch(question("committee_required")), full(6), "not_satisfied"),
        ("K14", branch(question("committee_required")), full(7), "satisfied"),
        ("BR-01", branch(question("size")), json!({"members": 50}), "satisfied"),
        ("BR-01", branch(question("size")), json!({"members": 51}), "advisory"),
    ]);
}

#[test]
fn k15_a_temporary_branch_admits_nobody() {
    let acts = |number: u32| json!({"barred_acts": number});
    let admits = assembly(question("competence"), MatterKind::AcceptProbationary);
    let temporary = Matter { body: BodyKind::TemporaryBranch, ..admits.clone() };
    let plans = Matter { matter: Some(MatterKind::WorkPlan), ..temporary.clone() };
    check(vec![
        ("K15", temporary.clone(), acts(1), "not_satisfied"),
        ("K15", temporary, acts(0), "satisfied"),
        ("an ordinary branch is not asked", admits, acts(1), "undetermined"),
        ("nor is a work plan", plans, acts(1), "undetermined"),
    ]);
}

#[test]
fn k16_and_k17_a_quarter_without_an_assembly_is_a_reminder() {
    let quarter = |on| frequency(MeetingKind::BranchGeneralMeeting, on);
    check(vec![
        ("K16", quarter("2025-01-10"), json!({"held": 1}), "satisfied"),
        ("K16", quarter("2025-11-15"), json!({"held": 0}), "advisory"),
        ("K17", quarter("2025-02-01"), json!({"held": 2}), "satisfied"),
        ("K17", quarter("2025-08-15"), json!({"held": 0}), "advisory"),
    ]);
}

#[test]
fn k18_the_term_of_a_community_branch() {
    let days = Days {
        elected: Some(day("2021-06-20")),
        term_end: Some(day("2026-06-20")),
        ..Days::default()
    };
    let matter = electing(Question::QUORUM, ElectionKind::BranchCommittee);
    let found = consequences(&shipped(), &matter, &days);
    let told: Vec<_> =
        found.iter().map(|one| (one.act, one.last_day, one.citation.certainty)).collect();
    let expected = |act, on, certainty| (act, Some(day(on)), certainty);
    for one in &found {
        sure("K18", one.citation.certainty);
    }
    assert_eq!(
        told,
        [
            expected(Act::EndTerm, "2026-06-20", Certainty::Certain),
            expected(Act::Remind, "2025-12-20", Certainty::Advisory),
            expected(Act::EndDeferral, "2027-06-20", Certainty::Advisory),
        ],
        "K18"
    );
}

#[test]
fn k20_and_k39_what_the_text_says_generally() {
    let months = |number: u32| json!({"standing_months": number});
    let secretary = electing(question("eligibility"), ElectionKind::BranchOfficers);
    let deferral = electing(question("deferral"), ElectionKind::BranchCommittee);
    let deferred = whole_months(day("2026-06-20"), day("2027-08-20"));
    assert_eq!(deferred, Some(14));
    check(vec![
        ("K20", secretary.clone(), months(10), "advisory"),
        ("K20", secretary, months(12), "satisfied"),
        ("K39", deferral.clone(), json!({"deferral_months": deferred}), "advisory"),
        ("K39", deferral, json!({"deferral_months": 12}), "satisfied"),
    ]);
}

#[test]
fn k38_nobody_votes_for_an_absent_member() {
    let cast = |number: u32| json!({"cast_for_absent": number});
    for kind in [ElectionKind::BranchCommittee, ElectionKind::BranchOfficers] {
        check(vec![
            ("K38", electing(question("proxy"), kind), cast(1), "not_satisfied"),
            ("K38", electing(question("proxy"), kind), cast(0), "satisfied"),
        ]);
    }
}

#[test]
fn k40_without_the_reply_of_the_superior_nothing_can_be_said() {
    let matter = electing(question("nomination"), ElectionKind::BranchCommittee);
    let found = verdict(&matter, &json!({"candidates": 4}));
    let Outcome::Undetermined { missing } = found.outcome else {
        panic!("K40 is undetermined");
    };
    assert_eq!(missing.len(), 1, "K40");
    let Missing::Figure(figure) = missing[0] else { panic!("a figure is missing") };
    assert_eq!(figure.word(), "superior_agreed", "K40");
    check(vec![
        ("K40", matter.clone(), json!({"candidates": 4, "superior_agreed": 4}), "satisfied"),
        ("K40", matter, json!({"candidates": 4, "superior_agreed": 3}), "not_satisfied"),
    ]);
}
