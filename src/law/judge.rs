//! Judging: figures and a book in, a verdict out. Cannot fail, whatever it is fed.
//!
//! A question is answered by up to five cards: one or two that compare (quorum, and for a result
//! the share in favour), and those that say how the figures are formed (who has a vote, who is left
//! out, whether written opinions count). Each card may have several readings; all combinations are
//! evaluated. Three-valued: a comparison whose figure is not recorded is unknown, and "unknown and
//! not met" is not met, because no value of the missing figure could carry the motion.

use super::book::Book;
use super::calendar::Period;
use super::card::{Card, Certainty, Wording};
use super::figures::{Figure, Figures};
use super::findings::findings;
use super::matter::{Matter, Question, Topic};
use super::procedure::{ExclusionsAllowed, PeriodicReading, Procedure, ShareReading};
use super::verdict::{
    Amount, Choice, Citation, Comparison, Missing, Outcome, Reading, Requirement, Term, Verdict,
};
use crate::domain::MemberStatus;
use chrono::NaiveDate;

mod margin;
mod notes;

/// What follows from these figures by this book.
pub fn judge(book: &Book, matter: &Matter, figures: &Figures) -> Verdict {
    let topics: &[Topic] = match matter.question {
        Question::Quorum => &[Topic::Quorum],
        Question::Result => &[Topic::Quorum, Topic::Result],
        Question::Frequency => &[Topic::Frequency],
    };
    let tests: Vec<_> = topics.iter().map(|topic| (*topic, book.find(*topic, matter))).collect();
    let missing = tests.iter().filter(|(_, card)| card.is_none());
    let missing: Vec<_> = missing.map(|(topic, _)| Missing::Rule(*topic)).collect();
    let tests = tests.into_iter().filter_map(|(_, card)| card).collect();
    let forming = Forming::of(book, matter);
    let case = Case::new(tests, forming, figures, matter.formed);
    let evaluated = case.evaluate();
    let outcome = case.outcome(&evaluated, missing);
    Verdict {
        matter: matter.clone(),
        figures: *figures,
        comparisons: evaluated.default_comparisons().to_vec(),
        citations: case.cited().into_iter().map(Citation::from).collect(),
        notes: notes::notes(&case, &evaluated, matter.question),
        findings: findings(figures),
        changes: margin::changes(&evaluated, &outcome),
        outcome,
    }
}

/// What one card gives by itself: the word of the outcome, or the values under each reading.
pub(super) fn alone(card: &Card, figures: &Figures) -> String {
    let mut forming = Forming::default();
    let figure = match card.procedure() {
        Procedure::Share(_) | Procedure::Periodic(_) => {
            // Periods of one kind are alike here, so any day will do.
            let case = Case::new(vec![card], forming, figures, card.from());
            return case.outcome(&case.evaluate(), Vec::new()).word().to_owned();
        }
        Procedure::VotingRights(_) => {
            forming.rights = Some(card);
            Figure::Due
        }
        Procedure::Exclusions(_) => {
            forming.exclusions = Some(card);
            Figure::Due
        }
        Procedure::WrittenOpinions(_) => {
            forming.written = Some(card);
            Figure::InFavour
        }
    };
    let case = Case::new(Vec::new(), forming, figures, card.from());
    let total = |combination: Vec<usize>| case.amount(figure, &combination).total;
    match case.combinations().into_iter().map(total).collect::<Option<Vec<u64>>>() {
        Some(values) => format!("{values:?}"),
        None => "undetermined".to_owned(),
    }
}

/// The cards that say how figures are formed.
#[derive(Debug, Clone, Copy, Default)]
struct Forming<'a> {
    rights: Option<&'a Card>,
    exclusions: Option<&'a Card>,
    written: Option<&'a Card>,
}

impl<'a> Forming<'a> {
    /// The cards that can touch this question: nobody votes on how often a meeting is held.
    fn of(book: &'a Book, matter: &Matter) -> Self {
        let find = |topic, questions: &[Question]| {
            book.find(topic, matter).filter(|_| questions.contains(&matter.question))
        };
        Self {
            rights: find(Topic::VotingRights, &[Question::Quorum, Question::Result]),
            exclusions: find(Topic::Exclusions, &[Question::Quorum, Question::Result]),
            written: find(Topic::WrittenOpinions, &[Question::Result]),
        }
    }
}

/// A card with its readings. A combination picks one reading of every dimension.
#[derive(Debug)]
struct Dimension<'a> {
    card: &'a Card,
    options: Vec<Choosing<'a>>,
}

