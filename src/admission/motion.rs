//! Motions: voted on once, by those who were there.

use crate::admission::Context;
use crate::admission::refusal::{CountRefusal, MeetingRefusal, MotionRefusal, Refusal};
use crate::admission::state::{Motion, State};
use crate::domain::MotionId;
use crate::event::MotionEvent;
use crate::event::motion::{MotionProposed, MotionResolved, MotionVoted};

pub(super) fn evolve(state: &mut State, event: MotionEvent<'_>) {
    match event {
        MotionEvent::MotionProposed(fact) => {
            let motion = state.motions.entry(fact.motion).or_default();
            (motion.body, motion.meeting) = (Some(fact.body), fact.meeting);
        }
        MotionEvent::MotionVoted(fact) => {
            state.motions.entry(fact.motion).or_default().voted_at.insert(fact.meeting);
            let meeting = state.meetings.entry(fact.meeting).or_default();
            meeting.votes = meeting.votes.max(votes(fact));
            meeting.written = meeting.written.max(written(fact));
        }
        MotionEvent::MotionWithdrawn(fact) => {
            state.motions.entry(fact.motion).or_default().withdrawn = true;
        }
        MotionEvent::MotionResolved(fact) => {
            state.motions.entry(fact.motion).or_default().resolved = true;
        }
        MotionEvent::MotionAmended(_)
        | MotionEvent::MotionAnnounced(_)
        | MotionEvent::MotionReferred(_) => {}
    }
}

pub(super) fn admit(
    state: &State,
    event: MotionEvent<'_>,
    context: Context<'_>,
) -> Result<(), Refusal> {
    match event {
        MotionEvent::MotionProposed(fact) => admit_proposed(state, fact, context),
        MotionEvent::MotionVoted(fact) => admit_voted(state, fact),
        MotionEvent::MotionAmended(fact) => {
            undecided(state, fact.motion, fact.corrects).map(|_| ())
        }
        MotionEvent::MotionWithdrawn(fact) => {
            undecided(state, fact.motion, fact.corrects).map(|_| ())
        }
        MotionEvent::MotionReferred(fact) => {
            state.check_body(fact.body, fact.happened)?;
            standing(state, fact.motion).map(|_| ())
        }
        MotionEvent::MotionResolved(fact) => admit_resolved(state, fact),
        MotionEvent::MotionAnnounced(fact) => {
            let motion = standing(state, fact.motion)?;
            if state.is_voted(motion) {
                Ok(())
            } else {
                Err(MotionRefusal::NotVoted(fact.motion).into())
            }
        }
    }
}

/// The motion, which must not have been withdrawn, nor gone with its meeting.
pub(super) fn standing(state: &State, id: MotionId) -> Result<&Motion, Refusal> {
    match state.motions.get(&id) {
        None => Err(Refusal::Unknown(id.into())),
        Some(motion) if motion.withdrawn => Err(MotionRefusal::Withdrawn(id).into()),
        Some(motion) => match motion.meeting.filter(|meeting| state.is_annulled(*meeting)) {
            Some(meeting) => Err(MeetingRefusal::Cancelled(meeting).into()),
            None => Ok(motion),
        },
    }
}

/// The motion, which must not have been voted on either.
fn undecided(state: &State, id: MotionId, corrects: Option<u64>) -> Result<&Motion, Refusal> {
    let motion = standing(state, id)?;
    if state.is_voted(motion) && corrects.is_none() {
        Err(MotionRefusal::AlreadyVoted(id).into())
    } else {
        Ok(motion)
    }
}

fn admit_proposed(
    state: &State,
    fact: &MotionProposed,
    context: Context<'_>,
) -> Result<(), Refusal> {
    context.check_new(fact.motion, state.motions.contains_key(&fact.motion), fact.corrects)?;
    state.check_body(fact.body, fact.happened)?;
    if let Some(proposer) = fact.proposer {
        state.check_person(proposer)?;
    }
    if let Some(issue) = fact.issue {
        state.check_issue(issue)?;
    }
    let Some(id) = fact.meeting else { return Ok(()) };
    let Some(meeting) = state.meetings.get(&id) else {
        return Err(Refusal::Unknown(id.into()));
    };
    if meeting.cancelled {
        return Err(MeetingRefusal::Cancelled(id).into());
    }
    let Some(held) = &meeting.held else { return Ok(()) };
    if held.body != fact.body {
        return Err(MotionRefusal::OtherBody.into());
    }
    match fact.agenda_item {
        Some(item) if item == 0 || item > held.agenda_items => {
            Err(MeetingRefusal::NotOnAgenda { item, items: held.agenda_items }.into())
        }
        Some(_) | None => Ok(()),
    }
}

/// Something may be resolved without counting votes, so a vote need not be on record.
fn admit_resolved(state: &State, fact: &MotionResolved) -> Result<(), Refusal> {
    if standing(state, fact.motion)?.resolved {
        return Err(MotionRefusal::AlreadyResolved(fact.motion).into());
    }
    fact.responsible.into_iter().try_for_each(|responsible| state.check_person(responsible))
}

fn votes(fact: &MotionVoted) -> u64 {
    [fact.in_favour, fact.against, fact.abstain].map(u64::from).iter().sum()
}

fn written(fact: &MotionVoted) -> u64 {
    let counts = [fact.written_in_favour, fact.written_against];
    counts.map(|count| u64::from(count.unwrap_or(0))).iter().sum()
}

fn admit_voted(state: &State, fact: &MotionVoted) -> Result<(), Refusal> {
    let motion = undecided(state, fact.motion, fact.corrects)?;
    let called = state.meetings.get(&fact.meeting).and_then(|meeting| meeting.noticed);
    let of_owners = called.is_some_and(|(_, kind)| kind.is_of_owners());
    // Said before the meeting is held: recording it as held would not help.
    if of_owners || motion.count.is_some() {
        return Err(CountRefusal::VotedByCount(fact.meeting).into());
    }
    let held = state.check_held(fact.meeting)?;
    if held.on_roll {
        return Err(CountRefusal::VotedByCount(fact.meeting).into());
    }
    if motion.body.is_some_and(|body| body != held.body) {
        return Err(MotionRefusal::OtherBody.into());
    }
    if fact.happened.last_day() < held.on.first_day() {
        return Err(Refusal::EndsBeforeItBegins { begins: held.on, ends: fact.happened });
    }
    if held.no_roll {
        // How many had a vote is not on record, so no number of votes contradicts it.
        return Ok(());
    }
    let votes = votes(fact);
    if votes > u64::from(held.present) {
        return Err(MotionRefusal::MoreVotesThanPresent { votes, present: held.present }.into());
    }
    let written = written(fact);
    let away = held.entitled.saturating_sub(held.present);
    if written > u64::from(away) {
        return Err(MotionRefusal::MoreWrittenThanAway { written, away }.into());
    }
    Ok(())
}
