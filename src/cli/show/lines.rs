//! Lists as blocks of lines: what is longer than any column.

use super::tell_nothing;
use crate::answer::{
    Activities, CountLine, DueList, IssueLine, List, MotionLine, PledgeLine, ScheduleLine,
    ScheduleState, Story, TextLine,
};
use crate::cli::Terminal;
use crate::domain::Bilingual;

/// Prints the lines, or that there are none.
fn print(lines: &[String], terminal: &mut Terminal) {
    if lines.is_empty() {
        tell_nothing(terminal);
    } else {
        terminal.print(&lines.join("\n"));
    }
}

pub(super) fn motions(list: &List<MotionLine>, terminal: &mut Terminal) {
    let mut lines = Vec::new();
    for one in &list.rows {
        let proposed = one.proposed.map(|on| on.to_string()).unwrap_or_default();
        let body = terminal.pick(&one.body_name);
        lines.push(format!("{}  {proposed}  {body}", one.handle));
        lines.push(format!("  {}", terminal.pick(&one.short)));
        lines.push(format!("  → {}", terminal.pick(&one.sentence)));
        lines.extend(one.remarks.iter().map(|odd| format!("  ※ {}", terminal.pick(odd))));
    }
    print(&lines, terminal);
}

pub(super) fn issues(list: &List<IssueLine>, terminal: &mut Terminal) {
    let mut lines = Vec::new();
    for one in &list.rows {
        lines.push(format!("{}  {}  {}", one.handle, one.raised, terminal.pick(&one.about)));
        lines.push(format!("  {}", terminal.pick(&one.short)));
        lines.push(format!("  → {}", terminal.pick(&one.standing)));
    }
    print(&lines, terminal);
}

pub(super) fn activities(all: &Activities, terminal: &mut Terminal) {
    let mut lines = Vec::new();
    for one in &all.held.rows {
        lines.push(format!("{}  {}  {}", one.handle, one.held, terminal.pick(&one.about)));
        lines.extend(one.lines.iter().map(|line| format!("  {}", terminal.pick(line))));
    }
    let pledge = |one: &PledgeLine| format!("{}  {}", one.on, terminal.pick(&one.told));
    lines.extend(all.pledges.iter().map(pledge));
    print(&lines, terminal);
}

pub(super) fn texts(list: &List<TextLine>, terminal: &mut Terminal) {
    let mut lines = Vec::new();
    for one in &list.rows {
        let (kind, body) = (one.matter_kind.name(), terminal.pick(&one.body_name));
        lines.push(format!("{}  {}  {body}", one.handle, terminal.pick(&kind)));
        lines.push(format!("  {}", terminal.pick(&one.motion_name)));
        lines.extend(one.lines.iter().map(|line| format!("  {}", terminal.pick(line))));
    }
    print(&lines, terminal);
}

pub(super) fn counts(list: &List<CountLine>, terminal: &mut Terminal) {
    let mut lines = Vec::new();
    for one in &list.rows {
        let (name, stage) = (terminal.pick(&one.name), terminal.pick(&one.stage));
        let (from, until) = (one.voting_from, one.voting_until);
        lines.push(format!("{}  {name}  [{stage}]  {from} – {until}", one.handle));
        lines.extend(one.papers.iter().map(|papers| format!("  {}", terminal.pick(papers))));
        for question in &one.questions {
            let sides: Vec<&str> = question.sides.iter().map(|side| terminal.pick(side)).collect();
            lines.push(format!("  {}  {}", terminal.pick(&question.name), sides.join(" · ")));
        }
        lines.extend(one.remarks.iter().map(|remark| format!("  ! {}", terminal.pick(remark))));
    }
    print(&lines, terminal);
}

pub(super) fn schedule(list: &List<ScheduleLine>, terminal: &mut Terminal) {
    let mut lines = Vec::new();
    let mut body = None;
    for one in &list.rows {
        if body.replace(one.body) != Some(one.body) {
            lines.push(format!("{}  {}", terminal.pick(&one.body_name), one.year));
        }
        let marks: String = one.periods.iter().map(|period| mark(period.state)).collect();
        lines.push(format!("  {marks}  {}", terminal.pick(&one.title)));
        let open = one.periods.iter().filter_map(|period| period.sentence.as_ref());
        lines.extend(open.map(|sentence| format!("      {}", terminal.pick(sentence))));
    }
    let legend = Bilingual::new(
        "●已开 ○还没有记录 ◐本期应开 ·未到 -不计",
        "● held ○ not on record ◐ due now · not yet due - does not count",
    );
    lines.push(terminal.pick(&legend).to_owned());
    terminal.print(&lines.join("\n"));
}

const fn mark(state: ScheduleState) -> char {
    match state {
        ScheduleState::Held => '●',
        ScheduleState::Due => '◐',
        ScheduleState::Missing => '○',
        ScheduleState::NotYetDue => '·',
        ScheduleState::Skipped => '-',
    }
}

pub(super) fn due(all: &DueList, terminal: &mut Terminal) {
    if all.list.rows.is_empty() {
        let (on, days) = (all.on, all.days);
        return terminal.tell(&Bilingual::new(
            format!("{on} 起 {days} 天内没有要办的事。"),
            format!("Nothing is due within {days} days of {on}."),
        ));
    }
    let lines = all.list.rows.iter().map(|row| terminal.pick(&row.sentence).to_owned());
    terminal.print(&lines.collect::<Vec<_>>().join("\n"));
}

/// One thing: what it is, then each step of its life, then what the journal says.
pub(super) fn story(story: &Story, terminal: &mut Terminal) {
    let mut lines: Vec<String> =
        story.lines.iter().map(|line| terminal.pick(line).to_owned()).collect();
    if !story.steps.is_empty() {
        lines.push(String::new());
    }
    lines.extend(
        story.steps.iter().map(|step| format!("{}  {}", step.on, terminal.pick(&step.told))),
    );
    lines.extend(story.entries.iter().map(|one| terminal.pick(&one.sentence()).to_owned()));
    terminal.print(&lines.join("\n"));
}
