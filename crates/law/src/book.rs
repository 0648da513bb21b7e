//! A book: all dated cards of a place, and which of them answers a question.
//!
//! The fingerprint of a book is SHA-256 over one line pair per card, sorted by id:
//! `id LF fingerprint-of-the-card LF`, the card's fingerprint in 64 lower-case hexadecimal digits.
//!
//! Everything needed to repeat a verdict is in the cards and in the frozen procedures that they
//! name, so a book read back from a journal answers as it did.

use super::card::{Card, CardError, Level};
use super::consequence::Act;
use super::matter::{Matter, Topic};
use super::procedure::Procedure;
use super::shipped::shipped_files;
use chrono::NaiveDate;
use core::fmt::Write as _;
use domain::Fingerprint;
use domain::MemberStatus;
use serde_json::Value;
use std::collections::BTreeMap;

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
    /// Places of the cards on each topic, in the order of their ids.
    by_topic: BTreeMap<Topic, Vec<usize>>,
}

impl Book {
    /// The book that comes with the program.
    ///
    /// # Panics
    ///
    /// Never in a program that was tested: the cards are compiled in, and a test loads each.
    pub fn shipped() -> Self {
        let parse = |(_, text): (&str, &str)| serde_json::from_str(text).ok();
        let cards: Option<Vec<Value>> = shipped_files().into_iter().map(parse).collect();
        cards
            .and_then(|cards| Self::adopted(cards).ok())
            .expect("every shipped card loads, and a test says which does not")
    }

    /// A book of these cards, each checked with its own examples.
    pub fn from_cards(cards: Vec<Value>) -> Result<Self, BookError> {
        Self::of_different(cards.into_iter().map(Card::from_json).collect::<Result<_, _>>()?)
    }

    /// A book of cards whose examples were run when they were adopted.
    pub(super) fn adopted(cards: impl IntoIterator<Item = Value>) -> Result<Self, BookError> {
        Self::of_different(cards.into_iter().map(Card::adopted).collect::<Result<_, _>>()?)
    }

    fn of_different(mut cards: Vec<Card>) -> Result<Self, BookError> {
        cards.sort_by(|one, other| one.id().cmp(other.id()));
        let mut neighbours = cards.iter().zip(cards.iter().skip(1));
        if let Some((twice, _)) = neighbours.find(|(one, other)| one.id() == other.id()) {
            return Err(BookError::Duplicate { id: twice.id().to_owned() });
        }
        Ok(Self::of_cards(cards))
    }

    /// A book of cards that were checked, with different ids.
    pub(super) fn of_cards(mut cards: Vec<Card>) -> Self {
        cards.sort_by(|one, other| one.id().cmp(other.id()));
        let mut by_topic: BTreeMap<Topic, Vec<usize>> = BTreeMap::new();
        for (place, card) in cards.iter().enumerate() {
            by_topic.entry(card.applies().topic).or_default().push(place);
        }
        Self { cards, by_topic }
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
        fingerprint_of(self.cards.iter().map(|card| (card.id(), card.fingerprint())))
    }

    /// The card that answers on this topic, rules of the body's own aside.
    ///
    /// Where a statute answers, a text below it does not: an old local threshold is overridden and
    /// not applied beside it. Otherwise a rule for this very matter goes before a general one, then
    /// the more local before the wider, then the later in force, then the smaller id.
    pub fn find(&self, topic: Topic, matter: &Matter) -> Option<&Card> {
        self.first(topic, matter, |level| level != Level::OwnRules)
    }

    /// The card on this topic among the body's own rules, its charter. It stands beside what
    /// [`Book::find`] gives, or alone: it can ask for more than the law, and never for less.
    pub fn find_own(&self, topic: Topic, matter: &Matter) -> Option<&Card> {
        self.first(topic, matter, |level| level == Level::OwnRules)
    }

