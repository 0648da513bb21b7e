//! Elections: attendance, ballots, who is elected, ties, empty seats, owners' candidates, and what
//! is open without a plan.

use super::{day, figures, shipped};
use serde_json::{Value, json};
use yishi::domain::{
    Area, Bilingual, BodyKind, CandidateId, ElectedBase, ElectionKind, Heads, MeetingKind, Place,
    RankKey, RoundKind, TieRule,
};
use yishi::law::{
    Book, Card, Election, ElectionFinding, ElectionVerdict, Method, Missing, Note, Outcome,
    Placing, Stands, Tally, judge_election,
};

/// The candidate of this number, from 1.
fn id(number: usize) -> CandidateId {
    CandidateId::derived("01KAQ3ZJ8QK6M7N8P9QRSTVWXY".parse().unwrap(), number)
}

fn tally(number: usize, in_favour: u32) -> Tally {
    Tally {
        candidate: id(number),
        written_in: false,
        in_favour: Some(Heads(in_favour)),
        against: None,
        abstain: None,
        in_favour_area: None,
    }
}

/// An election of a branch committee in which the candidates have these votes.
pub(super) fn branch(on: &str, facts: &Value, votes: &[u32]) -> Election {
    Election {
        kind: ElectionKind::BranchCommittee,
        body: BodyKind::PartyBranch,
        meeting: MeetingKind::BranchGeneralMeeting,
        electorate: None,
        round: RoundKind::Election,
        formed: day(on),
        place: "CN-430103".parse::<Place>().unwrap(),
        method: Method::default(),
        figures: figures(facts),
        candidates: votes.iter().enumerate().map(|(at, votes)| tally(at + 1, *votes)).collect(),
        scrutineers: Vec::new(),
        settled: Vec::new(),
    }
}

/// An election of an owners' committee; votes by heads and by area in 0.01 m².
pub(super) fn owners(on: &str, facts: &Value, votes: &[(u32, u64)]) -> Election {
    let candidates = votes.iter().enumerate().map(|(at, (heads, area))| Tally {
        in_favour_area: Some(Area(*area)),
        ..tally(at + 1, *heads)
    });
    Election {
        kind: ElectionKind::OwnerCommittee,
        body: BodyKind::OwnerAssembly,
        meeting: MeetingKind::OwnerAssemblyMeeting,
        candidates: candidates.collect(),
        ..branch(on, facts, &[])
    }
}

pub(super) fn judged(election: &Election) -> ElectionVerdict {
    judge_election(&shipped(), election)
}

/// Twenty due and present, ballots complete.
pub(super) fn full(seats: u32) -> Value {
    json!({"due": 20, "present": 20, "issued": 20, "returned": 20, "valid_ballots": 20,
        "invalid_ballots": 0, "seats": seats})
}

pub(super) fn placings(verdict: &ElectionVerdict) -> Vec<Placing> {
    verdict.candidates.iter().map(|one| one.placing).collect()
}

#[test]
fn the_worked_election_of_2021_and_the_same_sheet_in_2019() {
    let facts = json!({"due": 12, "present": 10, "issued": 10, "returned": 10,
        "valid_ballots": 9, "invalid_ballots": 1, "seats": 3});
    let found = judged(&branch("2021-06-20", &facts, &[9, 7, 6, 5]));
    assert_eq!(found.stands, Stands::Yes);
    assert_eq!(found.elected(), [id(1), id(2)]);
    assert_eq!(found.empty_seats, Some(1));
    let third = &found.candidates[2].verdict;
    assert_eq!(third.outcome, Outcome::NotSatisfied);
    assert!(third.notes.iter().any(|note| matches!(note, Note::OtherBase { met: true, .. })));
    let before = judged(&branch("2019-06-20", &facts, &[9, 7, 6, 5]));
    assert_eq!(before.elected(), [id(1), id(2), id(3)]);
    assert_eq!(before.empty_seats, Some(0));
}

#[test]
fn an_adopted_method_with_the_old_base_is_followed_and_the_other_result_told() {
    let facts = json!({"due": 24, "present": 20, "issued": 20, "returned": 20, "seats": 1});
    let method = Method { elected_base: Some(ElectedBase::Present), ..Method::default() };
    let found = judged(&Election { method, ..branch("2021-06-20", &facts, &[11]) });
    assert_eq!(found.elected(), [id(1)]);
    let notes = &found.candidates[0].verdict.notes;
    assert_eq!(
        notes[0].sentence().zh,
        "另有按“应到会有选举权人数过半数”计算的,则未达到要求;本结论不以此为准。"
    );
}

