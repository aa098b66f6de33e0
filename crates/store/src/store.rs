//! The open store: one process, one data folder, every write through [`Store::write`].

use std::sync::{Arc, Mutex};

use futures_util::future::BoxFuture;
use jiff::tz::TimeZone;
use sea_orm::EntityTrait as _;
use sea_orm::QueryOrder as _;
use tokio::io::AsyncRead;
use tokio::sync::{Notify, oneshot, watch};
use uppsikt_kernel::{Actor, Authorities, Chance, Clock, Id, Ids, Micros, Organisation, User};
use uppsikt_ledger::{Bundle, SignedCheckpoint};
use uuid::Uuid;

use crate::blobs::Blobs;
use crate::clock_guard::ClockGuard;
use crate::database::Database;
use crate::error::StoreError;
use crate::folder::DataFolder;
use crate::keys::KeyStore;
use crate::object::StagedObject;
use crate::queue::{Queue, Request, Work};
use crate::read::Reader;
use crate::schema::{Schema, SqlBackend};
use crate::scope::Scope;
use crate::settings::{Durability, Settings};
use crate::tables::log;
use crate::turns::Turns;
use crate::tx::Tx;

/// What everything in the store shares.
pub(crate) struct Inner {
    pub settings: Settings,
    pub schema: Arc<Schema>,
    pub db: Database,
    pub keys: KeyStore,
    pub blobs: Blobs,
    pub clock: ClockGuard,
    pub search: crate::search::Slot,
    pub chance: Arc<dyn Chance>,
    pub ids: Ids,
    /// Told after every commit, so that the sequencer wakes.
    pub recorded: Notify,
    /// Who may read.
    pub turns: Arc<Turns>,
    /// How many commits this process has made, for whoever keeps something that follows from rows.
    commits: watch::Sender<u64>,
    stockholm: TimeZone,
    _folder: DataFolder,
}

impl Inner {
    /// Says that rows have changed, before whoever changed them is told that it is recorded.
    pub(crate) fn changed(&self) {
        self.commits.send_modify(|commits| *commits += 1);
        self.recorded.notify_one();
    }

    /// The civil year in Sweden, by which key-encryption keys are cut.
    pub(crate) fn year(&self, at: Micros) -> i16 {
        at.timestamp().to_zoned(self.stockholm.clone()).year()
    }
}

/// An organisation as the installation knows it: its id and its log's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrganisationRow {
    /// The organisation.
    pub id: Id<Organisation>,
    /// The log's name.
    pub origin: String,
}

/// The open store.
#[derive(Clone)]
pub struct Store {
    pub(crate) inner: Arc<Inner>,
    queue: Option<Queue>,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store").field("folder", &self.inner.settings.folder).finish_non_exhaustive()
    }
}

impl Store {
    /// Makes a new store in an empty folder.
    ///
    /// # Errors
    /// [`StoreError::AlreadyThere`]; whatever keeps the folder or the database from being used.
    pub async fn create(
        settings: Settings,
        schema: Schema,
        clock: Arc<dyn Clock>,
        chance: Arc<dyn Chance>,
    ) -> Result<Self, StoreError> {
        let folder = DataFolder::create(&settings.folder)?;
        Self::start(settings, schema, clock, chance, folder, true).await
    }

    /// Opens a store that is there.
    ///
    /// # Errors
    /// [`StoreError::NoData`], [`StoreError::Locked`], [`StoreError::NewerSchema`], [`StoreError::NotDurable`],
    /// [`StoreError::ClockBehind`] and whatever else keeps it from being used.
    pub async fn open(
        settings: Settings,
        schema: Schema,
        clock: Arc<dyn Clock>,
        chance: Arc<dyn Chance>,
    ) -> Result<Self, StoreError> {
        let folder = DataFolder::open(&settings.folder)?;
        let there = match settings.database {
            // SQLite takes an empty file for a new database; one that has been emptied must not pass for it.
            crate::DatabaseSettings::Sqlite => std::fs::metadata(settings.folder.join("uppsikt.db"))
                .is_ok_and(|file| file.is_file() && file.len() > 0),
            crate::DatabaseSettings::Postgres { .. } => true,
        };
        if !there {
            return Err(StoreError::NoData(settings.folder));
        }
        Self::start(settings, schema, clock, chance, folder, false).await
    }

