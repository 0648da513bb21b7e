//! Facts as a projection keeps them: compact, with their corrections already in place.
//!
//! A correction takes the place of what it corrects, so only the latest wording is kept; how often
//! and why it was corrected stays. The book as it was earlier is a fold over fewer entries.
//!
//! Invariant: [`Facts::in_order`] depends on what was said and when it happened, and on the order
//! of recording only where two facts happened at the same time.

use crate::domain::{Happened, Line};
use crate::event::{Event, Plain, Recorded};
use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};
use std::mem::{Discriminant, discriminant};
use std::ops::Deref;

/// Picks what a fact of one kind says: `proposed: Proposed -> Proposal` takes no other.
macro_rules! picks {
    ($facts:ident: $($pick:ident: $fact:ident -> $what:ty),* $(,)?) => {
        impl $facts {
            $(fn $pick(&self) -> Option<&$what> {
                if let Self::$fact(what) = self { Some(what) } else { None }
            })*
        }
    };
}

pub(crate) use picks;

/// What an entry says about its fact.
#[derive(Debug, Clone)]
pub(crate) struct Stamp {
    pub(crate) seq: u64,
    pub(crate) happened: Happened,
    /// Civil day of recording.
    pub(crate) recorded: Happened,
    pub(crate) corrects: Option<u64>,
    pub(crate) reason: Option<Line>,
    pub(crate) late_reason: Option<Line>,
}

impl Stamp {
    pub(crate) fn of(recorded: &Recorded) -> Self {
        Self::with(recorded.seq, recorded_day(&recorded.at), &recorded.event)
    }

    /// Of a fact that gets its number only later, behind all that have one.
    pub(crate) fn of_new(event: &Event) -> Self {
        Self::with(u64::MAX, None, event)
    }

    fn with(seq: u64, recorded: Option<NaiveDate>, event: &Event) -> Self {
        let line = |text: Option<&str>| text.and_then(|text| text.parse().ok());
        Self {
            seq,
            happened: event.happened(),
            recorded: recorded.map_or(event.happened(), Happened::Day),
            corrects: event.corrects(),
            reason: line(event.correction_reason()),
            late_reason: line(event.late_reason()),
        }
    }
}

/// A plain text without its class.
pub(crate) fn plain<T: Clone>(text: Option<&Plain<T>>) -> Option<T> {
    text.map(|text| text.0.clone())
}

/// Of what an entry says about things, what it says about this one.
pub(crate) fn about<K: Copy + PartialEq, F>(
    key: K,
    told: impl IntoIterator<Item = (K, F)>,
) -> Vec<F> {
    told.into_iter().filter(|(own, _)| *own == key).map(|(_, fact)| fact).collect()
}

/// The day at +08:00 on which an instant in UTC falls.
fn recorded_day(at: &str) -> Option<NaiveDate> {
    let Happened::Day(day) = at.get(..10)?.parse().ok()? else { return None };
    let hour: u32 = at.get(11..13)?.parse().ok()?;
    if hour >= 16 { day.checked_add_days(Days::new(1)) } else { Some(day) }
}

/// One fact in its latest wording.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Noted<F> {
    /// Number of the entry that said it first; it keeps its place when corrected.
    pub(crate) seq: u64,
    /// Numbers of its corrections.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<u64>,
    pub(crate) happened: Happened,
    /// Day on which it was first recorded.
    recorded: Happened,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reason: Option<Line>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    late_reason: Option<Line>,
    pub(crate) fact: F,
}

impl<F> Noted<F> {
    fn new(stamp: &Stamp, fact: F) -> Self {
        Self {
            seq: stamp.seq,
            fixes: Vec::new(),
            happened: stamp.happened,
            recorded: stamp.recorded,
            reason: None,
            late_reason: stamp.late_reason.clone(),
            fact,
        }
    }

    fn correct(&mut self, stamp: &Stamp, fact: F) {
        self.fixes.push(stamp.seq);
        self.happened = stamp.happened;
        self.reason.clone_from(&stamp.reason);
        self.late_reason = stamp.late_reason.clone().or(self.late_reason.take());
        self.fact = fact;
    }

    pub(crate) fn corrected(&self) -> Option<Corrected> {
        let times = u32::try_from(self.fixes.len()).unwrap_or(u32::MAX);
        (times > 0).then(|| Corrected { times, reason: self.reason.clone() })
    }

    /// Whether it was corrected by an entry behind this one.
    pub(crate) fn is_corrected_after(&self, seq: u64) -> bool {
        self.fixes.iter().any(|fix| *fix > seq)
    }

    /// The fact as a row shows it, after `pick` has chosen what of it.
    pub(crate) fn stated<T>(&self, what: T) -> Stated<T> {
        Stated { on: self.happened, corrected: self.corrected(), what }
    }

