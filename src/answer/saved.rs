//! Facts that were saved beside the journal, so that nobody has to read it through again.
//!
//! They are trusted for speed alone: where a page of them is damaged, they are folded again from the
//! journal, which is slower and gives the same. And they say only *where*: what an entry says is told
//! by the entry.

use super::{AskError, meaning};
use crate::event::Recorded;
use crate::projection::{Journal, Projections, Source, Unreadable, Values};
use crate::store::rows::{SavedRows, key};
use crate::store::{Clause, Scope, Store};
use core::ops::{Bound, ControlFlow};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

/// What changed in each table, on its way to the files.
pub(crate) type Changes = BTreeMap<&'static str, BTreeMap<String, Vec<u8>>>;

/// Saved facts. Folding goes on while the last changes are being saved, so those are looked up here.
#[derive(Debug)]
pub(crate) struct SavedFacts {
    store: Arc<Box<dyn Store>>,
    now: Mutex<Now>,
    // All facts up to the mark, folded from the journal: made when a page turns out to be damaged.
    folded: OnceLock<Result<Changes, Unreadable>>,
    // Whoever answers asks the entries; whoever saves goes on from what is there.
    answers: bool,
}

#[derive(Debug, Default)]
struct Now {
    rows: Option<Arc<SavedRows>>,
    saving: Arc<Changes>,
}

/// An entry that is not what it should be.
fn of_entry(error: impl Into<AskError>) -> Unreadable {
    Unreadable::Entry(Arc::new(error.into()))
}

impl SavedFacts {
    /// To go on from, for whoever saves.
    pub(crate) fn new(store: Arc<Box<dyn Store>>, rows: Option<Arc<SavedRows>>) -> Arc<Self> {
        Self::with(store, rows, false)
    }

    /// To answer from.
    pub(super) fn to_answer(store: Arc<Box<dyn Store>>, rows: Arc<SavedRows>) -> Arc<Self> {
        Self::with(store, Some(rows), true)
    }

    fn with(store: Arc<Box<dyn Store>>, rows: Option<Arc<SavedRows>>, answers: bool) -> Arc<Self> {
        let now = Mutex::new(Now { rows, saving: Arc::default() });
        Arc::new(Self { store, now, folded: OnceLock::new(), answers })
    }

    /// These changes are on their way to the files.
    pub(crate) fn saving(&self, changes: Arc<Changes>) {
        self.now().saving = changes;
    }

    /// Everything up to the mark of these rows is in the files.
    pub(crate) fn saved(&self, rows: Arc<SavedRows>) {
        self.now().rows = Some(rows);
    }

    /// The rows as they are in the files now.
    pub(crate) fn rows(&self) -> Option<Arc<SavedRows>> {
        self.now().rows.clone()
    }

    fn now(&self) -> MutexGuard<'_, Now> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What stands in for a damaged page: slower, and the same.
    fn folded(&self, rows: &SavedRows) -> Result<&Changes, Unreadable> {
        let until = rows.mark().next_seq;
        let folded = self.folded.get_or_init(|| fold_again(&**self.store, until));
        folded.as_ref().map_err(Clone::clone)
    }
}

/// The first values behind a name.
fn behind(rows: &BTreeMap<String, Vec<u8>>, after: &str, most: usize) -> Values {
    let behind = (Bound::Excluded(after.to_owned()), Bound::Unbounded);
    let rows = rows.range(behind).take(most);
    rows.map(|(name, value)| (name.clone(), value.clone())).collect()
}

impl SavedFacts {
    fn saved_values(
        &self,
        rows: &SavedRows,
        table: &str,
        after: &str,
        most: usize,
    ) -> Result<Values, Unreadable> {
        if let Ok(values) = rows.values(table, after, most) {
            return Ok(values);
        }
        let facts = self.folded(rows)?.get(table);
        Ok(facts.map(|facts| behind(facts, after, most)).unwrap_or_default())
    }
}

