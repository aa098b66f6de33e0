//! Work that the server does by itself: what, when and how often stands in `schedule.rs`.

mod schedule;
mod worker;

pub use worker::run;
