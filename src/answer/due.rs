//! What is to be done in the days to come: by when, for whom, by which rule. Nothing is stored.
//!
//! Decided here:
//! - What the book has no entry for cannot be ticked off: a handover, a task of the minutes, or a
//!   resolution that answers no issue. It is told before its day, and as many days after it.
//! - Everything else that is not done stays in the list, however long ago its day was.
//! - A meeting that a period asked for is told until the period after it is over; from then on it
//!   stands in the schedule of the year.
//! - What somebody may do until a day (object, go to court) is told before that day and not after.
//! - Where no rule sets a day, the day counts from which it waits.

mod elections;
mod lines;
mod owners;
mod tasks;
mod terms;

use crate::answer::AskError;
use crate::answer::View;
use crate::domain::{Bilingual, BodyId, BodyKind, ElectionKind, MeetingKind, PersonId};
use crate::law::{Act, Certainty, Citation, Consequence, Matter, PeriodStatus, Question};
use chrono::{Datelike, Days as Span, NaiveDate};
pub use lines::{DueLine, DueList, DueRule};
use schemars::JsonSchema;
use serde::Serialize;

/// How the day of something due is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DueDay {
    /// To be done by that day.
    By,
    /// Possible until that day.
    Until,
    /// Waiting since that day; no rule sets one to be done by.
    Since,
}

/// By what something is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ground {
    /// By a rule card.
    Rule(Box<Citation>),
    /// By what somebody decided, assigned or posted.
    Said(Bilingual),
}

impl Ground {
    /// The rule card relied on, if it is one.
    pub fn citation(&self) -> Option<&Citation> {
        match self {
            Self::Rule(citation) => Some(citation),
            Self::Said(_) => None,
        }
    }

    /// 《…》第…条〔摘录核对〕, with how sure the rule is where it is not certain; or 按…的决议.
    pub fn sentence(&self) -> Bilingual {
        match self {
            Self::Said(said) => said.clone(),
            Self::Rule(citation) => {
                let (told, certainty) = (citation.sentence(), citation.certainty);
                if certainty == Certainty::Certain {
                    return told;
                }
                let sure = certainty.name();
                Bilingual::new(
                    format!("{}({})", told.zh, sure.zh),
                    format!("{} ({})", told.en, sure.en),
                )
            }
        }
    }
}

/// One thing that is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// The day.
    pub day: NaiveDate,
    /// How it is meant.
    pub meant: DueDay,
    /// Whether the day had passed.
    pub past: bool,
    /// What.
    pub what: Bilingual,
    /// For which body.
    pub body: Option<BodyId>,
    /// Who takes care of it.
    pub person: Option<PersonId>,
    /// Another unit that takes care of it, by name.
    pub unit: Option<String>,
    /// What it is about: `motion:ULID`.
    pub about: Option<String>,
    /// By what.
    pub ground: Ground,
}

impl Due {
    fn new(day: NaiveDate, meant: DueDay, what: Bilingual, ground: Ground) -> Self {
        let (body, person, unit, about) = (None, None, None, None);
        Self { day, meant, past: false, what, body, person, unit, about, ground }
    }

    fn of(self, body: BodyId) -> Self {
        Self { body: Some(body), ..self }
    }

    fn about(self, tag: String) -> Self {
        Self { about: Some(tag), ..self }
    }
}

/// How long something stays in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stays {
    /// Until the book says that it was done.
    UntilDone,
    /// As many days after its day as before it: the book has no entry for its being done.
    AWhile,
    /// Until its day.
    UntilItsDay,
}

/// What was found so far, and what was asked.
struct Gathered<'a> {
    view: &'a View,
    on: NaiveDate,
    days: u32,
    body: Option<BodyId>,
    found: Vec<Due>,
}

impl View {
    /// What was due on a day: within so many days after it, or not done although its day had passed.
    /// In the order of days.
    pub fn due(
        &self,
        on: NaiveDate,
        days: u32,
        body: Option<BodyId>,
    ) -> Result<Vec<Due>, AskError> {
        let mut gathered = Gathered { view: self, on, days, body, found: Vec::new() };
        gathered.meetings()?;
        gathered.decisions()?;
        gathered.assigned()?;
        gathered.elections()?;
        gathered.counts()?;
        gathered.publications()?;
        gathered.terms()?;
        let mut found = gathered.found;
        // Ids are random, so those of one day stand by what they say.
        found.sort_by_cached_key(|one| (one.day, one.meant, one.what.clone(), one.about.clone()));
        Ok(found)
    }
}

