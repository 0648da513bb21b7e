//! Reading a journal as a stranger does: no lock, no index, and whatever stands there.

use super::{answers, cmd, fill, lines, open, options, single};
use std::fs;
use std::ops::ControlFlow;
use std::path::Path;
use yishi::ledger::chain::Run;
use yishi::store::journal::{Chunk, Place, RawLine, Torn};
use yishi::store::{AppendError, JournalFiles, ReadingStore, Store};

fn write(dir: &Path, name: &str, bytes: &[u8]) {
    fs::create_dir_all(dir).unwrap();
    fs::write(dir.join(name), bytes).unwrap();
}

/// All lines with what is known of them: file, offset, number, length, ended.
fn shown(files: &JournalFiles) -> Vec<(usize, u64, u64, u64, bool)> {
    let mut all = Vec::new();
    files
        .each(&mut |line: RawLine<'_>| {
            all.push((line.file, line.offset, line.number, line.length, line.ended));
            ControlFlow::Continue(())
        })
        .unwrap();
    all
}

#[test]
fn a_reader_needs_neither_lock_nor_index() {
    let dir = tempfile::tempdir().unwrap();
    let store = options().segment_bytes(20_000).open(dir.path()).unwrap().store;
    fill(&*store, 0, 300);
    let reading = ReadingStore::open(dir.path()).unwrap();
    assert_eq!(answers(&reading), answers(&*store));
    assert!(matches!(reading.append(single(1)), Err(AppendError::ReadOnly { .. })));
    // It shows the registry as it was when it was opened.
    let before = lines(&reading);
    fill(&*store, 300, 320);
    assert_eq!(lines(&reading), before);
    assert_eq!(lines(&ReadingStore::open(dir.path()).unwrap()), lines(&*store));
    fs::remove_dir_all(dir.path().join("index")).unwrap();
    assert_eq!(ReadingStore::open(dir.path()).unwrap().head(), store.head());
}

#[test]
fn a_folder_without_journal_reads_as_empty() {
    let dir = tempfile::tempdir().unwrap();
    let files = JournalFiles::open(&dir.path().join("journal")).unwrap();
    assert!(files.files().is_empty() && shown(&files).is_empty());
    let reading = ReadingStore::open(dir.path()).unwrap();
    assert_eq!(reading.head().next_seq, 0);
    assert_eq!(reading.find_command(&cmd(1)).unwrap(), None);
    Box::new(reading).close().unwrap();
}

#[test]
fn chunks_cover_every_line_once_and_check_in_any_order() {
    let dir = tempfile::tempdir().unwrap();
    let store = options().segment_bytes(50_000).open(dir.path()).unwrap().store;
    fill(&*store, 0, 700);
    let files = JournalFiles::open(&dir.path().join("journal")).unwrap();
    let all = shown(&files).len();
    for bytes in [0, 1, 300, 10_000, 49_999, 1 << 40] {
        let chunks = files.chunks(bytes).unwrap();
        let run_of = |chunk: &Chunk| {
            let mut lines = Vec::new();
            let to_the_end = files.each_of(*chunk, &mut |line| {
                lines.push(line.bytes.to_vec());
                ControlFlow::Continue(())
            });
            assert!(to_the_end.unwrap());
            Run::of(lines.iter().map(Vec::as_slice)).unwrap().unwrap()
        };
        let runs: Vec<_> = chunks.iter().map(run_of).collect();
        assert!(runs.windows(2).all(|pair| pair[1].follows(&pair[0])));
        let lines: u64 = runs.iter().map(|run| run.lines).sum();
        assert_eq!(usize::try_from(lines).unwrap(), all);
        assert_eq!(runs.last().unwrap().last, store.head().hash);
    }
}

