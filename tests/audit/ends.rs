//! Attacks on the end of a journal, and on what remembers it: nothing in the folder vouches.

use super::{Making, broken, verify, write_file};
use crate::common::registry::{TestRegistry, run_on, vote};
use serde_json::json;
use std::path::Path;
use yishi::answer::Verified;
use yishi::audit::{CannotRead, EndMark, Fault, Note, Outcome, Rank, Report, VerifyOptions};
use yishi::cli::Exit;
use yishi::ledger::Hash;
use yishi::store::{Checkpoint, Head};

/// The small book without its last entry.
fn cut() -> Making {
    let mut making = Making::small();
    making.lines.pop();
    making
}

fn audited(dir: &Path) -> Report {
    verify(dir, &VerifyOptions::default())
}

/// Nothing vouches for the end; at best a note in the folder agrees.
fn assert_only_a_note(report: &Report, mark: &EndMark) {
    assert_eq!((report.outcome, report.vouched_by()), (Outcome::Holds, None), "{report:?}");
    assert_eq!(report.agreed_by(), Some(mark));
    let (said, json) = (report.sentence(), json!(Verified::from(report)));
    assert!(said.zh.contains("只有本文件夹内的记载") && !said.zh.contains("担保"), "{}", said.zh);
    assert!(said.en.contains("only a note in this folder"), "{}", said.en);
    assert!(!said.en.contains("vouch"), "{}", said.en);
    assert_eq!(json["vouched_by"], serde_json::Value::Null);
    assert_eq!(json["end"]["rank"], "note_in_folder");
}

#[test]
fn a_cut_journal_with_an_edited_head_file_is_agreed_with_and_vouched_for_by_nothing() {
    let (whole, cut) = (Making::small(), cut());
    let dir = cut.folder();
    let edited = json!({"hash": cut.head().to_string(), "next_seq": 29});
    write_file(dir.path(), "index/head.json", edited.to_string().as_bytes());
    assert_only_a_note(&audited(dir.path()), &EndMark::HeadFile);
    // The head that the index itself remembers is compared beside the file, not instead of it.
    let head = Some(Head { next_seq: 30, hash: whole.head(), at: String::new() });
    let report = verify(dir.path(), &VerifyOptions { head, ..VerifyOptions::default() });
    assert_eq!(broken(&report), ["A1.f"]);
    let by_index = |fault: &Fault| matches!(fault, Fault::CutShort { mark: EndMark::Index, .. });
    assert!(by_index(&report.findings[0].fault), "{report:?}");
    // What was kept elsewhere finds it.
    let anchor = Some(Checkpoint { next_seq: 30, hash: whole.head() });
    let report = verify(dir.path(), &VerifyOptions { anchor, ..VerifyOptions::default() });
    assert_eq!(broken(&report), ["A1.f"]);
}

#[test]
fn a_cut_registry_with_an_edited_head_file_is_found_by_a_manifest_kept_elsewhere() {
    for without_index in [false, true] {
        let mut town = TestRegistry::with_cast();
        town.ok(vote("d-1", "m-1", [4, 0, 0]));
        town.close();
        let (dir, kept) = (town.dir(), town.beside("kept"));
        run_on(&dir, &["export", &kept.to_string_lossy()]).done();
        let path = dir.join("journal/0000000000.jsonl");
        let text = std::fs::read_to_string(&path).unwrap();
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        let (_, rest) = lines.split_last().unwrap();
        let hash = Hash::of(rest.last().unwrap().trim_end().as_bytes()).to_string();
        std::fs::write(&path, rest.concat()).unwrap();
        // Saved rows that go further than the journal would say so.
        let gone = if without_index { "index" } else { "index/rows" };
        std::fs::remove_dir_all(dir.join(gone)).unwrap();
        let edited = json!({"hash": hash, "next_seq": rest.len()});
        write_file(&dir, "index/head.json", edited.to_string().as_bytes());
        let said = run_on(&dir, &["verify"]).done().out;
        assert!(said.contains("只有本文件夹内的记载") && !said.contains("担保"), "{said}");
        let anchor = ["verify", "--anchor", &kept.to_string_lossy()];
        let found = run_on(&dir, &anchor).assert(Exit::Wanting).out;
        assert!(found.contains("流水被截短"), "{found}");
    }
}

