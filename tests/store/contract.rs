//! What every store promises, tried on each of them.

use super::{cmd, command, draft, fill, lines, numbers, options, single, tag};
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicU64, Ordering};
use tempfile::TempDir;
use yishi::ledger::{Entry, Hash};
use yishi::store::{
    Append, AppendError, COMMAND_ENTRIES_MAX, Clause, Head, Limit, MemoryStore, Scope, Store,
    Visibility,
};

/// A store and the folder that it needs.
struct Case {
    store: Box<dyn Store>,
    _dir: Option<TempDir>,
}

fn memory() -> Case {
    Case { store: Box::new(MemoryStore::new()), _dir: None }
}

/// On disk, with files and batches so small that everything that can happen does.
fn journal() -> Case {
    let dir = tempfile::tempdir().unwrap();
    let opened = options().segment_bytes(64 << 10).batch_entries(100).open(dir.path()).unwrap();
    Case { store: opened.store, _dir: Some(dir) }
}

fn journal_as_it_is() -> Case {
    let dir = tempfile::tempdir().unwrap();
    Case { store: options().open(dir.path()).unwrap().store, _dir: Some(dir) }
}

macro_rules! on_every_store {
    ($($name:ident)*) => {
        mod memory {
            $(#[test] fn $name() { super::$name(super::memory()) })*
        }
        mod journal {
            $(#[test] fn $name() { super::$name(super::journal()) })*
        }
        mod journal_as_it_is {
            $(#[test] fn $name() { super::$name(super::journal_as_it_is()) })*
        }
    };
}

on_every_store! {
    an_empty_store_has_an_empty_head
    a_command_becomes_neighbouring_entries
    a_command_is_recorded_once
    something_newer_in_the_scope_is_a_conflict
    what_lies_outside_the_scope_is_no_conflict
    a_command_prepared_while_holding_meets_no_conflict
    too_much_is_refused_and_changes_nothing
    what_could_not_be_read_again_is_refused
    the_recorded_instant_never_goes_back
    a_clock_correction_may_go_back
    a_scope_finds_by_kind_and_by_tag
    long_lists_are_found_whole
    a_scan_shows_all_from_a_number_on
    eight_threads_append_side_by_side
    of_equal_commands_side_by_side_one_is_recorded
}

fn an_empty_store_has_an_empty_head(case: Case) {
    let store = case.store;
    assert_eq!(store.head(), Head::EMPTY);
    assert_eq!(store.next_seq(Visibility::Staged), 0);
    assert!(lines(&*store).is_empty());
    assert_eq!(store.line(0).unwrap(), None);
    assert_eq!(store.find_command(&cmd(1)).unwrap(), None);
    assert_eq!(store.find_command("nonsense").unwrap(), None);
    store.scan(0, &mut |_, _| panic!("nothing to show")).unwrap();
    store.close().unwrap();
}

fn a_command_becomes_neighbouring_entries(case: Case) {
    let store = case.store;
    let entries = vec![draft("a.b", &[], "一"), draft("a.c", &[tag("x", 1)], "二")];
    let receipt = store.append(command(1, entries)).unwrap();
    assert_eq!((receipt.first, receipt.last), (0, 1));
    let lines = lines(&*store);
    let first = Entry::parse(&lines[0]).unwrap();
    let second = Entry::parse(&lines[1]).unwrap();
    assert_eq!((first.more, second.more), (1, 0));
    assert_eq!((first.prev, second.prev), (Hash::ZERO, first.hash()));
    assert_eq!((first.cmd, second.cmd), (&*cmd(1), &*cmd(1)));
    assert_eq!(receipt.hash, second.hash());
    assert_eq!(store.head(), Head { next_seq: 2, hash: receipt.hash, at: receipt.at });
    assert_eq!(store.line(1).unwrap().as_ref(), Some(&lines[1]));
    assert_eq!(store.line(0).unwrap().as_ref(), Some(&lines[0]));
    assert_eq!(store.line(2).unwrap(), None);
}

fn a_command_is_recorded_once(case: Case) {
    let store = case.store;
    fill(&*store, 0, 250);
    let before = store.head();
    for n in [0, 99, 100, 249] {
        let again = store.append(single(n)).unwrap_err();
        assert!(matches!(again, AppendError::CommandExists { first, last }
            if (first, last) == (n, n)));
        assert_eq!(store.find_command(&cmd(n)).unwrap(), Some((n, n)));
    }
    assert_eq!(store.head(), before);
}

fn watching(n: u64, scope: Scope, seen: u64) -> Append {
    Append { scope, seen, ..single(n) }
}

fn something_newer_in_the_scope_is_a_conflict(case: Case) {
    let store = case.store;
    fill(&*store, 0, 300);
    // Commands carry the tag of their number modulo 7.
    for (scope, seen, newer) in [
        (Scope::tag(&tag("body", 3)), 0, 3),
        (Scope::tag(&tag("body", 3)), 100, 101),
        (Scope::tag(&tag("body", 3)), 295, 297),
        (Scope::kinds(["x.y", "test.happened"]), 299, 299),
        (Scope::everything(), 120, 120),
        (Scope::nothing().and(Scope::everything()), 299, 299),
    ] {
        let error = store.append(watching(1000, scope, seen)).unwrap_err();
        assert!(
            matches!(error, AppendError::Conflict { newer: found } if found == newer),
            "{error}"
        );
    }
    assert_eq!(store.head().next_seq, 300);
    store.append(watching(1000, Scope::everything(), 300)).unwrap();
}

fn what_lies_outside_the_scope_is_no_conflict(case: Case) {
    let store = case.store;
    fill(&*store, 0, 300);
    let both = Clause { kinds: vec!["x.y".to_owned()], tag: Some(tag("body", 3)) };
    for (n, scope, seen) in [
        (1000, Scope::nothing(), 0),
        (1001, Scope::tag(&tag("body", 77)), 0),
        (1002, Scope::kinds(["x.y"]), 0),
        (1003, Scope { clauses: vec![both] }, 0),
        (1007, Scope::tag(&tag("body", 3)), 298),
    ] {
        store.append(watching(n, scope, seen)).unwrap();
    }
}

fn a_command_prepared_while_holding_meets_no_conflict(case: Case) {
    let Case { store, _dir } = case;
    let store = &*store;
    fill(store, 0, 10);
    std::thread::scope(|threads| {
        for thread in 0..4 {
            threads.spawn(move || {
                for n in 0..25 {
                    let number = 1000 + thread * 100 + n;
                    let prepared = store.append_held(&mut |held| {
                        let seen = held.next_seq(Visibility::Staged);
                        let all = held.read(&Scope::everything(), 0, Visibility::Staged).unwrap();
                        assert_eq!(u64::try_from(all.len()).unwrap(), seen);
                        assert_eq!(held.find_command(&cmd(number)).unwrap(), None);
                        assert!(matches!(held.append(single(1)), Err(AppendError::Nested)));
                        Some(watching(number, Scope::everything(), seen))
                    });
                    prepared.unwrap().unwrap();
                }
            });
        }
    });
    assert!(store.append_held(&mut |_| None).unwrap().is_none());
    assert_eq!(lines(store).len(), 110);
}

fn too_much_is_refused_and_changes_nothing(case: Case) {
    let store = case.store;
    let limit = |append| match store.append(append).unwrap_err() {
        AppendError::TooLarge { limit, .. } => limit,
        other => panic!("{other}"),
    };
    let many = vec![draft("a.b", &[], "x"); COMMAND_ENTRIES_MAX + 1];
    assert_eq!(limit(command(1, many)), Limit::Entries);
    let long = vec![draft("a.b", &[], "x"), draft("a.b", &[], &"y".repeat(65_535))];
    assert_eq!(limit(command(1, long)), Limit::LineBytes { position: 1 });
    let heavy = vec![draft("a.b", &[], &"y".repeat(60_000)); 300];
    assert_eq!(limit(command(1, heavy)), Limit::CommandBytes);
    assert!(matches!(store.append(command(1, Vec::new())), Err(AppendError::Empty)));
    assert_eq!(store.head(), Head::EMPTY);
    let most = vec![draft("a.b", &[], "x"); COMMAND_ENTRIES_MAX];
    assert_eq!(store.append(command(1, most)).unwrap().last, 9999);
    assert_eq!(store.find_command(&cmd(1)).unwrap(), Some((0, 9999)));
}

fn what_could_not_be_read_again_is_refused(case: Case) {
    let store = case.store;
    let refused = |append| matches!(store.append(append), Err(AppendError::Malformed { .. }));
    let data = |data: &str| {
        let draft = draft("a.b", &[], "");
        command(1, vec![ledger::Draft { data: data.to_owned(), ..draft }])
    };
    assert!(refused(data(r#"{"b":1,"a":1}"#)));
    assert!(refused(data("{}\n")));
    assert!(refused(data(r#"{"a":1.5}"#)));
    assert!(refused(command(1, vec![draft("nonsense", &[], "")])));
    assert!(refused(command(1, vec![draft("a.b", &[tag("b", 1), tag("a", 1)], "")])));
    assert!(refused(Append { cmd: "81".repeat(13), ..single(1) }));
    assert!(refused(Append { cmd: String::new(), ..single(1) }));
    assert!(refused(Append { at: "today".to_owned(), ..single(1) }));
    assert_eq!(store.head(), Head::EMPTY);
    store.append(single(1)).unwrap();
}

fn at(n: u64, at: &str) -> Append {
    Append { at: format!("2026-11-22T{at}.000Z"), ..single(n) }
}

fn the_recorded_instant_never_goes_back(case: Case) {
    let store = case.store;
    for (n, given, recorded) in [
        (1, "04:00:00", "04:00:00"),
        (2, "05:00:00", "05:00:00"),
        (3, "04:59:00", "05:00:00"),
        (4, "05:00:00", "05:00:00"),
        (5, "05:00:01", "05:00:01"),
    ] {
        let receipt = store.append(at(n, given)).unwrap();
        assert_eq!(receipt.at, format!("2026-11-22T{recorded}.000Z"));
        assert_eq!(store.head().at, receipt.at);
    }
}

fn a_clock_correction_may_go_back(case: Case) {
    let store = case.store;
    store.append(at(1, "05:00:00")).unwrap();
    let corrected = vec![draft("registry.clock_corrected", &[], "")];
    let receipt = store.append(Append { entries: corrected, ..at(2, "03:00:00") }).unwrap();
    assert_eq!(receipt.at, "2026-11-22T03:00:00.000Z");
    let entries = vec![draft("a.b", &[], ""), draft("registry.clock_corrected", &[], "")];
    let second = store.append(Append { entries, ..at(3, "02:00:00") }).unwrap();
    assert_eq!(second.at, "2026-11-22T03:00:00.000Z");
}

fn a_scope_finds_by_kind_and_by_tag(case: Case) {
    let store = case.store;
    for n in 0..200 {
        let kind = ["a.b", "a.c", "a.d"][usize::try_from(n % 3).unwrap()];
        let entry = draft(kind, &[tag("x", n % 5), tag("y", n)], "");
        store.append(command(n, vec![entry])).unwrap();
    }
    let every = |step: usize, from: u64| (from..200).step_by(step).collect::<Vec<_>>();
    assert_eq!(numbers(&*store, &Scope::kinds(["a.c"]), 0), every(3, 1));
    assert_eq!(numbers(&*store, &Scope::tag(&tag("x", 2)), 0), every(5, 2));
    assert_eq!(numbers(&*store, &Scope::tag(&tag("y", 77)), 0), [77]);
    assert_eq!(numbers(&*store, &Scope::tag(&tag("y", 77)), 78), Vec::<u64>::new());
    let both = Clause { kinds: vec!["a.b".to_owned()], tag: Some(tag("x", 0)) };
    let both = Scope { clauses: vec![both] };
    assert_eq!(numbers(&*store, &both, 0), every(15, 0));
    assert_eq!(numbers(&*store, &both, 16), every(15, 30));
    let either = both.and(Scope::tag(&tag("y", 1))).and(Scope::tag(&tag("y", 0)));
    assert_eq!(numbers(&*store, &either, 0)[..3], [0, 1, 15]);
    assert_eq!(numbers(&*store, &Scope::kinds(["a.b", "a.c", "a.d"]), 0), every(1, 0));
    assert_eq!(numbers(&*store, &Scope::nothing(), 0), Vec::<u64>::new());
}

/// More than three chunks of 4096 numbers of one kind and of one tag.
fn long_lists_are_found_whole(case: Case) {
    let store = case.store;
    let hot = tag("vote", 1);
    for n in 0..15 {
        let entries = (0..1000).map(|i| {
            let kind = if i == 500 { "vote.closed" } else { "ballot.returned" };
            draft(kind, &[tag("unit", i), hot.clone()], "")
        });
        store.append(command(n, entries.collect())).unwrap();
    }
    assert_eq!(numbers(&*store, &Scope::tag(&hot), 0).len(), 15_000);
    let returned = Scope::kinds(["ballot.returned"]);
    assert_eq!(numbers(&*store, &returned, 0).len(), 15 * 999);
    assert_eq!(numbers(&*store, &returned, 13_900).len(), 1_099);
    let closed = Clause { kinds: vec!["vote.closed".to_owned()], tag: Some(hot) };
    let closed = numbers(&*store, &Scope { clauses: vec![closed] }, 0);
    assert_eq!(closed, (0..15).map(|n| n * 1000 + 500).collect::<Vec<_>>());
    let unit = numbers(&*store, &Scope::tag(&tag("unit", 7)), 4007);
    assert_eq!(unit, (4..15).map(|n| n * 1000 + 7).collect::<Vec<_>>());
    for seq in [0, 4095, 4096, 8191, 14_999] {
        let line = store.line(seq).unwrap().unwrap();
        assert_eq!(Entry::parse(&line).unwrap().seq, seq);
    }
}

fn a_scan_shows_all_from_a_number_on(case: Case) {
    let store = case.store;
    fill(&*store, 0, 700);
    for from in [0, 1, 255, 256, 699, 700, 9999] {
        let mut seen = Vec::new();
        store
            .scan(from, &mut |_, line| {
                seen.push(Entry::parse(line).unwrap().seq);
                ControlFlow::Continue(())
            })
            .unwrap();
        assert_eq!(seen, (from..700).collect::<Vec<_>>());
    }
    let mut seen = 0;
    store
        .scan(5, &mut |_, _| {
            seen += 1;
            if seen == 3 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })
        .unwrap();
    assert_eq!(seen, 3);
}

fn eight_threads_append_side_by_side(case: Case) {
    let Case { store, _dir } = case;
    let store = &*store;
    let conflicts = AtomicU64::new(0);
    std::thread::scope(|threads| {
        for thread in 0..8_u64 {
            let conflicts = &conflicts;
            threads.spawn(move || {
                let mine = tag("thread", thread);
                for n in 0..40 {
                    let number = thread * 1000 + n;
                    let tags = [mine.clone()];
                    let entries = vec![draft("a.b", &tags, ""), draft("a.c", &tags, "")];
                    let seen = store.next_seq(Visibility::Staged);
                    // Every fourth command depends on what everybody does.
                    let scope = if n % 4 == 0 { Scope::kinds(["a.b"]) } else { Scope::tag(&mine) };
                    let append = Append { scope, seen, ..command(number, entries) };
                    let receipt = match store.append(append.clone()) {
                        Err(AppendError::Conflict { newer }) => {
                            assert!(newer >= seen && n % 4 == 0);
                            conflicts.fetch_add(1, Ordering::Relaxed);
                            let held = store.append_held(&mut |held| {
                                let seen = held.next_seq(Visibility::Staged);
                                Some(Append { seen, ..append.clone() })
                            });
                            held.unwrap().unwrap()
                        }
                        other => other.unwrap(),
                    };
                    // Acknowledged is visible, at once and whole.
                    assert_eq!(receipt.last, receipt.first + 1);
                    assert!(store.head().next_seq > receipt.last);
                    let line = store.line(receipt.last).unwrap().unwrap();
                    assert_eq!(Entry::parse(&line).unwrap().cmd, cmd(number));
                    let found = store.find_command(&cmd(number)).unwrap();
                    assert_eq!(found, Some((receipt.first, receipt.last)));
                }
                assert_eq!(numbers(store, &Scope::tag(&mine), 0).len(), 80);
            });
        }
    });
    assert_eq!(lines(store).len(), 8 * 40 * 2);
}

fn of_equal_commands_side_by_side_one_is_recorded(case: Case) {
    let Case { store, _dir } = case;
    let store = &*store;
    let recorded = AtomicU64::new(0);
    std::thread::scope(|threads| {
        for _ in 0..8 {
            let recorded = &recorded;
            threads.spawn(move || {
                for n in 0..30 {
                    match store.append(single(n)) {
                        Ok(_) => drop(recorded.fetch_add(1, Ordering::Relaxed)),
                        Err(AppendError::CommandExists { first, .. }) => {
                            // What is said to exist is on disk.
                            assert!(store.head().next_seq > first);
                        }
                        Err(other) => panic!("{other}"),
                    }
                }
            });
        }
    });
    assert_eq!(recorded.into_inner(), 30);
    assert_eq!(lines(store).len(), 30);
}
