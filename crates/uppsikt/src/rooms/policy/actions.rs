//! What may be done with guidelines: adopting and withdrawing, and exceptions.

mod adopt;
mod except;

pub use adopt::{NewAdoption, adopt, withdraw};
pub use except::{NewException, ask_exception, decide_exception, end_exception, end_expired};
