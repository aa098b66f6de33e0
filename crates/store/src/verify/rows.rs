//! Do the rows say what the log committed to?

use uppsikt_ledger::Commitment;
use uuid::Uuid;

use sea_orm::Value;

use super::replay::Replay;
use super::{FindingKind, VerifyReport};
use crate::error::StoreError;
use crate::read::Reader;
use crate::row::canonical_row;
use crate::schema::{Kind, Row, Table};
use crate::table::Source as _;

const ROWS_MAX: u64 = 2_048;

pub(super) async fn check(
    reader: &Reader,
    replay: &mut Replay<'_>,
    report: &mut VerifyReport,
) -> Result<(), StoreError> {
    for table in replay.schema.tables.iter().filter(|table| table.kind == Kind::Covered) {
        let mut after: Option<Row> = None;
        loop {
            let filter = reader.scope().condition(table.name, table.reach);
            let page = table.port.page(&reader.conn, filter, after.as_ref(), ROWS_MAX).await?;
            for row in &page {
                one(table, row, replay, report)?;
            }
            match page.into_iter().next_back() {
                Some(last) => after = Some(last),
                None => break,
            }
        }
        if let Some(left) = replay.rows.get(table.name) {
            for (id, facts) in left {
                if facts.commitment.is_some() {
                    report.found(FindingKind::RowMissing, format!("{} {id}", table.name));
                }
            }
        }
    }
    Ok(())
}

fn one(
    table: &Table,
    row: &Row,
    replay: &mut Replay<'_>,
    report: &mut VerifyReport,
) -> Result<(), StoreError> {
    report.rows += 1;
    let id = match row.get("id") {
        Some(Value::Uuid(Some(id))) => *id,
        _ => Uuid::nil(),
    };
    let name = || format!("{} {id}", table.name);
    let Some(facts) = replay.rows.get_mut(table.name).and_then(|rows| rows.remove(&id)) else {
        report.found(FindingKind::RowUnbound, name());
        return Ok(());
    };
    let covered = table.covered.iter().filter_map(|column| Some((*column, row.get(column)?.clone())));
    let bytes = canonical_row(table.name, covered)?;
    let salt = replay.acts.get(&facts.act).and_then(|act| act.salt.as_ref());
    let same = salt.is_some_and(|salt| facts.commitment == Some(Commitment::row(salt, table.name, &bytes)));
    if !same {
        report.found(FindingKind::Row, name());
    }
    Ok(())
}
