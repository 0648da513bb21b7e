//! yishi (议事): a minute book that a community can trust.
pub mod admission;
pub mod domain;
pub mod event;
pub mod ledger;
