//! `yishi show` (also `list`): what is so, on any day, as the book said at any entry.

use crate::cli::{Exit, Failure, Global, Terminal};
use crate::domain::{
    Bilingual, BodyId, BodyKind, Line, MeetingKind, MemberStatus, PersonId, beginning,
};
use crate::paper::table::Table;
use crate::registry::answers::PeriodState;
use crate::registry::answers::{MeetingRow, MotionRow, MotionStatus, Rows, Unreadable};
use crate::registry::answers::{Names, with_names};
use crate::registry::{RecordError, Registry, View};
use chrono::{Datelike, NaiveDate};
use clap::ValueEnum;
use serde_json::{Value, json};

mod due;
mod matters;
mod steps;

/// Shows what is so: a table (committees, motions, votes, meetings, elections, people, bodies,
/// issues, activities, texts, rolls, counts, publications, schedule, due), or one thing by its id
/// or @label.
#[derive(Debug, clap::Args)]
pub(crate) struct ShowArgs {
    /// 看什么:committees 班子、motions 议案、votes 表决、meetings 会议、elections 选举、people 人员、
    /// bodies 组织、issues 事项、activities 活动、texts 文本、rolls 名册、counts 计票、publications 公示、
    /// schedule 年度安排、due 近期要办,或一件事的编号、@标签 / A table, or an id or @label
    #[arg(value_parser = subject)]
    what: Option<Subject>,
    /// 只看这个组织(编号或 @标签) / Only this body
    #[arg(long)]
    body: Option<String>,
    /// 那一天的情况,例如 2018-06-30 / As it was on that day
    #[arg(long)]
    on: Option<NaiveDate>,
    /// 只算到第几条记录之前 / As the book said after so many entries
    #[arg(long)]
    as_of: Option<u64>,
    /// 年度(用于 schedule) / Year, for the schedule
    #[arg(long)]
    year: Option<i32>,
    /// 只看没有办结的(用于 issues) / Only what is not closed, for issues
    #[arg(long)]
    open: bool,
    /// 往后看几天(用于 due) / Days to look ahead, for what is due
    #[arg(long, default_value_t = 7)]
    days: u32,
}

/// What the question is about.
#[derive(Debug, Clone)]
enum Subject {
    Table(What),
    Thing(String),
}

/// A table by its word; anything else that can be an id or a label is looked up in the book.
fn subject(text: &str) -> Result<Subject, String> {
    const ID_CHARS: usize = 26;
    if let Ok(what) = What::from_str(text, true) {
        return Ok(Subject::Table(what));
    }
    if text.starts_with('@') || text.len() == ID_CHARS {
        return Ok(Subject::Thing(text.to_owned()));
    }
    let words = What::value_variants().iter().filter_map(ValueEnum::to_possible_value);
    let words: Vec<String> = words.map(|word| word.get_name().to_owned()).collect();
    Err(format!("{}, @标签 / @label", words.join(", ")))
}

/// The tables that can be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum What {
    /// 班子和任职 / who holds which seat
    Committees,
    /// 议案 / motions with their outcomes
    Motions,
    /// 表决 / votes
    Votes,
    /// 会议 / meetings
    Meetings,
    /// 选举 / elections with their stage
    Elections,
    /// 人员 / people
    People,
    /// 组织 / bodies
    Bodies,
    /// 事项 / issues and how far they are
    Issues,
    /// 活动 / activities
    Activities,
    /// 议事规则、公约等文本 / texts and which of them governs
    Texts,
    /// 业主名册 / frozen rolls of owners
    Rolls,
    /// 业主表决计票 / counts of owners' votes
    Counts,
    /// 公示公告 / what is posted, and objections
    Publications,
    /// 三会一课年度安排 / what is held, due and missing
    Schedule,
    /// 近期要办 / what is to be done, by when, by which rule
    Due,
}

/// What a question is asked with.
pub(super) struct Asked<'a> {
    pub(super) view: View<'a>,
    pub(super) body: Option<BodyId>,
    pub(super) on: NaiveDate,
    pub(super) day_given: bool,
    year: Option<i32>,
    open: bool,
    days: u32,
}

