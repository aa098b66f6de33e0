//! One sequencer for each log: gives recorded entries their place and signs checkpoints.
//!
//! Two sequencers must never sign two futures of one log. On SQLite there is one writer; on
//! PostgreSQL the log's row is locked for the whole transaction. Before anything is signed the
//! tiles are held against the last checkpoint: a log that does not continue it is not signed.

use std::sync::Arc;

use sea_orm::{
    ColumnTrait as _, DatabaseTransaction, EntityTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _,
};
use tokio::sync::watch;
use uppsikt_kernel::{Id, Micros, Organisation};
use uppsikt_ledger::{
    Appender, Checkpoint, LogKey, SignedCheckpoint, TILE_WIDTH, TileId, TileSet, entry_bundle, leaf_hash,
    root_from_tiles, root_tiles,
};

use crate::error::StoreError;
use crate::schema::SqlBackend;
use crate::store::{Inner, Store};
use crate::tables::{log, log_bundle, log_checkpoint, log_tile, pending_entry};

mod write;

/// Entries in one round; bounds the time for which the log is locked.
const ENTRIES_MAX: u64 = 8_192;

pub(crate) fn damaged(what: impl std::fmt::Display) -> StoreError {
    StoreError::LogDamaged(what.to_string())
}

/// Tiles by their place; a missing one is a damaged log.
pub(crate) async fn load_tiles(
    conn: &DatabaseTransaction,
    organisation: Id<Organisation>,
    wanted: &[TileId],
) -> Result<TileSet, StoreError> {
    let mut tiles = TileSet::new();
    for tile in wanted {
        let number = i64::try_from(tile.index).map_err(damaged)?;
        let row = log_tile::Entity::find_by_id((organisation.uuid(), i32::from(tile.level), number))
            .one(conn)
            .await?
            .ok_or_else(|| damaged(format!("tile {} is missing", tile.path(None))))?;
        tiles.insert(*tile, row.hashes).map_err(damaged)?;
    }
    Ok(tiles)
}

/// The newest checkpoint.
pub(crate) async fn last_checkpoint(
    conn: &DatabaseTransaction,
    organisation: Id<Organisation>,
) -> Result<Option<log_checkpoint::Model>, StoreError> {
    Ok(log_checkpoint::Entity::find()
        .filter(log_checkpoint::Column::OrganisationId.eq(organisation.uuid()))
        .order_by_desc(log_checkpoint::Column::Size)
        .one(conn)
        .await?)
}

impl Store {
    /// Seals everything that is recorded, and gives the newest checkpoint.
    ///
    /// # Errors
    /// [`StoreError::LogDamaged`] when the log does not continue its last checkpoint; then nothing is signed.
    pub async fn seal(&self, organisation: Id<Organisation>) -> Result<Option<SignedCheckpoint>, StoreError> {
        while self.is_waiting(organisation).await? && self.seal_round(organisation).await? == ENTRIES_MAX {}
        let reader = self.read(&Self::machinery(organisation)).await?;
        let last = last_checkpoint(&reader.conn, organisation).await?;
        last.map(|row| SignedCheckpoint::parse(&row.note).map_err(damaged)).transpose()
    }

    /// Whether there is anything to seal. Asked without the writer: a round that finds nothing is a commit all the
    /// same, which wakes the sequencer again and makes old what was kept for the last revision.
    async fn is_waiting(&self, organisation: Id<Organisation>) -> Result<bool, StoreError> {
        let reader = self.read(&Self::machinery(organisation)).await?;
        let waiting = pending_entry::Entity::find()
            .filter(pending_entry::Column::OrganisationId.eq(organisation.uuid()))
            .limit(1)
            .one(&reader.conn)
            .await?;
        Ok(waiting.is_some() || last_checkpoint(&reader.conn, organisation).await?.is_none())
    }

    async fn seal_round(&self, organisation: Id<Organisation>) -> Result<u64, StoreError> {
        self.write(&Self::machinery(organisation), move |tx| {
            Box::pin(async move {
                let (inner, now) = (Arc::clone(tx.inner()), tx.now());
                let conn = tx.connection().await?;
                round(&inner, &conn, organisation, now).await
            })
        })
        .await
    }

    /// Seals whenever something has been recorded, until `stop` says true.
    pub async fn run_sequencer(&self, mut stop: watch::Receiver<bool>) {
        loop {
            tokio::select! {
                () = self.inner.recorded.notified() => {}
                // Also without being told: another node may have recorded, or a round may have failed.
                () = tokio::time::sleep(std::time::Duration::from_secs(5)) => {}
                _ = stop.wait_for(|stop| *stop) => break,
            }
            tokio::time::sleep(self.inner.settings.seal_interval).await;
            self.seal_everything().await;
        }
        self.seal_everything().await;
    }

    async fn seal_everything(&self) {
        match self.organisations().await {
            Ok(organisations) => {
                for organisation in organisations {
                    if let Err(error) = self.seal(organisation.id).await {
                        tracing::error!(organisation = %organisation.id, %error, "sealing failed; it is tried again");
                    }
                }
            }
            Err(error) => tracing::error!(%error, "sealing failed; it is tried again"),
        }
    }
}

