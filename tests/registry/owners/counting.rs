//! Counting against a recount that is slow and obvious.

use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use ulid::Ulid;
use yishi::domain::{Area, Choice, Heads, Keying, MotionId, PersonId, UnitId, UnitKind};
use yishi::event::ballot::Mark;
use yishi::event::count::Tally;
use yishi::event::tally::{
    Paper, Question, RollUnit, RollUnits, heads_put_together, roll_totals, shares, totals,
};

fn id(number: u128) -> Ulid {
    Ulid::from_parts(1, number)
}

fn motion(number: u128) -> MotionId {
    MotionId::new(id(number))
}

/// What is thrown for a unit: area, owners of five, and its ballot.
type Thrown = (u64, BTreeSet<u8>, u8, [u8; 4]);

fn choice(number: u8) -> Choice {
    [Choice::InFavour, Choice::Against, Choice::Abstain, Choice::Blank][usize::from(number % 4)]
}

fn marks(first: u8, second: u8) -> Vec<Mark> {
    let mark = |number, said| Mark { motion: Some(motion(number)), candidate: None, choice: said };
    // A question that is left out was left blank.
    if first % 5 == 4 {
        return vec![mark(2, choice(second))];
    }
    vec![mark(1, choice(first)), mark(2, choice(second))]
}

fn what(marks: &[Mark], of: MotionId) -> Choice {
    let said = marks.iter().find(|mark| mark.motion == Some(of));
    said.map_or(Choice::Blank, |mark| mark.choice)
}

struct Ballot {
    unit: UnitId,
    delivered: bool,
    returned: bool,
    rejected: bool,
    first: Option<Vec<Mark>>,
    second: Option<Vec<Mark>>,
}

fn ballot(place: usize, (_, _, fate, said): &Thrown) -> Option<Ballot> {
    let unit = UnitId::new(id(u128::try_from(place).unwrap()));
    let same = || Some(marks(said[0], said[1]));
    let other = || Some(marks(said[2], said[3]));
    let (delivered, returned, rejected, first, second) = match fate % 9 {
        0 => return None,
        1 => (false, false, false, None, None),
        2 => (true, false, false, None, None),
        3 => (true, true, false, None, None),
        4 => (true, true, true, same(), same()),
        5 => (true, true, false, same(), other()),
        6 => (false, true, false, same(), None),
        _ => (true, true, false, same(), same()),
    };
    Some(Ballot { unit, delivered, returned, rejected, first, second })
}

/// Whether a ballot counts, said in the plainest way.
fn counts(ballot: &Ballot, keying: Keying) -> Option<Vec<Mark>> {
    if !ballot.returned || ballot.rejected {
        return None;
    }
    let same = |a: &[Mark], b: &[Mark]| {
        [1, 2].iter().all(|number| what(a, motion(*number)) == what(b, motion(*number)))
    };
    match (&ballot.first, &ballot.second) {
        (Some(a), Some(b)) => same(a, b).then(|| a.clone()),
        (Some(a), None) if keying == Keying::Single => Some(a.clone()),
        _ => None,
    }
}

fn area_of(units: &RollUnits, ballots: &[&Ballot]) -> Area {
    Area(ballots.iter().map(|one| units[&one.unit].area.0).sum())
}

/// Heads and area of one choice: every head is asked for what all its counted ballots say.
fn recount(
    units: &RollUnits,
    ballots: &[Ballot],
    keying: Keying,
    of: MotionId,
    wanted: Choice,
) -> (Tally, u32) {
    let said = |one: &&Ballot| counts(one, keying).map(|marks| what(&marks, of));
    let with: Vec<&Ballot> = ballots.iter().filter(|one| said(one) == Some(wanted)).collect();
    let heads: BTreeSet<&BTreeSet<PersonId>> = units.values().map(|unit| &unit.owners).collect();
    let (mut for_it, mut split) = (0, 0);
    for head in heads {
        let mut voices: BTreeSet<Choice> = ballots
            .iter()
            .filter(|one| &units[&one.unit].owners == head)
            .filter_map(|one| said(&one))
            .collect();
        if voices.len() > 1 {
            voices.remove(&Choice::Blank);
        }
        split += u32::from(voices.len() > 1);
        for_it += u32::from(voices == BTreeSet::from([wanted]));
    }
    (Tally { heads: Heads(for_it), area: area_of(units, &with) }, split)
}

