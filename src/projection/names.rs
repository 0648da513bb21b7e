//! What things are called: plain words for ids, and ids for the labels that stand plain on record.
//!
//! A label or name that is given again means the newest thing. Persons are called by what stands
//! sealed: none of it is kept here, and only the vault can open it.

use super::Projections;
use super::counts::CountFacts;
use super::elections::ElectionFacts;
use super::shelf::{Kept, Unreadable};
use crate::domain::{
    Bilingual, CandidateId, CountId, ElectionId, Fingerprint, MeetingId, PersonId, PostId, Thing,
    beginning,
};
use crate::event::Plain;
use crate::event::names::{self, Names};
use crate::ledger::{Commitment, Value};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The id of the thing that is called so.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Called(String);

impl Kept for Called {
    const TABLE: &'static str = "labels";
    /// Of the word and the label: short, whatever somebody calls a thing.
    type Key = Fingerprint;
}

impl Projections {
    /// Notes what a thing is called, where that is said in plain words.
    pub(super) fn call<T: fmt::Display>(
        &mut self,
        thing: impl Into<Thing>,
        text: Option<&Plain<T>>,
    ) -> Result<(), Unreadable> {
        if let Some(text) = text {
            let thing = thing.into();
            let label = format!("{}:{}", thing.word(), text.0);
            self.labels.change(Fingerprint::of(label.as_bytes()))?.0 = thing.ulid().to_string();
        }
        Ok(())
    }

    /// The thing of a kind that a label or name means. Persons are looked for elsewhere.
    pub fn called(&self, word: &str, text: &str) -> Result<Option<Thing>, Unreadable> {
        let label = Fingerprint::of(format!("{word}:{text}").as_bytes());
        Ok(self.labels.look(label)?.and_then(|called| Thing::of(word, &called.0).ok()))
    }
}

/// What is so, with a way to open seals: what people read.
pub struct Shown<'a> {
    /// Knows the ids.
    pub all: &'a Projections,
    /// Gives the value behind a seal, where its opening is at hand.
    pub open: &'a dyn Fn(&Commitment) -> Option<Value>,
}

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shown").finish_non_exhaustive()
    }
}

impl Names for Shown<'_> {
    fn name(&self, thing: Thing) -> Bilingual {
        // What cannot be read is said where it is asked for; a name stands in for it.
        self.known(thing).ok().flatten().unwrap_or_else(|| names::short(thing))
    }

    fn opened(&self, seal: &Commitment) -> Option<Value> {
        (self.open)(seal)
    }
}

type Known = Result<Option<Bilingual>, Unreadable>;

fn both(text: impl fmt::Display) -> Bilingual {
    Bilingual::new(text.to_string(), text.to_string())
}

