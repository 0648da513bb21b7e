//! `yishi handbook`: the record book of a body for a year, printed from what is on record.

use super::minutes::sheet_of;
use super::show::found;
use crate::cli::{Exit, Failure, Global, Terminal};
use crate::domain::{Bilingual, BodyId, MeetingId};
use crate::paper::minutes::MinutesOptions;
use crate::paper::{Block, Row, Sheet, markdown, text};
use crate::registry::answers::PeriodState;
use crate::registry::{RecordError, Registry, View};
use chrono::{Datelike, NaiveDate};
use std::path::PathBuf;

/// Prints the handbook (工作手册) of a body: members, posts, schedule, and the minutes of the year.
#[derive(Debug, clap::Args)]
pub(crate) struct HandbookArgs {
    /// 组织的编号或 @标签 / Id or @label of the body
    body: String,
    /// 年份 / Year
    #[arg(long)]
    year: i32,
    /// 输出 Markdown / As Markdown
    #[arg(long)]
    markdown: bool,
    /// 写入文件 / Write into this file
    #[arg(long)]
    output: Option<PathBuf>,
}

pub(super) fn run(
    args: &HandbookArgs,
    global: &Global,
    terminal: &mut Terminal,
) -> Result<Exit, Failure> {
    let registry = Registry::read_only(&global.registry)?;
    let view = registry.view(None)?;
    let tags = found(&view, &args.body)?;
    let body = tags.iter().find_map(|tag| tag.strip_prefix("body:")?.parse().ok());
    let (Some(body), Some(end)) = (body, NaiveDate::from_ymd_opt(args.year, 12, 31)) else {
        return Err(Failure::new(
            Exit::Usage,
            format!("“{}”不是组织,或者没有 {} 年。", args.body, args.year),
            format!("\"{}\" is not a body, or there is no year {}.", args.body, args.year),
        ));
    };
    let book = Handbook { view: &view, body, year: args.year, end, terminal };
    let meetings = book.meetings()?;
    let mut sheets = vec![book.cover(&meetings)?];
    let options = MinutesOptions { language: terminal.language, include_criticism: false };
    for (meeting, _) in &meetings {
        sheets.push(sheet_of(&registry, &view, *meeting, options)?);
    }
    let printed: Vec<String> =
        sheets.iter().map(if args.markdown { markdown } else { text }).collect();
    // A form feed begins a new page on paper.
    let printed = printed.join(if args.markdown { "\n---\n\n" } else { "\u{c}" });
    match &args.output {
        Some(path) => {
            std::fs::write(path, printed).map_err(|error| Failure::io(path, &error))?;
        }
        None => terminal.print(&printed),
    }
    Ok(Exit::Done)
}

struct Handbook<'a> {
    view: &'a View<'a>,
    body: BodyId,
    year: i32,
    end: NaiveDate,
    terminal: &'a Terminal,
}

