//! All projections together: entries in, rows and fingerprints out, and what is to be saved.

use super::activities::{self, ActivityFacts, PledgeFacts};
use super::ballots::{self, BallotFacts};
use super::bodies::{self, BodyFacts};
use super::committees::{self, CommitteeFacts};
use super::counts::{self, CountFacts};
use super::elections::{self, ElectionFacts};
use super::endings::Endings;
use super::issues::{self, IssueFacts};
use super::meetings::{self, MeetingFacts};
use super::motions::{self, MotionFacts};
use super::noted::Stamp;
use super::people::{self, PersonFacts};
use super::publications::{self, PublicationFacts};
use super::rolls::{self, RollFacts, UnitFacts};
use super::rows::{Fingerprinting, Table, canonical};
use super::schedule::{Links, YearFacts};
use super::shelf::{Change, Kept, Shelf, Source, Unreadable};
use crate::domain::Fingerprint;
use crate::event::{Family, Recorded};
use std::borrow::Borrow;
use std::sync::Arc;

/// Version of rows and of what is saved. Saved under another version, it is folded again.
pub const VERSION: u32 = 3;

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
    committees: CommitteeFacts,
    counts: CountFacts,
    elections: ElectionFacts,
    endings: Endings,
    issues: IssueFacts,
    links: Links,
    meetings: MeetingFacts,
    motions: MotionFacts,
    people: PersonFacts,
    pledges: PledgeFacts,
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

    /// Shows the rows of a table as canonical JSON, in key order.
    pub fn each_row(
        &self,
        table: Table,
        visit: &mut dyn FnMut(&str, &str),
    ) -> Result<(), Unreadable> {
        let mut show = |key: String, row: String| visit(&key, &row);
        match table {
            Table::Bodies => self.each_body(&mut |row| show(row.body.to_string(), canonical(&row))),
            Table::People => {
                self.each_person(&mut |row| show(row.person.to_string(), canonical(&row)))
            }
            Table::Committees => {
                self.each_committee(&mut |row| show(row.body.to_string(), canonical(&row)))
            }
            Table::Elections => {
                self.each_election(&mut |row| show(row.election.to_string(), canonical(&row)))
            }
            Table::Meetings => {
                self.each_meeting(&mut |row| show(row.meeting.to_string(), canonical(&row)))
            }
            Table::Motions => {
                self.each_motion(&mut |row| show(row.motion.to_string(), canonical(&row)))
            }
            Table::Votes => {
                self.each_vote(&mut |row| show(row.motion.to_string(), canonical(&row)))
            }
            Table::Issues => {
                self.each_issue(&mut |row| show(row.issue.to_string(), canonical(&row)))
            }
            Table::Activities => {
                self.each_activity(&mut |row| show(row.activity.to_string(), canonical(&row)))
            }
            Table::Pledges => {
                self.each_pledge(&mut |row| show(row.body.to_string(), canonical(&row)))
            }
            Table::Rolls => self.each_roll(&mut |row| show(row.roll.to_string(), canonical(&row))),
            Table::Counts => {
                self.each_count(&mut |row| show(row.count.to_string(), canonical(&row)))
            }
            Table::Publications => self.each_publication(&mut |row| {
                show(row.publication.to_string(), canonical(&row));
            }),
            Table::Schedule => self.each_schedule(&mut |row| {
                show(format!("{}.{:04}", row.body, row.year), canonical(&row));
            }),
        }
    }

    /// The rows of a table as canonical JSON, in key order.
    pub fn rows(&self, table: Table) -> Result<Vec<(String, String)>, Unreadable> {
        let mut rows = Vec::new();
        self.each_row(table, &mut |key, row| rows.push((key.to_owned(), row.to_owned())))?;
        Ok(rows)
    }

    /// Fingerprint of a table: SHA-256 over `key LF row LF` of every row, in key order.
    pub fn fingerprint(&self, table: Table) -> Result<Fingerprint, Unreadable> {
        let mut fingerprint = Fingerprinting::default();
        self.each_row(table, &mut |key, row| fingerprint.add(key, row))?;
        Ok(fingerprint.finish())
    }
}
