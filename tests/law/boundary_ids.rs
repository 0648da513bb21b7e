//! Every boundary case has an id, and every id has a test.

use crate::common::root;

/// K01 to K107, with K21b, K36b and K36c.
fn ids() -> Vec<String> {
    let mut ids: Vec<String> = (1..=107).map(|number| format!("K{number:02}")).collect();
    ids.extend(["K21b", "K36b", "K36c"].map(str::to_owned));
    ids
}

/// The texts of the tests of this folder, without this file, and of those on how owners become heads.
fn tests() -> String {
    let heads = std::fs::read_to_string(root().join("tests/registry/owners/heads.rs")).unwrap();
    let listing = std::fs::read_dir(root().join("tests/law")).unwrap();
    let paths = listing.map(|entry| entry.unwrap().path());
    let others = paths.filter(|path| !path.ends_with("boundary_ids.rs"));
    let own: String = others.map(|path| std::fs::read_to_string(path).unwrap()).collect();
    own + &heads
}

/// Whether an assertion or a row names the id: `"K21"` or `"K55 …`, and not `"K21b"`.
fn named(tests: &str, id: &str) -> bool {
    let quoted = format!("\"{id}");
    let ends = |rest: &str| rest.starts_with(['"', ' ']);
    tests.match_indices(&quoted).any(|(at, _)| tests.get(at + quoted.len()..).is_some_and(ends))
        || tests.contains(&format!(" and {id}\""))
}

#[test]
fn there_are_110_ids_and_every_one_has_a_test() {
    let (ids, tests) = (ids(), tests());
    assert_eq!(ids.len(), 110);
    let missing: Vec<_> = ids.iter().filter(|id| !named(&tests, id)).collect();
    assert!(missing.is_empty(), "cases without a test: {missing:?}");
}
