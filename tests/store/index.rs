//! The index is disposable: whatever happens to it, the answers stay the same.

use super::{answers, fill, fill_thousands, open, open_clean, options, tag};
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use yishi::store::{Note, Scope, Visibility};

/// A closed registry, its answers, and the files of its index.
struct Case {
    dir: TempDir,
    known: Vec<String>,
    index: Vec<(PathBuf, Vec<u8>)>,
}

impl Case {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let store = options().batch_entries(500).open(dir.path()).unwrap().store;
        fill_thousands(&*store, 0, 6);
        fill(&*store, 6000, 6500);
        let known = answers(&*store);
        store.close().unwrap();
        let index = files(&dir.path().join("index"));
        Self { dir, known, index }
    }

    /// Opens with one file of the index changed; the answers must not be.
    fn open_with(&self, file: &Path, content: &[u8]) {
        let index = self.dir.path().join("index");
        fs::remove_dir_all(&index).unwrap();
        for (path, content) in &self.index {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, content).unwrap();
        }
        fs::write(file, content).unwrap();
        let opened = open(self.dir.path());
        assert_eq!(opened.finding, None, "{}", file.display());
        assert_eq!(answers(&*opened.store), self.known, "{}", file.display());
        // Dropped, not closed: the next round brings its own index anyway.
    }

    /// The large file of the index, in which nearly all of it lies.
    fn largest(&self) -> &(PathBuf, Vec<u8>) {
        self.index.iter().max_by_key(|(_, content)| content.len()).unwrap()
    }
}

fn files(dir: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    for item in fs::read_dir(dir).unwrap().flatten() {
        if item.path().is_dir() {
            found.extend(files(&item.path()));
        } else {
            found.push((item.path(), fs::read(item.path()).unwrap()));
        }
    }
    found.sort();
    found
}

/// Numbers that look random and are the same in every run.
fn scattered(seed: u64, count: usize, below: usize) -> Vec<usize> {
    let mut state = seed;
    let mut next = || {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % below
    };
    (0..count).map(|_| next()).collect()
}

#[test]
fn an_index_cut_anywhere_gives_the_same_answers() {
    let case = Case::new();
    let (path, content) = case.largest();
    let used = content.iter().rposition(|byte| *byte != 0).unwrap();
    for length in scattered(1, 18, used).into_iter().chain([0, content.len() - 1]) {
        case.open_with(path, &content[..length]);
    }
}

#[test]
fn an_index_with_a_flipped_bit_gives_the_same_answers() {
    let case = Case::new();
    let (path, content) = case.largest();
    let used = content.iter().rposition(|byte| *byte != 0).unwrap();
    for (round, position) in scattered(2, 90, used).into_iter().enumerate() {
        let mut changed = content.clone();
        changed[position] ^= 1 << (round % 8);
        case.open_with(path, &changed);
    }
    for (path, content) in case.index.iter().filter(|(_, content)| !content.is_empty()) {
        for position in scattered(3, 5, content.len()) {
            let mut changed = content.clone();
            changed[position] ^= 0x10;
            case.open_with(path, &changed);
        }
    }
}

#[test]
fn an_index_with_a_hole_gives_the_same_answers() {
    let case = Case::new();
    let (path, content) = case.largest();
    for start in scattered(4, 20, content.len() - 4096) {
        let mut changed = content.clone();
        changed[start..start + 4096].fill(0);
        case.open_with(path, &changed);
    }
}

#[test]
fn an_index_that_fails_while_in_use_is_made_again() {
    let case = Case::new();
    let (path, content) = case.largest();
    let opened = open_clean(case.dir.path());
    // Nothing has been read yet but the root; the rest turns to noise behind sled's back.
    let noise = vec![0xa5; content.len()];
    fs::write(path, noise).unwrap();
    assert_eq!(answers(&*opened.store), case.known);
    fill(&*opened.store, 7000, 7100);
    let known = answers(&*opened.store);
    opened.store.close().unwrap();
    let opened = open(case.dir.path());
    assert_eq!(opened.finding, None);
    assert_eq!(answers(&*opened.store), known);
}

#[test]
fn many_short_visits_leave_few_runs_and_right_answers() {
    let dir = tempfile::tempdir().unwrap();
    for visit in 0..40 {
        let store = open_clean(dir.path()).store;
        fill(&*store, visit * 5, visit * 5 + 5);
        store.close().unwrap();
    }
    let opened = open_clean(dir.path());
    let expected: Vec<u64> = (0..200).filter(|n| n % 7 == 2).collect();
    assert_eq!(super::numbers(&*opened.store, &Scope::tag(&tag("body", 2)), 0), expected);
    for n in 0..200 {
        assert_eq!(opened.store.find_command(&super::cmd(n)).unwrap(), Some((n, n)));
    }
}

#[test]
fn a_store_that_was_not_closed_catches_up() {
    let dir = tempfile::tempdir().unwrap();
    let store = options().batch_entries(64).open(dir.path()).unwrap().store;
    fill(&*store, 0, 500);
    let known = answers(&*store);
    drop(store);
    let opened = open(dir.path());
    assert!(matches!(opened.notes[..], [Note::IndexBehind { .. } | Note::IndexMissing { .. }]));
    assert_eq!(answers(&*opened.store), known);
    assert_eq!(opened.store.next_seq(Visibility::Synced), 500);
}
