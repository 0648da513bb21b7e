//! The benchmark: `cargo bench --bench yishi -- --write` measures everything and writes
//! `docs/performance.md`; with `--quick` small books are measured. Names of phases limit it to them.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::float_arithmetic,
    clippy::as_conversions,
    clippy::cast_precision_loss,
    reason = "a measurement for people: it may stop where a program may not"
)]

mod book;
mod estate;
mod figures;
mod floor;
mod law;
mod machine;
mod phases;
mod plan;
mod program;
mod report;

use std::path::{Path, PathBuf};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let has = |flag: &str| arguments.iter().any(|argument| argument == flag);
    if let [phase, name, dir, size] = &arguments[..]
        && phase == "--phase"
    {
        return plan::run_phase(name, Path::new(dir), size.parse().unwrap());
    }
    if let [started, times, program, rest @ ..] = &arguments[..]
        && started == "--started"
    {
        return program::started(times, program, rest);
    }
    // `cargo test` calls benchmarks without `--bench`: nothing is measured then.
    if !has("--bench") || has("--test") {
        return;
    }
    let sizes = if has("--quick") { plan::QUICK } else { plan::WHOLE };
    let only: Vec<String> =
        arguments.iter().filter(|name| !name.starts_with("--")).cloned().collect();
    let beside = std::env::current_exe().unwrap();
    let root = tempfile::tempdir_in(beside.parent().unwrap()).unwrap();
    let results = plan::measure(root.path(), &sizes, &only);
    let text = report::write(root.path(), &sizes, &results);
    if has("--write") {
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("docs/performance.md");
        std::fs::write(path, &text).unwrap();
    }
    println!("{text}");
}
