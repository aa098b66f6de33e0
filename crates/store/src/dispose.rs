//! Disposal of objects: key, salt and bytes are destroyed; what remains proves that there was something.
//!
//! The decision belongs to a room; this is the deed. The act names the objects first, then they
//! are swept: a crash in between leaves an act whose sweep is finished at the next start.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use sea_orm::{ActiveModelTrait as _, ConnectionTrait as _, DbBackend, Statement};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QuerySelect as _, Set};
use uppsikt_kernel::{ActCode, Actor, Authority, Id, Object, Organisation};
use uppsikt_ledger::Entry;

use crate::error::StoreError;
use crate::read::Reader;
use crate::store::Store;
use crate::table::Source;
use crate::tables::{act, object, pending_entry};
use crate::tx::ActId;

/// How often the write-ahead log is asked to be emptied while somebody reads it.
const ERASE_TRIES: usize = 20;
/// How long a reader is waited for between two tries.
const ERASE_WAIT: Duration = Duration::from_millis(100);

impl Store {
    /// Destroys the keys, salts and bytes of objects under one act of the given code.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when one of them is not within the actor's reach; then none is touched.
    pub async fn dispose(
        &self,
        actor: &Actor,
        code: ActCode,
        authority: Id<Authority>,
        objects: Vec<Id<Object>>,
    ) -> Result<ActId, StoreError> {
        let named = objects.clone();
        let items = self.items_of(actor, &objects).await?;
        let act = self
            .write::<_, StoreError, _>(actor, move |tx| {
                Box::pin(async move {
                    let now = tx.now().get();
                    let scope = crate::table::Source::scope(tx).clone();
                    let conn = tx.connection().await?;
                    for id in &named {
                        let row = object::Entity::find()
                            .filter(scope.condition("object", crate::table::Reach::Authority))
                            .filter(object::Column::AuthorityId.eq(authority.uuid()))
                            .filter(object::Column::Id.eq(id.uuid()))
                            .one(&*conn)
                            .await?
                            .ok_or_else(|| StoreError::NotFound { table: "object", row: id.to_string() })?;
                        let mut gone: object::ActiveModel = row.into();
                        gone.wrapped = Set(None);
                        gone.body = Set(None);
                        gone.disposed_at = Set(Some(now));
                        gone.update(&*conn).await?;
                    }
                    drop(conn);
                    let mut act = tx.act(code, Some(authority))?;
                    for id in named {
                        act.dispose(id);
                    }
                    act.finish().await
                })
            })
            .await?;
        for object in objects {
            self.inner.keys.note_destroyed(object)?;
            self.inner.blobs.remove(actor.organisation, object).await?;
        }
        self.forget_or_discard(actor.organisation, &items).await?;
        Ok(act)
    }

    /// Overwrites what disposal has freed in the database's files, as far as this program can.
    ///
    /// On SQLite freed bytes are overwritten when they are freed; what remains are older pages in the write-ahead
    /// log, which is emptied here unless somebody reads them just now. On PostgreSQL old rows lie there until the
    /// database's own vacuum; what they hold is ciphertext whose key was wrapped in the row.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer.
    pub async fn erase_freed(&self) -> Result<(), StoreError> {
        if self.inner.db.backend == crate::schema::SqlBackend::Sqlite {
            for _ in 0..ERASE_TRIES {
                let emptied = Statement::from_string(DbBackend::Sqlite, "PRAGMA wal_checkpoint(TRUNCATE)");
                let row = self.inner.db.writer.query_one_raw(emptied).await?;
                let is_busy = row.map(|row| row.try_get_by_index::<i64>(0)).transpose()?.unwrap_or_default();
                if is_busy == 0 {
                    return Ok(());
                }
                tokio::time::sleep(ERASE_WAIT).await;
            }
            tracing::warn!("the write-ahead log was in use and is emptied later");
        }
        Ok(())
    }

    /// Destroys a key-encryption key with everything that it wraps, in every backup too.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when the object is not within reach; whatever keeps the key file from being removed.
    pub async fn destroy_key_of(&self, actor: &Actor, object: Id<Object>) -> Result<(), StoreError> {
        let reader = self.read(actor).await?;
        let key = reader.object_row(object).await?.key_id;
        self.inner.keys.destroy(key)
    }

