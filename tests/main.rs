//! One integration binary: it links once. A line per module; `tidy` fails when one is forgotten.

mod audit; // tampering by name, every bit of a journal, hostile files
mod browser; // pages in a real browser, on a phone
mod cli; // every command in and out: exit codes, help, JSON, the demo
mod common; // test registry, fixed clock, ids in order
mod format; // docs/format.md: its worked example is recomputed, docs/verify.py agrees
mod fuzz; // what strangers hand in: the corpus of fuzz/ and mutations of it
mod intake; // templates: each is a document
mod law; // verdicts: boundary cases by id, sentences, cards that are refused, the calendar
mod paper; // minutes and notices: golden files, hostile texts
mod projection; // what is so, by facts in any order
mod registry; // recording, refusals, personal data, copies, clocks, two people at once
mod schema; // schemas are current, and agree with serde
mod secrecy; // no shape ties a secret vote to a voter or a moment
mod store; // where things lie: the contract, opening, damage, crashes
mod tidy; // rules of the house that a compiler does not know
