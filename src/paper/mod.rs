//! Documents in and out: what people fill in, and what the book writes by itself.
//!
//! A document is facts in the vocabulary of events, with plain values where the journal has
//! seals and `@labels` where it has ids. It is read by the same strict JSON reader as evidence.
//! What the book writes is a [`Sheet`], which is rendered as plain text or as Markdown.

pub mod announcement;
pub mod document;
pub mod handbook;
pub mod markdown;
pub mod minutes;
pub mod notice;
pub mod page;
pub mod sheet;
pub mod table;
pub mod template;
pub mod text;

pub use announcement::{AnnouncementError, read_announcement};
pub use document::{Document, DocumentError, DraftFact};
pub use markdown::markdown;
pub use minutes::{MinutesOptions, minutes};
pub use notice::notice;
pub use page::page;
pub use sheet::{Block, Row, Section, Sheet, Signature};
pub use table::Table;
pub use template::{IssueStep, TemplateKind, UnknownTemplate, blanks_left, template};
pub use text::text;
