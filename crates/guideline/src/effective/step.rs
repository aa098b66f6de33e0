//! Steps: what each layer said about a setting, and what became of it.

use crate::parameter::{Direction, Value};
use crate::profile::LayerKind;
use crate::source::Source;
use crate::stated::Strength;

/// What a layer said about a setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The value.
    pub value: Value,
    /// How strongly.
    pub strength: Strength,
    /// What stands behind it; empty only for an exception.
    pub sources: Vec<Source>,
    /// Which layer.
    pub layer: LayerKind,
    /// The layer as people read it, in Swedish and within a sentence.
    pub layer_name: String,
    /// How it stands to what held before; `None` when nothing did.
    pub direction: Option<Direction>,
    /// Whether the strength is weaker than what held before.
    pub is_weaker: bool,
    /// What became of it.
    pub fate: Fate,
    /// Why it is read so, or why an exception was granted, in Swedish.
    pub reading: Option<String>,
}

/// What became of what a layer said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It came to hold.
    Held,
    /// It came to hold though it is looser, since the layer says so openly.
    Loosened,
    /// It did not come to hold: it would loosen, and the layer does not say so openly.
    Refused,
    /// It did not come to hold, or no longer holds: law asks for more.
    BelowLaw,
}

impl Step {
    /// Whether it came to hold.
    #[must_use]
    pub const fn took_effect(&self) -> bool {
        matches!(self.fate, Fate::Held | Fate::Loosened)
    }
}

/// What holds for a key, and how it came to hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held<'e> {
    /// The value.
    pub value: Value,
    /// How strongly.
    pub strength: Strength,
    /// The statements that say it.
    pub sources: Vec<Source>,
    /// What each layer said, from the highest.
    pub steps: Vec<&'e Step>,
}

impl<'e> Held<'e> {
    /// The step that gave the value: that of the lowest layer that came to hold.
    #[must_use]
    pub fn given_by(&self) -> Option<&'e Step> {
        self.steps.iter().rev().copied().find(|step| step.took_effect())
    }

    /// What that step replaced.
    #[must_use]
    pub fn replaced(&self) -> Option<&'e Step> {
        self.steps.iter().rev().copied().filter(|step| step.took_effect()).nth(1)
    }
}