impl Source for SavedFacts {
    fn value(&self, table: &str, name: &str) -> Result<Option<Vec<u8>>, Unreadable> {
        let now = self.now();
        if let Some(value) = now.saving.get(table).and_then(|rows| rows.get(name)) {
            return Ok(Some(value.clone()));
        }
        let Some(rows) = now.rows.clone() else { return Ok(None) };
        drop(now);
        if let Ok(value) = rows.get(&key(table, name.as_bytes())) {
            return Ok(value);
        }
        let facts = self.folded(&rows)?.get(table);
        Ok(facts.and_then(|facts| facts.get(name)).cloned())
    }

    fn values(&self, table: &str, after: &str, most: usize) -> Result<Values, Unreadable> {
        let now = self.now();
        let (rows, saving) = (now.rows.clone(), Arc::clone(&now.saving));
        drop(now);
        let saved = rows.map(|rows| self.saved_values(&rows, table, after, most)).transpose()?;
        let Some(changed) = saving.get(table) else { return Ok(saved.unwrap_or_default()) };
        // Whoever walks a table while its last changes are on their way sees them as well.
        let mut values: BTreeMap<String, Vec<u8>> = saved.unwrap_or_default().into_iter().collect();
        values.extend(behind(changed, after, most));
        Ok(values.into_iter().take(most).collect())
    }

    fn journal(&self) -> Option<&dyn Journal> {
        self.answers.then_some(self)
    }
}

impl Journal for SavedFacts {
    fn numbers(&self, tag: &str, kinds: &[&str]) -> Result<Vec<u64>, Unreadable> {
        let kinds = kinds.iter().map(|kind| (*kind).to_owned()).collect();
        let clauses = vec![Clause { kinds, tag: Some(tag.to_owned()) }];
        let found = self.rows().map(|rows| rows.candidates(&Scope { clauses }, 0));
        // A page that accidents damaged leaves what the facts themselves say.
        Ok(found.and_then(Result::ok).unwrap_or_default())
    }

    fn entries(&self, numbers: &[u64]) -> Result<Vec<Recorded>, Unreadable> {
        let end = self.rows().map_or(0, |rows| rows.mark().next_seq);
        let known = numbers.partition_point(|seq| *seq < end);
        let lines = self.store.lines(numbers.get(..known).unwrap_or_default()).map_err(of_entry)?;
        lines.iter().map(|line| meaning(line).map_err(of_entry)).collect()
    }
}

/// All facts of the entries below a number.
fn fold_again(store: &dyn Store, until: u64) -> Result<Changes, Unreadable> {
    let mut projections = Projections::new();
    let mut fault = None;
    let scanned = store.scan(0, &mut |_, line| {
        if projections.next_seq() >= until {
            return ControlFlow::Break(());
        }
        let applied = meaning(line).map_err(of_entry);
        fault = applied.and_then(|recorded| projections.apply(&recorded)).err();
        if fault.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    scanned.map_err(of_entry)?;
    fault.map_or_else(|| Ok(changes_of(&projections)), Err)
}

pub(crate) fn changes_of(projections: &Projections) -> Changes {
    let mut changes = Changes::new();
    for change in projections.changes() {
        changes.entry(change.table).or_default().insert(change.key, change.value);
    }
    changes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::MemoryStore;

    /// A roll that was frozen while its units were on their way to the files lost them.
    #[test]
    fn what_is_on_its_way_to_the_files_is_seen_by_whoever_walks_a_table() {
        let store: Box<dyn Store> = Box::new(MemoryStore::new());
        let facts = SavedFacts::new(Arc::new(store), None);
        let units = ["a", "b", "c"].map(|name| (name.to_owned(), name.as_bytes().to_vec()));
        facts.saving(Arc::new(Changes::from([("units", BTreeMap::from(units))])));
        let names = |after: &str, most| -> Vec<String> {
            let values = facts.values("units", after, most).unwrap();
            values.into_iter().map(|(name, _)| name).collect()
        };
        assert_eq!(names("", 2), ["a", "b"]);
        assert_eq!(names("b", 2), ["c"]);
        assert!(facts.values("rolls", "", 2).unwrap().is_empty());
    }
}
