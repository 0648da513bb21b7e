//! Motions and votes: what was put forward, how it was voted on, what was announced.

use super::Projections;
use super::meetings::MotionPlace;
use super::noted::{Corrected, Facts, Noted, Stamp, Stated, plain};
use super::shelf::{Kept, Unreadable};
use crate::domain::{
    Bilingual, BodyId, CountId, Fingerprint, Happened, IssueId, Label, Line, MatterKind, MeetingId,
    MotionId, PersonId, Text, VotingMethod,
};
use crate::event::Event;
use crate::event::motion::{Announced, MotionProposed, MotionVoted};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A motion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MotionRow {
    /// The motion.
    pub motion: MotionId,
    /// When it was put forward.
    pub proposed: Option<Happened>,
    /// How it was put forward; none when that is not recorded.
    #[serde(flatten)]
    pub proposal: Option<Proposal>,
    /// Whether the proposal was corrected.
    pub corrected: Option<Corrected>,
    /// Its text now.
    pub text: Option<Text>,
    /// Changes of the text, earliest first.
    pub amendments: Vec<Stated<Amendment>>,
    /// What happened to it last.
    pub status: Option<MotionStatus>,
    /// The resolution that it became.
    pub resolved: Option<Stated<Resolution>>,
    /// Results announced, earliest first.
    pub announced: Vec<Stated<Announcement>>,
    /// Bodies that it was passed on to, earliest first.
    pub referred: Vec<Stated<Referral>>,
    /// That it was withdrawn.
    pub withdrawn: Option<Stated<Withdrawal>>,
    /// Counts of owners' ballots that it was put to.
    pub counts: Vec<CountId>,
    /// It was put forward at a meeting that was recorded in error, so it does not count.
    pub annulled: bool,
}

impl MotionRow {
    /// Whether what was announced contradicts itself.
    pub fn contradiction(&self) -> Option<Contradiction> {
        Contradiction::among(self.announced.iter().map(|one| (one.on, one.what.announced)))
    }
}

/// How a motion was put forward.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// Body that decides.
    pub body: BodyId,
    /// Meeting that decides, if known then.
    pub meeting: Option<MeetingId>,
    /// Short name in documents.
    pub label: Option<Label>,
    /// What it is about.
    pub matter_kind: MatterKind,
    /// Who put it forward.
    pub proposer: Option<PersonId>,
    /// Item of the agenda, from 1.
    pub agenda_item: Option<u32>,
    /// Issue that it answers.
    pub issue: Option<IssueId>,
    /// SHA-256 of the text that is to be adopted.
    pub document: Option<Fingerprint>,
}

/// A change of the text before the vote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amendment {
    /// New text.
    pub text: Text,
    /// Why.
    pub reason: Option<Line>,
}

/// A result as announced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Announcement {
    /// What was said.
    pub announced: Announced,
    /// Where or how.
    pub place: Option<Line>,
}

/// Results announced one after the other that are not the same, none of them a correction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contradiction(Vec<(Happened, Announced)>);

impl Contradiction {
    /// What was announced about a motion, if it contradicts itself. Whoever tells of announcements
    /// asks here.
    pub fn among(said: impl IntoIterator<Item = (Happened, Announced)>) -> Option<Self> {
        let mut said: Vec<_> = said.into_iter().collect();
        said.sort_by_key(|(on, _)| *on);
        let (_, first) = said.first()?;
        said.iter().any(|(_, other)| other != first).then_some(Self(said))
    }

    /// Both results with their days.
    pub fn sentence(&self) -> Bilingual {
        let one = |(on, said): &(Happened, Announced)| match said {
            Announced::Carried => (format!("{on} 宣布通过"), format!("carried on {on}")),
            Announced::NotCarried => (format!("{on} 宣布未通过"), format!("not carried on {on}")),
        };
        let (zh, en): (Vec<_>, Vec<_>) = self.0.iter().map(one).unzip();
        Bilingual::new(
            format!("同一议案先后宣布的结果互相矛盾:{}。写错的一条请作更正。", zh.join(",")),
            format!(
                "What was announced contradicts itself: {}. Correct the entry that is wrong.",
                en.join(", ")
            ),
        )
    }
}

