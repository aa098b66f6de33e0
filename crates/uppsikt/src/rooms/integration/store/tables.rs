//! The room's tables, and the migration that makes them.

use sea_orm::sea_query::{
    ColumnDef, Index, PostgresQueryBuilder, SqliteQueryBuilder, Table, TableCreateStatement,
};
use uppsikt_store::{Migration, Reach, Schema, SqlBackend, protect};

/// Systems that are let in.
pub mod integration {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "integration")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub organisation_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub name: String,
        /// Codes, with commas.
        pub roles: String,
        pub created_at: i64,
        pub ended_at: Option<i64>,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl uppsikt_store::Stored for Entity {
        const REACH: uppsikt_store::Reach = uppsikt_store::Reach::Organisation;
    }
}

/// The authorities that each of them sees.
pub mod authority {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "integration_authority")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub organisation_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub integration_id: Uuid,
        pub authority_id: Uuid,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl uppsikt_store::Stored for Entity {
        const REACH: uppsikt_store::Reach = uppsikt_store::Reach::Organisation;
        const FRESH: bool = true;
    }
}

/// Tokens, by the digest of their secret.
pub mod token {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "integration_token")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub organisation_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub integration_id: Uuid,
        pub digest: String,
        pub created_at: i64,
        pub expires_at: i64,
        pub revoked_at: Option<i64>,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl uppsikt_store::Stored for Entity {
        const REACH: uppsikt_store::Reach = uppsikt_store::Reach::Organisation;
    }
}

/// When a token was last used: the row's id is the token's.
pub mod token_use {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "integration_token_use")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub organisation_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub used_at: i64,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl uppsikt_store::Housekeeping for Entity {
        const REACH: uppsikt_store::Reach = uppsikt_store::Reach::Organisation;
        const REASON: &'static str =
            "when a token was last used, within a minute; each reading of content is an act";
        const DERIVED: bool = false;
    }
}

/// What calls gave the content of; who called stands in the act.
pub mod read {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "integration_read")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub organisation_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub authority_id: Uuid,
        /// `item`, `decision` or `registration`.
        pub kind: String,
        pub subject_id: Uuid,
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

/// Addresses that are told of events.
pub mod webhook {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "integration_webhook")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub organisation_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub integration_id: Uuid,
        pub url: String,
        /// Codes, with commas.
        pub events: String,
        pub created_at: i64,
        pub ended_at: Option<i64>,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl uppsikt_store::Stored for Entity {
        const REACH: uppsikt_store::Reach = uppsikt_store::Reach::Organisation;
    }
}

/// How far the events have been read for a webhook: the row's id is the webhook's.
pub mod position {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "integration_position")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub organisation_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub read_until_at: i64,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl uppsikt_store::Housekeeping for Entity {
        const REACH: uppsikt_store::Reach = uppsikt_store::Reach::Organisation;
        const REASON: &'static str = "a place to go on from; an event that is met twice is told once";
        const DERIVED: bool = false;
    }
}

/// Tellings, and how each went.
pub mod delivery {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "integration_delivery")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub organisation_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub webhook_id: Uuid,
        pub event: String,
        /// Whose the event is; the row itself is the organisation's, as its integration is.
        pub subject_authority_id: Uuid,
        pub subject_id: Uuid,
        pub version_number: Option<i32>,
        pub happened_at: i64,
        pub state: String,
        pub attempts: i32,
        pub next_at: i64,
        pub tried_at: Option<i64>,
        pub answer: Option<String>,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl uppsikt_store::Housekeeping for Entity {
        const REACH: uppsikt_store::Reach = uppsikt_store::Reach::Organisation;
        const REASON: &'static str =
            "the log of what was told to other systems: ids and kinds only, gone after 90 days";
        const DERIVED: bool = false;
    }
}

/// Declares the room's tables.
pub fn declare(schema: &mut Schema) {
    schema.migration(Migration {
        room: "integration",
        version: 1,
        name: "integrations, tokens, webhooks, deliveries",
        statements: first,
    });
    schema.stored::<integration::Entity>();
    schema.stored::<authority::Entity>();
    schema.stored::<token::Entity>();
    schema.housekeeping::<token_use::Entity>();
    schema.stored::<read::Entity>();
    schema.stored::<webhook::Entity>();
    schema.housekeeping::<position::Entity>();
    schema.housekeeping::<delivery::Entity>();
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
fn maybe_number(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).big_integer().take()
}

fn table(name: &'static str, columns: impl IntoIterator<Item = ColumnDef>) -> TableCreateStatement {
    let mut table = Table::create();
    table.table(name).col(id("organisation_id")).col(id("id"));
    for column in columns {
        table.col(column);
    }
    table.primary_key(Index::create().col("organisation_id").col("id")).take()
}

fn delivery_columns() -> Vec<ColumnDef> {
    vec![
        id("webhook_id"),
        text("event"),
        id("subject_authority_id"),
        id("subject_id"),
        ColumnDef::new("version_number").integer().take(),
        number("happened_at"),
        text("state"),
        ColumnDef::new("attempts").integer().not_null().take(),
        number("next_at"),
        maybe_number("tried_at"),
        ColumnDef::new("answer").text().take(),
    ]
}

fn first(backend: SqlBackend) -> Vec<String> {
    let tables = [
        ("integration", vec![text("name"), text("roles"), number("created_at"), maybe_number("ended_at")]),
        ("integration_authority", vec![id("integration_id"), id("authority_id")]),
        (
            "integration_token",
            vec![
                id("integration_id"),
                text("digest"),
                number("created_at"),
                number("expires_at"),
                maybe_number("revoked_at"),
            ],
        ),
        ("integration_token_use", vec![number("used_at")]),
        ("integration_read", vec![id("authority_id"), text("kind"), id("subject_id"), number("read_at")]),
        (
            "integration_webhook",
            vec![
                id("integration_id"),
                text("url"),
                text("events"),
                number("created_at"),
                maybe_number("ended_at"),
            ],
        ),
        ("integration_position", vec![number("read_until_at")]),
        ("integration_delivery", delivery_columns()),
    ];
    let mut all = Vec::new();
    for (name, columns) in tables {
        all.push(backend.create(&table(name, columns)));
        let reach = if name == "integration_read" { Reach::Authority } else { Reach::Organisation };
        all.extend(protect(backend, name, reach));
    }
    for (name, columns) in [
        ("integration_delivery_due", ["webhook_id", "state", "next_at"]),
        ("integration_delivery_time", ["webhook_id", "happened_at", "id"]),
    ] {
        let mut index =
            Index::create().name(name).table("integration_delivery").col("organisation_id").take();
        for column in columns {
            index.col(column);
        }
        all.push(match backend {
            SqlBackend::Sqlite => index.to_string(SqliteQueryBuilder),
            SqlBackend::Postgres => index.to_string(PostgresQueryBuilder),
        });
    }
    all
}