pub(super) fn run(
    args: &ShowArgs,
    global: &Global,
    terminal: &mut Terminal,
) -> Result<Exit, Failure> {
    let Some(subject) = &args.what else {
        terminal.tell(&Bilingual::new(
            "可以看:committees 班子、motions 议案、votes 表决、meetings 会议、elections 选举、people 人员、bodies 组织、issues 事项、activities 活动、texts 文本、rolls 名册、counts 计票、publications 公示、schedule 年度安排、due 近期要办。例如 yishi list due。",
            "It can be: committees, motions, votes, meetings, elections, people, bodies, issues, activities, texts, rolls, counts, publications, schedule, due; for example yishi list due.",
        ));
        return Ok(Exit::Usage);
    };
    let registry = Registry::read_only(&global.registry)?;
    let view = registry.view(args.as_of)?;
    let body = args.body.as_deref().map(|body| body_of(&view, body)).transpose()?;
    let on = args.on.unwrap_or_else(|| registry.today());
    let (day_given, open) = (args.on.is_some(), args.open);
    let asked = Asked { view, body, on, day_given, year: args.year, open, days: args.days };
    let what = match subject {
        Subject::Table(what) => *what,
        Subject::Thing(text) => return asked.thing(text, terminal),
    };
    if terminal.json && !matches!(what, What::Schedule | What::Texts | What::Due) {
        let rows = asked.json(what)?;
        terminal.print_json(&rows);
        return Ok(Exit::Done);
    }
    let table = match what {
        What::Committees => asked.committees(terminal)?,
        What::Motions => return asked.motions(terminal),
        What::Votes => asked.votes(terminal)?,
        What::Meetings => asked.meetings(terminal)?,
        What::Elections => {
            let rows = super::elections::rows(&asked.view, asked.body, asked.day())?;
            super::elections::list(&asked.view, &rows, terminal)?
        }
        What::People => asked.people(terminal)?,
        What::Bodies => asked.bodies(terminal)?,
        What::Issues => return asked.issues(terminal),
        What::Activities => return asked.activities(terminal),
        What::Texts => return asked.texts(terminal),
        What::Rolls => asked.rolls(terminal)?,
        What::Counts => return asked.counts(terminal),
        What::Publications => asked.publications(terminal)?,
        What::Schedule => return asked.schedule(terminal),
        What::Due => return asked.due(terminal),
    };
    if table.rows.is_empty() {
        terminal.tell(&Bilingual::new("没有记录。", "Nothing is on record."));
        return Ok(Exit::Done);
    }
    let text = table.render(terminal.language, None);
    terminal.print(&text);
    if what == What::Committees {
        asked.tell_odd_seats(terminal)?;
    }
    Ok(Exit::Done)
}

/// Tags of what an id or `@label` means.
pub(super) fn found(view: &View<'_>, text: &str) -> Result<Vec<String>, Failure> {
    let tags = view.find(text);
    if tags.is_empty() {
        return Err(Failure::new(
            Exit::Usage,
            format!("账上没有“{text}”。请用 yishi list 查编号和标签。"),
            format!("Nothing is called \"{text}\". Look ids and labels up with yishi list."),
        ));
    }
    Ok(tags)
}

fn body_of(view: &View<'_>, text: &str) -> Result<BodyId, Failure> {
    let tags = found(view, text)?;
    let body = tags.iter().find_map(|tag| tag.strip_prefix("body:")?.parse().ok());
    body.ok_or_else(|| {
        Failure::new(
            Exit::Usage,
            format!("“{text}”不是组织。"),
            format!("\"{text}\" is not a body."),
        )
    })
}

pub(super) fn failed(error: Unreadable) -> Failure {
    RecordError::from(error).into()
}

