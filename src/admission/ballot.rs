//! Ballots: a unit votes once; what is keyed answers what was asked; nothing after the sealing.

use crate::admission::Context;
use crate::admission::count;
use crate::admission::owners::{Ballot, Opened};
use crate::admission::refusal::{BallotRefusal, CountRefusal, Refusal, Step};
use crate::admission::roll;
use crate::admission::scope::Scope;
use crate::admission::state::State;
use crate::domain::{BallotId, CountId, KeyingPass};
use crate::event::BallotEvent;
use crate::event::ballot::{BallotIssued, BallotKeyed};
use std::collections::BTreeSet;

/// Units on one ballot: each is a tag of its entry, beside ballot and count.
const UNITS_MAX: usize = 14;

/// Which ballot it is about, and of which count.
const fn about(event: BallotEvent<'_>) -> (BallotId, CountId) {
    match event {
        BallotEvent::BallotIssued(fact) => (fact.ballot, fact.count),
        BallotEvent::BallotDelivered(fact) => (fact.ballot, fact.count),
        BallotEvent::BallotReturned(fact) => (fact.ballot, fact.count),
        BallotEvent::BallotKeyed(fact) => (fact.ballot, fact.count),
        BallotEvent::BallotRejected(fact) => (fact.ballot, fact.count),
        BallotEvent::BallotChallenged(fact) => (fact.ballot, fact.count),
        BallotEvent::BallotSetAside(fact) => (fact.ballot, fact.count),
    }
}

/// Which keying it is.
pub(super) const fn place(event: BallotEvent<'_>) -> Option<u32> {
    match event {
        BallotEvent::BallotKeyed(fact) => Some(match fact.pass {
            KeyingPass::First => 1,
            KeyingPass::Second => 2,
        }),
        BallotEvent::BallotChallenged(_)
        | BallotEvent::BallotDelivered(_)
        | BallotEvent::BallotIssued(_)
        | BallotEvent::BallotRejected(_)
        | BallotEvent::BallotReturned(_)
        | BallotEvent::BallotSetAside(_) => None,
    }
}

/// What a ballot rests on besides its count and its units, and no other paper does.
pub(super) fn rests(event: BallotEvent<'_>, scope: &mut Scope) {
    match event {
        BallotEvent::BallotIssued(fact) => {
            scope.clause(&["ballot.set_aside"], Some(&fact.count.tag()));
            scope.kind("roll.frozen");
            for unit in &fact.units {
                scope.clause(&["ballot.issued"], Some(&unit.tag()));
            }
        }
        BallotEvent::BallotChallenged(_)
        | BallotEvent::BallotDelivered(_)
        | BallotEvent::BallotKeyed(_)
        | BallotEvent::BallotRejected(_)
        | BallotEvent::BallotReturned(_)
        | BallotEvent::BallotSetAside(_) => {}
    }
}

pub(super) fn evolve(state: &mut State, event: BallotEvent<'_>) {
    let (id, count) = about(event);
    let owners = &mut state.owners;
    let ballot = owners.ballots.entry(id).or_default();
    match event {
        BallotEvent::BallotIssued(fact) => {
            ballot.count = Some(count);
            ballot.units.clone_from(&fact.units);
            for unit in &fact.units {
                owners.issued.entry((count, *unit)).or_default().insert(id);
            }
        }
        BallotEvent::BallotDelivered(_) => ballot.delivered = true,
        BallotEvent::BallotReturned(_) => ballot.returned = true,
        BallotEvent::BallotKeyed(fact) => {
            let keyed = Some(fact.choices.clone());
            match fact.pass {
                KeyingPass::First => ballot.first = keyed,
                KeyingPass::Second => ballot.second = keyed,
            }
        }
        BallotEvent::BallotRejected(_) => ballot.rejected = true,
        BallotEvent::BallotSetAside(_) => ballot.set_aside = true,
        BallotEvent::BallotChallenged(_) => {}
    }
}