/// One reading of one card.
#[derive(Debug, Clone, Copy)]
enum Choosing<'a> {
    Exclude(bool),
    CountWritten(bool),
    Share(&'a ShareReading),
    Times(&'a PeriodicReading),
}

/// Cards and figures of one question, ready to be evaluated.
#[derive(Debug)]
struct Case<'a> {
    dimensions: Vec<Dimension<'a>>,
    forming: Forming<'a>,
    figures: &'a Figures,
    day: NaiveDate,
}

/// All combinations with what they give, the default one first.
#[derive(Debug)]
struct Evaluated {
    rows: Vec<Row>,
}

#[derive(Debug)]
struct Row {
    combination: Vec<usize>,
    comparisons: Vec<Comparison>,
    met: Option<bool>,
}

impl Evaluated {
    fn default_comparisons(&self) -> &[Comparison] {
        self.rows.first().map_or(&[], |row| &row.comparisons)
    }
}

impl<'a> Case<'a> {
    fn new(
        tests: Vec<&'a Card>,
        forming: Forming<'a>,
        figures: &'a Figures,
        day: NaiveDate,
    ) -> Self {
        let forming_dimensions = [
            forming.exclusions.and_then(|card| exclusions(card, figures)),
            forming.written.and_then(|card| written(card, figures)),
        ];
        let mut dimensions: Vec<_> = forming_dimensions.into_iter().flatten().collect();
        dimensions.extend(tests.into_iter().map(test));
        Self { dimensions, forming, figures, day }
    }

    /// Every combination of readings: all defaults first, the last dimension turning fastest.
    fn combinations(&self) -> Vec<Vec<usize>> {
        self.dimensions.iter().fold(vec![Vec::new()], |combinations, dimension| {
            let extend = |combination: &Vec<usize>| {
                let longer = |option| combination.iter().copied().chain([option]).collect();
                (0..dimension.options.len()).map(longer).collect::<Vec<_>>()
            };
            combinations.iter().flat_map(extend).collect()
        })
    }

    /// The cards with the reading that this combination picks, in the order of the dimensions.
    fn chosen(&self, combination: &[usize]) -> Vec<(&'a Card, Choosing<'a>)> {
        let pairs = self.dimensions.iter().zip(combination);
        let chosen = pairs.filter_map(|(dimension, option)| {
            dimension.options.get(*option).map(|choosing| (dimension.card, *choosing))
        });
        chosen.collect()
    }

    fn evaluate(&self) -> Evaluated {
        let row = |combination: Vec<usize>| {
            let compare = |(card, choosing)| self.compare(card, choosing, &combination);
            let comparisons: Vec<_> =
                self.chosen(&combination).into_iter().filter_map(compare).collect();
            let met = all_met(&comparisons);
            Row { combination, comparisons, met }
        };
        Evaluated { rows: self.combinations().into_iter().map(row).collect() }
    }

    fn compare(
        &self,
        card: &Card,
        choosing: Choosing<'_>,
        combination: &[usize],
    ) -> Option<Comparison> {
        let (part, whole, requirement) = match choosing {
            Choosing::Exclude(_) | Choosing::CountWritten(_) => return None,
            Choosing::Share(reading) => {
                let whole = self.amount(reading.whole, combination);
                (reading.part, whole, Requirement::Share(reading.share))
            }
            Choosing::Times(reading) => {
                let period = Period::of(reading.period, self.day);
                let times = reading.times;
                let total = Some(u64::from(times));
                let whole = Amount { figure: Figure::Held, terms: Vec::new(), total };
                (Figure::Held, whole, Requirement::Times { times, period })
            }
        };
        let part = self.amount(part, combination);
        let met = match requirement {
            Requirement::Share(share) => part.total.zip(whole.total).map(|(part, whole)| {
                // An empty whole meets nothing: nobody due cannot be half of those due.
                whole > 0 && share.reached_by(part, whole)
            }),
            Requirement::Times { times, .. } => part.total.map(|held| held >= u64::from(times)),
        };
        let topic = card.applies().topic;
        Some(Comparison { topic, card: card.id().to_owned(), part, whole, requirement, met })
    }

    /// A figure as this combination of readings forms it.
    fn amount(&self, figure: Figure, combination: &[usize]) -> Amount {
        let mut excludes = false;
        let mut counts_written = false;
        for (_, choosing) in self.chosen(combination) {
            match choosing {
                Choosing::Exclude(exclude) => excludes = exclude,
                Choosing::CountWritten(count) => counts_written = count,
                Choosing::Share(_) | Choosing::Times(_) => {}
            }
        }
        let (mut terms, known) = self.base(figure);
        let mut join = |figure, taken_off| {
            let count = self.figures.occurrences(figure);
            if count > 0 {
                terms.push(Term { figure, count, taken_off });
            }
        };
        match figure {
            Figure::Due if excludes => join(Figure::ExcludedWithApprovals, true),
            Figure::InFavour => {
                join(Figure::InFavourWithoutRight, true);
                if counts_written {
                    join(Figure::WrittenInFavour, false);
                }
            }
            _ => {}
        }
        let total = known.then(|| total(&terms));
        Amount { figure, terms, total }
    }

