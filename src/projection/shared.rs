//! An ordered map whose clones share what they hold.
//!
//! Its values stand in parts of a few hundred. Whoever changes a value that is shared clones that value,
//! and of the others only the way to them: those of its part, and the parts. What nobody shares is
//! changed in its place, so folding a whole journal costs what it costs in a plain map.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

/// A part with so many values is divided.
const PART_MAX: usize = 512;

type Part<K, V> = BTreeMap<K, Arc<V>>;

#[derive(Debug, Clone)]
pub(crate) struct Shared<K, V> {
    /// Each part by a key that none of it is below; the first also has what is below that.
    parts: Arc<BTreeMap<K, Arc<Part<K, V>>>>,
}

impl<K, V> Default for Shared<K, V> {
    fn default() -> Self {
        Self { parts: Arc::default() }
    }
}

impl<K: Copy + Ord, V: Clone> Shared<K, V> {
    pub(crate) fn get(&self, key: &K) -> Option<&V> {
        let (_, part) = self.part_of(key)?;
        part.get(key).map(|value| &**value)
    }

    /// All values, in the order of their keys.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&K, &V)> {
        self.parts.values().flat_map(|part| part.iter()).map(|(key, value)| (key, &**value))
    }

    /// The value under a key, to be changed, or first to be made.
    pub(crate) fn change<E>(
        &mut self,
        key: K,
        make: impl FnOnce() -> Result<V, E>,
    ) -> Result<&mut V, E> {
        let place = self.place_for(key);
        let part = Arc::make_mut(&mut self.parts).entry(place).or_default();
        let value = match Arc::make_mut(part).entry(key) {
            Entry::Occupied(value) => value.into_mut(),
            Entry::Vacant(place) => place.insert(Arc::new(make()?)),
        };
        Ok(Arc::make_mut(value))
    }

    fn part_of(&self, key: &K) -> Option<(&K, &Arc<Part<K, V>>)> {
        self.parts.range(..=key).next_back().or_else(|| self.parts.first_key_value())
    }

    /// By which key the part is found that has, or is to have, this one. A full part is divided.
    fn place_for(&mut self, key: K) -> K {
        let Some((place, part)) = self.part_of(&key) else { return key };
        let place = *place;
        let middle =
            if part.len() < PART_MAX { None } else { part.keys().nth(PART_MAX / 2).copied() };
        let Some(middle) = middle else { return place };
        let parts = Arc::make_mut(&mut self.parts);
        let mut lower = parts.remove(&place).unwrap_or_default();
        let upper = Arc::make_mut(&mut lower).split_off(&middle);
        // The first part may have keys below its own.
        let place = lower.keys().next().map_or(place, |first| place.min(*first));
        parts.insert(place, lower);
        parts.insert(middle, Arc::new(upper));
        if key < middle { place } else { middle }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clone_is_a_map_of_its_own_in_the_order_of_keys() {
        let mut map = Shared::default();
        let mut plain = BTreeMap::new();
        let mut before = Vec::new();
        // A step that meets every key once, in no order, beginning at the greatest.
        for number in (0..5000_u64).map(|number| (number * 7919 + 4999) % 5000) {
            if number % 500 == 0 {
                before.push((map.clone(), plain.clone()));
            }
            for key in [number, number / 2] {
                *map.change(key, || Ok::<_, ()>(0_u64)).unwrap() += number;
                *plain.entry(key).or_insert(0_u64) += number;
            }
        }
        before.push((map, plain));
        for (map, plain) in before {
            assert!(map.iter().eq(plain.iter()));
            assert!((0..5001).all(|key| map.get(&key) == plain.get(&key)));
        }
    }

    #[test]
    fn what_cannot_be_made_is_not_there() {
        let mut map: Shared<u8, u8> = Shared::default();
        assert_eq!(map.change(1, || Err("gone")), Err("gone"));
        assert_eq!((map.get(&1), map.iter().count()), (None, 0));
    }
}
