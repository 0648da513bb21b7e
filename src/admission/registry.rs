//! The registry itself: only an administrator changes its book, its clock, its keeper.

use crate::admission::Context;
use crate::admission::refusal::Refusal;
use crate::admission::scope::Scope;
use crate::admission::state::State;
use crate::domain::Role;
use crate::event::Event;

pub(super) fn scope(_: &Event, scope: &mut Scope) {
    scope.kind("registry.rules_adopted");
}

pub(super) fn evolve(state: &mut State, event: &Event) {
    if matches!(event, Event::RegistryCreated(_)) {
        state.created = true;
    }
}

pub(super) fn admit(_: &State, _: &Event, context: Context<'_>) -> Result<(), Refusal> {
    match context.by.role {
        Role::Administrator => Ok(()),
        role => Err(Refusal::RoleWithoutAuthority(role)),
    }
}
