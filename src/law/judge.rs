//! Judging: figures and a book in, a verdict out. Cannot fail, whatever it is fed.
//!
//! A question is answered by up to five cards: one or two that compare (quorum, and for a result
//! the share in favour), and those that say how the figures are formed (who has a vote, who is left
//! out, whether written opinions count). Each card may have several readings; all combinations are
//! evaluated. Three-valued: a comparison whose figure is not recorded is unknown, and "unknown and
//! not met" is not met, because no value of the missing figure could carry the motion.

use super::book::Book;
use super::card::{Card, Certainty, Wording};
use super::figures::{Figure, Figures};
use super::findings::findings;
use super::matter::{Matter, Question, Topic};
use super::procedure::{
    Competition, ExclusionsAllowed, OwnersReading, PeriodicReading, Procedure, Rounding,
    ShareReading, SilencePolicy, TestsReading,
};
use super::verdict::{Choice, Citation, Comparison, Missing, Outcome, Reading, Verdict};
use crate::domain::MeetingKind;
use chrono::NaiveDate;

mod amounts;
mod compare;
mod deemed;
mod margin;
mod notes;

/// What follows from these figures by this book.
pub fn judge(book: &Book, matter: &Matter, figures: &Figures) -> Verdict {
    judge_on(book, matter, figures, None)
}

/// The same, with the denominator that an adopted method fixes where the rule knows it.
pub(super) fn judge_on(
    book: &Book,
    matter: &Matter,
    figures: &Figures,
    base: Option<Figure>,
) -> Verdict {
    let mut tests = Vec::new();
    let mut missing = Vec::new();
    for topic in matter.question.topics() {
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
    let forming = Forming::of(book, matter);
    let case = Case::new(
        tests,
        forming,
        figures,
        &Setting { day: matter.formed, base, matter: Some(matter) },
    );
    let evaluated = case.evaluate();
    let outcome = case.outcome(&evaluated, missing);
    Verdict {
        matter: matter.clone(),
        figures: *figures,
        comparisons: evaluated.default_comparisons().to_vec(),
        citations: case.cited().into_iter().map(Citation::from).collect(),
        notes: notes::notes(&case, &evaluated, matter.question),
        findings: findings(figures),
        changes: margin::changes(&case, &evaluated, &outcome),
        deemed: deemed::columns(&case),
        outcome,
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
            let case = Case::new(vec![card], forming, figures, &Setting::on(card.from()));
            return case.outcome(&case.evaluate(), Vec::new()).word().to_owned();
        }
        // Their examples are no figures.
        Procedure::Ranking(_) | Procedure::Deadline(_) => return String::new(),
        Procedure::VotingRights(_) => {
            forming.rights = Some(card);
            &[Figure::Due]
        }
        Procedure::Exclusions(_) => {
            forming.exclusions = Some(card);
            &[Figure::Due]
        }
        Procedure::WrittenOpinions(_) => {
            forming.written = Some(card);
            &[Figure::InFavour]
        }
        Procedure::Silence(_) => {
            forming.silence = Some(card);
            &[Figure::ParticipatingHeads, Figure::InFavourHeads]
        }
        Procedure::SpoiledBallots(_) => {
            forming.spoiled = Some(card);
            &[Figure::ParticipatingHeads]
        }
    };
    let case = Case::new(Vec::new(), forming, figures, &Setting::on(card.from()));
    let totals = |combination: Vec<usize>| {
        shown.iter().map(|figure| case.amount(*figure, &combination).total).collect::<Vec<_>>()
    };
    match case.combinations().into_iter().flat_map(totals).collect::<Option<Vec<u64>>>() {
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
const VOTES: &[Question] = &[Question::Quorum, Question::Result, Question::Elected];

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
            rights: find(Topic::VotingRights, VOTES),
            exclusions: find(Topic::Exclusions, VOTES),
            written: find(Topic::WrittenOpinions, &[Question::Result]),
            silence: find(Topic::Silence, VOTES),
            spoiled: find(Topic::SpoiledBallots, VOTES),
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
    Silence(SilencePolicy),
    Spoiled(bool),
    Share(&'a ShareReading),
    Times(&'a PeriodicReading),
    Owners(&'a OwnersReading),
    Tests(&'a TestsReading),
    Competition(&'a Competition, Rounding),
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
        setting: &Setting<'_>,
    ) -> Self {
        let election = setting.matter.is_some_and(|matter| matter.election.is_some());
        let forming_dimensions = [
            forming.exclusions.and_then(|card| exclusions(card, figures, election)),
            forming.written.and_then(|card| written(card, figures)),
            forming.spoiled.and_then(|card| spoiled(card, figures)),
            forming.silence.and_then(|card| silence(card, figures)),
        ];
        let mut dimensions: Vec<_> = forming_dimensions.into_iter().flatten().collect();
        let Setting { day, base, .. } = *setting;
        dimensions.extend(tests.into_iter().map(|card| test(card, base)));
        Self { dimensions, forming, figures, day, base }
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
                self.chosen(&combination).into_iter().flat_map(compare).collect();
            let met = all_met(&comparisons);
            Row { combination, comparisons, met }
        };
        Evaluated { rows: self.combinations().into_iter().map(row).collect() }
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
        let from_roll = self.figures.count(Figure::Due).is_none() && self.due_from_roll().is_some();
        let without_right = self.figures.occurrences(Figure::InFavourWithoutRight) > 0;
        cited.extend(self.forming.rights.filter(|_| from_roll || without_right));
        let forming = self.dimensions.iter().filter(|dimension| !dimension.is_test());
        cited.extend(forming.map(|dimension| dimension.card));
        cited
    }
}

impl Dimension<'_> {
    fn is_test(&self) -> bool {
        self.options.first().is_some_and(|one| one.is_test())
    }
}

impl Choosing<'_> {
    const fn is_test(self) -> bool {
        match self {
            Self::Exclude(_) | Self::CountWritten(_) | Self::Silence(_) | Self::Spoiled(_) => false,
            Self::Share(_)
            | Self::Times(_)
            | Self::Owners(_)
            | Self::Tests(_)
            | Self::Competition(..) => true,
        }
    }

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
            Self::Spoiled(true) => {
                fixed("participate", "无效票算参与", "invalid ballots are participation")
            }
            Self::Spoiled(false) => {
                fixed("not_participate", "无效票不算参与", "invalid ballots are none")
            }
            Self::Silence(policy) => {
                let name = policy.name();
                fixed(policy.word(), &name.zh, &name.en)
            }
            Self::Competition(_, rounding) => {
                let name = rounding.name();
                fixed(rounding.word(), &name.zh, &name.en)
            }
            Self::Share(reading) => (reading.key.clone(), reading.name.clone()),
            Self::Times(reading) => (reading.key.clone(), reading.name.clone()),
            Self::Owners(reading) => (reading.key.clone(), reading.name.clone()),
            Self::Tests(reading) => (reading.key.clone(), reading.name.clone()),
        };
        Choice { card: card.id().to_owned(), key, name }
    }
}

