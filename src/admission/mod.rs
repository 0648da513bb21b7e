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

mod activity;
mod ballot;
mod body;
mod count;
mod election;
pub mod election_refusal;
mod issue;
mod meeting;
mod membership;
mod motion;
mod owners;
pub mod owners_refusal;
mod person;
mod post;
mod publication;
pub mod refusal;
mod registry;
mod roll;
pub mod scope;
pub mod state;
mod units;

pub use election_refusal::ElectionRefusal;
pub use owners_refusal::OwnersRefusal;
pub use refusal::{Refusal, Thing};
pub use scope::{Clause, Scope};
pub use state::State;

use crate::domain::{CommandId, CountBasis, RollBasis};
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

/// The three functions of a family; a kind that one of them does not know passes through it.
struct Family {
    /// What stands before the point in its kinds.
    word: &'static str,
    scope: fn(&Event, &mut Scope),
    evolve: fn(&mut State, &Event),
    admit: fn(&State, &Event, Context<'_>) -> Result<(), Refusal>,
}

macro_rules! families {
    ($($family:ident $(for $word:literal)?),* $(,)?) => {
        /// Every family, by the word before the point in its kinds.
        const FAMILIES: &[Family] = &[$(Family {
            word: word!($family $(for $word)?),
            scope: $family::scope,
            evolve: $family::evolve,
            admit: $family::admit,
        },)*];
    };
}

macro_rules! word {
    ($family:ident) => {
        stringify!($family)
    };
    ($family:ident for $word:literal) => {
        $word
    };
}

families!(
    activity, ballot, body, count, election, issue, meeting, membership, motion, person, post,
    publication, registry, units for "roll",
);

/// The family of a fact; each kind has one, which a test proves.
fn family_of(fact: &Event) -> Option<&'static Family> {
    let (word, _) = fact.kind().split_once('.')?;
    FAMILIES.iter().find(|family| family.word == word)
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
        if let Some(family) = family_of(fact) {
            (family.scope)(fact, &mut scope);
        }
    }
    scope
}

/// Adds a fact to what its family knows.
fn evolve(state: &mut State, fact: &Event) {
    if let Some(family) = family_of(fact) {
        (family.evolve)(state, fact);
    }
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
    family_of(fact).map_or(Ok(()), |family| (family.admit)(state, fact, context))
}

/// What the program fills into a fact before it is admitted: the totals of a roll or of a count, by
/// what is known and by the facts before it in the command. Admission works them out again.
pub fn totals(state: &State, fact: &Event) -> Option<serde_json::Value> {
    match fact {
        Event::RollFrozen(fact) if fact.basis == RollBasis::Units => {
            serde_json::to_value(units::frozen_totals(state, fact)).ok()
        }
        Event::CountCertified(fact) if fact.basis == CountBasis::Ballots => {
            serde_json::to_value(state.owners.totals(fact.count)?).ok()
        }
        _ => None,
    }
}

/// Folds what the scope of these facts found into the state in which they are admitted.
pub fn fold<'a>(recorded: &[Recorded], facts: impl IntoIterator<Item = &'a Event>) -> State {
    let replacing: Vec<u64> = facts.into_iter().filter_map(Event::corrects).collect();
    State::fold(recorded, &replacing)
}

#[cfg(test)]
mod tests {
    use super::FAMILIES;
    use crate::event::CATALOGUE;

    #[test]
    fn every_kind_is_admitted_by_a_family() {
        for entry in CATALOGUE {
            let (word, _) = entry.kind.split_once('.').unwrap();
            assert!(FAMILIES.iter().any(|family| family.word == word), "{}", entry.kind);
        }
    }
}
