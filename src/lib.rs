//! yishi (议事): a minute book that a community can trust.
pub mod domain;
pub mod event;
pub mod ledger;
pub mod projection;