impl View {
    /// A question about an election of a body of this kind.
    pub(super) fn election_matter(
        &self,
        election: ElectionKind,
        body: BodyKind,
        formed: NaiveDate,
    ) -> Matter {
        Matter {
            question: Question::ELECTED,
            body,
            meeting: MeetingKind::SelectionMeeting,
            matter: None,
            election: Some(election),
            formed,
            place: self.snapshot.place().clone(),
        }
    }
}

impl Gathered<'_> {
    fn concerns(&self, body: BodyId) -> bool {
        self.body.is_none_or(|own| own == body)
    }

    /// The last day that the question reaches.
    fn last(&self) -> NaiveDate {
        self.on.checked_add_days(Span::new(u64::from(self.days))).unwrap_or(NaiveDate::MAX)
    }

    /// Takes it in where it belongs into the list on that day.
    fn add(&mut self, mut due: Due, stays: Stays) {
        due.past = due.day < self.on && due.meant != DueDay::Since;
        let after = self.on.signed_duration_since(due.day).num_days();
        let belongs = match (due.meant, stays) {
            (DueDay::Since, _) => due.day <= self.on,
            (_, Stays::UntilDone) => due.day <= self.last(),
            (_, Stays::AWhile) => due.day <= self.last() && after <= i64::from(self.days),
            (_, Stays::UntilItsDay) => due.day <= self.last() && !due.past,
        };
        if belongs {
            self.found.push(due);
        }
    }

    /// Takes in a consequence of which the last day is known.
    fn consequence(&mut self, one: &Consequence, what: Bilingual, done: bool, due: Due) {
        let Some(day) = one.last_day.filter(|_| !done) else { return };
        let (meant, stays) = if one.act.is_right() {
            (DueDay::Until, Stays::UntilItsDay)
        } else if is_recorded_when_done(one.act) {
            (DueDay::By, Stays::UntilDone)
        } else {
            (DueDay::By, Stays::AWhile)
        };
        let (zh, en) = if one.deadline.moved_by_holidays {
            ("(末日遇法定休假日顺延)", " (moved if it ends on a holiday)")
        } else {
            ("", "")
        };
        let what = Bilingual { zh: what.zh + zh, en: what.en + en };
        let ground = Ground::Rule(Box::new(one.citation.clone()));
        self.add(Due { day, meant, what, ground, ..due }, stays);
    }

    /// Meetings that the current period still asks for, and those of the period before it.
    fn meetings(&mut self) -> Result<(), AskError> {
        let on = self.on;
        let tree = self.view.snapshot.projections.tree_on(on)?;
        for place in tree {
            let holds = place.state.body_kind.is_some_and(BodyKind::holds_meetings);
            if !holds || !self.concerns(place.body) {
                continue;
            }
            for year in [on.year() - 1, on.year()] {
                for (card, periods) in self.view.schedule(place.body, year, on)? {
                    for status in periods.iter().filter(|one| waits(one, on)) {
                        let told = status
                            .sentence(&card)
                            .map(|text| text.trim_end_matches(['。', '.']).to_owned());
                        let ground = Ground::Rule(Box::new(Citation::from(&card)));
                        let day = status.period.last_day();
                        let due = Due::new(day, DueDay::By, told, ground).of(place.body);
                        self.add(due, Stays::UntilDone);
                    }
                }
            }
        }
        Ok(())
    }
}

/// Whether a period asks for more than was held, and the one after it is not over.
fn waits(status: &PeriodStatus, on: NaiveDate) -> bool {
    let open = status.held < status.required && status.period.first_day() <= on;
    open && status.period.next().is_some_and(|next| on <= next.last_day())
}

/// Whether an entry of the book says that such a thing was done.
const fn is_recorded_when_done(act: Act) -> bool {
    match act {
        Act::Announce | Act::AnswerObjection | Act::File | Act::PrepareElection | Act::EndTerm => {
            true
        }
        Act::AskRevocation
        | Act::Object
        | Act::Convene
        | Act::Remind
        | Act::EndDeferral
        | Act::HandOver
        | Act::StudyFirst
        | Act::KeepBallots
        | Act::Reply => false,
    }
}
