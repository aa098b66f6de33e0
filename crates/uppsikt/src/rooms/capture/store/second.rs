//! Tables and columns of the room's second migration.

use sea_orm::sea_query::{ColumnDef, Index, PostgresQueryBuilder, SqliteQueryBuilder, Table};
use uppsikt_store::{Reach, SqlBackend, protect};

/// Pictures, films and sound that belong to versions.
pub mod media {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "capture_media")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub organisation_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub authority_id: Uuid,
        pub account_id: Uuid,
        pub item_id: Uuid,
        pub version_number: i32,
        /// Its place among the version's media, from 0.
        pub position: i32,
        /// `wanted`, `kept`, `failed`, `too-large` or `purged`.
        pub state: String,
        pub object_id: Option<Uuid>,
        pub media_type: Option<String>,
        pub settled_at: Option<i64>,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl uppsikt_store::Stored for Entity {
        const REACH: uppsikt_store::Reach = uppsikt_store::Reach::Authority;
        const FRESH: bool = true;
    }
}

/// Disappearances that somebody has announced beforehand, so that they are known as our own.
pub mod expected {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "capture_expected")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub organisation_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub authority_id: Uuid,
        pub account_id: Uuid,
        pub item_id: Uuid,
        /// What decided it, in the words of the room that did.
        pub cause_id: Uuid,
        pub expected_at: i64,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl uppsikt_store::Stored for Entity {
        const REACH: uppsikt_store::Reach = uppsikt_store::Reach::Authority;
        const FRESH: bool = true;
    }
}

/// Items of which nothing is kept any more: having a copy of them is a crime.
pub mod barred {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "capture_barred")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub organisation_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub authority_id: Uuid,
        pub account_id: Uuid,
        pub item_id: Uuid,
        /// The decision that says so.
        pub cause_id: Uuid,
        pub barred_at: i64,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl uppsikt_store::Stored for Entity {
        const REACH: uppsikt_store::Reach = uppsikt_store::Reach::Authority;
        const FRESH: bool = true;
    }
}

fn id(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).uuid().not_null().take()
}

fn optional_text(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).text().take()
}

fn table(name: &'static str) -> sea_orm::sea_query::TableCreateStatement {
    Table::create()
        .table(name)
        .col(id("organisation_id"))
        .col(id("id"))
        .col(id("authority_id"))
        .col(id("account_id"))
        .col(id("item_id"))
        .primary_key(Index::create().col("organisation_id").col("id"))
        .take()
}

pub(super) fn statements(backend: SqlBackend) -> Vec<String> {
    let integer = |name: &'static str| ColumnDef::new(name).integer().not_null().take();
    let media = table("capture_media")
        .col(integer("version_number"))
        .col(integer("position"))
        .col(ColumnDef::new("state").text().not_null())
        .col(ColumnDef::new("object_id").uuid())
        .col(optional_text("media_type"))
        .col(ColumnDef::new("settled_at").big_integer())
        .take();
    let expected = table("capture_expected")
        .col(id("cause_id"))
        .col(ColumnDef::new("expected_at").big_integer().not_null())
        .take();
    let barred = table("capture_barred")
        .col(id("cause_id"))
        .col(ColumnDef::new("barred_at").big_integer().not_null())
        .take();
    let mut all = vec![backend.create(&media), backend.create(&expected), backend.create(&barred)];
    for (table, column) in [
        ("capture_item", optional_text("parent_kind")),
        ("capture_item", optional_text("parent_native_id")),
        ("capture_item", ColumnDef::new("own").boolean().take()),
        ("capture_version", optional_text("media_type")),
        ("capture_version", optional_text("origin")),
        ("capture_version", optional_text("caused_by")),
        ("capture_watermark", optional_text("announced")),
    ] {
        let alter = Table::alter().table(table).add_column(column).take();
        all.push(match backend {
            SqlBackend::Sqlite => alter.to_string(SqliteQueryBuilder),
            SqlBackend::Postgres => alter.to_string(PostgresQueryBuilder),
        });
    }
    for (name, columns) in [
        ("capture_media", ["organisation_id", "item_id"].as_slice()),
        ("capture_expected", ["organisation_id", "item_id"].as_slice()),
        ("capture_version", ["organisation_id", "account_id", "id"].as_slice()),
        ("capture_item", ["organisation_id", "account_id", "parent_native_id"].as_slice()),
    ] {
        let mut index =
            Index::create().name(format!("{name}_by_{}", columns[columns.len() - 1])).table(name).take();
        for column in columns {
            index.col(*column);
        }
        all.push(match backend {
            SqlBackend::Sqlite => index.to_string(SqliteQueryBuilder),
            SqlBackend::Postgres => index.to_string(PostgresQueryBuilder),
        });
    }
    for name in ["capture_media", "capture_expected", "capture_barred"] {
        all.extend(protect(backend, name, Reach::Authority));
    }
    all
}
