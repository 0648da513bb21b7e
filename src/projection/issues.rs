//! Issues: what was brought forward, who takes care of it, how far it is, how it ended.

use super::Projections;
use super::files::{Drawer, FileKey, Files, Move};
use super::noted::{Facts, Late, Noted, Stamp, Stated, about, picks, plain};
use super::shelf::{Kept, Unreadable};
use super::told::told;
use crate::domain::{
    ActivityId, BodyId, Conclusion, Happened, IssueCategory, IssueId, IssueKind, IssueOutcome,
    IssueSource, Label, Line, MeetingId, MotionId, PersonId, Satisfaction, Text,
};
use crate::event::issue::{IssueAssigned, IssueRaised};
use crate::event::{Family, IssueEvent, Recorded};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// An issue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct IssueRow {
    /// The issue.
    pub issue: IssueId,
    /// How it was brought forward; none when that is not recorded.
    pub raised: Option<Stated<Raised>>,
    /// How late that was recorded.
    pub raised_late: Option<Late>,
    /// Meetings at which it was talked over, earliest first.
    pub deliberated: Vec<Stated<Talked>>,
    /// Who was to take care of it, earliest first; the last one does.
    pub assigned: Vec<Stated<Assigned>>,
    /// Steps taken, earliest first.
    pub progressed: Vec<Stated<Progress>>,
    /// How it ended.
    pub closed: Option<Stated<Closing>>,
    /// Who was told, and what they said, earliest first.
    pub feedback: Vec<Stated<Feedback>>,
    /// Motions that answer it.
    pub motions: Vec<MotionId>,
    /// Activities that were about it.
    pub activities: Vec<ActivityId>,
    /// Later issues that bring it forward again.
    pub raised_again: Vec<IssueId>,
}

/// An issue brought forward.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Raised {
    /// Body that takes it up.
    pub body: BodyId,
    /// Short name in documents.
    pub label: Option<Label>,
    /// Problem, opinion or wish.
    pub issue_kind: IssueKind,
    /// Who brought it forward, in general.
    pub source: IssueSource,
    /// What it is about.
    pub category: IssueCategory,
    /// What was said.
    pub text: Text,
    /// Whom it concerns.
    pub concerns: Option<Line>,
    /// Who brought it forward, if registered.
    pub raiser: Option<PersonId>,
    /// At which meeting.
    pub meeting: Option<MeetingId>,
    /// Earlier issue that it brings forward again.
    pub again: Option<IssueId>,
}

/// An issue talked over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Talked {
    /// At which meeting.
    pub meeting: MeetingId,
    /// What it came to.
    pub conclusion: Option<Conclusion>,
    /// The same in words.
    pub text: Option<Text>,
}

/// Who takes care of an issue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assigned {
    /// Person.
    pub responsible: Option<PersonId>,
    /// Body.
    pub handled_by: Option<BodyId>,
    /// Unit by name.
    pub unit: Option<Line>,
    /// What is to be done.
    pub task: Option<Text>,
    /// By when.
    pub due: Option<Happened>,
}

/// A step taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// What was done.
    pub text: Text,
    /// What it cost, in 0.01 yuan.
    pub cost_fen: Option<u64>,
}

/// How an issue ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closing {
    /// How.
    pub outcome: IssueOutcome,
    /// The same in words.
    pub result: Text,
}

/// What those concerned were told, and what they said. Their own words stay sealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Feedback {
    /// Who was told, if registered.
    pub person: Option<PersonId>,
    /// Who was told, in general.
    pub audience: Option<Line>,
    /// What they were told.
    pub text: Text,
    /// What they said to it.
    pub satisfaction: Option<Satisfaction>,
}

/// How far an issue is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum IssueStage {
    /// Brought forward.
    Raised,
    /// Talked over.
    Deliberated,
    /// Somebody is to take care of it.
    Assigned,
    /// Steps were taken.
    InProgress,
    /// Closed.
    Closed,
    /// Closed, and those concerned were told.
    FedBack,
}