    /// How late it was recorded, counted from the last day on which it can have happened.
    pub(crate) fn late(&self) -> Option<Late> {
        let after = self.recorded.first_day() - self.happened.last_day();
        let days = u32::try_from(after.num_days()).ok().filter(|days| *days > 0)?;
        Some(Late { days, reason: self.late_reason.clone() })
    }

    /// Where it stands in the fold.
    pub(crate) fn order(&self) -> (Happened, u64) {
        (self.happened, self.seq)
    }
}

/// The facts about one thing, in the order in which they were recorded.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Facts<F>(Vec<Noted<F>>);

impl<F> Default for Facts<F> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<F> Facts<F> {
    /// Takes a fact in, in the place of the one that it corrects, if that is here.
    pub(crate) fn note(&mut self, stamp: &Stamp, fact: F) {
        let kind: Discriminant<F> = discriminant(&fact);
        let corrected = stamp.corrects.and_then(|seq| {
            self.0.iter_mut().find(|noted| {
                discriminant(&noted.fact) == kind
                    && (noted.seq == seq || noted.fixes.contains(&seq))
            })
        });
        match corrected {
            Some(noted) => noted.correct(stamp, fact),
            None => self.0.push(Noted::new(stamp, fact)),
        }
    }

    /// The same facts as these entries tell them, in the order of recording.
    pub(crate) fn told(entries: &[&Recorded], told: impl Fn(&Recorded) -> Vec<F>) -> Self {
        let mut facts = Self::default();
        for entry in entries {
            let stamp = Stamp::of(entry);
            told(entry).into_iter().for_each(|fact| facts.note(&stamp, fact));
        }
        facts
    }

    /// Numbers of the entries that said them.
    pub(crate) fn numbers(&self) -> Vec<u64> {
        self.0.iter().flat_map(|noted| noted.fixes.iter().chain([&noted.seq])).copied().collect()
    }

    /// The facts in the order of the fold.
    pub(crate) fn in_order(&self) -> Vec<&Noted<F>> {
        let mut facts: Vec<_> = self.0.iter().collect();
        facts.sort_by_key(|noted| noted.order());
        facts
    }

    /// The facts that `pick` takes, in the order of the fold, as rows show them.
    pub(crate) fn stated<T: Clone>(&self, pick: impl Fn(&F) -> Option<&T>) -> Vec<Stated<T>> {
        let picked = self.in_order().into_iter();
        picked.filter_map(|noted| Some(noted.stated(pick(&noted.fact)?.clone()))).collect()
    }

    /// The first fact that `pick` takes, as rows show it.
    pub(crate) fn first_stated<T: Clone>(
        &self,
        pick: impl Fn(&F) -> Option<&T>,
    ) -> Option<Stated<T>> {
        self.first(pick).map(|(noted, what)| noted.stated(what.clone()))
    }

    /// The last fact, in the order of the fold, that `pick` takes.
    pub(crate) fn last<'a, T>(
        &'a self,
        pick: impl Fn(&'a F) -> Option<T>,
    ) -> Option<(&'a Noted<F>, T)> {
        let picked = self.0.iter().filter_map(|noted| Some((noted, pick(&noted.fact)?)));
        picked.max_by_key(|(noted, _)| noted.order())
    }

    /// The first fact, in the order of the fold, that `pick` takes.
    pub(crate) fn first<'a, T>(
        &'a self,
        pick: impl Fn(&'a F) -> Option<T>,
    ) -> Option<(&'a Noted<F>, T)> {
        let picked = self.0.iter().filter_map(|noted| Some((noted, pick(&noted.fact)?)));
        picked.min_by_key(|(noted, _)| noted.order())
    }
}

/// That a fact was corrected, and why the last time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Corrected {
    /// How often.
    pub times: u32,
    /// Reason of the last correction.
    pub reason: Option<Line>,
}

/// How late something was recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Late {
    /// Days from the last day on which it can have happened to the day of recording.
    pub days: u32,
    /// Why, as recorded.
    pub reason: Option<Line>,
}

/// Something stated, with its date and whether it was corrected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Stated<T> {
    /// When it happened.
    pub on: Happened,
    /// Whether it was corrected.
    pub corrected: Option<Corrected>,
    /// What was stated.
    #[serde(flatten)]
    pub what: T,
}

impl<T> Deref for Stated<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.what
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_of_recording_is_civil_time() {
        let day = |at: &str| recorded_day(at).map(|day| day.to_string());
        assert_eq!(day("2026-11-22T15:59:59.999Z").as_deref(), Some("2026-11-22"));
        assert_eq!(day("2026-11-22T16:00:00.000Z").as_deref(), Some("2026-11-23"));
        assert_eq!(day("2026-12-31T16:00:00.000Z").as_deref(), Some("2027-01-01"));
        assert_eq!(day("yesterday"), None);
    }
}
