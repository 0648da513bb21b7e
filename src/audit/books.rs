//! Rule books worked out again from the cards on record, and every pin compared with them.

use crate::audit::build::Build;
use crate::audit::finding::{Fault, Finding};
use crate::audit::replay::Fact;
use crate::domain::Fingerprint;
use crate::event::Event;
use crate::event::registry::RulesAdopted;
use crate::law::{Adoptions, Card};
use std::collections::BTreeMap;

/// The cards that were adopted, and which book each entry that pins one was pinned to.
#[derive(Debug, Default)]
pub(super) struct Books {
    adoptions: Adoptions,
    pins: BTreeMap<u64, Fingerprint>,
}

impl Books {
    /// Judges a fact, if it is about a rule book, and remembers it.
    pub(super) fn judge(&mut self, fact: &Fact, build: &mut Build) {
        let (seq, event) = (fact.recorded.seq, &fact.recorded.event);
        let fault = match event {
            Event::RulesAdopted(adoption) => self.adopt(seq, adoption),
            _ => event.pin().and_then(|book| self.pin(seq, book, event.corrects())),
        };
        if let Some(fault) = fault {
            build.add(Finding { fault, place: fact.place.clone() });
        }
    }

    /// An adoption names the book that stands behind it, and each of its cards is one: its examples
    /// hold.
    fn adopt(&mut self, seq: u64, fact: &RulesAdopted) -> Option<Fault> {
        let read = fact.cards.iter().all(|card| Card::from_json(card.value()).is_ok());
        self.adoptions.adopt(seq, fact.corrects, fact.clone().texts());
        let expected = read.then(|| self.adoptions.fingerprint());
        let differs = expected != Some(fact.book);
        let expected = expected.map(|book| book.to_string());
        differs.then(|| Fault::Book { expected, found: fact.book.to_string() })
    }

    /// A pin is the book that the standing adoptions make at its entry; that of a correction is the
    /// pin of what it corrects, whatever was adopted or struck since.
    fn pin(&mut self, seq: u64, book: Fingerprint, corrects: Option<u64>) -> Option<Fault> {
        self.pins.insert(seq, book);
        let expected = match corrects {
            Some(corrected) => *self.pins.get(&corrected)?,
            None => self.adoptions.fingerprint(),
        };
        let (expected, differs) = (Some(expected.to_string()), expected != book);
        differs.then(|| Fault::Pin { expected, found: book.to_string() })
    }
}
