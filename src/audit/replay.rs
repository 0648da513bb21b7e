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
use crate::ledger::Entry;
use crate::store::journal::PlacedLines;
use crate::store::{JournalFiles, StoreError};
use chrono::{Days, NaiveDate, NaiveDateTime, TimeDelta};
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

/// A fact on record, on its way through the audit.
#[derive(Debug)]
pub(super) struct Fact {
    pub(super) recorded: Recorded,
    pub(super) place: Place,
    /// Which of the files, from 0, and where its line starts there.
    pub(super) at: (usize, u64),
    /// Its shape is the newest of its kind.
    pub(super) newest: bool,
}

/// Entries kept at hand: twice as many at most.
const AT_HAND: usize = 4096;

/// The entries so far, found by kind and tag as a scope asks for them. Most are never asked for again,
/// so only their places are kept, and they are read once more when they are.
#[derive(Debug)]
pub(super) struct Replay {
    lines: PlacedLines,
    /// By number. Numbers have no holes: behind one nothing is admitted.
    places: Vec<(usize, u64)>,
    by_kind: BTreeMap<&'static str, Vec<u64>>,
    /// By kind and tag together, as 64 bits. Two may share them: what was read is looked at.
    by_tag: BTreeMap<u64, Vec<u64>>,
    recent: BTreeMap<u64, Recorded>,
    earlier: BTreeMap<u64, Recorded>,
}

impl Replay {
    /// Nothing admitted yet.
    pub(super) fn of(journal: &JournalFiles) -> Self {
        Self {
            lines: PlacedLines::of(journal),
            places: Vec::new(),
            by_kind: BTreeMap::new(),
            by_tag: BTreeMap::new(),
            recent: BTreeMap::new(),
            earlier: BTreeMap::new(),
        }
    }

    /// Admits a command again and reports what is refused.
    pub(super) fn admit(&mut self, command: &[Fact], build: &mut Build) -> Result<(), StoreError> {
        let Some(first) = command.first() else { return Ok(()) };
        let events: Vec<Event> = command.iter().map(|fact| fact.recorded.event.clone()).collect();
        let recorded = self.read(&admission::scope_of(&events))?;
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
        Ok(())
    }

    /// Keeps an entry for the commands after it.
    pub(super) fn keep(&mut self, fact: Fact) {
        let (seq, kind) = (fact.recorded.seq, fact.recorded.event.kind());
        self.places.push(fact.at);
        self.by_kind.entry(kind).or_default().push(seq);
        for tag in fact.recorded.event.tags() {
            self.by_tag.entry(key(kind, &tag)).or_default().push(seq);
        }
        self.put_at_hand(fact.recorded);
    }

    fn put_at_hand(&mut self, mut recorded: Recorded) {
        if let Event::RulesAdopted(fact) = &mut recorded.event {
            // Admission asks for the fingerprint only, and reads this kind for every meeting.
            fact.cards.clear();
        }
        if self.recent.len() >= AT_HAND {
            self.earlier = core::mem::take(&mut self.recent);
        }
        self.recent.insert(recorded.seq, recorded);
    }

    /// The entries within a scope, in order.
    fn read(&mut self, scope: &Scope) -> Result<Vec<Recorded>, StoreError> {
        // None: wanted whatever it says.
        let named = scope.entries.iter().map(|seq| (*seq, None));
        let mut wanted: BTreeMap<u64, Option<Vec<(&str, &str)>>> = named.collect();
        let mut found = Vec::new();
        for clause in &scope.clauses {
            for kind in &clause.kinds {
                match &clause.tag {
                    None => {
                        let all = self.by_kind.get(kind).into_iter().flatten();
                        wanted.extend(all.map(|seq| (*seq, None)));
                    }
                    Some(tag) => {
                        for seq in self.by_tag.get(&key(kind, tag)).into_iter().flatten() {
                            let why = wanted.entry(*seq).or_insert_with(|| Some(Vec::new()));
                            why.iter_mut().for_each(|why| why.push((kind, tag)));
                        }
                    }
                }
            }
        }
        for (seq, why) in wanted {
            found.extend(
                self.entry(seq)?.filter(|one| why.as_ref().is_none_or(|why| is_so(one, why))),
            );
        }
        Ok(found)
    }

    fn entry(&mut self, seq: u64) -> Result<Option<Recorded>, StoreError> {
        if let Some(known) = self.recent.get(&seq) {
            return Ok(Some(known.clone()));
        }
        let again = match self.earlier.remove(&seq) {
            Some(known) => Some(known),
            None => self.again(seq)?,
        };
        again.iter().for_each(|one| self.put_at_hand(one.clone()));
        Ok(again)
    }

    /// Reads an entry once more. It was read before, so it can be read.
    fn again(&self, seq: u64) -> Result<Option<Recorded>, StoreError> {
        let place = usize::try_from(seq).ok().and_then(|seq| self.places.get(seq));
        let Some((file, offset)) = place else { return Ok(None) };
        let line = self.lines.line(*file, *offset)?;
        Ok(Entry::parse(&line).ok().and_then(|entry| Recorded::read(&entry).ok()))
    }
}

/// Whether an entry is of one of these kinds and carries its tag.
fn is_so(recorded: &Recorded, why: &[(&str, &str)]) -> bool {
    let (kind, tags) = (recorded.event.kind(), recorded.event.tags());
    let is = |(of, tag): &(&str, &str)| *of == kind && tags.iter().any(|own| own == tag);
    why.iter().any(is)
}

/// A kind and a tag in 64 bits.
fn key(kind: &str, tag: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    (kind, tag).hash(&mut hasher);
    hasher.finish()
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
