//! The readings of each card, and the numbered combinations of them.
//!
//! A combination is a number: written with one digit for each card, the first card first, every
//! digit says which reading of that card is picked, 0 being the default.

use super::Forming;
use crate::card::{Card, Certainty, Wording};
use crate::figures::{Figure, Figures};
use crate::procedure::{
    Competition, ExclusionsAllowed, OwnersReading, PeriodicReading, Procedure, Rounding,
    ShareReading, TestsReading, silence_is,
};
use crate::verdict::Choice;
use domain::SilencePolicy;

/// One reading of every card, as a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Combination(pub(super) usize);

/// A card with its readings. A combination picks one reading of every dimension.
#[derive(Debug, Clone, Copy)]
pub(super) struct Dimension<'a> {
    pub(super) card: &'a Card,
    options: Options<'a>,
    /// What the number of a combination grows by when the next reading is picked here.
    stride: usize,
}

/// The readings of a card, the default one first.
#[derive(Debug, Clone, Copy)]
enum Options<'a> {
    Exclude(Both),
    CountWritten(Both),
    Spoiled(Both),
    Silence(&'a [SilencePolicy]),
    ShareOnBase(&'a ShareReading),
    Share(&'a [ShareReading]),
    Times(&'a [PeriodicReading]),
    Owners(&'a [OwnersReading]),
    Tests(&'a [TestsReading]),
    Competition(&'a Competition),
    None,
}

/// The default, and the other way where the card is disputed.
#[derive(Debug, Clone, Copy)]
struct Both {
    default: bool,
    disputed: bool,
}

impl Both {
    fn of(card: &Card, default: bool) -> Self {
        Self { default, disputed: card.certainty() == Certainty::Disputed }
    }

    fn count(self) -> usize {
        1 + usize::from(self.disputed)
    }

    fn option(self, at: usize) -> Option<bool> {
        (at < self.count()).then_some(self.default == (at == 0))
    }
}

/// One reading of one card.
#[derive(Debug, Clone, Copy)]
pub(super) enum Choosing<'a> {
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

/// The dimensions that form figures, where there is something on record that they change.
pub(super) fn forming<'a>(
    forming: &Forming<'a>,
    figures: &Figures,
    election: bool,
) -> [Option<Dimension<'a>>; 4] {
    [
        forming.exclusions.and_then(|card| exclusions(card, figures, election)),
        forming.written.and_then(|card| written(card, figures)),
        forming.spoiled.and_then(|card| spoiled(card, figures)),
        forming.silence.and_then(|card| silence(card, figures)),
    ]
}

/// Gives the dimensions their places in the number of a combination.
pub(super) fn number(dimensions: &mut [Dimension<'_>]) {
    let mut stride = 1;
    for dimension in dimensions.iter_mut().rev() {
        dimension.stride = stride;
        stride *= dimension.count();
    }
}

impl<'a> Dimension<'a> {
    const fn new(card: &'a Card, options: Options<'a>) -> Self {
        Self { card, options, stride: 1 }
    }

    /// A card that compares.
    pub(super) fn test(card: &'a Card, base: Option<Figure>) -> Self {
        let options = match card.procedure() {
            Procedure::Share(rule) => match base.and_then(|base| rule.on_base(base)) {
                Some(reading) => Options::ShareOnBase(reading),
                None => Options::Share(&rule.readings),
            },
            Procedure::Periodic(rule) => Options::Times(&rule.readings),
            Procedure::HeadsAndArea(rule) => Options::Owners(&rule.readings),
            Procedure::Requirements(rule) => Options::Tests(&rule.readings),
            Procedure::Competition(rule) => Options::Competition(rule),
            // A card of another procedure never answers a question, checked when it loads.
            Procedure::VotingRights(_)
            | Procedure::Exclusions(_)
            | Procedure::WrittenOpinions(_)
            | Procedure::Silence(_)
            | Procedure::SpoiledBallots(_)
            | Procedure::Ranking(_)
            | Procedure::Deadline(_) => Options::None,
        };
        Self::new(card, options)
    }

    /// How many readings there are.
    pub(super) fn count(&self) -> usize {
        match self.options {
            Options::Exclude(both) | Options::CountWritten(both) | Options::Spoiled(both) => {
                both.count()
            }
            Options::Silence(readings) => readings.len(),
            Options::ShareOnBase(_) => 1,
            Options::Share(readings) => readings.len(),
            Options::Times(readings) => readings.len(),
            Options::Owners(readings) => readings.len(),
            Options::Tests(readings) => readings.len(),
            Options::Competition(rule) => rule.roundings.len(),
            Options::None => 0,
        }
    }

    /// The reading at this place; the default is at 0.
    pub(super) fn option(&self, at: usize) -> Option<Choosing<'a>> {
        match self.options {
            Options::Exclude(both) => both.option(at).map(Choosing::Exclude),
            Options::CountWritten(both) => both.option(at).map(Choosing::CountWritten),
            Options::Spoiled(both) => both.option(at).map(Choosing::Spoiled),
            Options::Silence(readings) => readings.get(at).copied().map(Choosing::Silence),
            Options::ShareOnBase(reading) => (at == 0).then_some(Choosing::Share(reading)),
            Options::Share(readings) => readings.get(at).map(Choosing::Share),
            Options::Times(readings) => readings.get(at).map(Choosing::Times),
            Options::Owners(readings) => readings.get(at).map(Choosing::Owners),
            Options::Tests(readings) => readings.get(at).map(Choosing::Tests),
            Options::Competition(rule) => {
                rule.roundings.get(at).map(|rounding| Choosing::Competition(rule, *rounding))
            }
            Options::None => None,
        }
    }

    /// Every reading, the default first.
    pub(super) fn options(&self) -> impl Iterator<Item = Choosing<'a>> {
        (0..self.count()).filter_map(|at| self.option(at))
    }

    /// Which reading a combination picks here.
    pub(super) fn pick(&self, combination: Combination) -> usize {
        match self.count() {
            0 | 1 => 0,
            count => combination.0 / self.stride % count,
        }
    }

    /// The combination that differs only here, and picks the default.
    pub(super) fn by_default(&self, combination: Combination) -> Combination {
        Combination(combination.0 - self.pick(combination) * self.stride)
    }

    /// The combination that picks this reading here, and every default elsewhere.
    pub(super) fn alone(&self, at: usize) -> Combination {
        Combination(at * self.stride)
    }

    /// Whether the card compares; else it only says how a figure is formed.
    pub(super) fn is_test(&self) -> bool {
        match self.options {
            Options::Exclude(_)
            | Options::CountWritten(_)
            | Options::Spoiled(_)
            | Options::Silence(_)
            | Options::None => false,
            Options::ShareOnBase(_)
            | Options::Share(_)
            | Options::Times(_)
            | Options::Owners(_)
            | Options::Tests(_)
            | Options::Competition(_) => true,
        }
    }
}

impl Choosing<'_> {
    /// The reading in words.
    pub(super) fn choice(self, card: &Card) -> Choice {
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
                let name = silence_is(policy);
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
    if figures.occurrences(Figure::EXCLUDED_WITH_APPROVALS) == 0 {
        return None;
    }
    let both = match rule.exclusions_allowed {
        // What is disputed is the step from elections to other votes.
        ExclusionsAllowed::ElectionsOnly if election => Both { default: true, disputed: false },
        ExclusionsAllowed::None | ExclusionsAllowed::ElectionsOnly => Both::of(card, false),
        ExclusionsAllowed::All => Both::of(card, true),
    };
    Some(Dimension::new(card, Options::Exclude(both)))
}

fn written<'a>(card: &'a Card, figures: &Figures) -> Option<Dimension<'a>> {
    let Procedure::WrittenOpinions(rule) = card.procedure() else { return None };
    let any = figures.occurrences(Figure::WRITTEN_IN_FAVOUR) > 0;
    any.then(|| Dimension::new(card, Options::CountWritten(Both::of(card, rule.counted))))
}

fn spoiled<'a>(card: &'a Card, figures: &Figures) -> Option<Dimension<'a>> {
    let Procedure::SpoiledBallots(rule) = card.procedure() else { return None };
    let mut invalid = [Figure::INVALID_HEADS, Figure::INVALID_AREA].into_iter();
    let any = invalid.any(|figure| figures.occurrences(figure) > 0);
    any.then(|| Dimension::new(card, Options::Spoiled(Both::of(card, rule.participate))))
}

fn silence<'a>(card: &'a Card, figures: &Figures) -> Option<Dimension<'a>> {
    let Procedure::Silence(rule) = card.procedure() else { return None };
    let mut silent = [Figure::SILENT_HEADS, Figure::SILENT_AREA].into_iter();
    let any = silent.any(|figure| figures.occurrences(figure) > 0);
    any.then(|| Dimension::new(card, Options::Silence(&rule.readings)))
}
