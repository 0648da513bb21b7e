//! A vote from the roll to the publication: what the program fills in, what stays frozen, what a
//! stranger can check.

use super::{
    certified, estate, frozen, held, issued, keyed, notice, opened, recorded, sealed, sheet, step,
    unit, with,
};
use crate::common::registry::folded;
use serde_json::{Value, json};
use yishi::audit::{Outcome, VerifyOptions, verify};
use yishi::domain::{Area, Heads};
use yishi::projection::{CountRow, Table};

/// A ballot from its issue to its second keying, twice the same.
pub(super) fn cast(label: &str, units: &[&str], choices: &[(&str, &str)]) -> Vec<Value> {
    vec![
        issued(label, units),
        step(label, "delivered"),
        step(label, "returned"),
        keyed(label, "first", choices),
        keyed(label, "second", choices),
    ]
}

/// What five ballots say: 王 split on q-2, 李 and 张 for, 李 alone blank on q-2, 刘 against, 陈 rejected,
/// 杨 silent.
fn ballots() -> Value {
    let mut facts = cast("b-1", &["@h1"], &[("@q-1", "in_favour"), ("@q-2", "in_favour")]);
    facts.extend(cast("b-2", &["@h2"], &[("@q-1", "in_favour"), ("@q-2", "against")]));
    facts.extend(cast("b-3", &["@h3"], &[("@q-1", "in_favour"), ("@q-2", "abstain")]));
    facts.extend(cast("b-4", &["@h4"], &[("@q-1", "in_favour")]));
    facts.extend(cast("b-5", &["@h5"], &[("@q-1", "against"), ("@q-2", "blank")]));
    facts.extend(cast("b-6", &["@h6"], &[("@q-1", "against"), ("@q-2", "against")]));
    facts.push(step("b-6", "rejected"));
    facts.extend([issued("b-8", &["@h8"]), step("b-8", "delivered")]);
    Value::Array(facts)
}

fn tally(heads: u32, area: u64) -> Value {
    json!({ "heads": heads, "area": area })
}

fn count(town: &crate::common::registry::TestRegistry) -> CountRow {
    let mut rows = Vec::new();
    let view = town.registry().view(None).unwrap();
    folded(&view).each_count(&mut |row| rows.push(row)).unwrap();
    rows.pop().unwrap()
}

#[test]
fn a_roll_adds_up_its_units_and_one_set_of_owners_is_one_head() {
    let town = estate();
    let totals = |facts: Value| recorded(&town, facts)["totals"].clone();
    let whole = totals(frozen("r-2", "2026-03-01"));
    assert_eq!(
        (&whole["heads"], &whole["units"], &whole["area"]),
        (&6.into(), &7.into(), &65_000.into())
    );
    assert_eq!(whole["fingerprint"].as_str().unwrap().len(), 64);
    let parking = totals(with(frozen("r-3", "2026-03-01"), json!({ "parking_counts": true })));
    assert_eq!(
        (&parking["heads"], &parking["units"], &parking["area"]),
        (&6.into(), &8.into(), &66_200.into())
    );
    let building = totals(with(frozen("r-4", "2026-03-01"), json!({ "buildings": ["2号楼"] })));
    assert_eq!(
        (&building["heads"], &building["units"], &building["area"]),
        (&3.into(), &3.into(), &31_000.into())
    );
    assert_ne!(whole["fingerprint"], parking["fingerprint"]);
}

#[test]
fn the_fingerprint_of_a_roll_is_that_of_the_format_page() {
    let town = estate();
    let frozen = recorded(&town, frozen("r-2", "2026-03-01"));
    let view = town.registry().view(None).unwrap();
    let mut lines = Vec::new();
    for entry in view.all_entries().unwrap() {
        let data = entry.event.to_json().unwrap();
        if entry.event.kind() == "roll.unit_registered" && data["unit_kind"] != "parking" {
            let mut owners: Vec<_> =
                data["owners"].as_array().unwrap().iter().map(Value::to_string).collect();
            owners.sort();
            let (area, unit, kind) = (&data["area"], &data["unit"], &data["unit_kind"]);
            let owners = owners.join(",");
            let line = format!(
                "{{\"area\":{area},\"owners\":[{owners}],\"unit\":{unit},\"unit_kind\":{kind}}}\n"
            );
            lines.push((unit.to_string(), line));
        }
    }
    lines.sort();
    let text: String = lines.into_iter().map(|(_, line)| line).collect();
    let expected = domain::Fingerprint::of(text.as_bytes()).to_string();
    assert_eq!(frozen["totals"]["fingerprint"], expected);
}

