//! The index: what it finds, whose it finds, what becomes of it when it is damaged or killed, and what it forgets.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod cases;
mod damage;
mod forget;
mod kill;
mod reach;
mod support;