/// A motion passed on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Referral {
    /// To which body.
    pub body: BodyId,
}

/// A motion withdrawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawal {
    /// Why.
    pub reason: Option<Line>,
}

/// What happened to a motion last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MotionStatus {
    /// Put forward.
    Proposed,
    /// Put to the vote.
    Voted,
    /// Withdrawn.
    Withdrawn,
    /// Passed on to another body.
    Referred,
    /// Its result was announced.
    Announced,
}

/// The votes on a motion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VoteRow {
    /// The motion.
    pub motion: MotionId,
    /// Every vote, earliest first; the last one counts.
    pub votes: Vec<Stated<Vote>>,
}

/// A vote: totals only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vote {
    /// At which meeting.
    pub meeting: MeetingId,
    /// How.
    pub method: VotingMethod,
    /// In favour.
    pub in_favour: u32,
    /// Against.
    pub against: u32,
    /// Abstaining.
    pub abstain: u32,
    /// Written opinions in favour; none when not recorded.
    pub written_in_favour: Option<u32>,
    /// Written opinions against; none when not recorded.
    pub written_against: Option<u32>,
}

/// A motion worded as a resolution.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resolution {
    /// The wording.
    pub resolution: Text,
    /// Who carries it out.
    pub responsible: Option<PersonId>,
    /// By when.
    pub due: Option<Happened>,
    /// From when a text that it adopts governs.
    pub effective: Option<Happened>,
}

impl VoteRow {
    /// The vote that counts.
    pub fn last(&self) -> Option<&Stated<Vote>> {
        self.votes.last()
    }
}

/// What is kept about a motion.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct MotionFacts {
    facts: Facts<MotionFact>,
    /// Its meetings that were recorded in error; kept by the meetings.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    annulled: BTreeSet<MeetingId>,
}