#[test]
fn a_frozen_roll_stays_as_it_was() {
    let town = estate();
    let before = recorded(&town, frozen("r-2", "2026-03-01"))["totals"].clone();
    // Later: a unit recorded late, one sold, one with its area put right by a correction.
    town.ok(json!([with(unit("h1"), json!({ "label": "h9" }))]));
    town.ok(json!([{ "kind": "roll.unit_changed", "unit": "@h1", "body": "@yezhu",
        "owners": ["@赵春来"], "reason": "过户", "happened": "2026-02-01" }]));
    town.ok(json!([with(
        unit("h2"),
        json!({ "area": 9_500,
        "corrects": "#h2/roll.unit_registered", "correction_reason": "抄错" })
    )]));
    let now = recorded(&town, frozen("r-3", "2026-03-01"))["totals"].clone();
    assert_eq!(
        (&now["heads"], &now["units"], &now["area"]),
        (&7.into(), &8.into(), &73_500.into())
    );
    // What is voted on the roll frozen before counts with the areas and owners of then.
    let facts = [
        cast("b-1", &["@h1"], &[("@q-1", "in_favour")]),
        cast("b-2", &["@h2"], &[("@q-1", "in_favour")]),
    ]
    .concat();
    town.ok(Value::Array(facts));
    town.ok(sealed());
    let certified = recorded(&town, certified());
    assert_eq!(certified["totals"]["motions"][0]["in_favour"], tally(1, 17_000));
    assert_eq!(before["area"], 65_000);
    let report = {
        let mut town = town;
        town.close();
        verify(&town.dir(), &VerifyOptions::default())
    };
    assert_eq!(report.outcome, Outcome::Holds, "{:?}", report.findings);
}

#[test]
fn an_assembly_is_due_by_its_roll_and_its_motions_are_voted_by_the_count() {
    let town = estate();
    let minutes = recorded(&town, held());
    assert!(minutes.get("entitled").is_none());
    let view = town.registry().view(None).unwrap();
    let roll = view.find("@r-1").unwrap()[0].strip_prefix("roll:").unwrap().to_owned();
    assert_eq!(minutes["roll"], roll);
    let meeting =
        view.find("@dahui").unwrap()[0].strip_prefix("meeting:").unwrap().parse().unwrap();
    let row = folded(&view).meeting(meeting).unwrap().unwrap();
    let minutes = row.held.unwrap();
    assert_eq!((minutes.entitled, minutes.present), (None, None));
    assert_eq!(row.motions.len(), 2);
    town.ok(ballots());
    town.ok(sealed());
    town.ok(certified());
    town.ok(json!([{ "kind": "motion.announced", "motion": "@q-1", "announced": "carried",
        "happened": "2026-03-23" }]));
}

