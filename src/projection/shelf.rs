//! Shelves: the facts of every thing of one kind, in memory or fetched where they were saved.
//!
//! What is saved are facts, not rows: rows follow from them in microseconds, a late fact can be put
//! where it belongs, and there is nothing that two saved values could contradict each other about.
//! With a source, memory holds what changed since the last saving, and a few things that were fetched.
//!
//! What is saved says *where*: a source that somebody else could have changed names the journal, and
//! the facts are told again from their entries before anybody sees them.
//!
//! A shelf is cheap to clone: both share what stands on it, until one of them changes it.

use super::shared::Shared;
use super::told::{Journal, Told, tell_again};
use crate::event::Recorded;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::VecDeque;
use std::error::Error;
use std::fmt::{Debug, Display};
use std::ops::Deref;
use std::str::FromStr;
use std::sync::Arc;

/// So many things are told again at once: their entries are read in the order of the journal.
const TOLD_AT_ONCE: usize = 256;

/// What was saved cannot be read.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Unreadable {
    /// Facts that are to be folded again from the journal.
    #[error("saved facts cannot be read ({table} {key}: {fault}); fold the journal again")]
    Facts {
        /// Table.
        table: String,
        /// Key, as far as it is known.
        key: String,
        /// What is wrong.
        fault: String,
    },
    /// An entry that they come from.
    #[error(transparent)]
    Entry(Arc<dyn Error + Send + Sync>),
}

/// Where saved facts are. Clones share it, so what is saved while one of them is read must go where it
/// does not look.
pub trait Source: Send + Sync + Debug {
    /// The value saved under a key, if there is one.
    fn value(&self, table: &str, key: &str) -> Result<Option<Vec<u8>>, Unreadable>;

    /// The values of a table whose keys come behind one, in the order of the keys' bytes: so many,
    /// fewer only at its end. Nothing comes before the empty key.
    fn values(&self, table: &str, after: &str, most: usize) -> Result<Values, Unreadable>;

    /// The journal that everything here comes from; none where nobody else can have changed it.
    fn journal(&self) -> Option<&dyn Journal> {
        None
    }
}

/// Keys of a table with their values.
pub type Values = Vec<(String, Vec<u8>)>;

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
    /// What they are found by, in the order of its text.
    type Key: Copy + Ord + Debug + Display + FromStr;
    /// Under which kinds the index is asked for entries that were left out here; none means all.
    const KINDS: &'static [&'static str] = &[];

    /// The tag of every entry that says something here, where the index is asked for it as well:
    /// for whatever decides or is announced.
    fn tag(_key: Self::Key) -> Option<String> {
        None
    }

    /// Numbers of the entries that said it.
    fn numbers(&self) -> Vec<u64> {
        Vec::new()
    }

    /// Takes what entries say in the place of what was saved.
    fn tell_again(&mut self, _key: Self::Key, _entries: &[&Recorded]) {}
}

#[derive(Debug, Clone)]
struct Slot<C> {
    facts: C,
    /// How often this shelf had been saved when they changed last.
    changed: u64,
}

/// The facts about a thing, to be read.
#[derive(Debug)]
pub(crate) enum Looked<'s, C> {
    Here(&'s C),
    Saved(Arc<C>),
}

impl<C> Deref for Looked<'_, C> {
    type Target = C;

    fn deref(&self) -> &C {
        match self {
            Self::Here(facts) => facts,
            Self::Saved(facts) => facts,
        }
    }
}

/// Sees the facts of one thing after the other.
type Visit<'v, C> = dyn FnMut(<C as Kept>::Key, &C) -> Result<(), Unreadable> + 'v;

/// All facts of one kind of thing.
#[derive(Debug, Clone)]
pub(crate) struct Shelf<C: Kept> {
    here: Shared<C::Key, Slot<C>>,
    savings: u64,
    source: Option<Arc<dyn Source>>,
    // What was fetched since the last saving.
    told: Arc<Told<C>>,
}

impl<C: Kept> Shelf<C> {
    pub(crate) fn new(source: Option<Arc<dyn Source>>) -> Self {
        Self { here: Shared::default(), savings: 0, source, told: Arc::default() }
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
    pub(crate) fn look(&self, key: C::Key) -> Result<Option<Looked<'_, C>>, Unreadable> {
        if let Some(slot) = self.here.get(&key) {
            return Ok(Some(Looked::Here(&slot.facts)));
        }
        if let Some(facts) = self.told.find(key) {
            return Ok(Some(Looked::Saved(facts)));
        }
        let facts = fetch::<C>(self.source.as_deref(), key)?.map(Arc::new);
        if let Some(facts) = &facts {
            self.told.keep(key, facts);
        }
        Ok(facts.map(Looked::Saved))
    }

