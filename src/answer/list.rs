//! Lists: rows in the order in which they are to be shown.

use super::{AskError, View};
use crate::domain::{Bilingual, BodyId, Happened, Label};
use crate::projection::{Drawer, Projections, Unreadable};
use chrono::Datelike;
use schemars::JsonSchema;
use serde::Serialize;
use std::fmt::Display;
use std::ops::RangeInclusive;
use std::str::FromStr;

/// So many things are fetched together.
const AT_ONCE: usize = 256;

/// Which rows of a list are asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only what concerns this body.
    pub body: Option<BodyId>,
    /// Only what began in this year.
    pub year: Option<i32>,
    /// Only what is not closed.
    pub open: bool,
}

impl Filter {
    pub(super) fn concerns(&self, body: BodyId) -> bool {
        self.body.is_none_or(|own| own == body)
    }

    /// Whether a day lies in the year asked for.
    pub(super) fn within(&self, day: Option<Happened>) -> bool {
        let in_year = |year| day.is_some_and(|day| day.first_day().year() == year);
        self.year.is_none_or(in_year)
    }

    /// The years asked for; none where files need not be opened, because everything is wanted.
    fn years(&self) -> Option<RangeInclusive<i32>> {
        match (self.body, self.year) {
            (_, Some(year)) => Some(year..=year),
            (Some(_), None) => Some(i32::MIN..=i32::MAX),
            (None, None) => None,
        }
    }
}

/// Rows of one kind, and the state of the book that they were read from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct List<R> {
    /// Entries in the book.
    pub entries: u64,
    /// Hash of the last of them, 64 hexadecimal digits.
    pub head: String,
    /// What is listed, by its word.
    pub table: &'static str,
    /// In the order in which they are to be shown.
    pub rows: Vec<R>,
    /// What a reader should know beside the rows.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub remarks: Vec<Bilingual>,
    /// What in the folder speaks against this being the journal that it was.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub doubts: Vec<Bilingual>,
}

impl View {
    pub(super) fn list<R>(&self, table: &'static str, rows: Vec<R>) -> List<R> {
        let (entries, head) = (self.snapshot.entries(), self.snapshot.head());
        let doubts = self.snapshot.doubts();
        List { entries, head, table, rows, remarks: Vec::new(), doubts }
    }

    /// The rows of a drawer as far as they are asked for: with a body or a year those in its files, else
    /// every one. Whoever asked still looks at each.
    pub(super) fn rows<I: FromStr + Copy + Display, R>(
        &self,
        (drawer, filter): (Drawer, Filter),
        one: impl Fn(&Projections, I) -> Result<Option<R>, Unreadable>,
        each: impl FnOnce(&Projections, &mut dyn FnMut(R)) -> Result<(), Unreadable>,
    ) -> Result<Vec<R>, AskError> {
        let all = &self.snapshot.projections;
        let Some(years) = filter.years() else { return collected(|row| each(all, row)) };
        let filed: Vec<I> = all.filed(drawer, filter.body, &years)?;
        let mut rows = Vec::with_capacity(filed.len());
        for some in filed.chunks(AT_ONCE) {
            all.ahead(drawer, some)?;
            for id in some {
                rows.extend(one(all, *id)?);
            }
        }
        Ok(rows)
    }

    /// Whether something had begun on the day that was named; any day, if none was.
    pub(super) fn begun(&self, on: Option<Happened>) -> bool {
        self.day().is_none_or(|day| on.is_some_and(|on| on.begun_on(day)))
    }

    /// The body that an id or `@label` means, if it is one.
    pub fn find_body(&self, text: &str) -> Result<Option<BodyId>, AskError> {
        let tags = self.find(text)?;
        Ok(tags.iter().find_map(|tag| tag.strip_prefix("body:")?.parse().ok()))
    }
}

/// Collects what a projection shows one by one.
pub(super) fn collected<R, E: Into<AskError>>(
    each: impl FnOnce(&mut dyn FnMut(R)) -> Result<(), E>,
) -> Result<Vec<R>, AskError> {
    let mut rows = Vec::new();
    each(&mut |row| rows.push(row)).map_err(Into::into)?;
    Ok(rows)
}

/// What something is called in a command: its `@label`, else its id.
pub(super) fn handle(label: Option<&Label>, id: &impl ToString) -> String {
    label.map_or_else(|| id.to_string(), |label| format!("@{label}"))
}
