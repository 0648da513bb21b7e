//! Publications: about something on record, taken down once, objections answered once.

use crate::admission::Context;
use crate::admission::refusal::{PublicationRefusal, Refusal};
use crate::admission::state::State;
use crate::admission::{count, election, owners, roll};
use crate::domain::PublicationId;
use crate::event::PublicationEvent;
use crate::event::publication::PublicationPosted;

/// Which objection it is about.
pub(super) const fn place(event: PublicationEvent<'_>) -> Option<u32> {
    match event {
        PublicationEvent::ObjectionReceived(fact) => Some(fact.number),
        PublicationEvent::ObjectionAnswered(fact) => Some(fact.number),
        PublicationEvent::PublicationPosted(_) | PublicationEvent::PublicationRemoved(_) => None,
    }
}

pub(super) fn evolve(state: &mut State, event: PublicationEvent<'_>) {
    let publications = &mut state.owners.publications;
    match event {
        PublicationEvent::PublicationPosted(fact) => {
            publications.entry(fact.publication).or_default().on = Some(fact.happened);
        }
        PublicationEvent::PublicationRemoved(fact) => {
            publications.entry(fact.publication).or_default().removed = true;
        }
        PublicationEvent::ObjectionReceived(fact) => {
            publications.entry(fact.publication).or_default().objections.insert(fact.number);
        }
        PublicationEvent::ObjectionAnswered(fact) => {
            publications.entry(fact.publication).or_default().answered.insert(fact.number);
        }
    }
}

pub(super) fn admit(
    state: &State,
    event: PublicationEvent<'_>,
    context: Context<'_>,
) -> Result<(), Refusal> {
    match event {
        PublicationEvent::PublicationPosted(fact) => admit_posted(state, fact, context),
        PublicationEvent::PublicationRemoved(fact) => {
            let publication = posted(state, fact.publication)?;
            if publication.removed && fact.corrects.is_none() {
                return Err(PublicationRefusal::TakenDown(fact.publication).into());
            }
            Ok(())
        }
        PublicationEvent::ObjectionReceived(fact) => {
            let publication = posted(state, fact.publication)?;
            let number = fact.number;
            if number == 0 || publication.objections.contains(&number) && fact.corrects.is_none() {
                return Err(PublicationRefusal::ObjectionTaken(number).into());
            }
            if let Some(unit) = fact.unit
                && !state.owners.units.get(&unit).is_some_and(owners::Unit::is_known)
            {
                return Err(Refusal::Unknown(unit.into()));
            }
            fact.person.map_or(Ok(()), |id| state.check_person(id))
        }
        PublicationEvent::ObjectionAnswered(fact) => {
            let publication = posted(state, fact.publication)?;
            if !publication.objections.contains(&fact.number) {
                return Err(PublicationRefusal::NoSuchObjection(fact.number).into());
            }
            if publication.answered.contains(&fact.number) && fact.corrects.is_none() {
                return Err(PublicationRefusal::ObjectionAnswered(fact.number).into());
            }
            Ok(())
        }
    }
}

/// The publication, which must have been posted.
fn posted(state: &State, id: PublicationId) -> Result<&owners::Publication, Refusal> {
    let publication = state.owners.publications.get(&id);
    publication.filter(|publication| publication.on.is_some()).ok_or(Refusal::Unknown(id.into()))
}

fn admit_posted(
    state: &State,
    fact: &PublicationPosted,
    context: Context<'_>,
) -> Result<(), Refusal> {
    context.check_new(
        fact.publication,
        state.owners.publications.contains_key(&fact.publication),
        fact.corrects,
    )?;
    state.check_body(fact.body, fact.happened)?;
    if let Some(ends) = fact.until.filter(|until| until.last_day() < fact.happened.first_day()) {
        return Err(Refusal::EndsBeforeItBegins { begins: fact.happened, ends });
    }
    check_subject(state, fact)
}

/// It is about at least one thing, and all that it names is on record.
fn check_subject(state: &State, fact: &PublicationPosted) -> Result<(), Refusal> {
    let mut subjects = 0;
    if let Some(meeting) = fact.meeting {
        subjects += 1;
        if !state.meetings.contains_key(&meeting) {
            return Err(Refusal::Unknown(meeting.into()));
        }
    }
    if let Some(motion) = fact.motion {
        subjects += 1;
        if !state.motions.contains_key(&motion) {
            return Err(Refusal::Unknown(motion.into()));
        }
    }
    if let Some(roll) = fact.roll {
        subjects += 1;
        roll::check_roll(state, roll)?;
    }
    if let Some(id) = fact.count {
        subjects += 1;
        count::opened(state, id)?;
    }
    if let Some(id) = fact.election {
        subjects += 1;
        election::check_called(state, id)?;
    }
    if subjects == 0 { Err(PublicationRefusal::AboutNothing.into()) } else { Ok(()) }
}
