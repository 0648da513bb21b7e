//! yishi (议事): a minute book that a community can trust.
pub mod domain;
pub mod ledger;
pub mod store;
