//! Margins, tried out: with so many more or fewer it comes out otherwise, with one less it does not.

use super::{assembly, figures, owners, shipped};
use proptest::prelude::*;
use yishi::domain::{Area, Heads, MatterKind};
use yishi::law::{Book, Change, Figure, Figures, Matter, Outcome, Question, Topic, judge};

fn special() -> Matter {
    owners(Question::RESULT, MatterKind::Rebuilding, "2024-04-01")
}

fn ordinary() -> Matter {
    owners(Question::RESULT, MatterKind::PropertyService, "2024-04-01")
}

/// A vote of owners: the roll, those taking part, those in favour, each by heads and by area.
fn vote([roll, part, yes]: [u32; 3], [roll_area, part_area, yes_area]: [u64; 3]) -> Figures {
    Figures {
        roll_heads: Some(Heads(roll)),
        roll_area: Some(Area(roll_area)),
        participating_heads: Some(Heads(part)),
        participating_area: Some(Area(part_area)),
        in_favour_heads: Some(Heads(yes)),
        in_favour_area: Some(Area(yes_area)),
        ..Figures::default()
    }
}

fn heads(number: &mut Option<Heads>, by: i64) {
    let now = i64::from(number.unwrap().0) + by;
    *number = Some(Heads(u32::try_from(now).unwrap()));
}

fn area(number: &mut Option<Area>, by: i64) {
    let now = i64::try_from(number.unwrap().0).unwrap() + by;
    *number = Some(Area(u64::try_from(now).unwrap()));
}

/// The figures with so many more of one.
fn with(mut figures: Figures, figure: Figure, by: i64) -> Figures {
    match figure {
        Figure::PARTICIPATING_HEADS => heads(&mut figures.participating_heads, by),
        Figure::PARTICIPATING_AREA => area(&mut figures.participating_area, by),
        Figure::IN_FAVOUR_HEADS => heads(&mut figures.in_favour_heads, by),
        Figure::IN_FAVOUR_AREA => area(&mut figures.in_favour_area, by),
        _ => unreachable!(),
    }
    figures
}

/// The same where they come to those taking part as well, or stay away altogether.
fn moving(figures: &Figures, figure: Figure, by: i64) -> Figures {
    let whole = match figure {
        Figure::IN_FAVOUR_HEADS => Figure::PARTICIPATING_HEADS,
        Figure::IN_FAVOUR_AREA => Figure::PARTICIPATING_AREA,
        _ => unreachable!(),
    };
    with(with(figures.clone(), figure, by), whole, by)
}

fn met(book: &Book, matter: &Matter, figures: &Figures, figure: Figure) -> bool {
    let found = judge(book, matter, figures);
    let own = found.comparisons.iter().find(|one| one.part.figure == figure).unwrap();
    own.met.unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn every_margin_of_owners_is_exact(
        numbers in (1_u32..60, 0_u32..60, 0_u32..60),
        areas in (1_u64..6_000, 0_u64..6_000, 0_u64..6_000),
        is_special in any::<bool>(),
    ) {
        let book = shipped();
        let matter = if is_special { special() } else { ordinary() };
        let (roll, part) = (numbers.0, numbers.1.min(numbers.0));
        let (roll_area, part_area) = (areas.0, areas.1.min(areas.0));
        let yes = [roll, part, numbers.2.min(part)];
        let figures = vote(yes, [roll_area, part_area, areas.2.min(part_area)]);
        let found = judge(&book, &matter, &figures);
        for change in &found.changes {
            match *change {
                Change::More { figure, by, .. } => {
                    let by = i64::try_from(by).unwrap();
                    prop_assert!(met(&book, &matter, &with(figures.clone(), figure, by), figure));
                    prop_assert!(!met(&book, &matter, &with(figures.clone(), figure, by - 1), figure));
                }
                Change::Spare { figure, by, .. } => {
                    let by = i64::try_from(by).unwrap();
                    prop_assert!(met(&book, &matter, &with(figures.clone(), figure, -by), figure));
                    prop_assert!(!met(&book, &matter, &with(figures.clone(), figure, -by - 1), figure));
                }
                Change::Joining { figure, by, .. } => {
                    let by = i64::try_from(by).unwrap();
                    prop_assert!(met(&book, &matter, &moving(&figures, figure, by), figure));
                    prop_assert!(!met(&book, &matter, &moving(&figures, figure, by - 1), figure));
                }
                Change::Leaving { figure, by, .. } => {
                    let by = i64::try_from(by).unwrap();
                    prop_assert!(!met(&book, &matter, &moving(&figures, figure, -by), figure));
                    prop_assert!(met(&book, &matter, &moving(&figures, figure, 1 - by), figure));
                }
                _ => {}
            }
        }
        let plain = matches!(found.outcome, Outcome::Satisfied | Outcome::NotSatisfied);
        prop_assert!(plain && (found.margin().is_some() || part == 0 || part_area == 0));
    }
}

