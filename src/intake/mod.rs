//! What people hand in: documents, announcements, the forms that they fill in, and what the program
//! fills in.
//!
//! A document is facts in the vocabulary of events, with plain values where the journal has
//! seals and `@labels` where it has ids. It is read by the same strict JSON reader as evidence.
//! Preparing makes facts of it, for a book that is asked what it knows (`OnRecord`).

pub mod announcement;
pub mod document;
pub(crate) mod faults;
pub(crate) mod on_record;
mod own;
pub(crate) mod prepare;
pub mod template;
mod wording;

pub use announcement::{AnnouncementError, read_announcement};
pub use document::{Document, DocumentError, DraftFact};
pub use prepare::PrepareError;
pub use template::{
    IssueStep, Known, KnownBody, TemplateKind, UnknownTemplate, blanks_left, template,
};
