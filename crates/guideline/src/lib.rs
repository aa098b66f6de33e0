//! What an authority must do: its guideline as values, and pure functions from facts to duties.
//!
//! A [`Profile`] is a guideline in TOML. Every value stands there with the statements that it comes
//! from, and what the guideline does not say is [`Stated::Silent`], which gives no duty and no
//! breach. From a profile and the facts of a case, [`decide::plan`] says what happens when a person
//! has decided on an item, [`register::duty`] whether it is registered, [`answer::limit`] how soon it
//! is answered, and [`notice::template`] what the person who wrote is told. Beside the guideline
//! stands law that no guideline can take away; every answer names what is behind it.
//!
//! Nothing here reads a file, a clock or a network, and nothing is done: the functions answer, and
//! a person decides.
//!
//! ```
//! use uppsikt_guideline::decide::{Facts, Measure, Refusal, Step, plan};
//! use uppsikt_guideline::{ContentClass, Ground, Profile, profiles};
//!
//! let osby = Profile::parse(profiles::OSBY)?;
//! let rule: Ground = "house-rule OSBY-32".parse()?;
//! let advertising = Facts::new(ContentClass::Advertising, Some(rule.clone()), Measure::Remove);
//! let plan_for_it = plan(&osby, &advertising)?;
//! assert_eq!(plan_for_it.steps, [Step::Seal, Step::Measure, Step::Confirm, Step::Notice]);
//!
//! let criticism = Facts::new(ContentClass::Criticism, Some(rule), Measure::Remove);
//! assert!(matches!(plan(&osby, &criticism), Err(Refusal::CriticismStays { .. })));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The rules on law in this crate are our reading and must be confirmed by a lawyer.

pub mod answer;
pub mod check;
mod class;
mod coded;
pub mod decide;
pub mod diff;
pub mod effective;
pub mod evaluate;
pub mod exception;
pub mod explain;
pub mod fact;
mod ground;
pub mod guidance;
pub mod law;
pub mod notice;
pub mod obligation;
pub mod office_hours;
pub mod parameter;
mod profile;
pub mod profiles;
pub mod register;
pub mod requirement;
mod source;
mod stated;
mod statement;
pub mod trace;

pub use class::ContentClass;
pub use coded::{Coded, UnknownCode};
pub use exception::{Exception, ExceptionError};
pub use ground::{
    Ground, GroundError, GroundKind, PersonalDataGround, SecrecyProvision, SecrecyProvisionError,
};
pub use law::LawGround;
pub use profile::{
    About, AnswerCalendar, AnswerCoverage, AnswerRules, CatchAll, Detail, Duty, Expected, Extends, Fault,
    HouseRule, Layer, LayerKind, Mode, OrderStep, PROFILE_BYTES_MAX, Part, Place, Profile, ProfileError,
    Reason, RegisterRules, RemovalGroup, RemoveRules, ResolveError, Ruling, Scope, Speed, Values,
    parse_value, resolve, resolve_text,
};
pub use source::Source;
pub use stated::{Stated, Strength};
pub use statement::{Statement, StatementError};
