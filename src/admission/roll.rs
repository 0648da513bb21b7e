//! Units and rolls: a unit has owners and an area; the totals of a frozen roll are worked out here.

use crate::admission::Context;
use crate::admission::owners::{Range, Roll};
use crate::admission::refusal::{Refusal, RollRefusal};
use crate::admission::rests;
use crate::admission::scope::Scope;
use crate::admission::state::State;
use crate::domain::{PersonId, RollBasis, RollId};
use crate::event::RollEvent;
use crate::event::roll::{RollFrozen, RollTotals, UnitChanged, UnitRegistered};
use crate::event::tally::roll_totals;
use std::collections::BTreeSet;

pub(super) fn rests(event: RollEvent<'_>, scope: &mut Scope) {
    match event {
        RollEvent::RollFrozen(fact) => {
            scope.clause(rests::UNIT, Some(&fact.body.tag()));
            if fact.corrects.is_some() {
                scope.clause(&["count.opened"], Some(&fact.roll.tag()));
            }
        }
        RollEvent::UnitChanged(_) | RollEvent::UnitRegistered(_) => {}
    }
}

pub(super) fn evolve(state: &mut State, event: RollEvent<'_>) {
    let seq = state.seq;
    match event {
        RollEvent::UnitRegistered(fact) => state.owners.unit(fact.unit).registered(fact, seq, None),
        RollEvent::UnitChanged(fact) => state.owners.unit(fact.unit).changed(fact, seq, None),
        RollEvent::RollFrozen(fact) => {
            let (what, basis, totals) = (Range::of(fact), fact.basis, fact.totals.clone());
            // A corrected roll holds what the book says when it is corrected.
            state.owners.rolls.insert(fact.roll, Roll { what, basis, totals, seq });
        }
    }
}

/// Keeps what was said of a unit until another entry corrected it: rolls were frozen by it.
pub(super) fn superseded(state: &mut State, event: RollEvent<'_>, from_seq: u64, until_seq: u64) {
    let until = Some(until_seq);
    match event {
        RollEvent::UnitRegistered(fact) => {
            state.owners.unit(fact.unit).registered(fact, from_seq, until);
        }
        RollEvent::UnitChanged(fact) => state.owners.unit(fact.unit).changed(fact, from_seq, until),
        RollEvent::RollFrozen(_) => {}
    }
}

pub(super) fn admit(
    state: &State,
    event: RollEvent<'_>,
    context: Context<'_>,
) -> Result<(), Refusal> {
    match event {
        RollEvent::UnitRegistered(fact) => admit_registered(state, fact, context),
        RollEvent::UnitChanged(fact) => admit_changed(state, fact),
        RollEvent::RollFrozen(fact) => admit_frozen(state, fact, context),
    }
}

fn check_owners(state: &State, owners: &[PersonId]) -> Result<(), Refusal> {
    let different: BTreeSet<&PersonId> = owners.iter().collect();
    if different.len() < owners.len() {
        return Err(RollRefusal::OwnerTwice.into());
    }
    owners.iter().try_for_each(|owner| state.check_person(*owner))
}

fn admit_registered(
    state: &State,
    fact: &UnitRegistered,
    context: Context<'_>,
) -> Result<(), Refusal> {
    context.check_new(fact.unit, state.owners.units.contains_key(&fact.unit), fact.corrects)?;
    state.check_body(fact.body, fact.happened)?;
    if fact.owners.is_empty() {
        return Err(RollRefusal::NoOwner.into());
    }
    if fact.area.0 == 0 {
        return Err(RollRefusal::NoArea.into());
    }
    check_owners(state, &fact.owners)
}

fn admit_changed(state: &State, fact: &UnitChanged) -> Result<(), Refusal> {
    let unit = state.owners.units.get(&fact.unit).filter(|unit| unit.is_known());
    let Some(unit) = unit else { return Err(Refusal::Unknown(fact.unit.into())) };
    if unit.is_removed() && fact.corrects.is_none() {
        return Err(RollRefusal::UnitRemoved(fact.unit).into());
    }
    if fact.owners.is_empty() && fact.area.is_none() && !fact.removed {
        return Err(RollRefusal::NothingChanged.into());
    }
    if fact.area.is_some_and(|area| area.0 == 0) {
        return Err(RollRefusal::NoArea.into());
    }
    state.check_body(fact.body, fact.happened)?;
    check_owners(state, &fact.owners)
}

fn admit_frozen(state: &State, fact: &RollFrozen, context: Context<'_>) -> Result<(), Refusal> {
    context.check_new(fact.roll, state.owners.rolls.contains_key(&fact.roll), fact.corrects)?;
    if fact.corrects.is_some() && state.owners.counts.values().any(|count| count.is_on(fact.roll)) {
        return Err(RollRefusal::RollInUse(fact.roll).into());
    }
    state.check_body(fact.body, fact.happened)?;
    let totals = &fact.totals;
    if totals.units == Some(0) || totals.heads.0 == 0 || totals.area.0 == 0 {
        return Err(RollRefusal::RollEmpty.into());
    }
    match fact.basis {
        RollBasis::Units if *totals != frozen_totals(state, fact) => {
            Err(RollRefusal::RollTotalsDiffer.into())
        }
        RollBasis::BroughtForward if totals.fingerprint.is_some() => {
            Err(RollRefusal::PaperHasNoFingerprint.into())
        }
        RollBasis::BroughtForward if totals.units.is_some_and(|units| totals.heads.0 > units) => {
            Err(RollRefusal::MoreHeadsThanUnits.into())
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
    state.owners.rolls.get(&roll).ok_or(Refusal::Unknown(roll.into()))
}

/// The totals that the program fills in, by the units that are registered.
pub(super) fn totals(state: &State, event: RollEvent<'_>) -> Option<RollTotals> {
    match event {
        RollEvent::RollFrozen(fact) => {
            (fact.basis == RollBasis::Units).then(|| frozen_totals(state, fact))
        }
        RollEvent::UnitChanged(_) | RollEvent::UnitRegistered(_) => None,
    }
}
