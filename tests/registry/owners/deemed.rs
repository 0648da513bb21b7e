//! A vote in which silence counts for something is told with and without it, on every paper.

use super::{UNITS, assembly, frozen, held, motion, notice, opened, sheet, unit, with};
use crate::common::registry::TestRegistry;
use serde_json::{Value, json};

/// An estate whose owners were all asked, some of whom were silent.
fn town(silence: &str) -> TestRegistry {
    let town = TestRegistry::with_cast();
    let mut facts = vec![assembly()];
    facts.extend(UNITS.map(|one| unit(one.0)));
    facts.push(frozen("r-1", "2026-03-01"));
    facts.push(notice());
    facts.push(motion("q-1", "property_service"));
    facts.push(with(opened("c-1", &["@q-1"]), json!({ "silence": silence })));
    facts.push(held());
    let tally = |heads: u32, area: u64| json!({ "heads": heads, "area": area });
    facts.push(sheet(json!({ "participating": tally(3, 30_000), "silent": tally(2, 20_000),
        "motions": [{ "motion": "@q-1", "in_favour": tally(2, 25_000),
            "against": tally(1, 5_000), "abstain": tally(0, 0) }] })));
    town.ok(Value::Array(facts));
    town
}

#[test]
fn why_minutes_and_the_published_page_have_the_columns() {
    let mut town = town("joins_majority");
    town.close();
    for arguments in [["why", "@q-1"], ["minutes", "@dahui"], ["publish", "@q-1"]] {
        let told = town.run(&arguments).out;
        for cell in ["不含(未回复不算参与)", "含(未回复计入多数意见)", "同意的业主人数/参与"]
        {
            assert!(told.contains(cell), "{arguments:?}: {cell} is not in {told}");
        }
        assert!(told.contains("2 人/3 人") && told.contains("4 人/5 人"), "{told}");
    }
    let json = town.run(&["why", "@q-1", "--json"]).json();
    let columns = json["verdict"]["deemed"].as_array().unwrap();
    assert_eq!(columns[0]["policy"], "not_participating");
    assert_eq!(columns.len(), 3);
}

#[test]
fn where_silence_is_no_participation_there_is_nothing_to_tell_apart() {
    let mut town = town("not_participating");
    town.close();
    for arguments in [["why", "@q-1"], ["minutes", "@dahui"], ["publish", "@q-1"]] {
        let told = town.run(&arguments).out;
        assert!(!told.contains("不含(") && !told.contains("视同票"), "{arguments:?}: {told}");
    }
}
