//! The vocabulary on record: what an entry means.
//!
//! One file per family. A kind is a struct made with [`fact::event!`]: its fields with their classes,
//! the ids that it can be found by, and the sentence that it says. From these the catalogue, the
//! schemas and the search for personal data are derived.
//!
//! Invariants:
//! - a released shape is never edited: a new one gets a new version, and the old one moves to
//!   [`history`] with an upcast that invents nothing;
//! - every field is classified by its type (see [`classified`]);
//! - a correction keeps the tags of what it corrects, so whoever finds one finds the other.

pub mod activity;
pub mod ballot;
pub mod body;
pub mod catalogue;
pub mod classified;
pub mod count;
pub mod deliberation;
pub mod election;
pub mod fact;
pub mod history;
pub mod issue;
pub mod meeting;
pub mod meeting_parts;
pub mod membership;
pub mod motion;
pub mod names;
pub mod person;
pub mod post;
pub mod publication;
pub mod recorded;
pub mod registry;
pub mod roll;
pub mod schema;
pub mod sealing;
pub mod tally;

pub use crate::ledger::Audience;
pub use catalogue::{
    ActivityEvent, BallotEvent, BodyEvent, CountEvent, ElectionEvent, IssueEvent, MeetingEvent,
    MembershipEvent, MotionEvent, PersonEvent, PostEvent, PublicationEvent, RegistryEvent,
    RollEvent,
};
pub use catalogue::{CATALOGUE, Creates, Event, Family, KindEntry, kind_entry};
pub use classified::{Class, Classified, FieldClass, Plain, Sealed};
pub use fact::{DecodeError, Fact, Said};
pub use names::{Names, NoNames};
pub use recorded::{By, Recorded, replaced, standing};
