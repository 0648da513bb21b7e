//! One tick for several items: the ballot did not tell them apart.
//!
//! Items of different classes are counted apart wherever the ballot allows it. Where one tick stood
//! for all of them, the same figures are held against the rule of each; the strictest decides, and
//! that it does is disputed wherever the rules do not agree.

use super::book::Book;
use super::figures::Figures;
use super::judge::judge;
use super::matter::Matter;
use super::verdict::{Outcome, Verdict};

/// The verdicts on the items of one tick, in the order in which they were asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bundle {
    /// One for each item, on the same figures.
    pub items: Vec<Verdict>,
}

/// What becomes of one tick for several items.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bundled {
    /// Every item is carried by its own rule.
    Carried,
    /// No item is carried by its own rule.
    NotCarried,
    /// The rules do not agree: by the strictest of them nothing is carried, item by item some are.
    Disputed,
    /// A figure or a rule is missing, or one of the items is itself disputed.
    Open,
}

/// The same figures by the rule of each item, where one tick on the ballot stood for several.
pub fn judge_bundle(book: &Book, items: &[Matter], figures: &Figures) -> Bundle {
    Bundle { items: items.iter().map(|matter| judge(book, matter, figures)).collect() }
}

impl Bundle {
    /// What becomes of them together. Nothing asked is nothing known.
    pub fn outcome(&self) -> Bundled {
        let carried = |one: &Verdict| match one.outcome {
            Outcome::Satisfied => Some(true),
            Outcome::NotSatisfied => Some(false),
            Outcome::Advisory { .. } | Outcome::Disputed { .. } | Outcome::Undetermined { .. } => {
                None
            }
        };
        let items: Option<Vec<bool>> = self.items.iter().map(carried).collect();
        match items.as_deref() {
            None | Some([]) => Bundled::Open,
            Some(items) if items.iter().all(|carried| *carried) => Bundled::Carried,
            Some(items) if items.iter().any(|carried| *carried) => Bundled::Disputed,
            Some(_) => Bundled::NotCarried,
        }
    }
}
