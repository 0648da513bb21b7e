//! Bytes that were read lately, with an end to their memory. Every command asks again for the same
//! few: who speaks, which body, which meeting, and the pages of the index that name them.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

/// Bytes of all values of one cache together.
const BYTES_MAX: usize = 2 << 20;

/// Longer values are rare and are read again.
const VALUE_BYTES_MAX: usize = 16 << 10;

/// Values by their keys; the one that came first goes first.
#[derive(Debug)]
pub(crate) struct Cache<K> {
    values: BTreeMap<K, Arc<[u8]>>,
    order: VecDeque<K>,
    bytes: usize,
}

impl<K> Default for Cache<K> {
    fn default() -> Self {
        Self { values: BTreeMap::new(), order: VecDeque::new(), bytes: 0 }
    }
}

impl<K: Ord + Clone> Cache<K> {
    /// The value, if it is still here.
    pub(crate) fn get(&self, key: &K) -> Option<Arc<[u8]>> {
        self.values.get(key).cloned()
    }

    /// Keeps a value that was read just now.
    pub(crate) fn keep(&mut self, key: &K, value: &[u8]) {
        if value.len() > VALUE_BYTES_MAX || self.values.contains_key(key) {
            return;
        }
        self.bytes += value.len();
        self.values.insert(key.clone(), value.into());
        self.order.push_back(key.clone());
        while self.bytes > BYTES_MAX
            && let Some(value) = self.order.pop_front().and_then(|key| self.values.remove(&key))
        {
            self.bytes -= value.len();
        }
    }

    /// The value is another one now.
    pub(crate) fn forget(&mut self, key: &K) {
        if let Some(value) = self.values.remove(key) {
            self.bytes -= value.len();
            self.order.retain(|other| other != key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_has_an_end() {
        let mut cache = Cache::default();
        for key in 0..10_000 {
            cache.keep(&key, &[b'x'; 1000]);
        }
        cache.keep(&10_000, &vec![b'x'; VALUE_BYTES_MAX + 1]);
        assert!(cache.bytes <= BYTES_MAX);
        assert!(cache.get(&0).is_none() && cache.get(&10_000).is_none());
        assert_eq!(cache.get(&9_999).unwrap().len(), 1000);
    }

    #[test]
    fn what_is_forgotten_can_be_kept_anew() {
        let mut cache = Cache::default();
        for _ in 0..10_000 {
            cache.keep(&1, &[b'x'; 1000]);
            cache.forget(&1);
        }
        cache.keep(&1, b"new");
        assert_eq!(cache.get(&1).as_deref(), Some(&b"new"[..]));
        assert_eq!((cache.bytes, cache.order.len()), (3, 1));
    }
}
