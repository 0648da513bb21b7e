//! Days that a rule counts from, and how days are counted.
//!
//! The first day is not counted; a period in months or years ends on the corresponding day, or on
//! the last day of a shorter month (Civil Code arts. 200–202). No calendar of holidays is kept here:
//! a sentence says where a holiday would move the last day.

use super::matter::day;
use chrono::{Datelike, Days as Span, Months, NaiveDate};
use serde::{Deserialize, Serialize};

macro_rules! days {
    ($($(#[$doc:meta])* $variant:ident = $field:ident, $zh:literal, $en:literal;)*) => {
        /// The name of a day.
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
        )]
        #[serde(rename_all = "snake_case")]
        pub enum Day {
            $($(#[$doc])* $variant,)*
        }

        impl Day {
            /// Every day.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The word in cards.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => stringify!($field),)* }
            }

            /// The Chinese term.
            pub const fn zh(self) -> &'static str {
                match self { $(Self::$variant => $zh,)* }
            }

            /// The English term.
            pub const fn en(self) -> &'static str {
                match self { $(Self::$variant => $en,)* }
            }
        }

        /// The days of one matter. `None` is "not recorded".
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
        #[serde(deny_unknown_fields, default)]
        pub struct Days {
            $($(#[$doc])* #[serde(
                deserialize_with = "day::read_optional",
                serialize_with = "day::write_optional",
                skip_serializing_if = "Option::is_none"
            )]
            pub $field: Option<NaiveDate>,)*
        }

        impl Days {
            /// The day of this name.
            pub const fn get(&self, day: Day) -> Option<NaiveDate> {
                match day { $(Day::$variant => self.$field,)* }
            }
        }
    };
}

days! {
    /// The decision was formed, the votes counted.
    Formed = formed, "作出决定之日", "day of the decision";
    /// The decision, the roll or the list was published.
    Published = published, "公布之日", "day of publication";
    /// The person concerned knew of it, or ought to have known.
    Known = known, "知道或者应当知道之日", "day on which it was, or ought to have been, known";
    /// The members were elected.
    Elected = elected, "选举之日", "day of the election";
    /// The term ends.
    TermEnd = term_end, "任期届满之日", "last day of the term";
    /// A meeting was asked for, an objection was received.
    Received = received, "收到之日", "day of receipt";
}

/// A span of days, months or years.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "snake_case", tag = "unit", content = "number")]
pub enum Length {
    /// Days.
    Days(u32),
    /// Months.
    Months(u32),
    /// Years.
    Years(u32),
}

impl Length {
    /// The last day of a span that begins after `start`; `None` beyond the calendar.
    pub fn after(self, start: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::Days(days) => start.checked_add_days(Span::new(u64::from(days))),
            Self::Months(months) => start.checked_add_months(Months::new(months)),
            Self::Years(years) => start.checked_add_months(Months::new(years.checked_mul(12)?)),
        }
    }

    /// The day that lies so long before `end`; `None` beyond the calendar.
    pub fn before(self, end: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::Days(days) => end.checked_sub_days(Span::new(u64::from(days))),
            Self::Months(months) => months_before(end, months),
            Self::Years(years) => months_before(end, years.checked_mul(12)?),
        }
    }

    /// 三十日 as 30 日, 1 年.
    pub fn zh(self) -> String {
        match self {
            Self::Days(days) => format!("{days} 日"),
            Self::Months(months) => format!("{months} 个月"),
            Self::Years(years) => format!("{years} 年"),
        }
    }

    /// 30 days, 1 year.
    pub fn en(self) -> String {
        let (number, word) = match self {
            Self::Days(days) => (days, "day"),
            Self::Months(months) => (months, "month"),
            Self::Years(years) => (years, "year"),
        };
        format!("{number} {word}{}", if number == 1 { "" } else { "s" })
    }
}

/// The last day of a month stays the last day: three months before 30 September is 30 June.
fn months_before(end: NaiveDate, months: u32) -> Option<NaiveDate> {
    end.checked_sub_months(Months::new(months))
}

/// Days between the notice and the meeting: notice on the 1st, meeting on the 16th are 15. `None` for
/// a notice behind the meeting.
pub fn notice_days(noticed: NaiveDate, meeting: NaiveDate) -> Option<u32> {
    span(noticed, meeting)
}

/// Calendar days on which something hung out, the first and the last included. `None` where it was
/// taken down before.
pub fn posted_days(posted: NaiveDate, removed: NaiveDate) -> Option<u32> {
    span(posted, removed)?.checked_add(1)
}

/// Whole months from one day to another: from 10 May to 9 March of the next year 9.
pub fn whole_months(from: NaiveDate, to: NaiveDate) -> Option<u32> {
    let months = (to.year() - from.year()) * 12 + i32::try_from(to.month()).ok()?
        - i32::try_from(from.month()).ok()?;
    let months = u32::try_from(months).ok()?;
    let reached = Length::Months(months).after(from).is_some_and(|day| day <= to);
    if reached { Some(months) } else { months.checked_sub(1) }
}

fn span(from: NaiveDate, to: NaiveDate) -> Option<u32> {
    u32::try_from(to.signed_duration_since(from).num_days()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_first_day_is_not_counted_and_short_months_end_early() {
        assert_eq!(Length::Days(30).after(on("2025-07-01")), Some(on("2025-07-31")));
        assert_eq!(Length::Years(1).after(on("2024-04-10")), Some(on("2025-04-10")));
        assert_eq!(Length::Years(1).after(on("2024-02-29")), Some(on("2025-02-28")));
        assert_eq!(Length::Months(1).after(on("2025-01-31")), Some(on("2025-02-28")));
        assert_eq!(Length::Months(3).before(on("2026-09-30")), Some(on("2026-06-30")));
        assert_eq!(Length::Years(u32::MAX).after(on("2025-01-01")), None);
        assert_eq!(Length::Days(1).after(NaiveDate::MAX), None);
    }

    #[test]
    fn notice_and_posting_are_counted_as_people_count_them() {
        assert_eq!(notice_days(on("2025-06-01"), on("2025-06-16")), Some(15));
        assert_eq!(notice_days(on("2025-06-16"), on("2025-06-01")), None);
        assert_eq!(posted_days(on("2026-03-01"), on("2026-03-15")), Some(15));
    }

    #[test]
    fn months_are_whole() {
        assert_eq!(whole_months(on("2024-05-10"), on("2025-03-09")), Some(9));
        assert_eq!(whole_months(on("2024-05-10"), on("2025-03-10")), Some(10));
        assert_eq!(whole_months(on("2024-01-31"), on("2024-02-29")), Some(1));
        assert_eq!(whole_months(on("2025-03-10"), on("2025-03-09")), None);
        assert_eq!(whole_months(on("2025-05-10"), on("2025-03-09")), None);
    }

    #[test]
    fn the_word_of_a_day_is_what_serde_writes() {
        for day in Day::ALL {
            assert_eq!(serde_json::to_string(day).unwrap(), format!("\"{}\"", day.word()));
            let json = format!("{{\"{}\":\"2025-01-02\"}}", day.word());
            let days: Days = serde_json::from_str(&json).unwrap();
            assert_eq!(days.get(*day), Some(on("2025-01-02")));
            assert_eq!(serde_json::to_string(&days).unwrap(), json);
        }
    }
}
