//! Meetings: called, held once, or cancelled; what is said there is said by somebody who was there.

use crate::admission::Context;
use crate::admission::attendance;
use crate::admission::refusal::{
    BodyRefusal, ElectionRefusal, MeetingRefusal, MotionRefusal, Refusal, RollRefusal,
};
use crate::admission::roll;
use crate::admission::scope::Scope;
use crate::admission::state::{Held, Meeting, State};
use crate::domain::{BodyId, Fingerprint, Happened, MeetingId, MeetingKind, RollId};
use crate::event::MeetingEvent;
use crate::event::meeting::{MeetingHeld, MeetingNoticed, MinutesConfirmed, SpeechNoted};
use std::collections::BTreeSet;

pub(super) fn rests(event: MeetingEvent<'_>, scope: &mut Scope) {
    match event {
        MeetingEvent::MeetingNoticed(_) => scope.kind("registry.rules_adopted"),
        MeetingEvent::MeetingHeld(fact) => {
            scope.kind("registry.rules_adopted");
            if fact.corrects.is_some() {
                // A corrected roll must still carry the votes that were taken.
                let taken = &["election.tallied", "motion.voted"];
                scope.clause(taken, Some(&fact.meeting.tag()));
            }
        }
        MeetingEvent::MeetingAttached(_)
        | MeetingEvent::MeetingCancelled(_)
        | MeetingEvent::MinutesConfirmed(_)
        | MeetingEvent::NoticePosted(_)
        | MeetingEvent::SpeechNoted(_) => {}
    }
}

pub(super) fn evolve(state: &mut State, event: MeetingEvent<'_>) {
    match event {
        MeetingEvent::MeetingNoticed(fact) => {
            let meeting = state.meetings.entry(fact.meeting).or_default();
            meeting.noticed = Some((fact.body, fact.meeting_kind));
        }
        MeetingEvent::MeetingHeld(fact) => {
            let (entitled, present) = fact.attendance().unwrap_or_default();
            state.meetings.entry(fact.meeting).or_default().held = Some(Held {
                on: fact.happened,
                body: fact.body,
                meeting_kind: fact.meeting_kind,
                on_roll: fact.roll.is_some(),
                entitled,
                present,
                attended: attendance::attended(fact),
                numbers_only: fact.counted.is_some() || fact.roll.is_some(),
                no_roll: !fact.has_roll(),
                agenda_items: u32::try_from(fact.agenda.len()).unwrap_or(u32::MAX),
            });
        }
        MeetingEvent::MeetingCancelled(fact) => {
            let meeting = state.meetings.entry(fact.meeting).or_default();
            meeting.cancelled = true;
            meeting.annulled |= fact.annuls();
        }
        // Papers, speeches and signatures change nothing of what may come.
        MeetingEvent::MeetingAttached(_)
        | MeetingEvent::MinutesConfirmed(_)
        | MeetingEvent::NoticePosted(_)
        | MeetingEvent::SpeechNoted(_) => {}
    }
}

pub(super) fn admit(
    state: &State,
    event: MeetingEvent<'_>,
    context: Context<'_>,
) -> Result<(), Refusal> {
    match event {
        MeetingEvent::MeetingNoticed(fact) => admit_noticed(state, fact, context),
        MeetingEvent::MeetingHeld(fact) => admit_held(state, fact, context),
        MeetingEvent::NoticePosted(fact) => open(state, fact.meeting).map(|_| ()),
        MeetingEvent::MeetingCancelled(fact) => {
            let meeting = open(state, fact.meeting)?;
            // What took place cannot be called off; what never took place can be taken back.
            if meeting.held.is_some() && !fact.annuls() {
                return Err(MeetingRefusal::AlreadyHeld(fact.meeting).into());
            }
            Ok(())
        }
        MeetingEvent::MeetingAttached(fact) => {
            let known = state.meetings.contains_key(&fact.meeting);
            if known { Ok(()) } else { Err(Refusal::Unknown(fact.meeting.into())) }
        }
        MeetingEvent::SpeechNoted(fact) => admit_speech(state, fact),
        MeetingEvent::MinutesConfirmed(fact) => admit_confirmed(state, fact),
    }
}

/// The meeting, which must not have been cancelled.
fn open(state: &State, id: MeetingId) -> Result<&Meeting, Refusal> {
    match state.meetings.get(&id) {
        None => Err(Refusal::Unknown(id.into())),
        Some(meeting) if meeting.cancelled => Err(MeetingRefusal::Cancelled(id).into()),
        Some(meeting) => Ok(meeting),
    }
}

