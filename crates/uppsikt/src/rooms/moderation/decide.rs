//! A person decides: the only way in which anything is ever done to an item.

use jiff::civil::Date;
use uppsikt_guideline::Profile;
use uppsikt_guideline::decide::{Explanation, Facts, Plan, Step};
use uppsikt_kernel::{ActCode, Actor, Authority, Id, Role};
use uppsikt_platform::{Abilities, Hiding};
use uppsikt_store::{NewObject, RetentionClass, Source as _, Tx};
use uuid::Uuid;

use super::decision::{Decision, DecisionState, NewDecision, NoticeWay};
use super::model::{ModerationError, Note, NoteStep};
use super::propose::{Judgement, judge};
use super::queue::{QueueState, Queued};
use super::step::{StepRow, StepState};
use super::store::{self, decision, queue, step};
use crate::rooms::account;
use crate::rooms::capture::{CapturedItem, CapturedVersion, Presence};
use crate::rooms::people;
use crate::rooms::policy::Adoption;

const DECISION_MADE: ActCode = ActCode::new("decision-made");
const DECISION_WITHDRAWN: ActCode = ActCode::new("decision-withdrawn");

/// What a note in words is, which stands in for a copy.
const WRITTEN_NOTE: &str = "application/x-uppsikt-written-note";
/// What is sealed with any other decision: JSON, see [`Note`].
const DECISION_NOTE: &str = "application/x-uppsikt-decision+json";

const MICROS: i64 = 1_000_000;

/// A decision that has been made, and what follows from it.
#[derive(Debug, Clone)]
pub struct Decided {
    /// The decision.
    pub decision: Decision,
    /// What happens because of it, in sentences with their sources.
    pub explains: Vec<Explanation>,
    /// Seconds in which it can be taken back.
    pub undo_seconds: u32,
}

/// Whether the actor may judge items there.
#[must_use]
pub fn may_judge(actor: &Actor, authority: Id<Authority>) -> bool {
    [Role::Editor, Role::Communications, Role::Manager].iter().any(|role| actor.has_in(*role, authority))
}

/// Records a decision with its steps; nothing outside is touched yet.
///
/// # Errors
/// [`ModerationError`]: the wrong role, an item that has changed, a refusal of the guideline or the law, no note.
pub async fn decide(
    tx: &mut Tx,
    abilities: Option<&Abilities>,
    new: &NewDecision,
) -> Result<Decided, ModerationError> {
    let (actor, now) = (tx.actor().clone(), tx.now());
    let Judgement { item, judged, profile, adoption, plan, .. } =
        judge(tx, &actor, now, abilities, new).await?;
    record(tx, new, (&item, &judged), (&profile, adoption), plan).await
}

/// The guideline of an adoption as it holds for an item's account, with the authority's own name in it; the law
/// alone without one.
pub(super) async fn profile_of(
    source: &mut impl uppsikt_store::Source,
    item: &CapturedItem,
    adoption: Option<&Adoption>,
    on: Date,
) -> Result<Profile, ModerationError> {
    let shown_by = account::by_id(source, item.account).await?.ok_or(ModerationError::NotFound)?;
    let scope = account::scope_of(source, &shown_by, adoption).await?;
    let rules = account::rules(source, shown_by.id, &scope, adoption, on).await?;
    let mut profile = rules.profile().clone();
    let named = people::authorities(source).await?;
    if let Some(row) = named.into_iter().find(|row| row.id == item.authority) {
        profile.about.authority = row.name;
    }
    Ok(profile)
}

pub(super) fn facts(new: &NewDecision, abilities: Option<&Abilities>, last: &CapturedVersion) -> Facts {
    Facts {
        platform_hiding_is_removal: hiding_is_removal(abilities),
        breaks_off_thread: new.breaks_off_thread,
        item_is_gone: last.presence != Presence::Shown,
        ..Facts::new(new.class, new.ground.clone(), new.measure)
    }
}

/// Whether hiding takes an item from everybody there.
pub(super) fn hiding_is_removal(abilities: Option<&Abilities>) -> bool {
    abilities.is_some_and(|can| can.hiding == Hiding::FromEverybody)
}

