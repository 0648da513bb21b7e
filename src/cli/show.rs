//! `yishi show` (also `list`): what is so, on any day, as the book said at any entry.

use crate::answer::{Asked, Filter, View};
use crate::cli::{Exit, Failure, Global, Terminal};
use crate::domain::{Bilingual, BodyId};
use crate::registry;
use chrono::{Datelike, NaiveDate};
use clap::ValueEnum;
use serde::Serialize;

mod lines;
mod tables;

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
    /// 只看这一年的 / Only what began in this year
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
    let asked = Asked { today: registry::today(), on: args.on, as_of: args.as_of };
    let view = super::open(global, terminal)?.ask(asked)?;
    let body = args.body.as_deref().map(|body| body_of(&view, body)).transpose()?;
    let filter = Filter { body, year: args.year, open: args.open };
    match subject {
        Subject::Table(what) => table(*what, args, &view, filter, terminal)?,
        Subject::Thing(text) => thing(text, &view, terminal)?,
    }
    Ok(Exit::Done)
}

/// A list: asked for, and laid out.
fn table(
    what: What,
    args: &ShowArgs,
    view: &View,
    filter: Filter,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    match what {
        What::Committees => lay(&view.committees(filter)?, tables::committees, terminal),
        What::Motions => lay(&view.motions(filter)?, lines::motions, terminal),
        What::Votes => lay(&view.votes(filter)?, tables::votes, terminal),
        What::Meetings => lay(&view.meetings(filter)?, tables::meetings, terminal),
        What::Elections => lay(&view.elections(filter)?, tables::elections, terminal),
        What::People => lay(&view.people(filter)?, tables::people, terminal),
        What::Bodies => lay(&view.bodies(filter)?, tables::bodies, terminal),
        What::Issues => lay(&view.issues(filter)?, lines::issues, terminal),
        What::Activities => lay(&view.activities(filter)?, lines::activities, terminal),
        What::Texts => lay(&view.text_list(filter)?, lines::texts, terminal),
        What::Rolls => lay(&view.rolls(filter)?, tables::rolls, terminal),
        What::Counts => lay(&view.counts(filter)?, lines::counts, terminal),
        What::Publications => lay(&view.publications(filter)?, tables::publications, terminal),
        What::Schedule => {
            let year = args.year.unwrap_or_else(|| view.on().year());
            lay(&view.schedules(filter, year)?, lines::schedule, terminal);
        }
        What::Due => lay(&view.due_list(filter, args.days)?, lines::due, terminal),
    }
    Ok(())
}

/// Prints an answer as it is for programs, else as somebody lays it out.
fn lay<A: Serialize>(answer: &A, print: fn(&A, &mut Terminal), terminal: &mut Terminal) {
    if terminal.json {
        terminal.print_answer(answer);
    } else {
        print(answer, terminal);
    }
}

/// One thing by its id or label.
fn thing(text: &str, view: &View, terminal: &mut Terminal) -> Result<(), Failure> {
    let tags = found(view, text)?;
    let election = tags.iter().find_map(|tag| tag.strip_prefix("election:")?.parse().ok());
    if let Some(election) = election.map(|id| view.election(id)).transpose()?.flatten() {
        lay(&election, super::elections::print, terminal);
    } else if let Some(story) = view.story(&tags)? {
        lay(&story, lines::story, terminal);
    }
    Ok(())
}

/// Tags of what an id or `@label` means.
pub(super) fn found(view: &View, text: &str) -> Result<Vec<String>, Failure> {
    let tags = view.find(text)?;
    if tags.is_empty() {
        return Err(Failure::new(
            Exit::Usage,
            format!("账上没有“{text}”。请用 yishi list 查编号和标签。"),
            format!("Nothing is called \"{text}\". Look ids and labels up with yishi list."),
        ));
    }
    Ok(tags)
}

fn body_of(view: &View, text: &str) -> Result<BodyId, Failure> {
    found(view, text)?;
    view.find_body(text)?.ok_or_else(|| {
        Failure::new(
            Exit::Usage,
            format!("“{text}”不是组织。"),
            format!("\"{text}\" is not a body."),
        )
    })
}

/// That a list is empty.
fn tell_nothing(terminal: &mut Terminal) {
    terminal.tell(&Bilingual::new("没有记录。", "Nothing is on record."));
}
