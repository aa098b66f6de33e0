//! The person who wrote is told: what was done, why, and how to have it looked at again.

use std::time::Duration;

use jiff::tz::TimeZone;
use uppsikt_guideline::notice::{NoticeFields, template};
use uppsikt_kernel::{ActCode, Id, Micros, stockholm};
use uppsikt_platform::{Item, ItemKind, MeasureError, NativeRef, Platform, PlatformError};
use uppsikt_store::{NewObject, RetentionClass, StoreError};

use super::Work;
use super::outcome::Outcome;
use crate::rooms::capture;
use crate::rooms::moderation::decide::profile_of;
use crate::rooms::moderation::decision::NoticeWay;
use crate::rooms::moderation::model::ModerationError;
use crate::rooms::moderation::step::{StepRow, StepState};
use crate::rooms::{policy, registry};

/// A platform has taken an answer in, or never will, so long after it was sent.
pub(in crate::rooms::moderation) const UNDER_WAY_MICROS: i64 = 3_000_000;

const NOTICE_DRAWN_UP: ActCode = ActCode::new("notice-drawn-up");

impl Work<'_> {
    pub(super) async fn notice(&self, step: &StepRow) -> Result<Outcome, ModerationError> {
        if self.decision.notice == NoticeWay::None {
            return Ok(Outcome::done("inget besked, enligt beslutet"));
        }
        if self.was_gone_before() {
            return Ok(Outcome::done("inget besked: det visades inte längre, och vi tog inte bort det"));
        }
        let Some((step, text)) = self.drawn_up(step).await? else {
            return Ok(Outcome::done("inget besked ges om detta"));
        };
        if self.decision.notice == NoticeWay::ByHand {
            return Ok(Outcome::ByHand("lämna beskedet för hand".to_owned()));
        }
        let platform = match self.platform() {
            Ok(platform) if platform.abilities().replies => platform,
            _ => return Ok(Outcome::ByHand("lämna beskedet för hand".to_owned())),
        };
        let to = self.answered();
        if step.state == StepState::Started {
            self.arrived(&step).await;
            match said(&*platform, &to, &text).await {
                Ok(true) => return Ok(Outcome::done("lämnat")),
                Ok(false) => {}
                Err(error) => return Ok(Outcome::after(&error, true)),
            }
        }
        self.begin(&step, false).await?;
        Ok(match platform.reply(to.kind, &to.id, &text).await {
            Ok(posted) => Outcome::done(format!("svar {}", posted.native_id)),
            Err(MeasureError::NotDone(error)) if error.is_temporary() => Outcome::after(&error, false),
            // The answer may still be under way: the next try looks for it before it says anything.
            Err(MeasureError::Unknown(error)) => match said(&*platform, &to, &text).await {
                Ok(true) => Outcome::done("lämnat; plattformens svar uteblev"),
                _ => Outcome::after(&error, true),
            },
            // A platform may refuse to take the same words twice; else a closed conversation takes no answer.
            Err(_) => match said(&*platform, &to, &text).await {
                Ok(true) => Outcome::done("samma besked står redan i konversationen"),
                _ => {
                    Outcome::ByHand("plattformen tar inte emot ett svar; lämna beskedet för hand".to_owned())
                }
            },
        })
    }

    /// Waits until what was sent before a crash has come to its end on the platform, where it cannot be called back.
    async fn arrived(&self, step: &StepRow) {
        let since = self.app.store.now().get() - step.started_at.unwrap_or_default();
        let wait = (UNDER_WAY_MICROS - since).clamp(0, UNDER_WAY_MICROS);
        tokio::time::sleep(Duration::from_micros(wait.unsigned_abs())).await;
    }

    /// The notice as it was sealed, or is sealed now; `None` where none is given.
    ///
    /// Words that were sealed are not drawn up anew: what they are made from may have changed meanwhile, and then
    /// nobody would find them on the platform again.
    async fn drawn_up(&self, step: &StepRow) -> Result<Option<(StepRow, String)>, ModerationError> {
        if let Some(sealed) = step.reference {
            let content = self.app.store.read(self.actor).await?.content(Id::from_uuid(sealed)).await?;
            let text =
                String::from_utf8(content).map_err(|error| StoreError::LogDamaged(error.to_string()))?;
            return Ok(Some((step.clone(), text)));
        }
        let Some(text) = self.notice_text().await? else { return Ok(None) };
        Ok(Some((self.seal_notice(step, &text).await?, text)))
    }

    /// What the removed item answered: an answer to the item itself would hang in the air.
    fn answered(&self) -> NativeRef {
        let itself = NativeRef { kind: self.item.kind, id: self.item.native_id.clone() };
        match (&self.item.parent, self.item.kind) {
            (Some(parent), ItemKind::Comment) => parent.clone(),
            _ => itself,
        }
    }

    /// The notice in words; `None` where none is given.
    async fn notice_text(&self) -> Result<Option<String>, ModerationError> {
        let mut reader = self.app.store.read(self.actor).await?;
        // The notice goes by the guideline that the decision was made under, also when another holds by now.
        let then = Micros::new(self.decision.decided_at).unwrap_or_else(|_| self.app.store.now());
        let on = policy::day_of(then)?;
        let adoption = match self.decision.adoption {
            Some(adoption) => policy::adoption(&mut reader, adoption).await?,
            None => policy::in_force(&mut reader, self.decision.authority, on).await?,
        };
        let profile = profile_of(&mut reader, &self.item, adoption.as_ref(), on).await?;
        let Some(ground) = &self.decision.ground else { return Ok(None) };
        let Some(text) = template(&profile, ground, self.decision.class) else { return Ok(None) };
        let version = capture::version(&mut reader, self.item.id, self.decision.version).await?;
        let published_at =
            version.and_then(|version| version.published_at).unwrap_or(self.item.first_seen_at);
        let zone = stockholm().unwrap_or(TimeZone::UTC);
        let at = Micros::new(published_at).unwrap_or_else(|_| self.app.store.now());
        let registration = registry::by_cause(&mut reader, self.decision.id).await?;
        // The number of something under secrecy is not told in public.
        let registry_number =
            registration.filter(|entry| !entry.is_marked()).map(|entry| entry.registry_number);
        let contact = format!("registratorn hos {}", profile.about.authority);
        let fields = NoticeFields {
            measure: self.decision.measure,
            published_on: at.timestamp().to_zoned(zone).date(),
            account: &self.account.name,
            contact: &contact,
            registry_number: registry_number.as_deref(),
        };
        Ok(Some(text.fill(&fields)))
    }

    /// The notice is a record of our own, kept before it is given.
    async fn seal_notice(&self, step: &StepRow, text: &str) -> Result<StepRow, ModerationError> {
        let (authority, text) = (self.decision.authority, text.to_owned());
        let row = step.clone();
        let organisation_id = self.actor.organisation.uuid();
        self.app
            .store
            .write::<_, ModerationError, _>(self.actor, move |tx| {
                Box::pin(async move {
                    let mut act = tx.act(NOTICE_DRAWN_UP, Some(authority))?;
                    let notice: Id<StepRow> = act.new_id()?;
                    let new = NewObject {
                        item: notice.uuid(),
                        version: 1,
                        class: RetentionClass::unclassed(),
                        media_type: "application/x-uppsikt-notice".to_owned(),
                    };
                    let object = act.seal(new, text.as_bytes())?;
                    let row = StepRow { reference: Some(object.uuid()), ..row };
                    act.update::<super::step::Entity>(row.to_row(organisation_id))?;
                    act.finish().await?;
                    Ok(row)
                })
            })
            .await
    }
}

/// Whether we have said this there already; words in another conversation tell nobody here.
pub(in crate::rooms::moderation) async fn said(
    platform: &dyn Platform,
    to: &NativeRef,
    text: &str,
) -> Result<bool, PlatformError> {
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let wanted = plain(text);
    let mut cursor = None;
    loop {
        let page = platform.read(cursor).await?;
        let answers = |item: &Item| item.parent.as_ref().is_some_and(|parent| parent.id == to.id);
        let is_it = |item: &Item| item.own && answers(item) && plain(&item.text) == wanted;
        if page.items.iter().any(|read| is_it(&read.item)) {
            return Ok(true);
        }
        match page.next {
            None => return Ok(false),
            next => cursor = next,
        }
    }
}
