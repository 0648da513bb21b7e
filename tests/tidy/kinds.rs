//! The four-files test: putting a kind on record takes its event file, its line in the catalogue, its
//! admission and its tables; whoever else asks for a kind by name stands in a list.

use super::{Source, assert_none, files};
use crate::common::root;
use std::collections::BTreeSet;
use std::fs;
use yishi::domain::Thing;
use yishi::event::{CATALOGUE, Class};

/// Who asks for kinds by name besides the files that put them on record, the forms, the minutes and
/// the directory: a file, and the kinds that it asks for. A line that is no longer true is struck off.
const ASKING: &[(&str, &[&str])] = &[
    // What other facts rest on.
    ("src/admission/ballot.rs", &["roll.frozen"]),
    ("src/admission/count.rs", &["roll.frozen"]),
    ("src/admission/election.rs", &["count.opened", "post.filled", "registry.rules_adopted"]),
    ("src/admission/meeting.rs", &["election.tallied", "motion.voted", "registry.rules_adopted"]),
    ("src/admission/owners.rs", &["roll.frozen", "roll.unit_changed", "roll.unit_registered"]),
    ("src/admission/attendance.rs", &["meeting.held"]),
    ("src/admission/roll.rs", &["count.opened"]),
    // Whose book it is, by which rules, and what the program adds up.
    ("src/admission/mod.rs", &["registry.created"]),
    ("src/registry/cards.rs", &["registry.rules_adopted"]),
    ("src/registry/mod.rs", &["registry.rules_adopted"]),
    ("src/registry/owners.rs", &["roll.frozen"]),
    (
        "src/intake/prepare.rs",
        &[
            "count.certified",
            "meeting.held",
            "meeting.noticed",
            "registry.rules_adopted",
            "roll.frozen",
        ],
    ),
    ("src/registry/roll.rs", &["body.dissolved", "membership.changed"]),
    ("src/registry/cards.rs", &["registry.rules_adopted"]),
    ("src/registry/texts.rs", &["registry.rules_adopted"]),
    ("src/answer/snapshot.rs", &["registry.created", "registry.rules_adopted"]),
    ("src/answer/text.rs", &["registry.rules_adopted"]),
    // What the program itself puts on record, or has to act upon.
    ("src/registry/attach.rs", &["meeting.attached"]),
    ("src/registry/copy.rs", &["registry.copied", "registry.handed_over", "registry.recovered"]),
    ("src/registry/open.rs", &["person.data_erased", "registry.created", "registry.rules_adopted"]),
    ("src/registry/record.rs", &["person.data_erased", "registry.clock_corrected"]),
    ("src/store/staging.rs", &["registry.clock_corrected"]),
    // What a stranger checks against something outside the journal.
    ("src/audit/announced.rs", &["motion.announced"]),
    ("src/audit/books.rs", &["registry.rules_adopted"]),
    ("src/audit/copies.rs", &["registry.handed_over"]),
    ("src/audit/meaning.rs", &["meeting.attached", "person.data_erased", "registry.handed_over"]),
    ("src/audit/personal.rs", &["roll.unit_registered"]),
    ("src/audit/replay.rs", &["registry.rules_adopted"]),
    ("src/audit/seals.rs", &["person.data_erased"]),
    ("src/audit/walk.rs", &["registry.created"]),
    // What a verdict rests on, whole meetings and rolls among it.
    (
        "src/answer/why.rs",
        &[
            "count.certified",
            "count.drawn",
            "count.opened",
            "election.called",
            "election.declared",
            "election.scrutineers_chosen",
            "election.seats_reduced",
            "election.tallied",
            "meeting.held",
            "roll.frozen",
        ],
    ),
    ("src/answer/result/gather.rs", &["meeting.held", "meeting.noticed", "roll.frozen"]),
    // A paper of its own, and a shape that is no longer written.
    ("src/paper/notice.rs", &["meeting.noticed"]),
    ("src/event/history/mod.rs", &["motion.voted"]),
];

