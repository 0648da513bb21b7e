//! How sure a verdict is, from the cards that decide it.

use super::book::Book;
use super::card::{Card, Certainty};
use super::verdict::{Outcome, Verdict};

impl Verdict {
    /// How sure the answer is by the book that gave it; `None` when nothing can be said.
    ///
    /// A disputed card whose readings all come to the same makes nothing doubtful. One that can be
    /// read in one way only is doubtful as a whole, and so is what it alone decides.
    pub fn certainty(&self, book: &Book) -> Option<Certainty> {
        let carried = match self.outcome {
            Outcome::Undetermined { .. } => return None,
            Outcome::Disputed { .. } => return Some(Certainty::Disputed),
            Outcome::Advisory { .. } => return Some(Certainty::Advisory),
            Outcome::Satisfied => true,
            Outcome::NotSatisfied => false,
        };
        let decide = self.comparisons.iter().filter(|one| one.met == Some(carried));
        let mut cards = decide.filter_map(|one| book.card(&one.card));
        let sure = |card: &Card| card.certainty() != Certainty::Advisory && !is_doubtful(card);
        if !carried {
            // One sure breach is enough, whatever stands beside it.
            return Some(if cards.any(sure) { Certainty::Certain } else { Certainty::Disputed });
        }
        let cards: Vec<&Card> = cards.collect();
        if cards.iter().any(|card| is_doubtful(card)) {
            Some(Certainty::Disputed)
        } else if cards.iter().all(|card| card.certainty() == Certainty::Advisory) {
            Some(Certainty::Advisory)
        } else {
            Some(Certainty::Certain)
        }
    }
}

fn is_doubtful(card: &Card) -> bool {
    card.certainty() == Certainty::Disputed && card.procedure().readings() == 1
}
