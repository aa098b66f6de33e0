//! What a guideline says about one thing, or that it says nothing.

use crate::coded::coded;
use crate::source::Source;
use crate::statement::Statement;

coded! {
    /// How strongly a guideline puts a thing.
    pub enum Strength {
        /// Ska.
        Must = "must", "ska";
        /// Bör.
        Should = "should", "bör";
        /// Får.
        May = "may", "får";
        /// Råd.
        Advice = "advice", "råd";
    }
}

/// A value with the statements behind it, or silence.
///
/// Silence is a value too (invariant 10): nothing is refused and nobody is told of a breach
/// where the guideline says nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Stated<T> {
    /// The guideline says nothing about it.
    #[default]
    Silent,
    /// The guideline says this.
    Said {
        /// What it says.
        value: T,
        /// How strongly.
        strength: Strength,
        /// The statements that say it; never empty.
        sources: Vec<Statement>,
    },
}

impl<T> Stated<T> {
    /// What is said, if anything.
    pub const fn value(&self) -> Option<&T> {
        match self {
            Self::Silent => None,
            Self::Said { value, .. } => Some(value),
        }
    }

    /// The statements that say it; empty when silent.
    pub fn statements(&self) -> &[Statement] {
        match self {
            Self::Silent => &[],
            Self::Said { sources, .. } => sources,
        }
    }

    /// The statements as sources.
    pub fn sources(&self) -> Vec<Source> {
        self.statements().iter().cloned().map(Source::Statement).collect()
    }

    /// How strongly it is said.
    pub const fn strength(&self) -> Option<Strength> {
        match self {
            Self::Silent => None,
            Self::Said { strength, .. } => Some(*strength),
        }
    }

    /// Whether nothing is said.
    pub const fn is_silent(&self) -> bool {
        matches!(self, Self::Silent)
    }
}
