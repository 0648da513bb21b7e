//! The corpus of `fuzz/` and mutations of it, through what the fuzzers run: no panic, no waiting, and
//! what is read is written again as it was.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of tests may fail loudly"
)]

use crate::common::root;
use crate::common::targets::TARGETS;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use std::collections::BTreeSet;
use std::fs;
use std::time::{Duration, Instant};

/// Mutations of each file.
const MUTATIONS: u32 = 24;

/// Longer than any of these files takes on a machine that does other work, too.
const PATIENCE: Duration = Duration::from_secs(5);

/// Pieces that mean something to one of the readers.
const PIECES: &[&str] = &[
    "\"",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\\",
    "\\u0000",
    "\\ud800",
    "\u{feff}",
    "\u{202e}",
    "\n",
    "\r\n",
    "\0",
    "null",
    "true",
    "-1",
    "0.5",
    "1e9",
    "9007199254740993",
    "\"by\":{}",
    "\"v\":1",
    "@",
    "王芳",
    "2018-02-30",
    "../",
    "journal/",
    "0000000000",
];

/// A change of bytes: where (in 65,536ths), how many, and what instead.
#[derive(Debug, Clone)]
enum Change {
    Flip(u16, u8),
    Cut(u16, u8),
    Twice(u16, u8),
    Piece(u16, usize),
    End(u16),
}

impl Change {
    fn any() -> impl Strategy<Value = Self> {
        prop_oneof![
            (any::<u16>(), 0..8_u8).prop_map(|(at, bit)| Self::Flip(at, bit)),
            (any::<u16>(), any::<u8>()).prop_map(|(at, count)| Self::Cut(at, count)),
            (any::<u16>(), any::<u8>()).prop_map(|(at, count)| Self::Twice(at, count)),
            (any::<u16>(), 0..PIECES.len()).prop_map(|(at, piece)| Self::Piece(at, piece)),
            any::<u16>().prop_map(Self::End),
        ]
    }

    fn apply(&self, bytes: &mut Vec<u8>) {
        let place = |at: &u16| usize::from(*at) * bytes.len() / 65_536;
        let range = |at, count: &u8| place(at)..(place(at) + usize::from(*count)).min(bytes.len());
        match self {
            Self::Flip(at, bit) => {
                let at = place(at);
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << bit;
                }
            }
            Self::Cut(at, count) => drop(bytes.drain(range(at, count))),
            Self::Twice(at, count) => {
                let range = range(at, count);
                let (end, copy) = (range.end, bytes[range].to_vec());
                bytes.splice(end..end, copy);
            }
            Self::Piece(at, piece) => {
                let at = place(at);
                bytes.splice(at..at, PIECES[*piece].bytes());
            }
            Self::End(at) => bytes.truncate(place(at)),
        }
    }
}

/// Files of the corpus of a target: name and bytes.
fn corpus(target: &str) -> Vec<(String, Vec<u8>)> {
    let listing = fs::read_dir(root().join("fuzz/corpus").join(target)).unwrap();
    let mut paths: Vec<_> = listing.map(|item| item.unwrap().path()).collect();
    paths.sort();
    let name = |path: &std::path::Path| path.file_name().unwrap().to_string_lossy().into_owned();
    paths.iter().map(|path| (name(path), fs::read(path).unwrap())).collect()
}

fn run(run: fn(&[u8]), bytes: &[u8], name: &str) {
    let began = Instant::now();
    run(bytes);
    assert!(began.elapsed() < PATIENCE, "{name} took {:?}", began.elapsed());
}

#[test]
fn the_corpus_and_its_mutations_neither_panic_nor_wait() {
    // The same mutations each time: what fails here can be tried again.
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let config = Config { cases: MUTATIONS, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, rng);
    for (target, read) in TARGETS {
        let files = corpus(target);
        assert!(files.len() > 5, "{target}: {} files", files.len());
        for (name, bytes) in files {
            run(read, &bytes, &name);
            let mutated = runner.run(&vec(Change::any(), 1..5), |changes| {
                let mut bytes = bytes.clone();
                changes.iter().for_each(|change| change.apply(&mut bytes));
                run(read, &bytes, &name);
                Ok(())
            });
            assert!(mutated.is_ok(), "{target} {name}: {}", mutated.unwrap_err());
        }
    }
}

#[test]
fn every_target_has_its_fuzzer_and_its_corpus() {
    let names = |folder: &str| -> BTreeSet<String> {
        let listing = fs::read_dir(root().join("fuzz").join(folder)).unwrap();
        let name = |item: fs::DirEntry| item.file_name().to_string_lossy().replace(".rs", "");
        listing.map(|item| name(item.unwrap())).collect()
    };
    let targets: BTreeSet<String> = TARGETS.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!((names("fuzz_targets"), names("corpus")), (targets.clone(), targets));
    let manifest = fs::read_to_string(root().join("fuzz/Cargo.toml")).unwrap();
    assert_eq!(manifest.matches("[[bin]]").count(), TARGETS.len());
}
