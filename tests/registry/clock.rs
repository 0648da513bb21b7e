//! Clocks that are wrong: a little, a lot, far ahead; and the way out of a poisoned book.

use crate::common::registry::{TestRegistry, refusal, run_on};
use serde_json::{Value, json};
use yishi::audit::{Outcome, VerifyOptions, verify};
use yishi::domain::Bilingual;
use yishi::registry::{
    ClockFault, InitError, RecordError, RecordOptions, Refused, Registry, recorded_day,
};

fn person(name: &str) -> Value {
    json!({ "kind": "person.registered", "name": name, "happened": "2026-01" })
}

fn confirmed() -> RecordOptions {
    RecordOptions { clock_confirmed: true, ..RecordOptions::default() }
}

/// When the last entry was recorded.
fn last(town: &TestRegistry) -> String {
    town.registry().store().head().at
}

#[test]
fn a_little_behind_is_the_time_of_the_last_entry() {
    let town = TestRegistry::new();
    town.ok(person("孙晓梅"));
    let before = last(&town);
    town.step(-4 * 60);
    assert_eq!(town.ok(person("周大海")).at, before);
    assert_eq!(last(&town), before);
}

#[test]
fn far_behind_is_refused_with_both_times() {
    let town = TestRegistry::new();
    town.ok(person("孙晓梅"));
    let entries = town.entries();
    town.step(-10 * 60);
    let (why, zh) = town.refused(person("周大海"));
    assert!(matches!(why, Refused::Clock(ClockFault::Behind { .. })), "{why:?}");
    for part in ["08:50:02", "09:00:01", "registry.clock_corrected", "校准"] {
        assert!(zh.contains(part), "{zh}");
    }
    assert_eq!(town.entries(), entries);
}

#[test]
fn far_ahead_must_be_confirmed() {
    let town = TestRegistry::new();
    town.set_clock("2035-01-01T00:00:00Z");
    let (why, zh) = town.refused(person("孙晓梅"));
    assert!(matches!(why, Refused::Clock(ClockFault::Ahead { .. })), "{why:?}");
    for part in ["2035-01-01", "2026-12-05", "--clock-is-right"] {
        assert!(zh.contains(part), "{zh}");
    }
    let file = town.document(person("孙晓梅"));
    let recorded = town.record_bytes(&file, &confirmed()).unwrap();
    assert!(recorded.at.starts_with("2035-01-01"));
}

#[test]
fn a_clock_seven_weeks_ahead_is_asked_about_with_its_weekday() {
    let town = TestRegistry::new();
    town.set_clock("2027-01-15T09:00:00Z");
    town.ok(person("孙晓梅"));
    town.set_clock("2027-03-05T09:00:00Z");
    let (why, zh) = town.refused(person("周大海"));
    assert!(matches!(why, Refused::Clock(ClockFault::Ahead { .. })), "{why:?}");
    for part in ["2027年3月5日 星期五", "45 天", "--clock-is-right"] {
        assert!(zh.contains(part), "{zh}");
    }
    assert_eq!(town.registry().clock_doubt().map(|doubt| doubt.sentence().zh), Some(zh));
    assert!(town.registry().ready().is_err(), "doctor must not say that all is well");
}

#[test]
fn a_book_was_begun_years_after_the_program_was_built_and_nobody_was_asked() {
    let town = TestRegistry::new();
    town.set_clock("2028-01-01T00:00:00Z");
    let (dir, name) = (town.beside("begun"), "某某社区党委".parse().unwrap());
    let place = "CN-110115".parse().unwrap();
    let begin = |confirmed| Registry::init(&dir, &name, &place, town.machine(), confirmed);
    let InitError::Record(RecordError::Refused { why, sentence }) = begin(false).unwrap_err()
    else {
        panic!("not refused")
    };
    assert!(matches!(*why, Refused::Clock(ClockFault::Ahead { .. })), "{why:?}");
    for part in ["2028年1月1日 星期六", "400 天", "--clock-is-right"] {
        assert!(sentence.zh.contains(part), "{}", sentence.zh);
    }
    let (registry, recording) = begin(true).unwrap();
    assert!(recording.at.starts_with("2028-01-01"));
    registry.close().unwrap();
}

