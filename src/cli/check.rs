//! `yishi check`: the publish gate, over our own results and over anybody's figures.

use super::record::documents;
use super::show::found;
use crate::answer::{Checked, check_announcement};
use crate::cli::{Exit, Failure, Global, Terminal};
use crate::domain::Bilingual;
use std::path::Path;

/// Checks sums, percentages, days and the result against the rules; ends with 0 clean, 1 faults, 5
/// not decidable. `yishi new announcement` prints a file to fill in.
#[derive(Debug, clap::Args)]
pub(crate) struct CheckArgs {
    /// 公告文件、文件夹、-(标准输入),或账内议案、选举、计票的 @标签、编号 / File of an announcement,
    /// folder, -, or @label or id of a motion, election or count
    #[arg(required = true)]
    what: Vec<String>,
}

pub(super) fn run(
    args: &CheckArgs,
    global: &Global,
    terminal: &mut Terminal,
) -> Result<Exit, Failure> {
    // Everything is read before anything is told: a file that cannot be read is no clean one.
    let mut all = Vec::new();
    for what in &args.what {
        if is_on_record(what) {
            let checked = own(what, global, terminal)?;
            if checked.is_empty() {
                terminal.tell(&Bilingual::new(
                    format!("“{what}”还没有计票或表决记录,没有可以核对的结果。"),
                    format!("There is no vote or count on record for \"{what}\" yet."),
                ));
                return Ok(Exit::Undecided);
            }
            all.extend(checked);
        } else {
            all.extend(announced(Path::new(what))?);
        }
    }
    if terminal.json {
        terminal.print_answer(&all);
    } else {
        let told: Vec<String> = all.iter().map(|one| text_of(one, terminal)).collect();
        terminal.print(&told.join("\n"));
    }
    Ok(exit_of(&all))
}

/// A label, or an id that is no file.
fn is_on_record(what: &str) -> bool {
    let is_id = what.len() == 26 && what.bytes().all(|byte| byte.is_ascii_alphanumeric());
    what.starts_with('@') || (is_id && !Path::new(what).exists())
}

fn announced(path: &Path) -> Result<Vec<Checked>, Failure> {
    let files = documents(path)?.into_iter();
    files.map(|(name, bytes)| Ok(check_announcement(&name, &bytes)?)).collect()
}

fn own(what: &str, global: &Global, terminal: &mut Terminal) -> Result<Vec<Checked>, Failure> {
    let view = super::ask(global, terminal)?;
    let checked = view.check(&found(&view, what)?)?;
    checked.ok_or_else(|| {
        Failure::new(
            Exit::Usage,
            format!("“{what}”不是议案、选举或计票。核对别人的公告,请写文件名。"),
            format!(
                "\"{what}\" is no motion, election or count. Of an announcement, name the file."
            ),
        )
    })
}

/// The worst of them: a fault is a fault, whatever else is open.
fn exit_of(all: &[Checked]) -> Exit {
    if all.iter().any(Checked::is_wanting) {
        Exit::Wanting
    } else if all.iter().any(Checked::is_undecided) {
        Exit::Undecided
    } else {
        Exit::Done
    }
}

fn text_of(one: &Checked, terminal: &Terminal) -> String {
    let short = one.title.clone().map(|text| text.trim_end_matches(['。', '.']).to_owned());
    let first = Bilingual::new(
        format!("{}:{}", short.zh, one.headline.zh),
        format!("{}: {}", short.en, one.headline.en),
    );
    let mut lines = vec![terminal.pick(&first).to_owned()];
    let faults = one.faults.iter().zip(1..);
    lines.extend(faults.map(|(fault, number)| format!("  {number}. {}", terminal.pick(fault))));
    let mut section = |zh: &str, en: &str, told: &[Bilingual]| {
        if !told.is_empty() {
            lines.push(format!("  {}", terminal.pick(&Bilingual::new(zh, en))));
            lines.extend(told.iter().map(|line| format!("    {}", terminal.pick(line))));
        }
    };
    section("应有的结果", "What follows", &one.judged);
    section("说明", "Remarks", &one.remarks);
    section("没有核对的", "Not checked", &one.unchecked);
    lines.join("\n") + "\n"
}