impl Kept for MotionFacts {
    const TABLE: &'static str = "motions";
    type Key = MotionId;
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum MotionFact {
    Proposed(Box<(Proposal, Text)>),
    Amended(Box<Amendment>),
    Voted(Box<Vote>),
    Resolved(Box<Resolution>),
    Withdrawn(Withdrawal),
    Referred(Referral),
    Announced(Announcement),
    PutToCount(CountId, MeetingId),
    Counted,
}

/// Takes in what an event says about motions.
pub(super) fn apply(all: &mut Projections, stamp: &Stamp, event: &Event) -> Result<(), Unreadable> {
    match event {
        Event::CountOpened(event) => event.motions.iter().try_for_each(|motion| {
            note(all, stamp, *motion, MotionFact::PutToCount(event.count, event.meeting))
        }),
        Event::CountCertified(event) => event
            .totals
            .motions
            .iter()
            .try_for_each(|totals| note(all, stamp, totals.motion, MotionFact::Counted)),
        _ => match fact_of(event) {
            Some((motion, fact)) => note(all, stamp, motion, fact),
            None => Ok(()),
        },
    }
}

fn note(
    all: &mut Projections,
    stamp: &Stamp,
    motion: MotionId,
    fact: MotionFact,
) -> Result<(), Unreadable> {
    let facts = all.motions.change(motion)?;
    let before = facts.places();
    facts.facts.note(stamp, fact);
    let after = facts.places();
    if before == after {
        return Ok(());
    }
    for meeting in before.into_keys() {
        all.meetings.change(meeting)?.motions.remove(&motion);
    }
    for (meeting, place) in after {
        let facts = all.meetings.change(meeting)?;
        facts.motions.insert(motion, place);
        if facts.is_annulled() {
            all.motions.change(motion)?.annul(meeting, true);
        }
    }
    Ok(())
}

fn fact_of(event: &Event) -> Option<(MotionId, MotionFact)> {
    match event {
        Event::MotionProposed(event) => Some((
            event.motion,
            MotionFact::Proposed(Box::new((proposal(event), event.text.0.clone()))),
        )),
        Event::MotionAmended(event) => {
            let reason = plain(event.reason.as_ref());
            let amendment = Amendment { text: event.text.0.clone(), reason };
            Some((event.motion, MotionFact::Amended(Box::new(amendment))))
        }
        Event::MotionVoted(event) => Some((event.motion, MotionFact::Voted(Box::new(vote(event))))),
        Event::MotionResolved(event) => {
            let resolution = Resolution {
                resolution: event.resolution.0.clone(),
                responsible: event.responsible,
                due: event.due,
                effective: event.effective,
            };
            Some((event.motion, MotionFact::Resolved(Box::new(resolution))))
        }
        Event::MotionWithdrawn(event) => {
            let reason = plain(event.reason.as_ref());
            Some((event.motion, MotionFact::Withdrawn(Withdrawal { reason })))
        }
        Event::MotionReferred(event) => {
            Some((event.motion, MotionFact::Referred(Referral { body: event.body })))
        }
        Event::MotionAnnounced(event) => {
            let place = plain(event.place.as_ref());
            let announcement = Announcement { announced: event.announced, place };
            Some((event.motion, MotionFact::Announced(announcement)))
        }
        _ => None,
    }
}

fn proposal(event: &MotionProposed) -> Proposal {
    Proposal {
        body: event.body,
        meeting: event.meeting,
        label: plain(event.label.as_ref()),
        matter_kind: event.matter_kind,
        proposer: event.proposer,
        agenda_item: event.agenda_item,
        issue: event.issue,
        document: event.document,
    }
}

fn vote(event: &MotionVoted) -> Vote {
    Vote {
        meeting: event.meeting,
        method: event.method,
        in_favour: event.in_favour,
        against: event.against,
        abstain: event.abstain,
        written_in_favour: event.written_in_favour,
        written_against: event.written_against,
    }
}

impl MotionFacts {
    /// Notes whether a meeting of it was recorded in error.
    pub(super) fn annul(&mut self, meeting: MeetingId, is_annulled: bool) {
        if is_annulled {
            self.annulled.insert(meeting);
        } else {
            self.annulled.remove(&meeting);
        }
    }

    fn proposal(&self) -> Option<(&Noted<MotionFact>, &(Proposal, Text))> {
        self.facts.first(|fact| match fact {
            MotionFact::Proposed(proposal) => Some(&**proposal),
            _ => None,
        })
    }

    fn each_stated<T: Clone>(&self, pick: impl Fn(&MotionFact) -> Option<&T>) -> Vec<Stated<T>> {
        let facts = self.facts.in_order();
        let picked = facts.iter().filter_map(|noted| Some((noted, pick(&noted.fact)?)));
        picked.map(|(noted, what)| noted.stated(what.clone())).collect()
    }

    /// The meetings that it belongs to, and where in each.
    fn places(&self) -> BTreeMap<MeetingId, MotionPlace> {
        let mut places = BTreeMap::new();
        let proposal = self.proposal();
        let item = |meeting| {
            let here = proposal.filter(|(_, (one, _))| one.meeting.is_none_or(|at| at == meeting));
            here.and_then(|(_, (one, _))| one.agenda_item).unwrap_or(u32::MAX)
        };
        for noted in self.facts.in_order() {
            let meeting = match &noted.fact {
                MotionFact::Proposed(proposed) => proposed.0.meeting,
                MotionFact::Voted(vote) => Some(vote.meeting),
                MotionFact::PutToCount(_, meeting) => Some(*meeting),
                _ => None,
            };
            if let Some(meeting) = meeting {
                let (happened, seq) = noted.order();
                places.entry(meeting).or_insert((item(meeting), happened, seq));
            }
        }
        places
    }

