//! The registry on both databases.
//!
//! `house` is a municipality with two boards and somebody in each role; `numbers` is how numbers are given out,
//! `life` what becomes of an entry, `reach` who may do and read what.

mod house;
mod life;
mod numbers;
#[expect(clippy::duplicate_mod, reason = "the tests of each room stand alone, and need a place of their own")]
#[path = "../../../tests/support/place.rs"]
mod place;
mod reach;

/// Writes each test once and runs it on both databases, as the tests `name::sqlite` and `name::postgres`.
macro_rules! on_both {
    ($($name:ident),+ $(,)?) => {$(
        mod $name {
            use crate::rooms::registry::tests::{house::House, place::Backend};

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                if let Some(house) = House::begin(Backend::Sqlite).await {
                    super::$name(house).await;
                }
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                if let Some(house) = House::begin(Backend::Postgres).await {
                    super::$name(house).await;
                }
            }
        }
    )+};
}
use on_both;
