//! A verdict: the outcome with everything it was made from. Derived, never typed, never stored.

use super::calendar::Period;
use super::card::{Card, Certainty, Evidence, Wording};
use super::figures::{Figure, Figures};
use super::findings::Finding;
use super::matter::{Matter, Topic};
use domain::Fingerprint;
use domain::Share;
use domain::SilencePolicy;
use serde::Serialize;

/// The answer to a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// What was asked.
    pub matter: Matter,
    /// The figures that were given.
    pub figures: Figures,
    /// What follows.
    pub outcome: Outcome,
    /// Every comparison, under the default readings, in the order of the rules.
    pub comparisons: Vec<Comparison>,
    /// The cards relied on.
    pub citations: Vec<Citation>,
    /// What a reader ought to know beside it.
    pub notes: Vec<Note>,
    /// Numbers that do not fit each other. They change no arithmetic.
    pub findings: Vec<Finding>,
    /// What could change it.
    pub changes: Vec<Change>,
    /// The vote with and without those deemed to have voted, each by itself.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub deemed: Vec<Deemed>,
}

/// The vote under one way to treat those who were served and did not reply.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Deemed {
    /// The way.
    pub policy: SilencePolicy,
    /// Every comparison, the other readings being the default ones.
    pub comparisons: Vec<Comparison>,
    /// Whether all are met; `None` when a figure is not recorded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub met: Option<bool>,
}

/// What follows from the figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum Outcome {
    /// The requirement is met under every reading.
    Satisfied,
    /// The requirement is not met under any reading.
    NotSatisfied,
    /// It cannot be said, because facts are not recorded.
    Undetermined {
        /// Those facts.
        missing: Vec<Missing>,
    },
    /// Respectable readings give different answers.
    Disputed {
        /// The readings that differ, the default first.
        readings: Vec<Reading>,
    },
    /// Something that the text asks for "generally" is not met. A reminder; nothing is invalid.
    Advisory {
        /// Ids of the cards that are not met.
        cards: Vec<String>,
    },
}

/// An [`Outcome`] without its reasons.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Ruling {
    /// Met under every reading.
    Satisfied,
    /// Not met under any reading.
    NotSatisfied,
    /// Facts or rules are missing.
    Undetermined,
    /// The readings give different answers.
    Disputed,
    /// Only something that is asked for "generally" is not met.
    Advisory,
}

impl Outcome {
    /// The outcome without its reasons.
    pub const fn ruling(&self) -> Ruling {
        match self {
            Self::Satisfied => Ruling::Satisfied,
            Self::NotSatisfied => Ruling::NotSatisfied,
            Self::Undetermined { .. } => Ruling::Undetermined,
            Self::Disputed { .. } => Ruling::Disputed,
            Self::Advisory { .. } => Ruling::Advisory,
        }
    }

    /// Its word: `satisfied`, `not_satisfied`, `undetermined`, `disputed`, `advisory`.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Satisfied => "satisfied",
            Self::NotSatisfied => "not_satisfied",
            Self::Undetermined { .. } => "undetermined",
            Self::Disputed { .. } => "disputed",
            Self::Advisory { .. } => "advisory",
        }
    }
}

/// A fact that is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case", tag = "is", content = "of")]
pub enum Missing {
    /// A figure that was not recorded.
    Figure(Figure),
    /// A rule: no card on this topic for this body, meeting, matter, place and day.
    Rule(Topic),
    /// A rule that no text of the state or the Party gives: the body's own charter, or the local plan
    /// of a selection, is not among the cards.
    OwnRule(Topic),
    /// By what candidates are put in order: the adopted election method is not recorded.
    RankKey,
    /// What settles a tie at the last seat: the adopted election method is not recorded.
    TieRule,
}

/// One way to read the rules, and what follows from it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reading {
    /// What was chosen where the readings differ.
    pub choices: Vec<Choice>,
    /// Whether the requirement is met.
    pub met: bool,
    /// The comparisons under this reading.
    pub comparisons: Vec<Comparison>,
}

/// One choice within a reading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// The card that can be read in several ways.
    pub card: String,
    /// The word of this way.
    pub key: String,
    /// What it says.
    pub name: Wording,
}

/// A part held against a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Comparison {
    /// Quorum, result or frequency.
    pub topic: Topic,
    /// The card that asks for it.
    pub card: String,
    /// What was counted.
    pub part: Amount,
    /// The denominator, or the number asked for.
    pub whole: Amount,
    /// What is required.
    pub requirement: Requirement,
    /// Whether it is met; `None` when a figure is not recorded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub met: Option<bool>,
}

/// What a comparison requires.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Requirement {
    /// A share of the whole.
    Share(Share),
    /// So many times in a period.
    Times {
        /// How many times.
        times: u32,
        /// In which period.
        period: Period,
    },
    /// Not below so many times the whole.
    AtLeastTimes {
        /// How many times.
        number: u64,
    },
    /// Not above so many times the whole.
    AtMostTimes {
        /// How many times.
        number: u64,
    },
    /// Not below a number.
    AtLeast {
        /// The number.
        number: u64,
    },
    /// Not above a number.
    AtMost {
        /// The number.
        number: u64,
    },
    /// An odd number.
    Odd,
    /// Not above the whole.
    NotMoreThan,
}

