//! The room's tables, and the migration that makes them.

use sea_orm::sea_query::{
    ColumnDef, Index, IndexCreateStatement, PostgresQueryBuilder, SqliteQueryBuilder, Table,
    TableCreateStatement,
};
use uppsikt_store::{Migration, Reach, Schema, SqlBackend, protect};

/// Diary series.
pub mod series {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "registry_series")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub organisation_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub authority_id: Uuid,
        pub code: String,
        pub name: String,
        pub pattern: String,
        pub created_at: i64,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl uppsikt_store::Stored for Entity {
        const REACH: uppsikt_store::Reach = uppsikt_store::Reach::Authority;
    }
}

/// Entries.
pub mod entry {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "registry_entry")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub organisation_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub authority_id: Uuid,
        /// The series' code.
        pub series: String,
        pub year: i32,
        pub number: i32,
        pub registry_number: String,
        pub state: String,
        pub direction: String,
        pub cause_id: Uuid,
        pub cause_kind: String,
        pub duty: Option<String>,
        pub received_at: i64,
        pub reserved_at: i64,
        pub completed_at: Option<i64>,
        pub declined_at: Option<i64>,
        /// The sealed reason for declining; stays when the entry is completed after all.
        pub decline_object_id: Option<Uuid>,
        /// Disposable: the registrar writes it for everybody, and may still have named somebody.
        pub public_description: Option<String>,
        pub protected_object_id: Option<Uuid>,
        pub objection_code: Option<String>,
        pub objection_statement: Option<String>,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl uppsikt_store::Stored for Entity {
        const REACH: uppsikt_store::Reach = uppsikt_store::Reach::Authority;
    }
}

/// What each entry registers.
pub mod item {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "registry_item")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub organisation_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub authority_id: Uuid,
        pub entry_id: Uuid,
        pub item_id: Uuid,
        pub version: i32,
        pub object_id: Uuid,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl uppsikt_store::Stored for Entity {
        const REACH: uppsikt_store::Reach = uppsikt_store::Reach::Authority;
        const FRESH: bool = true;
    }
}

/// The cases that each entry belongs to.
pub mod case {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "registry_case")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub organisation_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub authority_id: Uuid,
        pub entry_id: Uuid,
        /// Disposable: some diary systems put a person's number into it.
        pub case_number: String,
        pub linked_at: i64,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl uppsikt_store::Stored for Entity {
        const REACH: uppsikt_store::Reach = uppsikt_store::Reach::Authority;
    }
}

/// Secrecy marks.
pub mod secrecy {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "registry_secrecy")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub organisation_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub authority_id: Uuid,
        pub entry_id: Uuid,
        pub provision: String,
        /// The day in Sweden, as `2026-03-02`.
        pub marked_on: String,
        /// The authority's name as it was that day.
        pub marked_by: String,
        pub lifted_at: Option<i64>,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl uppsikt_store::Stored for Entity {
        const REACH: uppsikt_store::Reach = uppsikt_store::Reach::Authority;
    }
}

/// Readings of what only some may read; who it was stands in the act.
pub mod read {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "registry_read")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub organisation_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub authority_id: Uuid,
        pub entry_id: Uuid,
        pub read_at: i64,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl uppsikt_store::Stored for Entity {
        const REACH: uppsikt_store::Reach = uppsikt_store::Reach::Authority;
        const FRESH: bool = true;
    }
}

/// One row for each authority, which whoever changes its registry holds until the commit.
pub mod turn {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "registry_turn")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub organisation_id: Uuid,
        /// The authority's id.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub authority_id: Uuid,
        pub taken_at: i64,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl uppsikt_store::Housekeeping for Entity {
        const REACH: uppsikt_store::Reach = uppsikt_store::Reach::Authority;
        const REASON: &'static str =
            "a lock and no record: whoever changes an authority's registry holds its row until the commit";
        const DERIVED: bool = true;
    }
}