fn admit_noticed(
    state: &State,
    fact: &MeetingNoticed,
    context: Context<'_>,
) -> Result<(), Refusal> {
    if fact.corrects.is_none() {
        if state.meetings.contains_key(&fact.meeting) {
            return Err(Refusal::Taken(fact.meeting.into()));
        }
        check_new(fact.meeting, context)?;
    }
    if fact.agenda.is_empty() {
        return Err(MeetingRefusal::AgendaEmpty.into());
    }
    if fact.starts.last_day() < fact.happened.first_day() {
        return Err(Refusal::EndsBeforeItBegins { begins: fact.happened, ends: fact.starts });
    }
    let presenters = fact.agenda.iter().filter_map(|item| item.presenter);
    presenters.into_iter().try_for_each(|presenter| state.check_person(presenter))?;
    check_holds(state, fact.body, fact.meeting_kind, fact.happened)?;
    check_roll(state, fact.roll, fact.meeting_kind)?;
    check_book(state, fact.book, fact.corrects)
}

/// Only an owners' assembly names a roll of owners, and it must be on record.
fn check_roll(state: &State, roll: Option<RollId>, kind: MeetingKind) -> Result<(), Refusal> {
    let Some(roll) = roll else { return Ok(()) };
    if !kind.is_of_owners() {
        return Err(RollRefusal::RollMisplaced.into());
    }
    roll::check_roll(state, roll).map(|_| ())
}

fn admit_held(state: &State, fact: &MeetingHeld, context: Context<'_>) -> Result<(), Refusal> {
    match state.meetings.get(&fact.meeting) {
        None if fact.corrects.is_none() => check_new(fact.meeting, context)?,
        None => {}
        Some(meeting) if meeting.cancelled => {
            return Err(MeetingRefusal::Cancelled(fact.meeting).into());
        }
        Some(meeting) => {
            if meeting.held.is_some() && fact.corrects.is_none() {
                return Err(MeetingRefusal::AlreadyHeld(fact.meeting).into());
            }
            if meeting.noticed.is_some_and(|noticed| noticed != (fact.body, fact.meeting_kind)) {
                return Err(MeetingRefusal::OtherThanNoticed(fact.meeting).into());
            }
        }
    }
    check_holds(state, fact.body, fact.meeting_kind, fact.happened)?;
    if let Some(ended) = fact.ended.filter(|ended| *ended < fact.happened) {
        return Err(Refusal::EndsBeforeItBegins { begins: fact.happened, ends: ended });
    }
    attendance::persons(fact).into_iter().try_for_each(|person| state.check_person(person))?;
    check_roll(state, fact.roll, fact.meeting_kind)?;
    attendance::check(fact)?;
    check_votes(state, fact)?;
    if fact.counted.is_none() && fact.roll.is_none() && fact.has_roll() {
        let attended = attendance::attended(fact);
        for person in [fact.chair, fact.recorder] {
            if !attended.contains(&person) {
                return Err(MeetingRefusal::DidNotAttend(person).into());
            }
        }
    }
    if fact.agenda.is_empty() {
        return Err(MeetingRefusal::AgendaEmpty.into());
    }
    check_parts(fact)?;
    check_deliberation(state, fact)?;
    check_book(state, fact.book, fact.corrects)
}

/// A consultation has parties, and talks over what is on record.
fn check_deliberation(state: &State, fact: &MeetingHeld) -> Result<(), Refusal> {
    let kinds = || fact.also.iter().copied().chain([fact.meeting_kind]);
    let Some(part) = &fact.deliberation else {
        let needed = kinds().find(|kind| *kind == MeetingKind::DeliberationSession);
        return needed.map_or(Ok(()), |kind| Err(MeetingRefusal::PartMissing(kind).into()));
    };
    if part.parties.is_empty() || !kinds().any(MeetingKind::is_consultation) {
        return Err(MeetingRefusal::PartMissing(fact.meeting_kind).into());
    }
    for body in part.parties.iter().filter_map(|party| party.body) {
        state.check_body(body, fact.happened)?;
    }
    for party in &part.parties {
        let named = u32::try_from(party.speakers.len()).unwrap_or(u32::MAX);
        if let Some(count) = party.present.filter(|count| *count < named) {
            return Err(Refusal::FewerThanNamed { count, named });
        }
    }
    part.issues.iter().try_for_each(|issue| state.check_issue(*issue).map(|_| ()))
}

