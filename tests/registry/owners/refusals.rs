//! Every refusal about owners' votes: a sentence that says what is meant and what to do next; nothing
//! changes.

use super::{
    certified, estate, fact, frozen, held, issued, keyed, notice, opened, sealed, sheet, step,
    unit, with,
};
use crate::common::cases::{Case, case, given, said_again, variants};
use crate::common::registry::vote;
use serde_json::{Value, json};
use std::collections::BTreeSet;

fn changed(fields: Value) -> Value {
    with(
        fact(
            "roll.unit_changed",
            "2026-02-01",
            json!({ "unit": "@h1", "body": "@yezhu", "reason": "过户" }),
        ),
        fields,
    )
}

fn new_unit(fields: Value) -> Value {
    with(with(unit("h1"), json!({ "label": "h9" })), fields)
}

fn paper_roll(totals: Value) -> Value {
    let mut roll = with(frozen("r-2", "2026-03-01"), json!({ "basis": "brought_forward" }));
    roll["totals"] = totals;
    roll
}

fn about_rolls() -> Vec<Case> {
    vec![
        case("NoOwner", new_unit(json!({ "owners": [] })), &["产权人", "请先登记"]),
        case("OwnerTwice", new_unit(json!({ "owners": ["@王国强", "@王国强"] })), &["请删去"]),
        case("NoArea", new_unit(json!({ "area": 0 })), &["0.01 平方米"]),
        case("NoArea", changed(json!({ "area": 0 })), &["不能是 0"]),
        case("NothingChanged", changed(json!({})), &["请写上"]),
        given(
            vec![changed(json!({ "removed": true }))],
            case("UnitRemoved", changed(json!({ "area": 8_100 })), &["h1户", "注销"]),
        ),
        case("Unknown", changed(json!({ "unit": "01KB0000000000000000000009" })), &["户"]),
        case(
            "RollEmpty",
            with(frozen("r-2", "2026-03-01"), json!({ "buildings": ["9号楼"] })),
            &["空的", "请先登记"],
        ),
        case("RollEmpty", frozen("r-2", "2026-01-09"), &["核对日期"]),
        case(
            "RollTotalsDiffer",
            with(
                frozen("r-2", "2026-03-01"),
                json!({ "totals": { "heads": 6, "units": 7, "area": 65_001 } }),
            ),
            &["请删去 totals"],
        ),
        case(
            "PaperHasNoFingerprint",
            paper_roll(json!({ "heads": 3, "area": 30_000, "fingerprint": "00".repeat(32) })),
            &["fingerprint"],
        ),
        case(
            "MoreHeadsThanUnits",
            paper_roll(json!({ "heads": 4, "units": 3, "area": 30_000 })),
            &["请核对两个数"],
        ),
        case(
            "RollInUse",
            with(
                frozen("r-1", "2026-03-01"),
                json!({ "corrects": "#r-1/roll.frozen", "correction_reason": "漏户" }),
            ),
            &["2026-03-01 业主名册", "另行冻结"],
        ),
        case(
            "RollMisplaced",
            with(held(), json!({ "roll": "@r-1", "counted": { "entitled": 6, "present": 4 } })),
            &["roll", "请改正"],
        ),
        case(
            "RollMisplaced",
            with(held(), json!({ "roll": "@r-1", "absent": [{ "person": "@陈志明" }] })),
            &["名单"],
        ),
        case(
            "RollMisplaced",
            with(crate::common::registry::meeting("m-2", "2026-06-01"), json!({ "roll": "@r-1" })),
            &["其他会议不写 roll"],
        ),
    ]
}

fn about_meetings() -> Vec<Case> {
    let at = |label: &str| {
        with(
            vote("q-1", label, [1, 0, 0]),
            json!({ "method": "show_of_hands", "happened": "2026-03-20" }),
        )
    };
    vec![
        // Before it is held as well: recording it as held would not help.
        case("VotedByCount", at("dahui"), &["人数和面积", "count.certified"]),
        given(vec![held()], case("VotedByCount", at("dahui"), &["业主大会", "count.opened"])),
        case(
            "NotOfOwners",
            with(opened("c-2", &["@d-1"]), json!({ "meeting": "@m-1" })),
            &["不是业主大会会议"],
        ),
        case("QuestionsWrong", opened("c-2", &[]), &["motions"]),
        case("QuestionsWrong", opened("c-2", &["@q-1", "@q-1"]), &["重复"]),
        case("AlreadyVoted", opened("c-2", &["@q-1"]), &["另提议案"]),
        case(
            "EndsBeforeItBegins",
            with(
                opened("c-1", &["@q-1", "@q-2"]),
                json!({ "voting_until": "2026-03-04",
                "corrects": "#c-1/count.opened", "correction_reason": "日期" }),
            ),
            &["2026-03-04"],
        ),
        case("OtherBody", with(opened("c-2", &["@d-1"]), json!({})), &["另一个组织"]),
    ]
}

