//! Values of parameters.

use super::kind::{Choice, Kind, Party};
use super::span::Span;

/// What is said about a parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// True or false.
    Bool(bool),
    /// A number.
    Count(u16),
    /// A length of time.
    Span(Span),
    /// A day, a month or a year.
    Day(String),
    /// A word of the list of its kind.
    Word(Choice),
    /// Words, in their order.
    Words(Vec<Choice>),
    /// Who.
    Party(Party),
    /// Several.
    Parties(Vec<Party>),
    /// A text, also an address.
    Text(String),
    /// Texts.
    Texts(Vec<String>),
}

/// What the product proposes where a guideline is silent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proposal {
    /// Nothing: only the authority can say.
    Nothing,
    /// True or false.
    Bool(bool),
    /// A number.
    Count(u16),
    /// A length of time.
    Span(Span),
    /// The code of a word of the list.
    Word(&'static str),
    /// Codes of words of the list.
    Words(&'static [&'static str]),
    /// Who.
    Party(Party),
    /// Several.
    Parties(&'static [Party]),
}

impl Proposal {
    /// The proposal as a value of its kind; `None` where there is none, or it is no word of the list.
    #[must_use]
    pub fn value(self, kind: Kind) -> Option<Value> {
        match kind {
            Kind::Word(list) | Kind::Words(list) => self.value_by(list),
            _ => self.value_by(&[]),
        }
    }

    /// As [`Self::value`], for words that stand in `list`.
    pub(super) fn value_by(self, list: &[Choice]) -> Option<Value> {
        let word = |code: &str| list.iter().copied().find(|choice| choice.code == code);
        match self {
            Self::Nothing => None,
            Self::Bool(value) => Some(Value::Bool(value)),
            Self::Count(value) => Some(Value::Count(value)),
            Self::Span(value) => Some(Value::Span(value)),
            Self::Word(code) => word(code).map(Value::Word),
            Self::Words(codes) => {
                codes.iter().map(|code| word(code)).collect::<Option<Vec<_>>>().map(Value::Words)
            }
            Self::Party(party) => Some(Value::Party(party)),
            Self::Parties(parties) => Some(Value::Parties(parties.to_vec())),
        }
    }
}

impl Value {
    /// The value in Swedish, within a sentence.
    #[must_use]
    pub fn swedish(&self) -> String {
        let join = |words: Vec<&str>| words.join(", ");
        match self {
            Self::Bool(true) => "ja".to_owned(),
            Self::Bool(false) => "nej".to_owned(),
            Self::Count(count) => count.to_string(),
            Self::Span(span) => span.swedish(),
            Self::Day(text) | Self::Text(text) => text.clone(),
            Self::Word(choice) => choice.swedish.to_owned(),
            Self::Words(choices) => join(choices.iter().map(|choice| choice.swedish).collect()),
            Self::Party(party) => party.swedish().to_owned(),
            Self::Parties(parties) => join(parties.iter().map(|party| party.swedish()).collect()),
            Self::Texts(texts) => texts.join("; "),
        }
    }
}
