//! Rule cards as people ask for them: those of the program, those that a registry adopted, and the
//! files of somebody who is writing one.

use super::why::Part;
use super::{AskError, Snapshot};
use crate::domain::{Bilingual, Fingerprint, Place};
use crate::law::{Book, Card, Certainty, Evidence, Level};
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// A card, and where it comes from.
#[derive(Debug, Clone)]
pub(super) struct CardRow {
    /// The card. Where the registry adopted one with the id of a card of the program, its own.
    pub(super) card: Card,
    /// The registry adopted it.
    adopted: bool,
    /// It comes with the program, word for word.
    shipped: bool,
}

/// The cards of the program and those that a registry adopted, in the order of their ids.
pub(super) fn card_rows(adopted: Option<&Book>) -> Vec<CardRow> {
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
    let mut cards = cards.into_iter().peekable();
    if cards.peek().is_none() {
        // Most documents adopt none, and to read the program's own takes as long as to record one.
        return Vec::new();
    }
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
    cards.filter_map(foreign).collect()
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

/// Which cards of a list are asked for.
#[derive(Debug, Clone, Default)]
pub struct CardFilter {
    /// In force on this day.
    pub on: Option<NaiveDate>,
    /// That apply in this place.
    pub place: Option<Place>,
    /// Whose topic or title has this in it.
    pub topic: Option<String>,
    /// Only those that are not fully confirmed.
    pub open: bool,
}

impl CardFilter {
    fn wants(&self, card: &Card) -> bool {
        let on = self.on.is_none_or(|on| card.in_force_on(on));
        let place = self.place.as_ref().is_none_or(|place| place.is_within(card.jurisdiction()));
        let topic = self.topic.as_ref().is_none_or(|asked| {
            let (topic, title) = (card.applies().topic, card.title());
            let words = [topic.zh(), topic.en(), topic.word(), &title.zh, &title.en];
            words.iter().any(|word| word.to_lowercase().contains(&asked.to_lowercase()))
        });
        on && place && topic && (!self.open || !card.is_confirmed())
    }
}

/// A card in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CardLine {
    /// Its id.
    pub id: String,
    /// What it is about.
    pub title: Bilingual,
    /// What kind of text it stands in, by its word.
    #[schemars(with = "String")]
    pub level: Level,
    /// The same in words.
    pub level_name: Bilingual,
    /// Where it applies.
    pub jurisdiction: String,
    /// First day on which it is in force.
    pub from: NaiveDate,
    /// Last day on which it is in force.
    pub until: Option<NaiveDate>,
    /// What it answers, by its word.
    pub topic: String,
    /// How much of its source was read.
    pub evidence: Evidence,
    /// The same as a mark.
    pub evidence_mark: Bilingual,
    /// How sure it is.
    pub certainty: Certainty,
    /// The same in words.
    pub certainty_name: Bilingual,
    /// Whether its text was read whole and nobody reads it otherwise.
    pub confirmed: bool,
    /// SHA-256 of the card.
    pub fingerprint: Fingerprint,
    /// Whether the registry adopted it.
    pub adopted: bool,
    /// Whether it is the program's, word for word.
    pub of_program: bool,
    /// Where it comes from in words.
    pub origin: Bilingual,
}

/// A card told whole.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct CardAnswer {
    /// The card in a list.
    #[serde(flatten)]
    pub line: CardLine,
    /// Its headings with what stands under them.
    #[serde(skip)]
    pub sections: Vec<Part>,
    /// The way it is worked out.
    pub procedure: String,
    /// The card as it is written.
    pub card: serde_json::Value,
}

/// The cards of the program, and of a book if one is given, that are asked for.
pub fn card_lines(book: Option<&Snapshot>, filter: &CardFilter) -> Result<Vec<CardLine>, AskError> {
    let rows = rows_of(book)?;
    Ok(rows.iter().filter(|row| filter.wants(&row.card)).map(card_line).collect())
}

/// One card by its id, told whole; else a sentence that names those alike.
pub fn card_answer(
    book: Option<&Snapshot>,
    id: &str,
) -> Result<Result<CardAnswer, Bilingual>, AskError> {
    let rows = rows_of(book)?;
    let wanted = id.to_uppercase();
    let Some(row) = rows.iter().find(|row| row.card.id() == wanted) else {
        return Ok(Err(unknown_card(id, &rows)));
    };
    let sections = row.card.sections().into_iter();
    let part = |(heading, sentences): (Bilingual, Vec<Bilingual>)| Part { heading, sentences };
    Ok(Ok(CardAnswer {
        line: card_line(row),
        sections: sections.map(part).collect(),
        procedure: row.card.procedure().name().to_owned(),
        card: row.card.to_json(),
    }))
}

fn rows_of(book: Option<&Snapshot>) -> Result<Vec<CardRow>, AskError> {
    Ok(card_rows(book.map(Snapshot::newest_book).transpose()?.flatten()))
}

fn card_line(row: &CardRow) -> CardLine {
    let card = &row.card;
    CardLine {
        id: card.id().to_owned(),
        title: card.title().into(),
        level: card.level(),
        level_name: card.level().name(),
        jurisdiction: card.jurisdiction().to_string(),
        from: card.from(),
        until: card.until(),
        topic: card.applies().topic.word().to_owned(),
        evidence: card.evidence(),
        evidence_mark: card.evidence().mark(),
        certainty: card.certainty(),
        certainty_name: card.certainty().name(),
        confirmed: card.is_confirmed(),
        fingerprint: card.fingerprint(),
        adopted: row.adopted,
        of_program: row.shipped,
        origin: origin(row),
    }
}

fn origin(row: &CardRow) -> Bilingual {
    match (row.adopted, row.shipped) {
        (true, true) => Bilingual::new("本账采用", "adopted here"),
        (true, false) => Bilingual::new("本账自订", "of this registry"),
        (false, _) => Bilingual::new("程序自带", "of the program"),
    }
}
