//! A map as a sorted list: what a tree takes in code is 4 KB of a first visit, and all maps here
//! are copied when they change. Pure.

/// A map of keys with an order.
#[derive(Debug, Clone)]
pub(super) struct SortedMap<K, V>(Vec<(K, V)>);

impl<K, V> Default for SortedMap<K, V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<K: Ord, V> SortedMap<K, V> {
    /// Returns the place of `key`, or else the place that it would have.
    fn place(&self, key: &K) -> Result<usize, usize> {
        self.0.binary_search_by(|(known, _)| known.cmp(key))
    }

    /// Returns the value of `key`.
    pub(super) fn get(&self, key: &K) -> Option<&V> {
        let place = self.place(key).ok()?;
        self.0.get(place).map(|(_, value)| value)
    }

    /// `true` if `key` has a value.
    pub(super) fn contains_key(&self, key: &K) -> bool {
        self.place(key).is_ok()
    }

    /// Returns the value of `key`, which is `new` if it had none.
    pub(super) fn get_or_insert(&mut self, key: K, new: V) -> &mut V {
        let place = self.place(&key).unwrap_or_else(|place| {
            self.0.insert(place, (key, new));
            place
        });
        &mut self.0[place].1
    }

    /// Iterates over those from `first` to `last`, in the order of the keys.
    pub(super) fn between(&self, first: &K, last: &K) -> std::slice::Iter<'_, (K, V)> {
        let start = self.place(first).unwrap_or_else(|place| place);
        let end = self.place(last).map_or_else(|place| place, |place| place + 1);
        self.0.get(start..end).unwrap_or_default().iter()
    }

    /// Iterates over all, in the order of the keys.
    pub(super) fn iter(&self) -> std::slice::Iter<'_, (K, V)> {
        self.0.iter()
    }

    /// Iterates over all, in the order of the keys. Those must stay as they are.
    pub(super) fn iter_mut(&mut self) -> std::slice::IterMut<'_, (K, V)> {
        self.0.iter_mut()
    }

    /// Drops what does not pass `test`.
    pub(super) fn retain(&mut self, test: impl FnMut(&(K, V)) -> bool) {
        self.0.retain(test);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_in_order_and_have_one_value() {
        let mut map = SortedMap::default();
        for key in [3, 1, 2, 1] {
            *map.get_or_insert(key, 0) += key;
        }
        assert_eq!(map.iter().copied().collect::<Vec<_>>(), [(1, 2), (2, 2), (3, 3)]);
        for (first, last, found) in [(0, 2, 2), (2, 9, 2), (1, 1, 1), (4, 9, 0), (3, 1, 0)] {
            assert_eq!(map.between(&first, &last).count(), found, "{first} to {last}");
        }
        map.retain(|(key, _)| *key != 2);
        assert_eq!((map.get(&1), map.get(&2), map.contains_key(&3)), (Some(&2), None, true));
    }
}
