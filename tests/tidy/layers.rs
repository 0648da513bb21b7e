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

/// Files from the time before imports had to stand at the top. The list may only get shorter.
const PATHS_IN_BODIES: &[&str] = &[
    "src/ledger/entry.rs",
    "src/registry/mod.rs",
    "src/registry/record.rs",
    "src/store/vault/opening.rs",
];

/// The line without its comment.
fn code(line: &str) -> &str {
    if line.trim_start().starts_with("//") {
        return "";
    }
    line.split(" // ").next().unwrap_or_default()
}

fn is_import(line: &str) -> bool {
    let line = line.trim_start();
    ["use ", "pub use ", "pub(crate) use ", "pub(super) use "]
        .iter()
        .any(|import| line.starts_with(import))
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

#[test]
fn rooms_know_only_the_rooms_below_them() {
    let mut breaches = Vec::new();
    for (room, known) in ROOMS {
        for source in sources_of(room) {
            for (number, line) in source.lines() {
                for path in code(line).split("crate::").skip(1) {
                    let target = path.split(|c: char| !c.is_ascii_lowercase()).next();
                    let target = target.unwrap_or_default();
                    let is_room = ROOMS.iter().any(|(name, _)| *name == target);
                    let file = &source.path;
                    if path.starts_with('{') {
                        breaches.push(format!("{file}:{number}: a group hides whom it knows"));
                    } else if is_room && target != *room && !known.contains(&target) {
                        breaches.push(format!("{file}:{number}: {room} must not know {target}"));
                    }
                }
            }
        }
    }
    assert_none(&breaches);
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
                    (1..).take_while(|n| code(line).contains(&"super::".repeat(*n))).count();
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
fn imports_stand_at_the_top() {
    let mut breaches = Vec::new();
    for source in files(&["src"], Some("rs")) {
        // Macros name what they use in full, because they are expanded elsewhere.
        let has_macros =
            ["src/event/", "src/domain/"].iter().any(|room| source.path.starts_with(room));
        let mut found = source.lines().filter(|(_, line)| {
            code(line).contains("crate::") && !is_import(line) && !line.contains("pub(in crate::")
        });
        match (found.next(), PATHS_IN_BODIES.contains(&source.path.as_str())) {
            (Some((number, line)), false) if !has_macros => {
                breaches.push(format!("{}:{number}: {}", source.path, line.trim()));
            }
            (None, true) => breaches.push(format!("{} is tidy: strike it off", source.path)),
            _ => {}
        }
    }
    assert_none(&breaches);
}
