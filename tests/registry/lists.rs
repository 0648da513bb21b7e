//! Lists of a body and of a year are read from files that are kept for finding: they must say what the
//! whole list says, and no more.

use crate::common::registry::{CASES, TestRegistry, run_on};
use serde_json::Value;
use std::collections::BTreeSet;

/// Lists, and under which key a row has its body and its day.
const LISTS: [(&str, &str, &str); 7] = [
    ("motions", "body", "proposed"),
    ("meetings", "body", "date"),
    ("elections", "body", "called_on"),
    ("issues", "body", "raised"),
    ("activities", "body", "held"),
    ("publications", "body", "posted"),
    ("rolls", "body", "frozen"),
];

fn rows(town: &TestRegistry, arguments: &[&str]) -> Vec<Value> {
    let printed = run_on(&town.dir(), &[&["list"], arguments, &["--json"]].concat());
    let answer: Value = serde_json::from_str(&printed.out).unwrap();
    answer["rows"].as_array().unwrap().clone()
}

fn text<'a>(row: &'a Value, key: &str) -> &'a str {
    row[key].as_str().unwrap_or_default()
}

#[test]
fn the_list_of_a_body_and_of_a_year_is_that_part_of_the_whole_list() {
    let mut parts = 0;
    for (case, _) in CASES {
        let mut town = TestRegistry::example(case);
        town.close();
        for (list, body, day) in LISTS {
            let whole = rows(&town, &[list]);
            let bodies: BTreeSet<&str> = whole.iter().map(|row| text(row, body)).collect();
            let years: BTreeSet<&str> =
                whole.iter().filter_map(|row| text(row, day).get(..4)).collect();
            for year in years {
                let of_year = |row: &&Value| text(row, day).starts_with(year);
                let right: Vec<&Value> = whole.iter().filter(of_year).collect();
                let found = rows(&town, &[list, "--year", year]);
                assert!(found.iter().eq(right.iter().copied()), "{case} {list} {year}");
                parts += 1;
            }
            // Whoever took part in an activity finds it, too.
            for body in bodies.iter().filter(|_| list != "activities") {
                let right = whole.iter().filter(|row| text(row, "body") == *body);
                let found = rows(&town, &[list, "--body", body]);
                assert!(found.iter().eq(right), "{case} {list} {body}");
                parts += 1;
            }
        }
    }
    assert!(parts > 60, "{parts}");
}
