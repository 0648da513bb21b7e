//! Schedules by card: K16, K17, K19 and the edges of periods.

use super::{day, shipped};
use yishi::domain::Happened;
use yishi::law::{Existence, PeriodState, PeriodStatus, schedule};

fn since(established: &str) -> Existence {
    Existence { established: day(established), dissolved: None }
}

fn plan(card: &str, existence: Existence, held: &[&str], today: &str) -> Vec<PeriodStatus> {
    let held: Vec<Happened> = held.iter().map(|text| text.parse().unwrap()).collect();
    schedule(shipped().card(card).unwrap(), existence, &held, day(today))
}

/// The states of one year, one letter each: Held, Due, Missing, Not yet due, Skipped.
fn year(plan: &[PeriodStatus], year: i32) -> String {
    let letter = |status: &PeriodStatus| match status.state {
        PeriodState::Held => 'H',
        PeriodState::Due => 'D',
        PeriodState::Missing => 'M',
        PeriodState::NotYetDue => 'N',
        PeriodState::Skipped => 'S',
    };
    plan.iter().filter(|status| status.period.year == year).map(letter).collect()
}

#[test]
fn k16_three_quarters_held_and_the_fourth_not_on_record() {
    let held = ["2025-01-10", "2025-04-02", "2025-09-30"];
    let plan = plan("BR-05", since("2020-06-01"), &held, "2026-01-01");
    assert_eq!(year(&plan, 2025), "HHHM");
    assert_eq!(year(&plan, 2026), "DNNN");
    let book = shipped();
    let fourth = plan.iter().find(|one| one.period.year == 2025 && one.period.number == 4);
    let sentence = fourth.unwrap().sentence(book.card("BR-05").unwrap());
    assert_eq!(sentence.zh, "2025年第四季度还没有召开支部党员大会的记录。");
    assert_eq!(sentence.en, "Q4 2025: no branch members' assembly on record yet.");
}

#[test]
fn k17_four_meetings_in_a_year_are_not_one_each_quarter() {
    let held = ["2025-01-02", "2025-03-31", "2025-04-01", "2025-12-31"];
    let plan = plan("BR-05", since("2020-06-01"), &held, "2026-01-01");
    assert_eq!(year(&plan, 2025), "HHMH");
    assert_eq!(plan.iter().find(|one| one.period.year == 2025).unwrap().held, 2);
}

#[test]
fn k19_a_quarter_without_a_lecture_is_a_reminder_by_practice() {
    let plan = plan("BR-15", since("2024-01-01"), &["2025-02-01"], "2025-07-01");
    assert_eq!(year(&plan, 2025), "HMDN");
    let book = shipped();
    let card = book.card("BR-15").unwrap();
    assert_eq!(
        plan.iter()
            .find(|one| one.period.number == 2 && one.period.year == 2025)
            .unwrap()
            .sentence(card)
            .zh,
        "2025年第二季度还没有开展党课的记录(按通行做法,条文未规定次数)。"
    );
}

#[test]
fn partial_periods_ask_for_nothing_and_show_what_was_held() {
    let existence =
        Existence { established: day("2025-02-10"), dissolved: Some(day("2025-11-30")) };
    assert_eq!(year(&plan("BR-05", existence, &[], "2026-01-01"), 2025), "SMMS");
    assert_eq!(year(&plan("BR-05", existence, &["2025-03-01"], "2026-01-01"), 2025), "HMMS");
    assert_eq!(year(&plan("BR-16", existence, &[], "2025-04-15"), 2025), "SMDNNNNNNN");
    // A body that begins on the first day of a period owes that period whole.
    assert_eq!(year(&plan("BR-05", since("2025-04-01"), &[], "2025-12-31"), 2025), "MMD");
    // The rule itself began within a quarter.
    assert_eq!(year(&plan("BR-05", since("2010-01-01"), &[], "2019-01-01"), 2018), "S");
}

#[test]
fn the_last_day_of_a_period_is_still_in_it() {
    assert_eq!(year(&plan("BR-05", since("2025-01-01"), &[], "2025-03-31"), 2025), "DNNN");
    assert_eq!(year(&plan("BR-05", since("2025-01-01"), &[], "2025-04-01"), 2025), "MDNN");
    assert_eq!(
        year(&plan("BR-05", since("2025-01-01"), &["2025-03-31T23:59"], "2025-04-01"), 2025),
        "HDNN"
    );
}

#[test]
fn a_date_that_is_not_precise_fills_a_period_only_where_it_must_lie_in_it() {
    let plan = plan("BR-05", since("2025-01-01"), &["2025-02", "2025"], "2026-01-01");
    assert_eq!(year(&plan, 2025), "HMMM");
    assert_eq!(plan.iter().map(|one| one.possible).collect::<Vec<_>>(), [1, 1, 1, 1, 0, 0, 0, 0]);
    let sentence = plan[1].sentence(shipped().card("BR-05").unwrap()).zh;
    assert_eq!(
        sentence,
        "2025年第二季度还没有召开支部党员大会的记录。另有 1 次日期不够准确,可能在本期。"
    );
}

#[test]
fn one_activity_may_satisfy_several_rules() {
    let held = ["2025-01-15"];
    for card in ["BR-05", "BR-15", "BR-16"] {
        let plan = plan(card, since("2025-01-01"), &held, "2025-01-31");
        assert_eq!(plan[0].state, PeriodState::Held, "{card}");
    }
}

#[test]
fn a_body_that_ended_before_it_began_or_a_card_about_votes_has_no_schedule() {
    let existence =
        Existence { established: day("2025-02-10"), dissolved: Some(day("2024-11-30")) };
    assert!(plan("BR-05", existence, &[], "2026-01-01").is_empty());
    assert!(plan("BR-07", since("2025-01-01"), &[], "2026-01-01").is_empty());
    assert_eq!(plan("BR-05", since("2030-01-01"), &[], "2026-01-01"), []);
}
