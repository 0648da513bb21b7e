//! Meetings: called, held once, or cancelled; what is said there is said by somebody who was there.

use crate::admission::Context;
use crate::admission::election_refusal::ElectionRefusal;
use crate::admission::owners_refusal::OwnersRefusal;
use crate::admission::person;
use crate::admission::refusal::{Refusal, Thing};
use crate::admission::roll;
use crate::admission::scope::Scope;
use crate::admission::state::{Held, Meeting, State};
use crate::admission::units;
use crate::domain::{BodyId, Fingerprint, Happened, MeetingId, MeetingKind, RollId};
use crate::event::Event;
use crate::event::meeting::{MeetingHeld, MeetingNoticed, MinutesConfirmed, SpeechNoted};
use std::collections::BTreeSet;

const LIFE: &[&str] = &["meeting.cancelled", "meeting.held", "meeting.noticed"];

/// Adds what must be known of a meeting to name it.
pub(super) fn known(meeting: MeetingId, scope: &mut Scope) {
    scope.clause(LIFE, Some(&meeting.tag()));
}

pub(super) fn scope(event: &Event, scope: &mut Scope) {
    match event {
        Event::MeetingNoticed(fact) => {
            known(fact.meeting, scope);
            super::body::known(fact.body, scope);
            scope.kind("registry.rules_adopted");
            let presenters = fact.agenda.iter().filter_map(|item| item.presenter);
            presenters.for_each(|presenter| person::known(presenter, scope));
            fact.roll.into_iter().for_each(|roll| units::roll_known(roll, scope));
        }
        Event::MeetingHeld(fact) => {
            known(fact.meeting, scope);
            if fact.corrects.is_some() {
                // A corrected roll must still carry the votes that were taken.
                let taken = &["election.tallied", "motion.voted"];
                scope.clause(taken, Some(&fact.meeting.tag()));
            }
            super::body::known(fact.body, scope);
            scope.kind("registry.rules_adopted");
            for person in roll::persons(fact) {
                person::known(person, scope);
            }
            if let Some(part) = &fact.deliberation {
                let bodies = part.parties.iter().filter_map(|party| party.body);
                bodies.for_each(|body| super::body::known(body, scope));
                part.issues.iter().for_each(|issue| super::issue::known(*issue, scope));
            }
            fact.roll.into_iter().for_each(|roll| units::roll_known(roll, scope));
        }
        Event::NoticePosted(fact) => known(fact.meeting, scope),
        Event::MeetingCancelled(fact) => known(fact.meeting, scope),
        Event::MeetingAttached(fact) => known(fact.meeting, scope),
        Event::SpeechNoted(fact) => {
            known(fact.meeting, scope);
            fact.speaker.into_iter().for_each(|speaker| person::known(speaker, scope));
        }
        Event::MinutesConfirmed(fact) => {
            known(fact.meeting, scope);
            fact.sign_offs.iter().for_each(|sign_off| person::known(sign_off.person, scope));
        }
        _ => {}
    }
}

pub(super) fn evolve(state: &mut State, event: &Event) {
    match event {
        Event::MeetingNoticed(fact) => {
            let meeting = state.meetings.entry(fact.meeting).or_default();
            meeting.noticed = Some((fact.body, fact.meeting_kind));
        }
        Event::MeetingHeld(fact) => {
            let (entitled, present) = fact.attendance().unwrap_or_default();
            state.meetings.entry(fact.meeting).or_default().held = Some(Held {
                on: fact.happened,
                body: fact.body,
                meeting_kind: fact.meeting_kind,
                on_roll: fact.roll.is_some(),
                entitled,
                present,
                attended: roll::attended(fact),
                numbers_only: fact.counted.is_some() || fact.roll.is_some(),
                no_roll: !fact.has_roll(),
                agenda_items: u32::try_from(fact.agenda.len()).unwrap_or(u32::MAX),
            });
        }
        Event::MeetingCancelled(fact) => {
            let meeting = state.meetings.entry(fact.meeting).or_default();
            meeting.cancelled = true;
            meeting.annulled |= fact.annuls();
        }
        _ => {}
    }
}

pub(super) fn admit(state: &State, event: &Event, context: Context<'_>) -> Result<(), Refusal> {
    match event {
        Event::MeetingNoticed(fact) => admit_noticed(state, fact, context),
        Event::MeetingHeld(fact) => admit_held(state, fact, context),
        Event::NoticePosted(fact) => open(state, fact.meeting).map(|_| ()),
        Event::MeetingCancelled(fact) => {
            let meeting = open(state, fact.meeting)?;
            // What took place cannot be called off; what never took place can be taken back.
            if meeting.held.is_some() && !fact.annuls() {
                return Err(Refusal::AlreadyHeld(fact.meeting));
            }
            Ok(())
        }
        Event::MeetingAttached(fact) => {
            let thing = Thing::Meeting(fact.meeting);
            state.meetings.get(&fact.meeting).map(|_| ()).ok_or(Refusal::Unknown(thing))
        }
        Event::SpeechNoted(fact) => admit_speech(state, fact),
        Event::MinutesConfirmed(fact) => admit_confirmed(state, fact),
        _ => Ok(()),
    }
}

