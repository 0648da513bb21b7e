//! Floors: the least that the machine must do for the same answer, measured in the same run.

use std::fs::{self, File};
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use yishi::event::Event;
use yishi::ledger::Entry;

/// Bytes read at once.
const BLOCK_BYTES: usize = 4 << 20;

/// A file that is appended to and synced.
#[derive(Debug)]
pub(crate) struct Plain(File);

impl Plain {
    /// Makes the file.
    pub(crate) fn create(path: &Path) -> Self {
        Self(File::options().append(true).create(true).open(path).unwrap())
    }

    /// One write and one `fdatasync`.
    pub(crate) fn put(&mut self, bytes: &[u8]) -> Duration {
        let started = Instant::now();
        self.0.write_all(bytes).unwrap();
        self.0.sync_data().unwrap();
        started.elapsed()
    }
}

fn files(journal: &Path) -> Vec<PathBuf> {
    let items = fs::read_dir(journal).unwrap().flatten().map(|item| item.path());
    let mut files: Vec<_> =
        items.filter(|path| path.extension().is_some_and(|end| end == "jsonl")).collect();
    files.sort();
    files
}

/// Reads the lines of a file in blocks.
fn lines(path: &Path, visit: &mut dyn FnMut(&[u8])) {
    let mut file = File::open(path).unwrap();
    let mut block = vec![0; BLOCK_BYTES];
    let mut filled = 0;
    loop {
        let read = file.read(&mut block[filled..]).unwrap();
        if read == 0 {
            return;
        }
        filled += read;
        let mut start = 0;
        for end in memchr::memchr_iter(b'\n', &block[..filled]) {
            visit(&block[start..end]);
            start = end + 1;
        }
        block.copy_within(start..filled, 0);
        filled -= start;
    }
}

/// Reads, splits, hashes and compares `prev`; returns entries and time.
pub(crate) fn chain(journal: &Path, threads: usize) -> (u64, Duration) {
    let started = Instant::now();
    let (files, next, total) = (files(journal), AtomicUsize::new(0), Mutex::new(0));
    let work = || {
        while let Some(file) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
            *total.lock().unwrap() += links(file);
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..threads {
            scope.spawn(work);
        }
        work();
    });
    (total.into_inner().unwrap(), started.elapsed())
}

fn links(file: &Path) -> u64 {
    let finder = memchr::memmem::FinderRev::new(b",\"prev\":\"");
    let (mut count, mut last) = (0, None::<blake3::Hash>);
    lines(file, &mut |line| {
        let start = finder.rfind(line).unwrap() + 9;
        if let Some(last) = last {
            assert_eq!(last.to_hex().as_bytes(), &line[start..start + 64]);
        }
        last = Some(blake3::hash(line));
        count += 1;
    });
    count
}

/// Reads, splits and decodes every entry into its type; returns entries and time.
pub(crate) fn typed(journal: &Path) -> (u64, Duration) {
    let started = Instant::now();
    let mut count = 0;
    for file in files(journal) {
        lines(&file, &mut |line| {
            let entry = Entry::parse(line).unwrap();
            let event = Event::decode(entry.kind, entry.v, entry.data).unwrap();
            drop(std::hint::black_box(event));
            count += 1;
        });
    }
    (count, started.elapsed())
}
