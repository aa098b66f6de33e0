//! For which account, in which mode, on which day rules are asked for.

use jiff::civil::Date;

use crate::fact::{AccountClass, ScopeFacts, Service};
use crate::profile::{Layer, Mode, Scope};

/// What decides which layers hold.
///
/// Laying a large guideline together takes half a millisecond: whoever asks for many accounts keeps the
/// rules of a context, of which there are few.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Context {
    /// The company, by the short name of its guideline or layer.
    pub company: Option<String>,
    /// The board, by its short name.
    pub board: Option<String>,
    /// The sort of account.
    pub class: Option<AccountClass>,
    /// The platform.
    pub service: Option<Service>,
    /// Whether there is a crisis.
    pub in_crisis: bool,
    /// The day; without one the newest law holds, and every value whatever day it begins.
    pub on: Option<Date>,
}

impl Context {
    /// The context of an account on a day, without a company or a board.
    #[must_use]
    pub fn of(scope: &ScopeFacts, on: Date) -> Self {
        Self {
            class: scope.class,
            service: scope.service,
            in_crisis: scope.in_crisis,
            on: Some(on),
            ..Self::default()
        }
    }

    /// Whether a layer holds.
    #[must_use]
    pub fn has(&self, layer: &Layer) -> bool {
        !layer.scopes.is_empty() && layer.scopes.iter().all(|scope| self.is_in(scope))
    }

    fn is_in(&self, scope: &Scope) -> bool {
        match scope {
            Scope::Company(name) => self.company.as_ref() == Some(name),
            Scope::Board(name) => self.board.as_ref() == Some(name),
            Scope::Class(class) => self.class == Some(*class),
            Scope::Platform(service) => self.service == Some(*service),
            Scope::Mode(Mode::Crisis) => self.in_crisis,
            Scope::Mode(Mode::Normal) => !self.in_crisis,
        }
    }
}
