//! A fresh store to measure on.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result};
use sea_orm::{ConnectOptions, ConnectionTrait as _, Database, DatabaseConnection};
use uppsikt::app::{App, doors};
use uppsikt::config::Config;
use uppsikt::rooms::account::{self, Account, AccountError, NewAccount, Platforms};
use uppsikt::rooms::people::{self, NewOrganisation, NewUser, PeopleError};
use uppsikt::rooms::schema;
use uppsikt_kernel::{Actor, Authorities, Authority, Id, Role};
use uppsikt_platform::PlatformKind;
use uppsikt_store::{Settings, Store, VerifyOptions};

/// Accounts that are added in one transaction.
const ACCOUNTS_A_WRITE: usize = 500;

/// A folder, and a database of its own where there is a PostgreSQL.
pub(crate) struct Place {
    folder: std::path::PathBuf,
    settings: Settings,
    plain_url: String,
}

/// What is measured on.
pub(crate) struct Bench {
    pub store: Store,
    pub actor: Actor,
    pub authority: Id<Authority>,
    /// The same database, for plain inserts.
    pub plain: DatabaseConnection,
    pub is_sqlite: bool,
    folder: std::path::PathBuf,
}

fn folder(name: &str) -> Result<std::path::PathBuf> {
    let folder = std::env::temp_dir().join(format!("uppsikt-bench-{name}-{}", std::process::id()));
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    Ok(folder)
}

impl Place {
    pub(crate) fn sqlite(part: &str) -> Result<Self> {
        let folder = folder(&format!("{part}-sqlite"))?;
        let plain = folder.with_extension("plain.db");
        let plain_url = format!("sqlite://{}?mode=rwc", plain.display());
        Ok(Self { settings: Settings::sqlite(&folder), plain_url, folder })
    }

    pub(crate) fn postgres(part: &str) -> Result<Option<Self>> {
        let Ok(owner) = std::env::var("UPPSIKT_TEST_POSTGRES") else { return Ok(None) };
        let folder = folder(&format!("{part}-postgres"))?;
        let name = format!("bench_{part}_{}", std::process::id());
        let (base, _) = owner.rsplit_once('/').context("UPPSIKT_TEST_POSTGRES has no database name")?;
        let (scheme, rest) = base.split_once("://").context("UPPSIKT_TEST_POSTGRES is no address")?;
        let host = rest.rsplit_once('@').map_or(rest, |(_, host)| host);
        let app = format!("{scheme}://{name}@{host}/{name}");
        let owner_of = format!("{base}/{name}");
        let runtime = tokio::runtime::Runtime::new()?;
        runtime.block_on(async {
            let conn = Database::connect(owner.as_str()).await?;
            conn.execute_unprepared(&format!("CREATE DATABASE {name}")).await?;
            conn.execute_unprepared(&format!("CREATE ROLE {name} LOGIN")).await?;
            anyhow::Ok(())
        })?;
        let mut settings = Settings::postgres(&folder, app, Some(owner_of.clone()));
        settings.connections = 32;
        Ok(Some(Self { settings, plain_url: owner_of, folder }))
    }

    pub(crate) async fn open(self) -> Result<Bench> {
        let is_sqlite = self.plain_url.starts_with("sqlite");
        let (clock, chance) = doors();
        let store = Store::create(self.settings, schema(), clock, chance).await?;
        let new = NewOrganisation {
            name: "Lindholms kommun".to_owned(),
            origin: "lindholm.example/bench".to_owned(),
            authorities: vec!["Kommunstyrelsen".to_owned()],
            admin: NewUser {
                login: "anna".to_owned(),
                name: "Anna Lindholm".to_owned(),
                roles: BTreeSet::from([Role::Administrator]),
            },
        };
        let beginning = people::plan(&store, &new)?;
        store.begin_log(beginning.organisation, &beginning.origin).await?;
        let actor = beginning.actor.clone();
        store
            .write::<_, PeopleError, _>(&actor, move |tx| {
                Box::pin(async move { people::begin(tx, beginning).await })
            })
            .await?;
        let Authorities::Only(authorities) = &actor.authorities else {
            anyhow::bail!("an actor without authorities")
        };
        let authority = *authorities.first().context("an organisation without authorities")?;
        let plain = plain(&self.plain_url, is_sqlite).await?;
        Ok(Bench { store, actor, authority, plain, is_sqlite, folder: self.folder })
    }
}

