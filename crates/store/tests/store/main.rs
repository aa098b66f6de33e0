//! The store from outside: tests that use only what rooms may use.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]
#![expect(clippy::print_stderr, reason = "figures, and what is left out, are said plainly")]

mod backup;
#[expect(dead_code, reason = "shared with the test that kills")]
mod cluster;
mod faults;
mod group_model;
mod jobs;
mod large;
mod smoke;
mod support;
mod tamper;
mod tenancy;
