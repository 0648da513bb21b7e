//! Motions and votes, with what was decided.

use super::list::handle;
use super::{AskError, Filter, List, Step, Story, View};
use crate::domain::{
    Bilingual, BodyId, CountId, Happened, Label, MatterKind, MotionId, VotingMethod, beginning,
};
use crate::event::Names;
use crate::event::names::with_names;
use crate::projection::{Drawer, MotionRow, MotionStatus, Projections, VoteRow};
use schemars::JsonSchema;
use serde::Serialize;

/// Of a text in a list no more is shown.
const SHOWN_CHARS: usize = 60;

/// The beginning of a text that stands in a list.
pub(super) fn shortened(text: &Bilingual) -> Bilingual {
    Bilingual::new(beginning(&text.zh, SHOWN_CHARS), beginning(&text.en, SHOWN_CHARS))
}

/// A motion in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct MotionLine {
    /// The motion.
    pub motion: MotionId,
    /// Short name in documents.
    pub label: Option<Label>,
    /// `@label`, or else the id: what a command takes.
    pub handle: String,
    /// When it was put forward.
    pub proposed: Option<Happened>,
    /// Body that decides.
    pub body: BodyId,
    /// What it is called.
    pub body_name: Bilingual,
    /// What it is about.
    pub matter_kind: MatterKind,
    /// Its text, persons by name where the vault allows.
    pub text: Bilingual,
    /// The same, short.
    pub short: Bilingual,
    /// The counts of owners' votes that it was put to.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub counts: Vec<CountId>,
    /// What follows, by its word; none before a vote.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<&'static str>,
    /// What follows in one sentence, or how far it is.
    pub sentence: Bilingual,
    /// What is odd about it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub remarks: Vec<Bilingual>,
}

/// A vote on a motion: totals only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct VoteLine {
    /// When.
    pub on: Happened,
    /// The motion.
    pub motion: MotionId,
    /// The beginning of its text.
    pub motion_name: Bilingual,
    /// How.
    pub method: VotingMethod,
    /// In favour.
    pub in_favour: u32,
    /// Against.
    pub against: u32,
    /// Abstaining.
    pub abstain: u32,
    /// Written opinions in favour; none when not recorded.
    pub written_in_favour: Option<u32>,
}

impl View {
    /// Motions with what was decided, the earliest first.
    pub fn motions(&self, filter: Filter) -> Result<List<MotionLine>, AskError> {
        let drawer = (Drawer::Motions, filter);
        let mut all = self.rows(drawer, Projections::motion, Projections::each_motion)?;
        all.retain(|row: &MotionRow| {
            row.proposal.as_ref().is_some_and(|one| filter.concerns(one.body))
                && self.begun(row.proposed)
                && filter.within(row.proposed)
        });
        // Ids are random: those of one time stand as on the agenda.
        all.sort_by_cached_key(|row| {
            let item = row.proposal.as_ref().and_then(|proposal| proposal.agenda_item);
            (row.proposed, item, row.text.clone(), row.motion)
        });
        let lines = all.iter().map(|row| self.motion_line(row));
        let lines = lines.collect::<Result<Vec<_>, _>>()?;
        Ok(self.list("motions", lines.into_iter().flatten().collect()))
    }

    fn motion_line(&self, row: &MotionRow) -> Result<Option<MotionLine>, AskError> {
        let Some(proposal) = &row.proposal else { return Ok(None) };
        let text = self.motion_text(row);
        let (outcome, sentence) = self.outcome(row)?;
        let mut remarks: Vec<Bilingual> = self.odd_announcement(row)?.into_iter().collect();
        if self.snapshot.projections.is_corrected_after_vote(row.motion)? {
            remarks.push(Bilingual::new(
                "表决之后更正过议案,原文见 yishi show",
                "corrected after the vote; for what stood there, see yishi show",
            ));
        }
        Ok(Some(MotionLine {
            motion: row.motion,
            label: proposal.label.clone(),
            handle: handle(proposal.label.as_ref(), &row.motion),
            proposed: row.proposed,
            body: proposal.body,
            body_name: self.names().body(proposal.body),
            matter_kind: proposal.matter_kind,
            short: shortened(&text),
            text,
            counts: row.counts.clone(),
            outcome,
            sentence,
            remarks,
        }))
    }

    /// The text of a motion, persons by name.
    pub(super) fn motion_text(&self, row: &MotionRow) -> Bilingual {
        with_names(row.text.as_ref().map_or("", |text| text.as_str()), &self.names())
    }