#[test]
fn sentences_of_a_round_and_of_a_candidate() {
    let found = judged(&branch("2021-06-20", &full(3), &[18, 15, 12, 12]));
    assert_eq!(
        found.sentence(),
        Bilingual::new(
            "本轮选举有效,当选 2 名/应选 3 名;2 名候选人在最后名额上票数相等,\
             应就票数相等的候选人重新投票。",
            "The round stands, 2 elected of 3 seats; 2 tie at the last seat: \
             a vote between those who tied."
        )
    );
    assert_eq!(
        found.candidates[1].sentence(),
        Bilingual::new(
            "当选(第 2 位)。得票符合要求。赞成 15 人/应到 20 人(要求 >1/2,达到)。\
             赞成再少 5 人,是否达到当选票数就会改变。\
             《中国共产党基层组织选举工作条例》关于当选的规定〔摘录核对〕。",
            "Elected (place 2). The votes of the candidate: as asked. \
             In favour 15 of 20 due (needs >1/2, met). \
             5 fewer in favour would change whether the votes needed are reached. \
             Regulations on Elections in Basic Party Organisations, on being elected \
             [excerpt read]."
        )
    );
    assert!(found.sentences().iter().any(|one| one.zh.starts_with("次序:按同意人数排列。")));
}

#[test]
fn a_tie_that_is_settled_on_record_gives_the_seat() {
    let tied = branch("2021-06-20", &full(3), &[18, 15, 12, 12]);
    let found = judged(&Election { settled: vec![id(4)], ..tied.clone() });
    assert_eq!(found.elected(), [id(1), id(2), id(4)]);
    assert_eq!(found.candidates[2].placing, Placing::WithoutSeat);
    assert_eq!(found.findings, []);
    let wrong = judged(&Election { settled: vec![id(1)], ..tied });
    assert_eq!(wrong.candidates[3].placing, Placing::Tied);
    assert_eq!(wrong.findings, [ElectionFinding::SettledWithoutTie { candidate: id(1) }]);
}

#[test]
fn in_the_vote_between_those_who_tied_more_votes_win_and_the_majority_is_disputed() {
    let facts = json!({"due": 20, "present": 20, "issued": 20, "returned": 20, "seats": 1});
    let round = |votes: &[u32]| {
        let election = branch("2021-06-20", &facts, votes);
        judged(&Election { round: RoundKind::TieRevote, ..election })
    };
    // Eight are fewer than twelve under every reading; whether they would do alone is disputed.
    assert_eq!(placings(&round(&[12, 8])), [Placing::Elected, Placing::NotElected]);
    assert_eq!(round(&[10, 9]).candidates[0].verdict.outcome.word(), "disputed");
    assert!(round(&[10, 9]).competition.is_none());
}

#[test]
fn without_attendance_nobody_is_elected() {
    let facts = json!({"due": 12, "present": 9, "issued": 9, "returned": 9, "seats": 1});
    let found = judged(&branch("2021-06-20", &facts, &[9]));
    assert_eq!(found.stands, Stands::No);
    assert_eq!(found.elected(), []);
    assert_eq!(found.empty_seats, Some(1));
    assert_eq!(found.sentence().zh, "本轮选举无效,没有人当选。");
}

#[test]
fn what_is_not_recorded_leaves_the_seat_open_and_is_named() {
    let mut election = branch("2021-06-20", &full(2), &[18, 15, 14]);
    election.candidates[2].in_favour = None;
    let found = judged(&election);
    // The third may have more than the second; the first is certain only if one rival is open.
    assert_eq!(placings(&found), [Placing::Open, Placing::Open, Placing::Open]);
    assert_eq!(found.empty_seats, None);
    assert!(found.sentence().zh.contains("3 名尚不能判定"));
}

#[test]
fn faults_of_procedure_are_findings() {
    let facts = json!({"due": 20, "present": 20, "issued": 18, "returned": 19,
        "valid_ballots": 17, "invalid_ballots": 1, "seats": 1});
    let mut election = branch("2021-06-20", &facts, &[18]);
    election.scrutineers = vec![id(1), id(7)];
    election.candidates[0].written_in = true;
    let found = judged(&election);
    assert_eq!(found.stands, Stands::Open, "voters and ballots issued give different answers");
    assert_eq!(
        found.findings,
        [
            ElectionFinding::ReturnedExceedIssued { returned: 19, issued: 18 },
            ElectionFinding::BallotsDiffer { counted: 18, returned: 19 },
            ElectionFinding::VotesExceedBallots { candidate: id(1), votes: 18, ballots: 17 },
            ElectionFinding::FavourExceedsSeats { votes: 18, most: 17 },
            ElectionFinding::ScrutineerIsCandidate { candidate: id(1) },
            ElectionFinding::WrittenInElected { candidate: id(1) },
        ]
    );
}

