//! The phases: each runs in a process of its own, so that its peak memory is its own.

use crate::book::{self, Book};
use crate::figures::{median, millis};
use crate::floor::{self, Plain};
use crate::law::law;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};
use yishi::audit::{Level, VerifyOptions, verify};
use yishi::ledger::Hash;
use yishi::registry::{RecordOptions, Registry};
use yishi::store::OpenOptions;

/// What a phase found out: names and figures.
pub(crate) type Found = Vec<(&'static str, f64)>;

/// What a phase is told: a folder for its files, and a size.
type Phase = fn(&Path, u64) -> Found;

/// Every phase by its name.
pub(crate) const PHASES: &[(&str, Phase)] = &[
    ("fill", fill),
    ("record", record),
    ("append", append),
    ("verify", check),
    ("rebuild", rebuild),
    ("reopen", reopen),
    ("crash", crash),
    ("peer", peer),
    ("law", law),
];

fn count(entries: u64) -> f64 {
    entries as f64
}

fn rate(entries: u64, time: Duration) -> f64 {
    count(entries) / time.as_secs_f64()
}

/// Makes a registry with this many entries behind its beginning, closed without projections.
fn fill(dir: &Path, total: u64) -> Found {
    let book = Book::begin(dir);
    let store = book::open(dir);
    book::open_seals(dir, total, book::TOGETHER);
    book::append(&*store, &book, total, book::TOGETHER);
    let last = store.head().next_seq;
    store.close().unwrap();
    fs::write(dir.with_extension("size"), total.to_string()).unwrap();
    vec![("entries", count(last))]
}

/// Single commands against one write and one sync of the same bytes, turn by turn.
fn record(dir: &Path, rounds: u64) -> Found {
    let book = Book::known(dir);
    let (registry, _) =
        Registry::open_as(dir, OpenOptions::new("benchmark"), book::machine()).unwrap();
    let mut file = Plain::create(&dir.with_extension("plain"));
    let filled: u64 = fs::read_to_string(dir.with_extension("size")).unwrap().parse().unwrap();
    let meetings = filled / book::PER_MEETING;
    let mut times = [Vec::new(), Vec::new(), Vec::new(), Vec::new()];
    for round in 0..rounds + 20 {
        // Meetings are taken from everywhere in the book.
        let meeting = round * 7919 % meetings;
        for (kind, document) in
            [(0, book.motion_document(meeting)), (2, book.speech_document(meeting))]
        {
            let started = Instant::now();
            let recording = registry.record(document, &RecordOptions::default()).unwrap();
            let took = started.elapsed();
            let mut line = registry.store().line(recording.entries.0).unwrap().unwrap();
            line.push(b'\n');
            let floor = file.put(&line);
            // The first rounds warm up.
            if round >= 20 {
                times[kind].push(took.as_secs_f64() * 1e6);
                times[kind + 1].push(floor.as_secs_f64() * 1e6);
            }
        }
    }
    let [plain, plain_floor, sealed, sealed_floor] = times.map(|times| median(&times));
    vec![
        ("plain", plain),
        ("plain_floor", plain_floor),
        ("sealed", sealed),
        ("sealed_floor", sealed_floor),
    ]
}

/// Commands of a thousand entries, against a plain file with one sync for a thousand lines.
fn append(dir: &Path, total: u64) -> Found {
    let book = Book::begin(dir);
    let store = book::open(dir);
    let started = Instant::now();
    let seconds = book::append(&*store, &book, total, 1000);
    store.close().unwrap();
    let whole = started.elapsed();
    let journal = fs::read(dir.join("journal/0000000000.jsonl")).unwrap();
    let bytes_each = journal.len() / memchr::memchr_iter(b'\n', &journal).count().max(1);
    let mut file = Plain::create(&dir.with_extension("plain"));
    let (mut floor, thousand) = (Duration::ZERO, bytes_each * 1000);
    for number in 0..total / 1000 {
        let start = usize::try_from(number).unwrap() * thousand % (journal.len() - thousand).max(1);
        floor += file.put(&journal[start..start + thousand]);
    }
    vec![
        ("deferred", count(total) / seconds),
        ("caught_up", rate(total, whole)),
        ("floor", rate(total, floor)),
        ("bytes", f64::from(u32::try_from(bytes_each).unwrap())),
    ]
}

/// Chain and strict verification with one core and with all, each beside its floor.
fn check(dir: &Path, _: u64) -> Found {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let journal = dir.join("journal");
    let mut found = Vec::new();
    let names = [["floor_1", "chain_1", "strict_1"], ["floor_all", "chain_all", "strict_all"]];
    for (threads, [floor_name, chain_name, strict_name]) in [1, cores].into_iter().zip(names) {
        let (entries, took) = floor::chain(&journal, threads);
        found.push((floor_name, rate(entries, took)));
        for (name, level) in [(chain_name, Level::Chain), (strict_name, Level::Strict)] {
            let options =
                VerifyOptions { level, threads: Some(threads), ..VerifyOptions::default() };
            let started = Instant::now();
            let report = verify(dir, &options);
            found.push((name, rate(entries, started.elapsed())));
            assert!(report.findings.is_empty(), "{report:?}");
        }
    }
    found
}

/// All projections from nothing, saved into an index that has none, beside reading and decoding
/// alone.
fn rebuild(dir: &Path, _: u64) -> Found {
    let (entries, floor) = floor::typed(&dir.join("journal"));
    let (registry, _) =
        Registry::open_as(dir, OpenOptions::new("benchmark"), book::machine()).unwrap();
    let started = Instant::now();
    registry.close().unwrap();
    vec![("floor", rate(entries, floor)), ("rebuild", rate(entries, started.elapsed()))]
}

/// Opening after a clean close.
fn reopen(dir: &Path, _: u64) -> Found {
    let before = bytes_read();
    let started = Instant::now();
    let (registry, openness) =
        Registry::open_as(dir, OpenOptions::new("benchmark"), book::machine()).unwrap();
    let took = started.elapsed();
    let read = bytes_read() - before;
    assert!(openness.finding.is_none());
    registry.close().unwrap();
    vec![("ms", millis(took)), ("read", read)]
}

/// Opening when the index is gone.
fn crash(dir: &Path, _: u64) -> Found {
    fs::remove_dir_all(dir.join("index")).unwrap();
    let started = Instant::now();
    let store = book::open(dir);
    let took = started.elapsed();
    let entries = store.head().next_seq;
    store.close().unwrap();
    vec![("rate", rate(entries, took))]
}

/// The same lines into SQLite with a hash column, one by one and by the thousand.
fn peer(dir: &Path, total: u64) -> Found {
    let book = Book::known(dir);
    let mut found = Vec::new();
    for (name, each, total) in [("one", 1, total / 100), ("thousand", 1000, total)] {
        let path = dir.with_extension(name);
        let mut db = rusqlite::Connection::open(&path).unwrap();
        db.execute_batch(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; \
             CREATE TABLE entries(seq INTEGER PRIMARY KEY, hash BLOB NOT NULL, line BLOB NOT NULL);",
        )
        .unwrap();
        let mut took = Duration::ZERO;
        for first in (0..total).step_by(each) {
            let last = first + u64::try_from(each).unwrap();
            let lines: Vec<Vec<u8>> = (first..last).map(|seq| line(&book, seq)).collect();
            let started = Instant::now();
            let transaction = db.transaction().unwrap();
            for (seq, line) in (first..).zip(&lines) {
                let hash = Hash::of(line);
                transaction
                    .prepare_cached("INSERT INTO entries VALUES(?1, ?2, ?3)")
                    .unwrap()
                    .execute((i64::try_from(seq).unwrap(), &hash.0[..], &line[..]))
                    .unwrap();
            }
            transaction.commit().unwrap();
            took += started.elapsed();
        }
        found.push((name, rate(total, took)));
        drop(db);
        fs::remove_file(path).unwrap();
    }
    let seconds = singles(dir, total / 100);
    found.push(("own_one", count(total / 100) / seconds));
    found
}

/// Seconds that the store needs for as many commands of one entry.
fn singles(dir: &Path, total: u64) -> f64 {
    let (own, book) = (dir.with_extension("own"), Book::begin(&dir.with_extension("own")));
    let store = book::open(&own);
    let seconds = book::append(&*store, &book, total, 1);
    store.close().unwrap();
    fs::remove_dir_all(own).unwrap();
    seconds
}

fn line(book: &Book, number: u64) -> Vec<u8> {
    let command = book.command(number, 1, 0);
    let stamp = ledger::Stamp { at: &command.at, by: &command.by, cmd: &command.cmd };
    let mut line = Vec::new();
    command.entries[0].write(stamp, 0, Hash::ZERO, number, &mut line);
    line
}

/// Bytes that this process has read, through the cache or not.
fn bytes_read() -> f64 {
    status("/proc/self/io", "rchar:")
}

/// Largest memory that this process has had, in MB.
pub(crate) fn peak() -> f64 {
    status("/proc/self/status", "VmHWM:") / 1000.0
}

fn status(file: &str, key: &str) -> f64 {
    let text = fs::read_to_string(file).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix(key));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0.0)
}