    /// Fetches what will be looked at next. Together it costs less: the entries of things that were
    /// made together are neighbours.
    pub(crate) fn ahead(&self, keys: &[C::Key]) -> Result<(), Unreadable> {
        let is_new = |key: &C::Key| self.here.get(key).is_none() && self.told.find(*key).is_none();
        let keys: Vec<C::Key> = keys.iter().copied().filter(is_new).collect();
        self.each_of(&keys, &mut |key, facts| {
            self.told.keep(key, &Arc::new(facts.clone()));
            Ok(())
        })
    }

    /// The facts about a thing, none if it is unknown.
    pub(crate) fn read(&self, key: C::Key) -> Result<Looked<'_, C>, Unreadable> {
        Ok(self.look(key)?.unwrap_or_else(|| Looked::Saved(Arc::default())))
    }

    /// Shows the facts of these things, in their order.
    pub(crate) fn each_of(
        &self,
        keys: &[C::Key],
        visit: &mut Visit<'_, C>,
    ) -> Result<(), Unreadable> {
        for keys in keys.chunks(TOLD_AT_ONCE) {
            let mut saved = Vec::new();
            for key in keys.iter().filter(|key| self.here.get(key).is_none()) {
                let value = self.source.as_ref().map(|s| s.value(C::TABLE, &key.to_string()));
                if let Some(value) = value.transpose()?.flatten() {
                    saved.push((*key, decode(*key, &value)?));
                }
            }
            tell_again(self.source.as_deref(), &mut saved)?;
            let mut saved = saved.into_iter().peekable();
            for key in keys {
                if let Some(slot) = self.here.get(key) {
                    visit(*key, &slot.facts)?;
                } else if let Some((_, facts)) = saved.next_if(|(next, _)| next == key) {
                    visit(*key, &facts)?;
                }
            }
        }
        Ok(())
    }

    /// Shows the facts of every thing, in key order.
    pub(crate) fn each(&self, visit: &mut Visit<'_, C>) -> Result<(), Unreadable> {
        let mut saved = Saved::of(self);
        for (key, slot) in self.here.iter() {
            while let Some((earlier, facts)) = saved.before(Some(key))? {
                visit(earlier, &facts)?;
            }
            visit(*key, &slot.facts)?;
        }
        while let Some((key, facts)) = saved.before(None)? {
            visit(key, &facts)?;
        }
        Ok(())
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
            self.told = Arc::default();
        }
    }
}

/// Saved facts in key order, read and told again a few at a time, so that a table need not fit in
/// memory. What changed since is passed over.
struct Saved<'s, C: Kept> {
    shelf: &'s Shelf<C>,
    // The last key that was read; none behind the last one.
    after: Option<String>,
    told: VecDeque<(C::Key, C)>,
}

impl<'s, C: Kept> Saved<'s, C> {
    fn of(shelf: &'s Shelf<C>) -> Self {
        let after = shelf.source.is_some().then(String::new);
        Self { shelf, after, told: VecDeque::new() }
    }

    /// The next thing, if it comes before this key.
    fn before(&mut self, key: Option<&C::Key>) -> Result<Option<(C::Key, C)>, Unreadable> {
        while self.told.is_empty() && self.after.is_some() {
            self.read()?;
        }
        let is_before = self.told.front().is_some_and(|(next, _)| key.is_none_or(|key| next < key));
        Ok(if is_before { self.told.pop_front() } else { None })
    }

    fn read(&mut self) -> Result<(), Unreadable> {
        let (Some(source), Some(after)) = (self.shelf.source.as_deref(), self.after.take()) else {
            return Ok(());
        };
        let values = source.values(C::TABLE, &after, TOLD_AT_ONCE)?;
        let is_last = values.len() < TOLD_AT_ONCE;
        self.after = values.last().map(|(key, _)| key.clone()).filter(|_| !is_last);
        for (name, value) in values {
            let key = name.parse().map_err(|_source| unreadable::<C>(&name, "not a key"))?;
            if self.shelf.here.get(&key).is_none() {
                self.told.push_back((key, decode(key, &value)?));
            }
        }
        tell_again(Some(source), self.told.make_contiguous())
    }
}

fn fetch<C: Kept>(source: Option<&dyn Source>, key: C::Key) -> Result<Option<C>, Unreadable> {
    let Some(found) = source else { return Ok(None) };
    let Some(value) = found.value(C::TABLE, &key.to_string())? else { return Ok(None) };
    let mut told = [(key, decode(key, &value)?)];
    tell_again(source, &mut told)?;
    let [(_, facts)] = told;
    Ok(Some(facts))
}

fn decode<C: Kept>(key: C::Key, value: &[u8]) -> Result<C, Unreadable> {
    serde_json::from_slice(value).map_err(|error| unreadable::<C>(&key.to_string(), error))
}

fn unreadable<C: Kept>(key: &str, fault: impl Display) -> Unreadable {
    let (table, key) = (C::TABLE.to_owned(), key.to_owned());
    Unreadable::Facts { table, key, fault: fault.to_string() }
}
