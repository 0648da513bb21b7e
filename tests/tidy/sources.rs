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
fn the_store_looks_at_a_file_before_it_opens_it() {
    let openings =
        ["File::open(", "fs::read(", "fs::read_to_string(", "fs::read_dir(", ".exists()"];
    let mut breaches = Vec::new();
    let of_store = rust_files().into_iter().filter(|one| one.path.starts_with("src/store/"));
    // The helper itself, and a folder that is synced.
    let excused = ["src/store/plain.rs", "src/store/platform.rs", "src/store/rows/tests.rs"];
    for source in of_store.filter(|one| !excused.contains(&one.path.as_str())) {
        for (number, line) in source.lines().take_while(|(_, line)| *line != "#[cfg(test)]") {
            if openings.iter().any(|opening| line.contains(opening)) {
                breaches.push(format!("{}:{number}: {}", source.path, line.trim()));
            }
        }
    }
    assert_none(&breaches);
}

/// Whether the line asks what a text for people says.
fn asks_a_text(line: &str) -> bool {
    let asking = [".starts_with(", ".ends_with(", ".contains(", ".strip_prefix(", ".strip_suffix("];
    let of_texts = [".zh", ".zh()", ".en", ".en()"].iter().any(|text| {
        let asked = asking.iter().any(|asking| line.contains(&format!("{text}{asking}")));
        asked || line.contains(&format!("{text} == ")) || line.contains(&format!("{text} != "))
    });
    // A Chinese literal is never a word of the record.
    let literal = |before: &str| {
        let ends = line.split(before).skip(1);
        ends.into_iter().any(|rest| rest.starts_with(|first: char| !first.is_ascii()))
    };
    let asks = asking.iter().map(|asking| format!("{asking}\"")).any(|asking| literal(&asking));
    let arm = line.trim_start().strip_prefix('"').and_then(|arm| arm.split_once("\" => "));
    of_texts || asks || literal("== \"") || arm.is_some_and(|(literal, _)| !literal.is_ascii())
}

#[test]
fn nothing_is_decided_by_a_text_that_people_read() {
    let asked = [
        "            None if part.0.zh.starts_with(\"参与\") => 1,",
        "x == \"到会名单\"",
        "\"议案\" => 2,",
    ];
    assert!(asked.iter().all(|line| asks_a_text(line)));
    assert!(!asks_a_text("format!(\"{} == {}\", one.zh, other.en)"));
    // Reads what somebody typed, which may be the Chinese term.
    let excused = ["crates/domain/src/kinds.rs"];
    let mut breaches = Vec::new();
    for source in files(&["src", "crates"], Some("rs")) {
        let code = source.lines().take_while(|(_, line)| *line != "#[cfg(test)]");
        for (number, line) in code.filter(|_| !excused.contains(&source.path.as_str())) {
            if !line.trim_start().starts_with("//") && asks_a_text(line) {
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

/// Lines of a function from `fn` to its closing brace, blank lines not counted.
const FUNCTION_LINES_MAX: usize = 60;

/// So many lines have nine functions of ten.
const FUNCTION_LINES_USUAL: usize = 27;

/// Name and length of every function with a body. rustfmt puts the brace that closes one under its
/// beginning.
fn functions(source: &Source) -> Vec<(String, usize)> {
    let lines: Vec<&str> = source.text.lines().collect();
    let mut functions = Vec::new();
    for (place, line) in lines.iter().enumerate() {
        let words = line.trim_start();
        let Some((before, name)) = words.split_once("fn ") else { continue };
        let modifier = |word: &str| word.starts_with("pub") || ["const", "in"].contains(&word);
        let path = |word: &str| word.ends_with(')') && word.contains("::");
        if !before.split_whitespace().all(|word| modifier(word) || path(word)) {
            continue;
        }
        let indent = line.len() - words.len();
        let (end, bare) = (format!("{:indent$}}}", ""), format!("{:indent$})", ""));
        let last = |one: &&&str| **one == end || one.starts_with(&bare) && one.ends_with(';');
        let all = lines.iter().skip(place);
        let closed = [*line]
            .into_iter()
            .find(|one| one.ends_with(['}', ';']))
            .or(all.clone().find(last).copied());
        // What ends in a semicolon has no body.
        let Some(closed) = closed.filter(|one| !one.ends_with(';')) else { continue };
        let length = all.clone().position(|one| *one == closed).unwrap_or_default();
        let full = all.take(length + 1).filter(|one| !one.trim().is_empty()).count();
        let name = name.split(['(', '<']).next().unwrap_or_default().to_owned();
        functions.push((name, full));
    }
    functions
}

#[test]
fn functions_are_short() {
    let mut all = 0;
    let mut usual = 0;
    let mut long = Vec::new();
    for source in files(&["src", "crates"], Some("rs")) {
        for (name, length) in functions(&source) {
            all += 1;
            usual += usize::from(length <= FUNCTION_LINES_USUAL);
            if length > FUNCTION_LINES_MAX {
                long.push(format!("{}: {name} has {length} lines", source.path));
            }
        }
    }
    assert_none(&long);
    assert!(all > 2_500, "{all} functions found");
    assert!(
        usual * 10 >= all * 9,
        "{usual} of {all} functions have at most {FUNCTION_LINES_USUAL} lines"
    );
}

#[test]
fn the_length_of_a_function_is_counted_from_fn_to_its_brace() {
    let text = "fn a() {\n\n    b();\n}\n\nimpl X {\n    pub(crate) const fn c() {}\n    fn d(\n        \
        x: u8,\n    ) -> u8 {\n        x\n    }\n    fn e(&self);\n    // a fn in words\n}\n";
    let source = Source { path: String::new(), text: text.to_owned() };
    let found = functions(&source);
    let expected = [("a", 3), ("c", 1), ("d", 5)];
    assert_eq!(found, expected.map(|(name, length)| (name.to_owned(), length)));
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
