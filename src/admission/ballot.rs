//! Ballots: a unit votes once; what is keyed answers what was asked; nothing after the sealing.

use crate::admission::Context;
use crate::admission::count;
use crate::admission::owners::{Ballot, Opened};
use crate::admission::owners_refusal::{OwnersRefusal, Step};
use crate::admission::refusal::{Refusal, Thing};
use crate::admission::scope::Scope;
use crate::admission::state::State;
use crate::admission::{person, units};
use crate::domain::{BallotId, CountId, KeyingPass};
use crate::event::Event;
use crate::event::ballot::{BallotIssued, BallotKeyed};
use std::collections::BTreeSet;

/// Units on one ballot: each is a tag of its entry, beside ballot and count.
const UNITS_MAX: usize = 14;

pub(super) const LIFE: &[&str] = &[
    "ballot.delivered",
    "ballot.issued",
    "ballot.keyed",
    "ballot.rejected",
    "ballot.returned",
    "ballot.set_aside",
];

/// A fact about one ballot: which, of which count, and who is named.
fn about(event: &Event) -> Option<(BallotId, CountId)> {
    match event {
        Event::BallotIssued(fact) => Some((fact.ballot, fact.count)),
        Event::BallotDelivered(fact) => Some((fact.ballot, fact.count)),
        Event::BallotReturned(fact) => Some((fact.ballot, fact.count)),
        Event::BallotKeyed(fact) => Some((fact.ballot, fact.count)),
        Event::BallotRejected(fact) => Some((fact.ballot, fact.count)),
        Event::BallotChallenged(fact) => Some((fact.ballot, fact.count)),
        Event::BallotSetAside(fact) => Some((fact.ballot, fact.count)),
        _ => None,
    }
}

/// Which keying it is.
pub(super) const fn place(event: &Event) -> Option<u32> {
    match event {
        Event::BallotKeyed(fact) => Some(match fact.pass {
            KeyingPass::First => 1,
            KeyingPass::Second => 2,
        }),
        _ => None,
    }
}

/// Adds what must be known of a ballot to name it.
pub(super) fn known(ballot: BallotId, scope: &mut Scope) {
    scope.clause(LIFE, Some(&ballot.tag()));
}

pub(super) fn scope(event: &Event, scope: &mut Scope) {
    let Some((ballot, count)) = about(event) else { return };
    known(ballot, scope);
    // The closing of the vote, but not its other ballots: many can key at once.
    count::known(count, scope);
    match event {
        Event::BallotIssued(fact) => {
            scope.clause(&["ballot.set_aside"], Some(&count.tag()));
            scope.kind("roll.frozen");
            for unit in &fact.units {
                units::known(*unit, scope);
                scope.clause(&["ballot.issued"], Some(&unit.tag()));
            }
        }
        Event::BallotDelivered(fact) => {
            fact.verified_by.into_iter().for_each(|person| person::known(person, scope));
        }
        Event::BallotReturned(fact) => {
            fact.collector.into_iter().for_each(|person| person::known(person, scope));
        }
        Event::BallotChallenged(fact) => {
            fact.challenger.into_iter().for_each(|person| person::known(person, scope));
        }
        _ => {}
    }
}

pub(super) fn evolve(state: &mut State, event: &Event) {
    let Some((id, count)) = about(event) else { return };
    let owners = &mut state.owners;
    let ballot = owners.ballots.entry(id).or_default();
    match event {
        Event::BallotIssued(fact) => {
            ballot.count = Some(count);
            ballot.units.clone_from(&fact.units);
            for unit in &fact.units {
                owners.issued.entry((count, *unit)).or_default().insert(id);
            }
        }
        Event::BallotDelivered(_) => ballot.delivered = true,
        Event::BallotReturned(_) => ballot.returned = true,
        Event::BallotKeyed(fact) => {
            let keyed = Some(fact.choices.clone());
            match fact.pass {
                KeyingPass::First => ballot.first = keyed,
                KeyingPass::Second => ballot.second = keyed,
            }
        }
        Event::BallotRejected(_) => ballot.rejected = true,
        Event::BallotSetAside(_) => ballot.set_aside = true,
        _ => {}
    }
}

