//! Persons: registered once; erasure needs two to approve.

use crate::admission::Context;
use crate::admission::refusal::{Refusal, Thing};
use crate::admission::scope::Scope;
use crate::admission::state::State;
use crate::domain::PersonId;
use crate::event::Event;

/// Adds what must be known of a person to name them.
pub(super) fn known(person: PersonId, scope: &mut Scope) {
    scope.clause(&["person.registered"], Some(&person.tag()));
}

pub(super) fn scope(event: &Event, scope: &mut Scope) {
    match event {
        Event::PersonRegistered(fact) => known(fact.person, scope),
        Event::PersonDataErased(fact) => {
            known(fact.person, scope);
            fact.approved_by.iter().for_each(|person| known(*person, scope));
        }
        _ => {}
    }
}

pub(super) fn evolve(state: &mut State, event: &Event) {
    if let Event::PersonRegistered(fact) = event {
        state.persons.insert(fact.person);
    }
}

pub(super) fn admit(state: &State, event: &Event, context: Context<'_>) -> Result<(), Refusal> {
    match event {
        Event::PersonRegistered(fact) if fact.corrects.is_some() => Ok(()),
        Event::PersonRegistered(fact) => {
            let thing = Thing::Person(fact.person);
            if state.check_person(fact.person).is_ok() {
                return Err(Refusal::Taken(thing));
            }
            let derived = PersonId::derived(context.cmd, context.position);
            if fact.person == derived { Ok(()) } else { Err(Refusal::ForeignId(thing)) }
        }
        Event::PersonDataErased(fact) => {
            state.check_person(fact.person)?;
            fact.approved_by.iter().try_for_each(|person| state.check_person(*person))?;
            let [first, second, ..] = fact.approved_by.as_slice() else {
                return Err(Refusal::TwoApproversNeeded);
            };
            if first == second || fact.seals.is_empty() {
                return Err(Refusal::TwoApproversNeeded);
            }
            Ok(())
        }
        _ => Ok(()),
    }
}
