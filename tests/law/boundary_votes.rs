//! Boundary cases by id: Party elections, votes of owners, deliberation. A row holds the id, the
//! outcome and, where it is disputed, both readings.

use super::boundary_ids::sure;
use super::charter::{adopted, charter};
use super::election::{branch, full, judged, owners as committee, placings};
use super::verdicts::{charter_alone, keep};
use super::{assembly, day, figures, owners, question, shipped};
use serde_json::{Value, json};
use yishi::domain::{BodyKind, ElectionKind, MatterKind, MeetingKind};
use yishi::law::{
    Act, Book, Days, Election, ElectionFinding, Matter, Note, Outcome, Placing, Question, Stands,
    Verdict, consequences, judge,
};

pub(super) fn verdict(matter: &Matter, facts: &Value) -> Verdict {
    judge(&shipped(), matter, &figures(facts))
}

/// The words of the choices with what they lead to, of a disputed outcome.
pub(super) fn readings(verdict: &Verdict) -> Vec<(String, bool)> {
    let Outcome::Disputed { readings } = &verdict.outcome else { return Vec::new() };
    let key = |one: &law::Reading| {
        one.choices.iter().map(|choice| choice.key.as_str()).collect::<Vec<_>>().join(" ")
    };
    readings.iter().map(|one| (key(one), one.met)).collect()
}

pub(super) fn told(pairs: &[(&str, bool)]) -> Vec<(String, bool)> {
    pairs.iter().map(|(key, met)| ((*key).to_owned(), *met)).collect()
}

/// A question about an election of a branch committee.
fn electing(question: Question, on: &str) -> Matter {
    Matter {
        matter: None,
        election: Some(ElectionKind::BranchCommittee),
        formed: day(on),
        ..assembly(question, MatterKind::Other)
    }
}

/// Id, question, figures, outcome.
pub(super) type Row = (&'static str, Matter, Value, &'static str);

pub(super) fn check(rows: Vec<Row>) {
    check_by(&shipped(), rows);
}

/// The outcome of every row, and how sure it is; those of an id are kept.
pub(super) fn check_by(book: &Book, rows: Vec<Row>) {
    let mut found = Vec::new();
    for (id, matter, facts, expected) in rows {
        let verdict = judge(book, &matter, &figures(&facts));
        assert_eq!(verdict.outcome.word(), expected, "{id}: {}", verdict.sentence().en);
        if let (Some(id), Some(certainty)) = (of_a_case(id), verdict.certainty(book)) {
            sure(id, certainty);
        }
        found.extend(of_a_case(id).map(|id| (id, verdict)));
    }
    keep(book, found);
}

/// What the law says of an election that is a case: attendance and every candidate.
pub(super) fn check_election(id: &'static str, election: &Election) {
    let (book, found) = (shipped(), judged(election));
    let verdicts = found.candidates.into_iter().map(|one| one.verdict).chain([found.attendance]);
    let verdicts: Vec<_> = verdicts.map(|verdict| (id, verdict)).collect();
    for certainty in verdicts.iter().filter_map(|(_, verdict)| verdict.certainty(&book)) {
        sure(id, certainty);
    }
    keep(&book, verdicts);
}

