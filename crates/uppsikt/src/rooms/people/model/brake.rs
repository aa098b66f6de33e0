//! The brake on guessing: after some failures every further try has to wait, longer each time.
//!
//! A try is counted before its password is looked at, and given back when the password was right. Tries that run at
//! the same time are therefore counted too.

use jiff::SignedDuration;
use uppsikt_kernel::Micros;

/// How a kind of brake works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BrakeRule {
    /// Tries before the first wait.
    pub tries_free: i32,
    /// After so long without a try all of them are forgotten.
    pub forget: SignedDuration,
    /// The first wait; each further failure doubles it.
    pub wait_first: SignedDuration,
    /// The longest wait.
    pub wait_max: SignedDuration,
}

/// For one login, whether or not anybody has it, and for the second factor of one user.
///
/// Five tries are enough for a slip of the keyboard. An hour at most, so that nobody can keep a colleague out for long.
pub const LOGIN: BrakeRule = BrakeRule {
    tries_free: 5,
    forget: SignedDuration::from_hours(24),
    wait_first: SignedDuration::from_mins(1),
    wait_max: SignedDuration::from_hours(1),
};

/// For one address: a whole town hall may share it, so that it takes more.
pub const ADDRESS: BrakeRule = BrakeRule {
    tries_free: 50,
    forget: SignedDuration::from_hours(1),
    wait_first: SignedDuration::from_mins(1),
    wait_max: SignedDuration::from_hours(1),
};

/// What is remembered of tries.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Brake {
    /// Tries that were not right.
    pub failures: i32,
    /// When the last was made; microseconds UTC.
    pub last_at: i64,
    /// No try before this; microseconds UTC.
    pub blocked_until_at: i64,
}

impl Brake {
    /// Until when there is no try, when that is still to come.
    #[must_use]
    pub fn blocked_until(&self, now: Micros) -> Option<Micros> {
        if now.get() < self.blocked_until_at { Micros::new(self.blocked_until_at).ok() } else { None }
    }

    /// Whether nothing of it matters any more.
    #[must_use]
    pub fn is_forgotten(&self, rule: &BrakeRule, now: Micros) -> bool {
        self.blocked_until(now).is_none() && now.get().saturating_sub(self.last_at) > micros(rule.forget)
    }

    /// Counts a try that is about to be made.
    ///
    /// # Errors
    /// Until when there is no try.
    pub fn count(self, rule: &BrakeRule, now: Micros) -> Result<Self, Micros> {
        if let Some(until) = self.blocked_until(now) {
            return Err(until);
        }
        let before = if self.is_forgotten(rule, now) { 0 } else { self.failures };
        let failures = before.saturating_add(1);
        let doublings = failures.saturating_sub(rule.tries_free);
        let wait = match u32::try_from(doublings) {
            Err(_) => 0,
            Ok(doublings) => {
                let factor = 1_i64.checked_shl(doublings.min(30)).unwrap_or(i64::MAX);
                micros(rule.wait_first).saturating_mul(factor).min(micros(rule.wait_max))
            }
        };
        let blocked_until_at = if wait == 0 { 0 } else { now.get().saturating_add(wait) };
        Ok(Self { failures, last_at: now.get(), blocked_until_at })
    }

    /// Gives one try back, which was right after all.
    #[must_use]
    pub fn given_back(self) -> Self {
        Self { failures: (self.failures - 1).max(0), blocked_until_at: 0, ..self }
    }
}

fn micros(duration: SignedDuration) -> i64 {
    i64::try_from(duration.as_micros()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: i64 = 60_000_000;

    fn at(minutes: i64) -> Micros {
        Micros::new(minutes * MINUTE).unwrap()
    }

    #[test]
    fn the_fifth_failure_waits_and_each_further_one_twice_as_long() {
        let mut brake = Brake::default();
        for _ in 0..4 {
            brake = brake.count(&LOGIN, at(0)).unwrap();
            assert_eq!(brake.blocked_until(at(0)), None);
        }
        let mut now = 0;
        for minutes in [1, 2, 4, 8, 16, 32, 60, 60] {
            brake = brake.count(&LOGIN, at(now)).unwrap();
            assert_eq!(brake.blocked_until(at(now)), Some(at(now + minutes)));
            assert_eq!(brake.count(&LOGIN, at(now + minutes - 1)), Err(at(now + minutes)));
            now += minutes;
        }
    }

    #[test]
    fn a_day_without_tries_begins_anew() {
        let failed = Brake { failures: 4, last_at: 0, blocked_until_at: 0 };
        assert_eq!(failed.count(&LOGIN, at(24 * 60)).unwrap().failures, 5);
        assert_eq!(failed.count(&LOGIN, at(24 * 60 + 1)).unwrap().failures, 1);
        let many = Brake { failures: i32::MAX, ..failed };
        assert_eq!(many.count(&LOGIN, at(1)).unwrap().blocked_until(at(1)), Some(at(61)));
    }

    #[test]
    fn a_try_that_was_right_is_given_back() {
        let counted = Brake { failures: 49, ..Brake::default() }.count(&ADDRESS, at(9)).unwrap();
        assert!(counted.blocked_until(at(9)).is_some());
        assert_eq!(counted.given_back(), Brake { failures: 49, last_at: 9 * MINUTE, blocked_until_at: 0 });
        assert_eq!(Brake::default().given_back().failures, 0);
    }
}
