//! Saved rows against a map, beside a writer, and under damage.

use super::*;
use crate::store::disk::RealDisk;
use crate::store::{Clause, Scope};
use proptest::prelude::*;
use std::fs;
use std::sync::atomic::{AtomicBool, Ordering};

fn mark(next_seq: u64) -> Mark {
    Mark { next_seq, hash: Hash::of(&next_seq.to_be_bytes()), version: 1 }
}

fn writer(dir: &Path, identity: Hash) -> RowWriter {
    RowWriter::anew(dir, Arc::new(RealDisk), identity, 1).unwrap()
}

fn at(number: u64) -> Vec<u8> {
    format!("{number:08}").into_bytes()
}

fn all(rows: &SavedRows, from: &[u8]) -> Rows {
    let mut found = Rows::new();
    rows.each_from(from, &mut |key, value| {
        assert!(found.insert(key.to_vec(), value.to_vec()).is_none());
        ControlFlow::Continue(())
    })
    .unwrap();
    found
}

#[test]
fn many_small_savings_are_what_one_map_would_be_and_make_few_files() {
    let dir = tempfile::tempdir().unwrap();
    let mut saving = writer(dir.path(), Hash::ZERO);
    let mut model = Rows::new();
    for step in 1..400_u64 {
        let rows: Rows = (0..step % 37)
            .map(|n| {
                (
                    at((step * 7919 + n * 31) % 3000),
                    b"v".repeat(usize::try_from(step % 500).unwrap()),
                )
            })
            .collect();
        model.extend(rows.clone());
        let saved = saving.save(mark(step), rows).unwrap();
        if step % 40 == 0 {
            assert_eq!(all(&saved, &[]), model);
        }
    }
    let saved = SavedRows::open(dir.path()).unwrap().unwrap();
    assert_eq!(saved.mark(), &mark(399));
    assert!(saved.files.len() <= 8, "{} files", saved.files.len());
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), saved.files.len() + 1);
    for number in 0..3100 {
        assert_eq!(saved.get(&at(number)).unwrap(), model.get(&at(number)).cloned());
    }
    for from in (0..3100).step_by(97) {
        assert_eq!(all(&saved, &at(from)), model.split_off(&at(from)).tap(&mut model));
    }
}

trait Tap {
    fn tap(self, back: &mut Rows) -> Self;
}

impl Tap for Rows {
    fn tap(self, back: &mut Rows) -> Self {
        back.extend(self.clone());
        self
    }
}

#[test]
fn a_tree_of_several_floors_is_walked_in_order() {
    let dir = tempfile::tempdir().unwrap();
    let mut saving = writer(dir.path(), Hash::ZERO);
    let rows: Rows = (0..60_000).map(|n| (at(n * 2), vec![b'v'; 90])).collect();
    let saved = saving.save(mark(1), rows.clone()).unwrap();
    assert!(saved.root.parts[0].tree.floors >= 1);
    assert_eq!(all(&saved, &[]), rows);
    for number in (0..120_000).step_by(1013) {
        assert_eq!(saved.get(&at(number)).unwrap().is_some(), number % 2 == 0, "{number}");
        let mut first = None;
        saved
            .each_from(&at(number), &mut |key, _| {
                first = Some(key.to_vec());
                ControlFlow::Break(())
            })
            .unwrap();
        assert_eq!(first, Some(at(number + number % 2)));
    }
}

/// A file of two leaves, under a floor that calls the second one by this key.
fn two_leaves(dir: &Path, called: &[u8]) -> Arc<Sorted> {
    let (seed, mut bytes, mut floor) = (b"seed", Vec::new(), Vec::new());
    let mut put = |rows: &[u8]| {
        let offset = u64::try_from(bytes.len()).unwrap();
        bytes.extend(page::write(seed, offset, rows));
        page::Span { offset, length: u64::try_from(bytes.len()).unwrap() - offset }
    };
    for (key, called) in [(b"b", b"b".as_slice()), (b"d", called)] {
        let (mut leaf, mut place) = (Vec::new(), Vec::new());
        page::put_row(key, b"value", &mut leaf);
        put(&leaf).encode(&mut place);
        page::put_row(called, &place, &mut floor);
    }
    let top = put(&floor);
    let path = dir.join("leaves");
    fs::write(&path, &bytes).unwrap();
    let file = fs::File::open(path).unwrap();
    Arc::new(Sorted::new(file, seed, Tree { top, floors: 1 }))
}

