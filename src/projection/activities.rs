//! Activities: what was done together, how many took part, what they pledged.

use super::Projections;
use super::files::{Drawer, FileKey, Files, Move};
use super::noted::{Facts, Late, Stamp, Stated, about, picks, plain};
use super::shelf::{Kept, Unreadable};
use super::told::told;
use crate::domain::{
    ActivityId, ActivityKind, BodyId, Fingerprint, Happened, IssueId, Label, Line, PersonId, Text,
};
use crate::event::activity::{ActivityHeld, Headcount, PledgeSigned};
use crate::event::{ActivityEvent, Family, Recorded};
use serde::{Deserialize, Serialize};

/// An activity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ActivityRow {
    /// The activity.
    pub activity: ActivityId,
    /// What took place; none when only a pledge names it.
    pub held: Option<Stated<HeldActivity>>,
    /// How late it was recorded.
    pub late: Option<Late>,
    /// Pledges signed there, earliest first.
    pub pledges: Vec<Stated<Pledge>>,
}

/// What took place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldActivity {
    /// Body that held it.
    pub body: BodyId,
    /// Kind.
    pub activity_kind: ActivityKind,
    /// Short name in documents.
    pub label: Option<Label>,
    /// Theme.
    pub theme: Line,
    /// Where.
    pub place: Line,
    /// When it ended, or the last of several times.
    pub ended: Option<Happened>,
    /// How often, when several times are recorded together.
    pub times: Option<u32>,
    /// Who led it.
    pub leader: Option<PersonId>,
    /// How many took part; none when it is not recorded.
    pub counted: Option<Headcount>,
    /// Who of them is named.
    pub participants: Vec<PersonId>,
    /// Bodies that joined in.
    pub partners: Vec<BodyId>,
    /// Other units that joined in.
    pub partner_units: Vec<Line>,
    /// What was done.
    pub work: Text,
    /// What came of it.
    pub result: Option<Text>,
    /// Hours of volunteering.
    pub service_hours: Option<u32>,
    /// Issue that it was about.
    pub issue: Option<IssueId>,
}

/// A pledge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pledge {
    /// Title.
    pub title: Line,
    /// What is pledged.
    pub text: Option<Text>,
    /// SHA-256 of the text as signed.
    pub document: Option<Fingerprint>,
    /// How many signed.
    pub headcount: Option<Headcount>,
}

/// Pledges that a body collected at no activity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PledgeRow {
    /// The body.
    pub body: BodyId,
    /// The pledges, earliest first.
    pub pledges: Vec<Stated<Pledge>>,
}

/// What is kept about the pledges of a body that were signed at no activity.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct PledgeFacts {
    facts: Facts<Pledge>,
}

impl Kept for PledgeFacts {
    const TABLE: &'static str = "pledges";
    type Key = BodyId;
    told!(facts: told_of_body);
}

impl PledgeFacts {
    pub(crate) fn row(&self, body: BodyId) -> PledgeRow {
        PledgeRow { body, pledges: self.facts.stated(|pledge| Some(pledge)) }
    }
}

/// What is kept about an activity.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct ActivityFacts {
    facts: Facts<ActivityFact>,
}

impl Kept for ActivityFacts {
    const TABLE: &'static str = "activities";
    type Key = ActivityId;
    told!(facts: told);
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum ActivityFact {
    Held(Box<HeldActivity>),
    Pledged(Box<Pledge>),
}

picks! { ActivityFact: held: Held -> HeldActivity, pledged: Pledged -> Pledge }

/// Takes in what an event says about activities and pledges.
pub(super) fn apply(
    all: &mut Projections,
    stamp: &Stamp,
    event: ActivityEvent<'_>,
) -> Result<(), Unreadable> {
    match event {
        ActivityEvent::ActivityHeld(event) => {
            if let Some(issue) = event.issue {
                // A correction keeps the tags, and so the issue, of what it corrects.
                all.issues.change(issue)?.activities.insert(event.activity);
            }
            all.call(event.activity, event.label.as_ref())?;
        }
        ActivityEvent::PledgeSigned(_) => {}
    }
    if let Some((activity, fact)) = fact_of(event) {
        let facts = all.activities.change(activity)?;
        let moves = Move::of(facts, ActivityFacts::files, |facts| facts.facts.note(stamp, fact));
        all.refile(activity, &moves)?;
    }
    if let Some((body, pledge)) = pledge_of(event) {
        all.pledges.change(body)?.facts.note(stamp, pledge);
    }
    Ok(())
}

/// What an entry says about an activity.
fn told(entry: &Recorded, activity: ActivityId) -> Vec<ActivityFact> {
    let Family::Activity(event) = entry.event.family() else { return Vec::new() };
    about(activity, fact_of(event))
}

/// What an entry says about the pledges of a body.
fn told_of_body(entry: &Recorded, body: BodyId) -> Vec<Pledge> {
    let Family::Activity(event) = entry.event.family() else { return Vec::new() };
    about(body, pledge_of(event))
}

fn fact_of(event: ActivityEvent<'_>) -> Option<(ActivityId, ActivityFact)> {
    Some(match event {
        ActivityEvent::ActivityHeld(event) => {
            (event.activity, ActivityFact::Held(Box::new(held(event))))
        }
        ActivityEvent::PledgeSigned(event) => {
            (event.activity?, ActivityFact::Pledged(Box::new(pledge(event))))
        }
    })
}

/// A pledge that was signed at no activity.
fn pledge_of(event: ActivityEvent<'_>) -> Option<(BodyId, Pledge)> {
    match event {
        ActivityEvent::PledgeSigned(event) => {
            event.activity.is_none().then(|| (event.body, pledge(event)))
        }
        ActivityEvent::ActivityHeld(_) => None,
    }
}

fn held(event: &ActivityHeld) -> HeldActivity {
    HeldActivity {
        body: event.body,
        activity_kind: event.activity_kind,
        label: plain(event.label.as_ref()),
        theme: event.theme.0.clone(),
        place: event.place.0.clone(),
        ended: event.ended,
        times: event.times,
        leader: event.leader,
        counted: event.counted.clone(),
        participants: event.participants.clone(),
        partners: event.partners.clone(),
        partner_units: event.partner_units.iter().map(|unit| unit.0.clone()).collect(),
        work: event.work.0.clone(),
        result: plain(event.result.as_ref()),
        service_hours: event.service_hours,
        issue: event.issue,
    }
}

fn pledge(event: &PledgeSigned) -> Pledge {
    Pledge {
        title: event.title.0.clone(),
        text: plain(event.text.as_ref()),
        document: event.document,
        headcount: event.headcount(),
    }
}

impl ActivityFacts {
    /// What it was about.
    pub(super) fn theme(&self) -> Option<&Line> {
        self.facts.first(ActivityFact::held).map(|(_, held)| &held.theme)
    }

    /// With the body that held it, and with those that took part.
    fn files(&self) -> Files {
        let Some((noted, held)) = self.facts.first(ActivityFact::held) else { return Files::new() };
        let bodies = core::iter::once(held.body).chain(held.partners.iter().copied());
        bodies.map(|body| FileKey::of(Drawer::Activities, body, noted.happened)).collect()
    }

    pub(crate) fn row(&self, activity: ActivityId) -> ActivityRow {
        let held = self.facts.first(ActivityFact::held);
        ActivityRow {
            activity,
            held: held.map(|(noted, held)| noted.stated(held.clone())),
            late: held.and_then(|(noted, _)| noted.late()),
            pledges: self.facts.stated(ActivityFact::pledged),
        }
    }
}
