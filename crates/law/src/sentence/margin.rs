//! The margin of a verdict in one sentence: by how little it would have come out otherwise.
//!
//! 同意再多 12 人且 1050.00 ㎡,结果就会改变。 What falls short must all be made up; of what was
//! enough, any one that is missing changes the outcome. Everybody else stays where they are; where
//! more have to take part, the share of those taking part is counted with them.

use super::super::figures::{Figure, Unit};
use super::super::matter::Question;
use super::super::verdict::{Change, Comparison, Outcome, Requirement, Verdict};
use domain::Bilingual;

impl Verdict {
    /// The margin of a vote, a quorum or a candidate; none where the outcome is open, or where no
    /// number could change it.
    pub fn margin(&self) -> Option<Bilingual> {
        if !is_of_votes(self.matter.question) {
            return None;
        }
        let by = match self.outcome {
            Outcome::Satisfied => fewer(&self.changes),
            Outcome::NotSatisfied => more(&self.comparisons, &self.changes),
            Outcome::Undetermined { .. } | Outcome::Disputed { .. } | Outcome::Advisory { .. } => {
                None
            }
        }?;
        // Whether a candidate gets a seat also depends on the others.
        let (zh, en) = match self.matter.question {
            Question::ELECTED | Question::REVOTE | Question::RUN_OFF => {
                ("是否达到当选票数就会改变", "would change whether the votes needed are reached")
            }
            _ => ("结果就会改变", "would change it"),
        };
        Some(Bilingual::new(
            format!("{},{zh}。", by.zh),
            format!("{} {en}.", super::capital(&by.en)),
        ))
    }
}

const fn is_of_votes(question: Question) -> bool {
    matches!(
        question,
        Question::QUORUM
            | Question::RESULT
            | Question::ELECTED
            | Question::REVOTE
            | Question::RUN_OFF
            | Question::RECALL
            | Question::RECALL_HOUSEHOLDS
            | Question::RECALL_REPRESENTATIVES
    )
}

/// A figure and a number of it.
type Part = (Figure, u64);

/// What is short, all of it together.
fn more(comparisons: &[Comparison], changes: &[Change]) -> Option<Bilingual> {
    let mut parts: Vec<Part> = Vec::new();
    for change in changes {
        match *change {
            // Law and charter may ask for the same; the stricter of them counts.
            Change::More { figure, by, .. } => note(&mut parts, (figure, by), u64::max),
            Change::Never { .. } => return None,
            _ => {}
        }
    }
    let short = |one: &&Comparison| one.met == Some(false);
    let known = |one: &Comparison| parts.iter().any(|(figure, _)| *figure == one.part.figure);
    if parts.is_empty() || !comparisons.iter().filter(short).all(known) {
        return None;
    }
    for one in comparisons {
        let joining = parts.iter().find(|(figure, _)| *figure == one.whole.figure);
        let (Some((_, joining)), Requirement::Share(share)) = (joining, one.requirement) else {
            continue;
        };
        let (part, whole) = one.part.total.zip(one.whole.total)?;
        let short = share.least(whole.checked_add(*joining)?).saturating_sub(part);
        match parts.iter_mut().find(|(figure, _)| *figure == one.part.figure) {
            Some((_, by)) => *by = short.max(*by),
            None if short > 0 => parts.push((one.part.figure, short)),
            None => {}
        }
    }
    Some(told(&parts, ("再多", "more"), ("且", "and")))
}

/// Each figure once.
fn note(parts: &mut Vec<Part>, (figure, by): Part, pick: fn(u64, u64) -> u64) {
    match parts.iter_mut().find(|(known, _)| *known == figure) {
        Some((_, known)) => *known = pick(*known, by),
        None => parts.push((figure, by)),
    }
}

/// The least loss of each that would be too much, any one of them.
fn fewer(changes: &[Change]) -> Option<Bilingual> {
    let mut parts: Vec<Part> = Vec::new();
    for change in changes {
        if let Change::Spare { figure, by, .. } = *change {
            note(&mut parts, (figure, by.checked_add(1)?), u64::min);
        }
    }
    (!parts.is_empty()).then(|| told(&parts, ("再少", "fewer"), ("或者", "or")))
}

/// Heads and area of the same owners stand together: 同意再多 12 人且 1050.00 ㎡.
fn told(parts: &[Part], more: (&str, &str), and: (&str, &str)) -> Bilingual {
    let mut told = Bilingual::new("", "");
    let mut before: Option<Figure> = None;
    for (place, (figure, by)) in parts.iter().enumerate() {
        let twin_of = |other: Option<Figure>| other.is_some_and(|one| one.twin() == Some(*figure));
        let (zh, en) = (figure.unit().zh(*by), number(*figure, *by));
        if before.is_some() {
            told.zh.push_str(and.0);
            told.en.push_str(&format!(" {} ", and.1));
        }
        if twin_of(before) {
            told.zh.push_str(&format!(" {zh}"));
        } else {
            told.zh.push_str(&format!("{}{} {zh}", figure.short_zh(), more.0));
        }
        told.en.push_str(&en);
        // The word stands once, behind the last of the two.
        if !twin_of(parts.get(place + 1).map(|(next, _)| *next)) {
            let less = more.1 == "fewer" && figure.unit() == Unit::Area;
            let word = if less { "less" } else { more.1 };
            told.en.push_str(&format!(" {word} {}", figure.short_en()));
        }
        before = Some(*figure);
    }
    told
}

/// 12 heads of owners; other numbers as they are.
fn number(figure: Figure, by: u64) -> String {
    match (figure.twin().is_some(), figure.unit()) {
        (true, Unit::Heads) if by == 1 => "1 head".to_owned(),
        (true, Unit::Heads) => format!("{by} heads"),
        (_, unit) => unit.en(by),
    }
}
