//! The guideline in force: which adopted document each authority's accounts follow, from which day.
//!
//! A profile is the guideline as the program can execute it (crate `guideline`). This room keeps the
//! profiles that authorities have adopted, whole, with the day on which each takes effect; adopting
//! another one is an act, and the earlier ones remain: a decision names the adoption that it was made
//! under. An authority that has adopted nothing follows the law alone. What a guideline lets somebody
//! dispense with is an exception, for one account, with a reason and a last day.
//!
//! States of an adoption: coming → in force → replaced, or coming → withdrawn. States of an exception:
//! asked for → granted → ended (by its day, or before it), or asked for → refused. It deliberately does
//! not judge whether anything is kept: that is the pure crate's, on facts that other rooms have.

mod actions;
mod error;
mod model;
mod store;

pub use actions::{
    Draft, NewAdoption, NewException, adopt, ask_exception, decide_exception, draft, end_exception,
    end_expired, may_adopt, may_ask_exception, may_decide_exception, may_end_exception, withdraw,
};
pub use error::PolicyError;
pub use model::{Adoption, ExceptionState, GrantedException, day_of, law_alone};
pub use store::{adoption, adoptions, declare, exception, exceptions, exceptions_of, in_force};
