//! Every boundary case has an id, and every id has a test.

use super::verdicts::certainties;
use crate::common::{bless, root};
use yishi::law::Certainty;

/// How sure the law is of each case, as the list of cases says it. Two words: it depends on the row.
/// Where a rule can be read in two ways and both come to the same, the case is certain: exactly the
/// number is disputed, one more or less is not.
const CERTAINTY: &[(&str, &str)] = &[
    ("K01", "disputed"),
    ("K02", "certain"),
    ("K03", "certain"),
    ("K04", "certain"),
    ("K05", "certain"),
    ("K06", "certain"),
    ("K07", "certain"),
    ("K08", "certain disputed"),
    ("K09", "certain"),
    ("K10", "certain disputed"),
    ("K11", "certain disputed"),
    ("K12", "certain"),
    ("K13", "disputed"),
    ("K14", "certain"),
    ("K15", "certain"),
    ("K16", "advisory"),
    ("K17", "advisory"),
    ("K18", "certain advisory"),
    ("K19", "disputed"),
    ("K20", "advisory"),
    ("K21", "certain"),
    ("K21b", "disputed"),
    ("K22", "certain"),
    ("K23", "certain"),
    ("K24", "certain disputed"),
    ("K25", "certain"),
    ("K26", "certain"),
    ("K27", "certain"),
    ("K28", "certain"),
    ("K29", "certain"),
    ("K30", "certain"),
    ("K31", "certain disputed"),
    ("K32", "certain"),
    ("K33", "certain"),
    ("K34", "certain"),
    ("K35", "certain"),
    ("K36", "certain"),
    ("K36b", "certain"),
    ("K36c", "certain"),
    ("K37", "certain"),
    ("K38", "certain"),
    ("K39", "advisory"),
    ("K40", "certain"),
    ("K41", "certain"),
    ("K42", "certain"),
    ("K43", "certain"),
    ("K44", "certain"),
    ("K45", "certain"),
    ("K46", "certain"),
    ("K47", "certain"),
    ("K48", "certain"),
    ("K49", "certain"),
    ("K50", "certain"),
    ("K51", "certain"),
    ("K52", "certain"),
    ("K53", "certain"),
    ("K54", "disputed"),
    ("K55", "disputed"),
    ("K56", "disputed"),
    ("K57", "disputed"),
    ("K58", "certain disputed"),
    ("K59", "certain disputed"),
    ("K60", "certain"),
    ("K61", "certain"),
    ("K62", "certain"),
    ("K63", "certain disputed"),
    ("K64", "certain"),
    ("K65", "certain"),
    ("K66", "certain"),
    ("K67", "certain"),
    ("K68", "disputed"),
    ("K69", "certain"),
    ("K70", "certain"),
    ("K71", "certain"),
    ("K72", "certain"),
    ("K73", "certain"),
    ("K74", "certain"),
    ("K75", "certain"),
    ("K76", "disputed"),
    ("K77", "certain"),
    ("K78", "certain"),
    ("K79", "certain"),
    ("K80", "certain"),
    ("K81", "certain"),
    ("K82", "certain"),
    ("K83", "certain"),
    ("K84", "certain"),
    ("K85", "certain"),
    ("K86", "certain"),
    ("K87", "certain"),
    ("K88", "certain"),
    ("K89", "certain"),
    ("K90", "certain"),
    ("K91", "certain disputed"),
    ("K92", "certain"),
    ("K93", "certain"),
    ("K94", "certain"),
    ("K95", "certain"),
    ("K96", "advisory"),
    ("K97", "certain disputed"),
    ("K98", "certain disputed"),
    ("K99", "certain"),
    ("K100", "certain"),
    ("K101", "certain disputed"),
    ("K102", "certain"),
    ("K103", "certain"),
    ("K104", "certain disputed"),
    ("K105", "certain disputed"),
    ("K106", "disputed"),
    ("K107", "certain"),
];

/// A table found this certainty for a row of this case, and the list allows it.
#[track_caller]
pub(crate) fn sure(id: &str, found: Certainty) {
    let found = found.name().en;
    let (_, listed) = CERTAINTY.iter().find(|(own, _)| *own == id).expect("a case of the list");
    assert!(listed.split(' ').any(|one| one == found), "{id} is {listed}, and here {found}");
}

/// K01 to K107, with K21b, K36b and K36c.
fn ids() -> Vec<String> {
    CERTAINTY.iter().map(|(id, _)| (*id).to_owned()).collect()
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

/// A table asserts what the list says: by a kept verdict of every certainty that is listed, or, where
/// no figures are judged, by saying how sure the citation is.
#[test]
fn every_id_has_its_certainty_asserted() {
    if bless() {
        return;
    }
    let tests = tests();
    let mut missing = Vec::new();
    for (id, listed) in CERTAINTY {
        let kept = certainties(id);
        let said = tests.contains(&format!("sure(\"{id}\", "));
        if !said && !listed.split(' ').all(|one| kept.contains(one)) {
            missing.push(*id);
        }
    }
    assert!(missing.is_empty(), "their tables do not say how sure they are: {missing:?}");
}
