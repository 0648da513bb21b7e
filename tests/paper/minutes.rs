//! Minutes and notices as they are handed out.

use super::book::Book;
use crate::common::{assert_current, root};
use unicode_width::UnicodeWidthStr;
use yishi::domain::Language;
use yishi::paper::{MinutesOptions, Sheet, markdown, minutes, notice, text};

fn golden(name: &str, written: &str) {
    assert_current(&root().join("tests/paper/golden").join(name), written);
}

fn check(name: &str, sheet: &Sheet) {
    let plain = text(sheet);
    for line in plain.lines() {
        assert!(line.width() <= 80, "{name}: {line}");
        assert_eq!(line, line.trim_end(), "{name}");
    }
    golden(&format!("{name}.txt"), &plain);
    golden(&format!("{name}.md"), &markdown(sheet));
}

fn chinese() -> MinutesOptions {
    MinutesOptions::default()
}

fn english() -> MinutesOptions {
    MinutesOptions { language: Language::English, ..MinutesOptions::default() }
}

#[test]
fn an_assembly_with_everything() {
    let book = Book::read("assembly");
    check("assembly", &minutes(&book.record(), chinese()));
    check("assembly-en", &minutes(&book.record(), english()));
    check("notice", &notice(&book.record(), Language::Chinese).unwrap());
}

#[test]
fn a_lecture() {
    let book = Book::read("lecture");
    check("lecture", &minutes(&book.record(), chinese()));
}

#[test]
fn a_theme_day_a_group_and_a_committee() {
    for name in ["theme-day", "group", "committee"] {
        let book = Book::read(name);
        check(name, &minutes(&book.record(), chinese()));
    }
}

#[test]
fn a_session_with_parties_issues_and_a_text_and_an_open_talk() {
    let session = Book::read("session");
    check("session", &minutes(&session.record(), chinese()));
    check("session-en", &minutes(&session.record(), english()));
    let talk = Book::read("talk");
    let written = minutes(&talk.record(), chinese());
    assert!(!text(&written).contains("应到"), "nobody was due");
    check("talk", &written);
}

#[test]
fn a_life_meeting_keeps_criticism_back_unless_asked() {
    let book = Book::read("life");
    let kept = minutes(&book.record(), chinese());
    assert!(!text(&kept).contains("开会先定调子"));
    check("life", &kept);
    let all = minutes(&book.record(), MinutesOptions { include_criticism: true, ..chinese() });
    check("life-with-criticism", &all);
}

#[test]
fn a_meeting_without_the_vault() {
    let book = Book::read_sealed("assembly");
    let sheet = minutes(&book.record(), chinese());
    assert!(!text(&sheet).contains("外地探亲"));
    check("sealed", &sheet);
}

#[test]
fn a_meeting_recorded_late_and_corrected() {
    let book = Book::read("late");
    check("late", &minutes(&book.record(), chinese()));
    check("late-en", &minutes(&book.record(), english()));
}

#[test]
fn a_cancelled_meeting() {
    let book = Book::read("cancelled");
    check("cancelled", &minutes(&book.record(), chinese()));
    assert!(text(&notice(&book.record(), Language::Chinese).unwrap()).contains("已取消"));
}

#[test]
fn nothing_on_record_is_no_failure() {
    let book = Book::parse("[]", false);
    let sheet = minutes(&book.record(), chinese());
    assert!(text(&sheet).contains("尚未记录召开"));
    assert!(notice(&book.record(), Language::Chinese).is_none());
}
