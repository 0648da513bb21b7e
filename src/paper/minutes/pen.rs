//! Words of the minutes in one language: names, dates, lists.

use crate::domain::Bilingual;
use crate::domain::BodyId;
use crate::domain::Happened;
use crate::domain::Language;
use crate::domain::PersonId;
use crate::event::Names;
use crate::event::Sealed;
use crate::event::classified::For;
use crate::event::names::{shown, with_names};
use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveDateTime};
use core::fmt::Display;

/// Writes in one language what is known by these names.
#[derive(Clone, Copy)]
pub(in crate::paper) struct Pen<'a> {
    pub(in crate::paper) names: &'a dyn Names,
    pub(in crate::paper) language: Language,
}

impl Pen<'_> {
    /// The words of this language.
    pub(in crate::paper) fn say(&self, zh: &str, en: &str) -> String {
        match self.language {
            Language::Chinese => zh.to_owned(),
            Language::English => en.to_owned(),
        }
    }

    /// The half of this language.
    pub(in crate::paper) fn half(&self, words: Bilingual) -> String {
        match self.language {
            Language::Chinese => words.zh,
            Language::English => words.en,
        }
    }

    pub(in crate::paper) fn is_chinese(&self) -> bool {
        self.language == Language::Chinese
    }

    pub(in crate::paper) fn person(&self, id: PersonId) -> String {
        self.half(self.names.person(id))
    }

    pub(in crate::paper) fn body(&self, id: BodyId) -> String {
        self.half(self.names.body(id))
    }

    /// Names in a row: 甲、乙、丙.
    pub(in crate::paper) fn persons(&self, ids: impl IntoIterator<Item = PersonId>) -> String {
        let names: Vec<String> = ids.into_iter().map(|id| self.person(id)).collect();
        names.join(&self.say("、", ", "))
    }

    /// A plain text with its references shown by name.
    pub(in crate::paper) fn plain(&self, text: &str) -> String {
        self.half(with_names(text, self.names))
    }

    /// A sealed value, or that it is sealed.
    pub(in crate::paper) fn sealed<T: Display, A: For>(&self, value: &Sealed<T, A>) -> String {
        self.half(shown(value, self.names))
    }

    /// Things one after the other: 甲;乙.
    pub(in crate::paper) fn listed(&self, things: &[String]) -> String {
        things.join(&self.say(";", "; "))
    }

    /// Remarks behind a name: 甲(病假,乙批准).
    pub(in crate::paper) fn remarked(&self, name: &str, remarks: &[String]) -> String {
        if remarks.is_empty() {
            return name.to_owned();
        }
        match self.language {
            Language::Chinese => format!("{name}({})", remarks.join(",")),
            Language::English => format!("{name} ({})", remarks.join(", ")),
        }
    }

    /// A label with what it labels: 责任人:甲.
    pub(in crate::paper) fn labelled(&self, zh: &str, en: &str, value: &str) -> String {
        match self.language {
            Language::Chinese => format!("{zh}:{value}"),
            Language::English => format!("{en}: {value}"),
        }
    }

    /// A number of persons.
    pub(in crate::paper) fn heads(&self, count: impl Display) -> String {
        match self.language {
            Language::Chinese => format!("{count} 人"),
            Language::English => count.to_string(),
        }
    }

    /// A date as precise as it is known: 2018年5月17日14:00.
    pub(in crate::paper) fn date(&self, at: Happened) -> String {
        match (self.language, at) {
            (Language::Chinese, Happened::Year(year)) => format!("{year}年"),
            (Language::Chinese, Happened::Month(year, month)) => format!("{year}年{month}月"),
            (Language::English, Happened::Year(_) | Happened::Month(..)) => at.to_string(),
            (_, Happened::Day(day)) => self.day(day),
            (_, Happened::Minute(at)) => self.minute(at),
        }
    }

    /// 2018年5月17日
    pub(in crate::paper) fn day(&self, day: NaiveDate) -> String {
        match self.language {
            Language::Chinese => format!("{}年{}月{}日", day.year(), day.month(), day.day()),
            Language::English => day.format("%-d %B %Y").to_string(),
        }
    }

    fn minute(&self, at: NaiveDateTime) -> String {
        match self.language {
            Language::Chinese => format!("{}{}", self.day(at.date()), at.format("%H:%M")),
            Language::English => format!("{}, {}", self.day(at.date()), at.format("%H:%M")),
        }
    }

    /// 2018年5月17日(星期四)14:00—16:20
    pub(in crate::paper) fn span(&self, begins: Happened, ends: Option<Happened>) -> String {
        let begun = match begins {
            Happened::Minute(at) if self.is_chinese() => {
                format!(
                    "{}({}){}",
                    self.day(at.date()),
                    self.weekday(at.date()),
                    at.format("%H:%M")
                )
            }
            Happened::Minute(at) => {
                format!("{}, {}", self.weekday(at.date()), self.minute(at))
            }
            Happened::Day(day) => self.remarked(&self.day(day), &[self.weekday(day)]),
            Happened::Year(_) | Happened::Month(..) => self.date(begins),
        };
        let dash = self.say("—", "–");
        match (begins, ends) {
            (_, None) => begun,
            (Happened::Minute(begins), Some(Happened::Minute(ends)))
                if begins.date() == ends.date() =>
            {
                format!("{begun}{dash}{}", ends.format("%H:%M"))
            }
            (begins, Some(ends)) if begins == ends => begun,
            (_, Some(ends)) => format!("{begun}{dash}{}", self.date(ends)),
        }
    }

    fn weekday(&self, day: NaiveDate) -> String {
        const DAYS: [&str; 7] = ["一", "二", "三", "四", "五", "六", "日"];
        let place = usize::try_from(day.weekday().num_days_from_monday()).unwrap_or_default();
        match self.language {
            Language::Chinese => format!("星期{}", DAYS.get(place).copied().unwrap_or_default()),
            Language::English => day.format("%A").to_string(),
        }
    }

    /// When an entry was recorded, in civil time; the text itself if it is not an instant.
    pub(in crate::paper) fn recorded_at(&self, at: &str) -> String {
        civil(at).map_or_else(|| at.to_owned(), |at| self.minute(at))
    }
}

/// Civil time, +08:00, of an instant on record.
pub(in crate::paper) fn civil(at: &str) -> Option<NaiveDateTime> {
    const HOUR: i32 = 3_600;
    let zone = FixedOffset::east_opt(8 * HOUR)?;
    DateTime::parse_from_rfc3339(at).ok().map(|at| at.with_timezone(&zone).naive_local())
}
