//! The tables, and their migrations.

use sea_orm::sea_query::{ColumnDef, Index, PostgresQueryBuilder, SqliteQueryBuilder, Table};
use uppsikt_store::{Migration, Reach, Schema, SqlBackend, protect};

pub mod adoption {
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
        /// The profile itself.
        pub text: Option<String>,
        /// The profiles that it extends: JSON, text by code.
        pub bases: Option<String>,
        /// The day from which it holds.
        pub effective_on: Option<String>,
        /// When it was withdrawn, before it took effect.
        pub withdrawn_at: Option<i64>,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl uppsikt_store::Stored for Entity {
        const REACH: uppsikt_store::Reach = uppsikt_store::Reach::Authority;
    }
}

pub mod exception {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "policy_exception")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub organisation_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub authority_id: Uuid,
        pub account_id: Uuid,
        /// A parameter's code.
        pub key: String,
        /// What holds instead, as a profile would write it.
        pub value: String,
        /// Why, in words about the account and nobody's person.
        pub reason: String,
        pub from_on: String,
        pub until_on: String,
        /// `asked`, `granted`, `refused` or `ended`.
        pub state: String,
        pub asked_by: Uuid,
        pub asked_at: i64,
        pub decided_by: Option<Uuid>,
        /// The role in which it was decided, as guidelines name it.
        pub decided_as: Option<String>,
        pub decided_at: Option<i64>,
        pub ended_at: Option<i64>,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl uppsikt_store::Stored for Entity {
        const REACH: uppsikt_store::Reach = uppsikt_store::Reach::Authority;
    }
}

/// Declares the room's tables.
pub fn declare(schema: &mut Schema) {
    schema.migration(Migration { room: "policy", version: 1, name: "adoptions", statements: first });
    schema.migration(Migration {
        room: "policy",
        version: 2,
        name: "profiles that are kept, days, exceptions",
        statements: second,
    });
    schema.stored::<adoption::Entity>();
    schema.stored::<exception::Entity>();
}

fn id(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).uuid().not_null().take()
}

fn text(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).text().not_null().take()
}

fn first(backend: SqlBackend) -> Vec<String> {
    let table = Table::create()
        .table("policy_adoption")
        .col(id("organisation_id"))
        .col(id("id"))
        .col(id("authority_id"))
        .col(text("profile"))
        .col(ColumnDef::new("adopted_at").big_integer().not_null())
        .primary_key(Index::create().col("organisation_id").col("id"))
        .take();
    let mut all = vec![backend.create(&table)];
    all.extend(protect(backend, "policy_adoption", Reach::Authority));
    all
}

fn second(backend: SqlBackend) -> Vec<String> {
    let columns = [
        ColumnDef::new("text").text().take(),
        ColumnDef::new("bases").text().take(),
        ColumnDef::new("effective_on").text().take(),
        ColumnDef::new("withdrawn_at").big_integer().take(),
    ];
    let add = |column| {
        let alter = Table::alter().table("policy_adoption").add_column(column).take();
        match backend {
            SqlBackend::Sqlite => alter.to_string(SqliteQueryBuilder),
            SqlBackend::Postgres => alter.to_string(PostgresQueryBuilder),
        }
    };
    let exceptions = Table::create()
        .table("policy_exception")
        .col(id("organisation_id"))
        .col(id("id"))
        .col(id("authority_id"))
        .col(id("account_id"))
        .col(text("key"))
        .col(text("value"))
        .col(text("reason"))
        .col(text("from_on"))
        .col(text("until_on"))
        .col(text("state"))
        .col(id("asked_by"))
        .col(ColumnDef::new("asked_at").big_integer().not_null())
        .col(ColumnDef::new("decided_by").uuid())
        .col(ColumnDef::new("decided_as").text())
        .col(ColumnDef::new("decided_at").big_integer())
        .col(ColumnDef::new("ended_at").big_integer())
        .primary_key(Index::create().col("organisation_id").col("id"))
        .take();
    let mut all: Vec<String> = columns.into_iter().map(add).collect();
    all.push(backend.create(&exceptions));
    all.extend(protect(backend, "policy_exception", Reach::Authority));
    all
}