fn totals(change: &Value) -> Value {
    let mut totals = json!({
        "issued": 6, "delivered": 6, "returned": 5, "valid": 4, "invalid": 1,
        "participating": { "heads": 4, "area": 40_000 },
        "motions": [{ "motion": "@q-1", "in_favour": { "heads": 2, "area": 20_000 } },
                    { "motion": "@q-2", "in_favour": { "heads": 2, "area": 20_000 } }] });
    totals.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
    totals
}

fn contradiction(change: &Value, says: &'static [&'static str]) -> Case {
    case("NumbersContradict", sheet(totals(change)), says)
}

fn ballot(label: &str) -> Vec<Value> {
    vec![
        issued(label, &["@h1", "@h2"]),
        step(label, "returned"),
        keyed(label, "first", &[("@q-1", "in_favour")]),
    ]
}

#[expect(clippy::too_many_lines, reason = "a table")]
fn about_counts() -> Vec<Case> {
    let one = |motion: &str| json!({ "motion": motion, "in_favour": { "heads": 1, "area": 1 } });
    vec![
        given(vec![sealed()], case("CountSealed", sealed(), &["已经封票"])),
        given(vec![sealed()], case("CountSealed", issued("b-1", &["@h1"]), &["不再发票"])),
        given(
            [ballot("b-1"), vec![sealed()]].concat(),
            case("CountSealed", keyed("b-1", "second", &[]), &["录票", "请记异议"]),
        ),
        given(
            vec![sheet(totals(&json!({})))],
            case("CountCertified", sheet(totals(&json!({}))), &["corrects"]),
        ),
        given(
            vec![sheet(totals(&json!({})))],
            case("CountSealed", issued("b-1", &["@h1"]), &["不再发票"]),
        ),
        given(ballot("b-1"), case("NotSealed", certified(), &["还没有封票", "count.sealed"])),
        given(vec![sealed()], case("NoBallots", certified(), &["tally_sheet"])),
        given(ballot("b-1"), case("BallotsAreKeyed", sheet(totals(&json!({}))), &["请写 ballots"])),
        case("QuestionsDiffer", sheet(totals(&json!({ "motions": [one("@q-1")] }))), &["一一对应"]),
        case(
            "QuestionsDiffer",
            sheet(totals(&json!({ "motions": [one("@q-2"), one("@q-1")] }))),
            &["次序"],
        ),
        given(
            [ballot("b-1"), vec![sealed()]].concat(),
            case(
                "CountTotalsDiffer",
                with(certified(), json!({ "totals": totals(&json!({})) })),
                &["请删去 totals"],
            ),
        ),
        contradiction(&json!({ "delivered": 7 }), &["送达数多于发出数"]),
        contradiction(&json!({ "returned": 7, "valid": 6 }), &["收回数多于送达数"]),
        contradiction(&json!({ "valid": 6 }), &["有效票多于收回数"]),
        contradiction(&json!({ "invalid": 2 }), &["不等于收回数"]),
        contradiction(
            &json!({ "participating": { "heads": 7, "area": 40_000 } }),
            &["名册的人数或面积"],
        ),
        contradiction(&json!({ "silent": { "heads": 1, "area": 25_001 } }), &["名册"]),
        contradiction(
            &json!({ "participating": { "heads": 1, "area": 40_000 } }),
            &["多于参与的人数"],
        ),
        case(
            "DrawContradicts",
            fact(
                "count.drawn",
                "2026-03-23",
                json!({ "count": "@c-1", "method": "抓阄", "witnesses": ["@陈志明"],
                    "candidates": ["01KB0000000000000000000009"],
                    "drawn": ["01KB0000000000000000000009"] }),
            ),
            &["候选人"],
        ),
        case(
            "ElectionAndCandidates",
            with(opened("c-2", &[]), json!({ "candidates": ["01KB0000000000000000000009"] })),
            &["候选人", "election"],
        ),
        case(
            "ElectionAndCandidates",
            with(opened("c-2", &["@d-1"]), json!({ "election": "01KB0000000000000000000009" })),
            &["candidates"],
        ),
        given(
            vec![fact(
                "election.called",
                "2026-03-02",
                json!({ "label": "e", "body": "@yezhu", "election_kind": "owner_committee",
                    "method": "secret_ballot",
                    "seats": [{ "post_kind": "committee_member", "seats": 2 }] }),
            )],
            case(
                "SecretVote",
                with(
                    opened("c-2", &[]),
                    json!({ "election": "@e", "candidates": ["01KB0000000000000000000009"] }),
                ),
                &["无记名", "election.tallied"],
            ),
        ),
        case(
            "Unknown",
            with(
                opened("c-2", &[]),
                json!({ "election": "01KB0000000000000000000009",
                    "candidates": ["01KB0000000000000000000009"] }),
            ),
            &["选举"],
        ),
    ]
}