pub(super) fn admit(state: &State, event: &Event, context: Context<'_>) -> Result<(), Refusal> {
    let Some((id, count_id)) = about(event) else { return Ok(()) };
    let (count, asked) = count::opened(state, count_id)?;
    // Papers are judged after the sealing; none is taken in or keyed any more.
    let judges = matches!(
        event,
        Event::BallotRejected(_) | Event::BallotChallenged(_) | Event::BallotSetAside(_)
    );
    if (count.sealed || count.certified) && !judges {
        return Err(OwnersRefusal::CountSealed(count_id).into());
    }
    if let Event::BallotIssued(fact) = event {
        return admit_issued(state, fact, asked, context);
    }
    let ballot = standing(state, id, count_id)?;
    let once = |done: bool, step: Step| -> Result<(), Refusal> {
        let again = done && event.corrects().is_none();
        if again { Err(OwnersRefusal::DoneAlready(id, step).into()) } else { Ok(()) }
    };
    match event {
        Event::BallotDelivered(fact) => {
            once(ballot.delivered, Step::Delivered)?;
            fact.verified_by.map_or(Ok(()), |person| state.check_person(person))
        }
        Event::BallotReturned(fact) => {
            once(ballot.returned, Step::Returned)?;
            fact.collector.map_or(Ok(()), |person| state.check_person(person))
        }
        Event::BallotKeyed(fact) => {
            let (done, step) = match fact.pass {
                KeyingPass::First => (ballot.first.is_some(), Step::KeyedFirst),
                KeyingPass::Second => (ballot.second.is_some(), Step::KeyedSecond),
            };
            once(done, step)?;
            came_back(id, ballot)?;
            check_choices(fact, asked)
        }
        Event::BallotRejected(_) => {
            once(ballot.rejected, Step::Rejected)?;
            came_back(id, ballot)
        }
        Event::BallotChallenged(fact) => {
            fact.challenger.map_or(Ok(()), |person| state.check_person(person))
        }
        _ => Ok(()),
    }
}

/// The ballot, which was issued in this count and must not have been set aside.
fn standing(state: &State, id: BallotId, count: CountId) -> Result<&Ballot, Refusal> {
    let issued = state.owners.ballots.get(&id).and_then(|ballot| Some((ballot, ballot.count?)));
    match issued {
        None => Err(Refusal::Unknown(Thing::Ballot(id))),
        Some((_, other)) if other != count => Err(OwnersRefusal::OtherCount(id).into()),
        Some((ballot, _)) if ballot.set_aside => Err(OwnersRefusal::SetAside(id).into()),
        Some((ballot, _)) => Ok(ballot),
    }
}

fn came_back(id: BallotId, ballot: &Ballot) -> Result<(), Refusal> {
    if ballot.returned { Ok(()) } else { Err(OwnersRefusal::NotReturned(id).into()) }
}

fn admit_issued(
    state: &State,
    fact: &BallotIssued,
    asked: &Opened,
    context: Context<'_>,
) -> Result<(), Refusal> {
    let thing = Thing::Ballot(fact.ballot);
    if fact.corrects.is_none() {
        if state.owners.ballots.contains_key(&fact.ballot) {
            return Err(Refusal::Taken(thing));
        }
        if fact.ballot != BallotId::derived(context.cmd, context.position) {
            return Err(Refusal::ForeignId(thing));
        }
    }
    let different: BTreeSet<_> = fact.units.iter().collect();
    if different.is_empty() || different.len() < fact.units.len() {
        return Err(OwnersRefusal::UnitsWrong.into());
    }
    if fact.units.len() > UNITS_MAX {
        let found = fact.units.len();
        return Err(OwnersRefusal::TooManyUnits { found, max: UNITS_MAX }.into());
    }
    let roll = units::check_roll(state, asked.roll)?;
    for unit in &fact.units {
        if !state.owners.is_on_roll(*unit, roll) {
            return Err(OwnersRefusal::UnitNotOnRoll(*unit).into());
        }
        let other = state.owners.standing_ballot(fact.count, *unit);
        if let Some(ballot) = other.filter(|other| *other != fact.ballot) {
            return Err(OwnersRefusal::UnitHasBallot { unit: *unit, ballot }.into());
        }
    }
    Ok(())
}

/// Each mark is about one question of this count, and each question is marked once.
fn check_choices(fact: &BallotKeyed, asked: &Opened) -> Result<(), Refusal> {
    let mut seen = BTreeSet::new();
    for mark in &fact.choices {
        let question = mark.question().filter(|question| asked.questions.contains(question));
        let Some(question) = question else {
            return Err(OwnersRefusal::NotAsked { motion: mark.motion }.into());
        };
        if !seen.insert(question) {
            return Err(OwnersRefusal::MarkedTwice(fact.ballot).into());
        }
    }
    Ok(())
}
