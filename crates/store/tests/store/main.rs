//! The store from outside: tests that use only what rooms may use.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod cluster;
mod faults;
mod smoke;
mod support;
mod tamper;
mod tenancy;
