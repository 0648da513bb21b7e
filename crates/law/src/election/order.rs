//! The order of candidates, ties at the last seat, and what is open.
//!
//! Somebody is elected only when nothing that is still open could push them out: candidates whose
//! own outcome is open are taken as possible rivals.

use crate::card::OrderExample;
use crate::procedure::Ranking;
use crate::verdict::Outcome;
use domain::RankKey;
use serde::Serialize;

/// What it comes to for one candidate, as far as the round stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Placing {
    /// Elected.
    Elected,
    /// Reached the votes needed; stronger ones took the seats.
    WithoutSeat,
    /// As strong as others at the last seat, which is still to be settled.
    Tied,
    /// Did not reach the votes needed.
    NotElected,
    /// Not to be said: a fact is missing, or readings differ.
    Open,
}

/// How strong a candidate is: by the key, then by what breaks ties on paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Strength {
    pub(super) first: u128,
    pub(super) second: u128,
}

/// Whether the votes needed are reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    Reached,
    Missed,
    Open,
}

/// One candidate in the contest for seats.
#[derive(Debug, Clone, Copy)]
pub(super) struct Contender {
    pub(super) strength: Option<Strength>,
    pub(super) standing: Standing,
    pub(super) settled: bool,
}

impl Contender {
    /// Whether this one reaches the votes, or may.
    pub(super) fn contends(&self) -> bool {
        self.standing != Standing::Missed
    }
}

/// A place in the order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Placed {
    pub(super) placing: Placing,
    pub(super) rank: Option<u32>,
}

/// What an outcome says about the votes needed. What a text asks for "generally" bars nobody.
pub(super) fn standing(outcome: &Outcome) -> Standing {
    match outcome {
        Outcome::Satisfied | Outcome::Advisory { .. } => Standing::Reached,
        Outcome::NotSatisfied => Standing::Missed,
        Outcome::Undetermined { .. } | Outcome::Disputed { .. } => Standing::Open,
    }
}

/// Everybody's place, in the order given.
pub(super) fn places(seats: Option<u64>, contenders: &[Contender]) -> Vec<Placed> {
    let place = |contender: &Contender| Placed {
        placing: placing(seats, contenders, contender),
        rank: rank(contenders, contender),
    };
    contenders.iter().map(place).collect()
}

fn number(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

fn rank(contenders: &[Contender], own: &Contender) -> Option<u32> {
    let strength = own.strength.filter(|_| own.contends())?;
    let mut before = 0;
    for rival in contenders.iter().filter(|one| one.contends()) {
        before += u32::from(rival.strength? > strength);
    }
    Some(before + 1)
}

fn placing(seats: Option<u64>, contenders: &[Contender], own: &Contender) -> Placing {
    if own.standing == Standing::Missed {
        return Placing::NotElected;
    }
    let Some(seats) = seats else { return Placing::Open };
    let contending: Vec<_> = contenders.iter().filter(|one| one.contends()).collect();
    if number(contending.len()) <= seats {
        let reached = own.standing == Standing::Reached;
        return if reached { Placing::Elected } else { Placing::Open };
    }
    let known = |one: &&Contender| one.strength;
    let Some(strengths) = contending.iter().map(known).collect::<Option<Vec<_>>>() else {
        return Placing::Open;
    };
    let Some(strength) = own.strength else { return Placing::Open };
    let pairs = || contending.iter().zip(&strengths);
    let above = |certain: bool| {
        let counts = |one: &Contender| !certain || one.standing == Standing::Reached;
        number(pairs().filter(|(one, other)| counts(one) && **other > strength).count())
    };
    // The candidate is among their own equals.
    let equals: Vec<_> =
        pairs().filter(|(_, other)| **other == strength).map(|(one, _)| **one).collect();
    if own.standing == Standing::Open {
        // Whether the votes are reached or not: others took every seat.
        if above(true) >= seats { Placing::NotElected } else { Placing::Open }
    } else if above(false) + number(equals.len()) <= seats {
        Placing::Elected
    } else if above(true) >= seats {
        Placing::WithoutSeat
    } else if contending.iter().any(|one| one.standing == Standing::Open) {
        Placing::Open
    } else {
        at_the_last_seat(own, &equals, seats - above(true))
    }
}

/// Among equals for fewer seats: settled by exactly as many as there are seats, or still tied.
fn at_the_last_seat(own: &Contender, equals: &[Contender], left: u64) -> Placing {
    let settled = number(equals.iter().filter(|one| one.settled).count());
    match (settled == left, own.settled) {
        (true, true) => Placing::Elected,
        (true, false) => Placing::WithoutSeat,
        (false, _) => Placing::Tied,
    }
}

/// An example of a card: who is elected, without a seat, tied or open, by places from 1. Without a
/// key of the card's own there is no order.
pub(in super::super) fn order_told(rule: &Ranking, example: &OrderExample) -> String {
    let strength = |heads: u32| match rule.rank_key {
        Some(RankKey::Heads) => Some(Strength { first: u128::from(heads), second: 0 }),
        Some(RankKey::Area | RankKey::SumOfShares) | None => None,
    };
    let contenders: Vec<_> = example
        .heads
        .iter()
        .map(|heads| Contender {
            strength: strength(heads.0),
            standing: Standing::Reached,
            settled: false,
        })
        .collect();
    let places = places(Some(u64::from(example.seats)), &contenders);
    let words = [
        (Placing::Elected, "elected"),
        (Placing::WithoutSeat, "without_seat"),
        (Placing::Tied, "tied"),
        (Placing::Open, "open"),
    ];
    let told = words.into_iter().filter_map(|(placing, word)| {
        let numbered = places.iter().enumerate().filter(|(_, one)| one.placing == placing);
        let numbers: Vec<_> = numbered.map(|(at, _)| (at + 1).to_string()).collect();
        (!numbers.is_empty()).then(|| format!("{word} {}", numbers.join(" ")))
    });
    told.collect::<Vec<_>>().join(" ")
}
