//! What this registry knows, for a document that is prepared. What cannot be read here is not known:
//! the fact will say what it lacks.

use crate::domain::personal::{Folded, Personal};
use crate::domain::{
    BodyId, CandidateId, ElectionId, Fingerprint, Happened, PersonId, PostKind, RollId, Thing,
};
use crate::event::registry::CardJson;
use crate::event::{Event, KindEntry};
use crate::intake::on_record::{Held, OnRecord, Roll};
use crate::ledger::{Salt, Value};
use crate::registry::directory::Directory;
use crate::registry::{Registry, meaning};
use crate::store::{Clause, Scope, Visibility};

/// The registry, and what is called how in it.
pub(super) struct Known<'a> {
    pub(super) registry: &'a Registry,
    pub(super) directory: &'a Directory,
}

impl OnRecord for Known<'_> {
    fn called(&self, word: &str, label: &str) -> Option<Thing> {
        self.directory.called(word, label)
    }

    fn persons_called(&self, text: &str) -> Vec<PersonId> {
        self.directory.persons_called(text)
    }

    fn longest_name(&self) -> usize {
        self.directory.longest_name()
    }

    fn personal_inside(&self, text: &Folded) -> Option<Personal> {
        text.holds(self.directory)
    }

    fn post(&self, person: PersonId, body: BodyId, kind: PostKind) -> Option<Held> {
        self.directory.post(person, body, kind)
    }

    fn candidate(&self, election: ElectionId, person: PersonId) -> Option<CandidateId> {
        self.directory.candidate(election, person)
    }

    fn latest(&self, kind: &str, tag: &str) -> Option<u64> {
        let clause = Clause { kinds: vec![kind.to_owned()], tag: Some(tag.to_owned()) };
        let scope = Scope { clauses: vec![clause] };
        let lines = self.registry.store.read(&scope, 0, Visibility::Staged).ok()?;
        lines.last().and_then(|line| meaning(line).ok()).map(|recorded| recorded.seq)
    }

    fn created(&self, seq: u64, kind: &KindEntry) -> Option<String> {
        let line = self.registry.store.line(seq).ok()??;
        let recorded = meaning(&line).ok().filter(|one| one.event.kind() == kind.kind)?;
        let json = recorded.event.to_json().ok()?;
        json.get(kind.creates?.field)?.as_str().map(str::to_owned)
    }

    fn roll(&self, body: BodyId, at: Happened, earlier: &[Event]) -> Roll {
        self.registry.roll(body, at, earlier).unwrap_or_default()
    }

    fn frozen(&self, body: BodyId, at: Happened, earlier: &[Event]) -> Option<RollId> {
        self.registry.frozen(body, at, earlier).unwrap_or_default()
    }

    fn totals(&self, event: &Event, earlier: &[Event]) -> Option<Value> {
        self.registry.totals(event, earlier).unwrap_or_default()
    }

    fn book_of(
        &self,
        cards: &[CardJson],
        replaces: Option<u64>,
        earlier: &[Event],
    ) -> Result<Fingerprint, String> {
        self.registry.book_of(cards, replaces, earlier)
    }

    fn salt(&self) -> Option<Salt> {
        self.registry.salt()
    }
}