/// A number with the figures that it was made from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Amount {
    /// Which number it is.
    pub figure: Figure,
    /// What it was made from: 8 = 7 + 1.
    pub terms: Vec<Term>,
    /// The number; `None` when it is not recorded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
    /// The figures that would have to be recorded for it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<Figure>,
}

/// One figure within an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Term {
    /// The figure.
    pub figure: Figure,
    /// Its number.
    pub count: u64,
    /// Whether it is taken off.
    pub taken_off: bool,
}

/// A card that a verdict relies on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Citation {
    /// Its id.
    pub card: String,
    /// Its fingerprint.
    pub fingerprint: Fingerprint,
    /// The instrument.
    pub instrument: Wording,
    /// The article.
    pub article: Wording,
    /// The rule in our own words.
    pub rule: Wording,
    /// How much of the source was read.
    pub evidence: Evidence,
    /// How sure the rule is.
    pub certainty: Certainty,
}

impl From<&Card> for Citation {
    fn from(card: &Card) -> Self {
        Self {
            card: card.id().to_owned(),
            fingerprint: card.fingerprint(),
            instrument: card.instrument().name.clone(),
            article: card.article().clone(),
            rule: card.rule().clone(),
            evidence: card.evidence(),
            certainty: card.certainty(),
        }
    }
}

/// Something that a reader ought to know beside the verdict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum Note {
    /// Members claimed as excluded stay in, because an approval is not on file.
    ExclusionsWithoutApprovals {
        /// How many.
        count: u64,
    },
    /// Exclusions are on file, but no rule lets this vote leave them out.
    ExclusionsNotAllowed {
        /// How many.
        count: u64,
    },
    /// Written opinions joined the votes in favour.
    WrittenCounted {
        /// How many.
        count: u64,
    },
    /// Written opinions are on file and did not count, and nothing hangs on it.
    WrittenNotCounted {
        /// How many.
        count: u64,
    },
    /// Votes of persons without voting rights were taken off.
    WithoutRightTakenOff {
        /// How many.
        count: u64,
    },
    /// Those due were worked out from the roll.
    DueFromRoll {
        /// Full members.
        full: u64,
        /// Of these with suspended rights.
        suspended: u64,
    },
    /// Readings of a card differ, and the outcome is the same under all of them.
    DisputeWithoutEffect {
        /// The card.
        card: String,
    },
    /// A base that the rule does not follow would give another result.
    OtherBase {
        /// The card.
        card: String,
        /// What the other base is.
        name: Wording,
        /// Whether it would be met.
        met: bool,
    },
    /// Owners who did not reply are on record, and count for nothing under the default reading.
    SilenceNotCounted {
        /// By heads.
        #[serde(skip_serializing_if = "Option::is_none")]
        heads: Option<u64>,
        /// By area.
        #[serde(skip_serializing_if = "Option::is_none")]
        area: Option<u64>,
    },
    /// The law would be met, a rule of the body's own that asks for more is not.
    StricterThanLaw {
        /// The card of the body's own rule.
        card: String,
    },
    /// A rule of the body's own would be met, the law is not: the law stands.
    LawStands {
        /// The card of the body's own rule.
        card: String,
    },
    /// A figure was not recorded, and the outcome is the same whatever it was.
    NotNeeded {
        /// The figure.
        figure: Figure,
    },
}

/// What could change a verdict, as exact numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum Change {
    /// So many more would meet the requirement under every reading.
    More {
        /// The requirement.
        topic: Topic,
        /// What there would be more of.
        figure: Figure,
        /// How many.
        by: u64,
        /// Whether nothing else stands in the way.
        enough: bool,
    },
    /// It would still be met with so many fewer, and not with one fewer than that.
    Spare {
        /// The requirement.
        topic: Topic,
        /// What there could be fewer of.
        figure: Figure,
        /// How many.
        by: u64,
    },
    /// So many who took no part would meet it by taking part in favour.
    Joining {
        /// The requirement.
        topic: Topic,
        /// Those in favour.
        figure: Figure,
        /// How many.
        by: u64,
    },
    /// With so many of those in favour not taking part at all it would not be met.
    Leaving {
        /// The requirement.
        topic: Topic,
        /// Those in favour.
        figure: Figure,
        /// How many.
        by: u64,
    },
    /// Whether the invalid ballots could have turned it, had they been valid and in favour.
    Validated {
        /// Their owners, by heads.
        heads: u64,
        /// Their owners, by area.
        area: u64,
        /// Whether it would then be met.
        turns: bool,
    },
    /// Nothing of this kind can meet it, because the whole is empty.
    Never {
        /// The requirement.
        topic: Topic,
        /// The empty denominator.
        figure: Figure,
    },
    /// Recording this fact.
    Record {
        /// The fact.
        missing: Missing,
    },
    /// Settling how a card is to be read.
    Settle {
        /// The card.
        card: String,
    },
}
