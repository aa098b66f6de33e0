//! A set of words of a closed list.

use std::fmt;
use std::marker::PhantomData;

use crate::coded::Coded;

/// Which words of a list with at most 64 are at hand.
pub struct CodedSet<T> {
    bits: u64,
    words: PhantomData<T>,
}

impl<T> Clone for CodedSet<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for CodedSet<T> {}

impl<T> Default for CodedSet<T> {
    fn default() -> Self {
        Self { bits: 0, words: PhantomData }
    }
}

impl<T> PartialEq for CodedSet<T> {
    fn eq(&self, other: &Self) -> bool {
        self.bits == other.bits
    }
}

impl<T> Eq for CodedSet<T> {}

impl<T: Coded> CodedSet<T> {
    /// Whether a word is in the set.
    #[must_use]
    pub fn has(self, word: T) -> bool {
        self.bits & Self::bit(word) != 0
    }

    /// Puts a word in.
    pub fn put(&mut self, word: T) {
        self.bits |= Self::bit(word);
    }

    /// The words, in their list's order.
    pub fn iter(self) -> impl Iterator<Item = T> {
        T::ALL.iter().copied().filter(move |word| self.has(*word))
    }

    /// Whether no word is in the set.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.bits == 0
    }

    fn bit(word: T) -> u64 {
        let place = T::ALL.iter().position(|other| *other == word);
        place
            .and_then(|place| u32::try_from(place).ok())
            .and_then(|place| 1_u64.checked_shl(place))
            .unwrap_or(0)
    }
}

impl<T: Coded> FromIterator<T> for CodedSet<T> {
    fn from_iter<I: IntoIterator<Item = T>>(words: I) -> Self {
        let mut set = Self::default();
        words.into_iter().for_each(|word| set.put(word));
        set
    }
}

impl<T: Coded> fmt::Debug for CodedSet<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}
