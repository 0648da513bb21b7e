//! Every boundary case has an id; this says which of them have a test.

use crate::common::root;

/// Ids without a test here: how owners become heads belongs to the roll and not to the law. The list
/// may only get shorter.
const WITHOUT: &[&str] = &["K52", "K53", "K54"];

/// K01 to K107, with K21b, K36b and K36c.
fn ids() -> Vec<String> {
    let mut ids: Vec<String> = (1..=107).map(|number| format!("K{number:02}")).collect();
    ids.extend(["K21b", "K36b", "K36c"].map(str::to_owned));
    ids
}

/// The texts of the tests of this folder, without this file and its list.
fn tests() -> String {
    let listing = std::fs::read_dir(root().join("tests/law")).unwrap();
    let paths = listing.map(|entry| entry.unwrap().path());
    let others = paths.filter(|path| !path.ends_with("boundary_ids.rs"));
    others.map(|path| std::fs::read_to_string(path).unwrap()).collect()
}

/// Whether an assertion or a row names the id: `"K21"` or `"K55 …`, and not `"K21b"`.
fn named(tests: &str, id: &str) -> bool {
    let quoted = format!("\"{id}");
    let ends = |rest: &str| rest.starts_with(['"', ' ']);
    tests.match_indices(&quoted).any(|(at, _)| tests.get(at + quoted.len()..).is_some_and(ends))
        || tests.contains(&format!(" and {id}\""))
}

#[test]
fn there_are_110_ids_and_every_one_has_a_test_or_is_listed() {
    let (ids, tests) = (ids(), tests());
    assert_eq!(ids.len(), 110);
    let missing: Vec<_> = ids.iter().filter(|id| !named(&tests, id)).collect();
    assert_eq!(missing, WITHOUT, "a case lost its test, or is to be struck off the list");
}