#[test]
fn ballots_add_up_to_heads_and_area() {
    let mut town = estate();
    town.ok(ballots());
    town.ok(sealed());
    let totals = recorded(&town, certified())["totals"].clone();
    let ids: Vec<_> =
        totals["motions"].as_array().unwrap().iter().map(|one| &one["motion"]).collect();
    let expected = json!({
        "issued": 7, "delivered": 7, "returned": 6, "valid": 5, "invalid": 1, "unsettled": 0,
        "participating": tally(4, 40_000), "rejected": tally(1, 5_000), "silent": tally(1, 20_000),
        "motions": [
            { "motion": ids[0], "in_favour": tally(3, 34_000), "against": tally(1, 6_000),
              "abstain": tally(0, 0), "blank": tally(0, 0), "split": 0 },
            { "motion": ids[1], "in_favour": tally(0, 8_000), "against": tally(0, 9_000),
              "abstain": tally(1, 10_000), "blank": tally(2, 13_000), "split": 1 }
        ] });
    assert_eq!(totals, expected);
    town.close();
    let report = verify(&town.dir(), &VerifyOptions::default());
    assert_eq!(report.outcome, Outcome::Holds, "{:?}", report.findings);
    let shown = town.run(&["show", "counts", "--on", "2026-04-01"]).done().out;
    for words in [
        "已出结果",
        "发出 7 · 送达 7 · 收回 6 · 有效 5 · 无效 1",
        "投有效票 4 人 400.00 ㎡",
        "同意 3 人 340.00 ㎡",
        "送达未反馈 1 人 200.00 ㎡",
        "1 名业主的几户意见不一",
    ] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    let motions = town.run(&["show", "motions"]).done().out;
    // Whether the rejected ballot took part, decides: 450.00 or 400.00 of 650.00 m².
    for words in [
        "有争议。按“无效票算参与”,通过:参与 5 人/全体业主 6 人",
        "按“无效票不算参与”,未通过",
        "400.00 ㎡/全体业主 650.00 ㎡(要求 ≥2/3,未达到)",
        "同意 0 人/参与 5 人(要求 ≥3/4,未达到)",
    ] {
        assert!(motions.contains(words), "{words}: {motions}");
    }
    let shown = town.run(&["show", "rolls"]).done().out;
    assert!(shown.contains("650.00") && shown.contains("@r-1"), "{shown}");
}

#[test]
fn what_is_doubtful_is_recorded_and_shown() {
    let town = estate();
    let mut facts = vec![
        issued("b-1", &["@h1"]),
        with(
            step("b-1", "returned"),
            json!({ "signature": "not_signed", "happened": "2026-03-21" }),
        ),
    ];
    facts.push(keyed("b-1", "first", &[("@q-1", "in_favour")]));
    facts.push(keyed("b-1", "second", &[("@q-1", "against")]));
    facts.push(step("b-1", "challenged"));
    facts.extend([issued("b-3", &["@h3"]), step("b-3", "set_aside"), issued("b-3a", &["@h3"])]);
    town.ok(Value::Array(facts));
    let row = count(&town);
    let remarks = &row.remarks;
    let one = Some(1);
    assert_eq!((remarks.keyed_differently, remarks.keyed_by_one, remarks.late), (one, one, one));
    assert_eq!((remarks.not_signed, remarks.challenged, remarks.set_aside), (one, one, one));
    let totals = row.ballots.unwrap();
    assert_eq!((totals.issued, totals.returned, totals.valid), (Some(2), one, Some(0)));
    assert_eq!((totals.unsettled, totals.participating.heads), (one, Heads(0)));
    // The second keying is put right: now the ballot counts.
    town.ok(with(
        keyed("b-1", "second", &[("@q-1", "in_favour")]),
        json!({ "corrects": town.entries() - 5, "correction_reason": "录错" }),
    ));
    let totals = count(&town).ballots.unwrap();
    assert_eq!((totals.valid, totals.unsettled), (one, Some(0)));
    assert_eq!(totals.motions[0].in_favour.area, Area(8_000));
}

