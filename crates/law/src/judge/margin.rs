//! What could change a verdict, as exact numbers.

use super::{Case, Evaluated, all_met};
use crate::figures::Figure;
use crate::matter::Topic;
use crate::verdict::{Change, Comparison, Outcome, Requirement};
use domain::{Bound, Share};

/// What could change this outcome, in the order of the comparisons.
pub(super) fn changes(case: &Case<'_>, evaluated: &Evaluated, outcome: &Outcome) -> Vec<Change> {
    match outcome {
        Outcome::Undetermined { missing } => {
            missing.iter().map(|missing| Change::Record { missing: *missing }).collect()
        }
        Outcome::Satisfied => {
            let columns = columns(evaluated);
            let spare = columns.iter().filter_map(|one| spare(one));
            spare.chain(columns.iter().filter_map(|one| leaving(one))).collect()
        }
        Outcome::NotSatisfied => {
            let joining = joining(case, evaluated);
            more(evaluated).into_iter().chain(joining).chain(validated(case, evaluated)).collect()
        }
        Outcome::Advisory { .. } => more(evaluated),
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
    let first = column.first().filter(|one| one.topic != Topic::FREQUENCY)?;
    if column.iter().any(|one| one.part.figure != first.part.figure) {
        return None;
    }
    let over = |one: &&Comparison| Some(one.part.total?.saturating_sub(least(one)?));
    let by = column.iter().map(over).collect::<Option<Vec<_>>>()?.into_iter().min()?;
    Some(Change::Spare { topic: first.topic, figure: first.part.figure, by })
}

/// A share of those who took part, of which the part is counted among them.
fn share_of_participants(comparison: &Comparison) -> Option<(Share, u64, u64)> {
    let of_participants = matches!(
        comparison.whole.figure,
        Figure::PARTICIPATING_HEADS | Figure::PARTICIPATING_AREA | Figure::PRESENT | Figure::VOTING
    );
    let Requirement::Share(share) = comparison.requirement else { return None };
    let (part, whole) = comparison.part.total.zip(comparison.whole.total)?;
    (of_participants && part <= whole).then_some((share, part, whole))
}

/// How many who took no part would meet each share by taking part in favour, under every reading.
/// Nothing where something else is not met either: then that comes first. Nothing either where there
/// are not so many who took no part.
fn joining(case: &Case<'_>, evaluated: &Evaluated) -> Vec<Change> {
    let columns = columns(evaluated);
    let unmet = |column: &&Column<'_>| column.iter().any(|one| one.met != Some(true));
    let unmet: Vec<_> = columns.iter().filter(unmet).collect();
    let needed = |column: &Column<'_>| {
        let first = column.first()?;
        let by = column.iter().map(|one| {
            let (share, part, whole) = share_of_participants(one)?;
            joined(share, part, whole)
        });
        let by = by.collect::<Option<Vec<_>>>()?.into_iter().max()?;
        if away(case, first).is_some_and(|away| away < by) {
            return None;
        }
        Some(Change::Joining { topic: first.topic, figure: first.part.figure, by })
    };
    let found: Option<Vec<_>> = unmet.into_iter().map(needed).collect();
    found.unwrap_or_default()
}

/// How many of the whole roll took no part, where the roll is on record.
fn away(case: &Case<'_>, comparison: &Comparison) -> Option<u64> {
    let roll = match comparison.whole.figure {
        Figure::PARTICIPATING_HEADS => Figure::ROLL_HEADS,
        Figure::PARTICIPATING_AREA => Figure::ROLL_AREA,
        Figure::PRESENT => Figure::DUE,
        _ => return None,
    };
    case.figures.count(roll)?.checked_sub(comparison.whole.total?)
}

/// How many of those in favour would have to stay away for a share not to be met.
fn leaving(column: &Column<'_>) -> Option<Change> {
    let first = column.first()?;
    let by = column.iter().map(|one| {
        let (share, part, whole) = share_of_participants(one)?;
        left(share, part, whole).filter(|by| *by <= part)
    });
    let by = by.collect::<Option<Vec<_>>>()?.into_iter().min()?;
    Some(Change::Leaving { topic: first.topic, figure: first.part.figure, by })
}

/// Whether the invalid ballots could have turned it, had they been valid and in favour. They are
/// asked about only where they were counted as taking part, and where all of them are known.
fn validated(case: &Case<'_>, evaluated: &Evaluated) -> Option<Change> {
    let heads = case.figures.count(Figure::INVALID_HEADS).filter(|heads| *heads > 0)?;
    let area = case.figures.count(Figure::INVALID_AREA)?;
    let row = evaluated.rows.first()?;
    let gained: Vec<Comparison> = row
        .comparisons
        .iter()
        .map(|one| {
            let more = match one.part.figure {
                Figure::IN_FAVOUR_HEADS => heads,
                Figure::IN_FAVOUR_AREA => area,
                _ => return one.clone(),
            };
            let Requirement::Share(share) = one.requirement else { return one.clone() };
            let part = one.part.total.map(|part| part.saturating_add(more));
            let reached =
                part.zip(one.whole.total).map(|(part, whole)| share.reached_by(part, whole));
            Comparison { met: reached, ..one.clone() }
        })
        .collect();
    let turns = all_met(&gained)?;
    Some(Change::Validated { heads, area, turns })
}

/// The least number of newcomers, all counted in part and whole, with which the share is reached.
fn joined(share: Share, part: u64, whole: u64) -> Option<u64> {
    let (numerator, denominator) = (u128::from(share.numerator), u128::from(share.denominator));
    let each = denominator.checked_sub(numerator).filter(|each| *each > 0)?;
    let needed = u128::from(whole) * numerator;
    let short = needed.checked_sub(u128::from(part) * denominator)?;
    let by = match share.bound {
        Bound::AtLeast => short.div_ceil(each),
        Bound::MoreThan => short / each + 1,
    };
    u64::try_from(by).ok()
}

/// The least number of leavers, all counted in part and whole, with which it is not reached.
fn left(share: Share, part: u64, whole: u64) -> Option<u64> {
    let (numerator, denominator) = (u128::from(share.numerator), u128::from(share.denominator));
    let each = denominator.checked_sub(numerator).filter(|each| *each > 0)?;
    let over = (u128::from(part) * denominator).checked_sub(u128::from(whole) * numerator)?;
    let by = match share.bound {
        Bound::AtLeast => over / each + 1,
        Bound::MoreThan => over.div_ceil(each),
    };
    u64::try_from(by).ok()
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
