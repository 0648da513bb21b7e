//! Announcements held against the cards: what is found, what is decided from percentages, and that
//! nothing is ever guessed.

use super::shipped;
use serde_json::{Value, json};
use yishi::domain::{Area, Heads, MatterKind};
use yishi::law::gate::{Announcement, Check, Fault, Mistake, Percent, Standing};
use yishi::law::{Figures, Outcome, Question, judge};

/// A vote of owners on hiring a company in 2022; `more` replaces and adds.
fn owners(more: &Value) -> Value {
    let mut json = json!({"body": "owner_assembly", "decided": "2022-05-20",
        "notice_posted": "2022-04-20",
        "roll": {"heads": 900, "area": "100000.00"},
        "participation": {"heads": 620, "area": "70000.00"}});
    json.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    json
}

fn motion(kind: &str, heads: u32, area: &str, announced: &str) -> Value {
    json!([{"title": "甲", "matter_kind": kind, "announced": announced,
        "in_favour": {"heads": heads, "area": area}}])
}

fn check(json: &Value) -> Check {
    let announcement: Announcement = serde_json::from_value(json.clone()).unwrap();
    announcement.check(&shipped())
}

fn mistakes(check: &Check) -> Vec<Mistake> {
    let of = |fault: &'_ Fault| match fault {
        Fault::Result { mistakes, .. } => Some(mistakes.clone()),
        _ => None,
    };
    check.faults.iter().find_map(of).unwrap()
}

#[test]
fn a_right_result_is_clean_and_a_wrong_one_names_its_mistake() {
    let of = |kind: &str, heads, area: &str, announced: &str| {
        check(&owners(&json!({"motions": motion(kind, heads, area, announced)})))
    };
    assert_eq!(of("property_service", 400, "45000", "carried").standing(), Standing::Clean);
    assert_eq!(of("property_service", 400, "34000", "not_carried").standing(), Standing::Clean);
    assert_eq!(mistakes(&of("property_service", 400, "34000", "carried")), [Mistake::HeadsOnly]);
    assert_eq!(mistakes(&of("property_service", 300, "45000", "carried")), [Mistake::AreaOnly]);
    // Exactly half of the heads, and more than half of the area: two ways to go wrong.
    assert_eq!(
        mistakes(&of("property_service", 310, "45000", "carried")),
        [Mistake::ExactlyHalf, Mistake::AreaOnly]
    );
    // More than half of those taking part, but not of all.
    let of_all = of("property_service", 400, "45000", "not_carried");
    assert_eq!(mistakes(&of_all)[0], Mistake::OfAll);
    // Neither heads nor area: no mistake that we know makes it carried.
    let nothing = of("property_service", 100, "10000", "carried");
    assert_eq!(mistakes(&nothing), []);
}

#[test]
fn a_rule_of_another_day_is_named_in_both_directions() {
    let of = |decided: &str, heads, announced: &str| {
        let motions = motion("fund_use", heads, "56000.00", announced);
        check(&owners(&json!({"decided": decided, "motions": motions,
            "notice_posted": "2018-01-01"})))
    };
    let former = of("2022-05-20", 500, "not_carried");
    let told = former.faults[0].sentence();
    assert!(told.zh.contains("已经失效") && told.zh.contains("施行至 2020-12-31"), "{}", told.zh);
    assert!(told.en.contains("no longer in force"), "{}", told.en);
    let later = of("2019-05-20", 400, "carried");
    let told = later.faults[0].sentence();
    assert!(told.zh.contains("自 2021-01-01 起施行"), "{}", told.zh);
    // On the right side of the day each of them is clean.
    assert_eq!(of("2020-12-31", 500, "not_carried").standing(), Standing::Clean);
    assert_eq!(of("2021-01-01", 500, "carried").standing(), Standing::Clean);
}

