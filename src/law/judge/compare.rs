//! One card held against the figures, under one combination of readings.

use super::{Case, Choosing, all_met};
use crate::law::calendar::Period;
use crate::law::card::Card;
use crate::law::figures::Figure;
use crate::law::procedure::{OwnersReading, Test};
use crate::law::verdict::{Amount, Comparison, Requirement};

impl Case<'_> {
    /// The comparisons that this reading of the card asks for; none for one that forms figures.
    pub(super) fn compare(
        &self,
        card: &Card,
        choosing: Choosing<'_>,
        combination: &[usize],
    ) -> Vec<Comparison> {
        let amount = |figure| self.amount(figure, combination);
        match choosing {
            Choosing::Exclude(_)
            | Choosing::CountWritten(_)
            | Choosing::Silence(_)
            | Choosing::Spoiled(_) => Vec::new(),
            Choosing::Share(reading) => {
                let (part, whole) = (amount(reading.part), amount(reading.whole));
                vec![held_against(card, part, whole, Requirement::Share(reading.share))]
            }
            Choosing::Times(reading) => {
                let period = Period::of(reading.period, self.day);
                let times = reading.times;
                let whole = number(Figure::Held, u64::from(times));
                let requirement = Requirement::Times { times, period };
                vec![held_against(card, amount(Figure::Held), whole, requirement)]
            }
            Choosing::Owners(reading) => self.owners(card, reading, combination),
            Choosing::Tests(reading) => {
                let tested = |way: &Vec<Test>| {
                    way.iter().map(|test| self.test(card, *test, combination)).collect::<Vec<_>>()
                };
                deciding(reading.ways.iter().map(tested).collect())
            }
            Choosing::Competition(rule, rounding) => {
                let seats = amount(Figure::Seats);
                let least = seats.total.map(|seats| rule.least(seats, rounding));
                let requirement = Requirement::AtLeast { number: least.unwrap_or(1) };
                let whole = Amount { total: least, ..seats };
                vec![held_against(card, amount(Figure::Surplus), whole, requirement)]
            }
        }
    }

    fn owners(
        &self,
        card: &Card,
        reading: &OwnersReading,
        combination: &[usize],
    ) -> Vec<Comparison> {
        let pairs = reading.part.figures().into_iter().zip(reading.whole.figures());
        let compare = |(part, whole)| {
            let (part, whole) = (self.amount(part, combination), self.amount(whole, combination));
            held_against(card, part, whole, Requirement::Share(reading.share))
        };
        pairs.map(compare).collect()
    }

    fn test(&self, card: &Card, test: Test, combination: &[usize]) -> Comparison {
        let amount = |figure| self.amount(figure, combination);
        let (part, whole, requirement) = match test {
            Test::Share { part, whole, share } => (part, amount(whole), Requirement::Share(share)),
            Test::AtLeast { part, number: least } => {
                (part, number(part, least), Requirement::AtLeast { number: least })
            }
            Test::AtMost { part, number: most } => {
                (part, number(part, most), Requirement::AtMost { number: most })
            }
            Test::AtLeastTimes { part, whole, number } => {
                (part, amount(whole), Requirement::AtLeastTimes { number })
            }
            Test::AtMostTimes { part, whole, number } => {
                (part, amount(whole), Requirement::AtMostTimes { number })
            }
            Test::Odd { part } => (part, number(part, 1), Requirement::Odd),
            Test::NotMoreThan { part, whole } => (part, amount(whole), Requirement::NotMoreThan),
        };
        held_against(card, amount(part), whole, requirement)
    }
}

/// A number that a rule names.
fn number(figure: Figure, total: u64) -> Amount {
    Amount { figure, terms: Vec::new(), total: Some(total), missing: Vec::new() }
}

fn held_against(card: &Card, part: Amount, whole: Amount, requirement: Requirement) -> Comparison {
    let met = part.total.zip(whole.total).map(|(part, whole)| match requirement {
        // An empty whole meets nothing: nobody due cannot be half of those due.
        Requirement::Share(share) => whole > 0 && share.reached_by(part, whole),
        Requirement::Times { times, .. } => part >= u64::from(times),
        Requirement::AtLeastTimes { number } => u128::from(part) >= times(whole, number),
        Requirement::AtMostTimes { number } => u128::from(part) <= times(whole, number),
        Requirement::AtLeast { number } => part >= number,
        Requirement::AtMost { number } => part <= number,
        Requirement::Odd => part % 2 == 1,
        Requirement::NotMoreThan => part <= whole,
    });
    let topic = card.applies().topic;
    Comparison { topic, card: card.id().to_owned(), part, whole, requirement, met }
}

/// A product that does not overflow.
fn times(whole: u64, number: u64) -> u128 {
    u128::from(whole) * u128::from(number)
}

/// The way that decides: one that is met, else one that may be, else the first.
fn deciding(ways: Vec<Vec<Comparison>>) -> Vec<Comparison> {
    let met = ways.iter().position(|way| all_met(way) == Some(true));
    let open = || ways.iter().position(|way| all_met(way).is_none());
    let decides = met.or_else(open).unwrap_or_default();
    ways.into_iter().nth(decides).unwrap_or_default()
}