/// One round: returns how many entries were given a place.
async fn round(
    inner: &Inner,
    conn: &DatabaseTransaction,
    organisation: Id<Organisation>,
    now: Micros,
) -> Result<u64, StoreError> {
    // The lock comes before the look at what waits: whatever this transaction then sees, no other
    // sequencer can be placing at the same time.
    let mut lock = log::Entity::find_by_id(organisation.uuid());
    if inner.db.backend == SqlBackend::Postgres {
        lock = lock.lock_exclusive();
    }
    let log = lock.one(conn).await?.ok_or_else(|| damaged("the organisation has no log"))?;
    let pending = pending_entry::Entity::find()
        .filter(pending_entry::Column::OrganisationId.eq(organisation.uuid()))
        .order_by_asc(pending_entry::Column::Seq)
        .limit(ENTRIES_MAX)
        .all(conn)
        .await?;
    let size = u64::try_from(log.size).map_err(damaged)?;
    let last = last_checkpoint(conn, organisation).await?;
    if pending.is_empty() && last.is_some() {
        return Ok(0);
    }
    continues(conn, organisation, size, last.as_ref()).await?;

    let mut appender = Appender::resume(size, load_tiles(conn, organisation, &Appender::needed(size)).await?)
        .map_err(damaged)?;
    let mut bundles = open_bundle(conn, organisation, size).await?;
    for waiting in &pending {
        let number = appender.size() / TILE_WIDTH;
        if bundles.last().is_none_or(|(last, _)| *last != number) {
            bundles.push((number, Vec::new()));
        }
        if let Some((_, bundle)) = bundles.last_mut() {
            entry_bundle::push(bundle, &waiting.entry).map_err(damaged)?;
        }
        appender.append(leaf_hash(&waiting.entry));
    }
    let checkpoint = Checkpoint::new(&log.origin, appender.size(), appender.root()).map_err(damaged)?;
    let keys = inner.keys.signing_keys(organisation)?;
    let signed = sign(&checkpoint, &keys, last.as_ref(), &pending)?;
    let placed = write::Placed {
        organisation,
        first: size,
        pending: &pending,
        appender: &appender,
        bundles: &bundles,
    };
    placed.save(conn, inner.db.backend).await?;
    write::checkpoint(conn, organisation, &signed, now).await?;
    Ok(pending.len() as u64)
}

/// Signs with the key that signed last; a newer one that this round announces takes over, and both sign.
///
/// A newer key that no entry announces has no part in the log yet: its file is written before its act.
fn sign(
    checkpoint: &Checkpoint,
    keys: &[LogKey],
    last: Option<&log_checkpoint::Model>,
    pending: &[pending_entry::Model],
) -> Result<SignedCheckpoint, StoreError> {
    let missing = || StoreError::KeyMissing("keys/log".to_owned());
    let (mut signers, mut newer) = (Vec::new(), keys);
    if let Some(last) = last {
        let last = SignedCheckpoint::parse(&last.note).map_err(damaged)?;
        let signed = |key: &LogKey| last.verify(std::slice::from_ref(key.verify_key())).is_ok();
        let current = keys.iter().rposition(signed).ok_or_else(missing)?;
        signers.push(&keys[current]);
        newer = &keys[current + 1..];
    }
    let announced = |key: &&LogKey| {
        let vkey = key.verify_key().to_string();
        pending.iter().any(|row| contains(&row.entry, vkey.as_bytes()))
    };
    signers.extend(newer.iter().rev().find(announced));
    if signers.is_empty() {
        return Err(missing());
    }
    SignedCheckpoint::sign(checkpoint, &signers).map_err(damaged)
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// Refuses to go on when the stored tree is not the one that was signed last.
async fn continues(
    conn: &DatabaseTransaction,
    organisation: Id<Organisation>,
    size: u64,
    last: Option<&log_checkpoint::Model>,
) -> Result<(), StoreError> {
    let Some(last) = last else {
        return if size == 0 { Ok(()) } else { Err(damaged("the log has entries but no checkpoint")) };
    };
    let signed = SignedCheckpoint::parse(&last.note).map_err(damaged)?;
    let root =
        root_from_tiles(size, &load_tiles(conn, organisation, &root_tiles(size)).await?).map_err(damaged)?;
    if signed.checkpoint().size() == size && signed.checkpoint().root() == root {
        Ok(())
    } else {
        Err(damaged("the tiles do not continue the last checkpoint"))
    }
}

/// The bundle that is not full yet.
async fn open_bundle(
    conn: &DatabaseTransaction,
    organisation: Id<Organisation>,
    size: u64,
) -> Result<Vec<(u64, Vec<u8>)>, StoreError> {
    if size.is_multiple_of(TILE_WIDTH) {
        return Ok(Vec::new());
    }
    let number = size / TILE_WIDTH;
    let key = (organisation.uuid(), i64::try_from(number).map_err(damaged)?);
    let row = log_bundle::Entity::find_by_id(key).one(conn).await?;
    let row = row.ok_or_else(|| damaged(format!("bundle {number} is missing")))?;
    Ok(vec![(number, row.entries)])
}
