//! One question to the book: on which day, as the book said when.

use super::list::collected;
use super::{AskError, Snapshot, ViewNames};
use crate::domain::{MeetingId, Thing};
use crate::event::Recorded;
use crate::law::Card;
use crate::projection::PersonRow;
use crate::store::Scope;
use chrono::NaiveDate;
use std::sync::Arc;

/// What a question is asked with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    /// The day on which it is asked, at +08:00.
    pub today: NaiveDate,
    /// As things were on this day; else as they are today.
    pub on: Option<NaiveDate>,
    /// As the book said after so many entries; else by all of them.
    pub as_of: Option<u64>,
}

impl Asked {
    /// How things are, by everything on record.
    pub fn now(today: NaiveDate) -> Self {
        Self { today, on: None, as_of: None }
    }
}

/// The book as one question sees it.
#[derive(Debug, Clone)]
pub struct View {
    pub(super) snapshot: Arc<Snapshot>,
    asked: Asked,
}

impl View {
    pub(super) fn new(snapshot: Arc<Snapshot>, asked: Asked) -> Self {
        Self { snapshot, asked }
    }

    /// The book itself.
    pub fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    /// The day that is asked about.
    pub fn on(&self) -> NaiveDate {
        self.asked.on.unwrap_or(self.asked.today)
    }

    /// The day that was named in the question.
    pub fn day(&self) -> Option<NaiveDate> {
        self.asked.on
    }

    /// Shows ids by name, where the vault can.
    pub fn names(&self) -> ViewNames<'_> {
        ViewNames::of(&self.snapshot)
    }

    /// The same question to a book that judges as if this card answered on its topic.
    pub(super) fn supposing(&self, card: &Card) -> Self {
        Self { snapshot: Arc::new(self.snapshot.supposing(card)), asked: self.asked }
    }

    /// What an id or `@label` means: `word:ULID`, more than one where several things are called so.
    pub fn find(&self, text: &str) -> Result<Vec<String>, AskError> {
        let all = &self.snapshot.projections;
        let label = text.strip_prefix('@').unwrap_or(text);
        let mut found = Vec::new();
        for word in Thing::WORDS {
            found.extend(all.called(word, label)?);
        }
        if found.is_empty() {
            let things = Thing::WORDS.iter().filter_map(|word| Thing::of(word, label).ok());
            found = things.filter(|thing| all.knows(*thing).unwrap_or_default()).collect();
        }
        if found.is_empty() {
            found = self.persons_called(label)?;
        }
        Ok(found.into_iter().map(Thing::tag).collect())
    }

    /// Persons with this name or label. Both are sealed, so every one that the vault can open is
    /// looked at: whoever asks by a name waits for that, and nobody else.
    fn persons_called(&self, text: &str) -> Result<Vec<Thing>, AskError> {
        let people = collected(|row| self.snapshot.projections.each_person(row))?;
        let means = |row: &PersonRow| {
            let seals = [row.name, row.label].into_iter().flatten();
            let mut opened = seals.filter_map(|seal| self.snapshot.open_seal(&seal.0));
            opened.any(|value| value.as_str() == Some(text))
        };
        Ok(people.iter().filter(|row| means(row)).map(|row| row.person.into()).collect())
    }

    /// Every entry with one of these tags, in order.
    pub fn entries_about(&self, tags: &[String]) -> Result<Vec<Recorded>, AskError> {
        self.entries_of(&[], tags)
    }

    /// Every entry of these kinds with one of these tags, in order; no kinds means all.
    pub fn entries_of(&self, kinds: &[&str], tags: &[String]) -> Result<Vec<Recorded>, AskError> {
        self.snapshot.entries_of(kinds, tags)
    }

    /// Every entry, in order.
    pub fn all_entries(&self) -> Result<Vec<Recorded>, AskError> {
        self.snapshot.read(&Scope::everything())
    }

    /// Everything about a meeting: its own entries, those of its motions, and of its elections and
    /// counts those of the kinds named. Ballots and what comes after the meeting are left out.
    pub fn meeting_entries(
        &self,
        meeting: MeetingId,
        of_votes: &[&str],
    ) -> Result<Vec<Recorded>, AskError> {
        let mut tags = vec![meeting.tag()];
        if let Some(row) = self.snapshot.projections.meeting(meeting)? {
            tags.extend(row.motions.iter().map(|motion| motion.tag()));
        }
        let mut recorded = self.entries_about(&tags)?;
        let further = recorded.iter().flat_map(|one| one.event.tags());
        let counted = |tag: &String| tag.starts_with("election:") || tag.starts_with("count:");
        let mut further: Vec<String> = further.filter(counted).collect();
        further.sort_unstable();
        further.dedup();
        if !further.is_empty() {
            recorded.extend(self.entries_of(of_votes, &further)?);
            recorded.sort_by_key(|one| one.seq);
            recorded.dedup_by_key(|one| one.seq);
        }
        Ok(recorded)
    }
}
