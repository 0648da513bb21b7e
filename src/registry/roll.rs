//! The roll of a meeting: who was a member on that day, with a vote or without.

use crate::admission::Scope;
use crate::domain::{BodyId, Happened, MemberStatus, PersonId};
use crate::event::membership::{MembershipChange, MembershipChanged};
use crate::event::{Event, Recorded};
use crate::intake::on_record::Roll;
use crate::projection::{Facts, Stamp};
use crate::registry::Registry;
use crate::registry::record::RecordError;
use std::collections::{BTreeMap, BTreeSet};

const KINDS: &[&str] = &["body.dissolved", "membership.changed"];

/// Members with their status, and whether their rights are suspended.
type Members = BTreeMap<PersonId, (MemberStatus, bool)>;

impl Registry {
    /// Those due to attend a meeting of a body: with a vote, and without. By what is on record, and
    /// by the facts that stand before it in the same command.
    pub(super) fn roll(
        &self,
        body: BodyId,
        at: Happened,
        earlier: &[Event],
    ) -> Result<Roll, RecordError> {
        let mut scope = Scope::default();
        let mut recorded = Vec::new();
        let mut unread = BTreeSet::from([body]);
        let mut bodies = BTreeSet::new();
        // Also the bodies that were merged into it, and into those.
        while let Some(next) = unread.pop_first() {
            bodies.insert(next);
            scope.clause(KINDS, Some(&next.tag()));
            recorded = self.read(&scope)?;
            let events = recorded.iter().map(|one| &one.event).chain(earlier);
            let sources = events.filter_map(|event| match event {
                Event::BodyDissolved(fact) => fact.into.map(|_| fact.body),
                _ => None,
            });
            unread.extend(sources.filter(|source| !bodies.contains(source)));
        }
        let members = members(&facts(&recorded, earlier), body, at, &mut BTreeSet::new());
        let votes = |(status, suspended): &(MemberStatus, bool)| status.votes() && !suspended;
        let (with, without): (Vec<_>, Vec<_>) =
            members.into_iter().partition(|(_, member)| votes(member));
        let ids = |list: Vec<(PersonId, _)>| list.into_iter().map(|one| one.0).collect();
        Ok((ids(with), ids(without)))
    }
}

/// What is on record and in the command at hand, each correction in the place of what it corrects.
fn facts(recorded: &[Recorded], earlier: &[Event]) -> Facts<Event> {
    let mut facts = Facts::default();
    recorded.iter().for_each(|one| facts.note(&Stamp::of(one), one.event.clone()));
    earlier.iter().for_each(|event| facts.note(&Stamp::of_new(event), event.clone()));
    facts
}

/// The members of a body at a time. A body in `seen` is not asked again: no circle is endless.
fn members(
    facts: &Facts<Event>,
    body: BodyId,
    at: Happened,
    seen: &mut BTreeSet<BodyId>,
) -> Members {
    if !seen.insert(body) {
        return Members::new();
    }
    let mut found = Members::new();
    for noted in facts.in_order().into_iter().filter(|noted| noted.happened <= at) {
        match &noted.fact {
            Event::MembershipChanged(fact) if fact.body == body => change(&mut found, fact),
            Event::BodyDissolved(fact) if fact.into == Some(body) => {
                let carried = members(facts, fact.body, fact.happened, seen);
                carried.into_iter().for_each(|(person, member)| {
                    found.entry(person).or_insert(member);
                });
            }
            _ => {}
        }
    }
    found
}

fn change(members: &mut Members, fact: &MembershipChanged) {
    match fact.change {
        MembershipChange::BroughtForward | MembershipChange::Joined => {
            members.insert(fact.person, (fact.status.unwrap_or(MemberStatus::Full), false));
        }
        MembershipChange::BecameFull => {
            members.insert(fact.person, (MemberStatus::Full, false));
        }
        MembershipChange::Left
        | MembershipChange::ReportEnded
        | MembershipChange::RecordedInError => {
            members.remove(&fact.person);
        }
        MembershipChange::RightsSuspended | MembershipChange::RightsRestored => {
            if let Some(member) = members.get_mut(&fact.person) {
                member.1 = fact.change == MembershipChange::RightsSuspended;
            }
        }
        MembershipChange::ReportedIn => {}
    }
}
