//! A clock that has been set back must not write earlier times after later ones.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use uppsikt_kernel::{Clock, Micros};

use crate::error::StoreError;

/// How far the clock may fall behind before writing stops: clocks that are kept in step by the
/// network are corrected by less than this.
const BEHIND_MAX_MICROS: i64 = 120 * 1_000_000;

/// The clock, and the latest instant that has been recorded.
#[derive(Clone)]
pub(crate) struct ClockGuard {
    clock: Arc<dyn Clock>,
    latest: Arc<AtomicI64>,
}

impl std::fmt::Debug for ClockGuard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ClockGuard").field("latest", &self.latest).finish_non_exhaustive()
    }
}

impl ClockGuard {
    pub(crate) fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, latest: Arc::new(AtomicI64::new(i64::MIN)) }
    }

    /// Takes note of an instant that is already recorded.
    pub(crate) fn seen(&self, at: Micros) {
        self.latest.fetch_max(at.get(), Ordering::Relaxed);
    }

    /// What the clock shows, for reading and reports.
    pub(crate) fn now(&self) -> Micros {
        self.clock.now()
    }

    /// The instant for an act: never earlier than an act before it; a small step back is smoothed out.
    pub(crate) fn for_writing(&self) -> Result<Micros, StoreError> {
        let now = self.clock.now();
        let latest = self.latest.fetch_max(now.get(), Ordering::Relaxed);
        if now.get() >= latest {
            return Ok(now);
        }
        let last = Micros::new(latest).unwrap_or(now);
        if latest - now.get() > BEHIND_MAX_MICROS {
            return Err(StoreError::ClockBehind { now, last });
        }
        Ok(last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uppsikt_kernel::ManualClock;

    #[test]
    fn a_small_step_back_is_smoothed_and_a_large_one_refused() {
        let clock = ManualClock::at("2026-11-22T10:00:00Z".parse().unwrap());
        let guard = ClockGuard::new(Arc::new(clock.clone()));
        let first = guard.for_writing().unwrap();
        clock.set("2026-11-22T09:59:30Z".parse().unwrap());
        assert_eq!(guard.for_writing().unwrap(), first);
        clock.set("2026-11-22T09:00:00Z".parse().unwrap());
        assert!(matches!(guard.for_writing(), Err(StoreError::ClockBehind { .. })));
        clock.set("2026-11-22T10:00:01Z".parse().unwrap());
        assert!(guard.for_writing().is_ok());
    }
}
