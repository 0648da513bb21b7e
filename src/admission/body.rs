//! Bodies: they begin once, change while they last, and end once.

use crate::admission::Context;
use crate::admission::refusal::{Refusal, Thing};
use crate::admission::scope::Scope;
use crate::admission::state::State;
use crate::domain::{BodyId, Happened};
use crate::event::Event;
use crate::event::body::{BodyBasis, DissolutionGround};

/// Kinds that say whether a body exists, and what it is.
const LIFE: &[&str] =
    &["body.converted", "body.dissolved", "body.established", "body.placed_under"];

/// Adds what must be known of a body to name it.
pub(super) fn known(body: BodyId, scope: &mut Scope) {
    scope.clause(LIFE, Some(&body.tag()));
}

pub(super) fn scope(event: &Event, scope: &mut Scope) {
    let (body, other) = match event {
        Event::BodyEstablished(fact) => (fact.body, fact.parent),
        Event::BodyConverted(fact) => (fact.body, None),
        Event::BodyPlacedUnder(fact) => (fact.body, Some(fact.parent)),
        Event::BodyDissolved(fact) => (fact.body, fact.into),
        _ => return,
    };
    known(body, scope);
    if let Some(other) = other {
        known(other, scope);
    }
}

pub(super) fn evolve(state: &mut State, event: &Event) {
    match event {
        Event::BodyEstablished(fact) => {
            let body = state.bodies.entry(fact.body).or_default();
            body.founded = (fact.basis == BodyBasis::Founded).then_some(fact.happened);
            body.kinds.insert(fact.happened, fact.body_kind);
            if let Some(parent) = fact.parent {
                body.parents.insert(fact.happened, parent);
            }
        }
        Event::BodyConverted(fact) => {
            let body = state.bodies.entry(fact.body).or_default();
            body.kinds.insert(fact.happened, fact.body_kind);
        }
        Event::BodyPlacedUnder(fact) => {
            let body = state.bodies.entry(fact.body).or_default();
            body.parents.insert(fact.happened, fact.parent);
        }
        Event::BodyDissolved(fact) => {
            state.bodies.entry(fact.body).or_default().ended = Some(fact.happened);
        }
        _ => {}
    }
}

pub(super) fn admit(state: &State, event: &Event, context: Context<'_>) -> Result<(), Refusal> {
    match event {
        Event::BodyEstablished(fact) => {
            let thing = Thing::Body(fact.body);
            if fact.corrects.is_none() {
                if state.bodies.contains_key(&fact.body) {
                    return Err(Refusal::Taken(thing));
                }
                if fact.body != BodyId::derived(context.cmd, context.position) {
                    return Err(Refusal::ForeignId(thing));
                }
            }
            let parent = fact.parent;
            parent.map_or(Ok(()), |parent| check_other(state, fact.body, parent, fact.happened))
        }
        Event::BodyConverted(fact) => {
            let body = state.check_body(fact.body, fact.happened)?;
            let same = body.kind(fact.happened) == Some(fact.body_kind);
            if same { Err(Refusal::SameKind(fact.body_kind)) } else { Ok(()) }
        }
        Event::BodyPlacedUnder(fact) => {
            state.check_body(fact.body, fact.happened)?;
            check_other(state, fact.body, fact.parent, fact.happened)
        }
        Event::BodyDissolved(fact) => {
            let body = state.check_body(fact.body, fact.happened)?;
            if let Some(ended) = body.ended {
                return Err(Refusal::BodyEnded { body: fact.body, ended });
            }
            match (fact.ground, fact.into) {
                (DissolutionGround::Merged, Some(into)) => {
                    check_other(state, fact.body, into, fact.happened)
                }
                (DissolutionGround::Merged, None) | (_, Some(_)) => {
                    Err(Refusal::MergerWithoutTarget)
                }
                (_, None) => Ok(()),
            }
        }
        _ => Ok(()),
    }
}

/// Another body that this one stands under or merges into.
fn check_other(state: &State, body: BodyId, other: BodyId, at: Happened) -> Result<(), Refusal> {
    if body == other {
        return Err(Refusal::BodyUnderItself(body));
    }
    state.check_body(other, at).map(|_| ())
}