#[test]
fn an_incomplete_tail_is_reported_apart() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path()).store;
    fill(&*store, 0, 10);
    let journal = dir.path().join("journal");
    let path = journal.join("0000000000.jsonl");
    let whole = fs::read(&path).unwrap();
    let end = Place { file: 0, offset: u64::try_from(whole.len()).unwrap() };
    let tail = JournalFiles::open(&journal).unwrap().tail().unwrap();
    assert_eq!((&tail.head, tail.end, tail.torn), (&store.head(), end, Vec::new()));
    for torn in [&b"x"[..], b"{}\n{}\n", &vec![0; 300_000], &b"y".repeat(5 << 20)] {
        fs::write(&path, [&whole, torn].concat()).unwrap();
        write(&journal, "0000000010.jsonl", b"zz");
        let tail = JournalFiles::open(&journal).unwrap().tail().unwrap();
        let torn = Torn { place: end, bytes: u64::try_from(torn.len()).unwrap() };
        let next = Torn { place: Place { file: 10, offset: 0 }, bytes: 2 };
        assert_eq!((tail.head, tail.end, tail.torn), (store.head(), end, vec![torn, next]));
        let reading = ReadingStore::open(dir.path()).unwrap();
        assert_eq!(lines(&reading).len(), 10);
    }
}

#[test]
fn arbitrary_damage_is_shown_and_never_a_panic() {
    let dir = tempfile::tempdir().unwrap();
    let journal = dir.path().join("journal");
    let long = b"a".repeat(5 << 20);
    write(&journal, "0000000007.jsonl", &[&b"one\r\ntwo\n\n\0\0\n"[..], &long, b"\nlast"].concat());
    write(&journal, "0000000003.jsonl", b"");
    write(&journal, "0000000900.jsonl", &long);
    write(&journal, "torn-0000000003", b"x");
    write(&journal, "12.jsonl", b"not ten digits");
    fs::create_dir(journal.join("5.jsonl")).unwrap();
    let files = JournalFiles::open(&journal).unwrap();
    let firsts: Vec<_> = files.files().iter().map(|file| file.first).collect();
    assert_eq!(firsts, [3, 7, 900]);
    assert_eq!(files.strange(), ["12.jsonl", "5.jsonl", "torn-0000000003"]);
    let million = 5 << 20;
    assert_eq!(
        shown(&files),
        [
            (1, 0, 1, 4, true),
            (1, 5, 2, 3, true),
            (1, 9, 3, 0, true),
            (1, 10, 4, 2, true),
            (1, 13, 5, million, true),
            (1, 13 + million + 1, 6, 4, false),
            (2, 0, 1, million, false),
        ]
    );
    files
        .each(&mut |line| {
            assert!(line.bytes.len() <= 65_536);
            ControlFlow::Continue(())
        })
        .unwrap();
    for bytes in [1, 100, 1 << 20] {
        let chunks = files.chunks(bytes).unwrap();
        let covered: u64 = chunks.iter().map(|chunk| chunk.end - chunk.start).sum();
        assert_eq!(covered, files.bytes());
    }
    let tail = files.tail().unwrap();
    assert_eq!((tail.head.next_seq, tail.torn.len()), (0, 2));
    let reading = ReadingStore::open(dir.path()).unwrap();
    assert!(lines(&reading).is_empty());
}

#[test]
fn a_gap_between_files_is_an_error_and_not_another_entry() {
    let dir = tempfile::tempdir().unwrap();
    let store = options().segment_bytes(20_000).open(dir.path()).unwrap().store;
    fill(&*store, 0, 300);
    let files = JournalFiles::open(&dir.path().join("journal")).unwrap();
    fs::remove_file(&files.files()[1].path).unwrap();
    let (gap, behind) = (files.files()[1].first, files.files()[2].first);
    let reading = ReadingStore::open(dir.path()).unwrap();
    let stores: [&dyn Store; 2] = [&reading, &*store];
    for store in stores {
        assert!(store.line(gap - 1).is_err() || store.line(gap).is_err());
        assert!(store.line(behind).unwrap().is_some());
        assert!(store.line(0).unwrap().is_some());
    }
}

#[test]
fn a_changed_line_is_noticed_when_it_is_read_by_number() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path()).store;
    fill(&*store, 0, 20);
    let path = dir.path().join("journal/0000000000.jsonl");
    let text = fs::read_to_string(&path).unwrap();
    for changed in [5, 19] {
        fs::write(&path, text.replace(&format!("命令 {changed}\""), "命令 x\"")).unwrap();
        let reading = ReadingStore::open(dir.path()).unwrap();
        assert!(store.line(changed).is_err());
        // Nothing vouches for the last line but what the writer remembers.
        assert_eq!(reading.line(changed).is_err(), changed == 5);
        assert!(store.line(changed - 1).is_ok() && reading.line(changed - 2).is_ok());
    }
}
