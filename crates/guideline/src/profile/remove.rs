//! The part of a profile on removal: order, speed, classes.

use std::collections::BTreeMap;

use super::error::{Fault, ProfileError};
use super::section::Section;
use super::values::{self, Values};
use crate::class::ContentClass;
use crate::coded::coded;
use crate::decide::Measure;
use crate::ground::{Ground, GroundKind};
use crate::stated::Stated;
use crate::statement::Statement;

coded! {
    /// How fast a guideline wants a thing done; none of them is a number of minutes.
    pub enum Speed {
        /// Omedelbart.
        AtOnce = "at-once", "omedelbart";
        /// Snarast möjligt.
        AsSoonAsPossible = "as-soon-as-possible", "snarast möjligt";
        /// Skyndsamt.
        Promptly = "promptly", "skyndsamt";
        /// Snabbt.
        Quickly = "quickly", "snabbt";
    }
}

coded! {
    /// What an order of removal consists of.
    pub enum OrderStep {
        /// Keep evidence of what stood there.
        Document = "document", "dokumentera";
        /// Enter it in the registry.
        Register = "register", "diarieföra";
        /// Take it away.
        Remove = "remove", "ta bort";
    }
}

coded! {
    /// Which order of removal content goes by.
    pub enum RemovalGroup {
        /// Under secrecy.
        Secrecy = "secrecy", "sekretess";
        /// Sensitive or offensive personal data.
        SensitiveData = "sensitive-data", "känsliga eller kränkande personuppgifter";
        /// All else.
        Other = "other", "annat";
    }
}

impl RemovalGroup {
    /// The group that a class goes by when it is acted on for this ground.
    #[must_use]
    pub const fn of(class: ContentClass, ground: Option<&Ground>) -> Self {
        if class.is_secrecy() || matches!(ground, Some(Ground::Secrecy(_))) {
            Self::Secrecy
        } else if class.is_personal_data() && !matches!(class, ContentClass::PersonalData) {
            Self::SensitiveData
        } else {
            Self::Other
        }
    }
}

coded! {
    /// What a rule on a class of content says.
    pub enum Ruling {
        /// Such posts are removed.
        Remove = "remove", "tas bort";
    }
}

coded! {
    /// General rules for what is not listed.
    pub enum CatchAll {
        /// What can be assumed to be against the law.
        Unlawful = "unlawful", "det som kan antas strida mot lag";
        /// What is deemed unsuitable, or is against the authority's own policies.
        Unsuitable = "unsuitable", "det som anses olämpligt";
    }
}

/// A rule on a class of content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HouseRule {
    /// What it says.
    pub ruling: Ruling,
    /// The rule in Swedish, as the person who wrote is told it: a whole sentence.
    pub text: String,
}

/// What a guideline says about removal.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RemoveRules {
    pub(crate) order: BTreeMap<RemovalGroup, Stated<Vec<OrderStep>>>,
    pub(crate) speed: BTreeMap<RemovalGroup, Stated<Speed>>,
    pub(crate) class: BTreeMap<ContentClass, Stated<HouseRule>>,
    pub(crate) catch_all: BTreeMap<CatchAll, Stated<HouseRule>>,
    /// The measures that it names.
    pub methods: Stated<Vec<Measure>>,
    /// Whether what is hidden or removed must be kept as a record first.
    pub evidence_first: Stated<bool>,
    /// Content for which the whole conversation is broken off.
    pub stop_thread: Stated<Vec<RemovalGroup>>,
    /// Classes that it protects; criticism stays whether it says so or not.
    pub never: Stated<Vec<ContentClass>>,
}

impl RemoveRules {
    /// The order for a group; a guideline without one for it is asked for its general order.
    #[must_use]
    pub fn order(&self, group: RemovalGroup) -> &Stated<Vec<OrderStep>> {
        general(&self.order, group, &Stated::Silent)
    }

