//! Boundary cases by id: residents, their committee, their representatives and their meetings.

use super::boundary_notice::{electing, residents};
use super::boundary_votes::{check, verdict};
use super::{day, question, shipped};
use serde_json::json;
use yishi::domain::MeetingKind;
use yishi::law::{Act, Certainty, Days, Matter, Outcome, Question, consequences};

/// A question about the election of 2026, or a recall.
fn election(question: Question) -> Matter {
    electing(question, "2026-03-21")
}

fn meeting(question: Question, on: &str) -> Matter {
    residents(question, MeetingKind::ResidentsMeeting, on)
}

fn representatives(question: Question) -> Matter {
    residents(question, MeetingKind::ResidentsRepresentativeMeeting, "2026-05-11")
}

/// The choice of a residents' group.
fn group(question: Question) -> Matter {
    residents(question, MeetingKind::SelectionMeeting, "2026-03-21")
}

#[test]
fn k81_to_k83_turnout_in_three_modes() {
    let voters = |voting: u32| json!({"voters": 2001, "voting": voting});
    let households = |voting: u32| json!({"households": 800, "voting": voting});
    let chosen = |voting: u32| json!({"representatives": 60, "voting": voting});
    check(vec![
        ("K81", election(Question::TURNOUT), voters(1000), "not_satisfied"),
        ("K81", election(Question::TURNOUT), voters(1001), "satisfied"),
        ("K82", election(Question::TURNOUT_HOUSEHOLDS), households(400), "not_satisfied"),
        ("K82", election(Question::TURNOUT_HOUSEHOLDS), households(401), "satisfied"),
        ("K83", election(Question::TURNOUT_REPRESENTATIVES), chosen(40), "not_satisfied"),
        ("K83", election(Question::TURNOUT_REPRESENTATIVES), chosen(41), "satisfied"),
    ]);
    let before = Matter { formed: day("2025-12-31"), ..election(Question::TURNOUT) };
    check(vec![("no national turnout before 2026", before, voters(1001), "undetermined")]);
}

#[test]
fn k84_to_k86_the_meeting_of_representatives() {
    let present = |number: u32| json!({"due": 66, "present": number});
    let yes = |number: u32| json!({"due": 66, "present": 44, "in_favour": number});
    let made_up = |chosen: u32, due: u32| json!({"representatives": chosen, "due": due});
    check(vec![
        ("K84", representatives(Question::QUORUM), present(43), "not_satisfied"),
        ("K84", representatives(Question::QUORUM), present(44), "satisfied"),
        ("K85", representatives(Question::RESULT), yes(22), "not_satisfied"),
        ("K85", representatives(Question::RESULT), yes(23), "satisfied"),
        ("K86", representatives(question("composition")), made_up(36, 45), "satisfied"),
        ("K86", representatives(question("composition")), made_up(35, 44), "not_satisfied"),
    ]);
}

#[test]
fn k87_and_k88_elected_and_the_run_off() {
    let votes = |number: u32| json!({"voting": 1001, "in_favour": number});
    let cast = |number: u32| json!({"returned": 900, "in_favour": number});
    check(vec![
        ("K87", election(Question::ELECTED), votes(500), "not_satisfied"),
        ("K87", election(Question::ELECTED), votes(501), "satisfied"),
        ("K88", election(Question::RUN_OFF), cast(299), "not_satisfied"),
        ("K88", election(Question::RUN_OFF), cast(300), "satisfied"),
    ]);
}

#[test]
fn k89_mandates() {
    let agent =
        |held: u32, candidate: u32| json!({"mandates": held, "candidate_agents": candidate});
    let chosen = |held: u32| json!({"mandates": held});
    check(vec![
        ("K89", election(question("proxy")), agent(3, 0), "satisfied"),
        ("K89", election(question("proxy")), agent(4, 0), "not_satisfied"),
        ("K89", election(question("proxy")), agent(1, 1), "not_satisfied"),
        ("K89", election(question("proxy_representatives")), chosen(1), "not_satisfied"),
        ("K89", election(question("proxy_representatives")), chosen(0), "satisfied"),
    ]);
}

#[test]
fn k90_nomination_and_more_candidates_than_seats() {
    let together = |number: u32| json!({"nominators": number});
    let candidates = |number: u32| json!({"candidates": number, "seats": 3, "surplus": number - 3});
    check(vec![
        ("K90", election(question("nomination")), together(9), "not_satisfied"),
        ("K90", election(question("nomination")), together(10), "satisfied"),
        ("K90", election(Question::COMPETITION), candidates(3), "not_satisfied"),
        ("K90", election(Question::COMPETITION), candidates(4), "satisfied"),
    ]);
}

