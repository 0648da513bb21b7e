//! What a face still names of the rooms behind the doors: audits, places, and what a registry is opened
//! with. The list may only get shorter.

pub use crate::audit::{
    Level, Note as AuditNote, Outcome as AuditOutcome, Report, Tick, VerifyOptions, verify,
};
pub use crate::event::kind_entry;
pub use crate::event::registry::OpeningsIncluded;
pub use crate::law::{Book, Place};
pub use crate::ledger::{Sha256, Value};
pub use crate::registry::schema::schema_files;
pub use crate::store::{Checkpoint, OpenOptions};
