//! One card held against the figures, under one combination of readings.

use super::amounts::{Forms, Sum};
use super::readings::Choosing;
use super::{Case, all, all_met};
use crate::calendar::Period;
use crate::card::Card;
use crate::figures::Figure;
use crate::procedure::{Competition, Rounding, Test};
use crate::verdict::{Amount, Comparison, Requirement};
use chrono::NaiveDate;

/// One comparison that a reading asks for, before the figures are looked at.
#[derive(Debug, Clone, Copy)]
struct Demand<'a> {
    part: Figure,
    against: Against<'a>,
    requirement: Requirement,
}

/// What a part is held against.
#[derive(Debug, Clone, Copy)]
enum Against<'a> {
    /// Another figure.
    Figure(Figure),
    /// A number that the rule names.
    Number(u64),
    /// A number that follows from the seats.
    Seats(&'a Competition, Rounding),
}

impl Case<'_> {
    /// The comparisons that this reading of the card asks for; none for one that forms figures.
    pub(super) fn compare(
        &self,
        card: &Card,
        choosing: Choosing<'_>,
        forms: Forms,
    ) -> Vec<Comparison> {
        let held = |demand| self.held_against(card, demand, forms);
        match choosing {
            Choosing::Tests(reading) => {
                let tested = |way: &Vec<Test>| way.iter().map(|one| held(of_test(*one))).collect();
                deciding(reading.ways.iter().map(tested).collect())
            }
            _ => demands(choosing, self.day).into_iter().flatten().map(held).collect(),
        }
    }

    /// Whether the reading is met: the same comparisons, and nothing kept of them.
    pub(super) fn meets(&self, choosing: Choosing<'_>, forms: Forms) -> Option<bool> {
        let met = |demand| self.met(demand, forms);
        match choosing {
            Choosing::Tests(reading) => {
                let mut result = Some(false);
                for way in &reading.ways {
                    match all(way.iter().map(|one| met(of_test(*one)))) {
                        Some(true) => return Some(true),
                        Some(false) => {}
                        None => result = None,
                    }
                }
                result
            }
            _ => all(demands(choosing, self.day).into_iter().flatten().map(met)),
        }
    }

    fn met(&self, demand: Demand<'_>, forms: Forms) -> Option<bool> {
        let total = |figure| self.form(figure, forms, Sum::default()).total();
        let Demand { part, against, requirement } = demand;
        let part = total(part)?;
        Some(match against {
            Against::Figure(figure) => reached(requirement, part, total(figure)?),
            Against::Number(number) => reached(requirement, part, number),
            Against::Seats(rule, rounding) => part >= rule.least(total(Figure::SEATS)?, rounding),
        })
    }

    fn held_against(&self, card: &Card, demand: Demand<'_>, forms: Forms) -> Comparison {
        let Demand { part, against, mut requirement } = demand;
        let part = self.amount(part, forms);
        let whole = match against {
            Against::Figure(figure) => self.amount(figure, forms),
            Against::Number(number) => self::number(part.figure, number),
            Against::Seats(rule, rounding) => {
                let seats = self.amount(Figure::SEATS, forms);
                let least = seats.total.map(|seats| rule.least(seats, rounding));
                requirement = Requirement::AtLeast { number: least.unwrap_or(1) };
                Amount { total: least, ..seats }
            }
        };
        let both = part.total.zip(whole.total);
        let met = both.map(|(part, whole)| reached(requirement, part, whole));
        let topic = card.applies().topic;
        Comparison { topic, card: card.id().to_owned(), part, whole, requirement, met }
    }
}

/// What a reading asks for; its ways, where it has some, are told apart by the caller.
fn demands(choosing: Choosing<'_>, day: NaiveDate) -> [Option<Demand<'_>>; 2] {
    let one = |part, against, requirement| [Some(Demand { part, against, requirement }), None];
    match choosing {
        Choosing::Exclude(_)
        | Choosing::CountWritten(_)
        | Choosing::Silence(_)
        | Choosing::Spoiled(_)
        | Choosing::Tests(_) => [None, None],
        Choosing::Share(reading) => {
            one(reading.part, Against::Figure(reading.whole), Requirement::Share(reading.share))
        }
        Choosing::Times(reading) => {
            let times = reading.times;
            let requirement = Requirement::Times { times, period: Period::of(reading.period, day) };
            one(Figure::HELD, Against::Number(u64::from(times)), requirement)
        }
        Choosing::Owners(reading) => {
            let ([heads, area], [all_heads, all_area]) =
                (reading.part.figures(), reading.whole.figures());
            let share = |part, whole| {
                let requirement = Requirement::Share(reading.share);
                Some(Demand { part, against: Against::Figure(whole), requirement })
            };
            [share(heads, all_heads), share(area, all_area)]
        }
        // The number follows from the seats; one is the least that it can be.
        Choosing::Competition(rule, rounding) => {
            let requirement = Requirement::AtLeast { number: 1 };
            one(Figure::SURPLUS, Against::Seats(rule, rounding), requirement)
        }
    }
}

fn of_test(test: Test) -> Demand<'static> {
    let (part, against, requirement) = match test {
        Test::Share { part, whole, share } => {
            (part, Against::Figure(whole), Requirement::Share(share))
        }
        Test::AtLeast { part, number } => {
            (part, Against::Number(number), Requirement::AtLeast { number })
        }
        Test::AtMost { part, number } => {
            (part, Against::Number(number), Requirement::AtMost { number })
        }
        Test::AtLeastTimes { part, whole, number } => {
            (part, Against::Figure(whole), Requirement::AtLeastTimes { number })
        }
        Test::AtMostTimes { part, whole, number } => {
            (part, Against::Figure(whole), Requirement::AtMostTimes { number })
        }
        Test::Odd { part } => (part, Against::Number(1), Requirement::Odd),
        Test::NotMoreThan { part, whole } => {
            (part, Against::Figure(whole), Requirement::NotMoreThan)
        }
    };
    Demand { part, against, requirement }
}

/// A number that a rule names.
fn number(figure: Figure, total: u64) -> Amount {
    Amount { figure, terms: Vec::new(), total: Some(total), missing: Vec::new() }
}

fn reached(requirement: Requirement, part: u64, whole: u64) -> bool {
    match requirement {
        // An empty whole meets nothing: nobody due cannot be half of those due.
        Requirement::Share(share) => whole > 0 && share.reached_by(part, whole),
        Requirement::Times { times, .. } => part >= u64::from(times),
        Requirement::AtLeastTimes { number } => u128::from(part) >= times(whole, number),
        Requirement::AtMostTimes { number } => u128::from(part) <= times(whole, number),
        Requirement::AtLeast { number } => part >= number,
        Requirement::AtMost { number } => part <= number,
        Requirement::Odd => part % 2 == 1,
        Requirement::NotMoreThan => part <= whole,
    }
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