    async fn start(
        settings: Settings,
        schema: Schema,
        clock: Arc<dyn Clock>,
        chance: Arc<dyn Chance>,
        folder: DataFolder,
        create: bool,
    ) -> Result<Self, StoreError> {
        let keys = KeyStore::open(&settings.folder, Arc::clone(&chance), create)?;
        let blobs = Blobs::folder(&settings.folder)?;
        let db = Database::open(&settings, &schema, clock.now(), None).await?;
        let stockholm = TimeZone::get("Europe/Stockholm").unwrap_or(TimeZone::UTC);
        let inner = Arc::new(Inner {
            ids: Ids::new(Arc::clone(&clock), Arc::clone(&chance)),
            clock: ClockGuard::new(clock),
            search: crate::search::Slot::new(&settings.folder),
            schema: Arc::new(schema),
            recorded: Notify::new(),
            turns: Arc::new(Turns::new(settings.connections)),
            commits: watch::Sender::new(0),
            _folder: folder,
            settings,
            db,
            keys,
            blobs,
            chance,
            stockholm,
        });
        let queue = (inner.db.backend == SqlBackend::Sqlite).then(|| Queue::start(Arc::clone(&inner)));
        let store = Self { inner, queue };
        match store.make_ready().await {
            Ok(()) => Ok(store),
            Err(error) => {
                store.close().await;
                Err(error)
            }
        }
    }

    /// Holds the clock against what is recorded, and finishes what the last process left half-done.
    async fn make_ready(&self) -> Result<(), StoreError> {
        for organisation in self.organisations().await? {
            self.note_latest(organisation.id).await?;
        }
        self.inner.clock.for_writing()?;
        self.sweep_destroyed().await
    }

    /// Which state of the rows a reader that is opened from now on sees at least; `None` on PostgreSQL, where other
    /// nodes write too and this process cannot know. What was derived at one revision holds while it is the revision.
    #[must_use]
    pub fn revision(&self) -> Option<u64> {
        (self.inner.db.backend == SqlBackend::Sqlite).then(|| *self.inner.commits.borrow())
    }

