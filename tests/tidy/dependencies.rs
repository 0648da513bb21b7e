//! What others wrote: under which licence, from which Rust on, and why we take it.

use super::{assert_none, files};
use crate::common::root;
use serde_json::Value;
use std::process::Command;

/// Licences that go together with ours: whoever passes the program on has a notice to keep, no more.
const ALLOWED: &[&str] = &[
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-3-Clause",
    "MIT",
    "MIT-0",
    "Unicode-3.0",
    "Zlib",
];

/// What cargo says with these arguments, if it can.
fn cargo(arguments: &[&str]) -> Option<String> {
    let output = Command::new(env!("CARGO")).args(arguments).current_dir(root()).output().ok()?;
    output.status.success().then(|| String::from_utf8(output.stdout).unwrap())
}

/// Every package that ours are built from. Those for other systems only where they were fetched.
fn packages() -> Vec<Value> {
    const METADATA: &[&str] = &["metadata", "--format-version=1", "--locked", "--offline"];
    let text = cargo(METADATA).or_else(|| {
        let version = cargo(&["-vV"])?;
        let host = version.lines().find_map(|line| line.strip_prefix("host: "))?;
        eprintln!("NOT RUN for packages of other systems than {host}: run cargo fetch --locked");
        cargo(&[METADATA, &["--filter-platform", host]].concat())
    });
    let mut metadata: Value = serde_json::from_str(&text.unwrap()).unwrap();
    let Value::Array(packages) = metadata["packages"].take() else { return Vec::new() };
    assert!(packages.len() > 50, "{} packages", packages.len());
    packages
}

fn name(package: &Value) -> String {
    format!("{} {}", package["name"].as_str().unwrap(), package["version"].as_str().unwrap())
}

/// Whether somebody may do with it what our own licences allow. `None` for what is no expression of
/// SPDX, of which `/` is the old way to write `OR`.
fn is_allowed(expression: &str) -> Option<bool> {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let mut words = spaced.split_whitespace().collect::<Vec<_>>().into_iter().peekable();
    let allowed = either(&mut words)?;
    words.peek().is_none().then_some(allowed)
}

type Words<'a> = core::iter::Peekable<std::vec::IntoIter<&'a str>>;

fn either(words: &mut Words<'_>) -> Option<bool> {
    let mut allowed = all(words)?;
    while words.next_if_eq(&"OR").is_some() {
        allowed |= all(words)?;
    }
    Some(allowed)
}

fn all(words: &mut Words<'_>) -> Option<bool> {
    let mut allowed = one(words)?;
    while words.next_if_eq(&"AND").is_some() {
        allowed &= one(words)?;
    }
    Some(allowed)
}

fn one(words: &mut Words<'_>) -> Option<bool> {
    let is_id = |word: &&str| !["(", ")", "OR", "AND", "WITH"].contains(word);
    if words.next_if_eq(&"(").is_some() {
        let allowed = either(words)?;
        return words.next_if_eq(&")").map(|_| allowed);
    }
    let mut licence = words.next_if(is_id)?.to_owned();
    if words.next_if_eq(&"WITH").is_some() {
        licence = format!("{licence} WITH {}", words.next_if(is_id)?);
    }
    Some(ALLOWED.contains(&licence.as_str()))
}

#[test]
fn every_licence_goes_together_with_ours() {
    let mut breaches = Vec::new();
    for package in packages() {
        let licence = package["license"].as_str().unwrap_or("none");
        if is_allowed(licence) != Some(true) {
            breaches.push(format!("{}: {licence}", name(&package)));
        }
    }
    assert_none(&breaches);
}

#[test]
fn expressions_of_licences_are_read() {
    let said = [
        ("MIT OR Apache-2.0", Some(true)),
        ("MIT/GPL-3.0-only", Some(true)),
        ("GPL-3.0-only", Some(false)),
        ("MIT AND GPL-3.0-only", Some(false)),
        // AND binds closer than OR.
        ("MIT OR GPL-3.0-only AND LGPL-2.1-only", Some(true)),
        ("(MIT OR GPL-3.0-only) AND LGPL-2.1-only", Some(false)),
        ("(MIT OR GPL-3.0-only) AND (Zlib)", Some(true)),
        ("Apache-2.0 WITH LLVM-exception", Some(true)),
        ("GPL-2.0-only WITH Classpath-exception-2.0", Some(false)),
        ("MIT WITH", None),
        ("MIT OR", None),
        ("AND MIT", None),
        ("(MIT", None),
        ("MIT Apache-2.0", None),
        ("", None),
    ];
    for (expression, allowed) in said {
        assert_eq!(is_allowed(expression), allowed, "{expression}");
    }
}

#[test]
fn whatever_we_take_from_others_has_its_reason() {
    let manifests = files(&["Cargo.toml", "crates", "fuzz"], Some("toml"));
    let mut breaches = Vec::new();
    let mut named = 0;
    for manifest in &manifests {
        let mut listing = false;
        for (number, line) in manifest.lines() {
            if line.starts_with('[') {
                listing = line.contains("dependencies");
            } else if listing && line.contains(" = ") && !line.contains("path = ") {
                named += 1;
                let reason = line.split_once(" # ").map_or("", |(_, reason)| reason);
                if reason.len() < 5 {
                    breaches.push(format!("{}:{number}: {line}", manifest.path));
                }
            }
        }
    }
    assert!(manifests.len() >= 4 && named > 30, "{named} in {} files", manifests.len());
    assert_none(&breaches);
}

/// A version of Rust as numbers.
fn rust(package: &Value) -> Option<Vec<u32>> {
    let text = package["rust_version"].as_str()?;
    let mut numbers: Vec<u32> = text.split('.').map(|part| part.parse().unwrap()).collect();
    numbers.resize(3, 0);
    Some(numbers)
}

#[test]
fn no_package_needs_a_newer_rust_than_we_ask_for() {
    let (ours, others): (Vec<_>, Vec<_>) =
        packages().into_iter().partition(|package| package["source"].is_null());
    let asked = rust(ours.first().unwrap()).unwrap();
    let mut breaches = Vec::new();
    for package in &ours {
        let licence = package["license"].as_str();
        if rust(package).as_ref() != Some(&asked) || licence != Some("MIT OR Apache-2.0") {
            breaches.push(format!("{}: {licence:?}, {:?}", name(package), rust(package)));
        }
    }
    let newer = others.iter().filter(|package| rust(package).is_some_and(|needs| needs > asked));
    breaches.extend(newer.map(|package| format!("{} needs {:?}", name(package), rust(package))));
    assert_none(&breaches);
    // What is promised is tried where that toolchain can be had.
    let [major, minor, _] = asked[..] else { unreachable!() };
    let check = std::fs::read_to_string(root().join(".ci/run")).unwrap();
    assert!(check.contains(&format!("minimal={major}.{minor}")), ".ci/run");
}
