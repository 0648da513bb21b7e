//! Boundary cases by id: the owners' committee, the preparatory group, what owners ask for.

use super::boundary_ids::sure;
use super::boundary_votes::{check, readings, told, verdict};
use super::{day, figures, owners, question, shipped};
use serde_json::{Value, json};
use yishi::domain::{BodyKind, ElectionKind, MatterKind, MeetingKind};
use yishi::law::{
    Act, Bundled, Certainty, Consequence, Days, Matter, Question, consequences, judge_bundle,
};

const HUNAN: &str = "CN-430103";
const BEIJING: &str = "CN-110105";
const SHANDONG: &str = "CN-370102";
const HENAN: &str = "CN-410105";

/// A question about the owners' committee, its meetings included.
fn committee(question: Question, place: &str) -> Matter {
    Matter {
        body: BodyKind::OwnerCommittee,
        meeting: MeetingKind::OwnerCommitteeMeeting,
        matter: None,
        place: place.parse().unwrap(),
        ..owners(question, MatterKind::Other, "2025-07-01")
    }
}

/// A question about the election of the committee.
fn electing(question: Question, place: &str) -> Matter {
    Matter {
        matter: None,
        election: Some(ElectionKind::OwnerCommittee),
        place: place.parse().unwrap(),
        ..owners(question, MatterKind::Other, "2025-07-01")
    }
}

/// A question about the assembly of owners, without a motion.
fn assembly(question: Question, place: &str) -> Matter {
    Matter { election: None, ..electing(question, place) }
}

#[test]
fn k61_and_k77_the_size_of_the_committee() {
    let size = |place| electing(question("size"), place);
    let seats = |number: u32| json!({"seats": number});
    let small = |households: u32| json!({"seats": 3, "households": households});
    check(vec![
        ("K61", size(HUNAN), seats(4), "not_satisfied"),
        ("K61", size(HUNAN), seats(5), "satisfied"),
        ("K61", size(HUNAN), seats(6), "not_satisfied"),
        ("K61", size(HUNAN), seats(11), "satisfied"),
        ("K61", size(HUNAN), seats(12), "not_satisfied"),
        ("K61", size(HUNAN), seats(13), "not_satisfied"),
        ("K77", size(BEIJING), small(100), "satisfied"),
        ("K77", size(BEIJING), small(101), "not_satisfied"),
        ("K77", size(BEIJING), seats(13), "satisfied"),
        ("households are not recorded", size(BEIJING), seats(3), "undetermined"),
    ]);
}

#[test]
fn k62_k63_and_k65_attendance_and_decision() {
    let present = |number: u32| json!({"due": 7, "present": number});
    let yes = |number: u32| json!({"due": 7, "seats": 7, "present": 7, "in_favour": number});
    let (quorum, result) = (Question::QUORUM, Question::RESULT);
    check(vec![
        ("K62", committee(quorum, HUNAN), present(3), "not_satisfied"),
        ("K62", committee(quorum, HUNAN), present(4), "satisfied"),
        ("K62", committee(result, HUNAN), yes(3), "not_satisfied"),
        ("K62", committee(result, HUNAN), yes(4), "satisfied"),
        ("K65", committee(quorum, SHANDONG), present(4), "not_satisfied"),
        ("K65", committee(quorum, SHANDONG), present(5), "satisfied"),
    ]);
    let vacant = json!({"due": 6, "seats": 7, "present": 6, "in_favour": 3});
    check(vec![("K63", committee(result, HUNAN), vacant.clone(), "disputed")]);
    let national = verdict(&committee(result, HUNAN), &vacant);
    assert_eq!(readings(&national), told(&[("serving", true), ("seats", false)]), "K63");
    check(vec![("K63", committee(result, BEIJING), vacant, "not_satisfied")]);
}

#[test]
fn k64_vacancies() {
    let left = |serving: u32, seats: u32| json!({"serving": serving, "seats": seats});
    check(vec![
        ("K64", committee(question("vacancies"), HUNAN), left(3, 7), "not_satisfied"),
        ("K64", committee(question("vacancies"), HUNAN), left(4, 7), "satisfied"),
        ("K64", committee(question("vacancies"), HUNAN), left(3, 6), "satisfied"),
    ]);
}

#[test]
fn k66_the_property_management_committee_of_beijing() {
    let matter = Matter {
        body: BodyKind::PropertyManagementCommittee,
        meeting: MeetingKind::PropertyManagementCommitteeMeeting,
        ..committee(Question::QUORUM, BEIJING)
    };
    let of = |owners: u32| json!({"due": 9, "present": 5, "owner_members": 5, "owner_members_present": owners});
    check(vec![
        ("K66", matter.clone(), of(2), "not_satisfied"),
        ("K66", matter, of(3), "satisfied"),
    ]);
}

fn due(matter: &Matter, days: &Days, act: Act) -> Consequence {
    let found = consequences(&shipped(), matter, days);
    found.into_iter().find(|one| one.act == act).unwrap()
}

