//! What is printed for programs is what the schemas of answers say.

use crate::common::registry::{CASES, TestRegistry};
use jsonschema::Validator;
use serde_json::Value;
use std::collections::BTreeMap;
use yishi::answer::answer_schemas;

const LISTS: &[&str] = &[
    "activities",
    "bodies",
    "committees",
    "counts",
    "due",
    "elections",
    "issues",
    "meetings",
    "motions",
    "people",
    "publications",
    "rolls",
    "schedule",
    "texts",
    "votes",
];

struct Schemas(BTreeMap<&'static str, Validator>);

impl Schemas {
    fn new() -> Self {
        let all = answer_schemas().into_iter();
        Self(
            all.map(|(name, schema)| (name, jsonschema::validator_for(&schema).unwrap())).collect(),
        )
    }

    /// Holds what a command prints against a schema; whether it printed anything.
    fn hold(&self, name: &str, town: &TestRegistry, arguments: &[&str]) -> bool {
        let said = town.run(&[arguments, &["--json"]].concat());
        if said.out.trim().is_empty() {
            return false;
        }
        let value: Value = serde_json::from_str(&said.out).unwrap();
        let faults: Vec<String> =
            self.0[name].iter_errors(&value).map(|error| error.to_string()).collect();
        assert!(faults.is_empty(), "{arguments:?} is no {name}: {faults:?}");
        true
    }
}

#[test]
fn every_answer_of_every_case_fits_its_schema() {
    let schemas = Schemas::new();
    let mut held = BTreeMap::new();
    for (case, _) in CASES {
        let mut town = TestRegistry::example(case);
        town.close();
        let mut hold = |name: &'static str, arguments: &[&str]| {
            *held.entry(name).or_insert(0) += u32::from(schemas.hold(name, &town, arguments));
        };
        for list in LISTS {
            hold(list, &["list", list]);
        }
        hold("journal", &["journal", "--limit", "60"]);
        hold("verify", &["verify"]);
        hold("rules", &["rule", "list"]);
        hold("rule", &["rule", "show", "BR-07"]);
        let bodies = town.run(&["list", "bodies", "--json"]).done().json();
        for body in bodies["rows"].as_array().unwrap() {
            hold("handbook", &["handbook", body["body"].as_str().unwrap(), "--year", "2018"]);
        }
        let motions = town.run(&["list", "motions", "--json"]).done().json();
        for motion in motions["rows"].as_array().unwrap() {
            let id = motion["motion"].as_str().unwrap();
            hold("thing", &["show", id]);
            hold("why", &["why", id]);
            hold("check", &["check", id]);
            hold("supposition", &["why", id, "--rule", "BR-07"]);
        }
        let issues = town.run(&["list", "issues", "--json"]).done().json();
        for issue in issues["rows"].as_array().unwrap() {
            hold("thing", &["show", issue["issue"].as_str().unwrap()]);
        }
        let elections = town.run(&["list", "elections", "--json"]).done().json();
        for election in elections["rows"].as_array().unwrap() {
            let id = election["election"].as_str().unwrap();
            hold("election", &["show", id]);
            hold("why", &["why", id]);
        }
    }
    let never = schemas.0.keys().filter(|name| held.get(*name).is_none_or(|times| *times == 0));
    assert_eq!(never.collect::<Vec<_>>(), Vec::<&&str>::new());
}
