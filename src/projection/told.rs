//! Saved facts say where they come from; what they are is told again by those entries.
//!
//! The index is asked as well which entries there are about whatever decides or is announced: who leaves
//! out something in one place has to leave it out in the other. What was told is kept for a while,
//! because one question asks for the same thing many times.

use super::shelf::{Kept, Source, Unreadable};
use crate::event::Recorded;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// So many things are kept, more than are fetched ahead at once; then it begins anew.
const KEPT_MAX: usize = 1024;

/// The entries that saved facts come from.
pub trait Journal {
    /// Numbers of the entries that were folded and carry a tag, as far as the index knows them; of
    /// these kinds, if any are named.
    fn numbers(&self, tag: &str, kinds: &[&str]) -> Result<Vec<u64>, Unreadable>;

    /// What entries say, by their numbers. One that was not folded into what is saved is left out.
    fn entries(&self, numbers: &[u64]) -> Result<Vec<Recorded>, Unreadable>;
}

/// Facts that are told again by their entries: where they stand, and what an entry says of a thing.
macro_rules! told {
    ($facts:ident: $told:ident) => {
        fn numbers(&self) -> Vec<u64> {
            self.$facts.numbers()
        }

        fn tell_again(&mut self, key: Self::Key, entries: &[&crate::event::Recorded]) {
            self.$facts = Facts::told(entries, |entry| $told(entry, key));
        }
    };
}

pub(crate) use told;

/// Saved facts say where they come from; what they are is taken from those entries.
pub(super) fn tell_again<C: Kept>(
    source: Option<&dyn Source>,
    things: &mut [(C::Key, C)],
) -> Result<(), Unreadable> {
    let Some(journal) = source.and_then(Source::journal) else { return Ok(()) };
    let mut numbers = Vec::with_capacity(things.len());
    for (key, facts) in things.iter() {
        let mut own = facts.numbers();
        if let Some(tag) = C::tag(*key) {
            // Whoever leaves out something here has to leave it out there as well.
            own.extend(journal.numbers(&tag, C::KINDS)?);
        }
        own.sort_unstable();
        own.dedup();
        numbers.push(own);
    }
    let mut all: Vec<u64> = numbers.iter().flatten().copied().collect();
    all.sort_unstable();
    all.dedup();
    let entries = if all.is_empty() { Vec::new() } else { journal.entries(&all)? };
    for ((key, facts), own) in things.iter_mut().zip(numbers) {
        let of = |seq| entries.binary_search_by_key(&seq, |entry| entry.seq).ok();
        let own = own.into_iter().filter_map(|seq| entries.get(of(seq)?));
        facts.tell_again(*key, &own.collect::<Vec<_>>());
    }
    Ok(())
}

/// Things that were fetched lately, and told again where the source names the journal.
#[derive(Debug)]
pub(crate) struct Told<C: Kept>(Mutex<BTreeMap<C::Key, Arc<C>>>);

impl<C: Kept> Default for Told<C> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<C: Kept> Told<C> {
    pub(crate) fn find(&self, key: C::Key) -> Option<Arc<C>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned()
    }

    pub(crate) fn keep(&self, key: C::Key, facts: &Arc<C>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= KEPT_MAX {
            kept.clear();
        }
        kept.insert(key, Arc::clone(facts));
    }
}
