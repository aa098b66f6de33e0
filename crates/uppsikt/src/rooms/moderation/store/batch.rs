//! Decisions about many items at once: the tables, their migration, and every query on them.

use sea_orm::ColumnTrait as _;
use sea_orm::sea_query::{ColumnDef, Index, PostgresQueryBuilder, SqliteQueryBuilder, Table};
use uppsikt_kernel::Id;
use uppsikt_store::{Act, Migration, Reach, Schema, Scoped, Source, SqlBackend, StoreError, protect};
use uuid::Uuid;

use super::ROWS_MAX;
use crate::rooms::moderation::bulk::{Batch, BatchItem};

/// Batches.
pub mod batched {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "moderation_batch")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub organisation_id: Uuid,
        /// Made with the preview, so that a form that is sent twice is one batch.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub authority_id: Uuid,
        pub measure: String,
        pub class: String,
        /// `each` or `together`: one number for every item, or one for all of them.
        pub registration: String,
        pub decided_by: Uuid,
        pub decided_at: i64,
        /// When the first steps begin; until then all of it can be taken back at once.
        pub acts_at: i64,
        /// How many of those that were previewed had changed meanwhile and were left out.
        pub left_out: i32,
        pub cancelled_at: Option<i64>,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl uppsikt_store::Stored for Entity {
        const REACH: uppsikt_store::Reach = uppsikt_store::Reach::Authority;
    }
}

/// The decisions of a batch.
pub mod batch_item {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "moderation_batch_item")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub organisation_id: Uuid,
        /// The decision's id.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub authority_id: Uuid,
        pub batch_id: Uuid,
        pub item_id: Uuid,
        /// Its place in the batch, from 1.
        pub number: i32,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl uppsikt_store::Stored for Entity {
        const REACH: uppsikt_store::Reach = uppsikt_store::Reach::Authority;
    }
}

/// Declares the tables.
pub fn declare(schema: &mut Schema) {
    schema.migration(Migration {
        room: "moderation",
        version: 6,
        name: "decisions about many items at once",
        statements,
    });
    schema.stored::<batched::Entity>();
    schema.stored::<batch_item::Entity>();
}

fn statements(backend: SqlBackend) -> Vec<String> {
    let id = |name: &'static str| ColumnDef::new(name).uuid().not_null().take();
    let text = |name: &'static str| ColumnDef::new(name).text().not_null().take();
    let number = |name: &'static str| ColumnDef::new(name).big_integer().not_null().take();
    let small = |name: &'static str| ColumnDef::new(name).integer().not_null().take();
    let table = |name: &'static str| {
        Table::create()
            .table(name)
            .col(id("organisation_id"))
            .col(id("id"))
            .primary_key(Index::create().col("organisation_id").col("id"))
            .take()
    };
    let batches = table("moderation_batch")
        .col(id("authority_id"))
        .col(text("measure"))
        .col(text("class"))
        .col(text("registration"))
        .col(id("decided_by"))
        .col(number("decided_at"))
        .col(number("acts_at"))
        .col(small("left_out"))
        .col(ColumnDef::new("cancelled_at").big_integer())
        .take();
    let items = table("moderation_batch_item")
        .col(id("authority_id"))
        .col(id("batch_id"))
        .col(id("item_id"))
        .col(small("number"))
        .take();
    let index = Index::create()
        .name("moderation_batch_item_batch")
        .table("moderation_batch_item")
        .col("organisation_id")
        .col("batch_id")
        .col("number")
        .take();
    let mut all = vec![backend.create(&batches), backend.create(&items)];
    all.push(match backend {
        SqlBackend::Sqlite => index.to_string(SqliteQueryBuilder),
        SqlBackend::Postgres => index.to_string(PostgresQueryBuilder),
    });
    for name in ["moderation_batch", "moderation_batch_item"] {
        all.extend(protect(backend, name, Reach::Authority));
    }
    all
}