impl Handbook<'_> {
    fn say(&self, zh: &str, en: &str) -> String {
        self.terminal.pick(&Bilingual::new(zh, en)).to_owned()
    }

    fn pick(&self, words: &Bilingual) -> String {
        self.terminal.pick(words).to_owned()
    }

    /// Meetings held in the year with their lines in the contents, earliest first.
    fn meetings(&self) -> Result<Vec<(MeetingId, String)>, Failure> {
        let mut found = Vec::new();
        for meeting in self.view.projections.meetings_of(self.body).map_err(RecordError::from)? {
            let row = self.view.projections.meeting(meeting).map_err(RecordError::from)?;
            let Some(row) = row.filter(|row| row.cancelled.is_none()) else { continue };
            let Some(held) = &row.held else { continue };
            if held.on.first_day().year() != self.year {
                continue;
            }
            let kind = row.meeting_kind().map(|kind| self.pick(&kind.name())).unwrap_or_default();
            let agenda = held.what.agenda.first().map(ToString::to_string).unwrap_or_default();
            let day = held.on.first_day();
            found.push((held.on, meeting, format!("{day} {kind}  {agenda}").trim_end().to_owned()));
        }
        found.sort();
        Ok(found.into_iter().map(|(_, meeting, line)| (meeting, line)).collect())
    }

    fn cover(&self, meetings: &[(MeetingId, String)]) -> Result<Sheet, Failure> {
        let name = self.pick(&crate::registry::answers::Names::body(&self.view.names(), self.body));
        let year = self.year;
        let title =
            self.say(&format!("{name}工作手册({year} 年)"), &format!("Handbook of {name}, {year}"));
        let mut sheet = Sheet::new(self.terminal.language, title);
        sheet.rows.push(Row::new(self.say("账本", "Book"), self.view.name.clone()));
        sheet.section(self.say("职务", "Posts"), self.posts()?);
        sheet.section(self.say("成员", "Members"), self.members()?);
        sheet.section(self.say("全年安排和记录", "Schedule of the year"), self.schedule()?);
        let contents: Vec<String> = meetings.iter().map(|(_, line)| line.clone()).collect();
        let blocks = if contents.is_empty() { Vec::new() } else { vec![Block::List(contents)] };
        sheet.section(self.say("目录", "Contents"), blocks);
        sheet.footer.push(self.say(
            &format!("本手册由账本写成,写到第 {} 条为止。", self.view.entries),
            &format!("Written by the book from its first {} entries.", self.view.entries),
        ));
        Ok(sheet)
    }

    fn posts(&self) -> Result<Vec<Block>, Failure> {
        let names = self.view.names();
        let mut seats =
            self.view.projections.seats_on(self.body, self.end).map_err(RecordError::from)?;
        seats.sort_by_cached_key(|seat| (seat.holding.post_kind, seat.from, seat.holding.person));
        let rows = seats.iter().map(|seat| {
            vec![
                self.pick(&seat.holding.post_kind.name()),
                self.pick(&crate::registry::answers::Names::person(&names, seat.holding.person)),
                seat.from.to_string(),
                seat.holding.term_until.map(|day| day.to_string()).unwrap_or_default(),
            ]
        });
        let headings = vec![
            self.say("职务", "post"),
            self.say("姓名", "name"),
            self.say("起", "from"),
            self.say("任期至", "until"),
        ];
        Ok(table(headings, rows.collect()))
    }

    fn members(&self) -> Result<Vec<Block>, Failure> {
        let members =
            self.view.projections.members_on(self.body, self.end).map_err(RecordError::from)?;
        let names = self.view.names();
        let groups = [
            (self.say("有表决权", "with a vote"), &members.with_vote),
            (self.say("预备党员", "probationary"), &members.probationary),
            (self.say("权利中止", "suspended"), &members.suspended),
            (self.say("在职报到", "reported in"), &members.reported_in),
        ];
        let rows = groups.into_iter().filter(|(_, people)| !people.is_empty());
        let rows: Vec<Row> = rows
            .map(|(word, people)| {
                let mut named: Vec<String> = people
                    .iter()
                    .map(|one| self.pick(&crate::registry::answers::Names::person(&names, *one)))
                    .collect();
                named.sort();
                let count = people.len();
                let label = self.say(&format!("{word}({count} 人)"), &format!("{word} ({count})"));
                Row::new(label, named.join(&self.say("、", ", ")))
            })
            .collect();
        Ok(if rows.is_empty() { Vec::new() } else { vec![Block::Rows(rows)] })
    }

    fn schedule(&self) -> Result<Vec<Block>, Failure> {
        let mut rows = Vec::new();
        for (card, periods) in self.view.schedule(self.body, self.year, self.end)? {
            let count =
                |state: PeriodState| periods.iter().filter(|one| one.state == state).count();
            let missing: Vec<String> = periods
                .iter()
                .filter(|one| one.state == PeriodState::Missing)
                .map(|one| self.pick(&one.period.name()))
                .collect();
            rows.push(vec![
                self.pick(&Bilingual::new(card.title().zh.clone(), card.title().en.clone())),
                format!("{}/{}", count(PeriodState::Held), periods.len()),
                missing.join(&self.say("、", ", ")),
            ]);
        }
        let headings = vec![
            self.say("要求", "rule"),
            self.say("已有记录", "on record"),
            self.say("还没有记录", "not on record"),
        ];
        Ok(table(headings, rows))
    }
}

fn table(headings: Vec<String>, rows: Vec<Vec<String>>) -> Vec<Block> {
    if rows.is_empty() { Vec::new() } else { vec![Block::Table { headings, rows }] }
}
