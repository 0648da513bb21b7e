//! `yishi journal`: the entries as sentences.

use crate::answer::EntryFilter;
use crate::cli::{Exit, Failure, Global, Terminal};

/// Prints the entries as sentences, oldest first, with both clocks.
#[derive(Debug, clap::Args)]
pub(crate) struct JournalArgs {
    /// 只看与此编号或 @标签 有关的 / Only what is about this id or @label
    about: Option<String>,
    /// 只看这一种类,例如 meeting.held / Only this kind
    #[arg(long)]
    kind: Option<String>,
    /// 从第几条起 / From this entry on
    #[arg(long, default_value_t = 0)]
    from: u64,
    /// 最多几条 / At most so many
    #[arg(long)]
    limit: Option<usize>,
}

pub(super) fn run(
    args: &JournalArgs,
    global: &Global,
    terminal: &mut Terminal,
) -> Result<Exit, Failure> {
    let view = super::ask(global, terminal)?;
    let tags = args.about.as_ref().map(|about| super::show::found(&view, about)).transpose()?;
    let (kind, from, limit) = (args.kind.clone(), args.from, args.limit);
    let filter = EntryFilter { tags, kind, from, limit };
    // One after the other: a book is longer than the memory of an old computer.
    let mut opened = false;
    view.each_entry(&filter, &mut |one| {
        if terminal.json {
            let before = if core::mem::replace(&mut opened, true) { "," } else { "[" };
            terminal.print(before);
            terminal.print_answer(&one);
        } else {
            let line = terminal.pick(&one.sentence()).to_owned();
            terminal.print(&line);
        }
    })?;
    if terminal.json {
        terminal.print(if opened { "]" } else { "[]" });
    }
    Ok(Exit::Done)
}
