//! `yishi why`: explain an outcome.

use super::elections::notes;
use super::show::found;
use crate::answer::{
    CannotSuppose, Deemed, EntryLine, Part, Supposition, Why, WhyAnswer, WhyElection, WhyRound,
};
use crate::cli::{Exit, Failure, Global, Terminal};
use crate::domain::Bilingual;
use crate::paper::table::Table;

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
    let view = super::ask(global, terminal)?;
    let tags = found(&view, &args.id)?;
    if let Some(rule) = &args.rule {
        return match view.suppose(&tags, rule) {
            Ok(supposition) => Ok(supposed(&supposition, terminal)),
            Err(why) => cannot_suppose(why, args, terminal),
        };
    }
    match view.why(&tags)? {
        None => Err(no_vote(args)),
        Some(Why::Unknown) => Err(nothing()),
        Some(Why::NotHeld) => {
            terminal.tell(&Bilingual::new(
                "这次会议还没有召开记录。",
                "The meeting is not on record as held.",
            ));
            Ok(Exit::Undecided)
        }
        Some(Why::One(answer)) => Ok(one(&answer, terminal)),
        Some(Why::Election(answer)) => Ok(election(&answer, terminal)),
    }
}

fn no_vote(args: &WhyArgs) -> Failure {
    Failure::new(
        Exit::Usage,
        format!("“{}”不是议案、会议或选举。", args.id),
        format!("\"{}\" is no motion, meeting or election.", args.id),
    )
}

fn nothing() -> Failure {
    Failure::new(Exit::Usage, "账上没有这件事。", "It is not on record.")
}

fn exit_of(undecided: bool) -> Exit {
    if undecided { Exit::Undecided } else { Exit::Done }
}

/// What stands on top, the five headings, deemed votes, the entries relied on, remarks.
fn one(answer: &WhyAnswer, terminal: &mut Terminal) -> Exit {
    if answer.outcome.is_none() {
        terminal.tell(&answer.sentence);
    }
    if terminal.json {
        if answer.outcome.is_some() {
            terminal.print_answer(answer);
        }
        return exit_of(answer.undecided);
    }
    let top = core::iter::once(&answer.title).chain(&answer.headline);
    let mut lines: Vec<String> = top.map(|one| terminal.pick(one).to_owned()).collect();
    lines.push(String::new());
    lines.extend(part_lines(&answer.sections, terminal));
    lines.push(String::new());
    if let Some(deemed) = &answer.deemed {
        lines.extend(deemed_lines(deemed, terminal));
        lines.push(String::new());
    }
    lines.extend(entry_lines(&answer.relied_on, terminal));
    lines.extend(answer.remarks.iter().map(|remark| terminal.pick(remark).to_owned()));
    terminal.print(&lines.join("\n"));
    exit_of(answer.undecided)
}

/// Every round with its headings, then what was declared.
fn election(answer: &WhyElection, terminal: &mut Terminal) -> Exit {
    if terminal.json {
        terminal.print_answer(answer);
        return exit_of(answer.undecided);
    }
    let mut lines = vec![terminal.pick(&answer.title).to_owned()];
    if !answer.uncounted.is_empty() {
        lines.push(String::new());
        lines.extend(part_lines(&answer.uncounted, terminal));
    }
    for round in &answer.rounds {
        lines.push(String::new());
        lines.extend(round_lines(round, terminal));
    }
    if !answer.findings.is_empty() {
        lines.push(String::new());
        lines.extend(notes(&answer.findings).map(|one| terminal.pick(&one).to_owned()));
    }
    lines.push(String::new());
    lines.extend(entry_lines(&answer.relied_on, terminal));
    terminal.print(&lines.join("\n"));
    exit_of(answer.undecided)
}

/// The five headings of a round, then the result with and without deemed votes.
fn round_lines(round: &WhyRound, terminal: &Terminal) -> Vec<String> {
    let outcome = &round.sentence;
    let outcome =
        Bilingual::new(format!("结果:{}", outcome.zh), format!("Outcome: {}", outcome.en));
    let mut lines = vec![
        terminal.pick(&round.title).to_owned(),
        terminal.pick(&outcome).to_owned(),
        String::new(),
    ];
    lines.extend(part_lines(&round.sections, terminal));
    if let Some(deemed) = &round.deemed {
        lines.push(String::new());
        lines.extend(deemed_lines(deemed, terminal));
    }
    lines
}

