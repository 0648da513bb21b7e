//! The calendar: what a periodic rule asks for, period by period, and what was held.
//!
//! Decided here:
//! - Periods are calendar months, quarters, half years and years.
//! - A period asks for something only where the body existed, and the rule was in force, on every
//!   one of its days. A partial first or last period is skipped; what was held in it is shown as held.
//! - The schedule runs to the end of the year of `today`, so that a year can be planned.
//! - A meeting known only by month or year counts where all its possible days fall into one period;
//!   otherwise it is shown as possible in each period that it touches, and fills none.
//! - One activity may satisfy several rules: give its date to the schedule of each.
//! - A status says what is on record. It is a reminder and invalidates nothing.

use super::card::{Card, Level};
use super::procedure::{PeriodicReading, Procedure};
use chrono::{Datelike, NaiveDate};
use domain::Bilingual;
use domain::Happened;
use domain::MeetingKind;
use serde::{Deserialize, Serialize};

/// A kind of calendar period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum PeriodKind {
    /// 每月.
    #[serde(rename = "calendar_month")]
    Month,
    /// 每季度.
    #[serde(rename = "calendar_quarter")]
    Quarter,
    /// 每半年.
    #[serde(rename = "calendar_half_year")]
    HalfYear,
    /// 每年.
    #[serde(rename = "calendar_year")]
    Year,
}

impl PeriodKind {
    /// Months in the period.
    pub const fn months(self) -> u32 {
        match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::HalfYear => 6,
            Self::Year => 12,
        }
    }

    /// 每月 and so on, in both languages.
    pub fn name(self) -> Bilingual {
        match self {
            Self::Month => Bilingual::new("每月", "each month"),
            Self::Quarter => Bilingual::new("每季度", "each quarter"),
            Self::HalfYear => Bilingual::new("每半年", "each half year"),
            Self::Year => Bilingual::new("每年", "each year"),
        }
    }
}

/// One period: the third quarter of 2025.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Period {
    /// The year.
    pub year: i32,
    /// Its kind.
    pub kind: PeriodKind,
    /// Its number within the year, from 1.
    pub number: u32,
}

impl Period {
    /// The period that holds this day.
    pub fn of(kind: PeriodKind, day: NaiveDate) -> Self {
        Self { year: day.year(), kind, number: day.month0() / kind.months() + 1 }
    }

    /// Its first day.
    pub fn first_day(self) -> NaiveDate {
        let month = (self.number.max(1) - 1) * self.kind.months() + 1;
        // Made by `of` and `next` only, so the month is 1 to 12.
        NaiveDate::from_ymd_opt(self.year, month, 1).unwrap_or(NaiveDate::MIN)
    }

    /// Its last day.
    pub fn last_day(self) -> NaiveDate {
        let after = self.next().map(Self::first_day);
        after.and_then(|day| day.pred_opt()).unwrap_or(NaiveDate::MAX)
    }

    /// The period after it; `None` at the end of the calendar.
    pub fn next(self) -> Option<Self> {
        if self.number * self.kind.months() < 12 {
            return Some(Self { number: self.number + 1, ..self });
        }
        let year = self.year + 1;
        NaiveDate::from_ymd_opt(year, 12, 31).map(|_| Self { year, number: 1, ..self })
    }

    /// Whether the day falls into it.
    pub fn holds(self, day: NaiveDate) -> bool {
        self.first_day() <= day && day <= self.last_day()
    }

    /// 2025年第三季度, Q3 2025.
    pub fn name(self) -> Bilingual {
        let year = self.year;
        match self.kind {
            PeriodKind::Month => Bilingual::new(
                format!("{year}年{}月", self.number),
                self.first_day().format("%B %Y").to_string(),
            ),
            PeriodKind::Quarter => {
                let number = match self.number {
                    1 => "一",
                    2 => "二",
                    3 => "三",
                    _ => "四",
                };
                Bilingual::new(
                    format!("{year}年第{number}季度"),
                    format!("Q{} {year}", self.number),
                )
            }
            PeriodKind::HalfYear => {
                let (zh, en) = if self.number == 1 { ("上", "first") } else { ("下", "second") };
                Bilingual::new(format!("{year}年{zh}半年"), format!("{en} half of {year}"))
            }
            PeriodKind::Year => Bilingual::new(format!("{year}年"), format!("{year}")),
        }
    }
}

/// Since when, and until when, the body that must meet exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Existence {
    /// Its first day.
    pub established: NaiveDate,
    /// Its last day, once it is dissolved.
    pub dissolved: Option<NaiveDate>,
}

/// How a period stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PeriodState {
    /// Held as often as asked.
    Held,
    /// The period is running and something is still to be held.
    Due,
    /// The period is over and something is not on record.
    Missing,
    /// The period has not begun.
    NotYetDue,
    /// The rule asks for nothing: the body or the rule covers only part of the period.
    Skipped,
}

/// One period of a schedule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PeriodStatus {
    /// The period.
    pub period: Period,
    /// Times asked for.
    pub required: u32,
    /// Times certainly held in it.
    pub held: u32,
    /// Times that may fall into it: their dates are not precise enough.
    pub possible: u32,
    /// How it stands.
    pub state: PeriodState,
}

