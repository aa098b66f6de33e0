//! Who has which item in front of them: the table, its migration, and every query on it.

use sea_orm::ColumnTrait as _;
use sea_orm::sea_query::{ColumnDef, Index, Table};
use uppsikt_kernel::{Id, User};
use uppsikt_store::{Migration, Reach, Schema, Scoped, Source, SqlBackend, StoreError, Tx, protect};
use uuid::Uuid;

use crate::rooms::moderation::claim::Claim;

/// Claims that are read at a time: more than an organisation has people at work.
const CLAIMS_MAX: u64 = 1_000;
/// Expired claims that one writing takes away: more than it adds.
const SWEPT_AT_A_TIME: u64 = 20;

/// Claims: the row's id is the item's.
pub mod claimed {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "moderation_claim")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub organisation_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub authority_id: Uuid,
        pub user_id: Uuid,
        pub taken_at: i64,
        /// The last sign of life.
        pub seen_at: i64,
        /// When it was taken by a button, and not only by opening the item.
        pub held_at: Option<i64>,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl uppsikt_store::Housekeeping for Entity {
        const REACH: uppsikt_store::Reach = uppsikt_store::Reach::Authority;
        const REASON: &'static str = "says for some minutes who is looking at what; whoever decides stands in the decision, and a claim forbids nothing";
        // Restored from a backup, it would say that somebody sits there who went home long ago.
        const DERIVED: bool = true;
    }
}

/// Declares the table.
pub fn declare(schema: &mut Schema) {
    schema.migration(Migration {
        room: "moderation",
        version: 5,
        name: "who has which item in front of them",
        statements,
    });
    schema.housekeeping::<claimed::Entity>();
}

fn statements(backend: SqlBackend) -> Vec<String> {
    let id = |name: &'static str| ColumnDef::new(name).uuid().not_null().take();
    let number = |name: &'static str| ColumnDef::new(name).big_integer().not_null().take();
    let table = Table::create()
        .table("moderation_claim")
        .col(id("organisation_id"))
        .col(id("id"))
        .col(id("authority_id"))
        .col(id("user_id"))
        .col(number("taken_at"))
        .col(number("seen_at"))
        .col(ColumnDef::new("held_at").big_integer())
        .primary_key(Index::create().col("organisation_id").col("id"))
        .take();
    let mut all = vec![backend.create(&table)];
    all.extend(protect(backend, "moderation_claim", Reach::Authority));
    all
}

fn of_row(row: claimed::Model) -> Claim {
    Claim {
        item: row.id,
        authority: Id::from_uuid(row.authority_id),
        user: Id::from_uuid(row.user_id),
        taken_at: row.taken_at,
        seen_at: row.seen_at,
        held_at: row.held_at,
    }
}

/// The claim on an item, alive or not.
pub(in crate::rooms::moderation) async fn by_item(
    source: &mut impl Source,
    item: Uuid,
) -> Result<Option<Claim>, StoreError> {
    let query = Scoped::<claimed::Entity>::housekeeping(source).filter(claimed::Column::Id.eq(item));
    Ok(query.one(source).await?.map(of_row))
}

/// Claims with a sign of life after `since`, in microseconds.
pub(in crate::rooms::moderation) async fn seen_after(
    source: &mut impl Source,
    since: i64,
) -> Result<Vec<Claim>, StoreError> {
    let rows = Scoped::<claimed::Entity>::housekeeping(source)
        .filter(claimed::Column::SeenAt.gt(since))
        .ascending(claimed::Column::TakenAt)
        .ascending(claimed::Column::Id)
        .list(source, CLAIMS_MAX)
        .await?;
    Ok(rows.into_iter().map(of_row).collect())
}

/// A person's claims, alive or not.
pub(in crate::rooms::moderation) async fn of_user(
    source: &mut impl Source,
    user: Id<User>,
) -> Result<Vec<Claim>, StoreError> {
    let rows = Scoped::<claimed::Entity>::housekeeping(source)
        .filter(claimed::Column::UserId.eq(user.uuid()))
        .ascending(claimed::Column::Id)
        .list(source, CLAIMS_MAX)
        .await?;
    Ok(rows.into_iter().map(of_row).collect())
}

/// Writes a claim, in the place of the one before it.
pub(in crate::rooms::moderation) async fn put(tx: &mut Tx, claim: &Claim) -> Result<(), StoreError> {
    let organisation_id = tx.scope().organisation().uuid();
    tx.put::<claimed::Entity>(claimed::Model {
        organisation_id,
        id: claim.item,
        authority_id: claim.authority.uuid(),
        user_id: claim.user.uuid(),
        taken_at: claim.taken_at,
        seen_at: claim.seen_at,
        held_at: claim.held_at,
    })
    .await
}

/// Ends a claim; nothing happens where there is none.
pub(in crate::rooms::moderation) async fn end(tx: &mut Tx, item: Uuid) -> Result<(), StoreError> {
    tx.drop_row::<claimed::Entity>(item).await
}

/// Takes away some of the claims whose last sign of life was before `until`, in microseconds.
pub(in crate::rooms::moderation) async fn sweep(tx: &mut Tx, until: i64) -> Result<(), StoreError> {
    let rows = Scoped::<claimed::Entity>::housekeeping(tx)
        .filter(claimed::Column::SeenAt.lte(until))
        .ascending(claimed::Column::Id)
        .list(tx, SWEPT_AT_A_TIME)
        .await?;
    for row in rows {
        tx.drop_row::<claimed::Entity>(row.id).await?;
    }
    Ok(())
}
