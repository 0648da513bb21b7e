//! What the command at hand introduces: its later facts may use it, and nobody else knows it yet.

use super::on_record::OnRecord;
use crate::domain::personal::{Folded, Known, Personal};
use crate::domain::{BodyId, CandidateId, ElectionId, Happened, PersonId, PostId, PostKind, Thing};
use crate::event::KindEntry;
use crate::ledger::Value;
use std::collections::BTreeMap;

/// Names of the command at hand, beside those on record.
#[derive(Debug, Clone, Default)]
pub(super) struct Own {
    /// `(word, label)` to id.
    labels: BTreeMap<(&'static str, String), String>,
    persons: BTreeMap<String, Vec<PersonId>>,
    posts: Vec<(PostId, PersonId, BodyId, PostKind, Happened)>,
    candidates: Vec<(CandidateId, ElectionId, PersonId)>,
    known: Known,
}

impl Own {
    /// Notes what a fact introduces.
    pub(super) fn learn(&mut self, kind: &KindEntry, data: &Value) {
        let text = |key: &str| data.at(key).and_then(Value::as_str);
        let Some(creates) = kind.creates else { return };
        let Some(id) = text(&format!("/{}", creates.field)) else { return };
        match creates.word {
            PersonId::WORD => {
                let Ok(person) = id.parse() else { return };
                for name in [text("/name"), text("/label")].into_iter().flatten() {
                    self.call_person(name.trim_start_matches('@').trim(), person);
                }
                text("/phone").into_iter().for_each(|phone| self.known.phone(phone));
            }
            PostId::WORD => self.posts.extend(post(id, text)),
            CandidateId::WORD => self.candidates.extend(candidate(id, text)),
            word => {
                if let (Some(building), Some(door)) = (text("/building"), text("/door")) {
                    self.known.door(building, door);
                }
                let names = [text("/label"), text("/name").filter(|_| word == BodyId::WORD)];
                for name in names.into_iter().flatten() {
                    let name = name.trim_start_matches('@').trim().to_owned();
                    self.labels.insert((word, name), id.to_owned());
                }
            }
        }
    }

    fn call_person(&mut self, text: &str, person: PersonId) {
        self.known.name(text);
        let persons = self.persons.entry(text.to_owned()).or_default();
        if !persons.contains(&person) {
            persons.push(person);
        }
    }

    /// Ids that a label or name can mean.
    pub(super) fn find(&self, known: &dyn OnRecord, word: &str, label: &str) -> Vec<String> {
        if word == PersonId::WORD {
            return self.persons_called(known, label).iter().map(ToString::to_string).collect();
        }
        let word = Thing::WORDS.iter().find(|known| **known == word);
        let own = word.and_then(|word| self.labels.get(&(*word, label.to_owned())).cloned());
        let known = || Some(known.called(word?, label)?.ulid().to_string());
        own.or_else(known).into_iter().collect()
    }

    /// Persons whom a name or label can mean, those on record first.
    fn persons_called(&self, known: &dyn OnRecord, text: &str) -> Vec<PersonId> {
        let mut found = known.persons_called(text);
        for person in self.persons.get(text).into_iter().flatten() {
            if !found.contains(person) {
                found.push(*person);
            }
        }
        found
    }

    /// The longest name or label that begins this text, and whom it can mean.
    pub(super) fn longest_prefix(
        &self,
        known: &dyn OnRecord,
        text: &str,
    ) -> Option<(String, Vec<PersonId>)> {
        let own = self.persons.keys().map(|name| name.chars().count()).max().unwrap_or(0);
        let longest = own.max(known.longest_name());
        let ends = text.char_indices().map(|(at, one)| at + one.len_utf8()).take(longest);
        let ends: Vec<usize> = ends.collect();
        ends.into_iter().rev().find_map(|end| {
            let name = text.get(..end)?;
            let persons = self.persons_called(known, name);
            (!persons.is_empty()).then(|| (name.to_owned(), persons))
        })
    }

    /// A registered name, door or telephone that stands in this text.
    pub(super) fn personal_inside(&self, known: &dyn OnRecord, text: &Folded) -> Option<Personal> {
        known.personal_inside(text).or_else(|| text.holds(&self.known))
    }

    /// The post of this kind that the person holds in the body; the latest, vacated ones last.
    pub(super) fn post(
        &self,
        known: &dyn OnRecord,
        person: PersonId,
        body: BodyId,
        kind: PostKind,
    ) -> Option<PostId> {
        let own = self.posts.iter();
        let own = own.filter(|(_, who, at, what, _)| (*who, *at, *what) == (person, body, kind));
        let own = own.map(|(post, .., from)| (true, *from, *post));
        known.post(person, body, kind).into_iter().chain(own).max().map(|(.., post)| post)
    }

    /// The person's latest candidacy in an election.
    pub(super) fn candidate(
        &self,
        known: &dyn OnRecord,
        election: ElectionId,
        person: PersonId,
    ) -> Option<CandidateId> {
        let own = self.candidates.iter().filter(|(_, of, who)| (*of, *who) == (election, person));
        // Ids begin with the time of their command, so the greatest is the latest.
        known.candidate(election, person).into_iter().chain(own.map(|(one, ..)| *one)).max()
    }
}

fn post<'a>(
    id: &str,
    text: impl Fn(&str) -> Option<&'a str>,
) -> Option<(PostId, PersonId, BodyId, PostKind, Happened)> {
    let (person, body) = (text("/person")?.parse().ok()?, text("/body")?.parse().ok()?);
    let (kind, from) = (text("/post_kind")?.parse().ok()?, text("/happened")?.parse().ok()?);
    Some((id.parse().ok()?, person, body, kind, from))
}

fn candidate<'a>(
    id: &str,
    text: impl Fn(&str) -> Option<&'a str>,
) -> Option<(CandidateId, ElectionId, PersonId)> {
    let (election, person) = (text("/election")?.parse().ok()?, text("/person")?.parse().ok()?);
    Some((id.parse().ok()?, election, person))
}
