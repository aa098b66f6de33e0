//! What was done is believed when the platform shows it.

use uppsikt_guideline::decide::{Measure, Step};
use uppsikt_platform::Hiding;

use super::Work;
use super::outcome::Outcome;
use crate::rooms::moderation::model::ModerationError;
use crate::rooms::moderation::step::StepState;

impl Work<'_> {
    pub(super) async fn confirm(&self) -> Result<Outcome, ModerationError> {
        if self.was_attested() {
            return Ok(Outcome::done("intygat för hand"));
        }
        let platform = match self.platform() {
            Ok(platform) => platform,
            Err(outcome) => return Ok(outcome),
        };
        let folds_only = platform.abilities().hiding == Hiding::FoldedOnly;
        let is_seen = match self.decision.measure {
            Measure::Remove => true,
            Measure::Hide => !folds_only,
            _ => false,
        };
        if !is_seen {
            return self.ask_again(&*platform).await;
        }
        Ok(match self.reread(&*platform).await {
            Ok(now) if self.is_so(&now) => {
                let by = now.caused_by.map(|by| format!(", {by}")).unwrap_or_default();
                Outcome::done(format!("{}{by}", now.presence))
            }
            Ok(_) => Outcome::not_done("visas fortfarande"),
            Err(outcome) => outcome,
        })
    }

    /// What reading does not show is asked for once more: it is so if nothing had to be changed.
    async fn ask_again(&self, platform: &dyn uppsikt_platform::Platform) -> Result<Outcome, ModerationError> {
        let Some(deed) = self.deed(platform) else { return Ok(Outcome::done("inget att kontrollera")) };
        let sealed = self.sealed().await?;
        let (kind, native_id) = (self.item.kind, self.item.native_id.as_str());
        Ok(match platform.measure(&sealed, kind, native_id, deed).await {
            Ok(measured) if measured.was_so => Outcome::done("plattformen bekräftar"),
            Ok(_) => Outcome::not_done("plattformen hade inte gjort det"),
            Err(error) => Outcome::because(&error, true),
        })
    }

    /// Whether a person did the measure and attested it.
    fn was_attested(&self) -> bool {
        self.steps.iter().any(|step| {
            step.step == Step::Measure && step.state == StepState::Done && step.reference.is_some()
        })
    }
}
