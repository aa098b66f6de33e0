//! Work that the server does by itself: what, when and how often stands in `schedule.rs`.

mod deliver;
mod index;
mod listen;
mod schedule;
mod worker;

pub use deliver::deliver;
pub use index::index;
pub use listen::listen;
pub use worker::{moderate, run};
