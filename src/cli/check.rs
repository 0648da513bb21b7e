//! `yishi check`: the publish gate, over our own results and over anybody's figures.

use super::record::documents;
use super::show::{failed, found};
use crate::cli::{Exit, Failure, Global, Terminal};
use crate::domain::Bilingual;
use crate::paper::read_announcement;
use crate::registry::answers::{Check, Standing};
use crate::registry::{Checked, RecordError, Registry, View, check_announcement};
use serde_json::{Value, json};
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
            let checked = own(what, global)?;
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
        let values: Vec<Value> = all.iter().map(json_of).collect();
        terminal.print_json(&Value::Array(values));
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
    let check = |(name, bytes): (String, Vec<u8>)| {
        let read = read_announcement(&bytes).map_err(|error| {
            let sentence = error.sentence();
            Failure::new(Exit::Usage, sentence.zh, sentence.en).in_file(&name)
        })?;
        let check = check_announcement(&read);
        Ok(Checked { title: Bilingual::new(name.clone(), name), check })
    };
    documents(path)?.into_iter().map(check).collect()
}

fn own(what: &str, global: &Global) -> Result<Vec<Checked>, Failure> {
    let registry = Registry::read_only(&global.registry)?;
    let view = registry.view(None)?;
    let tags = found(&view, what)?;
    for tag in &tags {
        if let Some(checked) = of_tag(&view, tag)? {
            return Ok(checked);
        }
    }
    Err(Failure::new(
        Exit::Usage,
        format!("“{what}”不是议案、选举或计票。核对别人的公告,请写文件名。"),
        format!("\"{what}\" is no motion, election or count. Of an announcement, name the file."),
    ))
}

/// What a tag can be checked for; none for a thing that has no result.
fn of_tag(view: &View<'_>, tag: &str) -> Result<Option<Vec<Checked>>, Failure> {
    let Some((word, id)) = tag.split_once(':') else { return Ok(None) };
    let checked = match word {
        "motion" => {
            let Ok(id) = id.parse() else { return Ok(None) };
            let row = view.projections.motion(id).map_err(failed)?;
            optional(row.map(|row| view.check_motion(&row)))?
        }
        "election" => {
            let Ok(id) = id.parse() else { return Ok(None) };
            let row = view.projections.election(id).map_err(failed)?;
            optional(row.map(|row| view.check_election(&row)))?
        }
        "count" => {
            let Ok(id) = id.parse() else { return Ok(None) };
            let row = view.projections.count(id).map_err(failed)?;
            row.map(|row| view.check_count(&row)).transpose()?.unwrap_or_default()
        }
        _ => return Ok(None),
    };
    Ok(Some(checked))
}

fn optional(
    checked: Option<Result<Option<Checked>, RecordError>>,
) -> Result<Vec<Checked>, RecordError> {
    Ok(checked.transpose()?.flatten().into_iter().collect())
}

/// The worst of them: a fault is a fault, whatever else is open.
fn exit_of(all: &[Checked]) -> Exit {
    let any = |standing: Standing| all.iter().any(|one| one.check.standing() == standing);
    if any(Standing::Faults) {
        Exit::Wanting
    } else if any(Standing::Undecidable) {
        Exit::Undecided
    } else {
        Exit::Done
    }
}

fn headline(check: &Check) -> Bilingual {
    let faults = check.faults.len();
    match check.standing() {
        Standing::Clean => Bilingual::new("没有发现问题", "nothing found wrong"),
        Standing::Faults if faults == 1 => Bilingual::new("发现 1 处问题", "1 fault"),
        Standing::Faults => {
            Bilingual::new(format!("发现 {faults} 处问题"), format!("{faults} faults"))
        }
        Standing::Undecidable => {
            Bilingual::new("不能判定,没有发现别的问题", "not decidable; nothing else found wrong")
        }
    }
}

fn text_of(one: &Checked, terminal: &Terminal) -> String {
    let check = &one.check;
    let (own_title, headline) = (one.title.clone(), headline(check));
    let short = own_title.clone().map(|text| text.trim_end_matches(['。', '.']).to_owned());
    let first = Bilingual::new(
        format!("{}:{}", short.zh, headline.zh),
        format!("{}: {}", short.en, headline.en),
    );
    let mut lines = vec![terminal.pick(&first).to_owned()];
    for (number, fault) in check.faults.iter().enumerate() {
        let sentence = fault.sentence();
        lines.push(format!("  {}. {}", number + 1, terminal.pick(&sentence)));
    }
    let section = |zh: &str, en: &str, told: Vec<String>| {
        let heading = Bilingual::new(zh, en);
        let heading = format!("  {}", terminal.pick(&heading));
        let told = told.into_iter().map(|line| format!("    {line}"));
        core::iter::once(heading).chain(told).collect::<Vec<_>>()
    };
    // A verdict that a fault has told already is not told again.
    let judged = check.judgements.iter().filter(|one| !one.told);
    let judged = judged.map(|one| {
        let (title, told) = (&one.title, &one.sentence);
        let both = Bilingual::new(
            format!("{}:{}", title.zh, told.zh),
            format!("{}: {}", title.en, told.en),
        );
        let alone = one.title == own_title;
        terminal.pick(if alone { told } else { &both }).to_owned()
    });
    let judged: Vec<String> = judged.collect();
    if !judged.is_empty() {
        lines.extend(section("应有的结果", "What follows", judged));
    }
    if !check.remarks.is_empty() {
        let told = check.remarks.iter().map(|one| terminal.pick(one).to_owned());
        lines.extend(section("说明", "Remarks", told.collect()));
    }
    if !check.unchecked.is_empty() {
        let told = check.unchecked.iter().map(|one| terminal.pick(one).to_owned());
        lines.extend(section("没有核对的", "Not checked", told.collect()));
    }
    lines.join("\n") + "\n"
}

fn json_of(one: &Checked) -> Value {
    let sentences: Vec<Value> = one
        .check
        .faults
        .iter()
        .map(|fault| {
            let sentence = fault.sentence();
            json!({ "zh": sentence.zh, "en": sentence.en })
        })
        .collect();
    json!({
        "checked": { "zh": one.title.zh, "en": one.title.en },
        "standing": one.check.standing(),
        "sentences": sentences,
        "check": one.check,
    })
}
