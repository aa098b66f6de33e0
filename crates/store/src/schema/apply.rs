//! Applies the migrations that a database lacks, and refuses a database from a newer program.

use std::collections::BTreeMap;

use sea_orm::{ConnectionTrait as _, DatabaseConnection, Statement, TransactionTrait as _};
use uppsikt_kernel::Micros;

use super::{Schema, SqlBackend};
use crate::error::StoreError;

const CREATE: &str = "CREATE TABLE IF NOT EXISTS schema_version (\
    room TEXT NOT NULL, version BIGINT NOT NULL, name TEXT NOT NULL, applied_at BIGINT NOT NULL, \
    program TEXT NOT NULL, PRIMARY KEY (room, version))";

/// Brings the database to the schema of this program; each step in a transaction of its own.
///
/// On PostgreSQL `grant_to` is the application's user, which gets the right to read and write rows and nothing more.
/// `up_to` stops at the versions of an older backup, whose rows are put in before the rest is applied.
pub(crate) async fn migrate(
    conn: &DatabaseConnection,
    backend: SqlBackend,
    schema: &Schema,
    now: Micros,
    grant_to: Option<&str>,
    up_to: Option<&BTreeMap<String, i64>>,
) -> Result<usize, StoreError> {
    conn.execute_unprepared(CREATE).await?;
    let applied = applied(conn).await?;
    let mut known: BTreeMap<&str, i64> = BTreeMap::new();
    for migration in &schema.migrations {
        let highest = known.entry(migration.room).or_default();
        *highest = (*highest).max(migration.version);
    }
    for (room, found) in &applied {
        let known = known.get(room.as_str()).copied().unwrap_or(0);
        if *found > known {
            return Err(StoreError::NewerSchema { room: room.clone(), found: *found, known });
        }
    }
    let mut steps = 0;
    for migration in &schema.migrations {
        if migration.version <= applied.get(migration.room).copied().unwrap_or(0) {
            continue;
        }
        if up_to.is_some_and(|up_to| migration.version > up_to.get(migration.room).copied().unwrap_or(0)) {
            continue;
        }
        let txn = conn.begin().await?;
        for sql in (migration.statements)(backend) {
            txn.execute_unprepared(&sql).await?;
        }
        txn.execute_raw(Statement::from_sql_and_values(
            txn.get_database_backend(),
            if backend == SqlBackend::Sqlite {
                "INSERT INTO schema_version (room, version, name, applied_at, program) VALUES (?, ?, ?, ?, ?)"
            } else {
                "INSERT INTO schema_version (room, version, name, applied_at, program) VALUES ($1, $2, $3, $4, $5)"
            },
            [
                migration.room.into(),
                migration.version.into(),
                migration.name.into(),
                now.get().into(),
                env!("CARGO_PKG_VERSION").into(),
            ],
        ))
        .await?;
        txn.commit().await?;
        steps += 1;
    }
    if let Some(user) = grant_to {
        let user = user.replace('"', "\"\"");
        // In one go, which is one commit: this is done at every start.
        conn.execute_unprepared(&format!(
            "GRANT USAGE ON SCHEMA public TO \"{user}\"; \
             GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO \"{user}\"; \
             GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO \"{user}\"; \
             REVOKE INSERT, UPDATE, DELETE ON schema_version FROM \"{user}\""
        ))
        .await?;
    }
    Ok(steps)
}

/// The highest applied version of each room.
async fn applied(conn: &DatabaseConnection) -> Result<BTreeMap<String, i64>, StoreError> {
    let rows = conn
        .query_all_raw(Statement::from_string(
            conn.get_database_backend(),
            "SELECT room, max(version) AS version FROM schema_version GROUP BY room",
        ))
        .await?;
    let mut applied = BTreeMap::new();
    for row in rows {
        applied.insert(row.try_get::<String>("", "room")?, row.try_get::<i64>("", "version")?);
    }
    Ok(applied)
}

/// Whether the database lacks nothing, for a user that may not change the schema.
pub(crate) async fn is_current(conn: &DatabaseConnection, schema: &Schema) -> Result<bool, StoreError> {
    let applied = applied(conn).await?;
    for (room, found) in &applied {
        let known = schema.migrations.iter().filter(|m| m.room == room).map(|m| m.version).max().unwrap_or(0);
        if *found > known {
            return Err(StoreError::NewerSchema { room: room.clone(), found: *found, known });
        }
    }
    Ok(schema.migrations.iter().all(|m| m.version <= applied.get(m.room).copied().unwrap_or(0)))
}
