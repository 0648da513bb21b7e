//! What could change a verdict, as exact numbers.

use super::Evaluated;
use crate::law::matter::Topic;
use crate::law::verdict::{Change, Comparison, Outcome, Requirement};

/// What could change this outcome, in the order of the comparisons.
pub(super) fn changes(evaluated: &Evaluated, outcome: &Outcome) -> Vec<Change> {
    match outcome {
        Outcome::Undetermined { missing } => {
            missing.iter().map(|missing| Change::Record { missing: *missing }).collect()
        }
        Outcome::Satisfied => columns(evaluated).iter().filter_map(|one| spare(one)).collect(),
        Outcome::NotSatisfied | Outcome::Advisory { .. } => more(evaluated),
        Outcome::Disputed { readings } => {
            let choices = readings.iter().flat_map(|reading| &reading.choices);
            let mut cards: Vec<_> = choices.map(|choice| choice.card.clone()).collect();
            cards.sort_unstable();
            cards.dedup();
            let settle = cards.into_iter().map(|card| Change::Settle { card });
            more(evaluated).into_iter().chain(settle).collect()
        }
    }
}

/// The same comparison under all combinations of readings.
type Column<'a> = Vec<&'a Comparison>;

/// The comparisons of one card, in their order; readings may ask for different numbers of them.
fn columns(evaluated: &Evaluated) -> Vec<Column<'_>> {
    let mut columns: Vec<((&str, usize), Column<'_>)> = Vec::new();
    for row in &evaluated.rows {
        let mut before: Vec<&str> = Vec::new();
        for comparison in &row.comparisons {
            let card = comparison.card.as_str();
            let place = (card, before.iter().filter(|one| **one == card).count());
            before.push(card);
            match columns.iter_mut().find(|(own, _)| *own == place) {
                Some((_, column)) => column.push(comparison),
                None => columns.push((place, vec![comparison])),
            }
        }
    }
    columns.into_iter().map(|(_, column)| column).collect()
}

/// How many more of each part would meet its requirement under every reading.
fn more(evaluated: &Evaluated) -> Vec<Change> {
    let columns = columns(evaluated);
    let unmet: Vec<_> = columns
        .iter()
        .filter(|column| column.iter().any(|comparison| comparison.met != Some(true)))
        .collect();
    let enough = unmet.len() == 1;
    unmet.into_iter().filter_map(|column| shortage(column, enough)).collect()
}

fn shortage(column: &Column<'_>, enough: bool) -> Option<Change> {
    let first = column.first()?;
    let empty = column.iter().any(|one| least(one).is_some() && one.whole.total == Some(0));
    if empty && matches!(first.requirement, Requirement::Share(_)) {
        return Some(Change::Never { topic: first.topic, figure: first.whole.figure });
    }
    if column.iter().any(|one| one.part.figure != first.part.figure) {
        return None;
    }
    let short = |one: &&Comparison| Some(least(one)?.saturating_sub(one.part.total?));
    let by = column.iter().map(short).collect::<Option<Vec<_>>>()?.into_iter().max()?;
    Some(Change::More { topic: first.topic, figure: first.part.figure, by, enough })
}

/// How many fewer would still meet it under every reading. Nobody asks how seldom would do.
fn spare(column: &Column<'_>) -> Option<Change> {
    let first = column.first().filter(|one| one.topic != Topic::Frequency)?;
    if column.iter().any(|one| one.part.figure != first.part.figure) {
        return None;
    }
    let over = |one: &&Comparison| Some(one.part.total?.saturating_sub(least(one)?));
    let by = column.iter().map(over).collect::<Option<Vec<_>>>()?.into_iter().min()?;
    Some(Change::Spare { topic: first.topic, figure: first.part.figure, by })
}

/// The smallest part that meets the requirement.
fn least(comparison: &Comparison) -> Option<u64> {
    match comparison.requirement {
        Requirement::Share(share) => comparison.whole.total.map(|whole| share.least(whole)),
        Requirement::Times { times, .. } => Some(u64::from(times)),
        Requirement::AtLeast { number } => comparison.whole.total.map(|_| number),
        Requirement::AtLeastTimes { number } => comparison.whole.total?.checked_mul(number),
        Requirement::AtMost { .. }
        | Requirement::AtMostTimes { .. }
        | Requirement::Odd
        | Requirement::NotMoreThan => None,
    }
}
