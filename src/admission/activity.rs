//! Activities: held by a body that exists; nobody takes part twice; names are not more than heads.

use crate::admission::Context;
use crate::admission::refusal::{MeetingRefusal, Refusal};
use crate::admission::state::State;
use crate::domain::PersonId;
use crate::event::ActivityEvent;
use crate::event::activity::{ActivityHeld, Headcount, PledgeSigned};
use std::collections::BTreeSet;

pub(super) fn evolve(state: &mut State, event: ActivityEvent<'_>) {
    match event {
        ActivityEvent::ActivityHeld(fact) => {
            state.activities.insert(fact.activity);
        }
        ActivityEvent::PledgeSigned(_) => {}
    }
}

pub(super) fn admit(
    state: &State,
    event: ActivityEvent<'_>,
    context: Context<'_>,
) -> Result<(), Refusal> {
    match event {
        ActivityEvent::ActivityHeld(fact) => admit_held(state, fact, context),
        ActivityEvent::PledgeSigned(fact) => admit_signed(state, fact),
    }
}

fn admit_held(state: &State, fact: &ActivityHeld, context: Context<'_>) -> Result<(), Refusal> {
    context.check_new(fact.activity, state.activities.contains(&fact.activity), fact.corrects)?;
    for body in fact.partners.iter().chain([&fact.body]) {
        state.check_body(*body, fact.happened)?;
    }
    fact.leader.into_iter().try_for_each(|leader| state.check_person(leader))?;
    if let Some(issue) = fact.issue {
        state.check_issue(issue)?;
    }
    if let Some(ended) = fact.ended.filter(|ended| *ended < fact.happened) {
        return Err(Refusal::EndsBeforeItBegins { begins: fact.happened, ends: ended });
    }
    check_named(state, &fact.participants, fact.counted.as_ref())
}

fn admit_signed(state: &State, fact: &PledgeSigned) -> Result<(), Refusal> {
    state.check_body(fact.body, fact.happened)?;
    if let Some(activity) = fact.activity.filter(|one| !state.activities.contains(one)) {
        return Err(Refusal::Unknown(activity.into()));
    }
    if fact.headcount().is_none_or(|count| count.count == 0) {
        return Err(MeetingRefusal::NobodySigned.into());
    }
    check_named(state, &fact.signers, fact.counted.as_ref())
}

/// Everybody is registered and named once, and the number is not below that of the names.
fn check_named(
    state: &State,
    named: &[PersonId],
    counted: Option<&Headcount>,
) -> Result<(), Refusal> {
    let mut seen = BTreeSet::new();
    for person in named {
        state.check_person(*person)?;
        if !seen.insert(*person) {
            return Err(MeetingRefusal::TwiceOnRoll(*person).into());
        }
    }
    let named = u32::try_from(named.len()).unwrap_or(u32::MAX);
    match counted.map(|counted| counted.count).filter(|count| *count < named) {
        Some(count) => Err(Refusal::FewerThanNamed { count, named }),
        None => Ok(()),
    }
}