    /// Sweeps again what the key store says is destroyed: a restored backup must not bring it back.
    pub(crate) async fn sweep_destroyed(&self) -> Result<(), StoreError> {
        let destroyed = self.inner.keys.destroyed();
        for organisation in self.organisations().await? {
            self.finish_disposals(organisation.id, &destroyed).await?;
            for chunk in destroyed.chunks(256) {
                self.sweep(organisation.id, chunk).await?;
            }
        }
        Ok(())
    }

    /// Finishes disposals whose act was recorded before the process ended.
    ///
    /// It is the act that counts, not the row: a row that somebody has emptied behind the store's back must not
    /// enter the list of what was destroyed, for then verification would believe it.
    async fn finish_disposals(
        &self,
        organisation: Id<Organisation>,
        destroyed: &[Id<Object>],
    ) -> Result<(), StoreError> {
        let reader = self.read(&Self::machinery(organisation)).await?;
        let disposed: Vec<(uuid::Uuid, Option<i64>)> = object::Entity::find()
            .select_only()
            .columns([object::Column::Id, object::Column::DisposedAt])
            .filter(object::Column::OrganisationId.eq(organisation.uuid()))
            .filter(object::Column::DisposedAt.is_not_null())
            .into_tuple()
            .all(&reader.conn)
            .await?;
        let known: HashSet<Id<Object>> = destroyed.iter().copied().collect();
        for (id, at) in
            disposed.into_iter().map(|(id, at)| (Id::from_uuid(id), at)).filter(|(id, _)| !known.contains(id))
        {
            if !named_by_act(&reader, id, at).await? {
                tracing::warn!(object = %id, "an object's row says that it was disposed of, but no act does");
                continue;
            }
            self.inner.keys.note_destroyed(id)?;
            self.inner.blobs.remove(organisation, id).await?;
        }
        Ok(())
    }

    async fn sweep(
        &self,
        organisation: Id<Organisation>,
        destroyed: &[Id<Object>],
    ) -> Result<(), StoreError> {
        let ids: Vec<_> = destroyed.iter().map(|id| id.uuid()).collect();
        let inner = Arc::clone(&self.inner);
        let reader = self.read(&Self::machinery(organisation)).await?;
        let back = object::Entity::find()
            .filter(object::Column::OrganisationId.eq(organisation.uuid()))
            .filter(object::Column::Id.is_in(ids))
            .filter(object::Column::Wrapped.is_not_null())
            .all(&reader.conn)
            .await?;
        drop(reader);
        if back.is_empty() {
            return Ok(());
        }
        tracing::warn!(
            objects = back.len(),
            "objects disposed of earlier had come back; they are swept again"
        );
        for row in &back {
            inner.blobs.remove(organisation, Id::from_uuid(row.id)).await?;
        }
        self.write::<_, StoreError, _>(&Self::machinery(organisation), move |tx| {
            Box::pin(async move {
                let now = tx.now().get();
                let conn = tx.connection().await?;
                for row in back {
                    let mut gone: object::ActiveModel = row.into();
                    gone.wrapped = Set(None);
                    gone.body = Set(None);
                    gone.disposed_at = Set(Some(now));
                    gone.update(&*conn).await?;
                }
                Ok(())
            })
        })
        .await
    }
}

/// Whether an act of this instant says that it disposed of the object.
async fn named_by_act(reader: &Reader, object: Id<Object>, at: Option<i64>) -> Result<bool, StoreError> {
    let organisation = Source::scope(reader).organisation();
    let acts = act::Entity::find()
        .filter(act::Column::OrganisationId.eq(organisation.uuid()))
        .filter(act::Column::RecordedAt.eq(at))
        .all(&reader.conn)
        .await?;
    for row in acts {
        let bytes = match row.leaf_index.and_then(|index| u64::try_from(index).ok()) {
            Some(index) => reader.entry(index).await.ok(),
            None => pending_entry::Entity::find()
                .filter(pending_entry::Column::OrganisationId.eq(organisation.uuid()))
                .filter(pending_entry::Column::ActId.eq(row.id))
                .one(&reader.conn)
                .await?
                .map(|waiting| waiting.entry),
        };
        if bytes
            .and_then(|bytes| Entry::parse(&bytes).ok())
            .is_some_and(|entry| entry.disposed.contains(&object))
        {
            return Ok(true);
        }
    }
    Ok(false)
}
