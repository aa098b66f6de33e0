//! Writing a backup, and reading it back before it counts.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{BufWriter, Write};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use sea_orm::{ConnectionTrait as _, Statement, Value};
use serde_json::Value as Json;
use sha2::{Digest as _, Sha256};
use uppsikt_kernel::{Digest, Id, Organisation};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::{BackupReport, FORMAT, Manifest, ManifestFile, ManifestLog, keys, read};
use crate::error::StoreError;
use crate::read::Reader;
use crate::row::json_of;
use crate::schema::{Kind, Row, Table};
use crate::scope::Scope;
use crate::sequencer::last_checkpoint;
use crate::store::Store;

const ROWS_MAX: u64 = 512;
/// Ciphertext is copied in pieces of this size.
const PIECE_BYTES: u64 = 4 * 1024 * 1024;

fn damaged(error: impl std::fmt::Display) -> StoreError {
    StoreError::BackupDamaged(error.to_string())
}

impl Store {
    /// Writes a backup to `target`, and the key store to `key_target`; both must be new files.
    ///
    /// The server goes on meanwhile: the backup is of one state of the database.
    ///
    /// # Errors
    /// [`StoreError::File`] when a file is there already or cannot be written; [`StoreError::BackupDamaged`]
    /// when what was written does not read back.
    pub async fn backup(&self, target: &Path, key_target: Option<&Path>) -> Result<BackupReport, StoreError> {
        let mut writer = Writer::create(target)?;
        let (schema, logs) = self.write_parts(&mut writer).await?;
        // Keys last: a key is on disk before the first row that needs it, so whatever the backup holds, its keys
        // are in the key backup.
        let keys = key_target.map_or(Ok(0), |path| keys::save(self.inner.keys.folder(), path))?;
        let manifest = Manifest {
            uppsikt_backup: FORMAT,
            program: env!("CARGO_PKG_VERSION").to_owned(),
            made_at: self.inner.clock.now().get(),
            schema,
            logs,
            files: std::mem::take(&mut writer.files),
        };
        let (rows, objects) = (writer.rows, writer.objects);
        writer.finish(&manifest)?;
        let checked = read::Archive::open(target)?.check()?;
        Ok(BackupReport {
            rows,
            objects,
            bytes: checked,
            checkpoints: manifest.logs.into_iter().map(|log| (log.origin, log.checkpoint)).collect(),
            keys,
        })
    }

    async fn write_parts(
        &self,
        writer: &mut Writer,
    ) -> Result<(BTreeMap<String, i64>, Vec<ManifestLog>), StoreError> {
        let organisations = self.organisations().await?;
        let nobody = Scope::whole(Id::from_uuid(uuid::Uuid::nil()));
        let reader = Reader::open(std::sync::Arc::clone(&self.inner), nobody).await?;
        let mut logs = Vec::new();
        for organisation in &organisations {
            self.inner.db.set_scope(&reader.conn, &Scope::whole(organisation.id)).await?;
            let checkpoint = last_checkpoint(&reader.conn, organisation.id).await?.map(|row| row.note);
            let (organisation, origin) = (organisation.id.to_string(), organisation.origin.clone());
            logs.push(ManifestLog { organisation, origin, checkpoint });
        }
        for table in self.inner.schema.tables.iter().filter(|table| table.kind != Kind::Derived) {
            writer.begin(&format!("tables/{}.ndjson", table.name), true)?;
            let mut large = Vec::new();
            for organisation in &organisations {
                self.inner.db.set_scope(&reader.conn, &Scope::whole(organisation.id)).await?;
                writer.table(&reader, table, organisation.id, &mut large).await?;
            }
            writer.end()?;
            for (organisation, object) in large {
                writer.blob(self, organisation, object).await?;
            }
        }
        let versions = reader
            .conn
            .query_all_raw(Statement::from_string(
                reader.conn.get_database_backend(),
                "SELECT room, max(version) AS version FROM schema_version GROUP BY room",
            ))
            .await?;
        let mut schema = BTreeMap::new();
        for row in versions {
            schema.insert(row.try_get::<String>("", "room")?, row.try_get::<i64>("", "version")?);
        }
        Ok((schema, logs))
    }
}

struct Writer {
    zip: ZipWriter<BufWriter<File>>,
    open: Option<(String, Sha256, u64)>,
    files: Vec<ManifestFile>,
    rows: u64,
    objects: u64,
}