#[test]
fn a_quorum_that_was_passed_over_is_named() {
    let motions = motion("property_service", 400, "45000.00", "carried");
    let short = check(&owners(&json!({"motions": motions,
        "participation": {"heads": 599, "area": "70000.00"}})));
    assert!(mistakes(&short).contains(&Mistake::QuorumIgnored), "{short:?}");
    let exactly = motion("property_service", 400, "45000.00", "carried");
    let exactly = check(&owners(&json!({"motions": exactly,
        "participation": {"heads": 600, "area": "66666.67"}})));
    assert_eq!(exactly.standing(), Standing::Clean, "two thirds are enough");
}

#[test]
fn a_notice_is_counted_by_the_card_and_its_readings() {
    let of = |noticed: &str| {
        let motions = motion("property_service", 400, "45000.00", "carried");
        check(&owners(&json!({"motions": motions, "notice_posted": noticed})))
    };
    // Held on the 20th: 14 days are too few for every reading, 15 for one, 16 for none.
    assert_eq!(of("2022-05-06").standing(), Standing::Faults);
    assert_eq!(of("2022-05-05").standing(), Standing::Undecidable);
    assert_eq!(of("2022-05-04").standing(), Standing::Clean);
    let late = of("2022-05-21");
    assert!(late.faults[0].sentence().zh.contains("2022-05-21 晚于"), "{late:?}");
}

#[test]
fn silence_needs_a_clause_and_with_one_its_readings_decide() {
    let of = |silence: Value, heads: u32| {
        let motions = motion("property_service", heads, "50000.00", "carried");
        check(&owners(&json!({"motions": motions, "silence": silence,
            "participation": {"heads": 660, "area": "80000.00"}})))
    };
    let silence = |clause: bool| {
        let mut json = json!({"heads": 100, "area": "12000.00",
            "counted_as": "joins_majority", "included": true});
        if clause {
            json["clause"] = json!("议事规则第十八条");
        }
        json
    };
    let without = of(silence(false), 450);
    assert!(matches!(without.faults[0], Fault::SilenceWithoutClause { .. }), "{without:?}");
    assert!(mistakes(&without).contains(&Mistake::Silence), "{without:?}");
    // With the clause the readings of it differ: nobody may say that it is carried, or that it is not.
    let with = of(silence(true), 450);
    assert_eq!(with.standing(), Standing::Undecidable, "{with:?}");
    let none = json!({"heads": 100, "counted_as": "not_participating"});
    assert_eq!(of(none, 450).standing(), Standing::Clean);
}

/// Heads of all owners, of those taking part, and of those in favour.
type Heads3 = [u32; 3];

/// Whether it is carried by heads; the area is beyond doubt.
fn truth(book: &law::Book, [whole, part, yes]: Heads3) -> bool {
    let figures = Figures {
        roll_heads: Some(Heads(whole)),
        participating_heads: Some(Heads(part)),
        in_favour_heads: Some(Heads(yes)),
        roll_area: Some(Area(10_000)),
        participating_area: Some(Area(9_000)),
        in_favour_area: Some(Area(8_000)),
        ..Figures::default()
    };
    let matter = super::owners(Question::RESULT, MatterKind::PropertyService, "2022-05-20");
    judge(book, &matter, &figures).outcome == Outcome::Satisfied
}

/// What is decided from these heads of the roll, of those taking part, and the share in favour.
fn from_percentages(roll: &Value, took_part: &Value, yes: &str) -> Option<bool> {
    let with = |area: &str, more: &Value| {
        let mut side = json!({"area": area});
        side.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        side
    };
    let motions = json!([{"title": "甲", "matter_kind": "property_service",
        "in_favour": with("80.00", &json!({"heads_percent": yes}))}]);
    let json = json!({"body": "owner_assembly", "decided": "2022-05-20",
        "roll": with("100.00", roll), "participation": with("90.00", took_part),
        "motions": motions});
    let judged = check(&json).judgements.remove(0);
    judged.decided.then(|| judged.sentence.zh.starts_with("通过"))
}