/// Whether those present, and those away, are enough for the votes on record. They are looked at
/// when minutes are corrected; before that there are none.
fn check_votes(state: &State, fact: &MeetingHeld) -> Result<(), Refusal> {
    let Some(meeting) = state.meetings.get(&fact.meeting) else { return Ok(()) };
    if !fact.has_roll() {
        return Ok(());
    }
    let (entitled, present) = fact.attendance().unwrap_or_default();
    if meeting.votes > u64::from(present) {
        return Err(MotionRefusal::MoreVotesThanPresent { votes: meeting.votes, present }.into());
    }
    if meeting.at_ballot > present {
        let (ballot, meeting) = (meeting.at_ballot, present);
        return Err(ElectionRefusal::MoreAtBallot { ballot, meeting }.into());
    }
    let away = entitled.saturating_sub(present);
    if meeting.written > u64::from(away) {
        return Err(MotionRefusal::MoreWrittenThanAway { written: meeting.written, away }.into());
    }
    Ok(())
}

fn check_new(meeting: MeetingId, context: Context<'_>) -> Result<(), Refusal> {
    if meeting == MeetingId::derived(context.cmd, context.position) {
        Ok(())
    } else {
        Err(Refusal::Unknown(meeting.into()))
    }
}

/// Whether this body, existing then, holds meetings of this kind.
fn check_holds(
    state: &State,
    id: BodyId,
    meeting: MeetingKind,
    at: Happened,
) -> Result<(), Refusal> {
    let Some(body) = state.check_body(id, at)?.kind(at) else { return Ok(()) };
    if meeting.is_held_by(body) {
        Ok(())
    } else {
        Err(BodyRefusal::WrongBody { meeting, body }.into())
    }
}

/// A lecture has a topic, a theme day a theme: the part that belongs to the kind is there, and no
/// part that belongs to none of the kinds that the meeting counts for.
fn check_parts(fact: &MeetingHeld) -> Result<(), Refusal> {
    let kinds: BTreeSet<MeetingKind> =
        fact.also.iter().copied().chain([fact.meeting_kind]).collect();
    let parts = [
        (MeetingKind::PartyLecture, fact.lecture.is_some(), true),
        (MeetingKind::ThemePartyDay, fact.theme_day.is_some(), true),
        (MeetingKind::PartyGroupMeeting, fact.group_work.is_some(), true),
        (MeetingKind::OrganizationalLifeMeeting, fact.life_meeting.is_some(), true),
        (MeetingKind::BranchCommitteeMeeting, fact.committee_work.is_some(), false),
    ];
    for (kind, there, needed) in parts {
        let counts = kinds.contains(&kind);
        if there && !counts || counts && needed && !there {
            return Err(MeetingRefusal::PartMissing(kind).into());
        }
    }
    Ok(())
}

/// The pin is the book in force. A correction keeps the pin of what it corrects, whatever is in
/// force now, because the law of that day decides.
pub(super) fn check_book(
    state: &State,
    named: Fingerprint,
    corrects: Option<u64>,
) -> Result<(), Refusal> {
    let in_force = state.book();
    if in_force == Some(named) || corrects.is_some() {
        return Ok(());
    }
    Err(Refusal::OtherBook { in_force, named })
}

fn admit_speech(state: &State, fact: &SpeechNoted) -> Result<(), Refusal> {
    if fact.speaker.is_none() && fact.speaker_name.is_none() {
        return Err(MeetingRefusal::NobodySpoke.into());
    }
    fact.speaker.into_iter().try_for_each(|speaker| state.check_person(speaker))?;
    let held = state.check_held(fact.meeting)?;
    fact.speaker.into_iter().try_for_each(|speaker| held.check_attended(speaker))?;
    match fact.agenda_item {
        Some(item) if item == 0 || item > held.agenda_items => {
            Err(MeetingRefusal::NotOnAgenda { item, items: held.agenda_items }.into())
        }
        Some(_) | None => Ok(()),
    }
}

fn admit_confirmed(state: &State, fact: &MinutesConfirmed) -> Result<(), Refusal> {
    let held = state.check_held(fact.meeting)?;
    let persons: BTreeSet<_> =
        fact.sign_offs.iter().map(|one| (one.person, one.capacity)).collect();
    if fact.sign_offs.is_empty() || persons.len() < fact.sign_offs.len() {
        return Err(MeetingRefusal::NobodySigned.into());
    }
    for sign_off in &fact.sign_offs {
        state.check_person(sign_off.person)?;
        held.check_attended(sign_off.person)?;
    }
    Ok(())
}
