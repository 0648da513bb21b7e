//! Rule books worked out again from the cards on record, and the pins of corrections.

use crate::audit::build::Build;
use crate::audit::finding::{Fault, Finding};
use crate::audit::replay::Fact;
use crate::domain::Fingerprint;
use crate::event::Event;
use crate::event::registry::RulesAdopted;
use crate::law::Book;
use serde_json::Value;
use std::collections::BTreeMap;

/// The cards that were adopted, and which book each meeting was pinned to.
#[derive(Debug, Default)]
pub(super) struct Books {
    // By the entry that adopted them; a correction takes the place of what it corrects.
    adopted: BTreeMap<u64, BTreeMap<String, Value>>,
    pins: BTreeMap<u64, Fingerprint>,
}

impl Books {
    /// Judges a fact, if it is about a rule book, and remembers it.
    pub(super) fn judge(&mut self, fact: &Fact, build: &mut Build) {
        let seq = fact.recorded.seq;
        let fault = match &fact.recorded.event {
            Event::RulesAdopted(adoption) => self.adopt(seq, adoption),
            Event::MeetingNoticed(meeting) => self.pin(seq, meeting.book, meeting.corrects),
            Event::MeetingHeld(meeting) => self.pin(seq, meeting.book, meeting.corrects),
            // No other kind names a rule book.
            _ => None,
        };
        if let Some(fault) = fault {
            build.add(Finding { fault, place: fact.place.clone() });
        }
    }

    fn adopt(&mut self, seq: u64, fact: &RulesAdopted) -> Option<Fault> {
        if let Some(corrected) = fact.corrects {
            self.adopted.remove(&corrected);
        }
        let cards = fact.cards.iter().map(|card| {
            let id = card.0.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
            (id, Value::Object(card.0.clone()))
        });
        self.adopted.insert(seq, cards.collect());
        let mut cards = BTreeMap::new();
        for adopted in self.adopted.values() {
            cards.extend(adopted);
        }
        let book = Book::from_cards(cards.into_values().cloned().collect());
        let expected = book.ok().map(|book| book.fingerprint());
        let differs = expected != Some(fact.book);
        let expected = expected.map(|book| book.to_string());
        differs.then(|| Fault::Book { expected, found: fact.book.to_string() })
    }

    /// The pin of a correction is that of what it corrects. The pin of anything else was compared
    /// with the book in force when it was admitted again.
    fn pin(&mut self, seq: u64, book: Fingerprint, corrects: Option<u64>) -> Option<Fault> {
        self.pins.insert(seq, book);
        let before = corrects.and_then(|corrected| self.pins.get(&corrected))?;
        let expected = Some(before.to_string());
        (*before != book).then(|| Fault::Pin { expected, found: book.to_string() })
    }
}
