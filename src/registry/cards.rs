//! Rule cards in the files of somebody who is writing one.

use crate::domain::Bilingual;
use crate::law::{Card, CardError, Trials};
use crate::ledger::Value;
use crate::paper::document::{Document, DocumentError, read_json};
use crate::registry::faults::shape_fault;

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
