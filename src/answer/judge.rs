//! What was decided on a motion, and whether a meeting had its quorum: judged by the book pinned with
//! the minutes.

use super::{AskError, View};
use crate::domain::{BodyId, BodyKind, ElectionKind, Fingerprint, Heads, MeetingKind};
use crate::event::motion::Announced;
use crate::law::{Figures, Matter, Outcome, Question, Verdict, judge};
use crate::projection::{Contradiction, Excluded, Held, MeetingRow, MotionRow};
use chrono::NaiveDate;
use core::mem::discriminant;

/// A verdict with what it rests on.
#[derive(Debug)]
pub struct Judged {
    /// The verdict under the book pinned with the minutes.
    pub verdict: Verdict,
    /// The book that it was judged by.
    pub book: Fingerprint,
    /// The notice pinned another book, and that one would say something else.
    pub notice_differs: Option<Box<Verdict>>,
    /// Members with a vote on the day by the books, when the minutes name another number due.
    pub members_differ: Option<u32>,
    /// What was announced, when it is not what was computed.
    pub announced_differs: Option<Announced>,
    /// Results that were announced one after the other and contradict each other.
    pub contradiction: Option<Contradiction>,
}

impl View {
    /// Whether enough of those due attended.
    pub fn quorum(&self, row: &MeetingRow) -> Result<Option<Verdict>, AskError> {
        let Some(held) = &row.held else { return Ok(None) };
        let (held, on) = (&held.what, held.on.first_day());
        let book = self.snapshot.book(held.book)?;
        let matter = self.matter(Question::QUORUM, held, None, on)?;
        Ok(Some(judge(book, &matter, &figures_of(held))))
    }

    /// What was decided on a motion, by the rule book pinned with the minutes.
    pub fn judge_motion(&self, row: &MotionRow) -> Result<Option<Judged>, AskError> {
        if !row.counts.is_empty() {
            return self.judge_owners(row);
        }
        let votes = self.snapshot.projections.votes(row.motion)?;
        let Some(vote) = votes.as_ref().and_then(|votes| votes.last()) else { return Ok(None) };
        let Some(meeting) = self.snapshot.projections.meeting(vote.what.meeting)? else {
            return Ok(None);
        };
        let Some(held) = &meeting.held else { return Ok(None) };
        let book = self.snapshot.book(held.what.book)?;
        let mut figures = figures_of(&held.what);
        figures.seats = self.seats_of(held.what.body, vote.on.first_day())?;
        let heads = |count: u32| Some(Heads(count));
        figures.in_favour = heads(vote.what.in_favour);
        figures.against = heads(vote.what.against);
        figures.abstain = heads(vote.what.abstain);
        figures.written_in_favour = vote.what.written_in_favour.map(Heads);
        figures.written_against = vote.what.written_against.map(Heads);
        let kind = row.proposal.as_ref().map(|proposal| proposal.matter_kind);
        let matter = self.matter(Question::RESULT, &held.what, kind, vote.on.first_day())?;
        let verdict = judge(book, &matter, &figures);
        let members_differ = self.members_differ(&held.what, held.on.first_day())?;
        let pinned = meeting.notice.as_ref().map(|notice| notice.what.book);
        let judged = self.beside(row, verdict, (held.what.book, pinned), &matter, &figures)?;
        Ok(Some(Judged { members_differ, ..judged }))
    }

