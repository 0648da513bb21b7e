//! `yishi publish`: one web page of a result, for phones, opened from a file.

use super::show::found;
use crate::cli::{Exit, Failure, Global, Terminal};
use crate::domain::Bilingual;
use crate::paper::{ResultPage, page};
use crate::registry::{RecordError, Registry, View};
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
    let registry = Registry::read_only(&global.registry)?;
    let view = registry.view(None)?;
    let tags = found(&view, &args.id)?;
    let Some(result) = result_of(&view, &tags).map_err(|error| match error {
        Some(error) => Failure::from(error),
        None => Failure::new(
            Exit::Usage,
            format!("“{}”不是议案或选举。", args.id),
            format!("\"{}\" is neither a motion nor an election.", args.id),
        ),
    })?
    else {
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

/// The page of the first thing that has one; an empty error where none of them can have one.
fn result_of(view: &View<'_>, tags: &[String]) -> Result<Option<ResultPage>, Option<RecordError>> {
    let unreadable = |error| Some(RecordError::from(error));
    for tag in tags {
        if let Some(id) = tag.strip_prefix("motion:").and_then(|id| id.parse().ok()) {
            let Some(row) = view.projections.motion(id).map_err(unreadable)? else { continue };
            return view.motion_page(&row).map_err(Some);
        }
        if let Some(id) = tag.strip_prefix("election:").and_then(|id| id.parse().ok()) {
            let Some(row) = view.projections.election(id).map_err(unreadable)? else { continue };
            return view.election_page(&row).map_err(Some);
        }
    }
    Err(None)
}
