//! Meetings: noticed, held, confirmed, cancelled, with the figures that a verdict needs.

use super::Projections;
use super::files::{Drawer, FileKey, Files, Move};
use super::issues::Talked;
use super::motions;
use super::noted::{Facts, Late, Noted, Stamp, Stated, about, picks, plain};
use super::schedule::{Sitting, YearKey, place};
use super::shelf::{Kept, Unreadable};
use super::speeches::Speeches;
use super::told::told;
use crate::domain::{
    AttachmentKind, BodyId, CancellationGround, ExclusionGround, Fingerprint, Happened, IssueId,
    Label, Line, MeetingForm, MeetingId, MeetingKind, MotionId, PersonId, RollId, Text,
};
use crate::event::deliberation::Deliberation;
use crate::event::meeting::{
    MeetingAttached, MeetingCancelled, MeetingHeld, MeetingNoticed, MinutesConfirmed, SignOff,
};
use crate::event::{Fact as _, Family, MeetingEvent, Recorded};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A meeting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MeetingRow {
    /// The meeting.
    pub meeting: MeetingId,
    /// How it was called.
    pub notice: Option<Stated<Notice>>,
    /// How late the notice was recorded.
    pub notice_late: Option<Late>,
    /// When and where the notice was given.
    pub posted: Vec<Stated<Posting>>,
    /// That it took place. Its date is the beginning of the meeting.
    pub held: Option<Stated<Held>>,
    /// How late the meeting was recorded.
    pub held_late: Option<Late>,
    /// Motions put forward or voted on there, by item of the agenda, then in the order of the day.
    pub motions: Vec<MotionId>,
    /// Speeches noted.
    pub speeches: u32,
    /// Dissenting opinions among them.
    pub dissents: u32,
    /// Speeches that were corrected.
    pub speeches_corrected: u32,
    /// Signatures under the minutes.
    pub minutes_confirmed: Vec<Stated<Confirmation>>,
    /// That it was called off.
    pub cancelled: Option<Stated<Cancellation>>,
    /// Attached files.
    pub attachments: Vec<Stated<Attachment>>,
}

/// The notice of a meeting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// Body that meets.
    pub body: BodyId,
    /// Kind.
    pub meeting_kind: MeetingKind,
    /// Short name in documents.
    pub label: Option<Label>,
    /// When it begins.
    pub starts: Happened,
    /// Where.
    pub place: Line,
    /// Titles of the agenda.
    pub agenda: Vec<Line>,
    /// Rule book in force at the notice.
    pub book: Fingerprint,
}

/// A notice given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Posting {
    /// Where or how.
    pub place: Line,
}

/// A meeting that took place: numbers and ids, nobody's reasons.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// Body that met.
    pub body: BodyId,
    /// Kind.
    pub meeting_kind: MeetingKind,
    /// Further kinds that it counts for.
    pub also: Vec<MeetingKind>,
    /// Period that it counts for, when not the one in which it was held.
    pub counts_for: Option<Happened>,
    /// Short name in documents.
    pub label: Option<Label>,
    /// Name of its own.
    pub name: Option<Line>,
    /// How it was held.
    pub form: MeetingForm,
    /// Where.
    pub place: Line,
    /// When it ended.
    pub ended: Option<Happened>,
    /// Who called it.
    pub convener: Option<PersonId>,
    /// Chair.
    pub chair: PersonId,
    /// Why somebody else than the secretary chaired.
    pub chair_reason: Option<Line>,
    /// Recorder.
    pub recorder: PersonId,
    /// Due to attend with a vote; none where a roll of owners stands for them.
    pub entitled: Option<u32>,
    /// Of those, present.
    pub present: Option<u32>,
    /// Roll of the owners who were due.
    pub roll: Option<RollId>,
    /// Whether only the numbers are known.
    pub counted: bool,
    /// Whether nobody was due: parties came, and there is no roll.
    pub no_roll: bool,
    /// What belongs to a consultation.
    pub deliberation: Option<Deliberation>,
    /// Due to attend without a vote.
    pub without_vote: u32,
    /// Left out of those due to attend.
    pub excluded: Vec<Excluded>,
    /// Excused.
    pub leave: u32,
    /// Missing without leave.
    pub absent: u32,
    /// Present without being members.
    pub observers: u32,
    /// Titles of the agenda.
    pub agenda: Vec<Line>,
    /// Lecturer of a Party lecture, if registered.
    pub lecturer: Option<PersonId>,
    /// What its minutes ask somebody to do by a day.
    #[serde(default)]
    pub tasks: Vec<Task>,
    /// Rule book in force when it was recorded.
    pub book: Fingerprint,
}