/// Text of an optional date; nothing where there is none.
pub(super) fn text<T: ToString>(value: Option<T>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

impl Asked<'_> {
    pub(super) fn concerns(&self, body: BodyId) -> bool {
        self.body.is_none_or(|own| own == body)
    }

    pub(super) fn label(label: Option<&domain::Label>) -> String {
        label.map(|label| format!("@{label}")).unwrap_or_default()
    }

    /// The rows as they are, for machines.
    fn json(&self, what: What) -> Result<Value, Failure> {
        let table = match what {
            What::Committees => Rows::Committees,
            What::Motions => Rows::Motions,
            What::Votes => Rows::Votes,
            What::Meetings => Rows::Meetings,
            What::Elections => return self.elections_json(),
            What::People => Rows::People,
            What::Bodies => Rows::Bodies,
            What::Issues => Rows::Issues,
            What::Activities => Rows::Activities,
            What::Schedule | What::Texts | What::Due => Rows::Schedule,
            What::Rolls => Rows::Rolls,
            What::Counts => Rows::Counts,
            What::Publications => Rows::Publications,
        };
        let rows = self.view.projections.rows(table).map_err(failed)?;
        let mut values = Vec::new();
        for (key, row) in rows {
            let mut value: Value = serde_json::from_str(&row).unwrap_or_default();
            self.add_outcome(what, &key, &mut value)?;
            values.push(value);
        }
        let mut told =
            json!({ "entries": self.view.entries, "table": table.word(), "rows": values });
        if let (What::Activities, Some(told)) = (what, told.as_object_mut()) {
            // What was pledged at no activity is in no row of an activity.
            let pledges = self.view.projections.rows(Rows::Pledges).map_err(failed)?;
            let pledges = pledges.iter().map(|(_, row)| serde_json::from_str(row));
            let pledges: Vec<Value> = pledges.map(Result::unwrap_or_default).collect();
            told.insert("pledges".to_owned(), pledges.into());
        }
        Ok(told)
    }

    /// The day asked about, if one was given.
    fn day(&self) -> Option<NaiveDate> {
        self.day_given.then_some(self.on)
    }

    fn elections_json(&self) -> Result<Value, Failure> {
        let rows = super::elections::rows(&self.view, self.body, self.day())?;
        let rows = rows.iter().map(|row| super::elections::json(row, &self.view));
        let rows = rows.collect::<Result<Vec<Value>, Failure>>()?;
        Ok(json!({ "entries": self.view.entries, "table": "elections", "rows": rows }))
    }

    fn add_outcome(&self, what: What, key: &str, value: &mut Value) -> Result<(), Failure> {
        if what != What::Motions {
            return Ok(());
        }
        let Ok(motion) = key.parse() else { return Ok(()) };
        let Some(row) = self.view.projections.motion(motion).map_err(failed)? else {
            return Ok(());
        };
        if let (Some(judged), Some(object)) = (self.view.judge_motion(&row)?, value.as_object_mut())
        {
            let sentence = judged.verdict.sentence();
            object.insert("outcome".to_owned(), judged.verdict.outcome.word().into());
            object.insert("sentence".to_owned(), json!({ "zh": sentence.zh, "en": sentence.en }));
        }
        Ok(())
    }

    fn committees(&self, terminal: &Terminal) -> Result<Table, Failure> {
        let mut table = Table::new(&[
            ("组织", "body"),
            ("职务", "post"),
            ("姓名", "name"),
            ("起", "from"),
            ("任期至", "term until"),
            ("产生方式", "basis"),
            ("依据", "source"),
        ]);
        let names = self.view.names();
        let tree = self.view.projections.tree_on(self.on).map_err(failed)?;
        for body in tree.iter().map(|place| &place.body).filter(|body| self.concerns(**body)) {
            let mut seats = self.view.projections.seats_on(*body, self.on).map_err(failed)?;
            // Ids are random: those of one post, place and day stand by name.
            seats.sort_by_cached_key(|seat| {
                let holding = &seat.holding;
                let person = names.person(holding.person).zh;
                let place = holding.constituency.clone();
                (holding.post_kind, place_order(holding), place, seat.from, person)
            });
            for seat in seats {
                let holding = &seat.holding;
                let source = holding
                    .election
                    .map(|election| names.election(election))
                    .or_else(|| holding.source_meeting.map(|meeting| names.meeting(meeting)))
                    .or_else(|| holding.source_motion.map(|motion| names.motion(motion)))
                    .or_else(|| holding.source_body.map(|body| names.body(body)))
                    .or_else(|| {
                        holding
                            .source_document
                            .as_ref()
                            .map(|d| Bilingual::new(d.as_str(), d.as_str()))
                    });
                table.push(vec![
                    terminal.pick(&names.body(*body)).to_owned(),
                    post_of(holding, terminal),
                    terminal.pick(&names.person(holding.person)).to_owned(),
                    seat.from.to_string(),
                    text(holding.term_until),
                    terminal.pick(&basis(holding.basis)).to_owned(),
                    source.map(|source| terminal.pick(&source).to_owned()).unwrap_or_default(),
                ]);
            }
        }
        Ok(table)
    }

    /// What is odd about the seats just shown.
    fn tell_odd_seats(&self, terminal: &mut Terminal) -> Result<(), Failure> {
        for place in self.view.projections.tree_on(self.on).map_err(failed)? {
            if self.concerns(place.body) {
                for odd in self.view.odd_seats(place.body, self.on).map_err(failed)? {
                    terminal.tell(&odd.map(|text| format!("※ {text}")));
                }
            }
        }
        Ok(())
    }

    /// Motions as blocks: an outcome sentence is longer than any column.
    fn motions(&self, terminal: &mut Terminal) -> Result<Exit, Failure> {
        let names = self.view.names();
        let mut rows = Vec::new();
        self.view.projections.each_motion(&mut |row| rows.push(row)).map_err(failed)?;
        // Ids are random: those of one time stand as on the agenda.
        rows.sort_by_cached_key(|row| {
            let item = row.proposal.as_ref().and_then(|proposal| proposal.agenda_item);
            (row.proposed, item, row.text.clone(), row.motion)
        });
        let mut lines = Vec::new();
        for row in rows {
            let Some(proposal) = row.proposal.as_ref().filter(|one| self.concerns(one.body)) else {
                continue;
            };
            if self.day_given && !row.proposed.is_some_and(|at| at.begun_on(self.on)) {
                continue;
            }
            let motion = with_names(row.text.as_ref().map_or("", |t| t.as_str()), &names);
            let body = terminal.pick(&names.body(proposal.body)).to_owned();
            let (label, proposed) = (Self::label(proposal.label.as_ref()), text(row.proposed));
            let id = if label.is_empty() { row.motion.to_string() } else { label };
            lines.push(format!("{id}  {proposed}  {body}"));
            lines.push(format!("  {}", shortened(terminal.pick(&motion))));
            lines.push(format!("  → {}", self.outcome(&row, terminal)?));
            if let Some(odd) = self.view.odd_announcement(&row).map_err(failed)? {
                lines.push(format!("  ※ {}", terminal.pick(&odd)));
            }
            if self.view.projections.is_corrected_after_vote(row.motion).map_err(failed)? {
                let mark = Bilingual::new(
                    "※ 表决之后更正过议案,原文见 yishi show",
                    "※ corrected after the vote; for what stood there, see yishi show",
                );
                lines.push(format!("  {}", terminal.pick(&mark)));
            }
        }
        if lines.is_empty() {
            terminal.tell(&Bilingual::new("没有记录。", "Nothing is on record."));
        } else {
            terminal.print(&lines.join("\n"));
        }
        Ok(Exit::Done)
    }

    fn outcome(&self, row: &MotionRow, terminal: &Terminal) -> Result<String, Failure> {
        let judged = self.view.judge_motion(row)?;
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
        Ok(terminal.pick(&sentence).to_owned())
    }

    fn votes(&self, terminal: &Terminal) -> Result<Table, Failure> {
        let mut table = Table::new(&[
            ("日期", "date"),
            ("议案", "motion"),
            ("方式", "method"),
            ("赞成", "for"),
            ("反对", "against"),
            ("弃权", "abstain"),
            ("书面赞成", "in writing"),
        ]);
        let names = self.view.names();
        let mut rows = Vec::new();
        self.view.projections.each_vote(&mut |row| rows.push(row)).map_err(failed)?;
        rows.sort_by_key(|row| (row.last().map(|vote| vote.on), row.motion));
        for row in rows {
            let motion = self.view.projections.motion(row.motion).map_err(failed)?;
            let body = motion.and_then(|motion| Some(motion.proposal?.body));
            if !body.is_none_or(|body| self.concerns(body)) {
                continue;
            }
            for vote in row.votes.iter().filter(|vote| !self.day_given || vote.on.begun_on(self.on))
            {
                table.push(vec![
                    vote.on.to_string(),
                    terminal.pick(&names.motion(row.motion)).to_owned(),
                    terminal.pick(&vote.method.name()).to_owned(),
                    vote.in_favour.to_string(),
                    vote.against.to_string(),
                    vote.abstain.to_string(),
                    text(vote.written_in_favour),
                ]);
            }
        }
        Ok(table)
    }

    fn meetings(&self, terminal: &Terminal) -> Result<Table, Failure> {
        let mut table = Table::new(&[
            ("日期", "date"),
            ("组织", "body"),
            ("类型", "kind"),
            ("应到", "due"),
            ("实到", "present"),
            ("状态", "status"),
            ("标签", "label"),
        ]);
        let names = self.view.names();
        let mut rows = Vec::new();
        self.view.projections.each_meeting(&mut |row| rows.push(row)).map_err(failed)?;
        rows.sort_by_cached_key(|row| {
            (row.date(), row.body().map(|body| names.body(body).zh), row.meeting)
        });
        for row in rows {
            let Some(body) = row.body().filter(|body| self.concerns(*body)) else { continue };
            if self.day_given && !row.date().is_some_and(|at| at.begun_on(self.on)) {
                continue;
            }
            let held = row.held.as_ref();
            let noticed = row.notice.as_ref().and_then(|notice| notice.label.as_ref());
            let label = held.and_then(|held| held.label.as_ref()).or(noticed);
            let kind = row.meeting_kind().map(MeetingKind::name);
            let (due, present) = attendance(&row);
            table.push(vec![
                text(row.date()),
                terminal.pick(&names.body(body)).to_owned(),
                kind.map(|kind| terminal.pick(&kind).to_owned()).unwrap_or_default(),
                text(due),
                text(present),
                terminal.pick(&status(&row)).to_owned(),
                Self::label(label),
            ]);
        }
        Ok(table)
    }

    fn people(&self, terminal: &Terminal) -> Result<Table, Failure> {
        let mut table = Table::new(&[
            ("姓名", "name"),
            ("组织", "body"),
            ("身份", "standing"),
            ("起", "since"),
            ("标签", "label"),
            ("编号", "id"),
        ]);
        let names = self.view.names();
        let mut rows = Vec::new();
        self.view.projections.each_person(&mut |row| rows.push(row)).map_err(failed)?;
        rows.sort_by_cached_key(|row| (names.person(row.person).zh, row.person));
        for row in rows {
            let name = terminal.pick(&names.person(row.person)).to_owned();
            let label = row.label.and_then(|label| names.opened(&label.0));
            let label = label.as_ref().and_then(|label| label.as_str()).map(|l| format!("@{l}"));
            let label = label.unwrap_or_default();
            let mut shown = false;
            for membership in row.memberships.iter().filter(|one| self.concerns(one.body)) {
                let Some(standing) = membership.on(self.on) else { continue };
                let status = standing.status.map(MemberStatus::name);
                let mut status = status.map(|s| terminal.pick(&s).to_owned()).unwrap_or_default();
                if standing.rights_suspended {
                    status.push_str(terminal.pick(&Bilingual::new("(权利中止)", " (suspended)")));
                }
                let body = terminal.pick(&names.body(membership.body)).to_owned();
                let since = membership.from.to_string();
                let (label, id) = (label.clone(), row.person.to_string());
                table.push(vec![name.clone(), body, status, since, label, id]);
                shown = true;
            }
            if !shown && self.body.is_none() {
                let none = String::new();
                let id = row.person.to_string();
                table.push(vec![name, none.clone(), none.clone(), none, label, id]);
            }
        }
        Ok(table)
    }

    fn bodies(&self, terminal: &Terminal) -> Result<Table, Failure> {
        let mut table = Table::new(&[
            ("名称", "name"),
            ("类别", "kind"),
            ("成立", "since"),
            ("有表决权", "with a vote"),
            ("标签", "label"),
        ]);
        for place in self.view.projections.tree_on(self.on).map_err(failed)? {
            if !self.concerns(place.body) {
                continue;
            }
            let row = self.view.projections.body(place.body).map_err(failed)?;
            let members = self.view.projections.members_on(place.body, self.on).map_err(failed)?;
            let name = place.state.name.as_ref().map(Line::as_str).unwrap_or_default();
            let kind = place.state.body_kind.map(BodyKind::name);
            table.push(vec![
                format!("{}{name}", "  ".repeat(place.depth)),
                kind.map(|kind| terminal.pick(&kind).to_owned()).unwrap_or_default(),
                text(row.as_ref().and_then(|row| row.established)),
                members.with_vote.len().to_string(),
                Self::label(row.as_ref().and_then(|row| row.label.as_ref())),
            ]);
        }
        Ok(table)
    }

    fn schedule(&self, terminal: &mut Terminal) -> Result<Exit, Failure> {
        let year = self.year.unwrap_or_else(|| self.on.year());
        let last = NaiveDate::from_ymd_opt(year, 12, 31).unwrap_or(self.on);
        let tree = self.view.projections.tree_on(self.on.min(last)).map_err(failed)?;
        let names = self.view.names();
        let mut lines = Vec::new();
        let mut rows = Vec::new();
        for place in tree.iter().filter(|place| self.concerns(place.body)) {
            let (body, state) = (&place.body, &place.state);
            // A superior committee has its own calendar.
            let holds = state.body_kind.is_some_and(BodyKind::holds_meetings);
            if !holds {
                continue;
            }
            let schedule = self.view.schedule(*body, year, self.on)?;
            if schedule.is_empty() {
                continue;
            }
            let name = terminal.pick(&names.body(*body)).to_owned();
            lines.push(format!("{name}  {year}"));
            for (card, periods) in schedule {
                let marks: String = periods.iter().map(|period| mark(period.state)).collect();
                lines.push(format!("  {marks}  {}", title(&card, terminal)));
                for period in &periods {
                    if matches!(period.state, PeriodState::Missing | PeriodState::Due) {
                        lines.push(format!("      {}", terminal.pick(&period.sentence(&card))));
                    }
                    rows.push(json!({
                        "body": body.to_string(), "card": card.id(),
                        "period": period.period.name().en, "required": period.required,
                        "held": period.held, "state": word(period.state),
                    }));
                }
            }
        }
        if terminal.json {
            terminal.print_json(&json!(rows));
            return Ok(Exit::Done);
        }
        let legend = Bilingual::new(
            "●已开 ○还没有记录 ◐本期应开 ·未到 -不计",
            "● held ○ not on record ◐ due now · not yet due - does not count",
        );
        lines.push(terminal.pick(&legend).to_owned());
        terminal.print(&lines.join("\n"));
        Ok(Exit::Done)
    }
}

