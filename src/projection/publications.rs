//! Publications: what hangs where until when, and what was said against it.

use super::Projections;
use super::files::{Drawer, FileKey, Files, Move};
use super::noted::{Corrected, Facts, Late, Noted, Stamp, Stated, about, picks, plain};
use super::shelf::{Kept, Unreadable};
use super::told::told;
use crate::domain::{
    BodyId, CountId, ElectionId, Fingerprint, Happened, Label, Line, MeetingId, MotionId,
    ObjectionOutcome, PersonId, PublicationId, PublicationKind, RollId, UnitId,
};
use crate::event::publication::PublicationPosted;
use crate::event::{Family, PublicationEvent, Recorded};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Something posted in public.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PublicationRow {
    /// The publication.
    pub publication: PublicationId,
    /// When it was posted.
    pub posted: Option<Happened>,
    /// What was posted.
    #[serde(flatten)]
    pub what: Option<Posted>,
    /// Whether the posting was corrected.
    pub corrected: Option<Corrected>,
    /// How late it was recorded.
    pub late: Option<Late>,
    /// That it was taken down.
    pub removed: Option<Stated<Removal>>,
    /// Objections, by number.
    pub objections: Vec<Objection>,
}

/// What was posted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Posted {
    /// Body that posted it.
    pub body: BodyId,
    /// Kind.
    pub publication_kind: PublicationKind,
    /// Short name in documents.
    pub label: Option<Label>,
    /// About this meeting.
    pub meeting: Option<MeetingId>,
    /// About this motion.
    pub motion: Option<MotionId>,
    /// About this election.
    pub election: Option<ElectionId>,
    /// About this roll.
    pub roll: Option<RollId>,
    /// About this count.
    pub count: Option<CountId>,
    /// Where.
    pub place: Line,
    /// Last day on which it is to hang.
    pub until: Option<Happened>,
    /// SHA-256 of the text.
    pub text: Option<Fingerprint>,
}

/// That it was taken down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Removal {
    /// Why.
    pub reason: Option<Line>,
}

/// An objection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Objection {
    /// Its number.
    pub number: u32,
    /// When it came in.
    pub received: Happened,
    /// For which unit.
    pub unit: Option<UnitId>,
    /// Who objected.
    pub person: Option<PersonId>,
    /// When it was answered, and how.
    pub answered: Option<Stated<Answer>>,
}

/// An answer to an objection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// What became of the objection.
    pub outcome: ObjectionOutcome,
}

impl PublicationRow {
    /// Whether it hung on a day: posted, not taken down, its last day not passed.
    pub fn hangs_on(&self, day: NaiveDate) -> bool {
        let until = self.what.as_ref().and_then(|what| what.until);
        self.posted.is_some_and(|on| on.begun_on(day))
            && !self.removed.as_ref().is_some_and(|removed| removed.on.begun_on(day))
            && until.is_none_or(|until| until.last_day() >= day)
    }

    /// Whether another posting of this kind about the same things has another text, and neither was
    /// taken down before the other was posted.
    pub fn says_otherwise(&self, other: &Self) -> bool {
        let (Some(one), Some(two)) = (&self.what, &other.what) else { return false };
        let about = |what: &Posted| {
            let things = (what.meeting, what.motion, what.election, what.roll, what.count);
            (what.body, what.publication_kind, things)
        };
        let replaced = |old: &Self, new: &Self| {
            let removed = old.removed.as_ref().map(|removed| removed.on);
            removed.zip(new.posted).is_some_and(|(off, on)| off.first_day() <= on.first_day())
        };
        let texts_differ = one.text.zip(two.text).is_some_and(|(one, two)| one != two);
        self.publication != other.publication
            && about(one) == about(two)
            && texts_differ
            && !replaced(self, other)
            && !replaced(other, self)
    }
}

/// What is kept about a publication.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct PublicationFacts {
    facts: Facts<PublicationFact>,
}

impl Kept for PublicationFacts {
    const TABLE: &'static str = "publications";
    type Key = PublicationId;
    told!(facts: told);

