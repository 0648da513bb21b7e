//! What a reader ought to know beside a verdict.

use super::readings::{Choosing, Dimension};
use super::{Case, Evaluated, VOTES, all};
use crate::card::{Card, Level};
use crate::figures::Figure;
use crate::matter::Question;
use crate::procedure::Procedure;
use crate::verdict::Note;
use domain::SilencePolicy;

/// Every note, in a fixed order.
pub(super) fn notes(case: &Case<'_>, evaluated: &Evaluated, question: Question) -> Vec<Note> {
    let mut notes = Vec::new();
    if VOTES.contains(&question) {
        notes.extend(due(case));
        notes.extend(silence(case, evaluated));
    }
    if question == Question::RESULT {
        notes.extend(votes(case, evaluated));
    }
    if evaluated.rows.iter().all(|row| row.met.is_some()) {
        notes.extend(disputes(case, evaluated));
        notes.extend(not_needed(evaluated));
    }
    notes.extend(other_bases(case, evaluated));
    notes.extend(own_rules(case, evaluated));
    notes
}

fn due(case: &Case<'_>) -> Vec<Note> {
    let mut notes = Vec::new();
    let figures = case.figures;
    if figures.count(Figure::DUE).is_none() && case.is_due_from_roll() {
        let full = figures.occurrences(Figure::FULL);
        let suspended = figures.occurrences(Figure::RIGHTS_SUSPENDED);
        notes.push(Note::DueFromRoll { full, suspended });
    }
    let without = figures.occurrences(Figure::EXCLUDED_WITHOUT_APPROVALS);
    if without > 0 {
        notes.push(Note::ExclusionsWithoutApprovals { count: without });
    }
    let count = figures.occurrences(Figure::EXCLUDED_WITH_APPROVALS);
    let considered = case
        .dimensions
        .iter()
        .any(|dimension| dimension.options().any(|one| matches!(one, Choosing::Exclude(true))));
    if count > 0 && !considered {
        notes.push(Note::ExclusionsNotAllowed { count });
    }
    notes
}

fn votes(case: &Case<'_>, evaluated: &Evaluated) -> Vec<Note> {
    let mut notes = Vec::new();
    let count = case.figures.occurrences(Figure::IN_FAVOUR_WITHOUT_RIGHT);
    if count > 0 {
        notes.push(Note::WithoutRightTakenOff { count });
    }
    let count = case.figures.occurrences(Figure::WRITTEN_IN_FAVOUR);
    let amounts = evaluated.default_comparisons().iter().map(|comparison| &comparison.part);
    let counted = amounts
        .flat_map(|amount| &amount.terms)
        .any(|term| term.figure == Figure::WRITTEN_IN_FAVOUR);
    if count > 0 && counted {
        notes.push(Note::WrittenCounted { count });
    } else if count > 0 && !decisive(case, evaluated) {
        notes.push(Note::WrittenNotCounted { count });
    }
    notes
}

/// Whether counting them is itself the dispute; then the readings say so.
fn decisive(case: &Case<'_>, evaluated: &Evaluated) -> bool {
    let matters = case.matters(evaluated);
    case.dimensions.iter().zip(matters).any(|(dimension, matters)| {
        matters && dimension.options().any(|one| matches!(one, Choosing::CountWritten(_)))
    })
}

/// Disputes that show in the figures and change nothing. One that cannot show is not worth a word.
fn disputes(case: &Case<'_>, evaluated: &Evaluated) -> Vec<Note> {
    let matters = case.matters(evaluated);
    let idle = case.dimensions.iter().zip(matters).filter(|(dimension, matters)| {
        !matters && dimension.count() > 1 && shows(dimension, evaluated)
    });
    idle.map(|(dimension, _)| Note::DisputeWithoutEffect { card: dimension.card.id().to_owned() })
        .collect()
}