/// Due and present; where nobody was due, those who came for the parties.
fn attendance(row: &MeetingRow) -> (Option<u32>, Option<u32>) {
    let Some(held) = &row.held else { return (None, None) };
    if held.no_roll {
        return (None, held.came());
    }
    (held.entitled, held.present)
}

/// Building and unit in the order of their numbers: 2号楼 before 10号楼.
fn place_order(holding: &crate::registry::answers::Holding) -> Vec<u32> {
    let place = holding.constituency.as_ref().map_or("", Line::as_str);
    let numbers = place.split(|c: char| !c.is_ascii_digit());
    numbers.filter_map(|number| number.parse().ok()).collect()
}

/// The post, with its building or unit where each has one of its own.
fn post_of(holding: &crate::registry::answers::Holding, terminal: &Terminal) -> String {
    let (place, post) =
        (holding.constituency.as_ref().map_or("", Line::as_str), holding.post_kind.name());
    let said = Bilingual::new(format!("{place}{}", post.zh), format!("{place} {}", post.en));
    terminal.pick(&said).trim().to_owned()
}

fn title(card: &crate::registry::answers::Card, terminal: &Terminal) -> String {
    let rule = Bilingual::new(card.title().zh.clone(), card.title().en.clone());
    terminal.pick(&rule).to_owned()
}

