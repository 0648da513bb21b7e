//! Law: figures in, verdicts and sentences out; the calendar of what is due when.
//!
//! A rule is a card (`cards/*.json`) that parametrises a frozen, named procedure. [`judge()`] takes
//! a [`Book`] of cards, a [`Matter`] and typed [`Figures`] and answers with a [`Verdict`]. Whether
//! the figures are our own or those of somebody else's announcement is the same call.
//!
//! | asked | with | answered |
//! |---|---|---|
//! | a motion, a quorum, a frequency, a number | [`judge()`]: [`Matter`], [`Figures`] | [`Verdict`] |
//! | the same for many figures, outcome only | [`Asked::weigh`] | [`Ruling`] |
//! | one tick for several items | [`judge_bundle`]: [`Matter`]s, [`Figures`] | [`Bundle`] |
//! | a round of an election | [`judge_election`]: [`Election`] | [`ElectionVerdict`] |
//! | what may or must be done until when | [`consequences`]: [`Matter`], [`Days`] | [`Consequence`] |
//! | what was due and held in a year | [`schedule`]: [`Card`], [`Existence`] | [`PeriodStatus`] |
//!
//! What cards can speak of, figures, topics and questions, is data: `words.json`. The code names what
//! it computes with; a card that only asks for more than 12 of something new needs a word and no code.
//!
//! Owners' votes: `MeetingKind::OwnerAssemblyMeeting`, and the figures that end in `_heads` and
//! `_area` (0.01 m²). Leave `participating_*` out to have it added up from the ballots; give
//! `silent_*` only where the rules adopted for the vote say something about silence. A body's own
//! rules, its charter, are cards of the level `own_rules` in its book: they stand beside the law and
//! can ask for more, never for less.
//!
//! Invariants:
//! - a figure that was not recorded is a value of its own, never 0: nothing is carried without it;
//! - integers only; every share names its denominator and its bound;
//! - a sentence is made from the structure that was evaluated, never beside it;
//! - nothing here knows of events, journals or screens.

mod adoptions;
pub mod book;
pub mod bundle;
pub mod calendar;
pub mod card;
mod certainty;
pub mod consequence;
pub mod days;
pub mod deemed;
pub mod election;
pub mod explain;
pub mod figures;
pub mod findings;
pub mod gate;
pub mod hypothesis;
pub mod judge;
pub mod markdown;
pub mod matter;
pub mod not_computed;
pub mod procedure;
pub mod profile;
pub mod sentence;
mod shipped;
mod telling;
pub mod verdict;
mod words;

pub use adoptions::{Adoptions, NoBook};
pub use book::{Book, BookError};
pub use bundle::{Bundle, Bundled, judge_bundle};
pub use calendar::{Existence, Period, PeriodKind, PeriodState, PeriodStatus, schedule};
pub use card::{Card, CardError, Certainty, Evidence, Example, Level, Trial, Trials, Wording};
pub use consequence::{Act, Consequence, consequences};
pub use days::{Day, Days, Length, notice_days, posted_days, whole_months};
pub use deemed::DeemedTable;
pub use election::{
    CandidateVerdict, ElectedBase, Election, ElectionFinding, ElectionVerdict, Electorate, Method,
    NameOf, Placing, RoundKind, Stands, Tally, judge_election, plan_needed,
};
pub use explain::Explanation;
pub use figures::{Figure, Figures, Unit};
pub use findings::Finding;
pub use hypothesis::{Beyond, Misfit};
pub use judge::{Asked, judge};
pub use matter::{Matter, Place, PlaceError, Question, Topic};
pub use not_computed::{NotComputed, not_computed};
pub use procedure::{Procedure, RankKey, SilencePolicy, TieRule};
pub use verdict::{
    Amount, Change, Choice, Citation, Comparison, Deemed, Missing, Note, Outcome, Reading, Ruling,
    Term, Verdict,
};
