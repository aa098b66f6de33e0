//! Laying a lower value on an upper one: what comes to hold.

use super::setting::{Said, Setting};
use super::step::Fate;
use crate::parameter::Direction;

/// How a lower value stands to the one that held, and what becomes of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Verdict {
    pub(super) direction: Option<Direction>,
    pub(super) is_weaker: bool,
    pub(super) fate: Fate,
}

/// Lays `lower` on `upper`.
///
/// What would loosen does not come to hold unless `openly`. A weaker strength loosens too. Where
/// values have an order and neither holds the other, taking the lower would give up part of the
/// upper, so that is loosening as well; where they have none, as names and texts, the lower holds.
pub(super) fn lay(setting: Setting, upper: Option<&Said>, lower: &Said, openly: bool) -> Verdict {
    let Some(upper) = upper else {
        return Verdict { direction: None, is_weaker: false, fate: Fate::Held };
    };
    let direction = setting.compare(&upper.value, &lower.value);
    let is_weaker = lower.strength > upper.strength;
    let loosens = is_weaker
        || match direction {
            Direction::Same | Direction::Tighter => false,
            Direction::Looser => true,
            Direction::Other => setting.is_ordered(),
        };
    let fate = match (loosens, openly) {
        (false, _) => Fate::Held,
        (true, true) => Fate::Loosened,
        (true, false) => Fate::Refused,
    };
    Verdict { direction: Some(direction), is_weaker, fate }
}
