//! `yishi why`: explain an outcome.

use super::show::found;
use crate::cli::{Exit, Failure, Global, Terminal};
use crate::domain::{Bilingual, Happened, MeetingId, MotionId};
use crate::paper::table::Table;
use crate::registry::answers::Announced;
use crate::registry::answers::Recorded;
use crate::registry::answers::{DeemedTable, Explanation, MotionRow, Outcome, Verdict};
use crate::registry::{Judged, Registry, View};
use serde_json::json;

/// Explains a motion's outcome, an election or a meeting's quorum: facts, rule, arithmetic, verdict,
/// and what could change it.
#[derive(Debug, clap::Args)]
pub(crate) struct WhyArgs {
    /// 议案、选举或会议的编号或 @标签 / Id or @label of a motion, election or meeting
    id: String,
    /// 假设适用另一张规则卡,例如 CC-278-SPECIAL / Suppose that another card applied
    #[arg(long, value_name = "CARD")]
    rule: Option<String>,
}

pub(super) fn run(
    args: &WhyArgs,
    global: &Global,
    terminal: &mut Terminal,
) -> Result<Exit, Failure> {
    let registry = Registry::read_only(&global.registry)?;
    let view = registry.view(None)?;
    let tags = found(&view, &args.id)?;
    if let Some(rule) = &args.rule {
        return super::why_if::why(&tags, rule, view, terminal)
            .unwrap_or_else(|| Err(no_vote(args)));
    }
    for tag in &tags {
        if let Some(motion) = tag.strip_prefix("motion:").and_then(|id| id.parse().ok()) {
            return why_motion(motion, &view, terminal);
        }
        if let Some(meeting) = tag.strip_prefix("meeting:").and_then(|id| id.parse().ok()) {
            return why_meeting(meeting, &view, terminal);
        }
        if let Some(election) = tag.strip_prefix("election:").and_then(|id| id.parse().ok()) {
            return super::why_election::why(election, &view, terminal);
        }
    }
    Err(no_vote(args))
}

fn no_vote(args: &WhyArgs) -> Failure {
    Failure::new(
        Exit::Usage,
        format!("“{}”不是议案、会议或选举。", args.id),
        format!("\"{}\" is no motion, meeting or election.", args.id),
    )
}

fn why_motion(id: MotionId, view: &View<'_>, terminal: &mut Terminal) -> Result<Exit, Failure> {
    let Some(row) = view.projections.motion(id).map_err(crate::registry::RecordError::from)? else {
        return Err(nothing());
    };
    let title = crate::registry::answers::with_names(
        row.text.as_ref().map_or("", |t| t.as_str()),
        &view.names(),
    );
    let title = Bilingual::new(format!("议案:{}", title.zh), format!("Motion: {}", title.en));
    let entries = relied_on(id, view)?;
    let Some(judged) = view.judge_motion(&row)? else {
        terminal.tell(&unvoted(&row));
        if !terminal.json {
            print_page(&[title], (&explain_unvoted(&row), None), &entries, view, terminal);
        }
        return Ok(Exit::Undecided);
    };
    print(&title, &judged.verdict, &entries, view, terminal);
    for remark in remarks(&judged) {
        let text = terminal.pick(&remark).to_owned();
        terminal.print(&text);
    }
    Ok(exit_of(&judged.verdict))
}

/// That there is no vote, and whether one can still come.
fn unvoted(row: &MotionRow) -> Bilingual {
    if row.withdrawn.is_some() {
        Bilingual::new(
            "这件议案已撤回,没有表决记录,也没有结果。",
            "The motion was withdrawn: there is no vote on record, and no outcome.",
        )
    } else {
        Bilingual::new("这件议案还没有表决记录。", "There is no vote on record for this motion.")
    }
}

