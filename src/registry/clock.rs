//! The clock and the dice: the two things that a registry takes from the machine.
//!
//! Both come in through small traits, so that a test, or a replay, gets the same bytes.

use chrono::{DateTime, Duration, NaiveDate, NaiveDateTime, TimeZone, Utc};
use core::fmt;

/// Format of the recorded instant.
const AT: &str = "%Y-%m-%dT%H:%M:%S%.3fZ";

/// A clock behind the last entry by at most this is taken for jitter.
const BEHIND_MAX: Duration = Duration::minutes(5);

/// A clock ahead of the last entry by more than this must be confirmed.
const AHEAD_MAX: Duration = Duration::days(400);

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
    /// Ahead of the last entry by more than 400 days; may be confirmed.
    Ahead {
        /// The clock.
        now: DateTime<Utc>,
        /// The last entry.
        last: DateTime<Utc>,
    },
}

/// The instant to record, or why the clock is not believed. `last` is the last entry's instant.
pub fn check(
    now: DateTime<Utc>,
    last: Option<DateTime<Utc>>,
    ahead_confirmed: bool,
) -> Result<DateTime<Utc>, ClockFault> {
    let (year, month, day) = BUILT;
    if NaiveDate::from_ymd_opt(year, month, day).is_some_and(|built| now.date_naive() < built) {
        return Err(ClockFault::BeforeBuild { now });
    }
    let Some(last) = last else { return Ok(now) };
    if now < last {
        return if last - now <= BEHIND_MAX {
            Ok(last)
        } else {
            Err(ClockFault::Behind { now, last })
        };
    }
    if now - last > AHEAD_MAX && !ahead_confirmed {
        return Err(ClockFault::Ahead { now, last });
    }
    Ok(now)
}

/// The instant as an entry has it.
pub fn print_at(at: DateTime<Utc>) -> String {
    at.format(AT).to_string()
}

/// Reads the instant of an entry.
pub fn read_at(at: &str) -> Option<DateTime<Utc>> {
    NaiveDateTime::parse_from_str(at, AT).ok().map(|at| Utc.from_utc_datetime(&at))
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
        let confirmed = super::check(at("2035-01-01T00:00:00.000Z"), Some(last), true);
        assert_eq!(confirmed, Ok(at("2035-01-01T00:00:00.000Z")));
    }

    #[test]
    fn the_civil_day_is_that_of_china() {
        assert_eq!(civil_day(at("2026-12-31T16:00:00.000Z")).to_string(), "2027-01-01");
        assert_eq!(print_at(at("2026-12-31T16:00:00.007Z")), "2026-12-31T16:00:00.007Z");
    }
}
