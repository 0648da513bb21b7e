//! All projections together: entries in, rows and fingerprints out, and what is to be saved.

use super::activities::{self, ActivityFacts, PledgeFacts};
use super::ballots::{self, BallotFacts};
use super::bodies::{self, BodyFacts};
use super::committees::{self, CommitteeFacts, PostPlace};
use super::counts::{self, CountFacts};
use super::elections::{self, CandidatePlace, ElectionFacts};
use super::endings::Endings;
use super::files::Filed;
use super::issues::{self, IssueFacts};
use super::meetings::{self, MeetingFacts};
use super::motions::{self, MotionFacts};
use super::names::Called;
use super::noted::Stamp;
use super::people::{self, PersonFacts};
use super::publications::{self, PublicationFacts};
use super::rolls::{self, RollFacts, UnitFacts};
use super::schedule::{Links, YearFacts};
use super::shelf::{Change, Kept, Shelf, Source, Unreadable};
use crate::event::{Family, Recorded};
use std::borrow::Borrow;
use std::sync::Arc;

/// Version of rows and of what is saved. Saved under another version, it is folded again.
pub const VERSION: u32 = 6;

macro_rules! shelves {
    ($($name:ident: $facts:ty,)*) => {
        /// Tables in which [`Projections::changes`] are to be saved, all of them or none.
        pub const SAVED_TABLES: &[&str] = &[$(<$facts>::TABLE,)*];

        /// What is so, by the entries folded so far. A clone costs next to nothing, and neither is
        /// changed by what is folded into the other.
        #[derive(Debug, Clone)]
        pub struct Projections {
            next_seq: u64,
            $(pub(super) $name: Shelf<$facts>,)*
        }

        impl Projections {
            fn with(next_seq: u64, source: Option<&Arc<dyn Source>>) -> Self {
                Self { next_seq, $($name: Shelf::new(source.cloned()),)* }
            }

            /// What changed since the last saving. Save it together with
            /// [`next_seq`](Self::next_seq) and [`VERSION`] for every one of [`SAVED_TABLES`], also
            /// where nothing changed, then call [`saved`](Self::saved). Tables that do not agree on
            /// `next_seq` were saved by half.
            pub fn changes(&self) -> Vec<Change> {
                let mut changes = Vec::new();
                $(self.$name.changes(&mut changes);)*
                changes
            }

            /// The changes have been saved. With a source they leave the memory.
            pub fn saved(&mut self) {
                $(self.$name.saved();)*
            }
        }
    };
}

// Every shelf, in the order of the tables.
shelves! {
    activities: ActivityFacts,
    ballots: BallotFacts,
    bodies: BodyFacts,
    candidates: CandidatePlace,
    committees: CommitteeFacts,
    counts: CountFacts,
    elections: ElectionFacts,
    endings: Endings,
    files: Filed,
    issues: IssueFacts,
    labels: Called,
    links: Links,
    meetings: MeetingFacts,
    motions: MotionFacts,
    people: PersonFacts,
    pledges: PledgeFacts,
    posts: PostPlace,
    publications: PublicationFacts,
    rolls: RollFacts,
    units: UnitFacts,
    schedule: YearFacts,
}

impl Default for Projections {
    fn default() -> Self {
        Self::new()
    }
}

impl Projections {
    /// Nothing folded yet; everything stays in memory.
    pub fn new() -> Self {
        Self::with(0, None)
    }

    /// Goes on from what was saved when the entries below `next_seq` had been folded.
    pub fn over<S: Source + 'static>(source: &Arc<S>, next_seq: u64) -> Self {
        let source: Arc<dyn Source> = Arc::<S>::clone(source);
        Self::with(next_seq, Some(&source))
    }

    /// Folds entries, given in the order of their numbers.
    pub fn of<R: Borrow<Recorded>>(
        entries: impl IntoIterator<Item = R>,
    ) -> Result<Self, Unreadable> {
        let mut all = Self::new();
        entries.into_iter().try_for_each(|entry| all.apply(entry.borrow()))?;
        Ok(all)
    }

    /// Number of the entry that is to be folded next.
    pub fn next_seq(&self) -> u64 {
        self.next_seq
    }

    /// Folds one entry. One that was folded already is passed over.
    ///
    /// After an error the entry may be in by half: these projections are of no use any more, and
    /// the journal is to be folded again from its beginning.
    pub fn apply(&mut self, entry: &Recorded) -> Result<(), Unreadable> {
        if entry.seq < self.next_seq {
            return Ok(());
        }
        let stamp = &Stamp::of(entry);
        // Each kind of thing takes its own family, so that a new kind of entry touches one projection.
        match entry.event.family() {
            Family::Activity(event) => activities::apply(self, stamp, event),
            Family::Ballot(event) => ballots::apply(self, stamp, &entry.by.actor, event),
            Family::Body(event) => bodies::apply(self, stamp, event),
            Family::Count(event) => counts::apply(self, stamp, event)
                .and_then(|()| elections::apply_count(self, stamp, event))
                .and_then(|()| motions::apply_count(self, stamp, event)),
            Family::Election(event) => elections::apply(self, stamp, event),
            Family::Issue(event) => issues::apply(self, stamp, event),
            Family::Meeting(event) => meetings::apply(self, stamp, event),
            Family::Membership(event) => people::apply_membership(self, stamp, event),
            Family::Motion(event) => motions::apply(self, stamp, event),
            Family::Person(event) => people::apply(self, stamp, event),
            Family::Post(event) => committees::apply(self, stamp, event),
            Family::Publication(event) => publications::apply(self, stamp, event),
            Family::Roll(event) => rolls::apply(self, stamp, event),
            // What is so outside the book does not depend on what happens to the book.
            Family::Registry(_) => Ok(()),
        }?;
        self.next_seq = entry.seq + 1;
        Ok(())
    }
}
