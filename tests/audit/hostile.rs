//! Files that are no journal: the audit says so and never panics.

use super::{Making, broken, folder_of, verify, write_file};
use tempfile::TempDir;
use yishi::answer::Verified;
use yishi::audit::{Level, Outcome, Report, VerifyOptions};

/// Audits at every level; returns the strictest report.
fn every_level(dir: &TempDir) -> Report {
    let options = |level| VerifyOptions { level, ..VerifyOptions::default() };
    for level in [Level::Chain, Level::Strict] {
        let report = verify(dir.path(), &options(level));
        assert!(!report.sentence().zh.is_empty());
        assert!(serde_json::to_value(Verified::from(&report)).unwrap().is_object());
    }
    verify(dir.path(), &options(Level::Full))
}

#[test]
fn a_folder_without_journal_is_unreadable_and_an_empty_journal_has_no_beginning() {
    let dir = TempDir::new().unwrap();
    assert_eq!(every_level(&dir).outcome, Outcome::Unreadable);
    std::fs::create_dir(dir.path().join("journal")).unwrap();
    assert_eq!(broken(&every_level(&dir)), ["A1.b"]);
    assert_eq!(broken(&every_level(&folder_of(b""))), ["A1.b"]);
}

#[test]
fn endless_lines_zeros_and_noise_are_named() {
    let cases = [
        vec![b'a'; 5 << 20],
        vec![0; 100_000],
        b"\n\n\n".to_vec(),
        b"\xff\xfe\n".to_vec(),
        b"{}\n{}\n".to_vec(),
        vec![b'['; 70_000],
    ];
    for case in cases {
        let report = every_level(&folder_of(&case));
        assert_eq!(report.outcome, Outcome::Wanting);
        assert!(broken(&report).contains(&"A1.e"), "{:?}", broken(&report));
    }
}

#[test]
fn an_endless_line_in_the_middle_is_one_finding_of_form() {
    let mut making = Making::small();
    making.lines[12] = "x".repeat(5 << 20);
    let report = every_level(&making.folder_with(making.text().as_bytes()));
    assert!(broken(&report).contains(&"A0.a"), "{:?}", broken(&report));
    assert_eq!(report.findings[0].place.entry, Some(12));
}

#[test]
fn a_byte_order_mark_is_not_part_of_an_entry() {
    let text = format!("\u{feff}{}", Making::small().text());
    let report = every_level(&folder_of(text.as_bytes()));
    let place = &report.findings[0].place;
    assert_eq!((place.entry, place.line, place.offset), (Some(0), Some(1), Some(0)));
}

#[test]
fn a_missing_first_file_and_a_gap_between_files_are_named() {
    let making = Making::small();
    let text = |from: usize, to: usize| making.lines[from..to].join("\n") + "\n";
    let dir = making.folder();
    std::fs::remove_file(dir.path().join("journal/0000000000.jsonl")).unwrap();
    write_file(dir.path(), "journal/0000000024.jsonl", text(24, 30).as_bytes());
    assert_eq!(broken(&every_level(&dir)), ["A0.f", "A1.b"]);

    let dir = making.folder_with(text(0, 13).as_bytes());
    write_file(dir.path(), "journal/0000000024.jsonl", text(24, 30).as_bytes());
    let report = every_level(&dir);
    assert_eq!(broken(&report), ["A0.f", "A1.a"]);
    assert_eq!(report.findings[0].place.file.as_deref(), Some("0000000024.jsonl"));

    let dir = making.folder_with(text(0, 24).as_bytes());
    write_file(dir.path(), "journal/0000000024.jsonl", text(24, 30).as_bytes());
    assert_eq!(every_level(&dir).outcome, Outcome::Holds);
    let report = every_level(&folder_of(text(0, 5).as_bytes()));
    assert!(broken(&report).contains(&"A1.e"));
}

#[test]
fn a_command_must_not_cross_a_file_nor_a_file_have_another_name() {
    let making = Making::small();
    let text = |from: usize, to: usize| making.lines[from..to].join("\n") + "\n";
    let dir = making.folder_with(text(0, 5).as_bytes());
    write_file(dir.path(), "journal/0000000005.jsonl", text(5, 30).as_bytes());
    assert_eq!(broken(&every_level(&dir)), ["A0.g"]);
    let dir = making.folder_with(text(0, 24).as_bytes());
    write_file(dir.path(), "journal/0000000025.jsonl", text(24, 30).as_bytes());
    assert_eq!(broken(&every_level(&dir)), ["A0.f"]);
}
