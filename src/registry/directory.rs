//! The directory: which label or name means which id, and what an id is called.
//!
//! It learns from the few kinds of entries that introduce things. Names and labels of persons are
//! known here by their commitments; the vault opens them. Without the vault ids still work, labels
//! of bodies, meetings and motions too, and where a name stood it says that it is sealed.

use crate::domain::personal::{Folded, Known, Personal};
use crate::domain::{
    ActivityId, BallotId, Bilingual, BodyId, CandidateId, CountId, ElectionId, ElectionKind,
    Happened, IssueId, MeetingId, MeetingKind, MotionId, PersonId, PostId, PostKind, PublicationId,
    PublicationKind, RollId, Thing, UnitId, beginning,
};
use crate::event::names::{self, Names};
use crate::event::person::PersonRegistered;
use crate::event::{CATALOGUE, Event, Recorded, Sealed};
use crate::ledger::{Commitment, Value};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Kinds that change what a thing is called, or which of two is meant.
const RENAMING: &[&str] = &["body.converted", "post.vacated"];

/// Kinds of entries that the directory learns from: what creates a thing, and what renames it.
pub(crate) fn kinds() -> impl Iterator<Item = &'static str> {
    let creating = CATALOGUE.iter().filter(|entry| entry.creates.is_some());
    creating.map(|entry| entry.kind).chain(RENAMING.iter().copied())
}

/// What things are called.
#[derive(Debug, Clone, Default)]
pub(crate) struct Directory {
    /// Entries below this number have been learnt.
    pub(crate) next_seq: u64,
    /// What is known already; asked for what is not here.
    below: Option<Arc<Directory>>,
    persons: BTreeMap<PersonId, PersonNames>,
    bodies: BTreeMap<BodyId, String>,
    meetings: BTreeMap<MeetingId, (MeetingKind, BodyId, Happened)>,
    motions: BTreeMap<MotionId, String>,
    issues: BTreeMap<IssueId, String>,
    activities: BTreeMap<ActivityId, String>,
    posts: BTreeMap<PostId, PostName>,
    elections: BTreeMap<ElectionId, ElectionName>,
    candidates: BTreeMap<CandidateId, (ElectionId, PersonId)>,
    units: BTreeMap<UnitId, String>,
    rolls: BTreeMap<RollId, (BodyId, Happened)>,
    counts: BTreeMap<CountId, (MeetingId, Option<String>)>,
    ballots: BTreeMap<BallotId, String>,
    publications: BTreeMap<PublicationId, (PublicationKind, Happened)>,
    /// `(word, label)` to id.
    labels: BTreeMap<(&'static str, String), String>,
    /// Openings of persons' names and labels, looked up once.
    opened: BTreeMap<String, Vec<PersonId>>,
    /// What must not stand in plain texts.
    known: Known,
}

#[derive(Debug, Clone)]
struct PersonNames {
    name: Option<Commitment>,
    label: Option<Commitment>,
}

#[derive(Debug, Clone)]
struct PostName {
    person: PersonId,
    body: BodyId,
    kind: PostKind,
    from: Happened,
    vacated: bool,
}

#[derive(Debug, Clone)]
struct ElectionName {
    name: Option<String>,
    kind: ElectionKind,
    body: BodyId,
    on: Happened,
}

impl Directory {
    /// An empty directory above one that is known already: what a command introduces goes here.
    pub(crate) fn above(below: Arc<Self>) -> Self {
        Self { below: Some(below), ..Self::default() }
    }

    /// This directory and those below it.
    fn layers(&self) -> impl Iterator<Item = &Self> {
        core::iter::successors(Some(self), |layer| layer.below.as_deref())
    }

