//! What a fact rests on: too little would admit what it must not, so any change shows here.

use super::schemas::{decoded, recorded};
use crate::common::registry::{CASES, TestRegistry};
use crate::common::{assert_current, root};
use std::collections::{BTreeMap, BTreeSet};
use yishi::admission::{Scope, scope_of};
use yishi::event::Event;

/// A clause in words: kinds, and the kind of thing that must be named.
fn clauses(scope: &Scope) -> BTreeSet<String> {
    let told = |clause: &yishi::admission::Clause| {
        let word = clause.tag.as_deref().and_then(|tag| tag.split(':').next()).unwrap_or("-");
        format!("{word}: {}", clause.kinds.join(" "))
    };
    scope.clauses.iter().map(told).collect()
}

/// Every fact of the examples, and samples of the kinds that they lack.
fn facts() -> Vec<Event> {
    let mut facts = Vec::new();
    for (case, _) in CASES {
        let town = TestRegistry::example(case);
        let entries = town.registry().view(None).unwrap().all_entries().unwrap();
        facts.extend(entries.into_iter().map(|entry| entry.event));
    }
    for (kind, samples) in recorded() {
        facts.extend(samples.iter().filter_map(|data| decoded(kind, data)));
    }
    facts
}

#[test]
fn what_each_kind_rests_on() {
    let mut by_kind: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for fact in facts() {
        by_kind.entry(fact.kind()).or_default().extend(clauses(&scope_of([&fact])));
    }
    let mut told = String::new();
    for (kind, clauses) in by_kind {
        told += &format!("{kind}\n");
        clauses.iter().for_each(|clause| told += &format!("    {clause}\n"));
    }
    assert_current(&root().join("tests/registry/scopes.txt"), &told);
}

#[test]
fn a_ballot_waits_for_the_closing_and_the_closing_for_no_ballot() {
    let facts = facts();
    let rests = |kind: &str, on: &str| {
        let mut of_kind = facts.iter().filter(|fact| fact.kind() == kind).peekable();
        assert!(of_kind.peek().is_some(), "{kind}");
        of_kind.any(|fact| scope_of([fact]).clauses.iter().any(|one| one.kinds.contains(&on)))
    };
    for kind in ["ballot.issued", "ballot.returned", "ballot.keyed"] {
        assert!(rests(kind, "count.sealed"), "{kind}");
        assert!(!rests("count.sealed", kind), "{kind}");
    }
    // Many can key at once: no question of the vote is among what a paper rests on.
    assert!(!rests("ballot.keyed", "motion.voted"));
}