/// Something that the minutes ask a person to do by a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// Who.
    pub person: PersonId,
    /// What.
    pub text: Text,
    /// By when.
    pub due: Happened,
    /// Whether it puts something right that a life meeting found.
    pub rectifies: bool,
    /// When that was done; a task of a committee has no such entry.
    pub done: Option<Happened>,
}

impl Held {
    /// How many came for the parties, as far as it is recorded of each.
    pub fn came(&self) -> Option<u32> {
        self.deliberation.as_ref()?.headcount()
    }
}

/// A member left out of those due to attend.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Excluded {
    /// Who.
    pub person: PersonId,
    /// Ground.
    pub ground: ExclusionGround,
    /// The superior's reply.
    pub superior_reply: Option<Line>,
    /// Motion by which the assembly agreed.
    pub motion: Option<MotionId>,
}

/// Signatures under the minutes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirmation {
    /// Who signed, as what.
    pub sign_offs: Vec<SignOff>,
}

/// A meeting called off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cancellation {
    /// Called off, or recorded in error; none when only called off was known.
    pub ground: Option<CancellationGround>,
    /// Why.
    pub reason: Line,
}

impl Cancellation {
    fn annuls(&self) -> bool {
        self.ground == Some(CancellationGround::RecordedInError)
    }
}

/// A file attached to a meeting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// What it shows.
    pub attachment_kind: AttachmentKind,
    /// Title.
    pub title: Line,
    /// SHA-256 of the file.
    pub sha256: Fingerprint,
    /// Its length.
    pub bytes: u64,
    /// Media type.
    pub media_type: Line,
}

impl MeetingRow {
    /// Body that met or was called.
    pub fn body(&self) -> Option<BodyId> {
        let called = || self.notice.as_ref().map(|notice| notice.body);
        self.held.as_ref().map(|held| held.body).or_else(called)
    }

    /// Kind of the meeting held or called.
    pub fn meeting_kind(&self) -> Option<MeetingKind> {
        let called = || self.notice.as_ref().map(|notice| notice.meeting_kind);
        self.held.as_ref().map(|held| held.meeting_kind).or_else(called)
    }

    /// When it began or was to begin.
    pub fn date(&self) -> Option<Happened> {
        let called = || self.notice.as_ref().map(|notice| notice.starts);
        self.held.as_ref().map(|held| held.on).or_else(called)
    }

    /// Whether it was recorded in error, so that nothing of it counts.
    pub fn is_annulled(&self) -> bool {
        self.cancelled.as_ref().is_some_and(|cancelled| cancelled.annuls())
    }
}

/// What is kept about a meeting.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct MeetingFacts {
    facts: Facts<MeetingFact>,
    #[serde(default)]
    speeches: Speeches,
    /// Motions of this meeting with their places; kept by the motions.
    #[serde(default)]
    pub(super) motions: BTreeMap<MotionId, MotionPlace>,
    /// Where it lies to be found.
    #[serde(default)]
    filed: Files,
}

/// Item of the agenda (those without one come last), date, number of the entry.
pub(super) type MotionPlace = (u32, Happened, u64);

