//! `yishi takeover`: continue the book in this copy.

use crate::cli::{Exit, Failure, Global, Terminal};
use crate::domain::Bilingual;

/// Records that from here on the book is kept in this copy, and in no other.
#[derive(Debug, clap::Args)]
pub(crate) struct TakeoverArgs {
    /// 原因,例如“原电脑损坏” / Why
    #[arg(long)]
    reason: String,
}

pub(super) fn run(
    args: &TakeoverArgs,
    global: &Global,
    terminal: &mut Terminal,
) -> Result<Exit, Failure> {
    let registry = super::record::open_copy(global, terminal)?;
    let recording = registry.take_over(&global.registry, &args.reason)?;
    registry.close()?;
    let seq = recording.entries.0;
    terminal.tell(&Bilingual::new(
        format!("已记录接管(第 {seq} 条)。原来那本账从此不要再记录。"),
        format!(
            "The takeover is on record (entry {seq}). Do not record in the other copy any more."
        ),
    ));
    Ok(Exit::Done)
}
