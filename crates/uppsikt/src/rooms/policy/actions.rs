//! What may be done with guidelines: adopting and withdrawing, and exceptions.

mod adopt;
mod except;

pub use adopt::{Draft, NewAdoption, adopt, draft, may_adopt, withdraw};
pub use except::{
    NewException, ask_exception, decide_exception, end_exception, end_expired, may_ask_exception,
    may_decide_exception, may_end_exception,
};
