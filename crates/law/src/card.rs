//! A rule card: one rule, where it stands, how sure it is, and worked examples that must pass.
//!
//! Invariants, kept by [`Card::from_json`], the way in for every new card; one that was adopted comes
//! back without its examples being run again:
//! - the JSON is within the profile of the journal, holds no unknown key, and is kept as it came;
//! - the procedure is known, answers the topic, and its parameters make sense;
//! - there is at least one example, and every example gives what it promises.

use super::days::Days;
use super::election;
use super::figures::Figures;
use super::judge;
use super::matter::{Topic, day};
use super::procedure::Procedure;
use super::profile;
use chrono::NaiveDate;
use domain::Bilingual;
use domain::BodyKind;
use domain::ElectionKind;
use domain::Fingerprint;
use domain::Heads;
use domain::MatterKind;
use domain::MeetingKind;
use domain::Place;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Why a card does not load. Every variant names the card.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CardError {
    /// JSON that the journal cannot hold.
    #[error("rule card {id}, at {at}: {problem} (规则卡含有账本不能保存的内容)")]
    Profile {
        /// The card.
        id: String,
        /// JSON pointer.
        at: String,
        /// What is wrong.
        problem: String,
    },
    /// An unknown or missing key, or a value of another kind.
    #[error("rule card {id}: {problem} (规则卡的格式不对)")]
    Shape {
        /// The card.
        id: String,
        /// What the reader says.
        problem: String,
    },
    /// A procedure that this program does not know.
    #[error("rule card {id} names the procedure \"{procedure}\"; known are {known} (未知的算法)")]
    UnknownProcedure {
        /// The card.
        id: String,
        /// The procedure.
        procedure: String,
        /// Those that would do.
        known: String,
    },
    /// Keys and kinds are right, the contents cannot be.
    #[error("rule card {id}: {problem} (规则卡的内容有误)")]
    Contents {
        /// The card.
        id: String,
        /// What is wrong.
        problem: String,
    },
    /// No worked example.
    #[error(
        "rule card {id} has no worked example; a card without examples does not load (缺少算例)"
    )]
    NoExamples {
        /// The card.
        id: String,
    },
    /// An example that does not give what it promises.
    #[error("rule card {id}, example {number}: expected {expected}, found {found} (算例不符)")]
    ExampleFails {
        /// The card.
        id: String,
        /// Number of the example, from 1.
        number: usize,
        /// What it promises.
        expected: String,
        /// What the procedure gives.
        found: String,
    },
}

/// A wording in both languages, as it stands in a card.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wording {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl From<&Wording> for Bilingual {
    fn from(wording: &Wording) -> Self {
        Self::new(wording.zh.clone(), wording.en.clone())
    }
}

/// How much of the source was read.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
pub enum Evidence {
    /// The full article was read in a public copy.
    #[serde(rename = "T")]
    FullText,
    /// An excerpt or quotation was read.
    #[serde(rename = "E")]
    Excerpt,
    /// From memory; to be checked.
    #[serde(rename = "recalled")]
    Recalled,
}

impl Evidence {
    /// The mark behind a citation: 〔全文核对〕, 〔摘录核对〕 or 〔凭记忆，待核对〕.
    pub fn mark(self) -> Bilingual {
        match self {
            Self::FullText => Bilingual::new("〔全文核对〕", "[full text read]"),
            Self::Excerpt => Bilingual::new("〔摘录核对〕", "[excerpt read]"),
            Self::Recalled => Bilingual::new("〔凭记忆，待核对〕", "[recalled, to be checked]"),
        }
    }
}

/// How sure the rule is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// The text leaves one reading.
    Certain,
    /// Respectable readings differ, or only practice supports it.
    Disputed,
    /// The text says "generally": a breach is a warning and not invalidity.
    Advisory,
}

impl Certainty {
    /// 确定, 有争议, 一般要求.
    pub fn name(self) -> Bilingual {
        match self {
            Self::Certain => Bilingual::new("确定", "certain"),
            Self::Disputed => Bilingual::new("有争议", "disputed"),
            Self::Advisory => Bilingual::new("一般要求", "advisory"),
        }
    }
}

