//! Counts: opened on a frozen roll, sealed once, certified with the totals that the ballots give.

use crate::admission::Context;
use crate::admission::owners::{Count, Opened, questions};
use crate::admission::refusal::{
    Contradiction, CountRefusal, MeetingRefusal, MotionRefusal, Refusal,
};
use crate::admission::rests;
use crate::admission::roll;
use crate::admission::scope::Scope;
use crate::admission::state::State;
use crate::domain::{Area, CountBasis, CountId, Heads, MeetingId, MeetingKind, MotionId, RollId};
use crate::event::CountEvent;
use crate::event::count::{CountCertified, CountDrawn, CountOpened, CountTotals, Tally};
use crate::event::tally::Question;
use std::collections::BTreeSet;

/// Motions in one count: each is a tag of its entry, beside count, meeting, roll and election.
const MOTIONS_MAX: usize = 12;

pub(super) fn rests(event: CountEvent<'_>, scope: &mut Scope) {
    match event {
        CountEvent::CountCertified(fact) => {
            scope.clause(rests::BALLOT, Some(&fact.count.tag()));
            // Which roll, and so which units, the count itself says; they are few enough.
            scope.kind("roll.frozen");
            rests::UNIT.iter().for_each(|kind| scope.kind(kind));
        }
        // The closing waits for no ballot: many can key at once.
        CountEvent::CountDrawn(_) | CountEvent::CountOpened(_) | CountEvent::CountSealed(_) => {}
    }
}

pub(super) fn evolve(state: &mut State, event: CountEvent<'_>) {
    match event {
        CountEvent::CountOpened(fact) => {
            let opened = Opened {
                meeting: fact.meeting,
                roll: fact.roll,
                questions: questions(&fact.motions, &fact.candidates),
                keying: fact.keying,
            };
            state.owners.counts.entry(fact.count).or_default().opened = Some(opened);
            super::election::evolve_counted(state, fact);
            for motion in &fact.motions {
                state.motions.entry(*motion).or_default().count = Some(fact.count);
            }
        }
        CountEvent::CountSealed(fact) => {
            state.owners.counts.entry(fact.count).or_default().sealed = true;
        }
        CountEvent::CountCertified(fact) => {
            state.owners.counts.entry(fact.count).or_default().certified = true;
            for totals in &fact.totals.motions {
                state.motions.entry(totals.motion).or_default().counted = true;
            }
        }
        CountEvent::CountDrawn(_) => {}
    }
}

pub(super) fn admit(
    state: &State,
    event: CountEvent<'_>,
    context: Context<'_>,
) -> Result<(), Refusal> {
    match event {
        CountEvent::CountOpened(fact) => admit_opened(state, fact, context),
        CountEvent::CountSealed(fact) => {
            let (count, _) = opened(state, fact.count)?;
            if count.sealed && fact.corrects.is_none() {
                return Err(CountRefusal::CountSealed(fact.count).into());
            }
            fact.scrutineers.iter().try_for_each(|person| state.check_person(*person))
        }
        CountEvent::CountCertified(fact) => admit_certified(state, fact),
        CountEvent::CountDrawn(fact) => admit_drawn(state, fact),
    }
}

impl Count {
    pub(super) fn is_on(&self, roll: RollId) -> bool {
        self.opened.as_ref().is_some_and(|opened| opened.roll == roll)
    }
}

/// The count, which must have been opened.
pub(super) fn opened(state: &State, id: CountId) -> Result<(&Count, &Opened), Refusal> {
    let count = state.owners.counts.get(&id);
    let found = count.and_then(|count| Some((count, count.opened.as_ref()?)));
    found.ok_or(Refusal::Unknown(id.into()))
}

