//! The estate 东方现代城 with its 3,281 units, made when it is asked for: too large to keep as a file.
//!
//! Buildings and units are those of the report; owners, areas and doors are invented, and the same
//! in every run.

#![expect(clippy::indexing_slicing, reason = "a test that reaches too far fails, as it should")]

use serde_json::{Value, json};

/// Buildings.
pub(crate) const BUILDINGS: usize = 23;

/// Units.
pub(crate) const UNITS: usize = 3_281;

/// Areas of the plans of a floor, in 0.01 m².
const PLANS: [usize; 4] = [8_920, 9_660, 11_830, 13_140];

/// Every so many units, one belongs to the owners of the unit before it.
const SECOND: usize = 12;

/// Every so many units, one belongs to two owners together.
const COUPLE: usize = 40;

/// Building and number in it of a unit, both from 1: the first buildings have one unit more.
fn place(unit: usize) -> (usize, usize) {
    let (least, larger) = (UNITS / BUILDINGS, UNITS % BUILDINGS);
    let in_larger = larger * (least + 1);
    if unit < in_larger {
        (unit / (least + 1) + 1, unit % (least + 1) + 1)
    } else {
        let rest = unit - in_larger;
        (larger + rest / least + 1, rest % least + 1)
    }
}

/// A name for a number; different numbers may have the same.
fn name(number: usize) -> String {
    let pick = |list: &str, at: usize| list.chars().nth(at % list.chars().count()).unwrap();
    let surname = pick("赵钱孙李周吴郑冯陈褚卫蒋沈韩杨朱秦尤许何吕施张", number);
    let first = pick("建国志明秀英玉兰春来晓梅德海长顺桂芳立新", number / 23);
    [surname, first, pick("华平荣林珍才山云", number / 7)].iter().collect()
}

/// The units with their owners, registered for a body, in facts for one document.
pub(crate) fn units(body: &str) -> Vec<Value> {
    let mut facts = Vec::new();
    let mut person = |label: String, number: usize| {
        facts.push(json!({ "kind": "person.registered", "name": name(number), "label": label,
            "happened": "2021-05" }));
        format!("@{label}")
    };
    let mut owners: Vec<Vec<String>> = Vec::new();
    for unit in 0..UNITS {
        if unit % SECOND == SECOND - 1 {
            owners.push(owners[unit - 1].clone());
            continue;
        }
        let mut own = vec![person(format!("df-a{unit}"), unit)];
        if unit % COUPLE == COUPLE - 1 {
            own.push(person(format!("df-b{unit}"), unit + UNITS));
        }
        owners.push(own);
    }
    facts.extend(owners.iter().enumerate().map(|(unit, owners)| {
        let (building, number) = place(unit);
        json!({ "kind": "roll.unit_registered", "body": body, "label": format!("df{unit:04}"),
            "building": format!("{building}号楼"), "door": format!("{number}户"),
            "unit_kind": "dwelling", "area": PLANS[unit % PLANS.len()] + unit % 7 * 10,
            "area_source": "register", "owners": owners, "happened": "2021-05-20" })
    }));
    facts
}
