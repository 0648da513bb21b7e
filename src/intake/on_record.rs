//! What is on record, as far as a document that is handed in asks for it.

use crate::domain::personal::{Folded, Personal};
use crate::domain::{
    BodyId, CandidateId, ElectionId, Fingerprint, Happened, PersonId, PostId, PostKind, RollId,
    Thing,
};
use crate::event::registry::CardJson;
use crate::event::{Event, KindEntry};
use crate::ledger::{Salt, Value};

/// Those due to attend with a vote, and without.
pub(crate) type Roll = (Vec<PersonId>, Vec<PersonId>);

/// The book that a document is prepared for. Where `earlier` is handed over, these facts of the same
/// command count as if they were on record already.
pub(crate) trait OnRecord {
    /// The thing of a kind that a label or name means. Persons are looked for elsewhere.
    fn called(&self, word: &str, label: &str) -> Option<Thing>;

    /// Persons whom a name or label can mean.
    fn persons_called(&self, text: &str) -> Vec<PersonId>;

    /// Characters of the longest name or label of a person.
    fn longest_name(&self) -> usize;

    /// A registered name, door or telephone that stands in this text.
    fn personal_inside(&self, text: &Folded) -> Option<Personal>;

    /// The post of this kind that the person holds in the body, the latest, vacated ones last:
    /// whether it is held, since when, and which.
    fn post(&self, person: PersonId, body: BodyId, kind: PostKind) -> Option<Held>;

    /// The person's latest candidacy in an election.
    fn candidate(&self, election: ElectionId, person: PersonId) -> Option<CandidateId>;

    /// The latest entry of a kind with a tag.
    fn latest(&self, kind: &str, tag: &str) -> Option<u64>;

    /// The id of what an entry of this kind created.
    fn created(&self, seq: u64, kind: &KindEntry) -> Option<String>;

    /// Those due to attend a meeting of a body at a time.
    fn roll(&self, body: BodyId, at: Happened, earlier: &[Event]) -> Roll;

    /// The roll of owners that a body froze last, at a time.
    fn frozen(&self, body: BodyId, at: Happened, earlier: &[Event]) -> Option<RollId>;

    /// Totals of a roll or a count.
    fn totals(&self, event: &Event, earlier: &[Event]) -> Option<Value>;

    /// The rule book that these cards make, or why they do not load; the number is that of an
    /// adoption that they replace.
    fn book_of(
        &self,
        cards: &[CardJson],
        replaces: Option<u64>,
        earlier: &[Event],
    ) -> Result<Fingerprint, String>;

    /// A fresh salt; none where the machine has no randomness.
    fn salt(&self) -> Option<Salt>;
}

/// Whether a post is held, since when, and which it is.
pub(crate) type Held = (bool, Happened, PostId);
