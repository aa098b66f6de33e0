//! The table of adoptions, and every query on it.

use sea_orm::ColumnTrait as _;
use sea_orm::sea_query::{ColumnDef, Index, Table};
use uppsikt_kernel::{Authority, Id};
use uppsikt_store::{Migration, Reach, Schema, Scoped, Source, SqlBackend, StoreError, protect};

use super::model::Adoption;

pub(super) mod adoption {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "policy_adoption")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub organisation_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub authority_id: Uuid,
        /// The profile's name.
        pub profile: String,
        pub adopted_at: i64,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl uppsikt_store::Stored for Entity {
        const REACH: uppsikt_store::Reach = uppsikt_store::Reach::Authority;
    }
}

/// Declares the room's table.
pub fn declare(schema: &mut Schema) {
    schema.migration(Migration { room: "policy", version: 1, name: "adoptions", statements: first });
    schema.stored::<adoption::Entity>();
}

fn first(backend: SqlBackend) -> Vec<String> {
    let id = |name: &'static str| ColumnDef::new(name).uuid().not_null().take();
    let table = Table::create()
        .table("policy_adoption")
        .col(id("organisation_id"))
        .col(id("id"))
        .col(id("authority_id"))
        .col(ColumnDef::new("profile").text().not_null())
        .col(ColumnDef::new("adopted_at").big_integer().not_null())
        .primary_key(Index::create().col("organisation_id").col("id"))
        .take();
    let mut all = vec![backend.create(&table)];
    all.extend(protect(backend, "policy_adoption", Reach::Authority));
    all
}

/// What an authority has adopted last; `None` while it has adopted nothing.
///
/// # Errors
/// [`StoreError`].
pub async fn in_force(
    source: &mut impl Source,
    authority: Id<Authority>,
) -> Result<Option<Adoption>, StoreError> {
    let row = Scoped::<adoption::Entity>::stored(source)
        .filter(adoption::Column::AuthorityId.eq(authority.uuid()))
        .descending(adoption::Column::Id)
        .one(source)
        .await?;
    Ok(row.map(|row| Adoption { profile: row.profile, adopted_at: row.adopted_at }))
}
