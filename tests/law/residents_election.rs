//! The residents' committee elected by voters, households or representatives, and its run-off.

use super::election::{branch, judged};
use serde_json::{Value, json};
use yishi::domain::{BodyKind, ElectionKind, Electorate, MeetingKind, RoundKind};
use yishi::law::{Election, Placing, Stands};

/// A round of the election of 2026 with these votes for the candidates.
fn round(electorate: Electorate, facts: &Value, votes: &[u32]) -> Election {
    Election {
        kind: ElectionKind::ResidentsCommittee,
        body: BodyKind::ResidentsCommittee,
        meeting: match electorate {
            Electorate::Representatives => MeetingKind::ResidentsRepresentativeMeeting,
            Electorate::Voters | Electorate::Households => MeetingKind::ResidentsMeeting,
        },
        electorate: Some(electorate),
        ..branch("2026-03-21", facts, votes)
    }
}

#[test]
fn turnout_in_each_mode_by_id() {
    use Electorate::{Households, Representatives, Voters};
    for (id, who, figure, all, voting, stands) in [
        ("K81", Voters, "voters", 2001, 1000, Stands::No),
        ("K81", Voters, "voters", 2001, 1001, Stands::Yes),
        ("K82", Households, "households", 800, 400, Stands::No),
        ("K82", Households, "households", 800, 401, Stands::Yes),
        ("K83", Representatives, "representatives", 60, 40, Stands::No),
        ("K83", Representatives, "representatives", 60, 41, Stands::Yes),
    ] {
        let facts = json!({figure: all, "voting": voting, "seats": 1});
        let found = judged(&round(who, &facts, &[voting, 0]));
        assert_eq!(found.stands, stands, "{id}: {}", found.attendance.sentence().zh);
        assert_eq!(found.elected().len(), usize::from(stands == Stands::Yes), "{id}");
    }
}

#[test]
fn without_a_mode_the_kind_of_the_meeting_tells_it() {
    let facts = json!({"representatives": 60, "voting": 40, "seats": 1});
    let known = round(Electorate::Representatives, &facts, &[40, 0]);
    let found = judged(&Election { electorate: None, ..known.clone() });
    assert_eq!(found.stands, Stands::No);
    let other = MeetingKind::ResidentsMeeting;
    let found = judged(&Election { electorate: None, meeting: other, ..known });
    assert_eq!(found.stands, Stands::Open, "the roll of voters is not recorded");
}

#[test]
fn more_than_half_of_those_voting_elect_in_the_order_of_votes() {
    let facts = json!({"voters": 2001, "voting": 1001, "seats": 2});
    let of = |votes: &[u32]| {
        let found = judged(&round(Electorate::Voters, &facts, votes));
        found.candidates.iter().map(|one| one.placing).collect::<Vec<_>>()
    };
    assert_eq!(
        of(&[501, 500, 100]),
        [Placing::Elected, Placing::NotElected, Placing::NotElected],
        "K87"
    );
    assert_eq!(of(&[700, 501, 600]), [Placing::Elected, Placing::WithoutSeat, Placing::Elected]);
    assert_eq!(of(&[700, 600, 600]), [Placing::Elected, Placing::Tied, Placing::Tied]);
    let one_too_few = json!({"voters": 2001, "voting": 1001, "seats": 3});
    let found = judged(&round(Electorate::Voters, &one_too_few, &[700, 501, 500]));
    assert_eq!(found.empty_seats, Some(1));
    assert_eq!(found.competition.unwrap().outcome.word(), "not_satisfied", "K90: 3 for 3 seats");
}

#[test]
fn in_the_run_off_most_votes_win_but_not_below_a_third() {
    let facts = json!({"voters": 1700, "voting": 900, "returned": 900, "seats": 1});
    let of = |votes: &[u32]| {
        let regular = round(Electorate::Voters, &facts, votes);
        judged(&Election { round: RoundKind::Further, ..regular })
    };
    assert_eq!(of(&[299, 298]).elected(), [], "K88");
    assert_eq!(of(&[300, 299]).elected().len(), 1, "K88");
    let both = of(&[400, 350]);
    let placings: Vec<_> = both.candidates.iter().map(|one| one.placing).collect();
    assert_eq!(placings, [Placing::Elected, Placing::WithoutSeat]);
    assert!(both.competition.is_none() && both.candidates[0].verdict.sentence().zh.contains("1/3"));
}

#[test]
fn before_2026_no_national_turnout_is_known() {
    let facts = json!({"voters": 2001, "voting": 1001, "seats": 1});
    let old = round(Electorate::Voters, &facts, &[1001]);
    let found = judged(&Election { formed: super::day("2025-12-31"), ..old });
    assert_eq!(found.stands, Stands::Open);
}
