//! What may be put on record: scope, evolve, admit.
//!
//! A command is a list of facts. It names the part of the journal that it depends on ([`Scope`]),
//! which is folded into a [`State`] (`evolve`, cannot fail); then each fact is admitted or refused
//! (`admit`, pure: time and actor come in), seeing the facts before it in the same command. What a
//! fact depends on follows from the things that it names (`rests`); one file per family adds what
//! else it rests on, and holds the other two.
//!
//! Refused is only what the paper minute book could not contain: an unknown id, a closed matter,
//! numbers that contradict each other, a role without authority. A meeting without quorum took place
//! and is recorded; what follows from it is the law's business, and the law is not known here.
//!
//! Because a command *is* its facts, an audit can admit every old command again.

mod activity;
mod attendance;
mod ballot;
mod body;
mod count;
mod election;
mod issue;
mod meeting;
mod membership;
mod motion;
mod owners;
mod person;
mod post;
mod publication;
pub mod refusal;
mod registry;
mod rests;
mod roll;
pub mod scope;
pub mod state;

pub use refusal::Refusal;
pub use scope::{Clause, Scope};
pub use state::State;

use crate::domain::{CommandId, Thing};
use crate::event::{By, Event, Family, Recorded};
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

impl Context<'_> {
    /// A new thing has the id that follows from its command and place, and nobody has it yet. A
    /// correction may only name what there is, which is looked at before.
    fn check_new(
        self,
        thing: impl Into<Thing>,
        is_taken: bool,
        corrects: Option<u64>,
    ) -> Result<(), Refusal> {
        let thing = thing.into();
        if corrects.is_some() {
            return Ok(());
        }
        if is_taken {
            return Err(Refusal::Taken(thing));
        }
        let derived = Thing::derived(thing.word(), self.cmd, self.position);
        if derived == Some(thing) { Ok(()) } else { Err(Refusal::ForeignId(thing)) }
    }
}

/// Calls the function of this name where the family of a fact is admitted.
macro_rules! in_its_family {
    ($event:expr, $fact:ident => $function:ident($($argument:expr),*)) => {
        match $event.family() {
            Family::Activity($fact) => activity::$function($($argument),*),
            Family::Ballot($fact) => ballot::$function($($argument),*),
            Family::Body($fact) => body::$function($($argument),*),
            Family::Count($fact) => count::$function($($argument),*),
            Family::Election($fact) => election::$function($($argument),*),
            Family::Issue($fact) => issue::$function($($argument),*),
            Family::Meeting($fact) => meeting::$function($($argument),*),
            Family::Membership($fact) => membership::$function($($argument),*),
            Family::Motion($fact) => motion::$function($($argument),*),
            Family::Person($fact) => person::$function($($argument),*),
            Family::Post($fact) => post::$function($($argument),*),
            Family::Publication($fact) => publication::$function($($argument),*),
            Family::Registry($fact) => registry::$function($($argument),*),
            Family::Roll($fact) => roll::$function($($argument),*),
        }
    };
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
        rests::rests(fact, &mut scope);
    }
    scope
}

/// Adds a fact to what its family knows.
fn evolve(state: &mut State, fact: &Event) {
    in_its_family!(fact, fact => evolve(state, fact));
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
    in_its_family!(fact, fact => admit(state, fact, context))
}

/// What the program fills into a fact before it is admitted: the totals of a roll or of a count, by
/// what is known and by the facts before it in the command. Admission works them out again.
pub fn totals(state: &State, fact: &Event) -> Option<serde_json::Value> {
    match fact.family() {
        Family::Count(fact) => serde_json::to_value(count::totals(state, fact)?).ok(),
        Family::Roll(fact) => serde_json::to_value(roll::totals(state, fact)?).ok(),
        _ => None,
    }
}

/// Folds what the scope of these facts found into the state in which they are admitted.
pub fn fold<'a>(recorded: &[Recorded], facts: impl IntoIterator<Item = &'a Event>) -> State {
    let replacing: Vec<u64> = facts.into_iter().filter_map(Event::corrects).collect();
    State::fold(recorded, &replacing)
}
