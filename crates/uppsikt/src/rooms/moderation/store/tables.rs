//! The room's tables, and the migration that makes them.

use sea_orm::sea_query::{ColumnDef, Index, PostgresQueryBuilder, SqliteQueryBuilder, Table};
use uppsikt_store::{Migration, Reach, Schema, SqlBackend, protect};

/// What the automatic control saw in the newest version of each item, and whether a person has judged it.
pub mod queue {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "moderation_queue")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub organisation_id: Uuid,
        /// The item's id.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub authority_id: Uuid,
        pub account_id: Uuid,
        pub version_number: i32,
        pub state: String,
        /// 0 is the most urgent.
        pub urgency: i32,
        /// Codes of the rules that found something, with commas.
        pub rules: String,
        /// Codes of what they saw, with commas.
        pub categories: String,
        /// Codes of what could not be read, with commas.
        pub unread: String,
        pub rule_set: String,
        pub published_at: i64,
        pub screened_at: i64,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl uppsikt_store::Housekeeping for Entity {
        const REACH: uppsikt_store::Reach = uppsikt_store::Reach::Authority;
        const REASON: &'static str = "made from the versions and the decisions, and made anew by another set of rules; what a person decides is recorded";
        const DERIVED: bool = true;
    }
}

/// How far the automatic control has read.
pub mod progress {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "moderation_progress")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub organisation_id: Uuid,
        /// The organisation's id: there is one row.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// The last version that was read.
        pub position: Uuid,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl uppsikt_store::Housekeeping for Entity {
        const REACH: uppsikt_store::Reach = uppsikt_store::Reach::Organisation;
        const REASON: &'static str = "a place to go on from; reading again from the beginning gives the same";
        const DERIVED: bool = true;
    }
}

/// What persons have decided.
pub mod decision {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "moderation_decision")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub organisation_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub authority_id: Uuid,
        pub account_id: Uuid,
        pub item_id: Uuid,
        /// The version that was judged, and its sealed bytes.
        pub version_number: i32,
        pub object_id: Uuid,
        pub measure: String,
        pub class: String,
        /// `law`, `secrecy`, `personal-data` or `house-rule`; none for what is kept.
        pub ground_kind: Option<String>,
        /// The provision or the statement.
        pub ground: Option<String>,
        /// The profile that was in force; none where the law stood alone.
        pub profile: Option<String>,
        /// Its adoption, which keeps it as it stood; none in decisions from before adoptions were kept.
        pub adoption_id: Option<Uuid>,
        /// What the person wrote, sealed.
        pub note_object_id: Uuid,
        pub notice: String,
        pub state: String,
        pub decided_by: Uuid,
        pub decided_at: i64,
        /// When the steps begin; until then the decision can be taken back.
        pub acts_at: i64,
        pub ended_at: Option<i64>,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl uppsikt_store::Stored for Entity {
        const REACH: uppsikt_store::Reach = uppsikt_store::Reach::Authority;
        const FRESH: bool = true;
    }
}

/// The steps of decisions.
pub mod step {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "moderation_step")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub organisation_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub authority_id: Uuid,
        pub decision_id: Uuid,
        pub number: i32,
        pub step: String,
        pub state: String,
        pub attempts: i32,
        /// The platform's word or status, or why it is not needed; no content.
        pub answer: Option<String>,
        /// What the step made: a registration, a notice, a note.
        pub reference_id: Option<Uuid>,
        pub started_at: Option<i64>,
        pub ended_at: Option<i64>,
        /// Before this it is not tried again.
        pub retry_at: Option<i64>,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl uppsikt_store::Stored for Entity {
        const REACH: uppsikt_store::Reach = uppsikt_store::Reach::Authority;
        const FRESH: bool = true;
    }
}