#[test]
fn k67_to_k69_filing_the_next_election_and_the_handover() {
    let elected = Days { elected: Some(day("2025-07-01")), ..Days::default() };
    let file = due(&electing(Question::QUORUM, HUNAN), &elected, Act::File);
    assert_eq!(file.last_day, Some(day("2025-07-31")), "K67");
    sure("K67", file.citation.certainty);
    let ends = |on| Days { term_end: Some(day(on)), ..Days::default() };
    let renew = due(&electing(Question::QUORUM, HUNAN), &ends("2026-09-30"), Act::PrepareElection);
    assert_eq!(renew.last_day, Some(day("2026-06-30")), "K68");
    sure("K68", renew.citation.certainty);
    let handed =
        |place| due(&electing(Question::QUORUM, place), &ends("2025-06-30"), Act::HandOver);
    assert_eq!(handed(HENAN).last_day, Some(day("2025-07-10")), "K69");
    sure("K69", handed(HENAN).citation.certainty);
    assert_eq!(handed(HUNAN).citation.certainty, Certainty::Disputed, "recalled elsewhere");
}

#[test]
fn k70_the_preparatory_group() {
    let matter = Matter {
        body: BodyKind::PreparatoryGroup,
        meeting: MeetingKind::PreparatoryGroupMeeting,
        ..committee(question("composition"), HUNAN)
    };
    let of = |members: u32, owners: u32| json!({"members": members, "owner_members": owners});
    check(vec![
        ("K70", matter.clone(), of(7, 3), "not_satisfied"),
        ("K70", matter.clone(), of(7, 4), "satisfied"),
        ("K70", matter, of(8, 4), "not_satisfied"),
    ]);
}

#[test]
fn k59_owners_ask_for_a_meeting() {
    let matter = assembly(question("request"), HUNAN);
    let asking = |heads: u32, area: u64| {
        json!({"roll_heads": 900, "roll_area": 10_000_000, "asking_heads": heads,
            "asking_area": area})
    };
    check(vec![("K59", matter.clone(), asking(180, 1_999_999), "disputed")]);
    let first = verdict(&matter, &asking(180, 1_999_999));
    assert_eq!(readings(&first), told(&[("heads_and_area", false), ("heads", true)]), "K59");
    check(vec![
        ("K59", matter.clone(), asking(180, 2_000_000), "satisfied"),
        ("K59", matter, asking(179, 2_000_000), "not_satisfied"),
    ]);
}

#[test]
fn k74_a_motion_from_the_floor() {
    let items = |number: u32| json!({"unannounced": number});
    check(vec![
        ("K74", assembly(Question::AGENDA, BEIJING), items(1), "not_satisfied"),
        ("K74", assembly(Question::AGENDA, BEIJING), items(0), "satisfied"),
        ("no rule elsewhere", assembly(Question::AGENDA, HUNAN), items(1), "undetermined"),
    ]);
}

#[test]
fn k75_a_dwelling_turned_to_business_use_needs_everybody() {
    let of = |consenting: u32| json!({"interested": 30, "interested_consenting": consenting});
    check(vec![
        ("K75", assembly(question("consent"), HUNAN), of(29), "not_satisfied"),
        ("K75", assembly(question("consent"), HUNAN), of(30), "satisfied"),
    ]);
}

/// A vote in which everybody took part and so many of 900 heads and 100,000.00 m² agreed.
fn agreed(heads: u32, area: u64) -> Value {
    json!({"roll_heads": 900, "roll_area": 10_000_000, "participating_heads": 900,
        "participating_area": 10_000_000, "in_favour_heads": heads, "in_favour_area": area})
}

/// What the law cannot say of one tick for several items it does not say at all.
fn how_sure(bundled: Bundled) -> Option<Certainty> {
    match bundled {
        Bundled::Carried | Bundled::NotCarried => Some(Certainty::Certain),
        Bundled::Disputed => Some(Certainty::Disputed),
        Bundled::Open => None,
    }
}

#[test]
fn k76_one_tick_for_raising_the_fund_and_using_it() {
    let of = |about| owners(Question::RESULT, about, "2025-07-01");
    let items = [of(MatterKind::FundRaising), of(MatterKind::FundUse)];
    let judged = |heads, area| judge_bundle(&shipped(), &items, &figures(&agreed(heads, area)));
    let between = judged(600, 7_000_000);
    assert_eq!(between.outcome(), Bundled::Disputed, "K76");
    sure("K76", how_sure(between.outcome()).unwrap());
    let words: Vec<_> = between.items.iter().map(|one| one.outcome.word()).collect();
    assert_eq!(words, ["not_satisfied", "satisfied"], "K76: the class of 3/4 is the stricter one");
    assert_eq!(judged(675, 7_500_000).outcome(), Bundled::Carried);
    assert_eq!(judged(450, 7_500_000).outcome(), Bundled::NotCarried);
    let nothing = judge_bundle(&shipped(), &items, &figures(&json!({})));
    assert_eq!(nothing.outcome(), Bundled::Open);
    assert_eq!(judge_bundle(&shipped(), &[], &figures(&json!({}))).outcome(), Bundled::Open);
}

#[test]
fn k79_members_ask_for_a_meeting_of_the_committee() {
    let asking = |number: u32| json!({"asking": number, "serving": 7});
    check(vec![
        ("K79", committee(question("request"), HUNAN), asking(2), "not_satisfied"),
        ("K79", committee(question("request"), HUNAN), asking(3), "satisfied"),
    ]);
    let asked = Days { received: Some(day("2025-07-01")), ..Days::default() };
    let convene = due(&committee(question("request"), HUNAN), &asked, Act::Convene);
    assert_eq!(convene.last_day, Some(day("2025-07-08")), "K79");
}
