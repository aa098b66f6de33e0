//! Every release's schema is brought up to date, and becomes the schema that a new installation has.

use std::process::Command;
use std::sync::Arc;

use sea_orm::{ConnectOptions, ConnectionTrait as _, Database, DatabaseConnection, Statement};
use uppsikt::rooms::schema;
use uppsikt_kernel::OsChance;
use uppsikt_store::{DatabaseSettings, Store, VerifyOptions};

use crate::house::{begin, later, record};
use crate::place::{Backend, Place};
use crate::{RELEASES, fixture};

/// How the file of a database's schema ends.
pub fn ending(backend: Backend) -> &'static str {
    match backend {
        Backend::Sqlite => "-sqlite.sql",
        Backend::Postgres => "-postgres.sql",
    }
}

async fn connect(place: &Place) -> DatabaseConnection {
    let url = match &place.settings.database {
        DatabaseSettings::Sqlite => {
            format!("sqlite://{}?mode=rwc", place.settings.folder.join("uppsikt.db").display())
        }
        DatabaseSettings::Postgres { owner_url, .. } => owner_url.clone().unwrap(),
    };
    let mut options = ConnectOptions::new(url);
    options.max_connections(1).sqlx_logging(false);
    Database::connect(options).await.unwrap()
}

/// One column of text.
async fn column(conn: &DatabaseConnection, sql: &str) -> Vec<String> {
    let rows = conn.query_all_raw(Statement::from_string(conn.get_database_backend(), sql)).await.unwrap();
    rows.iter().map(|row| row.try_get::<String>("", "it").unwrap()).collect()
}

/// The steps that have been applied, as statements that say so.
async fn applied(conn: &DatabaseConnection) -> String {
    let sql = "SELECT 'INSERT INTO schema_version VALUES (''' || room || ''', ' || version || ', ''' || name || ''', ' \
               || applied_at || ', ''' || program || ''');' AS it FROM schema_version ORDER BY room, version";
    column(conn, sql).await.join("\n")
}

/// The schema of an SQLite database as SQL.
pub async fn sqlite(place: &Place) -> String {
    let conn = connect(place).await;
    let sql = "SELECT sql || ';' AS it FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY rowid";
    let text = format!("{}\n{}\n", column(&conn, sql).await.join("\n"), applied(&conn).await);
    conn.close().await.unwrap();
    text
}

/// The schema of a PostgreSQL database as SQL, without what its own tools say around it.
pub async fn postgres(owner_url: &str) -> String {
    let mut dump = Command::new("pg_dump");
    dump.args(["--schema-only", "--no-owner", "--no-privileges", "--no-comments", owner_url]);
    let output = dump.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    let is_schema = |line: &&str| {
        let around = ["--", "\\", "SET ", "SELECT pg_catalog.set_config"];
        !line.is_empty() && !around.iter().any(|begin| line.starts_with(begin))
    };
    let text: Vec<&str> = text.lines().filter(is_schema).collect();
    let conn = Database::connect(owner_url).await.unwrap();
    let text = format!("{}\n{}\n", text.join("\n"), applied(&conn).await);
    conn.close().await.unwrap();
    text
}

/// Everything that makes up a database's schema, one line each.
async fn described(place: &Place) -> Vec<String> {
    let conn = connect(place).await;
    let questions: &[&str] = match &place.settings.database {
        DatabaseSettings::Sqlite => {
            &["SELECT name || ' ' || sql AS it FROM sqlite_master WHERE sql IS NOT NULL"]
        }
        DatabaseSettings::Postgres { .. } => &[
            "SELECT concat_ws(' ', table_name, column_name, data_type, is_nullable, is_identity, column_default) AS it \
             FROM information_schema.columns WHERE table_schema = 'public'",
            "SELECT indexdef AS it FROM pg_indexes WHERE schemaname = 'public'",
            "SELECT concat_ws(' ', tablename, policyname, cmd, roles, qual, with_check) AS it FROM pg_policies",
            "SELECT concat_ws(' ', relname, relrowsecurity, relforcerowsecurity) AS it FROM pg_class \
             WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'",
            "SELECT concat_ws(' ', conrelid::regclass, pg_get_constraintdef(oid)) AS it FROM pg_constraint \
             WHERE connamespace = 'public'::regnamespace",
        ],
    };
    let mut all = Vec::new();
    for question in questions {
        all.extend(column(&conn, question).await);
    }
    conn.close().await.unwrap();
    all.sort();
    all
}

/// Makes a release's empty database in a place, with the key store that belongs beside it.
async fn make(place: &Place, backend: Backend, sql: &str) -> Store {
    let (clock, chance) = (Arc::new(later()), Arc::new(OsChance));
    if backend == Backend::Sqlite {
        let store =
            Store::create(place.settings.clone(), schema(), clock.clone(), chance.clone()).await.unwrap();
        store.close().await;
        for name in ["uppsikt.db", "uppsikt.db-wal", "uppsikt.db-shm"] {
            // The last two are gone already when the database was closed in order.
            let _ = std::fs::remove_file(place.settings.folder.join(name));
        }
    }
    let conn = connect(place).await;
    conn.execute_unprepared(sql).await.unwrap();
    conn.close().await.unwrap();
    match backend {
        Backend::Sqlite => Store::open(place.settings.clone(), schema(), clock, chance).await.unwrap(),
        Backend::Postgres => Store::create(place.settings.clone(), schema(), clock, chance).await.unwrap(),
    }
}

#[tokio::test]
async fn on_sqlite() {
    every_release(Backend::Sqlite).await;
}

#[tokio::test]
async fn on_postgres() {
    every_release(Backend::Postgres).await;
}

async fn every_release(backend: Backend) {
    let Some(fresh) = Place::fresh(backend).await else { return };
    let new =
        Store::create(fresh.settings.clone(), schema(), Arc::new(later()), Arc::new(OsChance)).await.unwrap();
    new.close().await;
    let wanted = described(&fresh).await;
    for release in RELEASES {
        let Some(place) = Place::fresh(backend).await else { return };
        let sql = std::fs::read_to_string(fixture("schema", release, ending(backend))).unwrap();
        let store = make(&place, backend, &sql).await;
        let actor = begin(&store).await;
        record(&store, &actor, "Det första i en gammal databas.").await;
        store.seal(actor.organisation).await.unwrap();
        let report = store.verify(actor.organisation, &VerifyOptions::default()).await.unwrap();
        assert!(report.is_clean() && report.objects == 1, "{release}: {report:?}");
        store.close().await;
        assert_eq!(described(&place).await, wanted, "{release}: an old database becomes like a new one");
    }
}
