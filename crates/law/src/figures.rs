//! Figures: the counts, areas and spans of days that a verdict needs, each recorded or not.
//!
//! `None` is "not recorded" and never 0. Some figures are occurrences that exist only when they are
//! on record (exclusions, suspended rights, written opinions, spoiled votes, votes without a right,
//! blank and invalid ballots, owners who were served and did not reply): there `None` means that
//! none is on record, and nothing is missing.
//!
//! Owners are counted twice, by heads and by area; a figure of one kind has a twin of the other.

use super::words::{self, word};
use domain::Area;
use domain::Bilingual;
use domain::Heads;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::BTreeMap;

/// In what a figure is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Persons.
    Heads,
    /// 0.01 m².
    Area,
    /// Ballots and votes on them.
    Ballots,
    /// Seats, candidates, and other plain numbers of places.
    Seats,
    /// Households.
    Households,
    /// Days.
    Days,
    /// Months.
    Months,
    /// Times in a period.
    Times,
    /// Items, rows, mandates and other things that are counted.
    Items,
}

impl Unit {
    /// The number with the Chinese measure word behind it.
    pub(super) fn zh(self, number: u64) -> String {
        match self {
            Self::Area => format!("{} ㎡", Area(number)),
            Self::Heads => format!("{number} 人"),
            Self::Ballots => format!("{number} 张"),
            Self::Seats => format!("{number} 名"),
            Self::Households => format!("{number} 户"),
            Self::Days => format!("{number} 天"),
            Self::Months => format!("{number} 个月"),
            Self::Times => format!("{number} 次"),
            Self::Items => format!("{number} 项"),
        }
    }

    /// The number as English writes it; only an area says its unit.
    pub(super) fn en(self, number: u64) -> String {
        match self {
            Self::Area => format!("{} m²", Area(number)),
            Self::Heads
            | Self::Ballots
            | Self::Seats
            | Self::Households
            | Self::Days
            | Self::Months
            | Self::Times
            | Self::Items => number.to_string(),
        }
    }

    /// The number, where a figure of this unit holds one of that size.
    fn holds(self, number: u64) -> Option<u64> {
        (self == Self::Area || u32::try_from(number).is_ok()).then_some(number)
    }

    /// The bare number: 0.01 m² as square metres, all else as it is.
    pub(super) fn bare(self, number: u128) -> String {
        match self {
            Self::Area => format!("{}.{:02}", number / 100, number % 100),
            _ => number.to_string(),
        }
    }
}

/// A number as a figure holds it.
trait Recorded: Copy {
    fn number(self) -> u64;
    fn of(number: u64) -> Option<Self>;
}

impl Recorded for Heads {
    fn number(self) -> u64 {
        u64::from(self.0)
    }

    fn of(number: u64) -> Option<Self> {
        u32::try_from(number).ok().map(Self)
    }
}

impl Recorded for Area {
    fn number(self) -> u64 {
        self.0
    }

    fn of(number: u64) -> Option<Self> {
        Some(Self(number))
    }
}

impl Recorded for u32 {
    fn number(self) -> u64 {
        u64::from(self)
    }

    fn of(number: u64) -> Option<Self> {
        Self::try_from(number).ok()
    }
}

word! {
    /// The name of a figure.
    Figure, figures, FigureWord, "figure"
}

impl Figure {
    /// The short Chinese word before a number: 到会 12 人.
    pub fn short_zh(self) -> &'static str {
        self.record().map_or("", |one| &one.short_zh)
    }

    /// The short English word beside a number: 12 present.
    pub fn short_en(self) -> &'static str {
        self.record().map_or("", |one| &one.short_en)
    }

    /// In what it is measured.
    pub fn unit(self) -> Unit {
        self.record().map_or(Unit::Items, |one| one.unit)
    }

    /// The figure of the same owners measured the other way.
    pub fn twin(self) -> Option<Self> {
        self.record()?.twin_figure
    }
}