impl Kept for MeetingFacts {
    const TABLE: &'static str = "meetings";
    type Key = MeetingId;
    const KINDS: &'static [&'static str] =
        &[MeetingCancelled::KIND, MeetingHeld::KIND, MinutesConfirmed::KIND, MeetingNoticed::KIND];
    told!(facts: told);

    fn tag(meeting: MeetingId) -> Option<String> {
        Some(meeting.tag())
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum MeetingFact {
    Noticed(Box<Notice>),
    Posted(Posting),
    Held(Box<Held>),
    Confirmed(Confirmation),
    Cancelled(Cancellation),
    Attached(Box<Attachment>),
}

picks! {
    MeetingFact:
    noticed: Noticed -> Notice,
    posted: Posted -> Posting,
    took_place: Held -> Held,
    confirmed: Confirmed -> Confirmation,
    called_off: Cancelled -> Cancellation,
    attached: Attached -> Attachment,
}

/// Takes in what an event says about a meeting.
pub(super) fn apply(
    all: &mut Projections,
    stamp: &Stamp,
    event: MeetingEvent<'_>,
) -> Result<(), Unreadable> {
    match event {
        MeetingEvent::MeetingNoticed(event) => all.call(event.meeting, event.label.as_ref())?,
        MeetingEvent::MeetingHeld(event) => all.call(event.meeting, event.label.as_ref())?,
        MeetingEvent::SpeechNoted(event) => {
            all.meetings.change(event.meeting)?.speeches.note(stamp, event.dissent);
        }
        MeetingEvent::NoticePosted(_)
        | MeetingEvent::MinutesConfirmed(_)
        | MeetingEvent::MeetingCancelled(_)
        | MeetingEvent::MeetingAttached(_) => {}
    }
    fact_of(event).map_or(Ok(()), |(meeting, fact)| note(all, stamp, meeting, fact))
}

/// What an entry says about a meeting.
fn told(entry: &Recorded, meeting: MeetingId) -> Vec<MeetingFact> {
    let Family::Meeting(event) = entry.event.family() else { return Vec::new() };
    about(meeting, fact_of(event))
}

fn fact_of(event: MeetingEvent<'_>) -> Option<(MeetingId, MeetingFact)> {
    Some(match event {
        // Speeches are only counted.
        MeetingEvent::SpeechNoted(_) => return None,
        MeetingEvent::MeetingNoticed(event) => {
            (event.meeting, MeetingFact::Noticed(Box::new(notice(event))))
        }
        MeetingEvent::NoticePosted(event) => {
            (event.meeting, MeetingFact::Posted(Posting { place: event.place.0.clone() }))
        }
        MeetingEvent::MeetingHeld(event) => {
            (event.meeting, MeetingFact::Held(Box::new(held(event))))
        }
        MeetingEvent::MinutesConfirmed(event) => {
            let sign_offs = event.sign_offs.clone();
            (event.meeting, MeetingFact::Confirmed(Confirmation { sign_offs }))
        }
        MeetingEvent::MeetingCancelled(event) => {
            let (ground, reason) = (event.ground, event.reason.0.clone());
            (event.meeting, MeetingFact::Cancelled(Cancellation { ground, reason }))
        }
        MeetingEvent::MeetingAttached(event) => {
            (event.meeting, MeetingFact::Attached(Box::new(attachment(event))))
        }
    })
}

fn note(
    all: &mut Projections,
    stamp: &Stamp,
    meeting: MeetingId,
    fact: MeetingFact,
) -> Result<(), Unreadable> {
    let facts = all.meetings.change(meeting)?;
    let (before, talked_before) = (facts.places(), facts.talked(meeting));
    facts.facts.note(stamp, fact);
    let (after, talked_after) = (facts.places(), facts.talked(meeting));
    let (files, motions) = (facts.files(), facts.motions());
    let lay = core::mem::replace(&mut facts.filed, files.clone());
    if before != after {
        place(all, meeting, &before, &after)?;
    }
    if lay != files {
        all.refile(meeting, &Move::between(lay, files))?;
        motions.into_iter().try_for_each(|motion| motions::file(all, motion))?;
    }
    for (issue, _) in talked_before {
        all.issues.change(issue)?.sittings.remove(&meeting);
    }
    for (issue, sitting) in talked_after {
        all.issues.change(issue)?.sittings.insert(meeting, sitting);
    }
    Ok(())
}

fn attachment(event: &MeetingAttached) -> Attachment {
    Attachment {
        attachment_kind: event.attachment_kind,
        title: event.title.0.clone(),
        sha256: event.sha256,
        bytes: event.bytes,
        media_type: event.media_type.0.clone(),
    }
}

fn notice(event: &MeetingNoticed) -> Notice {
    Notice {
        body: event.body,
        meeting_kind: event.meeting_kind,
        label: plain(event.label.as_ref()),
        starts: event.starts,
        place: event.place.0.clone(),
        agenda: event.agenda.iter().map(|item| item.title.0.clone()).collect(),
        book: event.book,
    }
}

fn held(event: &MeetingHeld) -> Held {
    let (entitled, present) = event.attendance().unzip();
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let excluded = event.excluded.iter().map(|one| Excluded {
        person: one.person,
        ground: one.ground,
        superior_reply: plain(one.superior_reply.as_ref()),
        motion: one.motion,
    });
    Held {
        body: event.body,
        meeting_kind: event.meeting_kind,
        also: event.also.clone(),
        counts_for: event.counts_for,
        label: plain(event.label.as_ref()),
        name: plain(event.name.as_ref()),
        form: event.form,
        place: event.place.0.clone(),
        ended: event.ended,
        convener: event.convener,
        chair: event.chair,
        chair_reason: plain(event.chair_reason.as_ref()),
        recorder: event.recorder,
        entitled,
        present,
        roll: event.roll,
        counted: event.counted.is_some(),
        no_roll: !event.has_roll(),
        deliberation: event.deliberation.clone(),
        without_vote: number(event.without_vote.len()),
        excluded: excluded.collect(),
        leave: number(event.leave.len()),
        absent: number(event.absent.len()),
        observers: number(event.observers.len()),
        agenda: event.agenda.iter().map(|item| item.title.0.clone()).collect(),
        lecturer: event.lecture.as_ref().and_then(|lecture| lecture.lecturer),
        tasks: tasks(event),
        book: event.book,
    }
}

/// Tasks with a day, those of a committee first.
fn tasks(event: &MeetingHeld) -> Vec<Task> {
    let assigned = event.committee_work.iter().flat_map(|work| &work.assignments);
    let assigned = assigned.filter_map(|one| {
        let text = one.task.as_str().parse().ok()?;
        Some(Task { person: one.person, text, due: one.due?, rectifies: false, done: None })
    });
    let found = event.life_meeting.iter().flat_map(|part| &part.rectifications);
    let found = found.map(|one| Task {
        person: one.responsible,
        text: one.measure.0.clone(),
        due: one.due,
        rectifies: true,
        done: one.done,
    });
    assigned.chain(found).collect()
}

impl MeetingFacts {
    fn notice(&self) -> Option<(&Noted<MeetingFact>, &Notice)> {
        self.facts.last(MeetingFact::noticed)
    }

    fn held(&self) -> Option<(&Noted<MeetingFact>, &Held)> {
        self.facts.first(MeetingFact::took_place)
    }

    fn cancelled(&self) -> Option<(&Noted<MeetingFact>, &Cancellation)> {
        self.facts.first(MeetingFact::called_off)
    }

    /// Which kind of meeting of which body it is, and when it was or is to be.
    pub(super) fn about(&self) -> Option<(MeetingKind, BodyId, Happened)> {
        let held = self.held().map(|(noted, held)| (held.meeting_kind, held.body, noted.happened));
        let called = |(_, notice): (_, &Notice)| (notice.meeting_kind, notice.body, notice.starts);
        held.or_else(|| self.notice().map(called))
    }

    /// Whether it was recorded in error.
    pub(super) fn is_annulled(&self) -> bool {
        self.cancelled().is_some_and(|(_, cancelled)| cancelled.annuls())
    }

    /// Where it lies: with its body in the year of the day, and of the days that it set.
    fn files(&self) -> Files {
        let Some((_, body, at)) = self.about() else { return Files::new() };
        let tasks = self.held().map(|(_, held)| held.tasks.as_slice()).unwrap_or_default();
        let task = |task: &Task| {
            let drawer = if task.rectifies { Drawer::Rectifications } else { Drawer::Tasks };
            FileKey::until(drawer, body, task.due)
        };
        let own = core::iter::once(FileKey::of(Drawer::Meetings, body, at));
        own.chain(tasks.iter().map(task)).collect()
    }

    fn motions(&self) -> Vec<MotionId> {
        self.motions.keys().copied().collect()
    }

    /// Where the meeting stands in the schedules of bodies.
    fn places(&self) -> Vec<(YearKey, Sitting)> {
        if self.is_annulled() {
            return Vec::new();
        }
        let called = self.notice().map(|(_, notice)| Sitting::called(notice));
        let held = self.held().map(|(noted, held)| Sitting::held(noted.happened, held));
        called.into_iter().chain(held).collect()
    }

    /// The issues that its minutes name, and what it came to.
    fn talked(&self, meeting: MeetingId) -> Vec<(IssueId, (Happened, Talked))> {
        let held = self.held();
        let part = held.and_then(|(noted, held)| Some((noted, held.deliberation.as_ref()?)));
        let Some((noted, part)) = part else { return Vec::new() };
        let (conclusion, text) = (part.conclusion, plain(part.conclusion_text.as_ref()));
        let talked = Talked { meeting, conclusion, text };
        part.issues.iter().map(|issue| (*issue, (noted.happened, talked.clone()))).collect()
    }

    pub(crate) fn row(&self, meeting: MeetingId) -> MeetingRow {
        let (notice, held, cancelled) = (self.notice(), self.held(), self.cancelled());
        let mut motions: Vec<_> =
            self.motions.iter().map(|(motion, place)| (*place, *motion)).collect();
        motions.sort_unstable();
        MeetingRow {
            meeting,
            notice: notice.map(|(noted, notice)| noted.stated(notice.clone())),
            notice_late: notice.and_then(|(noted, _)| noted.late()),
            posted: self.facts.stated(MeetingFact::posted),
            held: held.map(|(noted, held)| noted.stated(held.clone())),
            held_late: held.and_then(|(noted, _)| noted.late()),
            motions: motions.into_iter().map(|(_, motion)| motion).collect(),
            speeches: self.speeches.count(),
            dissents: self.speeches.dissents(),
            speeches_corrected: self.speeches.corrected(),
            minutes_confirmed: self.facts.stated(MeetingFact::confirmed),
            cancelled: cancelled.map(|(noted, what)| noted.stated(what.clone())),
            attachments: self.facts.stated(MeetingFact::attached),
        }
    }
}