/// Everything that is short at once, and those who have to come are counted with those in favour.
#[test]
fn where_more_have_to_take_part_the_share_of_those_taking_part_is_counted_with_them() {
    let book = shipped();
    // 60 of 100 take part and 31 of them agree: 67 would have to, and 34 of these agree.
    let figures = vote([100, 60, 31], [10_000, 9_000, 8_000]);
    let found = judge(&book, &ordinary(), &figures);
    let margin = found.margin().unwrap();
    assert_eq!(margin.zh, "参与再多 7 人且同意再多 3 人,结果就会改变。");
    assert_eq!(margin.en, "7 heads more taking part and 3 heads more in favour would change it.");
    let enough =
        with(with(figures.clone(), Figure::PARTICIPATING_HEADS, 7), Figure::IN_FAVOUR_HEADS, 3);
    assert_eq!(judge(&book, &ordinary(), &enough).outcome, Outcome::Satisfied);
    for (part, yes) in [(6, 3), (7, 2)] {
        let short = with(
            with(figures.clone(), Figure::PARTICIPATING_HEADS, part),
            Figure::IN_FAVOUR_HEADS,
            yes,
        );
        assert_eq!(judge(&book, &ordinary(), &short).outcome, Outcome::NotSatisfied);
    }
}

#[test]
fn a_carried_vote_says_how_little_less_would_be_too_little_on_both_axes() {
    let book = shipped();
    let figures = vote([90, 62, 33], [9_000, 7_000, 3_600]);
    let found = judge(&book, &ordinary(), &figures);
    assert_eq!(
        found.margin().unwrap().zh,
        "参与再少 3 人或者 10.01 ㎡或者同意再少 2 人或者 1.00 ㎡,结果就会改变。"
    );
    assert_eq!(
        found.margin().unwrap().en,
        "3 heads or 10.01 m² less taking part or 2 heads or 1.00 m² less in favour would change it."
    );
    assert!(found.sentence().zh.contains("同意再少 2 人或者 1.00 ㎡,结果就会改变。《民法典》"));
}

#[test]
fn invalid_ballots_are_told_with_what_they_could_have_done() {
    let book = shipped();
    let mut figures = vote([90, 62, 30], [9_000, 7_000, 3_400]);
    figures.invalid_heads = Some(Heads(2));
    figures.invalid_area = Some(Area(200));
    let turned = judge(&book, &ordinary(), &figures).changes;
    let (heads, area) = (2, 200);
    assert!(turned.contains(&Change::Validated { heads, area, turns: true }), "{turned:?}");
    figures.invalid_heads = Some(Heads(1));
    let not = judge(&book, &ordinary(), &figures).changes;
    assert!(not.contains(&Change::Validated { heads: 1, area, turns: false }), "{not:?}");
    assert!(
        not.iter()
            .any(|one| one.sentence().zh == "无效票(1 人、2.00 ㎡)若都有效并同意,仍达不到要求。")
    );
}

#[test]
fn a_branch_vote_has_a_margin_in_heads_and_nothing_has_one_that_no_number_changes() {
    let book = shipped();
    let motion = assembly(Question::RESULT, MatterKind::WorkPlan);
    let found = judge(
        &book,
        &motion,
        &figures(&serde_json::json!(
        {"due": 20, "present": 9, "in_favour": 9})),
    );
    assert_eq!(found.margin().unwrap().zh, "到会再多 2 人且赞成再多 2 人,结果就会改变。");
    let nobody = judge(
        &book,
        &motion,
        &figures(&serde_json::json!(
        {"due": 0, "present": 0, "in_favour": 0})),
    );
    assert_eq!(nobody.margin(), None);
    assert!(
        nobody.changes.iter().any(|one| matches!(one, Change::Never { topic: Topic::QUORUM, .. }))
    );
}
