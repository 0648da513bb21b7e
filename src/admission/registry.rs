//! The registry itself: only an administrator changes its book, its clock, its keeper.

use crate::admission::Context;
use crate::admission::refusal::Refusal;
use crate::admission::scope::Scope;
use crate::admission::state::State;
use crate::domain::Role;
use crate::event::Event;

pub(super) fn scope(event: &Event, scope: &mut Scope) {
    scope.kind("registry.rules_adopted");
    if let Event::RulesAdopted(fact) = event {
        fact.motion.into_iter().for_each(|motion| super::motion::known(motion, scope));
    }
}

pub(super) fn evolve(state: &mut State, event: &Event) {
    if matches!(event, Event::RegistryCreated(_)) {
        state.created = true;
    }
}

pub(super) fn admit(state: &State, event: &Event, context: Context<'_>) -> Result<(), Refusal> {
    if let Event::RulesAdopted(fact) = event {
        // A charter is adopted by a motion on record; whether it was carried, the law says.
        fact.motion
            .into_iter()
            .try_for_each(|motion| super::motion::standing(state, motion).map(|_| ()))?;
    }
    match context.by.role {
        Role::Administrator => Ok(()),
        role => Err(Refusal::RoleWithoutAuthority(role)),
    }
}
