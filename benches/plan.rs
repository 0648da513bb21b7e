//! The plan: which phase runs on which book, how often, and what came out.

use crate::phases::PHASES;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// How large and how often.
pub(crate) struct Sizes {
    pub(crate) runs: usize,
    pub(crate) small: u64,
    pub(crate) middle: u64,
    pub(crate) big: u64,
    pub(crate) append: u64,
    pub(crate) record_book: u64,
    pub(crate) record_rounds: u64,
    pub(crate) peer: u64,
    pub(crate) verdicts: u64,
    pub(crate) estates: [u64; 2],
}

/// Sizes of a whole measurement.
pub(crate) const WHOLE: Sizes = Sizes {
    runs: 5,
    small: 10_000,
    middle: 100_000,
    big: 1_000_000,
    append: 300_000,
    record_book: 20_000,
    record_rounds: 300,
    peer: 200_000,
    verdicts: 3_000_000,
    estates: [20_000, 100_000],
};

/// Sizes of a quick look.
pub(crate) const QUICK: Sizes = Sizes {
    runs: 3,
    small: 1000,
    middle: 5000,
    big: 20_000,
    append: 20_000,
    record_book: 20_000,
    record_rounds: 100,
    peer: 10_000,
    verdicts: 1_000_000,
    estates: [1000, 4000],
};

/// Figures by phase and name, one for each run.
#[derive(Default)]
pub(crate) struct Results(BTreeMap<String, BTreeMap<String, Vec<f64>>>);

impl Results {
    /// The figures of all runs.
    pub(crate) fn of(&self, phase: &str, name: &str) -> Vec<f64> {
        self.0.get(phase).and_then(|found| found.get(name)).cloned().unwrap_or_default()
    }

    /// Names of the phases that were measured.
    pub(crate) fn phases(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// Keeps a figure.
    pub(crate) fn put(&mut self, name: &str, figure: &str, value: f64) {
        self.0
            .entry(name.to_owned())
            .or_default()
            .entry(figure.to_owned())
            .or_default()
            .push(value);
    }

    /// Starts the program some times, from a process of its own.
    pub(crate) fn start(&mut self, name: &str, times: usize, arguments: &[String]) {
        let program = env!("CARGO_BIN_EXE_yishi");
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--started", &times.to_string(), program]).args(arguments);
        self.collect(name, name, &mut command);
    }

    fn run(&mut self, phase: &str, name: &str, dir: &Path, size: u64) {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--phase", phase]).arg(dir).arg(size.to_string());
        self.collect(phase, name, &mut command);
    }

    fn collect(&mut self, phase: &str, name: &str, command: &mut Command) {
        eprintln!("{name}");
        let output = command.stderr(std::process::Stdio::inherit()).output().unwrap();
        assert!(output.status.success(), "{phase} failed");
        let figures = self.0.entry(name.to_owned()).or_default();
        for line in String::from_utf8_lossy(&output.stdout).lines() {
            let (key, figure) = line.split_once('=').unwrap();
            eprintln!("  {line}");
            figures.entry(key.to_owned()).or_default().push(figure.parse().unwrap());
        }
    }
}

/// Measures everything, or the phases whose names are given.
pub(crate) fn measure(root: &Path, sizes: &Sizes, only: &[String]) -> Results {
    let mut results = Results::default();
    let wanted = |phase: &str| only.is_empty() || only.iter().any(|name| name == phase);
    let runs = 0..sizes.runs;
    if wanted("record") || wanted("peer") {
        let dir = filled(&mut results, root, "recorded", sizes.record_book);
        for _ in runs.clone().filter(|_| wanted("record")) {
            results.run("record", "record", &dir, sizes.record_rounds);
        }
        for _ in runs.clone().filter(|_| wanted("peer")) {
            results.run("peer", "peer", &dir, sizes.peer);
        }
    }
    for run in runs.clone().filter(|_| wanted("append")) {
        let dir = root.join(format!("append-{run}"));
        results.run("append", "append", &dir, sizes.append);
        fs::remove_dir_all(&dir).unwrap();
        fs::remove_file(dir.with_extension("plain")).unwrap();
    }
    for _ in runs.clone().filter(|_| wanted("law")) {
        results.run("law", "law", root, sizes.verdicts);
    }
    if wanted("program") {
        let sizes_of_books = [("small", sizes.small), ("middle", sizes.middle), ("big", sizes.big)];
        let mut books = Vec::new();
        for (name, entries) in sizes_of_books {
            let dir = filled(&mut results, root, &format!("program-{name}"), entries);
            // Whoever records next saves the rows that questions start from.
            results.run("reopen", "first", &dir, 0);
            books.push((entries, dir));
        }
        crate::program::measure(&mut results, &books, sizes);
        books.iter().for_each(|(_, dir)| fs::remove_dir_all(dir).unwrap());
    }
    if wanted("estate") {
        crate::estate::measure(&mut results, root, sizes);
    }
    if ["verify", "rebuild", "reopen", "crash"].iter().any(|phase| wanted(phase)) {
        books(&mut results, root, sizes, &wanted);
    }
    results
}

fn books(results: &mut Results, root: &Path, sizes: &Sizes, wanted: &dyn Fn(&str) -> bool) {
    let big = filled(results, root, "big", sizes.big);
    for _ in (0..sizes.runs).filter(|_| wanted("verify")) {
        results.run("verify", "verify", &big, sizes.big);
    }
    for _ in (0..sizes.runs).filter(|_| wanted("crash") || wanted("rebuild")) {
        // An index made again has no projections: those are made next.
        results.run("crash", "crash", &big, sizes.big);
        results.run("rebuild", "rebuild", &big, sizes.big);
    }
    if wanted("reopen") {
        let small = filled(results, root, "small", sizes.small);
        let middle = filled(results, root, "middle", sizes.middle);
        let books =
            [("reopen_small", small), ("reopen_middle", middle), ("reopen_big", big.clone())];
        let mut first = Results::default();
        for (name, dir) in books {
            // The first opening saves the projections and is not counted.
            first.run("reopen", "first", &dir, 0);
            (0..sizes.runs).for_each(|_| results.run("reopen", name, &dir, 0));
        }
    }
}

fn filled(results: &mut Results, root: &Path, name: &str, entries: u64) -> PathBuf {
    let dir = root.join(name);
    results.run("fill", "fill", &dir, entries);
    dir
}

/// Runs one phase in this process and prints what it found.
pub(crate) fn run_phase(name: &str, dir: &Path, size: u64) {
    let (_, phase) = PHASES.iter().find(|(own, _)| *own == name).unwrap();
    for (key, figure) in phase(dir, size) {
        println!("{key}={figure}");
    }
    println!("peak={}", crate::phases::peak());
}
