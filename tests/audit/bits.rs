//! Every bit of every byte: an audit names the entry that was changed, or its neighbour.

use super::{Making, verify, write_file, yishi_alone};
use std::fs::OpenOptions;
use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::Path;
use yishi::audit::{Level, Outcome, Report, VerifyOptions};

const FILE: &str = "journal/0000000000.jsonl";

fn options(level: Level) -> VerifyOptions<'static> {
    VerifyOptions { level, threads: Some(1), ..VerifyOptions::default() }
}

/// Panics unless the report names the entry or a neighbour; on a bare journal the last is exempt.
fn assert_named(report: &Report, entry: u64, last: u64, what: &str) {
    if report.outcome == Outcome::Holds {
        assert_eq!(entry, last, "{what} was not seen");
        assert!(report.sentence().zh.contains("最后一条没有任何东西担保"));
        assert!(report.sentence().en.contains("nothing vouches for the last entry"));
        return;
    }
    let near = |found: u64| found.abs_diff(entry) <= 1;
    let named = report.findings.iter().filter_map(|finding| finding.place.entry).any(near);
    assert!(named, "{what} of entry {entry}: {:?}", report.findings);
}

/// Flips bits of the bytes that are `of_threads` apart, in a folder of its own.
fn flip(making: &Making, thread: usize, of_threads: usize) {
    let (journal, dir) = (making.text().into_bytes(), making.folder());
    // Written in place: cutting the file and writing it again would go to the disk each time.
    let mut file = OpenOptions::new().write(true).open(dir.path().join(FILE)).unwrap();
    let mut write = |place: usize, byte: u8| {
        file.seek(SeekFrom::Start(u64::try_from(place).unwrap())).unwrap();
        file.write_all(&[byte]).unwrap();
    };
    let lines = journal.iter().filter(|byte| **byte == b'\n').count();
    let last = u64::try_from(lines - 1).unwrap();
    let (mut changed, mut entry) = (journal.clone(), 0);
    for (place, byte) in journal.iter().copied().enumerate() {
        if place % of_threads == thread {
            for bit in 0..8 {
                changed[place] = byte ^ 1 << bit;
                write(place, changed[place]);
                flipped(dir.path(), (place, bit), (entry, last));
            }
            let what = format!("byte {place}");
            assert!(std::fs::read(dir.path().join(FILE)).unwrap() == changed, "{what} was changed");
            assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 2, "{what}: a new file");
            changed[place] = byte;
            write(place, byte);
        }
        entry += u64::from(byte == b'\n');
    }
}

fn flipped(dir: &Path, (place, bit): (usize, usize), (entry, last): (u64, u64)) {
    let mut levels = vec![Level::Chain];
    if bit == place % 8 {
        levels.push(Level::Strict);
    }
    // What stands in the last command is also read by whoever asks for its end.
    if entry + 4 > last && bit == place % 7 || (place * 8 + bit).is_multiple_of(997) {
        levels.push(Level::Full);
    }
    for level in levels {
        let what = format!("bit {bit} of byte {place}");
        // The verifier in Python is slower: some of them go through it as well.
        let number = place * 8 + bit;
        let both = number.is_multiple_of(997) || number.is_multiple_of(61);
        let audit = if both { verify } else { yishi_alone };
        assert_named(&audit(dir, &options(level)), entry, last, &what);
    }
}

#[test]
fn every_flipped_bit_is_named_and_nothing_on_disk_changes() {
    let making = Making::ending_in_one_document();
    assert_eq!(making.lines.len(), 30);
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    std::thread::scope(|scope| {
        for thread in 0..threads {
            let making = &making;
            scope.spawn(move || flip(making, thread, threads));
        }
    });
}

#[test]
fn with_a_head_kept_elsewhere_not_even_the_last_entry_is_exempt() {
    let making = Making::small();
    let journal = making.text().into_bytes();
    let anchor = Some(yishi::store::Checkpoint { next_seq: 30, hash: making.head() });
    let dir = making.folder();
    let last = journal.len() - making.lines.last().unwrap().len() - 1;
    for place in last..journal.len() {
        let mut changed = journal.clone();
        changed[place] ^= 1 << (place % 8);
        write_file(dir.path(), FILE, &changed);
        let report = verify(dir.path(), &VerifyOptions { anchor, ..options(Level::Chain) });
        assert_eq!(report.outcome, Outcome::Wanting, "byte {place}");
    }
}
