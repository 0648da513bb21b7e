//! Shelves: the facts of every thing of one kind, in memory or fetched where they were saved.
//!
//! What is saved are facts, not rows: rows follow from them in microseconds, a late fact can be put
//! where it belongs, and there is nothing that two saved values could contradict each other about.
//! With a source, memory holds only what changed since the last saving.
//!
//! A shelf is cheap to clone: both share what stands on it, until one of them changes it.

use super::shared::Shared;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::{Debug, Display};
use std::str::FromStr;
use std::sync::Arc;

/// Saved facts that cannot be read: they are to be folded again from the journal.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("saved facts cannot be read ({table} {key}: {fault}); fold the journal again")]
pub struct Unreadable {
    /// Table.
    pub table: String,
    /// Key, as far as it is known.
    pub key: String,
    /// What is wrong.
    pub fault: String,
}

/// Where saved facts are. Clones share it, so what is saved while one of them is read must go where it
/// does not look.
pub trait Source: Send + Sync + Debug {
    /// The value saved under a key, if there is one.
    fn value(&self, table: &str, key: &str) -> Result<Option<Vec<u8>>, Unreadable>;

    /// All keys of a table with their values.
    fn values(&self, table: &str) -> Result<Vec<(String, Vec<u8>)>, Unreadable>;
}

/// A value to be saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// One of [`SAVED_TABLES`](super::SAVED_TABLES).
    pub table: &'static str,
    /// Key inside the table.
    pub key: String,
    /// New value.
    pub value: Vec<u8>,
}

/// The facts about one thing.
pub(crate) trait Kept: Default + Clone + Debug + Serialize + DeserializeOwned {
    /// Where they are saved.
    const TABLE: &'static str;
    /// What they are found by.
    type Key: Copy + Ord + Debug + Display + FromStr;
}

#[derive(Debug, Clone)]
struct Slot<C> {
    facts: C,
    /// How often this shelf had been saved when they changed last.
    changed: u64,
}

/// Sees the facts of one thing after the other.
type Visit<'v, C> = dyn FnMut(<C as Kept>::Key, &C) -> Result<(), Unreadable> + 'v;

/// All facts of one kind of thing.
#[derive(Debug, Clone)]
pub(crate) struct Shelf<C: Kept> {
    here: Shared<C::Key, Slot<C>>,
    savings: u64,
    source: Option<Arc<dyn Source>>,
}

impl<C: Kept> Shelf<C> {
    pub(crate) fn new(source: Option<Arc<dyn Source>>) -> Self {
        Self { here: Shared::default(), savings: 0, source }
    }

    /// The facts about a thing, to be changed; none yet if it is new.
    pub(crate) fn change(&mut self, key: C::Key) -> Result<&mut C, Unreadable> {
        let slot = self.here.change(key, || {
            let facts = fetch::<C>(self.source.as_deref(), key)?.unwrap_or_default();
            Ok(Slot { facts, changed: self.savings })
        })?;
        slot.changed = self.savings;
        Ok(&mut slot.facts)
    }

    /// The facts about a thing, if there are any.
    pub(crate) fn look(&self, key: C::Key) -> Result<Option<Cow<'_, C>>, Unreadable> {
        match self.here.get(&key) {
            Some(slot) => Ok(Some(Cow::Borrowed(&slot.facts))),
            None => Ok(fetch(self.source.as_deref(), key)?.map(Cow::Owned)),
        }
    }

    /// The facts about a thing, none if it is unknown.
    pub(crate) fn read(&self, key: C::Key) -> Result<Cow<'_, C>, Unreadable> {
        Ok(self.look(key)?.unwrap_or_default())
    }

    /// Shows the facts of every thing, in key order.
    pub(crate) fn each(&self, visit: &mut Visit<'_, C>) -> Result<(), Unreadable> {
        let mut saved: BTreeMap<C::Key, Vec<u8>> = BTreeMap::new();
        for (key, value) in self.source.as_ref().map_or(Ok(Vec::new()), |s| s.values(C::TABLE))? {
            let known = key.parse().map_err(|_source| unreadable::<C>(&key, "not a key"))?;
            saved.insert(known, value);
        }
        saved.retain(|key, _| self.here.get(key).is_none());
        let mut saved = saved.into_iter().peekable();
        for (key, slot) in self.here.iter() {
            while let Some((earlier, value)) = saved.next_if(|(other, _)| other < key) {
                visit(earlier, &decode(earlier, &value)?)?;
            }
            visit(*key, &slot.facts)?;
        }
        saved.try_for_each(|(key, value)| visit(key, &decode(key, &value)?))
    }

    /// Appends what changed since the last saving.
    pub(crate) fn changes(&self, changes: &mut Vec<Change>) {
        for (key, slot) in self.here.iter().filter(|(_, slot)| slot.changed == self.savings) {
            // Facts are texts, numbers and lists under texts: nothing that JSON cannot hold.
            let value = serde_json::to_vec(&slot.facts).unwrap_or_default();
            changes.push(Change { table: C::TABLE, key: key.to_string(), value });
        }
    }

    /// What changed has been saved; with a source it can be fetched again.
    pub(crate) fn saved(&mut self) {
        self.savings += 1;
        if self.source.is_some() {
            self.here = Shared::default();
        }
    }
}

fn fetch<C: Kept>(source: Option<&dyn Source>, key: C::Key) -> Result<Option<C>, Unreadable> {
    let Some(source) = source else { return Ok(None) };
    let Some(value) = source.value(C::TABLE, &key.to_string())? else { return Ok(None) };
    decode(key, &value).map(Some)
}

fn decode<C: Kept>(key: C::Key, value: &[u8]) -> Result<C, Unreadable> {
    serde_json::from_slice(value).map_err(|error| unreadable::<C>(&key.to_string(), error))
}

fn unreadable<C: Kept>(key: &str, fault: impl Display) -> Unreadable {
    Unreadable { table: C::TABLE.to_owned(), key: key.to_owned(), fault: fault.to_string() }
}
