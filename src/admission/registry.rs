//! The registry itself: only an administrator changes its book, its clock, its keeper.

use crate::admission::Context;
use crate::admission::refusal::Refusal;
use crate::admission::scope::Scope;
use crate::admission::state::State;
use crate::domain::Role;
use crate::event::RegistryEvent;
use crate::event::registry::RulesAdopted;

/// Whether it begins the registry.
pub(super) const fn begins(event: RegistryEvent<'_>) -> bool {
    match event {
        RegistryEvent::RegistryCreated(_) => true,
        RegistryEvent::ClockCorrected(_)
        | RegistryEvent::RegistryCopied(_)
        | RegistryEvent::RegistryHandedOver(_)
        | RegistryEvent::RegistryRecovered(_)
        | RegistryEvent::RulesAdopted(_) => false,
    }
}

/// The rules that it adopts.
pub(super) const fn adopted(event: RegistryEvent<'_>) -> Option<&RulesAdopted> {
    match event {
        RegistryEvent::RulesAdopted(fact) => Some(fact),
        RegistryEvent::ClockCorrected(_)
        | RegistryEvent::RegistryCopied(_)
        | RegistryEvent::RegistryCreated(_)
        | RegistryEvent::RegistryHandedOver(_)
        | RegistryEvent::RegistryRecovered(_) => None,
    }
}

pub(super) fn rests(scope: &mut Scope) {
    scope.kind("registry.rules_adopted");
}

pub(super) fn evolve(state: &mut State, event: RegistryEvent<'_>) {
    state.created |= begins(event);
}

pub(super) fn admit(
    state: &State,
    event: RegistryEvent<'_>,
    context: Context<'_>,
) -> Result<(), Refusal> {
    // A charter is adopted by a motion on record; whether it was carried, the law says.
    if let Some(motion) = adopted(event).and_then(|fact| fact.motion) {
        super::motion::standing(state, motion)?;
    }
    let role = context.by.role;
    if role == Role::Administrator { Ok(()) } else { Err(Refusal::RoleWithoutAuthority(role)) }
}
