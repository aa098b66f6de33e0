//! Why a decision cannot be carried out, and what can be done instead.

use super::fact::{Facts, Measure};
use crate::class::ContentClass;
use crate::ground::{Ground, GroundKind};
use crate::law::{self, LawGround, Provision};
use crate::profile::{OrderStep, Profile, RemovalGroup, statement_of};
use crate::source::Source;
use crate::statement::Statement;

/// A decision that cannot be carried out. Nothing has happened, and the person decides anew.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Criticism is never a ground.
    #[error("refusing a measure against criticism, which stays")]
    CriticismStays {
        /// The guideline's own statement on it, beside law.
        statements: Vec<Statement>,
    },
    /// The guideline protects the class.
    #[error("refusing a measure against {class}, which the guideline protects")]
    Protected {
        /// The class.
        class: ContentClass,
        /// What protects it.
        statements: Vec<Statement>,
    },
    /// Nothing is hidden, removed, blocked or closed without a ground.
    #[error("refusing a measure against {class} without a ground")]
    NoGround {
        /// The class.
        class: ContentClass,
        /// The statements that could be chosen.
        offered: Vec<Statement>,
    },
    /// The ground is about something else.
    #[error("refusing a ground of the kind {} for {class}", ground.kind())]
    GroundDoesNotFit {
        /// The class.
        class: ContentClass,
        /// What was given as the ground.
        ground: Ground,
    },
    /// The guideline has no such rule for the class.
    #[error("refusing {statement} as a rule on {class}")]
    NoHouseRule {
        /// The class.
        class: ContentClass,
        /// What was given as the rule.
        statement: Statement,
        /// The statements that are rules on it.
        offered: Vec<Statement>,
    },
    /// The measure would leave the item where some still see it, or on our own machine.
    #[error("refusing to {measure} {class}, which has to be removed")]
    NotEnough {
        /// The class.
        class: ContentClass,
        /// What was to be done.
        measure: Measure,
        /// Why it may not stay.
        ground: Vec<Source>,
    },
}

impl Refusal {
    /// What can be done instead, if it is a measure; otherwise the class or the ground is chosen anew.
    #[must_use]
    pub const fn instead(&self) -> Option<Measure> {
        match self {
            Self::CriticismStays { .. } | Self::Protected { .. } => Some(Measure::Keep),
            Self::NotEnough { .. } => Some(Measure::Remove),
            Self::NoGround { class, .. } | Self::GroundDoesNotFit { class, .. }
                if class.ground_kinds().is_empty() =>
            {
                Some(Measure::Keep)
            }
            Self::NoGround { .. } | Self::GroundDoesNotFit { .. } | Self::NoHouseRule { .. } => None,
        }
    }

    /// What stands behind the refusal.
    #[must_use]
    pub fn sources(&self) -> Vec<Source> {
        let of =
            |statements: &[Statement]| statements.iter().cloned().map(Source::Statement).collect::<Vec<_>>();
        let freedom = law::sources(&[Provision::FreedomOfExpression, Provision::Objectivity]);
        match self {
            Self::CriticismStays { statements } | Self::Protected { statements, .. } => {
                freedom.into_iter().chain(of(statements)).collect()
            }
            Self::NotEnough { ground, .. } => ground.clone(),
            Self::GroundDoesNotFit { ground: Ground::Law(_), .. } => law::sources(&[Provision::DutyToRemove]),
            Self::NoGround { .. } | Self::GroundDoesNotFit { .. } | Self::NoHouseRule { .. } => {
                law::sources(&[Provision::Proportionality, Provision::FreedomOfExpression])
            }
        }
    }

    /// What a person of the authority reads: what is wrong and what to do instead.
    #[must_use]
    pub fn sentence(&self) -> String {
        match self {
            Self::CriticismStays { .. } => {
                "Kritik står kvar. Behåll inlägget. Innehåller det också något annat, \
                till exempel ett hot, väljer du den klassen i stället."
                    .to_owned()
            }
            Self::Protected { class, .. } => {
                format!("Riktlinjen säger att {} står kvar. Behåll inlägget.", quoted(*class))
            }
            Self::NoGround { class, .. } | Self::GroundDoesNotFit { class, .. }
                if class.ground_kinds().is_empty() =>
            {
                format!("Mot {} finns ingen grund att ingripa. Behåll inlägget.", quoted(*class))
            }
            Self::NoGround { class, offered } => {
                format!("Ange en grund. För {} är den {}.{}", quoted(*class), kinds(*class), offer(offered))
            }
            Self::GroundDoesNotFit { class, ground } => format!(
                "Grunden {} passar inte för {}. Välj en annan klass, eller en grund som är {}.",
                named(ground),
                quoted(*class),
                kinds(*class)
            ),
            Self::NoHouseRule { class, statement, offered } if offered.is_empty() => format!(
                "{statement} är ingen regel om {}, och riktlinjen har ingen. Välj en annan grund eller behåll inlägget.",
                quoted(*class)
            ),
            Self::NoHouseRule { class, statement, offered } => {
                format!("{statement} är ingen regel om {}.{}", quoted(*class), offer(offered))
            }
            Self::NotEnough { measure, class, .. } => {
                format!("{} Ta bort inlägget i stället.", short(*measure, *class))
            }
        }
    }
}

