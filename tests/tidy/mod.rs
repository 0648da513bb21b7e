//! Rules of the house that a compiler does not know.
//!
//! Nothing here is about meetings; everything here is read from files, so it also holds in a source
//! archive without git.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "helpers of tests may fail loudly, and say what they did not do"
)]

mod dependencies; // licences, the oldest Rust, a reason for each
mod documents; // one title each, links and paths that exist, every word and kind explained
mod kinds; // what a kind may touch
mod layers; // who may know whom
mod rows; // only answer sorts and judges
mod sources; // purpose lines, widths, lengths, nothing forgotten

use crate::common::root;
use std::fs;
use std::path::{Path, PathBuf};

/// Folders that are not part of the repository.
const OUTSIDE: &[&str] = &["target", ".git", "demo", "yishi-registry"];

/// A file of the repository.
struct Source {
    /// Path from the root, with `/`.
    path: String,
    text: String,
}

impl Source {
    /// Its lines, numbered from 1.
    fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text.lines().enumerate().map(|(place, line)| (place + 1, line))
    }
}

/// All text files below these places, in the order of their paths.
fn files(places: &[&str], extension: Option<&str>) -> Vec<Source> {
    let mut paths = Vec::new();
    for place in places {
        collect(&root().join(place), &mut paths);
    }
    paths.sort();
    let wanted = |path: &PathBuf| {
        extension.is_none_or(|extension| path.extension().is_some_and(|found| found == extension))
    };
    let source = |path: PathBuf| {
        let relative = path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/");
        Some(Source { path: relative, text: fs::read_to_string(&path).ok()? })
    };
    paths.into_iter().filter(wanted).filter_map(source).collect()
}

fn rust_files() -> Vec<Source> {
    files(&["src", "crates", "tests", "benches", "fuzz"], Some("rs"))
}

fn collect(path: &Path, paths: &mut Vec<PathBuf>) {
    let Ok(listing) = fs::read_dir(path) else {
        paths.extend(path.exists().then(|| path.to_owned()));
        return;
    };
    for item in listing {
        let item = item.unwrap();
        if !OUTSIDE.contains(&item.file_name().to_string_lossy().as_ref()) {
            collect(&item.path(), paths);
        }
    }
}

fn assert_none(breaches: &[String]) {
    assert!(breaches.is_empty(), "{} found:\n{}", breaches.len(), breaches.join("\n"));
}