    /// Wakes whoever waits, after each commit of this process; the number only says that there was another.
    #[must_use]
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.inner.commits.subscribe()
    }

    /// The durability settings as read back from the database.
    #[must_use]
    pub fn durability(&self) -> &Durability {
        &self.inner.db.durability
    }

    /// The settings that the store was opened with.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.inner.settings
    }

    /// Every organisation of the installation.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer.
    pub async fn organisations(&self) -> Result<Vec<OrganisationRow>, StoreError> {
        let rows =
            log::Entity::find().order_by_asc(log::Column::OrganisationId).all(&self.inner.db.readers).await?;
        Ok(rows
            .into_iter()
            .map(|row| OrganisationRow { id: Id::from_uuid(row.organisation_id), origin: row.origin })
            .collect())
    }

    /// Does `work` in one transaction: all of it is recorded when this returns, or nothing.
    ///
    /// # Errors
    /// What `work` returns, or what kept its changes from being recorded.
    pub async fn write<T, E, F>(&self, actor: &Actor, work: F) -> Result<T, E>
    where
        F: for<'a> FnOnce(&'a mut Tx) -> BoxFuture<'a, Result<T, E>> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let Some(queue) = &self.queue else { return self.write_alone(actor, work).await };
        let slot = Arc::new(Mutex::new(None));
        let fill = Arc::clone(&slot);
        let work: Work = Box::new(move |tx| {
            Box::pin(async move {
                let outcome = whole(work(tx).await, tx);
                let keep = outcome.is_ok();
                if let Ok(mut slot) = fill.lock() {
                    *slot = Some(outcome);
                }
                keep
            })
        });
        let (done, committed) = oneshot::channel();
        let request = Request { actor: actor.clone(), work, done };
        queue.send(request).await?;
        let committed = committed.await.map_err(|_| StoreError::TaskEnded)?;
        let outcome = slot.lock().ok().and_then(|mut slot| slot.take());
        match (outcome, committed) {
            // The work's own refusal says more than that its group could not be committed.
            (Some(Err(error)), _) => Err(error),
            (Some(Ok(value)), Ok(())) => Ok(value),
            (_, Err(error)) => Err(error.into()),
            (None, Ok(())) => Err(StoreError::TaskEnded.into()),
        }
    }

    /// On PostgreSQL every transaction commits by itself; the server groups the syncs.
    async fn write_alone<T, E, F>(&self, actor: &Actor, work: F) -> Result<T, E>
    where
        F: for<'a> FnOnce(&'a mut Tx) -> BoxFuture<'a, Result<T, E>> + Send + 'static,
        E: From<StoreError>,
    {
        let now = self.inner.clock.for_writing()?;
        let conn = Arc::new(self.inner.db.begin_write(&Scope::of(actor)).await?);
        let mut tx = Tx::new(Arc::clone(&conn), Arc::clone(&self.inner), actor.clone(), now, None);
        let outcome = whole(work(&mut tx).await, &tx);
        let settled = tx.settle(outcome.is_ok()).await;
        let conn = Arc::into_inner(conn).ok_or(StoreError::GroupBroken)?;
        let value = match outcome {
            Ok(value) => value,
            Err(error) => {
                // The connection's own end rolls back what could not be rolled back.
                let _ = conn.rollback().await;
                return Err(error);
            }
        };
        settled?;
        conn.commit().await.map_err(StoreError::from_db)?;
        self.inner.changed();
        Ok(value)
    }

    /// Opens one state of the database for reading, within what the actor reaches.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer.
    pub async fn read(&self, actor: &Actor) -> Result<Reader, StoreError> {
        Reader::open(Arc::clone(&self.inner), Scope::of(actor)).await
    }

    /// Encrypts content before the transaction that binds it.
    ///
    /// # Errors
    /// [`StoreError`] when the content cannot be read or the object store cannot be written.
    pub async fn stage(
        &self,
        actor: &Actor,
        source: impl AsyncRead + Unpin + Send,
    ) -> Result<StagedObject, StoreError> {
        let inner = &self.inner;
        let id = inner.ids.next()?;
        let inline_bytes_max = inner.settings.inline_bytes_max;
        StagedObject::read(actor.organisation, id, source, inline_bytes_max, &inner.blobs, &*inner.chance)
            .await
    }

    /// Keeps a secret in the key store, for example the password of an account, under the id of what it belongs to.
    ///
    /// # Errors
    /// [`StoreError`] when the key store cannot be written.
    pub fn put_secret(&self, id: Uuid, secret: &str) -> Result<(), StoreError> {
        self.inner.keys.put_secret(&id.to_string(), secret.as_bytes())
    }

    /// A secret from the key store.
    ///
    /// # Errors
    /// [`StoreError`] when the key store cannot be read.
    pub fn secret(&self, id: Uuid) -> Result<Option<zeroize::Zeroizing<String>>, StoreError> {
        let Some(bytes) = self.inner.keys.secret(&id.to_string())? else { return Ok(None) };
        let text = String::from_utf8(bytes.to_vec()).map_err(|_| StoreError::KeyDamaged(id.to_string()))?;
        Ok(Some(zeroize::Zeroizing::new(text)))
    }

    /// A new id.
    ///
    /// # Errors
    /// [`StoreError::Chance`].
    pub fn new_id<T>(&self) -> Result<Id<T>, StoreError> {
        Ok(self.inner.ids.next()?)
    }

    /// The present instant.
    #[must_use]
    pub fn now(&self) -> Micros {
        self.inner.clock.now()
    }

    /// Signs an evidence bundle with the log's current key.
    ///
    /// # Errors
    /// [`StoreError`] when the key cannot be read or the bundle does not hold together.
    pub fn sign_bundle(
        &self,
        organisation: Id<Organisation>,
        bundle: &Bundle,
    ) -> Result<Vec<u8>, StoreError> {
        let keys = self.inner.keys.signing_keys(organisation)?;
        let checkpoint =
            bundle.versions.first().map(|version| version.proof.checkpoint.as_str()).unwrap_or_default();
        let checkpoint = SignedCheckpoint::parse(checkpoint).map_err(crate::sequencer::damaged)?;
        // A key file whose act is not in the log yet signs nothing: nobody could know it.
        let key = keys.iter().rev().find(|key| checkpoint.verify(&[key.verify_key().clone()]).is_ok());
        let key = key.ok_or_else(|| StoreError::KeyMissing("keys/log".to_owned()))?;
        bundle.to_zip(key).map_err(crate::sequencer::damaged)
    }

    /// The organisation's own machinery, which belongs to no person.
    pub(crate) fn machinery(organisation: Id<Organisation>) -> Actor {
        Actor {
            user: Id::<User>::from_uuid(Uuid::nil()),
            organisation,
            authorities: Authorities::All,
            roles: std::collections::BTreeSet::new(),
            roles_in: std::collections::BTreeMap::new(),
        }
    }

    /// Ends the store: work that waits is finished, connections are closed, and with the last clone the folder is free.
    pub async fn close(mut self) {
        if let Some(queue) = self.queue.take() {
            queue.close().await;
        }
        self.inner.db.close().await;
    }
}

/// What the work says of itself, unless it does not know that a part of it failed.
fn whole<T, E: From<StoreError>>(outcome: Result<T, E>, tx: &Tx) -> Result<T, E> {
    match outcome {
        Ok(_) if !tx.is_whole() => Err(StoreError::Spoiled.into()),
        outcome => outcome,
    }
}
