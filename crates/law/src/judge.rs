//! Judging: figures and a book in, a verdict out. Cannot fail, whatever it is fed.
//!
//! A question is answered by up to five cards: one or two that compare (quorum, and for a result
//! the share in favour), and those that say how the figures are formed (who has a vote, who is left
//! out, whether written opinions count). Each card may have several readings; all combinations are
//! evaluated. Three-valued: a comparison whose figure is not recorded is unknown, and "unknown and
//! not met" is not met, because no value of the missing figure could carry the motion.

use super::book::Book;
use super::card::{Card, Certainty};
use super::figures::{Figure, Figures};
use super::findings::findings;
use super::matter::{Matter, Question, Topic};
use super::procedure::Procedure;
use super::verdict::{Citation, Comparison, Missing, Outcome, Reading, Ruling, Verdict};
use chrono::NaiveDate;
use domain::MeetingKind;
use readings::{Choosing, Combination, Dimension};

mod amounts;
mod compare;
mod margin;
mod notes;
mod readings;
mod silence;
mod weigh;

/// What follows from these figures by this book, on the day and at the place of the matter. It has an
/// answer to everything: without a rule, or without a figure that one asks for, it is undetermined
/// and says what is missing.
pub fn judge(book: &Book, matter: &Matter, figures: &Figures) -> Verdict {
    Asked::new(book, matter).judge(figures)
}

/// The same, with the denominator that an adopted method fixes where the rule knows it.
pub(super) fn judge_on(
    book: &Book,
    matter: &Matter,
    figures: &Figures,
    base: Option<Figure>,
) -> Verdict {
    Asked { base, ..Asked::new(book, matter) }.judge(figures)
}

/// A question with the cards that answer it, looked up once: any number of figures can then be held
/// against them.
#[derive(Debug, Clone)]
pub struct Asked<'a> {
    matter: &'a Matter,
    tests: Vec<&'a Card>,
    missing: Vec<Missing>,
    forming: Forming<'a>,
    base: Option<Figure>,
}

impl<'a> Asked<'a> {
    /// Looks up the cards of this book that answer.
    pub fn new(book: &'a Book, matter: &'a Matter) -> Self {
        let topics = matter.question.topics();
        let (mut tests, mut missing) = (Vec::with_capacity(2 * topics.len()), Vec::new());
        for topic in topics {
            let (law, own) = (book.find(*topic, matter), book.find_own(*topic, matter));
            if law.is_none() && own.is_none() {
                missing.push(if left_to_own_rules(matter.meeting) {
                    Missing::OwnRule(*topic)
                } else {
                    Missing::Rule(*topic)
                });
            }
            tests.extend(law.into_iter().chain(own));
        }
        Self { matter, tests, missing, forming: Forming::of(book, matter), base: None }
    }

    /// What follows from these figures, with everything that it was made from.
    pub fn judge(&self, figures: &Figures) -> Verdict {
        let case = self.case(figures);
        let evaluated = case.evaluate();
        let outcome = case.outcome(&evaluated, self.missing.clone());
        Verdict {
            matter: self.matter.clone(),
            figures: figures.clone(),
            comparisons: evaluated.default_comparisons().to_vec(),
            citations: case.cited().into_iter().map(Citation::from).collect(),
            notes: notes::notes(&case, &evaluated, self.matter.question),
            findings: findings(figures),
            changes: margin::changes(&case, &evaluated, &outcome),
            deemed: silence::columns(&case),
            outcome,
        }
    }

    /// The same answer without its reasons: numbers only, and nothing is put into words.
    pub fn weigh(&self, figures: &Figures) -> Ruling {
        if self.missing.is_empty() { self.case(figures).weigh() } else { Ruling::Undetermined }
    }

    fn case<'b>(&'b self, figures: &'b Figures) -> Case<'b> {
        let setting =
            Setting { day: self.matter.formed, base: self.base, matter: Some(self.matter) };
        Case::new(&self.tests, self.forming, figures, &setting)
    }
}

/// Whether such meetings have no rule of the state or the Party, only a charter or a local plan.
const fn left_to_own_rules(meeting: MeetingKind) -> bool {
    matches!(
        meeting,
        MeetingKind::DeliberationSession
            | MeetingKind::MassesRepresentativeMeeting
            | MeetingKind::SelectionMeeting
    )
}

