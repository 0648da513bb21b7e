//! Votes of owners: heads and area apart, silence, invalid ballots, the sentence with four lines.

use super::{day, figures, owners, shipped};
use serde_json::{Value, json};
use yishi::domain::{Bilingual, MatterKind};
use yishi::law::{
    Book, Change, Figure, Finding, Matter, Missing, Note, Outcome, Question, Topic, Verdict, judge,
};

fn verdict(matter: &Matter, json: &Value) -> Verdict {
    judge(&shipped(), matter, &figures(json))
}

fn motion(about: MatterKind) -> Matter {
    owners(Question::RESULT, about, "2025-06-16")
}

/// 17,175,522 of 19,161,921 dm² took part, 2,973,425 dm² in favour.
fn estate() -> Value {
    json!({"roll_heads": 1505, "roll_area": 19_161_921,
        "participating_heads": 1360, "participating_area": 17_175_522,
        "in_favour_heads": 238, "in_favour_area": 2_973_425})
}

#[test]
fn the_sentence_names_heads_and_area_with_their_denominators() {
    let found = verdict(&motion(MatterKind::PropertyService), &estate());
    let sentence = Bilingual::new(
        "未通过。参与 1360 人/全体业主 1505 人(要求 ≥2/3,达到)、\
         171755.22 ㎡/全体业主 191619.21 ㎡(要求 ≥2/3,达到);\
         同意 238 人/参与 1360 人(要求 >1/2,未达到)、\
         29734.25 ㎡/参与 171755.22 ㎡(要求 >1/2,未达到)。\
         同意再多 443 人且 56143.37 ㎡,结果就会改变。\
         《民法典》第二百七十八条第二款〔全文核对〕、《民法典》第二百七十八条〔全文核对〕。",
        "Not carried. Taking part 1360 of 1505 on the roll (needs ≥2/3, met), \
         171755.22 m² of 191619.21 m² on the roll (needs ≥2/3, met); \
         in favour 238 of 1360 taking part (needs >1/2, not met), \
         29734.25 m² of 171755.22 m² taking part (needs >1/2, not met). \
         443 heads and 56143.37 m² more in favour would change it. \
         Civil Code, art. 278(2) [full text read]; Civil Code, art. 278 [full text read].",
    );
    assert_eq!(found.sentence(), sentence);
    assert_eq!(found.comparisons.len(), 4);
}

#[test]
fn what_could_change_it_is_told_in_heads_and_in_square_metres() {
    let mut short = estate();
    short["in_favour_heads"] = json!(669);
    short["in_favour_area"] = json!(8_482_762);
    let found = verdict(&motion(MatterKind::PropertyService), &short);
    let by = |figure, by, enough| Change::More { topic: Topic::RESULT, figure, by, enough };
    assert_eq!(
        found.changes,
        [
            by(Figure::IN_FAVOUR_HEADS, 12, false),
            by(Figure::IN_FAVOUR_AREA, 105_000, false),
            // Newcomers are counted among those taking part as well, so there have to be more.
            Change::Joining { topic: Topic::RESULT, figure: Figure::IN_FAVOUR_HEADS, by: 23 },
            Change::Joining { topic: Topic::RESULT, figure: Figure::IN_FAVOUR_AREA, by: 209_999 },
        ]
    );
    let told: Vec<_> = found.changes.iter().map(|change| change.sentence().zh).collect();
    assert_eq!(
        told,
        [
            "同意还差 12 人(另有要求未达到)。",
            "同意还差 1050.00 ㎡(另有要求未达到)。",
            "原来没有参与的再有 23 人参与并同意,该项即达到要求。",
            "原来没有参与的再有 2099.99 ㎡参与并同意,该项即达到要求。",
        ]
    );
    let margin = found.margin().unwrap();
    assert_eq!(margin.zh, "同意再多 12 人且 1050.00 ㎡,结果就会改变。");
    assert_eq!(margin.en, "12 heads and 1050.00 m² more in favour would change it.");
    short["in_favour_heads"] = json!(681);
    let found = verdict(&motion(MatterKind::PropertyService), &short);
    let told: Vec<_> = found.changes.iter().map(Change::sentence).collect();
    assert_eq!(
        told,
        [
            Bilingual::new(
                "同意再多 1050.00 ㎡即达到要求。",
                "1050.00 m² more in favour would meet it."
            ),
            Bilingual::new(
                "原来没有参与的再有 2099.99 ㎡参与并同意,该项即达到要求。",
                "2099.99 m² more of those who took no part, all in favour, would meet that \
                 requirement."
            ),
        ]
    );
}

