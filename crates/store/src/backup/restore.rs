//! Restoring a backup into an empty folder and an empty database, and verifying what came back.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use sea_orm::EntityTrait as _;
use serde_json::Value as Json;
use uppsikt_kernel::{Chance, Clock, Id, Organisation};
use uppsikt_ledger::{SignedCheckpoint, VerifyKey};

use super::read::{Archive, Lines};
use super::{ManifestLog, RestoreReport, keys};
use crate::blobs::Blobs;
use crate::database::Database;
use crate::error::StoreError;
use crate::folder::DataFolder;
use crate::keys::KeyStore;
use crate::schema::Schema;
use crate::scope::Scope;
use crate::settings::Settings;
use crate::store::Store;
use crate::tables::log;
use crate::verify::VerifyOptions;

fn damaged(error: impl std::fmt::Display) -> StoreError {
    StoreError::BackupDamaged(error.to_string())
}

type JsonRow = BTreeMap<String, Json>;

/// Rows of one organisation that stand together.
type Run = (Id<Organisation>, Vec<JsonRow>);

impl Store {
    /// Restores `backup` and the keys of `key_source` (a key backup, or a key store's folder).
    ///
    /// The backup is checked before anything is written; afterwards every log is verified against
    /// the checkpoint that the backup names. What the key store says is destroyed stays destroyed.
    ///
    /// # Errors
    /// [`StoreError::BackupDamaged`], [`StoreError::AlreadyThere`], and whatever keeps the target from being used.
    pub async fn restore(
        settings: Settings,
        schema: fn() -> Schema,
        clock: Arc<dyn Clock>,
        chance: Arc<dyn Chance>,
        backup: &Path,
        key_source: &Path,
    ) -> Result<(Self, RestoreReport), StoreError> {
        let mut archive = Archive::open(backup)?;
        archive.check()?;
        let folder = DataFolder::create(&settings.folder)?;
        let filled = fill(&settings, &schema(), &*clock, &chance, &mut archive, key_source).await;
        if filled.is_err() {
            // The folder was empty and is locked by this process: what lies in it is this attempt's.
            empty(&settings.folder)?;
        }
        let (rows, objects) = filled?;
        drop(folder);
        let store = Self::open(settings, schema(), clock, chance).await?;
        let mut verified = Vec::new();
        for log in &archive.manifest.logs {
            let organisation: Id<Organisation> = log.organisation.parse().map_err(damaged)?;
            let against =
                log.checkpoint.as_deref().map(SignedCheckpoint::parse).transpose().map_err(damaged)?;
            verified.push(
                store.verify(organisation, &VerifyOptions { against, ..VerifyOptions::default() }).await?,
            );
        }
        Ok((store, RestoreReport { rows, objects, verified }))
    }
}

async fn fill(
    settings: &Settings,
    schema: &Schema,
    clock: &dyn Clock,
    chance: &Arc<dyn Chance>,
    archive: &mut Archive,
    key_source: &Path,
) -> Result<(u64, u64), StoreError> {
    keys::load(key_source, &settings.folder)?;
    let keys = KeyStore::open(&settings.folder, Arc::clone(chance), false)?;
    for log in &archive.manifest.logs {
        belongs(log, &keys)?;
    }
    let rows = rows(settings, schema, clock, archive).await?;
    Ok((rows, objects(settings, archive).await?))
}

/// Refuses a key store that is another installation's, or from before the log's last rotation.
fn belongs(log: &ManifestLog, keys: &KeyStore) -> Result<(), StoreError> {
    let keys: Vec<VerifyKey> = keys
        .signing_keys(log.organisation.parse().map_err(damaged)?)?
        .iter()
        .map(|key| key.verify_key().clone())
        .collect();
    let Some(checkpoint) = &log.checkpoint else { return Ok(()) };
    let checkpoint = SignedCheckpoint::parse(checkpoint).map_err(damaged)?;
    checkpoint.verify(&keys).map(|_| ()).map_err(|_| StoreError::KeyMissing("keys/log".to_owned()))
}

fn empty(folder: &Path) -> Result<(), StoreError> {
    let fail = |e| StoreError::file(folder, e);
    for entry in std::fs::read_dir(folder).map_err(fail)? {
        let path = entry.map_err(fail)?.path();
        if path.is_dir() { std::fs::remove_dir_all(path) } else { std::fs::remove_file(path) }
            .map_err(fail)?;
    }
    Ok(())
}

async fn rows(
    settings: &Settings,
    schema: &Schema,
    clock: &dyn Clock,
    archive: &Archive,
) -> Result<u64, StoreError> {
    let versions = archive.manifest.schema.clone();
    let db = Database::open(settings, schema, clock.now(), Some(&versions)).await?;
    if log::Entity::find().one(&db.readers).await?.is_some() {
        return Err(StoreError::AlreadyThere(settings.folder.clone()));
    }
    let mut total = 0;
    for file in archive.below("tables/") {
        let name = file.name.trim_start_matches("tables/").trim_end_matches(".ndjson").to_owned();
        let table = schema.named(&name).ok_or_else(|| damaged(format!("unknown table {name}")))?;
        let mut lines = Lines::new(archive.pieces(&file.name)?);
        loop {
            let batch = lines.next().await?;
            if batch.is_empty() {
                break;
            }
            for (organisation, rows) in by_organisation(&batch)? {
                total += rows.len() as u64;
                let txn = db.begin_write(&Scope::whole(organisation)).await?;
                table.port.restore(&txn, rows).await?;
                txn.commit().await?;
            }
        }
    }
    db.close().await;
    Ok(total)
}

/// Rows in their order, cut where the organisation changes.
fn by_organisation(lines: &[Vec<u8>]) -> Result<Vec<Run>, StoreError> {
    let mut runs: Vec<Run> = Vec::new();
    for line in lines {
        let row: JsonRow = serde_json::from_slice(line).map_err(damaged)?;
        let organisation = row.get("organisation_id").and_then(Json::as_str).unwrap_or_default();
        let organisation = organisation.parse().map_err(damaged)?;
        match runs.last_mut() {
            Some((last, rows)) if *last == organisation => rows.push(row),
            _ => runs.push((organisation, vec![row])),
        }
    }
    Ok(runs)
}

async fn objects(settings: &Settings, archive: &Archive) -> Result<u64, StoreError> {
    let blobs = Blobs::folder(&settings.folder)?;
    let mut total = 0;
    for file in archive.below("objects/") {
        let mut parts = file.name.split('/').skip(1);
        let (Some(organisation), Some(object)) = (parts.next(), parts.next()) else {
            return Err(damaged(format!("{} is no object", file.name)));
        };
        let (organisation, object) =
            (organisation.parse().map_err(damaged)?, object.parse().map_err(damaged)?);
        let mut pieces = archive.pieces(&file.name)?;
        let mut writer = blobs.begin(organisation, object).await?;
        while let Some(piece) = pieces.recv().await {
            Blobs::add(&mut writer, piece?).await?;
        }
        Blobs::finish(writer).await?;
        total += 1;
    }
    Ok(total)
}