fn of_row(row: batched::Model) -> Result<Batch, StoreError> {
    let bad = |column| StoreError::BadRow { table: "moderation_batch", row: row.id.to_string(), column };
    Ok(Batch {
        id: row.id,
        authority: Id::from_uuid(row.authority_id),
        measure: row.measure.parse().map_err(|_| bad("measure"))?,
        class: row.class.parse().map_err(|_| bad("class"))?,
        registration: row.registration.parse().map_err(|()| bad("registration"))?,
        decided_by: Id::from_uuid(row.decided_by),
        decided_at: row.decided_at,
        acts_at: row.acts_at,
        left_out: row.left_out,
        cancelled_at: row.cancelled_at,
    })
}

fn to_row(batch: &Batch, organisation_id: Uuid) -> batched::Model {
    batched::Model {
        organisation_id,
        id: batch.id,
        authority_id: batch.authority.uuid(),
        measure: batch.measure.code().to_owned(),
        class: batch.class.code().to_owned(),
        registration: batch.registration.code().to_owned(),
        decided_by: batch.decided_by.uuid(),
        decided_at: batch.decided_at,
        acts_at: batch.acts_at,
        left_out: batch.left_out,
        cancelled_at: batch.cancelled_at,
    }
}

/// Writes a new batch with its items.
pub(in crate::rooms::moderation) fn insert(
    act: &mut Act<'_>,
    new: &Batch,
    items: &[BatchItem],
) -> Result<(), StoreError> {
    let organisation_id = act.organisation().uuid();
    act.insert::<batched::Entity>(to_row(new, organisation_id))?;
    for item in items {
        act.insert::<batch_item::Entity>(batch_item::Model {
            organisation_id,
            id: item.decision,
            authority_id: new.authority.uuid(),
            batch_id: new.id,
            item_id: item.item,
            number: item.number,
        })?;
    }
    Ok(())
}

/// Writes a batch anew.
pub(in crate::rooms::moderation) fn update(act: &mut Act<'_>, changed: &Batch) -> Result<(), StoreError> {
    let organisation_id = act.organisation().uuid();
    act.update::<batched::Entity>(to_row(changed, organisation_id))
}

/// One batch.
pub(in crate::rooms::moderation) async fn by_id(
    source: &mut impl Source,
    id: Uuid,
) -> Result<Option<Batch>, StoreError> {
    let query = Scoped::<batched::Entity>::stored(source).filter(batched::Column::Id.eq(id));
    query.one(source).await?.map(of_row).transpose()
}

/// The newest batches.
pub(in crate::rooms::moderation) async fn newest(
    source: &mut impl Source,
    limit: u64,
) -> Result<Vec<Batch>, StoreError> {
    let rows = Scoped::<batched::Entity>::stored(source)
        .descending(batched::Column::DecidedAt)
        .descending(batched::Column::Id)
        .list(source, limit)
        .await?;
    rows.into_iter().map(of_row).collect()
}

/// The items of a batch, in their order.
pub(in crate::rooms::moderation) async fn items(
    source: &mut impl Source,
    batch: Uuid,
) -> Result<Vec<BatchItem>, StoreError> {
    let rows = Scoped::<batch_item::Entity>::stored(source)
        .filter(batch_item::Column::BatchId.eq(batch))
        .ascending(batch_item::Column::Number)
        .list(source, ROWS_MAX)
        .await?;
    let of_row =
        |row: batch_item::Model| BatchItem { decision: row.id, item: row.item_id, number: row.number };
    Ok(rows.into_iter().map(of_row).collect())
}

/// The batch that a decision belongs to.
pub(in crate::rooms::moderation) async fn of_decision(
    source: &mut impl Source,
    decision: Uuid,
) -> Result<Option<Batch>, StoreError> {
    let query = Scoped::<batch_item::Entity>::stored(source).filter(batch_item::Column::Id.eq(decision));
    match query.one(source).await? {
        Some(row) => by_id(source, row.batch_id).await,
        None => Ok(None),
    }
}
