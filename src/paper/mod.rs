//! Documents in and out: what people fill in, and what the book writes by itself.
//!
//! A document is facts in the vocabulary of events, with plain values where the journal has seals and
//! `@labels` where it has ids. It is read by the same strict JSON reader as evidence.

pub mod document;

pub use document::{Document, DocumentError, DraftFact};
