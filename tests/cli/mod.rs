//! The command line: help, exit codes, JSON, the demo.

#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests; clippy excuses only what stands in a test itself"
)]

mod check; // the publish gate: one mistake each, hostile files, our own results
mod codes; // how each command can end, and that --json parses
mod demo; // the demo, word for word
mod due; // what is to be done: this week's work of the cases, golden
mod first_day; // what the README tells a new secretary to do
mod folder; // whatever stands under a name of the folder: no hang, no panic, one answer
mod help; // one line in both languages for every command
mod readme; // the commands in the READMEs of the examples
mod rule; // rule cards listed, shown, tried, and supposed
