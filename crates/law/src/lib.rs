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
mod book;
mod bundle;
mod calendar;
mod card;
mod certainty;
mod consequence;
mod days;
mod deemed_table;
mod election;
mod explain;
mod figures;
mod findings;
pub mod gate;
mod hypothesis;
mod judge;
mod markdown;
mod matter;
mod not_computed;
mod procedure;
mod profile;
mod sentence;
mod shipped;
mod telling;
mod verdict;
mod words;

// Rules: a card with its source, a book of cards, and which book is in force when.
pub use adoptions::{Adoptions, NoBook};
pub use book::{Book, BookError};
pub use card::{Card, CardError, Certainty, Evidence, Level, Trials};
pub use hypothesis::{Beyond, Misfit, OF_AN_ELECTION};
pub use markdown::{OPEN_POINTS, rules_markdown};
pub use not_computed::{NotComputed, not_computed};
pub use procedure::Procedure;
pub use shipped::shipped_files;
pub use words::UnknownWord;

// What goes in: the matter, and its figures in heads, ballots, days or 0.01 m².
pub use figures::{Figure, Figures, Unit};
pub use matter::{Matter, Question, Topic};

// A vote, and what is said of it.
pub use bundle::{Bundle, Bundled, judge_bundle};
pub use deemed_table::DeemedTable;
pub use explain::Explanation;
pub use findings::Finding;
pub use judge::{Asked, judge};
pub use verdict::{Change, Citation, Comparison, Missing, Note, Outcome, Reading, Ruling, Verdict};

// A round of an election.
pub use election::{
    CandidateVerdict, Election, ElectionFinding, ElectionVerdict, Method, Placing, Stands, Tally,
    judge_election, plan_needed,
};

// Days: what was due in a period, and what may or must be done until when.
pub use calendar::{Existence, PeriodState, PeriodStatus, schedule};
pub use consequence::{Act, Consequence, consequences};
pub use days::{Day, Days, notice_days, posted_days, whole_months};
