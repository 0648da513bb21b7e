//! Every row of the opening table: what is seen, and what is done.

use super::{
    answers, cmd, command, draft, fill, fill_thousands, lines, open, open_clean, options, single,
};
use std::fs;
use std::path::{Path, PathBuf};
use std::slice::from_ref;
use std::time::Duration;
use yishi::ledger::{Commitment, Hash, Salt, Value};
use yishi::store::vault::{Audience, Opening};
use yishi::store::{AppendError, Checkpoint, Damage, Finding, Note, OpenError, Scope};

/// A registry of 300 commands that was closed.
fn registry() -> (tempfile::TempDir, Vec<String>) {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path()).store;
    fill(&*store, 0, 300);
    let known = answers(&*store);
    store.close().unwrap();
    (dir, known)
}

fn journal_file(dir: &Path) -> PathBuf {
    dir.join("journal/0000000000.jsonl")
}

fn append_bytes(path: &Path, bytes: &[u8]) {
    let mut all = fs::read(path).unwrap();
    all.extend_from_slice(bytes);
    fs::write(path, all).unwrap();
}

/// Keeps the first lines of the journal.
fn cut_lines(dir: &Path, keep: usize) {
    let text = fs::read_to_string(journal_file(dir)).unwrap();
    let kept: String = text.split_inclusive('\n').take(keep).collect();
    fs::write(journal_file(dir), kept).unwrap();
}

fn copy_dir(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for item in fs::read_dir(from).unwrap() {
        let item = item.unwrap();
        let target = to.join(item.file_name());
        if item.path().is_dir() {
            copy_dir(&item.path(), &target);
        } else {
            fs::copy(item.path(), target).unwrap();
        }
    }
}

/// Opens a registry that must be read-only, and shows that it stays as it is.
fn finding(dir: &Path) -> Finding {
    let before = fs::read(journal_file(dir)).unwrap();
    let opened = open(dir);
    let finding = opened.finding.clone().expect("a finding");
    let refused = opened.store.append(single(9_999)).unwrap_err();
    assert!(matches!(refused, AppendError::ReadOnly { .. }));
    let refused = opened.store.append_held(&mut |_| None).unwrap_err();
    assert!(matches!(refused, AppendError::ReadOnly { .. }));
    opened.store.close().unwrap();
    assert_eq!(fs::read(journal_file(dir)).unwrap(), before);
    assert_eq!(open(dir).finding.as_ref(), Some(&finding), "nothing was repaired silently");
    finding
}

#[test]
fn a_registry_that_was_closed_opens_without_a_word() {
    let (dir, known) = registry();
    let opened = open_clean(dir.path());
    assert_eq!(answers(&*opened.store), known);
    fill(&*opened.store, 300, 310);
    opened.store.close().unwrap();
    assert_eq!(lines(&*open_clean(dir.path()).store).len(), 310);
}

#[test]
fn an_index_that_was_slow_to_open_is_made_again_at_close() {
    let (dir, known) = registry();
    let left = dir.path().join("index/left-behind");
    fs::write(&left, b"").unwrap();
    let opened = options().slow_after(Duration::ZERO).open(dir.path()).unwrap();
    assert!(matches!(opened.notes[..], [Note::IndexSlow { .. }]), "{:?}", opened.notes);
    assert_eq!(answers(&*opened.store), known);
    assert!(left.exists());
    opened.store.close().unwrap();
    assert!(!left.exists(), "the old folder is gone");
    assert_eq!(answers(&*open_clean(dir.path()).store), known);
}

#[test]
fn a_folder_without_journal_is_not_a_registry() {
    let dir = tempfile::tempdir().unwrap();
    let error = yishi::store::OpenOptions::new("test").open(dir.path()).unwrap_err();
    assert!(matches!(error, OpenError::NotARegistry { .. }));
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
}

#[test]
fn who_has_the_registry_open_for_a_moment_is_waited_for() {
    let (dir, _) = registry();
    let first = open(dir.path());
    std::thread::scope(|scope| {
        let second = scope.spawn(|| options().lock_wait(Duration::from_secs(600)).open(dir.path()));
        // Long enough for the other one to have met the lock at least once.
        std::thread::sleep(Duration::from_millis(100));
        first.store.close().unwrap();
        assert!(second.join().unwrap().is_ok());
    });
}

