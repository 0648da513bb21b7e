//! One integration binary: it links once. A line per module; `tidy` fails when one is forgotten.

mod common; // test registry, fixed clock, ids in order
mod format; // docs/format.md: its worked example is recomputed, docs/verify.py agrees
mod law; // verdicts: boundary cases by id, sentences, cards that are refused, the calendar
mod schema; // schemas are current, and agree with serde
mod tidy; // rules of the house that a compiler does not know
