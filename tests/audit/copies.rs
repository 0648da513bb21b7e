//! Attacks on the vault and on what says that openings need not be there.

use super::{Making, broken, meeting, motion, verify, write_file};
use crate::common::registry::{TestRegistry, run_on};
use serde_json::json;
use std::path::{Path, PathBuf};
use yishi::audit::{Fault, NotHere, Note, Outcome, Report, VerifyOptions};
use yishi::cli::Exit;
use yishi::domain::PersonId;
use yishi::store::vault::Vault;

fn audited(dir: &Path) -> Report {
    verify(dir, &VerifyOptions::default())
}

/// A book whose vault has public openings only: two for the office are not there.
fn public() -> Making {
    let mut making = Making::small();
    making.openings.retain(|one| one.audience.word() == "public");
    making
}

fn missing(report: &Report) -> usize {
    let is_missing = |fault: &Fault| matches!(fault, Fault::OpeningMissing { .. });
    report.findings.iter().filter(|one| is_missing(&one.fault)).count()
}

#[test]
fn a_vault_that_is_gone_is_a_fault_for_every_opening_with_its_entry() {
    let making = Making::small();
    let dir = making.folder();
    std::fs::remove_dir_all(dir.path().join("vault")).unwrap();
    let report = audited(dir.path());
    assert_eq!((broken(&report), missing(&report)), (vec!["A5.c"], 13));
    assert!(report.findings.iter().all(|one| one.place.entry.is_some()), "{report:?}");
    assert_eq!(report.notes, [Note::NoVault { seals: 13 }]);
    assert_eq!(report.not_here, None);
}

#[test]
fn a_large_vault_that_is_gone_is_counted_whole_and_listed_in_part() {
    let mut town = TestRegistry::example("c4-zijinglu");
    town.close();
    std::fs::remove_dir_all(town.dir().join("vault")).unwrap();
    let report = audited(&town.dir());
    assert_eq!((report.findings.len(), missing(&report)), (yishi::audit::FINDINGS_MAX, 100));
    let seals = report.notes.iter().find_map(|note| match note {
        Note::NoVault { seals } => Some(*seals),
        _ => None,
    });
    assert_eq!(Some(report.faults()), seals);
}

#[test]
fn a_copy_says_first_how_many_openings_are_not_here_and_that_is_no_fault() {
    for mark in ["manifest.json", "copy.json"] {
        let making = public();
        let dir = making.folder();
        making.mark_copy(dir.path(), mark, "public");
        let report = audited(dir.path());
        assert_eq!((report.outcome, &report.findings), (Outcome::Holds, &vec![]));
        assert_eq!(report.not_here, Some(NotHere { openings: 2, copy: true }));
        let shown = run_on(dir.path(), &["verify"]);
        assert!(shown.out.starts_with("本副本缺 2 项封存信息"), "{}", shown.out);
        // An exported copy without its list of sums is not whole.
        assert_eq!(shown.exit == Exit::Wanting, mark == "manifest.json", "{}", shown.out);
        let said = report.not_here.unwrap().sentence().en;
        assert!(said.starts_with("This copy lacks 2 openings"), "{said}");
        let json = run_on(dir.path(), &["--json", "verify"]).json();
        assert_eq!(json["openings_not_here"], 2);
    }
}

#[test]
fn a_mark_of_another_end_excuses_no_missing_opening() {
    for mark in ["manifest.json", "copy.json"] {
        let (making, mut shorter) = (public(), public());
        shorter.lines.pop();
        let dir = making.folder();
        // An older mark that is true as far as it goes.
        shorter.mark_copy(dir.path(), mark, "public");
        let report = audited(dir.path());
        assert_eq!((broken(&report), missing(&report)), (vec!["A5.c"], 2));
        // One with the right number and another hash.
        let forged = json!({"entries": 30, "head": "ab".repeat(32), "openings": "none"});
        write_file(dir.path(), mark, forged.to_string().as_bytes());
        let report = audited(dir.path());
        assert_eq!((broken(&report), missing(&report)), (vec!["A1.f", "A5.c"], 2));
    }
}

#[test]
fn an_origin_that_no_takeover_on_record_names_excuses_nothing_and_is_told() {
    let making = public();
    let dir = making.folder();
    making.mark_copy(dir.path(), "origin.json", "none");
    let report = audited(dir.path());
    assert_eq!((broken(&report), missing(&report)), (vec!["A5.c"], 2));
    assert_eq!(report.notes, [Note::OriginUnrecorded]);
}