    /// A verdict with what stands beside it: another book at the notice, another announcement.
    /// `books` are the one that it was judged by, and the one pinned with the notice.
    pub(super) fn beside(
        &self,
        row: &MotionRow,
        verdict: Verdict,
        books: (Fingerprint, Option<Fingerprint>),
        matter: &Matter,
        figures: &Figures,
    ) -> Result<Judged, AskError> {
        let (book, pinned) = books;
        let noticed =
            pinned.filter(|pin| *pin != book).map(|pin| self.snapshot.book(pin)).transpose()?;
        let notice_differs = noticed
            .map(|book| judge(book, matter, figures))
            .filter(|other| discriminant(&other.outcome) != discriminant(&verdict.outcome))
            .map(Box::new);
        let announced = row.announced.last().map(|one| one.what.announced);
        let carried = match verdict.outcome {
            Outcome::Satisfied => Some(Announced::Carried),
            Outcome::NotSatisfied => Some(Announced::NotCarried),
            Outcome::Undetermined { .. } | Outcome::Disputed { .. } | Outcome::Advisory { .. } => {
                None
            }
        };
        let announced_differs = announced.filter(|said| carried.is_some_and(|one| one != *said));
        let (members_differ, contradiction) = (None, row.contradiction());
        Ok(Judged {
            verdict,
            book,
            notice_differs,
            members_differ,
            announced_differs,
            contradiction,
        })
    }

    /// How many seats the election had by which an owners' committee was filled, vacant ones included.
    fn seats_of(&self, body: BodyId, day: NaiveDate) -> Result<Option<u32>, AskError> {
        let seats = self.snapshot.projections.seats_on(body, day)?;
        for election in seats.iter().filter_map(|seat| seat.holding.election) {
            let Some(row) = self.snapshot.projections.election(election)? else { continue };
            let Some(call) = &row.called else { continue };
            if call.election_kind == ElectionKind::OwnerCommittee {
                return Ok(call.seats.iter().map(|one| row.seats(one.post_kind)).sum());
            }
        }
        Ok(None)
    }

    /// Who was due is recorded with the meeting; where an assembly's number is not that of the
    /// members on the books, a reader should know.
    fn members_differ(&self, held: &Held, day: NaiveDate) -> Result<Option<u32>, AskError> {
        if held.meeting_kind != MeetingKind::BranchGeneralMeeting {
            return Ok(None);
        }
        let members = self.snapshot.projections.members_on(held.body, day)?.with_vote.len();
        let members = u32::try_from(members).unwrap_or(u32::MAX);
        let excluded = u32::try_from(held.excluded.len()).unwrap_or(u32::MAX);
        let due = held.entitled.map(|entitled| entitled.saturating_add(excluded));
        Ok(Some(members).filter(|members| due.is_some_and(|due| due != *members)))
    }

    fn matter(
        &self,
        question: Question,
        held: &Held,
        matter: Option<domain::MatterKind>,
        formed: NaiveDate,
    ) -> Result<Matter, AskError> {
        self.matter_of(question, (held.body, held.meeting_kind), matter, formed)
    }

    /// What is asked about a meeting of this body and kind.
    pub(super) fn matter_of(
        &self,
        question: Question,
        (body, meeting): (BodyId, MeetingKind),
        matter: Option<domain::MatterKind>,
        formed: NaiveDate,
    ) -> Result<Matter, AskError> {
        let state = self.snapshot.projections.body_on(body, formed)?;
        let body = state.and_then(|state| state.body_kind).unwrap_or(BodyKind::Organisation);
        let place = self.snapshot.place().clone();
        Ok(Matter { question, body, meeting, matter, election: None, formed, place })
    }
}

/// The figures of a meeting; what was not recorded is not there.
pub(super) fn figures_of(held: &Held) -> Figures {
    let number = |count: usize| Some(Heads(u32::try_from(count).unwrap_or(u32::MAX)));
    let approved = |one: &&Excluded| one.superior_reply.is_some() && one.motion.is_some();
    let with = held.excluded.iter().filter(approved).count();
    let without = held.excluded.len() - with;
    let all = u32::try_from(held.excluded.len()).unwrap_or(u32::MAX);
    Figures {
        // Those excluded are not on the roll; the law decides whether they count as due.
        due: held
            .entitled
            .filter(|_| !held.no_roll)
            .map(|entitled| Heads(entitled.saturating_add(all))),
        present: held.present.filter(|_| !held.no_roll).map(Heads),
        excluded_with_approvals: number(with).filter(|count| count.0 > 0),
        excluded_without_approvals: number(without).filter(|count| count.0 > 0),
        ..Figures::default()
    }
}
