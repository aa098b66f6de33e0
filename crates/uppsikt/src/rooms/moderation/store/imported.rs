//! Decisions that were made before Uppsikt: their table, its migration, and every query on it.

use std::collections::HashMap;

use sea_orm::ColumnTrait as _;
use sea_orm::sea_query::{ColumnDef, Index, PostgresQueryBuilder, SqliteQueryBuilder, Table};
use uppsikt_kernel::Id;
use uppsikt_store::{Migration, Reach, Schema, Scoped, Source, SqlBackend, StoreError, protect};
use uuid::Uuid;

use super::ROWS_MAX;
use crate::rooms::moderation::imported::Imported;

/// Decisions from elsewhere.
pub mod earlier {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "moderation_imported")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub organisation_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub authority_id: Uuid,
        pub account_id: Uuid,
        pub item_id: Uuid,
        /// The newest version when the decision was brought in.
        pub version_number: i32,
        /// `remove`, `hide`, `keep` or `block`.
        pub measure: String,
        /// The day, as `2025-04-02`.
        pub decided_on: String,
        /// Ground, by whom and note, sealed.
        pub object_id: Uuid,
        pub imported_at: i64,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl uppsikt_store::Stored for Entity {
        const REACH: uppsikt_store::Reach = uppsikt_store::Reach::Authority;
    }
}

/// Declares the table.
pub fn declare(schema: &mut Schema) {
    schema.migration(Migration {
        room: "moderation",
        version: 2,
        name: "decisions from elsewhere",
        statements,
    });
    schema.stored::<earlier::Entity>();
}

fn statements(backend: SqlBackend) -> Vec<String> {
    let id = |name: &'static str| ColumnDef::new(name).uuid().not_null().take();
    let text = |name: &'static str| ColumnDef::new(name).text().not_null().take();
    let table = Table::create()
        .table("moderation_imported")
        .col(id("organisation_id"))
        .col(id("id"))
        .col(id("authority_id"))
        .col(id("account_id"))
        .col(id("item_id"))
        .col(ColumnDef::new("version_number").integer().not_null())
        .col(text("measure"))
        .col(text("decided_on"))
        .col(id("object_id"))
        .col(ColumnDef::new("imported_at").big_integer().not_null())
        .primary_key(Index::create().col("organisation_id").col("id"))
        .take();
    let unique = Index::create()
        .name("moderation_imported_item")
        .table("moderation_imported")
        .col("organisation_id")
        .col("item_id")
        .col("measure")
        .col("decided_on")
        .unique()
        .take();
    let mut all = vec![backend.create(&table)];
    all.push(match backend {
        SqlBackend::Sqlite => unique.to_string(SqliteQueryBuilder),
        SqlBackend::Postgres => unique.to_string(PostgresQueryBuilder),
    });
    all.extend(protect(backend, "moderation_imported", Reach::Authority));
    all
}

/// The earlier decisions about an item, oldest day first.
pub(in crate::rooms::moderation) async fn about(
    source: &mut impl Source,
    item: Uuid,
) -> Result<Vec<Imported>, StoreError> {
    let rows = Scoped::<earlier::Entity>::stored(source)
        .filter(earlier::Column::ItemId.eq(item))
        .ascending(earlier::Column::DecidedOn)
        .ascending(earlier::Column::Id)
        .list(source, ROWS_MAX)
        .await?;
    rows.into_iter().map(of_row).collect()
}

fn of_row(row: earlier::Model) -> Result<Imported, StoreError> {
    let measure = row.measure.parse().map_err(|()| StoreError::BadRow {
        table: "moderation_imported",
        row: row.id.to_string(),
        column: "measure",
    })?;
    Ok(Imported {
        id: row.id,
        item: row.item_id,
        measure,
        decided_on: row.decided_on,
        object: Id::from_uuid(row.object_id),
    })
}

/// The newest version of each item that an earlier decision stands about.
pub(in crate::rooms::moderation) async fn judged(
    source: &mut impl Source,
    items: &[Uuid],
) -> Result<HashMap<Uuid, i32>, StoreError> {
    let rows = Scoped::<earlier::Entity>::stored(source)
        .filter(earlier::Column::ItemId.is_in(items.iter().copied()))
        .ascending(earlier::Column::Id)
        .list(source, ROWS_MAX)
        .await?;
    let mut newest = HashMap::new();
    for row in rows {
        let known = newest.entry(row.item_id).or_insert(row.version_number);
        *known = (*known).max(row.version_number);
    }
    Ok(newest)
}
