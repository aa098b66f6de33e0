//! The one door to randomness.

use std::sync::{Arc, Mutex};

/// The machine's source of randomness did not answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the operating system gave no randomness")]
pub struct ChanceError;

/// Where keys, salts and ids take their random bytes from.
pub trait Chance: Send + Sync {
    /// Fills the whole of `bytes`.
    ///
    /// # Errors
    /// [`ChanceError`] when the source does not answer; nothing may then be sealed.
    fn fill(&self, bytes: &mut [u8]) -> Result<(), ChanceError>;
}

impl<C: Chance + ?Sized> Chance for Arc<C> {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), ChanceError> {
        (**self).fill(bytes)
    }
}

/// The operating system's randomness: the only source for real keys.
#[derive(Debug, Clone, Copy, Default)]
pub struct OsChance;

impl Chance for OsChance {
    #[expect(clippy::disallowed_methods, reason = "this is the door")]
    fn fill(&self, bytes: &mut [u8]) -> Result<(), ChanceError> {
        getrandom::fill(bytes).map_err(|_| ChanceError)
    }
}

/// Repeatable bytes for tests; never for keys that protect anything.
#[derive(Debug)]
pub struct SeededChance(Mutex<u64>);

impl SeededChance {
    /// A source that gives the same bytes for the same seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(Mutex::new(seed))
    }
}

impl Chance for SeededChance {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), ChanceError> {
        let mut state = self.0.lock().map_err(|_| ChanceError)?;
        for chunk in bytes.chunks_mut(8) {
            // SplitMix64: short, well spread, and good enough for tests.
            *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut z = *state;
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            z ^= z >> 31;
            chunk.copy_from_slice(&z.to_le_bytes()[..chunk.len()]);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_bytes() {
        let (mut a, mut b) = ([0_u8; 13], [0_u8; 13]);
        SeededChance::new(7).fill(&mut a).unwrap();
        SeededChance::new(7).fill(&mut b).unwrap();
        assert_eq!(a, b);
        assert_ne!(a, [0; 13]);
    }

    #[test]
    fn the_operating_system_does_not_repeat_itself() {
        let (mut a, mut b) = ([0_u8; 32], [0_u8; 32]);
        OsChance.fill(&mut a).unwrap();
        OsChance.fill(&mut b).unwrap();
        assert_ne!(a, b);
    }
}
