//! kill -9 at any instant: a child appends and says what was acknowledged; its parent kills it and
//! looks.
//!
//! The child is this very test binary, told by environment variables which registry to write to.

use super::open::opening;
use super::{cmd, command, draft, lines, open, tag};
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use yishi::ledger::Entry;
use yishi::store::{OpenError, OpenOptions, Opened, ReadingStore, Store as _};

/// The child, unless it is told nothing. Also run by `tests/os_crash.sh`.
#[test]
#[ignore = "a child of other tests"]
fn writer_child() {
    let Some(dir) = std::env::var_os("YISHI_CRASH_DIR") else { return };
    let opened = OpenOptions::new("writer child").create().batch_entries(50).open(Path::new(&dir));
    let Opened { store, vault, .. } = opened.unwrap();
    let mut out = std::io::stdout();
    let start = store.head().next_seq;
    for n in 0.. {
        let number = start + n;
        let one = opening(number, "名字");
        vault.put(std::slice::from_ref(&one)).unwrap();
        let entries = (0..=n % 4).map(|i| draft("a.b", &[tag("x", i)], "内容")).collect();
        let receipt = store.append(command(number, entries)).unwrap();
        // `ack <command> <last>` is said only behind `append`.
        writeln!(out, "ack {number} {}", receipt.last).unwrap();
        out.flush().unwrap();
    }
}

fn spawn(dir: &Path) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "store::crash::writer_child", "--ignored", "--nocapture"])
        .env("YISHI_CRASH_DIR", dir)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

fn acknowledged(line: &str) -> Option<(u64, u64)> {
    let rest = line.split_once("ack ")?.1;
    let (command, last) = rest.split_once(' ')?;
    Some((command.parse().ok()?, last.parse().ok()?))
}

/// Compares a registry with what its writers said.
fn compare(dir: &Path, said: &[(u64, u64)]) {
    let opened = open(dir);
    assert_eq!(opened.finding, None, "{:?}", opened.notes);
    let lines = lines(&*opened.store);
    for (number, last) in said {
        let line = &lines[usize::try_from(*last).unwrap()];
        let entry = Entry::parse(line).unwrap();
        assert_eq!((entry.cmd, entry.more), (&*cmd(*number), 0), "command {number} is missing");
        assert_eq!(opened.store.find_command(&cmd(*number)).unwrap().unwrap().1, *last);
        let one = opening(*number, "名字");
        assert_eq!(opened.vault.find(&one.seal).unwrap().unwrap().value, one.value);
    }
    if let Some(last) = lines.last() {
        assert_eq!(Entry::parse(last).unwrap().more, 0);
    }
    drop(opened);
}

fn kill_rounds(rounds: u64) {
    let dir = tempfile::tempdir().unwrap();
    let mut said = Vec::new();
    for round in 0..rounds {
        let mut child = spawn(dir.path());
        let pipe = child.stdout.take().unwrap();
        let reader = std::thread::spawn(move || {
            let lines = BufReader::new(pipe).lines().map_while(Result::ok);
            lines.filter_map(|line| acknowledged(&line)).collect::<Vec<_>>()
        });
        let millis = 1 + round.wrapping_mul(2_654_435_761) % 200;
        std::thread::sleep(Duration::from_millis(millis));
        child.kill().unwrap();
        child.wait().unwrap();
        said.extend(reader.join().unwrap());
        compare(dir.path(), &said);
    }
    assert!(!said.is_empty());
    eprintln!("{rounds} rounds, {} acknowledged, none lost", said.len());
}

#[test]
fn what_was_acknowledged_survives_kill_9() {
    kill_rounds(10);
}

#[test]
#[ignore = "a minute"]
fn what_was_acknowledged_survives_kill_9_two_hundred_times() {
    kill_rounds(200);
}

/// For `tests/os_crash.sh`: compares the registry in `YISHI_CRASH_DIR` with the file of
/// acknowledgements in `YISHI_CRASH_ACKS`.
#[test]
#[ignore = "a part of tests/os_crash.sh"]
fn compare_with_acknowledgements() {
    let Some(dir) = std::env::var_os("YISHI_CRASH_DIR") else { return };
    let acks = std::env::var_os("YISHI_CRASH_ACKS").unwrap();
    let text = std::fs::read_to_string(acks).unwrap();
    // The last line may have been cut while it was written.
    let whole = text.rsplit_once('\n').map_or("", |(whole, _)| whole);
    let said: Vec<_> = whole.lines().filter_map(acknowledged).collect();
    compare(Path::new(&dir), &said);
    println!("compared {}", said.len());
}

#[test]
fn a_second_process_is_told_who_has_the_registry_open() {
    let dir = tempfile::tempdir().unwrap();
    let mut child = spawn(dir.path());
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    lines.by_ref().find_map(|line| acknowledged(&line)).unwrap();
    let error = OpenOptions::new("second").open(dir.path()).unwrap_err();
    let OpenError::Busy { holder } = error else { panic!("{error}") };
    let holder = holder.unwrap();
    assert_eq!((holder.pid, &*holder.program), (child.id(), "writer child"));
    // Reading needs no lock.
    let reading = ReadingStore::open(dir.path()).unwrap();
    assert!(reading.head().next_seq > 0);
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(open(dir.path()).finding, None);
}
