//! What a body had to hold in a year, and what it held.

use super::{AskError, Filter, List, View};
use crate::domain::{Bilingual, BodyId, BodyKind, Happened, MeetingKind};
use crate::event::Names;
use crate::law::{Card, Existence, Matter, PeriodState, PeriodStatus, Question, schedule};
use chrono::{Datelike, NaiveDate};
use schemars::JsonSchema;
use serde::Serialize;

impl View {
    /// What a body had to hold in a year, and what it held, by the newest book.
    pub fn schedule(
        &self,
        body: BodyId,
        year: i32,
        today: NaiveDate,
    ) -> Result<Vec<(Card, Vec<PeriodStatus>)>, AskError> {
        let end = NaiveDate::from_ymd_opt(year, 12, 31).unwrap_or(today).min(today);
        let (Some(book), Some(row)) =
            (self.snapshot.newest_book()?, self.snapshot.projections.body(body)?)
        else {
            return Ok(Vec::new());
        };
        let Some(kind) = row.state_on(end).and_then(|state| state.body_kind) else {
            return Ok(Vec::new());
        };
        let existence = Existence {
            established: row.established.map_or(end, Happened::first_day),
            dissolved: row.dissolved.as_ref().map(|ended| ended.on.first_day()),
        };
        let held = self.snapshot.projections.schedule(body, year)?;
        let matter = Matter {
            question: Question::FREQUENCY,
            body: kind,
            meeting: MeetingKind::BranchGeneralMeeting,
            matter: None,
            election: None,
            formed: end,
            place: self.snapshot.place().clone(),
        };
        let mut found = Vec::new();
        for card in book.periodic(&matter) {
            let kinds = &card.applies().meetings;
            if !kinds.iter().any(|meeting| self.holds(*meeting, kind, body, end)) {
                continue;
            }
            let sittings = held.iter().flat_map(|held| &held.held);
            let dates: Vec<_> = sittings
                .filter(|(meeting, _)| kinds.contains(meeting))
                .flat_map(|(_, sittings)| sittings)
                .filter(|sitting| sitting.on.begun_on(end))
                .map(|sitting| sitting.counts_for.unwrap_or(sitting.on))
                .collect();
            let mut periods = schedule(card, existence, &dates, end);
            periods.retain(|status| status.period.first_day().year() == year);
            found.push((card.clone(), periods));
        }
        Ok(found)
    }

    /// Whether a body of this kind has such meetings: a group its own, a branch all others, and
    /// committee meetings where there is a committee.
    fn holds(&self, meeting: MeetingKind, kind: BodyKind, body: BodyId, day: NaiveDate) -> bool {
        match (meeting, kind) {
            (MeetingKind::PartyGroupMeeting, _) => kind == BodyKind::PartyGroup,
            (_, BodyKind::PartyGroup) => false,
            (MeetingKind::BranchCommitteeMeeting, _) => {
                // A secretary and a deputy alone are no committee.
                self.snapshot.projections.seats_on(body, day).is_ok_and(|seats| seats.len() > 2)
            }
            _ => true,
        }
    }
}

/// What a body had to hold in a year by one rule, and what it held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ScheduleLine {
    /// The body.
    pub body: BodyId,
    /// What it is called.
    pub body_name: Bilingual,
    /// Which year.
    pub year: i32,
    /// The rule card.
    pub card: String,
    /// What it asks for.
    pub title: Bilingual,
    /// Each period of the year.
    pub periods: Vec<PeriodLine>,
}

/// One period of a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PeriodLine {
    /// Which period.
    pub period: Bilingual,
    /// Sittings that the rule asks for.
    pub required: u32,
    /// Sittings on record.
    pub held: u32,
    /// How it stands.
    pub state: ScheduleState,
    /// What is missing or due, in a sentence.
    pub sentence: Option<Bilingual>,
}

/// How a period stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ScheduleState {
    /// Held as often as asked for.
    Held,
    /// Its days run.
    Due,
    /// Over, and not on record.
    Missing,
    /// In the days to come.
    NotYetDue,
    /// Does not count.
    Skipped,
}

impl From<PeriodState> for ScheduleState {
    fn from(state: PeriodState) -> Self {
        match state {
            PeriodState::Held => Self::Held,
            PeriodState::Due => Self::Due,
            PeriodState::Missing => Self::Missing,
            PeriodState::NotYetDue => Self::NotYetDue,
            PeriodState::Skipped => Self::Skipped,
        }
    }
}

impl View {
    /// What each body had to hold in a year, and what it held until the day asked about.
    pub fn schedules(&self, filter: Filter, year: i32) -> Result<List<ScheduleLine>, AskError> {
        let last = NaiveDate::from_ymd_opt(year, 12, 31).unwrap_or(self.on());
        let tree = self.snapshot.projections.tree_on(self.on().min(last))?;
        let mut rows = Vec::new();
        for place in tree.iter().filter(|place| filter.concerns(place.body)) {
            // A superior committee has its own calendar.
            if place.state.body_kind.is_some_and(BodyKind::holds_meetings) {
                rows.extend(self.schedule_of(place.body, year, self.on())?);
            }
        }
        Ok(self.list("schedule", rows))
    }

    /// What one body had to hold in a year.
    pub fn schedule_of(
        &self,
        body: BodyId,
        year: i32,
        until: NaiveDate,
    ) -> Result<Vec<ScheduleLine>, AskError> {
        let line = |(card, periods): (Card, Vec<PeriodStatus>)| ScheduleLine {
            body,
            body_name: self.names().body(body),
            year,
            card: card.id().to_owned(),
            title: Bilingual::from(card.title()),
            periods: periods.iter().map(|period| period_line(&card, period)).collect(),
        };
        Ok(self.schedule(body, year, until)?.into_iter().map(line).collect())
    }
}

fn period_line(card: &Card, status: &PeriodStatus) -> PeriodLine {
    let open = matches!(status.state, PeriodState::Missing | PeriodState::Due);
    PeriodLine {
        period: status.period.name(),
        required: status.required,
        held: status.held,
        state: status.state.into(),
        sentence: open.then(|| status.sentence(card)),
    }
}
