//! The yardstick: plain inserts of the same content on the same database, with the same durability.

use std::sync::Arc;
use std::time::Instant;

use anyhow::Result;
use sea_orm::{ConnectionTrait as _, DatabaseConnection, Statement, TransactionTrait as _, Value};
use uuid::Uuid;

use crate::place::Bench;
use crate::{CONTENT_BYTES, items, per_second, row};

/// Rows of one statement in the batched measurement, as in the store.
const BATCH: usize = 256;

fn id(at: usize) -> Uuid {
    Uuid::from_u128(((at as u128) << 64) | 0x7000_0000_0000_8000_0000_0000)
}

fn insert(conn: &DatabaseConnection, ids: std::ops::Range<usize>) -> Statement {
    let backend = conn.get_database_backend();
    let postgres = backend == sea_orm::DatabaseBackend::Postgres;
    let (mut sql, mut values) = (String::from("INSERT INTO plain (id, body) VALUES "), Vec::<Value>::new());
    for (at, number) in ids.enumerate() {
        let comma = if at == 0 { "" } else { "," };
        let place = |n: usize| if postgres { format!("${n}") } else { "?".to_owned() };
        sql.push_str(&format!("{comma}({},{})", place(at * 2 + 1), place(at * 2 + 2)));
        values.push(id(number).into());
        values.push(vec![7_u8; CONTENT_BYTES].into());
    }
    Statement::from_sql_and_values(backend, sql, values)
}

pub(crate) async fn measure(bench: &Bench) -> Result<()> {
    let conn = &bench.plain;
    let single = (items() / 20).max(100);
    let began = Instant::now();
    for at in 0..single {
        conn.execute_raw(insert(conn, at..at + 1)).await?;
    }
    row("plain inserts, 1 writer, each committed", per_second(single, began), "rows/s");

    let many = (items() / 10).max(1_000);
    let shared = Arc::new(conn.clone());
    let began = Instant::now();
    let mut tasks = tokio::task::JoinSet::new();
    for writer in 0..64 {
        let conn = Arc::clone(&shared);
        tasks.spawn(async move {
            for at in (single + writer..single + many).step_by(64) {
                conn.execute_raw(insert(&conn, at..at + 1)).await?;
            }
            anyhow::Ok(())
        });
    }
    while let Some(done) = tasks.join_next().await {
        done??;
    }
    row("plain inserts, 64 writers, each committed", per_second(many, began), "rows/s");

    let first = single + many;
    let began = Instant::now();
    for start in (first..first + items()).step_by(BATCH * 2) {
        let txn = conn.begin().await?;
        for at in [start, start + BATCH] {
            txn.execute_raw(insert(conn, at..at + BATCH)).await?;
        }
        txn.commit().await?;
    }
    row("plain inserts, 512 in a transaction", per_second(items(), began), "rows/s");
    Ok(())
}