#[expect(clippy::too_many_lines, reason = "a table")]
fn about_ballots() -> Vec<Case> {
    let choice = |motion: &str| keyed("b-1", "second", &[(motion, "against")]);
    let back = || vec![issued("b-1", &["@h1"]), step("b-1", "returned")];
    vec![
        case("UnitsWrong", issued("b-1", &[]), &["units"]),
        case("UnitsWrong", issued("b-1", &["@h1", "@h1"]), &["重复"]),
        case("UnitNotOnRoll", issued("b-1", &["@h7"]), &["h7户", "不在本次表决的名册上"]),
        given(vec![new_unit(json!({}))], case("UnitNotOnRoll", issued("b-1", &["@h9"]), &["h9户"])),
        given(
            vec![issued("b-1", &["@h1"])],
            case("UnitHasBallot", issued("b-2", &["@h2", "@h1"]), &["h1户", "b-1 号", "set_aside"]),
        ),
        given(
            vec![issued("b-1", &["@h1"]), step("b-1", "set_aside")],
            case("SetAside", step("b-1", "returned"), &["b-1 号", "已经作废"]),
        ),
        given(
            vec![issued("b-1", &["@h1"]), opened_again()],
            case(
                "OtherCount",
                with(step("b-1", "returned"), json!({ "count": "@c-2" })),
                &["另一次计票"],
            ),
        ),
        given(
            vec![issued("b-1", &["@h1"]), step("b-1", "delivered")],
            case("DoneAlready", step("b-1", "delivered"), &["已经送达", "corrects"]),
        ),
        given(back(), case("DoneAlready", step("b-1", "returned"), &["已经收回"])),
        given(ballot("b-1"), case("DoneAlready", keyed("b-1", "first", &[]), &["已经初录"])),
        given(
            [ballot("b-1"), vec![keyed("b-1", "second", &[])]].concat(),
            case("DoneAlready", keyed("b-1", "second", &[]), &["已经复录"]),
        ),
        given(
            [back(), vec![step("b-1", "rejected")]].concat(),
            case("DoneAlready", step("b-1", "rejected"), &["已经认定无效"]),
        ),
        given(
            vec![issued("b-1", &["@h1"])],
            case("NotReturned", keyed("b-1", "first", &[]), &["还没有收回"]),
        ),
        given(
            vec![issued("b-1", &["@h1"])],
            case("NotReturned", step("b-1", "rejected"), &["ballot.returned"]),
        ),
        given(ballot("b-1"), case("NotAsked", choice("@d-1"), &["不在这次表决之中"])),
        given(
            ballot("b-1"),
            case(
                "AsksNothing",
                with(step("b-1", "second"), json!({ "choices": [{ "choice": "against" }] })),
                &["motion"],
            ),
        ),
        given(
            ballot("b-1"),
            case(
                "MarkedTwice",
                keyed("b-1", "second", &[("@q-1", "against"), ("@q-1", "in_favour")]),
                &["录了两次", "ballot.rejected"],
            ),
        ),
        case(
            "Unknown",
            with(step("b-1", "returned"), json!({ "ballot": "01KB0000000000000000000009" })),
            &["张票"],
        ),
    ]
}

fn opened_again() -> Value {
    let motion = with(super::motion("q-3", "fund_use"), json!({}));
    Value::Array(vec![motion, opened("c-2", &["@q-3"])])
}

fn posted(fields: Value) -> Value {
    with(
        fact(
            "publication.posted",
            "2026-03-02",
            json!({ "body": "@yezhu", "publication_kind": "roll", "label": "p-1", "roll": "@r-1",
                "place": "各单元门口", "until": "2026-03-09" }),
        ),
        fields,
    )
}

