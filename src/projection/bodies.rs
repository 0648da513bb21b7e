//! Bodies: what each was, when, under whom, and how it ended.

use super::Projections;
use super::endings::{Endings, Whole};
use super::noted::{Corrected, Facts, Noted, Stamp, Stated, about, picks, plain};
use super::shelf::{Kept, Unreadable};
use super::told::told;
use crate::domain::{BodyId, BodyKind, Happened, Label, Line};
use crate::event::body::{BodyBasis, BodyEstablished, DissolutionGround};
use crate::event::{BodyEvent, Family, Recorded};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A body and its states, earliest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BodyRow {
    /// The body.
    pub body: BodyId,
    /// Short name in documents.
    pub label: Option<Label>,
    /// Founded or brought forward; none when its beginning is not recorded.
    pub basis: Option<BodyBasis>,
    /// When it began.
    pub established: Option<Happened>,
    /// What it was, from when on.
    pub states: Vec<BodyState>,
    /// Its end.
    pub dissolved: Option<Stated<Dissolution>>,
    /// Bodies that were merged into it.
    pub absorbed: Vec<BodyId>,
}

/// What a body is from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BodyState {
    /// From when on.
    pub from: Happened,
    /// Kind, as far as recorded.
    pub body_kind: Option<BodyKind>,
    /// Name, as far as recorded.
    pub name: Option<Line>,
    /// Superior, if any.
    pub parent: Option<BodyId>,
    /// Approval of this change.
    pub approval: Option<Line>,
    /// Whether this change was corrected.
    pub corrected: Option<Corrected>,
}

/// How a body ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dissolution {
    /// Why.
    pub ground: DissolutionGround,
    /// Body that it was merged into.
    pub into: Option<BodyId>,
    /// Who approved it.
    pub approval: Option<Line>,
}

impl BodyRow {
    /// Whether it had begun and not ended on this day.
    pub fn exists_on(&self, day: NaiveDate) -> bool {
        let begun = self.established.or(self.states.first().map(|state| state.from));
        begun.is_some_and(|begun| begun.begun_on(day)) && !self.ended_on(day)
    }

    /// Whether it had ended on this day.
    pub fn ended_on(&self, day: NaiveDate) -> bool {
        self.dissolved.as_ref().is_some_and(|end| end.on.begun_on(day))
    }

    /// What it was on this day, whether or not it still existed.
    pub fn state_on(&self, day: NaiveDate) -> Option<&BodyState> {
        self.states.iter().rfind(|state| state.from.begun_on(day))
    }
}

/// What is kept about a body.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct BodyFacts {
    facts: Facts<BodyFact>,
}

