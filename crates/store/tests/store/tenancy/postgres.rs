//! PostgreSQL itself holds the application’s user to its organisation.

use super::*;

pub(super) async fn rows(conn: &DatabaseConnection, sql: &str) -> Vec<Uuid> {
    let rows = conn.query_all_raw(Statement::from_string(conn.get_database_backend(), sql)).await.unwrap();
    rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
}

pub(super) const PROTECTED: [&str; 8] =
    ["note", "visit", "object", "act", "job", "pending_entry", "log_tile", "log_bundle"];

#[tokio::test]
async fn behind_the_store_postgresql_shows_the_applications_user_nothing() {
    let Some(place) = place(Backend::Postgres).await else { return };
    let store = place.create().await;
    let world = World::begin(&store).await;
    let (ours, theirs) = (world.kept[0], world.kept[4]);
    ours_and_theirs(&store, &world).await;
    store.close().await;
    for conn in [place.as_application().await, place.as_owner().await] {
        for table in PROTECTED.iter().chain(&["log_checkpoint"]) {
            let all = format!("SELECT organisation_id FROM {table}");
            assert_eq!(rows(&conn, &all).await, Vec::<Uuid>::new(), "{table} without a setting");
        }
        set(&conn, ours.organisation.uuid(), &ours.authority.to_string()).await;
        for table in PROTECTED.iter().chain(&["log_checkpoint"]) {
            let seen = rows(&conn, &format!("SELECT organisation_id FROM {table}")).await;
            assert!(!seen.is_empty() || *table == "pending_entry", "{table}: own rows are seen");
            assert!(seen.iter().all(|organisation| *organisation == ours.organisation.uuid()), "{table}");
        }
        for table in ["note", "object", "job", "visit"] {
            let seen =
                rows(&conn, &format!("SELECT authority_id FROM {table} WHERE authority_id IS NOT NULL"))
                    .await;
            assert!(seen.iter().all(|authority| *authority == ours.authority.uuid()), "{table}");
        }
        refused_writes(&conn, &place, ours, theirs).await;
        conn.close().await.unwrap();
    }
    assert_eq!(place.ask("SELECT id FROM note WHERE name = 'övertagen'").await.len(), 0);
    let store = place.open().await.unwrap();
    for organisation in store.organisations().await.unwrap() {
        assert_eq!(store.verify(organisation.id, &VerifyOptions::default()).await.unwrap().findings, []);
    }
    store.close().await;
}

/// A job, a visit and a waiting entry for every authority.
pub(super) async fn ours_and_theirs(store: &Store, world: &World) {
    for kept in &world.kept {
        let (kept, due_at) = (*kept, store.now());
        let writer = actor(kept.organisation, &[kept.authority]);
        let written = store.write::<_, StoreError, _>(&writer, move |tx| {
            Box::pin(async move {
                let payload = "{}".to_owned();
                let authority = Some(kept.authority);
                tx.enqueue(NewJob { authority, kind: "note-count", payload, due_at, attempts_max: 3 })
                    .await?;
                tx.put::<visit::Entity>(visit(&kept, authority, new_id::<visit::Entity>().uuid())).await?;
                tx.act(NOTE_WRITTEN, authority)?.finish().await.map(|_| ())
            })
        });
        written.await.unwrap();
    }
}

pub(super) async fn set(conn: &DatabaseConnection, organisation: Uuid, authorities: &str) {
    let sql = format!(
        "SELECT set_config('uppsikt.organisation', '{organisation}', false), \
         set_config('uppsikt.authorities', '{authorities}', false)"
    );
    conn.execute_unprepared(&sql).await.unwrap();
}

pub(super) async fn refused_writes(conn: &DatabaseConnection, place: &Place, ours: Kept, theirs: Kept) {
    for table in PROTECTED.iter().chain(&["log", "log_checkpoint"]) {
        let theirs = place.literal(theirs.organisation.uuid());
        for sql in [
            format!("UPDATE {table} SET organisation_id = organisation_id WHERE organisation_id = {theirs}"),
            format!("DELETE FROM {table} WHERE organisation_id = {theirs}"),
        ] {
            let done = conn.execute_unprepared(&sql).await;
            assert!(done.is_err() || done.unwrap().rows_affected() == 0, "{sql}");
        }
    }
    let insert = |organisation: Uuid, authority: Uuid| {
        format!(
            "INSERT INTO note VALUES ({}, gen_random_uuid(), {}, 'övertagen', 1, NULL)",
            place.literal(organisation),
            place.literal(authority)
        )
    };
    let (own, other) = (ours.organisation.uuid(), theirs.organisation.uuid());
    for sql in [
        insert(other, theirs.authority.uuid()),
        insert(other, ours.authority.uuid()),
        insert(own, theirs.authority.uuid()),
        format!("UPDATE note SET organisation_id = {}", place.literal(other)),
        format!("UPDATE note SET authority_id = {}", place.literal(theirs.authority.uuid())),
    ] {
        let refused = conn.execute_unprepared(&sql).await.unwrap_err().to_string();
        assert!(refused.contains("row-level security"), "{sql}: {refused}");
    }
}

#[tokio::test]
async fn postgresql_holds_the_applications_user_to_rows() {
    let Some(place) = place(Backend::Postgres).await else { return };
    place.create().await.close().await;
    let conn = place.as_application().await;
    for sql in [
        "CREATE TABLE mine (id int)",
        "CREATE SCHEMA mine",
        "ALTER TABLE note DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE note NO FORCE ROW LEVEL SECURITY",
        "DROP POLICY reach ON note",
        "DROP TABLE note",
        "TRUNCATE note",
        "ALTER TABLE note ADD COLUMN mine int",
        "INSERT INTO schema_version VALUES ('note', 99, 'x', 0, 'x')",
        "UPDATE schema_version SET version = 99",
        "DELETE FROM schema_version",
        "SELECT setval('pending_entry_seq_seq', 1)",
        "SET row_security = off; SELECT * FROM note",
    ] {
        assert!(conn.execute_unprepared(sql).await.is_err(), "{sql}");
    }
    conn.execute_unprepared("RESET row_security").await.unwrap();
    let flags = "SELECT relname::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace \
         WHERE n.nspname = 'public' AND relkind = 'r' AND NOT (relrowsecurity AND relforcerowsecurity)";
    let bare = conn.query_all_raw(Statement::from_string(conn.get_database_backend(), flags)).await.unwrap();
    let bare: Vec<String> = bare.iter().map(|row| row.try_get("", "name").unwrap()).collect();
    assert_eq!(bare, ["schema_version"], "every other table is protected, also from its owner");
}

#[tokio::test]
async fn a_database_user_for_whom_the_rules_do_not_hold_is_refused() {
    let Some(place) = place(Backend::Postgres).await else { return };
    place.create().await.close().await;
    let mut settings = place.settings.clone();
    let uppsikt_store::DatabaseSettings::Postgres { url, owner_url } = settings.database.clone() else {
        panic!()
    };
    for url in [owner_url.clone().unwrap(), place.superuser_url()] {
        settings.database = uppsikt_store::DatabaseSettings::Postgres { url, owner_url: owner_url.clone() };
        let refused = open(settings.clone()).await;
        assert!(matches!(refused, Err(StoreError::DatabaseUser(_))), "{refused:?}");
    }
    let login = url.split("://").nth(1).unwrap().split(':').next().unwrap();
    place.tamper(&format!("ALTER ROLE {login} BYPASSRLS")).await;
    let refused = place.open().await;
    assert!(matches!(refused, Err(StoreError::DatabaseUser(_))), "{refused:?}");
}