    /// The speed for a group; a guideline without one for it is asked for its general speed.
    #[must_use]
    pub fn speed(&self, group: RemovalGroup) -> &Stated<Speed> {
        general(&self.speed, group, &Stated::Silent)
    }

    /// The rules that a class can be removed under, the most particular first: its own, then a general one.
    ///
    /// A general rule against the unlawful covers classes that law forbids; one against the
    /// unsuitable covers the class of that name only, so that nothing is removed without a listed class.
    #[must_use]
    pub fn house_rules(&self, class: ContentClass) -> Vec<&Stated<HouseRule>> {
        if !class.ground_kinds().contains(&GroundKind::HouseRule) {
            return Vec::new();
        }
        let catch_all = if class == ContentClass::Unsuitable {
            Some(CatchAll::Unsuitable)
        } else {
            class.is_unlawful().then_some(CatchAll::Unlawful)
        };
        let general = catch_all.and_then(|general| self.catch_all.get(&general));
        self.class.get(&class).into_iter().chain(general).collect()
    }

    /// The statements that can be the ground for this class, the most particular first.
    #[must_use]
    pub fn statements_for(&self, class: ContentClass) -> Vec<&Statement> {
        self.house_rules(class).into_iter().flat_map(Stated::statements).collect()
    }

    /// The rule that a statement is for this class.
    #[must_use]
    pub fn house_rule(&self, class: ContentClass, statement: &Statement) -> Option<&HouseRule> {
        let rules = self.house_rules(class);
        rules.into_iter().find(|rule| rule.statements().contains(statement)).and_then(Stated::value)
    }
}

fn general<'r, T>(
    rules: &'r BTreeMap<RemovalGroup, Stated<T>>,
    group: RemovalGroup,
    silent: &'r Stated<T>,
) -> &'r Stated<T> {
    rules.get(&group).or_else(|| rules.get(&RemovalGroup::Other)).unwrap_or(silent)
}

pub(super) fn read(mut section: Section<'_>, values: &mut Values) -> Result<RemoveRules, ProfileError> {
    let rules = RemoveRules {
        order: section.by_code("order", |_, said, value| order(said, value))?,
        speed: section.by_code("speed", |_, _, value| Ok(value))?,
        class: section.by_code("class", |class: ContentClass, said, ruling| {
            if class.ground_kinds().is_empty() {
                return Err(said.fault(Fault::Stays));
            }
            if !class.ground_kinds().contains(&GroundKind::HouseRule) {
                return Err(said.fault(Fault::LawDecides));
            }
            house_rule(said, ruling)
        })?,
        catch_all: section.by_code("catch_all", |_: CatchAll, said, ruling| house_rule(said, ruling))?,
        methods: section.stated("methods")?,
        evidence_first: section.stated("evidence_first")?,
        stop_thread: section.stated("stop_thread")?,
        never: section.stated("never")?,
    };
    values::read_group(&mut section, "remove", values)?;
    section.finish()?;
    Ok(rules)
}

fn house_rule(said: &mut Section<'_>, ruling: Ruling) -> Result<HouseRule, ProfileError> {
    Ok(HouseRule { ruling, text: said.needed("rule")? })
}

fn order(said: &mut Section<'_>, steps: Vec<OrderStep>) -> Result<Vec<OrderStep>, ProfileError> {
    let is_once = |step: &OrderStep| steps.iter().filter(|other| *other == step).count() == 1;
    if !(steps.contains(&OrderStep::Remove) && steps.iter().all(is_once)) {
        return Err(said.fault(Fault::NoOrder));
    }
    if said.length("source").is_some_and(|sources| sources != steps.len()) {
        return Err(said.fault(Fault::SourcePerStep));
    }
    Ok(steps)
}

/// The statement behind one step of an order, which has as many sources as steps.
pub(crate) fn statement_of(order: &Stated<Vec<OrderStep>>, step: OrderStep) -> Option<&Statement> {
    let at = order.value()?.iter().position(|other| *other == step)?;
    order.statements().get(at)
}
