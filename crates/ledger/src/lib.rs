//! Pure bytes: the entry line, the chain of hashes, the seal. Knows no meeting.
//!
//! Everything here could be compiled for a browser: it needs `core`, `alloc`, `blake3` and `sha2`,
//! does no input or output, reads no clock and has no Unicode tables. `docs/format.md` describes the
//! same bytes in words.
//!
//! Invariants:
//! - what [`entry::Entry::parse`] accepts is canonical: writing it again gives the same bytes;
//! - a hash covers the stored bytes of a line without its line feed, never a re-serialisation.

pub mod chain;
pub mod entry;
pub mod hash;
pub mod json;
pub mod seal;

pub use entry::{Draft, ENTRY_BYTES_MAX, Entry, EntryError, Stamp};
pub use hash::{Hash, HashError, Sha256};
pub use json::{JsonError, JsonFault, Value};
pub use seal::{Audience, Commitment, Salt, document_mac};