#[test]
fn two_openings_of_one_registry_are_one_too_many() {
    let (dir, _) = registry();
    let first = open(dir.path());
    let at_once = options().lock_wait(Duration::ZERO).open(dir.path());
    let OpenError::Busy { holder } = at_once.unwrap_err() else { panic!("another error") };
    let holder = holder.unwrap();
    assert_eq!((holder.pid, &*holder.program), (std::process::id(), "yishi test"));
    first.store.close().unwrap();
    assert!(!dir.path().join("registry.holder").exists());
    open_clean(dir.path());
}

#[test]
fn a_missing_index_is_made_again() {
    let (dir, known) = registry();
    fs::remove_dir_all(dir.path().join("index")).unwrap();
    let opened = open(dir.path());
    assert_eq!(opened.notes, [Note::IndexMissing { entries: 300 }]);
    assert_eq!(answers(&*opened.store), known);
    opened.store.close().unwrap();
    open_clean(dir.path());
}

#[test]
fn an_index_of_another_registry_is_set_aside() {
    let (dir, known) = registry();
    let other = tempfile::tempdir().unwrap();
    let store = open(other.path()).store;
    store.append(command(7, vec![draft("other.registry", &[], "x")])).unwrap();
    fill(&*store, 1000, 1500);
    store.close().unwrap();
    fs::remove_dir_all(dir.path().join("index")).unwrap();
    copy_dir(&other.path().join("index"), &dir.path().join("index"));
    let opened = open(dir.path());
    assert_eq!(opened.notes, [Note::IndexForeign { entries: 300 }]);
    assert_eq!(answers(&*opened.store), known);
    assert!(dir.path().join("index.set-aside").is_dir());
}

#[test]
fn an_index_that_cannot_be_read_is_set_aside() {
    let (dir, known) = registry();
    fs::write(dir.path().join("index/db"), vec![0xa5; 600_000]).unwrap();
    let opened = open(dir.path());
    let note = &opened.notes[..];
    assert!(matches!(note, [Note::IndexUnusable { .. } | Note::IndexMissing { .. }]), "{note:?}");
    assert_eq!(answers(&*opened.store), known);
}

#[test]
fn an_index_behind_the_journal_catches_up() {
    let (dir, _) = registry();
    let old = tempfile::tempdir().unwrap();
    copy_dir(&dir.path().join("index"), old.path());
    let store = open(dir.path()).store;
    fill(&*store, 300, 777);
    let known = answers(&*store);
    store.close().unwrap();
    fs::remove_dir_all(dir.path().join("index")).unwrap();
    copy_dir(old.path(), &dir.path().join("index"));
    let opened = open(dir.path());
    assert_eq!(opened.notes, [Note::IndexBehind { entries: 477 }]);
    assert_eq!(answers(&*opened.store), known);
}

#[test]
fn a_journal_shorter_than_the_index_is_a_finding() {
    let (dir, _) = registry();
    cut_lines(dir.path(), 299);
    assert_eq!(finding(dir.path()), Finding::JournalShorter { journal: 299, index: 300 });
    // Also when the journal is gone altogether, or torn in the line that the index remembers.
    fs::write(journal_file(dir.path()), b"").unwrap();
    assert_eq!(finding(dir.path()), Finding::JournalShorter { journal: 0, index: 300 });
}

#[test]
fn bytes_behind_a_journal_shorter_than_the_index_stay() {
    let (dir, _) = registry();
    let path = journal_file(dir.path());
    let bytes = fs::read(&path).unwrap();
    fs::write(&path, &bytes[..bytes.len() - 5]).unwrap();
    assert_eq!(finding(dir.path()), Finding::JournalShorter { journal: 299, index: 300 });
}

#[test]
fn another_line_than_the_index_remembers_is_a_finding() {
    let (dir, _) = registry();
    let path = journal_file(dir.path());
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace("命令 299", "命令 289")).unwrap();
    assert!(matches!(finding(dir.path()), Finding::JournalDiffers { seq: 299, .. }));
}