#[test]
fn what_a_cheat_would_do_to_a_vote_is_told_by_show_and_check() {
    let town = estate();
    let mut facts = cast("b-1", &["@h1", "@h3"], &[("@q-1", "in_favour")]);
    facts.extend(cast("b-4", &["@h4"], &[("@q-1", "in_favour")]));
    facts[7] = with(step("b-4", "returned"), json!({ "happened": "2026-03-01" }));
    facts.extend(cast("b-6", &["@h6"], &[("@q-1", "against")]));
    facts.push(step("b-6", "set_aside"));
    town.ok(Value::Array(facts));
    town.ok(with(sealed(), json!({ "happened": "2026-03-15" })));
    town.ok(with(certified(), json!({ "happened": "2026-03-16" })));
    let corrects = json!({ "corrects": "#c-1/count.opened", "correction_reason": "另定",
        "silence": "joins_majority" });
    town.ok(with(opened("c-1", &["@q-1", "@q-2"]), corrects));
    let shown = town.run(&["show", "counts", "--on", "2026-04-01"]).done().out;
    let checked = town.run(&["check", "@q-1"]).out;
    for words in [
        "1 张票代表不同业主的房屋",
        "1 张票投票开始之前收回",
        "1 张票收回之后才作废",
        "开始表决的记录更正过 1 次,请核对未反馈规则",
        "封票(2026-03-15)早于投票截止(2026-03-20)",
        "计票结果(2026-03-16)早于投票截止",
    ] {
        assert!(shown.contains(words), "show: {words}: {shown}");
        assert!(checked.contains(words), "check: {words}: {checked}");
    }
}

#[test]
fn a_vote_without_a_cheat_has_none_of_these_remarks() {
    let town = estate();
    town.ok(ballots());
    town.ok(sealed());
    town.ok(certified());
    let row = count(&town);
    let told: Vec<String> =
        yishi::answer::count_remarks(&row).into_iter().map(|one| one.zh).collect();
    // 王 said different things for two units, and one person keyed everything.
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[0].contains("初录、复录为同一人") && told[1].contains("意见不一"), "{told:?}");
}

#[test]
fn one_result_published_with_two_texts_is_told_until_one_is_taken_down() {
    let town = estate();
    town.ok(Value::Array(cast("b-3", &["@h3"], &[("@q-1", "in_favour")])));
    town.ok(sealed());
    town.ok(certified());
    let posted = |label: &str, text: &str| {
        json!({ "kind": "publication.posted", "body": "@yezhu", "label": label, "count": "@c-1",
            "publication_kind": "final_result", "place": "公告栏", "until": "2026-04-30",
            "text": text.repeat(32), "happened": "2026-03-25" })
    };
    town.ok(posted("p-1", "0a"));
    let same = |label: &str| with(posted(label, "0a"), json!({ "place": "小区东门" }));
    town.ok(same("p-2"));
    let told = |town: &crate::common::registry::TestRegistry| {
        let shown = town.run(&["list", "publications"]).done().out;
        let checked = town.run(&["check", "@c-1"]).out;
        (shown.matches("与另一份不同").count(), checked.matches("文本却不同").count())
    };
    assert_eq!(told(&town), (0, 0));
    town.ok(posted("p-3", "0b"));
    // Two motions are checked, and each is told of both pairs.
    assert_eq!(told(&town), (3, 4));
    let gone = |label: &str| {
        json!({ "kind": "publication.removed", "publication": format!("@{label}"),
            "happened": "2026-03-25" })
    };
    town.ok(gone("p-3"));
    assert_eq!(told(&town), (0, 0));
}

#[test]
fn a_ballot_rejected_after_the_result_makes_it_differ_until_it_is_corrected() {
    let town = estate();
    town.ok(Value::Array(cast("b-3", &["@h3"], &[("@q-1", "in_favour")])));
    town.ok(sealed());
    town.ok(certified());
    assert!(!count(&town).remarks.recount_differs);
    town.ok(step("b-3", "rejected"));
    assert!(count(&town).remarks.recount_differs);
    town.ok(with(
        certified(),
        json!({ "corrects": "#c-1/count.certified", "correction_reason": "一票认定无效" }),
    ));
    let row = count(&town);
    assert!(!row.remarks.recount_differs);
    assert_eq!(row.certified.unwrap().corrected.unwrap().times, 1);
}

