//! The book in force: which adoptions of cards stand, and the book that they make.
//!
//! Books follow each other as recorded: the book at an entry is made of the cards of every adoption
//! before it that no later one has corrected by then, in their order; a card takes the place of one
//! with the same id. So a book is the same whenever it is worked out again, and whoever pinned it
//! before a correction keeps it.
//!
//! Invariant: a book is found by the fingerprint of its cards, never by what an entry says of them.

use super::book::{Book, BookError, fingerprint_of};
use super::card::Card;
use super::consequence::Act;
use super::matter::Topic;
use super::procedure::Procedure;
use domain::{Bilingual, BodyKind, Fingerprint, MatterKind};
use serde::Deserialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

/// Why there is no book to judge by.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoBook {
    /// No adoptions on record make a book of this fingerprint.
    #[error("the rule cards on record make no book {0} (账上的规则卡凑不成这份规则汇编)")]
    NotMade(Fingerprint),
    /// A card that was adopted cannot be read by this program.
    #[error(transparent)]
    Cards(#[from] BookError),
}

impl NoBook {
    /// What is wrong, and what to do next.
    pub fn sentence(&self) -> Bilingual {
        let why = match self {
            Self::NotMade(pin) => Bilingual::new(
                format!("账上采用的规则卡凑不成所依据的规则汇编 {pin}"),
                format!("the rule cards on record do not make the rule book {pin}"),
            ),
            Self::Cards(error) => {
                Bilingual::new(format!("采用过的规则卡读不懂({error})"), error.to_string())
            }
        };
        Bilingual::new(
            format!(
                "判不出结论:{}。别的规则汇编不能代替。请运行 yishi verify 查出是哪一条记录,再与备份核对。",
                why.zh
            ),
            format!(
                "The outcome cannot be worked out: {}. No other book may stand in. Run yishi verify to find the entry, then compare with a backup.",
                why.en
            ),
        )
    }
}

/// Everything that was adopted, in the order of the entries.
#[derive(Debug, Clone, Default)]
pub struct Adoptions {
    // Shared, so that a copy costs nothing: the cards of a book are long.
    adopted: Vec<Arc<Adoption>>,
    supposed: Option<Card>,
}

/// One adoption, and the book that was in force behind it. Both are worked out when asked for.
#[derive(Debug, Clone)]
struct Adoption {
    entry: u64,
    corrects: Option<u64>,
    cards: Arc<BTreeMap<String, AdoptedCard>>,
    made: OnceLock<Fingerprint>,
    book: OnceLock<Result<Book, BookError>>,
}

/// A card as it was adopted, in canonical JSON: read by whoever judges by it.
#[derive(Debug)]
struct AdoptedCard {
    text: Box<str>,
    fingerprint: OnceLock<Fingerprint>,
}

impl AdoptedCard {
    fn fingerprint(&self) -> Fingerprint {
        *self.fingerprint.get_or_init(|| Fingerprint::of(self.text.as_bytes()))
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_default()
    }

