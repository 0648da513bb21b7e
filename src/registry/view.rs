//! Questions: what is so, why, and by which entries. Needs neither lock nor index.
//!
//! A view folds the journal up to a number of entries (`--as-of`); questions on a day (`--on`) are
//! asked of the projections. Verdicts are worked out here, from rows and the rule book that was
//! pinned, by the law; nothing of them is stored.

use crate::domain::{
    Bilingual, BodyId, BodyKind, ElectionKind, Fingerprint, Happened, Heads, MeetingId,
    MeetingKind, Thing,
};
use crate::event::motion::Announced;
use crate::event::{Event, Names, Recorded};
use crate::law::{
    Adoptions, Book, Card, Existence, Figures, Matter, Outcome, PeriodStatus, Place, Question,
    Verdict, judge, schedule,
};
use crate::ledger::{Commitment, Hash, Value};
use crate::paper::minutes;
use crate::projection::{Contradiction, Held, MeetingRow, MotionRow, Projections};
use crate::registry::directory::{self, Directory, Shown};
use crate::registry::record::RecordError;
use crate::registry::{Registry, meaning};
use crate::store::{Scope, Visibility};
use chrono::{Datelike, NaiveDate};
use core::mem::discriminant;
use core::ops::ControlFlow;

/// The registry as it was after some number of entries.
#[derive(Debug)]
pub struct View<'a> {
    registry: &'a Registry,
    directory: Directory,
    /// What is so.
    pub projections: Projections,
    /// Entries that were folded.
    pub entries: u64,
    /// Hash of the last of them, 64 hexadecimal digits.
    pub head: String,
    /// Whose book it is.
    pub name: String,
    place: Place,
    adoptions: Adoptions,
}

/// A verdict with what it rests on.
#[derive(Debug)]
pub struct Judged {
    /// The verdict under the book pinned with the minutes.
    pub verdict: Verdict,
    /// The book that it was judged by.
    pub book: Fingerprint,
    /// The notice pinned another book, and that one would say something else.
    pub notice_differs: Option<Box<Verdict>>,
    /// Members with a vote on the day by the books, when the minutes name another number due.
    pub members_differ: Option<u32>,
    /// What was announced, when it is not what was computed.
    pub announced_differs: Option<Announced>,
    /// Results that were announced one after the other and contradict each other.
    pub contradiction: Option<Contradiction>,
}

impl Registry {
    /// The registry as it is, or as the book said after a number of entries.
    pub fn view(&self, as_of: Option<u64>) -> Result<View<'_>, RecordError> {
        let head = self.store.head().next_seq;
        let mut view = View {
            registry: self,
            directory: Directory::default(),
            projections: Projections::new(),
            entries: as_of.unwrap_or(head).min(head),
            head: String::new(),
            name: String::new(),
            place: Place::china(),
            adoptions: Adoptions::default(),
        };
        let last = view.entries.checked_sub(1).map(|last| self.store.line(last)).transpose()?;
        view.head = last.flatten().map_or(Hash::ZERO, |line| Hash::of(&line)).to_string();
        if view.entries == head {
            view.projections = self.saved_projections()?;
        }
        view.fold()?;
        view.learn_names()?;
        Ok(view)
    }
}

