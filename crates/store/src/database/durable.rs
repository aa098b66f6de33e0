//! Reads the durability settings back; the store refuses to open without them.

use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};

use crate::error::StoreError;
use crate::settings::Durability;

async fn read(conn: &DatabaseConnection, sql: &str) -> Result<String, StoreError> {
    let row = conn.query_one_raw(Statement::from_string(conn.get_database_backend(), sql)).await?;
    let Some(row) = row else { return Ok(String::new()) };
    if let Ok(text) = row.try_get_by_index::<String>(0) {
        return Ok(text);
    }
    Ok(row.try_get_by_index::<i64>(0).map(|number| number.to_string())?)
}

fn must(setting: &'static str, found: &str, wanted: &'static str) -> Result<(), StoreError> {
    if found == wanted {
        Ok(())
    } else {
        Err(StoreError::NotDurable { setting, found: found.to_owned(), wanted })
    }
}

/// Write-ahead log, and a file sync at every commit (2 = FULL).
pub(super) async fn sqlite(conn: &DatabaseConnection) -> Result<Durability, StoreError> {
    let version = read(conn, "SELECT sqlite_version()").await?;
    let journal = read(conn, "PRAGMA journal_mode").await?;
    let synchronous = read(conn, "PRAGMA synchronous").await?;
    must("journal_mode", &journal, "wal")?;
    must("synchronous", &synchronous, "2")?;
    Ok(Durability {
        database: format!("SQLite {version}"),
        settings: vec![("journal_mode", journal), ("synchronous", "FULL".to_owned())],
    })
}

/// A file sync at every commit, whole pages in the write-ahead log.
pub(super) async fn postgres(conn: &DatabaseConnection) -> Result<Durability, StoreError> {
    let version = read(conn, "SHOW server_version").await?;
    let mut settings = Vec::new();
    for (name, sql) in [
        ("fsync", "SHOW fsync"),
        ("synchronous_commit", "SHOW synchronous_commit"),
        ("full_page_writes", "SHOW full_page_writes"),
    ] {
        let found = read(conn, sql).await?;
        let strong_enough =
            name == "synchronous_commit" && (found == "remote_apply" || found == "remote_write");
        if !strong_enough {
            must(name, &found, "on")?;
        }
        settings.push((name, found));
    }
    Ok(Durability { database: format!("PostgreSQL {version}"), settings })
}

/// The application's user; refused when row level security would not hold for it.
pub(super) async fn postgres_user(conn: &DatabaseConnection) -> Result<String, StoreError> {
    let row = conn
        .query_one_raw(Statement::from_string(
            conn.get_database_backend(),
            "SELECT rolname::text, rolsuper, rolbypassrls, EXISTS (SELECT 1 FROM pg_class c JOIN pg_namespace n \
             ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relkind = 'r' AND pg_has_role(c.relowner, 'USAGE')) \
             AS owner FROM pg_roles WHERE rolname = current_user",
        ))
        .await?
        .ok_or(StoreError::DatabaseUser("unknown"))?;
    if row.try_get::<bool>("", "rolsuper")? {
        return Err(StoreError::DatabaseUser("a superuser"));
    }
    if row.try_get::<bool>("", "rolbypassrls")? {
        return Err(StoreError::DatabaseUser("allowed to step around row level security"));
    }
    if row.try_get::<bool>("", "owner")? {
        return Err(StoreError::DatabaseUser("the owner of the tables"));
    }
    Ok(row.try_get("", "rolname")?)
}