macro_rules! computed {
    ($($field:ident: $type:ident = $figure:ident;)*) => {
        impl Figure {
            $(#[doc = concat!("`", stringify!($field), "`.")]
            pub const $figure: Self = Self(words::place(words::FIGURES, stringify!($field)));)*
        }

        /// The figures of one question. `None` is "not recorded". What the program computes with is
        /// a field; what a figure counts is said in `words.json`.
        #[derive(Debug, Clone, PartialEq, Eq, Default)]
        pub struct Figures {
            $(#[doc = concat!("`", stringify!($field), "`.")]
            pub $field: Option<$type>,)*
            /// Figures that only cards ask for.
            pub others: BTreeMap<Figure, u64>,
        }

        impl Figures {
            /// The figure as a plain number; areas in 0.01 m².
            pub fn count(&self, figure: Figure) -> Option<u64> {
                match figure {
                    $(Figure::$figure => self.$field.map(Recorded::number),)*
                    _ => self.others.get(&figure).copied(),
                }
            }

            /// Records a figure; `None` where the number is too large for its unit.
            fn record(&mut self, figure: Figure, number: u64) -> Option<()> {
                match figure {
                    $(Figure::$figure => self.$field = Some(Recorded::of(number)?),)*
                    _ => {
                        self.others.insert(figure, figure.unit().holds(number)?);
                    }
                }
                Some(())
            }
        }
    };
}

// The figures that the code computes with, each in the type of its unit.
computed! {
    due: Heads = DUE;
    full: Heads = FULL;
    probationary: Heads = PROBATIONARY;
    rights_suspended: Heads = RIGHTS_SUSPENDED;
    excluded_with_approvals: Heads = EXCLUDED_WITH_APPROVALS;
    excluded_without_approvals: Heads = EXCLUDED_WITHOUT_APPROVALS;
    present: Heads = PRESENT;
    in_favour: Heads = IN_FAVOUR;
    against: Heads = AGAINST;
    abstain: Heads = ABSTAIN;
    spoiled: Heads = SPOILED;
    in_favour_without_right: Heads = IN_FAVOUR_WITHOUT_RIGHT;
    written_in_favour: Heads = WRITTEN_IN_FAVOUR;
    written_against: Heads = WRITTEN_AGAINST;
    written_abstain: Heads = WRITTEN_ABSTAIN;
    held: Heads = HELD;
    roll_heads: Heads = ROLL_HEADS;
    roll_area: Area = ROLL_AREA;
    participating_heads: Heads = PARTICIPATING_HEADS;
    participating_area: Area = PARTICIPATING_AREA;
    in_favour_heads: Heads = IN_FAVOUR_HEADS;
    in_favour_area: Area = IN_FAVOUR_AREA;
    against_heads: Heads = AGAINST_HEADS;
    against_area: Area = AGAINST_AREA;
    abstain_heads: Heads = ABSTAIN_HEADS;
    abstain_area: Area = ABSTAIN_AREA;
    blank_heads: Heads = BLANK_HEADS;
    blank_area: Area = BLANK_AREA;
    invalid_heads: Heads = INVALID_HEADS;
    invalid_area: Area = INVALID_AREA;
    silent_heads: Heads = SILENT_HEADS;
    silent_area: Area = SILENT_AREA;
    seats: u32 = SEATS;
    candidates: u32 = CANDIDATES;
    surplus: u32 = SURPLUS;
    issued: u32 = ISSUED;
    returned: u32 = RETURNED;
    valid_ballots: u32 = VALID_BALLOTS;
    invalid_ballots: u32 = INVALID_BALLOTS;
    households: u32 = HOUSEHOLDS;
    elected: u32 = ELECTED;
    notice_days: u32 = NOTICE_DAYS;
    posted_days: u32 = POSTED_DAYS;
    window_days: u32 = WINDOW_DAYS;
    unannounced: u32 = UNANNOUNCED;
    voters: Heads = VOTERS;
    voting: Heads = VOTING;
    representatives: Heads = REPRESENTATIVES;
    reports: u32 = REPORTS;
    replies: u32 = REPLIES;
}

