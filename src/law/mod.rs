//! Law: figures in, verdicts and sentences out; the calendar of what is due when.
//!
//! A rule is a card (`cards/*.json`) that parametrises a frozen, named procedure. [`judge()`] takes
//! a [`Book`] of cards, a [`Matter`] and typed [`Figures`] and answers with a [`Verdict`]. Whether
//! the figures are our own or those of somebody else's announcement is the same call.
//!
//! Invariants:
//! - a figure that was not recorded is a value of its own, never 0: nothing is carried without it;
//! - integers only; every share names its denominator and its bound;
//! - a sentence is made from the structure that was evaluated, never beside it;
//! - nothing here knows of events, journals or screens.

pub mod announcement;
pub mod book;
pub mod calendar;
pub mod card;
pub mod explain;
pub mod figures;
pub mod findings;
pub mod judge;
pub mod markdown;
pub mod matter;
pub mod procedure;
pub mod profile;
pub mod sentence;
pub mod verdict;

pub use book::{Book, BookError};
pub use calendar::{Existence, Period, PeriodKind, PeriodState, PeriodStatus, schedule};
pub use card::{Card, CardError, Certainty, Evidence, Level, Wording};
pub use explain::Explanation;
pub use figures::{Figure, Figures};
pub use findings::Finding;
pub use judge::judge;
pub use matter::{Matter, Place, PlaceError, Question, Topic};
pub use procedure::Procedure;
pub use verdict::{
    Amount, Change, Choice, Citation, Comparison, Missing, Note, Outcome, Reading, Term, Verdict,
};
