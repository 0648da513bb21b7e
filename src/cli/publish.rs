//! `yishi publish`: one web page of a result, for phones, opened from a file.

use super::show::found;
use crate::cli::{Exit, Failure, Global, Terminal};
use crate::domain::Bilingual;
use crate::paper::page;
use std::path::PathBuf;

/// Writes the result of a motion or an election as one self-contained web page.
#[derive(Debug, clap::Args)]
pub(crate) struct PublishArgs {
    /// 议案或选举的编号或 @标签 / Id or @label of a motion or an election
    id: String,
    /// 写入文件 / Write into this file
    #[arg(long)]
    output: Option<PathBuf>,
}

pub(super) fn run(
    args: &PublishArgs,
    global: &Global,
    terminal: &mut Terminal,
) -> Result<Exit, Failure> {
    let view = super::ask(global, terminal)?;
    let tags = found(&view, &args.id)?;
    let Some(result) = view.result(&tags)? else {
        return Err(Failure::new(
            Exit::Usage,
            format!("“{}”不是议案或选举。", args.id),
            format!("\"{}\" is neither a motion nor an election.", args.id),
        ));
    };
    let Some(result) = result else {
        terminal.tell(&Bilingual::new("还没有可以公布的结果。", "There is no result yet."));
        return Ok(Exit::Undecided);
    };
    let html = page(&result);
    match &args.output {
        Some(path) => {
            std::fs::write(path, html).map_err(|error| Failure::io(path, &error))?;
            terminal.tell(&Bilingual::new(
                format!("结果页已写入 {}。", path.display()),
                format!("The page is in {}.", path.display()),
            ));
        }
        None => terminal.print(&html),
    }
    Ok(Exit::Done)
}
