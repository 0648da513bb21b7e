//! Activities, and pledges that were signed.

use super::list::{collected, handle};
use super::motion::shortened;
use super::{AskError, Filter, List, Step, Story, View};
use crate::domain::{ActivityId, ActivityKind, Bilingual, BodyId, Happened, Label};
use crate::event::Names;
use crate::event::names::with_names;
use crate::projection::{ActivityRow, Drawer, HeldActivity, Pledge, Projections};
use schemars::JsonSchema;
use serde::Serialize;

/// An activity in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ActivityLine {
    /// The activity.
    pub activity: ActivityId,
    /// Short name in documents.
    pub label: Option<Label>,
    /// `@label`, or else the id: what a command takes.
    pub handle: String,
    /// When it was held.
    pub held: Happened,
    /// Which body held it.
    pub body: BodyId,
    /// Its kind.
    pub activity_kind: ActivityKind,
    /// Body, kind and how many took part.
    pub about: Bilingual,
    /// Theme and place, partners, pledges.
    pub lines: Vec<Bilingual>,
}

/// A pledge that was signed at no activity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PledgeLine {
    /// When.
    pub on: Happened,
    /// By whose body.
    pub body: BodyId,
    /// Who signed, if they were counted.
    pub signed: Option<u32>,
    /// Body, title and how many signed.
    pub told: Bilingual,
}

/// Activities, and the pledges beside them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Activities {
    /// The activities.
    #[serde(flatten)]
    pub held: List<ActivityLine>,
    /// Pledges that were signed at none of them.
    pub pledges: Vec<PledgeLine>,
}

impl View {
    /// Activities that a body held or took part in, the earliest first.
    pub fn activities(&self, filter: Filter) -> Result<Activities, AskError> {
        let drawer = (Drawer::Activities, filter);
        let mut all = self.rows(drawer, Projections::activity, Projections::each_activity)?;
        all.sort_by_cached_key(|row: &ActivityRow| {
            row.held.as_ref().map(|held| (held.on, held.theme.clone(), row.activity))
        });
        let takes_part = |held: &HeldActivity| {
            let asked = |body: &BodyId| filter.body == Some(*body);
            filter.concerns(held.body) || held.partners.iter().any(asked)
        };
        let names = self.names();
        let line = |row: &ActivityRow| {
            let held = row.held.as_ref().filter(|held| takes_part(held))?;
            let wanted = self.begun(Some(held.on)) && filter.within(Some(held.on));
            wanted.then(|| ActivityLine {
                activity: row.activity,
                label: held.label.clone(),
                handle: handle(held.label.as_ref(), &row.activity),
                held: held.on,
                body: held.body,
                activity_kind: held.activity_kind,
                about: activity_head(row, &names),
                lines: activity_lines(row, &names, false).iter().map(shortened).collect(),
            })
        };
        let held = self.list("activities", all.iter().filter_map(line).collect());
        Ok(Activities { held, pledges: self.pledges(filter)? })
    }

    fn pledges(&self, filter: Filter) -> Result<Vec<PledgeLine>, AskError> {
        let rows = collected(|row| self.snapshot.projections.each_pledge(row))?;
        let mut told = Vec::new();
        for row in rows.iter().filter(|row| filter.concerns(row.body)) {
            let body = self.names().body(row.body);
            let wanted = |on| self.begun(Some(on)) && filter.within(Some(on));
            for pledge in row.pledges.iter().filter(|pledge| wanted(pledge.on)) {
                let line = body.clone().then(&Bilingual::new("  ", "  "));
                told.push(PledgeLine {
                    on: pledge.on,
                    body: row.body,
                    signed: pledge.headcount.as_ref().map(|count| count.count),
                    told: line.then(&pledge_line(pledge)),
                });
            }
        }
        told.sort_by_key(|one| one.on);
        Ok(told)
    }

    /// An activity as a step in the life of an issue.
    pub(super) fn activity_step(&self, id: ActivityId) -> Result<Option<Step>, AskError> {
        let names = self.names();
        let row = self.snapshot.projections.activity(id)?;
        let step = row.and_then(|row| {
            let on = row.held.as_ref()?.on;
            let (head, theme) = (activity_head(&row, &names), names.activity(id));
            let told = Bilingual::new(
                format!("活动{}:{}", theme.zh, head.zh),
                format!("Activity {}: {}", theme.en, head.en),
            );
            Some(Step { on, told })
        });
        Ok(step)
    }

    /// An activity: who, where, what was done and what came of it.
    pub(super) fn activity_story(&self, id: ActivityId) -> Result<Story, AskError> {
        let mut story = Story::about(id.tag());
        let Some(row) = self.snapshot.projections.activity(id)? else { return Ok(story) };
        let names = self.names();
        let on = row.held.as_ref().map(|held| held.on.to_string()).unwrap_or_default();
        story.lines.push(activity_head(&row, &names).map(|text| format!("{on}  {text}")));
        story.lines.extend(activity_lines(&row, &names, true));
        Ok(story.with_row(&row))
    }
}

/// 馨然嘉园党支部  宣传活动,参加 100 多人
fn activity_head(row: &ActivityRow, names: &dyn Names) -> Bilingual {
    let Some(held) = &row.held else { return Bilingual::new("", "") };
    let (body, kind) = (names.body(held.body), held.activity_kind.name());
    let mut head =
        Bilingual::new(format!("{}  {}", body.zh, kind.zh), format!("{}  {}", body.en, kind.en));
    if let Some(times) = held.times {
        head = head.then(&Bilingual::new(format!(" {times} 次"), format!(", {times} times")));
    }
    let named = held.participants.len();
    if let Some(counted) = &held.counted {
        let count = counted.name();
        let zh = format!(",参加{}", count.zh);
        head = head.then(&Bilingual::new(zh, format!(", {}", count.en)));
    } else if named > 0 {
        let told = Bilingual::new(format!(",写明姓名 {named} 人"), format!(", {named} named"));
        head = head.then(&told);
    }
    head
}

/// Theme and place; then partners, what was done, what came of it, pledges.
fn activity_lines(row: &ActivityRow, names: &dyn Names, whole: bool) -> Vec<Bilingual> {
    let Some(held) = &row.held else { return Vec::new() };
    let (theme, place) = (held.theme.as_str(), held.place.as_str());
    let mut lines = vec![Bilingual::new(format!("{theme}({place})"), format!("{theme} ({place})"))];
    let bodies = held.partners.iter().map(|body| names.body(*body).zh);
    let units = held.partner_units.iter().map(ToString::to_string);
    let partners: Vec<String> = bodies.chain(units).collect();
    if !partners.is_empty() {
        let partners = partners.join("、");
        lines.push(Bilingual::new(format!("共同开展:{partners}"), format!("with {partners}")));
    }
    if whole {
        lines.push(with_names(held.work.as_str(), names));
        lines.extend(held.result.iter().map(|text| with_names(text.as_str(), names)));
    }
    lines.extend(row.pledges.iter().map(|pledge| pledge_line(pledge)));
    lines
}

fn pledge_line(pledge: &Pledge) -> Bilingual {
    let title = pledge.title.as_str();
    let told = Bilingual::new(format!("承诺书“{title}”"), format!("pledge \"{title}\""));
    let Some(count) = &pledge.headcount else { return told };
    let count = count.name();
    told.then(&Bilingual::new(format!(",签名{}", count.zh), format!(", signed by {}", count.en)))
}