    /// The figure as recorded; those due also from the roll, where only the roll is recorded.
    fn base(&self, figure: Figure) -> (Vec<Term>, bool) {
        let recorded = self.figures.count(figure);
        if let Some(count) = recorded {
            return (vec![Term { figure, count, taken_off: false }], true);
        }
        match self.due_from_roll().filter(|_| figure == Figure::Due) {
            Some(terms) => (terms, true),
            None => (Vec::new(), false),
        }
    }

    fn due_from_roll(&self) -> Option<Vec<Term>> {
        let Procedure::VotingRights(rule) = self.forming.rights?.procedure() else { return None };
        let mut terms = Vec::new();
        for status in &rule.statuses {
            let figure = match status {
                MemberStatus::Probationary => Figure::Probationary,
                // A card lists no other status, checked when it loads.
                MemberStatus::Full | MemberStatus::ReportedIn | MemberStatus::Member => {
                    Figure::Full
                }
            };
            terms.push(Term { figure, count: self.figures.count(figure)?, taken_off: false });
        }
        let suspended = self.figures.occurrences(Figure::RightsSuspended);
        if suspended > 0 && !rule.suspended_vote {
            let figure = Figure::RightsSuspended;
            terms.push(Term { figure, count: suspended, taken_off: true });
        }
        Some(terms)
    }

    fn outcome(&self, evaluated: &Evaluated, mut missing: Vec<Missing>) -> Outcome {
        let rows = &evaluated.rows;
        if missing.is_empty() && rows.iter().any(|row| row.met.is_none()) {
            let comparisons = rows.iter().flat_map(|row| &row.comparisons);
            missing = comparisons.flat_map(missing_figures).collect();
        }
        missing.sort_unstable();
        missing.dedup();
        if !missing.is_empty() {
            Outcome::Undetermined { missing }
        } else if rows.iter().all(|row| row.met == Some(true)) {
            Outcome::Satisfied
        } else if rows.iter().all(|row| row.met == Some(false)) {
            self.not_met(evaluated)
        } else {
            Outcome::Disputed { readings: self.readings(evaluated) }
        }
    }

    fn not_met(&self, evaluated: &Evaluated) -> Outcome {
        let comparisons = evaluated.rows.iter().flat_map(|row| &row.comparisons);
        let unmet = comparisons.filter(|one| one.met == Some(false));
        let mut cards: Vec<String> = unmet.map(|one| one.card.clone()).collect();
        cards.sort_unstable();
        cards.dedup();
        let advisory = |id: &String| {
            let of_id = |dimension: &&Dimension<'_>| dimension.card.id() == id;
            let card = self.dimensions.iter().find(of_id).map(|dimension| dimension.card);
            card.is_some_and(|card| card.certainty() == Certainty::Advisory)
        };
        if cards.iter().all(advisory) { Outcome::Advisory { cards } } else { Outcome::NotSatisfied }
    }

    /// The readings that differ. A card whose reading never changes the outcome keeps its default.
    fn readings(&self, evaluated: &Evaluated) -> Vec<Reading> {
        let matters = matters(evaluated, self.dimensions.len());
        let told = |row: &&Row| {
            let mut pairs = row.combination.iter().zip(&matters);
            pairs.all(|(option, matters)| *matters || *option == 0)
        };
        let reading = |row: &Row| {
            let chosen = self.chosen(&row.combination).into_iter().zip(&matters);
            let choices = chosen.filter(|(_, matters)| **matters);
            Reading {
                choices: choices.map(|((card, choosing), _)| choosing.choice(card)).collect(),
                met: row.met == Some(true),
                comparisons: row.comparisons.clone(),
            }
        };
        evaluated.rows.iter().filter(told).map(reading).collect()
    }

    /// The cards relied on: those that compare, then those that formed a figure.
    fn cited(&self) -> Vec<&'a Card> {
        let tests = self.dimensions.iter().filter(|dimension| dimension.is_test());
        let mut cited: Vec<_> = tests.map(|dimension| dimension.card).collect();
        let from_roll = self.figures.get(Figure::Due).is_none() && self.due_from_roll().is_some();
        let without_right = self.figures.occurrences(Figure::InFavourWithoutRight) > 0;
        cited.extend(self.forming.rights.filter(|_| from_roll || without_right));
        let forming = self.dimensions.iter().filter(|dimension| !dimension.is_test());
        cited.extend(forming.map(|dimension| dimension.card));
        cited
    }
}