/// Declares the room's tables.
pub fn declare(schema: &mut Schema) {
    schema.migration(Migration {
        room: "registry",
        version: 1,
        name: "series, entries, cases, secrecy marks",
        statements: first,
    });
    schema.stored::<series::Entity>();
    schema.stored::<entry::Entity>();
    schema.stored::<item::Entity>();
    schema.stored::<case::Entity>();
    schema.stored::<secrecy::Entity>();
    schema.stored::<read::Entity>();
    schema.housekeeping::<turn::Entity>();
    super::imported::declare(schema);
}

fn id(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).uuid().not_null().take()
}
fn text(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).text().not_null().take()
}
fn small(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).integer().not_null().take()
}
fn number(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).big_integer().not_null().take()
}

fn table(name: &'static str) -> TableCreateStatement {
    Table::create()
        .table(name)
        .col(id("organisation_id"))
        .col(id("id"))
        .col(id("authority_id"))
        .primary_key(Index::create().col("organisation_id").col("id"))
        .take()
}

fn entry_table() -> TableCreateStatement {
    table("registry_entry")
        .col(text("series"))
        .col(small("year"))
        .col(small("number"))
        .col(text("registry_number"))
        .col(text("state"))
        .col(text("direction"))
        .col(id("cause_id"))
        .col(text("cause_kind"))
        .col(ColumnDef::new("duty").text())
        .col(number("received_at"))
        .col(number("reserved_at"))
        .col(ColumnDef::new("completed_at").big_integer())
        .col(ColumnDef::new("declined_at").big_integer())
        .col(ColumnDef::new("decline_object_id").uuid())
        .col(ColumnDef::new("public_description").text())
        .col(ColumnDef::new("protected_object_id").uuid())
        .col(ColumnDef::new("objection_code").text())
        .col(ColumnDef::new("objection_statement").text())
        .take()
}

fn tables() -> Vec<TableCreateStatement> {
    vec![
        table("registry_series")
            .col(text("code"))
            .col(text("name"))
            .col(text("pattern"))
            .col(number("created_at"))
            .take(),
        entry_table(),
        table("registry_item")
            .col(id("entry_id"))
            .col(id("item_id"))
            .col(small("version"))
            .col(id("object_id"))
            .take(),
        table("registry_case").col(id("entry_id")).col(text("case_number")).col(number("linked_at")).take(),
        table("registry_secrecy")
            .col(id("entry_id"))
            .col(text("provision"))
            .col(text("marked_on"))
            .col(text("marked_by"))
            .col(ColumnDef::new("lifted_at").big_integer())
            .take(),
        table("registry_read").col(id("entry_id")).col(number("read_at")).take(),
        table("registry_turn").col(number("taken_at")).take(),
    ]
}

fn index(
    name: &'static str,
    table: &'static str,
    columns: &[&'static str],
    is_unique: bool,
) -> IndexCreateStatement {
    let mut index = Index::create().name(name).table(table).col("organisation_id").take();
    for column in columns {
        index.col(*column);
    }
    if is_unique { index.unique().take() } else { index }
}

fn first(backend: SqlBackend) -> Vec<String> {
    let tables = tables();
    let mut all: Vec<String> = tables.iter().map(|table| backend.create(table)).collect();
    for index in [
        index("registry_series_code", "registry_series", &["authority_id", "code"], true),
        index("registry_entry_number", "registry_entry", &["authority_id", "series", "year", "number"], true),
        index("registry_entry_text", "registry_entry", &["authority_id", "registry_number"], true),
        index("registry_entry_cause", "registry_entry", &["cause_id"], true),
        index("registry_item_entry", "registry_item", &["entry_id"], false),
        index("registry_item_item", "registry_item", &["item_id"], false),
        index("registry_case_number", "registry_case", &["entry_id", "case_number"], true),
        index("registry_secrecy_entry", "registry_secrecy", &["entry_id"], false),
    ] {
        all.push(match backend {
            SqlBackend::Sqlite => index.to_string(SqliteQueryBuilder),
            SqlBackend::Postgres => index.to_string(PostgresQueryBuilder),
        });
    }
    let names = ["series", "entry", "item", "case", "secrecy", "read", "turn"];
    for name in names {
        all.extend(protect(backend, &format!("registry_{name}"), Reach::Authority));
    }
    all
}
