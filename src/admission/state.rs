//! What admission knows: timelines of the things in a scope.
//!
//! Invariant: the order of evolving does not matter for facts with distinct dates, because each
//! thing keeps its facts by date; so a late entry lands where it belongs.

use crate::admission::election::Election;
use crate::admission::owners::Owners;
use crate::admission::refusal::{BodyRefusal, MeetingRefusal, Refusal};
use crate::admission::{ballot, publication, registry, roll};
use crate::domain::{
    ActivityId, BodyId, BodyKind, CountId, ElectionId, Fingerprint, Happened, IssueId, MeetingId,
    MeetingKind, MotionId, PersonId, PostId,
};
use crate::event::membership::MembershipChange;
use crate::event::{Event, Family, Recorded, replaced};
use std::collections::{BTreeMap, BTreeSet};

/// The registry, as far as a scope reaches.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct State {
    pub(super) created: bool,
    /// The rule book, and the number of the entry that made it: books follow each other as recorded.
    book: Option<(u64, Fingerprint)>,
    pub(super) persons: BTreeSet<PersonId>,
    pub(super) bodies: BTreeMap<BodyId, Body>,
    pub(super) memberships: BTreeMap<(PersonId, BodyId), BTreeMap<Happened, MembershipChange>>,
    pub(super) posts: BTreeMap<PostId, Post>,
    pub(super) meetings: BTreeMap<MeetingId, Meeting>,
    pub(super) motions: BTreeMap<MotionId, Motion>,
    pub(super) elections: BTreeMap<ElectionId, Election>,
    pub(super) issues: BTreeMap<IssueId, Issue>,
    pub(super) activities: BTreeSet<ActivityId>,
    pub(super) owners: Owners,
    /// Number of the fact being added; for those of the command at hand, one behind the other.
    pub(super) seq: u64,
    newest: u64,
    entries: BTreeMap<u64, OnRecord>,
}

/// What a correction must know of the entry that it replaces.
#[derive(Debug, Clone, PartialEq, Eq)]
struct OnRecord {
    kind: &'static str,
    tags: Vec<String>,
    /// Which of several facts of one kind about the same things it is.
    place: Option<u32>,
    corrected_by: Option<u64>,
}

/// Life of a body.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Body {
    /// Since when; none while only brought forward, so that older facts are possible.
    pub(super) founded: Option<Happened>,
    pub(super) ended: Option<Happened>,
    pub(super) kinds: BTreeMap<Happened, BodyKind>,
    pub(super) parents: BTreeMap<Happened, BodyId>,
}

/// Somebody's time in a post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Post {
    pub(super) person: PersonId,
    pub(super) body: BodyId,
    pub(super) from: Happened,
    pub(super) vacated: bool,
}

/// A meeting, called or held.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Meeting {
    pub(super) noticed: Option<(BodyId, MeetingKind)>,
    pub(super) held: Option<Held>,
    pub(super) cancelled: bool,
    /// It was recorded in error: nothing of it counts.
    pub(super) annulled: bool,
    /// Most votes, and most written opinions, that any motion had there.
    pub(super) votes: u64,
    pub(super) written: u64,
    /// Most who were present when ballots of an election were handed out.
    pub(super) at_ballot: u32,
}

/// What later facts about a meeting are checked against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Held {
    pub(super) on: Happened,
    pub(super) body: BodyId,
    pub(super) meeting_kind: MeetingKind,
    /// A roll of owners stands for those due.
    pub(super) on_roll: bool,
    pub(super) entitled: u32,
    pub(super) present: u32,
    pub(super) attended: BTreeSet<PersonId>,
    /// The roll is not known: anybody registered may have attended.
    pub(super) numbers_only: bool,
    /// Nobody was due, so how many had a vote is not known.
    pub(super) no_roll: bool,
    pub(super) agenda_items: u32,
}

/// A motion.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Motion {
    pub(super) body: Option<BodyId>,
    pub(super) count: Option<CountId>,
    /// Where it was put forward, if at a meeting.
    pub(super) meeting: Option<MeetingId>,
    /// Where it was voted on.
    pub(super) voted_at: BTreeSet<MeetingId>,
    /// The owners' ballots on it were counted and certified.
    pub(super) counted: bool,
    pub(super) withdrawn: bool,
    pub(super) resolved: bool,
}

/// An issue.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Issue {
    pub(super) raised: Option<Happened>,
    pub(super) closed: Option<Happened>,
}

impl State {
    /// Folds entries in order of (happened, seq). An entry that is corrected does not count, nor
    /// does one that the command at hand is about to replace.
    pub fn fold(recorded: &[Recorded], replacing: &[u64]) -> Self {
        let corrected = replaced(recorded);
        let mut order: Vec<&Recorded> = recorded.iter().collect();
        order.sort_by_key(|one| (one.event.happened(), one.seq));
        let newest = recorded.iter().map(|one| one.seq).max().unwrap_or(0);
        let mut state = Self { newest, ..Self::default() };
        for one in order {
            let corrected_by = corrected.get(&one.seq).copied();
            let (kind, tags) = (one.event.kind(), one.event.tags());
            let place = place(&one.event);
            state.learn_book(&one.event, one.seq);
            state.entries.insert(one.seq, OnRecord { kind, tags, place, corrected_by });
            let replaced = replacing.contains(&one.seq).then_some(newest + 1);
            match corrected_by.or(replaced) {
                None => state.evolve(&one.event, Some(one.seq)),
                Some(by) => state.supersede(&one.event, one.seq, by),
            }
        }
        state
    }