fn about_publications() -> Vec<Case> {
    let about = |kind: &str, fields: Value| {
        with(fact(kind, "2026-03-05", json!({ "publication": "@p-1" })), fields)
    };
    let objection = |number: u32| {
        about("publication.objection_received", json!({ "number": number, "text": "面积不对" }))
    };
    let answer = |number: u32| {
        about(
            "publication.objection_answered",
            json!({ "number": number, "outcome": "not_upheld", "text": "以登记簿为准" }),
        )
    };
    let removed = || about("publication.removed", json!({}));
    let mut nothing = posted(json!({}));
    nothing.as_object_mut().unwrap().remove("roll");
    vec![
        case("AboutNothing", nothing, &["meeting", "请写上"]),
        case("EndsBeforeItBegins", posted(json!({ "until": "2026-03-01" })), &["请核对"]),
        case(
            "Unknown",
            posted(json!({ "count": "01KB0000000000000000000009" })),
            &["次计票", "请先登记"],
        ),
        case("Unknown", posted(json!({ "election": "01KB0000000000000000000009" })), &["次选举"]),
        given(vec![posted(json!({})), removed()], case("TakenDown", removed(), &["已经撤下"])),
        given(vec![posted(json!({}))], case("ObjectionTaken", objection(0), &["从 1 起"])),
        given(
            vec![posted(json!({})), objection(1)],
            case("ObjectionTaken", objection(1), &["请换一个"]),
        ),
        given(vec![posted(json!({}))], case("NoSuchObjection", answer(1), &["没有第 1 号"])),
        given(
            vec![posted(json!({})), objection(1), answer(1)],
            case("ObjectionAnswered", answer(1), &["已经答复", "corrects"]),
        ),
    ]
}

fn all() -> impl Iterator<Item = Case> {
    let groups =
        [about_rolls(), about_meetings(), about_counts(), about_ballots(), about_publications()];
    groups.into_iter().flatten()
}

#[test]
fn each_refusal_says_what_is_meant_and_what_to_do_and_changes_nothing() {
    for case in all() {
        case.try_on(&estate(), said_again);
    }
}

/// Else the first keying would be gone, and the second one changed without a correction of it.
#[test]
fn a_first_keying_is_not_corrected_into_a_second_one() {
    let town = estate();
    town.ok(Value::Array(ballot("b-1")));
    let first = town.entries() - 1;
    town.ok(keyed("b-1", "second", &[("@q-1", "against")]));
    let corrects = json!({ "corrects": first, "correction_reason": "录错" });
    let moved = with(keyed("b-1", "second", &[("@q-1", "in_favour")]), corrects.clone());
    let (_, zh) = town.refused(moved);
    assert!(zh.contains("录入(pass)") && zh.contains("删去 corrects"), "{zh}");
    town.ok(with(keyed("b-1", "first", &[("@q-1", "against")]), corrects));
}

#[test]
fn more_than_an_entry_can_be_found_by_is_refused() {
    let town = estate();
    let labels: Vec<String> = (0..13).map(|number| format!("w-{number}")).collect();
    town.ok(labels.iter().map(|label| super::motion(label, "fund_use")).collect());
    let named: Vec<String> = labels.iter().map(|label| format!("@{label}")).collect();
    let named: Vec<&str> = named.iter().map(String::as_str).collect();
    let (why, zh) = town.refused(opened("c-2", &named));
    assert!(zh.contains("最多 12 项议案,这里有 13 项"), "{why:?} {zh}");
    town.ok(opened("c-2", &named[..12]));

    let labels: Vec<String> = (0..15).map(|number| format!("x-{number}")).collect();
    town.ok(labels.iter().map(|label| new_unit(json!({ "label": label }))).collect());
    town.ok(frozen("r-2", "2026-03-02"));
    let motion = super::motion("q-4", "fund_use");
    let count = with(opened("c-3", &["@q-4"]), json!({ "roll": "@r-2" }));
    town.ok(json!([motion, count]));
    let named: Vec<String> = labels.iter().map(|label| format!("@{label}")).collect();
    let named: Vec<&str> = named.iter().map(String::as_str).collect();
    let of = |units: &[&str]| with(issued("b-1", units), json!({ "count": "@c-3" }));
    let (_, zh) = town.refused(of(&named));
    assert!(zh.contains("最多代表 14 户,这里有 15 户"), "{zh}");
    town.ok(of(&named[..14]));
}

#[test]
fn an_assembly_without_any_roll_is_told_to_name_one() {
    let town = crate::common::registry::TestRegistry::with_cast();
    town.ok(json!([super::assembly(), notice()]));
    let (_, zh) = town.refused(held());
    assert!(zh.contains("冻结的名册(roll)"), "{zh}");
}

#[test]
fn no_refusal_is_without_a_case() {
    let cases: BTreeSet<String> = all().map(|case| case.variant.to_owned()).collect();
    // Tested apart: two that need many things, and one that needs candidates (see elections.rs).
    let apart = ["TooManyQuestions", "TooManyUnits", "NoWitness"];
    let missing: Vec<_> = variants(&["roll", "count", "ballot", "publication"])
        .into_iter()
        .filter(|name| !cases.contains(name))
        .collect();
    assert_eq!(missing, BTreeSet::from(apart.map(str::to_owned)).into_iter().collect::<Vec<_>>());
}
