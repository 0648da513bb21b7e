//! Committees: every seat of a body, who held it, on what ground, until when.

use super::Projections;
use super::noted::{Corrected, Facts, Noted, Stamp, Stated, about, plain};
use super::shelf::{Kept, Unreadable};
use super::told::told;
use crate::domain::{
    BodyId, ElectionId, Happened, Line, MeetingId, MotionId, PersonId, PostId, PostKind,
};
use crate::event::person::SealRef;
use crate::event::post::{PostBasis, PostFilled, VacancyGround};
use crate::event::{Family, PostEvent, Recorded, Sealed};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The seats of a body, earliest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CommitteeRow {
    /// The body.
    pub body: BodyId,
    /// Every holding of a seat that was not recorded in error.
    pub seats: Vec<Seat>,
}

/// One person's time in one post.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Seat {
    /// The post.
    pub post: PostId,
    /// Since when.
    pub from: Happened,
    /// Who holds it, and on what ground.
    #[serde(flatten)]
    pub holding: Holding,
    /// Whether the beginning was corrected.
    pub corrected: Option<Corrected>,
    /// How it ended.
    pub vacated: Option<Stated<Vacancy>>,
}

/// Who holds a post, and on what ground.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holding {
    /// Who.
    pub person: PersonId,
    /// Which post.
    pub post_kind: PostKind,
    /// For which building or unit.
    #[serde(default)]
    pub constituency: Option<Line>,
    /// Commitment to the name as published.
    pub name: Option<SealRef>,
    /// Elected, appointed or brought forward.
    pub basis: PostBasis,
    /// Election that declared it.
    #[serde(default)]
    pub election: Option<ElectionId>,
    /// Meeting that elected.
    pub source_meeting: Option<MeetingId>,
    /// Motion by which it was decided.
    pub source_motion: Option<MotionId>,
    /// Body that appointed.
    pub source_body: Option<BodyId>,
    /// Number of the document.
    pub source_document: Option<Line>,
    /// Last day of the term. A term that is over leaves the seat held until it is vacated.
    pub term_until: Option<Happened>,
}

/// How a seat became vacant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vacancy {
    /// Why.
    pub ground: VacancyGround,
    /// Number of the document.
    pub document: Option<Line>,
}

impl Seat {
    /// Whether it was held on this day.
    pub fn held_on(&self, day: NaiveDate) -> bool {
        let vacated = self.vacated.as_ref().is_some_and(|vacancy| vacancy.on.begun_on(day));
        self.from.begun_on(day) && !vacated
    }

    /// Until when: the day on which it became vacant, or else the end of the term.
    pub fn until(&self) -> Option<Happened> {
        self.vacated.as_ref().map(|vacancy| vacancy.on).or(self.holding.term_until)
    }
}

/// What is kept about the posts of a body.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct CommitteeFacts {
    facts: Facts<PostFact>,
}

impl Kept for CommitteeFacts {
    const TABLE: &'static str = "committees";
    type Key = BodyId;
    told!(facts: told);
}

/// Where the facts about a post are kept.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct PostPlace {
    /// With the posts of this body; a correction keeps it.
    pub(super) body: Option<BodyId>,
}

