//! yishi (议事): a minute book that a community can trust.
pub mod admission;
pub mod audit;
pub mod cli;
pub mod domain;
pub mod event;
pub mod law;
pub mod ledger;
pub mod paper;
pub mod projection;
pub mod registry;
pub mod store;