    fn tag(publication: PublicationId) -> Option<String> {
        Some(publication.tag())
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum PublicationFact {
    Posted(Box<Posted>),
    Removed(Removal),
    Objected { number: u32, unit: Option<UnitId>, person: Option<PersonId> },
    Answered { number: u32, answer: Answer },
}

picks! { PublicationFact: posted: Posted -> Posted, removed: Removed -> Removal }

/// Takes in what an event says about publications.
pub(super) fn apply(
    all: &mut Projections,
    stamp: &Stamp,
    event: PublicationEvent<'_>,
) -> Result<(), Unreadable> {
    match event {
        PublicationEvent::PublicationPosted(event) => {
            all.call(event.publication, event.label.as_ref())?;
        }
        PublicationEvent::PublicationRemoved(_)
        | PublicationEvent::ObjectionReceived(_)
        | PublicationEvent::ObjectionAnswered(_) => {}
    }
    let (publication, fact) = fact_of(event);
    let facts = all.publications.change(publication)?;
    let moves = Move::of(facts, PublicationFacts::files, |facts| facts.facts.note(stamp, fact));
    all.refile(publication, &moves)
}

/// What an entry says about a publication.
fn told(entry: &Recorded, publication: PublicationId) -> Vec<PublicationFact> {
    let Family::Publication(event) = entry.event.family() else { return Vec::new() };
    about(publication, [fact_of(event)])
}

fn fact_of(event: PublicationEvent<'_>) -> (PublicationId, PublicationFact) {
    match event {
        PublicationEvent::PublicationPosted(event) => {
            (event.publication, PublicationFact::Posted(Box::new(posted(event))))
        }
        PublicationEvent::PublicationRemoved(event) => {
            let reason = plain(event.reason.as_ref());
            (event.publication, PublicationFact::Removed(Removal { reason }))
        }
        PublicationEvent::ObjectionReceived(event) => {
            let (number, unit, person) = (event.number, event.unit, event.person);
            (event.publication, PublicationFact::Objected { number, unit, person })
        }
        PublicationEvent::ObjectionAnswered(event) => {
            let answer = Answer { outcome: event.outcome };
            (event.publication, PublicationFact::Answered { number: event.number, answer })
        }
    }
}

fn posted(event: &PublicationPosted) -> Posted {
    Posted {
        body: event.body,
        publication_kind: event.publication_kind,
        label: plain(event.label.as_ref()),
        meeting: event.meeting,
        motion: event.motion,
        election: event.election,
        roll: event.roll,
        count: event.count,
        place: event.place.0.clone(),
        until: event.until,
        text: event.text,
    }
}

impl PublicationFacts {
    /// What was posted, and when.
    pub(super) fn posted(&self) -> Option<(PublicationKind, Happened)> {
        let posted = self.facts.first(PublicationFact::posted);
        posted.map(|(noted, posted)| (posted.publication_kind, noted.happened))
    }

    fn files(&self) -> Files {
        let posted = self.facts.first(PublicationFact::posted).into_iter();
        let file = |(noted, posted): (&Noted<PublicationFact>, &Posted)| {
            FileKey::of(Drawer::Publications, posted.body, noted.happened)
        };
        posted.map(file).collect()
    }

    fn row(&self, publication: PublicationId) -> PublicationRow {
        let posted = self.facts.first(PublicationFact::posted);
        PublicationRow {
            publication,
            posted: posted.map(|(noted, _)| noted.happened),
            what: posted.map(|(_, what)| what.clone()),
            corrected: posted.and_then(|(noted, _)| noted.corrected()),
            late: posted.and_then(|(noted, _)| noted.late()),
            removed: self.facts.first_stated(PublicationFact::removed),
            objections: self.objections(),
        }
    }

    fn objections(&self) -> Vec<Objection> {
        let answered = |of: u32| {
            self.facts.first_stated(|fact| {
                if let PublicationFact::Answered { number, answer } = fact {
                    (*number == of).then_some(answer)
                } else {
                    None
                }
            })
        };
        let mut objections: Vec<Objection> = Vec::new();
        for noted in self.facts.in_order() {
            if let PublicationFact::Objected { number, unit, person } = noted.fact {
                let (received, answered) = (noted.happened, answered(number));
                objections.push(Objection { number, received, unit, person, answered });
            }
        }
        objections.sort_by_key(|objection| objection.number);
        objections
    }
}

impl Projections {
    /// Something posted.
    pub fn publication(&self, id: PublicationId) -> Result<Option<PublicationRow>, Unreadable> {
        Ok(self.publications.look(id)?.map(|facts| facts.row(id)))
    }

    /// Shows everything posted.
    pub fn each_publication(
        &self,
        visit: &mut dyn FnMut(PublicationRow),
    ) -> Result<(), Unreadable> {
        self.publications.each(&mut |publication, facts| {
            visit(facts.row(publication));
            Ok(())
        })
    }
}
