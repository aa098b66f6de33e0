//! The organisation's log as others see it: its beginning, its checkpoints, its proofs, its keys.

use std::sync::Arc;

use sea_orm::{
    ColumnTrait as _, EntityTrait as _, PaginatorTrait as _, QueryFilter as _, QueryOrder as _, Set,
};
use uppsikt_kernel::{ActCode, Id, Micros, Object, Organisation};
use uppsikt_ledger::{
    Checkpoint, Salt, SignedCheckpoint, TILE_WIDTH, TlogProof, VerifyKey, consistency_proof,
    consistency_tiles, empty_root, entry_bundle, inclusion_proof, inclusion_tiles, root_from_tiles,
    root_tiles, verify_consistency,
};

use crate::error::StoreError;
use crate::read::Reader;
use crate::sequencer::{damaged, last_checkpoint, load_tiles};
use crate::store::Store;
use crate::tables::{act, log, log_bundle, pending_entry};

/// The first act of every log: names the key that signs it.
const LOG_BEGUN: ActCode = ActCode::new("log-begun");
/// A new signing key takes over.
const LOG_KEY_ROTATED: ActCode = ActCode::new("log-key-rotated");

/// The state of a log.
#[derive(Debug, Clone)]
pub struct LogInfo {
    /// The log's name.
    pub origin: String,
    /// Sealed entries.
    pub size: u64,
    /// Entries that are recorded but not yet sealed.
    pub waiting: u64,
    /// The newest checkpoint.
    pub checkpoint: Option<SignedCheckpoint>,
    /// The keys that have signed it, oldest first, as far as they can be read.
    pub keys: Vec<VerifyKey>,
}

/// Everything that proves one object: its content, what opens its commitment, and its place in the log.
#[derive(Debug)]
pub struct ObjectProof {
    /// The object.
    pub object: Id<Object>,
    /// Its content.
    pub content: Vec<u8>,
    /// Its media type.
    pub media_type: String,
    /// The salt of its commitment.
    pub salt: Salt,
    /// The log entry, byte for byte.
    pub entry: Vec<u8>,
    /// Its place in the log.
    pub proof: TlogProof,
}

impl Store {
    /// Begins the log of a new organisation: makes its signing key and records the first act.
    ///
    /// # Errors
    /// [`StoreError`] when the key cannot be written or the log is there already.
    pub async fn begin_log(
        &self,
        organisation: Id<Organisation>,
        origin: &str,
    ) -> Result<VerifyKey, StoreError> {
        let vkey = self.inner.keys.new_signing_key(organisation, origin)?;
        let (origin, announced) = (origin.to_owned(), vkey.to_string());
        self.write::<_, StoreError, _>(&Self::machinery(organisation), move |tx| {
            Box::pin(async move {
                let created_at = tx.now().get();
                let conn = tx.connection().await?;
                let row = log::ActiveModel {
                    organisation_id: Set(organisation.uuid()),
                    origin: Set(origin),
                    size: Set(0),
                    created_at: Set(created_at),
                };
                log::Entity::insert(row).exec_without_returning(&*conn).await?;
                drop(conn);
                let mut act = tx.act(LOG_BEGUN, None)?;
                act.announce_key(announced);
                act.finish().await
            })
        })
        .await?;
        Ok(vkey)
    }

    /// Makes a new signing key; the checkpoint that seals this act carries both signatures.
    ///
    /// # Errors
    /// [`StoreError`] when the key cannot be written.
    pub async fn rotate_log_key(&self, organisation: Id<Organisation>) -> Result<VerifyKey, StoreError> {
        let origin = self.log_origin(organisation).await?;
        self.seal(organisation).await?;
        let vkey = self.inner.keys.new_signing_key(organisation, &origin)?;
        let announced = vkey.to_string();
        self.write::<_, StoreError, _>(&Self::machinery(organisation), move |tx| {
            Box::pin(async move {
                let mut act = tx.act(LOG_KEY_ROTATED, None)?;
                act.announce_key(announced);
                act.finish().await
            })
        })
        .await?;
        self.seal(organisation).await?;
        Ok(vkey)
    }

    async fn log_origin(&self, organisation: Id<Organisation>) -> Result<String, StoreError> {
        let row = log::Entity::find_by_id(organisation.uuid()).one(&self.inner.db.readers).await?;
        Ok(row.ok_or_else(|| damaged("the organisation has no log"))?.origin)
    }

    /// Takes note of the latest recorded instant, against which the clock is held.
    pub(crate) async fn note_latest(&self, organisation: Id<Organisation>) -> Result<(), StoreError> {
        let reader = self.read(&Self::machinery(organisation)).await?;
        let latest = act::Entity::find()
            .filter(act::Column::OrganisationId.eq(organisation.uuid()))
            .order_by_desc(act::Column::Id)
            .one(&reader.conn)
            .await?;
        if let Some(at) = latest.and_then(|act| Micros::new(act.recorded_at).ok()) {
            self.inner.clock.seen(at);
        }
        Ok(())
    }
}

impl Reader {
    fn organisation(&self) -> Id<Organisation> {
        crate::table::Source::scope(self).organisation()
    }

