//! Work that the server does by itself: what, when and how often stands in `schedule.rs`.

mod listen;
mod schedule;
mod worker;

pub use listen::listen;
pub use worker::{moderate, run};
