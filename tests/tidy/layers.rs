//! Who may know whom: the table of docs/architecture.md, read from the sources.

use super::{Source, assert_none, files};

/// A room and the rooms that it may know besides itself.
const ROOMS: &[(&str, &[&str])] = &[
    ("ledger", &[]),
    ("domain", &[]),
    ("law", &["domain"]),
    ("event", &["domain", "ledger"]),
    ("admission", &["domain", "event"]),
    ("projection", &["domain", "event"]),
    ("store", &["ledger"]),
    ("paper", &["domain", "event", "law", "ledger", "projection"]),
    ("audit", &["admission", "domain", "event", "law", "ledger", "projection", "store"]),
    (
        "registry",
        &["admission", "audit", "domain", "event", "law", "ledger", "paper", "projection", "store"],
    ),
    ("cli", &["domain", "paper", "registry"]),
];

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
    files(&[&format!("src/{room}"), &format!("src/{room}.rs")], Some("rs"))
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
                for path in code(line).split("crate::").skip(1) {
                    let target = path.split(|c: char| !c.is_ascii_lowercase()).next();
                    let target = target.unwrap_or_default();
                    let is_room = ROOMS.iter().any(|(name, _)| *name == target);
                    if path.starts_with('{') || (is_room && target != *room) {
                        let place = format!("{}:{number}", source.path);
                        mentions.push((place, *room, target.to_owned()));
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
            // src/store/mod.rs is one floor below the crate, src/store/vault/mod.rs two.
            let floors =
                source.path.matches('/').count() - usize::from(source.path.ends_with("/mod.rs"));
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