pub(super) async fn record(
    tx: &mut Tx,
    new: &NewDecision,
    (item, last): (&CapturedItem, &CapturedVersion),
    (profile, adoption): (&Profile, Option<Adoption>),
    plan: Plan,
) -> Result<Decided, ModerationError> {
    let organisation_id = tx.scope().organisation().uuid();
    let seen = store::queued(tx, item.id).await?;
    let mut act = tx.act(DECISION_MADE, Some(item.authority))?;
    let now = act.now().get();
    let id: Id<Decision> = act.new_id()?;
    let note = act.seal(note_object(id.uuid(), new), &note(new, profile, &plan, seen.as_ref()))?;
    let is_kept = plan.steps.is_empty();
    let decision = Decision {
        id: id.uuid(),
        authority: item.authority,
        account: item.account,
        item: item.id,
        version: last.number,
        object: last.object,
        measure: new.measure,
        class: new.class,
        ground: new.ground.clone(),
        profile: adoption.as_ref().map(|adoption| adoption.profile.clone()),
        adoption: adoption.map(|adoption| adoption.id),
        note,
        notice: new.notice,
        state: if is_kept { DecisionState::Done } else { DecisionState::Waiting },
        decided_by: act.actor(),
        decided_at: now,
        acts_at: now + i64::from(plan.undo_seconds) * MICROS,
        ended_at: is_kept.then_some(now),
    };
    act.insert::<decision::Entity>(decision.to_row(organisation_id))?;
    for (number, each) in plan.steps.iter().enumerate() {
        let row = StepRow {
            id: act.new_id::<StepRow>()?.uuid(),
            authority: item.authority,
            decision: decision.id,
            number: i32::try_from(number + 1).unwrap_or(i32::MAX),
            step: *each,
            state: StepState::Waiting,
            attempts: 0,
            // Until it is done, the step says what stands behind it.
            answer: behind(&plan, *each),
            reference: None,
            started_at: None,
            ended_at: None,
            retry_at: None,
        };
        act.insert::<step::Entity>(row.to_row(organisation_id))?;
    }
    act.finish().await?;
    mark(tx, item.id, QueueState::Judged).await?;
    store::claim::end(tx, item.id).await?;
    Ok(Decided { decision, explains: plan.explains, undo_seconds: plan.undo_seconds })
}

/// The plan's order; the conversation is closed last where the person who wrote is told in it.
///
/// A closed conversation takes no answer, not even ours. What has to go is gone by then.
pub(super) fn in_order(steps: &[Step], notice: NoticeWay) -> Vec<Step> {
    let mut order = steps.to_vec();
    if notice == NoticeWay::Reply && order.contains(&Step::Notice) && order.contains(&Step::BreakOff) {
        order.retain(|step| *step != Step::BreakOff);
        order.push(Step::BreakOff);
    }
    order
}

/// The statements and sections behind a step; `None` where nothing but the product's own order does.
fn behind(plan: &Plan, step: Step) -> Option<String> {
    let sources = match step {
        Step::Register => plan.register.sources.clone(),
        _ => plan.explains.iter().find(|explains| explains.step == step)?.sources.clone(),
    };
    let sources: Vec<String> = sources.iter().map(ToString::to_string).collect();
    (!sources.is_empty()).then(|| sources.join(", "))
}

fn note_object(decision: Uuid, new: &NewDecision) -> NewObject {
    let media_type = if new.class.copying_is_crime() { WRITTEN_NOTE } else { DECISION_NOTE };
    NewObject {
        item: decision,
        version: 1,
        class: RetentionClass::unclassed(),
        media_type: media_type.to_owned(),
    }
}

/// What is sealed: for what must never be copied the text alone, which stands in for a copy.
fn note(new: &NewDecision, profile: &Profile, plan: &Plan, seen: Option<&Queued>) -> Vec<u8> {
    if new.class.copying_is_crime() {
        return new.note.clone().into_bytes();
    }
    let steps = plan.explains.iter().map(|explains| NoteStep {
        step: explains.step.code().to_owned(),
        sentence: explains.sentence.clone(),
        sources: explains.sources.iter().map(ToString::to_string).collect(),
    });
    let note = Note {
        v: 1,
        note: new.note.clone(),
        guideline: profile.about.title.clone(),
        steps: steps.collect(),
        seen: seen.map(|seen| seen.rules.clone()).unwrap_or_default(),
    };
    // Texts and lists of texts can always be written.
    serde_json::to_vec(&note).unwrap_or_default()
}

/// Sets an item's place in the queue, where it has one.
pub(super) async fn mark(tx: &mut Tx, item: Uuid, state: QueueState) -> Result<(), ModerationError> {
    if let Some(known) = store::queued(tx, item).await? {
        let organisation_id = tx.scope().organisation().uuid();
        tx.put::<queue::Entity>(Queued { state, ..known }.to_row(organisation_id)).await?;
    }
    Ok(())
}

/// Takes a decision back before its first step.
///
/// # Errors
/// [`ModerationError::TooLate`] once it is carried out, [`ModerationError::NotFound`], [`ModerationError::NotAllowed`].
pub async fn withdraw(tx: &mut Tx, id: Uuid) -> Result<Decision, ModerationError> {
    let known = store::decision_by_id(tx, id).await?.ok_or(ModerationError::NotFound)?;
    if !may_judge(tx.actor(), known.authority) {
        return Err(ModerationError::NotAllowed);
    }
    if known.state != DecisionState::Waiting || tx.now().get() >= known.acts_at {
        return Err(ModerationError::TooLate);
    }
    let organisation_id = tx.scope().organisation().uuid();
    let mut act = tx.act(DECISION_WITHDRAWN, Some(known.authority))?;
    let ended_at = Some(act.now().get());
    let withdrawn = Decision { state: DecisionState::Withdrawn, ended_at, ..known };
    act.update::<decision::Entity>(withdrawn.to_row(organisation_id))?;
    act.finish().await?;
    mark(tx, withdrawn.item, QueueState::Open).await?;
    Ok(withdrawn)
}