/// Everything that could be printed as these two percentages, up to 60 owners.
fn meanings(yes: &str, took_part: &str) -> Vec<Heads3> {
    let (yes, took_part): (Percent, Percent) = (yes.parse().unwrap(), took_part.parse().unwrap());
    let fits =
        |percent: Percent, part: u32, whole: u32| percent.fits(u64::from(part), u64::from(whole));
    let mut all = Vec::new();
    for whole in 1..=60 {
        for part in (0..=whole).filter(|part| fits(took_part, *part, whole)) {
            let votes = (0..=part).filter(|votes| fits(yes, *votes, part));
            all.extend(votes.map(|votes| [whole, part, votes]));
        }
    }
    all
}

/// Everything that an announcement of percentages can mean is tried; what is decided is so for all.
#[test]
fn from_percentages_nothing_is_decided_that_one_rounding_would_undo() {
    let book = shipped();
    let (mut decided, mut open) = (0, 0);
    for yes in ["50", "51", "49.9", "50.0", "50.1", "66.7", "33", "75.00"] {
        for took_part in ["66.7", "67", "66", "70.1"] {
            let meanings = meanings(yes, took_part);
            let so = |all: &mut dyn Iterator<Item = &Heads3>, found: Option<bool>, given: &str| {
                for one in all {
                    let is = truth(&book, *one);
                    assert!(found.is_none_or(|found| found == is), "{given} {yes} {one:?}");
                }
            };
            let share = json!({"heads_percent": took_part});
            let alone = from_percentages(&json!({}), &share, yes);
            so(&mut meanings.iter(), alone, took_part);
            let count = if alone.is_some() { &mut decided } else { &mut open };
            *count += 1;
            for number in [3_u32, 20, 41, 60] {
                let of_roll = from_percentages(&json!({"heads": number}), &share, yes);
                so(&mut meanings.iter().filter(|one| one[0] == number), of_roll, took_part);
                let part = json!({"heads": number, "heads_percent": took_part});
                let of_part = from_percentages(&json!({}), &part, yes);
                so(&mut meanings.iter().filter(|one| one[1] == number), of_part, took_part);
            }
        }
    }
    assert!(decided >= 8 && open >= 8, "{decided} decided, {open} open");
}

#[test]
fn rounded_and_cut_off_are_both_right_and_the_reader_is_told_which() {
    let of = |percent: &str| {
        let motions = json!([{"title": "甲", "matter_kind": "property_service",
            "announced": "carried",
            "in_favour": {"heads": 400, "area": "45000", "heads_percent": percent}}]);
        check(&owners(&json!({"motions": motions})))
    };
    // 400 of 620 is 64.516...
    for (percent, cut) in [("64.52", false), ("64.51", true), ("64.5", false), ("65", false)] {
        let found = of(percent);
        assert_eq!(found.standing(), Standing::Clean, "{percent}");
        assert_eq!(!found.remarks.is_empty(), cut, "{percent}: {:?}", found.remarks);
    }
    assert!(of("64").remarks[0].zh.contains("64% 是截去尾数的写法,四舍五入是 65%"));
    for percent in ["64.50", "64.53", "64.4", "66", "44.44"] {
        assert_eq!(of(percent).standing(), Standing::Faults, "{percent}");
    }
    assert!(of("44.44").faults[0].sentence().zh.contains("占全体人数 900 人的比例"));
}

