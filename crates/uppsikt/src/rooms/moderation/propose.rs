//! What would follow from a decision, told before anybody makes it; nothing is written here.
//!
//! The decision itself goes the same way ([`judge`]), so that what a person was shown is what then happens.

use uppsikt_guideline::decide::{Explanation, Facts, Measure, Plan, plan};
use uppsikt_guideline::{
    ContentClass, Ground, GroundKind, LawGround, PersonalDataGround, Profile, SecrecyProvision,
};
use uppsikt_kernel::{Actor, Micros};
use uppsikt_platform::Abilities;
use uppsikt_store::Source;
use uuid::Uuid;

use super::decide::{facts, in_order, may_judge, profile_of};
use super::decision::NewDecision;
use super::model::ModerationError;
use super::store;
use crate::rooms::capture::{self, CapturedItem, CapturedVersion, Presence};
use crate::rooms::policy::{self, Adoption};

/// What would follow from a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// What happens, first to last, in sentences with their sources; empty when the item stays.
    pub explains: Vec<Explanation>,
    /// Seconds in which the decision could be taken back.
    pub undo_seconds: u32,
}

/// What can be done about an item that a person says is of a class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// Measures that at least one of the grounds allows; the mildest that is enough comes first.
    pub measures: Vec<Measure>,
    /// Grounds that at least one of the measures can rest on, each with what it says.
    pub grounds: Vec<(Ground, String)>,
}

/// The rules for an account's items.
#[derive(Clone)]
pub(super) struct Ruling {
    pub profile: Profile,
    pub adoption: Option<Adoption>,
}

/// A decision held against what is known, ready to be recorded.
pub(super) struct Judgement {
    pub item: CapturedItem,
    /// The item's newest version.
    pub last: i32,
    /// What has disappeared is judged by what it last said, not by the note that it is gone.
    pub judged: CapturedVersion,
    pub profile: Profile,
    pub adoption: Option<Adoption>,
    pub plan: Plan,
}

/// Holds a decision against the item, the person's roles, the guideline and the law.
pub(super) async fn judge(
    source: &mut impl Source,
    actor: &Actor,
    now: Micros,
    abilities: Option<&Abilities>,
    new: &NewDecision,
) -> Result<Judgement, ModerationError> {
    let item = judged_item(source, actor, new.item).await?;
    let rules = ruling(source, &item, now).await?;
    judge_under(source, abilities, new, item, rules).await
}

/// The item, when the actor may judge it.
pub(super) async fn judged_item(
    source: &mut impl Source,
    actor: &Actor,
    item: Uuid,
) -> Result<CapturedItem, ModerationError> {
    let item = capture::item(source, item).await?.ok_or(ModerationError::NotFound)?;
    if !may_judge(actor, item.authority) || !capture::may_read(actor, item.authority, item.kind) {
        return Err(ModerationError::NotAllowed);
    }
    Ok(item)
}

/// The rules in force for an item's account.
pub(super) async fn ruling(
    source: &mut impl Source,
    item: &CapturedItem,
    now: Micros,
) -> Result<Ruling, ModerationError> {
    let today = policy::day_of(now)?;
    let adoption = policy::in_force(source, item.authority, today).await?;
    let profile = profile_of(source, item, adoption.as_ref(), today).await?;
    Ok(Ruling { profile, adoption })
}

