//! Bodies: they begin once, change while they last, and end once.

use crate::admission::Context;
use crate::admission::refusal::{BodyRefusal, Refusal};
use crate::admission::state::State;
use crate::domain::{BodyId, Happened};
use crate::event::BodyEvent;
use crate::event::body::{BodyBasis, DissolutionGround};

pub(super) fn evolve(state: &mut State, event: BodyEvent<'_>) {
    match event {
        BodyEvent::BodyEstablished(fact) => {
            let body = state.bodies.entry(fact.body).or_default();
            body.founded = (fact.basis == BodyBasis::Founded).then_some(fact.happened);
            body.kinds.insert(fact.happened, fact.body_kind);
            if let Some(parent) = fact.parent {
                body.parents.insert(fact.happened, parent);
            }
        }
        BodyEvent::BodyConverted(fact) => {
            let body = state.bodies.entry(fact.body).or_default();
            body.kinds.insert(fact.happened, fact.body_kind);
        }
        BodyEvent::BodyPlacedUnder(fact) => {
            let body = state.bodies.entry(fact.body).or_default();
            body.parents.insert(fact.happened, fact.parent);
        }
        BodyEvent::BodyDissolved(fact) => {
            state.bodies.entry(fact.body).or_default().ended = Some(fact.happened);
        }
    }
}

pub(super) fn admit(
    state: &State,
    event: BodyEvent<'_>,
    context: Context<'_>,
) -> Result<(), Refusal> {
    match event {
        BodyEvent::BodyEstablished(fact) => {
            context.check_new(fact.body, state.bodies.contains_key(&fact.body), fact.corrects)?;
            let parent = fact.parent;
            parent.map_or(Ok(()), |parent| check_other(state, fact.body, parent, fact.happened))
        }
        BodyEvent::BodyConverted(fact) => {
            let body = state.check_body(fact.body, fact.happened)?;
            let same = body.kind(fact.happened) == Some(fact.body_kind);
            if same { Err(BodyRefusal::SameKind(fact.body_kind).into()) } else { Ok(()) }
        }
        BodyEvent::BodyPlacedUnder(fact) => {
            state.check_body(fact.body, fact.happened)?;
            check_other(state, fact.body, fact.parent, fact.happened)
        }
        BodyEvent::BodyDissolved(fact) => {
            let body = state.check_body(fact.body, fact.happened)?;
            if let Some(ended) = body.ended {
                return Err(BodyRefusal::BodyEnded { body: fact.body, ended }.into());
            }
            if fact.into.is_some() != (fact.ground == DissolutionGround::Merged) {
                return Err(BodyRefusal::MergerWithoutTarget.into());
            }
            fact.into.map_or(Ok(()), |into| check_other(state, fact.body, into, fact.happened))
        }
    }
}

/// Another body that this one stands under or merges into.
fn check_other(state: &State, body: BodyId, other: BodyId, at: Happened) -> Result<(), Refusal> {
    if body == other {
        return Err(BodyRefusal::BodyUnderItself(body).into());
    }
    state.check_body(other, at).map(|_| ())
}
