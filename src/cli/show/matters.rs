//! Issues, activities and texts: as lists, and one at a time.

use super::steps::{Step, in_charge, stage_name, steps_of};
use super::{Asked, failed, found, shortened};
use crate::cli::{Exit, Failure, Terminal};
use crate::domain::{ActivityId, Bilingual, BodyId, Happened, IssueId, MotionId};
use crate::registry::TextRow;
use crate::registry::answers::{
    ActivityRow, HeldActivity, IssueRow, IssueStage, Names, Pledge, with_names,
};
use serde_json::{Value, json};

impl Asked<'_> {
    /// Issues as blocks, the earliest first.
    pub(super) fn issues(&self, terminal: &mut Terminal) -> Result<Exit, Failure> {
        let mut rows = Vec::new();
        self.view.projections.each_issue(&mut |row| rows.push(row)).map_err(failed)?;
        // Ids are random: those of one day stand by their label, or by their text.
        rows.sort_by_cached_key(|row| {
            let raised = row.raised.as_ref();
            let named = raised.map(|raised| (raised.on, raised.label.clone(), raised.text.clone()));
            (named, row.issue)
        });
        let mut lines = Vec::new();
        for row in &rows {
            let Some(raised) = row.raised.as_ref().filter(|raised| self.concerns(raised.body))
            else {
                continue;
            };
            let Some(stage) = row.stage_on(self.on) else { continue };
            if self.open && stage >= IssueStage::Closed {
                continue;
            }
            let names = self.view.names();
            let label = Self::label(raised.label.as_ref());
            let id = if label.is_empty() { row.issue.to_string() } else { label };
            let about = terminal.pick(&kinds(row)).to_owned();
            lines.push(format!("{id}  {}  {about}", raised.on));
            let text = with_names(raised.text.as_str(), &names);
            lines.push(format!("  {}", shortened(terminal.pick(&text))));
            lines.push(format!("  → {}", terminal.pick(&self.standing(row, stage, &names))));
        }
        print_or_tell(&lines, terminal);
        Ok(Exit::Done)
    }

    /// 已交办 2023-12-07,承办:物业公司,期限 2023-12-10,至 2023-12-12 已过 2 天
    fn standing(&self, row: &IssueRow, stage: IssueStage, names: &dyn Names) -> Bilingual {
        let since = self.since(row, stage);
        let since = since.map_or_else(String::new, |on| format!(" {on}"));
        let mut told = stage_name(row, stage).then(&Bilingual::new(since.clone(), since));
        let assigned = row.assigned_on(self.on).filter(|_| stage < IssueStage::Closed);
        if let Some(assigned) = assigned {
            told = told.then(&in_charge(assigned, names));
            if let Some(due) = assigned.due {
                told = told.then(&Bilingual::new(format!(",期限 {due}"), format!(", due {due}")));
            }
        }
        match row.days_over(self.on) {
            Some(days) => {
                let on = self.on;
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
        let begun = |on: &Happened| on.begun_on(self.on);
        match stage {
            IssueStage::Raised => None,
            IssueStage::Deliberated => row.deliberated.iter().map(|one| one.on).rfind(begun),
            IssueStage::Assigned => row.assigned.iter().map(|one| one.on).rfind(begun),
            IssueStage::InProgress => row.progressed.iter().map(|one| one.on).rfind(begun),
            IssueStage::Closed => row.closed.as_ref().map(|one| one.on),
            IssueStage::FedBack => row.feedback.iter().map(|one| one.on).find(begun),
        }
    }

    /// Activities as blocks, the earliest first.
    pub(super) fn activities(&self, terminal: &mut Terminal) -> Result<Exit, Failure> {
        let mut rows = Vec::new();
        self.view.projections.each_activity(&mut |row| rows.push(row)).map_err(failed)?;
        rows.sort_by_cached_key(|row| {
            row.held.as_ref().map(|held| (held.on, held.theme.clone(), row.activity))
        });
        let mut lines = Vec::new();
        for row in &rows {
            let Some(held) = row.held.as_ref().filter(|held| self.takes_part(held)) else {
                continue;
            };
            if self.day_given && !held.on.begun_on(self.on) {
                continue;
            }
            let names = self.view.names();
            let label = Self::label(held.label.as_ref());
            let id = if label.is_empty() { row.activity.to_string() } else { label };
            let about = terminal.pick(&activity_head(row, &names)).to_owned();
            lines.push(format!("{id}  {}  {about}", held.on));
            lines.extend(
                activity_lines(row, &names, false)
                    .iter()
                    .map(|line| format!("  {}", shortened(terminal.pick(line)))),
            );
        }
        lines.extend(self.pledges(terminal)?);
        print_or_tell(&lines, terminal);
        Ok(Exit::Done)
    }

    /// Pledges that were signed at no activity.
    fn pledges(&self, terminal: &Terminal) -> Result<Vec<String>, Failure> {
        let mut rows = Vec::new();
        self.view.projections.each_pledge(&mut |row| rows.push(row)).map_err(failed)?;
        let mut told = Vec::new();
        for row in rows.iter().filter(|row| self.concerns(row.body)) {
            let body = self.view.names().body(row.body);
            let begun = |on: Happened| !self.day_given || on.begun_on(self.on);
            for pledge in row.pledges.iter().filter(|pledge| begun(pledge.on)) {
                let line = Bilingual::new(format!("{}  ", body.zh), format!("{}  ", body.en));
                told.push((pledge.on, line.then(&pledge_line(pledge))));
            }
        }
        told.sort_by_key(|(on, _)| *on);
        Ok(told.iter().map(|(on, line)| format!("{on}  {}", terminal.pick(line))).collect())
    }

    fn takes_part(&self, held: &HeldActivity) -> bool {
        self.concerns(held.body) || held.partners.iter().any(|body| self.is_asked(*body))
    }

    fn is_asked(&self, body: BodyId) -> bool {
        self.body == Some(body)
    }

    /// Texts as blocks: what they are, from when to when they govern, their fingerprint.
    pub(super) fn texts(&self, terminal: &mut Terminal) -> Result<Exit, Failure> {
        let texts = self.view.texts()?;
        let texts: Vec<&TextRow> = texts.iter().filter(|one| self.concerns(one.body)).collect();
        if terminal.json {
            let rows: Vec<Value> = texts.iter().map(|text| self.text_json(text)).collect();
            terminal.print_json(&json!({ "entries": self.view.entries, "rows": rows }));
            return Ok(Exit::Done);
        }
        let names = self.view.names();
        let mut lines = Vec::new();
        for text in texts {
            let label = Self::label(text.label.as_ref());
            let id = if label.is_empty() { text.motion.to_string() } else { label };
            let body = terminal.pick(&names.body(text.body)).to_owned();
            let kind = terminal.pick(&text.matter_kind.name()).to_owned();
            lines.push(format!("{id}  {kind}  {body}"));
            lines.push(format!("  {}", terminal.pick(&names.motion(text.motion))));
            let told = self.text_lines(text);
            lines.extend(told.iter().map(|line| format!("  {}", terminal.pick(line))));
        }
        print_or_tell(&lines, terminal);
        Ok(Exit::Done)
    }

    fn governs(&self, text: &TextRow) -> bool {
        let begun = |on: Option<Happened>| on.is_some_and(|on| on.begun_on(self.on));
        begun(text.since) && !begun(text.until)
    }

    fn text_json(&self, text: &TextRow) -> Value {
        let date = |on: Option<Happened>| on.map(|on| on.to_string());
        json!({
            "motion": text.motion.to_string(),
            "label": text.label.as_ref().map(ToString::to_string),
            "body": text.body.to_string(),
            "matter_kind": text.matter_kind.word(),
            "document": text.document.to_string(),
            "in_vault": text.here,
            "resolved": date(text.resolved),
            "since": date(text.since),
            "until": date(text.until),
            "governs": self.governs(text),
            "outcome": text.verdict.as_ref().map(|verdict| verdict.outcome.word()),
            "cards": text.cards,
        })
    }

    fn text_lines(&self, text: &TextRow) -> Vec<Bilingual> {
        let verdict = text.verdict.as_ref().map(crate::registry::answers::Verdict::sentence);
        let mut lines: Vec<Bilingual> = verdict.into_iter().collect();
        lines.push(match (text.since, text.until) {
            (None, _) => Bilingual::new("没有施行", "does not govern"),
            (Some(since), None) => {
                Bilingual::new(format!("自 {since} 起施行"), format!("governs from {since}"))
            }
            (Some(since), Some(until)) => Bilingual::new(
                format!("自 {since} 起施行,{until} 起由新文本代替"),
                format!("governed from {since}; another text governs from {until}"),
            ),
        });
        if self.governs(text) {
            let on = self.on;
            lines.push(Bilingual::new(format!("{on} 有效"), format!("in force on {on}")));
        }
        if !text.cards.is_empty() {
            let cards = text.cards.join("、");
            lines.push(Bilingual::new(format!("规则卡:{cards}"), format!("rule cards: {cards}")));
        }
        let (zh, en) = if text.here {
            ("文本在保管库", "the text is in the vault")
        } else {
            ("文本不在保管库", "the text is not in the vault")
        };
        lines.push(Bilingual::new(
            format!("SHA-256 {}({zh})", text.document),
            format!("SHA-256 {} ({en})", text.document),
        ));
        lines
    }

    /// One thing by its id or label.
    pub(super) fn thing(&self, text: &str, terminal: &mut Terminal) -> Result<Exit, Failure> {
        let tags = found(&self.view, text)?;
        for tag in &tags {
            let Some((word, id)) = tag.split_once(':') else { continue };
            if let Some(election) = id.parse().ok().filter(|_| word == "election") {
                let day = self.day();
                return crate::cli::elections::one(election, &self.view, day, terminal);
            }
            if terminal.json {
                return self.thing_json(word, id, terminal);
            }
            let lines = match word {
                "issue" => id.parse().ok().map(|id| self.issue_lines(id, terminal)),
                "activity" => id.parse().ok().map(|id| self.activity_text(id, terminal)),
                "motion" => id.parse().ok().map(|id| self.motion_lines(id, terminal)),
                _ => None,
            };
            if let Some(lines) = lines {
                terminal.print(&lines?.join("\n"));
                return Ok(Exit::Done);
            }
        }
        // Of anything else: what the journal says about it.
        for entry in self.view.entries_about(&tags)? {
            let line = crate::cli::journal::line_of(&entry, &self.view, terminal);
            terminal.print(&line);
        }
        Ok(Exit::Done)
    }

    fn thing_json(&self, word: &str, id: &str, terminal: &mut Terminal) -> Result<Exit, Failure> {
        let what = match word {
            "issue" => super::What::Issues,
            "activity" => super::What::Activities,
            "motion" => super::What::Motions,
            "meeting" => super::What::Meetings,
            "body" => super::What::Bodies,
            "roll" => super::What::Rolls,
            "count" => super::What::Counts,
            "publication" => super::What::Publications,
            _ => super::What::People,
        };
        let rows = self.json(what)?;
        let rows = rows.get("rows").and_then(Value::as_array).cloned().unwrap_or_default();
        let row = rows.into_iter().find(|row| row.get(word).and_then(Value::as_str) == Some(id));
        terminal.print_json(&row.unwrap_or_default());
        Ok(Exit::Done)
    }

    fn issue_lines(&self, id: IssueId, terminal: &Terminal) -> Result<Vec<String>, Failure> {
        let names = self.view.names();
        let Some(row) = self.view.projections.issue(id).map_err(failed)? else {
            return Ok(Vec::new());
        };
        let Some(stage) = row.stage_on(self.on) else { return Ok(Vec::new()) };
        let mut lines = Vec::new();
        if let Some(raised) = &row.raised {
            let body = names.body(raised.body);
            let (kind, text) = (kinds(&row), with_names(raised.text.as_str(), &names));
            lines.push(Bilingual::new(
                format!("{}  {}受理", kind.zh, body.zh),
                format!("{}, to {}", kind.en, body.en),
            ));
            lines.push(text);
            lines.push(Bilingual::new("→ ", "→ ").then(&self.standing(&row, stage, &names)));
        }
        let mut steps = steps_of(&row, &names);
        for motion in &row.motions {
            steps.extend(self.motion_step(*motion, &names)?);
        }
        for activity in &row.activities {
            steps.extend(self.activity_step(*activity, &names)?);
        }
        steps.retain(|(on, _)| on.begun_on(self.on));
        steps.sort_by_key(|(on, _)| *on);
        let mut lines: Vec<String> =
            lines.iter().map(|line| terminal.pick(line).to_owned()).collect();
        lines.push(String::new());
        lines.extend(steps.iter().map(|(on, told)| format!("{on}  {}", terminal.pick(told))));
        Ok(lines)
    }

    fn motion_step(&self, id: MotionId, names: &dyn Names) -> Result<Option<Step>, Failure> {
        let Some(row) = self.view.projections.motion(id).map_err(failed)? else { return Ok(None) };
        let votes = self.view.projections.votes(id).map_err(failed)?;
        let on = votes.and_then(|votes| votes.last().map(|vote| vote.on)).or(row.proposed);
        let outcome = self.view.judge_motion(&row)?.map(|judged| judged.verdict.sentence());
        let outcome = outcome.unwrap_or_else(|| Bilingual::new("未表决", "not voted on"));
        let motion = names.motion(id);
        let told = Bilingual::new(
            format!("议案{}:{}", motion.zh, outcome.zh),
            format!("Motion {}: {}", motion.en, outcome.en),
        );
        Ok(on.map(|on| (on, told)))
    }

    fn activity_step(&self, id: ActivityId, names: &dyn Names) -> Result<Option<Step>, Failure> {
        let row = self.view.projections.activity(id).map_err(failed)?;
        let step = row.and_then(|row| {
            let on = row.held.as_ref()?.on;
            let (head, theme) = (activity_head(&row, names), names.activity(id));
            let told = Bilingual::new(
                format!("活动{}:{}", theme.zh, head.zh),
                format!("Activity {}: {}", theme.en, head.en),
            );
            Some((on, told))
        });
        Ok(step)
    }

    fn activity_text(&self, id: ActivityId, terminal: &Terminal) -> Result<Vec<String>, Failure> {
        let names = self.view.names();
        let Some(row) = self.view.projections.activity(id).map_err(failed)? else {
            return Ok(Vec::new());
        };
        let on = row.held.as_ref().map(|held| held.on.to_string()).unwrap_or_default();
        let mut lines = vec![format!("{on}  {}", terminal.pick(&activity_head(&row, &names)))];
        let told = activity_lines(&row, &names, true);
        lines.extend(told.iter().map(|line| terminal.pick(line).to_owned()));
        Ok(lines)
    }

    /// A motion: its text, its outcome, its resolution, the text that it fixes.
    fn motion_lines(&self, id: MotionId, terminal: &Terminal) -> Result<Vec<String>, Failure> {
        let names = self.view.names();
        let Some(row) = self.view.projections.motion(id).map_err(failed)? else {
            return Ok(Vec::new());
        };
        let mut lines = Vec::new();
        if let Some(proposal) = &row.proposal {
            let (body, kind) = (names.body(proposal.body), proposal.matter_kind.name());
            let on = row.proposed.map(|on| on.to_string()).unwrap_or_default();
            lines.push(Bilingual::new(
                format!("{on}  {}  {}", body.zh, kind.zh),
                format!("{on}  {}  {}", body.en, kind.en),
            ));
        }
        lines.push(with_names(row.text.as_ref().map_or("", |text| text.as_str()), &names));
        let mut lines: Vec<String> =
            lines.iter().map(|line| terminal.pick(line).to_owned()).collect();
        lines.push(format!("→ {}", self.outcome(&row, terminal)?));
        if let Some(resolved) = &row.resolved {
            let text = with_names(resolved.resolution.as_str(), &names);
            let who = resolved.responsible.map(|person| names.person(person));
            let who = who.map_or_else(Default::default, |who| {
                (format!(",责任人{}", who.zh), format!(", {} carries it out", who.en))
            });
            let due = resolved.due.map_or_else(Default::default, |due| {
                (format!(",期限 {due}"), format!(", due {due}"))
            });
            let told = Bilingual::new(
                format!("{} 决议{}{}:{}", resolved.on, who.0, due.0, text.zh),
                format!("{} resolution{}{}: {}", resolved.on, who.1, due.1, text.en),
            );
            lines.push(terminal.pick(&told).to_owned());
        }
        let texts = self.view.texts()?;
        if let Some(text) = texts.iter().find(|text| text.motion == id) {
            let verdict = usize::from(text.verdict.is_some());
            let told = self.text_lines(text);
            lines.extend(told.iter().skip(verdict).map(|line| terminal.pick(line).to_owned()));
        }
        Ok(lines)
    }
}

fn print_or_tell(lines: &[String], terminal: &mut Terminal) {
    if lines.is_empty() {
        terminal.tell(&Bilingual::new("没有记录。", "Nothing is on record."));
    } else {
        terminal.print(&lines.join("\n"));
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
