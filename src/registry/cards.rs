//! Rule cards in the files of somebody who is writing one.

use crate::domain::Bilingual;
use crate::intake::document::{DOCUMENT_BYTES_MAX, Document, DocumentError, read_json};
use crate::intake::faults::shape_fault;
use crate::law::{Book, Card, CardError, Trials, shipped_files};
use crate::ledger::Value;
use schemars::JsonSchema;
use serde::Serialize;

/// A file that somebody calls a card is not read beyond this.
pub const FILE_BYTES_MAX: usize = DOCUMENT_BYTES_MAX;

/// What came of trying the cards of some files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct TriedCards {
    /// Whether every card is well formed and every example holds.
    pub holds: bool,
    /// Each card, in the order of the files.
    pub cards: Vec<TriedCard>,
    /// Ids that stand on two of the cards.
    pub twice: Vec<String>,
}

/// A card that was tried, and the file that it stands in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct TriedCard {
    /// The file.
    pub file: String,
    /// Its id, if it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// What it is about.
    #[serde(skip)]
    pub title: Option<Bilingual>,
    /// Whether it is well formed and every example holds.
    pub holds: bool,
    /// What is wrong with the card itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fault: Option<Bilingual>,
    /// Its examples.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub examples: Vec<TriedExample>,
    /// Whether the program has a card of this id.
    #[serde(skip)]
    pub of_program: bool,
}

/// An example of a card, worked out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct TriedExample {
    /// Its number on the card, from 1.
    pub number: usize,
    /// Whether what came out is what the card says.
    pub holds: bool,
    /// What the card says.
    pub expected: String,
    /// What came out.
    pub found: String,
    /// Both in a sentence.
    pub sentence: Bilingual,
}

impl TriedCards {
    /// Tries the cards that come with the program.
    pub fn shipped() -> Self {
        let files = shipped_files().into_iter();
        Self::of(files.flat_map(|(name, text)| tried(name, text.as_bytes())).collect())
    }

    /// Tries the cards of files: a name and its bytes each.
    pub fn of_files(files: &[(String, Vec<u8>)]) -> Self {
        Self::of(files.iter().flat_map(|(name, bytes)| tried(name, bytes)).collect())
    }

    fn of(cards: Vec<TriedCard>) -> Self {
        let twice = twice(&cards);
        let holds = twice.is_empty() && cards.iter().all(|card| card.holds);
        Self { holds, cards, twice }
    }
}

fn tried(file: &str, bytes: &[u8]) -> Vec<TriedCard> {
    match cards_in(bytes) {
        Err(fault) => vec![unfit(file, fault)],
        Ok(cards) => cards.into_iter().map(|card| tried_card(file, card)).collect(),
    }
}

fn unfit(file: &str, fault: Bilingual) -> TriedCard {
    let file = file.to_owned();
    let (id, title, examples) = (None, None, Vec::new());
    TriedCard { file, id, title, holds: false, fault: Some(fault), examples, of_program: false }
}

fn tried_card(file: &str, card: serde_json::Value) -> TriedCard {
    let trials = match try_card(card) {
        Err(fault) => return unfit(file, fault),
        Ok(trials) => trials,
    };
    let examples = trials.trials.iter().map(|trial| TriedExample {
        number: trial.number,
        holds: trial.passes(),
        expected: trial.expected.clone(),
        found: trial.found.clone(),
        sentence: trial.sentence(),
    });
    TriedCard {
        file: file.to_owned(),
        title: Some(Bilingual::from(&trials.title)),
        holds: trials.hold(),
        fault: None,
        examples: examples.collect(),
        of_program: Book::shipped().card(&trials.id).is_some(),
        id: Some(trials.id),
    }
}

/// Ids that stand on two of the cards.
fn twice(cards: &[TriedCard]) -> Vec<String> {
    let mut ids: Vec<&str> = cards.iter().filter_map(|one| one.id.as_deref()).collect();
    ids.sort_unstable();
    let pairs = ids.iter().zip(ids.iter().skip(1));
    let mut twice: Vec<String> =
        pairs.filter(|(one, other)| one == other).map(|(one, _)| (*one).to_owned()).collect();
    twice.dedup();
    twice
}

/// The cards in a file: one card, a list of cards, or a document that adopts some. No card in a
/// document that is about something else.
fn cards_in(bytes: &[u8]) -> Result<Vec<serde_json::Value>, Bilingual> {
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
fn try_card(card: serde_json::Value) -> Result<Trials, Bilingual> {
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