/// Holds a decision against the item, the guideline and the law; the person's roles are known already.
pub(super) async fn judge_under(
    source: &mut impl Source,
    abilities: Option<&Abilities>,
    new: &NewDecision,
    item: CapturedItem,
    Ruling { profile, adoption }: Ruling,
) -> Result<Judgement, ModerationError> {
    let last = capture::last_version(source, item.id).await?.ok_or(ModerationError::NotFound)?;
    if new.version.is_some_and(|read| read != last.number) {
        return Err(ModerationError::Changed { newest: last.number });
    }
    let known = store::decisions_about(source, item.id).await?;
    if known.iter().any(|decision| decision.state.is_under_way()) {
        return Err(ModerationError::UnderWay);
    }
    if new.note.trim().is_empty() && new.measure != Measure::Keep {
        return Err(ModerationError::NoNote);
    }
    let mut plan = plan(&profile, &facts(new, abilities, &last))?;
    plan.steps = in_order(&plan.steps, new.notice);
    plan.explains.sort_by_key(|explains| plan.steps.iter().position(|step| *step == explains.step));
    let (_, versions) = capture::versions(source, item.id).await?.ok_or(ModerationError::NotFound)?;
    let newest = last.number;
    let judged =
        versions.into_iter().rev().find(|version| version.presence != Presence::Gone).unwrap_or(last);
    Ok(Judgement { item, last: newest, judged, profile, adoption, plan })
}

/// What would follow from a decision; the same refusals as when it is made.
///
/// # Errors
/// As [`decide`](super::decide()).
pub async fn propose(
    source: &mut impl Source,
    actor: &Actor,
    now: Micros,
    abilities: Option<&Abilities>,
    new: &NewDecision,
) -> Result<Proposal, ModerationError> {
    let plan = judge(source, actor, now, abilities, new).await?.plan;
    Ok(Proposal { explains: plan.explains, undo_seconds: plan.undo_seconds })
}

/// The measures and grounds that fit a class under the guideline in force for the item's account.
///
/// # Errors
/// [`ModerationError::NotFound`], [`ModerationError::Policy`], [`ModerationError::Store`].
pub async fn offer(
    source: &mut impl Source,
    now: Micros,
    abilities: Option<&Abilities>,
    item: Uuid,
    class: ContentClass,
) -> Result<Offer, ModerationError> {
    let item = capture::item(source, item).await?.ok_or(ModerationError::NotFound)?;
    let last = capture::last_version(source, item.id).await?.ok_or(ModerationError::NotFound)?;
    let today = policy::day_of(now)?;
    let adoption = policy::in_force(source, item.authority, today).await?;
    let profile = profile_of(source, &item, adoption.as_ref(), today).await?;
    let is_removal = super::decide::hiding_is_removal(abilities);
    let holds = |ground: &Ground, measure: Measure| {
        let facts = Facts {
            platform_hiding_is_removal: is_removal,
            item_is_gone: last.presence != Presence::Shown,
            ..Facts::new(class, Some(ground.clone()), measure)
        };
        plan(&profile, &facts).is_ok()
    };
    let mut grounds = grounds(&profile, class);
    let mut measures = vec![Measure::Remove, Measure::Hide, Measure::Block, Measure::CloseThread];
    grounds.retain(|(ground, _)| measures.iter().any(|measure| holds(ground, *measure)));
    measures.retain(|measure| grounds.iter().any(|(ground, _)| holds(ground, *measure)));
    Ok(Offer { measures, grounds })
}

/// Every ground that a class can have, law first, the authority's own rules last.
fn grounds(profile: &Profile, class: ContentClass) -> Vec<(Ground, String)> {
    let mut all: Vec<(Ground, String)> = LawGround::ALL
        .iter()
        .map(|ground| (Ground::Law(*ground), format!("Lag: {}", ground.swedish())))
        .collect();
    if class.ground_kinds().contains(&GroundKind::SecrecyOrPersonalData) {
        let data = PersonalDataGround::ALL.iter();
        all.extend(
            data.map(|ground| (Ground::PersonalData(*ground), format!("Dataskydd: {}", ground.swedish()))),
        );
        all.extend(SecrecyProvision::COMMON.iter().map(|(section, protects)| {
            (Ground::Secrecy(*section), format!("Sekretess: {}, {protects}", section.code()))
        }));
    }
    for statement in profile.remove.statements_for(class) {
        let text = profile.remove.house_rule(class, statement).map_or("", |rule| rule.text.as_str());
        let ground = Ground::HouseRule { statement: statement.clone() };
        all.push((ground, format!("Egen regel {statement}: {text}")));
    }
    all.retain(|(ground, _)| ground.fits(class));
    all
}
