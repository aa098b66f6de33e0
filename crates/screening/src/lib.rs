//! What a text looks like: text in, findings out.
//!
//! The screening reads what somebody wrote on an authority's account and says what a person
//! should look at: a personal identity number, a question that waits for an answer, a
//! swearword. It decides nothing, stores nothing and asks nobody. Three promises:
//!
//! - **What was not read is said.** A picture without a text, a film, another language: each is
//!   an [`Unread`], whose text begins "Inte läst av kontrollen". Nothing passes in silence.
//! - **A finding never repeats the text.** It has a span into the original, and says in Swedish
//!   what was seen and by which source it matters.
//! - **The work grows with the text and not faster**, whatever the text is made of
//!   ([`Screening::steps`]).
//!
//! Screening is an ordered list of phases (`pipeline.rs`), and a rule is one file or folder in
//! `rules/` with its cases, which a lawyer can read, in `tests/cases/`.
//!
//! ```
//! use uppsikt_screening::{RuleSet, Subject, screen};
//! let subject = Subject { text: "Hej! När öppnar badhuset?", ..Subject::default() };
//! let screening = screen(&subject, &RuleSet::standard());
//! let finding = &screening.findings[0];
//! assert_eq!(finding.rule.as_str(), "question");
//! assert_eq!(&subject.text[finding.span.clone()], "När öppnar badhuset?");
//! ```

mod finding;
mod phases;
mod pipeline;
mod rule;
mod rules;
mod screening;
mod subject;
mod text;
mod unread;

pub use finding::{Category, Finding, Part, RuleId, Urgency};
pub use pipeline::screen;
pub use rule::{Rule, RuleSet};
pub use screening::Screening;
pub use subject::{Attachment, AttachmentKind, Subject, SubjectKind};
pub use unread::{Unread, UnreadReason};
