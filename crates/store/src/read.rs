//! Reading: one state of the database, within what the actor reaches.

use std::collections::HashMap;
use std::sync::Arc;

use sea_orm::{
    ColumnTrait as _, DatabaseTransaction, EntityTrait, FromQueryResult, Iterable as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _, Select,
};
use uppsikt_kernel::{Id, Object};
use uuid::Uuid;

use crate::error::StoreError;
use crate::object::{ObjectInfo, Opening, open_body, open_secret};
use crate::scope::Scope;
use crate::store::Inner;
use crate::table::{Reach, Source};
use crate::tables::{act, object};
use crate::turns::Turn;

/// Ids in one question; databases allow more, and answers in time are worth more than few questions.
const IDS_MAX: usize = 500;

/// An object's row without its bytes.
#[derive(FromQueryResult)]
struct Slim {
    organisation_id: Uuid,
    id: Uuid,
    authority_id: Uuid,
    item_id: Uuid,
    version: i32,
    act_id: Uuid,
    key_id: Uuid,
    wrapped: Option<Vec<u8>>,
    media_type: String,
    content_bytes: i64,
    disposed_at: Option<i64>,
}

impl Slim {
    fn into_row(self) -> object::Model {
        object::Model {
            organisation_id: self.organisation_id,
            id: self.id,
            authority_id: self.authority_id,
            item_id: self.item_id,
            version: self.version,
            act_id: self.act_id,
            key_id: self.key_id,
            wrapped: self.wrapped,
            media_type: self.media_type,
            content_bytes: self.content_bytes,
            body: None,
            disposed_at: self.disposed_at,
        }
    }
}

/// One state of the database, for one actor.
pub struct Reader {
    pub(crate) inner: Arc<Inner>,
    pub(crate) conn: DatabaseTransaction,
    scope: Scope,
    /// After the connection: whoever's turn is next finds one.
    _turn: Turn,
}

impl std::fmt::Debug for Reader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reader").field("scope", &self.scope).finish_non_exhaustive()
    }
}

impl Source for Reader {
    fn scope(&self) -> &Scope {
        &self.scope
    }

    async fn fetch<E: EntityTrait>(&mut self, select: Select<E>) -> Result<Vec<E::Model>, StoreError> {
        Ok(select.all(&self.conn).await?)
    }
}

impl Reader {
    pub(crate) async fn open(inner: Arc<Inner>, scope: Scope) -> Result<Self, StoreError> {
        let turn = inner.turns.take().await?;
        let conn = inner.db.begin_read(&scope).await?;
        Ok(Self { inner, conn, scope, _turn: turn })
    }

    fn objects(&self) -> Select<object::Entity> {
        object::Entity::find().filter(self.scope.condition("object", Reach::Authority))
    }

    /// The row of an object within reach.
    pub(crate) async fn object_row(&self, id: Id<Object>) -> Result<object::Model, StoreError> {
        self.objects()
            .filter(object::Column::Id.eq(id.uuid()))
            .one(&self.conn)
            .await?
            .ok_or_else(|| StoreError::NotFound { table: "object", row: id.to_string() })
    }

    async fn infos(&self, rows: Vec<object::Model>) -> Result<Vec<ObjectInfo>, StoreError> {
        let mut infos = Vec::with_capacity(rows.len());
        for row in rows {
            let act = act::Entity::find_by_id((row.organisation_id, row.act_id)).one(&self.conn).await?;
            let act = act.ok_or_else(|| StoreError::LogDamaged(format!("act {} is missing", row.act_id)))?;
            infos.push(ObjectInfo {
                id: Id::from_uuid(row.id),
                authority: Id::from_uuid(row.authority_id),
                item: row.item_id,
                version: row.version,
                recorded_at: act.recorded_at,
                leaf_index: act.leaf_index,
                media_type: row.media_type,
                content_bytes: row.content_bytes,
                disposed_at: row.disposed_at,
            });
        }
        Ok(infos)
    }