/// What kind of text the rule stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// 法律: a statute of the state. Nothing below it lowers what it asks for.
    Statute,
    /// 行政法规: a regulation of the State Council.
    AdministrativeRegulation,
    /// 司法解释: a judicial interpretation.
    JudicialInterpretation,
    /// 地方性法规: a regulation of a province or city.
    LocalRegulation,
    /// 规范性文件: guidance of a ministry or another office.
    Guidance,
    /// 党内法规: a regulation of the Party.
    PartyRegulation,
    /// 党内规范性文件: detailed rules.
    PartyRules,
    /// 工作手册: handbooks and explanations.
    Handbook,
    /// 通行做法: practice only.
    Practice,
    /// 本地方案: the plan of a sub-district or community for a selection.
    LocalPlan,
    /// 自订规则: a charter or rules of procedure that the body adopted itself.
    OwnRules,
}

impl Level {
    /// The kind of text in words.
    pub fn name(self) -> Bilingual {
        match self {
            Self::Statute => Bilingual::new("法律", "statute"),
            Self::AdministrativeRegulation => {
                Bilingual::new("行政法规", "regulation of the State Council")
            }
            Self::JudicialInterpretation => Bilingual::new("司法解释", "judicial interpretation"),
            Self::LocalRegulation => Bilingual::new("地方性法规", "local regulation"),
            Self::Guidance => Bilingual::new("规范性文件", "guidance"),
            Self::PartyRegulation => Bilingual::new("党内法规", "Party regulation"),
            Self::PartyRules => Bilingual::new("党内规范性文件", "Party rules"),
            Self::Handbook => Bilingual::new("解释和工作手册", "explanations and handbooks"),
            Self::Practice => Bilingual::new("通行做法", "practice"),
            Self::LocalPlan => Bilingual::new("本地方案", "local plan"),
            Self::OwnRules => Bilingual::new("自订规则", "rules of its own"),
        }
    }
}

/// The instrument that a rule stands in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instrument {
    /// Its short key.
    pub key: String,
    /// Its name.
    pub name: Wording,
}

/// What a card applies to. An empty list means all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Applies {
    /// What the card is about.
    pub topic: Topic,
    /// Kinds of bodies. A temporary branch is exempt only where it is not listed.
    pub bodies: Vec<BodyKind>,
    /// Kinds of meetings.
    pub meetings: Vec<MeetingKind>,
    /// Kinds of matters; a card that lists the matter goes before one that applies to all.
    pub matters: Vec<MatterKind>,
    /// Kinds of elections. A card that compares answers either for elections, those listed here, or
    /// for everything else; one that only forms figures answers for both when it lists none.
    #[serde(default)]
    pub elections: Vec<ElectionKind>,
}

/// What goes in and what must come out. Exactly one of `outcome`, `values` and `last_day` is there:
/// cards that form figures have values, for each reading; deadlines have a last day; everything else
/// has an outcome. For an order of candidates it is told by their places: `elected 1 2 tied 3 4`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// Figures in.
    #[serde(default)]
    pub figures: Figures,
    /// Days in, for a deadline.
    #[serde(default)]
    pub days: Days,
    /// Votes in, for an order of candidates.
    #[serde(default)]
    pub order: Option<OrderExample>,
    /// The word of the outcome expected.
    #[serde(default)]
    pub outcome: Option<String>,
    /// The numbers expected, the default reading first.
    #[serde(default)]
    pub values: Option<Vec<u64>>,
    /// The last day expected.
    #[serde(
        default,
        deserialize_with = "day::read_optional",
        serialize_with = "day::write_optional"
    )]
    pub last_day: Option<NaiveDate>,
}

/// Candidates who reach the votes needed, for an example of their order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrderExample {
    /// Seats to be filled.
    pub seats: u32,
    /// Heads in favour of each.
    pub heads: Vec<Heads>,
}

/// A worked example, run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trial {
    /// Number of the example, from 1.
    pub number: usize,
    /// What goes in.
    pub example: Example,
    /// What it promises.
    pub expected: String,
    /// What the procedure gives.
    pub found: String,
}

impl Trial {
    /// Whether it gives what it promises.
    pub fn passes(&self) -> bool {
        self.found == self.expected
    }
}

/// The examples of a card that somebody wrote, each run by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trials {
    /// The card.
    pub id: String,
    /// What it is called.
    pub title: Wording,
    /// Its examples, in their order.
    pub trials: Vec<Trial>,
}

impl Trials {
    /// Whether every example gives what it promises.
    pub fn hold(&self) -> bool {
        self.trials.iter().all(Trial::passes)
    }

    /// Those that do not.
    pub fn failing(&self) -> impl Iterator<Item = &Trial> {
        self.trials.iter().filter(|trial| !trial.passes())
    }
}

