//! How a source file looks: it says what it is for, fits on a screen, and is reached by its parent.

use super::{Source, assert_none, files, rust_files};
use crate::common::root;
use std::path::Path;

/// Characters in a line. The last word may cross the margin: rustfmt leaves comments alone, and a
/// paragraph is not set again for one letter.
const MARGIN: usize = 100;

/// Files with a line that is to be set again. The list may only get shorter.
const OUT_OF_LINE: &[&str] = &["src/store/index/run.rs"];

/// Lines of a file, not counting the tests at its end.
const FILE_LINES_MAX: usize = 700;

#[test]
fn every_file_says_what_it_is_for() {
    let silent = rust_files().into_iter().filter(|source| !source.text.starts_with("//! "));
    assert_none(&silent.map(|source| source.path).collect::<Vec<_>>());
}

#[test]
fn nothing_is_left_to_do() {
    // Written in two halves, so that this file does not find itself.
    let marks = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("to", "do!(")];
    let mut breaches = Vec::new();
    for source in rust_files() {
        for (number, line) in
            source.lines().filter(|(_, line)| marks.iter().any(|m| line.contains(m)))
        {
            breaches.push(format!("{}:{number}: {}", source.path, line.trim()));
        }
    }
    assert_none(&breaches);
}

#[test]
fn no_word_begins_beyond_the_margin() {
    let mut breaches = Vec::new();
    for source in rust_files().iter().filter(|source| !OUT_OF_LINE.contains(&source.path.as_str()))
    {
        let mut in_macro = false;
        for (number, line) in source.lines() {
            in_macro = match line {
                "}" => false,
                _ => in_macro || line.starts_with("macro_rules!"),
            };
            // rustfmt cannot break a literal and does not look into macros.
            let excused = in_macro || line.contains('"') || line.contains("b'");
            let last_word = line.trim_end().rfind(' ').unwrap_or_default();
            let begins = line.get(..last_word).unwrap_or_default().chars().count();
            if begins > MARGIN && !excused {
                breaches.push(format!("{}:{number}: {}", source.path, line.trim()));
            }
        }
    }
    assert_none(&breaches);
}

#[test]
fn files_are_not_long() {
    let mut breaches = Vec::new();
    for source in rust_files() {
        let lines = source.lines().take_while(|(_, line)| *line != "#[cfg(test)]").count();
        if lines > FILE_LINES_MAX {
            breaches.push(format!("{} has {lines} lines", source.path));
        }
    }
    assert_none(&breaches);
}

/// Whether the text declares this module.
fn declares(text: &str, name: &str) -> bool {
    let module = format!("mod {name};");
    text.lines().any(|line| {
        let line = line.split("//").next().unwrap_or_default().trim();
        line.strip_suffix(&module)
            .is_some_and(|before| before.is_empty() || before.starts_with("pub"))
    })
}

/// Files that may declare the module in this file.
fn parents(source: &Source) -> Vec<String> {
    let path = Path::new(&source.path);
    let mut folder = path.parent().unwrap();
    if path.ends_with("mod.rs") {
        folder = folder.parent().unwrap();
    }
    let folder = folder.to_string_lossy().replace('\\', "/");
    ["/lib.rs", "/main.rs", "/mod.rs", ".rs"].iter().map(|end| format!("{folder}{end}")).collect()
}

#[test]
fn no_file_is_forgotten() {
    let sources = files(&["src", "crates", "tests"], Some("rs"));
    let mut breaches = Vec::new();
    for source in &sources {
        let path = Path::new(&source.path);
        let name = match path.file_stem().unwrap().to_string_lossy().as_ref() {
            "lib" | "main" => continue,
            "mod" => path.parent().unwrap().file_name().unwrap().to_string_lossy().into_owned(),
            stem => stem.to_owned(),
        };
        let parents = parents(source);
        let declared = sources
            .iter()
            .filter(|parent| parents.contains(&parent.path))
            .any(|parent| declares(&parent.text, &name));
        if !declared {
            breaches.push(format!("{}: no line \"mod {name};\" leads here", source.path));
        }
    }
    assert_none(&breaches);
}

#[test]
fn nothing_of_a_workshop_is_left_in_the_house() {
    // Places and helpers of those who built it. Each in two halves, so that this file does not find
    // itself.
    let words = [
        concat!("../sha", "red"),
        concat!("/wor", "k/"),
        concat!("/ro", "ot/"),
        concat!("/tm", "p/yc"),
        concat!("cla", "ude"),
        concat!("anthro", "pic"),
        concat!("chat", "gpt"),
        concat!("copi", "lot"),
        concat!("index.cra", "tes.io"),
        concat!("static.cra", "tes.io"),
    ];
    let mut breaches = Vec::new();
    for source in
        files(&["."], None).into_iter().filter(|source| !source.path.ends_with("Cargo.lock"))
    {
        let text = source.text.to_lowercase();
        breaches.extend(
            words
                .iter()
                .filter(|word| text.contains(*word))
                .map(|word| format!("{}: {word}", source.path)),
        );
    }
    assert_none(&breaches);
}

#[test]
fn the_folders_of_the_repository_are_there() {
    for place in ["Cargo.toml", "src", "schemas", "examples", "tests", "README.md", "Cargo.lock"] {
        assert!(root().join(place).exists(), "{place}");
    }
}
