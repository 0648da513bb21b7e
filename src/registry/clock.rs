//! The clock and the dice: the two things that a registry takes from the machine.
//!
//! Both come in through small traits, so that a test, or a replay, gets the same bytes.

use crate::domain::Bilingual;
use chrono::{DateTime, Datelike as _, Duration, NaiveDate, NaiveDateTime, TimeZone as _, Utc};
use core::fmt;

/// Format of the recorded instant.
const AT: &str = "%Y-%m-%dT%H:%M:%S%.3fZ";

/// A clock behind the last entry by at most this is taken for jitter.
const BEHIND_MAX: Duration = Duration::minutes(5);

/// A clock ahead of the last entry by more than this must be confirmed.
const AHEAD_MAX: Duration = Duration::days(45);

/// In a book without entries, one that is later than the day of the build by more than this.
const AFTER_BUILD_MAX: Duration = Duration::days(400);

/// No clock can be right that says an earlier day than this: the program did not exist.
const BUILT: (i32, u32, u32) = (2026, 11, 1);

/// Says what time it is. Asked once per command.
pub trait Clock: Send + Sync + fmt::Debug {
    /// Now, UTC.
    fn now(&self) -> DateTime<Utc>;
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place where time comes in")]
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }
}

/// Makes salts and command ids.
pub trait Dice: Send + Sync + fmt::Debug {
    /// Fills the bytes with randomness; fails where the machine has none.
    fn fill(&self, bytes: &mut [u8]) -> std::io::Result<()>;
}

/// The machine's own randomness.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemDice;

impl Dice for SystemDice {
    fn fill(&self, bytes: &mut [u8]) -> std::io::Result<()> {
        getrandom::fill(bytes).map_err(|error| std::io::Error::other(error.to_string()))
    }
}

/// Why the clock is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClockFault {
    /// Behind the last entry by more than five minutes.
    Behind {
        /// The clock.
        now: DateTime<Utc>,
        /// The last entry.
        last: DateTime<Utc>,
    },
    /// Before the program was built.
    BeforeBuild {
        /// The clock.
        now: DateTime<Utc>,
    },
    /// Ahead of the last entry by more than 45 days, or without one, more than 400 days after the
    /// program was built; may be confirmed.
    Ahead {
        /// The clock.
        now: DateTime<Utc>,
        /// The last entry, if there is one.
        last: Option<DateTime<Utc>>,
    },
}

/// The instant to record, or why the clock is not believed. `last` is the last entry's instant.
pub fn check(
    now: DateTime<Utc>,
    last: Option<DateTime<Utc>>,
    ahead_confirmed: bool,
) -> Result<DateTime<Utc>, ClockFault> {
    let built = built();
    if now < built {
        return Err(ClockFault::BeforeBuild { now });
    }
    if let Some(last) = last.filter(|last| now < *last) {
        return if last - now <= BEHIND_MAX {
            Ok(last)
        } else {
            Err(ClockFault::Behind { now, last })
        };
    }
    let ahead = last.map_or(now - built > AFTER_BUILD_MAX, |last| now - last > AHEAD_MAX);
    if ahead && !ahead_confirmed { Err(ClockFault::Ahead { now, last }) } else { Ok(now) }
}

/// The day on which this program was built.
pub(crate) fn built() -> DateTime<Utc> {
    let (year, month, day) = BUILT;
    Utc.with_ymd_and_hms(year, month, day, 0, 0, 0).single().unwrap_or_default()
}

/// A day as people say it: 2026年11月27日 星期五.
pub fn day_in_words(day: NaiveDate) -> Bilingual {
    const DAYS: [&str; 7] = ["一", "二", "三", "四", "五", "六", "日"];
    let place = usize::try_from(day.weekday().num_days_from_monday()).unwrap_or_default();
    let (year, month, date) = (day.year(), day.month(), day.day());
    Bilingual::new(
        format!("{year}年{month}月{date}日 星期{}", DAYS.get(place).copied().unwrap_or_default()),
        day.format("%A, %-d %B %Y").to_string(),
    )
}

/// Asks whether the clock has the right day.
pub fn today_is(now: DateTime<Utc>) -> Bilingual {
    let day = day_in_words(civil_day(now));
    Bilingual::new(
        format!("离上一条记录已经很久。今天是 {},对吗?", day.zh),
        format!("The last entry was long ago. Today is {}: is that right?", day.en),
    )
}

/// The day of a recorded instant, as people say it.
pub fn recorded_day(at: &str) -> Option<Bilingual> {
    read_at(at).map(|at| day_in_words(civil_day(at)))
}

/// The instant as an entry has it.
pub fn print_at(at: DateTime<Utc>) -> String {
    at.format(AT).to_string()
}

/// Reads the instant of an entry.
pub fn read_at(at: &str) -> Option<DateTime<Utc>> {
    NaiveDateTime::parse_from_str(at, AT).ok().map(|at| Utc.from_utc_datetime(&at))
}

/// Today by the machine's clock, at +08:00.
pub fn today() -> NaiveDate {
    civil_day(SystemClock.now())
}

/// The civil day at +08:00, where the users are.
pub fn civil_day(at: DateTime<Utc>) -> NaiveDate {
    (at + Duration::hours(8)).date_naive()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        read_at(text).unwrap()
    }

    #[test]
    fn a_clock_is_believed_within_its_limits() {
        let last = at("2026-12-01T08:00:00.000Z");
        let check = |now: &str| check(at(now), Some(last), false);
        assert_eq!(check("2026-12-01T08:00:00.001Z"), Ok(at("2026-12-01T08:00:00.001Z")));
        assert_eq!(check("2026-12-01T07:55:00.000Z"), Ok(last));
        assert!(matches!(check("2026-12-01T07:54:59.999Z"), Err(ClockFault::Behind { .. })));
        assert!(matches!(check("2025-01-01T00:00:00.000Z"), Err(ClockFault::BeforeBuild { .. })));
        assert!(matches!(check("2035-01-01T00:00:00.000Z"), Err(ClockFault::Ahead { .. })));
        // 45 days to the millisecond.
        assert!(check("2027-01-15T08:00:00.000Z").is_ok());
        assert!(matches!(check("2027-01-15T08:00:00.001Z"), Err(ClockFault::Ahead { .. })));
        let confirmed = super::check(at("2035-01-01T00:00:00.000Z"), Some(last), true);
        assert_eq!(confirmed, Ok(at("2035-01-01T00:00:00.000Z")));
    }

    #[test]
    fn a_book_without_entries_believes_no_clock_long_after_the_build() {
        let (soon, late) = (built() + AFTER_BUILD_MAX, built() + Duration::days(401));
        assert_eq!(check(soon, None, false), Ok(soon));
        assert_eq!(check(late, None, false), Err(ClockFault::Ahead { now: late, last: None }));
        assert_eq!(check(late, None, true), Ok(late));
    }

    #[test]
    fn a_day_is_said_with_its_weekday() {
        let said = recorded_day("2026-11-26T16:00:00.000Z").unwrap();
        assert_eq!(said.zh, "2026年11月27日 星期五");
        assert_eq!(said.en, "Friday, 27 November 2026");
        assert_eq!(recorded_day("yesterday"), None);
    }

    #[test]
    fn the_civil_day_is_that_of_china() {
        assert_eq!(civil_day(at("2026-12-31T16:00:00.000Z")).to_string(), "2027-01-01");
        assert_eq!(print_at(at("2026-12-31T16:00:00.007Z")), "2026-12-31T16:00:00.007Z");
    }
}