fn admit_opened(state: &State, fact: &CountOpened, context: Context<'_>) -> Result<(), Refusal> {
    context.check_new(fact.count, state.owners.counts.contains_key(&fact.count), fact.corrects)?;
    check_meeting(state, fact.meeting)?;
    roll::check_roll(state, fact.roll)?;
    check_questions(fact)?;
    super::election::check_count(state, fact)?;
    let (begins, ends) = (fact.voting_from, fact.voting_until);
    if ends.last_day() < begins.first_day() || ends < begins {
        return Err(Refusal::EndsBeforeItBegins { begins, ends });
    }
    fact.motions.iter().try_for_each(|motion| check_motion(state, *motion, fact))
}

/// The meeting must be one of owners, called or held.
fn check_meeting(state: &State, id: MeetingId) -> Result<(), Refusal> {
    let Some(meeting) = state.meetings.get(&id) else {
        return Err(Refusal::Unknown(id.into()));
    };
    if meeting.cancelled {
        return Err(MeetingRefusal::Cancelled(id).into());
    }
    let held = meeting.held.as_ref().map(|held| held.meeting_kind);
    let kind = held.or_else(|| meeting.noticed.map(|(_, kind)| kind));
    if kind.is_some_and(MeetingKind::is_of_owners) {
        Ok(())
    } else {
        Err(CountRefusal::NotOfOwners(id).into())
    }
}

fn check_questions(fact: &CountOpened) -> Result<(), Refusal> {
    let asked = questions(&fact.motions, &fact.candidates);
    let different: BTreeSet<&Question> = asked.iter().collect();
    if asked.is_empty() || different.len() < asked.len() {
        return Err(CountRefusal::QuestionsWrong.into());
    }
    if fact.motions.len() > MOTIONS_MAX {
        let found = fact.motions.len();
        return Err(CountRefusal::TooManyQuestions { found, max: MOTIONS_MAX }.into());
    }
    if fact.election.is_some() == fact.candidates.is_empty() {
        return Err(CountRefusal::ElectionAndCandidates.into());
    }
    Ok(())
}

fn check_motion(state: &State, id: MotionId, fact: &CountOpened) -> Result<(), Refusal> {
    let Some(motion) = state.motions.get(&id).filter(|motion| motion.body.is_some()) else {
        return Err(Refusal::Unknown(id.into()));
    };
    if motion.withdrawn {
        return Err(MotionRefusal::Withdrawn(id).into());
    }
    let elsewhere = motion.count.is_some_and(|count| count != fact.count);
    if elsewhere || state.is_voted(motion) && fact.corrects.is_none() {
        return Err(MotionRefusal::AlreadyVoted(id).into());
    }
    let body = state.meetings.get(&fact.meeting).and_then(|meeting| {
        let noticed = meeting.noticed.map(|(body, _)| body);
        meeting.held.as_ref().map(|held| held.body).or(noticed)
    });
    if motion.body == body { Ok(()) } else { Err(MotionRefusal::OtherBody.into()) }
}

fn admit_certified(state: &State, fact: &CountCertified) -> Result<(), Refusal> {
    let (count, asked) = opened(state, fact.count)?;
    if count.certified && fact.corrects.is_none() {
        return Err(CountRefusal::CountCertified(fact.count).into());
    }
    let totals = &fact.totals;
    let motions = totals.motions.iter().map(|one| Question::Motion(one.motion));
    let candidates = totals.candidates.iter().map(|one| Question::Candidate(one.candidate));
    if !motions.chain(candidates).eq(asked.questions.iter().copied()) {
        return Err(CountRefusal::QuestionsDiffer.into());
    }
    match fact.basis {
        CountBasis::Ballots => {
            if !count.sealed {
                return Err(CountRefusal::NotSealed(fact.count).into());
            }
            if state.owners.papers(fact.count).next().is_none() {
                return Err(CountRefusal::NoBallots(fact.count).into());
            }
            let expected = state.owners.totals(fact.count);
            if expected.as_ref() == Some(totals) {
                Ok(())
            } else {
                Err(CountRefusal::CountTotalsDiffer.into())
            }
        }
        CountBasis::TallySheet => {
            if state.owners.papers(fact.count).any(super::owners::Ballot::is_keyed) {
                return Err(CountRefusal::BallotsAreKeyed(fact.count).into());
            }
            let roll = &roll::check_roll(state, asked.roll)?.totals;
            check_sheet(totals, Tally { heads: roll.heads, area: roll.area })
        }
    }
}