#[test]
fn a_carried_motion_says_how_much_it_could_spare() {
    let mut carried = estate();
    carried["in_favour_heads"] = json!(681);
    carried["in_favour_area"] = json!(8_587_762);
    let found = verdict(&motion(MatterKind::PropertyService), &carried);
    assert_eq!(found.outcome, Outcome::Satisfied);
    let told: Vec<_> = found.changes.iter().map(|change| change.sentence().zh).collect();
    assert_eq!(told[2], "同意再少 1 人就达不到要求。");
    assert_eq!(told[3], "同意再少 0.01 ㎡就达不到要求。");
}

#[test]
fn arithmetic_is_told_in_square_metres() {
    let found = verdict(&motion(MatterKind::PropertyService), &estate());
    let lines: Vec<_> = found.explain().arithmetic.into_iter().map(|line| line.zh).collect();
    assert_eq!(
        lines[3],
        "同意/参与(面积) >1/2:29734.25×2 = 59468.50, 171755.22×1 = 171755.22;59468.50 ≤ 171755.22,未达到"
    );
}

#[test]
fn participation_is_added_up_from_the_ballots_where_it_is_not_recorded() {
    let ballots = json!({"roll_heads": 900, "roll_area": 10_000_000,
        "in_favour_heads": 311, "in_favour_area": 3_500_001,
        "against_heads": 250, "against_area": 3_000_000,
        "abstain_heads": 59, "abstain_area": 499_999});
    let found = verdict(&motion(MatterKind::OwnersRules), &ballots);
    assert_eq!(found.outcome, Outcome::Satisfied);
    assert_eq!(found.comparisons[0].part.total, Some(620));
    let lines = found.explain().arithmetic;
    assert_eq!(lines[0].zh, "参与 = 同意 311 + 反对 250 + 弃权 59 = 620");
}

#[test]
fn a_missing_area_is_named_and_never_carries() {
    let mut facts = estate();
    facts.as_object_mut().unwrap().remove("in_favour_area");
    facts["in_favour_heads"] = json!(1360);
    let found = verdict(&motion(MatterKind::OwnersRules), &facts);
    let missing = vec![Missing::Figure(Figure::IN_FAVOUR_AREA)];
    assert_eq!(found.outcome, Outcome::Undetermined { missing });
    assert!(found.sentence().zh.starts_with("无法判定:没有记录同意的业主专有部分面积,请补记。"));
}

#[test]
fn an_invalid_ballot_participates_by_default_and_the_other_reading_is_told_when_it_matters() {
    // 600 of 900 with 20 invalid ones: 580 without them.
    let facts = json!({"roll_heads": 900, "roll_area": 10_000_000,
        "participating_heads": 600, "participating_area": 7_000_000,
        "invalid_heads": 20, "invalid_area": 100_000,
        "in_favour_heads": 400, "in_favour_area": 5_000_000});
    let found = verdict(&motion(MatterKind::OwnersRules), &facts);
    let Outcome::Disputed { readings } = &found.outcome else { panic!("{:?}", found.outcome) };
    let told: Vec<_> = readings.iter().map(|one| (one.choices[0].key.as_str(), one.met)).collect();
    assert_eq!(told, [("participate", true), ("not_participate", false)]);
    assert!(found.changes.contains(&Change::Settle { card: "OW-05".to_owned() }));
}

#[test]
fn silence_that_changes_nothing_is_a_note() {
    let mut facts = estate();
    facts["silent_heads"] = json!(100);
    facts["silent_area"] = json!(1_000_000);
    facts["against_heads"] = json!(1122);
    facts["against_area"] = json!(14_202_097);
    let found = verdict(&motion(MatterKind::PropertyService), &facts);
    assert_eq!(found.outcome, Outcome::NotSatisfied);
    let note = Note::SilenceNotCounted { heads: Some(100), area: Some(1_000_000) };
    assert!(found.notes.contains(&note), "{:?}", found.notes);
    assert_eq!(note.sentence().zh, "送达未回复的 100 人、10000.00 ㎡ 没有计入参与。");
}

#[test]
fn silence_never_joins_consent_in_a_special_matter() {
    let facts = json!({"roll_heads": 900, "roll_area": 10_000_000,
        "in_favour_heads": 400, "in_favour_area": 4_000_000,
        "against_heads": 10, "against_area": 100_000,
        "abstain_heads": 0, "abstain_area": 0,
        "silent_heads": 400, "silent_area": 4_000_000});
    let found = verdict(&motion(MatterKind::FundRaising), &facts);
    assert_eq!(found.outcome, Outcome::NotSatisfied);
    assert!(found.citations.iter().any(|one| one.card == "OW-06-SPECIAL"));
}

