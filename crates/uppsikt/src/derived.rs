//! What follows from rows and is dear to work out, kept for as long as no row changes.
//!
//! Kept in this process only and for one revision of the store: after any commit it is worked out again, so nobody is
//! shown what a colleague has changed, or what has been disposed of. Where other nodes write to the same database
//! there is no revision, and nothing is kept.

use std::collections::HashMap;
use std::fmt;
use std::hash::Hash;
use std::sync::{Arc, Mutex};

/// Values by key, each with the revision that it was worked out at.
pub struct Derived<K, V> {
    kept: Mutex<HashMap<K, (u64, Arc<V>)>>,
    entries_max: usize,
}

// What is kept may be content.
impl<K, V> fmt::Debug for Derived<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Derived").field("entries_max", &self.entries_max).finish_non_exhaustive()
    }
}

impl<K: Eq + Hash, V> Derived<K, V> {
    /// Room for so many.
    #[must_use]
    pub fn new(entries_max: usize) -> Self {
        Self { kept: Mutex::default(), entries_max }
    }

    /// What was worked out at this revision.
    #[must_use]
    pub fn get(&self, revision: Option<u64>, key: &K) -> Option<Arc<V>> {
        let revision = revision?;
        let kept = self.kept.lock().ok()?;
        kept.get(key).filter(|(at, _)| *at == revision).map(|(_, value)| Arc::clone(value))
    }

    /// Keeps what was worked out by a reader that was opened after this revision had been asked for.
    pub fn put(&self, revision: Option<u64>, key: K, value: V) -> Arc<V> {
        let value = Arc::new(value);
        let (Some(revision), Ok(mut kept)) = (revision, self.kept.lock()) else { return value };
        if kept.len() >= self.entries_max {
            kept.retain(|_, (at, _)| *at == revision);
        }
        if kept.len() >= self.entries_max {
            kept.clear();
        }
        kept.insert(key, (revision, Arc::clone(&value)));
        value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holds_for_one_revision() {
        let derived = Derived::new(2);
        derived.put(Some(1), "a", 10);
        assert_eq!(derived.get(Some(1), &"a").as_deref(), Some(&10));
        assert_eq!(derived.get(Some(2), &"a"), None);
        assert_eq!(derived.get(None, &"a"), None);
        derived.put(None, "b", 11);
        assert_eq!(derived.get(Some(1), &"b"), None);
    }

    #[test]
    fn does_not_grow_beyond_its_room() {
        let derived = Derived::new(2);
        derived.put(Some(1), 1, ());
        derived.put(Some(2), 2, ());
        derived.put(Some(2), 3, ());
        assert!(derived.get(Some(2), &2).is_some(), "what is old makes room first");
        derived.put(Some(2), 4, ());
        let left = (1..=4).filter(|key| derived.get(Some(2), key).is_some()).count();
        assert_eq!(left, 1);
    }
}