const fn mark(state: PeriodState) -> char {
    match state {
        PeriodState::Held => '●',
        PeriodState::Due => '◐',
        PeriodState::Missing => '○',
        PeriodState::NotYetDue => '·',
        PeriodState::Skipped => '-',
    }
}

const fn word(state: PeriodState) -> &'static str {
    match state {
        PeriodState::Held => "held",
        PeriodState::Due => "due",
        PeriodState::Missing => "missing",
        PeriodState::NotYetDue => "not_yet_due",
        PeriodState::Skipped => "skipped",
    }
}

fn basis(basis: crate::registry::answers::PostBasis) -> Bilingual {
    match basis {
        crate::registry::answers::PostBasis::Elected => Bilingual::new("选举", "elected"),
        crate::registry::answers::PostBasis::Appointed => Bilingual::new("任命", "appointed"),
        crate::registry::answers::PostBasis::BroughtForward => {
            Bilingual::new("期初", "brought forward")
        }
    }
}

fn status(row: &MeetingRow) -> Bilingual {
    let corrected = row.held.as_ref().is_some_and(|held| held.corrected.is_some());
    let confirmed = !row.minutes_confirmed.is_empty();
    if row.is_annulled() {
        return Bilingual::new("误录,不计", "recorded in error");
    }
    match (row.cancelled.is_some(), row.held.is_some()) {
        (true, _) => Bilingual::new("已取消", "cancelled"),
        (false, false) => Bilingual::new("已通知", "called"),
        (false, true) if corrected => Bilingual::new("已召开,有更正", "held, corrected"),
        (false, true) if confirmed => Bilingual::new("已召开,已签字", "held, signed"),
        (false, true) => Bilingual::new("已召开", "held"),
    }
}

/// A motion's first line, at most 60 characters.
fn shortened(text: &str) -> String {
    beginning(text, 60)
}

/// People of a body, for templates.
pub(super) fn called(view: &View<'_>, people: &[PersonId]) -> Vec<String> {
    let names = view.names();
    people.iter().map(|person| format!("@{}", names.person(*person).zh)).collect()
}
