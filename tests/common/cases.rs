//! Refusals by example: given what is on record, when this is tried, it is refused and nothing changes.

use super::registry::{TestRegistry, refusal, tree};
use super::root;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use yishi::admission::Refusal;
use yishi::registry::Refused;

/// A case: which refusal, what is on record already, what is tried, words of the sentence.
pub(crate) struct Case {
    pub(crate) variant: &'static str,
    pub(crate) given: Vec<Value>,
    pub(crate) when: Value,
    pub(crate) says: &'static [&'static str],
}

/// A case in which nothing more has to be on record.
pub(crate) fn case(variant: &'static str, when: Value, says: &'static [&'static str]) -> Case {
    Case { variant, given: Vec::new(), when, says }
}

/// The same with something on record.
pub(crate) fn given(given: Vec<Value>, case: Case) -> Case {
    Case { given, ..case }
}

/// A fact: its kind, its date, and its other fields.
pub(crate) fn fact(kind: &str, happened: &str, fields: Value) -> Value {
    with(json!({ "kind": kind, "happened": happened }), fields)
}

/// A fact with fields added or replaced.
pub(crate) fn with(mut fact: Value, fields: Value) -> Value {
    let Value::Object(fields) = fields else { panic!("an object") };
    fact.as_object_mut().unwrap().extend(fields);
    fact
}

impl Case {
    /// Puts what is given on record, and tries the rest; `fill_in` knows what only the town knows.
    pub(crate) fn try_on(self, town: &TestRegistry, fill_in: impl Fn(&TestRegistry, &mut Value)) {
        let Self { variant, given, mut when, says } = self;
        for facts in given {
            let recorded = town.record(facts);
            assert!(recorded.is_ok(), "{variant}: {}", recorded.unwrap_err());
        }
        fill_in(town, &mut when);
        let before = tree(&town.dir());
        let result = town.record(when);
        assert!(result.is_err(), "{variant} was not refused");
        let (why, zh) = refusal(result);
        let Refused::Fact(0, refusal) = why else { panic!("{variant}: {why:?} {zh}") };
        assert_eq!(name_of(&refusal), variant, "{zh}");
        for word in says {
            assert!(zh.contains(word), "{variant}: {word} is not in: {zh}");
        }
        assert!(tree(&town.dir()) == before, "{variant} changed something");
    }
}

/// The very same bytes would be the same document: this makes them others.
pub(crate) fn said_again(_town: &TestRegistry, when: &mut Value) {
    *when = with(when.take(), json!({ "late_reason": "补记" }));
}

/// Name of the variant, that of its family where there is one.
pub(crate) fn name_of(refusal: &Refusal) -> String {
    const FAMILIES: &[&str] = &[
        "Ballot(",
        "Body(",
        "Count(",
        "Election(",
        "Issue(",
        "Meeting(",
        "Motion(",
        "Publication(",
        "Roll(",
    ];
    let text = format!("{refusal:?}");
    let of_family = FAMILIES.iter().find_map(|family| text.strip_prefix(family));
    let name = of_family.unwrap_or(&text);
    name.chars().take_while(char::is_ascii_alphanumeric).collect()
}

/// Names of the refusals of these families, from their sources.
pub(crate) fn variants(files: &[&str]) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for file in files {
        let path = format!("src/admission/refusal/{file}.rs");
        let source = std::fs::read_to_string(root().join(path)).unwrap();
        let body = source.split_once("Refusal {\n").unwrap().1;
        let lines = body.split_once("\n    }").unwrap().0.lines().map(str::trim_start);
        let variants = lines.filter(|line| line.starts_with(|c: char| c.is_ascii_uppercase()));
        let name = |line: &str| line.chars().take_while(char::is_ascii_alphanumeric).collect();
        names.extend(variants.map(name));
    }
    assert!(!names.is_empty());
    names
}
