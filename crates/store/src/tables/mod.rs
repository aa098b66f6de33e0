//! The store's own tables: the log, the sealed objects, the job queue.

pub(crate) mod act;
pub(crate) mod job;
pub(crate) mod log;
pub(crate) mod log_bundle;
pub(crate) mod log_checkpoint;
pub(crate) mod log_tile;
pub(crate) mod object;
pub(crate) mod pending_entry;

use sea_orm::sea_query::{
    ColumnDef, Index, PostgresQueryBuilder, SqliteQueryBuilder, Table, TableCreateStatement,
};

use crate::schema::{Migration, Schema, SqlBackend, protect};
use crate::table::Reach;

pub(crate) fn declare(schema: &mut Schema) {
    schema.migration(Migration {
        room: "store",
        version: 1,
        name: "log, objects and jobs",
        statements: first,
    });
    schema.system::<log::Entity>(Reach::Organisation);
    schema.system::<log_tile::Entity>(Reach::Organisation);
    schema.system::<log_bundle::Entity>(Reach::Organisation);
    schema.system::<log_checkpoint::Entity>(Reach::Organisation);
    schema.system::<pending_entry::Entity>(Reach::Organisation);
    schema.system::<act::Entity>(Reach::AuthorityOrNone);
    schema.system::<object::Entity>(Reach::Authority);
    schema.housekeeping::<job::Entity>();
}

fn id(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).uuid().not_null().take()
}
fn number(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).big_integer().not_null().take()
}
fn bytes(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).blob().not_null().take()
}

fn log_tables() -> Vec<TableCreateStatement> {
    let table = |name: &'static str| Table::create().table(name).col(id("organisation_id")).take();
    vec![
        table("log")
            .col(ColumnDef::new("origin").text().not_null().unique_key())
            .col(number("size"))
            .col(number("created_at"))
            .primary_key(Index::create().col("organisation_id"))
            .take(),
        table("log_tile")
            .col(ColumnDef::new("level").integer().not_null())
            .col(number("number"))
            .col(bytes("hashes"))
            .primary_key(Index::create().col("organisation_id").col("level").col("number"))
            .take(),
        table("log_bundle")
            .col(number("number"))
            .col(bytes("entries"))
            .primary_key(Index::create().col("organisation_id").col("number"))
            .take(),
        table("log_checkpoint")
            .col(number("size"))
            .col(number("signed_at"))
            .col(ColumnDef::new("note").text().not_null())
            .primary_key(Index::create().col("organisation_id").col("size"))
            .take(),
    ]
}

fn act_tables() -> Vec<TableCreateStatement> {
    vec![
        Table::create()
            .table("act")
            .col(id("organisation_id"))
            .col(id("id"))
            .col(ColumnDef::new("authority_id").uuid())
            .col(ColumnDef::new("code").text().not_null())
            .col(number("recorded_at"))
            .col(bytes("salt"))
            .col(ColumnDef::new("leaf_index").big_integer())
            .primary_key(Index::create().col("organisation_id").col("id"))
            .take(),
        Table::create()
            .table("pending_entry")
            .col(ColumnDef::new("seq").big_integer().not_null().auto_increment().primary_key())
            .col(id("organisation_id"))
            .col(id("act_id"))
            .col(bytes("entry"))
            .take(),
        Table::create()
            .table("object")
            .col(id("organisation_id"))
            .col(id("id"))
            .col(id("authority_id"))
            .col(id("item_id"))
            .col(ColumnDef::new("version").integer().not_null())
            .col(id("act_id"))
            .col(id("key_id"))
            .col(ColumnDef::new("wrapped").blob())
            .col(ColumnDef::new("media_type").text().not_null())
            .col(number("content_bytes"))
            .col(ColumnDef::new("body").blob())
            .col(ColumnDef::new("disposed_at").big_integer())
            .primary_key(Index::create().col("organisation_id").col("id"))
            .take(),
    ]
}

fn job_table() -> TableCreateStatement {
    let instant = |name: &'static str| ColumnDef::new(name).big_integer().take();
    Table::create()
        .table("job")
        .col(id("organisation_id"))
        .col(id("id"))
        .col(ColumnDef::new("authority_id").uuid())
        .col(ColumnDef::new("kind").text().not_null())
        .col(ColumnDef::new("payload").text().not_null())
        .col(number("due_at"))
        .col(ColumnDef::new("attempts").integer().not_null())
        .col(ColumnDef::new("attempts_max").integer().not_null())
        .col(instant("leased_until_at"))
        .col(ColumnDef::new("lease").uuid())
        .col(instant("done_at"))
        .col(instant("dead_at"))
        .col(ColumnDef::new("failure").text())
        .primary_key(Index::create().col("organisation_id").col("id"))
        .take()
}

fn first(backend: SqlBackend) -> Vec<String> {
    let mut all: Vec<String> = log_tables()
        .iter()
        .chain(&act_tables())
        .chain([&job_table()])
        .map(|table| backend.create(table))
        .collect();
    let item = Index::create()
        .name("object_item")
        .table("object")
        .col("organisation_id")
        .col("item_id")
        .col("version")
        .unique()
        .take();
    let due = Index::create().name("job_due").table("job").col("done_at").col("dead_at").col("due_at").take();
    for index in [item, due] {
        all.push(match backend {
            SqlBackend::Sqlite => index.to_string(SqliteQueryBuilder),
            SqlBackend::Postgres => index.to_string(PostgresQueryBuilder),
        });
    }
    // What has been disposed of is looked through at every start, and must not cost a look at everything else.
    all.push(
        "CREATE INDEX object_disposed ON object (organisation_id, id) WHERE disposed_at IS NOT NULL"
            .to_owned(),
    );
    all.extend(protect(backend, "log", Reach::Organisation));
    if backend == SqlBackend::Postgres {
        // Readable as a whole: it names the organisations of the installation, and nothing else.
        all.push("CREATE POLICY names ON \"log\" FOR SELECT USING (true)".to_owned());
    }
    for table in ["log_tile", "log_bundle", "log_checkpoint", "pending_entry"] {
        all.extend(protect(backend, table, Reach::Organisation));
    }
    all.extend(protect(backend, "act", Reach::AuthorityOrNone));
    all.extend(protect(backend, "job", Reach::AuthorityOrNone));
    all.extend(protect(backend, "object", Reach::Authority));
    all
}
