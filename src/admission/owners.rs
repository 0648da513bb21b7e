//! What admission knows of units, rolls, counts, ballots and publications.
//!
//! A roll is what the book said of its units when it was frozen. A unit keeps every wording of its
//! facts with the numbers between which it stood, so that a later entry, late or correcting, changes
//! no frozen roll.

use crate::domain::{
    Area, BallotId, BodyId, CandidateId, CountId, Happened, Keying, Line, MeetingId, MotionId,
    PersonId, PublicationId, RollBasis, RollId, UnitId, UnitKind,
};
use crate::event::ballot::Mark;
use crate::event::count::CountTotals;
use crate::event::roll::{RollFrozen, RollTotals, UnitChanged, UnitRegistered};
use crate::event::tally::{self, Paper, Question, RollUnit, RollUnits};
use std::collections::{BTreeMap, BTreeSet};

/// Everything about owners' votes, as far as a scope reaches.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Owners {
    pub(super) units: BTreeMap<UnitId, Unit>,
    pub(super) rolls: BTreeMap<RollId, Roll>,
    pub(super) counts: BTreeMap<CountId, Count>,
    pub(super) ballots: BTreeMap<BallotId, Ballot>,
    /// Ballots of a unit in a count, set aside or not.
    pub(super) issued: BTreeMap<(CountId, UnitId), BTreeSet<BallotId>>,
    pub(super) publications: BTreeMap<PublicationId, Publication>,
}

/// A unit: every wording of every fact about it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Unit(Vec<Wording>);

/// What was said of a unit, by which entry, until which entry corrected it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Wording {
    on: Happened,
    from_seq: u64,
    until_seq: Option<u64>,
    said: Said,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Said {
    Registered { body: BodyId, building: Line, on_roll: RollUnit },
    Changed { owners: BTreeSet<PersonId>, area: Option<Area>, removed: bool },
}

/// A frozen roll.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Roll {
    pub(super) what: Range,
    pub(super) basis: RollBasis,
    pub(super) totals: RollTotals,
    /// Number of the entry that froze it.
    pub(super) seq: u64,
}

/// Which units a roll holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Range {
    body: BodyId,
    buildings: BTreeSet<Line>,
    parking_counts: bool,
    on: Happened,
}

/// A count.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Count {
    pub(super) opened: Option<Opened>,
    pub(super) sealed: bool,
    pub(super) certified: bool,
}

/// How a count was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Opened {
    pub(super) meeting: MeetingId,
    pub(super) roll: RollId,
    pub(super) questions: Vec<Question>,
    pub(super) keying: Keying,
}

/// A ballot.
#[expect(clippy::struct_excessive_bools, reason = "each happens or not, in any order")]
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Ballot {
    pub(super) count: Option<CountId>,
    pub(super) units: Vec<UnitId>,
    pub(super) delivered: bool,
    pub(super) returned: bool,
    pub(super) rejected: bool,
    pub(super) set_aside: bool,
    pub(super) first: Option<Vec<Mark>>,
    pub(super) second: Option<Vec<Mark>>,
}

/// Something posted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Publication {
    pub(super) on: Option<Happened>,
    pub(super) removed: bool,
    /// Numbers of objections that came in, and of those answered.
    pub(super) objections: BTreeSet<u32>,
    pub(super) answered: BTreeSet<u32>,
}

impl Unit {
    pub(super) fn registered(&mut self, fact: &UnitRegistered, from: u64, until: Option<u64>) {
        let owners = fact.owners.iter().copied().collect();
        let (body, building) = (fact.body, fact.building.0.clone());
        let on_roll = RollUnit { unit_kind: fact.unit_kind, area: fact.area, owners };
        self.say(fact.happened, from, until, Said::Registered { body, building, on_roll });
    }

    pub(super) fn changed(&mut self, fact: &UnitChanged, from: u64, until: Option<u64>) {
        let owners = fact.owners.iter().copied().collect();
        let (area, removed) = (fact.area, fact.removed);
        self.say(fact.happened, from, until, Said::Changed { owners, area, removed });
    }

    fn say(&mut self, on: Happened, from_seq: u64, until_seq: Option<u64>, said: Said) {
        self.0.push(Wording { on, from_seq, until_seq, said });
    }

    /// Whether anything is said of it now.
    pub(super) fn is_known(&self) -> bool {
        self.0.iter().any(|one| one.until_seq.is_none())
    }