impl Dimension<'_> {
    fn is_test(&self) -> bool {
        let test = |one: &Choosing<'_>| matches!(one, Choosing::Share(_) | Choosing::Times(_));
        self.options.first().is_some_and(test)
    }
}

impl Choosing<'_> {
    fn choice(self, card: &Card) -> Choice {
        let fixed = |key: &str, zh: &str, en: &str| {
            (key.to_owned(), Wording { zh: zh.to_owned(), en: en.to_owned() })
        };
        let (key, name) = match self {
            Self::Exclude(true) => fixed("excluded", "扣除不计入的人", "exclusions are deducted"),
            Self::Exclude(false) => {
                fixed("not_excluded", "不扣除不计入的人", "exclusions are not deducted")
            }
            Self::CountWritten(true) => fixed("counted", "书面意见计票", "written opinions count"),
            Self::CountWritten(false) => {
                fixed("not_counted", "书面意见不计票", "written opinions do not count")
            }
            Self::Share(reading) => (reading.key.clone(), reading.name.clone()),
            Self::Times(reading) => (reading.key.clone(), reading.name.clone()),
        };
        Choice { card: card.id().to_owned(), key, name }
    }
}

fn exclusions<'a>(card: &'a Card, figures: &Figures) -> Option<Dimension<'a>> {
    let Procedure::Exclusions(rule) = card.procedure() else { return None };
    if figures.occurrences(Figure::ExcludedWithApprovals) == 0 {
        return None;
    }
    // Elections have their own cards; every vote judged here is another vote.
    let default = match rule.exclusions_allowed {
        ExclusionsAllowed::None | ExclusionsAllowed::ElectionsOnly => false,
        ExclusionsAllowed::All => true,
    };
    Some(Dimension { card, options: both(card, default).map(Choosing::Exclude).collect() })
}

fn written<'a>(card: &'a Card, figures: &Figures) -> Option<Dimension<'a>> {
    let Procedure::WrittenOpinions(rule) = card.procedure() else { return None };
    if figures.occurrences(Figure::WrittenInFavour) == 0 {
        return None;
    }
    Some(Dimension {
        card,
        options: both(card, rule.counted).map(Choosing::CountWritten).collect(),
    })
}

/// The default, and the other way where the card is disputed.
fn both(card: &Card, default: bool) -> impl Iterator<Item = bool> {
    let other = (card.certainty() == Certainty::Disputed).then_some(!default);
    [Some(default), other].into_iter().flatten()
}

fn test(card: &Card) -> Dimension<'_> {
    let options = match card.procedure() {
        Procedure::Share(rule) => rule.readings.iter().map(Choosing::Share).collect(),
        Procedure::Periodic(rule) => rule.readings.iter().map(Choosing::Times).collect(),
        // A card of another procedure never answers a question, checked when it loads.
        Procedure::VotingRights(_) | Procedure::Exclusions(_) | Procedure::WrittenOpinions(_) => {
            Vec::new()
        }
    };
    Dimension { card, options }
}

/// Not met when one is not met, unknown when one is unknown, met otherwise.
fn all_met(comparisons: &[Comparison]) -> Option<bool> {
    if comparisons.iter().any(|comparison| comparison.met == Some(false)) {
        Some(false)
    } else if comparisons.iter().any(|comparison| comparison.met.is_none()) {
        None
    } else {
        Some(true)
    }
}

fn total(terms: &[Term]) -> u64 {
    let sum = |taken_off| {
        let of_sign = terms.iter().filter(|term| term.taken_off == taken_off);
        of_sign.map(|term| term.count).sum::<u64>()
    };
    // Taking off more than there is leaves nothing; a finding says so.
    sum(false).saturating_sub(sum(true))
}

fn missing_figures(comparison: &Comparison) -> impl Iterator<Item = Missing> {
    let amounts = [&comparison.part, &comparison.whole].into_iter();
    let missing = amounts.filter(|amount| amount.total.is_none());
    missing.map(|amount| Missing::Figure(amount.figure)).collect::<Vec<_>>().into_iter()
}

/// For each dimension, whether two combinations that differ only there have different outcomes.
fn matters(evaluated: &Evaluated, dimensions: usize) -> Vec<bool> {
    let differs_only_at = |one: &[usize], other: &[usize], place: usize| {
        let pairs = one.iter().zip(other).enumerate();
        pairs.into_iter().all(|(at, (one, other))| (one == other) == (at != place))
    };
    let matters = |place: usize| {
        evaluated.rows.iter().any(|row| {
            evaluated.rows.iter().any(|other| {
                row.met != other.met && differs_only_at(&row.combination, &other.combination, place)
            })
        })
    };
    (0..dimensions).map(matters).collect()
}