    /// Learns from an entry. `open` gives the value behind a seal, where the vault has it.
    pub(crate) fn learn(
        &mut self,
        recorded: &Recorded,
        open: &dyn Fn(&Commitment) -> Option<Value>,
    ) {
        self.next_seq = self.next_seq.max(recorded.seq + 1);
        match &recorded.event {
            Event::PersonRegistered(fact) => self.learn_person(fact, open),
            Event::BodyEstablished(fact) => {
                self.bodies.insert(fact.body, fact.name.as_str().to_owned());
                self.call(BodyId::WORD, fact.name.as_str(), &fact.body);
                if let Some(label) = &fact.label {
                    self.call(BodyId::WORD, label.as_str(), &fact.body);
                }
            }
            Event::BodyConverted(fact) => {
                if let Some(name) = &fact.name {
                    self.bodies.insert(fact.body, name.as_str().to_owned());
                    self.call(BodyId::WORD, name.as_str(), &fact.body);
                }
            }
            Event::MeetingNoticed(fact) => {
                let about = (fact.meeting_kind, fact.body, fact.starts);
                self.meetings.entry(fact.meeting).or_insert(about);
                if let Some(label) = &fact.label {
                    self.call(MeetingId::WORD, label.as_str(), &fact.meeting);
                }
            }
            Event::MeetingHeld(fact) => {
                self.meetings.insert(fact.meeting, (fact.meeting_kind, fact.body, fact.happened));
                if let Some(label) = &fact.label {
                    self.call(MeetingId::WORD, label.as_str(), &fact.meeting);
                }
            }
            Event::MotionProposed(fact) => {
                self.motions.insert(fact.motion, fact.text.as_str().to_owned());
                if let Some(label) = &fact.label {
                    self.call(MotionId::WORD, label.as_str(), &fact.motion);
                }
            }
            Event::PostFilled(fact) => {
                let (person, body, kind, from) =
                    (fact.person, fact.body, fact.post_kind, fact.happened);
                let post = PostName { person, body, kind, from, vacated: false };
                self.posts.insert(fact.post, post);
            }
            Event::PostVacated(fact) => {
                if let Some(post) = self.posts.get_mut(&fact.post) {
                    post.vacated = true;
                }
            }
            other => {
                self.learn_matter(other);
                self.learn_election(other);
                self.learn_of_owners(other, open);
            }
        }
    }

    /// Learns what somebody is called, and a telephone that must not stand in plain texts.
    fn learn_person(
        &mut self,
        fact: &PersonRegistered,
        open: &dyn Fn(&Commitment) -> Option<Value>,
    ) {
        let name = fact.name.commitment();
        let label = fact.label.as_ref().and_then(Sealed::commitment);
        self.forget_person(fact.person);
        for text in [name, label].into_iter().flatten().filter_map(|seal| open(&seal)) {
            self.call_person(text.as_str().unwrap_or_default(), fact.person);
        }
        let phone = fact.phone.as_ref().and_then(Sealed::commitment).and_then(|seal| open(&seal));
        self.phone(phone.as_ref().and_then(Value::as_str).unwrap_or_default());
        self.persons.insert(fact.person, PersonNames { name, label });
    }

    /// Learns what issues and activities are called.
    fn learn_matter(&mut self, event: &Event) {
        match event {
            Event::IssueRaised(fact) => {
                self.issues.insert(fact.issue, fact.text.as_str().to_owned());
                if let Some(label) = &fact.label {
                    self.call(IssueId::WORD, label.as_str(), &fact.issue);
                }
            }
            Event::ActivityHeld(fact) => {
                self.activities.insert(fact.activity, fact.theme.as_str().to_owned());
                if let Some(label) = &fact.label {
                    self.call(ActivityId::WORD, label.as_str(), &fact.activity);
                }
            }
            _ => {}
        }
    }

    /// Learns what elections are called, and who stands.
    fn learn_election(&mut self, event: &Event) {
        match event {
            Event::ElectionCalled(fact) => {
                let name = fact.name.as_ref().map(|name| name.as_str().to_owned());
                let (kind, body, on) = (fact.election_kind, fact.body, fact.happened);
                self.elections.insert(fact.election, ElectionName { name, kind, body, on });
                if let Some(label) = &fact.label {
                    self.call(ElectionId::WORD, label.as_str(), &fact.election);
                }
            }
            Event::CandidateNominated(fact) => {
                self.call_candidate(fact.candidate, fact.election, fact.person);
            }
            _ => {}
        }
    }

