//! Restoring a backup into an empty folder and an empty database, and verifying what came back.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use sea_orm::EntityTrait as _;
use serde_json::Value as Json;
use uppsikt_kernel::{Chance, Clock, Id, Organisation};
use uppsikt_ledger::SignedCheckpoint;

use super::{RestoreReport, keys, read::Archive};
use crate::blobs::Blobs;
use crate::database::Database;
use crate::error::StoreError;
use crate::folder::DataFolder;
use crate::schema::Schema;
use crate::scope::Scope;
use crate::settings::Settings;
use crate::store::Store;
use crate::tables::log;
use crate::verify::VerifyOptions;

/// Rows that are put in with one transaction.
const ROWS_MAX: usize = 2_000;

fn damaged(error: impl std::fmt::Display) -> StoreError {
    StoreError::BackupDamaged(error.to_string())
}

type JsonRow = BTreeMap<String, Json>;

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
        keys::load(key_source, &settings.folder)?;
        let rows = rows(&settings, &schema(), &*clock, &mut archive).await?;
        let objects = objects(&settings, &mut archive).await?;
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

async fn rows(
    settings: &Settings,
    schema: &Schema,
    clock: &dyn Clock,
    archive: &mut Archive,
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
        let mut batches = Vec::new();
        archive.lines(&file.name, ROWS_MAX, |lines| {
            batches.push(lines);
            Ok(())
        })?;
        for lines in batches {
            for (organisation, rows) in by_organisation(&lines)? {
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
fn by_organisation(lines: &[Vec<u8>]) -> Result<Vec<(Id<Organisation>, Vec<JsonRow>)>, StoreError> {
    let mut runs: Vec<(Id<Organisation>, Vec<JsonRow>)> = Vec::new();
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

async fn objects(settings: &Settings, archive: &mut Archive) -> Result<u64, StoreError> {
    let blobs = Blobs::folder(&settings.folder)?;
    let mut total = 0;
    for file in archive.below("objects/") {
        let mut parts = file.name.split('/').skip(1);
        let (Some(organisation), Some(object)) = (parts.next(), parts.next()) else {
            return Err(damaged(format!("{} is no object", file.name)));
        };
        let bytes = archive.whole(&file.name)?;
        blobs.put(organisation.parse().map_err(damaged)?, object.parse().map_err(damaged)?, bytes).await?;
        total += 1;
    }
    Ok(total)
}