#[test]
fn numbers_that_do_not_fit_are_findings_and_change_nothing() {
    let facts = json!({"roll_heads": 10, "roll_area": 1000,
        "participating_heads": 11, "participating_area": 900,
        "in_favour_heads": 8, "in_favour_area": 800,
        "against_heads": 1, "against_area": 50, "abstain_heads": 1, "abstain_area": 50,
        "silent_heads": 1, "silent_area": 200});
    let found = verdict(&motion(MatterKind::OwnersRules), &facts);
    let heads = Figure::PARTICIPATING_HEADS;
    assert_eq!(
        found.findings,
        [
            Finding::BallotsDiffer { participating: heads, ballots: 10, recorded: 11 },
            Finding::OwnersExceed { part: heads, count: 11, whole: Figure::ROLL_HEADS, limit: 10 },
            Finding::OwnersExceed {
                part: Figure::SILENT_HEADS,
                count: 1,
                whole: Figure::ROLL_HEADS,
                limit: 0
            },
            Finding::OwnersExceed {
                part: Figure::SILENT_AREA,
                count: 200,
                whole: Figure::ROLL_AREA,
                limit: 100
            },
        ]
    );
    assert_eq!(
        found.findings[3].sentence().zh,
        "送达未回复的业主专有部分面积 2.00 ㎡多于没有参与的其余业主 1.00 ㎡,请核对。"
    );
}

/// A local rule, and one of the owners' own, with another share of participation.
fn with_participation(level: &str, share: (u32, u32), place: &str) -> Book {
    let book = shipped();
    let mut card = book.card("CC-278-PART").unwrap().to_json();
    card["id"] = json!("OTHER");
    card["level"] = json!(level);
    card["jurisdiction"] = json!(place);
    card["parameters"]["readings"][0]["share"] =
        json!({"numerator": share.0, "denominator": share.1, "bound": ">="});
    let roll = |heads: u32| {
        json!({"roll_heads": 100, "roll_area": 100,
        "participating_heads": heads, "participating_area": heads})
    };
    card["examples"] = json!([{"figures": roll(100), "outcome": "satisfied"}]);
    let cards = book.cards().iter().map(law::Card::to_json).chain([card]);
    Book::from_cards(cards.collect()).unwrap()
}

fn quorum_of(book: &Book, heads: u32) -> Verdict {
    let matter = owners(Question::QUORUM, MatterKind::OwnersRules, "2025-06-16");
    let facts = json!({"roll_heads": 100, "roll_area": 10_000,
        "participating_heads": heads, "participating_area": 9_000});
    judge(book, &matter, &figures(&facts))
}

#[test]
fn no_local_text_lowers_the_civil_code() {
    let book = with_participation("local_regulation", (1, 2), "CN-430103");
    let found = quorum_of(&book, 60);
    assert_eq!(found.outcome, Outcome::NotSatisfied);
    assert!(found.citations.iter().all(|one| one.card == "CC-278-PART"), "overridden");
}

#[test]
fn own_rules_stand_beside_the_civil_code() {
    let lower = with_participation("own_rules", (1, 2), "CN");
    let found = quorum_of(&lower, 60);
    assert_eq!(found.outcome, Outcome::NotSatisfied);
    assert!(found.notes.contains(&Note::LawStands { card: "OTHER".to_owned() }));
    let stricter = with_participation("own_rules", (4, 5), "CN");
    let found = quorum_of(&stricter, 70);
    assert_eq!(found.outcome, Outcome::NotSatisfied);
    assert!(found.notes.contains(&Note::StricterThanLaw { card: "OTHER".to_owned() }));
    assert_eq!(quorum_of(&stricter, 80).outcome, Outcome::Satisfied);
}

#[test]
fn the_day_of_the_decision_picks_the_law() {
    let facts = json!({"roll_heads": 900, "roll_area": 10_000_000,
        "participating_heads": 600, "participating_area": 6_666_667,
        "in_favour_heads": 301, "in_favour_area": 3_333_334});
    let on = |formed: &str| {
        let matter = Matter { formed: day(formed), ..motion(MatterKind::OwnerCommitteeElection) };
        verdict(&matter, &facts).outcome.word()
    };
    assert_eq!(on("2021-01-01"), "satisfied");
    assert_eq!(on("2020-12-31"), "not_satisfied");
    assert_eq!(on("2007-09-30"), "undetermined");
}