    /// Adds one fact; cannot fail. The number is known once the fact is on record.
    pub fn evolve(&mut self, event: &Event, seq: Option<u64>) {
        self.seq = seq.unwrap_or(self.newest + 1);
        self.newest = self.newest.max(self.seq);
        super::evolve(self, event);
        self.learn_book(event, seq.unwrap_or(u64::MAX));
        if seq.is_none()
            && let Some(corrected) = event.corrects()
        {
            // Within one command: a second correction of the same entry is refused.
            if let Some(entry) = self.entries.get_mut(&corrected) {
                entry.corrected_by = Some(u64::MAX);
            }
        }
    }

    /// Books follow each other as recorded: the newest adoption names the one in force, be it itself
    /// a correction. Whether its cards make that book, the law says.
    fn learn_book(&mut self, event: &Event, seq: u64) {
        if let Family::Registry(event) = event.family()
            && let Some(fact) = registry::adopted(event)
        {
            self.book = self.book.filter(|book| book.0 > seq).or(Some((seq, fact.book)));
        }
    }

    /// An entry that does not count any more, but did: rolls were frozen by what it said.
    fn supersede(&mut self, event: &Event, from_seq: u64, until_seq: u64) {
        if let Family::Roll(event) = event.family() {
            roll::superseded(self, event, from_seq, until_seq);
        }
    }

    /// The rule book in force, once there is one.
    pub fn book(&self) -> Option<Fingerprint> {
        self.book.map(|(_, book)| book)
    }

    /// Exactly the first entry begins the registry.
    pub(super) fn check_registry(&self, fact: &Event) -> Result<(), Refusal> {
        let begins = match fact.family() {
            Family::Registry(fact) => registry::begins(fact),
            _ => false,
        };
        if begins == self.created { Err(Refusal::RegistryBegins) } else { Ok(()) }
    }

    pub(super) fn check_correction(&self, fact: &Event, seq: u64) -> Result<(), Refusal> {
        let Some(entry) = self.entries.get(&seq) else { return Err(Refusal::NoSuchEntry(seq)) };
        if entry.kind != fact.kind() || entry.tags != fact.tags() {
            return Err(Refusal::CorrectsSomethingElse(seq));
        }
        if entry.place != place(fact) {
            return Err(Refusal::CorrectsAnotherPlace(seq));
        }
        if let Some(by) = entry.corrected_by {
            return Err(Refusal::CorrectedAlready { seq, by });
        }
        if fact.correction_reason().is_none() {
            return Err(Refusal::ReasonMissing);
        }
        Ok(())
    }

    pub(super) fn check_person(&self, id: PersonId) -> Result<(), Refusal> {
        if self.persons.contains(&id) { Ok(()) } else { Err(Refusal::Unknown(id.into())) }
    }

    /// The body, which must exist at that time.
    pub(super) fn check_body(&self, id: BodyId, at: Happened) -> Result<&Body, Refusal> {
        let Some(body) = self.bodies.get(&id) else {
            return Err(Refusal::Unknown(id.into()));
        };
        if let Some(since) = body.founded.filter(|since| at.last_day() < since.first_day()) {
            return Err(BodyRefusal::BodyNotYet { body: id, since }.into());
        }
        if let Some(ended) = body.ended.filter(|ended| at.first_day() > ended.last_day()) {
            return Err(BodyRefusal::BodyEnded { body: id, ended }.into());
        }
        Ok(body)
    }

    /// The meeting, which must have been held.
    pub(super) fn check_held(&self, id: MeetingId) -> Result<&Held, Refusal> {
        let Some(meeting) = self.meetings.get(&id) else {
            return Err(Refusal::Unknown(id.into()));
        };
        if meeting.annulled {
            return Err(MeetingRefusal::Cancelled(id).into());
        }
        meeting.held.as_ref().ok_or(MeetingRefusal::NotHeld(id).into())
    }

    /// Whether a meeting was recorded in error.
    pub(super) fn is_annulled(&self, id: MeetingId) -> bool {
        self.meetings.get(&id).is_some_and(|meeting| meeting.annulled)
    }

    /// Whether a motion was voted on at a meeting that counts.
    pub(super) fn is_voted(&self, motion: &Motion) -> bool {
        motion.counted || motion.voted_at.iter().any(|meeting| !self.is_annulled(*meeting))
    }
}

/// Which of several facts of one kind about the same things it is. A correction that moved to
/// another place would take the fact out of its own.
fn place(fact: &Event) -> Option<u32> {
    match fact.family() {
        Family::Ballot(fact) => ballot::place(fact),
        Family::Publication(fact) => publication::place(fact),
        _ => None,
    }
}

impl Body {
    /// Kind at that time; the earliest known one before that.
    pub(super) fn kind(&self, at: Happened) -> Option<BodyKind> {
        let before = self.kinds.range(..=at).next_back();
        before.or_else(|| self.kinds.iter().next()).map(|(_, kind)| *kind)
    }
}

impl Held {
    pub(super) fn check_attended(&self, person: PersonId) -> Result<(), Refusal> {
        let attended = self.numbers_only || self.attended.contains(&person);
        if attended { Ok(()) } else { Err(MeetingRefusal::DidNotAttend(person).into()) }
    }
}
