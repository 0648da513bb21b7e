//! `yishi export`: a copy that anybody can verify.

use crate::cli::{Exit, Failure, Global, Terminal};
use crate::domain::{Bilingual, OpeningsIncluded};
use crate::registry::Registry;
use crate::registry::copy::Copied;
use serde_json::json;
use std::path::PathBuf;

/// Writes a folder with the journal, its sums and a manifest. Without --openings it holds no name.
#[derive(Debug, clap::Args)]
pub(crate) struct ExportArgs {
    /// 空文件夹 / An empty folder
    dir: PathBuf,
    /// 带出哪些个人信息:none、public、auditor、all / Which openings go with it
    #[arg(long, default_value = "none", value_parser = parse_openings)]
    openings: OpeningsIncluded,
    /// 用途,带出个人信息时必须写 / Purpose, needed when openings go out
    #[arg(long)]
    purpose: Option<String>,
}

fn parse_openings(text: &str) -> Result<OpeningsIncluded, String> {
    match text {
        "none" => Ok(OpeningsIncluded::None),
        "public" => Ok(OpeningsIncluded::Public),
        "auditor" => Ok(OpeningsIncluded::Auditor),
        "all" => Ok(OpeningsIncluded::All),
        _ => Err("none, public, auditor, all".to_owned()),
    }
}

pub(super) fn run(
    args: &ExportArgs,
    global: &Global,
    terminal: &mut Terminal,
) -> Result<Exit, Failure> {
    // What anybody may see needs no record of its own; the rest does.
    let noted = matches!(args.openings, OpeningsIncluded::Auditor | OpeningsIncluded::All);
    let registry = if noted {
        let Some(purpose) = &args.purpose else {
            return Err(Failure::new(
                Exit::Usage,
                "带出个人信息须写明用途:--purpose。这件事本身会记录在案。",
                "Say what the openings are for: --purpose. It goes on record.",
            ));
        };
        let registry = super::record::open(global, terminal)?;
        registry.note_copy(args.openings, purpose)?;
        registry
    } else {
        Registry::read_only(&global.registry)?
    };
    let copied = registry.copy_to(&args.dir, args.openings)?;
    registry.close()?;
    report(&copied, &args.dir, terminal);
    Ok(Exit::Done)
}

/// Says what a copy holds.
pub(super) fn report(copied: &Copied, dir: &std::path::Path, terminal: &mut Terminal) {
    if terminal.json {
        let tables: Vec<_> = copied
            .fingerprints
            .iter()
            .map(|(table, sha256)| json!({ "table": table, "sha256": sha256 }))
            .collect();
        terminal.print_json(&json!({
            "entries": copied.entries, "head": copied.head, "openings": copied.openings,
            "fingerprints": tables,
        }));
    }
    let (dir, entries, head, openings) =
        (dir.display(), copied.entries, &copied.head, copied.openings);
    terminal.tell(&Bilingual::new(
        format!("副本在 {dir}:{entries} 条,个人信息 {openings} 项。末条指纹 {head}。任何人可用 yishi verify --registry {dir} 核验。"),
        format!("The copy is in {dir}: {entries} entries, {openings} openings, head {head}. Anybody can check it: yishi verify --registry {dir}."),
    ));
}
