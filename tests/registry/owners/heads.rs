//! How owners become heads when a roll is frozen: one for each set of owners.

use super::{assembly, fact, frozen};
use crate::common::registry::TestRegistry;
use serde_json::{Value, json};

/// Heads and area in 0.01 m² of the roll of these units: label, area, owners.
fn roll(units: &[(String, u64, &[&str])]) -> (u64, u64) {
    let town = TestRegistry::with_cast();
    let mut facts = vec![assembly()];
    facts.extend(units.iter().map(|(label, area, owners)| {
        fact(
            "roll.unit_registered",
            "2026-01-10",
            json!({ "body": "@yezhu", "label": label, "building": "1号楼", "door": "一单元301室",
                "unit_kind": "dwelling", "area": area, "area_source": "register",
                "owners": owners }),
        )
    }));
    facts.push(frozen("r-1", "2026-03-01"));
    town.ok(Value::Array(facts));
    let view = town.registry().view(None).unwrap();
    let mut found = None;
    view.projections.each_roll(&mut |row| found = row.what).unwrap();
    let totals = found.unwrap().totals;
    (u64::from(totals.heads.0), totals.area.0)
}

#[test]
fn one_owner_of_several_flats_is_one_head_with_all_their_area() {
    let flats: Vec<(String, u64, &[&str])> = [8_000, 9_000, 10_000]
        .iter()
        .enumerate()
        .map(|(at, area)| (format!("f{at}"), *area, &["@王国强"][..]))
        .collect();
    assert_eq!(roll(&flats), (1, 27_000), "K52");
}

#[test]
fn the_developer_is_one_head_for_unsold_and_undelivered_flats() {
    let own: &[&str] = &["@杨秀英"];
    let mut flats: Vec<(String, u64, &[&str])> =
        (0..45).map(|at| (format!("dev{at}"), 9_000, own)).collect();
    assert_eq!(roll(&flats), (1, 45 * 9_000), "K53");
    flats.push(("sold".to_owned(), 9_000, &["@刘玉珍"]));
    assert_eq!(roll(&flats), (2, 46 * 9_000), "K53");
}

#[test]
fn two_owners_together_and_one_of_them_alone_are_two_heads() {
    let flats: [(String, u64, &[&str]); 2] =
        [("u1".to_owned(), 9_000, &["@李桂兰", "@张建华"]), ("u2".to_owned(), 7_000, &["@李桂兰"])];
    assert_eq!(roll(&flats), (2, 16_000), "K54");
    let same: [(String, u64, &[&str]); 2] = [
        ("u1".to_owned(), 9_000, &["@李桂兰", "@张建华"]),
        ("u2".to_owned(), 7_000, &["@张建华", "@李桂兰"]),
    ];
    assert_eq!(roll(&same), (1, 16_000), "K54: the same two, in another order");
}