/// Every heading with its lines, and an empty line between.
fn part_lines(parts: &[Part], terminal: &Terminal) -> Vec<String> {
    let mut lines = Vec::new();
    for (place, part) in parts.iter().enumerate() {
        if place > 0 {
            lines.push(String::new());
        }
        lines.push(terminal.pick(&part.heading).to_owned());
        lines.extend(part.sentences.iter().map(|one| format!("  {}", terminal.pick(one))));
    }
    lines
}

fn entry_lines(entries: &[EntryLine], terminal: &Terminal) -> Vec<String> {
    let heading = Bilingual::new(
        "依据的记录(本账的编号;“记于”是录入本账的日期)",
        "Entries relied on (numbers of this book; the day behind is that of recording)",
    );
    let lines = entries.iter().map(|one| format!("  {}", terminal.pick(&one.sentence())));
    core::iter::once(terminal.pick(&heading).to_owned()).chain(lines).collect()
}

/// The vote with and without deemed votes, side by side.
fn deemed_lines(deemed: &Deemed, terminal: &Terminal) -> Vec<String> {
    let pick = |cells: &[Bilingual]| -> Vec<String> {
        cells.iter().map(|cell| terminal.pick(cell).to_owned()).collect()
    };
    let mut table = Table::new(&[]);
    table.headings.clone_from(&deemed.headings);
    deemed.rows.iter().for_each(|row| table.push(pick(row)));
    let heading = Bilingual::new("有无视同票", "With and without deemed votes");
    let rendered = table.render(terminal.language, None);
    let lines = rendered.lines().map(|line| format!("  {line}"));
    core::iter::once(terminal.pick(&heading).to_owned()).chain(lines).collect()
}

/// What another card would have made of it, and that it is a supposition.
fn supposed(answer: &Supposition, terminal: &mut Terminal) -> Exit {
    if terminal.json {
        terminal.print_answer(answer);
        return exit_of(answer.undecided);
    }
    let top = [Some(&answer.statement), answer.beyond.as_ref(), Some(&answer.title)];
    let mut lines: Vec<String> =
        top.into_iter().flatten().map(|one| terminal.pick(one).to_owned()).collect();
    lines.push(String::new());
    if answer.rounds.is_empty() {
        lines.extend(part_lines(&answer.sections, terminal));
        lines.push(String::new());
    }
    for round in &answer.rounds {
        lines.push(terminal.pick(&Supposition::heading()).to_owned());
        lines.extend(round_lines(round, terminal));
        lines.push(String::new());
    }
    let stands = Bilingual::new("账上的结论不变:", "What follows from the rules in force stays:");
    let recorded = answer.recorded.sentences();
    match recorded.as_slice() {
        [sentence] if answer.rounds.is_empty() => {
            let stands = Bilingual::new(
                format!("{}{}", stands.zh, sentence.zh),
                format!("{} {}", stands.en, sentence.en),
            );
            lines.push(terminal.pick(&stands).to_owned());
        }
        sentences => {
            lines.push(terminal.pick(&stands).to_owned());
            lines.extend(sentences.iter().map(|one| format!("  {}", terminal.pick(one))));
        }
    }
    terminal.print(&lines.join("\n"));
    exit_of(answer.undecided)
}

fn cannot_suppose(
    why: CannotSuppose,
    args: &WhyArgs,
    terminal: &mut Terminal,
) -> Result<Exit, Failure> {
    match why {
        CannotSuppose::NoOutcome => Err(no_vote(args)),
        CannotSuppose::Unknown => Err(nothing()),
        CannotSuppose::Card(sentence) => Err(Failure { exit: Exit::Usage, sentence }),
        CannotSuppose::Ask(error) => Err(error.into()),
        CannotSuppose::NotCounted => {
            terminal.tell(&Bilingual::new(
                "这件事还没有表决、计票或召开的记录,无从推演。",
                "There is no vote, count or sitting on record, and so nothing to suppose about.",
            ));
            Ok(Exit::Undecided)
        }
    }
}
