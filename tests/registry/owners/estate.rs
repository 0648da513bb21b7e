//! A large estate: its roll and ten thousand ballots go on record, and stay checkable.

use super::{assembly, certified, fact, frozen, motion, notice, opened, sealed};
use crate::common::registry::TestRegistry;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// Units in one document, beside their owners. A multiple of eleven: no owner is in another document.
const DOCUMENT_UNITS: usize = 4_950;

/// Heads of the estate: every eleventh unit belongs to the owner of the one before.
fn units(numbers: core::ops::Range<usize>) -> Value {
    let surnames: Vec<char> = "钱孙周吴郑冯褚卫蒋沈韩朱秦尤许何吕施孔曹严华".chars().collect();
    let given: Vec<char> = "建国志明秀英玉兰春来晓梅德海长顺桂芳立新".chars().collect();
    let name = |number: usize| -> String {
        let at = |list: &[char], number: usize| list[number % list.len()];
        let (surname, first) = (at(&surnames, number), at(&given, number / surnames.len()));
        let second = at(&given, number / surnames.len() / given.len() + number % 7);
        [surname, first, second].iter().collect()
    };
    let mut facts = vec![];
    for number in numbers {
        let owner = number - usize::from(number % 11 == 10);
        if owner == number {
            facts.push(fact(
                "person.registered",
                "2026-01-05",
                json!({ "name": name(number), "label": format!("yz{number}") }),
            ));
        }
        facts.push(fact(
            "roll.unit_registered",
            "2026-01-10",
            json!({ "body": "@yezhu", "label": format!("u{number}"), "unit_kind": "dwelling",
                "building": format!("{}号楼", number / 100 + 1), "door": format!("{number}室"),
                "area": 8_000 + number, "area_source": "register",
                "owners": [format!("@yz{owner}")] }),
        ));
    }
    Value::Array(facts)
}

/// Runs something and says how long it took.
#[expect(clippy::print_stdout, reason = "measured by hand with --nocapture")]
fn timed<T>(what: &str, run: impl FnOnce() -> T) -> (T, Duration) {
    let begun = Instant::now();
    let done = run();
    let took = begun.elapsed();
    println!("{what}: {took:.2?}");
    (done, took)
}

fn recorded_roll(count: usize) -> (TestRegistry, Duration) {
    let town = TestRegistry::with_cast();
    town.ok(assembly());
    // A document holds 10,000 facts at most.
    let parts = (0..count).step_by(DOCUMENT_UNITS);
    let documents: Vec<Vec<u8>> =
        parts.map(|first| town.document(units(first..count.min(first + DOCUMENT_UNITS)))).collect();
    let ((), took) = timed(&format!("{count} units with owners"), || {
        for document in &documents {
            town.record_bytes(document, &yishi::registry::RecordOptions::default()).unwrap();
        }
    });
    let (frozen, _) = timed("frozen", || super::recorded(&town, frozen("r-1", "2026-03-01")));
    let heads = count - count / 11;
    assert_eq!(frozen["totals"]["units"], count);
    assert_eq!(frozen["totals"]["heads"], heads);
    let area: usize = (0..count).map(|number| 8_000 + number).sum();
    assert_eq!(frozen["totals"]["area"], area);
    (town, took)
}

/// The time is for a release build; a debug build is given thirty times as long.
fn allowed(seconds: u64) -> Duration {
    Duration::from_secs(if cfg!(debug_assertions) { seconds * 30 } else { seconds })
}

#[test]
fn the_roll_of_800_units_goes_on_record() {
    let (_, took) = recorded_roll(800);
    assert!(took < allowed(1), "{took:?}");
}

#[test]
fn the_roll_of_3281_units_goes_on_record_within_a_second() {
    let (_, took) = recorded_roll(3_281);
    assert!(took < allowed(1), "{took:?}");
}

#[test]
#[ignore = "a minute in a debug build; run with --release -- --ignored"]
fn ten_thousand_ballots_are_counted() {
    let (mut town, _) = recorded_roll(10_000);
    let mut counted = 0;
    town.ok(json!([notice(), motion("q-1", "fund_use"), opened("c-1", &["@q-1"])]));
    for (part, numbers) in (0..10_000).collect::<Vec<usize>>().chunks(2_400).enumerate() {
        let mut facts = Vec::new();
        for number in numbers {
            let (ballot, choice) = (format!("b{number}"), ["in_favour", "against"][number % 2]);
            facts.push(super::issued(&ballot, &[&format!("@u{number}")]));
            facts.push(super::step(&ballot, "returned"));
            for pass in ["first", "second"] {
                facts.push(super::keyed(&ballot, pass, &[("@q-1", choice)]));
            }
            counted += 1;
        }
        timed(&format!("part {part}: {} entries", facts.len()), || town.ok(Value::Array(facts)));
    }
    town.ok(sealed());
    let (result, _) = timed("certified", || super::recorded(&town, certified()));
    assert_eq!(result["totals"]["valid"], counted);
    timed("closed", || town.close());
    let (shown, _) = timed("shown", || town.run(&["show", "counts"]).done().out);
    assert!(shown.contains("有效 10000"), "{shown}");
    timed("verified", || town.run(&["verify"]).done());
}
