//! A disk that fails at each step: nothing acknowledged is missing, nothing is half recorded.

use super::open::opening;
use super::{cmd, command, draft, lines, open, options, single};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use yishi::ledger::Entry;
use yishi::store::disk::{FailingDisk, Fault};
use yishi::store::{AppendError, Store, Vault};

/// What a session on a failing disk was told.
#[derive(Default)]
struct Told {
    acknowledged: Vec<u64>,
    unknown: Vec<u64>,
}

/// Appends commands of one, two and three entries until the disk fails.
fn work(store: &dyn Store, from: u64, told: &mut Told) {
    for n in from..from + 12 {
        let entries = (0..=n % 3).map(|i| draft("a.b", &[], &format!("{n} {i} 内容"))).collect();
        match store.append(command(n, entries)) {
            Ok(receipt) => {
                assert!(told.unknown.is_empty(), "acknowledged behind a failure");
                assert_eq!(receipt.last - receipt.first, n % 3);
                told.acknowledged.push(n);
            }
            Err(AppendError::Unknown { .. }) => told.unknown.push(n),
            Err(AppendError::Closed) => assert!(!told.unknown.is_empty()),
            Err(other) => panic!("{other}"),
        }
    }
}

/// Opens on the real disk and compares with what was told.
fn compare(dir: &Path, told: &Told) {
    let opened = open(dir);
    assert_eq!(opened.finding, None);
    let mut found: BTreeMap<String, Vec<u64>> = BTreeMap::new();
    for line in lines(&*opened.store) {
        let entry = Entry::parse(&line).unwrap();
        found.entry(entry.cmd.to_owned()).or_default().push(entry.more);
    }
    for n in &told.acknowledged {
        assert!(found.contains_key(&cmd(*n)), "command {n} was acknowledged and is missing");
    }
    for (id, mores) in &found {
        let whole: Vec<u64> = (0..u64::try_from(mores.len()).unwrap()).rev().collect();
        assert_eq!(mores, &whole, "command {id} is half recorded");
        let known = told.acknowledged.iter().chain(&told.unknown).any(|n| cmd(*n) == *id);
        assert!(known, "command {id} was never tried");
    }
    // What was unknown is now known, and can be recorded if it was not.
    for n in &told.unknown {
        if opened.store.find_command(&cmd(*n)).unwrap().is_none() {
            opened.store.append(single(*n)).unwrap();
        }
    }
    opened.store.close().unwrap();
}

/// A session on a disk that fails at a step; returns whether the fault struck.
fn round(step: u64, fault: Fault) -> bool {
    let dir = tempfile::tempdir().unwrap();
    let disk = FailingDisk::new();
    let mut told = Told::default();
    disk.fail_at(step, fault);
    let opened = options().segment_bytes(3000).disk(Arc::new(disk.clone())).open(dir.path());
    if let Ok(opened) = opened {
        work(&*opened.store, 0, &mut told);
        // Closed in half of the rounds, dropped in the others.
        if step.is_multiple_of(2) {
            opened.store.close().unwrap();
        }
    }
    compare(dir.path(), &told);
    // Once more, into a registry that exists.
    disk.has_failed()
}

fn every_step(fault: Fault) {
    let mut step = 0;
    while round(step, fault) {
        step += 1;
        assert!(step < 1000);
    }
    assert!(step > 12, "the fault struck only {step} times");
}

#[test]
fn a_full_disk_at_every_step() {
    every_step(Fault::Full);
}

#[test]
fn a_failed_write_at_every_step() {
    every_step(Fault::Write);
}

#[test]
fn a_short_write_at_every_step() {
    every_step(Fault::Short);
}

#[test]
fn a_failed_sync_at_every_step() {
    every_step(Fault::Sync);
}

#[test]
fn death_at_every_step() {
    every_step(Fault::Stop);
}

#[test]
fn everyone_who_waits_is_told_that_the_outcome_is_unknown() {
    let dir = tempfile::tempdir().unwrap();
    let disk = FailingDisk::new();
    let opened = options().disk(Arc::new(disk.clone())).open(dir.path()).unwrap();
    let store = &*opened.store;
    store.append(single(0)).unwrap();
    disk.fail_at(disk.steps() + 20, Fault::Sync);
    let told = std::thread::scope(|threads| {
        let sessions: Vec<_> = (1..9)
            .map(|thread| {
                threads.spawn(move || {
                    let mut told = Told::default();
                    for n in 0..50 {
                        match store.append(single(thread * 100 + n)) {
                            Ok(_) => told.acknowledged.push(thread * 100 + n),
                            Err(AppendError::Unknown { .. }) => told.unknown.push(thread * 100 + n),
                            Err(AppendError::Closed) => {}
                            Err(other) => panic!("{other}"),
                        }
                    }
                    told
                })
            })
            .collect();
        let mut all = Told { acknowledged: vec![0], unknown: Vec::new() };
        for session in sessions {
            let told = session.join().unwrap();
            assert!(told.unknown.len() <= 1);
            all.acknowledged.extend(told.acknowledged);
            all.unknown.extend(told.unknown);
        }
        all
    });
    assert!(!told.unknown.is_empty());
    assert!(matches!(store.append(single(9999)), Err(AppendError::Closed)));
    opened.store.close().unwrap();
    compare(dir.path(), &told);
}

#[test]
fn a_torn_end_survives_death_while_it_is_moved() {
    for step in 0..8 {
        let dir = tempfile::tempdir().unwrap();
        let store = open(dir.path()).store;
        store.append(single(1)).unwrap();
        store.close().unwrap();
        let path = dir.path().join("journal/0000000000.jsonl");
        let mut bytes = fs::read(&path).unwrap();
        bytes.extend_from_slice(b"{\"half of a li");
        fs::write(&path, bytes).unwrap();
        let disk = FailingDisk::new();
        disk.fail_at(step, Fault::Stop);
        drop(options().disk(Arc::new(disk)).open(dir.path()));
        let opened = open(dir.path());
        assert_eq!((opened.finding, opened.store.head().next_seq), (None, 1));
        let torn = fs::read_dir(dir.path().join("journal")).unwrap().flatten();
        let torn: Vec<_> =
            torn.filter(|item| item.file_name().to_string_lossy().starts_with("torn")).collect();
        assert!(torn.iter().any(|item| fs::read(item.path()).unwrap() == b"{\"half of a li"));
    }
}

#[test]
fn an_acknowledged_opening_survives_every_fault() {
    for fault in [Fault::Full, Fault::Write, Fault::Short, Fault::Sync, Fault::Stop] {
        for step in 0..40 {
            let dir = tempfile::tempdir().unwrap();
            let disk = FailingDisk::new();
            disk.fail_at(step, fault);
            let Ok(vault) = Vault::open(&dir.path().join("vault"), Arc::new(disk)) else {
                continue;
            };
            let kept: Vec<_> = (0..8)
                .map(|n| opening(n, "王建国"))
                .filter(|opening| vault.put(std::slice::from_ref(opening)).is_ok())
                .collect();
            let erased = kept.first().map(|opening| opening.seal);
            let is_erased = erased.is_some_and(|seal| vault.erase(&[seal]).is_ok());
            drop(vault);
            let disk = Arc::new(FailingDisk::new());
            let vault = Vault::open(&dir.path().join("vault"), disk).unwrap();
            for opening in kept.iter().skip(1) {
                assert_eq!(vault.find(&opening.seal).unwrap().as_ref(), Some(opening));
            }
            if let Some(first) = kept.first().filter(|_| is_erased) {
                assert_eq!(vault.find(&first.seal).unwrap(), None);
            }
        }
    }
}