impl View<'_> {
    /// Folds the entries that the projections do not have yet.
    fn fold(&mut self) -> Result<(), RecordError> {
        let Self { projections, entries, registry, .. } = self;
        let mut fault = None;
        registry.store.scan(projections.next_seq(), &mut |_, line| {
            if projections.next_seq() >= *entries {
                return ControlFlow::Break(());
            }
            match meaning(line).and_then(|recorded| Ok(projections.apply(&recorded)?)) {
                Ok(()) => ControlFlow::Continue(()),
                Err(error) => {
                    fault = Some(error);
                    ControlFlow::Break(())
                }
            }
        })?;
        fault.map_or(Ok(()), Err)
    }

    /// Learns what things are called and which rules were adopted, from the few kinds that say so.
    fn learn_names(&mut self) -> Result<(), RecordError> {
        let scope = Scope::kinds(directory::kinds().chain(["registry.rules_adopted"]));
        for line in self.registry.store.read(&scope, 0, Visibility::Synced)? {
            let recorded = meaning(&line)?;
            if recorded.seq < self.entries {
                self.learn(recorded);
            }
        }
        Ok(())
    }

    fn learn(&mut self, recorded: Recorded) {
        match recorded.event {
            Event::RegistryCreated(fact) => {
                fact.name.as_str().clone_into(&mut self.name);
                self.place = fact.jurisdiction.as_str().parse().unwrap_or(Place::china());
            }
            Event::RulesAdopted(fact) => {
                self.adoptions.adopt(recorded.seq, fact.corrects, fact.cards_as_read());
            }
            _ => {
                let registry = self.registry;
                self.directory.learn(&recorded, &|seal| registry.open_seal(seal));
            }
        }
    }

    /// Shows ids by name, where the vault can.
    pub fn names(&self) -> ViewNames<'_> {
        ViewNames { directory: &self.directory, registry: self.registry }
    }

    /// Where the registry is.
    pub(super) fn place(&self) -> &Place {
        &self.place
    }

    /// The rule book with this fingerprint, made of the cards on record. There is no other to judge
    /// by: a pin that no cards make is an error.
    pub fn book(&self, pin: Fingerprint) -> Result<&Book, RecordError> {
        Ok(self.adoptions.pinned(pin)?)
    }

    /// From now on judges as if this card answered on its topic. For supposing only: what is shown
    /// afterwards is no verdict on what happened.
    pub fn suppose(&mut self, card: &Card) {
        self.adoptions.suppose(card);
    }

    /// Whether a file with this SHA-256 lies in the vault.
    pub(super) fn has_file(&self, sha256: Fingerprint) -> bool {
        let sha256 = ledger::Sha256(sha256.0);
        self.registry.vault.file(&sha256).is_ok_and(|file| file.is_some())
    }

    /// The book in force at the end; none before any was adopted.
    pub fn newest_book(&self) -> Result<Option<&Book>, RecordError> {
        Ok(self.adoptions.in_force()?)
    }

    /// What an id or `@label` means: `word:ULID`.
    pub fn find(&self, text: &str) -> Vec<String> {
        let label = text.strip_prefix('@').unwrap_or(text);
        let called = Thing::WORDS.iter().flat_map(|word| {
            let ids = self.directory.find(word, label).into_iter();
            ids.map(move |id| format!("{word}:{id}"))
        });
        let called: Vec<String> = called.collect();
        if !called.is_empty() {
            return called;
        }
        let things = Thing::WORDS.iter().filter_map(|word| Thing::of(word, label).ok());
        let known = things.filter(|thing| self.projections.knows(*thing).unwrap_or_default());
        known.map(Thing::tag).collect()
    }

    /// Every entry with one of these tags, in order.
    pub fn entries_about(&self, tags: &[String]) -> Result<Vec<Recorded>, RecordError> {
        self.entries_of(&[], tags)
    }

    /// Every entry of these kinds with one of these tags, in order; no kinds means all.
    pub fn entries_of(
        &self,
        kinds: &[&str],
        tags: &[String],
    ) -> Result<Vec<Recorded>, RecordError> {
        let kinds: Vec<String> = kinds.iter().map(|kind| (*kind).to_owned()).collect();
        let clauses = tags
            .iter()
            .map(|tag| crate::store::Clause { kinds: kinds.clone(), tag: Some(tag.clone()) });
        let scope = Scope { clauses: clauses.collect() };
        let lines = self.registry.store.read(&scope, 0, Visibility::Synced)?;
        let mut recorded = lines.iter().map(|line| meaning(line)).collect::<Result<Vec<_>, _>>()?;
        recorded.retain(|one| one.seq < self.entries);
        Ok(recorded)
    }

    /// Every entry, in order.
    pub fn all_entries(&self) -> Result<Vec<Recorded>, RecordError> {
        let lines = self.registry.store.read(&Scope::everything(), 0, Visibility::Synced)?;
        let mut recorded = lines.iter().map(|line| meaning(line)).collect::<Result<Vec<_>, _>>()?;
        recorded.retain(|one| one.seq < self.entries);
        Ok(recorded)
    }

    /// Everything about a meeting: its own entries, those of its motions, and of its elections and
    /// counts those that its minutes tell. Ballots and what comes after the meeting are left out.
    pub fn meeting_entries(&self, meeting: MeetingId) -> Result<Vec<Recorded>, RecordError> {
        let mut tags = vec![meeting.tag()];
        if let Some(row) = self.projections.meeting(meeting)? {
            tags.extend(row.motions.iter().map(|motion| motion.tag()));
        }
        let mut recorded = self.entries_about(&tags)?;
        let further = recorded.iter().flat_map(|one| one.event.tags());
        let of_votes = |tag: &String| tag.starts_with("election:") || tag.starts_with("count:");
        let mut further: Vec<String> = further.filter(of_votes).collect();
        further.sort_unstable();
        further.dedup();
        if !further.is_empty() {
            recorded.extend(self.entries_of(&minutes::of_votes(), &further)?);
            recorded.sort_by_key(|one| one.seq);
            recorded.dedup_by_key(|one| one.seq);
        }
        Ok(recorded)
    }

    /// Whether enough of those due attended.
    pub fn quorum(&self, row: &MeetingRow) -> Result<Option<Verdict>, RecordError> {
        let Some(held) = &row.held else { return Ok(None) };
        let (held, on) = (&held.what, held.on.first_day());
        let book = self.book(held.book)?;
        let matter = self.matter(Question::QUORUM, held, None, on)?;
        Ok(Some(judge(book, &matter, &figures_of(held))))
    }

    /// What was decided on a motion, by the rule book pinned with the minutes.
    pub fn judge_motion(&self, row: &MotionRow) -> Result<Option<Judged>, RecordError> {
        if !row.counts.is_empty() {
            return self.judge_owners(row);
        }
        let votes = self.projections.votes(row.motion)?;
        let Some(vote) = votes.as_ref().and_then(|votes| votes.last()) else { return Ok(None) };
        let Some(meeting) = self.projections.meeting(vote.what.meeting)? else { return Ok(None) };
        let Some(held) = &meeting.held else { return Ok(None) };
        let book = self.book(held.what.book)?;
        let mut figures = figures_of(&held.what);
        figures.seats = self.seats_of(held.what.body, vote.on.first_day())?;
        let heads = |count: u32| Some(Heads(count));
        figures.in_favour = heads(vote.what.in_favour);
        figures.against = heads(vote.what.against);
        figures.abstain = heads(vote.what.abstain);
        figures.written_in_favour = vote.what.written_in_favour.map(Heads);
        figures.written_against = vote.what.written_against.map(Heads);
        let kind = row.proposal.as_ref().map(|proposal| proposal.matter_kind);
        let matter = self.matter(Question::RESULT, &held.what, kind, vote.on.first_day())?;
        let verdict = judge(book, &matter, &figures);
        let members_differ = self.members_differ(&held.what, held.on.first_day())?;
        let pinned = meeting.notice.as_ref().map(|notice| notice.what.book);
        let judged = self.beside(row, verdict, (held.what.book, pinned), &matter, &figures)?;
        Ok(Some(Judged { members_differ, ..judged }))
    }

    /// A verdict with what stands beside it: another book at the notice, another announcement.
    /// `books` are the one that it was judged by, and the one pinned with the notice.
    pub(super) fn beside(
        &self,
        row: &MotionRow,
        verdict: Verdict,
        books: (Fingerprint, Option<Fingerprint>),
        matter: &Matter,
        figures: &Figures,
    ) -> Result<Judged, RecordError> {
        let (book, pinned) = books;
        let noticed = pinned.filter(|pin| *pin != book).map(|pin| self.book(pin)).transpose()?;
        let notice_differs = noticed
            .map(|book| judge(book, matter, figures))
            .filter(|other| discriminant(&other.outcome) != discriminant(&verdict.outcome))
            .map(Box::new);
        let announced = row.announced.last().map(|one| one.what.announced);
        let carried = match verdict.outcome {
            Outcome::Satisfied => Some(Announced::Carried),
            Outcome::NotSatisfied => Some(Announced::NotCarried),
            Outcome::Undetermined { .. } | Outcome::Disputed { .. } | Outcome::Advisory { .. } => {
                None
            }
        };
        let announced_differs = announced.filter(|said| carried.is_some_and(|one| one != *said));
        let (members_differ, contradiction) = (None, row.contradiction());
        Ok(Judged {
            verdict,
            book,
            notice_differs,
            members_differ,
            announced_differs,
            contradiction,
        })
    }

    /// How many seats the election had by which an owners' committee was filled, vacant ones included.
    fn seats_of(&self, body: BodyId, day: NaiveDate) -> Result<Option<u32>, RecordError> {
        let seats = self.projections.seats_on(body, day)?;
        for election in seats.iter().filter_map(|seat| seat.holding.election) {
            let Some(row) = self.projections.election(election)? else { continue };
            let Some(call) = &row.called else { continue };
            if call.election_kind == ElectionKind::OwnerCommittee {
                return Ok(call.seats.iter().map(|one| row.seats(one.post_kind)).sum());
            }
        }
        Ok(None)
    }

    /// Who was due is recorded with the meeting; where an assembly's number is not that of the
    /// members on the books, a reader should know.
    fn members_differ(&self, held: &Held, day: NaiveDate) -> Result<Option<u32>, RecordError> {
        if held.meeting_kind != MeetingKind::BranchGeneralMeeting {
            return Ok(None);
        }
        let members = self.projections.members_on(held.body, day)?.with_vote.len();
        let members = u32::try_from(members).unwrap_or(u32::MAX);
        let excluded = u32::try_from(held.excluded.len()).unwrap_or(u32::MAX);
        let due = held.entitled.map(|entitled| entitled.saturating_add(excluded));
        Ok(Some(members).filter(|members| due.is_some_and(|due| due != *members)))
    }

    fn matter(
        &self,
        question: Question,
        held: &Held,
        matter: Option<domain::MatterKind>,
        formed: NaiveDate,
    ) -> Result<Matter, RecordError> {
        self.matter_of(question, (held.body, held.meeting_kind), matter, formed)
    }

    /// What is asked about a meeting of this body and kind.
    pub(super) fn matter_of(
        &self,
        question: Question,
        (body, meeting): (BodyId, MeetingKind),
        matter: Option<domain::MatterKind>,
        formed: NaiveDate,
    ) -> Result<Matter, RecordError> {
        let state = self.projections.body_on(body, formed)?;
        let body = state.and_then(|state| state.body_kind).unwrap_or(BodyKind::Organisation);
        let place = self.place.clone();
        Ok(Matter { question, body, meeting, matter, election: None, formed, place })
    }

    /// What a body had to hold in a year, and what it held, by the newest book.
    pub fn schedule(
        &self,
        body: BodyId,
        year: i32,
        today: NaiveDate,
    ) -> Result<Vec<(Card, Vec<PeriodStatus>)>, RecordError> {
        let end = NaiveDate::from_ymd_opt(year, 12, 31).unwrap_or(today).min(today);
        let (Some(book), Some(row)) = (self.newest_book()?, self.projections.body(body)?) else {
            return Ok(Vec::new());
        };
        let Some(kind) = row.state_on(end).and_then(|state| state.body_kind) else {
            return Ok(Vec::new());
        };
        let existence = Existence {
            established: row.established.map_or(end, Happened::first_day),
            dissolved: row.dissolved.as_ref().map(|ended| ended.on.first_day()),
        };
        let held = self.projections.schedule(body, year)?;
        let matter = Matter {
            question: Question::FREQUENCY,
            body: kind,
            meeting: MeetingKind::BranchGeneralMeeting,
            matter: None,
            election: None,
            formed: end,
            place: self.place.clone(),
        };
        let mut found = Vec::new();
        for card in book.periodic(&matter) {
            let kinds = &card.applies().meetings;
            if !kinds.iter().any(|meeting| self.holds(*meeting, kind, body, end)) {
                continue;
            }
            let sittings = held.iter().flat_map(|held| &held.held);
            let dates: Vec<_> = sittings
                .filter(|(meeting, _)| kinds.contains(meeting))
                .flat_map(|(_, sittings)| sittings)
                .filter(|sitting| sitting.on.begun_on(end))
                .map(|sitting| sitting.counts_for.unwrap_or(sitting.on))
                .collect();
            let mut periods = schedule(card, existence, &dates, end);
            periods.retain(|status| status.period.first_day().year() == year);
            found.push((card.clone(), periods));
        }
        Ok(found)
    }

    /// Whether a body of this kind has such meetings: a group its own, a branch all others, and
    /// committee meetings where there is a committee.
    fn holds(&self, meeting: MeetingKind, kind: BodyKind, body: BodyId, day: NaiveDate) -> bool {
        match (meeting, kind) {
            (MeetingKind::PartyGroupMeeting, _) => kind == BodyKind::PartyGroup,
            (_, BodyKind::PartyGroup) => false,
            (MeetingKind::BranchCommitteeMeeting, _) => {
                // A secretary and a deputy alone are no committee.
                self.projections.seats_on(body, day).is_ok_and(|seats| seats.len() > 2)
            }
            _ => true,
        }
    }
}