proptest! {
    #[test]
    fn owners_are_put_together_as_far_as_they_share_a_unit(
        thrown in prop::collection::vec(prop::collection::btree_set(0..12_u8, 1..4), 0..20),
    ) {
        let mut groups: Vec<BTreeSet<u8>> = Vec::new();
        for owners in &thrown {
            let (touched, mut apart): (Vec<_>, Vec<_>) =
                groups.into_iter().partition(|group| !group.is_disjoint(owners));
            apart.push(touched.into_iter().flatten().chain(owners.iter().copied()).collect());
            groups = apart;
        }
        let units: RollUnits = thrown.iter().enumerate().map(|(place, owners)| {
            let owners = owners.iter().map(|owner| PersonId::new(id(u128::from(*owner)))).collect();
            let unit = RollUnit { unit_kind: UnitKind::Dwelling, area: Area(1), owners };
            (UnitId::new(id(u128::try_from(place).unwrap())), unit)
        }).collect();
        let heads = heads_put_together(&units);
        prop_assert_eq!(heads.0, u32::try_from(groups.len()).unwrap());
        prop_assert!(heads <= roll_totals(&units).heads);
    }

    #[test]
    fn totals_are_what_a_slow_recount_finds(
        thrown in prop::collection::vec(
            (1..50_000_u64, prop::collection::btree_set(0..5_u8, 1..3), 0..9_u8, any::<[u8; 4]>()),
            1..40,
        ),
        double: bool,
    ) {
        let keying = if double { Keying::Double } else { Keying::Single };
        let units: RollUnits = thrown.iter().enumerate().map(|(place, (area, owners, _, _))| {
            let owners = owners.iter().map(|owner| PersonId::new(id(u128::from(*owner)))).collect();
            let unit = RollUnit { unit_kind: UnitKind::Dwelling, area: Area(*area), owners };
            (UnitId::new(id(u128::try_from(place).unwrap())), unit)
        }).collect();
        let ballots: Vec<Ballot> =
            thrown.iter().enumerate().filter_map(|(place, one)| ballot(place, one)).collect();
        let papers = ballots.iter().map(|one| Paper {
            units: std::slice::from_ref(&one.unit),
            delivered: one.delivered,
            returned: one.returned,
            rejected: one.rejected,
            first: one.first.as_deref(),
            second: one.second.as_deref(),
        });
        let questions = [Question::Motion(motion(1)), Question::Motion(motion(2))];
        let found = totals(&shares(&units), papers, &questions, keying);

        let number = |count: usize| Some(u32::try_from(count).unwrap());
        let returned: Vec<&Ballot> = ballots.iter().filter(|one| one.returned).collect();
        let valid: Vec<&Ballot> =
            ballots.iter().filter(|one| counts(one, keying).is_some()).collect();
        prop_assert_eq!(found.issued, number(ballots.len()));
        prop_assert_eq!(found.returned, number(returned.len()));
        prop_assert_eq!(found.valid, number(valid.len()));
        let delivered = ballots.iter().filter(|one| one.delivered || one.returned).count();
        prop_assert_eq!(found.delivered, number(delivered));
        // What came back is valid, invalid or unsettled.
        let parts = [found.valid, found.invalid, found.unsettled].map(Option::unwrap);
        prop_assert_eq!(Some(parts.iter().sum()), found.returned);
        let heads: BTreeSet<_> = valid.iter().map(|one| &units[&one.unit].owners).collect();
        let part = Tally { heads: Heads(number(heads.len()).unwrap()), area: area_of(&units, &valid) };
        prop_assert_eq!(found.participating, part);

        for (motion, totals) in [motion(1), motion(2)].into_iter().zip(&found.motions) {
            prop_assert_eq!(totals.motion, motion);
            let sides = [
                (Choice::InFavour, Some(totals.in_favour)), (Choice::Against, totals.against),
                (Choice::Abstain, totals.abstain), (Choice::Blank, totals.blank),
            ];
            let mut sum = Tally::default();
            for (choice, side) in sides {
                let (expected, split) = recount(&units, &ballots, keying, motion, choice);
                prop_assert_eq!(side, Some(expected), "{:?}", choice);
                prop_assert_eq!(totals.split, Some(Heads(split)));
                sum.heads.0 += expected.heads.0;
                sum.area.0 += expected.area.0;
            }
            // Heads and areas each balance.
            prop_assert_eq!(sum.heads.0 + totals.split.unwrap().0, part.heads.0);
            prop_assert_eq!(sum.area, part.area);
        }
    }

    #[test]
    fn a_roll_has_as_many_heads_as_different_sets_of_owners(
        owners in prop::collection::vec(prop::collection::btree_set(0..6_u8, 1..4), 1..60)
    ) {
        let units: RollUnits = owners.iter().enumerate().map(|(place, owners)| {
            let owners = owners.iter().map(|owner| PersonId::new(id(u128::from(*owner)))).collect();
            let unit = RollUnit { unit_kind: UnitKind::Shop, area: Area(7), owners };
            (UnitId::new(id(u128::try_from(place).unwrap())), unit)
        }).collect();
        let mut heads: BTreeMap<&BTreeSet<u8>, u64> = BTreeMap::new();
        owners.iter().for_each(|set| *heads.entry(set).or_default() += 1);
        let totals = roll_totals(&units);
        prop_assert_eq!(usize::try_from(totals.heads.0).unwrap(), heads.len());
        prop_assert_eq!(totals.area, Area(7 * heads.values().sum::<u64>()));
    }
}
