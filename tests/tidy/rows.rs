//! Only `answer` sorts and judges rows: whoever shows or prints them lays them out as they come.

use super::{Source, assert_none, files};

/// Whoever is handed answers, and the door to write.
const OUTSIDE: &[&str] =
    &["src/cli", "src/intake", "src/paper", "src/registry", "src/main.rs", "src/lib.rs"];

/// Faces and documents: what they show is in order already.
const SHOWING: &[&str] = &["src/cli", "src/paper", "src/main.rs"];

/// What is put in order there all the same: no rows.
const ORDERED: &[&str] = &[
    // Files on their way in.
    "src/cli/demo.rs",
    "src/cli/record.rs",
    "src/cli/rule.rs",
    // Entries by their numbers.
    "src/paper/minutes/corrections.rs",
];

const ORDERING: &[&str] = &[
    ".sort()",
    ".sort_by(",
    ".sort_by_key(",
    ".sort_by_cached_key(",
    ".sort_unstable()",
    ".sort_unstable_by(",
    ".sort_unstable_by_key(",
];

fn code(source: &Source) -> impl Iterator<Item = (usize, &str)> {
    source.lines().filter(|(_, line)| !line.trim_start().starts_with("//"))
}

/// Words of a line.
fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').filter(|word| !word.is_empty())
}

/// Rows of projections, and what pronounces verdicts, by the names that they are declared under.
fn rows_and_judges() -> Vec<String> {
    let mut names = Vec::new();
    for source in files(&["src/projection", "src/answer", "crates/law/src"], Some("rs")) {
        for (_, line) in code(&source) {
            let line = line.trim_start();
            let name = |rest: &str| words(rest).next().unwrap_or_default().to_owned();
            let row = line.strip_prefix("pub struct ").map(name);
            names.extend(row.filter(|name| name.len() > 3 && name.ends_with("Row")));
            let judge = line.strip_prefix("pub fn ").map(name);
            names.extend(judge.filter(|name| name.starts_with("judge")));
        }
    }
    names
}

#[test]
fn nobody_but_answer_judges_or_holds_a_row() {
    let names = rows_and_judges();
    for known in ["MotionRow", "CountRow", "judge", "judge_motion", "judge_election"] {
        assert!(names.iter().any(|name| name == known), "{known}");
    }
    let mut breaches = Vec::new();
    for source in files(OUTSIDE, Some("rs")) {
        for (number, line) in code(&source) {
            let found = words(line).find(|word| names.iter().any(|name| name == word));
            breaches.extend(found.map(|word| format!("{}:{number}: {word}", source.path)));
        }
    }
    assert_none(&breaches);
}

#[test]
fn nobody_who_shows_rows_puts_them_in_order() {
    let mut breaches = Vec::new();
    let mut ordered = Vec::new();
    for source in files(SHOWING, Some("rs")) {
        for (number, line) in code(&source) {
            if ORDERING.iter().any(|call| line.contains(call)) {
                ordered.push(source.path.clone());
                if !ORDERED.contains(&source.path.as_str()) {
                    breaches.push(format!("{}:{number}: {}", source.path, line.trim()));
                }
            }
        }
    }
    let gone = ORDERED.iter().filter(|path| !ordered.iter().any(|one| one == *path));
    breaches.extend(gone.map(|path| format!("{path} orders nothing any more")));
    assert_none(&breaches);
}