/// Why a measure does not reach.
const fn short(measure: Measure, class: ContentClass) -> &'static str {
    match measure {
        Measure::Keep => "Ett sådant inlägg får inte stå kvar.",
        Measure::Hide if class.copying_is_crime() => "Det räcker inte att dölja: det som döljs finns kvar.",
        Measure::Hide => "Det räcker inte att dölja: inlägget syns fortfarande för någon.",
        Measure::Block | Measure::CloseThread | Measure::Remove => "Inlägget skulle stå kvar.",
    }
}

fn quoted(class: ContentClass) -> String {
    format!("”{}”", class.swedish())
}

fn kinds(class: ContentClass) -> String {
    let kinds: Vec<&str> = class.ground_kinds().iter().copied().map(GroundKind::swedish).collect();
    kinds.join(" eller ")
}

fn named(ground: &Ground) -> String {
    match ground {
        Ground::Law(ground) => LawGround::swedish(*ground).to_owned(),
        Ground::Secrecy(provision) => provision.to_string(),
        Ground::PersonalData(ground) => ground.swedish().to_owned(),
        Ground::HouseRule { statement } => statement.to_string(),
    }
}

fn offer(offered: &[Statement]) -> String {
    if offered.is_empty() {
        return String::new();
    }
    let ids: Vec<&str> = offered.iter().map(Statement::as_str).collect();
    format!(" Regler som passar: {}.", ids.join(", "))
}

/// Whether the decision can be carried out at all.
pub(super) fn check(profile: &Profile, facts: &Facts) -> Result<(), Refusal> {
    let class = facts.class;
    if facts.measure == Measure::Keep {
        return check_keeping(profile, facts);
    }
    let protected = profile.remove.never.value().is_some_and(|never| never.contains(&class));
    let statements = || profile.remove.never.statements().to_vec();
    if class == ContentClass::Criticism {
        return Err(Refusal::CriticismStays {
            statements: if protected { statements() } else { Vec::new() },
        });
    }
    if protected {
        return Err(Refusal::Protected { class, statements: statements() });
    }
    let offered = || profile.remove.statements_for(class).into_iter().cloned().collect();
    let Some(ground) = &facts.ground else { return Err(Refusal::NoGround { class, offered: offered() }) };
    if !ground.fits(class) {
        return Err(Refusal::GroundDoesNotFit { class, ground: ground.clone() });
    }
    if let Ground::HouseRule { statement } = ground
        && profile.remove.house_rule(class, statement).is_none()
    {
        return Err(Refusal::NoHouseRule { class, statement: statement.clone(), offered: offered() });
    }
    if is_enough(facts, ground) {
        return Ok(());
    }
    Err(Refusal::NotEnough { class, measure: facts.measure, ground: ground.sources() })
}

fn check_keeping(profile: &Profile, facts: &Facts) -> Result<(), Refusal> {
    let lawful = facts.ground.as_ref().filter(|ground| ground.fits(facts.class));
    let lawful = lawful.filter(|ground| ground.kind() != GroundKind::HouseRule);
    if facts.item_is_gone || !(facts.class.must_go() || lawful.is_some()) {
        return Ok(());
    }
    let by_class = || {
        let catalogue = LawGround::ALL.iter().find(|ground| ground.class() == facts.class);
        let secrecy = || law::sources(&[Provision::Secrecy]);
        catalogue.map_or_else(secrecy, |ground| Ground::Law(*ground).sources())
    };
    let mut ground = lawful.map_or_else(by_class, Ground::sources);
    let order = profile.remove.order(RemovalGroup::of(facts.class, lawful));
    ground.extend(statement_of(order, OrderStep::Remove).cloned().map(Source::Statement));
    Err(Refusal::NotEnough { class: facts.class, measure: facts.measure, ground })
}

/// A house rule can be met by less than removal; law, secrecy and personal data cannot.
fn is_enough(facts: &Facts, ground: &Ground) -> bool {
    match facts.measure {
        Measure::Remove => true,
        // A hidden picture still lies on somebody's machine, perhaps our own.
        _ if facts.class.copying_is_crime() => facts.item_is_gone,
        _ if ground.kind() == GroundKind::HouseRule || facts.item_is_gone => true,
        Measure::Hide => facts.platform_hiding_is_removal,
        Measure::Keep | Measure::Block | Measure::CloseThread => false,
    }
}
