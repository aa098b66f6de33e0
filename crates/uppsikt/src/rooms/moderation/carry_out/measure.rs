//! The one call to the platform, between two readings of the item.

use uppsikt_guideline::decide::{Measure, Step};
use uppsikt_platform::{Measure as Deed, MeasureError, Platform};

use super::Work;
use super::outcome::{Outcome, why};
use crate::rooms::capture::{self, CapturedVersion, Presence};
use crate::rooms::moderation::model::ModerationError;
use crate::rooms::moderation::step::{StepRow, StepState};

/// What the step says when somebody else was first: whoever wrote it, or the platform.
const NOT_SHOWN: &str = "visades inte längre";

impl Work<'_> {
    /// Whether the item was gone before we asked for anything, so that nobody may say that we removed it.
    pub(super) fn was_gone_before(&self) -> bool {
        let measured = self.steps.iter().find(|step| step.step == Step::Measure);
        measured.is_some_and(|step| step.started_at.is_none() && step.answer.as_deref() == Some(NOT_SHOWN))
    }

    /// Reads the item again; if it is as it was judged, and not already so, asks the platform once.
    pub(super) async fn measure(&self, step: &StepRow) -> Result<Outcome, ModerationError> {
        let platform = match self.platform() {
            Ok(platform) => platform,
            Err(outcome) => return Ok(outcome),
        };
        let Some(deed) = self.deed(&*platform) else {
            return Ok(Outcome::ByHand("plattformens gränssnitt kan inte göra det".to_owned()));
        };
        let was_started = step.state == StepState::Started;
        let now = match self.reread(&*platform).await {
            Ok(now) => now,
            Err(outcome) => return Ok(outcome.unknown_if(was_started)),
        };
        if self.is_so(&now) {
            return Ok(Outcome::done(if was_started { "gjort" } else { NOT_SHOWN }));
        }
        if now.number != self.decision.version && !self.has_purged() {
            return Ok(Outcome::Back);
        }
        let sealed = self.sealed().await?;
        self.begin(step, matches!(self.decision.measure, Measure::Hide | Measure::Remove)).await?;
        let (kind, native_id) = (self.item.kind, self.item.native_id.as_str());
        Ok(match platform.measure(&sealed, kind, native_id, deed).await {
            Ok(measured) => Outcome::done(measured.answer),
            Err(MeasureError::NotAble) => Outcome::ByHand("plattformen kan inte göra det".to_owned()),
            Err(MeasureError::OtherItem) => Outcome::Failed("beviset gäller ett annat inslag".to_owned()),
            Err(MeasureError::NotDone(error)) if error.is_temporary() => Outcome::after(&error, false),
            Err(MeasureError::NotDone(error)) => Outcome::Failed(why(&error)),
            // Whether it was done is seen by reading, at once and not from memory.
            Err(MeasureError::Unknown(error)) => match self.reread(&*platform).await {
                Ok(now) if self.is_so(&now) => Outcome::done("gjort; svaret uteblev"),
                // It may still be under way to the platform: the next try reads again before it asks.
                _ => Outcome::after(&error, true),
            },
        })
    }

    /// The conversation is broken off; where the platform cannot, a person is told to.
    pub(super) async fn break_off(&self, step: &StepRow) -> Result<Outcome, ModerationError> {
        let platform = match self.platform() {
            Ok(platform) => platform,
            Err(outcome) => return Ok(outcome),
        };
        let can = platform.abilities();
        if !can.can(Deed::CloseThread, self.item.own == Some(true)) {
            return Ok(Outcome::ByHand("stäng konversationen på plattformen".to_owned()));
        }
        let sealed = self.sealed().await?;
        self.begin(step, false).await?;
        let (kind, native_id) = (self.item.kind, self.item.native_id.as_str());
        // Closing what is closed changes nothing, so an unknown outcome is simply tried again.
        Ok(match platform.measure(&sealed, kind, native_id, Deed::CloseThread).await {
            Ok(measured) => Outcome::done(measured.answer),
            Err(MeasureError::NotAble) => Outcome::ByHand("stäng konversationen på plattformen".to_owned()),
            // It must not keep a removal waiting.
            Err(MeasureError::OtherItem | MeasureError::NotDone(_) | MeasureError::Unknown(_))
                if step.attempts > 0 =>
            {
                Outcome::ByHand("stäng konversationen på plattformen".to_owned())
            }
            Err(error) => Outcome::because(&error, true),
        })
    }

    /// What the platform is asked to do; the bin before deletion for good, where there is one.
    pub(super) fn deed(&self, platform: &dyn Platform) -> Option<Deed> {
        let (can, own) = (platform.abilities(), self.item.own == Some(true));
        let wanted: &[Deed] = match self.decision.measure {
            // A copy in the platform's bin is a copy.
            Measure::Remove if self.decision.class.copying_is_crime() => &[Deed::Delete],
            Measure::Remove => &[Deed::Trash, Deed::Delete],
            Measure::Hide => &[Deed::Hide],
            Measure::Block => &[Deed::Block],
            Measure::CloseThread => &[Deed::CloseThread],
            Measure::Keep => &[],
        };
        wanted.iter().copied().find(|deed| can.can(*deed, own))
    }

    /// The item as the platform has it now, with what is new of it kept.
    pub(super) async fn reread(&self, platform: &dyn Platform) -> Result<CapturedVersion, Outcome> {
        let read = capture::reread(self.app, self.actor, &self.account, platform, self.item.id).await;
        read.map_err(|error| Outcome::unread(&error))
    }

    const fn changes_presence(&self) -> bool {
        matches!(self.decision.measure, Measure::Hide | Measure::Remove)
    }

    /// Whether the item is already as the decision wants it.
    pub(super) fn is_so(&self, now: &CapturedVersion) -> bool {
        self.changes_presence() && now.presence != Presence::Shown
    }

    /// After our copies are destroyed versions cannot be compared; the decision holds whatever it says now.
    pub(super) fn has_purged(&self) -> bool {
        self.steps.iter().any(|step| step.step == Step::PurgeCopies && step.state == StepState::Done)
    }
}
