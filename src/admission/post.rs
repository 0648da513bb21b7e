//! Posts: filled on a ground, vacated once.

use crate::admission::Context;
use crate::admission::refusal::{BodyRefusal, Refusal};
use crate::admission::scope::Scope;
use crate::admission::state::{Post, State};
use crate::event::PostEvent;
use crate::event::post::{PostBasis, PostFilled, VacancyGround};

pub(super) fn rests(event: PostEvent<'_>, scope: &mut Scope) {
    match event {
        PostEvent::PostFilled(fact) => {
            if let Some(election) = fact.election {
                scope.clause(&["post.filled"], Some(&election.tag()));
            }
        }
        PostEvent::PostVacated(_) => {}
    }
}

pub(super) fn evolve(state: &mut State, event: PostEvent<'_>) {
    match event {
        PostEvent::PostFilled(fact) => {
            let vacated = state.posts.get(&fact.post).is_some_and(|post| post.vacated);
            let (person, body, from) = (fact.person, fact.body, fact.happened);
            state.posts.insert(fact.post, Post { person, body, from, vacated });
            super::election::evolve_filled(state, fact);
        }
        PostEvent::PostVacated(fact) => {
            let (person, body, from) = (fact.person, fact.body, fact.happened);
            let post = Post { person, body, from, vacated: true };
            state.posts.entry(fact.post).or_insert(post).vacated = true;
        }
    }
}

pub(super) fn admit(
    state: &State,
    event: PostEvent<'_>,
    context: Context<'_>,
) -> Result<(), Refusal> {
    match event {
        PostEvent::PostFilled(fact) => admit_filled(state, fact, context),
        PostEvent::PostVacated(fact) => {
            let Some(post) = state.posts.get(&fact.post) else {
                return Err(Refusal::Unknown(fact.post.into()));
            };
            if (post.person, post.body) != (fact.person, fact.body) {
                return Err(BodyRefusal::NotThatPost(fact.post).into());
            }
            if post.vacated && fact.corrects.is_none() {
                return Err(BodyRefusal::PostVacant(fact.post).into());
            }
            let error = fact.ground == VacancyGround::RecordedInError;
            if !error && fact.happened.last_day() < post.from.first_day() {
                return Err(Refusal::EndsBeforeItBegins { begins: post.from, ends: fact.happened });
            }
            Ok(())
        }
    }
}

fn admit_filled(state: &State, fact: &PostFilled, context: Context<'_>) -> Result<(), Refusal> {
    context.check_new(fact.post, state.posts.contains_key(&fact.post), fact.corrects)?;
    state.check_person(fact.person)?;
    state.check_body(fact.body, fact.happened)?;
    if let Some(until) =
        fact.term_until.filter(|until| until.last_day() < fact.happened.first_day())
    {
        return Err(Refusal::EndsBeforeItBegins { begins: fact.happened, ends: until });
    }
    super::election::check_filled(state, fact)?;
    check_ground(state, fact)
}

/// An appointment rests on a body or a document; an election on its own record, or on a meeting, a
/// motion or a document.
fn check_ground(state: &State, fact: &PostFilled) -> Result<(), Refusal> {
    let source = fact.source.as_ref();
    if let Some(body) = source.and_then(|source| source.body) {
        state.check_body(body, fact.happened)?;
    }
    if let Some(meeting) = source.and_then(|source| source.meeting) {
        state.check_held(meeting)?;
    }
    if let Some(motion) = source.and_then(|source| source.motion)
        && !state.motions.contains_key(&motion)
    {
        return Err(Refusal::Unknown(motion.into()));
    }
    let named = |named: bool| if named { Ok(()) } else { Err(BodyRefusal::GroundMissing.into()) };
    match fact.basis {
        // An election fills a post by electing.
        basis if fact.election.is_some() && basis != PostBasis::Elected => named(false),
        PostBasis::Elected if fact.election.is_some() => Ok(()),
        PostBasis::BroughtForward => Ok(()),
        PostBasis::Appointed => {
            named(source.is_some_and(|source| source.body.is_some() || source.document.is_some()))
        }
        PostBasis::Elected => named(source.is_some_and(|source| {
            source.meeting.is_some() || source.motion.is_some() || source.document.is_some()
        })),
    }
}