    /// The state of the organisation's log.
    ///
    /// # Errors
    /// [`StoreError`] when the log cannot be read.
    pub async fn log(&self) -> Result<LogInfo, StoreError> {
        let mut info = self.log_without_checkpoint().await?;
        if let Some(row) = last_checkpoint(&self.conn, self.organisation()).await? {
            info.checkpoint = Some(SignedCheckpoint::parse(&row.note).map_err(damaged)?);
        }
        Ok(info)
    }

    /// The state of the log for verification, which a checkpoint that cannot be read must not stop.
    pub(crate) async fn log_without_checkpoint(&self) -> Result<LogInfo, StoreError> {
        let organisation = self.organisation();
        let row = log::Entity::find_by_id(organisation.uuid())
            .one(&self.conn)
            .await?
            .ok_or_else(|| damaged("the organisation has no log"))?;
        let waiting = pending_entry::Entity::find()
            .filter(pending_entry::Column::OrganisationId.eq(organisation.uuid()))
            .count(&self.conn)
            .await?;
        // What cannot be read is named by verification; here it must not hide the rest.
        let keys = self.inner.keys.readable_signing_keys(organisation);
        let size = u64::try_from(row.size).map_err(damaged)?;
        Ok(LogInfo { origin: row.origin, size, waiting, checkpoint: None, keys })
    }

    /// Proves an object: opens it, and finds its entry's path to the newest checkpoint.
    ///
    /// # Errors
    /// [`StoreError::NotSealed`] while no checkpoint covers it; as [`Reader::content`]; [`StoreError::LogDamaged`].
    pub async fn prove(&self, id: Id<Object>) -> Result<ObjectProof, StoreError> {
        let organisation = self.organisation();
        let row = self.object_row(id).await?;
        let opening = self.opening(id).await?;
        let act = act::Entity::find_by_id((row.organisation_id, row.act_id)).one(&self.conn).await?;
        let act = act.ok_or_else(|| damaged("the object's act is missing"))?;
        let index = u64::try_from(act.leaf_index.ok_or(StoreError::NotSealed)?).map_err(damaged)?;
        let checkpoint = last_checkpoint(&self.conn, organisation).await?.ok_or(StoreError::NotSealed)?;
        let size = u64::try_from(checkpoint.size).map_err(damaged)?;
        let tiles = load_tiles(&self.conn, organisation, &inclusion_tiles(index, size)).await?;
        let path = inclusion_proof(index, size, &tiles).map_err(damaged)?;
        let entry = self.entry(index).await?;
        let proof = TlogProof { extra: None, index, path, checkpoint: checkpoint.note };
        Ok(ObjectProof {
            object: id,
            content: opening.content,
            media_type: row.media_type,
            salt: opening.salt,
            entry,
            proof,
        })
    }

    /// The entry at a place in the log, byte for byte.
    pub(crate) async fn entry(&self, index: u64) -> Result<Vec<u8>, StoreError> {
        let number = i64::try_from(index / TILE_WIDTH).map_err(damaged)?;
        let bundle =
            log_bundle::Entity::find_by_id((self.organisation().uuid(), number)).one(&self.conn).await?;
        let bundle = bundle.ok_or_else(|| damaged(format!("bundle {number} is missing")))?;
        let at = usize::try_from(index % TILE_WIDTH).map_err(damaged)?;
        let entry =
            entry_bundle::entries(&bundle.entries).nth(at).ok_or_else(|| damaged("an entry is missing"))?;
        Ok(entry.map_err(damaged)?.to_vec())
    }

    /// Whether the log continues a checkpoint that was kept elsewhere.
    ///
    /// # Errors
    /// [`StoreError::LogDamaged`] says in which way it does not.
    pub async fn continues(&self, earlier: &Checkpoint) -> Result<(), StoreError> {
        let organisation = self.organisation();
        let info = self.log_without_checkpoint().await?;
        if earlier.origin() != info.origin {
            return Err(damaged("the checkpoint belongs to another log"));
        }
        if earlier.size() > info.size {
            return Err(damaged(format!(
                "the log has {} entries, but the checkpoint covers {}: something has been taken back",
                info.size,
                earlier.size()
            )));
        }
        if earlier.size() == 0 {
            return if earlier.root() == empty_root() {
                Ok(())
            } else {
                Err(damaged("the checkpoint is of no tree"))
            };
        }
        let mut wanted = consistency_tiles(earlier.size(), info.size);
        wanted.extend(root_tiles(info.size));
        let tiles = load_tiles(&self.conn, organisation, &wanted).await?;
        let root = root_from_tiles(info.size, &tiles).map_err(damaged)?;
        let proof = consistency_proof(earlier.size(), info.size, &tiles).map_err(damaged)?;
        verify_consistency(earlier.size(), earlier.root(), info.size, root, &proof).map_err(|_| {
            damaged("the log is not a continuation of the checkpoint: its history has been changed")
        })
    }

    /// The store that the reader reads.
    pub(crate) const fn shared(&self) -> &Arc<crate::store::Inner> {
        &self.inner
    }
}