    /// Learns what rolls, counts, ballots and publications are called.
    fn learn_of_owners(&mut self, event: &Event, open: &dyn Fn(&Commitment) -> Option<Value>) {
        match event {
            Event::UnitRegistered(fact) => {
                let door = fact.door.commitment().and_then(|seal| open(&seal));
                let door = door.as_ref().and_then(Value::as_str);
                door.into_iter().for_each(|door| self.door(fact.building.as_str(), door));
                self.call(UnitId::WORD, fact.label.as_str(), &fact.unit);
                self.units.insert(fact.unit, fact.label.as_str().to_owned());
            }
            Event::RollFrozen(fact) => {
                self.rolls.insert(fact.roll, (fact.body, fact.happened));
                if let Some(label) = &fact.label {
                    self.call(RollId::WORD, label.as_str(), &fact.roll);
                }
            }
            Event::CountOpened(fact) => {
                let label = fact.label.as_ref().map(|label| label.as_str().to_owned());
                if let Some(label) = &label {
                    self.call(CountId::WORD, label, &fact.count);
                }
                self.counts.insert(fact.count, (fact.meeting, label));
            }
            Event::BallotIssued(fact) => {
                self.call(BallotId::WORD, fact.label.as_str(), &fact.ballot);
                self.ballots.insert(fact.ballot, fact.label.as_str().to_owned());
            }
            Event::PublicationPosted(fact) => {
                let about = (fact.publication_kind, fact.happened);
                self.publications.insert(fact.publication, about);
                if let Some(label) = &fact.label {
                    self.call(PublicationId::WORD, label.as_str(), &fact.publication);
                }
            }
            _ => {}
        }
    }

    /// Notes what a new thing in the command at hand is called.
    pub(crate) fn call(&mut self, word: &'static str, label: &str, id: &impl ToString) {
        self.labels.insert((word, label.to_owned()), id.to_string());
    }

    /// Notes a person's name or label.
    pub(crate) fn call_person(&mut self, text: &str, person: PersonId) {
        self.known.name(text);
        let persons = self.opened.entry(text.to_owned()).or_default();
        if !persons.contains(&person) {
            persons.push(person);
        }
    }

    /// Notes a telephone number that must not stand in plain texts.
    pub(crate) fn phone(&mut self, phone: &str) {
        self.known.phone(phone);
    }

    /// Notes a door that must not stand in plain texts.
    pub(crate) fn door(&mut self, building: &str, door: &str) {
        self.known.door(building, door);
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
        self.posts.insert(post, PostName { person, body, kind, from, vacated: false });
    }

    /// Notes somebody as a candidate.
    pub(crate) fn call_candidate(
        &mut self,
        candidate: CandidateId,
        election: ElectionId,
        person: PersonId,
    ) {
        self.candidates.insert(candidate, (election, person));
    }

    /// The person's latest candidacy in an election.
    pub(crate) fn find_candidate(
        &self,
        election: ElectionId,
        person: PersonId,
    ) -> Option<CandidateId> {
        // Ids begin with the time of their command, so the greatest is the latest.
        let all = self.layers().flat_map(|layer| &layer.candidates);
        let own = all.filter(|(_, about)| **about == (election, person));
        own.map(|(candidate, _)| *candidate).max()
    }

    fn forget_person(&mut self, person: PersonId) {
        if self.persons.contains_key(&person) {
            self.opened.values_mut().for_each(|persons| persons.retain(|one| *one != person));
        }
    }

    /// Ids that a label or name can mean.
    pub(crate) fn find(&self, word: &str, label: &str) -> Vec<String> {
        if word == PersonId::WORD {
            return self.persons_called(label).iter().map(ToString::to_string).collect();
        }
        let word = Thing::WORDS.iter().find(|known| **known == word);
        let key = word.map(|word| (*word, label.to_owned()));
        let id = key.and_then(|key| self.layers().find_map(|layer| layer.labels.get(&key)));
        id.into_iter().cloned().collect()
    }

    /// Persons whom a name or label can mean, those known longest first.
    fn persons_called(&self, text: &str) -> Vec<PersonId> {
        let mut found: Vec<PersonId> = Vec::new();
        let layers: Vec<&Self> = self.layers().collect();
        for person in layers.iter().rev().filter_map(|layer| layer.opened.get(text)).flatten() {
            if !found.contains(person) {
                found.push(*person);
            }
        }
        found
    }

