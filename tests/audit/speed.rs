//! How fast an audit is, beside the least that any audit must do: read, split, hash, compare.
//!
//! Run with `cargo test --release --test main -- audit::speed --ignored --nocapture`.

use super::cmd;
use std::fmt::Write as _;
use std::io::Write as _;
use std::sync::Mutex;
use std::time::{Duration, Instant};
use tempfile::TempDir;
use yishi::audit::{Level, Outcome, VerifyOptions, verify};
use yishi::ledger::chain::prev_of;
use yishi::ledger::{Draft, Hash, Stamp};
use yishi::store::JournalFiles;

const ENTRIES: u64 = 1_000_000;

/// A million entries of some 500 bytes, each a command, in files of at most 64 MiB.
fn long_journal() -> TempDir {
    let dir = TempDir::new().unwrap();
    std::fs::create_dir(dir.path().join("journal")).unwrap();
    let (mut prev, mut block, mut line) = (Hash::ZERO, Vec::new(), Vec::new());
    let mut file = None;
    for seq in 0..ENTRIES {
        let mut data = r#"{"happened":"2026-11-20","text":""#.to_owned();
        write!(data, "议题 {seq}:{}\"}}", "小区供暖与停车问题讨论".repeat(4)).unwrap();
        let kind = if seq == 0 { "registry.created" } else { "meeting.speech_noted" };
        let data = if seq == 0 { r#"{"format":1}"#.to_owned() } else { data };
        let draft = Draft { kind: kind.to_owned(), v: 1, tags: Vec::new(), data };
        let id = ulid::Ulid::from_parts(1_764_000_000_000 + seq, u128::from(seq)).to_string();
        let by = format!(r#"{{"actor":"{}","role":"secretary"}}"#, cmd(1));
        let stamp = Stamp { at: "2026-11-22T04:50:10.123Z", by: &by, cmd: &id };
        line.clear();
        draft.write(stamp, 0, prev, seq, &mut line);
        prev = Hash::of(&line);
        if block.is_empty() {
            let name = format!("journal/{seq:010}.jsonl");
            file = Some(std::fs::File::create(dir.path().join(name)).unwrap());
        }
        block.extend_from_slice(&line);
        block.push(b'\n');
        if block.len() > 60 << 20 {
            file.take().unwrap().write_all(&block).unwrap();
            block.clear();
        }
    }
    if let Some(mut file) = file {
        file.write_all(&block).unwrap();
    }
    dir
}

/// Read, split, BLAKE3 and `prev`, with all cores and nothing else.
fn floor(dir: &TempDir) -> Duration {
    let start = Instant::now();
    let journal = JournalFiles::open(&dir.path().join("journal")).unwrap();
    let chunks = Mutex::new(journal.chunks(4 << 20).unwrap().into_iter());
    let cores = std::thread::available_parallelism().unwrap().get();
    std::thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| {
                loop {
                    let Some(chunk) = chunks.lock().unwrap().next() else { break };
                    let mut before = None;
                    let mut visit = |line: yishi::store::journal::RawLine<'_>| {
                        let (prev, hash) = (prev_of(line.bytes), Hash::of(line.bytes));
                        assert!(before.is_none() || before == prev);
                        before = Some(hash);
                        std::ops::ControlFlow::Continue(())
                    };
                    journal.each_of(chunk, &mut visit).unwrap();
                }
            });
        }
    });
    start.elapsed()
}

#[test]
#[ignore = "measures; takes a minute"]
fn a_million_entries_beside_the_floor() {
    let dir = long_journal();
    for round in 0..4 {
        let floor = floor(&dir);
        let timed = |level| {
            let start = Instant::now();
            let report = verify(dir.path(), &VerifyOptions { level, ..VerifyOptions::default() });
            assert_eq!(report.outcome, Outcome::Holds, "{:?}", report.findings);
            (start.elapsed(), report.counts.bytes)
        };
        let (chain, bytes) = timed(Level::Chain);
        let (strict, _) = timed(Level::Strict);
        let of_floor = |time: Duration| 100 * floor.as_millis() / time.as_millis().max(1);
        println!("round {round}: {} MiB, floor {floor:?}", bytes >> 20);
        println!("  chain {chain:?} ({} % of the floor)", of_floor(chain));
        println!("  strict {strict:?} ({} % of the floor)", of_floor(strict));
    }
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    println!("{}", status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default());
}
