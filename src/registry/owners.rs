//! What the program makes of rolls and ballots while a document is prepared.

use crate::admission::{self, Scope};
use crate::domain::{BodyId, Happened, RollId};
use crate::event::{Event, standing};
use crate::ledger::Value;
use crate::registry::Registry;
use crate::registry::record::RecordError;

impl Registry {
    /// The roll that a body froze last, at a time: by what is on record, and by the facts before it
    /// in the same command.
    pub(super) fn frozen(
        &self,
        body: BodyId,
        at: Happened,
        earlier: &[Event],
    ) -> Result<Option<RollId>, RecordError> {
        let mut scope = Scope::default();
        scope.clause(&["roll.frozen"], Some(&body.tag()));
        let recorded = self.read(&scope)?;
        let facts = standing(&recorded).map(|one| (&one.event, one.seq));
        let facts = facts.chain(earlier.iter().map(|event| (event, u64::MAX)));
        let rolls = facts.filter_map(|(event, seq)| match event {
            Event::RollFrozen(fact) if fact.body == body && fact.happened <= at => {
                Some((fact.happened, seq, fact.roll))
            }
            _ => None,
        });
        Ok(rolls.max_by_key(|(on, seq, _)| (*on, *seq)).map(|(_, _, roll)| roll))
    }

    /// Totals of a roll or a count that is about to be recorded.
    pub(super) fn totals(
        &self,
        event: &Event,
        earlier: &[Event],
    ) -> Result<Option<Value>, RecordError> {
        let recorded = self.read(&admission::scope_of([event]))?;
        let mut state = admission::fold(&recorded, earlier.iter().chain([event]));
        earlier.iter().for_each(|fact| state.evolve(fact, None));
        let totals = admission::totals(&state, event).map(|totals| totals.to_string());
        Ok(totals.and_then(|text| Value::parse(text.as_bytes()).ok()))
    }
}
