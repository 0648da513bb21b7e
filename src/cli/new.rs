//! `yishi new`: print a document to fill in.

use crate::answer::{Form, form};
use crate::cli::{Exit, Failure, Global, Terminal};
use crate::domain::Bilingual;

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
    match form(&args.kind)? {
        Form::Beginning(text) => terminal.print(text),
        Form::Announcement(text) => {
            terminal.print(text);
            terminal.tell(&Bilingual::new(
                "把上面的内容存成 .json 文件,照公告填好,再运行 yishi check 文件。",
                "Save this as a .json file, copy the announcement into it, then run yishi check FILE.",
            ));
            return Ok(Exit::Done);
        }
        Form::Document(kind) => {
            let view = super::ask(global, terminal)?;
            terminal.print(&view.form(kind, args.body.as_deref(), args.by.as_deref())?);
        }
    }
    terminal.tell(&Bilingual::new(
        "把上面的内容存成 .json 文件,填好“填写…”的地方,先 yishi record --dry-run 文件 试一下,再 yishi record 文件。",
        "Save this as a .json file, fill it in, try it with yishi record --dry-run FILE, then record it.",
    ));
    Ok(Exit::Done)
}
