//! Rule cards as people ask for them: those of the program, those that a registry adopted, and the
//! files of somebody who is writing one.

use crate::domain::Bilingual;
use crate::law::{Book, Card, Level};
use std::collections::BTreeMap;

/// A card, and where it comes from.
#[derive(Debug, Clone)]
pub struct CardRow {
    /// The card. Where the registry adopted one with the id of a card of the program, its own.
    pub card: Card,
    /// The registry adopted it.
    pub adopted: bool,
    /// It comes with the program, word for word.
    pub shipped: bool,
}

/// The cards of the program and those that a registry adopted, in the order of their ids.
pub fn card_rows(adopted: Option<&Book>) -> Vec<CardRow> {
    let program = Book::shipped();
    let own = adopted.map_or(&[][..], Book::cards);
    let of_program = program.cards().iter().map(|card| (card, false));
    let all = of_program.chain(own.iter().map(|card| (card, true)));
    // The registry's own card stands last, and so in the place of one with the same id.
    let rows: BTreeMap<&str, (&Card, bool)> =
        all.map(|(card, own)| (card.id(), (card, own))).collect();
    let row = |(card, adopted): (&Card, bool)| {
        let known = program.card(card.id());
        let shipped = known.is_some_and(|known| known.fingerprint() == card.fingerprint());
        CardRow { card: card.clone(), adopted, shipped }
    };
    rows.into_values().map(row).collect()
}

/// Of each card that passes for a text of the state or the Party and is not the program's, what to
/// look at: a verdict by it cites that text, whatever the card says.
pub fn foreign_cards<'a>(cards: impl IntoIterator<Item = &'a Card>) -> Vec<Bilingual> {
    let program = Book::shipped();
    let foreign = |card: &Card| {
        let own = matches!(card.level(), Level::OwnRules | Level::LocalPlan);
        let known = program.card(card.id());
        if own || known.is_some_and(|known| known.fingerprint() == card.fingerprint()) {
            return None;
        }
        let (id, name) = (card.id(), Bilingual::from(&card.instrument().name));
        Some(if known.is_some() {
            Bilingual::new(
                format!(
                    "规则卡 {id}(《{}》)与程序自带的同一编号的卡内容不同,结论以本账采用的为准;请对照条文核对。",
                    name.zh
                ),
                format!(
                    "The rule card {id} ({}) differs from the program's of the same id, and outcomes follow it. Compare it with the text.",
                    name.en
                ),
            )
        } else {
            Bilingual::new(
                format!("规则卡 {id} 写明出自《{}》,程序没有收录这张卡;请对照条文核对。", name.zh),
                format!(
                    "The rule card {id} says that it stands in {}, and is not the program's. Compare it with the text.",
                    name.en
                ),
            )
        })
    };
    cards.into_iter().filter_map(foreign).collect()
}

/// A sentence for an id that no card has, with those that begin like it.
pub(super) fn unknown_card(asked: &str, rows: &[CardRow]) -> Bilingual {
    let ids = rows.iter().map(|row| row.card.id());
    let family = asked.to_uppercase();
    let family = family.split('-').next().unwrap_or_default();
    let alike: Vec<&str> = ids.filter(|id| id.split('-').next() == Some(family)).collect();
    let hint = if alike.is_empty() {
        Bilingual::new("用 yishi rule list 可列出全部。", "yishi rule list lists them all.")
    } else {
        let alike = alike.join("、");
        Bilingual::new(format!("相近的有:{alike}。"), format!("There are {alike}."))
    };
    Bilingual::new(
        format!("没有编号为“{asked}”的规则卡。{}", hint.zh),
        format!("No rule card is called \"{asked}\". {}", hint.en),
    )
}
