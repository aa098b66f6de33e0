//! Every released version's data opens in this program, is what it was, and goes on.
//!
//! For each release in [`RELEASES`] the folder `fixtures` holds a backup with its keys, the checkpoint and the key
//! that were kept elsewhere, and the schema of both databases as SQL. All of it is fictional.
//!
//! A release's files are written once, with that release's own program, and never again:
//!
//! `UPPSIKT_WRITE=1 UPPSIKT_TEST_POSTGRES=postgres://… cargo test -p uppsikt --test upgrade`
//!
//! writes those that are missing for this version (it needs `pg_dump`). To write them anew before the release, delete
//! them first.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod house;
#[path = "../support/place.rs"]
mod place;
mod restore;
mod schema;
mod write;

use std::path::PathBuf;

/// The released versions, oldest first.
const RELEASES: [&str; 1] = ["0.1.0"];

/// A file of a release.
fn fixture(name: &str, release: &str, ending: &str) -> PathBuf {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures");
    PathBuf::from(folder).join(format!("{name}-{release}{ending}"))
}
