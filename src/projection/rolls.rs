//! Units and rolls: what a roll held when it was frozen.
//!
//! The shares of a roll (area and head of each unit) are kept as the book said them when the roll was
//! frozen: a fact that is recorded later changes no frozen roll. Rows hold their totals only.

use super::Projections;
use super::noted::{Corrected, Facts, Late, Stamp, about, picks, plain};
use super::shelf::{Kept, Unreadable};
use super::told::told;
use crate::domain::{
    Area, BodyId, Happened, Heads, Label, Line, PersonId, RollBasis, RollId, UnitId, UnitKind,
};
use crate::event::roll::{RollFrozen, RollTotals, UnitRegistered};
use crate::event::tally::{self, RollUnit, RollUnits, Shares};
use crate::event::{Fact as _, Family, Recorded, RollEvent};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A frozen roll.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RollRow {
    /// The roll.
    pub roll: RollId,
    /// The day of which it holds.
    pub frozen: Option<Happened>,
    /// What it holds.
    #[serde(flatten)]
    pub what: Option<Frozen>,
    /// Heads where whoever owns alone and also with others is one head with them, as others read the
    /// rule; none where that comes to the same.
    pub heads_put_together: Option<Heads>,
    /// Whether it was corrected.
    pub corrected: Option<Corrected>,
    /// How late it was recorded.
    pub late: Option<Late>,
}

/// What a roll holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frozen {
    /// Estate or owners' assembly.
    pub body: BodyId,
    /// Short name in documents.
    pub label: Option<Label>,
    /// Counted from units, or taken from paper.
    pub basis: RollBasis,
    /// Buildings; none means all.
    pub buildings: Vec<Line>,
    /// Whether parking spaces count.
    pub parking_counts: bool,
    /// Heads, units, area.
    pub totals: RollTotals,
}

/// What is kept about a unit.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct UnitFacts {
    facts: Facts<UnitFact>,
}

impl Kept for UnitFacts {
    const TABLE: &'static str = "units";
    type Key = UnitId;
    told!(facts: told_of_unit);
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum UnitFact {
    Registered(Box<Registration>),
    Changed { owners: Vec<PersonId>, area: Option<Area>, removed: bool },
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Registration {
    label: Label,
    body: BodyId,
    building: Line,
    kind: UnitKind,
    area: Area,
    owners: Vec<PersonId>,
}

picks! { UnitFact: registered: Registered -> Registration }

impl UnitFacts {
    /// Its number on rolls.
    pub(super) fn label(&self) -> Option<&Label> {
        self.facts.first(UnitFact::registered).map(|(_, unit)| &unit.label)
    }

    /// What it is for a roll of this range, if it belongs there.
    fn on_roll(&self, what: &Frozen, on: Happened) -> Option<RollUnit> {
        let mut found: Option<(BodyId, &Line, RollUnit)> = None;
        for noted in self.facts.in_order().into_iter().filter(|noted| noted.happened <= on) {
            match (&noted.fact, &mut found) {
                (UnitFact::Registered(one), _) => {
                    let owners = one.owners.iter().copied().collect();
                    let unit = RollUnit { unit_kind: one.kind, area: one.area, owners };
                    found = Some((one.body, &one.building, unit));
                }
                (UnitFact::Changed { removed: true, .. }, _) => found = None,
                (UnitFact::Changed { owners, area, .. }, Some((_, _, unit))) => {
                    if !owners.is_empty() {
                        unit.owners = owners.iter().copied().collect();
                    }
                    unit.area = area.unwrap_or(unit.area);
                }
                (UnitFact::Changed { .. }, None) => {}
            }
        }
        let (body, building, unit) = found?;
        let here =
            body == what.body && (what.buildings.is_empty() || what.buildings.contains(building));
        let counts = unit.unit_kind != UnitKind::Parking || what.parking_counts;
        (here && counts).then_some(unit)
    }
}

/// What is kept about a roll.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct RollFacts {
    facts: Facts<Frozen>,
    /// Area and head of each unit, as the book said when it was frozen or corrected.
    units: Vec<(UnitId, Area, u32)>,
    /// Heads by the other reading, where they differ.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    put_together: Option<Heads>,
}

impl Kept for RollFacts {
    const TABLE: &'static str = "rolls";
    type Key = RollId;
    const KINDS: &'static [&'static str] = &[RollFrozen::KIND];
    told!(facts: told);

    fn tag(roll: RollId) -> Option<String> {
        Some(roll.tag())
    }
}

/// Takes in what an event says about units and rolls.
pub(super) fn apply(
    all: &mut Projections,
    stamp: &Stamp,
    event: RollEvent<'_>,
) -> Result<(), Unreadable> {
    if let Some((unit, fact)) = fact_of_unit(event) {
        all.units.change(unit)?.facts.note(stamp, fact);
    }
    match event {
        RollEvent::UnitRegistered(event) => all.call(event.unit, Some(&event.label)),
        RollEvent::UnitChanged(_) => Ok(()),
        RollEvent::RollFrozen(event) => freeze(all, stamp, event),
    }
}

