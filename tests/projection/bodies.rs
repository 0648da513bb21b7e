//! Bodies: what each was on a day, and where its members went.

use super::{Book, body, branch_founded, day};
use serde_json::json;
use yishi::domain::BodyKind;
use yishi::event::body::BodyBasis;

fn name_on(book: &Book, date: &str) -> Option<String> {
    let state = book.fold().body_on(body(1), day(date)).unwrap()?;
    state.name.map(|name| name.to_string())
}

#[test]
fn a_temporary_branch_becomes_a_branch_and_gets_another_superior() {
    let mut book = Book::default();
    book.say(
        "body.established",
        json!({
            "body": body(1), "body_kind": "temporary_branch", "name": "温泉花园临时党支部",
            "label": "支部", "parent": body(9), "basis": "founded", "happened": "2023-12-06"
        }),
    );
    book.say(
        "body.converted",
        json!({
            "body": body(1), "body_kind": "party_branch", "name": "温泉花园党支部",
            "approval": "镇党发〔2024〕3号", "happened": "2024-06-01"
        }),
    );
    book.say(
        "body.placed_under",
        json!({ "body": body(1), "parent": body(8), "happened": "2025-01" }),
    );
    let all = book.fold();
    let on = |date| all.body_on(body(1), day(date)).unwrap();
    assert_eq!(on("2023-12-05"), None);
    assert_eq!(on("2023-12-06").unwrap().body_kind, Some(BodyKind::TemporaryBranch));
    assert_eq!(on("2024-05-31").unwrap().body_kind, Some(BodyKind::TemporaryBranch));
    let state = on("2024-06-01").unwrap();
    assert_eq!(state.body_kind, Some(BodyKind::PartyBranch));
    assert_eq!(state.approval.unwrap().as_str(), "镇党发〔2024〕3号");
    assert_eq!(on("2024-12-31").unwrap().parent, Some(body(9)));
    assert_eq!(on("2025-01-01").unwrap().parent, Some(body(8)));
    let row = all.body(body(1)).unwrap().unwrap();
    assert_eq!((row.states.len(), row.basis), (3, Some(BodyBasis::Founded)));
    assert_eq!(row.label.unwrap().as_str(), "支部");
}

#[test]
fn a_late_change_lands_where_it_belongs_and_a_correction_replaces() {
    let mut book = Book::default();
    let convert = |on: &str, name: &str| {
        let kind = "party_branch";
        json!({ "body": body(1), "body_kind": kind, "name": name, "happened": on })
    };
    book.say("body.established", branch_founded(1, "2018", "甲"));
    book.say("body.converted", convert("2022-01-01", "丙"));
    let late = book.say("body.converted", convert("2020-01-01", "乙"));
    assert_eq!(name_on(&book, "2019-12-31").as_deref(), Some("甲"));
    assert_eq!(name_on(&book, "2020-01-01").as_deref(), Some("乙"));
    assert_eq!(name_on(&book, "2022-01-01").as_deref(), Some("丙"));

    let first = book.correct(late, "名称有误", json!({ "name": "乙二" }));
    assert_eq!(name_on(&book, "2020-01-01").as_deref(), Some("乙二"));
    book.correct(first, "日期有误", json!({ "happened": "2021-01-01" }));
    assert_eq!(name_on(&book, "2020-12-31").as_deref(), Some("甲"));
    assert_eq!(name_on(&book, "2021-01-01").as_deref(), Some("乙二"));
    let row = book.fold().body(body(1)).unwrap().unwrap();
    let corrected = row.states[1].corrected.clone().unwrap();
    assert_eq!((corrected.times, corrected.reason.unwrap().as_str()), (2, "日期有误"));
    assert_eq!(row.states[0].corrected, None);

    // What the book said before the late entry, and between the two corrections.
    let before = book.as_of(2).body_on(body(1), day("2020-01-01")).unwrap().unwrap();
    assert_eq!(before.name.unwrap().as_str(), "甲");
    let between = book.as_of(4).body_on(body(1), day("2020-12-31")).unwrap().unwrap();
    assert_eq!(between.name.unwrap().as_str(), "乙二");
}

#[test]
fn the_tree_of_a_day_knows_who_stood_under_whom() {
    let mut book = Book::default();
    for (number, on) in [(1, "2002"), (2, "2018"), (3, "2018"), (4, "2020")] {
        book.say("body.established", branch_founded(number, on, "支部"));
    }
    let under = |number, parent, on: &str| {
        let (number, parent) = (body(number), body(parent));
        json!({ "body": number, "parent": parent, "happened": on })
    };
    book.say("body.placed_under", under(2, 1, "2018-02"));
    book.say("body.placed_under", under(3, 1, "2018-02"));
    book.say("body.placed_under", under(4, 2, "2020-02"));
    book.say(
        "body.dissolved",
        json!({ "body": body(2), "ground": "withdrawn", "happened": "2022-01-01" }),
    );
    let tree = |date| {
        let tree = book.fold().tree_on(day(date)).unwrap();
        tree.into_iter().map(|place| (place.body, place.depth)).collect::<Vec<_>>()
    };
    assert_eq!(tree("2001-12-31"), []);
    assert_eq!(tree("2018-03-01"), [(body(1), 0), (body(2), 1), (body(3), 1)]);
    let full = [(body(1), 0), (body(2), 1), (body(4), 2), (body(3), 1)];
    assert_eq!(tree("2021-12-31"), full);
    // The superior of 4 has ended: it stands at the top until it is placed again.
    assert_eq!(tree("2022-01-01"), [(body(1), 0), (body(3), 1), (body(4), 0)]);
}

#[test]
fn superiors_in_a_circle_do_not_hang_the_tree() {
    let mut book = Book::default();
    for (number, parent) in [(1, 2), (2, 1)] {
        book.say("body.established", branch_founded(number, "2020", "支部"));
        book.say(
            "body.placed_under",
            json!({ "body": body(number), "parent": body(parent), "happened": "2020-02" }),
        );
    }
    let tree = book.fold().tree_on(day("2021-01-01")).unwrap();
    let tree: Vec<_> = tree.into_iter().map(|place| (place.body, place.depth)).collect();
    assert_eq!(tree, [(body(1), 0), (body(2), 1)]);
}

#[test]
fn a_body_ends_on_its_day_and_the_other_knows_that_it_took_it_in() {
    let mut book = Book::default();
    book.say("body.established", branch_founded(1, "2018-01-01", "甲"));
    book.say("body.established", branch_founded(2, "2018-01-01", "乙"));
    let end = book.say(
        "body.dissolved",
        json!({ "body": body(1), "ground": "merged", "into": body(2), "happened": "2021-07-01" }),
    );
    assert!(name_on(&book, "2021-06-30").is_some());
    assert_eq!(name_on(&book, "2021-07-01"), None);
    assert_eq!(book.fold().body(body(2)).unwrap().unwrap().absorbed, [body(1)]);
    assert_eq!(book.fold().bodies_on(day("2021-07-01")).unwrap().len(), 1);
    book.correct(end, "日期有误", json!({ "happened": "2021-08-01" }));
    assert!(name_on(&book, "2021-07-31").is_some());
}
