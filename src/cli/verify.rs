//! `yishi verify`: check everything, trusting nobody.

use crate::audit::{Level, Outcome, VerifyOptions, verify};
use crate::cli::{Exit, Failure, Global, Terminal};
use crate::domain::Bilingual;
use crate::store::Checkpoint;
use std::path::PathBuf;

/// Checks bytes, chain, vault, and that every entry was admitted by the rules. Changes nothing.
#[derive(Debug, Default, clap::Args)]
pub(crate) struct VerifyArgs {
    /// 只核验链 / Only the chain
    #[arg(long, conflicts_with = "strict")]
    chain: bool,
    /// 核验格式和链,不重演 / Form and chain, without replaying
    #[arg(long)]
    strict: bool,
    /// 另行保存的清单或检查点(manifest.json 等) / A manifest or checkpoint kept elsewhere
    #[arg(long)]
    anchor: Option<PathBuf>,
}

pub(super) fn run(
    args: &VerifyArgs,
    global: &Global,
    terminal: &mut Terminal,
) -> Result<Exit, Failure> {
    if !global.registry.join("journal").is_dir() {
        let path = global.registry.display();
        return Err(Failure::new(
            Exit::Usage,
            format!("{path} 里没有 journal 文件夹,不是账,也不是副本。"),
            format!("{path} holds no journal; it is neither a registry nor a copy."),
        ));
    }
    let level = match (args.chain, args.strict) {
        (true, _) => Level::Chain,
        (_, true) => Level::Strict,
        _ => Level::Full,
    };
    let anchor = args.anchor.as_ref().map(read_anchor).transpose()?;
    let report = verify(&global.registry, &VerifyOptions { level, anchor, ..Default::default() });
    if terminal.json {
        terminal.print_json(&report.to_json());
    } else {
        let text = report.text(terminal.language);
        terminal.print(&text);
    }
    Ok(match report.outcome {
        Outcome::Holds => Exit::Done,
        Outcome::Wanting => Exit::Wanting,
        Outcome::Newer => Exit::Damaged,
        Outcome::Unreadable => Exit::Io,
    })
}

/// A checkpoint, or the head in an export's manifest.
fn read_anchor(path: &PathBuf) -> Result<Checkpoint, Failure> {
    let bytes = std::fs::read(path).map_err(|error| Failure::io(path, &error))?;
    Checkpoint::parse(&bytes).or_else(|| of_manifest(&bytes)).ok_or_else(|| {
        let path = path.display();
        let sentence = Bilingual::new(
            format!("{path} 不是清单,也不是检查点。"),
            format!("{path} is neither a manifest nor a checkpoint."),
        );
        Failure { exit: Exit::Usage, sentence }
    })
}

fn of_manifest(bytes: &[u8]) -> Option<Checkpoint> {
    let manifest: serde_json::Value = serde_json::from_slice(bytes).ok()?;
    let hash = manifest.get("head")?.as_str()?.parse().ok()?;
    Some(Checkpoint { next_seq: manifest.get("entries")?.as_u64()?, hash })
}
