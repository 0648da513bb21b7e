//! Boundary cases by id: the Party study first, publishing by name, keeping ballots, secrecy.

use super::boundary_ids::sure;
use super::boundary_notice::residents;
use super::boundary_votes::{check, check_election, readings, told, verdict};
use super::election::{branch, full, judged};
use super::{day, owners, question, shipped};
use serde_json::{Value, json};
use yishi::domain::{MatterKind, MeetingKind};
use yishi::law::{Act, Days, Matter, Question, consequences};

#[test]
fn k103_the_party_organisation_studies_before_the_residents_decide() {
    let meetings = [MeetingKind::ResidentsMeeting, MeetingKind::ResidentsRepresentativeMeeting];
    for meeting in meetings {
        let decided = |on| {
            let days = Days { formed: Some(day(on)), ..Days::default() };
            let found = consequences(&shipped(), &residents(Question::RESULT, meeting, on), &days);
            found.into_iter().find(|one| one.act == Act::StudyFirst)
        };
        let study = decided("2026-05-11").unwrap();
        assert_eq!(study.in_time(day("2026-05-12")), Some(false), "K103");
        assert_eq!(study.in_time(day("2026-05-11")), Some(true), "K103");
        sure("K103", study.citation.certainty);
        assert_eq!(decided("2025-12-31"), None, "K103: from 2026 on");
        let sentence = study.sentence();
        assert_eq!(
            sentence.zh,
            "2026-05-11 以前社区党组织先行研究讨论(不晚于作出决定之日 2026-05-11)。\
             《城市居民委员会组织法》第三十条〔全文核对〕。"
        );
        assert!(sentence.en.contains("(not later than the day of the decision, 2026-05-11)"));
    }
}

#[test]
fn k105_publishing_opinions_by_name() {
    let matter =
        Matter { matter: None, ..owners(question("disclosure"), MatterKind::Other, "2025-07-01") };
    let rows = |named: u32, consents: u32, bases: u32| json!({"named_rows": named, "separate_consents": consents, "legal_bases": bases});
    check(vec![
        ("K105", matter.clone(), rows(30, 0, 0), "not_satisfied"),
        ("K105", matter.clone(), rows(30, 29, 0), "not_satisfied"),
        ("K105", matter.clone(), rows(30, 30, 0), "satisfied"),
        ("K105", matter.clone(), rows(30, 0, 1), "disputed"),
        ("K105 totals", matter.clone(), json!({"named_rows": 0}), "satisfied"),
    ]);
    let margin = verdict(&matter, &rows(30, 0, 1));
    let expected = told(&[("separate_consent", false), ("other_basis", true)]);
    assert_eq!(readings(&margin), expected, "K105");
}

#[test]
fn k106_ballots_are_kept_beyond_the_period_of_revocation() {
    let matter = owners(Question::RESULT, MatterKind::PropertyService, "2025-06-30");
    let days = Days {
        formed: Some(day("2025-06-30")),
        published: Some(day("2025-07-01")),
        known: Some(day("2025-07-01")),
        ..Days::default()
    };
    let found = consequences(&shipped(), &matter, &days);
    let last = |act| found.iter().find(|one| one.act == act).unwrap();
    let keep = last(Act::KeepBallots);
    assert_eq!(keep.last_day, Some(day("2026-09-01")), "K106");
    assert!(keep.last_day > last(Act::AskRevocation).last_day, "K106");
    assert!(keep.last_day > Some(day("2025-09-30")), "K106: asked three months after");
    sure("K106", keep.citation.certainty);
    assert!(keep.sentence().en.starts_with("Keep the ballots until 2026-09-01"));
}

/// Every key of an object within this value.
fn keys(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (key, inner) in fields {
                found.push(key.clone());
                keys(inner, found);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| keys(item, found)),
        _ => {}
    }
}

#[test]
fn k107_a_verdict_on_a_secret_vote_leads_to_nobody() {
    // Totals of candidates go in; nothing that comes out could be asked how somebody voted.
    let called = branch("2021-06-20", &full(3), &[18, 15, 12, 12]);
    check_election("K107", &called);
    let found = judged(&called);
    let mut all = Vec::new();
    keys(&serde_json::to_value(&found).unwrap(), &mut all);
    assert!(all.iter().any(|key| key == "candidate"), "K107");
    let leads = ["person", "voter", "member", "unit", "ballot", "household"];
    let of_voters: Vec<_> = all.iter().filter(|key| leads.contains(&key.as_str())).collect();
    assert!(of_voters.is_empty(), "K107: {of_voters:?}");
}
