//! `yishi verify`: check everything, trusting nobody.

use crate::answer::{CheckState, Depth, Soundness, Verification, Verified, verify};
use crate::cli::{Exit, Failure, Global, Terminal};
use crate::domain::Bilingual;
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
    /// 另行保存的清单、检查点或导出的副本文件夹 / A manifest, a checkpoint, or an exported copy's folder
    #[arg(long)]
    anchor: Option<PathBuf>,
}

pub(super) fn run(
    args: &VerifyArgs,
    global: &Global,
    terminal: &mut Terminal,
) -> Result<Exit, Failure> {
    let depth = match (args.chain, args.strict) {
        (true, _) => Depth::Chain,
        (_, true) => Depth::Strict,
        _ => Depth::Full,
    };
    let anchor = args.anchor.as_deref();
    let verified = verify(&Verification { folder: &global.registry, depth, anchor })?;
    if terminal.json {
        // In the order of their keys, as programs have read it from the beginning.
        terminal.print_json(&serde_json::to_value(&verified).unwrap_or_default());
    } else {
        print(&verified, terminal);
        print_sums(&verified, terminal);
    }
    verified.histories.iter().for_each(|told| terminal.tell(told));
    Ok(match verified.soundness() {
        Soundness::Holds => Exit::Done,
        Soundness::Wanting => Exit::Wanting,
        Soundness::Newer => Exit::Damaged,
        Soundness::Unreadable => Exit::Io,
    })
}

/// What the list of sums of a copy says of its files.
fn print_sums(verified: &Verified, terminal: &mut Terminal) {
    let sentence = match &verified.sums_fault {
        Some(fault) => fault.clone().map(|text| format!("✗ {text}")),
        None if verified.sums == Some(true) => {
            Bilingual::new("✓ 文件与 SHA256SUMS 一致", "✓ the files are those of SHA256SUMS")
        }
        None => return,
    };
    let sentence = terminal.pick(&sentence).to_owned();
    terminal.print(&sentence);
}

/// The checks with their ticks, what was found, and the verdict in one line.
pub(super) fn print(verified: &Verified, terminal: &mut Terminal) {
    let mut lines = Vec::new();
    // Before anything that looks like all is well.
    lines.extend(verified.not_here.iter().map(|told| terminal.pick(told).to_owned()));
    for one in &verified.checks {
        let mark = match one.state {
            CheckState::Holds => "✓",
            CheckState::Broken => "✗",
            CheckState::NotMade => "·",
        };
        lines.push(format!("{mark} {}  {}", one.check, terminal.pick(&one.title)));
    }
    let findings = verified.findings.iter();
    lines.extend(findings.map(|finding| format!("✗ {}", terminal.pick(&finding.told))));
    if verified.unlisted > 0 {
        let more = Bilingual::new(
            format!("另有 {} 处没有列出。", verified.unlisted),
            format!("{} further faults are not listed.", verified.unlisted),
        );
        lines.push(terminal.pick(&more).to_owned());
    }
    lines.extend(verified.notes.iter().map(|note| format!("· {}", terminal.pick(note))));
    lines.extend(verified.unreadable.iter().map(|why| format!("✗ {}", terminal.pick(why))));
    lines.push(terminal.pick(&verified.verdict).to_owned());
    terminal.print(&lines.join("\n"));
}
