//! `yishi journal`: the entries as sentences.

use crate::cli::{Exit, Failure, Global, Terminal};
use crate::registry::answers::{Event, Recorded};
use crate::registry::{Registry, View};
use serde_json::json;

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
    let registry = Registry::read_only(&global.registry)?;
    let view = registry.view(None)?;
    let mut entries = match &args.about {
        Some(about) => view.entries_about(&super::show::found(&view, about)?)?,
        None => view.all_entries()?,
    };
    entries.retain(|one| {
        one.seq >= args.from && args.kind.as_deref().is_none_or(|kind| one.event.kind() == kind)
    });
    entries.truncate(args.limit.unwrap_or(usize::MAX));
    let rows: Vec<serde_json::Value> =
        entries.iter().map(|one| json_of(one, &view, terminal)).collect();
    if terminal.json {
        terminal.print_json(&json!(rows));
        return Ok(Exit::Done);
    }
    for one in &entries {
        let text = line_of(one, &view, terminal);
        terminal.print(&text);
    }
    Ok(Exit::Done)
}

/// `#17 2018-01-15 (记于 2026-11-22) …`
pub(super) fn line_of(one: &Recorded, view: &View<'_>, terminal: &Terminal) -> String {
    let sentence = one.event.sentence(&view.names());
    let day = one.at.split('T').next().unwrap_or_default();
    let mark = terminal.pick(&mark_of(&one.event)).to_owned();
    let recorded = terminal.pick(&domain::Bilingual::new("记于", "recorded")).to_owned();
    let (seq, happened) = (one.seq, one.event.happened());
    format!("#{seq}  {happened}  ({recorded} {day})  {mark}{}", terminal.pick(&sentence))
}

fn mark_of(event: &Event) -> domain::Bilingual {
    match event.corrects() {
        Some(seq) => {
            domain::Bilingual::new(format!("〔更正第 {seq} 条〕"), format!("[corrects #{seq}] "))
        }
        None => domain::Bilingual::new("", ""),
    }
}

fn json_of(one: &Recorded, view: &View<'_>, terminal: &Terminal) -> serde_json::Value {
    json!({
        "seq": one.seq,
        "at": one.at,
        "happened": one.event.happened().to_string(),
        "kind": one.event.kind(),
        "command": one.cmd.to_string(),
        "by": { "actor": one.by.actor, "role": one.by.role.word() },
        "corrects": one.event.corrects(),
        "sentence": terminal.pick(&one.event.sentence(&view.names())),
    })
}
