//! `yishi verify`: check everything, trusting nobody.

use crate::cli::{Exit, Failure, Global, Terminal};
use crate::domain::Bilingual;
use crate::registry::answers::{
    AuditOutcome as Outcome, Checkpoint, Level, Report, Tick, VerifyOptions, verify,
};
use crate::registry::copy;
use std::path::{Path, PathBuf};

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
    let anchor = args.anchor.as_deref().map(|path| read_anchor(path, &global.registry));
    let anchor = anchor.transpose()?;
    let report = verify(&global.registry, &VerifyOptions { level, anchor, ..Default::default() });
    let sums = check_sums(&global.registry, &report);
    if terminal.json {
        let mut json = report.to_json();
        if let (Some(sums), Some(report)) = (&sums, json.as_object_mut()) {
            report.insert("sha256sums".to_owned(), sums.holds().into());
        }
        terminal.print_json(&json);
    } else {
        print(&report, terminal);
        if let Some(sums) = &sums {
            let sentence = terminal.pick(&sums.sentence()).to_owned();
            terminal.print(&sentence);
        }
    }
    tell_histories(args, global, &report, terminal);
    if report.outcome == Outcome::Holds && sums.is_some_and(|sums| !sums.holds()) {
        return Ok(Exit::Wanting);
    }
    Ok(match report.outcome {
        Outcome::Holds => Exit::Done,
        Outcome::Wanting => Exit::Wanting,
        Outcome::Newer => Exit::Damaged,
        Outcome::Unreadable => Exit::Io,
    })
}

/// Beside another copy that was named as the anchor, and differs: how far both agree.
fn tell_histories(args: &VerifyArgs, global: &Global, report: &Report, terminal: &mut Terminal) {
    let copy = args.anchor.as_deref().filter(|anchor| anchor.is_dir());
    if let Some(copy) = copy.filter(|_| report.outcome == Outcome::Wanting)
        && let Ok(histories) = copy::compare(&global.registry, copy)
    {
        terminal.tell(&histories.sentence());
    }
}

/// What the list of sums of a copy says of its files.
struct Sums(Result<(), Bilingual>);

/// Checks a copy by its manifest and its `SHA256SUMS`, where there is either.
fn check_sums(dir: &Path, report: &Report) -> Option<Sums> {
    copy::is_exported(dir)
        .then(|| Sums(copy::check(dir, report).map_err(|error| Failure::from(error).sentence)))
}

impl Sums {
    fn holds(&self) -> bool {
        self.0.is_ok()
    }

    fn sentence(&self) -> Bilingual {
        match &self.0 {
            Ok(()) => {
                Bilingual::new("✓ 文件与 SHA256SUMS 一致", "✓ the files are those of SHA256SUMS")
            }
            Err(sentence) => sentence.clone().map(|text| format!("✗ {text}")),
        }
    }
}

/// The checks with their ticks, what was found, and the verdict in one line.
pub(super) fn print(report: &Report, terminal: &mut Terminal) {
    let mut lines = Vec::new();
    // Before anything that looks like all is well.
    if let Some(not_here) = &report.not_here {
        lines.push(terminal.pick(&not_here.sentence()).to_owned());
    }
    for (check, tick) in &report.ticks {
        let mark = match tick {
            Tick::Holds => "✓",
            Tick::Broken(_) => "✗",
            Tick::NotMade => "·",
        };
        lines.push(format!("{mark} {check}  {}", terminal.pick(&check.title())));
    }
    for finding in &report.findings {
        lines.push(format!("✗ {}", terminal.pick(&finding.sentence())));
    }
    if report.unlisted > 0 {
        let more = Bilingual::new(
            format!("另有 {} 处没有列出。", report.unlisted),
            format!("{} further faults are not listed.", report.unlisted),
        );
        lines.push(terminal.pick(&more).to_owned());
    }
    for note in &report.notes {
        lines.push(format!("· {}", terminal.pick(&note.sentence())));
    }
    if let Some(reason) = &report.unreadable {
        lines.push(format!("✗ {}", terminal.pick(reason)));
    }
    lines.push(terminal.pick(&report.sentence()).to_owned());
    terminal.print(&lines.join("\n"));
}

/// A checkpoint, or the head in an export's manifest; never one that lies in what it is to vouch for.
fn read_anchor(path: &Path, registry: &Path) -> Result<Checkpoint, Failure> {
    let path = &if path.is_dir() { path.join("manifest.json") } else { path.to_owned() };
    if lies_in(path, registry) {
        let path = path.display();
        let sentence = Bilingual::new(
            format!(
                "{path} 就在被核对的文件夹里:谁能改动这个文件夹,谁就能改动它,不能作另行保存的凭据。请用放在别处的清单或核对点。"
            ),
            format!(
                "{path} lies in the folder that is checked: whoever can write there can write it, too. Name a manifest or checkpoint that was kept elsewhere."
            ),
        );
        return Err(Failure { exit: Exit::Usage, sentence });
    }
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

/// Whether a file is inside a folder, by the name it is given or by where links lead.
fn lies_in(path: &Path, folder: &Path) -> bool {
    let absolute = |path: &Path| std::path::absolute(path).ok();
    let real = |path: &Path| path.canonicalize().ok();
    let inside = |path: Option<PathBuf>, folder: Option<PathBuf>| {
        path.zip(folder).is_some_and(|(path, folder)| path.starts_with(folder))
    };
    inside(absolute(path), absolute(folder)) || inside(real(path), real(folder))
}

fn of_manifest(bytes: &[u8]) -> Option<Checkpoint> {
    let manifest: serde_json::Value = serde_json::from_slice(bytes).ok()?;
    let hash = manifest.get("head")?.as_str()?.parse().ok()?;
    Some(Checkpoint { next_seq: manifest.get("entries")?.as_u64()?, hash })
}