/// Numbers of a tally sheet may be incomplete, but must not contradict each other.
fn check_sheet(totals: &CountTotals, roll: Tally) -> Result<(), Refusal> {
    let refuse = |what| Err(CountRefusal::NumbersContradict(what).into());
    let papers = [
        (totals.delivered, totals.issued, Contradiction::MoreDeliveredThanIssued),
        (totals.returned, totals.delivered, Contradiction::MoreReturnedThanDelivered),
        (totals.valid, totals.returned, Contradiction::MoreValidThanReturned),
    ];
    for (part, whole, what) in papers {
        if let (Some(part), Some(whole)) = (part, whole)
            && part > whole
        {
            return refuse(what);
        }
    }
    if let (Some(returned), Some(valid), Some(invalid)) =
        (totals.returned, totals.valid, totals.invalid)
    {
        let unsettled = totals.unsettled.unwrap_or(0);
        if u64::from(valid) + u64::from(invalid) + u64::from(unsettled) != u64::from(returned) {
            return refuse(Contradiction::ValidAndInvalid);
        }
    }
    let all = [Some(totals.participating), totals.rejected, totals.silent];
    if !within(&all, None, roll) {
        return refuse(Contradiction::MoreThanOnRoll);
    }
    let part = totals.participating;
    let motions = totals
        .motions
        .iter()
        .map(|one| ([Some(one.in_favour), one.against, one.abstain, one.blank], one.split));
    let candidates = totals
        .candidates
        .iter()
        .map(|one| ([Some(one.in_favour), one.against, one.abstain, one.blank], one.split));
    for (choices, split) in motions.chain(candidates) {
        if !within(&choices, split, part) {
            return refuse(Contradiction::MoreThanTookPart);
        }
    }
    Ok(())
}

/// Whether these parts together stay within the whole, in heads and in area.
fn within(parts: &[Option<Tally>], more: Option<Heads>, whole: Tally) -> bool {
    let parts = || parts.iter().flatten();
    let heads = parts().fold(u64::from(more.unwrap_or_default().0), |sum, part| {
        sum.saturating_add(u64::from(part.heads.0))
    });
    let area = parts().fold(Area(0), |sum, part| Area(sum.0.saturating_add(part.area.0)));
    heads <= u64::from(whole.heads.0) && area <= whole.area
}

fn admit_drawn(state: &State, fact: &CountDrawn) -> Result<(), Refusal> {
    let (_, asked) = opened(state, fact.count)?;
    let tied: BTreeSet<_> = fact.candidates.iter().collect();
    let drawn: BTreeSet<_> = fact.drawn.iter().collect();
    let asked_about = |one: &&&_| asked.questions.contains(&Question::Candidate(***one));
    let contradicts = tied.len() < 2
        || tied.len() < fact.candidates.len()
        || drawn.is_empty()
        || drawn.len() < fact.drawn.len()
        || !drawn.is_subset(&tied)
        || !tied.iter().all(|one| asked_about(&one));
    if contradicts {
        return Err(CountRefusal::DrawContradicts.into());
    }
    if fact.witnesses.is_empty() {
        return Err(CountRefusal::NoWitness.into());
    }
    fact.witnesses.iter().try_for_each(|person| state.check_person(*person))
}

/// The totals that the program fills in, by the ballots that are keyed.
pub(super) fn totals(state: &State, event: CountEvent<'_>) -> Option<CountTotals> {
    match event {
        CountEvent::CountCertified(fact) => {
            state.owners.totals(fact.count).filter(|_| fact.basis == CountBasis::Ballots)
        }
        CountEvent::CountDrawn(_) | CountEvent::CountOpened(_) | CountEvent::CountSealed(_) => None,
    }
}