    /// What it is found by, and what may be asked of it without reading the rest.
    fn head(text: &str) -> Head {
        serde_json::from_str(text).unwrap_or_default()
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Head {
    id: String,
    applies: HeadApplies,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct HeadApplies {
    topic: String,
}

impl Adoptions {
    /// Adds the adoption of an entry, behind all that were added before: cards in canonical JSON.
    pub fn adopt(&mut self, entry: u64, corrects: Option<u64>, cards: Vec<Box<str>>) {
        let keyed = |text: Box<str>| {
            (AdoptedCard::head(&text).id, AdoptedCard { text, fingerprint: OnceLock::new() })
        };
        self.adopted.push(Arc::new(Adoption {
            entry,
            corrects,
            cards: Arc::new(cards.into_iter().map(keyed).collect()),
            made: OnceLock::new(),
            book: OnceLock::new(),
        }));
    }

    /// The fingerprint of the book in force; that of a book without cards before any was adopted.
    pub fn fingerprint(&self) -> Fingerprint {
        let last = self.adopted.iter().enumerate().next_back();
        last.map_or_else(|| Fingerprint::of(b""), |(place, one)| self.made(place, one))
    }

    /// The book in force; none before anything was adopted.
    pub fn in_force(&self) -> Result<Option<&Book>, NoBook> {
        let last = self.adopted.iter().enumerate().next_back();
        last.map(|(place, one)| self.book(place, one)).transpose()
    }

    /// The book of this fingerprint, whichever entry made it.
    pub fn pinned(&self, pin: Fingerprint) -> Result<&Book, NoBook> {
        let mut all = self.adopted.iter().enumerate().rev();
        let found = all.find(|(place, one)| self.made(*place, one) == pin);
        found.map_or(Err(NoBook::NotMade(pin)), |(place, one)| self.book(place, one))
    }

    /// What some card that was ever adopted may attach to such a matter of a body of these kinds,
    /// wherever and whenever. What is not among it follows from no book on record.
    pub fn may_attach(
        &self,
        bodies: &BTreeSet<BodyKind>,
        matter: MatterKind,
    ) -> Result<BTreeSet<Act>, NoBook> {
        let adopted = self.adopted.iter().flat_map(|one| one.cards.values());
        let of_deadline = |card: &&AdoptedCard| {
            AdoptedCard::head(&card.text).applies.topic == Topic::DEADLINE.word()
        };
        let cards = adopted.filter(of_deadline).map(|card| Card::adopted(card.json()));
        let mut acts = BTreeSet::new();
        for card in cards.chain(self.supposed.clone().map(Ok)) {
            let card = card.map_err(|error| NoBook::Cards(BookError::from(error)))?;
            let Procedure::Deadline(deadline) = card.procedure() else { continue };
            let applies = card.applies();
            let kind = applies.bodies.is_empty()
                || applies.bodies.iter().any(|kind| bodies.contains(kind));
            let about = applies.matters.is_empty() || applies.matters.contains(&matter);
            if kind && about {
                acts.insert(deadline.act);
            }
        }
        Ok(acts)
    }

    /// From now on every book answers as if this card stood in it. For supposing only.
    pub fn suppose(&mut self, card: &Card) {
        self.supposed = Some(card.clone());
        for one in &mut self.adopted {
            let book = OnceLock::new();
            *one = Arc::new(Adoption { book, ..(**one).clone() });
        }
    }

    fn made(&self, place: usize, adoption: &Adoption) -> Fingerprint {
        let of = || {
            let cards = self.cards(place);
            fingerprint_of(cards.iter().map(|(id, card)| (*id, card.fingerprint())))
        };
        *adoption.made.get_or_init(of)
    }

    fn book<'a>(&'a self, place: usize, adoption: &'a Adoption) -> Result<&'a Book, NoBook> {
        let read = || {
            let cards = self.cards(place).into_values().map(AdoptedCard::json);
            let book = Book::adopted(cards)?;
            Ok(self.supposed.as_ref().map_or_else(|| book.clone(), |card| book.supposing(card)))
        };
        adoption.book.get_or_init(read).as_ref().map_err(|error| error.clone().into())
    }

    /// The cards in force behind the adoption at this place, by id.
    fn cards(&self, place: usize) -> BTreeMap<&str, &AdoptedCard> {
        let until = || self.adopted.iter().take(place + 1);
        let struck: Vec<u64> = until().filter_map(|one| one.corrects).collect();
        let standing = until().filter(|one| !struck.contains(&one.entry));
        standing.flat_map(|one| &*one.cards).map(|(id, card)| (id.as_str(), card)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn card(id: &str) -> Box<str> {
        let mut card = Book::shipped().card("BR-07").unwrap().to_json();
        card["id"] = json!(id);
        Card::from_json(card).unwrap().canonical().into()
    }

    fn ids(book: &Book) -> Vec<&str> {
        book.cards().iter().map(Card::id).collect()
    }

    #[test]
    fn what_was_corrected_is_struck_and_what_was_pinned_before_stays() {
        let mut adoptions = Adoptions::default();
        assert_eq!(adoptions.in_force(), Ok(None));
        adoptions.adopt(1, None, vec![card("A")]);
        adoptions.adopt(4, None, vec![card("B"), card("C")]);
        let before = adoptions.fingerprint();
        adoptions.adopt(9, Some(4), vec![card("B")]);
        assert_eq!(ids(adoptions.in_force().unwrap().unwrap()), ["A", "B"]);
        assert_eq!(ids(adoptions.pinned(before).unwrap()), ["A", "B", "C"]);
        // A correction may be corrected in its turn.
        adoptions.adopt(12, Some(9), vec![card("C")]);
        assert_eq!(ids(adoptions.in_force().unwrap().unwrap()), ["A", "C"]);
    }

    #[test]
    fn a_book_has_the_fingerprint_by_which_it_is_found() {
        let mut adoptions = Adoptions::default();
        adoptions.adopt(1, None, vec![card("B")]);
        adoptions.adopt(2, None, vec![card("A")]);
        let pin = adoptions.fingerprint();
        assert_eq!(adoptions.pinned(pin).unwrap().fingerprint(), pin);
        let other = Fingerprint::of(b"other");
        assert_eq!(adoptions.pinned(other), Err(NoBook::NotMade(other)));
    }
}