impl Shown<'_> {
    fn known(&self, thing: Thing) -> Known {
        let all = self.all;
        Ok(match thing {
            Thing::Motion(id) => {
                let facts = all.motions.look(id)?;
                facts.and_then(|facts| Some(self.beginning(facts.wording()?.as_str())))
            }
            Thing::Issue(id) => {
                let facts = all.issues.look(id)?;
                facts.and_then(|facts| Some(self.beginning(facts.wording()?.as_str())))
            }
            Thing::Activity(id) => {
                let facts = all.activities.look(id)?;
                facts.and_then(|facts| Some(self.beginning(facts.theme()?.as_str())))
            }
            Thing::Body(id) => all.bodies.look(id)?.and_then(|facts| facts.name()).map(both),
            Thing::Unit(id) => all.units.look(id)?.and_then(|facts| {
                let label = facts.label()?;
                Some(Bilingual::new(format!("{label}户"), format!("unit {label}")))
            }),
            Thing::Ballot(id) => all.ballots.look(id)?.and_then(|facts| {
                let label = facts.label()?;
                Some(Bilingual::new(format!("{label} 号表决票"), format!("ballot {label}")))
            }),
            Thing::Publication(id) => all.publications.look(id)?.and_then(|facts| {
                let (kind, on) = facts.posted()?;
                let en = format!("the {} of {on}", kind.en());
                Some(Bilingual::new(format!("{on} {}", kind.zh()), en))
            }),
            Thing::Roll(id) => {
                all.rolls.look(id)?.and_then(|facts| facts.frozen()).map(|(body, on)| {
                    let body = self.body(body);
                    let en = format!("the roll of {} of {on}", body.en);
                    Bilingual::new(format!("{} {on} 业主名册", body.zh), en)
                })
            }
            Thing::Meeting(id) => self.known_meeting(id)?,
            Thing::Election(id) => self.known_election(id)?,
            Thing::Person(id) => self.known_person(id)?,
            Thing::Count(id) => self.known_count(id)?,
            Thing::Post(id) => self.known_post(id)?,
            Thing::Candidate(id) => self.known_candidate(id)?,
            Thing::Registry(_) => None,
        })
    }

    /// The beginning of a text, in quotation marks.
    fn beginning(&self, text: &str) -> Bilingual {
        const SHOWN_CHARS: usize = 24;
        let text = names::with_names(text, self);
        let short = |text: &str| beginning(text, SHOWN_CHARS);
        Bilingual::new(format!("“{}”", short(&text.zh)), format!("\"{}\"", short(&text.en)))
    }

    fn known_person(&self, id: PersonId) -> Known {
        let Some((name, label)) = self.all.people.look(id)?.and_then(|facts| facts.seals()) else {
            return Ok(None);
        };
        let opened = name.or(label).and_then(|seal| (self.open)(&seal.0));
        let opened = opened.as_ref().and_then(Value::as_str);
        Ok(Some(opened.map_or_else(names::sealed, both)))
    }

    fn known_meeting(&self, id: MeetingId) -> Known {
        let about = self.all.meetings.look(id)?.and_then(|facts| facts.about());
        Ok(about.map(|(kind, body, at)| {
            let body: Bilingual = self.body(body);
            let en = format!("the {} of {} on {at}", kind.en(), body.en);
            Bilingual::new(format!("{} {at} {}", body.zh, kind.zh()), en)
        }))
    }

    fn known_election(&self, id: ElectionId) -> Known {
        let facts = self.all.elections.look(id)?;
        Ok(facts.as_deref().and_then(ElectionFacts::called).map(|(on, call)| {
            if let Some(name) = &call.name {
                return both(name);
            }
            let (body, kind) = (self.body(call.body), call.election_kind.name());
            let en = format!("the {} of {} on {on}", kind.en, body.en);
            Bilingual::new(format!("{} {on} {}", body.zh, kind.zh), en)
        }))
    }

    fn known_count(&self, id: CountId) -> Known {
        let facts = self.all.counts.look(id)?;
        Ok(facts.as_deref().and_then(CountFacts::about).map(|(meeting, label)| {
            let meeting = self.meeting(meeting);
            let label = |open: &str, close: &str| {
                label.map(|label| format!("{open}{label}{close}")).unwrap_or_default()
            };
            Bilingual::new(
                format!("{}计票{}", meeting.zh, label("(", ")")),
                format!("the count of {}{}", meeting.en, label(" (", ")")),
            )
        }))
    }

    fn known_post(&self, id: PostId) -> Known {
        let Some(body) = self.all.posts.look(id)?.and_then(|place| place.body) else {
            return Ok(None);
        };
        let committee = self.all.committees.read(body)?;
        Ok(committee.filled(id).map(|(_, held)| {
            let (body, person) = (self.body(body), self.person(held.person));
            Bilingual::new(
                format!("{}{}({})", body.zh, held.post_kind.zh(), person.zh),
                format!("{} of {} ({})", held.post_kind.en(), body.en, person.en),
            )
        }))
    }

    fn known_candidate(&self, id: CandidateId) -> Known {
        let Some(election) = self.all.candidates.look(id)?.and_then(|place| place.election) else {
            return Ok(None);
        };
        let nominated = self.all.elections.read(election)?.nominated();
        let person = nominated.into_iter().find(|(candidate, _)| *candidate == id);
        Ok(person.map(|(_, person)| self.person(person)))
    }
}
