//! A state in a word, with its icon.

use askama::Template;

use super::icon;

/// What a state means to the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// In order.
    Fine,
    /// Asks for attention.
    Warning,
    /// Wrong, or dangerous.
    Danger,
    /// Sealed evidence; nothing else has this colour.
    Sealed,
    /// Neither.
    Neutral,
}

impl Tone {
    /// The class in the stylesheet.
    #[must_use]
    pub const fn class(self) -> &'static str {
        match self {
            Self::Fine => "ok",
            Self::Warning => "warn",
            Self::Danger => "danger",
            Self::Sealed => "seal",
            Self::Neutral => "neutral",
        }
    }

    /// The icon that says the same without colour.
    #[must_use]
    pub const fn icon(self) -> &'static str {
        match self {
            Self::Fine => "circle-check",
            Self::Warning => "triangle-alert",
            Self::Danger => "octagon-alert",
            Self::Sealed => "shield-check",
            Self::Neutral => "info",
        }
    }
}

/// A state in a word.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(
    ext = "html",
    source = r#"<span class="tag {{ tone.class() }}">{% if tone != Tone::Neutral %}{{ self::icon(tone.icon()) }}{% endif %}{{ word }}</span>"#
)]
pub struct Badge {
    /// Its meaning.
    pub tone: Tone,
    /// The word.
    pub word: String,
}

impl Badge {
    /// A badge.
    pub fn new(tone: Tone, word: impl Into<String>) -> Self {
        Self { tone, word: word.into() }
    }
}

impl askama::filters::HtmlSafe for Badge {}
