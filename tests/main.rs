//! One integration binary: it links once. A line per module; `tidy` fails when one is forgotten.

mod common; // test registry, fixed clock, ids in order
mod projection; // what is so, by facts in any order
mod schema; // schemas are current, and agree with serde
