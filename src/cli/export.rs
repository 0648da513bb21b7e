//! `yishi export`: a copy that anybody can verify.

use crate::cli::{Exit, Failure, Global, Terminal};
use crate::domain::Bilingual;
use crate::registry::Registry;
use crate::registry::answers::OpeningsIncluded;
use crate::registry::copy::{Copied, CopyError};
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

impl From<CopyError> for Failure {
    fn from(error: CopyError) -> Self {
        match error {
            CopyError::NotEmpty(path) => {
                let path = path.display();
                Self::new(
                    Exit::Usage,
                    format!("{path} 不是空文件夹。请换一个。"),
                    format!("{path} is not empty. Use another folder."),
                )
            }
            CopyError::Occupied { dir, histories } => {
                let (dir, told) = (dir.display(), histories.sentence());
                Self::new(
                    if histories.part() { Exit::Wanting } else { Exit::Usage },
                    format!("{dir} 不是空文件夹,已有一本账。与这份副本相比:{}", told.zh),
                    format!(
                        "{dir} is not empty, it holds a registry. Beside this copy: {}",
                        told.en
                    ),
                )
            }
            CopyError::Faulty { file, fault } => Self::new(
                Exit::Wanting,
                format!("副本中的 {file} {}。这份副本不可用,请重新取得。", fault.zh),
                format!("{file} {}. The copy cannot be used; get it again.", fault.en),
            ),
            CopyError::NoManifest(path) => {
                let path = path.display();
                Self::new(
                    Exit::Usage,
                    format!("{path} 不是导出的副本(没有 manifest.json 或 SHA256SUMS)。"),
                    format!("{path} is not an exported copy (no manifest.json or SHA256SUMS)."),
                )
            }
            CopyError::NotACopy => Self::new(
                Exit::Refused,
                "这不是副本,可以直接记录,不需要接管。",
                "This registry is not a copy; record in it as it is.",
            ),
            CopyError::Record(error) => error.into(),
            CopyError::Io { path, source } => Self::io(&path, &source),
        }
    }
}
