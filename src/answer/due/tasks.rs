//! What somebody was asked to do: issues assigned, resolutions, tasks and rectifications of minutes.

use super::{Due, DueDay, Gathered, Ground, Stays};
use crate::answer::AskError;
use crate::domain::{Bilingual, Happened, IssueId, MeetingId, MeetingKind, MotionId};
use crate::event::Names;
use crate::event::names::with_names;
use crate::projection::{Drawer, IssueRow, IssueStage, MeetingRow, MotionRow};
use chrono::{Datelike, Days as Span};
use std::collections::BTreeSet;
use std::ops::RangeInclusive;

impl Gathered<'_> {
    /// Issues that somebody was asked to take care of by a day, and tasks of the minutes.
    pub(super) fn assigned(&mut self) -> Result<(), AskError> {
        let mut issues = Vec::new();
        self.view.snapshot.projections.each_issue(&mut |row| issues.push(row))?;
        for row in issues {
            self.issue(&row);
        }
        let (near, ever) = (self.years_near(), i32::MIN..=self.last().year());
        let tasks = self.filed::<MeetingId>(Drawer::Tasks, self.body, &near)?;
        let open = self.filed::<MeetingId>(Drawer::Rectifications, self.body, &ever)?;
        for meeting in tasks.into_iter().chain(open).collect::<BTreeSet<_>>() {
            let row = self.view.snapshot.projections.meeting(meeting)?;
            if let Some(row) = row.filter(|row| !row.is_annulled()) {
                self.tasks(&row);
            }
        }
        let resolved = self.filed::<MotionId>(Drawer::Resolutions, self.body, &near)?;
        let promised = self.filed::<MotionId>(Drawer::Promises, self.body, &ever)?;
        let motions: BTreeSet<MotionId> = resolved.into_iter().chain(promised).collect();
        for row in self.motions(motions)? {
            self.resolution(&row)?;
        }
        Ok(())
    }

    /// The years in which something lies that is told for as many days after its day as before it.
    fn years_near(&self) -> RangeInclusive<i32> {
        let first = self.on.checked_sub_days(Span::new(u64::from(self.days)));
        first.map_or(i32::MIN, |first| first.year())..=self.last().year()
    }

    fn issue(&mut self, row: &IssueRow) {
        let on = self.on;
        let open = row.stage_on(on).is_some_and(|stage| stage < IssueStage::Closed);
        let taken_up = row.raised.as_ref().map(|raised| raised.body);
        let Some(assigned) = row.assigned_on(on).filter(|_| open) else { return };
        let Some(day) = assigned.due else { return };
        let body = assigned.handled_by.or(taken_up);
        if !body.into_iter().chain(taken_up).any(|body| self.concerns(body)) {
            return;
        }
        let names = self.view.names();
        let issue = names.issue(row.issue);
        let task = assigned.task.as_ref().map(|task| with_names(first_line(task.as_str()), &names));
        let what = match task {
            Some(task) => Bilingual::new(
                format!("{}({})", bare(&issue.zh), bare(&task.zh)),
                format!("{} ({})", bare(&issue.en), bare(&task.en)),
            ),
            None => issue.map(|text| bare(text).to_owned()),
        };
        let ground = Ground::Said(Bilingual::new(
            format!("按 {} 的交办", assigned.on.first_day()),
            format!("as assigned on {}", assigned.on.first_day()),
        ));
        let due = Due {
            body,
            person: assigned.responsible,
            unit: assigned.unit.as_ref().map(|unit| unit.as_str().to_owned()),
            ..Due::new(day.last_day(), DueDay::By, what, ground).about(row.issue.tag())
        };
        self.add(due, Stays::UntilDone);
    }

    /// What a resolution asks for; it is done when the issue that it answers is closed.
    fn resolution(&mut self, row: &MotionRow) -> Result<(), AskError> {
        let (Some(resolved), Some(proposal)) = (&row.resolved, &row.proposal) else {
            return Ok(());
        };
        let Some(day) = resolved.due.filter(|_| resolved.on.begun_on(self.on)) else {
            return Ok(());
        };
        let stays = match proposal.issue {
            Some(issue) if self.is_closed(issue)? => return Ok(()),
            Some(_) => Stays::UntilDone,
            None => Stays::AWhile,
        };
        let names = self.view.names();
        let what = with_names(first_line(resolved.resolution.as_str()), &names);
        let due = Due {
            person: resolved.responsible,
            ..Due::new(
                day.last_day(),
                DueDay::By,
                what.map(|text| bare(text).to_owned()),
                Ground::Said(Bilingual::new(
                    format!("按 {} 的决议", resolved.on.first_day()),
                    format!("by the resolution of {}", resolved.on.first_day()),
                )),
            )
        };
        self.add(due.of(proposal.body).about(row.motion.tag()), stays);
        Ok(())
    }

    fn is_closed(&self, issue: IssueId) -> Result<bool, AskError> {
        let row = self.view.snapshot.projections.issue(issue)?;
        let stage = row.and_then(|row| row.stage_on(self.on));
        Ok(stage.is_some_and(|stage| stage >= IssueStage::Closed))
    }

    /// Tasks that a committee gave, and what a life meeting is to put right.
    fn tasks(&mut self, row: &MeetingRow) {
        let Some(held) = row.held.as_ref().filter(|held| held.on.begun_on(self.on)) else { return };
        if !self.concerns(held.body) {
            return;
        }
        for task in &held.tasks {
            if task.done.is_some_and(|done| done.begun_on(self.on)) {
                continue;
            }
            let kind = if task.rectifies {
                Bilingual::new("整改:", "put right: ")
            } else {
                Bilingual::new("", "")
            };
            let text = with_names(first_line(task.text.as_str()), &self.view.names());
            let what = kind.then(&text.map(|text| bare(text).to_owned()));
            let ground = minuted(held.on, held.meeting_kind);
            let due = Due {
                person: Some(task.person),
                ..Due::new(task.due.last_day(), DueDay::By, what, ground)
            };
            let stays = if task.rectifies { Stays::UntilDone } else { Stays::AWhile };
            self.add(due.of(held.body).about(row.meeting.tag()), stays);
        }
    }
}

/// 按 2018-12-04 支部委员会会议的分工
fn minuted(on: Happened, kind: MeetingKind) -> Ground {
    Ground::Said(Bilingual::new(
        format!("按 {} {}的安排", on.first_day(), kind.zh()),
        format!("as arranged at the {} of {}", kind.en(), on.first_day()),
    ))
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

/// Without the stop at its end: it stands within a line.
fn bare(text: &str) -> &str {
    text.trim_end_matches(['。', '.'])
}
