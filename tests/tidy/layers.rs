//! Who may know whom: the table of docs/architecture.md, read from the sources.

use super::{Source, assert_none, files};

/// A room and the rooms that it may know besides itself.
const ROOMS: &[(&str, &[&str])] = &[
    ("ledger", &[]),
    ("domain", &[]),
    ("law", &["domain", "ledger"]),
    ("gate", &["domain", "law"]),
    ("event", &["domain", "ledger"]),
    ("admission", &["domain", "event"]),
    ("projection", &["domain", "event", "ledger"]),
    ("store", &["ledger"]),
    ("intake", &["domain", "event", "law", "ledger"]),
    ("audit", &["admission", "domain", "event", "law", "ledger", "projection", "store"]),
    ("answer", &["audit", "domain", "event", "intake", "law", "ledger", "projection", "store"]),
    ("paper", &["answer", "domain", "event", "law", "ledger", "projection"]),
    (
        "registry",
        &[
            "admission",
            "answer",
            "audit",
            "domain",
            "event",
            "intake",
            "law",
            "ledger",
            "paper",
            "projection",
            "store",
        ],
    ),
    ("cli", &["answer", "domain", "paper", "registry"]),
];

/// Rooms that are packages of their own, so that a change in a face does not compile them again and
/// others can take them without the rest.
const PACKAGES: &[&str] = &["ledger", "domain", "law"];

/// Rooms inside the package of another one: the room, and where it lies.
const WITHIN: &[(&str, &str)] = &[("gate", "crates/law/src/gate/")];

/// What breaks the table today: a room and one that it must not know. The list may only get shorter.
const DEBTS: &[(&str, &str)] = &[];

/// The line without its comment.
fn code(line: &str) -> &str {
    if line.trim_start().starts_with("//") {
        return "";
    }
    line.split(" // ").next().unwrap_or_default()
}

fn sources_of(room: &str) -> Vec<Source> {
    if let Some((_, place)) = WITHIN.iter().find(|(name, _)| *name == room) {
        return files(&[place], Some("rs"));
    }
    let package = format!("crates/{room}/src");
    let mut found =
        files(&[&format!("src/{room}"), &format!("src/{room}.rs"), &package], Some("rs"));
    found.retain(|source| WITHIN.iter().all(|(_, place)| !source.path.starts_with(place)));
    found
}

/// The path of a file inside its room: `vault/mod.rs`.
fn inside(source: &Source) -> &str {
    if let Some(path) = WITHIN.iter().find_map(|(_, place)| source.path.strip_prefix(place)) {
        return path;
    }
    let path = source.path.strip_prefix("crates/").and_then(|path| path.split_once("/src/"));
    let path = path.or_else(|| source.path.strip_prefix("src/")?.split_once('/'));
    path.map_or(source.path.as_str(), |(_, path)| path)
}

/// The rooms that a line names: behind `crate::`, and packages also by their own name.
fn named(line: &str) -> Vec<String> {
    // A group of imports has no word: it hides whom it knows.
    let word = |path: &str| {
        let word = path.split(|c: char| !c.is_ascii_lowercase()).next().unwrap_or_default();
        (!word.is_empty() || path.starts_with('{')).then(|| word.to_owned())
    };
    let mut named: Vec<String> = line.split("crate::").skip(1).filter_map(word).collect();
    for package in PACKAGES {
        let starts = |at: usize| {
            let before = line.get(..at).and_then(|before| before.chars().next_back());
            before.is_none_or(|c| !c.is_alphanumeric() && c != '_' && c != ':')
        };
        let path = format!("{package}::");
        let mentions = line.match_indices(&path).filter(|(at, _)| starts(*at));
        named.extend(mentions.map(|_| (*package).to_owned()));
    }
    named
}

#[test]
fn every_room_is_in_the_table() {
    let table = |room: &str| ROOMS.iter().any(|(name, _)| *name == room);
    let rooms = files(&["src"], Some("rs")).into_iter().filter_map(|source| {
        let (room, _) = source.path.strip_prefix("src/")?.split_once('/')?;
        (!table(room)).then(|| room.to_owned())
    });
    assert_none(&rooms.collect::<Vec<_>>());
}