    /// What follows, by its word, and in one sentence, or how far the motion is.
    fn outcome(&self, row: &MotionRow) -> Result<(Option<&'static str>, Bilingual), AskError> {
        let judged = self.judge_motion(row)?;
        let outcome = judged.as_ref().map(|judged| judged.verdict.outcome.word());
        let sentence = match (judged, row.status) {
            (Some(judged), _) => judged.verdict.sentence(),
            (None, _) if row.annulled => {
                Bilingual::new("误录,不计", "recorded in error, does not count")
            }
            (None, Some(MotionStatus::Withdrawn)) => Bilingual::new("已撤回", "withdrawn"),
            (None, _) if row.counts.is_empty() => Bilingual::new("未表决", "not voted on"),
            (None, _) => {
                Bilingual::new("业主表决中,尚无计票结果", "before the owners; no result yet")
            }
        };
        Ok((outcome, sentence))
    }

    /// Votes, the earliest motion first.
    pub fn votes(&self, filter: Filter) -> Result<List<VoteLine>, AskError> {
        let all = &self.snapshot.projections;
        let names = self.names();
        let drawer = (Drawer::Motions, filter);
        let mut votes = self.rows(drawer, Projections::votes, Projections::each_vote)?;
        votes.sort_by_key(|row: &VoteRow| (row.last().map(|vote| vote.on), row.motion));
        let mut rows = Vec::new();
        for row in votes {
            let body = all.motion(row.motion)?.and_then(|motion| Some(motion.proposal?.body));
            if !body.is_none_or(|body| filter.concerns(body)) {
                continue;
            }
            let wanted = |on| self.begun(Some(on)) && filter.within(Some(on));
            let votes = row.votes.iter().filter(|vote| wanted(vote.on));
            rows.extend(votes.map(|vote| VoteLine {
                on: vote.on,
                motion: row.motion,
                motion_name: names.motion(row.motion),
                method: vote.method,
                in_favour: vote.in_favour,
                against: vote.against,
                abstain: vote.abstain,
                written_in_favour: vote.written_in_favour,
            }));
        }
        Ok(self.list("votes", rows))
    }

    /// A motion: its text, its outcome, its resolution, the text that it fixes.
    pub(super) fn motion_story(&self, id: MotionId) -> Result<Story, AskError> {
        let mut story = Story::about(id.tag());
        let Some(row) = self.snapshot.projections.motion(id)? else { return Ok(story) };
        let names = self.names();
        if let Some(proposal) = &row.proposal {
            let (body, kind) = (names.body(proposal.body), proposal.matter_kind.name());
            let on = row.proposed.map(|on| on.to_string()).unwrap_or_default();
            story.lines.push(Bilingual::new(
                format!("{on}  {}  {}", body.zh, kind.zh),
                format!("{on}  {}  {}", body.en, kind.en),
            ));
        }
        story.lines.push(self.motion_text(&row));
        story.lines.push(self.outcome(&row)?.1.map(|text| format!("→ {text}")));
        story.lines.extend(resolution(&row, &names));
        let fixes = row.proposal.as_ref().filter(|proposal| proposal.document.is_some());
        let texts = fixes.map(|proposal| self.texts(Some(proposal.body))).transpose()?;
        if let Some(text) = texts.iter().flatten().find(|text| text.motion == id) {
            story.lines.extend(self.text_lines(text, false));
        }
        Ok(story.with_row(&row))
    }

    /// A motion as a step in the life of an issue.
    pub(super) fn motion_step(&self, id: MotionId) -> Result<Option<Step>, AskError> {
        let all = &self.snapshot.projections;
        let Some(row) = all.motion(id)? else { return Ok(None) };
        let votes = all.votes(id)?;
        let on = votes.and_then(|votes| votes.last().map(|vote| vote.on)).or(row.proposed);
        let outcome = self.judge_motion(&row)?.map(|judged| judged.verdict.sentence());
        let outcome = outcome.unwrap_or_else(|| Bilingual::new("未表决", "not voted on"));
        let motion = self.names().motion(id);
        let told = Bilingual::new(
            format!("议案{}:{}", motion.zh, outcome.zh),
            format!("Motion {}: {}", motion.en, outcome.en),
        );
        Ok(on.map(|on| Step { on, told }))
    }
}

fn resolution(row: &MotionRow, names: &dyn Names) -> Option<Bilingual> {
    let resolved = row.resolved.as_ref()?;
    let text = with_names(resolved.resolution.as_str(), names);
    let who = resolved.responsible.map(|person| names.person(person));
    let who = who.map_or_else(Default::default, |who| {
        (format!(",责任人{}", who.zh), format!(", {} carries it out", who.en))
    });
    let due = resolved
        .due
        .map_or_else(Default::default, |due| (format!(",期限 {due}"), format!(", due {due}")));
    Some(Bilingual::new(
        format!("{} 决议{}{}:{}", resolved.on, who.0, due.0, text.zh),
        format!("{} resolution{}{}: {}", resolved.on, who.1, due.1, text.en),
    ))
}
