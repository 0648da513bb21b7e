//! The command line: help, exit codes, JSON, the demo.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "helpers of tests; clippy excuses only what stands in a test itself"
)]

mod codes; // how each command can end, and that --json parses
mod demo; // the demo, word for word
mod help; // one line in both languages for every command