impl Example {
    pub(super) fn expected(&self) -> Option<String> {
        match (&self.outcome, &self.values, self.last_day) {
            (Some(outcome), None, None) => Some(outcome.clone()),
            (None, Some(values), None) => Some(format!("{values:?}")),
            (None, None, Some(last)) => Some(last.to_string()),
            _ => None,
        }
    }
}

/// One rule.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Content {
    format: u32,
    id: String,
    title: Wording,
    instrument: Instrument,
    jurisdiction: Place,
    level: Level,
    #[serde(deserialize_with = "day::read")]
    from: NaiveDate,
    #[serde(default, deserialize_with = "day::read_optional")]
    until: Option<NaiveDate>,
    article: Wording,
    evidence: Evidence,
    certainty: Certainty,
    applies: Applies,
    procedure: String,
    parameters: Value,
    rule: Wording,
    unconfirmed: Vec<Wording>,
    examples: Vec<Example>,
}

/// A rule card that has been checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    content: Content,
    procedure: Procedure,
    json: Value,
    fingerprint: Fingerprint,
}

impl Card {
    /// Reads a card, and checks it with its own examples.
    pub fn from_json(json: Value) -> Result<Self, CardError> {
        let card = Self::read(json)?;
        let failing = card.trials()?.into_iter().find(|trial| !trial.passes());
        match failing {
            None => Ok(card),
            Some(Trial { number, expected, found, .. }) => {
                let id = card.id().to_owned();
                Err(CardError::ExampleFails { id, number, expected, found })
            }
        }
    }

    /// Reads a card whose examples were run when it was adopted, or before the program was released.
    pub(super) fn adopted(json: Value) -> Result<Self, CardError> {
        Self::read(json)
    }

    /// Runs every example of a card that may be wrong. The card itself is not handed out: only one
    /// whose examples hold is a card.
    pub fn try_examples(json: Value) -> Result<Trials, CardError> {
        let card = Self::read(json)?;
        let trials = card.trials()?;
        Ok(Trials { id: card.id().to_owned(), title: card.title().clone(), trials })
    }

    fn read(json: Value) -> Result<Self, CardError> {
        let id = json.get("id").and_then(Value::as_str).unwrap_or("without an id").to_owned();
        if let Some((at, problem)) = profile::breach(&json) {
            return Err(CardError::Profile { id, at, problem: problem.to_owned() });
        }
        let canonical = profile::canonical(&json);
        if canonical.len() > profile::CARD_BYTES_MAX {
            return Err(CardError::Contents { id, problem: "more than 16 kB".to_owned() });
        }
        let content = Content::deserialize(&json)
            .map_err(|problem| CardError::Shape { id: id.clone(), problem: problem.to_string() })?;
        let procedure = procedure(&content)?;
        let fingerprint = Fingerprint::of(canonical.as_bytes());
        let card = Self { content, procedure, json, fingerprint };
        card.check()?;
        Ok(card)
    }

    /// The card's own name, unique in its book: `BR-07`.
    pub fn id(&self) -> &str {
        &self.content.id
    }

    /// What the rule is called.
    pub fn title(&self) -> &Wording {
        &self.content.title
    }

    /// Where the rule stands.
    pub fn instrument(&self) -> &Instrument {
        &self.content.instrument
    }

    /// What kind of text that is.
    pub fn level(&self) -> Level {
        self.content.level
    }

    /// Where the rule is in force.
    pub fn jurisdiction(&self) -> &Place {
        &self.content.jurisdiction
    }

    /// First day on which the rule is in force.
    pub fn from(&self) -> NaiveDate {
        self.content.from
    }

    /// Last day on which the rule is in force, if it is known.
    pub fn until(&self) -> Option<NaiveDate> {
        self.content.until
    }

    /// The article.
    pub fn article(&self) -> &Wording {
        &self.content.article
    }

    /// How much of the source was read.
    pub fn evidence(&self) -> Evidence {
        self.content.evidence
    }

    /// How sure the rule is.
    pub fn certainty(&self) -> Certainty {
        self.content.certainty
    }

    /// What the card applies to.
    pub fn applies(&self) -> &Applies {
        &self.content.applies
    }

    /// The procedure with its parameters.
    pub fn procedure(&self) -> &Procedure {
        &self.procedure
    }

