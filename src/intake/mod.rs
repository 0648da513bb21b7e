//! What people hand in: documents, announcements, and the forms that they fill in.
//!
//! A document is facts in the vocabulary of events, with plain values where the journal has
//! seals and `@labels` where it has ids. It is read by the same strict JSON reader as evidence.

pub mod announcement;
pub mod document;
pub(crate) mod faults;
pub mod template;

pub use announcement::{AnnouncementError, read_announcement};
pub use document::{Document, DocumentError, DraftFact};
pub use template::{
    IssueStep, Known, KnownBody, TemplateKind, UnknownTemplate, blanks_left, template,
};
