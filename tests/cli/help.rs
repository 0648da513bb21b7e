//! Help: a line in both languages for every command and every option.

use crate::common::cli::run;
use crate::common::{assert_current, root};

/// The commands with their help lines.
pub(super) fn commands() -> Vec<(String, String)> {
    let help = run(&["--help"]).done().out;
    let list = help.split("Commands:").nth(1).unwrap().split("Options:").next().unwrap();
    let mut commands: Vec<(String, String)> = Vec::new();
    for line in list.lines().filter(|line| !line.trim().is_empty()) {
        match line.strip_prefix("  ").filter(|line| !line.starts_with(' ')) {
            Some(line) => {
                let (name, about) = line.split_once("  ").unwrap();
                commands.push((name.to_owned(), about.trim().to_owned()));
            }
            None => commands.last_mut().unwrap().1.push_str(&format!(" {}", line.trim())),
        }
    }
    commands
}

fn is_chinese(text: &str) -> bool {
    text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
}

#[test]
fn every_command_says_in_both_languages_what_it_does() {
    let commands = commands();
    assert!(commands.len() >= 18, "{commands:?}");
    let mut text = String::new();
    for (name, about) in &commands {
        let (zh, en) = about.split_once(" / ").unwrap_or_else(|| panic!("{name}: {about}"));
        assert!(is_chinese(zh) && !is_chinese(en), "{name}: {about}");
        text.push_str(&format!("{name:<9} {about}\n"));
    }
    assert_current(&root().join("tests/cli/help.txt"), &text);
}

#[test]
fn every_command_has_help_of_its_own() {
    for (name, _) in commands() {
        let help = run(&[&name, "--help"]).done();
        assert!(help.out.contains("Usage:") && help.err.is_empty(), "{name}: {}", help.out);
        assert!(help.out.contains("--registry"), "{name}");
    }
    let version = run(&["--version"]).done().out;
    assert_eq!(version.trim(), format!("yishi {}", env!("CARGO_PKG_VERSION")));
}
