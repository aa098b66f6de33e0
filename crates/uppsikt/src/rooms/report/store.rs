//! The table of what was taken out as files: which page, how many rows, by which filters.

use sea_orm::sea_query::{ColumnDef, Index, Table};
use uppsikt_store::{Migration, Reach, Schema, SqlBackend, protect};

/// A table that somebody took out as a file; who it was stands in the act, and nothing of what it said here.
pub(super) mod table_export {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "table_export")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub organisation_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// The code of the page's table.
        pub page: String,
        /// `csv` or `xlsx`.
        pub format: String,
        pub row_count: i64,
        /// Names of filters, with values only where these are codes or ids.
        pub filters: String,
        pub exported_at: i64,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl uppsikt_store::Stored for Entity {
        // What is taken out may come from several authorities; the row says nothing of any of them.
        const REACH: uppsikt_store::Reach = uppsikt_store::Reach::Organisation;
        const FRESH: bool = true;
    }
}

/// Declares the room's table.
pub fn declare(schema: &mut Schema) {
    schema.migration(Migration {
        room: "report",
        version: 1,
        name: "tables taken out as files",
        statements: first,
    });
    schema.stored::<table_export::Entity>();
}

fn first(backend: SqlBackend) -> Vec<String> {
    let text = |name: &'static str| ColumnDef::new(name).text().not_null().take();
    let number = |name: &'static str| ColumnDef::new(name).big_integer().not_null().take();
    let id = |name: &'static str| ColumnDef::new(name).uuid().not_null().take();
    let table = Table::create()
        .table("table_export")
        .col(id("organisation_id"))
        .col(id("id"))
        .col(text("page"))
        .col(text("format"))
        .col(number("row_count"))
        .col(text("filters"))
        .col(number("exported_at"))
        .primary_key(Index::create().col("organisation_id").col("id"))
        .take();
    let mut all = vec![backend.create(&table)];
    all.extend(protect(backend, "table_export", Reach::Organisation));
    all
}
