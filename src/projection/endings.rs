//! Endings: which bodies ended, when, and into which other body their members went.
//!
//! One short list for the whole registry: whoever asks for the members of a body needs those of the
//! bodies merged into it, and theirs.

use super::shelf::Kept;
use crate::domain::{BodyId, Happened};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

/// The key of the only list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Whole;

impl fmt::Display for Whole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("all")
    }
}

impl FromStr for Whole {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, &'static str> {
        if text == "all" { Ok(Self) } else { Err("not the key of the list") }
    }
}

/// The end of a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Ending {
    /// When, and the number of the entry that decides between endings of the same time.
    pub(crate) order: (Happened, u64),
    /// Where its members went.
    pub(crate) into: Option<BodyId>,
}

/// The ends of all bodies.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Endings {
    by_body: BTreeMap<BodyId, Ending>,
}

impl Kept for Endings {
    const TABLE: &'static str = "endings";
    type Key = Whole;
}

impl Endings {
    pub(crate) fn set(&mut self, body: BodyId, ending: Option<((Happened, u64), Option<BodyId>)>) {
        if let Some((order, into)) = ending {
            self.by_body.insert(body, Ending { order, into });
        }
    }

    /// Earliest first.
    pub(crate) fn in_order(&self) -> Vec<(BodyId, Ending)> {
        let mut endings: Vec<_> = self.by_body.iter().map(|(body, end)| (*body, *end)).collect();
        endings.sort_by_key(|(_, ending)| ending.order);
        endings
    }

    /// Bodies that were merged into this one directly, earliest first, then by id.
    pub(crate) fn merged_into(&self, body: BodyId) -> Vec<BodyId> {
        let merged = self.by_body.iter().filter(|(_, ending)| ending.into == Some(body));
        let mut merged: Vec<_> = merged.map(|(body, ending)| (ending.order.0, *body)).collect();
        merged.sort_unstable();
        merged.into_iter().map(|(_, body)| body).collect()
    }

    /// The body and all whose members can have come to it.
    pub(crate) fn sources_of(&self, body: BodyId) -> BTreeSet<BodyId> {
        let mut sources = BTreeSet::from([body]);
        let mut waiting = vec![body];
        while let Some(body) = waiting.pop() {
            waiting.extend(self.merged_into(body).into_iter().filter(|from| sources.insert(*from)));
        }
        sources
    }

    /// Where members go who would go to `body` at this time: on to where an ended body went.
    pub(crate) fn heir(&self, body: BodyId, at: Happened) -> Option<BodyId> {
        let mut seen = BTreeSet::new();
        let mut heir = body;
        while let Some(ending) = self.by_body.get(&heir).filter(|end| end.order.0 <= at) {
            if !seen.insert(heir) {
                return None;
            }
            heir = ending.into?;
        }
        Some(heir)
    }
}
