//! A year of a body: who held which post, who belonged to it, what was asked for, which meetings it had.

use super::{AskError, ScheduleLine, View};
use crate::domain::{Bilingual, BodyId, Happened, MeetingId, MeetingKind, PersonId};
use crate::event::Names;
use chrono::{Datelike, NaiveDate};
use schemars::JsonSchema;
use serde::Serialize;

/// A year of a body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Handbook {
    /// Whose book it is.
    pub registry: String,
    /// Entries in the book.
    pub entries: u64,
    /// Hash of the last of them, 64 hexadecimal digits.
    pub head: String,
    /// The body.
    pub body: BodyId,
    /// What it is called.
    pub name: Bilingual,
    /// The year.
    pub year: i32,
    /// Posts that are held at its end.
    pub posts: Vec<PostLine>,
    /// Members at its end.
    pub members: Vec<MembersLine>,
    /// What was asked for, and what was held.
    pub schedule: Vec<ScheduleLine>,
    /// Meetings that were held, the earliest first.
    pub meetings: Vec<HeldLine>,
    /// What in the folder speaks against this being the journal that it was.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub doubts: Vec<Bilingual>,
}

/// A post and who holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PostLine {
    /// The post.
    pub post: Bilingual,
    /// Who holds it.
    pub name: Bilingual,
    /// Since when.
    pub from: Happened,
    /// Last day of the term.
    pub term_until: Option<Happened>,
}

/// Members who stand alike.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct MembersLine {
    /// How they stand.
    pub standing: Bilingual,
    /// What they are called.
    pub names: Vec<Bilingual>,
}

/// A meeting in the contents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct HeldLine {
    /// The meeting.
    pub meeting: MeetingId,
    /// When it was held.
    pub on: Happened,
    /// Its kind.
    pub meeting_kind: Option<MeetingKind>,
    /// The first item of its agenda.
    pub agenda: String,
}

impl View {
    /// A year of a body; none where there is no such year.
    pub fn handbook(&self, body: BodyId, year: i32) -> Result<Option<Handbook>, AskError> {
        let Some(end) = NaiveDate::from_ymd_opt(year, 12, 31) else { return Ok(None) };
        let all = &self.snapshot;
        Ok(Some(Handbook {
            registry: all.name().to_owned(),
            entries: all.entries(),
            head: all.head(),
            body,
            name: self.names().body(body),
            year,
            posts: self.posts_at(body, end)?,
            members: self.members_at(body, end)?,
            schedule: self.schedule_of(body, year, end)?,
            meetings: self.held_in(body, year)?,
            doubts: all.doubts(),
        }))
    }

    fn posts_at(&self, body: BodyId, end: NaiveDate) -> Result<Vec<PostLine>, AskError> {
        let names = self.names();
        let mut seats = self.snapshot.projections.seats_on(body, end)?;
        seats.sort_by_cached_key(|seat| (seat.holding.post_kind, seat.from, seat.holding.person));
        let line = |seat: &crate::projection::Seat| PostLine {
            post: seat.holding.post_kind.name(),
            name: names.person(seat.holding.person),
            from: seat.from,
            term_until: seat.holding.term_until,
        };
        Ok(seats.iter().map(line).collect())
    }

    fn members_at(&self, body: BodyId, end: NaiveDate) -> Result<Vec<MembersLine>, AskError> {
        let members = self.snapshot.projections.members_on(body, end)?;
        let groups = [
            ("有表决权", "with a vote", &members.with_vote),
            ("预备党员", "probationary", &members.probationary),
            ("权利中止", "suspended", &members.suspended),
            ("在职报到", "reported in", &members.reported_in),
        ];
        let names = self.names();
        let line = |(zh, en, people): (&str, &str, &Vec<PersonId>)| {
            let mut names: Vec<Bilingual> = people.iter().map(|id| names.person(*id)).collect();
            names.sort();
            MembersLine { standing: Bilingual::new(zh, en), names }
        };
        let some = groups.into_iter().filter(|(_, _, people)| !people.is_empty());
        Ok(some.map(line).collect())
    }

    fn held_in(&self, body: BodyId, year: i32) -> Result<Vec<HeldLine>, AskError> {
        let all = &self.snapshot.projections;
        let mut found = Vec::new();
        for meeting in all.meetings_of(body)? {
            let row = all.meeting(meeting)?.filter(|row| row.cancelled.is_none());
            let Some(row) = row else { continue };
            let Some(held) = row.held.as_ref().filter(|held| held.on.first_day().year() == year)
            else {
                continue;
            };
            found.push(HeldLine {
                meeting,
                on: held.on,
                meeting_kind: row.meeting_kind(),
                agenda: held.what.agenda.first().map(ToString::to_string).unwrap_or_default(),
            });
        }
        found.sort_by_key(|one| (one.on, one.meeting));
        Ok(found)
    }
}