/// The meeting, which must not have been cancelled.
fn open(state: &State, id: MeetingId) -> Result<&Meeting, Refusal> {
    match state.meetings.get(&id) {
        None => Err(Refusal::Unknown(Thing::Meeting(id))),
        Some(meeting) if meeting.cancelled => Err(Refusal::Cancelled(id)),
        Some(meeting) => Ok(meeting),
    }
}

fn admit_noticed(
    state: &State,
    fact: &MeetingNoticed,
    context: Context<'_>,
) -> Result<(), Refusal> {
    let thing = Thing::Meeting(fact.meeting);
    if fact.corrects.is_none() {
        if state.meetings.contains_key(&fact.meeting) {
            return Err(Refusal::Taken(thing));
        }
        check_new(fact.meeting, context)?;
    }
    if fact.agenda.is_empty() {
        return Err(Refusal::AgendaEmpty);
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
        return Err(OwnersRefusal::RollMisplaced.into());
    }
    units::check_roll(state, roll).map(|_| ())
}

fn admit_held(state: &State, fact: &MeetingHeld, context: Context<'_>) -> Result<(), Refusal> {
    match state.meetings.get(&fact.meeting) {
        None if fact.corrects.is_none() => check_new(fact.meeting, context)?,
        None => {}
        Some(meeting) if meeting.cancelled => return Err(Refusal::Cancelled(fact.meeting)),
        Some(meeting) => {
            if meeting.held.is_some() && fact.corrects.is_none() {
                return Err(Refusal::AlreadyHeld(fact.meeting));
            }
            if meeting.noticed.is_some_and(|noticed| noticed != (fact.body, fact.meeting_kind)) {
                return Err(Refusal::OtherThanNoticed(fact.meeting));
            }
        }
    }
    check_holds(state, fact.body, fact.meeting_kind, fact.happened)?;
    if let Some(ended) = fact.ended.filter(|ended| *ended < fact.happened) {
        return Err(Refusal::EndsBeforeItBegins { begins: fact.happened, ends: ended });
    }
    roll::persons(fact).into_iter().try_for_each(|person| state.check_person(person))?;
    check_roll(state, fact.roll, fact.meeting_kind)?;
    roll::check(fact)?;
    check_votes(state, fact)?;
    if fact.counted.is_none() && fact.roll.is_none() && fact.has_roll() {
        let attended = roll::attended(fact);
        for person in [fact.chair, fact.recorder] {
            if !attended.contains(&person) {
                return Err(Refusal::DidNotAttend(person));
            }
        }
    }
    if fact.agenda.is_empty() {
        return Err(Refusal::AgendaEmpty);
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
        return needed.map_or(Ok(()), |kind| Err(Refusal::PartMissing(kind)));
    };
    if part.parties.is_empty() || !kinds().any(MeetingKind::is_consultation) {
        return Err(Refusal::PartMissing(fact.meeting_kind));
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
        return Err(Refusal::MoreVotesThanPresent { votes: meeting.votes, present });
    }
    if meeting.at_ballot > present {
        let (ballot, meeting) = (meeting.at_ballot, present);
        return Err(Refusal::Election(ElectionRefusal::MoreAtBallot { ballot, meeting }));
    }
    let away = entitled.saturating_sub(present);
    if meeting.written > u64::from(away) {
        return Err(Refusal::MoreWrittenThanAway { written: meeting.written, away });
    }
    Ok(())
}

fn check_new(meeting: MeetingId, context: Context<'_>) -> Result<(), Refusal> {
    if meeting == MeetingId::derived(context.cmd, context.position) {
        Ok(())
    } else {
        Err(Refusal::Unknown(Thing::Meeting(meeting)))
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
    if meeting.is_held_by(body) { Ok(()) } else { Err(Refusal::WrongBody { meeting, body }) }
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
            return Err(Refusal::PartMissing(kind));
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
        return Err(Refusal::NobodySpoke);
    }
    fact.speaker.into_iter().try_for_each(|speaker| state.check_person(speaker))?;
    let held = state.check_held(fact.meeting)?;
    fact.speaker.into_iter().try_for_each(|speaker| held.check_attended(speaker))?;
    match fact.agenda_item {
        Some(item) if item == 0 || item > held.agenda_items => {
            Err(Refusal::NotOnAgenda { item, items: held.agenda_items })
        }
        _ => Ok(()),
    }
}

fn admit_confirmed(state: &State, fact: &MinutesConfirmed) -> Result<(), Refusal> {
    let held = state.check_held(fact.meeting)?;
    let persons: BTreeSet<_> =
        fact.sign_offs.iter().map(|one| (one.person, one.capacity)).collect();
    if fact.sign_offs.is_empty() || persons.len() < fact.sign_offs.len() {
        return Err(Refusal::NobodySigned);
    }
    for sign_off in &fact.sign_offs {
        state.check_person(sign_off.person)?;
        held.check_attended(sign_off.person)?;
    }
    Ok(())
}