/// The figures of a meeting; what was not recorded is not there.
pub(super) fn figures_of(held: &Held) -> Figures {
    let number = |count: usize| Some(Heads(u32::try_from(count).unwrap_or(u32::MAX)));
    let approved =
        |one: &&crate::projection::Excluded| one.superior_reply.is_some() && one.motion.is_some();
    let with = held.excluded.iter().filter(approved).count();
    let without = held.excluded.len() - with;
    let all = u32::try_from(held.excluded.len()).unwrap_or(u32::MAX);
    Figures {
        // Those excluded are not on the roll; the law decides whether they count as due.
        due: held
            .entitled
            .filter(|_| !held.no_roll)
            .map(|entitled| Heads(entitled.saturating_add(all))),
        present: held.present.filter(|_| !held.no_roll).map(Heads),
        excluded_with_approvals: number(with).filter(|count| count.0 > 0),
        excluded_without_approvals: number(without).filter(|count| count.0 > 0),
        ..Figures::default()
    }
}

/// Names of a view.
#[derive(Debug, Clone, Copy)]
pub struct ViewNames<'a> {
    directory: &'a Directory,
    registry: &'a Registry,
}

impl Names for ViewNames<'_> {
    fn name(&self, thing: Thing) -> Bilingual {
        let open = |seal: &Commitment| self.registry.open_seal(seal);
        Shown { directory: self.directory, open: &open }.name(thing)
    }

    fn opened(&self, seal: &Commitment) -> Option<Value> {
        self.registry.open_seal(seal)
    }
}