/// Every mention of a room in another one: place, room, the one that is named. Bodies and macros are
/// read like imports, so a path in full hides nothing.
fn mentions() -> Vec<(String, &'static str, String)> {
    let mut mentions = Vec::new();
    for (room, _) in ROOMS {
        for source in sources_of(room) {
            for (number, line) in source.lines() {
                for target in named(code(line)) {
                    let is_room = ROOMS.iter().any(|(name, _)| *name == target);
                    if target.is_empty() || (is_room && target != *room) {
                        mentions.push((format!("{}:{number}", source.path), *room, target));
                    }
                }
            }
        }
    }
    mentions
}

#[test]
fn rooms_know_only_the_rooms_below_them() {
    let knows = |room: &str, target: &str| {
        ROOMS.iter().any(|(name, known)| *name == room && known.contains(&target))
    };
    let owed = |room: &str, target: &str| DEBTS.contains(&(room, target));
    let breaches = mentions().into_iter().filter_map(|(place, room, target)| {
        let allowed = knows(room, &target) || owed(room, &target);
        // A group of imports has no target: it hides whom it knows.
        (!allowed).then(|| format!("{place}: {room} must not know {target}"))
    });
    assert_none(&breaches.collect::<Vec<_>>());
}

#[test]
fn a_debt_that_is_paid_is_struck_off() {
    let mentions = mentions();
    let paid = DEBTS.iter().filter(|(room, target)| {
        !mentions.iter().any(|(_, from, to)| from == room && to == target)
    });
    assert_none(&paid.map(|(room, target)| format!("{room} → {target}")).collect::<Vec<_>>());
}

#[test]
fn no_path_climbs_out_of_its_room() {
    let mut breaches = Vec::new();
    for (room, _) in ROOMS {
        for source in sources_of(room) {
            // store/mod.rs is the room itself, store/vault/mod.rs one floor below it.
            let path = inside(&source);
            let is_room = path.ends_with("mod.rs") || path == "lib.rs";
            let floors = path.matches('/').count() + 2 - usize::from(is_room);
            for (number, line) in source.lines() {
                let climbs =
                    (1..9).take_while(|n| code(line).contains(&"super::".repeat(*n))).count();
                // A module inside a file has one floor more.
                if climbs >= floors + usize::from(line.starts_with(' ')) {
                    breaches.push(format!("{}:{number}: {}", source.path, line.trim()));
                }
            }
        }
    }
    assert_none(&breaches);
}

#[test]
fn packages_depend_on_nothing_that_their_room_may_not_know() {
    let mut breaches = Vec::new();
    for package in PACKAGES {
        let known = ROOMS.iter().find(|(name, _)| name == package).unwrap().1;
        let manifest = files(&[&format!("crates/{package}/Cargo.toml")], None).remove(0);
        let own = manifest.text.split("[dev-dependencies]").next().unwrap().to_owned();
        let rooms = own
            .lines()
            .filter(|line| line.contains("path = "))
            .map(|line| line.split_whitespace().next().unwrap_or_default());
        breaches.extend(
            rooms.filter(|room| !known.contains(room)).map(|room| format!("{package}: {room}")),
        );
        assert!(!own.contains("yishi =") && !own.contains("sled"), "{package}");
    }
    assert_none(&breaches);
}

/// What a face asks and hands its answers to. What these say of words, they say by `domain`.
const DOORS: &[&str] = &["answer", "registry", "paper"];

/// Whether the line hands something out under a name of its own.
fn hands_out(line: &str) -> bool {
    let mut words = line.split(|c: char| !c.is_ascii_lowercase() && c != '_');
    line.starts_with("pub") && words.any(|word| word == "use" || word == "type")
}

#[test]
fn a_door_hands_out_nothing_of_the_rooms_behind_it() {
    let mut breaches = Vec::new();
    for room in DOORS {
        for source in sources_of(room) {
            for (number, line) in source.lines().filter(|(_, line)| hands_out(line)) {
                let own = |room: &str| room == "domain" || DOORS.contains(&room);
                let behind = named(code(line)).into_iter().find(|room| !own(room));
                breaches.extend(
                    behind.map(|room| format!("{}:{number} hands out {room}", source.path)),
                );
            }
        }
    }
    assert_none(&breaches);
}
