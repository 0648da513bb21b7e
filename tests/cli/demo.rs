//! The demo, word for word: what a newcomer sees first.

use crate::common::cli::run;
use crate::common::{assert_current, root};

/// The text with what differs from run to run replaced: folders, hashes, days of recording.
pub(super) fn settled(text: &str, dir: &str) -> String {
    let mut settled = String::new();
    for line in text.replace(dir, "DIR").lines() {
        let mut rest = line;
        let mut out = String::new();
        while let Some((before, after)) = rest.split_once("记于 ") {
            let (day, more) = after.split_at(after.len().min(10));
            let is_day = day.len() == 10 && day.bytes().all(|b| b.is_ascii_digit() || b == b'-');
            out.push_str(&format!("{before}记于 {}", if is_day { "DAY" } else { day }));
            rest = more;
        }
        out.push_str(rest);
        settled.push_str(&without_recording(&without_hashes(&out)));
        settled.push('\n');
    }
    settled
}

/// What printed minutes say about their recording: how late, when, and the hash of the last entry.
fn without_recording(line: &str) -> String {
    let groups: Vec<&str> = line.split(' ').collect();
    let is_group = |word: &&str| word.len() == 8 && word.bytes().all(|b| b.is_ascii_hexdigit());
    if groups.len() == 8 && groups.iter().all(is_group) {
        return "HASH".to_owned();
    }
    let between = |line: &str, before: &str, after: &str, instead: &str| {
        let (start, rest) = line.split_once(before)?;
        let (_, end) = rest.split_once(after)?;
        Some(format!("{start}{before}{instead}{after}{end}"))
    };
    let late = line.contains("【补录").then(|| between(line, "迟 ", " 天", "N")).flatten();
    let entered = line.ends_with("记录") && line.contains(" 条:");
    let entered = entered.then(|| between(line, " 条:", ",", "DAY")).flatten();
    late.or(entered).unwrap_or_else(|| line.to_owned())
}

/// Runs of 64 hexadecimal digits become `HASH`, ids `ID`.
fn without_hashes(line: &str) -> String {
    let mut out = String::new();
    let mut word = String::new();
    for c in line.chars().chain(['\n']) {
        if c.is_ascii_alphanumeric() {
            word.push(c);
            continue;
        }
        let hash = word.len() == 64 && word.bytes().all(|b| b.is_ascii_hexdigit());
        let id = word.len() == 26 && word.starts_with("01");
        out.push_str(if hash {
            "HASH"
        } else if id {
            "ID"
        } else {
            &word
        });
        word.clear();
        out.push(c);
    }
    out.trim_end_matches('\n').to_owned()
}

#[test]
fn the_demo_says_the_same_every_time() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("one");
    let dir = dir.to_string_lossy();
    let demo = run(&["--lang", "zh", "demo", &dir]).done();
    let shown = format!("{}\n{}", settled(&demo.out, &dir), settled(&demo.err, &dir));
    // What another run said, on another day.
    assert_current(&root().join("tests/cli/demo.txt"), &shown);
}

#[test]
fn the_demo_speaks_english_too_and_does_not_run_over_a_registry() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("demo").to_string_lossy().into_owned();
    let demo = run(&["--lang", "en", "demo", &dir]).done();
    assert!(demo.out.contains("not carried") || demo.out.contains("Not carried"), "{}", demo.out);
    assert!(demo.err.contains("Try next:"), "{}", demo.err);
    let again = run(&["--lang", "zh", "demo", &dir]).assert(yishi::cli::Exit::Refused);
    assert!(again.err.contains("已经有一本账"), "{}", again.err);
}