/// Declares the room's tables.
pub fn declare(schema: &mut Schema) {
    schema.migration(Migration {
        room: "moderation",
        version: 1,
        name: "queue, decisions, steps",
        statements: first,
    });
    schema.migration(Migration {
        room: "moderation",
        version: 3,
        name: "the adoption that a decision was made under",
        statements: third,
    });
    schema.housekeeping::<queue::Entity>();
    schema.housekeeping::<progress::Entity>();
    schema.stored::<decision::Entity>();
    schema.stored::<step::Entity>();
    super::imported::declare(schema);
    super::answer::declare(schema);
    super::claim::declare(schema);
    super::batch::declare(schema);
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
fn small(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).integer().not_null().take()
}
fn maybe(name: &'static str) -> ColumnDef {
    ColumnDef::new(name)
}

fn table(name: &'static str) -> sea_orm::sea_query::TableCreateStatement {
    Table::create()
        .table(name)
        .col(id("organisation_id"))
        .col(id("id"))
        .primary_key(Index::create().col("organisation_id").col("id"))
        .take()
}

fn queue_table() -> sea_orm::sea_query::TableCreateStatement {
    table("moderation_queue")
        .col(id("authority_id"))
        .col(id("account_id"))
        .col(small("version_number"))
        .col(text("state"))
        .col(small("urgency"))
        .col(text("rules"))
        .col(text("categories"))
        .col(text("unread"))
        .col(text("rule_set"))
        .col(number("published_at"))
        .col(number("screened_at"))
        .take()
}

fn decision_table() -> sea_orm::sea_query::TableCreateStatement {
    table("moderation_decision")
        .col(id("authority_id"))
        .col(id("account_id"))
        .col(id("item_id"))
        .col(small("version_number"))
        .col(id("object_id"))
        .col(text("measure"))
        .col(text("class"))
        .col(maybe("ground_kind").text())
        .col(maybe("ground").text())
        .col(maybe("profile").text())
        .col(id("note_object_id"))
        .col(text("notice"))
        .col(text("state"))
        .col(id("decided_by"))
        .col(number("decided_at"))
        .col(number("acts_at"))
        .col(maybe("ended_at").big_integer())
        .take()
}

fn step_table() -> sea_orm::sea_query::TableCreateStatement {
    table("moderation_step")
        .col(id("authority_id"))
        .col(id("decision_id"))
        .col(small("number"))
        .col(text("step"))
        .col(text("state"))
        .col(small("attempts"))
        .col(maybe("answer").text())
        .col(maybe("reference_id").uuid())
        .col(maybe("started_at").big_integer())
        .col(maybe("ended_at").big_integer())
        .col(maybe("retry_at").big_integer())
        .take()
}

fn third(backend: SqlBackend) -> Vec<String> {
    let adoption = ColumnDef::new("adoption_id").uuid().take();
    let alter = Table::alter().table("moderation_decision").add_column(adoption).take();
    vec![match backend {
        SqlBackend::Sqlite => alter.to_string(SqliteQueryBuilder),
        SqlBackend::Postgres => alter.to_string(PostgresQueryBuilder),
    }]
}

fn first(backend: SqlBackend) -> Vec<String> {
    let progress = table("moderation_progress").col(id("position")).take();
    let tables = [queue_table(), progress, decision_table(), step_table()];
    let mut all: Vec<String> = tables.iter().map(|table| backend.create(table)).collect();
    for (table, name, columns) in [
        ("moderation_queue", "moderation_queue_open", ["state", "urgency", "published_at"].as_slice()),
        ("moderation_decision", "moderation_decision_item", ["item_id"].as_slice()),
        ("moderation_decision", "moderation_decision_due", ["state", "acts_at"].as_slice()),
        ("moderation_step", "moderation_step_decision", ["decision_id", "number"].as_slice()),
    ] {
        let mut index = Index::create().name(name).table(table).col("organisation_id").take();
        for column in columns {
            index.col(*column);
        }
        all.push(match backend {
            SqlBackend::Sqlite => index.to_string(SqliteQueryBuilder),
            SqlBackend::Postgres => index.to_string(PostgresQueryBuilder),
        });
    }
    for name in ["moderation_queue", "moderation_decision", "moderation_step"] {
        all.extend(protect(backend, name, Reach::Authority));
    }
    all.extend(protect(backend, "moderation_progress", Reach::Organisation));
    all
}