fn estate(seats: u32) -> Value {
    json!({"roll_heads": 900, "roll_area": 10_000_000, "participating_heads": 620,
        "participating_area": 7_000_000, "seats": seats})
}

#[test]
fn owners_elect_by_heads_and_area_and_participation_is_tested_once() {
    let votes = [(400, 4_000_000), (330, 3_499_900), (311, 3_500_001)];
    let found = judged(&owners("2025-07-01", &estate(3), &votes));
    assert_eq!(found.attendance.comparisons.len(), 2);
    assert_eq!(placings(&found), [Placing::Elected, Placing::NotElected, Placing::Elected]);
    assert_eq!(found.candidates[1].verdict.comparisons.len(), 2);
    assert_eq!(found.empty_seats, Some(1));
    assert_eq!(found.missing, [], "no order is needed where nobody competes for a seat");
}

#[test]
fn when_more_pass_than_seats_the_order_comes_from_the_method_or_is_undetermined() {
    let votes = [(400, 4_000_000), (390, 4_200_000), (390, 4_100_000)];
    let election = owners("2025-07-01", &estate(2), &votes);
    let without = judged(&election);
    assert_eq!(placings(&without), [Placing::Open; 3]);
    assert_eq!(without.missing, [Missing::RankKey]);
    let by = |rank_key, tie_rule| {
        let method = Method { rank_key: Some(rank_key), tie_rule, ..Method::default() };
        judged(&Election { method, ..election.clone() })
    };
    let tied = by(RankKey::Heads, None);
    assert_eq!(placings(&tied), [Placing::Elected, Placing::Tied, Placing::Tied]);
    assert_eq!(tied.missing, [Missing::TieRule]);
    let by_area = by(RankKey::Heads, Some(TieRule::ByArea));
    assert_eq!(placings(&by_area), [Placing::Elected, Placing::Elected, Placing::WithoutSeat]);
    let area = by(RankKey::Area, Some(TieRule::Draw));
    assert_eq!(placings(&area), [Placing::WithoutSeat, Placing::Elected, Placing::Elected]);
    // 400/620 + 400/700, 390/620 + 420/700, 390/620 + 410/700: the second, the first, the third.
    let sums = by(RankKey::SumOfShares, Some(TieRule::Draw));
    assert_eq!(
        sums.candidates.iter().map(|one| one.rank).collect::<Vec<_>>(),
        [Some(2), Some(1), Some(3)]
    );
}

#[test]
fn formation_is_asked_where_a_rule_asks_for_it() {
    let votes = [(400, 4_000_000), (400, 4_000_000), (100, 1_000_000)];
    let election = owners("2025-07-01", &estate(3), &votes);
    assert!(judged(&election).formation.is_none());
    let hangzhou = Election { place: "CN-330106".parse().unwrap(), ..election };
    let formation = judged(&hangzhou).formation.unwrap();
    assert_eq!(formation.outcome.word(), "not_satisfied", "{}", formation.sentence().zh);
}

fn heads(meeting: MeetingKind) -> Election {
    let facts = json!({"due": 40, "present": 30, "seats": 1});
    Election {
        kind: ElectionKind::BuildingHeads,
        body: BodyKind::ResidentsCommittee,
        meeting,
        ..branch("2025-07-01", &facts, &[16, 14])
    }
}

#[test]
fn building_heads_are_undetermined_without_a_local_plan_and_follow_one_that_is_adopted() {
    let election = heads(MeetingKind::SelectionMeeting);
    let without = judged(&election);
    assert_eq!(without.stands, Stands::Open);
    assert_eq!(without.elected(), []);
    assert!(without.attendance.sentence().zh.contains("没有全国统一的规定(到会人数)"));
    let book = with_plan();
    let found = judge_election(&book, &election);
    assert_eq!(found.elected(), [id(1)]);
    assert_eq!(found.candidates[1].placing, Placing::NotElected);
    assert!(found.candidates[0].verdict.sentence().zh.contains("幸福里楼长推选方案"));
}

