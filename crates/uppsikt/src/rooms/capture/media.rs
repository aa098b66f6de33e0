//! Pictures, films and sound: fetched at once, for tomorrow the platform may have them no more.
//!
//! That a version has them is recorded together with the version; each is then fetched and sealed
//! as an object of its own. One that cannot be had now is asked for again in the next pass; one that
//! is too large, or that the platform refuses for good, is noted as missing. The same picture of an
//! earlier version of the item is not fetched twice.

use uppsikt_kernel::{ActCode, Id, Object};
use uppsikt_platform::{Media, PlatformError};
use uppsikt_store::{NewObject, RetentionClass, Source, StagedObject, StoreError, Tx};
use uuid::Uuid;

use super::model::CaptureError;
use super::pass::Pass;
use super::store::second::media;
use super::{reads, store};

const MEDIA_KEPT: ActCode = ActCode::new("media-kept");
const MEDIA_MISSING: ActCode = ActCode::new("media-missing");

/// A picture, film or sound of a version, as far as it could be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CapturedMedia {
    /// The version that first showed it.
    pub version: i32,
    /// Its place among the version's media, from 0.
    pub position: i32,
    /// Where its bytes are sealed; `None` when they could not be had, or not yet.
    pub object: Option<Id<Object>>,
}

/// The pictures, films and sound of an item, by version and place.
///
/// # Errors
/// [`StoreError`].
pub async fn media_of(source: &mut impl Source, item: Uuid) -> Result<Vec<CapturedMedia>, StoreError> {
    let media = |row: media::Model| CapturedMedia {
        version: row.version_number,
        position: row.position,
        object: row.object_id.map(Id::from_uuid),
    };
    Ok(store::media_of(source, item).await?.into_iter().map(media).collect())
}

impl Pass<'_> {
    /// Fetches what is wanted.
    pub(super) async fn media(&mut self) -> Result<(), CaptureError> {
        let mut after = None;
        loop {
            let wanted = {
                let mut reader = self.app.store.read(self.actor).await?;
                store::media_wanted(&mut reader, self.account.id, after).await?
            };
            let Some(last) = wanted.last() else { return Ok(()) };
            after = Some(last.id);
            for row in wanted {
                if let Some(media) = self.meant(&row).await? {
                    self.fetch(row, &media).await?;
                } else {
                    self.missing_media(row, "failed").await?;
                }
            }
        }
    }

    /// What the version says of the picture; `None` when the version can no longer be read.
    async fn meant(&self, row: &media::Model) -> Result<Option<Media>, CaptureError> {
        let mut reader = self.app.store.read(self.actor).await?;
        let Some((item, versions)) = reads::versions(&mut reader, row.item_id).await? else {
            return Ok(None);
        };
        let Some(version) = versions.iter().find(|version| version.number == row.version_number) else {
            return Ok(None);
        };
        let kept = reads::content(&reader, self.account.platform, &item, version).await?;
        let place = usize::try_from(row.position).unwrap_or(usize::MAX);
        Ok(kept.and_then(|kept| kept.media.into_iter().nth(place)))
    }

    async fn fetch(&mut self, row: media::Model, wanted: &Media) -> Result<(), CaptureError> {
        if let Some(same) = self.kept_before(&row, wanted).await? {
            return self.settle(row, wanted, None, Some(same)).await;
        }
        match self.platform.media(wanted).await {
            Ok(bytes) => {
                let staged = self.app.store.stage(self.actor, bytes.as_ref()).await?;
                self.report.media += 1;
                self.settle(row, wanted, Some(staged), None).await
            }
            Err(PlatformError::TooLarge { .. }) => self.missing_media(row, "too-large").await,
            Err(PlatformError::WrongPassword { request }) => {
                Err(PlatformError::WrongPassword { request }.into())
            }
            Err(error) if error.is_temporary() => {
                self.report.media_missing += 1;
                Ok(())
            }
            Err(_) => self.missing_media(row, "failed").await,
        }
    }

    /// The same picture in another version of the item.
    async fn kept_before(
        &self,
        row: &media::Model,
        wanted: &Media,
    ) -> Result<Option<media::Model>, CaptureError> {
        let all = {
            let mut reader = self.app.store.read(self.actor).await?;
            store::media_of(&mut reader, row.item_id).await?
        };
        for other in all.into_iter().rev().filter(|other| other.state == "kept") {
            if self.meant(&other).await?.is_some_and(|media| media.source == wanted.source) {
                return Ok(Some(other));
            }
        }
        Ok(None)
    }

    async fn settle(
        &self,
        row: media::Model,
        wanted: &Media,
        staged: Option<StagedObject>,
        same: Option<media::Model>,
    ) -> Result<(), CaptureError> {
        let media_type = wanted.media_type.clone().unwrap_or_else(|| "application/octet-stream".to_owned());
        self.app
            .store
            .write::<_, CaptureError, _>(self.actor, move |tx| {
                Box::pin(async move { Ok(keep(tx, row, media_type, staged, same).await?) })
            })
            .await
    }

    async fn missing_media(&mut self, row: media::Model, state: &'static str) -> Result<(), CaptureError> {
        self.report.media_missing += 1;
        self.app
            .store
            .write::<_, CaptureError, _>(self.actor, move |tx| {
                Box::pin(async move {
                    let mut act = tx.act(MEDIA_MISSING, Some(Id::from_uuid(row.authority_id)))?;
                    let settled_at = Some(act.now().get());
                    act.update::<media::Entity>(media::Model { state: state.to_owned(), settled_at, ..row })?;
                    act.finish().await?;
                    Ok(())
                })
            })
            .await
    }
}

async fn keep(
    tx: &mut Tx,
    row: media::Model,
    media_type: String,
    staged: Option<StagedObject>,
    same: Option<media::Model>,
) -> Result<(), StoreError> {
    debug_assert_eq!(tx.scope().organisation().uuid(), row.organisation_id);
    let mut act = tx.act(MEDIA_KEPT, Some(Id::from_uuid(row.authority_id)))?;
    let object: Option<Id<Object>> = match staged {
        Some(staged) => {
            let new = NewObject {
                item: row.id,
                version: 1,
                class: RetentionClass::unclassed(),
                media_type: media_type.clone(),
            };
            Some(act.place(new, staged)?)
        }
        None => same.and_then(|same| same.object_id).map(Id::from_uuid),
    };
    let settled_at = Some(act.now().get());
    act.update::<media::Entity>(media::Model {
        state: "kept".to_owned(),
        object_id: object.map(Id::uuid),
        media_type: Some(media_type),
        settled_at,
        ..row
    })?;
    act.finish().await?;
    Ok(())
}
