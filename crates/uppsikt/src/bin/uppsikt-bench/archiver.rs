//! The yardstick of a capture: what a plain archiver does with the same pages.
//!
//! It keeps each item as a row of JSON text with a hash, one transaction a page, on the same database with the
//! same durability; the second time it compares hashes. Nothing is encrypted, nothing can be proved, a change
//! would overwrite. It is measured with a statement for each item, as such programs are mostly written, and with
//! one for each page, as a careful one is.

use std::collections::HashMap;

use anyhow::{Context as _, Result, ensure};
use sea_orm::{ConnectionTrait, DatabaseBackend, Statement, TransactionTrait as _, Value};
use uppsikt_kernel::Digest;
use uppsikt_platform::ReadPage;

use crate::place::Bench;
use crate::process::{Took, Watch};
use crate::row;
use crate::shelf::Shelf;

/// Items of a statement: one, or more than a page has.
const WAYS: [(usize, &str); 2] = [(1, "a statement an item"), (1_000, "a statement a page")];

pub(crate) async fn measure(bench: &Bench, shelf: &Shelf, items: usize, reading: Took) -> Result<()> {
    for (rows, way) in WAYS {
        make_table(bench).await?;
        let before = bench.plain_bytes().await?;
        let watch = Watch::start();
        let kept = each(bench, shelf, rows, Step::Keep).await?;
        let took = watch.stop();
        ensure!(kept == items, "{kept} of {items} kept");
        let what = format!("plain archiver, {way}, first pass");
        rates(&what, items, took, reading);
        let grown = bench.plain_bytes().await?.saturating_sub(before);
        row(&format!("{what}, space on disk"), grown as f64 / items as f64, "bytes/item");
        let watch = Watch::start();
        let same = each(bench, shelf, rows, Step::Compare).await?;
        let took = watch.stop();
        ensure!(same == items, "{same} of {items} are the same");
        rates(&format!("plain archiver, {way}, nothing new"), items, took, reading);
    }
    Ok(())
}

/// The lines of one piece of work over items.
pub(crate) fn rates(what: &str, items: usize, took: Took, reading: Took) {
    let own = took.without(reading);
    row(what, items as f64 / took.wall, "items/s");
    row("  without the reading", items as f64 / own.wall.max(1e-9), "items/s");
    row("  processor time without the reading", own.cpu * 1e6 / items as f64, "µs/item");
}

#[derive(Clone, Copy)]
enum Step {
    Keep,
    Compare,
}

async fn each(bench: &Bench, shelf: &Shelf, rows: usize, step: Step) -> Result<usize> {
    let (mut number, mut done) = (0, 0);
    while let Some(page) = shelf.page(number) {
        number += 1;
        let items: Vec<(String, Vec<u8>, &str)> = fields(&page).collect::<Option<_>>().context("no UTF-8")?;
        match step {
            Step::Keep => {
                let txn = bench.plain.begin().await?;
                for chunk in items.chunks(rows) {
                    txn.execute_raw(insert(txn.get_database_backend(), chunk)).await?;
                }
                txn.commit().await?;
                done += items.len();
            }
            Step::Compare => {
                for chunk in items.chunks(rows) {
                    let known: HashMap<String, Vec<u8>> = bench
                        .plain
                        .query_all_raw(select(bench.plain.get_database_backend(), chunk))
                        .await?
                        .iter()
                        .map(|row| Ok((row.try_get("", "native_id")?, row.try_get("", "hash")?)))
                        .collect::<Result<_>>()?;
                    done += chunk.iter().filter(|(id, hash, _)| known.get(id) == Some(hash)).count();
                }
            }
        }
    }
    Ok(done)
}

/// The platform's id, the hash of the bytes, and the bytes as text.
fn fields(page: &ReadPage) -> impl Iterator<Item = Option<(String, Vec<u8>, &str)>> {
    page.items.iter().map(|read| {
        let bytes = page.bytes.get(read.range.clone())?;
        let hash = Digest::of(bytes).as_bytes().to_vec();
        Some((read.item.native_id.clone(), hash, std::str::from_utf8(bytes).ok()?))
    })
}

async fn make_table(bench: &Bench) -> Result<()> {
    let bytes = if bench.is_sqlite { "BLOB" } else { "bytea" };
    let sql = format!(
        "CREATE TABLE archived (native_id TEXT PRIMARY KEY, hash {bytes} NOT NULL, body TEXT NOT NULL)"
    );
    bench.plain.execute_unprepared("DROP TABLE IF EXISTS archived").await?;
    bench.plain.execute_unprepared(&sql).await?;
    Ok(())
}

fn place(backend: DatabaseBackend, number: usize) -> String {
    if backend == DatabaseBackend::Postgres { format!("${number}") } else { "?".to_owned() }
}

fn insert(backend: DatabaseBackend, items: &[(String, Vec<u8>, &str)]) -> Statement {
    let mut values: Vec<Value> = Vec::with_capacity(items.len() * 3);
    let mut rows = Vec::with_capacity(items.len());
    for (id, hash, body) in items {
        let at = values.len();
        values.extend([id.as_str().into(), hash.clone().into(), (*body).into()]);
        let places: Vec<String> = (at + 1..=at + 3).map(|number| place(backend, number)).collect();
        rows.push(format!("({})", places.join(",")));
    }
    let sql = format!("INSERT INTO archived (native_id, hash, body) VALUES {}", rows.join(","));
    Statement::from_sql_and_values(backend, sql, values)
}

fn select(backend: DatabaseBackend, items: &[(String, Vec<u8>, &str)]) -> Statement {
    let places: Vec<String> = (1..=items.len()).map(|number| place(backend, number)).collect();
    let sql = format!("SELECT native_id, hash FROM archived WHERE native_id IN ({})", places.join(","));
    Statement::from_sql_and_values(backend, sql, items.iter().map(|(id, ..)| Value::from(id.as_str())))
}