impl Kept for PostPlace {
    const TABLE: &'static str = "posts";
    type Key = PostId;
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum PostFact {
    Filled(PostId, Box<Holding>),
    Vacated(PostId, Vacancy),
}

/// Takes in what an event says about posts.
pub(super) fn apply(
    all: &mut Projections,
    stamp: &Stamp,
    event: PostEvent<'_>,
) -> Result<(), Unreadable> {
    match event {
        PostEvent::PostFilled(event) => {
            all.people.change(event.person)?.seated_in.insert(event.body);
            if let Some(election) = event.election {
                all.elections.change(election)?.seated_in.insert(event.body);
            }
            all.posts.change(event.post)?.body = Some(event.body);
        }
        PostEvent::PostVacated(_) => {}
    }
    let (body, fact) = fact_of(event);
    all.committees.change(body)?.facts.note(stamp, fact);
    Ok(())
}

/// What an entry says about the posts of a body.
fn told(entry: &Recorded, body: BodyId) -> Vec<PostFact> {
    let Family::Post(event) = entry.event.family() else { return Vec::new() };
    about(body, [fact_of(event)])
}

fn fact_of(event: PostEvent<'_>) -> (BodyId, PostFact) {
    match event {
        PostEvent::PostFilled(event) => {
            (event.body, PostFact::Filled(event.post, Box::new(holding(event))))
        }
        PostEvent::PostVacated(event) => {
            let document = plain(event.document.as_ref());
            (event.body, PostFact::Vacated(event.post, Vacancy { ground: event.ground, document }))
        }
    }
}

fn holding(event: &PostFilled) -> Holding {
    let source = event.source.as_ref();
    Holding {
        person: event.person,
        post_kind: event.post_kind,
        constituency: plain(event.constituency.as_ref()),
        name: event.name.as_ref().and_then(Sealed::commitment).map(SealRef),
        basis: event.basis,
        election: event.election,
        source_meeting: source.and_then(|source| source.meeting),
        source_motion: source.and_then(|source| source.motion),
        source_body: source.and_then(|source| source.body),
        source_document: source.and_then(|source| plain(source.document.as_ref())),
        term_until: event.term_until,
    }
}

impl CommitteeFacts {
    /// How a post was filled, and since when; also one that was recorded in error.
    pub(super) fn filled(&self, post: PostId) -> Option<(Happened, &Holding)> {
        let filled = self.facts.first(|fact| match fact {
            PostFact::Filled(one, holding) => (*one == post).then_some(&**holding),
            PostFact::Vacated(..) => None,
        });
        filled.map(|(noted, holding)| (noted.happened, holding))
    }

    fn is_vacated(&self, post: PostId) -> bool {
        let mut facts = self.facts.in_order().into_iter();
        facts.any(|noted| matches!(&noted.fact, PostFact::Vacated(one, _) if *one == post))
    }

    pub(crate) fn row(&self, body: BodyId) -> CommitteeRow {
        let facts = self.facts.in_order();
        let mut vacancies = vacancies(&facts);
        let mut seats: BTreeMap<PostId, Seat> = BTreeMap::new();
        for noted in facts {
            let PostFact::Filled(post, holding) = &noted.fact else { continue };
            // A post is filled once; a second filling waits for a correction.
            seats.entry(*post).or_insert_with(|| Seat {
                post: *post,
                from: noted.happened,
                holding: (**holding).clone(),
                corrected: noted.corrected(),
                vacated: None,
            });
        }
        let mut row = CommitteeRow { body, seats: Vec::new() };
        for (post, mut seat) in seats {
            let ends = vacancies.remove(&post).unwrap_or_default();
            if !ends.iter().any(|end| end.ground == VacancyGround::RecordedInError) {
                seat.vacated = ends.into_iter().next();
                row.seats.push(seat);
            }
        }
        row.seats.sort_by_key(|seat| (seat.from, seat.holding.post_kind, seat.post));
        row
    }
}

/// What was said about the ends of posts, earliest first.
fn vacancies(facts: &[&Noted<PostFact>]) -> BTreeMap<PostId, Vec<Stated<Vacancy>>> {
    let mut vacancies: BTreeMap<PostId, Vec<Stated<Vacancy>>> = BTreeMap::new();
    for noted in facts {
        if let PostFact::Vacated(post, vacancy) = &noted.fact {
            vacancies.entry(*post).or_default().push(noted.stated(vacancy.clone()));
        }
    }
    vacancies
}

impl Projections {
    /// The post of this kind that a person holds or held in a body: the latest, vacated ones last.
    pub fn post_of(
        &self,
        person: PersonId,
        body: BodyId,
        kind: PostKind,
    ) -> Result<Option<PostId>, Unreadable> {
        let committee = self.committees.read(body)?;
        let mut posts = Vec::new();
        for noted in committee.facts.in_order() {
            if let PostFact::Filled(post, held) = &noted.fact
                && (held.person, held.post_kind) == (person, kind)
            {
                posts.push((!committee.is_vacated(*post), noted.happened, *post));
            }
        }
        Ok(posts.into_iter().max().map(|(_, _, post)| post))
    }
}
