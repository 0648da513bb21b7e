//! What is to be done after an election: filing, approval, handing over.

use super::owners::blank;
use super::{Due, DueDay, Gathered, Ground, Stays};
use crate::answer::AskError;
use crate::answer::View;
use crate::domain::{Bilingual, BodyId, BodyKind, Happened, ReplyKind, ReportSubject};
use crate::event::Names;
use crate::law::{
    Act, Citation, Days, Figures, Matter, Outcome, Question, Topic, consequences, judge,
};
use crate::projection::{Call, Drawer, ElectionRow};
use chrono::NaiveDate;

impl Gathered<'_> {
    /// Elections of which the result was declared, as they stood on the day.
    pub(super) fn elections(&mut self) -> Result<(), AskError> {
        let rows = self.called(self.body)?;
        for row in &rows {
            let Some(call) = row.called.as_ref().filter(|call| self.concerns(call.body)) else {
                continue;
            };
            // What was not filed or approved before the next result came is the next one's matter.
            if let Some(declared) = declared(row).filter(|day| !is_superseded(call, *day, &rows)) {
                self.election(row, call, declared)?;
            }
        }
        Ok(())
    }

    /// Elections of a body, or of all, as they stood on the day.
    pub(super) fn called(&self, body: Option<BodyId>) -> Result<Vec<ElectionRow>, AskError> {
        let called = self.filed(Drawer::Elections, body, &(i32::MIN..=i32::MAX))?.into_iter();
        let rows = called.map(|id| self.view.snapshot.projections.election(id));
        let rows = rows.filter_map(Result::transpose).map(|row| row.map(|row| row.on(self.on)));
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn election(
        &mut self,
        row: &ElectionRow,
        call: &Call,
        declared: NaiveDate,
    ) -> Result<(), AskError> {
        let Some(book) = self.view.snapshot.newest_book()? else { return Ok(()) };
        let body = self.view.electing(row, call, declared)?;
        let matter = self.view.election_matter(call.election_kind, body, declared);
        let days = Days {
            elected: Some(declared),
            formed: Some(declared),
            term_end: self.view.term_end(call.body, self.on)?,
            ..Days::default()
        };
        let name = self.view.names().election(row.election);
        let (reports, replies) = answers(row);
        for one in consequences(book, &matter, &days) {
            let done = match one.act {
                Act::File => reports > 0 || replies > 0,
                Act::HandOver => false,
                // The terms are looked at body by body; the rest is not the work of a body.
                _ => continue,
            };
            let act = one.act.name();
            let what = Bilingual::new(
                format!("{}:{}", act.zh, name.zh),
                format!("{}: {}", act.en, name.en),
            );
            let due = blank(self.on).of(call.body).about(row.election.tag());
            self.consequence(&one, what, done, due);
        }
        if let Some(citation) = self.view.waits_for_reply(row)? {
            let told = if reports == 0 {
                Bilingual::new(
                    format!("选举结果报上级:{}", name.zh),
                    format!("report to the superior: {}", name.en),
                )
            } else {
                Bilingual::new(
                    format!("上级对选举结果的批复:{}", name.zh),
                    format!("the superior's reply: {}", name.en),
                )
            };
            let ground = Ground::Rule(Box::new(citation));
            let due = blank(self.on).of(call.body).about(row.election.tag());
            let due = Due { day: declared, meant: DueDay::Since, what: told, ground, ..due };
            self.add(due, Stays::UntilDone);
        }
        Ok(())
    }
}

/// The day of the last result declared.
fn declared(row: &ElectionRow) -> Option<NaiveDate> {
    row.declared.iter().map(|one| one.on).max().map(Happened::first_day)
}

/// Whether a later election of the same kind for the same body came to a result.
fn is_superseded(call: &Call, day: NaiveDate, rows: &[ElectionRow]) -> bool {
    rows.iter().any(|other| {
        let same = other
            .called
            .as_ref()
            .is_some_and(|one| one.body == call.body && one.election_kind == call.election_kind);
        same && declared(other).is_some_and(|later| later > day)
    })
}

/// Reports of the result to the superior, and replies that approve or file it.
fn answers(row: &ElectionRow) -> (u32, u32) {
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let reports = row.reported.iter().filter(|one| one.subject == ReportSubject::Result);
    let replies = row
        .replies
        .iter()
        .filter(|one| one.subject == ReportSubject::Result && one.reply != ReplyKind::Refused);
    (number(reports.count()), number(replies.count()))
}

impl View {
    /// The rule by which a declared result still waits to be reported, filed or approved; nothing
    /// where no rule asks for it: nobody approves an owners' committee or the head of a building.
    pub fn waits_for_reply(&self, row: &ElectionRow) -> Result<Option<Citation>, AskError> {
        let (Some(call), Some(declared)) = (row.called.as_ref(), declared(row)) else {
            return Ok(None);
        };
        let refused = |one: &crate::projection::Stated<crate::projection::Reply>| {
            one.subject == ReportSubject::Result && one.reply == ReplyKind::Refused
        };
        if row.replies.last().is_some_and(refused) {
            return Ok(None);
        }
        let Some(book) = self.snapshot.newest_book()? else { return Ok(None) };
        let body = self.electing(row, call, declared)?;
        let matter = self.election_matter(call.election_kind, body, declared);
        let Some(card) = book.find(Topic::APPROVAL, &matter) else { return Ok(None) };
        let (reports, replies) = answers(row);
        let figures =
            Figures { reports: Some(reports), replies: Some(replies), ..Figures::default() };
        let matter = Matter { question: Question::APPROVAL, ..matter };
        let met = judge(book, &matter, &figures).outcome == Outcome::Satisfied;
        Ok((!met).then(|| Citation::from(card)))
    }

    /// Kind of the body whose meeting elects: the owners elect their committee.
    fn electing(
        &self,
        row: &ElectionRow,
        call: &Call,
        on: NaiveDate,
    ) -> Result<BodyKind, AskError> {
        let met = row.declared.iter().rev().find_map(|one| one.meeting).or(call.meeting);
        let met = match met {
            Some(meeting) => self.snapshot.projections.meeting(meeting)?.and_then(|row| row.body()),
            None => None,
        };
        let state = self.snapshot.projections.body_on(met.unwrap_or(call.body), on)?;
        let kind = state.and_then(|state| state.body_kind).unwrap_or(BodyKind::Organisation);
        Ok(if kind == BodyKind::OwnerCommittee { BodyKind::OwnerAssembly } else { kind })
    }
}
