//! A number in the registry: reserved at once, completed by the registrar later.

use uppsikt_guideline::Ground;
use uppsikt_guideline::decide::Step;
use uppsikt_kernel::Micros;

use super::Work;
use super::outcome::Outcome;
use crate::rooms::capture::{self, CapturedItem};
use crate::rooms::moderation::bulk::{Together, together};
use crate::rooms::moderation::model::ModerationError;
use crate::rooms::moderation::step::StepRow;
use crate::rooms::registry::{self, CauseKind, Description, Direction, NewReservation, RegisteredItem};

/// Contributions of one conversation that are registered together.
const ITEMS_MAX: usize = 400;

impl Work<'_> {
    /// The number is found again by the decision's id, however often this is tried.
    pub(super) async fn register(&self, step: &StepRow) -> Result<Outcome, ModerationError> {
        let mut reader = self.app.store.read(self.actor).await?;
        let whole = self.steps.iter().any(|step| step.step == Step::BreakOff);
        let mut items =
            if whole { capture::thread(&mut reader, &self.item).await? } else { vec![self.item.clone()] };
        // The judged item comes first and is never the one that is cut away.
        items.sort_by_key(|item: &CapturedItem| item.id != self.item.id);
        let together = together(&mut reader, self.decision.id).await?;
        let mut registered = Vec::new();
        let mut received_at = self.item.first_seen_at;
        for item in items.iter().take(ITEMS_MAX) {
            let Some(last) = capture::last_version(&mut reader, item.id).await? else { continue };
            if item.id == self.item.id {
                received_at = last.published_at.unwrap_or(received_at);
            }
            let (version, object) = if item.id == self.item.id {
                (self.decision.version, self.decision.object)
            } else {
                (last.number, last.object)
            };
            registered.push(RegisteredItem { item: item.id, version, object });
        }
        drop(reader);
        if self.decision.class.copying_is_crime() {
            // The item's own objects are destroyed; what is registered is the note that stands in for them.
            let (item, object) = (self.decision.id, self.decision.note);
            registered = vec![RegisteredItem { item, version: 1, object }];
        }
        let received_at = Micros::new(received_at).unwrap_or_else(|_| self.app.store.now());
        let mut cause = (CauseKind::Decision, self.decision.id);
        if let Some(Together { batch, items }) = together {
            // The number of a batch is found again by the batch's id.
            cause.1 = batch;
            registered.retain(|here| items.iter().all(|other| other.item != here.item));
            registered = items.into_iter().chain(registered).take(ITEMS_MAX).collect();
        }
        let mut new = NewReservation::new(self.decision.authority, cause, Direction::Received, received_at);
        new.items = registered;
        new.duty.clone_from(&step.answer);
        new.secrecy = match &self.decision.ground {
            Some(Ground::Secrecy(provision)) => Some(provision.to_string()),
            _ => None,
        };
        new.description = Description {
            public: Some(format!("Inslag på kontot {}", self.account.name)),
            ..Description::default()
        };
        let registration = self
            .app
            .store
            .write::<_, registry::RegistryError, _>(self.actor, move |tx| {
                Box::pin(async move { registry::reserve(tx, new).await })
            })
            .await?;
        Ok(Outcome::Done { answer: registration.registry_number, reference: Some(registration.id.uuid()) })
    }
}
