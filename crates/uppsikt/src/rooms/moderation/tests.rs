//! What decisions do, on both databases, against the platform in memory.
//!
//! `bench` has what the tests share; `order` follows what the guidelines say, `life` what happens to a decision,
//! `crash` breaks off at every point where the work waits for somebody else.

mod bench;
mod by_hand;
mod crash;
mod life;
mod never_copied;
mod order;