/// What one card gives by itself: the word of the outcome, or the values under each reading.
pub(super) fn alone(card: &Card, figures: &Figures) -> String {
    let mut forming = Forming::default();
    let shown: &[Figure] = match card.procedure() {
        Procedure::Share(_)
        | Procedure::Periodic(_)
        | Procedure::HeadsAndArea(_)
        | Procedure::Requirements(_)
        | Procedure::Competition(_) => {
            // Periods of one kind are alike here, so any day will do.
            let case = Case::new(&[card], forming, figures, &Setting::on(card.from()));
            return case.outcome(&case.evaluate(), Vec::new()).word().to_owned();
        }
        // Their examples are no figures.
        Procedure::Ranking(_) | Procedure::Deadline(_) => return String::new(),
        Procedure::VotingRights(_) => {
            forming.rights = Some(card);
            &[Figure::DUE]
        }
        Procedure::Exclusions(_) => {
            forming.exclusions = Some(card);
            &[Figure::DUE]
        }
        Procedure::WrittenOpinions(_) => {
            forming.written = Some(card);
            &[Figure::IN_FAVOUR]
        }
        Procedure::Silence(_) => {
            forming.silence = Some(card);
            &[Figure::PARTICIPATING_HEADS, Figure::IN_FAVOUR_HEADS]
        }
        Procedure::SpoiledBallots(_) => {
            forming.spoiled = Some(card);
            &[Figure::PARTICIPATING_HEADS]
        }
    };
    let case = Case::new(&[], forming, figures, &Setting::on(card.from()));
    let totals = |combination: Combination| {
        let forms = case.forms(combination);
        shown.iter().map(|figure| case.amount(*figure, forms).total).collect::<Vec<_>>()
    };
    match case.combinations().flat_map(totals).collect::<Option<Vec<u64>>>() {
        Some(values) => format!("{values:?}"),
        None => "undetermined".to_owned(),
    }
}

/// What a case needs to know beside cards and figures.
#[derive(Debug, Clone, Copy)]
struct Setting<'a> {
    day: NaiveDate,
    base: Option<Figure>,
    matter: Option<&'a Matter>,
}

impl Setting<'_> {
    /// A card by itself, on this day.
    const fn on(day: NaiveDate) -> Self {
        Self { day, base: None, matter: None }
    }
}

/// Questions about attendance and votes, which those cards touch that say how figures are formed.
const VOTES: &[Question] = &[Question::QUORUM, Question::RESULT, Question::ELECTED];

/// The cards that say how figures are formed.
#[derive(Debug, Clone, Copy, Default)]
struct Forming<'a> {
    rights: Option<&'a Card>,
    exclusions: Option<&'a Card>,
    written: Option<&'a Card>,
    silence: Option<&'a Card>,
    spoiled: Option<&'a Card>,
}

impl<'a> Forming<'a> {
    /// The cards that can touch this question: nobody votes on how often a meeting is held.
    fn of(book: &'a Book, matter: &Matter) -> Self {
        let find = |topic, questions: &[Question]| {
            book.find(topic, matter).filter(|_| questions.contains(&matter.question))
        };
        Self {
            rights: find(Topic::VOTING_RIGHTS, VOTES),
            exclusions: find(Topic::EXCLUSIONS, VOTES),
            written: find(Topic::WRITTEN_OPINIONS, &[Question::RESULT]),
            silence: find(Topic::SILENCE, VOTES),
            spoiled: find(Topic::SPOILED_BALLOTS, VOTES),
        }
    }
}

/// Cards and figures of one question, ready to be evaluated.
#[derive(Debug)]
struct Case<'a> {
    dimensions: Vec<Dimension<'a>>,
    forming: Forming<'a>,
    figures: &'a Figures,
    day: NaiveDate,
    base: Option<Figure>,
}

/// All combinations with what they give, the default one first.
#[derive(Debug)]
struct Evaluated {
    rows: Vec<Row>,
}