#[test]
fn the_journal_may_be_accepted_as_it_is() {
    let (dir, _) = registry();
    cut_lines(dir.path(), 250);
    finding(dir.path());
    options().accept_journal(dir.path()).unwrap();
    let opened = open(dir.path());
    assert_eq!(opened.notes, [Note::IndexMissing { entries: 250 }]);
    assert_eq!(opened.finding, None);
    assert_eq!(lines(&*opened.store).len(), 250);
    fill(&*opened.store, 1000, 1001);
}

fn write_checkpoint(dir: &Path, name: &str, next_seq: u64, hash: Hash) {
    fs::create_dir_all(dir.join("checkpoints")).unwrap();
    let text = format!(r#"{{"hash":"{hash}","next_seq":{next_seq}}}"#);
    fs::write(dir.join("checkpoints").join(name), text).unwrap();
}

fn hash_of(dir: &Path, line: usize) -> Hash {
    let text = fs::read_to_string(journal_file(dir)).unwrap();
    Hash::of(text.lines().nth(line).unwrap().as_bytes())
}

#[test]
fn a_checkpoint_that_agrees_is_silent() {
    let (dir, _) = registry();
    write_checkpoint(dir.path(), "0000000300.json", 300, hash_of(dir.path(), 299));
    write_checkpoint(dir.path(), "0000000120.json", 120, hash_of(dir.path(), 119));
    open_clean(dir.path()).store.close().unwrap();
    fill(&*open(dir.path()).store, 300, 301);
    assert_eq!(open(dir.path()).finding, None);
    fs::write(dir.path().join("checkpoints/x.json"), b"{").unwrap();
    let opened = open(dir.path());
    assert!(opened.notes.contains(&Note::CheckpointUnreadable { name: "x.json".to_owned() }));
}

#[test]
fn a_checkpoint_ahead_of_the_journal_is_a_finding() {
    let (dir, _) = registry();
    write_checkpoint(dir.path(), "0000000301.json", 301, Hash::ZERO);
    let ahead = Finding::CheckpointAhead { journal: 300, checkpoint: 301 };
    assert_eq!(finding(dir.path()), ahead);
    // Even when nothing else remembers.
    fs::remove_dir_all(dir.path().join("index")).unwrap();
    assert_eq!(finding(dir.path()), ahead);
}

#[test]
fn a_checkpoint_over_another_line_is_a_finding() {
    let (dir, _) = registry();
    let journal = hash_of(dir.path(), 199);
    write_checkpoint(dir.path(), "0000000200.json", 200, Hash::ZERO);
    let differs = Finding::CheckpointDiffers { seq: 199, checkpoint: Hash::ZERO, journal };
    assert_eq!(finding(dir.path()), differs);
}

#[test]
fn a_checkpoint_kept_elsewhere_counts_too() {
    let (dir, _) = registry();
    let anchor = Checkpoint { next_seq: 400, hash: Hash::ZERO };
    let opened = options().anchors(vec![anchor]).open(dir.path()).unwrap();
    assert_eq!(opened.finding, Some(Finding::CheckpointAhead { journal: 300, checkpoint: 400 }));
}

/// Ends that a crash may leave behind the last complete command.
fn torn_ends(dir: &Path) -> Vec<Vec<u8>> {
    let text = fs::read(journal_file(dir)).unwrap();
    let last = text.split_inclusive(|byte| *byte == b'\n').next_back().unwrap();
    let next = {
        let other = tempfile::tempdir().unwrap();
        copy_dir(&dir.join("journal"), &other.path().join("journal"));
        let store = open(other.path()).store;
        store.append(command(999, vec![draft("a.b", &[], "x"); 3])).unwrap();
        fs::read(journal_file(other.path())).unwrap()[text.len()..].to_vec()
    };
    let two_lines = next.split_inclusive(|byte| *byte == b'\n').take(2).flatten().copied();
    vec![
        b"x".to_vec(),
        b"\n".to_vec(),
        vec![0; 5000],
        vec![b'z'; 400_000],
        last[..last.len() / 2].to_vec(),
        next[..next.len() - 1].to_vec(),
        two_lines.collect(),
    ]
}

#[test]
fn a_torn_end_is_moved_away() {
    let (dir, known) = registry();
    for (round, end) in torn_ends(dir.path()).into_iter().enumerate() {
        for without_index in [false, true] {
            let copy = tempfile::tempdir().unwrap();
            copy_dir(dir.path(), copy.path());
            append_bytes(&journal_file(copy.path()), &end);
            if without_index {
                fs::remove_dir_all(copy.path().join("index")).unwrap();
            }
            let opened = open(copy.path());
            let bytes = u64::try_from(end.len()).unwrap();
            let file = "torn-0000000300".to_owned();
            let note = Note::TornTail { seq: 300, bytes, file: file.clone() };
            assert!(opened.notes.contains(&note), "round {round}: {:?}", opened.notes);
            assert_eq!(answers(&*opened.store), known);
            assert_eq!(fs::read(copy.path().join("journal").join(file)).unwrap(), end);
            fill(&*opened.store, 300, 305);
            opened.store.close().unwrap();
            assert_eq!(lines(&*open_clean(copy.path()).store).len(), 305);
        }
    }
}

#[test]
fn a_file_without_a_complete_command_is_moved_away_whole() {
    let (dir, known) = registry();
    for content in [&b""[..], b"{\"half", &[0; 300]] {
        let copy = tempfile::tempdir().unwrap();
        copy_dir(dir.path(), copy.path());
        fs::write(copy.path().join("journal/0000000300.jsonl"), content).unwrap();
        let opened = open(copy.path());
        assert_eq!(opened.finding, None);
        assert_eq!(answers(&*opened.store), known);
        fill(&*opened.store, 300, 320);
        opened.store.close().unwrap();
        assert_eq!(lines(&*open_clean(copy.path()).store).len(), 320);
    }
}

#[test]
fn damage_with_whole_commands_behind_it_is_a_finding() {
    let (dir, _) = registry();
    fs::remove_dir_all(dir.path().join("index")).unwrap();
    let path = journal_file(dir.path());
    let text = fs::read_to_string(&path).unwrap();
    for (from, to) in [("命令 150", "命令 15O"), ("\"seq\":150", "\"seq\":151")] {
        fs::write(&path, text.replace(from, to)).unwrap();
        assert!(matches!(finding(dir.path()), Finding::Damaged { seq: 150 | 151, .. }));
    }
    fs::write(&path, text.replace("{\"at\"", "\0\0\0\0\0")).unwrap();
    assert_eq!(open(dir.path()).finding, None, "nothing in it is an entry");
}

#[test]
fn a_missing_file_in_the_middle_is_a_finding() {
    let dir = tempfile::tempdir().unwrap();
    let small = || options().segment_bytes(40_000);
    let store = small().open(dir.path()).unwrap().store;
    fill(&*store, 0, 1000);
    store.close().unwrap();
    let mut files: Vec<_> = fs::read_dir(dir.path().join("journal")).unwrap().flatten().collect();
    files.sort_by_key(fs::DirEntry::file_name);
    assert!(files.len() > 5);
    fs::remove_file(files[files.len() / 2].path()).unwrap();
    assert!(matches!(finding(dir.path()), Finding::FileMissing { .. }));
    fs::remove_dir_all(dir.path().join("index")).unwrap();
    let Finding::Damaged { damage, .. } = finding(dir.path()) else { panic!("another finding") };
    assert_eq!(damage, Damage::Missing);
}

#[test]
fn an_unfinished_snapshot_of_sled_is_removed() {
    let (dir, known) = registry();
    fs::write(dir.path().join("index/snap.0000000000000001.generating"), b"half").unwrap();
    let opened = open(dir.path());
    assert_eq!(opened.notes, [Note::SnapshotsRemoved { count: 1 }]);
    assert_eq!(answers(&*opened.store), known);
}

#[test]
fn the_index_is_made_again_on_request_and_reports_progress() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path()).store;
    fill_thousands(&*store, 0, 140);
    let known = answers(&*store);
    store.close().unwrap();
    let mut steps = Vec::new();
    let mut progress = |progress| steps.push(progress);
    let opened = options().rebuild().progress(&mut progress).open(dir.path()).unwrap();
    assert_eq!(opened.notes, [Note::IndexRebuilt { entries: 140_000 }]);
    assert_eq!(answers(&*opened.store), known);
    opened.store.close().unwrap();
    assert_eq!(steps.len(), 2);
    assert!(steps[1].entries > steps[0].entries && steps[1].bytes <= steps[1].of_bytes);
    assert_eq!(answers(&*open_clean(dir.path()).store), known);
}

