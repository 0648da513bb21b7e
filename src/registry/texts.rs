//! The rule book that a command adopts.

use crate::admission::Scope;
use crate::domain::Fingerprint;
use crate::event::Event;
use crate::event::registry::CardJson;
use crate::law::{Adoptions, Card};
use crate::registry::Registry;

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
                adoptions.adopt(entry, fact.corrects, fact.texts());
            }
        }
        let new = cards.iter().map(CardJson::value).map(Card::from_json);
        let new = new.map(|card| card.map(|card| card.canonical().into()));
        let new = new.collect::<Result<_, _>>().map_err(|error| error.to_string())?;
        adoptions.adopt(u64::MAX, replaces, new);
        Ok(adoptions.fingerprint())
    }
}