    fn first(&self, topic: Topic, matter: &Matter, level: impl Fn(Level) -> bool) -> Option<&Card> {
        let fits = |card: &&Card| level(card.level()) && answers(card, matter);
        // `max_by_key` takes the last of equals; from behind, that is the smaller id.
        let on_topic = self.on(topic).rev().filter(fits);
        on_topic.max_by_key(|card| (card.level() == Level::Statute, rank(card)))
    }

    /// The cards on this topic, in the order of their ids.
    fn on(&self, topic: Topic) -> impl DoubleEndedIterator<Item = &Card> {
        let places = self.by_topic.get(&topic).map_or(&[][..], Vec::as_slice);
        places.iter().filter_map(|place| self.cards.get(*place))
    }

    /// The cards on what may or must be done until when, one for each act: the most specific.
    pub(super) fn deadlines(&self, matter: &Matter) -> Vec<&Card> {
        let act = |card: &Card| match card.procedure() {
            Procedure::Deadline(deadline) => Some(deadline.act),
            _ => None,
        };
        let mut found: Vec<(Act, &Card)> = Vec::new();
        for card in self.on(Topic::DEADLINE).filter(|card| answers(card, matter)) {
            let Some(act) = act(card) else { continue };
            match found.iter_mut().find(|(own, _)| *own == act) {
                Some((_, best)) if rank(card) > rank(best) => *best = card,
                Some(_) => {}
                None => found.push((act, card)),
            }
        }
        found.into_iter().map(|(_, card)| card).collect()
    }

    /// The cards on how often something is held, for a body of this kind, at this place, in force
    /// on this day. The meeting kind asked about in `matter` is not looked at.
    pub fn periodic(&self, matter: &Matter) -> Vec<&Card> {
        self.on(Topic::FREQUENCY).filter(|card| concerns(card, matter)).collect()
    }

    /// Whether a member votes; `None` when the book does not say.
    pub fn votes(&self, status: MemberStatus, suspended: bool, matter: &Matter) -> Option<bool> {
        match self.find(Topic::VOTING_RIGHTS, matter)?.procedure() {
            Procedure::VotingRights(rule) => {
                Some(rule.statuses.contains(&status) && (rule.suspended_vote || !suspended))
            }
            _ => None,
        }
    }
}

/// The fingerprint of a book of cards with these ids and fingerprints, in the order of the ids.
pub(super) fn fingerprint_of<'a>(
    cards: impl Iterator<Item = (&'a str, Fingerprint)>,
) -> Fingerprint {
    let mut lines = String::new();
    for (id, fingerprint) in cards {
        // Writing into a string cannot fail.
        writeln!(lines, "{id}\n{fingerprint}").unwrap_or_default();
    }
    Fingerprint::of(lines.as_bytes())
}

/// A rule for this very matter, then the more local one, then the later one.
fn rank(card: &Card) -> ([bool; 4], usize, NaiveDate) {
    let applies = card.applies();
    let special = [
        !applies.elections.is_empty(),
        !applies.matters.is_empty(),
        !applies.meetings.is_empty(),
        !applies.bodies.is_empty(),
    ];
    (special, card.jurisdiction().depth(), card.from())
}

/// Whether a card, on whatever topic, is about this matter.
fn answers(card: &Card, matter: &Matter) -> bool {
    let applies = card.applies();
    let meeting = applies.meetings.is_empty() || applies.meetings.contains(&matter.meeting);
    let about = applies.matters.is_empty()
        || matter.matter.is_some_and(|matter| applies.matters.contains(&matter));
    let elects = match matter.election {
        Some(_) if applies.elections.is_empty() => applies.topic.forms_figures(),
        Some(kind) => applies.elections.contains(&kind),
        None => applies.elections.is_empty(),
    };
    meeting && about && elects && concerns(card, matter)
}

fn concerns(card: &Card, matter: &Matter) -> bool {
    let bodies = &card.applies().bodies;
    let body = bodies.is_empty() || bodies.contains(&matter.body);
    body && matter.place.is_within(card.jurisdiction()) && card.in_force_on(matter.formed)
}
