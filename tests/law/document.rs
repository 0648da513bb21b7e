//! docs/rules.md is what the cards say.

use super::shipped;
use std::path::Path;
use yishi::law::book::rules_markdown;

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