fn shows(dimension: &Dimension<'_>, evaluated: &Evaluated) -> bool {
    let comparisons = evaluated.rows.iter().flat_map(|row| &row.comparisons);
    let own: Vec<_> = comparisons.filter(|one| one.card == dimension.card.id()).collect();
    !dimension.is_test() || own.iter().any(|one| own.iter().any(|other| one.met != other.met))
}

fn not_needed(evaluated: &Evaluated) -> Vec<Note> {
    let comparisons = evaluated.default_comparisons().iter();
    let amounts = comparisons.flat_map(|comparison| [&comparison.part, &comparison.whole]);
    let mut figures: Vec<_> =
        amounts.filter(|amount| amount.total.is_none()).map(|amount| amount.figure).collect();
    figures.sort_unstable();
    figures.dedup();
    figures.into_iter().map(|figure| Note::NotNeeded { figure }).collect()
}

/// What other bases in use would give. They never decide.
fn other_bases(case: &Case<'_>, evaluated: &Evaluated) -> Vec<Note> {
    let Some(row) = evaluated.rows.first() else { return Vec::new() };
    let forms = case.forms(row.combination);
    let mut notes = Vec::new();
    for card in case.dimensions.iter().map(|dimension| dimension.card) {
        let Procedure::Share(rule) = card.procedure() else { continue };
        let adopted = case.base.and_then(|base| rule.on_base(base));
        let others: Vec<_> = match adopted {
            Some(adopted) => {
                let all = rule.readings.iter().chain(&rule.alternatives);
                all.filter(|one| one.key != adopted.key).collect()
            }
            None => rule.alternatives.iter().collect(),
        };
        let own = row.comparisons.iter().find(|comparison| comparison.card == card.id());
        for alternative in others {
            let other = case.compare(card, Choosing::Share(alternative), forms);
            let other = other.first().and_then(|other| other.met);
            let pair = own.and_then(|own| own.met).zip(other);
            if let Some((_, met)) = pair.filter(|(own, other)| own != other) {
                let name = alternative.name.clone();
                notes.push(Note::OtherBase { card: card.id().to_owned(), name, met });
            }
        }
    }
    notes
}

/// Where the law and a rule of the body's own come to different answers.
fn own_rules(case: &Case<'_>, evaluated: &Evaluated) -> Vec<Note> {
    let own = |card: &Card| card.level() == Level::OwnRules;
    let met = |card: &Card| {
        let comparisons = evaluated.default_comparisons().iter();
        all(comparisons.filter(|one| one.card == card.id()).map(|one| one.met))
    };
    let tests = || case.dimensions.iter().filter(|one| one.is_test()).map(|one| one.card);
    let mut notes = Vec::new();
    for card in tests().filter(|card| own(card)) {
        let of_law = |law: &&Card| !own(law) && law.applies().topic == card.applies().topic;
        match tests().find(of_law).map(|law| (met(law), met(card))) {
            Some((Some(true), Some(false))) => {
                notes.push(Note::StricterThanLaw { card: card.id().to_owned() });
            }
            Some((Some(false), Some(true))) => {
                notes.push(Note::LawStands { card: card.id().to_owned() });
            }
            _ => {}
        }
    }
    notes
}

/// Silence that counts for nothing by default, unless the readings already tell of it.
fn silence(case: &Case<'_>, evaluated: &Evaluated) -> Option<Note> {
    let figures = case.figures;
    let heads = figures.count(Figure::SILENT_HEADS).filter(|count| *count > 0);
    let area = figures.count(Figure::SILENT_AREA).filter(|count| *count > 0);
    let matters = case.matters(evaluated);
    let told = case.dimensions.iter().zip(matters).any(|(dimension, matters)| {
        let counts = |one: Choosing<'_>| {
            matches!(one, Choosing::Silence(policy) if policy != SilencePolicy::NotParticipating)
        };
        dimension.option(0).is_some_and(counts) || (matters && dimension.options().any(counts))
    });
    let any = heads.is_some() || area.is_some();
    (any && !told).then_some(Note::SilenceNotCounted { heads, area })
}
