//! The directory of whoever records: which label or name means which id, and what must not stand in
//! plain texts.
//!
//! Labels that stand plain are found by what is so. What persons and doors are called stands sealed:
//! the vault keeps a lexicon of it, and a person is meant only if the seals, opened, say so.

use crate::answer::Snapshot;
use crate::domain::personal::{self, Folded, Personal, Words};
use crate::domain::{
    BodyId, CandidateId, CommandId, ElectionId, PersonId, PostKind, Role, Thing, UnitId,
};
use crate::event::{By, CATALOGUE, Event, KindEntry, Recorded, Sealed};
use crate::intake::on_record::Held;
use crate::intake::prepare::Prepared;
use crate::ledger::{Commitment, Salt, Value};
use crate::projection::Projections;
use crate::store::vault::{Learnt, Lexicon, Meant, Vault};
use std::sync::Arc;
use ulid::Ulid;

/// Kinds of entries whose seals are learnt: those by which persons and units come in.
pub(super) fn learnt() -> impl Iterator<Item = &'static str> {
    let comes_in = |entry: &&KindEntry| {
        entry.creates.is_some_and(|made| [PersonId::WORD, UnitId::WORD].contains(&made.word))
    };
    CATALOGUE.iter().filter(comes_in).map(|entry| entry.kind)
}

/// What a word of the lexicon is.
mod sort {
    /// A name or label, exactly as it is written.
    pub(super) const EXACT: u8 = 0;
    /// The same, folded.
    pub(super) const NAME: u8 = 1;
    /// A telephone number, folded.
    pub(super) const PHONE: u8 = 2;
    /// A door, folded.
    pub(super) const DOOR: u8 = 3;
}

/// What persons and doors of the book are called.
#[derive(Debug, Clone)]
pub(crate) struct People {
    lexicon: Lexicon,
    /// Whether something was learnt that the vault does not keep yet.
    pub(super) is_new: bool,
}

impl People {
    /// Nothing learnt yet.
    pub(super) fn new(key: Salt) -> Self {
        Self { lexicon: Lexicon::new(key), is_new: false }
    }

    /// What the vault keeps, if it fits the journal.
    pub(super) fn kept(vault: &Vault, fits: impl Fn(Learnt) -> bool) -> Option<Self> {
        let kept = vault.lexicon().filter(|lexicon| fits(lexicon.learnt()))?;
        Some(Self { lexicon: kept, is_new: false })
    }

    /// Entries below this number have been learnt.
    pub(super) fn next_seq(&self) -> u64 {
        self.lexicon.learnt().next_seq
    }

    /// Learns from an entry. `open` gives the value behind a seal, where the vault has it.
    pub(super) fn learn(&mut self, event: &Event, open: &dyn Fn(&Commitment) -> Option<Value>) {
        let text = |seal: Option<Commitment>| match open(&seal?) {
            Some(Value::String(text)) => Some(text),
            _ => None,
        };
        match event {
            Event::PersonRegistered(fact) => {
                let id = Thing::from(fact.person).ulid();
                self.lexicon.forget(id.0);
                let label = fact.label.as_ref().and_then(Sealed::commitment);
                for name in [text(fact.name.commitment()), text(label)].into_iter().flatten() {
                    self.add(&name, None, (sort::EXACT, id));
                    self.add_folded(&Folded::of(&name), (sort::NAME, id));
                }
                let phone = text(fact.phone.as_ref().and_then(Sealed::commitment));
                let phone = phone.as_deref().and_then(personal::phone);
                phone.iter().for_each(|phone| self.add_folded(phone, (sort::PHONE, id)));
            }
            Event::UnitRegistered(fact) => {
                let id = Thing::from(fact.unit).ulid();
                self.lexicon.forget(id.0);
                let door = text(fact.door.commitment());
                let doors = door.map(|door| personal::doors(fact.building.as_str(), &door));
                let doors = doors.unwrap_or_default();
                doors.iter().for_each(|door| self.add_folded(door, (sort::DOOR, id)));
            }
            _ => return,
        }
        self.is_new = true;
    }

    fn add_folded(&mut self, word: &Folded, meant: (u8, Ulid)) {
        if let Some(begin) = personal::begin(word.as_str()) {
            self.add(word.as_str(), Some(begin), meant);
        }
    }

    fn add(&mut self, word: &str, begin: Option<usize>, (sort, id): (u8, Ulid)) {
        self.lexicon.add(word, begin, Meant { sort, id: id.0 });
    }

