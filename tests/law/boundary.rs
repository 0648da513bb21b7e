//! Boundary cases by id, as a table of facts; and one below, exactly, one above for every share.

use super::boundary_votes::check;
use super::{assembly, committee, frequency, verdict};
use serde_json::json;
use yishi::domain::{MatterKind, MeetingKind};
use yishi::law::{Finding, Matter, Note, Outcome, Question};

fn quorum() -> Matter {
    assembly(Question::QUORUM, MatterKind::WorkPlan)
}

fn result() -> Matter {
    assembly(Question::RESULT, MatterKind::WorkPlan)
}

fn admission() -> Matter {
    assembly(Question::RESULT, MatterKind::AcceptProbationary)
}

#[test]
fn k01_to_k07_the_assembly() {
    check(vec![
        ("K01", quorum(), json!({"due": 16, "present": 8}), "disputed"),
        ("K02", result(), json!({"due": 16, "present": 16, "in_favour": 8}), "not_satisfied"),
        ("K03", quorum(), json!({"due": 16, "present": 9}), "satisfied"),
        ("K03", result(), json!({"due": 16, "present": 9, "in_favour": 9}), "satisfied"),
        ("K04", quorum(), json!({"due": 15, "present": 8}), "satisfied"),
        ("K04", result(), json!({"due": 15, "present": 8, "in_favour": 8}), "satisfied"),
        ("K05", quorum(), json!({"due": 15, "present": 7}), "not_satisfied"),
        ("K05", result(), json!({"due": 15, "present": 7, "in_favour": 7}), "not_satisfied"),
        ("K06", result(), json!({"due": 20, "present": 12, "in_favour": 11}), "satisfied"),
        ("K07", result(), json!({"due": 20, "present": 12, "in_favour": 10}), "not_satisfied"),
    ]);
}

#[test]
fn k01_names_both_readings() {
    let Outcome::Disputed { readings } =
        verdict(&quorum(), &json!({"due": 16, "present": 8})).outcome
    else {
        panic!("K01 is disputed");
    };
    let told: Vec<_> = readings.iter().map(|one| (one.choices[0].key.as_str(), one.met)).collect();
    assert_eq!(told, [("inclusive", true), ("strict", false)]);
}

#[test]
fn at_exactly_half_attendance_the_dispute_changes_no_failed_vote() {
    let found = verdict(&result(), &json!({"due": 16, "present": 8, "in_favour": 8}));
    assert_eq!(found.outcome, Outcome::NotSatisfied);
    assert!(found.notes.contains(&Note::DisputeWithoutEffect { card: "BR-06".to_owned() }));
}

#[test]
fn k08_exclusions_are_disputed_only_with_both_approvals() {
    let claimed = json!({"due": 20, "present": 12, "in_favour": 9,
        "excluded_without_approvals": 4});
    let approved = json!({"due": 20, "present": 12, "in_favour": 9, "excluded_with_approvals": 4});
    check(vec![
        ("K08", result(), claimed.clone(), "not_satisfied"),
        ("K08", result(), approved.clone(), "disputed"),
    ]);
    let note = Note::ExclusionsWithoutApprovals { count: 4 };
    assert!(verdict(&result(), &claimed).notes.contains(&note));
    let Outcome::Disputed { readings } = verdict(&result(), &approved).outcome else {
        panic!("K08 is disputed");
    };
    let wholes: Vec<_> =
        readings.iter().map(|one| (one.comparisons[1].whole.total, one.met)).collect();
    assert_eq!(wholes, [(Some(20), false), (Some(16), true)]);
}

#[test]
fn k09_probationary_members_are_in_no_base_and_no_count() {
    let facts = json!({"full": 20, "probationary": 3, "present": 20, "in_favour": 13,
        "in_favour_without_right": 3});
    check(vec![("K09", result(), facts.clone(), "not_satisfied")]);
    let found = verdict(&result(), &facts);
    assert_eq!(found.outcome, Outcome::NotSatisfied, "K09");
    assert_eq!(found.comparisons[1].part.total, Some(10));
    assert_eq!(found.comparisons[1].whole.total, Some(20));
    assert_eq!(
        found.notes,
        [Note::DueFromRoll { full: 20, suspended: 0 }, Note::WithoutRightTakenOff { count: 3 },]
    );
    assert!(found.citations.iter().any(|citation| citation.card == "BR-08"));
}

#[test]
fn k10_and_k11_written_opinions() {
    let k10 = json!({"due": 15, "present": 8, "in_favour": 7, "written_in_favour": 1});
    let k11 = json!({"due": 16, "present": 8, "in_favour": 8, "written_in_favour": 1});
    let confirm = assembly(Question::RESULT, MatterKind::ConfirmFull);
    check(vec![
        ("K10", admission(), k10.clone(), "satisfied"),
        ("K10", confirm.clone(), k10.clone(), "satisfied"),
        ("K10", result(), k10.clone(), "disputed"),
        ("K11", admission(), k11.clone(), "not_satisfied"),
        ("K11", confirm, k11.clone(), "disputed"),
    ]);
    let Outcome::Disputed { readings } = verdict(&result(), &k10).outcome else {
        panic!("K10 is disputed for an ordinary motion");
    };
    let told: Vec<_> = readings.iter().map(|one| (one.choices[0].key.as_str(), one.met)).collect();
    assert_eq!(told, [("not_counted", false), ("counted", true)]);
    let k11 = verdict(&admission(), &k11);
    assert_eq!(k11.comparisons[0].met, Some(false), "written votes do not add attendance");
    assert_eq!(k11.comparisons[1].met, Some(true));
}

