//! Schedules: which meetings each body held in a year, by the kinds that they count for.
//!
//! What is due and what is missing is a question of law; here stands only what was called and held.
//! A meeting with `counts_for` stands in the year that it counts for.

use super::Projections;
use super::files::Drawer;
use super::meetings::{Held, Notice};
use super::shelf::{Kept, Unreadable};
use crate::domain::{BodyId, Happened, MatterKind, MeetingId, MeetingKind, PersonId};
use chrono::Datelike;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

/// What a body called and held in a year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ScheduleRow {
    /// The body.
    pub body: BodyId,
    /// The year.
    pub year: i32,
    /// Meetings held, by kind, earliest first. One that counts for two kinds stands under both.
    pub held: BTreeMap<MeetingKind, Vec<HeldSitting>>,
    /// Meetings called for this year, earliest first, held or not.
    pub called: Vec<CalledSitting>,
}

/// A meeting held, as it counts for a kind.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct HeldSitting {
    /// When it was held.
    pub on: Happened,
    /// The meeting.
    pub meeting: MeetingId,
    /// Period that it counts for, when not the one in which it was held.
    pub counts_for: Option<Happened>,
    /// Whether it was called as a meeting of another kind and counts for this one as well.
    pub also: bool,
}

/// A meeting called.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct CalledSitting {
    /// When it was to begin.
    pub starts: Happened,
    /// The meeting.
    pub meeting: MeetingId,
    /// Kind.
    pub meeting_kind: MeetingKind,
}

/// A body and a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct YearKey {
    pub(crate) body: BodyId,
    pub(crate) year: i32,
}

impl fmt::Display for YearKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:04}", self.body, self.year)
    }
}

impl FromStr for YearKey {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, &'static str> {
        let wrong = "not a body and a year";
        let (body, year) = text.split_once('.').ok_or(wrong)?;
        let body = body.parse().map_err(|_source| wrong)?;
        Ok(Self { body, year: year.parse().map_err(|_source| wrong)? })
    }
}

/// A meeting as a schedule keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Sitting {
    Called { starts: Happened, kind: MeetingKind },
    Held { on: Happened, kind: MeetingKind, also: Vec<MeetingKind>, counts_for: Option<Happened> },
}

impl Sitting {
    pub(crate) fn called(notice: &Notice) -> (YearKey, Self) {
        let year = notice.starts.first_day().year();
        let sitting = Self::Called { starts: notice.starts, kind: notice.meeting_kind };
        (YearKey { body: notice.body, year }, sitting)
    }

    pub(crate) fn held(on: Happened, held: &Held) -> (YearKey, Self) {
        let (kind, counts_for) = (held.meeting_kind, held.counts_for);
        let year = counts_for.unwrap_or(on).first_day().year();
        let sitting = Self::Held { on, kind, also: held.also.clone(), counts_for };
        (YearKey { body: held.body, year }, sitting)
    }
}

/// What is kept about a year of a body.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct YearFacts {
    meetings: BTreeMap<MeetingId, Vec<Sitting>>,
}

impl Kept for YearFacts {
    const TABLE: &'static str = "schedule";
    type Key = YearKey;
}

/// What is reached from a body: only for looking there.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Links {
    /// Persons whose membership in it was ever changed.
    pub(crate) people: BTreeSet<PersonId>,
    /// Years with meetings.
    pub(crate) years: BTreeSet<i32>,
    /// Years with files, and in which drawers.
    #[serde(default)]
    pub(crate) files: BTreeMap<i32, BTreeSet<Drawer>>,
    /// Years, and which matters were taken up.
    #[serde(default)]
    pub(crate) matters: BTreeMap<i32, BTreeSet<MatterKind>>,
}

impl Links {
    pub(crate) fn took_up(&self, year: i32, kind: MatterKind) -> bool {
        self.matters.get(&year).is_some_and(|kinds| kinds.contains(&kind))
    }
}

impl Kept for Links {
    const TABLE: &'static str = "links";
    type Key = BodyId;
}

/// Moves a meeting to the places where it stands now.
pub(super) fn place(
    all: &mut Projections,
    meeting: MeetingId,
    before: &[(YearKey, Sitting)],
    after: &[(YearKey, Sitting)],
) -> Result<(), Unreadable> {
    for (year, _) in before {
        all.schedule.change(*year)?.meetings.remove(&meeting);
    }
    for (year, sitting) in after {
        let sittings = &mut all.schedule.change(*year)?.meetings;
        sittings.entry(meeting).or_default().push(sitting.clone());
        all.links.change(year.body)?.years.insert(year.year);
    }
    Ok(())
}

impl YearFacts {
    /// Every meeting called or held.
    pub(crate) fn meetings(&self) -> impl Iterator<Item = MeetingId> {
        self.meetings.keys().copied()
    }

    /// Whether a correction has moved everything elsewhere.
    pub(crate) fn is_empty(&self) -> bool {
        self.meetings.is_empty()
    }

    pub(crate) fn row(&self, key: YearKey) -> ScheduleRow {
        let YearKey { body, year } = key;
        let mut row = ScheduleRow { body, year, held: BTreeMap::new(), called: Vec::new() };
        for (meeting, sittings) in &self.meetings {
            for sitting in sittings {
                row.add(*meeting, sitting);
            }
        }
        row.called.sort_unstable();
        row.held.values_mut().for_each(|sittings| sittings.sort_unstable());
        row
    }
}

impl ScheduleRow {
    fn add(&mut self, meeting: MeetingId, sitting: &Sitting) {
        match sitting {
            Sitting::Called { starts, kind } => {
                let (starts, meeting_kind) = (*starts, *kind);
                self.called.push(CalledSitting { starts, meeting, meeting_kind });
            }
            Sitting::Held { on, kind, also, counts_for } => {
                let (on, counts_for) = (*on, *counts_for);
                let one = |also| HeldSitting { on, meeting, counts_for, also };
                self.held.entry(*kind).or_default().push(one(false));
                // Said twice, it counts once.
                let others: BTreeSet<_> = also.iter().filter(|other| *other != kind).collect();
                for other in others {
                    self.held.entry(*other).or_default().push(one(true));
                }
            }
        }
    }
}
