//! `yishi handbook`: the record book of a body for a year, printed from what is on record.

use super::minutes::sheet_of;
use super::show::found;
use crate::cli::{Exit, Failure, Global, Terminal};
use crate::paper::handbook::cover;
use crate::paper::minutes::MinutesOptions;
use crate::paper::{markdown, text};
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
    let view = super::ask(global, terminal)?;
    found(&view, &args.body)?;
    let book =
        view.find_body(&args.body)?.map(|body| view.handbook(body, args.year)).transpose()?;
    let Some(book) = book.flatten() else {
        return Err(Failure::new(
            Exit::Usage,
            format!("“{}”不是组织,或者没有 {} 年。", args.body, args.year),
            format!("\"{}\" is not a body, or there is no year {}.", args.body, args.year),
        ));
    };
    if terminal.json {
        terminal.print_answer(&book);
        return Ok(Exit::Done);
    }
    let mut sheets = vec![cover(&book, terminal.language)];
    let options = MinutesOptions { language: terminal.language, include_criticism: false };
    for one in &book.meetings {
        sheets.push(sheet_of(&view, one.meeting, options)?);
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