    /// The rule in our own words.
    pub fn rule(&self) -> &Wording {
        &self.content.rule
    }

    /// What is not fully confirmed.
    pub fn unconfirmed(&self) -> &[Wording] {
        &self.content.unconfirmed
    }

    /// Whether it is a rule that the body gave itself.
    pub fn is_own(&self) -> bool {
        self.level() == Level::OwnRules
    }

    /// The card as if it were always and everywhere in force, and about every matter. Its fingerprint
    /// stays that of the card: this is for supposing, and is never put on record.
    pub(super) fn everywhere(&self) -> Self {
        let mut card = self.clone();
        card.content.from = NaiveDate::MIN;
        card.content.until = None;
        card.content.jurisdiction = Place::china();
        card.content.applies.matters.clear();
        card
    }

    /// Whether the whole article was read and nothing is left to be confirmed.
    pub fn is_confirmed(&self) -> bool {
        self.evidence() == Evidence::FullText && self.unconfirmed().is_empty()
    }

    /// The worked examples.
    pub fn examples(&self) -> &[Example] {
        &self.content.examples
    }

    /// The card as it was read, ready for the journal.
    pub fn to_json(&self) -> Value {
        self.json.clone()
    }

    /// The bytes that the fingerprint is taken over: keys in byte order, no blanks.
    pub fn canonical(&self) -> String {
        profile::canonical(&self.json)
    }

    /// SHA-256 over [`Card::canonical`].
    pub fn fingerprint(&self) -> Fingerprint {
        self.fingerprint
    }

    /// Whether the rule is in force on this day.
    pub fn in_force_on(&self, day: NaiveDate) -> bool {
        self.from() <= day && self.until().is_none_or(|until| day <= until)
    }

    fn check(&self) -> Result<(), CardError> {
        let fault = |problem: &str| {
            Err(CardError::Contents { id: self.id().to_owned(), problem: problem.to_owned() })
        };
        let is_id = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'-';
        if self.content.format != 1 {
            return fault("only format 1 is known");
        }
        if self.id().is_empty() || self.id().len() > 40 || !self.id().bytes().all(is_id) {
            return fault("an id is 1 to 40 of A-Z, 0-9 and -");
        }
        if self.until().is_some_and(|until| until < self.from()) {
            return fault("\"until\" is before \"from\"");
        }
        let of_the_state = matches!(
            self.level(),
            Level::Statute | Level::AdministrativeRegulation | Level::JudicialInterpretation
        );
        if of_the_state && *self.jurisdiction() != Place::china() {
            return fault("a text of the state is in force in the whole country: jurisdiction CN");
        }
        if !self.procedure.answers(self.applies().topic) {
            return fault("the procedure does not answer the topic");
        }
        match self.procedure.fault(self.certainty() == Certainty::Disputed) {
            Some(problem) => fault(problem),
            None => Ok(()),
        }
    }

    /// What the procedure gives for an example.
    fn gives(&self, example: &Example) -> String {
        match (&self.procedure, &example.order) {
            (Procedure::Deadline(deadline), _) => deadline
                .last_day(&example.days)
                .map_or_else(|| "undetermined".to_owned(), |last| last.to_string()),
            (Procedure::Ranking(rule), Some(order)) => election::order_told(rule, order),
            _ => judge::alone(self, &example.figures),
        }
    }

    fn trials(&self) -> Result<Vec<Trial>, CardError> {
        let id = || self.id().to_owned();
        if self.examples().is_empty() {
            return Err(CardError::NoExamples { id: id() });
        }
        let trial = |(position, example): (usize, &Example)| {
            let Some(expected) = example.expected() else {
                let problem = "an example has either an outcome or values or a last day".to_owned();
                return Err(CardError::Contents { id: id(), problem });
            };
            let (number, found) = (position + 1, self.gives(example));
            Ok(Trial { number, example: example.clone(), expected, found })
        };
        self.examples().iter().enumerate().map(trial).collect()
    }
}

fn procedure(content: &Content) -> Result<Procedure, CardError> {
    let id = content.id.clone();
    match Procedure::read(&content.procedure, &content.parameters) {
        None => Err(CardError::UnknownProcedure {
            id,
            procedure: content.procedure.clone(),
            known: Procedure::NAMES.join(", "),
        }),
        Some(Err(problem)) => {
            Err(CardError::Shape { id, problem: format!("parameters: {problem}") })
        }
        Some(Ok(procedure)) => Ok(procedure),
    }
}