    /// The post of this kind that the person holds in the body; the latest, vacated ones last.
    pub(crate) fn find_post(
        &self,
        person: PersonId,
        body: BodyId,
        kind: PostKind,
    ) -> Option<PostId> {
        // What is known longest comes first, so that of equals the newest is the last.
        let layers: Vec<&Self> = self.layers().collect();
        let posts = layers.iter().rev().flat_map(|layer| &layer.posts);
        let mut found: Vec<_> = posts
            .filter(|(_, post)| (post.person, post.body, post.kind) == (person, body, kind))
            .collect();
        found.sort_by_key(|(_, post)| (!post.vacated, post.from));
        found.last().map(|(id, _)| **id)
    }

    /// Names and labels that begin this text, the longest first.
    pub(crate) fn longest_prefix(&self, text: &str) -> Option<(&str, Vec<PersonId>)> {
        let fits = |(name, persons): &(&String, &Vec<PersonId>)| {
            !persons.is_empty() && text.starts_with(name.as_str())
        };
        let names = self.layers().flat_map(|layer| &layer.opened);
        let longest = names.filter(fits).max_by_key(|(name, _)| name.len());
        longest.map(|(name, _)| (name.as_str(), self.persons_called(name)))
    }

    /// A registered name, door or telephone that stands in this text.
    pub(crate) fn personal_inside(&self, text: &Folded) -> Option<&Personal> {
        self.layers().find_map(|layer| {
            let still = |name: &str| layer.opened.get(name).is_some_and(|all| !all.is_empty());
            layer.known.inside(text, &still)
        })
    }
}

/// The directory with a way to open seals: what people read.
pub(crate) struct Shown<'a> {
    /// Knows the ids.
    pub(crate) directory: &'a Directory,
    /// Opens seals.
    pub(crate) open: &'a dyn Fn(&Commitment) -> Option<Value>,
}

fn both(text: &str) -> Bilingual {
    Bilingual::new(text, text)
}

impl Shown<'_> {
    /// The beginning of a text, in quotation marks.
    fn beginning(&self, text: &str) -> Bilingual {
        const SHOWN_CHARS: usize = 24;
        let text = names::with_names(text, self);
        let short = |text: &str| beginning(text, SHOWN_CHARS);
        Bilingual::new(format!("“{}”", short(&text.zh)), format!("\"{}\"", short(&text.en)))
    }
}

impl Names for Shown<'_> {
    fn name(&self, thing: Thing) -> Bilingual {
        match thing {
            Thing::Motion(id) => self.motion(id),
            Thing::Meeting(id) => self.meeting(id),
            Thing::Election(id) => self.election(id),
            Thing::Body(id) => self.body(id),
            Thing::Person(id) => self.person(id),
            Thing::Issue(id) => self.issue(id),
            Thing::Activity(id) => self.activity(id),
            Thing::Roll(id) => self.roll(id),
            Thing::Count(id) => self.count(id),
            Thing::Ballot(id) => self.ballot(id),
            Thing::Publication(id) => self.publication(id),
            Thing::Unit(id) => self.unit(id),
            Thing::Post(id) => self.post(id),
            Thing::Candidate(id) => self.candidate(id),
            Thing::Registry(_) => names::short(thing),
        }
    }

    fn opened(&self, seal: &Commitment) -> Option<Value> {
        (self.open)(seal)
    }
}

