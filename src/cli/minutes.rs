//! `yishi minutes`: write the minutes of a meeting from what is on record.

use super::show::found;
use crate::answer::View;
use crate::cli::{Exit, Failure, Global, Terminal};
use crate::domain::MeetingId;
use crate::paper::minutes::{MinutesOptions, minutes, of_votes};
use crate::paper::{Sheet, markdown, notice, text};
use std::path::PathBuf;

/// Writes the minutes (会议记录) of a meeting from recorded facts.
#[derive(Debug, clap::Args)]
pub(crate) struct MinutesArgs {
    /// 会议的编号或 @标签 / Id or @label of the meeting
    meeting: String,
    /// 输出 Markdown / As Markdown
    #[arg(long)]
    markdown: bool,
    /// 打印会议通知 / The notice instead
    #[arg(long)]
    notice: bool,
    /// 连同相互批评一起打印 / With the mutual criticism
    #[arg(long)]
    criticism: bool,
    /// 写入文件 / Write into this file
    #[arg(long)]
    output: Option<PathBuf>,
}

pub(super) fn run(
    args: &MinutesArgs,
    global: &Global,
    terminal: &mut Terminal,
) -> Result<Exit, Failure> {
    let view = super::ask(global, terminal)?;
    let tags = found(&view, &args.meeting)?;
    let meeting = tags.iter().find_map(|tag| tag.strip_prefix("meeting:")?.parse().ok());
    let Some(meeting): Option<MeetingId> = meeting else {
        return Err(Failure::new(
            Exit::Usage,
            format!("“{}”不是会议。", args.meeting),
            format!("\"{}\" is not a meeting.", args.meeting),
        ));
    };
    let options = MinutesOptions { language: terminal.language, include_criticism: args.criticism };
    let sheet = if args.notice {
        let names = view.names();
        let record = view.meeting_record(meeting, &names, &of_votes())?;
        notice(&record, terminal.language).ok_or_else(|| {
            Failure::new(Exit::Undecided, "这次会议没有通知记录。", "No notice is on record.")
        })?
    } else {
        sheet_of(&view, meeting, options)?
    };
    let printed = if args.markdown { markdown(&sheet) } else { text(&sheet) };
    match &args.output {
        Some(path) => {
            std::fs::write(path, printed).map_err(|error| Failure::io(path, &error))?;
        }
        None => terminal.print(&printed),
    }
    Ok(Exit::Done)
}

/// The minutes of a meeting as a sheet.
pub(super) fn sheet_of(
    view: &View,
    meeting: MeetingId,
    options: MinutesOptions,
) -> Result<Sheet, Failure> {
    let names = view.names();
    Ok(minutes(&view.meeting_record(meeting, &names, &of_votes())?, options))
}