/// What the card asks for, from the first day that body and rule share to the end of this year, and
/// what was held. Empty for a card that is not about frequency.
pub fn schedule(
    card: &Card,
    existence: Existence,
    held: &[Happened],
    today: NaiveDate,
) -> Vec<PeriodStatus> {
    let Some(reading) = default_reading(card) else { return Vec::new() };
    let from = existence.established.max(card.from());
    let until = [existence.dissolved, card.until()].into_iter().flatten().min();
    let horizon = Period::of(PeriodKind::Year, today).last_day();
    let last = until.map_or(horizon, |until| until.min(horizon));
    let periods = core::iter::successors(Some(Period::of(reading.period, from)), |one| one.next());
    periods
        .take_while(|period| period.first_day() <= last)
        .map(|period| {
            let whole =
                from <= period.first_day() && until.is_none_or(|until| period.last_day() <= until);
            status(period, if whole { reading.times } else { 0 }, held, today)
        })
        .collect()
}

fn default_reading(card: &Card) -> Option<&PeriodicReading> {
    match card.procedure() {
        Procedure::Periodic(rule) => rule.readings.first(),
        _ => None,
    }
}

fn status(period: Period, required: u32, held: &[Happened], today: NaiveDate) -> PeriodStatus {
    let certainly = |happened: &&Happened| {
        period.holds(happened.first_day()) && period.holds(happened.last_day())
    };
    let touches = |happened: &&Happened| {
        happened.first_day() <= period.last_day() && period.first_day() <= happened.last_day()
    };
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let certain = count(held.iter().filter(certainly).count());
    let possible = count(held.iter().filter(touches).count()) - certain;
    let state = if certain > 0 && certain >= required {
        PeriodState::Held
    } else if required == 0 {
        PeriodState::Skipped
    } else if today < period.first_day() {
        PeriodState::NotYetDue
    } else if today <= period.last_day() {
        PeriodState::Due
    } else {
        PeriodState::Missing
    };
    PeriodStatus { period, required, held: certain, possible, state }
}

impl PeriodStatus {
    /// What is on record, without scolding: 2025年第四季度还没有召开支部党员大会的记录。
    pub fn sentence(&self, card: &Card) -> Bilingual {
        let period = self.period.name();
        let meeting = card.applies().meetings.first();
        let what = meeting.map_or_else(|| card.title().into(), |meeting| meeting.name());
        let (zh, en) = self.words(&what, verb(meeting.copied()));
        let possible = match self.possible {
            0 => Bilingual::new("", ""),
            number => Bilingual::new(
                format!("另有 {number} 次日期不够准确,可能在本期。"),
                format!(" {number} more may fall into it: the date is not precise enough."),
            ),
        };
        let asked = matches!(self.state, PeriodState::Due | PeriodState::Missing);
        let practice = if asked && card.level() == Level::Practice {
            Bilingual::new("(按通行做法,条文未规定次数)", " (by practice; the text sets no number)")
        } else {
            Bilingual::new("", "")
        };
        Bilingual::new(
            format!("{}{zh}{}。{}", period.zh, practice.zh, possible.zh),
            format!("{}: {en}{}.{}", period.en, practice.en, possible.en),
        )
    }

    fn words(&self, what: &Bilingual, verb: &str) -> (String, String) {
        let (zh, en, held, required) = (&what.zh, &what.en, self.held, self.required);
        match self.state {
            PeriodState::Held => {
                (format!("已有 {held} 次{zh}的记录"), format!("{en} on record ({held})"))
            }
            PeriodState::Due if held == 0 => {
                (format!("尚待{verb}{zh}"), format!("{en} still to be held"))
            }
            PeriodState::Due => (
                format!("已有 {held} 次{zh}的记录,还需 {} 次", required - held),
                format!("{en} on record ({held}), {} more to be held", required - held),
            ),
            PeriodState::Missing if held == 0 => {
                (format!("还没有{verb}{zh}的记录"), format!("no {en} on record yet"))
            }
            PeriodState::Missing => (
                format!("有 {held} 次{zh}的记录(一般 {required} 次)"),
                format!("{en} on record ({held} of {required})"),
            ),
            PeriodState::NotYetDue => (format!("未到时间({zh})"), format!("{en} not yet due")),
            PeriodState::Skipped => (
                format!("不作要求({zh};本期未满整期)"),
                format!("{en} not asked for (only part of the period is covered)"),
            ),
        }
    }
}

/// The verb that goes with a kind of meeting: a day is not convened.
pub(super) fn verb(meeting: Option<MeetingKind>) -> &'static str {
    match meeting {
        Some(MeetingKind::ThemePartyDay | MeetingKind::PartyLecture) => "开展",
        _ => "召开",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn every_day_lies_in_its_period_and_periods_join_without_gaps() {
        let half = PeriodKind::HalfYear;
        for kind in [PeriodKind::Month, PeriodKind::Quarter, half, PeriodKind::Year] {
            for day in day(2023, 12, 1).iter_days().take(500) {
                let period = Period::of(kind, day);
                assert!(period.holds(day), "{period:?} {day}");
                let next = period.next().unwrap();
                assert_eq!(period.last_day().succ_opt(), Some(next.first_day()));
                assert!(!next.holds(day));
            }
        }
    }

    #[test]
    fn periods_have_their_names_and_ends() {
        let leap = Period::of(PeriodKind::Month, day(2024, 2, 10));
        assert_eq!(leap.last_day(), day(2024, 2, 29));
        assert_eq!(leap.name(), Bilingual::new("2024年2月", "February 2024"));
        let quarter = Period::of(PeriodKind::Quarter, day(2025, 12, 31));
        assert_eq!(quarter.name(), Bilingual::new("2025年第四季度", "Q4 2025"));
        assert_eq!(Period::of(PeriodKind::Year, day(2025, 7, 1)).name().zh, "2025年");
    }

    #[test]
    fn the_calendar_ends_without_panic() {
        let last = Period::of(PeriodKind::Month, NaiveDate::MAX);
        assert_eq!(last.next(), None);
        assert_eq!(last.last_day(), NaiveDate::MAX);
    }
}
