//! The rooms: one folder for each concept of the guidelines.
//!
//! A room may use the rooms above it in this list, never those below.

pub mod people;

pub mod policy;

pub mod evidence;

pub mod account;

pub mod capture;

pub mod registry;

pub mod moderation;

pub mod integration;

pub mod search;

pub mod report;

pub mod desk;

use uppsikt_store::Schema;

/// Every table and migration of the program.
#[must_use]
pub fn schema() -> Schema {
    let mut schema = Schema::new();
    people::declare(&mut schema);
    policy::declare(&mut schema);
    evidence::declare(&mut schema);
    account::declare(&mut schema);
    capture::declare(&mut schema);
    registry::declare(&mut schema);
    moderation::declare(&mut schema);
    integration::declare(&mut schema);
    report::declare(&mut schema);
    schema
}
