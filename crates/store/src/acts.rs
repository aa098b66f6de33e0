//! Reading the log act by act: what was done within reach, where it stands, and the path that proves it.
//!
//! An act's entry holds ids, codes and commitments, never content. Even so an act of another authority is not found
//! here: an entry is read by way of its act, and acts are asked for within what the reader reaches.

use sea_orm::{
    ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _, Select,
};
use uppsikt_kernel::{Authority, Id, Object};
use uppsikt_ledger::{Entry, TlogProof, inclusion_proof, inclusion_tiles};
use uuid::Uuid;

use crate::error::StoreError;
use crate::read::Reader;
use crate::sequencer::{damaged, last_checkpoint, load_tiles};
use crate::table::{Reach, Source as _};
use crate::tables::{act, log_checkpoint, pending_entry};

/// Around the instant of an act, the milliseconds within which its id was made.
const ID_MILLIS_AROUND: i64 = 60_000;

/// A checkpoint as it was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptCheckpoint {
    /// The entries that it covers.
    pub size: u64,
    /// When it was signed, in microseconds.
    pub signed_at: i64,
    /// The signed note, byte for byte.
    pub note: String,
}

/// An act, without what it wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActInfo {
    /// Its id.
    pub id: Uuid,
    /// The stable code of what was done.
    pub code: String,
    /// Whose it is; none when it is the whole organisation's.
    pub authority: Option<Id<Authority>>,
    /// When it was recorded, in microseconds.
    pub recorded_at: i64,
    /// Its place in the log, from 0; none while it is recorded but not sealed.
    pub leaf_index: Option<u64>,
}

fn info(row: act::Model) -> Result<ActInfo, StoreError> {
    Ok(ActInfo {
        id: row.id,
        code: row.code,
        authority: row.authority_id.map(Id::from_uuid),
        recorded_at: row.recorded_at,
        leaf_index: row.leaf_index.map(u64::try_from).transpose().map_err(damaged)?,
    })
}

fn kept(row: log_checkpoint::Model) -> Result<KeptCheckpoint, StoreError> {
    let size = u64::try_from(row.size).map_err(damaged)?;
    Ok(KeptCheckpoint { size, signed_at: row.signed_at, note: row.note })
}

impl Reader {
    /// The kept checkpoints, newest first: those that cover fewer entries than `below`, or all.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer.
    pub async fn checkpoints(
        &self,
        below: Option<u64>,
        limit: u64,
    ) -> Result<Vec<KeptCheckpoint>, StoreError> {
        let mut select = log_checkpoint::Entity::find()
            .filter(log_checkpoint::Column::OrganisationId.eq(self.scope().organisation().uuid()))
            .order_by_desc(log_checkpoint::Column::Size)
            .limit(limit);
        if let Some(below) = below {
            // What lies beyond the database's numbers is above every checkpoint.
            select = select.filter(log_checkpoint::Column::Size.lt(i64::try_from(below).unwrap_or(i64::MAX)));
        }
        select.all(&self.conn).await?.into_iter().map(kept).collect()
    }

    /// The kept checkpoint over exactly `size` entries.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer.
    pub async fn checkpoint_at(&self, size: u64) -> Result<Option<KeptCheckpoint>, StoreError> {
        let Ok(size) = i64::try_from(size) else { return Ok(None) };
        let organisation = self.scope().organisation().uuid();
        log_checkpoint::Entity::find_by_id((organisation, size)).one(&self.conn).await?.map(kept).transpose()
    }

    fn own_acts(&self) -> Select<act::Entity> {
        act::Entity::find().filter(self.scope().condition("act", Reach::AuthorityOrNone))
    }

    /// The acts within reach, newest first: those before `before`, or all.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer.
    pub async fn acts(&self, before: Option<Uuid>, limit: u64) -> Result<Vec<ActInfo>, StoreError> {
        let mut select = self.own_acts().order_by_desc(act::Column::Id).limit(limit);
        if let Some(before) = before {
            select = select.filter(act::Column::Id.lt(before));
        }
        select.all(&self.conn).await?.into_iter().map(info).collect()
    }

