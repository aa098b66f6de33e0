//! Connections to the database, and the proof that it keeps what it acknowledges.

use std::collections::BTreeMap;
use std::time::Duration;

use sea_orm::{
    ConnectOptions, ConnectionTrait as _, Database as SeaDatabase, DatabaseConnection, DatabaseTransaction,
    SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait as _,
};

use crate::error::StoreError;
use crate::schema::{Schema, SqlBackend, is_current, migrate};
use crate::scope::Scope;
use crate::settings::{DatabaseSettings, Durability, Settings};
use uppsikt_kernel::Micros;

use sqlx::Connection as _;

mod durable;

/// The number of the lock under which one node at a time changes the schema ("uppsikt" in ASCII).
const MIGRATING: i64 = 0x0075_7070_7369_6b74;

/// The open database.
#[derive(Debug, Clone)]
pub(crate) struct Database {
    pub backend: SqlBackend,
    /// The one writing connection on SQLite; the whole pool on PostgreSQL.
    pub writer: DatabaseConnection,
    pub readers: DatabaseConnection,
    pub durability: Durability,
}

impl Database {
    /// Opens the database, brings its schema up to date, and reads its durability back.
    pub(crate) async fn open(
        settings: &Settings,
        schema: &Schema,
        now: Micros,
        up_to: Option<&BTreeMap<String, i64>>,
    ) -> Result<Self, StoreError> {
        match &settings.database {
            DatabaseSettings::Sqlite => Self::open_sqlite(settings, schema, now, up_to).await,
            DatabaseSettings::Postgres { url, owner_url } => {
                Self::open_postgres(settings, schema, now, (url, owner_url.as_deref()), up_to).await
            }
        }
    }

    async fn open_sqlite(
        settings: &Settings,
        schema: &Schema,
        now: Micros,
        up_to: Option<&BTreeMap<String, i64>>,
    ) -> Result<Self, StoreError> {
        let path = settings.folder.join("uppsikt.db");
        let writer = SeaDatabase::connect(sqlite_options(settings, &path, false)).await?;
        let durability = durable::sqlite(&writer).await?;
        migrate(&writer, SqlBackend::Sqlite, schema, now, None, up_to).await?;
        let readers = SeaDatabase::connect(sqlite_options(settings, &path, true)).await?;
        Ok(Self { backend: SqlBackend::Sqlite, writer, readers, durability })
    }

    async fn open_postgres(
        settings: &Settings,
        schema: &Schema,
        now: Micros,
        (url, owner_url): (&str, Option<&str>),
        up_to: Option<&BTreeMap<String, i64>>,
    ) -> Result<Self, StoreError> {
        let mut options = ConnectOptions::new(url);
        options
            .max_connections(settings.connections)
            .sqlx_logging(false)
            .acquire_timeout(Duration::from_secs(10))
            .connect_timeout(Duration::from_secs(10))
            .set_application_name("uppsikt");
        let pool = SeaDatabase::connect(options).await?;
        let user = durable::postgres_user(&pool).await?;
        if let Some(owner_url) = owner_url {
            let mut options = ConnectOptions::new(owner_url);
            options.max_connections(1).sqlx_logging(false).connect_timeout(Duration::from_secs(10));
            let owner = SeaDatabase::connect(options).await?;
            // Nodes that start together must not bring the same schema up to date together; the lock ends with
            // the connection.
            owner.execute_unprepared(&format!("SELECT pg_advisory_lock({MIGRATING})")).await?;
            migrate(&owner, SqlBackend::Postgres, schema, now, Some(&user), up_to).await?;
            owner.close().await?;
            // Only now are there tables whose owner the user could be.
            durable::postgres_user(&pool).await?;
        }
        if up_to.is_none() && !is_current(&pool, schema).await? {
            return Err(StoreError::DatabaseUser(
                "without the owner's address, and the schema must be brought up to date",
            ));
        }
        let durability = durable::postgres(&pool).await?;
        Ok(Self { backend: SqlBackend::Postgres, writer: pool.clone(), readers: pool, durability })
    }