#[test]
fn checkpoints_and_manifests_written_by_whoever_cut_the_journal_do_not_vouch() {
    let cut = cut();
    let dir = cut.folder();
    let checkpoint = json!({"hash": cut.head().to_string(), "next_seq": 29});
    write_file(dir.path(), "checkpoints/1.json", checkpoint.to_string().as_bytes());
    assert_only_a_note(&audited(dir.path()), &EndMark::Checkpoint("1.json".to_owned()));
    let dir = cut.folder();
    cut.mark_copy(dir.path(), "manifest.json", "all");
    assert_only_a_note(&audited(dir.path()), &EndMark::Manifest("manifest.json"));
    assert!(!Rank::NoteInFolder.vouches() && Rank::KeptByYou.vouches());
}

#[test]
fn an_older_record_kept_elsewhere_vouches_for_its_part_only() {
    let making = Making::small();
    let dir = making.folder();
    making.mark_copy(dir.path(), "manifest.json", "all");
    let anchor = Some(Checkpoint { next_seq: 20, hash: Hash::of(making.lines[19].as_bytes()) });
    let report = verify(dir.path(), &VerifyOptions { anchor, ..VerifyOptions::default() });
    let said = report.sentence().zh;
    assert_eq!(report.vouched_by(), None);
    assert!(said.contains("只担保前 20 条;最后一条只有本文件夹内的记载"), "{said}");
}

#[test]
fn an_anchor_that_lies_in_the_checked_folder_is_refused() {
    let making = Making::small();
    let dir = making.folder();
    making.mark_copy(dir.path(), "manifest.json", "all");
    let mut inside = vec![dir.path().to_owned(), dir.path().join("manifest.json")];
    inside.push(dir.path().join("vault/../manifest.json"));
    #[cfg(unix)]
    {
        let link = dir.path().with_extension("link.json");
        std::os::unix::fs::symlink(dir.path().join("manifest.json"), &link).unwrap();
        inside.push(link);
    }
    for path in &inside {
        let anchor = ["verify", "--anchor", &path.to_string_lossy()];
        let refused = run_on(dir.path(), &anchor).assert(Exit::Usage);
        assert!(refused.err.contains("就在被核对的文件夹里"), "{path:?}: {}", refused.err);
    }
    if let Some(link) = inside.get(3) {
        std::fs::remove_file(link).unwrap();
    }
}

#[test]
fn what_lies_among_the_checkpoints_and_is_none_is_told() {
    let making = Making::small();
    let dir = making.folder();
    let checkpoint = json!({"hash": making.head().to_string(), "next_seq": 30}).to_string();
    write_file(dir.path(), "checkpoints/30.json.bak", checkpoint.as_bytes());
    write_file(dir.path(), "checkpoints/2026/30.json", checkpoint.as_bytes());
    let report = audited(dir.path());
    let names = vec!["2026".to_owned(), "30.json.bak".to_owned()];
    assert_eq!(report.notes, [Note::CheckpointsIgnored { names }]);
    assert_eq!(report.agreed_by(), None);
    // By its name it is one, and it cannot be: that is a fault.
    std::fs::create_dir(dir.path().join("checkpoints/31.json")).unwrap();
    let report = audited(dir.path());
    let mark = EndMark::Checkpoint("31.json".to_owned());
    let fault = Fault::EndMarkUnreadable { mark, why: CannotRead::NotAFile };
    assert_eq!(report.findings[0].fault, fault);
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read_is_called_so_and_not_damaged() {
    use std::os::unix::fs::PermissionsExt as _;
    let shut = |path: &Path| {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o000)).unwrap();
        // Whoever may do everything is kept out by nothing.
        std::fs::metadata(path).unwrap().is_dir() && std::fs::read_dir(path).is_err()
            || std::fs::metadata(path).unwrap().is_file() && std::fs::read(path).is_err()
    };
    for name in ["journal/0000000000.jsonl", "vault/openings.jsonl", "checkpoints"] {
        let making = Making::small();
        let dir = making.folder();
        std::fs::create_dir(dir.path().join("checkpoints")).unwrap();
        if !shut(&dir.path().join(name)) {
            continue;
        }
        let output = run_on(dir.path(), &["verify"]);
        assert!(output.out.contains("没有权限读取"), "{name}: {}", output.out);
        assert!(!output.out.contains("核对无误"), "{name}: {}", output.out);
        let reopened = std::fs::Permissions::from_mode(0o700);
        std::fs::set_permissions(dir.path().join(name), reopened).unwrap();
    }
}
