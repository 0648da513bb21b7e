//! docs/rules.md is what the cards say.

use super::shipped;
use std::path::Path;
use yishi::law::{Card, Evidence, not_computed};
use yishi::law::{OPEN_POINTS, rules_markdown};

#[test]
fn the_rules_page_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules.md");
    let current = rules_markdown(&shipped());
    #[expect(clippy::disallowed_methods, reason = "a test asks whether to rewrite its page")]
    let bless = std::env::var("BLESS").is_ok();
    if bless {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &current).unwrap();
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert!(found == current, "docs/rules.md is stale; BLESS=1 cargo test rules_page rewrites it");
}

#[test]
fn every_card_stands_on_the_page_with_its_grade() {
    let page = rules_markdown(&shipped());
    for card in shipped().cards() {
        assert!(page.contains(&format!("## {} ", card.id())), "{}", card.id());
        assert!(page.contains(&card.rule().zh) && page.contains(&card.rule().en));
        for open in card.unconfirmed() {
            assert!(page.contains(&open.zh), "{}", card.id());
        }
    }
}

/// The part of the page under a heading.
fn part<'a>(page: &'a str, heading: &str) -> &'a str {
    let rest = page.split(heading).nth(1).expect("the heading stands on the page");
    rest.split("\n## ").next().unwrap()
}

#[test]
fn the_page_lists_every_card_that_is_not_fully_confirmed_and_no_other() {
    let page = rules_markdown(&shipped());
    let open = part(&page, "## 没有完全核实的卡 / Cards not fully confirmed\n");
    let listed: Vec<&str> =
        open.lines().filter_map(|line| line.strip_prefix("- ")?.split(' ').next()).collect();
    let book = shipped();
    let doubtful = book
        .cards()
        .iter()
        .filter(|card| card.evidence() != Evidence::FullText || !card.unconfirmed().is_empty());
    assert_eq!(listed, doubtful.map(Card::id).collect::<Vec<_>>());
    assert!(!listed.is_empty() && listed.len() < book.cards().len());
    for card in book.cards() {
        for point in card.unconfirmed() {
            assert!(open.contains(&point.zh), "{}", card.id());
        }
    }
}

#[test]
fn the_page_names_the_open_legal_points_in_both_languages() {
    let page = rules_markdown(&shipped());
    let points = part(&page, "## 未决的法律问题 / Open legal points\n");
    assert_eq!(OPEN_POINTS.len(), 8);
    for (number, (zh, en)) in OPEN_POINTS.iter().enumerate() {
        assert!(points.contains(&format!("{}. {zh}\n   / {en}", number + 1)));
    }
}

/// How many rules each family has: CX-01 to CX-11, BR-01 to BR-23, and so on.
const FAMILIES: [(&str, u32); 8] =
    [("CX", 11), ("BR", 23), ("PE", 21), ("DL", 8), ("OW", 28), ("OC", 14), ("RS", 22), ("RP", 14)];

/// Every rule is a card, or stands in the list of those that are none, and not in both.
#[test]
fn every_rule_is_a_card_or_says_why_it_is_none() {
    let book = shipped();
    let listed = not_computed();
    let is_card = |id: &str| {
        let own = |card: &&Card| card.id() == id || card.id().starts_with(&format!("{id}-"));
        book.cards().iter().any(|card| own(&card))
    };
    let mut breaches = Vec::new();
    let mut all = Vec::new();
    for (family, count) in FAMILIES {
        all.extend((1..=count).map(|number| format!("{family}-{number:02}")));
    }
    assert_eq!(all.len(), 141);
    for id in &all {
        let times = listed.iter().filter(|one| one.id == *id).count();
        if times + usize::from(is_card(id)) != 1 {
            breaches.push(format!("{id}: {times} times in the list, card: {}", is_card(id)));
        }
    }
    for one in &listed {
        let unknown = one.cards.iter().filter(|card| book.card(card).is_none());
        breaches.extend(unknown.map(|card| format!("{}: no card {card}", one.id)));
        if !all.contains(&one.id) || one.why.zh.is_empty() || one.why.en.is_empty() {
            breaches.push(format!("{}: no rule, or no reason", one.id));
        }
    }
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
    assert!(rules_markdown(&book).contains("| OW-28 |"));
}