fn explain_unvoted(row: &MotionRow) -> Explanation {
    let on = |day: Option<Happened>, zh: &str, en: &str| {
        day.map(|day| Bilingual::new(format!("{day} {zh}"), format!("{en} on {day}")))
    };
    let proposed = on(row.proposed, "提出", "put forward");
    let withdrawn = on(row.withdrawn.as_ref().map(|one| one.on), "撤回", "withdrawn");
    let change = if row.withdrawn.is_some() {
        Bilingual::new("重新提出并且表决。", "It can be put forward again and voted on.")
    } else {
        Bilingual::new("表决以后记录票数,就可以判定。", "Once it is voted on, record the votes.")
    };
    Explanation {
        facts: proposed.into_iter().chain(withdrawn).collect(),
        rule: vec![Bilingual::new("没有表决,还用不到规则。", "Without a vote no rule is asked.")],
        arithmetic: vec![Bilingual::new(
            "没有票数,没有可计算的。",
            "There are no votes to calculate with.",
        )],
        verdict: vec![unvoted(row)],
        changes: vec![change],
    }
}

/// The motion's own entries, and those of the meeting that its denominator comes from.
pub(super) fn relied_on(id: MotionId, view: &View<'_>) -> Result<Vec<Recorded>, Failure> {
    let votes = view.projections.votes(id).map_err(crate::registry::RecordError::from)?;
    let meetings = votes.iter().flat_map(|row| &row.votes).map(|vote| vote.meeting.tag());
    let own = id.tag();
    let mut tags: Vec<String> = meetings.chain([own.clone()]).collect();
    let row = view.projections.motion(id).map_err(crate::registry::RecordError::from)?;
    for count in row.into_iter().flat_map(|row| row.counts) {
        // The roll is the denominator; the ballots themselves are too many to list.
        let count = view.projections.count(count).map_err(crate::registry::RecordError::from)?;
        tags.extend(count.and_then(|count| count.what).map(|what| what.roll.tag()));
    }
    let mut entries = view.entries_about(&tags)?;
    entries.retain(|one| {
        matches!(one.event.kind(), "meeting.held" | "roll.frozen")
            || one.event.tags().contains(&own)
    });
    Ok(entries)
}

fn why_meeting(id: MeetingId, view: &View<'_>, terminal: &mut Terminal) -> Result<Exit, Failure> {
    let row = view.projections.meeting(id).map_err(crate::registry::RecordError::from)?;
    let Some(row) = row else { return Err(nothing()) };
    let Some(verdict) = view.quorum(&row)? else {
        terminal.tell(&Bilingual::new(
            "这次会议还没有召开记录。",
            "The meeting is not on record as held.",
        ));
        return Ok(Exit::Undecided);
    };
    let names = view.names();
    let title = crate::registry::answers::Names::meeting(&names, id);
    let entries = view.entries_about(&[id.tag()])?;
    print(&title, &verdict, &entries, view, terminal);
    Ok(exit_of(&verdict))
}

pub(super) fn nothing() -> Failure {
    Failure::new(Exit::Usage, "账上没有这件事。", "It is not on record.")
}

/// Five headings, then the entries relied on.
fn print(
    title: &Bilingual,
    verdict: &Verdict,
    entries: &[Recorded],
    view: &View<'_>,
    terminal: &mut Terminal,
) {
    if terminal.json {
        let numbers: Vec<u64> = entries.iter().map(|one| one.seq).collect();
        let sentence = verdict.sentence();
        terminal.print_json(&json!({
            "title": terminal.pick(title),
            "outcome": verdict.outcome.word(),
            "sentence": { "zh": sentence.zh, "en": sentence.en },
            "verdict": serde_json::to_value(verdict).unwrap_or_default(),
            "entries": numbers,
        }));
        return;
    }
    let headline = verdict.headline();
    let headline =
        Bilingual::new(format!("结果:{}。", headline.zh), format!("Outcome: {}.", headline.en));
    let told = (&verdict.explain(), verdict.deemed_table());
    print_page(&[title.clone(), headline], told, entries, view, terminal);
}

