//! What the book writes: minutes, notices. Golden files lie in `golden/`; to look at
//! them is part of changing anything here.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    reason = "a helper of tests fails by panicking"
)]

mod book; // entries from a readable file, with names
mod hostile; // texts that would be markup, too long, or not letters at all
mod minutes; // golden files
