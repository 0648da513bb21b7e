//! What is so: bodies, people, committees, meetings, motions, votes, schedules.
//!
//! [`Projections`] folds entries into facts by thing, and answers with rows of ids, plain facts and
//! commitments: never an opened value, never the number of an entry. Names are joined when shown.
//! It knows no law, and no store but as a [`Source`] of what it asked to be saved.
//!
//! Invariants:
//! - facts are folded in the order of (happened, number), and a correction stands in the place of
//!   what it corrects: in whatever order facts with different dates were recorded, rows are equal.
//!   A frozen roll is the exception: it keeps what the book said when it was frozen;
//! - a row is worked out from facts each time it is asked for, so no row can be out of date;
//! - what was so on a day is a question to a row (`--on`); what the book said is a fold over fewer
//!   entries (`--as-of`), and nothing else is needed for it.

mod activities;
mod ballots;
mod bodies;
mod committees;
mod counts;
mod elections;
mod endings;
mod files;
mod issues;
mod meetings;
mod memberships;
mod motions;
mod names;
mod noted;
mod people;
mod projections;
mod publications;
mod questions;
mod rolls;
mod rows;
mod schedule;
mod shared;
mod shelf;
mod speeches;
mod told;

pub use activities::{ActivityRow, HeldActivity, Pledge, PledgeRow};
pub use bodies::{BodyRow, BodyState, Dissolution};
pub use committees::{CommitteeRow, Holding, Seat, Vacancy};
pub use counts::{Certified, CountRemarks, CountRow, CountStage, Counted, Drawing, Sealing};
pub use elections::{
    AtCount, Call, CandidateList, CandidateRow, Declaration, ElectedTo, ElectionRow, ElectionStage,
    Nomination, Post, Reduction, Reply, Report, Review, Round, Scrutineers, Withdrawn,
};
pub use files::Drawer;
pub use issues::{Assigned, Closing, Feedback, IssueRow, IssueStage, Progress, Raised, Talked};
pub use meetings::{
    Attachment, Cancellation, Confirmation, Excluded, Held, MeetingRow, Notice, Posting, Task,
};
pub use memberships::{
    Membership, MembershipBasis, MembershipEnd, MembershipEndGround, Standing, Unplaced,
};
pub use motions::{
    Amendment, Announcement, Contradiction, MotionRow, MotionStatus, Proposal, Referral,
    Resolution, Vote, VoteRow, Withdrawal,
};
pub use names::Shown;
pub use noted::{Corrected, Late, Stated};
pub(crate) use noted::{Facts, Stamp};
pub use people::{Erasure, PersonRow};
pub use projections::{Projections, SAVED_TABLES, VERSION};
pub use publications::{Answer, Objection, Posted, PublicationRow, Removal};
pub use questions::{MembersOn, TreePlace};
pub use rolls::{Frozen, RollRow};
pub use rows::{Table, canonical};
pub use schedule::{CalledSitting, HeldSitting, ScheduleRow};
pub use shelf::{Change, Source, Unreadable, Values};
pub use told::Journal;
