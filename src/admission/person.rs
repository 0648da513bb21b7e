//! Persons: registered once; erasure needs two to approve.

use crate::admission::Context;
use crate::admission::refusal::Refusal;
use crate::admission::state::State;
use crate::event::PersonEvent;

pub(super) fn evolve(state: &mut State, event: PersonEvent<'_>) {
    match event {
        PersonEvent::PersonRegistered(fact) => {
            state.persons.insert(fact.person);
        }
        PersonEvent::PersonDataErased(_) => {}
    }
}

pub(super) fn admit(
    state: &State,
    event: PersonEvent<'_>,
    context: Context<'_>,
) -> Result<(), Refusal> {
    match event {
        PersonEvent::PersonRegistered(fact) => {
            context.check_new(fact.person, state.persons.contains(&fact.person), fact.corrects)
        }
        PersonEvent::PersonDataErased(fact) => {
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
    }
}