impl Serialize for Figures {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(Figure::all().filter_map(|one| Some((one, self.count(one)?))))
    }
}

impl<'de> Deserialize<'de> for Figures {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let given = BTreeMap::<Figure, Option<u64>>::deserialize(deserializer)?;
        let mut figures = Self::default();
        for (figure, number) in given {
            let Some(number) = number else { continue };
            figures.record(figure, number).ok_or_else(|| {
                serde::de::Error::custom(format!(
                    "\"{0}\" is too large a number (“{0}”的数字过大)",
                    figure.word()
                ))
            })?;
        }
        Ok(figures)
    }
}

impl Figures {
    /// The figure with its unit, if it is recorded.
    pub fn amount(&self, figure: Figure) -> Option<Bilingual> {
        let unit = figure.unit();
        self.count(figure).map(|count| Bilingual::new(unit.zh(count), unit.en(count)))
    }

    /// The figure of an occurrence that exists only when it is on record.
    pub(super) fn occurrences(&self, figure: Figure) -> u64 {
        self.count(figure).unwrap_or_default()
    }

    /// An occurrence of owners, which has a twin: `None` when only the twin is on record.
    pub(super) fn paired(&self, figure: Figure) -> Option<u64> {
        let twin = figure.twin().and_then(|twin| self.count(twin));
        self.count(figure).or_else(|| twin.is_none().then_some(0))
    }

    /// The sum of these figures; `None` when one of them is not recorded.
    pub(super) fn sum(&self, figures: &[Figure]) -> Option<u64> {
        figures.iter().try_fold(0_u64, |sum, one| Some(sum.saturating_add(self.count(*one)?)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_that_is_not_recorded_is_not_zero() {
        let figures: Figures = serde_json::from_str(r#"{"due":20,"present":0}"#).unwrap();
        assert_eq!(figures.count(Figure::PRESENT), Some(0));
        assert_eq!(figures.count(Figure::IN_FAVOUR), None);
        assert_eq!(figures.sum(&[Figure::DUE, Figure::PRESENT]), Some(20));
        assert_eq!(figures.sum(&[Figure::DUE, Figure::AGAINST]), None);
        assert!(serde_json::from_str::<Figures>(r#"{"dew":20}"#).is_err());
    }

    #[test]
    fn the_word_of_a_figure_is_what_serde_writes() {
        for figure in Figure::all() {
            let word = figure.word();
            assert_eq!(serde_json::to_string(&figure).unwrap(), format!("\"{word}\""));
            let figures: Figures = serde_json::from_str(&format!("{{\"{word}\":7}}")).unwrap();
            assert_eq!(figures.count(figure), Some(7));
            assert_eq!(serde_json::to_string(&figures).unwrap(), format!("{{\"{word}\":7}}"));
        }
    }

    #[test]
    fn twins_are_twins_of_each_other_in_the_other_unit() {
        for figure in Figure::all() {
            let Some(twin) = figure.twin() else { continue };
            assert_eq!(twin.twin(), Some(figure));
            assert_ne!(twin.unit(), figure.unit());
            assert_eq!(twin.short_zh(), figure.short_zh());
        }
    }

    #[test]
    fn an_occurrence_with_only_its_twin_on_record_is_unknown() {
        let figures: Figures = serde_json::from_str(r#"{"silent_heads":3}"#).unwrap();
        assert_eq!(figures.paired(Figure::SILENT_HEADS), Some(3));
        assert_eq!(figures.paired(Figure::SILENT_AREA), None);
        assert_eq!(figures.paired(Figure::INVALID_AREA), Some(0));
    }
}