/// Where the minutes sort what they tell; a kind that is not sorted here is not printed beside it.
const MINUTES: &str = "src/paper/minutes/threads.rs";

/// The life of every thing: what says whether it is there.
const RESTS: &str = "src/admission/rests.rs";

/// What things are called, so every kind that creates or renames one may stand here.
const DIRECTORY: &str = "src/registry/directory.rs";

/// The source without comments and tests.
fn code(source: &Source) -> String {
    let lines = source.text.lines().take_while(|line| *line != "#[cfg(test)]");
    let code = lines.filter(|line| !line.trim_start().starts_with("//"));
    code.map(|line| line.split(" // ").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

/// Whether the word stands in the text by itself.
fn has_word(text: &str, word: &str) -> bool {
    text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').any(|one| one == word)
}

/// What is imported from `crate::event`, and the variants that are named.
fn named_events(code: &str) -> String {
    let imports = code.split("use ").skip(1).filter_map(|rest| rest.split_once(';'));
    let imports =
        imports.filter(|(import, _)| import.contains("event::")).map(|(import, _)| import);
    let paths = ["Event::", "crate::event::"].into_iter().flat_map(|path| code.split(path).skip(1));
    let end = |c: char| !c.is_ascii_alphanumeric() && c != '_' && c != ':';
    let paths = paths.filter_map(|rest| rest.split(end).next());
    imports.chain(paths).collect::<Vec<_>>().join("\n")
}

struct Kind {
    /// `meeting.held`
    word: &'static str,
    /// `MeetingHeld`
    name: String,
    /// The file that declares it.
    home: String,
}

/// Every kind with its type, as the files of events declare them.
fn kinds() -> Vec<Kind> {
    let mut kinds = Vec::new();
    for source in files(&["src/event"], Some("rs")) {
        for declaration in code(&source).split("event! {").skip(1) {
            let Some(kind) = declaration.split('"').nth(1) else { continue };
            let Some(entry) = CATALOGUE.iter().find(|entry| entry.kind == kind) else { continue };
            let name = declaration.split("pub struct ").nth(1).unwrap();
            let name = name.split(' ').next().unwrap().to_owned();
            kinds.push(Kind { word: entry.kind, name, home: source.path.clone() });
        }
    }
    assert_eq!(kinds.len(), CATALOGUE.len(), "each kind is declared once");
    kinds
}

/// Files that are tests themselves.
const TESTS: &[&str] = &["/tests.rs", "/secrets.rs"];

/// Every mention: the kind, and the path of the file.
fn mentions() -> Vec<(Kind, Vec<String>)> {
    let sources: Vec<_> = files(&["src"], Some("rs"))
        .iter()
        .filter(|source| !TESTS.iter().any(|end| source.path.ends_with(end)))
        .map(|source| {
            let code = code(source);
            (source.path.clone(), named_events(&code), code)
        })
        .collect();
    let mentions = kinds().into_iter().map(|kind| {
        let quoted = format!("\"{}\"", kind.word);
        let named = sources.iter().filter(|(path, events, code)| {
            *path == kind.home
                || code.contains(&quoted)
                || has_word(events, &kind.name)
                || path == "src/event/catalogue.rs" && has_word(code, &kind.name)
        });
        let paths = named.map(|(path, ..)| path.clone()).collect();
        (kind, paths)
    });
    mentions.collect()
}

/// Whether a kind may be named there without a line in the list.
fn is_own(kind: &Kind, path: &str, paths: &[String]) -> bool {
    let (family, _) = kind.word.split_once('.').unwrap();
    let creates = CATALOGUE.iter().any(|one| one.kind == kind.word && one.creates.is_some());
    let sorted = paths.iter().any(|path| path == MINUTES);
    let minutes = path == "src/paper/minutes.rs" || path.starts_with("src/paper/minutes/");
    path == kind.home
        || path == "src/event/catalogue.rs"
        || path == format!("src/admission/{family}.rs")
        || path == RESTS
        || path.starts_with("src/projection/")
        || path.starts_with("src/intake/template/")
        || minutes && sorted
        || path == DIRECTORY && creates
}

#[test]
fn a_kind_is_known_to_its_own_files_and_to_who_asks_for_it() {
    let asks = |path: &str, kind: &str| {
        ASKING.iter().any(|(asking, kinds)| *asking == path && kinds.contains(&kind))
    };
    let mut breaches = Vec::new();
    for (kind, paths) in mentions() {
        for path in &paths {
            if !is_own(&kind, path, &paths) && !asks(path, kind.word) {
                breaches.push(format!("{path} must not know {}", kind.word));
            }
        }
    }
    assert_none(&breaches);
}

/// What is written like a kind and is none: names of files.
const NO_KINDS: &[&str] = &["registry.holder", "registry.lock"];

#[test]
fn a_unit_was_learnt_by_a_kind_that_does_not_exist() {
    let families = CATALOGUE.iter().filter_map(|entry| Some(entry.kind.split_once('.')?.0));
    let families: BTreeSet<&str> = families.chain(Thing::WORDS.iter().copied()).collect();
    let is_word = |text: &str| {
        !text.is_empty() && text.chars().all(|one| one.is_ascii_lowercase() || one == '_')
    };
    let mut breaches = Vec::new();
    for source in files(&["src"], Some("rs")) {
        let code = code(&source);
        let like_a_kind = code.split('"').filter(|text| {
            let parts = text.split_once('.');
            parts.is_some_and(|(family, word)| families.contains(family) && is_word(word))
        });
        let strange = like_a_kind.filter(|text| {
            !NO_KINDS.contains(text) && CATALOGUE.iter().all(|entry| entry.kind != *text)
        });
        breaches.extend(strange.map(|text| format!("{}: no kind is called {text}", source.path)));
    }
    assert_none(&breaches);
}

#[test]
fn who_no_longer_asks_for_a_kind_is_struck_off() {
    let mentions = mentions();
    let still = |asking: &str, word: &str| {
        let mut of_kind = mentions.iter().filter(|(kind, _)| kind.word == word);
        of_kind.any(|(kind, paths)| {
            paths.iter().any(|path| path == asking) && !is_own(kind, asking, paths)
        })
    };
    let mut breaches = Vec::new();
    for (asking, kinds) in ASKING {
        let gone = kinds.iter().filter(|kind| !still(asking, kind));
        breaches.extend(gone.map(|kind| format!("{asking} does not ask for {kind}")));
    }
    assert_none(&breaches);
}

#[test]
fn few_files_put_a_kind_on_record() {
    let mut breaches = Vec::new();
    for (kind, paths) in mentions() {
        let of = |room: &str| paths.iter().filter(|path| path.starts_with(room)).count();
        // Opened counts are a row of their own, and tell motions and elections who votes on them.
        let (tables, forms) = (of("src/projection/"), of("src/intake/template/"));
        // What a first day needs stands in the form for that day too.
        if tables > 3 || forms > 3 {
            breaches.push(format!("{}: {tables} tables, {forms} forms", kind.word));
        }
    }
    assert_none(&breaches);
}

#[test]
fn the_architecture_names_the_files_of_a_new_kind() {
    let architecture = fs::read_to_string(root().join("docs/architecture.md")).unwrap();
    let row =
        architecture.lines().find(|line| line.starts_with("| a new kind of event |")).unwrap();
    let paths = row.split('`').skip(1).step_by(2);
    let sources: Vec<_> = paths.filter(|path| path.starts_with("src/")).collect();
    let mentions = mentions();
    // The row shows them by the end of a motion; these are its own files, and there are no others.
    let (kind, own) = mentions.iter().find(|(kind, _)| kind.word == "motion.withdrawn").unwrap();
    let rooms = ["src/event/", "src/admission/", "src/projection/"];
    let mut own: Vec<_> = own
        .iter()
        .filter(|path| rooms.iter().any(|room| path.starts_with(room)))
        .map(String::as_str)
        .collect();
    own.sort_by_key(|path| rooms.iter().position(|room| path.starts_with(room)));
    own.sort_by_key(|path| *path != kind.home);
    assert_eq!(sources, own);
}

#[test]
fn every_id_on_record_is_that_of_a_thing() {
    let mut breaches = Vec::new();
    for entry in CATALOGUE {
        let named = (entry.fields)().iter().filter_map(|field| match field.class {
            Class::Pseudonym(word) => Some(word),
            _ => None,
        });
        let words = named.chain(entry.creates.map(|creates| creates.word));
        let strange = words.filter(|word| !Thing::WORDS.contains(word));
        breaches.extend(strange.map(|word| format!("{} names a {word}", entry.kind)));
    }
    assert_none(&breaches);
}

/// Rooms that treat each kind of a family by name, so that a new kind does not compile before they
/// say what it means there. The list may only get longer.
const EXHAUSTIVE: &[&str] = &["src/admission", "src/projection"];

/// Whether a pattern matches whatever is left.
fn is_catch_all(arm: &str) -> bool {
    let name = arm.split(" =>").next().unwrap_or_default().trim_matches(['(', ')']);
    arm.contains(" =>") && (name == "_" || name.chars().all(|c| c.is_ascii_lowercase()))
}

/// Whether a pattern names a variant of an enum of ours. Who asks one family, passes the others over.
fn names_a_variant(arm: &str) -> bool {
    let pattern = arm.split("=>").next().unwrap_or_default();
    pattern.split("::").zip(pattern.split("::").skip(1)).any(|(before, after)| {
        let of = before.rsplit(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        let capital = |word: &str| word.starts_with(|c: char| c.is_ascii_uppercase());
        capital(of) && capital(after) && of != "Family"
    })
}

/// Catch-alls beside variants: places of lines.
fn passed_over(code: &str) -> Vec<usize> {
    let lines: Vec<&str> = code.lines().collect();
    let depth = |line: &str| line.len() - line.trim_start().len();
    let mut found = Vec::new();
    for (place, line) in lines.iter().enumerate() {
        let indent = depth(line);
        let inside = |one: &&&str| depth(one) >= indent || one.is_empty();
        let before = lines.iter().take(place).rev().take_while(inside);
        let after = lines.iter().skip(place).take_while(inside);
        let mut beside = before.chain(after).filter(|one| depth(one) == indent);
        let asks = ["if let ", "matches!(", " else {"].iter().any(|word| line.contains(word));
        let one_event =
            asks && line.split_once(" = ").map_or(*line, |(left, _)| left).contains("Event::");
        if is_catch_all(line.trim_start()) && beside.any(|one| names_a_variant(one)) || one_event {
            found.push(place + 1);
        }
    }
    found
}

#[test]
fn no_kind_is_passed_over() {
    let mut breaches = Vec::new();
    for source in files(EXHAUSTIVE, Some("rs")) {
        let lines = passed_over(&source.text);
        breaches.extend(lines.iter().map(|line| format!("{}:{line}", source.path)));
    }
    assert_none(&breaches);
}

#[test]
fn a_catch_all_is_seen_beside_variants_only() {
    let arms =
        |arms: &[&str]| arms.iter().fold(String::new(), |all, arm| all + "    " + arm + "\n");
    let passed = ["A::B(fact) => {", "    x", "}", "A::C(_)", "| A::D(_) => y,", "other => z,"];
    assert_eq!(passed_over(&arms(&passed)), [6]);
    assert_eq!(passed_over(&arms(&["if let MotionEvent::A(fact) = event {", "}"])), [1]);
    let nested = ["Family::A(fact) => match fact {", "    A::B(_) => x,", "},", "_ => None,"];
    assert!(passed_over(&arms(&nested)).is_empty());
    assert!(passed_over(&arms(&["Some(n) => n,", "_ => 0,"])).is_empty());
}