pub(super) fn admit(
    state: &State,
    event: BallotEvent<'_>,
    context: Context<'_>,
) -> Result<(), Refusal> {
    let (id, count_id) = about(event);
    let (count, asked) = count::opened(state, count_id)?;
    if (count.sealed || count.certified) && !judges(event) {
        return Err(CountRefusal::CountSealed(count_id).into());
    }
    let ballot = || standing(state, id, count_id);
    let once = |done: bool, corrects: Option<u64>, step: Step| -> Result<(), Refusal> {
        let again = done && corrects.is_none();
        if again { Err(BallotRefusal::DoneAlready(id, step).into()) } else { Ok(()) }
    };
    match event {
        BallotEvent::BallotIssued(fact) => admit_issued(state, fact, asked, context),
        BallotEvent::BallotDelivered(fact) => {
            once(ballot()?.delivered, fact.corrects, Step::Delivered)?;
            fact.verified_by.map_or(Ok(()), |person| state.check_person(person))
        }
        BallotEvent::BallotReturned(fact) => {
            once(ballot()?.returned, fact.corrects, Step::Returned)?;
            fact.collector.map_or(Ok(()), |person| state.check_person(person))
        }
        BallotEvent::BallotKeyed(fact) => {
            let ballot = ballot()?;
            let (done, step) = match fact.pass {
                KeyingPass::First => (ballot.first.is_some(), Step::KeyedFirst),
                KeyingPass::Second => (ballot.second.is_some(), Step::KeyedSecond),
            };
            once(done, fact.corrects, step)?;
            came_back(id, ballot)?;
            check_choices(fact, asked)
        }
        BallotEvent::BallotRejected(fact) => {
            let ballot = ballot()?;
            once(ballot.rejected, fact.corrects, Step::Rejected)?;
            came_back(id, ballot)
        }
        BallotEvent::BallotChallenged(fact) => {
            ballot()?;
            fact.challenger.map_or(Ok(()), |person| state.check_person(person))
        }
        BallotEvent::BallotSetAside(_) => ballot().map(|_| ()),
    }
}

/// Papers are judged after the sealing; none is taken in or keyed any more.
const fn judges(event: BallotEvent<'_>) -> bool {
    match event {
        BallotEvent::BallotChallenged(_)
        | BallotEvent::BallotRejected(_)
        | BallotEvent::BallotSetAside(_) => true,
        BallotEvent::BallotDelivered(_)
        | BallotEvent::BallotIssued(_)
        | BallotEvent::BallotKeyed(_)
        | BallotEvent::BallotReturned(_) => false,
    }
}

/// The ballot, which was issued in this count and must not have been set aside.
fn standing(state: &State, id: BallotId, count: CountId) -> Result<&Ballot, Refusal> {
    let issued = state.owners.ballots.get(&id).and_then(|ballot| Some((ballot, ballot.count?)));
    match issued {
        None => Err(Refusal::Unknown(id.into())),
        Some((_, other)) if other != count => Err(BallotRefusal::OtherCount(id).into()),
        Some((ballot, _)) if ballot.set_aside => Err(BallotRefusal::SetAside(id).into()),
        Some((ballot, _)) => Ok(ballot),
    }
}

fn came_back(id: BallotId, ballot: &Ballot) -> Result<(), Refusal> {
    if ballot.returned { Ok(()) } else { Err(BallotRefusal::NotReturned(id).into()) }
}

fn admit_issued(
    state: &State,
    fact: &BallotIssued,
    asked: &Opened,
    context: Context<'_>,
) -> Result<(), Refusal> {
    context.check_new(
        fact.ballot,
        state.owners.ballots.contains_key(&fact.ballot),
        fact.corrects,
    )?;
    let different: BTreeSet<_> = fact.units.iter().collect();
    if different.is_empty() || different.len() < fact.units.len() {
        return Err(BallotRefusal::UnitsWrong.into());
    }
    if fact.units.len() > UNITS_MAX {
        let found = fact.units.len();
        return Err(BallotRefusal::TooManyUnits { found, max: UNITS_MAX }.into());
    }
    let roll = roll::check_roll(state, asked.roll)?;
    for unit in &fact.units {
        if !state.owners.is_on_roll(*unit, roll) {
            return Err(BallotRefusal::UnitNotOnRoll(*unit).into());
        }
        let other = state.owners.standing_ballot(fact.count, *unit);
        if let Some(ballot) = other.filter(|other| *other != fact.ballot) {
            return Err(BallotRefusal::UnitHasBallot { unit: *unit, ballot }.into());
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
            let other = mark.motion.map(BallotRefusal::NotAsked);
            return Err(other.unwrap_or(BallotRefusal::AsksNothing).into());
        };
        if !seen.insert(question) {
            return Err(BallotRefusal::MarkedTwice(fact.ballot).into());
        }
    }
    Ok(())
}