/// A key raised in a floor hid a row from who looks for it, and from nobody who walks.
#[test]
fn who_looks_for_a_key_and_who_walks_see_the_same() {
    let dir = tempfile::tempdir().unwrap();
    let right = two_leaves(dir.path(), b"d");
    assert_eq!(right.get(b"d").unwrap().as_deref(), Some(b"value".as_slice()));
    for called in [b"c", b"e"] {
        let edited = two_leaves(dir.path(), called);
        let mut walked = Walk::new(Arc::clone(&edited), b"");
        while let Ok(walk) = &mut walked
            && walk.key().is_some()
        {
            walked = walked.and_then(|mut walk| walk.advance().map(|()| walk));
        }
        assert!(walked.is_err());
        assert!(edited.get(b"e").is_err());
    }
}

#[test]
fn lists_of_one_tag_grow_together_when_files_are_merged() {
    let dir = tempfile::tempdir().unwrap();
    let mut saving = writer(dir.path(), Hash::ZERO);
    let motion = |number: u64| ulid::Ulid::from_parts(1, u128::from(number));
    let line = |seq: u64| {
        let cmd = ulid::Ulid::from_parts(0, u128::from(seq));
        format!(
            r#"{{"at":"2026-11-22T04:50:10.123Z","by":{{"actor":"a","role":"r"}},"cmd":"{cmd}","data":{{}},"kind":"book.opened","more":0,"prev":"{}","seq":{seq},"tags":["motion:{}"],"v":1}}"#,
            "0".repeat(64),
            motion(seq % 3)
        )
    };
    for seq in 0..200 {
        let mut postings = Postings::default();
        let line = line(seq);
        let place = crate::store::Place { file: 0, offset: seq * 100 };
        postings.add(&ledger::Entry::parse(line.as_bytes()).unwrap(), place);
        saving.save(mark(seq + 1), postings.take_rows()).unwrap();
    }
    let saved = SavedRows::open(dir.path()).unwrap().unwrap();
    let scope = |kinds: &[&str], tag: Option<&str>| {
        let kinds = kinds.iter().map(|kind| (*kind).to_owned()).collect();
        Scope { clauses: vec![Clause { kinds, tag: tag.map(str::to_owned) }] }
    };
    let thirds: Vec<u64> = (0..200).filter(|seq| seq % 3 == 1 && *seq >= 50).collect();
    assert_eq!(
        saved.candidates(&scope(&[], Some(&format!("motion:{}", motion(1)))), 50).unwrap(),
        thirds
    );
    assert_eq!(
        saved
            .candidates(&scope(&["book.opened"], Some(&format!("motion:{}", motion(1)))), 50)
            .unwrap(),
        thirds
    );
    assert_eq!(
        saved
            .candidates(&scope(&["book.closed"], Some(&format!("motion:{}", motion(1)))), 0)
            .unwrap(),
        [0_u64; 0]
    );
    assert_eq!(saved.candidates(&scope(&["book.opened"], None), 198).unwrap(), [198, 199]);
    assert_eq!(
        saved.place_before(70).unwrap(),
        (64, crate::store::Place { file: 0, offset: 6400 })
    );
    let cmd = ulid::Ulid::from_parts(0, 77).to_string();
    assert_eq!(saved.find_command(&cmd).unwrap(), Some((77, 77)));
    assert!(all(&saved, &[]).len() < 200 + 7 + 40, "{}", all(&saved, &[]).len());
}

