//! What a check comes to: faults, what follows, and what could not be looked at.

use super::fault::{Fault, both};
use super::mistakes::Mistake;
use super::{Announcement, doubts, elections, motions, procedure, sums};
use crate::book::Book;
use crate::verdict::{Outcome, Verdict};
use domain::Bilingual;
use serde::Serialize;

/// What was found out about an announcement.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Check {
    /// Every fault.
    pub faults: Vec<Fault>,
    /// What follows from the figures, for each motion and candidate.
    pub judgements: Vec<Judgement>,
    /// What is right and worth a word.
    #[serde(serialize_with = "all")]
    pub remarks: Vec<Bilingual>,
    /// What could not be checked, or was not asked.
    #[serde(serialize_with = "all")]
    pub unchecked: Vec<Bilingual>,
}

/// What follows for one motion, candidate or question of procedure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Judgement {
    /// Of what.
    #[serde(serialize_with = "both")]
    pub title: Bilingual,
    /// The verdict with its numbers, its rule and the grade of evidence.
    #[serde(serialize_with = "both")]
    pub sentence: Bilingual,
    /// Whether there is one answer, whatever is still open.
    pub decided: bool,
    /// Whether a fault says the same, because something else was announced.
    #[serde(skip)]
    pub told: bool,
}

/// How an announcement stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Nothing is wrong with it.
    Clean,
    /// At least one fault.
    Faults,
    /// No fault, and something that cannot be decided.
    Undecidable,
}

fn all<S: serde::Serializer>(list: &[Bilingual], serializer: S) -> Result<S::Ok, S::Error> {
    let pair = |one: &Bilingual| serde_json::json!({"zh": one.zh, "en": one.en});
    serializer.collect_seq(list.iter().map(pair))
}

/// What two rounds have in common is told once.
fn add<T: PartialEq>(to: &mut Vec<T>, more: Vec<T>) {
    for one in more {
        if !to.contains(&one) {
            to.push(one);
        }
    }
}

impl Check {
    /// How it stands: a fault is a fault, whatever else is open. Nothing to judge is not clean.
    pub fn standing(&self) -> Standing {
        if !self.faults.is_empty() {
            Standing::Faults
        } else if self.judgements.is_empty() || self.judgements.iter().any(|one| !one.decided) {
            Standing::Undecidable
        } else {
            Standing::Clean
        }
    }

    /// A question of procedure: not met is a fault, readings that differ leave it open.
    pub fn ask(&mut self, verdict: &Verdict) {
        match verdict.outcome {
            Outcome::Satisfied => {}
            Outcome::NotSatisfied => self.faults.push(Fault::Rule { finding: verdict.sentence() }),
            Outcome::Advisory { .. } => self.remarks.push(verdict.sentence()),
            Outcome::Undetermined { .. } | Outcome::Disputed { .. } => {
                self.judged(&verdict.matter.question.subject(), verdict.sentence(), false);
            }
        }
    }

    /// Faults, judgements and gaps of another check beside these.
    pub fn join(&mut self, other: Self) {
        add(&mut self.faults, other.faults);
        add(&mut self.judgements, other.judgements);
        add(&mut self.remarks, other.remarks);
        add(&mut self.unchecked, other.unchecked);
    }

    pub(super) fn judged(&mut self, title: &Bilingual, sentence: Bilingual, decided: bool) {
        self.judgements.push(Judgement { title: title.clone(), sentence, decided, told: false });
    }

    /// Something else was announced than what the last judgement with this title says.
    pub(super) fn contrary(
        &mut self,
        title: &Bilingual,
        announced: Bilingual,
        verdict: Bilingual,
        mistakes: Vec<Mistake>,
    ) {
        if let Some(judged) = self.judgements.iter_mut().rfind(|one| one.title == *title) {
            judged.told = true;
        }
        let title = title.clone();
        self.faults.push(Fault::Result { title, announced, verdict, mistakes });
    }

    /// Something that could not be looked at.
    pub fn not_checked(&mut self, zh: impl Into<String>, en: impl Into<String>) {
        self.unchecked.push(Bilingual::new(zh, en));
    }
}

impl Announcement {
    /// Everything that can be said about it: numbers, procedure, and what follows.
    pub fn check(&self, book: &Book) -> Check {
        let mut check = self.check_procedure(book);
        motions::check(self, book, &mut check);
        elections::check(self, book, &mut check);
        if check.judgements.is_empty() {
            check.not_checked(
                "没有写表决事项、选举或到会人数,没有可以判定的结果。",
                "It names no motion, election or attendance: there is no result to judge.",
            );
        }
        doubts::check(self, book, &mut check);
        check
    }

    /// Numbers and procedure alone, for whoever judges the result by more than stands here.
    pub fn check_procedure(&self, book: &Book) -> Check {
        let (faults, remarks) = sums::faults(self);
        let mut check = Check { faults, remarks, ..Check::default() };
        procedure::check(self, book, &mut check);
        check
    }
}
