//! What the figures were measured on.

use std::fs;
use std::path::Path;
use std::process::Command;
use yishi::registry::{Clock as _, SystemClock};

/// What the machine says of itself, one line each.
pub(crate) fn lines(dir: &Path) -> Vec<(&'static str, String)> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    vec![
        ("date", SystemClock.now().format("%Y-%m-%d %H:%M UTC").to_string()),
        ("commit", commit()),
        ("processor", format!("{}, {cores} cores", field("/proc/cpuinfo", "model name"))),
        ("memory", memory()),
        ("kernel", word("/proc/sys/kernel/osrelease")),
        ("file system", file_system(dir)),
        ("program", format!("{}, release profile", yishi::registry::PROGRAM)),
    ]
}

fn commit() -> String {
    let git = |arguments: &[&str]| {
        let output = Command::new("git").args(arguments).output().ok()?;
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
    };
    let changed = git(&["status", "--porcelain", "--", "src", "benches"]);
    let note = if changed.is_some_and(|text| !text.is_empty()) { ", with changes" } else { "" };
    git(&["rev-parse", "--short=12", "HEAD"])
        .map_or_else(|| "not known".to_owned(), |id| format!("{id}{note}"))
}

fn word(file: &str) -> String {
    fs::read_to_string(file).map_or_else(|_| "not known".to_owned(), |text| text.trim().to_owned())
}

fn field(file: &str, key: &str) -> String {
    let text = fs::read_to_string(file).unwrap_or_default();
    let line = text.lines().find(|line| line.starts_with(key));
    let value =
        line.and_then(|line| line.split_once(':')).map(|(_, value)| value.trim().to_owned());
    value.unwrap_or_else(|| "not known".to_owned())
}

fn memory() -> String {
    let total = field("/proc/meminfo", "MemTotal");
    let kilobytes: Option<u64> = total.trim_end_matches(" kB").parse().ok();
    kilobytes.map_or(total, |found| format!("{} GB", found / 1_000_000))
}

/// Type of the mounted file system that holds the folder: the one with the longest path.
fn file_system(dir: &Path) -> String {
    let mounts = fs::read_to_string("/proc/mounts").unwrap_or_default();
    let mut best = (0, "not known".to_owned());
    for line in mounts.lines() {
        let mut words = line.split(' ').skip(1);
        if let (Some(path), Some(kind)) = (words.next(), words.next())
            && dir.starts_with(path)
            && path.len() >= best.0
        {
            best = (path.len(), kind.to_owned());
        }
    }
    best.1
}