/// A connection with the same durability as the store's.
async fn plain(url: &str, is_sqlite: bool) -> Result<DatabaseConnection> {
    let mut options = ConnectOptions::new(url);
    options
        .sqlx_logging(false)
        .max_connections(if is_sqlite { 1 } else { 32 })
        .acquire_timeout(Duration::from_secs(60));
    if is_sqlite {
        options.map_sqlx_sqlite_opts(|options| {
            options.pragma("journal_mode", "WAL").pragma("synchronous", "FULL")
        });
    }
    let conn = Database::connect(options).await?;
    let (id, body) = if is_sqlite { ("BLOB", "BLOB") } else { ("uuid", "bytea") };
    conn.execute_unprepared(&format!("CREATE TABLE plain (id {id} PRIMARY KEY, body {body} NOT NULL)"))
        .await?;
    Ok(conn)
}

impl Bench {
    /// The program over the store, with platforms of the benchmark's own.
    pub(crate) fn app(&self, platforms: impl Platforms + 'static) -> App {
        App::with(self.store.clone(), Config::new(&self.folder, None, None), Arc::new(platforms))
    }

    /// So many accounts, each at a site of its own.
    pub(crate) async fn add_accounts(&self, count: usize) -> Result<Vec<Account>> {
        let (authority, mut all) = (self.authority, Vec::with_capacity(count));
        for from in (0..count).step_by(ACCOUNTS_A_WRITE) {
            let to = count.min(from + ACCOUNTS_A_WRITE);
            let added = self.store.write::<Vec<Account>, AccountError, _>(&self.actor, move |tx| {
                Box::pin(async move {
                    let mut added = Vec::new();
                    for number in from..to {
                        added.push(account::add(tx, authority, new_account(number)).await?);
                    }
                    Ok(added)
                })
            });
            all.extend(added.await?);
        }
        Ok(all)
    }

    /// Entries that are sealed, and entries that wait.
    pub(crate) async fn log(&self) -> Result<(u64, u64)> {
        let options = VerifyOptions { log_only: true, ..VerifyOptions::default() };
        let report = self.store.verify(self.actor.organisation, &options).await?;
        anyhow::ensure!(report.is_clean(), "the benchmark's own log does not verify: {:?}", report.findings);
        Ok((report.entries, report.waiting))
    }

    /// What the data folder and the database take on the disk, in bytes.
    pub(crate) async fn bytes(&self) -> Result<u64> {
        let database = if self.is_sqlite { 0 } else { self.plain_bytes().await? };
        Ok(tree_bytes(&self.folder)? + database)
    }

    /// What the database takes in which the plain rows are, in bytes; on PostgreSQL the store's are there too.
    pub(crate) async fn plain_bytes(&self) -> Result<u64> {
        if self.is_sqlite {
            let file =
                |ending| std::fs::metadata(self.folder.with_extension(ending)).map_or(0, |it| it.len());
            return Ok(file("plain.db") + file("plain.db-wal"));
        }
        let sql = "SELECT pg_database_size(current_database()) AS bytes";
        let statement = sea_orm::Statement::from_string(self.plain.get_database_backend(), sql);
        let row = self.plain.query_one_raw(statement).await?.context("PostgreSQL does not tell its size")?;
        Ok(u64::try_from(row.try_get::<i64>("", "bytes")?)?)
    }

    pub(crate) async fn close(self) -> Result<()> {
        self.store.close().await;
        self.plain.close().await?;
        for ending in ["plain.db", "plain.db-wal", "plain.db-shm"] {
            let _ = std::fs::remove_file(self.folder.with_extension(ending));
        }
        std::fs::remove_dir_all(&self.folder)?;
        Ok(())
    }
}

/// The store for tasks that run beside one another.
pub(crate) fn shared(bench: &Bench) -> Arc<(Store, Actor, Id<Authority>)> {
    Arc::new((bench.store.clone(), bench.actor.clone(), bench.authority))
}

fn new_account(number: usize) -> NewAccount {
    NewAccount {
        name: format!("konto {number:05}"),
        platform: PlatformKind::Fake,
        address: format!("https://konto{number:05}.lindholm.example/"),
        login: None,
        is_internal: false,
        watch_from_at: Some(0),
        view_address: None,
        import_id: None,
    }
}

fn tree_bytes(folder: &Path) -> Result<u64> {
    let mut bytes = 0;
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let about = entry.metadata()?;
        bytes += if about.is_dir() { tree_bytes(&entry.path())? } else { about.len() };
    }
    Ok(bytes)
}