    /// Whether it is no unit any more, by what is said now.
    pub(super) fn is_removed(&self) -> bool {
        self.0.iter().any(|one| {
            one.until_seq.is_none() && matches!(one.said, Said::Changed { removed: true, .. })
        })
    }

    /// What it was on a roll that was frozen by the entry of this number.
    fn on_roll(&self, range: &Range, seq: u64) -> Option<RollUnit> {
        let mut facts: Vec<&Wording> =
            self.0.iter().filter(|one| one.stood(range.on, seq)).collect();
        facts.sort_by_key(|one| (one.on, one.from_seq));
        let mut found: Option<(BodyId, &Line, RollUnit)> = None;
        for fact in facts {
            match (&fact.said, &mut found) {
                (Said::Registered { body, building, on_roll }, _) => {
                    found = Some((*body, building, on_roll.clone()));
                }
                (Said::Changed { removed: true, .. }, _) => found = None,
                (Said::Changed { owners, area, .. }, Some((_, _, unit))) => {
                    if !owners.is_empty() {
                        unit.owners.clone_from(owners);
                    }
                    unit.area = area.unwrap_or(unit.area);
                }
                (Said::Changed { .. }, None) => {}
            }
        }
        let (body, building, unit) = found?;
        let here = body == range.body
            && (range.buildings.is_empty() || range.buildings.contains(building));
        let counts = unit.unit_kind != UnitKind::Parking || range.parking_counts;
        (here && counts).then_some(unit)
    }
}

impl Wording {
    fn stood(&self, on: Happened, seq: u64) -> bool {
        self.on <= on && self.from_seq < seq && self.until_seq.is_none_or(|until| until > seq)
    }
}

impl Range {
    pub(super) fn of(fact: &RollFrozen) -> Self {
        Self {
            body: fact.body,
            buildings: fact.buildings.iter().map(|building| building.0.clone()).collect(),
            parking_counts: fact.parking_counts,
            on: fact.happened,
        }
    }
}

impl Ballot {
    pub(super) fn is_keyed(&self) -> bool {
        self.first.is_some() || self.second.is_some()
    }

    fn paper(&self) -> Paper<'_> {
        Paper {
            units: &self.units,
            delivered: self.delivered,
            returned: self.returned,
            rejected: self.rejected,
            first: self.first.as_deref(),
            second: self.second.as_deref(),
        }
    }
}

impl Owners {
    /// What is said of a unit, nothing yet if it is new.
    pub(super) fn unit(&mut self, id: UnitId) -> &mut Unit {
        self.units.entry(id).or_default()
    }

    /// The units of a roll that is frozen by the entry of this number.
    pub(super) fn units_of(&self, range: &Range, seq: u64) -> RollUnits {
        let units = self.units.iter();
        units.filter_map(|(id, unit)| Some((*id, unit.on_roll(range, seq)?))).collect()
    }

    /// Whether a unit stands on a roll.
    pub(super) fn is_on_roll(&self, unit: UnitId, roll: &Roll) -> bool {
        roll.basis == RollBasis::Units
            && self
                .units
                .get(&unit)
                .is_some_and(|unit| unit.on_roll(&roll.what, roll.seq).is_some())
    }

    /// The ballot of a unit in a count that was not set aside.
    pub(super) fn standing_ballot(&self, count: CountId, unit: UnitId) -> Option<BallotId> {
        let ballots = self.issued.get(&(count, unit))?;
        let stands = |id: &&BallotId| self.ballots.get(id).is_none_or(|ballot| !ballot.set_aside);
        ballots.iter().find(stands).copied()
    }

    /// Ballots of a count that were issued and not set aside.
    pub(super) fn papers(&self, count: CountId) -> impl Iterator<Item = &Ballot> {
        self.ballots.values().filter(move |one| one.count == Some(count) && !one.set_aside)
    }

    /// What the keyed ballots of a count add up to.
    pub(super) fn totals(&self, count: CountId) -> Option<CountTotals> {
        let opened = self.counts.get(&count)?.opened.as_ref()?;
        let roll = self.rolls.get(&opened.roll)?;
        let shares = tally::shares(&self.units_of(&roll.what, roll.seq));
        let papers = self.papers(count).map(Ballot::paper);
        Some(tally::totals(&shares, papers, &opened.questions, opened.keying))
    }
}

/// Questions of a count, in the order of the ballot.
pub(super) fn questions(motions: &[MotionId], candidates: &[CandidateId]) -> Vec<Question> {
    let motions = motions.iter().map(|motion| Question::Motion(*motion));
    motions.chain(candidates.iter().map(|one| Question::Candidate(*one))).collect()
}