impl Shown<'_> {
    fn person(&self, id: PersonId) -> Bilingual {
        let Some(person) = self.directory.layers().find_map(|layer| layer.persons.get(&id)) else {
            // A person of the command at hand has no entry yet.
            let mut names = self.directory.layers().flat_map(|layer| &layer.opened);
            let called = names.find(|(_, persons)| persons.contains(&id));
            return called.map_or_else(|| names::short(id), |(name, _)| both(name));
        };
        let opened = person.name.or(person.label).and_then(|seal| (self.open)(&seal));
        opened.as_ref().and_then(Value::as_str).map_or_else(names::sealed, both)
    }

    fn body(&self, id: BodyId) -> Bilingual {
        self.directory
            .layers()
            .find_map(|layer| layer.bodies.get(&id))
            .map_or_else(|| names::short(id), |name| both(name))
    }

    fn post(&self, id: PostId) -> Bilingual {
        let Some(post) = self.directory.layers().find_map(|layer| layer.posts.get(&id)) else {
            return names::short(id);
        };
        let (body, person) = (self.body(post.body), self.person(post.person));
        Bilingual::new(
            format!("{}{}({})", body.zh, post.kind.zh(), person.zh),
            format!("{} of {} ({})", post.kind.en(), body.en, person.en),
        )
    }

    fn meeting(&self, id: MeetingId) -> Bilingual {
        let Some((kind, body, at)) =
            self.directory.layers().find_map(|layer| layer.meetings.get(&id))
        else {
            return names::short(id);
        };
        let body = self.body(*body);
        Bilingual::new(
            format!("{} {at} {}", body.zh, kind.zh()),
            format!("the {} of {} on {at}", kind.en(), body.en),
        )
    }

    fn motion(&self, id: MotionId) -> Bilingual {
        let text = self.directory.layers().find_map(|layer| layer.motions.get(&id));
        text.map_or_else(|| names::short(id), |text| self.beginning(text))
    }

    fn issue(&self, id: IssueId) -> Bilingual {
        let text = self.directory.layers().find_map(|layer| layer.issues.get(&id));
        text.map_or_else(|| names::short(id), |text| self.beginning(text))
    }

    fn activity(&self, id: ActivityId) -> Bilingual {
        let text = self.directory.layers().find_map(|layer| layer.activities.get(&id));
        text.map_or_else(|| names::short(id), |text| self.beginning(text))
    }

    fn election(&self, id: ElectionId) -> Bilingual {
        let known = self.directory.layers().find_map(|layer| layer.elections.get(&id));
        let Some(election) = known else { return names::short(id) };
        let (body, kind, on) = (self.body(election.body), election.kind.name(), election.on);
        election.name.as_deref().map_or_else(
            || {
                Bilingual::new(
                    format!("{} {on} {}", body.zh, kind.zh),
                    format!("the {} of {} on {on}", kind.en, body.en),
                )
            },
            both,
        )
    }

    fn candidate(&self, id: CandidateId) -> Bilingual {
        let known = self.directory.layers().find_map(|layer| layer.candidates.get(&id));
        known.map_or_else(|| names::short(id), |(_, person)| self.person(*person))
    }

    fn unit(&self, id: UnitId) -> Bilingual {
        let label = self.directory.layers().find_map(|layer| layer.units.get(&id));
        label.map_or_else(
            || names::short(id),
            |label| Bilingual::new(format!("{label}户"), format!("unit {label}")),
        )
    }

    fn roll(&self, id: RollId) -> Bilingual {
        let Some((body, on)) = self.directory.layers().find_map(|layer| layer.rolls.get(&id))
        else {
            return names::short(id);
        };
        let body = self.body(*body);
        Bilingual::new(
            format!("{} {on} 业主名册", body.zh),
            format!("the roll of {} of {on}", body.en),
        )
    }

    fn count(&self, id: CountId) -> Bilingual {
        let found = self.directory.layers().find_map(|layer| layer.counts.get(&id));
        let Some((meeting, label)) = found else { return names::short(id) };
        let meeting = self.meeting(*meeting);
        let (zh, en) = label
            .as_ref()
            .map(|label| (format!("({label})"), format!(" ({label})")))
            .unwrap_or_default();
        Bilingual::new(
            format!("{}计票{zh}", meeting.zh),
            format!("the count of {}{en}", meeting.en),
        )
    }

    fn ballot(&self, id: BallotId) -> Bilingual {
        let label = self.directory.layers().find_map(|layer| layer.ballots.get(&id));
        label.map_or_else(
            || names::short(id),
            |label| Bilingual::new(format!("{label} 号表决票"), format!("ballot {label}")),
        )
    }

    fn publication(&self, id: PublicationId) -> Bilingual {
        let found = self.directory.layers().find_map(|layer| layer.publications.get(&id));
        found.map_or_else(
            || names::short(id),
            |(kind, on)| {
                Bilingual::new(format!("{on} {}", kind.zh()), format!("the {} of {on}", kind.en()))
            },
        )
    }
}
