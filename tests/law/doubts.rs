//! False announcements that used to pass as clean: what is impossible is a fault, what a person has
//! to look at stays open.

use super::shipped;
use serde_json::{Value, json};
use yishi::law::gate::{Announcement, Check, Standing};

/// A clean vote of owners on hiring a company; `more` replaces and adds.
fn clean(more: &Value) -> Value {
    let mut json = json!({"body": "owner_assembly", "decided": "2024-05-16",
        "notice_posted": "2024-04-01",
        "roll": {"heads": 900, "area": "100000.00"},
        "participation": {"heads": 620, "area": "70000.00"},
        "motions": [{"title": "甲", "matter_kind": "property_service", "announced": "carried",
            "in_favour": {"heads": 400, "area": "45000.00"}}]});
    json.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    json
}

fn check(json: &Value) -> Check {
    let announcement: Announcement = serde_json::from_value(json.clone()).unwrap();
    announcement.check(&shipped())
}

/// The faults in Chinese, or else what is open.
fn told(json: &Value) -> (Standing, Vec<String>) {
    let check = check(json);
    let faults: Vec<String> = check.faults.iter().map(|fault| fault.sentence().zh).collect();
    let open = check.judgements.iter().filter(|one| !one.decided);
    let open = open.map(|one| one.sentence.zh.clone()).collect();
    (check.standing(), if faults.is_empty() { open } else { faults })
}

#[test]
fn the_announcement_that_the_others_are_made_of_is_clean() {
    assert_eq!(told(&clean(&json!({}))), (Standing::Clean, Vec::new()));
}

#[test]
fn more_owners_take_part_than_papers_came_back() {
    let papers = |returned: u32| json!({"ballots": {"issued": 900, "returned": returned}});
    assert_eq!(
        told(&clean(&papers(400))),
        (Standing::Faults, vec!["参与人数 620 人多于收回 400 张。".to_owned()])
    );
    assert_eq!(check(&clean(&papers(620))).standing(), Standing::Clean);
}

#[test]
fn one_title_or_one_candidate_stands_twice() {
    let motion = |heads: u32, announced: &str| {
        json!({"title": "甲", "matter_kind": "property_service", "announced": announced,
            "in_favour": {"heads": heads, "area": "45000.00"}})
    };
    let twice = json!({"motions": [motion(400, "carried"), motion(200, "not_carried")]});
    assert_eq!(
        told(&clean(&twice)),
        (Standing::Faults, vec!["表决事项中重复的名字:甲(重复的 1 人,名单共 2 人)。".to_owned()])
    );
    let candidate = |name: &str, heads: u32| json!({"name": name, "in_favour": {"heads": heads, "area": "45000"}, "elected": true});
    let election = |names: [&str; 2]| {
        json!({"motions": [], "election": {"election_kind": "owner_committee", "seats": 5,
            "candidates": [candidate(names[0], 400), candidate(names[1], 390)]}})
    };
    assert_eq!(check(&clean(&election(["甲", "乙"]))).standing(), Standing::Clean);
    let (standing, faults) = told(&clean(&election(["甲", "甲"])));
    assert_eq!(standing, Standing::Faults);
    assert!(faults[0].starts_with("候选人名单中重复的名字:甲"), "{faults:?}");
}

#[test]
fn silence_that_was_counted_without_a_number_decides_nothing() {
    let silence = |more: &Value| {
        let mut silence = json!({"counted_as": "joins_majority", "clause": "第八条"});
        silence.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        clean(&json!({"silence": silence}))
    };
    for more in [json!({"included": true}), json!({"included": true, "heads": 100}), json!({})] {
        let (standing, open) = told(&silence(&more));
        assert_eq!(standing, Standing::Undecidable, "{more}");
        assert!(open.iter().any(|one| one.contains("实际反馈的有多少,无从得知")), "{open:?}");
    }
}

#[test]
fn those_silent_and_those_who_answered_are_not_more_than_all() {
    let silence = |heads: u32, included: bool| {
        let silence = json!({"heads": heads, "area": "20000", "included": included,
            "counted_as": "not_participating"});
        told(&clean(&json!({"silence": silence})))
    };
    assert_eq!(
        silence(500, false).1,
        ["参与人数 620 人 + 送达未反馈人数 500 人 合计 1120 人,与全体人数 900 人不符。"]
    );
    assert_eq!(silence(280, false).0, Standing::Clean);
    assert_eq!(silence(621, true).1, ["送达未反馈人数 621 人多于参与人数 620 人。"]);
}

#[test]
fn nobody_else_decides_what_owners_decide_together() {
    let of = |body: &str, place: &str, kind: &str, decided: &str| {
        told(&json!({"body": body, "place": place, "decided": decided,
            "notice_posted": "2012-01-01", "due": 7, "present": 7, "seats": 7,
            "motions": [{"title": "甲", "matter_kind": kind, "in_favour": {"heads": 7},
                "announced": "carried"}]}))
    };
    let bodies = ["owner_committee", "residents_committee", "party_branch"];
    for (body, place) in bodies.into_iter().flat_map(|body| [(body, "CN"), (body, "CN-11")]) {
        let (standing, open) = of(body, place, "fund_use", "2026-05-16");
        assert_eq!(standing, Standing::Undecidable, "{body} {place}");
        assert!(open[0].contains("不能代替业主大会的决定。《民法典》第二百七十八条"), "{open:?}");
    }
    let (_, before) = of("owner_committee", "CN", "fund_use", "2019-05-16");
    assert!(before[0].contains("《物权法》第七十六条"), "{before:?}");
    assert_eq!(of("party_branch", "CN", "work_plan", "2026-05-16").0, Standing::Clean);
}

#[test]
fn heads_and_area_in_each_others_place_are_noticed() {
    let exchanged = json!({"roll": {"heads": 100_000, "area": "900"},
        "participation": {"heads": 70_000, "area": "620"},
        "motions": [{"title": "甲", "matter_kind": "property_service", "announced": "carried",
            "in_favour": {"heads": 45_000, "area": "400"}}]});
    let (standing, open) = told(&clean(&exchanged));
    assert_eq!(standing, Standing::Undecidable);
    assert_eq!(open, ["100000 人只有 900.00 ㎡,人数和面积可能写反了。"]);
}

#[test]
fn a_place_that_does_not_exist_is_not_taken_for_the_whole_country() {
    let (standing, open) = told(&clean(&json!({"place": "CN-9999"})));
    assert_eq!(standing, Standing::Undecidable);
    assert!(open[0].contains("CN-9999 不属于任何省"), "{open:?}");
    for place in ["CN", "CN-43", "CN-430103", "CN-820000"] {
        assert_eq!(check(&clean(&json!({"place": place}))).standing(), Standing::Clean, "{place}");
    }
}