#[test]
fn whoever_records_is_told_on_which_day() {
    let town = TestRegistry::new();
    let dir = town.beside("by-cli");
    run_on(&dir, &["init", "某某社区党委"]).done();
    let file = town.beside("document.json");
    let by = json!({ "actor": "@孙晓梅", "role": "administrator" });
    std::fs::write(&file, json!({ "by": by, "facts": [person("孙晓梅")] }).to_string()).unwrap();
    let file = file.to_string_lossy();
    let trial = run_on(&dir, &["record", "--dry-run", &file]).done();
    assert!(!trial.err.contains("录入日期"), "{}", trial.err);
    let recorded = run_on(&dir, &["record", &file, "--json"]).done();
    let at = recorded.json()["recorded"][0]["at"].as_str().unwrap().to_owned();
    let Bilingual { zh: day, .. } = recorded_day(&at).unwrap();
    assert!(day.contains("星期"), "{day}");
    assert!(recorded.err.contains(&format!("录入日期:{day}")), "{}", recorded.err);
}

#[test]
fn a_clock_before_the_program_was_built_is_refused_even_if_confirmed() {
    let town = TestRegistry::new();
    town.set_clock("2020-01-01T00:00:00Z");
    for options in [RecordOptions::default(), confirmed()] {
        let (why, zh) = refusal(town.record_bytes(&town.document(person("孙晓梅")), &options));
        assert!(matches!(why, Refused::Clock(ClockFault::BeforeBuild { .. })), "{why:?}");
        assert!(zh.contains("2020-01-01") && zh.contains("校准"), "{zh}");
    }
}

#[test]
fn a_poisoned_book_is_continued_behind_a_recorded_correction() {
    let mut town = TestRegistry::new();
    town.set_clock("2035-01-01T00:00:00Z");
    town.record_bytes(&town.document(person("孙晓梅")), &confirmed()).unwrap();
    let wrong = last(&town);
    town.set_clock("2026-12-06T09:00:00Z");
    let correction = json!({ "kind": "registry.clock_corrected", "wrong": wrong,
        "reason": "电脑电池没电,时间跳到 2035 年", "happened": "2026-12-06" });

    // Refused without the person's own word that the clock is right now.
    let (why, _) = town.refused(correction.clone());
    assert!(matches!(why, Refused::Clock(ClockFault::Behind { .. })), "{why:?}");
    // It names the instant that was wrong, and no other.
    let mut other = correction.clone();
    other["wrong"] = json!("2035-01-02T00:00:00.000Z");
    let (why, zh) = refusal(town.record_bytes(&town.document(other), &confirmed()));
    assert!(matches!(why, Refused::OtherInstant { .. }) && zh.contains(&wrong), "{zh}");
    let file = town.document(correction);
    let corrected = town.record_bytes(&file, &confirmed()).unwrap();
    assert!(corrected.at.starts_with("2026-12-06"), "{corrected:?}");
    assert!(town.ok(person("周大海")).at.starts_with("2026-12-06"));
    town.close();
    let report = verify(&town.dir(), &VerifyOptions::default());
    assert_eq!(report.outcome, Outcome::Holds, "{:?}", report.findings);
}

#[test]
fn a_confirmed_clock_does_not_make_time_go_back_without_a_correction() {
    let mut town = TestRegistry::new();
    town.ok(person("孙晓梅"));
    town.step(-3_600);
    let result = town.record_bytes(&town.document(person("周大海")), &confirmed());
    let (why, _) = refusal(result);
    assert!(matches!(why, Refused::Clock(ClockFault::Behind { .. })), "{why:?}");
    town.close();
    let report = verify(&town.dir(), &VerifyOptions::default());
    assert_eq!(report.outcome, Outcome::Holds, "{:?}", report.findings);
}

#[test]
fn a_fact_from_the_future_is_refused() {
    let town = TestRegistry::new();
    let (_, zh) = town.refused(
        json!({ "kind": "person.registered", "name": "孙晓梅", "happened": "2026-12-06" }),
    );
    assert!(zh.contains("2026-12-06") && zh.contains("2026-12-05"), "{zh}");
    // At midnight in China it is the next day.
    town.set_clock("2026-12-05T16:00:00Z");
    town.ok(json!({ "kind": "person.registered", "name": "孙晓梅", "happened": "2026-12-06" }));
}