#[derive(Debug)]
struct Row {
    combination: Combination,
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
        tests: &[&'a Card],
        forming: Forming<'a>,
        figures: &'a Figures,
        setting: &Setting<'_>,
    ) -> Self {
        let Setting { day, base, matter } = *setting;
        let election = matter.is_some_and(|matter| matter.election.is_some());
        let forms = readings::forming(&forming, figures, election);
        let tests = tests.iter().map(|card| Dimension::test(card, base));
        let mut dimensions = Vec::with_capacity(forms.len() + tests.len());
        dimensions.extend(forms.into_iter().flatten().chain(tests));
        readings::number(&mut dimensions);
        Self { dimensions, forming, figures, day, base }
    }

    /// Every combination of readings: all defaults first, the last dimension turning fastest.
    fn combinations(&self) -> impl Iterator<Item = Combination> + use<> {
        let count = self.dimensions.iter().map(Dimension::count).product();
        (0..count).map(Combination)
    }

    /// The cards with the reading that this combination picks, in the order of the dimensions.
    fn chosen(&self, combination: Combination) -> impl Iterator<Item = (&'a Card, Choosing<'a>)> {
        self.dimensions.iter().filter_map(move |dimension| {
            Some((dimension.card, dimension.option(dimension.pick(combination))?))
        })
    }

    fn evaluate(&self) -> Evaluated {
        let row = |combination: Combination| {
            let forms = self.forms(combination);
            let compare = |(card, choosing)| self.compare(card, choosing, forms);
            let comparisons: Vec<_> = self.chosen(combination).flat_map(compare).collect();
            let met = all_met(&comparisons);
            Row { combination, comparisons, met }
        };
        Evaluated { rows: self.combinations().map(row).collect() }
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
        let matters = self.matters(evaluated);
        let told = |row: &&Row| {
            let mut pairs = self.dimensions.iter().zip(&matters);
            pairs.all(|(one, matters)| *matters || one.pick(row.combination) == 0)
        };
        let reading = |row: &Row| {
            let chosen = self.chosen(row.combination).zip(&matters);
            let choices = chosen.filter(|(_, matters)| **matters);
            Reading {
                choices: choices.map(|((card, choosing), _)| choosing.choice(card)).collect(),
                met: row.met == Some(true),
                comparisons: row.comparisons.clone(),
            }
        };
        evaluated.rows.iter().filter(told).map(reading).collect()
    }

    /// For each dimension, whether two combinations that differ only there have different outcomes:
    /// then one of them differs from the one that picks the default there.
    fn matters(&self, evaluated: &Evaluated) -> Vec<bool> {
        let met =
            |combination: Combination| evaluated.rows.get(combination.0).and_then(|row| row.met);
        let differs = |dimension: &Dimension<'_>, row: &Row| {
            met(dimension.by_default(row.combination)) != row.met
        };
        let matters = |one| evaluated.rows.iter().any(|row| differs(one, row));
        self.dimensions.iter().map(matters).collect()
    }

    /// The cards relied on: those that compare, then those that formed a figure.
    fn cited(&self) -> Vec<&'a Card> {
        let tests = self.dimensions.iter().filter(|dimension| dimension.is_test());
        let mut cited: Vec<_> = tests.map(|dimension| dimension.card).collect();
        let from_roll = self.figures.count(Figure::DUE).is_none() && self.is_due_from_roll();
        let without_right = self.figures.occurrences(Figure::IN_FAVOUR_WITHOUT_RIGHT) > 0;
        cited.extend(self.forming.rights.filter(|_| from_roll || without_right));
        let forming = self.dimensions.iter().filter(|dimension| !dimension.is_test());
        cited.extend(forming.map(|dimension| dimension.card));
        cited
    }
}

fn all_met(comparisons: &[Comparison]) -> Option<bool> {
    all(comparisons.iter().map(|comparison| comparison.met))
}

/// Not met when one is not met, unknown when one is unknown, met otherwise. Looks at every one.
fn all(met: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let (mut failed, mut unknown) = (false, false);
    for one in met {
        failed |= one == Some(false);
        unknown |= one.is_none();
    }
    if failed { Some(false) } else { (!unknown).then_some(true) }
}

fn missing_figures(comparison: &Comparison) -> impl Iterator<Item = Missing> {
    let amounts = [&comparison.part, &comparison.whole].into_iter();
    let missing = amounts.flat_map(|amount| &amount.missing);
    missing.map(|figure| Missing::Figure(*figure)).collect::<Vec<_>>().into_iter()
}