#[test]
fn what_cannot_be_is_a_fault_whatever_else_is_missing() {
    let first = |json: Value| {
        let found = check(&json);
        assert_eq!(found.standing(), Standing::Faults, "{found:?}");
        found.faults[0].sentence().zh
    };
    let vote = |yes: Value| {
        json!([{"title": "甲", "matter_kind": "property_service",
        "in_favour": yes}])
    };
    let impossible = first(owners(&json!({"motions": vote(json!({"heads_percent": "64.53"}))})));
    assert!(impossible.contains("620 人中没有任何整数的比例是 64.53%"), "{impossible}");
    let over = first(json!({"body": "owner_assembly", "decided": "2022-05-20",
        "participation": {"heads_percent": "120"}}));
    assert!(over.contains("合计 120%,超过 100%"), "{over}");
    let three = json!([{"title": "甲", "matter_kind": "property_service",
        "in_favour": {"heads_percent": "60.0"}, "against": {"heads_percent": "30.0"},
        "abstain": {"heads_percent": "13.0"}}]);
    let three = first(json!({"body": "owner_assembly", "decided": "2022-05-20", "motions": three}));
    assert!(three.contains("合计 103.0%"), "{three}");
    // 400 are 64.5% of 620, 200 are 33.0% of 606: there is no such whole.
    let apart = json!([{"title": "甲", "matter_kind": "property_service",
        "in_favour": {"heads": 400, "heads_percent": "64.5"},
        "against": {"heads": 200, "heads_percent": "33.0"}}]);
    let apart = first(json!({"body": "owner_assembly", "decided": "2022-05-20", "motions": apart}));
    assert!(apart.contains("400 人占 64.5%") && apart.contains("200 人占 33.0%"), "{apart}");
    let seats = json!({"election_kind": "owner_committee", "seats": 1, "candidates": [
        {"name": "1", "elected": true}, {"name": "2", "elected": true}]});
    let seats = first(owners(&json!({"election": seats})));
    assert!(seats.contains("公布当选 2 人多于应选名额 1 人"), "{seats}");
    let delivered = first(owners(&json!({"ballots": {"issued": 900, "delivered": 901}})));
    assert!(delivered.contains("送达 901 张多于发出 900 张"), "{delivered}");
    let back = first(owners(&json!({"published": "2022-05-19"})));
    assert!(back.contains("2022-05-20 晚于公布日期 2022-05-19"), "{back}");
}

#[test]
fn nothing_to_judge_is_not_clean() {
    let nothing = check(&json!({"body": "owner_assembly", "decided": "2022-05-20"}));
    assert_eq!(nothing.standing(), Standing::Undecidable);
    assert!(nothing.unchecked.iter().any(|one| one.zh.contains("没有可以判定的结果")));
    let quorum = check(&owners(&json!({})));
    assert_eq!(quorum.standing(), Standing::Clean);
    let short = check(&json!({"body": "party_branch", "decided": "2022-05-20", "due": 20}));
    assert_eq!(short.standing(), Standing::Undecidable);
}

#[test]
fn a_share_of_something_unknown_says_nothing() {
    // Of how many these 61.5% are is not told.
    let motions = json!([{"title": "甲", "matter_kind": "property_service", "announced": "carried",
        "in_favour": {"heads_percent": "61.5", "area_percent": "61.5"}}]);
    let found = check(&json!({"body": "owner_assembly", "decided": "2022-05-20",
        "roll": {"heads": 900, "area": "100000"}, "motions": motions}));
    assert_eq!(found.standing(), Standing::Undecidable);
    assert!(found.judgements[0].sentence.zh.contains("没有记录"), "{found:?}");
}

#[test]
fn elections_are_judged_by_places_and_open_ones_stay_open() {
    let of = |yes: [Value; 3], elected: [bool; 3], seats: u32| {
        let candidate = |at: usize| {
            json!({"name": format!("{at}"), "in_favour": yes[at],
            "elected": elected[at]})
        };
        let candidates: Vec<Value> = (0..3).map(candidate).collect();
        check(&owners(&json!({"election": {"election_kind": "owner_committee", "seats": seats,
            "rank_key": "heads", "candidates": candidates}})))
    };
    let votes = |heads: u32| json!({"heads": heads, "area": "50000.00"});
    let three = || [votes(420), votes(400), votes(380)];
    assert_eq!(of(three(), [true, true, false], 2).standing(), Standing::Clean);
    let wrong = of(three(), [true, false, true], 2);
    let told: Vec<String> = wrong.faults.iter().map(|one| one.sentence().zh).collect();
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[0].contains("“1”公布为未当选") && told[1].contains("“2”公布为当选"), "{told:?}");
    assert!(told[1].contains("名额已满"), "{}", told[1]);
    let tied = of([votes(420), votes(400), votes(400)], [true, true, false], 2);
    assert_eq!(tied.standing(), Standing::Undecidable, "a tie is nobody's");
    // 64% and 64.5% of 620 may be the same number, or in either order: who is second stays open.
    let share = |percent: &str| json!({"heads_percent": percent, "area": "50000.00"});
    let near = of([votes(420), share("64"), share("64.5")], [true, false, true], 2);
    assert_eq!(near.standing(), Standing::Undecidable, "{near:?}");
    let far = of([votes(420), share("55"), share("64.5")], [true, false, true], 2);
    assert_eq!(far.standing(), Standing::Clean, "{far:?}");
}

