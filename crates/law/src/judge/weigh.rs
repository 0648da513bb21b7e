//! The outcome alone: the same cards, readings and comparisons, and nothing kept of them.

use super::{Case, all};
use crate::card::Certainty;
use crate::verdict::Ruling;

impl Case<'_> {
    /// What follows under all combinations of readings together.
    pub(super) fn weigh(&self) -> Ruling {
        let (mut met, mut not_met, mut binding) = (false, false, false);
        for combination in self.combinations() {
            let forms = self.forms(combination);
            let tests = self.chosen(combination).map(|(card, choosing)| {
                let one = self.meets(choosing, forms);
                binding |= one == Some(false) && card.certainty() != Certainty::Advisory;
                one
            });
            // Every card is looked at: one that binds may stand behind one that only advises.
            match all(tests) {
                Some(true) => met = true,
                Some(false) => not_met = true,
                None => return Ruling::Undetermined,
            }
        }
        match (met, not_met) {
            (true, true) => Ruling::Disputed,
            (false, true) if !binding => Ruling::Advisory,
            (false, true) => Ruling::NotSatisfied,
            (_, false) => Ruling::Satisfied,
        }
    }
}
