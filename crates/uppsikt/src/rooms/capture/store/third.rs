//! Indexes of the room's third migration.
//!
//! A list in the order of ids takes an index that ends in the id. Without one SQLite, which keeps no count of what
//! a column holds, goes through all of the organisation's rows by their key: a pass over an account where nothing
//! is new would take the longer, the more the other accounts have.

use sea_orm::sea_query::{Index, PostgresQueryBuilder, SqliteQueryBuilder};
use uppsikt_store::SqlBackend;

/// Tables, the names of their indexes, and the columns after the organisation's.
const INDEXES: &[(&str, &str, &[&str])] = &[
    ("capture_item", "capture_item_of_account", &["account_id", "id"]),
    ("capture_item", "capture_item_by_parent", &["account_id", "parent_kind", "parent_native_id", "id"]),
    ("capture_answer", "capture_answer_of_account", &["account_id", "kind", "id"]),
    ("capture_media", "capture_media_of_account", &["account_id", "state", "id"]),
    ("capture_expected", "capture_expected_of_account", &["account_id", "id"]),
    ("capture_barred", "capture_barred_of_account", &["account_id", "id"]),
];

pub(super) fn statements(backend: SqlBackend) -> Vec<String> {
    let mut former = Index::drop();
    former.name("capture_item_by_parent_native_id").table("capture_item");
    let mut all = vec![match backend {
        SqlBackend::Sqlite => former.to_string(SqliteQueryBuilder),
        SqlBackend::Postgres => former.to_string(PostgresQueryBuilder),
    }];
    for (table, name, columns) in INDEXES {
        let mut index = Index::create().name(*name).table(*table).col("organisation_id").take();
        for column in *columns {
            index.col(*column);
        }
        all.push(match backend {
            SqlBackend::Sqlite => index.to_string(SqliteQueryBuilder),
            SqlBackend::Postgres => index.to_string(PostgresQueryBuilder),
        });
    }
    all
}
