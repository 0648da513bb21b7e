//! Ballots: kept one by one, counted together, shown in no row.

use super::Projections;
use super::counts::{CountRemarks, Counted};
use super::noted::{Facts, Stamp, about};
use super::shelf::{Kept, Unreadable};
use super::told::told;
use crate::domain::{BallotId, Happened, KeyingPass, Label, SignatureStatus, UnitId};
use crate::event::ballot::Mark;
use crate::event::tally::{Paper, Shares};
use crate::event::{BallotEvent, Family, Recorded};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What is kept about a ballot.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct BallotFacts {
    facts: Facts<BallotFact>,
}

impl Kept for BallotFacts {
    const TABLE: &'static str = "ballots";
    type Key = BallotId;
    told!(facts: told);
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum BallotFact {
    Issued { label: Label, units: Vec<UnitId> },
    Delivered,
    Returned(SignatureStatus),
    Keyed(Keyed),
    KeyedAgain(Keyed),
    Rejected,
    Challenged,
    SetAside,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Keyed {
    marks: Vec<Mark>,
    /// Who keyed.
    actor: String,
}

/// Takes in what an event says about ballots.
pub(super) fn apply(
    all: &mut Projections,
    stamp: &Stamp,
    actor: &str,
    event: BallotEvent<'_>,
) -> Result<(), Unreadable> {
    match event {
        BallotEvent::BallotIssued(event) => {
            all.counts.change(event.count)?.ballots.insert(event.ballot);
            all.call(event.ballot, Some(&event.label))?;
        }
        BallotEvent::BallotDelivered(_)
        | BallotEvent::BallotReturned(_)
        | BallotEvent::BallotKeyed(_)
        | BallotEvent::BallotRejected(_)
        | BallotEvent::BallotChallenged(_)
        | BallotEvent::BallotSetAside(_) => {}
    }
    let (ballot, fact) = fact_of(actor, event);
    all.ballots.change(ballot)?.facts.note(stamp, fact);
    Ok(())
}

/// What an entry says about a ballot.
fn told(entry: &Recorded, ballot: BallotId) -> Vec<BallotFact> {
    let Family::Ballot(event) = entry.event.family() else { return Vec::new() };
    about(ballot, [fact_of(&entry.by.actor, event)])
}

fn fact_of(actor: &str, event: BallotEvent<'_>) -> (BallotId, BallotFact) {
    match event {
        BallotEvent::BallotIssued(event) => {
            let (label, units) = (event.label.0.clone(), event.units.clone());
            (event.ballot, BallotFact::Issued { label, units })
        }
        BallotEvent::BallotDelivered(event) => (event.ballot, BallotFact::Delivered),
        BallotEvent::BallotReturned(event) => (event.ballot, BallotFact::Returned(event.signature)),
        BallotEvent::BallotKeyed(event) => {
            let keyed = Keyed { marks: event.choices.clone(), actor: actor.to_owned() };
            let fact = match event.pass {
                KeyingPass::First => BallotFact::Keyed(keyed),
                KeyingPass::Second => BallotFact::KeyedAgain(keyed),
            };
            (event.ballot, fact)
        }
        BallotEvent::BallotRejected(event) => (event.ballot, BallotFact::Rejected),
        BallotEvent::BallotChallenged(event) => (event.ballot, BallotFact::Challenged),
        BallotEvent::BallotSetAside(event) => (event.ballot, BallotFact::SetAside),
    }
}

/// Where a ballot stands.
#[expect(clippy::struct_excessive_bools, reason = "each happens or not, in any order")]
#[derive(Debug, Default)]
pub(super) struct BallotState {
    units: Vec<UnitId>,
    delivered: bool,
    returned: Option<(Happened, SignatureStatus)>,
    first: Option<Keyed>,
    second: Option<Keyed>,
    rejected: bool,
    challenged: bool,
    pub(super) set_aside: bool,
}

impl BallotFacts {
    /// Its printed number.
    pub(super) fn label(&self) -> Option<&Label> {
        let issued = self.facts.first(|fact| {
            if let BallotFact::Issued { label, .. } = fact { Some(label) } else { None }
        });
        issued.map(|(_, label)| label)
    }

    pub(super) fn state(&self) -> BallotState {
        let mut state = BallotState::default();
        for noted in self.facts.in_order() {
            match &noted.fact {
                BallotFact::Issued { units, .. } => state.units.clone_from(units),
                BallotFact::Delivered => state.delivered = true,
                BallotFact::Returned(signature) => {
                    state.returned = Some((noted.happened, *signature));
                }
                BallotFact::Keyed(keyed) => state.first = Some(keyed.clone()),
                BallotFact::KeyedAgain(keyed) => state.second = Some(keyed.clone()),
                BallotFact::Rejected => state.rejected = true,
                BallotFact::Challenged => state.challenged = true,
                BallotFact::SetAside => state.set_aside = true,
            }
        }
        state
    }
}

impl BallotState {
    pub(super) fn paper(&self) -> Paper<'_> {
        Paper {
            units: &self.units,
            delivered: self.delivered,
            returned: self.returned.is_some(),
            rejected: self.rejected,
            first: self.first.as_ref().map(|keyed| keyed.marks.as_slice()),
            second: self.second.as_ref().map(|keyed| keyed.marks.as_slice()),
        }
    }

    /// Adds what is remarkable about it.
    pub(super) fn remark(&self, what: &Counted, shares: &Shares, remarks: &mut CountRemarks) {
        let add = |when: bool, number: &mut Option<u32>| {
            if when {
                *number = Some(number.unwrap_or(0).saturating_add(1));
            }
        };
        add(self.set_aside, &mut remarks.set_aside);
        add(self.set_aside && self.returned.is_some(), &mut remarks.set_aside_returned);
        if self.set_aside {
            return;
        }
        let keyed = self.first.as_ref().zip(self.second.as_ref());
        let one_person = keyed.is_some_and(|(first, second)| first.actor == second.actor);
        let late = self.returned.is_some_and(|(on, _)| is_after(on, what.voting_until));
        let early = self.returned.is_some_and(|(on, _)| is_after(what.voting_from, on));
        let heads = self.units.iter().filter_map(|unit| shares.get(unit));
        let heads: BTreeSet<u32> = heads.map(|(_, head)| *head).collect();
        let unsigned =
            self.returned.is_some_and(|(_, signature)| signature == SignatureStatus::Unsigned);
        add(self.paper().differs(), &mut remarks.keyed_differently);
        add(one_person, &mut remarks.keyed_by_one);
        add(heads.len() > 1, &mut remarks.mixed_owners);
        add(early, &mut remarks.early);
        add(late && !self.rejected, &mut remarks.late);
        add(unsigned && !self.rejected, &mut remarks.not_signed);
        add(self.challenged, &mut remarks.challenged);
    }
}

/// Surely after: a later day, or a later minute of the same day.
fn is_after(on: Happened, end: Happened) -> bool {
    let same_day = matches!((on, end), (Happened::Minute(_), Happened::Minute(_))) && on > end;
    on.first_day() > end.last_day() || same_day
}
