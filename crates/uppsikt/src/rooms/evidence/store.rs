//! The table of evidence that was given out.

use sea_orm::sea_query::{ColumnDef, Index, Table};
use uppsikt_store::{Migration, Reach, Schema, SqlBackend, protect};

/// Evidence that somebody took out; who it was stands in the act.
pub(super) mod proof_given {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "proof_given")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub organisation_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub authority_id: Uuid,
        pub item_id: Uuid,
        pub given_at: i64,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl uppsikt_store::Stored for Entity {
        const REACH: uppsikt_store::Reach = uppsikt_store::Reach::Authority;
        const FRESH: bool = true;
    }
}

/// Declares the room's table.
pub fn declare(schema: &mut Schema) {
    schema.migration(Migration {
        room: "evidence",
        version: 1,
        name: "evidence given out",
        statements: first,
    });
    schema.stored::<proof_given::Entity>();
}

fn first(backend: SqlBackend) -> Vec<String> {
    let id = |name: &'static str| ColumnDef::new(name).uuid().not_null().take();
    let table = Table::create()
        .table("proof_given")
        .col(id("organisation_id"))
        .col(id("id"))
        .col(id("authority_id"))
        .col(id("item_id"))
        .col(ColumnDef::new("given_at").big_integer().not_null())
        .primary_key(Index::create().col("organisation_id").col("id"))
        .take();
    let mut all = vec![backend.create(&table)];
    all.extend(protect(backend, "proof_given", Reach::Authority));
    all
}
