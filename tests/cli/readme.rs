//! What the README of an example shows: each command with its real output.

use super::demo::settled;
use crate::common::registry::{CASES, TestRegistry, run_on};
use crate::common::{assert_current, root};
use std::path::Path;

/// The README with the output of every `$ yishi …` in a `console` block written anew; a line of
/// three points stands for what a reader need not see.
pub(super) fn written_anew(readme: &str, dir: &Path) -> String {
    let (mut out, mut lines) = (String::new(), readme.lines().peekable());
    let mut inside = false;
    while let Some(line) = lines.next() {
        out.push_str(line);
        out.push('\n');
        inside = if inside { line != "```" } else { line == "```console" };
        let Some(command) = line.strip_prefix("$ yishi ").filter(|_| inside) else { continue };
        let mut old = Vec::new();
        while let Some(next) = lines.next_if(|next| *next != "```" && !next.starts_with("$ ")) {
            old.push(next);
        }
        let run = run_on(dir, &command.split(' ').collect::<Vec<_>>());
        let shown = settled(&run.out, &dir.to_string_lossy());
        assert!(!shown.trim().is_empty(), "yishi {command} shows nothing: {}", run.err);
        out.push_str(&shortened(&shown, &old));
    }
    out
}

/// Keeps the lines that the README kept, and its points where it left lines out.
fn shortened(shown: &str, old: &[&str]) -> String {
    if !old.contains(&"…") {
        return shown.to_owned();
    }
    let real: Vec<&str> = shown.lines().collect();
    // A line that is shown no more is not kept: the comparison with the README then fails.
    let kept = old.iter().filter(|line| **line == "…" || real.contains(line));
    kept.flat_map(|line| [line, "\n"]).collect()
}

#[test]
fn every_readme_of_an_example_shows_what_the_commands_print() {
    for (case, _) in CASES {
        let mut town = TestRegistry::example(case);
        town.close();
        let path = root().join("examples").join(case).join("README.md");
        let readme = std::fs::read_to_string(&path).unwrap();
        assert_current(&path, &written_anew(&readme, &town.dir()));
    }
}
/// Every line of what a case needs is ticked, and stands above a command.
#[test]
fn every_readme_of_an_example_ticks_what_its_case_needs() {
    for (case, _) in CASES {
        let path = root().join("examples").join(case).join("README.md");
        let readme = std::fs::read_to_string(&path).unwrap();
        let part = readme.split("## 这个案例需要的").nth(1).unwrap_or_else(|| panic!("{case}"));
        let part = part.split("\n## ").next().unwrap();
        let items: Vec<&str> = part.split("\n- ").skip(1).collect();
        assert!(items.len() >= 4, "{case}: {} items", items.len());
        for item in items {
            assert!(item.starts_with("[x] ") && item.contains("$ yishi "), "{case}: {item}");
        }
    }
}