pub(super) fn opening(n: u64, name: &str) -> Opening {
    let salt = Salt([u8::try_from(n % 251).unwrap(); 32]);
    let value = Value::String(name.to_owned());
    Opening {
        audience: Audience::Office,
        cmd: cmd(n),
        pointer: "/name".to_owned(),
        position: 0,
        salt,
        seal: Commitment::new(salt, "/name", &value),
        value,
    }
}

#[test]
fn openings_of_a_command_that_did_not_happen_are_removed() {
    let (dir, _) = registry();
    let opened = open(dir.path());
    let (kept, orphan) = (opening(300, "王建国"), opening(301, "张三"));
    opened.vault.put(from_ref(&kept)).unwrap();
    fill(&*opened.store, 300, 301);
    opened.vault.put(from_ref(&orphan)).unwrap();
    // As if the process had died before the entry: nothing is closed.
    drop(opened);
    let opened = open(dir.path());
    // The index never remembered this vault, so that nothing is destroyed on suspicion.
    assert!(
        opened.notes.contains(&Note::VaultOther { remembered: None, orphans: 1 })
            || opened.notes.contains(&Note::OpeningsRemoved { count: 1 }),
        "{:?}",
        opened.notes
    );
    assert_eq!(opened.vault.find(&kept.seal).unwrap(), Some(kept));
    opened.store.close().unwrap();
}

