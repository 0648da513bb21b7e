//! When something happened, as precisely as it is known and no more.
//!
//! Civil time at +08:00, which has no summer time today; written `2018`, `2018-01`, `2018-01-15` or
//! `2018-01-15T09:30`. The text order is the time order, and what is known less precisely comes
//! first: `2018` < `2018-01` < `2018-01-15`.

use super::reading;
use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, Timelike};
use core::fmt;
use core::str::FromStr;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Cow;

/// A text that is not a date of this form.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "\"{0}\" is not a date: write 2018, 2018-01, 2018-01-15 or 2018-01-15T09:30 (日期“{0}”写法不对,可写 2018、2018-01、2018-01-15 或 2018-01-15T09:30)"
)]
pub struct HappenedError(pub String);

/// The longest spelling; the others are its beginnings.
const SHAPE: &[u8] = b"0000-00-00T00:00";

/// A year, a month, a day or a minute.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub enum Happened {
    /// `2018`
    Year(i32),
    /// `2018-01`
    Month(i32, u32),
    /// `2018-01-15`
    Day(NaiveDate),
    /// `2018-01-15T09:30`
    Minute(NaiveDateTime),
}

impl Happened {
    /// First day that this can mean.
    pub fn first_day(self) -> NaiveDate {
        let first = match self {
            Self::Year(year) => NaiveDate::from_ymd_opt(year, 1, 1),
            Self::Month(year, month) => NaiveDate::from_ymd_opt(year, month, 1),
            Self::Day(day) => Some(day),
            Self::Minute(minute) => Some(minute.date()),
        };
        // Years are 1900 to 9999 and months 1 to 12, checked when parsing.
        first.unwrap_or(NaiveDate::MIN)
    }

    /// Last day that this can mean.
    pub fn last_day(self) -> NaiveDate {
        let after = match self {
            Self::Year(year) | Self::Month(year, 12) => NaiveDate::from_ymd_opt(year + 1, 1, 1),
            Self::Month(year, month) => NaiveDate::from_ymd_opt(year, month + 1, 1),
            Self::Day(_) | Self::Minute(_) => return self.first_day(),
        };
        after.and_then(|day| day.pred_opt()).unwrap_or(NaiveDate::MAX)
    }

    /// Whether it had begun on this day: its first possible day is not later.
    pub fn begun_on(self, day: NaiveDate) -> bool {
        self.first_day() <= day
    }

    fn key(self) -> (i32, u32, u32, u32) {
        let minute = |time: NaiveTime| time.hour() * 60 + time.minute() + 1;
        match self {
            Self::Year(year) => (year, 0, 0, 0),
            Self::Month(year, month) => (year, month, 0, 0),
            Self::Day(day) => (day.year(), day.month(), day.day(), 0),
            Self::Minute(at) => (at.year(), at.month(), at.day(), minute(at.time())),
        }
    }
}

impl PartialOrd for Happened {
    fn partial_cmp(&self, other: &Self) -> Option<core::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Happened {
    fn cmp(&self, other: &Self) -> core::cmp::Ordering {
        self.key().cmp(&other.key())
    }
}

fn write_day(day: NaiveDate, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "{:04}-{:02}-{:02}", day.year(), day.month(), day.day())
}

impl fmt::Display for Happened {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year(year) => write!(f, "{year:04}"),
            Self::Month(year, month) => write!(f, "{year:04}-{month:02}"),
            Self::Day(day) => write_day(*day, f),
            Self::Minute(at) => {
                write_day(at.date(), f)?;
                write!(f, "T{:02}:{:02}", at.hour(), at.minute())
            }
        }
    }
}

impl fmt::Debug for Happened {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Happened({self})")
    }
}

impl FromStr for Happened {
    type Err = HappenedError;

    fn from_str(text: &str) -> Result<Self, HappenedError> {
        let number = |from: usize, to: usize| text.get(from..to)?.parse::<u32>().ok();
        let parsed = || {
            let year = i32::try_from(number(0, 4)?).ok()?;
            match text.len() {
                4 => Some(Self::Year(year)),
                7 => {
                    Some(Self::Month(year, number(5, 7).filter(|month| (1..=12).contains(month))?))
                }
                10 => NaiveDate::from_ymd_opt(year, number(5, 7)?, number(8, 10)?).map(Self::Day),
                16 => NaiveDate::from_ymd_opt(year, number(5, 7)?, number(8, 10)?)?
                    .and_hms_opt(number(11, 13)?, number(14, 16)?, 0)
                    .map(Self::Minute),
                _ => None,
            }
        };
        // Digits and separators in their places leave one spelling: no signs, no blanks.
        let digit_or_same = |(byte, shape): (u8, &u8)| match shape {
            b'0' => byte.is_ascii_digit(),
            _ => byte == *shape,
        };
        Some(text)
            .filter(|text| text.bytes().zip(SHAPE).all(digit_or_same))
            .and_then(|_| parsed())
            .filter(|parsed| parsed.key().0 >= 1900)
            .ok_or_else(|| HappenedError(text.to_owned()))
    }
}

impl Serialize for Happened {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Happened {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        reading::text(deserializer)
    }
}

impl JsonSchema for Happened {
    fn schema_name() -> Cow<'static, str> {
        "Happened".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "pattern": "^(19|[2-9][0-9])[0-9]{2}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01])(T([01][0-9]|2[0-3]):[0-5][0-9])?)?)?$",
            "description": "Civil time at +08:00, as precise as it is known: 2018, 2018-01, 2018-01-15 or 2018-01-15T09:30."
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Happened {
        text.parse().unwrap()
    }

    #[test]
    fn every_precision_reads_and_prints_the_same() {
        for text in ["2018", "2018-01", "2018-01-15", "2018-01-15T09:30", "2024-02-29"] {
            assert_eq!(at(text).to_string(), text);
        }
        for bad in [
            "18",
            "2018-13",
            "2018-02-30",
            "2018-1-5",
            "2018-01-15 09:30",
            "+201",
            "0999",
            "2018-01-15T24:00",
            "2018-01-15T09:30:00",
        ] {
            assert!(bad.parse::<Happened>().is_err(), "{bad}");
        }
    }

    #[test]
    fn text_order_is_time_order() {
        let texts = [
            "2017-12-31",
            "2018",
            "2018-01",
            "2018-01-15",
            "2018-01-15T00:00",
            "2018-01-15T09:30",
            "2018-01-16",
            "2018-02",
            "2019",
        ];
        assert!(texts.is_sorted());
        assert!(texts.iter().map(|text| at(text)).is_sorted());
    }

    #[test]
    fn a_month_covers_its_days() {
        assert_eq!(at("2024-02").last_day(), NaiveDate::from_ymd_opt(2024, 2, 29).unwrap());
        assert_eq!(at("2018").last_day(), NaiveDate::from_ymd_opt(2018, 12, 31).unwrap());
        assert!(at("2018").begun_on(NaiveDate::from_ymd_opt(2018, 1, 1).unwrap()));
        assert!(!at("2018-02").begun_on(NaiveDate::from_ymd_opt(2018, 1, 31).unwrap()));
    }
}