fn freeze(all: &mut Projections, stamp: &Stamp, event: &RollFrozen) -> Result<(), Unreadable> {
    all.call(event.roll, event.label.as_ref())?;
    let what = frozen(event);
    let units = units_of(all, &what, event.happened)?;
    let put_together = Some(tally::heads_put_together(&units))
        .filter(|heads| !units.is_empty() && *heads != what.totals.heads);
    let units = tally::shares(&units);
    let facts = all.rolls.change(event.roll)?;
    facts.facts.note(stamp, what);
    facts.put_together = put_together;
    facts.units = units.into_iter().map(|(id, (area, head))| (id, area, head)).collect();
    Ok(())
}

/// What an entry says about a unit.
fn told_of_unit(entry: &Recorded, unit: UnitId) -> Vec<UnitFact> {
    let Family::Roll(event) = entry.event.family() else { return Vec::new() };
    about(unit, fact_of_unit(event))
}

fn fact_of_unit(event: RollEvent<'_>) -> Option<(UnitId, UnitFact)> {
    match event {
        RollEvent::UnitRegistered(event) => {
            Some((event.unit, UnitFact::Registered(Box::new(registration(event)))))
        }
        RollEvent::UnitChanged(event) => {
            let (owners, area, removed) = (event.owners.clone(), event.area, event.removed);
            Some((event.unit, UnitFact::Changed { owners, area, removed }))
        }
        RollEvent::RollFrozen(_) => None,
    }
}

fn registration(event: &UnitRegistered) -> Registration {
    Registration {
        label: event.label.0.clone(),
        body: event.body,
        building: event.building.0.clone(),
        kind: event.unit_kind,
        area: event.area,
        owners: event.owners.clone(),
    }
}

/// What an entry says about a roll.
fn told(entry: &Recorded, roll: RollId) -> Vec<Frozen> {
    let Family::Roll(event) = entry.event.family() else { return Vec::new() };
    match event {
        RollEvent::RollFrozen(event) => about(roll, [(event.roll, frozen(event))]),
        RollEvent::UnitRegistered(_) | RollEvent::UnitChanged(_) => Vec::new(),
    }
}

fn frozen(event: &RollFrozen) -> Frozen {
    let buildings: BTreeSet<Line> = event.buildings.iter().map(|one| one.0.clone()).collect();
    Frozen {
        body: event.body,
        label: plain(event.label.as_ref()),
        basis: event.basis,
        buildings: buildings.into_iter().collect(),
        parking_counts: event.parking_counts,
        totals: event.totals.clone(),
    }
}

fn units_of(all: &Projections, what: &Frozen, on: Happened) -> Result<RollUnits, Unreadable> {
    let mut units = RollUnits::new();
    if what.basis == RollBasis::Units {
        all.units.each(&mut |id, facts| {
            units.extend(facts.on_roll(what, on).map(|unit| (id, unit)));
            Ok(())
        })?;
    }
    Ok(units)
}

impl RollFacts {
    /// Whose roll it is, and when it was frozen.
    pub(super) fn frozen(&self) -> Option<(BodyId, Happened)> {
        self.facts.first(Some).map(|(noted, what)| (what.body, noted.happened))
    }

    pub(super) fn shares(&self) -> Shares {
        self.units.iter().map(|(unit, area, head)| (*unit, (*area, *head))).collect()
    }

    pub(super) fn row(&self, roll: RollId) -> RollRow {
        let frozen = self.facts.first(Some);
        RollRow {
            roll,
            frozen: frozen.map(|(noted, _)| noted.happened),
            what: frozen.map(|(_, what)| what.clone()),
            heads_put_together: self.put_together,
            corrected: frozen.and_then(|(noted, _)| noted.corrected()),
            late: frozen.and_then(|(noted, _)| noted.late()),
        }
    }
}

impl Projections {
    /// A roll.
    pub fn roll(&self, roll: RollId) -> Result<Option<RollRow>, Unreadable> {
        Ok(self.rolls.look(roll)?.map(|facts| facts.row(roll)))
    }

    /// Shows every roll.
    pub fn each_roll(&self, visit: &mut dyn FnMut(RollRow)) -> Result<(), Unreadable> {
        self.rolls.each(&mut |roll, facts| {
            visit(facts.row(roll));
            Ok(())
        })
    }

    /// The roll of a body that was frozen last on a day or before it.
    pub fn roll_on(&self, body: BodyId, day: NaiveDate) -> Result<Option<RollRow>, Unreadable> {
        let mut found: Option<RollRow> = None;
        self.each_roll(&mut |row| {
            let here = row.what.as_ref().is_some_and(|what| what.body == body)
                && row.frozen.is_some_and(|on| on.begun_on(day));
            let newer = found.as_ref().is_none_or(|other| other.frozen <= row.frozen);
            if here && newer {
                found = Some(row);
            }
        })?;
        Ok(found)
    }

    /// Whether a unit is on record.
    pub fn knows_unit(&self, unit: UnitId) -> Result<bool, Unreadable> {
        Ok(self.units.look(unit)?.is_some())
    }
}