#[test]
fn a_party_election_needs_more_than_half_of_those_due() {
    let of = |yes: u32, elected: bool| {
        check(&json!({"body": "party_branch", "decided": "2022-05-20", "due": 20, "present": 18,
            "ballots": {"issued": 18, "returned": 18, "valid": 18, "invalid": 0},
            "election": {"election_kind": "branch_committee", "seats": 1, "candidates": [
                {"name": "1", "in_favour": {"heads": yes}, "elected": elected},
                {"name": "2", "in_favour": {"heads": 1}, "elected": false}]}}))
    };
    assert_eq!(of(11, true).standing(), Standing::Clean);
    let wrong = of(10, true);
    assert!(mistakes(&wrong).contains(&Mistake::OfThosePresent), "{wrong:?}");
    assert!(mistakes(&wrong).contains(&Mistake::ExactlyHalf), "{wrong:?}");
}

#[test]
fn whoever_voted_was_there_and_voted_once() {
    let of = |voters: Value, yes: u32| {
        check(&json!({"body": "party_branch", "decided": "2022-05-20", "due": 5, "present": 3,
            "people": ["甲", "乙", "丙"],
            "motions": [{"title": "计划", "matter_kind": "work_plan", "voters": voters,
                "in_favour": {"heads": yes}, "against": {"heads": 0}, "abstain": {"heads": 0}}]}))
    };
    assert_eq!(of(json!(["甲", "乙", "丙"]), 3).standing(), Standing::Clean);
    let told = |check: Check| {
        check.faults.iter().map(|one| one.sentence().zh).collect::<Vec<_>>().join("|")
    };
    assert!(told(of(json!(["甲", "乙", "丁"]), 3)).contains("不在到会名单中:丁"));
    assert!(told(of(json!(["甲", "甲", "丙"]), 3)).contains("重复的名字:甲"));
    assert!(told(of(json!(["甲", "乙"]), 3)).contains("3 人,与“计划”投票人 2 人不符"));
}

#[test]
fn a_result_is_published_in_time_where_a_rule_names_the_day() {
    let of = |place: &str, published: &str| {
        let motions = motion("property_service", 400, "45000.00", "carried");
        check(&owners(&json!({"place": place, "published": published, "motions": motions,
            "agenda": ["甲"]})))
    };
    // Beijing asks for three days after the decision of the 20th.
    assert_eq!(of("CN-11", "2022-05-23").standing(), Standing::Clean);
    let late = of("CN-11", "2022-05-24");
    let told = late.faults[0].sentence().zh;
    assert!(told.contains("2022-05-24 晚于最后期限") && told.contains("2022-05-23"), "{told}");
    assert_eq!(of("CN-43", "2022-06-24").standing(), Standing::Clean, "no rule there");
}

#[test]
fn an_item_without_notice_is_a_fault_only_where_a_rule_forbids_it() {
    let of = |place: &str| {
        let motions = motion("property_service", 400, "45000.00", "carried");
        check(&owners(&json!({"place": place, "motions": motions, "agenda": ["乙"]}))).standing()
    };
    assert_eq!(of("CN-11"), Standing::Faults);
    assert_eq!(of("CN-43"), Standing::Clean);
}
