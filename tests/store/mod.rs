//! Tests of the store: what both stores promise, and what the one on disk survives.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "helpers of tests may fail like tests do"
)]

mod contract;
mod crash;
mod faults;
mod index;
mod open;
mod reading;
mod speed;
mod vault;

use std::path::Path;
use yishi::ledger::{Draft, Entry};
use yishi::store::{Append, OpenOptions, Opened, Receipt, Scope, Store, Visibility};

/// Command number `n`: ULIDs that sort by number.
pub(crate) fn cmd(n: u64) -> String {
    let digits = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let mut text = *b"01KAQ3ZJ8Q0000000000000000";
    let mut rest = n;
    for place in text.iter_mut().rev().take(13) {
        *place = digits[usize::try_from(rest % 32).unwrap()];
        rest /= 32;
    }
    String::from_utf8(text.to_vec()).unwrap()
}

pub(crate) fn tag(word: &str, n: u64) -> String {
    format!("{word}:{}", cmd(n))
}

pub(crate) fn draft(kind: &str, tags: &[String], text: &str) -> Draft {
    let data = format!(r#"{{"text":"{text}"}}"#);
    Draft { kind: kind.to_owned(), v: 1, tags: tags.to_vec(), data }
}

/// A command that depends on nothing.
pub(crate) fn command(n: u64, entries: Vec<Draft>) -> Append {
    Append {
        cmd: cmd(n),
        at: "2026-11-22T04:50:10.123Z".to_owned(),
        by: r#"{"actor":"x","role":"secretary"}"#.to_owned(),
        entries,
        scope: Scope::nothing(),
        seen: 0,
    }
}

/// A command of one plain entry.
pub(crate) fn single(n: u64) -> Append {
    command(n, vec![draft("test.happened", &[tag("body", n % 7)], &format!("命令 {n}"))])
}

/// Commands `from..to`, one entry each.
pub(crate) fn fill(store: &dyn Store, from: u64, to: u64) -> Vec<Receipt> {
    (from..to).map(|n| store.append(single(n)).unwrap()).collect()
}

/// Commands of a thousand entries each.
pub(crate) fn fill_thousands(store: &dyn Store, from: u64, to: u64) {
    for n in from..to {
        let entries = (0..1000)
            .map(|i| {
                let seq = n * 1000 + i;
                let tags = [tag("ballot", seq), tag("unit", seq % 1505)];
                draft(if i == 0 { "count.opened" } else { "ballot.returned" }, &tags, "一票")
            })
            .collect();
        store.append(command(n, entries)).unwrap();
    }
}

pub(crate) fn options<'a>() -> OpenOptions<'a> {
    OpenOptions::new("yishi test").create()
}

pub(crate) fn open(dir: &Path) -> Opened {
    options().open(dir).unwrap()
}

/// Opens, and expects nothing to report.
pub(crate) fn open_clean(dir: &Path) -> Opened {
    let opened = open(dir);
    assert_eq!((&opened.notes[..], &opened.finding), (&[][..], &None));
    opened
}

pub(crate) fn lines(store: &dyn Store) -> Vec<Vec<u8>> {
    let lines = store.read(&Scope::everything(), 0, Visibility::Synced).unwrap();
    check_chain(store, &lines);
    lines
}

/// After every step, check the whole.
fn check_chain(store: &dyn Store, lines: &[Vec<u8>]) {
    let mut prev = ledger::Hash::ZERO;
    for (seq, line) in (0..).zip(lines) {
        let entry = Entry::parse(line).unwrap();
        assert_eq!((entry.seq, entry.prev), (seq, prev));
        prev = entry.hash();
    }
    let head = store.head();
    assert_eq!((head.next_seq, head.hash), (u64::try_from(lines.len()).unwrap(), prev));
}

/// Numbers of the lines of a scope.
pub(crate) fn numbers(store: &dyn Store, scope: &Scope, since: u64) -> Vec<u64> {
    let lines = store.read(scope, since, Visibility::Synced).unwrap();
    lines.iter().map(|line| Entry::parse(line).unwrap().seq).collect()
}

/// Answers to questions of all sorts, to compare a store with itself.
pub(crate) fn answers(store: &dyn Store) -> Vec<String> {
    let tagged = |word, n| Scope::tag(&tag(word, n));
    let mut answers = vec![format!("{:?}", store.head())];
    for scope in [
        Scope::kinds(["test.happened"]),
        Scope::kinds(["count.opened"]),
        tagged("body", 3),
        tagged("unit", 17),
        tagged("ballot", 1234),
        tagged("ballot", 999_999_999),
        Scope::kinds(["ballot.returned"]).and(tagged("body", 1)),
    ] {
        for since in [0, 100, 4097] {
            let found = numbers(store, &scope, since);
            answers.push(format!(
                "{} {:?}",
                found.len(),
                found.iter().rev().take(9).collect::<Vec<_>>()
            ));
        }
    }
    for n in [0, 1, 5, 17, 4000, 123_456] {
        answers.push(format!("{:?}", store.find_command(&cmd(n)).unwrap()));
        answers.push(format!("{:?}", store.line(n * 3).unwrap().map(String::from_utf8)));
    }
    answers
}
