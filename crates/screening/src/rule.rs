//! What a rule is, and which rules there are.

use jiff::civil::Date;

use crate::finding::{Category, RuleId};
use crate::rules;
use crate::rules::Sink;
use crate::subject::Subject;
use crate::text::Reading;

/// A rule: what it finds, and how it says so in the reference.
#[derive(Debug)]
pub struct Rule {
    /// The stable code.
    pub id: RuleId,
    /// The class of content that its findings point to.
    pub category: Category,
    /// Its name in Swedish.
    pub name: &'static str,
    /// What it finds, in Swedish, for the person who has to trust it.
    pub finds: &'static str,
    /// What it leaves alone on purpose, in Swedish.
    pub leaves: &'static str,
    /// What it is known to miss or to find wrongly, in Swedish, one sentence each.
    pub known_misses: &'static [&'static str],
    /// The statements and sections of law behind it.
    pub source: &'static [&'static str],
    pub(crate) run: fn(&Reading<'_>, &RuleContext<'_>, &mut Sink<'_>),
}

/// What a rule may know besides the text that it reads.
pub(crate) struct RuleContext<'a> {
    /// The subject that the text is a part of.
    pub subject: &'a Subject<'a>,
    /// The day that counts as today; none when nobody said.
    pub today: Option<Date>,
}

/// The rules of a screening, in order.
#[derive(Debug, Clone)]
pub struct RuleSet {
    pub(crate) rules: Vec<&'static Rule>,
    pub(crate) today: Option<Date>,
}

impl RuleSet {
    /// Changes whenever a rule, a word list or a phase gives another answer than before.
    pub const VERSION: &'static str = "1";

    /// All rules.
    #[must_use]
    pub fn standard() -> Self {
        Self { rules: rules::ALL.to_vec(), today: None }
    }

    /// The same rules, which know what day it is: nobody is born after `today`.
    ///
    /// Without it the dates of the future count as dates of birth.
    #[must_use]
    pub fn on(self, today: Date) -> Self {
        Self { today: Some(today), ..self }
    }

    /// The rules in their order.
    pub fn rules(&self) -> impl Iterator<Item = &'static Rule> + '_ {
        self.rules.iter().copied()
    }
}

impl Default for RuleSet {
    fn default() -> Self {
        Self::standard()
    }
}
