//! `yishi new`: print a document to fill in.

use crate::cli::{Exit, Failure, Global, Terminal};
use crate::domain::Bilingual;
use crate::intake::template::published::ANNOUNCEMENT;
use crate::intake::template::start::{START, START_OWNERS};
use crate::intake::template::{TemplateKind, template};

/// Prints a document to fill in, with people by label, date and rules already there.
#[derive(Debug, clap::Args)]
pub(crate) struct NewArgs {
    /// 种类,例如 开始、支部党员大会、党课、motion、person;写错会列出全部 / What it is about
    kind: String,
    /// 组织的 @标签 / Of which body
    #[arg(long)]
    body: Option<String>,
    /// 由谁记录 / Who records it
    #[arg(long)]
    by: Option<String>,
}

pub(super) fn run(
    args: &NewArgs,
    global: &Global,
    terminal: &mut Terminal,
) -> Result<Exit, Failure> {
    if matches!(args.kind.as_str(), "开始" | "start") {
        terminal.print(START);
        tell_next(terminal);
        return Ok(Exit::Done);
    }
    if matches!(args.kind.as_str(), "业主开始" | "start-owners") {
        terminal.print(START_OWNERS);
        tell_next(terminal);
        return Ok(Exit::Done);
    }
    if matches!(args.kind.as_str(), "公布的结果" | "announcement") {
        terminal.print(ANNOUNCEMENT);
        terminal.tell(&Bilingual::new(
            "把上面的内容存成 .json 文件,照公告填好,再运行 yishi check 文件。",
            "Save this as a .json file, copy the announcement into it, then run yishi check FILE.",
        ));
        return Ok(Exit::Done);
    }
    let kind = kind_of(&args.kind)?;
    let view = super::ask(global, terminal)?;
    let known = view.known(args.body.as_deref(), args.by.as_deref())?;
    terminal.print(&template(kind, &known));
    tell_next(terminal);
    Ok(Exit::Done)
}

fn tell_next(terminal: &mut Terminal) {
    terminal.tell(&Bilingual::new(
        "把上面的内容存成 .json 文件,填好“填写…”的地方,先 yishi record --dry-run 文件 试一下,再 yishi record 文件。",
        "Save this as a .json file, fill it in, try it with yishi record --dry-run FILE, then record it.",
    ));
}

fn kind_of(text: &str) -> Result<TemplateKind, Failure> {
    text.parse().map_err(|_unknown| {
        let all = TemplateKind::all();
        let zh: Vec<&str> = all.iter().map(|(_, zh, _)| *zh).collect();
        let en: Vec<&str> = all.iter().map(|(en, _, _)| en.as_str()).collect();
        Failure::new(
            Exit::Usage,
            format!("没有“{text}”这一种。可以是:开始、业主开始、公布的结果、{}。", zh.join("、")),
            format!(
                "There is no kind \"{text}\". It can be: start, start-owners, announcement, {}.",
                en.join(", ")
            ),
        )
    })
}