#[test]
fn a_tally_sheet_may_leave_out_what_it_does_not_say() {
    let mut town = crate::common::registry::TestRegistry::with_cast();
    let roll = with(
        frozen("r-1", "2022-09-01"),
        json!({ "basis": "brought_forward",
        "totals": { "heads": 1_505, "area": 19_161_921 } }),
    );
    town.ok(json!([with(super::assembly(), json!({ "happened": "2020" })), roll]));
    let old = |fact: Value| with(fact, json!({ "happened": "2022-09-02", "starts": "2022-09-20" }));
    town.ok(old(notice()));
    town.ok(with(super::motion("q-1", "property_service"), json!({ "happened": "2022-09-02" })));
    town.ok(with(
        opened("c-1", &["@q-1"]),
        json!({ "happened": "2022-09-02",
        "voting_from": "2022-09-03", "voting_until": "2022-09-20" }),
    ));
    town.ok(sheet(json!({ "participating": tally(1_360, 17_175_522),
        "motions": [{ "motion": "@q-1", "in_favour": tally(238, 2_973_425) }] })));
    let row = count(&town);
    let totals = row.certified.unwrap().what.totals;
    assert_eq!((totals.issued, totals.motions[0].against), (None, None));
    assert_eq!(totals.participating.area.to_string(), "171755.22");
    town.close();
    let sentence = "未通过。参与 1360 人/全体业主 1505 人(要求 ≥2/3,达到)、171755.22 ㎡/全体业主 191619.21 ㎡(要求 ≥2/3,达到);同意 238 人/参与 1360 人(要求 >1/2,未达到)、29734.25 ㎡/参与 171755.22 ㎡(要求 >1/2,未达到)。";
    let shown = town.run(&["show", "motions"]).done().out;
    assert!(shown.contains(sentence), "{shown}");
    let why = town.run(&["why", "@q-1"]);
    assert!(why.out.contains("冻结兴华园业主大会业主名册"), "{}", why.out);
    town.reopen();
    // No unit stands on a roll taken from paper.
    town.ok(json!([super::motion("q-2", "fund_use"), unit("h1")]));
    town.ok(opened("c-2", &["@q-2"]));
    let (_, zh) = town.refused(with(issued("b-1", &["@h1"]), json!({ "count": "@c-2" })));
    assert!(zh.contains("不在本次表决的名册上"), "{zh}");
}

#[test]
fn the_same_count_again_is_answered_the_same() {
    let town = estate();
    town.ok(Value::Array(cast("b-3", &["@h3"], &[("@q-1", "in_favour")])));
    town.ok(sealed());
    let options = yishi::registry::RecordOptions {
        command_id: Some("01KB0000000000000000000009".parse().unwrap()),
        ..yishi::registry::RecordOptions::default()
    };
    let first = town.record_bytes(&town.document(certified()), &options).unwrap();
    town.ok(step("b-3", "rejected"));
    let again = town.record_bytes(&town.document(certified()), &options).unwrap();
    assert!(again.repeated);
    assert_eq!(again.entries, first.entries);
}

#[test]
fn doors_and_objections_are_in_the_vault_only_and_rows_name_no_ballot() {
    let mut town = estate();
    town.ok(ballots());
    town.ok(step("b-1", "challenged"));
    town.ok(json!([{ "kind": "publication.posted", "body": "@yezhu", "publication_kind": "roll",
        "roll": "@r-1", "label": "p-1", "place": "公告栏", "happened": "2026-03-02" },
        { "kind": "publication.objection_received", "publication": "@p-1", "number": 1,
          "unit": "@h3", "text": "我家面积不对", "happened": "2026-03-04" }]));
    let view = town.registry().view(None).unwrap();
    let ballot = view.find("@b-1").unwrap()[0].strip_prefix("ballot:").unwrap().to_owned();
    for table in Table::ALL {
        for (_, row) in folded(&view).rows(table).unwrap() {
            assert!(!row.contains(&ballot), "{row}");
        }
    }
    drop(view);
    town.close();
    let files = crate::common::registry::tree(&town.dir());
    for secret in ["一单元301室", "不是我投的", "我家面积不对"] {
        let holding: Vec<_> = files
            .iter()
            .filter(|(_, bytes)| memchr::memmem::find(bytes, secret.as_bytes()).is_some())
            .map(|(name, _)| name.as_str())
            .collect();
        assert_eq!(holding, ["vault/openings.jsonl"], "{secret}");
    }
}
