//! Issues: how far each is, and its life step by step.

mod steps;

use super::list::handle;
use super::motion::shortened;
use super::{AskError, Filter, List, Step, Story, View};
use crate::domain::{Bilingual, BodyId, Happened, IssueId, Label};
use crate::event::Names;
use crate::event::names::with_names;
use crate::projection::{Drawer, IssueRow, IssueStage, Projections};
use schemars::JsonSchema;
use serde::Serialize;
use steps::{in_charge, stage_name, steps_of};

/// An issue in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct IssueLine {
    /// The issue.
    pub issue: IssueId,
    /// Short name in documents.
    pub label: Option<Label>,
    /// `@label`, or else the id: what a command takes.
    pub handle: String,
    /// When it was raised.
    pub raised: Happened,
    /// To which body.
    pub body: BodyId,
    /// What it is and who raised it: 问题·供暖,居民提出.
    pub about: Bilingual,
    /// Its text, persons by name where the vault allows.
    pub text: Bilingual,
    /// The same, short.
    pub short: Bilingual,
    /// Whether it is closed.
    pub closed: bool,
    /// How far it is, who takes care of it, until when.
    pub standing: Bilingual,
    /// Days past its date on the day asked about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days_over: Option<u32>,
}

impl View {
    /// Issues that were raised by the day asked about, the earliest first.
    pub fn issues(&self, filter: Filter) -> Result<List<IssueLine>, AskError> {
        let drawer = (Drawer::Issues, filter);
        let mut all = self.rows(drawer, Projections::issue, Projections::each_issue)?;
        all.retain(|row| filter.within(row.raised.as_ref().map(|raised| raised.on)));
        // Ids are random: those of one day stand by their label, or by their text.
        all.sort_by_cached_key(|row: &IssueRow| {
            let raised = row.raised.as_ref();
            let named = raised.map(|raised| (raised.on, raised.label.clone(), raised.text.clone()));
            (named, row.issue)
        });
        let lines = all.iter().filter_map(|row| self.issue_line(row));
        let wanted =
            lines.filter(|line| filter.concerns(line.body) && !(filter.open && line.closed));
        Ok(self.list("issues", wanted.collect()))
    }

    fn issue_line(&self, row: &IssueRow) -> Option<IssueLine> {
        let (raised, stage) = (row.raised.as_ref()?, row.stage_on(self.on())?);
        let text = with_names(raised.text.as_str(), &self.names());
        Some(IssueLine {
            issue: row.issue,
            label: raised.label.clone(),
            handle: handle(raised.label.as_ref(), &row.issue),
            raised: raised.on,
            body: raised.body,
            about: kinds(row),
            short: shortened(&text),
            text,
            closed: stage >= IssueStage::Closed,
            standing: self.standing(row, stage),
            days_over: row.days_over(self.on()),
        })
    }

    /// 已交办 2023-12-07,承办:物业公司,期限 2023-12-10,至 2023-12-12 已过 2 天
    fn standing(&self, row: &IssueRow, stage: IssueStage) -> Bilingual {
        let since = self.since(row, stage);
        let since = since.map_or_else(String::new, |on| format!(" {on}"));
        let mut told = stage_name(row, stage).then(&Bilingual::new(since.clone(), since));
        let assigned = row.assigned_on(self.on()).filter(|_| stage < IssueStage::Closed);
        if let Some(assigned) = assigned {
            told = told.then(&in_charge(assigned, &self.names()));
            if let Some(due) = assigned.due {
                told = told.then(&Bilingual::new(format!(",期限 {due}"), format!(", due {due}")));
            }
        }
        match row.days_over(self.on()) {
            Some(days) => {
                let on = self.on();
                told.then(&Bilingual::new(
                    format!(",至 {on} 已过 {days} 天"),
                    format!(", {days} days past on {on}"),
                ))
            }
            None => told,
        }
    }

    /// The day of the step that made this stage.
    fn since(&self, row: &IssueRow, stage: IssueStage) -> Option<Happened> {
        let begun = |on: &Happened| on.begun_on(self.on());
        match stage {
            IssueStage::Raised => None,
            IssueStage::Deliberated => row.deliberated.iter().map(|one| one.on).rfind(begun),
            IssueStage::Assigned => row.assigned.iter().map(|one| one.on).rfind(begun),
            IssueStage::InProgress => row.progressed.iter().map(|one| one.on).rfind(begun),
            IssueStage::Closed => row.closed.as_ref().map(|one| one.on),
            IssueStage::FedBack => row.feedback.iter().map(|one| one.on).find(begun),
        }
    }

    /// An issue, and each step of its life until the day asked about.
    pub(super) fn issue_story(&self, id: IssueId) -> Result<Story, AskError> {
        let mut story = Story::about(id.tag());
        let Some(row) = self.snapshot.projections.issue(id)? else { return Ok(story) };
        let Some(stage) = row.stage_on(self.on()) else { return Ok(story) };
        let names = self.names();
        if let Some(raised) = &row.raised {
            let (body, kind) = (names.body(raised.body), kinds(&row));
            story.lines.push(Bilingual::new(
                format!("{}  {}受理", kind.zh, body.zh),
                format!("{}, to {}", kind.en, body.en),
            ));
            story.lines.push(with_names(raised.text.as_str(), &names));
            story.lines.push(self.standing(&row, stage).map(|text| format!("→ {text}")));
        }
        story.steps = steps_of(&row, &names);
        for motion in &row.motions {
            story.steps.extend(self.motion_step(*motion)?);
        }
        for activity in &row.activities {
            story.steps.extend(self.activity_step(*activity)?);
        }
        story.steps.retain(|step: &Step| step.on.begun_on(self.on()));
        story.steps.sort_by_key(|step| step.on);
        Ok(story.with_row(&row))
    }
}

/// 问题·供暖,居民提出
fn kinds(row: &IssueRow) -> Bilingual {
    row.raised.as_ref().map_or_else(
        || Bilingual::new("", ""),
        |raised| {
            let (kind, about) = (raised.issue_kind.name(), raised.category.name());
            let source = raised.source.name();
            Bilingual::new(
                format!("{}·{},{}提出", kind.zh, about.zh, source.zh),
                format!("{} ({}), from a {}", kind.en, about.en, source.en),
            )
        },
    )
}