    /// An act; `None` when it is not there or belongs to somebody else.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer.
    pub async fn act(&self, id: Uuid) -> Result<Option<ActInfo>, StoreError> {
        self.own_acts().filter(act::Column::Id.eq(id)).one(&self.conn).await?.map(info).transpose()
    }

    /// The act at a place in the log, from 0; `None` beyond its end, and when it belongs to somebody else.
    ///
    /// # Errors
    /// [`StoreError::LogDamaged`] when the entry there cannot be read.
    pub async fn act_at(&self, index: u64) -> Result<Option<ActInfo>, StoreError> {
        if index >= self.log_without_checkpoint().await?.size {
            return Ok(None);
        }
        let entry = Entry::parse(&self.entry(index).await?).map_err(damaged)?;
        self.act(entry.id).await
    }

    /// The act that sealed an object; `None` when the object is not within reach.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer.
    pub async fn act_behind(&self, object: Id<Object>) -> Result<Option<ActInfo>, StoreError> {
        match self.object_row(object).await {
            Ok(row) => self.act(row.act_id).await,
            Err(StoreError::NotFound { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The acts of this code and authority that were recorded at exactly this instant (microseconds), in their order.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer.
    pub async fn acts_recorded(
        &self,
        code: &str,
        authority: Id<Authority>,
        at: i64,
    ) -> Result<Vec<ActInfo>, StoreError> {
        // Ids begin with their millisecond, so that the key finds the neighbourhood.
        let millis = at.div_euclid(1_000);
        let rows = self
            .own_acts()
            .filter(act::Column::Id.gte(at_millis(millis - ID_MILLIS_AROUND)))
            .filter(act::Column::Id.lt(at_millis(millis + ID_MILLIS_AROUND)))
            .filter(act::Column::Code.eq(code))
            .filter(act::Column::AuthorityId.eq(authority.uuid()))
            .filter(act::Column::RecordedAt.eq(at))
            .order_by_asc(act::Column::Id)
            .limit(100)
            .all(&self.conn)
            .await?;
        rows.into_iter().map(info).collect()
    }

    /// An act's entry, byte for byte, from the log or from among what waits for it.
    ///
    /// # Errors
    /// [`StoreError::LogDamaged`] when it is in neither.
    pub async fn act_entry(&self, act: &ActInfo) -> Result<Vec<u8>, StoreError> {
        if let Some(index) = act.leaf_index {
            return self.entry(index).await;
        }
        let waiting = pending_entry::Entity::find()
            .filter(pending_entry::Column::OrganisationId.eq(self.scope().organisation().uuid()))
            .filter(pending_entry::Column::ActId.eq(act.id))
            .one(&self.conn)
            .await?;
        Ok(waiting.ok_or_else(|| damaged(format!("act {} has no entry", act.id)))?.entry)
    }

    /// The path from a sealed act's entry to the newest checkpoint.
    ///
    /// # Errors
    /// [`StoreError::NotSealed`] while no checkpoint covers it; [`StoreError::LogDamaged`].
    pub async fn prove_entry(&self, act: &ActInfo) -> Result<TlogProof, StoreError> {
        let organisation = self.scope().organisation();
        let index = act.leaf_index.ok_or(StoreError::NotSealed)?;
        let checkpoint = last_checkpoint(&self.conn, organisation).await?.ok_or(StoreError::NotSealed)?;
        let size = u64::try_from(checkpoint.size).map_err(damaged)?;
        let tiles = load_tiles(&self.conn, organisation, &inclusion_tiles(index, size)).await?;
        let path = inclusion_proof(index, size, &tiles).map_err(damaged)?;
        Ok(TlogProof { extra: None, index, path, checkpoint: checkpoint.note })
    }
}

/// The lowest id that can have been made in a millisecond since 1970.
fn at_millis(millis: i64) -> Uuid {
    let millis = u128::try_from(millis).unwrap_or_default();
    Uuid::from_u128(millis << 80)
}
