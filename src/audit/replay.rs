//! Admits every command again, on the state before it.
//!
//! A state that grows entry by entry would be wrong: facts are folded by when they happened, and a
//! correction takes away what it corrects. So each command is admitted as it was the first time:
//! its scope is read from what came before, folded, and asked. Scopes are small (a body, a meeting, the
//! persons named), so the whole costs little more than once through the journal.

use crate::admission::{self, Context, Refusal, Scope};
use crate::audit::build::Build;
use crate::audit::finding::{Fault, Finding, Note, Place};
use crate::event::{Event, Recorded};
use chrono::{Days, NaiveDate, NaiveDateTime, TimeDelta};
use std::collections::{BTreeMap, BTreeSet};

/// A fact on record, on its way through the audit.
#[derive(Debug)]
pub(super) struct Fact {
    pub(super) recorded: Recorded,
    pub(super) place: Place,
    /// Its shape is the newest of its kind.
    pub(super) newest: bool,
}

/// The entries so far, found by kind and tag as a scope asks for them.
#[derive(Debug, Default)]
pub(super) struct Replay {
    kept: BTreeMap<u64, Recorded>,
    by_kind: BTreeMap<&'static str, Vec<u64>>,
    by_tag: BTreeMap<&'static str, BTreeMap<String, Vec<u64>>>,
}

impl Replay {
    /// Admits a command again and reports what is refused.
    pub(super) fn admit(&self, command: &[Fact], build: &mut Build) {
        let Some(first) = command.first() else { return };
        let events: Vec<Event> = command.iter().map(|fact| fact.recorded.event.clone()).collect();
        let recorded = self.read(&admission::scope_of(&events));
        let mut state = admission::fold(&recorded, &events);
        for (position, fact) in command.iter().enumerate() {
            let one = &fact.recorded;
            let context = Context {
                today: civil_day(&one.at),
                by: &one.by,
                cmd: first.recorded.cmd,
                position,
            };
            match admission::admit(&state, &one.event, context) {
                // Pins are compared with the cards themselves, not with what adoptions say they make.
                Ok(()) | Err(Refusal::OtherBook { .. }) => {}
                Err(refusal) => refused(fact, refusal, build),
            }
            // What was recorded happened, refused or not: later facts stand on it.
            state.evolve(&one.event, None);
        }
    }

    /// Keeps an entry for the commands after it.
    pub(super) fn keep(&mut self, mut recorded: Recorded) {
        if let Event::RulesAdopted(fact) = &mut recorded.event {
            // Admission asks for the fingerprint only, and reads this kind for every meeting.
            fact.cards.clear();
        }
        let (seq, kind) = (recorded.seq, recorded.event.kind());
        self.by_kind.entry(kind).or_default().push(seq);
        let tags = self.by_tag.entry(kind).or_default();
        for tag in recorded.event.tags() {
            tags.entry(tag).or_default().push(seq);
        }
        self.kept.insert(seq, recorded);
    }

    /// The entries within a scope, in order.
    fn read(&self, scope: &Scope) -> Vec<Recorded> {
        let mut found: BTreeSet<u64> = scope.entries.iter().copied().collect();
        for clause in &scope.clauses {
            for kind in &clause.kinds {
                let entries = match &clause.tag {
                    None => self.by_kind.get(kind),
                    Some(tag) => self.by_tag.get(kind).and_then(|tags| tags.get(tag)),
                };
                found.extend(entries.into_iter().flatten());
            }
        }
        found.iter().filter_map(|seq| self.kept.get(seq).cloned()).collect()
    }
}

fn refused(fact: &Fact, refusal: Refusal, build: &mut Build) {
    if !fact.newest {
        // A refusal that is newer than the shape does not apply to it.
        let entry = fact.recorded.seq;
        build.note(Note::OldShapeRefused { entry, refusal: Box::new(refusal) });
        return;
    }
    let fault = Fault::Refused(Box::new(refusal));
    build.add(Finding { fault, place: fact.place.clone() });
}

/// The civil day of a recorded instant at +08:00.
fn civil_day(at: &str) -> NaiveDate {
    let instant = NaiveDateTime::parse_from_str(at, "%Y-%m-%dT%H:%M:%S%.3fZ");
    let civil = instant.ok().and_then(|at| at.checked_add_signed(TimeDelta::hours(8)));
    // An instant that is none was reported; no fact is refused for it.
    civil.map_or(NaiveDate::MAX - Days::new(1), |at| at.date())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_civil_day_is_that_of_china() {
        assert_eq!(civil_day("2026-12-31T16:00:00.000Z").to_string(), "2027-01-01");
        assert_eq!(civil_day("2026-12-31T15:59:59.999Z").to_string(), "2026-12-31");
    }
}
