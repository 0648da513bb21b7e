//! Units and rolls: a unit has owners and an area; the totals of a frozen roll are worked out here.

use crate::admission::Context;
use crate::admission::owners::{Range, Roll};
use crate::admission::owners_refusal::OwnersRefusal;
use crate::admission::person;
use crate::admission::refusal::{Refusal, Thing};
use crate::admission::scope::Scope;
use crate::admission::state::State;
use crate::domain::{PersonId, RollBasis, RollId, UnitId};
use crate::event::Event;
use crate::event::roll::{RollFrozen, RollTotals, UnitChanged, UnitRegistered};
use crate::event::tally::roll_totals;
use std::collections::BTreeSet;

pub(super) const LIFE: &[&str] = &["roll.unit_changed", "roll.unit_registered"];

/// Adds what must be known of a unit to name it.
pub(super) fn known(unit: UnitId, scope: &mut Scope) {
    scope.clause(LIFE, Some(&unit.tag()));
}

/// Adds what must be known of a roll to name it.
pub(super) fn roll_known(roll: RollId, scope: &mut Scope) {
    scope.clause(&["roll.frozen"], Some(&roll.tag()));
}

pub(super) fn scope(event: &Event, scope: &mut Scope) {
    match event {
        Event::UnitRegistered(fact) => {
            known(fact.unit, scope);
            super::body::known(fact.body, scope);
            fact.owners.iter().for_each(|owner| person::known(*owner, scope));
        }
        Event::UnitChanged(fact) => {
            known(fact.unit, scope);
            super::body::known(fact.body, scope);
            fact.owners.iter().for_each(|owner| person::known(*owner, scope));
        }
        Event::RollFrozen(fact) => {
            roll_known(fact.roll, scope);
            super::body::known(fact.body, scope);
            scope.clause(LIFE, Some(&fact.body.tag()));
            if fact.corrects.is_some() {
                scope.clause(&["count.opened"], Some(&fact.roll.tag()));
            }
        }
        _ => {}
    }
}

pub(super) fn evolve(state: &mut State, event: &Event) {
    let seq = state.seq;
    match event {
        Event::UnitRegistered(fact) => {
            state.owners.units.entry(fact.unit).or_default().say(event, seq, None);
        }
        Event::UnitChanged(fact) => {
            state.owners.units.entry(fact.unit).or_default().say(event, seq, None);
        }
        Event::RollFrozen(fact) => {
            let (what, basis, totals) = (Range::of(fact), fact.basis, fact.totals.clone());
            // A corrected roll holds what the book says when it is corrected.
            state.owners.rolls.insert(fact.roll, Roll { what, basis, totals, seq });
        }
        _ => {}
    }
}

/// Keeps what was said of a unit until another entry corrected it: rolls were frozen by it.
pub(super) fn superseded(state: &mut State, event: &Event, from_seq: u64, until_seq: u64) {
    let unit = match event {
        Event::UnitRegistered(fact) => fact.unit,
        Event::UnitChanged(fact) => fact.unit,
        _ => return,
    };
    state.owners.units.entry(unit).or_default().say(event, from_seq, Some(until_seq));
}

pub(super) fn admit(state: &State, event: &Event, context: Context<'_>) -> Result<(), Refusal> {
    match event {
        Event::UnitRegistered(fact) => admit_registered(state, fact, context),
        Event::UnitChanged(fact) => admit_changed(state, fact),
        Event::RollFrozen(fact) => admit_frozen(state, fact, context),
        _ => Ok(()),
    }
}

fn check_owners(state: &State, owners: &[PersonId]) -> Result<(), Refusal> {
    let different: BTreeSet<&PersonId> = owners.iter().collect();
    if different.len() < owners.len() {
        return Err(OwnersRefusal::OwnerTwice.into());
    }
    owners.iter().try_for_each(|owner| state.check_person(*owner))
}

fn admit_registered(
    state: &State,
    fact: &UnitRegistered,
    context: Context<'_>,
) -> Result<(), Refusal> {
    let thing = Thing::Unit(fact.unit);
    if fact.corrects.is_none() {
        if state.owners.units.contains_key(&fact.unit) {
            return Err(Refusal::Taken(thing));
        }
        if fact.unit != UnitId::derived(context.cmd, context.position) {
            return Err(Refusal::ForeignId(thing));
        }
    }
    state.check_body(fact.body, fact.happened)?;
    if fact.owners.is_empty() {
        return Err(OwnersRefusal::NoOwner.into());
    }
    if fact.area.0 == 0 {
        return Err(OwnersRefusal::NoArea.into());
    }
    check_owners(state, &fact.owners)
}

fn admit_changed(state: &State, fact: &UnitChanged) -> Result<(), Refusal> {
    let unit = state.owners.units.get(&fact.unit).filter(|unit| unit.is_known());
    let Some(unit) = unit else { return Err(Refusal::Unknown(Thing::Unit(fact.unit))) };
    if unit.is_removed() && fact.corrects.is_none() {
        return Err(OwnersRefusal::UnitRemoved(fact.unit).into());
    }
    if fact.owners.is_empty() && fact.area.is_none() && !fact.removed {
        return Err(OwnersRefusal::NothingChanged.into());
    }
    if fact.area.is_some_and(|area| area.0 == 0) {
        return Err(OwnersRefusal::NoArea.into());
    }
    state.check_body(fact.body, fact.happened)?;
    check_owners(state, &fact.owners)
}

fn admit_frozen(state: &State, fact: &RollFrozen, context: Context<'_>) -> Result<(), Refusal> {
    let thing = Thing::Roll(fact.roll);
    if fact.corrects.is_none() {
        if state.owners.rolls.contains_key(&fact.roll) {
            return Err(Refusal::Taken(thing));
        }
        if fact.roll != RollId::derived(context.cmd, context.position) {
            return Err(Refusal::ForeignId(thing));
        }
    } else if state.owners.counts.values().any(|count| count.is_on(fact.roll)) {
        return Err(OwnersRefusal::RollInUse(fact.roll).into());
    }
    state.check_body(fact.body, fact.happened)?;
    let totals = &fact.totals;
    if totals.units == Some(0) || totals.heads.0 == 0 || totals.area.0 == 0 {
        return Err(OwnersRefusal::RollEmpty.into());
    }
    match fact.basis {
        RollBasis::Units if *totals != frozen_totals(state, fact) => {
            Err(OwnersRefusal::RollTotalsDiffer.into())
        }
        RollBasis::BroughtForward if totals.fingerprint.is_some() => {
            Err(OwnersRefusal::PaperHasNoFingerprint.into())
        }
        RollBasis::BroughtForward if totals.units.is_some_and(|units| totals.heads.0 > units) => {
            Err(OwnersRefusal::MoreHeadsThanUnits.into())
        }
        RollBasis::Units | RollBasis::BroughtForward => Ok(()),
    }
}

/// The totals of a roll by what is known now.
pub(super) fn frozen_totals(state: &State, fact: &RollFrozen) -> RollTotals {
    roll_totals(&state.owners.units_of(&Range::of(fact), u64::MAX))
}

/// The roll, which must be on record.
pub(super) fn check_roll(state: &State, roll: RollId) -> Result<&Roll, Refusal> {
    state.owners.rolls.get(&roll).ok_or(Refusal::Unknown(Thing::Roll(roll)))
}