impl IssueRow {
    /// How far it was on a day; none before it was raised.
    pub fn stage_on(&self, day: NaiveDate) -> Option<IssueStage> {
        let closed = begun(self.closed.as_slice(), day);
        // The furthest of what had begun by then.
        let stages = [
            (closed && begun(&self.feedback, day), IssueStage::FedBack),
            (closed, IssueStage::Closed),
            (begun(&self.progressed, day), IssueStage::InProgress),
            (begun(&self.assigned, day), IssueStage::Assigned),
            (begun(&self.deliberated, day), IssueStage::Deliberated),
            (begun(self.raised.as_slice(), day), IssueStage::Raised),
        ];
        stages.into_iter().find(|(reached, _)| *reached).map(|(_, stage)| stage)
    }

    /// Who takes care of it on a day.
    pub fn assigned_on(&self, day: NaiveDate) -> Option<&Stated<Assigned>> {
        self.assigned.iter().rev().find(|one| one.on.begun_on(day))
    }

    /// Days since it was to be done, when on that day it was not.
    pub fn days_over(&self, day: NaiveDate) -> Option<u32> {
        let open = self.stage_on(day).filter(|stage| *stage < IssueStage::Closed);
        let due = open.and_then(|_| self.assigned_on(day))?.due?;
        let over = day.signed_duration_since(due.last_day()).num_days();
        u32::try_from(over).ok().filter(|days| *days > 0)
    }

    /// The last thing that happened to it by a day, and when.
    pub fn last_step_on(&self, day: NaiveDate) -> Option<Happened> {
        let dates = self.raised.iter().map(|one| one.on);
        let dates = dates
            .chain(self.deliberated.iter().map(|one| one.on))
            .chain(self.assigned.iter().map(|one| one.on))
            .chain(self.progressed.iter().map(|one| one.on))
            .chain(self.closed.iter().map(|one| one.on))
            .chain(self.feedback.iter().map(|one| one.on));
        dates.filter(|on| on.begun_on(day)).max()
    }
}

/// Whether one of these had happened by a day.
fn begun<T>(stated: &[Stated<T>], day: NaiveDate) -> bool {
    stated.iter().any(|one| one.on.begun_on(day))
}

/// What is kept about an issue.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct IssueFacts {
    facts: Facts<IssueFact>,
    /// Meetings whose minutes name it, with their date and conclusion; kept by the meetings.
    #[serde(default)]
    pub(super) sittings: BTreeMap<MeetingId, (Happened, Talked)>,
    /// Motions that name it, with the entries that say so: a correction may name another issue.
    #[serde(default)]
    pub(super) motions: BTreeSet<MotionId>,
    #[serde(default)]
    pub(super) activities: BTreeSet<ActivityId>,
    #[serde(default)]
    again: BTreeSet<IssueId>,
}

