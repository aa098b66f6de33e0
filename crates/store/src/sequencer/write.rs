//! What one round of the sequencer writes.

use std::fmt::Write as _;

use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ColumnTrait as _, ConnectionTrait as _, DatabaseTransaction, EntityTrait as _, QueryFilter as _, Set,
    Statement, Value,
};
use uppsikt_kernel::{Id, Micros, Organisation};
use uppsikt_ledger::{Appender, SignedCheckpoint};

use super::damaged;
use crate::error::StoreError;
use crate::schema::SqlBackend;
use crate::tables::{log, log_bundle, log_checkpoint, log_tile, pending_entry};

/// Acts in one statement: well below the bind limit, and few shapes of statement.
const ACTS_MAX: usize = 256;

pub(super) struct Placed<'a> {
    pub organisation: Id<Organisation>,
    pub first: u64,
    pub pending: &'a [pending_entry::Model],
    pub appender: &'a Appender,
    pub bundles: &'a [(u64, Vec<u8>)],
}

impl Placed<'_> {
    /// Tiles, bundles, the acts' places, the log's size; and the queue without what was placed.
    pub(super) async fn save(
        &self,
        conn: &DatabaseTransaction,
        backend: SqlBackend,
    ) -> Result<(), StoreError> {
        self.save_tree(conn).await?;
        let mut first = self.first;
        for chunk in self.pending.chunks(ACTS_MAX) {
            self.place_acts(conn, backend, chunk, first).await?;
            let done = chunk.iter().map(|row| row.seq);
            pending_entry::Entity::delete_many()
                .filter(pending_entry::Column::OrganisationId.eq(self.organisation.uuid()))
                .filter(pending_entry::Column::Seq.is_in(done))
                .exec(conn)
                .await?;
            first += chunk.len() as u64;
        }
        let size = i64::try_from(self.appender.size()).map_err(damaged)?;
        log::Entity::update_many()
            .col_expr(log::Column::Size, size.into())
            .filter(log::Column::OrganisationId.eq(self.organisation.uuid()))
            .exec(conn)
            .await?;
        Ok(())
    }

    async fn save_tree(&self, conn: &DatabaseTransaction) -> Result<(), StoreError> {
        for (tile, hashes) in self.appender.changed() {
            let row = log_tile::ActiveModel {
                organisation_id: Set(self.organisation.uuid()),
                level: Set(i32::from(tile.level)),
                number: Set(i64::try_from(tile.index).map_err(damaged)?),
                hashes: Set(hashes.to_vec()),
            };
            let grows = OnConflict::columns([
                log_tile::Column::OrganisationId,
                log_tile::Column::Level,
                log_tile::Column::Number,
            ])
            .update_column(log_tile::Column::Hashes)
            .to_owned();
            log_tile::Entity::insert(row).on_conflict(grows).exec_without_returning(conn).await?;
        }
        for (number, entries) in self.bundles {
            let row = log_bundle::ActiveModel {
                organisation_id: Set(self.organisation.uuid()),
                number: Set(i64::try_from(*number).map_err(damaged)?),
                entries: Set(entries.clone()),
            };
            let grows = OnConflict::columns([log_bundle::Column::OrganisationId, log_bundle::Column::Number])
                .update_column(log_bundle::Column::Entries)
                .to_owned();
            log_bundle::Entity::insert(row).on_conflict(grows).exec_without_returning(conn).await?;
        }
        Ok(())
    }

    /// Both databases name the columns of VALUES `column1` and `column2`.
    async fn place_acts(
        &self,
        conn: &DatabaseTransaction,
        backend: SqlBackend,
        chunk: &[pending_entry::Model],
        first: u64,
    ) -> Result<(), StoreError> {
        let mut sql = String::from("UPDATE act SET leaf_index = place.column2 FROM (VALUES ");
        let mut values: Vec<Value> = Vec::with_capacity(chunk.len() * 2 + 1);
        for (at, row) in chunk.iter().enumerate() {
            let comma = if at == 0 { "" } else { ", " };
            let written = match backend {
                SqlBackend::Sqlite => write!(sql, "{comma}(?, ?)"),
                SqlBackend::Postgres => {
                    write!(sql, "{comma}(${}::uuid, ${}::bigint)", at * 2 + 1, at * 2 + 2)
                }
            };
            written.map_err(damaged)?;
            values.push(row.act_id.into());
            values.push(i64::try_from(first + at as u64).map_err(damaged)?.into());
        }
        sql.push_str(") AS place WHERE act.id = place.column1 AND act.organisation_id = ");
        match backend {
            SqlBackend::Sqlite => sql.push('?'),
            SqlBackend::Postgres => write!(sql, "${}", chunk.len() * 2 + 1).map_err(damaged)?,
        }
        values.push(self.organisation.uuid().into());
        let done = conn
            .execute_raw(Statement::from_sql_and_values(conn.get_database_backend(), sql, values))
            .await?
            .rows_affected();
        if done == chunk.len() as u64 { Ok(()) } else { Err(damaged("a waiting entry has no act")) }
    }
}

const MINUTE_MICROS: i64 = 60_000_000;

/// Saves a checkpoint; of those signed within one minute the last is kept.
pub(super) async fn checkpoint(
    conn: &DatabaseTransaction,
    organisation: Id<Organisation>,
    signed: &SignedCheckpoint,
    now: Micros,
) -> Result<(), StoreError> {
    let minute = now.get() - now.get().rem_euclid(MINUTE_MICROS);
    // A checkpoint with two signatures hands the log over from one key to the next, and is kept.
    log_checkpoint::Entity::delete_many()
        .filter(log_checkpoint::Column::OrganisationId.eq(organisation.uuid()))
        .filter(log_checkpoint::Column::SignedAt.gte(minute))
        .filter(log_checkpoint::Column::Note.not_like("%\n— %\n— %"))
        .exec(conn)
        .await?;
    log_checkpoint::Entity::insert(log_checkpoint::ActiveModel {
        organisation_id: Set(organisation.uuid()),
        size: Set(i64::try_from(signed.checkpoint().size()).map_err(damaged)?),
        signed_at: Set(now.get()),
        note: Set(signed.text()),
    })
    .exec_without_returning(conn)
    .await?;
    Ok(())
}