#[test]
fn whatever_happens_to_the_files_is_told_or_changes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let mut saving = writer(dir.path(), Hash::ZERO);
    let rows: Rows = (0..900).map(|n| (at(n), vec![b'v'; 50])).collect();
    let saved = saving.save(mark(1), rows.clone()).unwrap();
    drop(saved);
    for item in fs::read_dir(dir.path()).unwrap() {
        let path = item.unwrap().path();
        let whole = fs::read(&path).unwrap();
        for step in (0..whole.len()).step_by(31) {
            let mut broken = whole.clone();
            broken[step] ^= 1 << (step % 8);
            check_damaged(dir.path(), &path, &broken, &rows);
            check_damaged(dir.path(), &path, &whole[..step], &rows);
        }
        check_damaged(dir.path(), &path, &vec![0; whole.len()], &rows);
        fs::write(&path, &whole).unwrap();
    }
}

fn check_damaged(dir: &Path, path: &Path, bytes: &[u8], rows: &Rows) {
    fs::write(path, bytes).unwrap();
    let Ok(Some(saved)) = SavedRows::open(dir) else { return };
    let mut found = Rows::new();
    let whole = saved.each_from(&[], &mut |key, value| {
        found.insert(key.to_vec(), value.to_vec());
        ControlFlow::Continue(())
    });
    assert!(whole.is_err() || found == *rows);
    for number in (0..900).step_by(89) {
        let one = saved.get(&at(number));
        assert!(one.is_err() || one.ok().flatten().as_ref() == rows.get(&at(number)));
    }
}

#[test]
fn a_file_of_another_book_or_another_time_is_not_read() {
    let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let rows: Rows = (0..9).map(|n| (at(n), b"one".to_vec())).collect();
    writer(one.path(), Hash::of(b"one")).save(mark(1), rows.clone()).unwrap();
    let there = writer(other.path(), Hash::of(b"other")).save(mark(1), rows).unwrap();
    let name = there.root.parts[0].name();
    fs::copy(other.path().join(&name), one.path().join(&name)).unwrap();
    assert!(SavedRows::open(one.path()).unwrap().unwrap().get(&at(1)).is_err());
}

#[test]
fn readers_beside_a_writer_see_the_rows_of_one_moment() {
    let dir = tempfile::tempdir().unwrap();
    let done = AtomicBool::new(false);
    let mut saving = writer(dir.path(), Hash::ZERO);
    saving.save(mark(1), Rows::from([(b"n".to_vec(), at(1))])).unwrap();
    std::thread::scope(|scope| {
        let reader = || {
            let mut looks = 0;
            while !done.load(Ordering::Acquire) {
                let saved = SavedRows::open(dir.path()).unwrap().unwrap();
                let value = saved.get(b"n").unwrap();
                assert_eq!(value, Some(at(saved.mark().next_seq)));
                looks += 1;
            }
            looks
        };
        let readers = [scope.spawn(reader), scope.spawn(reader)];
        for step in 2..1500_u64 {
            let mut rows: Rows = (0..20).map(|n| (at(step * 20 + n), vec![b'v'; 40])).collect();
            rows.insert(b"n".to_vec(), at(step));
            saving.save(mark(step), rows).unwrap();
        }
        done.store(true, Ordering::Release);
        for reader in readers {
            assert!(reader.join().unwrap() > 0);
        }
    });
}

fn rows() -> impl Strategy<Value = Rows> {
    let key = prop::collection::vec(0_u8..5, 0..5);
    prop::collection::btree_map(key, prop::collection::vec(any::<u8>(), 0..300), 0..40)
}

proptest! {
    #[test]
    fn any_savings_read_back(
        savings in prop::collection::vec(rows(), 1..12)
    ) {
        let dir = tempfile::tempdir().unwrap();
        let mut saving = writer(dir.path(), Hash::ZERO);
        let mut model = Rows::new();
        for (step, rows) in (1..).zip(savings) {
            model.extend(rows.clone());
            saving.save(mark(step), rows).unwrap();
        }
        let saved = SavedRows::open(dir.path()).unwrap().unwrap();
        prop_assert_eq!(all(&saved, &[]), model);
    }

    #[test]
    fn arbitrary_bytes_are_no_root(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(Root::decode(&bytes).is_err());
    }
}
