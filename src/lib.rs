//! yishi (议事): a minute book that a community can trust.
//!
//! Meetings, motions and votes are events in an append-only journal; what was decided is worked out by
//! the rule in force on that day; anybody can check it. One package, rooms that only look down:
//!
//! ```text
//!   cli          faces: parse, call a door, lay out
//!   registry     the door to write: record, copy; holds store, vault, clock
//!   paper        documents out: minutes, notices, pages
//!   answer       the door to read: a shared snapshot, questions, typed answers
//!   audit        numbered checks over a journal, read as a stranger reads it
//!   intake       what people hand in: documents, announcements, forms
//!   projection   what is so: rows of ids and facts      admission   what may be put on record
//!   law          figures in, verdicts out               event       the vocabulary on record
//!   store        journal files, index, vault            domain      the words all of them use
//!   ledger       pure bytes: entry, chain, seal
//! ```
//!
//! Start with [`registry::Registry`] to record, [`answer::Snapshot`] to ask, [`answer::verify()`] to
//! check. `docs/architecture.md` says who may know whom, and a test reads it; `docs/format.md` gives
//! every byte on disk.

pub mod admission;
pub mod answer;
pub mod audit;
pub mod cli;
pub mod event;
pub mod intake;
pub mod paper;
pub mod projection;
pub mod registry;
pub mod store;

pub use domain;
pub use law;
pub use ledger;
