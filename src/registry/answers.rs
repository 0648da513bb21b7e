//! What the door hands out: the types that its answers are made of.
//!
//! A face (command line, later web) knows the registry, the papers and the words of the domain, and
//! no other room. What an answer consists of is named here, so the list of everything that a face can
//! depend on fits on a screen.

pub use crate::audit::{
    Level, Note as AuditNote, Outcome as AuditOutcome, Report, Tick, VerifyOptions, verify,
};
pub use crate::event::count::{CountTotals, MotionTotals, Tally};
pub use crate::event::membership::MembershipChange;
pub use crate::event::motion::Announced;
pub use crate::event::names::with_names;
pub use crate::event::post::PostBasis;
pub use crate::event::registry::OpeningsIncluded;
pub use crate::event::{Event, Names, Recorded, kind_entry};
pub use crate::law::gate::{Check, Standing};
pub use crate::law::{
    Beyond, Book, Card, DeemedTable, Explanation, Matter, OF_AN_ELECTION, Outcome, PeriodState,
    Place, Question, Stands, Topic, Trials, Verdict, shipped_files,
};
pub use crate::ledger::{Sha256, Value};
pub use crate::projection::{
    ActivityRow, Assigned, CandidateRow, CountRow, CountStage, ElectionRow, ElectionStage,
    HeldActivity, Holding, IssueRow, IssueStage, MeetingRow, MotionRow, MotionStatus, Pledge,
    PublicationRow, Reply, RollRow, Stated, Table as Rows, Unreadable, canonical,
};
pub use crate::registry::schema::schema_files;
pub use crate::store::vault::VaultError;
pub use crate::store::{
    AppendError, Checkpoint, NotPlain, OpenError, OpenOptions, Shape, StoreError,
};
