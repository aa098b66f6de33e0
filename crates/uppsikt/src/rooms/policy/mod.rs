//! The guideline in force: which adopted document each authority's accounts follow, and since when.
//!
//! A profile is the guideline as the program can execute it (crate `guideline`); this room says which
//! profile an authority has adopted. Adopting another one is an act, and the earlier adoption remains:
//! a decision names the profile that it was made under. An authority that has adopted nothing follows
//! the law alone.
//!
//! States of an adoption: in force → replaced (a later one is in force). Versions of a document,
//! exceptions, and an authority's own profile are not built yet.

mod actions;
mod model;
mod store;

pub use actions::adopt;
pub use model::{Adoption, PolicyError, law_alone};
pub use store::{declare, in_force};