    /// The versions of an item, oldest first; at most 1,000.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer.
    pub async fn versions(&self, item: Uuid) -> Result<Vec<ObjectInfo>, StoreError> {
        let rows = self
            .objects()
            .filter(object::Column::ItemId.eq(item))
            .order_by_asc(object::Column::Version)
            .limit(1_000)
            .all(&self.conn)
            .await?;
        self.infos(rows).await
    }

    /// One object; `None` when it is not there or belongs to somebody else.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer.
    pub async fn object(&self, id: Id<Object>) -> Result<Option<ObjectInfo>, StoreError> {
        let rows = self.objects().filter(object::Column::Id.eq(id.uuid())).all(&self.conn).await?;
        Ok(self.infos(rows).await?.pop())
    }

    /// The latest objects, newest first.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer.
    pub async fn latest_objects(&self, limit: u64) -> Result<Vec<ObjectInfo>, StoreError> {
        let rows = self.objects().order_by_desc(object::Column::Id).limit(limit).all(&self.conn).await?;
        self.infos(rows).await
    }

    /// An object's content.
    ///
    /// # Errors
    /// [`StoreError::Disposed`], [`StoreError::KeyMissing`], [`StoreError::ObjectDamaged`], [`StoreError::NotFound`].
    pub async fn content(&self, id: Id<Object>) -> Result<Vec<u8>, StoreError> {
        Ok(self.opening(id).await?.content)
    }

    /// The encrypted bytes of an object as they lie in the database; nothing for those that lie in a file.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when it is not within reach.
    pub async fn ciphertext(&self, id: Id<Object>) -> Result<Vec<u8>, StoreError> {
        Ok(self.object_row(id).await?.body.unwrap_or_default())
    }

    /// Whether `content_key` is what an object's fingerprint was made of.
    ///
    /// # Errors
    /// As [`Reader::content`]; [`StoreError::Disposed`] when there is nothing left to compare with.
    pub async fn has_fingerprint(
        &self,
        id: Id<Object>,
        fingerprint: &[u8],
        content_key: &[u8],
    ) -> Result<bool, StoreError> {
        let row = self.object_row(id).await?;
        let secret = open_secret(&row, &self.inner.keys)?;
        Ok(crate::object::fingerprint(&secret.salt, content_key) == fingerprint)
    }

    /// For each object whether its content has this fingerprint; `None` for one that has been disposed of.
    ///
    /// As [`Reader::has_fingerprint`], with one question to the database for all.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::KeyMissing`], [`StoreError::ObjectDamaged`].
    pub async fn have_fingerprints(
        &self,
        asked: &[(Id<Object>, &[u8], Vec<u8>)],
    ) -> Result<Vec<Option<bool>>, StoreError> {
        let mut rows = HashMap::new();
        for chunk in asked.chunks(IDS_MAX) {
            let ids = chunk.iter().map(|(id, ..)| id.uuid());
            let slim = self
                .objects()
                .filter(object::Column::Id.is_in(ids))
                .select_only()
                .columns(object::Column::iter().filter(|column| !matches!(column, object::Column::Body)))
                .into_model::<Slim>()
                .all(&self.conn)
                .await?;
            rows.extend(slim.into_iter().map(|row| (row.id, row.into_row())));
        }
        let have = |(id, fingerprint, key): &(Id<Object>, &[u8], Vec<u8>)| {
            let row = rows.get(&id.uuid());
            let row = row.ok_or_else(|| StoreError::NotFound { table: "object", row: id.to_string() })?;
            match open_secret(row, &self.inner.keys) {
                Ok(secret) => Ok(Some(crate::object::fingerprint(&secret.salt, key) == *fingerprint)),
                Err(StoreError::Disposed) => Ok(None),
                Err(error) => Err(error),
            }
        };
        asked.iter().map(have).collect()
    }

    pub(crate) async fn opening(&self, id: Id<Object>) -> Result<Opening, StoreError> {
        let row = self.object_row(id).await?;
        open_body(&row, &self.inner.keys, &self.inner.blobs, true).await
    }
}