    /// A transaction for writing, with the actor's reach set before anything else.
    pub(crate) async fn begin_write(&self, scope: &Scope) -> Result<DatabaseTransaction, StoreError> {
        let options = TransactionOptions {
            sqlite_transaction_mode: (self.backend == SqlBackend::Sqlite)
                .then_some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        let txn = self.writer.begin_with_options(options).await?;
        self.set_scope(&txn, scope).await?;
        Ok(txn)
    }

    /// A transaction that sees one state of the database throughout.
    pub(crate) async fn begin_read(&self, scope: &Scope) -> Result<DatabaseTransaction, StoreError> {
        let options = match self.backend {
            SqlBackend::Sqlite => TransactionOptions::default(),
            SqlBackend::Postgres => TransactionOptions {
                isolation_level: Some(sea_orm::IsolationLevel::RepeatableRead),
                access_mode: Some(sea_orm::AccessMode::ReadOnly),
                ..TransactionOptions::default()
            },
        };
        let txn = self.readers.begin_with_options(options).await?;
        self.set_scope(&txn, scope).await?;
        Ok(txn)
    }

    /// Says on this transaction whose rows are within reach.
    pub(crate) async fn set_scope(&self, txn: &DatabaseTransaction, scope: &Scope) -> Result<(), StoreError> {
        if self.backend == SqlBackend::Postgres {
            let (organisation, authorities) = scope.session_settings();
            txn.query_one_raw(Statement::from_sql_and_values(
                txn.get_database_backend(),
                "SELECT set_config('uppsikt.organisation', $1, true), set_config('uppsikt.authorities', $2, true)",
                [organisation.into(), authorities.into()],
            ))
            .await?;
        }
        Ok(())
    }

    pub(crate) async fn close(&self) {
        // A connection that cannot be closed is closed by the end of the process.
        let _ = self.readers.clone().close().await;
        let _ = self.writer.clone().close().await;
    }
}

/// Lets go of a connection on which a transaction is still counted as open.
///
/// Where the disk is full SQLite may end a transaction by itself, and may then refuse the rollback. The driver would
/// make the next transaction a part of the one that it still counts, and its commit would commit nothing.
fn only_idle(options: sqlx::sqlite::SqlitePoolOptions) -> sqlx::sqlite::SqlitePoolOptions {
    options.before_acquire(|connection, _| {
        Box::pin(async move {
            // The rollback of the last transaction may still be waiting; its answer comes before this one.
            connection.ping().await?;
            Ok(!connection.is_in_transaction())
        })
    })
}

fn sqlite_options(settings: &Settings, path: &std::path::Path, read_only: bool) -> ConnectOptions {
    let mut options = ConnectOptions::new("sqlite::memory:");
    let (path, pages_max) = (path.to_owned(), settings.pages_max);
    options
        .max_connections(if read_only { settings.connections } else { 1 })
        .sqlx_logging(false)
        .idle_timeout(None::<Duration>)
        .max_lifetime(None::<Duration>)
        .test_before_acquire(false)
        .map_sqlx_sqlite_pool_opts(only_idle)
        .map_sqlx_sqlite_opts(move |options| {
            let options = options
                .filename(&path)
                .in_memory(false)
                .shared_cache(false)
                .create_if_missing(!read_only)
                .read_only(read_only)
                .busy_timeout(Duration::from_secs(10))
                .statement_cache_capacity(256)
                .pragma("foreign_keys", "ON")
                .pragma("secure_delete", "ON")
                .pragma("temp_store", "MEMORY");
            let options = match pages_max {
                Some(pages) if !read_only => options.pragma("max_page_count", pages.to_string()),
                _ => options,
            };
            if read_only {
                // There are many of them, and what they read often the system keeps for all.
                options.pragma("cache_size", "-4096")
            } else {
                // A mebibyte of log for each group of commits; moving it into the database costs a file sync.
                options
                    .pragma("cache_size", "-65536")
                    .pragma("journal_mode", "WAL")
                    .pragma("synchronous", "FULL")
                    .pragma("wal_autocheckpoint", "8000")
                    // What was disposed of is overwritten in the file, not only marked as free.
                    .pragma("secure_delete", "ON")
            }
        });
    options
}