    /// Everything up to there has been learnt.
    pub(super) fn learn_to(&mut self, learnt: Learnt) {
        self.lexicon.learn_to(learnt);
    }

    /// What the vault is to keep.
    pub(super) fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    fn find(&self, word: &str, sort: u8) -> impl Iterator<Item = Ulid> {
        let found = self.lexicon.find(word).into_iter();
        found.filter(move |meant| meant.sort == sort).map(|meant| Ulid(meant.id))
    }
}

/// What things on record are called.
#[derive(Debug, Clone)]
pub(crate) struct Directory {
    snapshot: Arc<Snapshot>,
    people: Arc<People>,
}

impl Directory {
    pub(crate) fn of(snapshot: Arc<Snapshot>, people: Arc<People>) -> Self {
        Self { snapshot, people }
    }

    /// What is so, and would be with these facts: for calling things by their names.
    pub(crate) fn with(&self, facts: &[Prepared]) -> Projections {
        let mut all = self.snapshot.projections().clone();
        for (fact, seq) in facts.iter().zip(all.next_seq()..) {
            let (at, cmd) = (String::new(), CommandId::new(Ulid(0)));
            let by = By { actor: String::new(), role: Role::Secretary };
            // A name that could not be learnt is short: the refusal itself says what is wrong.
            drop(all.apply(&Recorded { seq, at, cmd, by, event: fact.event.clone() }));
        }
        all
    }

    /// The person's latest candidacy in an election.
    pub(super) fn candidate(&self, election: ElectionId, person: PersonId) -> Option<CandidateId> {
        self.snapshot.projections().candidate_of(election, person).ok().flatten()
    }

    /// The post of this kind that the person holds in the body; the latest, vacated ones last.
    pub(super) fn post(&self, person: PersonId, body: BodyId, kind: PostKind) -> Option<Held> {
        let row = self.snapshot.projections().committee(body).ok().flatten();
        let seats = row.into_iter().flat_map(|row| row.seats);
        let seats =
            seats.filter(|seat| (seat.holding.person, seat.holding.post_kind) == (person, kind));
        seats.map(|seat| (seat.vacated.is_none(), seat.from, seat.post)).max()
    }

    /// The thing that a label or name means.
    pub(super) fn called(&self, word: &str, label: &str) -> Option<Thing> {
        self.snapshot.projections().called(word, label).ok()?
    }

    /// Persons whom a name or label can mean.
    pub(super) fn persons_called(&self, text: &str) -> Vec<PersonId> {
        let kept = self.people.find(text, sort::EXACT).map(PersonId::new);
        let is_called = |person: &PersonId| self.names_of(*person).iter().any(|own| own == text);
        kept.filter(is_called).collect()
    }

    /// Name and label of a person on record, as far as the vault opens them.
    fn names_of(&self, person: PersonId) -> Vec<String> {
        let row = self.snapshot.projections().person(person).ok().flatten();
        let seals = row.into_iter().flat_map(|row| [row.name, row.label]).flatten();
        let opened = seals.filter_map(|seal| match self.snapshot.open_seal(&seal.0) {
            Some(Value::String(text)) => Some(text),
            _ => None,
        });
        opened.collect()
    }

    /// Characters of the longest name or label.
    pub(super) fn longest_name(&self) -> usize {
        self.people.longest()
    }
}

impl People {
    fn longest(&self) -> usize {
        usize::try_from(self.lexicon.longest()).unwrap_or(usize::MAX)
    }
}

/// What the lexicon of the vault knows.
impl Words for Directory {
    fn may_begin(&self, place: usize) -> bool {
        self.people.lexicon.may_begin(place)
    }

    fn longest(&self) -> usize {
        self.people.longest()
    }

    fn word(&self, folded: &str) -> Option<Personal> {
        let found = self.people.lexicon.find(folded).into_iter();
        let mut known = found.filter_map(|meant| match meant.sort {
            sort::NAME => {
                let names = self.names_of(PersonId::new(Ulid(meant.id))).into_iter();
                let mut same = names.filter(|name| Folded::of(name).as_str() == folded);
                same.next().map(Personal::Name)
            }
            sort::PHONE => Some(Personal::Phone),
            sort::DOOR => Some(Personal::Door(folded.to_owned())),
            _ => None,
        });
        known.next()
    }
}
