//! A book: all dated cards of a place, and which of them answers a question.
//!
//! The fingerprint of a book is SHA-256 over one line pair per card, sorted by id:
//! `id LF fingerprint-of-the-card LF`, the card's fingerprint in 64 lower-case hexadecimal digits.
//!
//! Everything needed to repeat a verdict is in the cards and in the frozen procedures that they
//! name, so a book read back from a journal answers as it did.

use super::card::{Card, CardError};
use super::matter::{Matter, Topic};
use super::procedure::Procedure;
use crate::domain::Fingerprint;
use crate::domain::MemberStatus;
use core::fmt::Write as _;
use serde_json::Value;

pub use super::markdown::rules_markdown;

/// The cards that come with the program: (file name, contents). A test compares the list with the
/// folder.
pub const SHIPPED: &[(&str, &str)] = &[
    ("BR-05.json", include_str!("cards/BR-05.json")),
    ("BR-06.json", include_str!("cards/BR-06.json")),
    ("BR-06-ADMIT.json", include_str!("cards/BR-06-ADMIT.json")),
    ("BR-07.json", include_str!("cards/BR-07.json")),
    ("BR-08.json", include_str!("cards/BR-08.json")),
    ("BR-09.json", include_str!("cards/BR-09.json")),
    ("BR-10.json", include_str!("cards/BR-10.json")),
    ("BR-10-OTHER.json", include_str!("cards/BR-10-OTHER.json")),
    ("BR-11.json", include_str!("cards/BR-11.json")),
    ("BR-11-MONTHLY.json", include_str!("cards/BR-11-MONTHLY.json")),
    ("BR-11-RESULT.json", include_str!("cards/BR-11-RESULT.json")),
    ("BR-13.json", include_str!("cards/BR-13.json")),
    ("BR-15.json", include_str!("cards/BR-15.json")),
    ("BR-16.json", include_str!("cards/BR-16.json")),
];

/// Why a book does not load.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BookError {
    /// One of its cards does not load.
    #[error(transparent)]
    Card(#[from] CardError),
    /// Two cards have the same id.
    #[error("two rule cards have the id {id} (规则卡编号重复)")]
    Duplicate {
        /// The id.
        id: String,
    },
}

/// Cards in the order of their ids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Book {
    cards: Vec<Card>,
}

impl Book {
    /// The book that comes with the program.
    ///
    /// # Panics
    ///
    /// Never in a program that was tested: the cards are compiled in, and a test loads each.
    pub fn shipped() -> Self {
        let parse = |(_, text): &(&str, &str)| serde_json::from_str(text).ok();
        let cards: Option<Vec<Value>> = SHIPPED.iter().map(parse).collect();
        cards
            .and_then(|cards| Self::from_cards(cards).ok())
            .expect("every shipped card loads, and a test says which does not")
    }

    /// A book of these cards, each checked with its own examples.
    pub fn from_cards(cards: Vec<Value>) -> Result<Self, BookError> {
        let mut cards = cards.into_iter().map(Card::from_json).collect::<Result<Vec<_>, _>>()?;
        cards.sort_by(|one, other| one.id().cmp(other.id()));
        let mut neighbours = cards.iter().zip(cards.iter().skip(1));
        if let Some((twice, _)) = neighbours.find(|(one, other)| one.id() == other.id()) {
            return Err(BookError::Duplicate { id: twice.id().to_owned() });
        }
        Ok(Self { cards })
    }

    /// Its cards, in the order of their ids.
    pub fn cards(&self) -> &[Card] {
        &self.cards
    }

    /// The card of this id.
    pub fn card(&self, id: &str) -> Option<&Card> {
        self.cards.iter().find(|card| card.id() == id)
    }

    /// SHA-256 over the sorted lines `id LF fingerprint LF`.
    pub fn fingerprint(&self) -> Fingerprint {
        let mut lines = String::new();
        for card in &self.cards {
            // Writing into a string cannot fail.
            writeln!(lines, "{}\n{}", card.id(), card.fingerprint()).unwrap_or_default();
        }
        Fingerprint::of(lines.as_bytes())
    }

    /// The card that answers on this topic.
    ///
    /// A rule for this very matter goes before a general one, then the more local before the wider,
    /// then the later in force, then the smaller id. No floor is enforced between layers: that a
    /// local card does not fall below the national one is for whoever adopts it to see to.
    pub fn find(&self, topic: Topic, matter: &Matter) -> Option<&Card> {
        let rank = |card: &&Card| {
            let applies = card.applies();
            let special = [
                !applies.matters.is_empty(),
                !applies.meetings.is_empty(),
                !applies.bodies.is_empty(),
            ];
            (special, card.jurisdiction().depth(), card.from())
        };
        // `max_by_key` takes the last of equals; from behind, that is the smaller id.
        self.cards.iter().rev().filter(|card| answers(card, topic, matter)).max_by_key(rank)
    }

    /// The cards on how often something is held, for a body of this kind, at this place, in force
    /// on this day. The meeting kind asked about in `matter` is not looked at.
    pub fn periodic(&self, matter: &Matter) -> Vec<&Card> {
        let fits =
            |card: &&Card| card.applies().topic == Topic::Frequency && concerns(card, matter);
        self.cards.iter().filter(fits).collect()
    }

    /// Whether a member votes; `None` when the book does not say.
    pub fn votes(&self, status: MemberStatus, suspended: bool, matter: &Matter) -> Option<bool> {
        match self.find(Topic::VotingRights, matter)?.procedure() {
            Procedure::VotingRights(rule) => {
                Some(rule.statuses.contains(&status) && (rule.suspended_vote || !suspended))
            }
            Procedure::Share(_)
            | Procedure::Exclusions(_)
            | Procedure::WrittenOpinions(_)
            | Procedure::Periodic(_) => None,
        }
    }
}

fn answers(card: &Card, topic: Topic, matter: &Matter) -> bool {
    let applies = card.applies();
    let meeting = applies.meetings.is_empty() || applies.meetings.contains(&matter.meeting);
    let about = applies.matters.is_empty()
        || matter.matter.is_some_and(|matter| applies.matters.contains(&matter));
    applies.topic == topic && meeting && about && concerns(card, matter)
}

fn concerns(card: &Card, matter: &Matter) -> bool {
    let bodies = &card.applies().bodies;
    let body = bodies.is_empty() || bodies.contains(&matter.body);
    body && matter.place.is_within(card.jurisdiction()) && card.in_force_on(matter.formed)
}
