//! The checks, by what they are about.

pub mod answers;
pub mod contents;
pub mod disappearances;
pub mod edits;
pub mod measures;
pub mod paging;
pub mod trouble;
pub mod wrapper;
