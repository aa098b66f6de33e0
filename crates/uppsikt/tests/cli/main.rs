//! The program from outside: every command as a person runs it.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod backup;
mod begin;
mod demo;
mod evidence;
mod guideline;
mod help;
mod hostile;
mod import;
mod observe;
mod people;
#[path = "../support/program.rs"]
mod program;
mod record;
mod registry;
mod secrets;
mod server;
