//! The one door: what goes in, what is refused, what must never come out.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    reason = "helpers of tests; clippy excuses only what stands in a test itself"
)]

mod admission; // every refusal, given and when
mod answers; // what is printed for programs fits the schemas
mod clock; // clocks that are wrong
mod copies; // copies continued twice, backups, a journal cut short, late entries
mod crash; // machines that fail while rows are saved, copies made, names erased
mod elections; // elections: refusals, irregularities, how they are shown
mod erasure; // personal data destroyed on record, vaults lost and restored
mod examples; // the cases recorded, shown, verified, copied; verdicts worked out by hand
mod faces; // terminal, page, minutes and gate say the same
mod hammer; // reader, writer, compaction and erasure at once
mod history; // old shapes read for ever
mod hostile; // files that are no documents
mod hostile_copies; // copies that came from elsewhere: mutated, interrupted, with pipes and links
mod kill; // a process killed at any instant, whatever it did
mod lists; // lists of a body and of a year
mod mistakes; // what was recorded in error, and how it is shown
mod owners; // votes of owners: units, rolls, ballots, counts, publications
mod personal; // personal values are found nowhere outside the vault
mod repeat; // the same again, and trials
mod rolls; // who is due to attend
mod same; // cold, warm and folded from the start say the same
mod schemas; // serde and the JSON Schemas agree
mod scopes; // what facts rest on
mod struck_rules; // rules adopted by mistake, and struck
mod together; // two people at once
mod zijinglu; // the case of owners' votes by hand, and a roll of 3,281 units