#[test]
fn openings_behind_the_remembered_length_are_removed() {
    let (dir, _) = registry();
    let opened = open(dir.path());
    let (old, kept, orphan) = (opening(5, "王"), opening(300, "建国"), opening(301, "张三"));
    opened.vault.put(from_ref(&old)).unwrap();
    opened.store.close().unwrap();
    let opened = open_clean(dir.path());
    opened.vault.put(&[kept.clone(), orphan.clone()]).unwrap();
    fill(&*opened.store, 300, 301);
    drop(opened);
    let opened = open(dir.path());
    assert!(opened.notes.contains(&Note::OpeningsRemoved { count: 1 }), "{:?}", opened.notes);
    for present in [old, kept] {
        assert_eq!(opened.vault.find(&present.seal).unwrap(), Some(present));
    }
    assert_eq!(opened.vault.find(&orphan.seal).unwrap(), None);
    let bytes = fs::read_to_string(dir.path().join("vault/openings.jsonl")).unwrap();
    assert!(!bytes.contains("张三"));
}

#[test]
fn another_vault_is_noticed_and_a_missing_one_is_legal() {
    let (dir, known) = registry();
    let opened = open(dir.path());
    opened.vault.put(&[opening(1, "甲"), opening(2, "乙")]).unwrap();
    opened.store.close().unwrap();
    let path = dir.path().join("vault/openings.jsonl");
    let whole = fs::read(&path).unwrap();
    let first_line = whole.split_inclusive(|byte| *byte == b'\n').next().unwrap();
    fs::write(&path, first_line).unwrap();
    let opened = open(dir.path());
    assert!(matches!(opened.notes[..], [Note::VaultOther { remembered: Some(_), orphans: 0 }]));
    opened.store.close().unwrap();
    open_clean(dir.path()).store.close().unwrap();
    fs::remove_dir_all(dir.path().join("vault")).unwrap();
    let opened = open(dir.path());
    assert!(matches!(opened.notes[..], [Note::VaultMissing { .. }]));
    assert_eq!(answers(&*opened.store), known);
    assert!(!dir.path().join("vault").exists());
    assert_eq!(
        opened
            .store
            .read(&Scope::everything(), 299, yishi::store::Visibility::Synced)
            .unwrap()
            .len(),
        1
    );
}

#[test]
fn half_a_line_in_the_vault_is_cut_off() {
    let (dir, _) = registry();
    let opened = open(dir.path());
    opened.vault.put(&[opening(1, "甲")]).unwrap();
    opened.store.close().unwrap();
    append_bytes(&dir.path().join("vault/openings.jsonl"), b"{\"audience\":\"of");
    let opened = open(dir.path());
    assert_eq!(opened.notes, [Note::VaultTorn { bytes: 15 }]);
    opened.vault.put(&[opening(2, "乙")]).unwrap();
    assert!(opened.vault.find(&opening(2, "乙").seal).unwrap().is_some());
}
