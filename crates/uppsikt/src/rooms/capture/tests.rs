//! What a pass keeps of what a platform shows, on both databases.
//!
//! `house` is an organisation with a platform in memory, and looks when a test ends whether
//! anything was left undone; `life` follows single items, `faults` what fails in the middle, `round` many accounts.

mod brought_in;
mod faults;
pub(crate) mod house;
mod life;
#[path = "../../../tests/support/place.rs"]
pub(crate) mod place;
mod reach;
mod round;
mod second;

/// Writes each test once and runs it on both databases, as the tests `name::sqlite` and `name::postgres`.
macro_rules! on_both {
    ($($name:ident),+ $(,)?) => {$(
        mod $name {
            use crate::rooms::capture::tests::{house::House, place::Backend};

            #[tokio::test]
            async fn sqlite() {
                if let Some(house) = House::begin(Backend::Sqlite).await {
                    super::$name(house).await;
                }
            }

            #[tokio::test]
            async fn postgres() {
                if let Some(house) = House::begin(Backend::Postgres).await {
                    super::$name(house).await;
                }
            }
        }
    )+};
}
pub(crate) use on_both;
