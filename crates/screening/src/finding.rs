//! What a rule found: which rule, where in the original text, how urgent, and why it matters.

use std::fmt;
use std::ops::Range;

/// The stable code of a rule, in kebab-case; never used again for another rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleId(pub(crate) &'static str);

impl RuleId {
    /// The code as it is stored and shown in links.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        self.0
    }
}

impl fmt::Display for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// The class of content that a finding points to, as the kebab-case code that guidelines use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Category(pub(crate) &'static str);

impl Category {
    /// The code, for example `profanity`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        self.0
    }
}

impl fmt::Display for Category {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// How soon a person should look at a finding; the most urgent is the least value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Urgency {
    /// At once: each minute may hurt somebody.
    Acute,
    /// Before the rest of the queue.
    Soon,
    /// In the order of the queue.
    Normal,
    /// Worth knowing, and no reason by itself to do anything.
    Note,
}

impl Urgency {
    /// The word on screens.
    #[must_use]
    pub const fn swedish(self) -> &'static str {
        match self {
            Self::Acute => "genast",
            Self::Soon => "snart",
            Self::Normal => "i turordning",
            Self::Note => "för kännedom",
        }
    }
}

/// Which text of the subject a span points into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// The title.
    Title,
    /// The text itself.
    Text,
    /// The description of the attachment with this index.
    Alt(usize),
}

/// Something that a person should look at. Not an error, and no decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Which rule found it.
    pub rule: RuleId,
    /// The class of content that it may be.
    pub category: Category,
    /// Which of the subject's texts it stands in.
    pub part: Part,
    /// Where: bytes of that text as it was given, on character boundaries, never empty.
    pub span: Range<usize>,
    /// How soon a person should look.
    pub urgency: Urgency,
    /// What was seen, in Swedish, without a word of the text.
    pub explanation: String,
    /// The statements of guidelines and the sections of law that make it matter.
    pub source: &'static [&'static str],
}
