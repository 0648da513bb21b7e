//! Memberships: nobody joins twice, nobody leaves who is not there.

use crate::admission::Context;
use crate::admission::refusal::{BodyRefusal, Refusal};
use crate::admission::scope::Scope;
use crate::admission::state::State;
use crate::domain::{BodyId, Happened, PersonId};
use crate::event::MembershipEvent;
use crate::event::membership::MembershipChange as Change;

pub(super) fn rests(event: MembershipEvent<'_>, scope: &mut Scope) {
    let MembershipEvent::MembershipChanged(fact) = event;
    scope.clause(&["membership.changed"], Some(&fact.person.tag()));
}

pub(super) fn evolve(state: &mut State, event: MembershipEvent<'_>) {
    let MembershipEvent::MembershipChanged(fact) = event;
    let timeline = state.memberships.entry((fact.person, fact.body)).or_default();
    if fact.change == Change::RecordedInError {
        timeline.clear();
    } else {
        timeline.insert(fact.happened, fact.change);
    }
}

pub(super) fn admit(
    state: &State,
    event: MembershipEvent<'_>,
    _: Context<'_>,
) -> Result<(), Refusal> {
    let MembershipEvent::MembershipChanged(fact) = event;
    state.check_person(fact.person)?;
    state.check_body(fact.body, fact.happened)?;
    let (person, body) = (fact.person, fact.body);
    let inside = is_member(state, person, body, fact.happened);
    match fact.change {
        Change::BroughtForward | Change::Joined if fact.status.is_none() => {
            Err(BodyRefusal::StatusMissing.into())
        }
        Change::BroughtForward | Change::Joined | Change::ReportedIn if inside => {
            Err(BodyRefusal::AlreadyMember { person, body }.into())
        }
        Change::BroughtForward | Change::Joined | Change::ReportedIn => Ok(()),
        Change::BecameFull
        | Change::Left
        | Change::RightsSuspended
        | Change::RightsRestored
        | Change::ReportEnded
        | Change::RecordedInError => {
            // Members of a merged body came over without a fact of their own.
            let carried = state.memberships.keys().any(|(member, _)| *member == person);
            if inside || carried {
                Ok(())
            } else {
                Err(BodyRefusal::NotMember { person, body }.into())
            }
        }
    }
}

/// Whether the person is on the roll of the body at that time.
fn is_member(state: &State, person: PersonId, body: BodyId, at: Happened) -> bool {
    let Some(timeline) = state.memberships.get(&(person, body)) else { return false };
    let last = timeline.range(..=at).rfind(|(_, change)| {
        !matches!(change, Change::RightsSuspended | Change::RightsRestored | Change::BecameFull)
    });
    last.is_some_and(|(_, change)| !matches!(change, Change::Left | Change::ReportEnded))
}
