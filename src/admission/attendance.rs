//! The roll of a meeting: everybody once, nobody both present and away.

use crate::admission::refusal::{MeetingRefusal, Refusal, RollRefusal};
use crate::domain::PersonId;
use crate::event::meeting::MeetingHeld;
use std::collections::BTreeSet;

/// Everybody whom the minutes name.
pub(super) fn persons(fact: &MeetingHeld) -> BTreeSet<PersonId> {
    let mut persons = BTreeSet::from([fact.chair, fact.recorder]);
    persons.extend(fact.convener);
    persons.extend(fact.entitled.iter().chain(&fact.without_vote));
    persons.extend(fact.excluded.iter().map(|exclusion| exclusion.person));
    persons.extend(
        fact.leave.iter().flat_map(|leave| [Some(leave.person), leave.approved_by]).flatten(),
    );
    persons.extend(fact.absent.iter().map(|absence| absence.person));
    persons.extend(fact.observers.iter().filter_map(|observer| observer.person));
    persons.extend(fact.agenda.iter().filter_map(|item| item.presenter));
    persons.extend(speakers(fact));
    persons.extend(fact.lecture.iter().filter_map(|lecture| lecture.lecturer));
    if let Some(work) = &fact.group_work {
        persons.extend(work.suggestions.iter().map(|suggestion| suggestion.person));
        persons.extend(work.suggestions.iter().filter_map(|suggestion| suggestion.handled_by));
    }
    if let Some(work) = &fact.committee_work {
        persons.extend(work.assignments.iter().map(|assignment| assignment.person));
    }
    if let Some(life) = &fact.life_meeting {
        persons.extend(life.opinions.iter().filter_map(|opinion| opinion.addressee));
        persons.extend(life.talks.iter().flat_map(|talk| [talk.person, talk.with]));
        persons.extend(life.self_reviews.iter().map(|review| review.person));
        persons.extend(life.criticisms.iter().flat_map(|one| [one.from, one.to]));
        persons.extend(life.rectifications.iter().map(|one| one.responsible));
        persons.extend(life.appraisals.iter().map(|appraisal| appraisal.person));
    }
    persons
}

/// Those who speak for the parties of a consultation.
fn speakers(fact: &MeetingHeld) -> impl Iterator<Item = PersonId> {
    let parties = fact.deliberation.iter().flat_map(|part| &part.parties);
    parties.flat_map(|party| party.speakers.iter().copied())
}

/// Those on the roll, observing or speaking for a party who were not away. Where there is no roll,
/// chair and recorder were there by what they did.
pub(super) fn attended(fact: &MeetingHeld) -> BTreeSet<PersonId> {
    let observing = fact.observers.iter().filter_map(|observer| observer.person);
    let by_office = [fact.chair, fact.recorder].into_iter().filter(|_| !fact.has_roll());
    let observing = observing.chain(speakers(fact)).chain(by_office);
    let away: BTreeSet<PersonId> = away(fact).collect();
    let on_roll = fact.entitled.iter().chain(&fact.without_vote).copied();
    on_roll.chain(observing).filter(|person| !away.contains(person)).collect()
}

fn away(fact: &MeetingHeld) -> impl Iterator<Item = PersonId> {
    let leave = fact.leave.iter().map(|leave| leave.person);
    leave.chain(fact.absent.iter().map(|absence| absence.person))
}

/// Checks the lists against each other.
pub(super) fn check(fact: &MeetingHeld) -> Result<(), Refusal> {
    if fact.roll.is_some() {
        let named = !fact.entitled.is_empty() || !fact.without_vote.is_empty();
        let away = !fact.leave.is_empty() || !fact.absent.is_empty() || !fact.excluded.is_empty();
        // A roll of owners stands for names and numbers; who took part, the count says.
        let both = named || away || fact.counted.is_some();
        return if both { Err(RollRefusal::RollMisplaced.into()) } else { Ok(()) };
    }
    if fact.meeting_kind.is_of_owners() && fact.counted.is_none() && fact.entitled.is_empty() {
        return Err(RollRefusal::RollMisplaced.into());
    }
    if let Some(counted) = &fact.counted {
        if !fact.entitled.is_empty() || !fact.without_vote.is_empty() {
            return Err(MeetingRefusal::RollOrNumbers.into());
        }
        let (present, entitled) = (counted.present, counted.entitled);
        if present > entitled {
            return Err(Refusal::MorePresentThanEntitled { present, entitled });
        }
        if present == 0 {
            // Somebody chaired it.
            return Err(MeetingRefusal::DidNotAttend(fact.chair).into());
        }
        return Ok(());
    }
    if !fact.has_roll() && fact.deliberation.is_none() {
        return Err(MeetingRefusal::RollOrNumbers.into());
    }
    let mut roll = BTreeSet::new();
    let mut enter = |person: PersonId| -> Result<(), Refusal> {
        if roll.insert(person) { Ok(()) } else { Err(MeetingRefusal::TwiceOnRoll(person).into()) }
    };
    fact.entitled.iter().chain(&fact.without_vote).try_for_each(|person| enter(*person))?;
    fact.observers.iter().filter_map(|observer| observer.person).try_for_each(&mut enter)?;
    // Excluded members are not among those due to attend.
    fact.excluded.iter().try_for_each(|exclusion| enter(exclusion.person))?;

    let mut gone = BTreeSet::new();
    for person in away(fact) {
        if !fact.entitled.contains(&person) && !fact.without_vote.contains(&person) {
            return Err(MeetingRefusal::NotOnRoll(person).into());
        }
        if !gone.insert(person) {
            return Err(MeetingRefusal::TwiceOnRoll(person).into());
        }
    }
    Ok(())
}