/// The shipped book with the plan of an invented sub-district: half of the households take part,
/// and more than half of those taking part elect.
fn with_plan() -> Book {
    let card = |id: &str, topic: &str, part: &str, whole: &str, bound: &str, example: Value| {
        json!({
            "format": 1, "id": id,
            "title": {"zh": "楼长推选", "en": "selection of building heads"},
            "instrument": {"key": "PLAN",
                "name": {"zh": "幸福里楼长推选方案", "en": "plan of Xingfuli"}},
            "jurisdiction": "CN-430103", "level": "local_plan", "from": "2025-01-01",
            "article": {"zh": "第三条", "en": "art. 3"}, "evidence": "T", "certainty": "certain",
            "applies": {"topic": topic, "bodies": [], "meetings": ["selection_meeting"],
                "matters": [], "elections": ["building_heads"]},
            "procedure": "share/1",
            "parameters": {"readings": [{"key": "plan",
                "name": {"zh": "方案", "en": "plan"}, "part": part, "whole": whole,
                "share": {"numerator": 1, "denominator": 2, "bound": bound}}]},
            "rule": {"zh": "过半数。", "en": "More than half."},
            "unconfirmed": [], "examples": [example],
        })
    };
    let quorum = json!({"figures": {"due": 40, "present": 20}, "outcome": "satisfied"});
    let elected = json!({"figures": {"present": 30, "in_favour": 15}, "outcome": "not_satisfied"});
    let cards = [
        card("PLAN-1", "quorum", "present", "due", ">=", quorum),
        card("PLAN-2", "elected", "in_favour", "present", ">", elected),
    ];
    let book = shipped();
    Book::from_cards(book.cards().iter().map(Card::to_json).chain(cards).collect()).unwrap()
}

#[test]
fn the_long_answer_has_every_heading_once_and_every_candidate_under_each() {
    let told = judged(&branch("2024-05-10", &full(2), &[10, 17, 11]))
        .explain(&|candidate| Bilingual::new(format!("甲{}", number_of(candidate)), "A"));
    let zh = |lines: &[Bilingual]| lines.iter().map(|one| one.zh.clone()).collect::<Vec<_>>();
    let facts = zh(&told.facts);
    // In the order of the votes.
    let votes: Vec<_> = facts.iter().filter(|one| one.starts_with('甲')).collect();
    assert_eq!(votes, ["甲2:赞成 17 人", "甲3:赞成 11 人", "甲1:赞成 10 人"]);
    let rules = zh(&told.rule);
    assert!(rules.iter().any(|one| one.contains("PE-")), "{rules:?}");
    assert_eq!(rules.len(), rules.iter().collect::<std::collections::BTreeSet<_>>().len());
    let sums = zh(&told.arithmetic);
    assert!(sums.contains(&"差额:1 ≥ 1".to_owned()), "{sums:?}");
    assert!(sums.iter().any(|one| one.starts_with("甲1:赞成/应到 >1/2:10×2 = 20")), "{sums:?}");
    let verdict = zh(&told.verdict);
    assert!(verdict.iter().any(|one| one.starts_with("甲1:未当选")), "{verdict:?}");
    assert!(zh(&told.changes).iter().any(|one| one.starts_with("甲1:再有 1 票赞成")), "{told:?}");
}

#[test]
fn a_tie_that_was_settled_is_told() {
    let mut election = branch("2024-05-10", &full(1), &[12, 12]);
    election.settled = vec![id(2)];
    let told = judged(&election)
        .explain(&|candidate| Bilingual::new(format!("甲{}", number_of(candidate)), "A"));
    let settled = "甲1、甲2 在最后名额上票数相等,按记录在案的抽签或者再次投票,甲2 当选。";
    assert!(told.verdict.iter().any(|one| one.zh == settled), "{told:?}");
    assert!(told.changes[0].zh.starts_with("最后一个名额:甲2、甲1 同为 12 人"), "{told:?}");
}

#[test]
fn by_how_much_the_last_seat_was_won_is_told_first() {
    let told = judged(&branch("2024-05-10", &full(1), &[14, 11]))
        .explain(&|candidate| Bilingual::new(format!("甲{}", number_of(candidate)), "A"));
    let hinge = "最后一个名额:甲1 14 人,甲2 11 人;差距少 3 人就平票,再少就换人当选。";
    assert_eq!(told.changes[0].zh, hinge);
    // Whoever has no seat would not get one by more votes than are needed.
    assert!(!told.changes.iter().any(|one| one.zh.starts_with("甲2:")), "{told:?}");
}

fn number_of(candidate: CandidateId) -> usize {
    (1..10).find(|number| id(*number) == candidate).unwrap()
}