/// The small book, continued from a copy with these openings.
fn continued(openings: &str, entries: u64) -> Making {
    let mut making = public();
    let from = json!({"entries": entries, "head": making.head().to_string(), "openings": openings});
    let taken = json!({"from": from, "reason": "原电脑损坏", "happened": "2026-11-22"});
    making.command("administrator", &[("registry.handed_over", taken)]);
    making
}

#[test]
fn a_takeover_on_record_says_which_openings_never_came_along() {
    let report = continued("public", 30).verify();
    assert_eq!((report.outcome, &report.findings), (Outcome::Holds, &vec![]));
    assert_eq!(report.not_here, Some(NotHere { openings: 2, copy: false }));
    // One that claims all of them, or another end than that of the entry before it, excuses none.
    assert_eq!(missing(&continued("all", 30).verify()), 2);
    assert_eq!(missing(&continued("none", 29).verify()), 2);
}

#[test]
fn what_was_recorded_behind_a_takeover_is_not_excused_by_it() {
    let mut making = continued("none", 30);
    let name = json!({"person": PersonId::derived(super::cmd(12), 0), "name": "郑小红", "happened": "2026-11-22"});
    making.command("secretary", &[("person.registered", name)]);
    assert_eq!(making.verify().findings, []);
    making.openings.pop();
    let report = making.verify();
    assert_eq!((broken(&report), report.findings[0].place.entry), (vec!["A5.c"], Some(31)));
}

/// A book of one name, copied with some openings and continued from the copy.
fn taken_over(folder: &Path, openings: &str) -> PathBuf {
    let beside = |name: &str| folder.join(name).to_string_lossy().into_owned();
    let (dir, other) = (folder.join("registry"), folder.join("other"));
    run_on(&dir, &["init", "社区党委"]).done();
    let document = json!({"by": {"actor": "@孙晓梅", "role": "administrator"}, "facts": [
        {"kind": "person.registered", "name": "孙晓梅", "happened": "2026-01"}]});
    write_file(folder, "person.json", document.to_string().as_bytes());
    run_on(&dir, &["record", &beside("person.json")]).done();
    run_on(&dir, &["export", &beside("copy"), "--openings", openings]).done();
    run_on(&other, &["import", &beside("copy")]).done();
    let copied = run_on(&other, &["verify"]).done().out;
    assert_eq!(copied.starts_with("本副本缺 1 项封存信息"), openings == "none", "{copied}");
    run_on(&other, &["takeover", "--reason", "原电脑损坏"]).done();
    let continued = run_on(&other, &["verify"]).done().out;
    assert_eq!(
        continued.starts_with("本账接自一份副本,缺 1 项"),
        openings == "none",
        "{continued}"
    );
    other
}

#[test]
fn an_origin_edited_after_the_takeover_excuses_nothing_more() {
    let folder = tempfile::tempdir().unwrap();
    taken_over(&folder.path().join("none"), "none");
    let other = taken_over(&folder.path().join("public"), "public");
    // Whoever has destroyed openings since then says that none ever came along.
    std::fs::write(other.join("vault/openings.jsonl"), "").unwrap();
    let origin = std::fs::read_to_string(other.join("origin.json")).unwrap();
    let edited = origin.replace("\"openings\":\"public\"", "\"openings\":\"none\"");
    assert_ne!(edited, origin);
    std::fs::write(other.join("origin.json"), edited).unwrap();
    let found = run_on(&other, &["verify"]).assert(Exit::Wanting).out;
    assert!(found.contains("A5.c") && found.contains("不作数"), "{found}");
}

#[test]
fn a_missing_attachment_is_a_fault_where_all_openings_are_claimed_and_a_note_elsewhere() {
    let mut making = Making::small();
    let attached = json!({"meeting": meeting(), "attachment_kind": "sign_in_sheet",
        "title": "签到表", "sha256": "ab".repeat(32), "bytes": 13, "media_type": "image/jpeg",
        "happened": "2026-11-20"});
    making.command("secretary", &[("meeting.attached", attached)]);
    let dir = making.folder();
    making.mark_copy(dir.path(), "copy.json", "all");
    let report = audited(dir.path());
    assert_eq!((broken(&report), report.findings[0].place.entry), (vec!["A5.d"], Some(30)));
    making.mark_copy(dir.path(), "copy.json", "auditor");
    let report = audited(dir.path());
    assert_eq!(
        (&report.findings, &report.notes[..]),
        (&vec![], &[Note::AttachmentsAbsent { count: 1 }][..])
    );
}

#[test]
fn an_opening_that_stands_twice_is_told_with_its_entry() {
    let mut making = Making::small();
    making.openings.push(making.openings[3].clone());
    let report = making.verify();
    assert_eq!(report.findings, []);
    assert_eq!(report.notes, [Note::OpeningsTwice { count: 1, entries: vec![5] }]);
}