#[test]
fn k12_and_k13_the_committee() {
    let quorum = || committee(Question::QUORUM);
    let result = || committee(Question::RESULT);
    check(vec![
        ("K12", quorum(), json!({"due": 5, "present": 2}), "not_satisfied"),
        ("K12", quorum(), json!({"due": 5, "present": 3}), "satisfied"),
        ("K13", quorum(), json!({"due": 4, "present": 2}), "disputed"),
        ("BR-11", result(), json!({"due": 5, "present": 3, "in_favour": 3}), "satisfied"),
        ("BR-11", result(), json!({"due": 5, "present": 3, "in_favour": 2}), "not_satisfied"),
    ]);
    let found = verdict(&result(), &json!({"due": 5, "present": 3, "in_favour": 2}));
    let other = |note: &Note| matches!(note, Note::OtherBase { met: true, .. });
    assert!(found.notes.iter().any(other), "counted over those present it would be met");
}

#[test]
fn k19_a_quarter_without_a_lecture_is_disputed_and_cites_practice() {
    let lecture = || frequency(MeetingKind::PartyLecture, "2025-05-01");
    check(vec![("K19", lecture(), json!({"held": 0}), "disputed")]);
    let found = verdict(&lecture(), &json!({"held": 0}));
    assert_eq!(found.outcome.word(), "disputed", "K19");
    assert!(found.sentence().zh.contains("通行做法") && found.sentence().zh.contains("未写明次数"));
}

#[test]
fn one_below_exactly_and_one_above_every_share() {
    for due in [1_u32, 2, 3, 4, 15, 16, 99, 100, 4_294_967_295] {
        let half = due / 2;
        let even = due % 2 == 0;
        let word = |met: bool| if met { "satisfied" } else { "not_satisfied" };
        let mut rows = Vec::new();
        for present in [half.saturating_sub(1), half, half + 1] {
            let over = u64::from(present) * 2 > u64::from(due);
            let exactly = even && present == half;
            let json = json!({"due": due, "present": present});
            let inclusive = if exactly { "disputed" } else { word(over) };
            let admission = assembly(Question::QUORUM, MatterKind::AcceptProbationary);
            rows.push(("BR-06", quorum(), json.clone(), inclusive));
            rows.push(("BR-11", committee(Question::QUORUM), json.clone(), inclusive));
            rows.push(("BR-06-ADMIT", admission, json, word(over)));
            let vote = json!({"due": due, "present": due, "in_favour": present});
            rows.push(("BR-07", result(), vote.clone(), word(over)));
            rows.push(("BR-11-RESULT", committee(Question::RESULT), vote, word(over)));
        }
        check(rows);
    }
}

#[test]
fn a_missing_figure_never_carries_and_may_not_be_needed() {
    check(vec![
        ("in favour", result(), json!({"due": 20, "present": 12}), "undetermined"),
        ("present", result(), json!({"due": 20, "in_favour": 20}), "undetermined"),
        ("due", result(), json!({"present": 20, "in_favour": 20}), "undetermined"),
        ("all", result(), json!({}), "undetermined"),
        // No number present could carry 10 of 20.
        ("not needed", result(), json!({"due": 20, "in_favour": 10}), "not_satisfied"),
        ("not needed", result(), json!({"due": 20, "present": 9}), "not_satisfied"),
        // Whether exactly half is a quorum is disputed, and the vote itself is not known.
        ("half", result(), json!({"due": 20, "present": 10}), "undetermined"),
        ("suspended", result(), json!({"rights_suspended": 1}), "undetermined"),
        ("nobody", quorum(), json!({"due": 0, "present": 0}), "not_satisfied"),
    ]);
}

#[test]
fn before_the_rule_and_without_a_rule_nothing_is_decided() {
    let figures = json!({"due": 20, "present": 12, "in_favour": 12});
    let early = Matter { formed: super::day("2018-10-27"), ..result() };
    let first = Matter { formed: super::day("2018-10-28"), ..result() };
    let group = Matter { meeting: MeetingKind::PartyGroupMeeting, ..result() };
    check(vec![
        ("the day before", early, figures.clone(), "undetermined"),
        ("the first day", first, figures.clone(), "satisfied"),
        ("no rule", group, figures, "undetermined"),
    ]);
}

#[test]
fn findings_stand_beside_the_verdict_and_change_nothing() {
    let found = verdict(
        &result(),
        &json!({"due": 20, "present": 12, "in_favour": 11, "against": 2, "abstain": 0}),
    );
    assert_eq!(found.outcome, Outcome::Satisfied);
    assert_eq!(
        found.findings,
        [Finding::VotesExceedPresent { votes: 13, present: 12, written: 0 }]
    );
}