impl Kept for IssueFacts {
    const TABLE: &'static str = "issues";
    type Key = IssueId;
    told!(facts: told);
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum IssueFact {
    Raised(Box<Raised>),
    Deliberated(Box<Talked>),
    Assigned(Box<Assigned>),
    Progressed(Progress),
    Closed(Closing),
    FedBack(Box<Feedback>),
}

picks! {
    IssueFact:
    raised: Raised -> Raised,
    deliberated: Deliberated -> Talked,
    assigned: Assigned -> Assigned,
    progressed: Progressed -> Progress,
    closed: Closed -> Closing,
    fed_back: FedBack -> Feedback,
}

/// Takes in what an event says about an issue.
pub(super) fn apply(
    all: &mut Projections,
    stamp: &Stamp,
    event: IssueEvent<'_>,
) -> Result<(), Unreadable> {
    match event {
        IssueEvent::IssueRaised(event) => {
            all.call(event.issue, event.label.as_ref())?;
            if let Some(again) = event.again {
                all.issues.change(again)?.again.insert(event.issue);
            }
        }
        IssueEvent::IssueDeliberated(_)
        | IssueEvent::IssueAssigned(_)
        | IssueEvent::IssueProgressed(_)
        | IssueEvent::IssueClosed(_)
        | IssueEvent::IssueFeedbackGiven(_) => {}
    }
    let (issue, fact) = fact_of(event);
    let facts = all.issues.change(issue)?;
    let moves = Move::of(facts, IssueFacts::files, |facts| facts.facts.note(stamp, fact));
    all.refile(issue, &moves)
}

/// What an entry says about an issue.
fn told(entry: &Recorded, issue: IssueId) -> Vec<IssueFact> {
    let Family::Issue(event) = entry.event.family() else { return Vec::new() };
    about(issue, [fact_of(event)])
}

fn fact_of(event: IssueEvent<'_>) -> (IssueId, IssueFact) {
    match event {
        IssueEvent::IssueRaised(event) => (event.issue, IssueFact::Raised(Box::new(raised(event)))),
        IssueEvent::IssueDeliberated(event) => {
            let (meeting, conclusion) = (event.meeting, event.conclusion);
            let talked = Talked { meeting, conclusion, text: plain(event.text.as_ref()) };
            (event.issue, IssueFact::Deliberated(Box::new(talked)))
        }
        IssueEvent::IssueAssigned(event) => {
            (event.issue, IssueFact::Assigned(Box::new(assigned(event))))
        }
        IssueEvent::IssueProgressed(event) => {
            let progress = Progress { text: event.text.0.clone(), cost_fen: event.cost_fen };
            (event.issue, IssueFact::Progressed(progress))
        }
        IssueEvent::IssueClosed(event) => {
            let closing = Closing { outcome: event.outcome, result: event.result.0.clone() };
            (event.issue, IssueFact::Closed(closing))
        }
        IssueEvent::IssueFeedbackGiven(event) => {
            let feedback = Feedback {
                person: event.person,
                audience: plain(event.audience.as_ref()),
                text: event.text.0.clone(),
                satisfaction: event.satisfaction,
            };
            (event.issue, IssueFact::FedBack(Box::new(feedback)))
        }
    }
}

fn raised(event: &IssueRaised) -> Raised {
    Raised {
        body: event.body,
        label: plain(event.label.as_ref()),
        issue_kind: event.issue_kind,
        source: event.source,
        category: event.category,
        text: event.text.0.clone(),
        concerns: plain(event.concerns.as_ref()),
        raiser: event.raiser,
        meeting: event.meeting,
        again: event.again,
    }
}

fn assigned(event: &IssueAssigned) -> Assigned {
    Assigned {
        responsible: event.responsible,
        handled_by: event.handled_by,
        unit: plain(event.unit.as_ref()),
        task: plain(event.task.as_ref()),
        due: event.due,
    }
}

impl IssueFacts {
    /// Whether nothing is said of it, or no longer: minutes that named it named another one since.
    pub(crate) fn is_empty(&self) -> bool {
        self.facts.in_order().is_empty()
            && self.sittings.is_empty()
            && self.motions.is_empty()
            && self.activities.is_empty()
            && self.again.is_empty()
    }

    fn files(&self) -> Files {
        let raised = self.facts.first(IssueFact::raised).into_iter();
        let file = |(noted, raised): (&Noted<IssueFact>, &Raised)| {
            FileKey::of(Drawer::Issues, raised.body, noted.happened)
        };
        raised.map(file).collect()
    }

    /// What was raised.
    pub(super) fn wording(&self) -> Option<&Text> {
        self.facts.first(IssueFact::raised).map(|(_, raised)| &raised.text)
    }

    /// What stands for itself, and what minutes say about meetings for which nothing else does.
    fn deliberated(&self) -> Vec<Stated<Talked>> {
        let mut talks = self.facts.stated(IssueFact::deliberated);
        let said: BTreeSet<MeetingId> = talks.iter().map(|talk| talk.meeting).collect();
        let rest = self.sittings.iter().filter(|(meeting, _)| !said.contains(meeting));
        talks.extend(rest.map(|(_, (on, talked))| Stated {
            on: *on,
            corrected: None,
            what: talked.clone(),
        }));
        talks.sort_by_key(|talk| (talk.on, talk.meeting));
        talks
    }

    pub(crate) fn row(&self, issue: IssueId) -> IssueRow {
        let raised = self.facts.first(IssueFact::raised);
        IssueRow {
            issue,
            raised_late: raised.as_ref().and_then(|(noted, _)| noted.late()),
            raised: raised.map(|(noted, raised)| noted.stated(raised.clone())),
            deliberated: self.deliberated(),
            assigned: self.facts.stated(IssueFact::assigned),
            progressed: self.facts.stated(IssueFact::progressed),
            closed: self.facts.first_stated(IssueFact::closed),
            feedback: self.facts.stated(IssueFact::fed_back),
            motions: self.motions.iter().copied().collect(),
            activities: self.activities.iter().copied().collect(),
            raised_again: self.again.iter().copied().collect(),
        }
    }
}
