//! Files: what a body took up in a year, by drawers. Only for finding it; what is so stands with the
//! thing itself.
//!
//! A thing may lie in more files than one, and in one that it does not belong to any more: whoever
//! opens a file looks at each thing in it.

use super::Projections;
use super::schedule::Links;
use super::shelf::{Kept, Unreadable};
use crate::domain::{BodyId, Happened, MatterKind, Thing};
use chrono::Datelike;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fmt::{self, Display};
use std::ops::RangeInclusive;
use std::str::FromStr;

macro_rules! drawers {
    ($($(#[$doc:meta])* $drawer:ident = $word:literal;)*) => {
        /// A kind of file.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Drawer {
            $($(#[$doc])* $drawer,)*
        }

        impl Drawer {
            const fn word(self) -> &'static str {
                match self { $(Self::$drawer => $word,)* }
            }

            fn of(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$drawer),)* _ => None }
            }
        }
    };
}

drawers! {
    /// Activities, by the year in which they were held.
    Activities = "activities";
    /// Elections, by the year in which they were called.
    Elections = "elections";
    /// Issues, by the year in which they were raised.
    Issues = "issues";
    /// Meetings, by the year in which they were held or are to be.
    Meetings = "meetings";
    /// Motions, by the years in which they were put forward and voted on.
    Motions = "motions";
    /// Resolutions that answer an issue, by the year until which they are to be carried out.
    Promises = "promises";
    /// Publications, by the year in which they were posted.
    Publications = "publications";
    /// Meetings that found what is to be put right, by the year until which it is to be.
    Rectifications = "rectifications";
    /// Other resolutions with a day, by the year of that day.
    Resolutions = "resolutions";
    /// Meetings that gave tasks with a day, by the year of that day.
    Tasks = "tasks";
    /// Motions that put a text to the vote, by the year in which they were put forward.
    Texts = "texts";
}

/// A drawer of a body, and a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct FileKey {
    pub(crate) body: BodyId,
    pub(crate) year: i32,
    pub(crate) drawer: Drawer,
}

impl FileKey {
    pub(crate) fn of(drawer: Drawer, body: BodyId, day: Happened) -> Self {
        Self { body, year: day.first_day().year(), drawer }
    }

    /// In the year in which a period ends.
    pub(crate) fn until(drawer: Drawer, body: BodyId, day: Happened) -> Self {
        Self { body, year: day.last_day().year(), drawer }
    }
}

impl Display for FileKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:04}.{}", self.body, self.year, self.drawer.word())
    }
}

impl FromStr for FileKey {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, &'static str> {
        let wrong = "not a body, a year and a drawer";
        let mut parts = text.split('.');
        let mut part = || parts.next().ok_or(wrong);
        Ok(Self {
            body: part()?.parse().map_err(|_source| wrong)?,
            year: part()?.parse().map_err(|_source| wrong)?,
            drawer: Drawer::of(part()?).ok_or(wrong)?,
        })
    }
}

/// What lies in a file, by id.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Filed(BTreeSet<String>);

impl Kept for Filed {
    const TABLE: &'static str = "files";
    type Key = FileKey;
}

/// The files in which a thing lies.
pub(crate) type Files = BTreeSet<FileKey>;

/// Out of which files and into which a thing moves.
pub(super) struct Move {
    before: Files,
    after: Files,
}

impl Move {
    /// By what it says of its files before its facts change, and after.
    pub(super) fn of<C>(
        facts: &mut C,
        files: impl Fn(&C) -> Files,
        change: impl FnOnce(&mut C),
    ) -> Self {
        let before = files(facts);
        change(facts);
        Self { before, after: files(facts) }
    }

    /// From where it lay to where it belongs.
    pub(super) fn between(before: Files, after: Files) -> Self {
        Self { before, after }
    }
}

impl Projections {
    /// Moves a thing from the files in which it lay to those in which it belongs.
    pub(super) fn refile(
        &mut self,
        thing: impl Into<Thing>,
        Move { before, after }: &Move,
    ) -> Result<(), Unreadable> {
        let id = thing.into().ulid().to_string();
        for gone in before.difference(after) {
            self.files.change(*gone)?.0.remove(&id);
        }
        for come in after.difference(before) {
            self.files.change(*come)?.0.insert(id.clone());
            let links = self.links.change(come.body)?;
            links.files.entry(come.year).or_default().insert(come.drawer);
        }
        Ok(())
    }

    /// Notes that a body took up such a matter in a year.
    pub(super) fn file_matter(&mut self, key: FileKey, kind: MatterKind) -> Result<(), Unreadable> {
        let links = self.links.look(key.body)?;
        let known = links.is_some_and(|links| links.took_up(key.year, kind));
        if !known {
            self.links.change(key.body)?.matters.entry(key.year).or_default().insert(kind);
        }
        Ok(())
    }

    /// What lies in the drawers of a body, or of all bodies, in these years: ids, each once.
    pub fn filed<I: FromStr>(
        &self,
        drawer: Drawer,
        body: Option<BodyId>,
        years: &RangeInclusive<i32>,
    ) -> Result<Vec<I>, Unreadable> {
        let mut found = BTreeSet::new();
        self.each_link(body, &mut |body, links| {
            for (year, _) in
                links.files.range(years.clone()).filter(|(_, all)| all.contains(&drawer))
            {
                let key = FileKey { body, year: *year, drawer };
                found.extend(self.files.read(key)?.0.iter().cloned());
            }
            Ok(())
        })?;
        Ok(found.iter().filter_map(|id| id.parse().ok()).collect())
    }

    /// Fetches what lies in a drawer before it is asked for one by one.
    pub fn ahead<I: Display>(&self, drawer: Drawer, ids: &[I]) -> Result<(), Unreadable> {
        fn keys<I: Display, K: FromStr>(ids: &[I]) -> Vec<K> {
            ids.iter().filter_map(|id| id.to_string().parse().ok()).collect()
        }
        match drawer {
            Drawer::Activities => self.activities.ahead(&keys(ids)),
            Drawer::Elections => self.elections.ahead(&keys(ids)),
            Drawer::Issues => self.issues.ahead(&keys(ids)),
            Drawer::Meetings | Drawer::Rectifications | Drawer::Tasks => {
                self.meetings.ahead(&keys(ids))
            }
            Drawer::Motions | Drawer::Promises | Drawer::Resolutions | Drawer::Texts => {
                self.motions.ahead(&keys(ids))
            }
            Drawer::Publications => self.publications.ahead(&keys(ids)),
        }
    }

    /// Which matters each body, or this one, took up in which year.
    pub fn matters(
        &self,
        body: Option<BodyId>,
    ) -> Result<Vec<(BodyId, i32, BTreeSet<MatterKind>)>, Unreadable> {
        let mut found = Vec::new();
        self.each_link(body, &mut |body, links| {
            found.extend(links.matters.iter().map(|(year, kinds)| (body, *year, kinds.clone())));
            Ok(())
        })?;
        Ok(found)
    }

    fn each_link(
        &self,
        body: Option<BodyId>,
        visit: &mut dyn FnMut(BodyId, &Links) -> Result<(), Unreadable>,
    ) -> Result<(), Unreadable> {
        match body {
            Some(body) => visit(body, &*self.links.read(body)?),
            None => self.links.each(visit),
        }
    }
}
