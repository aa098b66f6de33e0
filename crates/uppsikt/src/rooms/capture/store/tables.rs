//! The room's tables, and the migrations that make them.

use sea_orm::sea_query::{ColumnDef, Index, PostgresQueryBuilder, SqliteQueryBuilder, Table};
use uppsikt_store::{Migration, Reach, Schema, SqlBackend, protect};

/// Things that a platform has shown.
pub mod item {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "capture_item")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub organisation_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub authority_id: Uuid,
        pub account_id: Uuid,
        pub kind: String,
        pub native_id: String,
        pub first_seen_at: i64,
        /// What it answers, as the platform names it.
        pub parent_kind: Option<String>,
        pub parent_native_id: Option<String>,
        /// Whether it is the authority's own contribution; unknown for what was captured before that was noted.
        pub own: Option<bool>,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl uppsikt_store::Stored for Entity {
        const REACH: uppsikt_store::Reach = uppsikt_store::Reach::Authority;
    }
}

/// Versions of items.
pub mod version {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "capture_version")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub organisation_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub authority_id: Uuid,
        pub account_id: Uuid,
        pub item_id: Uuid,
        pub number: i32,
        pub presence: String,
        pub object_id: Uuid,
        pub published_at: Option<i64>,
        pub captured_at: i64,
        pub last_seen_at: Option<i64>,
        #[sea_orm(column_type = "Blob")]
        pub fingerprint: Vec<u8>,
        /// What the object's bytes are; JSON of the platform's own when absent.
        pub media_type: Option<String>,
        /// How it came here: read from the platform when absent, else `import` or `hand`.
        pub origin: Option<String>,
        /// Who made it disappear, where it did.
        pub caused_by: Option<String>,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl uppsikt_store::Stored for Entity {
        const REACH: uppsikt_store::Reach = uppsikt_store::Reach::Authority;
    }
}

/// Answers of platforms: their skeletons, and items in them that could not be understood.
pub mod answer {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "capture_answer")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub organisation_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub authority_id: Uuid,
        pub account_id: Uuid,
        /// `skeleton`, `quarantined` or `announced`.
        pub kind: String,
        /// What was asked for, without secrets.
        pub request: String,
        pub object_id: Uuid,
        pub captured_at: i64,
        #[sea_orm(column_type = "Blob")]
        pub fingerprint: Vec<u8>,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl uppsikt_store::Stored for Entity {
        const REACH: uppsikt_store::Reach = uppsikt_store::Reach::Authority;
        const FRESH: bool = true;
    }
}

/// When an account was last read from beginning to end.
pub mod watermark {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "capture_watermark")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub organisation_id: Uuid,
        /// The account's id.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub authority_id: Uuid,
        pub complete_at: i64,
        /// How far the platform's announcements have been read.
        pub announced: Option<String>,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl uppsikt_store::Housekeeping for Entity {
        const REACH: uppsikt_store::Reach = uppsikt_store::Reach::Authority;
        const REASON: &'static str = "a pass that finds nothing new records nothing; without it only the time of last sight is unknown";
        const DERIVED: bool = false;
    }
}

/// Declares the room's tables.
pub fn declare(schema: &mut Schema) {
    schema.migration(Migration {
        room: "capture",
        version: 1,
        name: "items, versions, answers",
        statements: first,
    });
    schema.migration(Migration {
        room: "capture",
        version: 2,
        name: "parents, origins, media, expected disappearances",
        statements: super::second::statements,
    });
    schema.migration(Migration {
        room: "capture",
        version: 3,
        name: "lists of one account's rows",
        statements: super::third::statements,
    });
    schema.migration(Migration {
        room: "capture",
        version: 4,
        name: "times in which accounts were not read",
        statements: super::gaps::statements,
    });
    schema.stored::<item::Entity>();
    schema.stored::<version::Entity>();
    schema.stored::<answer::Entity>();
    schema.stored::<super::second::media::Entity>();
    schema.stored::<super::second::expected::Entity>();
    schema.stored::<super::second::barred::Entity>();
    schema.housekeeping::<watermark::Entity>();
    schema.housekeeping::<super::gaps::gap::Entity>();
}

fn id(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).uuid().not_null().take()
}
fn text(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).text().not_null().take()
}
fn number(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).big_integer().not_null().take()
}

fn table(name: &'static str) -> sea_orm::sea_query::TableCreateStatement {
    Table::create()
        .table(name)
        .col(id("organisation_id"))
        .col(id("id"))
        .col(id("authority_id"))
        .primary_key(Index::create().col("organisation_id").col("id"))
        .take()
}

fn first(backend: SqlBackend) -> Vec<String> {
    let item = table("capture_item")
        .col(id("account_id"))
        .col(text("kind"))
        .col(text("native_id"))
        .col(number("first_seen_at"))
        .take();
    let version = table("capture_version")
        .col(id("account_id"))
        .col(id("item_id"))
        .col(ColumnDef::new("number").integer().not_null())
        .col(text("presence"))
        .col(id("object_id"))
        .col(ColumnDef::new("published_at").big_integer())
        .col(number("captured_at"))
        .col(ColumnDef::new("last_seen_at").big_integer())
        .col(ColumnDef::new("fingerprint").blob().not_null())
        .take();
    let answer = table("capture_answer")
        .col(id("account_id"))
        .col(text("kind"))
        .col(text("request"))
        .col(id("object_id"))
        .col(number("captured_at"))
        .col(ColumnDef::new("fingerprint").blob().not_null())
        .take();
    let watermark = table("capture_watermark").col(number("complete_at")).take();
    let mut all: Vec<String> =
        [item, version, answer, watermark].iter().map(|table| backend.create(table)).collect();
    let native = Index::create().name("capture_item_native").table("capture_item").unique().take();
    let native = native.clone().col("organisation_id").col("account_id").col("kind").col("native_id").take();
    let numbered = Index::create().name("capture_version_number").table("capture_version").unique().take();
    let numbered = numbered.clone().col("organisation_id").col("item_id").col("number").take();
    for index in [native, numbered] {
        all.push(match backend {
            SqlBackend::Sqlite => index.to_string(SqliteQueryBuilder),
            SqlBackend::Postgres => index.to_string(PostgresQueryBuilder),
        });
    }
    for name in ["capture_item", "capture_version", "capture_answer", "capture_watermark"] {
        all.extend(protect(backend, name, Reach::Authority));
    }
    all
}