#[test]
fn a_damaged_opening_is_named_with_its_entry_as_long_as_anything_of_it_can_be_read() {
    let making = Making::small();
    let seal = making.openings[3].seal.to_string();
    let cuts: [&dyn Fn(&str) -> String; 3] = [
        &|line| line.replace(&seal, &"ab".repeat(32)),
        &|line| line.replace("\"value\":", "\"value\""),
        &|line| line.replace(&format!("\"seal\":\"{seal}\""), ""),
    ];
    for cut in cuts {
        let dir = making.folder();
        let path = dir.path().join("vault/openings.jsonl");
        let text = std::fs::read_to_string(&path).unwrap();
        let damaged: Vec<String> = text
            .lines()
            .enumerate()
            .map(|(place, line)| if place == 3 { cut(line) } else { line.to_owned() })
            .collect();
        assert_ne!(damaged.join("\n"), text.trim_end());
        std::fs::write(&path, damaged.join("\n") + "\n").unwrap();
        let report = audited(dir.path());
        assert_eq!(broken(&report), ["A5.a", "A5.c"]);
        assert!(report.findings.iter().all(|one| one.place.entry == Some(5)), "{report:?}");
    }
}

#[test]
fn a_document_whose_command_the_journal_lacks_is_told() {
    let making = Making::small();
    let dir = making.folder();
    let disk = std::sync::Arc::new(yishi::store::disk::RealDisk);
    let vault = Vault::open(&dir.path().join("vault"), disk).unwrap();
    let salt = ledger::Salt([7; 32]);
    vault.put_document(b"a document", salt, &super::cmd(3).to_string()).unwrap();
    assert_eq!(audited(dir.path()).notes, []);
    vault.put_document(b"a document", salt, &super::cmd(500).to_string()).unwrap();
    let notes = audited(dir.path()).notes;
    assert_eq!(notes, [Note::DocumentsStray { count: 1, lines: vec![2] }]);
}

#[cfg(unix)]
#[test]
fn a_folder_or_a_link_in_place_of_a_file_is_called_so_and_not_followed() {
    use std::os::unix::fs::symlink;
    // (What is done to the place, where a link would lead.)
    for leads_to in [None, Some("nowhere"), Some("elsewhere")] {
        let dir = Making::small().folder();
        let path = dir.path().join("vault/openings.jsonl");
        std::fs::rename(&path, dir.path().join("elsewhere")).unwrap();
        match leads_to {
            Some(name) => symlink(dir.path().join(name), &path).unwrap(),
            None => std::fs::create_dir(&path).unwrap(),
        }
        let report = audited(dir.path());
        assert_eq!(report.outcome, Outcome::Unreadable, "{leads_to:?} {report:?}");
        assert!(report.unreadable.unwrap().zh.ends_with("openings.jsonl 不是普通文件"));
    }
    // A note that is a link tells nothing of this folder's end, and is said to be none.
    let dir = Making::small().folder();
    let head = json!({"hash": Making::small().head().to_string(), "next_seq": 30});
    write_file(dir.path(), "elsewhere.json", head.to_string().as_bytes());
    std::fs::create_dir_all(dir.path().join("index")).unwrap();
    symlink(dir.path().join("elsewhere.json"), dir.path().join("index/head.json")).unwrap();
    assert_eq!(audited(dir.path()).agreed_by(), None);
}

fn announced(result: &str, day: &str) -> serde_json::Value {
    json!({"motion": motion(), "announced": result, "happened": day})
}

#[test]
fn a_second_announcement_with_the_contrary_result_is_told_with_both_entries() {
    let mut making = Making::small();
    making.command("secretary", &[("motion.announced", announced("carried", "2026-11-20"))]);
    making.command("secretary", &[("motion.announced", announced("carried", "2026-11-21"))]);
    assert_eq!(making.verify().findings, []);
    making.command("secretary", &[("motion.announced", announced("not_carried", "2026-11-22"))]);
    let report = making.verify();
    assert_eq!((broken(&report), report.findings[0].place.entry), (vec!["A6.f"], Some(32)));
    let said = report.findings[0].sentence();
    for words in ["第 30 条(2026-11-20)宣布通过", "第 32 条(2026-11-22)宣布未通过"] {
        assert!(said.zh.contains(words), "{}", said.zh);
    }
    // A correction of it ends the matter; so would one of the others not.
    let mut corrected = announced("carried", "2026-11-22");
    corrected["corrects"] = json!(32);
    corrected["correction_reason"] = json!("读错");
    making.command("secretary", &[("motion.announced", corrected)]);
    assert_eq!(making.verify().findings, []);
}
