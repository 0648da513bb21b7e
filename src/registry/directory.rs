//! The directory of whoever records: which label or name means which id, and what must not stand in
//! plain texts.
//!
//! Labels that stand plain are found by what is so. What persons and doors are called stands sealed:
//! the vault keeps a lexicon of it, and a person is meant only if the seals, opened, say so. What the
//! command at hand introduces is known here alone.

use crate::answer::Snapshot;
use crate::domain::personal::{self, Folded, Known, Personal, Words};
use crate::domain::{
    BodyId, CandidateId, CommandId, ElectionId, Happened, PersonId, PostId, PostKind, Role, Thing,
    UnitId,
};
use crate::event::{By, CATALOGUE, Event, KindEntry, Recorded, Sealed};
use crate::ledger::{Commitment, Salt, Value};
use crate::projection::Projections;
use crate::registry::prepare::Prepared;
use crate::store::vault::{Learnt, Lexicon, Meant, Vault};
use std::collections::BTreeMap;
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
    pub(super) fn learn(
        &mut self,
        recorded: &Recorded,
        open: &dyn Fn(&Commitment) -> Option<Value>,
    ) {
        let text = |seal: Option<Commitment>| match open(&seal?) {
            Some(Value::String(text)) => Some(text),
            _ => None,
        };
        match &recorded.event {
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

/// What things are called, for one command.
#[derive(Debug, Clone)]
pub(crate) struct Directory {
    snapshot: Arc<Snapshot>,
    people: Arc<People>,
    own: Own,
}

/// What the command at hand introduces.
#[derive(Debug, Clone, Default)]
struct Own {
    /// `(word, label)` to id.
    labels: BTreeMap<(&'static str, String), String>,
    persons: BTreeMap<String, Vec<PersonId>>,
    posts: Vec<(PostId, PersonId, BodyId, PostKind, Happened)>,
    candidates: Vec<(CandidateId, ElectionId, PersonId)>,
    known: Known,
}

impl Directory {
    pub(crate) fn of(snapshot: Arc<Snapshot>, people: Arc<People>) -> Self {
        Self { snapshot, people, own: Own::default() }
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

    /// Notes what a new thing in the command at hand is called.
    pub(crate) fn call(&mut self, word: &'static str, label: &str, id: &impl ToString) {
        self.own.labels.insert((word, label.to_owned()), id.to_string());
    }

    /// Notes a person's name or label.
    pub(crate) fn call_person(&mut self, text: &str, person: PersonId) {
        self.own.known.name(text);
        let persons = self.own.persons.entry(text.to_owned()).or_default();
        if !persons.contains(&person) {
            persons.push(person);
        }
    }

    /// Notes a telephone number that must not stand in plain texts.
    pub(crate) fn phone(&mut self, phone: &str) {
        self.own.known.phone(phone);
    }

    /// Notes a door that must not stand in plain texts.
    pub(crate) fn door(&mut self, building: &str, door: &str) {
        self.own.known.door(building, door);
    }

    /// Notes a post that the command at hand fills.
    pub(crate) fn call_post(
        &mut self,
        post: PostId,
        person: PersonId,
        body: BodyId,
        kind: PostKind,
        from: Happened,
    ) {
        self.own.posts.push((post, person, body, kind, from));
    }

    /// Notes somebody as a candidate.
    pub(crate) fn call_candidate(
        &mut self,
        candidate: CandidateId,
        election: ElectionId,
        person: PersonId,
    ) {
        self.own.candidates.push((candidate, election, person));
    }

    /// The person's latest candidacy in an election.
    pub(crate) fn find_candidate(
        &self,
        election: ElectionId,
        person: PersonId,
    ) -> Option<CandidateId> {
        let row = self.snapshot.projections().election(election).ok().flatten();
        let known = row.into_iter().flat_map(|row| row.candidates);
        let known = known.filter(|one| one.nominated.person == person).map(|one| one.candidate);
        let own =
            self.own.candidates.iter().filter(|(_, of, who)| (*of, *who) == (election, person));
        // Ids begin with the time of their command, so the greatest is the latest.
        known.chain(own.map(|(candidate, ..)| *candidate)).max()
    }

    /// The post of this kind that the person holds in the body; the latest, vacated ones last.
    pub(crate) fn find_post(
        &self,
        person: PersonId,
        body: BodyId,
        kind: PostKind,
    ) -> Option<PostId> {
        let row = self.snapshot.projections().committee(body).ok().flatten();
        let seats = row.into_iter().flat_map(|row| row.seats);
        let seats =
            seats.filter(|seat| (seat.holding.person, seat.holding.post_kind) == (person, kind));
        let known = seats.map(|seat| (seat.vacated.is_none(), seat.from, seat.post));
        let own = self.own.posts.iter();
        let own = own.filter(|(_, who, at, what, _)| (*who, *at, *what) == (person, body, kind));
        let own = own.map(|(post, .., from)| (true, *from, *post));
        known.chain(own).max().map(|(.., post)| post)
    }

    /// Ids that a label or name can mean.
    pub(crate) fn find(&self, word: &str, label: &str) -> Vec<String> {
        if word == PersonId::WORD {
            return self.persons_called(label).iter().map(ToString::to_string).collect();
        }
        let word = Thing::WORDS.iter().find(|known| **known == word);
        let own = word.and_then(|word| self.own.labels.get(&(*word, label.to_owned())).cloned());
        let known = || {
            let known =
                word.and_then(|word| self.snapshot.projections().called(word, label).ok()?);
            known.map(|thing| thing.ulid().to_string())
        };
        own.or_else(known).into_iter().collect()
    }

    /// Persons whom a name or label can mean, those on record first.
    fn persons_called(&self, text: &str) -> Vec<PersonId> {
        let kept = self.people.find(text, sort::EXACT).map(PersonId::new);
        let is_called = |person: &PersonId| self.names_of(*person).iter().any(|own| own == text);
        let mut found: Vec<PersonId> = kept.filter(is_called).collect();
        for person in self.own.persons.get(text).into_iter().flatten() {
            if !found.contains(person) {
                found.push(*person);
            }
        }
        found
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

    /// The longest name or label that begins this text, and whom it can mean.
    pub(crate) fn longest_prefix(&self, text: &str) -> Option<(String, Vec<PersonId>)> {
        let own = self.own.persons.keys().map(|name| name.chars().count()).max().unwrap_or(0);
        let longest = own.max(self.people.longest());
        let ends = text.char_indices().map(|(at, one)| at + one.len_utf8()).take(longest);
        let ends: Vec<usize> = ends.collect();
        ends.into_iter().rev().find_map(|end| {
            let name = text.get(..end)?;
            let persons = self.persons_called(name);
            (!persons.is_empty()).then(|| (name.to_owned(), persons))
        })
    }

    /// A registered name, door or telephone that stands in this text.
    pub(crate) fn personal_inside(&self, text: &Folded) -> Option<Personal> {
        text.holds(self).or_else(|| text.holds(&self.own.known))
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
