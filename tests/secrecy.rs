//! A secret vote stays secret by the shape of what can be recorded: walked over the whole catalogue.
//! That saved rows hold nothing sealed is looked for where they can be read, in
//! `src/registry/saved/secrets.rs`.

#![expect(clippy::unwrap_used, reason = "a helper of tests; clippy excuses only tests")]

use serde_json::Value;
use yishi::event::schema::entry_data;
use yishi::event::{CATALOGUE, Class, KindEntry};

/// Keys under which numbers of a vote stand. A kind that has one of them as a number holds a tally.
const TALLIES: &[&str] = &[
    "in_favour",
    "against",
    "abstain",
    "written_in_favour",
    "written_against",
    "votes",
    "valid",
    "invalid",
    "blank",
];

/// Keys under which one voter's choice stands.
const CHOICES: &[&str] = &["choice", "choices", "vote"];

/// Kinds of recorded votes (记名): whose choice it was is the point of them, and such a journal is not
/// published. They are no secret votes, and every one of them is named here.
const RECORDED_VOTES: &[&str] = &["ballot.keyed", "count.certified"];

/// Words of ids that lead to a voter.
const VOTERS: &[&str] = &["person", "unit", "ballot", "post", "membership"];

/// Fields that every kind has. `happened` of a tally is the meeting's own: admission sees to it.
const COMMON: &[&str] = &["/happened", "/corrects", "/correction_reason", "/late_reason"];

fn last_step(pointer: &str) -> &str {
    pointer.rsplit('/').find(|step| *step != "*").unwrap_or_default()
}

fn holds_votes(kind: &KindEntry) -> bool {
    (kind.fields)().iter().any(|field| {
        let key = last_step(&field.pointer);
        let counts = field.class == Class::Plain && TALLIES.contains(&key);
        counts || CHOICES.contains(&key)
    })
}

fn secret_votes() -> impl Iterator<Item = &'static KindEntry> {
    CATALOGUE.iter().filter(|kind| holds_votes(kind) && !RECORDED_VOTES.contains(&kind.kind))
}

fn definition<'a>(root: &'a Value, name: &str) -> &'a Value {
    root.pointer(&format!("/$defs/{name}")).unwrap()
}

/// Every property of a schema by its path, references followed.
fn properties<'a>(
    schema: &'a Value,
    root: &'a Value,
    path: &str,
    found: &mut Vec<(String, &'a Value)>,
) {
    if let Some(name) = schema["$ref"].as_str().and_then(|name| name.strip_prefix("#/$defs/")) {
        properties(definition(root, name), root, path, found);
    }
    for (key, value) in schema["properties"].as_object().into_iter().flatten() {
        let path = format!("{path}/{key}");
        found.push((path.clone(), value));
        properties(value, root, &path, found);
    }
    if schema["items"].is_object() {
        properties(&schema["items"], root, &format!("{path}/*"), found);
    }
}

/// Whether a property can hold a moment: its text is a date, or a date with a time.
fn is_a_time(property: &Value, root: &Value) -> bool {
    let pattern = |schema: &Value| {
        schema["pattern"].as_str().is_some_and(|pattern| pattern.contains("[0-9]{2}:[0-9]{2}"))
    };
    let name = property["$ref"].as_str().and_then(|name| name.strip_prefix("#/$defs/"));
    pattern(property)
        || name.is_some_and(|name| name == "Happened" || pattern(definition(root, name)))
}

#[test]
fn no_kind_with_numbers_of_a_secret_vote_leads_to_a_voter() {
    let mut breaches = Vec::new();
    for kind in secret_votes() {
        for field in (kind.fields)() {
            let leads = match field.class {
                Class::Pseudonym(word) => VOTERS.contains(&word),
                // Free text and sealed values can name anybody.
                Class::PlainText | Class::Sealed(_) => true,
                Class::Plain => false,
            };
            let excused = COMMON.contains(&field.pointer.as_str());
            if leads && !excused {
                breaches.push(format!("{} {}", kind.kind, field.pointer));
            }
        }
    }
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
}

#[test]
fn no_kind_with_numbers_of_a_secret_vote_has_a_time_of_its_own() {
    let mut breaches = Vec::new();
    let mut times = 0;
    for kind in secret_votes() {
        let schema = entry_data(kind);
        let mut found = Vec::new();
        properties(&schema, &schema, "", &mut found);
        for (path, property) in found {
            if !is_a_time(property, &schema) {
                continue;
            }
            times += 1;
            if path != "/happened" {
                breaches.push(format!("{} {path}", kind.kind));
            }
        }
    }
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
    assert_eq!(times, secret_votes().count(), "each has the common time");
}

#[test]
fn the_votes_are_found() {
    let kinds: Vec<&str> = secret_votes().map(|kind| kind.kind).collect();
    assert_eq!(kinds, ["election.tallied", "motion.voted"]);
}

#[test]
fn the_totals_of_a_round_stand_in_one_entry_by_candidate_alone() {
    let kind = CATALOGUE.iter().find(|one| one.kind == "election.tallied").unwrap();
    let mut lists: Vec<&str> = Vec::new();
    for field in (kind.fields)() {
        if let Some((list, _)) = field.pointer.split_once("/*") {
            lists.push(list);
        }
        let id = matches!(field.class, Class::Pseudonym(_));
        let allowed = ["/election", "/meeting", "/tallies/*/candidate", "/write_ins/*/candidate"];
        assert!(!id || allowed.contains(&field.pointer.as_str()), "{}", field.pointer);
    }
    lists.dedup();
    assert_eq!(lists, ["/tallies", "/write_ins"], "every candidate's totals, nobody's ballot");
}
