//! People: under which seals their names stand, where they belong, what of them was erased.

use super::Projections;
use super::endings::Endings;
use super::memberships::{Membership, Unplaced, fold};
use super::noted::{Corrected, Facts, Stamp, Stated, about, picks, plain};
use super::shelf::{Kept, Unreadable};
use super::told::told;
use crate::domain::{BodyId, Happened, Line, MemberStatus, PersonId};
use crate::event::membership::MembershipChange;
use crate::event::person::{ErasureGround, SealRef};
use crate::event::{Family, MembershipEvent, PersonEvent, Recorded, Sealed};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A person, by a pseudonym.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PersonRow {
    /// The person.
    pub person: PersonId,
    /// When registered.
    pub registered: Option<Happened>,
    /// Commitment to the name.
    pub name: Option<SealRef>,
    /// Commitment to the short name in documents.
    pub label: Option<SealRef>,
    /// Whether the registration was corrected.
    pub corrected: Option<Corrected>,
    /// Every membership, earliest first.
    pub memberships: Vec<Membership>,
    /// Changes on record that met no membership.
    pub unplaced: Vec<Unplaced>,
    /// What was erased.
    pub erased: Vec<Stated<Erasure>>,
}

/// Openings that were destroyed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erasure {
    /// Which.
    pub seals: Vec<SealRef>,
    /// Why.
    pub ground: ErasureGround,
    /// Who approved it.
    pub approved_by: Vec<PersonId>,
}

impl PersonRow {
    /// Whether the opening of this seal was destroyed on record.
    pub fn is_erased(&self, seal: SealRef) -> bool {
        self.erased.iter().any(|erasure| erasure.seals.contains(&seal))
    }
}

/// What is kept about a person.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct PersonFacts {
    facts: Facts<PersonFact>,
    /// Bodies in which the person was put into a post; only for looking there.
    #[serde(default)]
    pub(crate) seated_in: BTreeSet<BodyId>,
}

impl Kept for PersonFacts {
    const TABLE: &'static str = "people";
    type Key = PersonId;
    told!(facts: told);
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum PersonFact {
    Registered { name: Option<SealRef>, label: Option<SealRef> },
    Erased(Erasure),
    Membership(MembershipFact),
}

/// A change of a membership as recorded.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct MembershipFact {
    pub(crate) body: BodyId,
    pub(crate) change: MembershipChange,
    pub(crate) status: Option<MemberStatus>,
    pub(crate) document: Option<Line>,
}

picks! { PersonFact: erased: Erased -> Erasure, membership: Membership -> MembershipFact }

/// Takes in what an event says about a person.
pub(super) fn apply(
    all: &mut Projections,
    stamp: &Stamp,
    event: PersonEvent<'_>,
) -> Result<(), Unreadable> {
    let (person, fact) = fact_of(event);
    all.people.change(person)?.facts.note(stamp, fact);
    Ok(())
}

/// What an entry says about a person.
fn told(entry: &Recorded, person: PersonId) -> Vec<PersonFact> {
    if let Family::Person(event) = entry.event.family() {
        about(person, [fact_of(event)])
    } else if let Family::Membership(event) = entry.event.family() {
        about(person, [fact_of_membership(event)])
    } else {
        Vec::new()
    }
}

fn fact_of(event: PersonEvent<'_>) -> (PersonId, PersonFact) {
    match event {
        PersonEvent::PersonRegistered(event) => {
            let name = event.name.commitment().map(SealRef);
            let label = event.label.as_ref().and_then(Sealed::commitment).map(SealRef);
            (event.person, PersonFact::Registered { name, label })
        }
        PersonEvent::PersonDataErased(event) => {
            let (seals, approved_by) = (event.seals.clone(), event.approved_by.clone());
            let erasure = Erasure { seals, ground: event.ground, approved_by };
            (event.person, PersonFact::Erased(erasure))
        }
    }
}

/// Takes in what an event says about a membership.
pub(super) fn apply_membership(
    all: &mut Projections,
    stamp: &Stamp,
    event: MembershipEvent<'_>,
) -> Result<(), Unreadable> {
    let MembershipEvent::MembershipChanged(changed) = event;
    all.links.change(changed.body)?.people.insert(changed.person);
    let (person, fact) = fact_of_membership(event);
    all.people.change(person)?.facts.note(stamp, fact);
    Ok(())
}

fn fact_of_membership(event: MembershipEvent<'_>) -> (PersonId, PersonFact) {
    let MembershipEvent::MembershipChanged(event) = event;
    let (body, change, status) = (event.body, event.change, event.status);
    let document = plain(event.document.as_ref());
    (event.person, PersonFact::Membership(MembershipFact { body, change, status, document }))
}

impl PersonFacts {
    /// Under which seals name and label stand; none before the person was registered.
    pub(super) fn seals(&self) -> Option<(Option<SealRef>, Option<SealRef>)> {
        let registered = self.facts.first(|fact| match fact {
            PersonFact::Registered { name, label } => Some((*name, *label)),
            PersonFact::Erased(_) | PersonFact::Membership(_) => None,
        });
        registered.map(|(_, seals)| seals)
    }

    pub(crate) fn row(&self, person: PersonId, endings: &Endings) -> PersonRow {
        let registered = self.facts.first(|fact| match fact {
            PersonFact::Registered { name, label } => Some((*name, *label)),
            PersonFact::Erased(_) | PersonFact::Membership(_) => None,
        });
        let facts = self.facts.in_order();
        let changes = facts
            .iter()
            .filter_map(|noted| Some((noted.order(), noted.corrected(), noted.fact.membership()?)));
        let (memberships, unplaced) = fold(changes.collect(), endings);
        PersonRow {
            person,
            registered: registered.map(|(noted, _)| noted.happened),
            name: registered.and_then(|(_, (name, _))| name),
            label: registered.and_then(|(_, (_, label))| label),
            corrected: registered.and_then(|(noted, _)| noted.corrected()),
            memberships,
            unplaced,
            erased: self.facts.stated(PersonFact::erased),
        }
    }
}