impl Kept for BodyFacts {
    const TABLE: &'static str = "bodies";
    type Key = BodyId;
    told!(facts: told);
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum BodyFact {
    Established(Founding),
    Converted { body_kind: BodyKind, name: Option<Line>, approval: Option<Line> },
    PlacedUnder { parent: BodyId, approval: Option<Line> },
    Dissolved(Dissolution),
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Founding {
    body_kind: BodyKind,
    name: Line,
    label: Option<Label>,
    parent: Option<BodyId>,
    basis: BodyBasis,
    approval: Option<Line>,
}

picks! { BodyFact: founding: Established -> Founding, dissolution: Dissolved -> Dissolution }

/// Takes in what an event says about a body.
pub(super) fn apply(
    all: &mut Projections,
    stamp: &Stamp,
    event: BodyEvent<'_>,
) -> Result<(), Unreadable> {
    match event {
        BodyEvent::BodyEstablished(event) => {
            all.call(event.body, Some(&event.name))?;
            all.call(event.body, event.label.as_ref())?;
        }
        BodyEvent::BodyConverted(event) => all.call(event.body, event.name.as_ref())?,
        BodyEvent::BodyPlacedUnder(_) | BodyEvent::BodyDissolved(_) => {}
    }
    let (body, fact) = fact_of(event);
    let facts = all.bodies.change(body)?;
    facts.facts.note(stamp, fact);
    let ending = facts.dissolution().map(|(noted, end)| (noted.order(), end.into));
    all.endings.change(Whole)?.set(body, ending);
    Ok(())
}

/// What an entry says about a body.
fn told(entry: &Recorded, body: BodyId) -> Vec<BodyFact> {
    let Family::Body(event) = entry.event.family() else { return Vec::new() };
    about(body, [fact_of(event)])
}

fn fact_of(event: BodyEvent<'_>) -> (BodyId, BodyFact) {
    match event {
        BodyEvent::BodyEstablished(event) => (event.body, BodyFact::Established(founding(event))),
        BodyEvent::BodyConverted(event) => {
            let (body_kind, name) = (event.body_kind, plain(event.name.as_ref()));
            let approval = plain(event.approval.as_ref());
            (event.body, BodyFact::Converted { body_kind, name, approval })
        }
        BodyEvent::BodyPlacedUnder(event) => {
            let (parent, approval) = (event.parent, plain(event.approval.as_ref()));
            (event.body, BodyFact::PlacedUnder { parent, approval })
        }
        BodyEvent::BodyDissolved(event) => {
            let approval = plain(event.approval.as_ref());
            let end = Dissolution { ground: event.ground, into: event.into, approval };
            (event.body, BodyFact::Dissolved(end))
        }
    }
}

fn founding(event: &BodyEstablished) -> Founding {
    Founding {
        body_kind: event.body_kind,
        name: event.name.0.clone(),
        label: plain(event.label.as_ref()),
        parent: event.parent,
        basis: event.basis,
        approval: plain(event.approval.as_ref()),
    }
}

impl BodyFacts {
    /// The end that counts: a body ends once, later ones wait for a correction.
    fn dissolution(&self) -> Option<(&Noted<BodyFact>, &Dissolution)> {
        self.facts.first(BodyFact::dissolution)
    }

    /// What it is called now.
    pub(super) fn name(&self) -> Option<Line> {
        self.states().pop().and_then(|state| state.name)
    }

    fn founding(&self) -> Option<(&Noted<BodyFact>, &Founding)> {
        self.facts.first(BodyFact::founding)
    }

    pub(crate) fn row(&self, body: BodyId, endings: &Endings) -> BodyRow {
        let founding = self.founding();
        BodyRow {
            body,
            label: founding.and_then(|(_, founding)| founding.label.clone()),
            basis: founding.map(|(_, founding)| founding.basis),
            established: founding.map(|(noted, _)| noted.happened),
            states: self.states(),
            dissolved: self.dissolution().map(|(noted, end)| noted.stated(end.clone())),
            absorbed: endings.merged_into(body),
        }
    }

    fn states(&self) -> Vec<BodyState> {
        let mut states: Vec<BodyState> = Vec::new();
        for noted in self.facts.in_order() {
            let (body_kind, name, parent) = states.last().map_or((None, None, None), |state| {
                (state.body_kind, state.name.clone(), state.parent)
            });
            let (from, corrected) = (noted.happened, noted.corrected());
            let mut state = BodyState { from, body_kind, name, parent, approval: None, corrected };
            state.approval = match &noted.fact {
                BodyFact::Established(founding) => {
                    state.body_kind = Some(founding.body_kind);
                    state.name = Some(founding.name.clone());
                    state.parent = founding.parent;
                    founding.approval.clone()
                }
                BodyFact::Converted { body_kind, name, approval } => {
                    state.body_kind = Some(*body_kind);
                    state.name = name.clone().or(state.name);
                    approval.clone()
                }
                BodyFact::PlacedUnder { parent, approval } => {
                    state.parent = Some(*parent);
                    approval.clone()
                }
                BodyFact::Dissolved(_) => continue,
            };
            states.push(state);
        }
        states
    }
}
