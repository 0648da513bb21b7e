//! What may be put on record: scope, evolve, admit.
//!
//! A command is a list of facts. It names the part of the journal that it depends on ([`Scope`]),
//! which is folded into a [`State`] (`evolve`, cannot fail); then each fact is admitted or refused
//! (`admit`, pure: time and actor come in), seeing the facts before it in the same command. One file
//! per family holds its three functions.
//!
//! Refused is only what the paper minute book could not contain: an unknown id, a closed matter,
//! numbers that contradict each other, a role without authority. A meeting without quorum took place
//! and is recorded; what follows from it is the law's business, and the law is not known here.
//!
//! Because a command *is* its facts, an audit can admit every old command again.

mod body;
mod meeting;
mod membership;
mod motion;
mod person;
mod post;
pub mod refusal;
mod registry;
mod roll;
pub mod scope;
pub mod state;

pub use refusal::{Refusal, Thing};
pub use scope::{Clause, Scope};
pub use state::State;

use crate::domain::CommandId;
use crate::event::{By, Event, Recorded};
use chrono::NaiveDate;

/// What admission is told besides the fact.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// Day of recording, civil time at +08:00.
    pub today: NaiveDate,
    /// Who says so.
    pub by: &'a By,
    /// The command.
    pub cmd: CommandId,
    /// Place of the fact in the command, from 0.
    pub position: usize,
}

/// The part of the journal that these facts depend on.
pub fn scope_of<'a>(facts: impl IntoIterator<Item = &'a Event>) -> Scope {
    let mut scope = Scope::default();
    for fact in facts {
        scope.kind("registry.created");
        if let Some(seq) = fact.corrects() {
            scope.entry(seq);
            // A second correction of the same entry would carry the same kind and tags.
            scope.clause(&[fact.kind()], fact.tags().first().map(String::as_str));
        }
        match fact {
            Event::RegistryCreated(_)
            | Event::RulesAdopted(_)
            | Event::ClockCorrected(_)
            | Event::RegistryRecovered(_)
            | Event::RegistryCopied(_)
            | Event::RegistryHandedOver(_) => registry::scope(fact, &mut scope),
            Event::PersonRegistered(_) | Event::PersonDataErased(_) => {
                person::scope(fact, &mut scope);
            }
            Event::MembershipChanged(fact) => membership::scope(fact, &mut scope),
            Event::BodyEstablished(_)
            | Event::BodyConverted(_)
            | Event::BodyPlacedUnder(_)
            | Event::BodyDissolved(_) => body::scope(fact, &mut scope),
            Event::PostFilled(_) | Event::PostVacated(_) => post::scope(fact, &mut scope),
            Event::MeetingNoticed(_)
            | Event::NoticePosted(_)
            | Event::MeetingHeld(_)
            | Event::SpeechNoted(_)
            | Event::MinutesConfirmed(_)
            | Event::MeetingCancelled(_)
            | Event::MeetingAttached(_) => meeting::scope(fact, &mut scope),
            Event::MotionProposed(_)
            | Event::MotionAmended(_)
            | Event::MotionVoted(_)
            | Event::MotionWithdrawn(_)
            | Event::MotionReferred(_)
            | Event::MotionAnnounced(_) => motion::scope(fact, &mut scope),
        }
    }
    scope
}

/// Admits the facts of a command one after the other, or refuses it whole.
pub fn admit_all(
    state: &mut State,
    facts: &[Event],
    context: Context<'_>,
) -> Result<(), (usize, Refusal)> {
    for (position, fact) in facts.iter().enumerate() {
        let context = Context { position, ..context };
        admit(state, fact, context).map_err(|refusal| (position, refusal))?;
        state.evolve(fact, None);
    }
    Ok(())
}

/// Admits or refuses one fact.
pub fn admit(state: &State, fact: &Event, context: Context<'_>) -> Result<(), Refusal> {
    state.check_registry(fact)?;
    if fact.happened().first_day() > context.today {
        let (happened, today) = (fact.happened(), context.today);
        return Err(Refusal::InTheFuture { happened, today });
    }
    if let Some(seq) = fact.corrects() {
        state.check_correction(fact, seq)?;
    }
    match fact {
        Event::RegistryCreated(_)
        | Event::RulesAdopted(_)
        | Event::ClockCorrected(_)
        | Event::RegistryRecovered(_)
        | Event::RegistryCopied(_)
        | Event::RegistryHandedOver(_) => registry::admit(state, fact, context),
        Event::PersonRegistered(_) | Event::PersonDataErased(_) => {
            person::admit(state, fact, context)
        }
        Event::MembershipChanged(fact) => membership::admit(state, fact),
        Event::BodyEstablished(_)
        | Event::BodyConverted(_)
        | Event::BodyPlacedUnder(_)
        | Event::BodyDissolved(_) => body::admit(state, fact, context),
        Event::PostFilled(_) | Event::PostVacated(_) => post::admit(state, fact, context),
        Event::MeetingNoticed(_)
        | Event::NoticePosted(_)
        | Event::MeetingHeld(_)
        | Event::SpeechNoted(_)
        | Event::MinutesConfirmed(_)
        | Event::MeetingCancelled(_)
        | Event::MeetingAttached(_) => meeting::admit(state, fact, context),
        Event::MotionProposed(_)
        | Event::MotionAmended(_)
        | Event::MotionVoted(_)
        | Event::MotionWithdrawn(_)
        | Event::MotionReferred(_)
        | Event::MotionAnnounced(_) => motion::admit(state, fact, context),
    }
}

/// Folds what the scope of these facts found into the state in which they are admitted.
pub fn fold<'a>(recorded: &[Recorded], facts: impl IntoIterator<Item = &'a Event>) -> State {
    let replacing: Vec<u64> = facts.into_iter().filter_map(Event::corrects).collect();
    State::fold(recorded, &replacing)
}