#[test]
fn k93_and_k94_recall() {
    let voters = |asking: u32| json!({"voters": 2001, "asking": asking});
    let chosen = |asking: u32| json!({"representatives": 60, "asking": asking});
    let vote =
        |voting: u32, yes: u32| json!({"representatives": 60, "voting": voting, "in_favour": yes});
    check(vec![
        ("K93", election(question("request")), voters(200), "not_satisfied"),
        ("K93", election(question("request")), voters(201), "satisfied"),
        ("K93", election(question("request_representatives")), chosen(19), "not_satisfied"),
        ("K93", election(question("request_representatives")), chosen(20), "satisfied"),
        ("K94", election(Question::RECALL_REPRESENTATIVES), vote(40, 40), "not_satisfied"),
        ("K94", election(Question::RECALL_REPRESENTATIVES), vote(41, 20), "not_satisfied"),
        ("K94", election(Question::RECALL_REPRESENTATIVES), vote(41, 21), "satisfied"),
    ]);
    let short = verdict(&election(Question::RECALL_REPRESENTATIVES), &vote(40, 40));
    let met: Vec<_> = short.comparisons.iter().map(|one| one.met).collect();
    assert_eq!(met, [Some(false), Some(true)], "K94: too few voted, whatever they said");
}

#[test]
fn k95_and_k99_requests_before_and_after_the_revision() {
    let adults = |asking: u32| json!({"adults": 2001, "asking": asking});
    check(vec![
        ("K95", meeting(question("request"), "2025-06-01"), adults(400), "not_satisfied"),
        ("K95", meeting(question("request"), "2025-06-01"), adults(401), "satisfied"),
        ("K99", meeting(question("request"), "2025-12-20"), adults(250), "not_satisfied"),
        ("K99", meeting(question("request"), "2026-01-05"), adults(250), "satisfied"),
    ]);
    let asked = |on: &str, asking: u32| {
        let found = verdict(&meeting(question("request"), on), &adults(asking));
        (found.outcome.word(), found.citations[0].card.clone())
    };
    let said = |word: &'static str, card: &str| (word, card.to_owned());
    assert_eq!(asked("2025-06-01", 400), said("not_satisfied", "RS-21-REQUEST"), "K95");
    assert_eq!(asked("2025-06-01", 401), said("satisfied", "RS-21-REQUEST"), "K95");
    assert_eq!(asked("2025-12-20", 250), said("not_satisfied", "RS-21-REQUEST"), "K99");
    assert_eq!(asked("2026-01-05", 250), said("satisfied", "RS-15-REQUEST"), "K99");
}

#[test]
fn k96_and_k100_what_a_residents_group_chooses() {
    let chosen = |number: u32| json!({"households": 100, "representatives": number});
    let head = |others: u32| json!({"not_representatives": others});
    check(vec![
        ("K96", group(question("composition")), chosen(1), "advisory"),
        ("K96", group(question("composition")), chosen(2), "satisfied"),
        ("K96", group(question("composition")), chosen(5), "satisfied"),
        ("K96", group(question("composition")), chosen(6), "advisory"),
        ("K100", group(question("eligibility")), head(1), "not_satisfied"),
        ("K100", group(question("eligibility")), head(0), "satisfied"),
    ]);
    let sentence = verdict(&group(question("composition")), &chosen(6)).sentence();
    assert!(sentence.zh.contains("共 100 户(要求 ≥20 × 居民代表 6 人,未达到)"), "{}", sentence.zh);
    let many = json!({"households": u32::MAX, "representatives": u32::MAX});
    let found = verdict(&group(question("composition")), &many);
    assert!(matches!(found.outcome, Outcome::Advisory { .. }));
}

#[test]
fn the_meeting_of_residents_by_either_law() {
    let facts = |present: u32, yes: u32| json!({"due": 60, "present": present, "in_favour": yes});
    let row = |on: &str, present: u32, yes: u32, expected: &'static str| {
        (on.to_owned(), verdict(&meeting(Question::RESULT, on), &facts(present, yes)), expected)
    };
    for (on, found, expected) in [
        row("2025-06-01", 30, 30, "not_satisfied"),
        row("2025-06-01", 31, 16, "satisfied"),
        row("2026-06-01", 30, 30, "not_satisfied"),
        row("2026-06-01", 32, 16, "not_satisfied"),
        row("2026-06-01", 32, 17, "satisfied"),
    ] {
        assert_eq!(found.outcome.word(), expected, "{on}: {}", found.sentence().en);
    }
}

#[test]
fn the_new_committee_takes_over_within_ten_days() {
    let days = Days { elected: Some(day("2026-07-01")), ..Days::default() };
    let found = consequences(&shipped(), &election(Question::TURNOUT), &days);
    let hand = found.iter().find(|one| one.act == Act::HandOver).unwrap();
    assert_eq!(hand.last_day, Some(day("2026-07-11")));
    assert_eq!(hand.citation.certainty, Certainty::Certain);
}
