//! Motions and votes: what was put forward, how it was voted on, what was announced.

use super::Projections;
use super::files::{Drawer, FileKey, Files, Move};
use super::meetings::MotionPlace;
use super::noted::{Corrected, Facts, Noted, Stamp, Stated, about, picks, plain};
use super::shelf::{Kept, Unreadable};
use super::told::told;
use crate::domain::{
    Bilingual, BodyId, CountId, Fingerprint, Happened, IssueId, Label, Line, MatterKind, MeetingId,
    MotionId, PersonId, Text, VotingMethod,
};
use crate::event::motion::{Announced, MotionProposed, MotionVoted};
use crate::event::{CountEvent, Family, MotionEvent, Recorded};
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
    /// Where it lies to be found.
    #[serde(default)]
    filed: Files,
}

impl Kept for MotionFacts {
    const TABLE: &'static str = "motions";
    type Key = MotionId;
    told!(facts: told);

    fn tag(motion: MotionId) -> Option<String> {
        Some(motion.tag())
    }
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

picks! {
    MotionFact:
    proposed: Proposed -> (Proposal, Text),
    amended: Amended -> Amendment,
    voted: Voted -> Vote,
    resolved: Resolved -> Resolution,
    withdrawn: Withdrawn -> Withdrawal,
    referred: Referred -> Referral,
    announced: Announced -> Announcement,
}

/// Takes in what an event says about a motion.
pub(super) fn apply(
    all: &mut Projections,
    stamp: &Stamp,
    event: MotionEvent<'_>,
) -> Result<(), Unreadable> {
    lead_to(all, event)?;
    let (motion, fact) = fact_of(event);
    note(all, stamp, motion, fact)
}

/// What leads to a motion: its label, its issue.
fn lead_to(all: &mut Projections, event: MotionEvent<'_>) -> Result<(), Unreadable> {
    match event {
        MotionEvent::MotionProposed(event) => {
            if let Some(issue) = event.issue {
                // A correction keeps the tags, and so the issue, of what it corrects.
                all.issues.change(issue)?.motions.insert(event.motion);
            }
            all.call(event.motion, event.label.as_ref())
        }
        MotionEvent::MotionAmended(_)
        | MotionEvent::MotionVoted(_)
        | MotionEvent::MotionResolved(_)
        | MotionEvent::MotionWithdrawn(_)
        | MotionEvent::MotionReferred(_)
        | MotionEvent::MotionAnnounced(_) => Ok(()),
    }
}

/// Takes in what an event about a count says about its motions.
pub(super) fn apply_count(
    all: &mut Projections,
    stamp: &Stamp,
    event: CountEvent<'_>,
) -> Result<(), Unreadable> {
    facts_of_count(event).into_iter().try_for_each(|(motion, fact)| note(all, stamp, motion, fact))
}

fn facts_of_count(event: CountEvent<'_>) -> Vec<(MotionId, MotionFact)> {
    match event {
        CountEvent::CountOpened(event) => {
            let put = || MotionFact::PutToCount(event.count, event.meeting);
            event.motions.iter().map(|motion| (*motion, put())).collect()
        }
        CountEvent::CountCertified(event) => {
            let counted = event.totals.motions.iter();
            counted.map(|totals| (totals.motion, MotionFact::Counted)).collect()
        }
        CountEvent::CountSealed(_) | CountEvent::CountDrawn(_) => Vec::new(),
    }
}

/// What an entry says about a motion.
fn told(entry: &Recorded, motion: MotionId) -> Vec<MotionFact> {
    if let Family::Motion(event) = entry.event.family() {
        about(motion, [fact_of(event)])
    } else if let Family::Count(event) = entry.event.family() {
        about(motion, facts_of_count(event))
    } else {
        Vec::new()
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
    if before != after {
        move_between(all, motion, before, after)?;
    }
    file(all, motion)
}

/// Takes a motion from the meetings to which it belonged to those to which it does now.
fn move_between(
    all: &mut Projections,
    motion: MotionId,
    before: BTreeMap<MeetingId, MotionPlace>,
    after: BTreeMap<MeetingId, MotionPlace>,
) -> Result<(), Unreadable> {
    for meeting in before.into_keys() {
        all.meetings.change(meeting)?.motions.remove(&motion);
    }
    for (meeting, place) in after {
        all.meetings.change(meeting)?.motions.insert(motion, place);
    }
    Ok(())
}

/// Files a motion where it belongs now: with the body that decides, and with those that met about it.
pub(super) fn file(all: &mut Projections, motion: MotionId) -> Result<(), Unreadable> {
    let facts = all.motions.read(motion)?;
    let mut files = facts.files();
    for (meeting, (_, at, _)) in facts.places() {
        let about = all.meetings.look(meeting)?.and_then(|facts| facts.about());
        files.extend(about.map(|(_, body, _)| FileKey::of(Drawer::Motions, body, at)));
    }
    let (stays, kind) = (facts.filed == files, facts.proposal().map(|(_, one)| one.0.matter_kind));
    // Also where it stays: a correction may have named another matter.
    let taken_up = files.iter().filter(|key| key.drawer == Drawer::Motions);
    for (key, kind) in taken_up.zip(kind.into_iter().cycle()) {
        all.file_matter(*key, kind)?;
    }
    if stays {
        return Ok(());
    }
    let before = core::mem::replace(&mut all.motions.change(motion)?.filed, files.clone());
    all.refile(motion, &Move::between(before, files))
}

fn fact_of(event: MotionEvent<'_>) -> (MotionId, MotionFact) {
    match event {
        MotionEvent::MotionProposed(event) => {
            let proposed = Box::new((proposal(event), event.text.0.clone()));
            (event.motion, MotionFact::Proposed(proposed))
        }
        MotionEvent::MotionAmended(event) => {
            let reason = plain(event.reason.as_ref());
            let amendment = Amendment { text: event.text.0.clone(), reason };
            (event.motion, MotionFact::Amended(Box::new(amendment)))
        }
        MotionEvent::MotionVoted(event) => (event.motion, MotionFact::Voted(Box::new(vote(event)))),
        MotionEvent::MotionResolved(event) => {
            let resolution = Resolution {
                resolution: event.resolution.0.clone(),
                responsible: event.responsible,
                due: event.due,
                effective: event.effective,
            };
            (event.motion, MotionFact::Resolved(Box::new(resolution)))
        }
        MotionEvent::MotionWithdrawn(event) => {
            let reason = plain(event.reason.as_ref());
            (event.motion, MotionFact::Withdrawn(Withdrawal { reason }))
        }
        MotionEvent::MotionReferred(event) => {
            (event.motion, MotionFact::Referred(Referral { body: event.body }))
        }
        MotionEvent::MotionAnnounced(event) => {
            let place = plain(event.place.as_ref());
            let announcement = Announcement { announced: event.announced, place };
            (event.motion, MotionFact::Announced(announcement))
        }
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
    /// Its meetings that were recorded in error.
    fn annulled(&self, all: &Projections) -> Result<BTreeSet<MeetingId>, Unreadable> {
        let mut annulled = BTreeSet::new();
        for meeting in self.places().into_keys() {
            if all.meetings.look(meeting)?.is_some_and(|facts| facts.is_annulled()) {
                annulled.insert(meeting);
            }
        }
        Ok(annulled)
    }

    fn proposal(&self) -> Option<(&Noted<MotionFact>, &(Proposal, Text))> {
        self.facts.first(MotionFact::proposed)
    }

    /// Where it lies by what is said about it alone.
    fn files(&self) -> Files {
        let Some((noted, (proposal, _))) = self.proposal() else { return Files::new() };
        let mut files = Files::from([FileKey::of(Drawer::Motions, proposal.body, noted.happened)]);
        if proposal.document.is_some() {
            files.insert(FileKey::of(Drawer::Texts, proposal.body, noted.happened));
        }
        let due = self.facts.first(MotionFact::resolved).and_then(|(_, resolved)| resolved.due);
        let drawer = if proposal.issue.is_some() { Drawer::Promises } else { Drawer::Resolutions };
        files.extend(due.map(|day| FileKey::until(drawer, proposal.body, day)));
        files
    }

    /// The text as it was put forward.
    pub(super) fn wording(&self) -> Option<&Text> {
        self.proposal().map(|(_, (_, text))| text)
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
                MotionFact::Amended(_)
                | MotionFact::Resolved(_)
                | MotionFact::Withdrawn(_)
                | MotionFact::Referred(_)
                | MotionFact::Announced(_)
                | MotionFact::Counted => None,
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
        let last = self.facts.last(|fact| {
            let amended = fact.amended().map(|amendment| &amendment.text);
            fact.proposed().map(|(_, text)| text).or(amended)
        });
        last.map(|(_, text)| text.clone())
    }

    /// Whether its text was corrected when it had been voted on.
    pub(crate) fn is_corrected_after_vote(&self) -> bool {
        let facts = self.facts.in_order();
        let voted = facts.iter().filter(|noted| noted.fact.voted().is_some());
        let Some(voted) = voted.map(|noted| noted.seq).min() else { return false };
        let is_wording = |fact: &MotionFact| fact.proposed().is_some() || fact.amended().is_some();
        let mut wordings = facts.iter().filter(|noted| is_wording(&noted.fact));
        wordings.any(|noted| noted.is_corrected_after(voted))
    }

    fn status(&self, annulled: &BTreeSet<MeetingId>) -> Option<MotionStatus> {
        let last = self.facts.last(|fact| match fact {
            MotionFact::Proposed(_) => Some(MotionStatus::Proposed),
            MotionFact::Voted(vote) if annulled.contains(&vote.meeting) => None,
            MotionFact::Voted(_) | MotionFact::Counted => Some(MotionStatus::Voted),
            MotionFact::Withdrawn(_) => Some(MotionStatus::Withdrawn),
            MotionFact::Referred(_) => Some(MotionStatus::Referred),
            MotionFact::Announced(_) => Some(MotionStatus::Announced),
            // That it was worded, counted or given to somebody changes nothing about how it went.
            MotionFact::Amended(_) | MotionFact::PutToCount(..) | MotionFact::Resolved(_) => None,
        });
        last.map(|(_, status)| status)
    }

    pub(super) fn row(&self, motion: MotionId, all: &Projections) -> Result<MotionRow, Unreadable> {
        let (proposal, annulled) = (self.proposal(), self.annulled(all)?);
        Ok(MotionRow {
            motion,
            proposed: proposal.map(|(noted, _)| noted.happened),
            proposal: proposal.map(|(_, (proposal, _))| proposal.clone()),
            corrected: proposal.and_then(|(noted, _)| noted.corrected()),
            text: self.text(),
            amendments: self.facts.stated(MotionFact::amended),
            status: self.status(&annulled),
            resolved: self.facts.first_stated(MotionFact::resolved),
            announced: self.facts.stated(MotionFact::announced),
            referred: self.facts.stated(MotionFact::referred),
            withdrawn: self.facts.first_stated(MotionFact::withdrawn),
            counts: self.counts(),
            annulled: proposal.is_some_and(|(_, (proposal, _))| {
                proposal.meeting.is_some_and(|meeting| annulled.contains(&meeting))
            }),
        })
    }

    fn counts(&self) -> Vec<CountId> {
        let facts = self.facts.in_order().into_iter();
        let counts = facts.filter_map(|noted| {
            if let MotionFact::PutToCount(count, _) = noted.fact { Some(count) } else { None }
        });
        counts.collect()
    }

    /// The votes, if there were any.
    pub(super) fn votes(
        &self,
        motion: MotionId,
        all: &Projections,
    ) -> Result<Option<VoteRow>, Unreadable> {
        let mut votes = self.facts.stated(MotionFact::voted);
        if !votes.is_empty() {
            let annulled = self.annulled(all)?;
            votes.retain(|vote| !annulled.contains(&vote.meeting));
        }
        Ok((!votes.is_empty()).then_some(VoteRow { motion, votes }))
    }
}
