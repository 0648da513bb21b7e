//! The rule book that a command adopts.

use crate::admission::Scope;
use crate::domain::Fingerprint;
use crate::event::Event;
use crate::event::registry::CardJson;
use crate::law::{Adoptions, Card};
use crate::registry::Registry;
use serde_json::Value;

impl Registry {
    /// The book that these cards make of what is on record and of earlier facts of the command. An
    /// adoption that is replaced does not count.
    pub(super) fn book_of(
        &self,
        cards: &[CardJson],
        replaces: Option<u64>,
        earlier: &[Event],
    ) -> Result<Fingerprint, String> {
        let mut scope = Scope::default();
        scope.kind("registry.rules_adopted");
        let recorded = self.read(&scope).map_err(|error| error.to_string())?;
        let on_record = recorded.into_iter().map(|one| (one.seq, one.event));
        // Facts of the command get their numbers only later, but all of them behind what is on record.
        let facts = on_record.chain(earlier.iter().map(|event| (u64::MAX, event.clone())));
        let mut adoptions = Adoptions::default();
        for (entry, event) in facts {
            if let Event::RulesAdopted(fact) = event {
                adoptions.adopt(entry, fact.corrects, fact.cards_as_read());
            }
        }
        let json = |card: &CardJson| Value::Object(card.0.clone());
        let new = cards.iter().map(json).map(Card::from_json).collect::<Result<Vec<_>, _>>();
        let new = new.map_err(|error| error.to_string())?.iter().map(Card::to_json).collect();
        adoptions.adopt(u64::MAX, replaces, new);
        Ok(adoptions.fingerprint())
    }
}