/// The id, where it is one of those of the list: `K105 totals` belongs to `K105`.
fn of_a_case(id: &'static str) -> Option<&'static str> {
    let first = id.split(' ').next()?;
    first.strip_prefix('K')?.starts_with(|c: char| c.is_ascii_digit()).then_some(first)
}

#[test]
fn k21_to_k25_attendance_in_an_election() {
    let quorum = |on| electing(Question::QUORUM, on);
    let row = |id, due: u32, present: u32, expected| {
        (id, quorum("2021-06-20"), json!({"due": due, "present": present}), expected)
    };
    check(vec![
        row("K21", 10, 8, "satisfied"),
        ("K21b", quorum("2018-06-20"), json!({"due": 10, "present": 8}), "disputed"),
        row("K22", 11, 8, "not_satisfied"),
        row("K22", 11, 9, "satisfied"),
        row("K23", 12, 9, "not_satisfied"),
        row("K23", 12, 10, "satisfied"),
        (
            "K25",
            quorum("2021-06-20"),
            json!({"full": 21, "rights_suspended": 1, "present": 16}),
            "satisfied",
        ),
        row("K25", 21, 16, "not_satisfied"),
    ]);
    let k21b = verdict(&quorum("2018-06-20"), &json!({"due": 10, "present": 8}));
    assert_eq!(readings(&k21b), told(&[("more_than", false), ("tolerated", true)]));
    let officers = Matter {
        meeting: MeetingKind::BranchCommitteeMeeting,
        election: Some(ElectionKind::BranchOfficers),
        ..quorum("2021-06-20")
    };
    for (seats, needed) in [(3_u32, 3_u32), (5, 4), (7, 6)] {
        let of = |present: u32| verdict(&officers, &json!({"due": seats, "present": present}));
        assert_eq!(of(needed).outcome, Outcome::Satisfied, "K24");
        let row = |present: u32, expected| {
            ("K24", officers.clone(), json!({"due": seats, "present": present}), expected)
        };
        check(vec![row(needed, "satisfied"), row(needed - 1, "disputed")]);
        let short = readings(&of(needed - 1));
        assert_eq!(short, told(&[("four_fifths", false), ("half", true)]), "K24");
    }
}

#[test]
fn an_election_takes_off_those_excluded_with_both_approvals_without_dispute() {
    let facts = json!({"due": 25, "excluded_with_approvals": 5, "present": 16});
    let found = verdict(&electing(Question::QUORUM, "2021-06-20"), &facts);
    assert_eq!(found.outcome, Outcome::Satisfied);
    assert_eq!(found.comparisons[0].whole.total, Some(20));
}

#[test]
fn k26_to_k28_and_k36_the_votes_that_elect() {
    let elected = |on| electing(Question::ELECTED, on);
    let row = |id, due: u32, present: u32, in_favour: u32, expected| {
        let facts = json!({"due": due, "present": present, "in_favour": in_favour});
        (id, elected("2021-06-20"), facts, expected)
    };
    let before = |in_favour: u32, expected| {
        let facts = json!({"due": 24, "present": 20, "in_favour": in_favour});
        ("K36c", elected("2018-06-20"), facts, expected)
    };
    check(vec![
        row("K26", 21, 21, 10, "not_satisfied"),
        row("K26", 21, 21, 11, "satisfied"),
        row("K27", 20, 20, 10, "not_satisfied"),
        row("K27", 20, 20, 11, "satisfied"),
        row("K36b", 24, 20, 11, "not_satisfied"),
        row("K36b", 24, 20, 12, "not_satisfied"),
        row("K36b", 24, 20, 13, "satisfied"),
        before(10, "not_satisfied"),
        before(11, "satisfied"),
    ]);
    let returned = json!({"due": 20, "present": 20, "returned": 18, "in_favour": 10});
    let abstained = json!({"due": 20, "present": 20, "in_favour": 10, "against": 4, "abstain": 6});
    check(vec![
        ("K28", elected("2021-06-20"), returned, "not_satisfied"),
        ("K36", elected("2021-06-20"), abstained, "not_satisfied"),
    ]);
    let k36b = verdict(&elected("2021-06-20"), &json!({"due": 24, "present": 20, "in_favour": 11}));
    assert!(k36b.notes.iter().any(|note| matches!(note, Note::OtherBase { met: true, .. })));
}

#[test]
fn k29_to_k31_ballots_and_candidates() {
    let ask = |question| electing(question, "2021-06-20");
    let round = |returned: u32| json!({"present": 20, "issued": 20, "returned": returned});
    let ballot = |marked: u32| json!({"seats": 3, "marked": marked});
    let list = |seats: u32, candidates: u32| json!({"seats": seats, "candidates": candidates});
    check(vec![
        ("K29", ask(Question::ROUND), round(21), "not_satisfied"),
        ("K29", ask(Question::ROUND), round(20), "satisfied"),
        ("K29", ask(Question::ROUND), round(17), "satisfied"),
        ("K30", ask(question("ballot")), ballot(4), "not_satisfied"),
        ("K30", ask(question("ballot")), ballot(3), "satisfied"),
        ("K30", ask(question("ballot")), ballot(2), "satisfied"),
        ("K31", ask(Question::COMPETITION), list(3, 3), "not_satisfied"),
        ("K31", ask(Question::COMPETITION), list(3, 4), "satisfied"),
        ("K31", ask(Question::COMPETITION), list(5, 5), "not_satisfied"),
        ("K31", ask(Question::COMPETITION), list(5, 6), "satisfied"),
        ("K31", ask(Question::COMPETITION), list(7, 9), "satisfied"),
    ]);
    check(vec![("K31", ask(Question::COMPETITION), list(7, 8), "disputed")]);
    let seven = verdict(&ask(Question::COMPETITION), &list(7, 8));
    assert_eq!(readings(&seven), told(&[("up", false), ("nearest", true), ("down", true)]), "K31");
}

#[test]
fn k32_to_k35_the_order_and_the_last_seat() {
    use Placing::{Elected, NotElected, Tied, WithoutSeat};
    for (id, votes, expected, empty) in [
        ("K32", [18, 15, 13, 12], [Elected, Elected, Elected, WithoutSeat], Some(0)),
        ("K33", [18, 15, 12, 12], [Elected, Elected, Tied, Tied], None),
        ("K34", [15, 15, 13, 9], [Elected, Elected, Elected, NotElected], Some(0)),
        ("K35", [18, 15, 10, 9], [Elected, Elected, NotElected, NotElected], Some(1)),
    ] {
        let called = branch("2021-06-20", &full(3), &votes);
        check_election(id, &called);
        let found = judged(&called);
        assert_eq!(found.stands, Stands::Yes, "{id}");
        assert_eq!(placings(&found), expected, "{id}");
        assert_eq!(found.empty_seats, empty, "{id}");
    }
}

#[test]
fn k37_a_scrutineer_who_is_a_candidate_is_a_fault_of_procedure() {
    let election = branch("2021-06-20", &full(1), &[15]);
    let candidate = election.candidates[0].candidate;
    let watched = Election { scrutineers: vec![candidate], ..election };
    check_election("K37", &watched);
    let found = judged(&watched);
    let fault = ElectionFinding::ScrutineerIsCandidate { candidate };
    assert_eq!(found.findings, [fault], "K37");
    assert_eq!(found.stands, Stands::Yes);
}

/// A = 100,000.00 m², H = 900.
fn estate(more: &Value) -> Value {
    let mut facts = json!({"roll_heads": 900, "roll_area": 10_000_000});
    for (key, value) in more.as_object().unwrap() {
        facts[key] = value.clone();
    }
    facts
}

fn vote(heads: (u32, u32), area: (u64, u64)) -> Value {
    estate(&json!({"participating_heads": heads.0, "in_favour_heads": heads.1,
        "participating_area": area.0, "in_favour_area": area.1}))
}

#[test]
fn k41_to_k51_and_k80_heads_and_area() {
    let quorum = owners(Question::QUORUM, MatterKind::OwnersRules, "2025-06-16");
    let took_part = |heads: u32, area: u64| {
        estate(&json!({"participating_heads": heads, "participating_area": area}))
    };
    let result = |kind, on| owners(Question::RESULT, kind, on);
    let service = || result(MatterKind::PropertyService, "2025-06-16");
    let rebuilding = |on| result(MatterKind::Rebuilding, on);
    let election = |on| result(MatterKind::OwnerCommitteeElection, on);
    let third = vote((600, 301), (6_666_667, 3_333_334));
    let half = vote((600, 450), (6_666_667, 5_000_001));
    let k80 = json!({"roll_heads": 900, "roll_area": 10_000_000, "in_favour_heads": 300,
        "against_heads": 200, "abstain_heads": 120, "in_favour_area": 4_000_000,
        "against_area": 2_000_000, "abstain_area": 1_000_000});
    check(vec![
        ("K41", quorum.clone(), took_part(600, 6_666_667), "satisfied"),
        ("K42", quorum.clone(), took_part(600, 6_666_666), "not_satisfied"),
        ("K43", quorum, took_part(599, 7_000_000), "not_satisfied"),
        ("K44", service(), vote((620, 311), (7_000_000, 3_500_000)), "not_satisfied"),
        ("K45", service(), vote((620, 310), (7_000_000, 3_500_001)), "not_satisfied"),
        ("K46", service(), vote((620, 311), (7_000_000, 3_500_001)), "satisfied"),
        ("K47", rebuilding("2025-06-16"), vote((620, 465), (7_000_000, 5_250_000)), "satisfied"),
        (
            "K48",
            rebuilding("2025-06-16"),
            vote((620, 464), (7_000_000, 5_250_000)),
            "not_satisfied",
        ),
        (
            "K48",
            rebuilding("2025-06-16"),
            vote((620, 465), (7_000_000, 5_249_999)),
            "not_satisfied",
        ),
        ("K49", election("2025-06-16"), third.clone(), "satisfied"),
        ("K50", election("2019-06-16"), third, "not_satisfied"),
        ("K51", rebuilding("2022-06-16"), half.clone(), "satisfied"),
        ("K51", rebuilding("2019-06-16"), half, "not_satisfied"),
        ("K80", service(), k80, "not_satisfied"),
    ]);
}

#[test]
fn k55_to_k57_silence_under_each_reading() {
    // Areas go with the heads, 100.00 m² each.
    let facts = |roll: u64, [yes, no, abstain, silent]: [u64; 4]| {
        let area = |heads: u64| heads * 10_000;
        json!({"roll_heads": roll, "roll_area": area(roll),
            "in_favour_heads": yes, "in_favour_area": area(yes),
            "against_heads": no, "against_area": area(no),
            "abstain_heads": abstain, "abstain_area": area(abstain),
            "silent_heads": silent, "silent_area": area(silent)})
    };
    let motion = owners(Question::RESULT, MatterKind::PropertyService, "2021-06-16");
    check(vec![
        ("K55", motion.clone(), facts(1291, [417, 278, 8, 584]), "disputed"),
        ("K56", motion.clone(), facts(1291, [417, 278, 8, 584]), "disputed"),
        ("K57", motion.clone(), facts(2261, [995, 27, 125, 1071]), "disputed"),
    ]);
    let found = verdict(&motion, &facts(1291, [417, 278, 8, 584]));
    let expected = told(&[
        ("not_participating", false),
        ("participating_abstain", false),
        ("joins_majority", true),
    ]);
    assert_eq!(readings(&found), expected, "K55 and K56");
    let Outcome::Disputed { readings: all } = &found.outcome else { unreachable!() };
    let numbers = |at: usize| {
        let comparisons = &all[at].comparisons;
        (comparisons[0].part.total, comparisons[0].met, comparisons[2].part.total)
    };
    assert_eq!(numbers(0), (Some(703), Some(false), Some(417)), "K55 strict");
    assert_eq!(numbers(1), (Some(1287), Some(true), Some(417)), "K56");
    assert_eq!(numbers(2), (Some(1287), Some(true), Some(1001)), "K55 with the clause");
    let found = verdict(&motion, &facts(2261, [995, 27, 125, 1071]));
    assert_eq!(readings(&found)[0], ("not_participating".to_owned(), false), "K57");
    let Outcome::Disputed { readings: all } = &found.outcome else { unreachable!() };
    assert_eq!(all[0].comparisons[0].part.total, Some(1147), "K57");
    let joined = all.iter().find(|one| one.choices[0].key == "joins_majority").unwrap();
    assert!(joined.met, "K57");
    assert_eq!(joined.comparisons[2].part.total, Some(2066), "K57");
}

#[test]
fn k60_revocation_is_in_time_on_its_last_day() {
    let matter = owners(Question::RESULT, MatterKind::PropertyService, "2024-04-01");
    let days = Days { known: Some(day("2024-04-10")), ..Days::default() };
    let found = consequences(&shipped(), &matter, &days);
    assert_eq!(found[0].act, Act::AskRevocation, "K60");
    sure("K60", found[0].citation.certainty);
    assert_eq!(found[0].in_time(day("2025-04-10")), Some(true), "K60");
    assert_eq!(found[0].in_time(day("2025-04-11")), Some(false), "K60");
}

#[test]
fn k71_and_k72_the_owners_committee() {
    let facts = estate(&json!({"participating_heads": 620, "participating_area": 7_000_000,
        "seats": 5}));
    let called = committee("2025-07-01", &facts, &[(330, 3_499_900)]);
    check_election("K71", &called);
    let found = judged(&called);
    assert_eq!(placings(&found), [Placing::NotElected], "K71");
    let formation = |elected: u32, size: u32, expected| {
        let matter = Matter {
            question: Question::FORMATION,
            election: Some(ElectionKind::OwnerCommittee),
            place: "CN-330106".parse().unwrap(),
            ..owners(Question::QUORUM, MatterKind::OwnerCommitteeElection, "2025-07-01")
        };
        let facts = json!({"elected": elected, "seats": size, "households": 500});
        ("K72", matter, facts, expected)
    };
    check(vec![
        formation(5, 9, "satisfied"),
        formation(5, 11, "not_satisfied"),
        formation(6, 11, "satisfied"),
    ]);
}

#[test]
fn k78_a_vote_over_the_turn_of_2020_follows_the_civil_code() {
    // Opened 2020-12-20, closed 2021-01-10: formed when it closed.
    let facts = vote((600, 301), (6_666_667, 3_333_334));
    let matter = owners(Question::RESULT, MatterKind::PropertyService, "2021-01-10");
    check(vec![("K78", matter.clone(), facts.clone(), "satisfied")]);
    let found = verdict(&matter, &facts);
    assert!(found.citations.iter().all(|one| one.card.starts_with("CC-278")), "K78");
}

#[test]
fn k101_and_k102_deliberation_by_rules_that_were_adopted() {
    let review = assembly(Question::RESULT, MatterKind::ResidentsMatter);
    let facts = |yes: u32| json!({"due": 30, "present": 20, "in_favour": yes});
    // By the working rules alone half of 30 is disputed; beside them the branch regulations say no.
    let alone = charter_alone();
    check_by(&alone, vec![("K101", review.clone(), facts(15), "disputed")]);
    let fifteen = judge(&alone, &review, &figures(&facts(15)));
    assert_eq!(readings(&fifteen), told(&[("inclusive", true), ("strict", false)]), "K101");
    let both = adopted(charter());
    let row = |yes: u32, expected| ("K101", review.clone(), facts(yes), expected);
    check_by(&both, vec![row(15, "not_satisfied"), row(16, "satisfied")]);
    let session = |question| Matter {
        body: BodyKind::Council,
        meeting: MeetingKind::DeliberationSession,
        ..assembly(question, MatterKind::Other)
    };
    let council = |question, present: u32, yes: u32, expected| {
        let facts = json!({"due": 21, "present": present, "in_favour": yes});
        ("K102", session(question), facts, expected)
    };
    check_by(
        &both,
        vec![
            council(Question::QUORUM, 13, 0, "not_satisfied"),
            council(Question::QUORUM, 14, 0, "satisfied"),
            council(Question::RESULT, 14, 7, "not_satisfied"),
            council(Question::RESULT, 14, 8, "satisfied"),
        ],
    );
}