impl Writer {
    fn create(target: &Path) -> Result<Self, StoreError> {
        let file = OpenOptions::new()
            .create_new(true)
            .write(true)
            .mode(0o600)
            .open(target)
            .map_err(|e| StoreError::file(target, e))?;
        let zip = ZipWriter::new(BufWriter::with_capacity(1 << 20, file));
        Ok(Self { zip, open: None, files: Vec::new(), rows: 0, objects: 0 })
    }

    fn begin(&mut self, name: &str, text: bool) -> Result<(), StoreError> {
        // Ciphertext does not compress; packing it would only cost time.
        let method = if text { CompressionMethod::Deflated } else { CompressionMethod::Stored };
        let options =
            SimpleFileOptions::default().compression_method(method).large_file(true).unix_permissions(0o600);
        self.zip.start_file(name, options).map_err(damaged)?;
        self.open = Some((name.to_owned(), Sha256::new(), 0));
        Ok(())
    }

    fn add(&mut self, bytes: &[u8]) -> Result<(), StoreError> {
        if let Some((_, hash, length)) = &mut self.open {
            hash.update(bytes);
            *length += bytes.len() as u64;
        }
        self.zip.write_all(bytes).map_err(|e| StoreError::file("the backup", e))
    }

    fn end(&mut self) -> Result<(), StoreError> {
        if let Some((name, hash, bytes)) = self.open.take() {
            self.files.push(ManifestFile { name, sha256: Digest::from_bytes(hash.finalize().into()), bytes });
        }
        Ok(())
    }

    async fn table(
        &mut self,
        reader: &Reader,
        table: &Table,
        organisation: Id<Organisation>,
        large: &mut Vec<(Id<Organisation>, uuid::Uuid)>,
    ) -> Result<(), StoreError> {
        let mut after: Option<Row> = None;
        loop {
            let filter = Scope::whole(organisation).condition(table.name, table.reach);
            let page = table.port.page(&reader.conn, filter, after.as_ref(), ROWS_MAX).await?;
            for row in &page {
                self.row(table, row)?;
                if let (true, Some(Value::Uuid(Some(id)))) =
                    (table.name == "object" && is_blob(row), row.get("id"))
                {
                    large.push((organisation, *id));
                }
            }
            match page.into_iter().next_back() {
                Some(last) => after = Some(last),
                None => return Ok(()),
            }
        }
    }

    fn row(&mut self, table: &Table, row: &Row) -> Result<(), StoreError> {
        let mut line = serde_json::Map::new();
        for column in &table.columns {
            let json: Option<Json> = row.get(column).and_then(json_of);
            let id = || row.get("id").and_then(json_of).and_then(|id| Some(id.as_str()?.to_owned()));
            let bad = || StoreError::BadRow { table: table.name, row: id().unwrap_or_default(), column };
            line.insert((*column).to_owned(), json.ok_or_else(bad)?);
        }
        let mut bytes = serde_json::to_vec(&line).map_err(damaged)?;
        bytes.push(b'\n');
        self.rows += 1;
        self.add(&bytes)
    }

    async fn blob(
        &mut self,
        store: &Store,
        organisation: Id<Organisation>,
        object: uuid::Uuid,
    ) -> Result<(), StoreError> {
        let (blobs, id) = (&store.inner.blobs, Id::from_uuid(object));
        let size =
            blobs.size(organisation, id).await?.ok_or_else(|| StoreError::ObjectDamaged(id.to_string()))?;
        self.begin(&format!("objects/{organisation}/{object}"), false)?;
        let mut from = 0;
        while from < size {
            let to = (from + PIECE_BYTES).min(size);
            self.add(&blobs.part(organisation, id, from, to).await?)?;
            from = to;
        }
        self.objects += 1;
        self.end()
    }

    fn finish(mut self, manifest: &Manifest) -> Result<(), StoreError> {
        self.begin("manifest.json", true)?;
        self.add(&serde_json::to_vec_pretty(manifest).map_err(damaged)?)?;
        let file = self.zip.finish().map_err(damaged)?.into_inner().map_err(|e| damaged(e.error()))?;
        file.sync_all().map_err(|e| StoreError::file("the backup", e))
    }
}

fn is_blob(row: &Row) -> bool {
    matches!(row.get("body"), Some(Value::Bytes(None)))
        && matches!(row.get("wrapped"), Some(Value::Bytes(Some(_))))
}
