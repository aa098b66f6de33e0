//! How often one token may ask: a bucket that fills up again, in memory.
//!
//! It spares the database from a program that has lost its way. It is no record: a restart fills every bucket.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex};

use uppsikt_kernel::Micros;
use uuid::Uuid;

/// Calls that one token may make in a minute, on average and at once.
pub(super) const PER_MINUTE: i64 = 1_200;
/// One more call may be made after so many microseconds.
const REFILL_MICROS: i64 = 60_000_000 / PER_MINUTE;
/// Buckets that are remembered; full ones are forgotten when there are more.
const BUCKETS_MAX: usize = 1_000;

/// For each token the instant at which its bucket is full again, in microseconds.
static FULL_AT: LazyLock<Mutex<HashMap<Uuid, i64>>> = LazyLock::new(Mutex::default);

/// Takes one call out of the token's bucket; where it is empty, says in how many seconds it no longer is.
pub(super) fn take(token: Uuid, now: Micros) -> Result<(), i64> {
    // A lock that a panic left behind must not shut anybody out.
    let Ok(mut buckets) = FULL_AT.lock() else { return Ok(()) };
    let now = now.get();
    if buckets.len() > BUCKETS_MAX {
        buckets.retain(|_, full_at| *full_at > now);
    }
    let full_at = buckets.entry(token).or_insert(now);
    let next = (*full_at).max(now) + REFILL_MICROS;
    let over = next - now - PER_MINUTE * REFILL_MICROS;
    if over > 0 {
        return Err(over / 1_000_000 + 1);
    }
    *full_at = next;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_that_asks_too_often_waits_and_others_do_not() {
        let (one, other) = (Uuid::from_u128(0xA11), Uuid::from_u128(0xA12));
        let at = |micros: i64| Micros::new(1_000_000_000 + micros).unwrap();
        let taken = (0..5_000).take_while(|_| take(one, at(0)).is_ok()).count();
        assert_eq!(i64::try_from(taken).unwrap(), PER_MINUTE);
        assert_eq!((take(one, at(0)), take(other, at(0))), (Err(1), Ok(())));
        assert_eq!(take(one, at(REFILL_MICROS)), Ok(()));
        assert!(take(one, at(REFILL_MICROS)).is_err());
        assert!(take(one, at(61_000_000)).is_ok());
    }
}
