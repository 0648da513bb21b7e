//! What a fact rests on: the life of every thing that it names, and what its family adds.

use crate::admission::Scope;
use crate::admission::{ballot, count, election, meeting, membership, post, registry, roll};
use crate::domain::Thing;
use crate::event::{Event, Family};

/// The life of a ballot.
pub(super) const BALLOT: &[&str] = &[
    "ballot.delivered",
    "ballot.issued",
    "ballot.keyed",
    "ballot.rejected",
    "ballot.returned",
    "ballot.set_aside",
];

/// The life of a unit.
pub(super) const UNIT: &[&str] = &["roll.unit_changed", "roll.unit_registered"];

/// Adds what must be known to admit this fact.
pub(super) fn rests(fact: &Event, scope: &mut Scope) {
    for thing in named(fact) {
        life(thing, scope);
    }
    match fact.family() {
        Family::Ballot(fact) => ballot::rests(fact, scope),
        Family::Count(fact) => count::rests(fact, scope),
        Family::Election(fact) => election::rests(fact, scope),
        Family::Meeting(fact) => meeting::rests(fact, scope),
        Family::Membership(fact) => membership::rests(fact, scope),
        Family::Post(fact) => post::rests(fact, scope),
        Family::Registry(_) => registry::rests(scope),
        Family::Roll(fact) => roll::rests(fact, scope),
        Family::Activity(_)
        | Family::Body(_)
        | Family::Issue(_)
        | Family::Motion(_)
        | Family::Person(_)
        | Family::Publication(_) => {}
    }
}

/// The things that a fact names.
fn named(fact: &Event) -> Vec<Thing> {
    let mut things = fact.things();
    // A mark answers a question of its count, which says what is asked; and many can key at once.
    if let Family::Ballot(_) = fact.family() {
        things.retain(|thing| !matches!(thing, Thing::Motion(_)));
    }
    things
}

/// Adds the kinds that say whether a thing is there, and what became of it.
fn life(thing: Thing, scope: &mut Scope) {
    let kinds: &[&str] = match thing {
        Thing::Activity(_) => &["activity.held"],
        Thing::Ballot(_) => BALLOT,
        Thing::Body(_) => {
            &["body.converted", "body.dissolved", "body.established", "body.placed_under"]
        }
        Thing::Count(_) => &["count.certified", "count.opened", "count.sealed"],
        Thing::Election(_) => &[
            "election.called",
            "election.candidate_nominated",
            "election.candidate_withdrawn",
            "election.declared",
            "election.seats_reduced",
            "election.tallied",
        ],
        Thing::Issue(_) => &["issue.closed", "issue.raised"],
        Thing::Meeting(_) => &["meeting.cancelled", "meeting.held", "meeting.noticed"],
        Thing::Motion(_) => {
            // A meeting that was recorded in error takes its motions and votes along; which one that
            // would be is not known before reading, and there are few.
            scope.kind("meeting.cancelled");
            &[
                "count.certified",
                "count.opened",
                "motion.proposed",
                "motion.resolved",
                "motion.voted",
                "motion.withdrawn",
            ]
        }
        Thing::Person(_) => &["person.registered"],
        Thing::Post(_) => &["post.filled", "post.vacated"],
        Thing::Publication(_) => &[
            "publication.objection_answered",
            "publication.objection_received",
            "publication.posted",
            "publication.removed",
        ],
        Thing::Roll(_) => &["roll.frozen"],
        Thing::Unit(_) => UNIT,
        // A candidate lives in its election, which whoever names a candidate names too; a registry
        // is this one.
        Thing::Candidate(_) | Thing::Registry(_) => return,
    };
    scope.clause(kinds, Some(&thing.tag()));
}
