//! How fast, compared with a plain file in the same run. Figures depend on the machine.
//!
//! Run with `cargo test --release --test main -- --ignored --nocapture speed`. Needs nothing of the
//! other tests, so that a small program can include this file.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;
use std::time::Instant;
use yishi::ledger::Draft;
use yishi::store::{Append, OpenOptions, Scope, Store, Visibility};

/// A ULID that sorts by number.
fn id(n: u64) -> String {
    let digits = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let place = |shift: u32| char::from(digits[usize::try_from(n >> (5 * shift) & 31).unwrap()]);
    let tail: String = (0..12).rev().map(place).collect();
    format!("01KAQ3ZJ8QK6M7{tail}")
}

/// A ballot of about 560 bytes with three tags, one of them its own.
pub(crate) fn ballot(seq: u64) -> Draft {
    let tags = vec![
        format!("ballot:{}", id(seq)),
        format!("unit:{}", id(seq % 150_500)),
        format!("vote:{}", id(seq / 150_500)),
    ];
    let data = format!(
        concat!(
            r#"{{"area_dm2":{},"choice":"approve","collected":"door","happened":"2026-11-22T09:30","#,
            r#""note":"本人签字,电话核实一次","paper":"{}","unit":"{}"}}"#
        ),
        8000 + seq % 9000,
        id(seq + 5),
        id(seq % 150_500)
    );
    Draft { kind: "ballot.returned".to_owned(), v: 1, tags, data }
}

fn command(first: u64, count: u64) -> Append {
    Append {
        cmd: id(first),
        at: "2026-11-22T04:50:10.123Z".to_owned(),
        by: format!(r#"{{"actor":"{}","role":"secretary"}}"#, id(1)),
        entries: (first..first + count).map(ballot).collect(),
        scope: Scope::tag(&format!("vote:{}", id(99))),
        seen: 0,
    }
}

/// Entries per second of a plain file, one write and one sync for each `count` lines.
pub(crate) fn plain_file(dir: &Path, total: u64, count: usize) -> f64 {
    let lines = vec![b'x'; 560 * count];
    let mut file = File::create(dir.join("plain")).unwrap();
    let started = Instant::now();
    for _ in 0..total / u64::try_from(count).unwrap() {
        file.write_all(&lines).unwrap();
        file.sync_data().unwrap();
    }
    rate(total, started)
}

#[expect(
    clippy::float_arithmetic,
    clippy::as_conversions,
    clippy::cast_precision_loss,
    reason = "figures for people"
)]
fn rate(total: u64, started: Instant) -> f64 {
    total as f64 / started.elapsed().as_secs_f64()
}

/// Appends, with the making of drafts left out of the time.
#[expect(
    clippy::float_arithmetic,
    clippy::as_conversions,
    clippy::cast_precision_loss,
    reason = "figures for people"
)]
pub(crate) fn append(store: &dyn Store, from: u64, total: u64, count: u64) -> f64 {
    let mut seconds = 0.0;
    for first in (from..from + total).step_by(usize::try_from(count).unwrap()) {
        let command = command(first, count);
        let started = Instant::now();
        store.append(command).unwrap();
        seconds += started.elapsed().as_secs_f64();
    }
    total as f64 / seconds
}

/// Peak memory in MB since the last call.
pub(crate) fn peak() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok());
    drop(fs::write("/proc/self/clear_refs", "5"));
    kilobytes.unwrap_or(0) / 1000
}

fn size(dir: &Path) -> u64 {
    let items = fs::read_dir(dir).unwrap().flatten();
    items.map(|item| item.metadata().map_or(0, |found| found.len())).sum()
}

#[expect(clippy::float_arithmetic, reason = "figures for people")]
pub(crate) fn measure(total: u64) {
    let dir = tempfile::tempdir_in(".").unwrap();
    let open = || OpenOptions::new("speed").create().open(dir.path()).unwrap();
    let thousands = plain_file(dir.path(), total.min(300_000), 1000);
    let singles = plain_file(dir.path(), 2000, 1);
    println!("plain file: {thousands:.0}/s by 1000, {singles:.0}/s one by one");
    let store = open().store;
    peak();
    let started = Instant::now();
    let appended = append(&*store, 0, total, 1000);
    println!(
        "append by 1000: {appended:.0}/s, {:.2} of the file, peak {} MB",
        appended / thousands,
        peak()
    );
    store.close().unwrap();
    let whole = rate(total, started);
    println!(
        "until closed, drafts made too: {whole:.0}/s, {:.2} of the file, peak {} MB",
        whole / thousands,
        peak()
    );
    println!(
        "journal {} MB, index {} MB",
        size(&dir.path().join("journal")) >> 20,
        size(&dir.path().join("index")) >> 20
    );
    for _ in 0..2 {
        let started = Instant::now();
        let opened = open();
        println!(
            "open: {} ms {:?}, peak {} MB",
            started.elapsed().as_millis(),
            opened.notes,
            peak()
        );
        opened.store.close().unwrap();
    }
    let store = open().store;
    lookups(&*store, total);
    let one = append(&*store, total, 2000, 1);
    println!("append one by one: {one:.0}/s, {:.2} of the file, peak {} MB", one / singles, peak());
    drop(store);
    fs::remove_dir_all(dir.path().join("index")).unwrap();
    let started = Instant::now();
    let opened = open();
    println!("made again: {:.0}/s, peak {} MB", rate(total, started), peak());
    opened.store.close().unwrap();
    let started = Instant::now();
    drop(open());
    println!("open: {} ms, peak {} MB", started.elapsed().as_millis(), peak());
}

fn lookups(store: &dyn Store, total: u64) {
    let timed = |what: &str, work: &dyn Fn(u64)| {
        let started = Instant::now();
        (0..1000).for_each(|n| work(n * 7919 % total));
        println!("{what}: {} µs", started.elapsed().as_micros() / 1000);
    };
    timed("line by number", &|n| drop(store.line(n).unwrap()));
    timed("command by id", &|n| {
        assert!(store.find_command(&id(n / 1000 * 1000)).unwrap().is_some());
    });
    timed("entries of a rare tag", &|n| {
        let scope = Scope::tag(&format!("unit:{}", id(n % 150_500)));
        assert!(!store.read(&scope, 0, Visibility::Synced).unwrap().is_empty());
    });
    println!("after lookups: peak {} MB", peak());
    let started = Instant::now();
    let scope = Scope::tag(&format!("vote:{}", id(0)));
    let found = store.read(&scope, 0, Visibility::Synced).unwrap().len();
    println!(
        "{found} entries of one vote: {} ms, peak {} MB",
        started.elapsed().as_millis(),
        peak()
    );
}

#[test]
#[ignore = "a measurement"]
fn speed() {
    measure(1_000_000);
}
