//! Rule cards as people ask for them: those of the program, those that a registry adopted, and the
//! files of somebody who is writing one.

use crate::domain::Bilingual;
use crate::law::{Book, Card, CardError, Level, Trials};
use crate::ledger::Value;
use crate::paper::document::{Document, DocumentError, read_json};
use crate::registry::faults::shape_fault;
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

/// The cards in a file: one card, a list of cards, or a document that adopts some. No card in a
/// document that is about something else.
pub fn cards_in(bytes: &[u8]) -> Result<Vec<serde_json::Value>, Bilingual> {
    let value = read_json(bytes).map_err(|error| error.sentence())?;
    let cards = match value {
        Value::Object(fields) if fields.contains_key("facts") => {
            let document = Document::parse(bytes).map_err(|error| error.sentence())?;
            let adoptions =
                document.facts.into_iter().filter(|one| one.kind.kind == "registry.rules_adopted");
            adoptions.flat_map(|one| listed(one.fields.get("cards"))).collect()
        }
        Value::Array(cards) => cards,
        card => vec![card],
    };
    cards.iter().map(plain).collect::<Option<_>>().ok_or_else(|| DocumentError::Empty.sentence())
}

fn listed(cards: Option<&Value>) -> Vec<Value> {
    cards.and_then(Value::as_array).unwrap_or_default().to_vec()
}

fn plain(card: &Value) -> Option<serde_json::Value> {
    serde_json::from_str(&card.to_canonical()).ok()
}

/// Runs the examples of a card, or says why it is none.
pub fn try_card(card: serde_json::Value) -> Result<Trials, Bilingual> {
    Card::try_examples(card).map_err(|error| fault(&error))
}

/// What is wrong with a card, in one sentence.
fn fault(error: &CardError) -> Bilingual {
    match error {
        CardError::Shape { id, problem } => {
            let (place, problem) = match problem.strip_prefix("parameters: ") {
                Some(problem) => (("的 parameters ", " in its parameters"), problem),
                None => (("", ""), problem.as_str()),
            };
            let said = shape_fault(problem);
            Bilingual::new(
                format!("规则卡 {id} {}的格式不对:{}。", place.0, said.zh),
                format!("The rule card {id} is not well formed{}: {}.", place.1, said.en),
            )
        }
        CardError::NoExamples { id } => Bilingual::new(
            format!("规则卡 {id} 没有算例。请至少写一个:给出数字,写明应得的结果。"),
            format!(
                "The rule card {id} has no example. Write one: figures, and what must come out."
            ),
        ),
        CardError::UnknownProcedure { id, procedure, known } => Bilingual::new(
            format!("规则卡 {id} 写的算法“{procedure}”不存在,可用的有:{known}。"),
            format!("The rule card {id} names the procedure \"{procedure}\"; there are {known}."),
        ),
        CardError::Profile { id, at, problem } => Bilingual::new(
            format!("规则卡 {id} 在 {at} 处有账本不能保存的内容:{problem}。"),
            format!("The rule card {id} holds at {at} what no journal can hold: {problem}."),
        ),
        CardError::Contents { id, problem } => Bilingual::new(
            format!("规则卡 {id} 的内容有误:{problem}。"),
            format!("The rule card {id} cannot be right: {problem}."),
        ),
        CardError::ExampleFails { id, number, expected, found } => Bilingual::new(
            format!("规则卡 {id} 的算例 {number} 应得“{expected}”,实得“{found}”。"),
            format!(
                "Example {number} of the rule card {id} should give \"{expected}\" and gives \"{found}\"."
            ),
        ),
    }
}