/// What stands on top, the five headings, deemed votes, the entries relied on.
fn print_page(
    top: &[Bilingual],
    (explanation, deemed): (&Explanation, Option<DeemedTable>),
    entries: &[Recorded],
    view: &View<'_>,
    terminal: &mut Terminal,
) {
    let mut lines: Vec<String> = top.iter().map(|one| terminal.pick(one).to_owned()).collect();
    lines.push(String::new());
    for (heading, sentences) in explanation.sections() {
        lines.push(terminal.pick(&heading).to_owned());
        lines.extend(sentences.iter().map(|sentence| format!("  {}", terminal.pick(sentence))));
        lines.push(String::new());
    }
    let deemed = deemed_lines(deemed, terminal);
    if !deemed.is_empty() {
        lines.extend(deemed.into_iter().chain([String::new()]));
    }
    lines.push(terminal.pick(&entries_heading()).to_owned());
    lines.extend(
        entries.iter().map(|one| format!("  {}", super::journal::line_of(one, view, terminal))),
    );
    terminal.print(&lines.join("\n"));
}

/// Heading of the entries that an answer rests on.
pub(super) fn entries_heading() -> Bilingual {
    Bilingual::new(
        "依据的记录(本账的编号;“记于”是录入本账的日期)",
        "Entries relied on (numbers of this book; the day behind is that of recording)",
    )
}

/// The vote with and without deemed votes, side by side; nothing where there are none.
pub(super) fn deemed_lines(deemed: Option<DeemedTable>, terminal: &Terminal) -> Vec<String> {
    let Some(deemed) = deemed else { return Vec::new() };
    let pick = |cells: &[Bilingual]| -> Vec<String> {
        cells.iter().map(|cell| terminal.pick(cell).to_owned()).collect()
    };
    let mut table = Table::new(&[]);
    table.headings = deemed.headings;
    deemed.rows.iter().for_each(|row| table.push(pick(row)));
    let heading = Bilingual::new("有无视同票", "With and without deemed votes");
    let rendered = table.render(terminal.language, None);
    let lines = rendered.lines().map(|line| format!("  {line}"));
    core::iter::once(terminal.pick(&heading).to_owned()).chain(lines).collect()
}

fn remarks(judged: &Judged) -> Vec<Bilingual> {
    let mut remarks = Vec::new();
    if let Some(other) = &judged.notice_differs {
        let other = other.sentence();
        remarks.push(Bilingual::new(
            format!("注意:按发通知时的规则,结果会不同:{}", other.zh),
            format!("Note: by the rules pinned in the notice it would be different: {}", other.en),
        ));
    }
    if let Some(members) = judged.members_differ {
        remarks.push(Bilingual::new(
            format!("注意:会议记录写的应到人数与名册不同,按名册当天有表决权的党员是 {members} 人。"),
            format!("Note: the number due differs from the books, which have {members} members with a vote on that day."),
        ));
    }
    if let Some(contradiction) = &judged.contradiction {
        let said = contradiction.sentence();
        remarks.push(Bilingual::new(format!("注意:{}", said.zh), format!("Note: {}", said.en)));
    }
    if let Some(announced) = judged.announced_differs {
        let (zh, en) = match announced {
            Announced::Carried => ("通过", "carried"),
            Announced::NotCarried => ("未通过", "not carried"),
        };
        remarks.push(Bilingual::new(
            format!("注意:当时宣布的是“{zh}”,与计算结果不同。"),
            format!("Note: it was announced as {en}, which is not what follows from the numbers."),
        ));
    }
    remarks
}

pub(super) fn exit_of(verdict: &Verdict) -> Exit {
    match verdict.outcome {
        Outcome::Satisfied | Outcome::NotSatisfied | Outcome::Advisory { .. } => Exit::Done,
        Outcome::Undetermined { .. } | Outcome::Disputed { .. } => Exit::Undecided,
    }
}