    /// The text in the order of the fold: what was said last.
    fn text(&self) -> Option<Text> {
        let last = self.facts.last(|fact| match fact {
            MotionFact::Proposed(proposed) => Some(&proposed.1),
            MotionFact::Amended(amendment) => Some(&amendment.text),
            _ => None,
        });
        last.map(|(_, text)| text.clone())
    }

    /// Whether its text was corrected when it had been voted on.
    pub(crate) fn is_corrected_after_vote(&self) -> bool {
        let facts = self.facts.in_order();
        let voted = facts.iter().filter(|noted| matches!(noted.fact, MotionFact::Voted(_)));
        let Some(voted) = voted.map(|noted| noted.seq).min() else { return false };
        let mut wordings = facts
            .iter()
            .filter(|noted| matches!(noted.fact, MotionFact::Proposed(_) | MotionFact::Amended(_)));
        wordings.any(|noted| noted.is_corrected_after(voted))
    }

    fn status(&self) -> Option<MotionStatus> {
        let last = self.facts.last(|fact| match fact {
            MotionFact::Proposed(_) => Some(MotionStatus::Proposed),
            MotionFact::Voted(vote) if self.annulled.contains(&vote.meeting) => None,
            MotionFact::Voted(_) | MotionFact::Counted => Some(MotionStatus::Voted),
            MotionFact::Withdrawn(_) => Some(MotionStatus::Withdrawn),
            MotionFact::Referred(_) => Some(MotionStatus::Referred),
            MotionFact::Announced(_) => Some(MotionStatus::Announced),
            // That it was worded, counted or given to somebody changes nothing about how it went.
            MotionFact::Amended(_) | MotionFact::PutToCount(..) | MotionFact::Resolved(_) => None,
        });
        last.map(|(_, status)| status)
    }

    pub(crate) fn row(&self, motion: MotionId) -> MotionRow {
        let proposal = self.proposal();
        let withdrawn = self.each_stated(|fact| match fact {
            MotionFact::Withdrawn(withdrawal) => Some(withdrawal),
            _ => None,
        });
        let resolved = self.each_stated(|fact| match fact {
            MotionFact::Resolved(resolution) => Some(&**resolution),
            _ => None,
        });
        MotionRow {
            motion,
            proposed: proposal.map(|(noted, _)| noted.happened),
            proposal: proposal.map(|(_, (proposal, _))| proposal.clone()),
            corrected: proposal.and_then(|(noted, _)| noted.corrected()),
            text: self.text(),
            amendments: self.each_stated(|fact| match fact {
                MotionFact::Amended(amendment) => Some(&**amendment),
                _ => None,
            }),
            status: self.status(),
            resolved: resolved.into_iter().next(),
            announced: self.each_stated(|fact| match fact {
                MotionFact::Announced(announcement) => Some(announcement),
                _ => None,
            }),
            referred: self.each_stated(|fact| match fact {
                MotionFact::Referred(referral) => Some(referral),
                _ => None,
            }),
            withdrawn: withdrawn.into_iter().next(),
            counts: self.counts(),
            annulled: proposal.is_some_and(|(_, (proposal, _))| {
                proposal.meeting.is_some_and(|meeting| self.annulled.contains(&meeting))
            }),
        }
    }

    fn counts(&self) -> Vec<CountId> {
        let facts = self.facts.in_order().into_iter();
        let counts = facts.filter_map(|noted| match noted.fact {
            MotionFact::PutToCount(count, _) => Some(count),
            _ => None,
        });
        counts.collect()
    }

    /// The votes, if there were any.
    pub(crate) fn votes(&self, motion: MotionId) -> Option<VoteRow> {
        let votes = self.each_stated(|fact| match fact {
            MotionFact::Voted(vote) => {
                Some(&**vote).filter(|vote| !self.annulled.contains(&vote.meeting))
            }
            _ => None,
        });
        (!votes.is_empty()).then_some(VoteRow { motion, votes })
    }
}