fn exclusions<'a>(card: &'a Card, figures: &Figures, election: bool) -> Option<Dimension<'a>> {
    let Procedure::Exclusions(rule) = card.procedure() else { return None };
    if figures.occurrences(Figure::ExcludedWithApprovals) == 0 {
        return None;
    }
    let options = match rule.exclusions_allowed {
        // What is disputed is the step from elections to other votes.
        ExclusionsAllowed::ElectionsOnly if election => vec![Choosing::Exclude(true)],
        ExclusionsAllowed::None | ExclusionsAllowed::ElectionsOnly => {
            both(card, false).map(Choosing::Exclude).collect()
        }
        ExclusionsAllowed::All => both(card, true).map(Choosing::Exclude).collect(),
    };
    Some(Dimension { card, options })
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

fn spoiled<'a>(card: &'a Card, figures: &Figures) -> Option<Dimension<'a>> {
    let Procedure::SpoiledBallots(rule) = card.procedure() else { return None };
    let any = [Figure::InvalidHeads, Figure::InvalidArea]
        .iter()
        .any(|figure| figures.occurrences(*figure) > 0);
    let options = || both(card, rule.participate).map(Choosing::Spoiled).collect();
    any.then(|| Dimension { card, options: options() })
}

fn silence<'a>(card: &'a Card, figures: &Figures) -> Option<Dimension<'a>> {
    let Procedure::Silence(rule) = card.procedure() else { return None };
    let any = [Figure::SilentHeads, Figure::SilentArea]
        .iter()
        .any(|figure| figures.occurrences(*figure) > 0);
    let options = || rule.readings.iter().copied().map(Choosing::Silence).collect();
    any.then(|| Dimension { card, options: options() })
}

fn test(card: &Card, base: Option<Figure>) -> Dimension<'_> {
    let options = match card.procedure() {
        Procedure::Share(rule) => match base.and_then(|base| rule.on_base(base)) {
            Some(reading) => vec![Choosing::Share(reading)],
            None => rule.readings.iter().map(Choosing::Share).collect(),
        },
        Procedure::Periodic(rule) => rule.readings.iter().map(Choosing::Times).collect(),
        Procedure::HeadsAndArea(rule) => rule.readings.iter().map(Choosing::Owners).collect(),
        Procedure::Requirements(rule) => rule.readings.iter().map(Choosing::Tests).collect(),
        Procedure::Competition(rule) => {
            rule.roundings.iter().map(|one| Choosing::Competition(rule, *one)).collect()
        }
        // A card of another procedure never answers a question, checked when it loads.
        Procedure::VotingRights(_)
        | Procedure::Exclusions(_)
        | Procedure::WrittenOpinions(_)
        | Procedure::Silence(_)
        | Procedure::SpoiledBallots(_)
        | Procedure::Ranking(_)
        | Procedure::Deadline(_) => Vec::new(),
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

fn missing_figures(comparison: &Comparison) -> impl Iterator<Item = Missing> {
    let amounts = [&comparison.part, &comparison.whole].into_iter();
    let missing = amounts.flat_map(|amount| &amount.missing);
    missing.map(|figure| Missing::Figure(*figure)).collect::<Vec<_>>().into_iter()
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
