//! The door to read: what is so, why, and by which entries.
//!
//! A [`Snapshot`] is the book up to an entry: owned, shared by whoever reads, holding no lock and no
//! opened value. A [`View`] is one question to it: on which day, for whose eyes. Its answers are
//! values that serialise themselves, in the order in which they are to be shown; a face lays them out.
//! Verdicts are worked out here, from rows and the rule book that was pinned; nothing of them is
//! stored.

mod activity;
mod body;
mod check;
mod count;
mod due;
mod election;
mod entry;
mod error;
mod form;
mod handbook;
mod irregular;
mod issue;
mod judge;
mod list;
mod meeting;
mod motion;
mod names;
mod owners;
mod post;
mod publication;
mod remarkable;
mod result;
mod roll;
mod rule;
mod saved;
mod schedule;
mod schema;
mod snapshot;
mod story;
mod text;
mod verify;
mod view;
mod why;

pub use activity::{Activities, ActivityLine, PledgeLine};
pub use body::{BodyLine, MemberLine, PersonLine};
pub use check::{Checked, check_announcement};
pub use count::{CountLine, QuestionLine};
pub use due::{Due, DueDay, DueLine, DueList, DueRule, Ground};
pub use election::{
    CandidateVotes, Computed, CountedLine, ElectionAnswer, ElectionCount, ElectionLine,
    JudgedElection, JudgedRound, ResultFinding,
};
pub use entry::{Actor, EntryFilter, EntryLine};
pub use error::{AskError, of_file};
pub(crate) use error::{of_copy, of_disk, of_opening, of_store, of_vault};
pub use form::{Form, FormKind, form};
pub use handbook::{Handbook, HeldLine, MembersLine, PostLine};
pub use issue::IssueLine;
pub use judge::Judged;
pub use list::{Filter, List};
pub use meeting::{MeetingLine, MeetingRecord, RoundVerdict};
pub use motion::{MotionLine, VoteLine};
pub use names::ViewNames;
pub use owners::OwnersFigures;
pub use post::SeatLine;
pub use publication::PublicationLine;
pub use remarkable::count_remarks;
pub use result::{CandidateLine, Mark, RequirementLine, ResultPage};
pub use roll::RollLine;
use rule::card_rows;
pub use rule::{CardAnswer, CardFilter, CardLine, card_answer, card_lines, foreign_cards};
pub(crate) use saved::{Changes, SavedFacts, changes_of};
pub use schedule::{PeriodLine, ScheduleLine, ScheduleState};
pub use schema::answer_schemas;
pub use snapshot::Snapshot;
pub(crate) use snapshot::{Fit, fit, meaning};
pub use story::{Step, Story};
pub use text::{TextLine, TextRow, adopted_cards};
pub use verify::{
    CheckLine, CheckState, Depth, EndLine, EndMarkLine, FindingLine, Soundness, Verification,
    Verified, verify,
};
pub use view::{Asked, View};
pub use why::{
    CannotSuppose, Deemed, Part, Supposed, SupposedRound, Supposition, Why, WhyAnswer, WhyElection,
    WhyRound,
};
