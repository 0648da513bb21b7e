//! How owners become heads when a roll is frozen: one for each set of owners.

use super::{assembly, fact, frozen};
use crate::common::registry::{TestRegistry, folded};
use crate::law::boundary_ids::sure;
use serde_json::{Value, json};
use yishi::law::Certainty;

/// What came of a roll: heads, area in 0.01 m², and the heads by the other reading.
type Found = (u64, u64, Option<u64>);

/// A number of heads is disputed where the other reading gives another.
fn certainty(found: Found) -> Certainty {
    if found.2.is_some() { Certainty::Disputed } else { Certainty::Certain }
}

/// The roll of these units: label, area, owners.
fn roll(units: &[(String, u64, &[&str])]) -> Found {
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
    folded(&view).each_roll(&mut |row| found = Some(row)).unwrap();
    let row = found.unwrap();
    let totals = row.what.unwrap().totals;
    let otherwise = row.heads_put_together.map(|heads| u64::from(heads.0));
    (u64::from(totals.heads.0), totals.area.0, otherwise)
}

#[test]
fn one_owner_of_several_flats_is_one_head_with_all_their_area() {
    let flats: Vec<(String, u64, &[&str])> = [8_000, 9_000, 10_000]
        .iter()
        .enumerate()
        .map(|(at, area)| (format!("f{at}"), *area, &["@王国强"][..]))
        .collect();
    let found = roll(&flats);
    assert_eq!(found, (1, 27_000, None), "K52");
    sure("K52", certainty(found));
}

#[test]
fn the_developer_is_one_head_for_unsold_and_undelivered_flats() {
    let own: &[&str] = &["@杨秀英"];
    let mut flats: Vec<(String, u64, &[&str])> =
        (0..45).map(|at| (format!("dev{at}"), 9_000, own)).collect();
    let found = roll(&flats);
    assert_eq!(found, (1, 45 * 9_000, None), "K53");
    sure("K53", certainty(found));
    flats.push(("sold".to_owned(), 9_000, &["@刘玉珍"]));
    assert_eq!(roll(&flats), (2, 46 * 9_000, None), "K53");
}

#[test]
fn two_owners_together_and_one_of_them_alone_are_two_heads() {
    let flats: [(String, u64, &[&str]); 2] =
        [("u1".to_owned(), 9_000, &["@李桂兰", "@张建华"]), ("u2".to_owned(), 7_000, &["@李桂兰"])];
    let found = roll(&flats);
    assert_eq!(found, (2, 16_000, Some(1)), "K54: two, or one as others read it");
    sure("K54", certainty(found));
    let same: [(String, u64, &[&str]); 2] = [
        ("u1".to_owned(), 9_000, &["@李桂兰", "@张建华"]),
        ("u2".to_owned(), 7_000, &["@张建华", "@李桂兰"]),
    ];
    assert_eq!(roll(&same), (1, 16_000, None), "K54: the same two, in another order");
}
