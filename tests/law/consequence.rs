//! Consequences in time: beside a verdict, with the day that they are counted from.

use super::{day, owners, shipped, verdict};
use serde_json::json;
use yishi::domain::{Bilingual, BodyKind, ElectionKind, MatterKind, MeetingKind};
use yishi::law::{Act, Day, Days, Matter, Question, consequences};

fn matter() -> Matter {
    owners(Question::RESULT, MatterKind::PropertyService, "2024-04-01")
}

#[test]
fn a_decision_can_be_revoked_for_a_year_from_its_publication_or_from_knowledge() {
    let published = Days { published: Some(day("2024-04-10")), ..Days::default() };
    let found = consequences(&shipped(), &matter(), &published);
    let acts: Vec<_> = found.iter().map(|one| one.act).collect();
    assert_eq!(acts, [Act::AskRevocation, Act::KeepBallots]);
    assert_eq!(found[0].act, Act::AskRevocation);
    assert_eq!(found[0].counted_from, Day::Published);
    assert_eq!(found[0].last_day, Some(day("2025-04-10")));
    assert_eq!(
        found[0].sentence(),
        Bilingual::new(
            "2025-04-10 以前受侵害的业主可以请求人民法院撤销(自公布之日 2024-04-10 起 1 年,推定)。\
             《民法典》第二百八十条第二款、解释第十二条〔全文核对〕。",
            "An injured owner may ask the court to revoke it by 2025-04-10 \
             (1 year after the day of publication, 2024-04-10, presumed). \
             Civil Code, art. 280(2), and art. 12 of the interpretation [full text read]."
        )
    );
    let known = Days { known: Some(day("2024-05-01")), ..published };
    let found = consequences(&shipped(), &matter(), &known);
    assert_eq!(found[0].last_day, Some(day("2025-05-01")));
    assert!(!found[0].sentence().zh.contains("推定"));
}

#[test]
fn a_day_that_is_not_recorded_is_named() {
    let found = consequences(&shipped(), &matter(), &Days::default());
    assert_eq!(found[0].last_day, None);
    assert_eq!(found[0].in_time(day("2024-04-10")), None);
    assert!(found[0].sentence().zh.contains("没有记录知道或者应当知道之日,无法计算期限"));
}

#[test]
fn a_place_with_a_rule_has_a_deadline_for_the_announcement() {
    let beijing = Matter { place: "CN-110105".parse().unwrap(), ..matter() };
    let days = Days { formed: Some(day("2024-04-01")), ..Days::default() };
    let found = consequences(&shipped(), &beijing, &days);
    let acts: Vec<_> = found.iter().map(|one| (one.act, one.last_day)).collect();
    let kept = (Act::KeepBallots, Some(day("2025-06-01")));
    assert_eq!(acts, [(Act::AskRevocation, None), (Act::Announce, Some(day("2024-04-04"))), kept]);
    assert_eq!(found[1].in_time(day("2024-04-04")), Some(true));
    assert_eq!(found[1].in_time(day("2024-04-05")), Some(false));
}

/// A right ends with its day; a duty waits to be done.
#[test]
fn going_to_court_and_objecting_are_rights_and_all_else_is_to_be_done() {
    let rights = [Act::AskRevocation, Act::Object];
    let duties = [
        Act::Announce,
        Act::AnswerObjection,
        Act::File,
        Act::Convene,
        Act::EndTerm,
        Act::Remind,
        Act::PrepareElection,
        Act::EndDeferral,
        Act::HandOver,
        Act::StudyFirst,
        Act::KeepBallots,
    ];
    assert!(rights.iter().all(|act| act.is_right()) && !duties.iter().any(|act| act.is_right()));
}

/// Who reports or waits for a reply: branches do, owners and heads of buildings do not.
#[test]
fn a_result_waits_for_the_superior_only_where_a_rule_says_so() {
    let asked = |body: BodyKind, election: ElectionKind, reports: u32, replies: u32| {
        let matter = Matter {
            question: Question::APPROVAL,
            body,
            meeting: MeetingKind::BranchGeneralMeeting,
            matter: None,
            election: Some(election),
            formed: day("2025-07-01"),
            place: "CN-430103".parse().unwrap(),
        };
        verdict(&matter, &json!({ "reports": reports, "replies": replies })).outcome.word()
    };
    let (branch, owners) = (BodyKind::PartyBranch, BodyKind::OwnerAssembly);
    for (body, election, numbers, expected) in [
        (branch, ElectionKind::BranchOfficers, (0, 0), "not_satisfied"),
        (branch, ElectionKind::BranchOfficers, (1, 0), "not_satisfied"),
        (branch, ElectionKind::BranchOfficers, (1, 1), "satisfied"),
        (branch, ElectionKind::BranchCommittee, (0, 0), "not_satisfied"),
        (branch, ElectionKind::BranchCommittee, (1, 0), "satisfied"),
        (owners, ElectionKind::OwnerCommittee, (0, 0), "undetermined"),
        (BodyKind::Estate, ElectionKind::BuildingHeads, (0, 0), "undetermined"),
    ] {
        let found = asked(body, election, numbers.0, numbers.1);
        assert_eq!(found, expected, "{election}: {numbers:?}");
    }
}
