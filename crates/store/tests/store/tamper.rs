//! Whatever is changed behind the store's back is found by verification and named.
//!
//! The changes are made as somebody for whom no rule holds: in the database file itself, as the
//! database's superuser, in the data folder; always with the store closed.

use std::path::{Path, PathBuf};

use sea_orm::{ConnectionTrait as _, Statement, Value};
use uppsikt_kernel::{Id, ManualClock, Object};
use uppsikt_ledger::{LogKey, SignedCheckpoint, VerifyKey, entry_bundle};
use uppsikt_store::FindingKind::{
    self, Act, Against, Checkpoint, Entry, Key, Object as SealedObject, ObjectMissing, ObjectUnbound, Row,
    RowMissing, RowUnbound, Tile,
};
use uppsikt_store::{StoreError, VerifyOptions, VerifyReport};
use uuid::Uuid;

use crate::support::*;

mod keys;
mod log;
mod rows;

use keys::*;
use log::*;
use rows::*;

on_both!(
    changed_rows_are_named,
    changed_objects_are_named,
    changed_entries_are_named,
    changed_tiles_are_named,
    changed_checkpoints_are_named,
    changed_acts_are_named,
    changed_files_are_named,
    a_tampered_tree_is_not_signed,
    a_rollback_is_seen_only_from_elsewhere,
    only_the_right_key_verifies,
    an_old_key_verifies_through_rotations,
    a_key_without_its_act_signs_nothing,
    a_forged_disposal_is_named,
);

type Found = Vec<(FindingKind, String)>;

/// A store of some sealed acts and one that waits.
struct Scene {
    place: Place,
    clock: ManualClock,
    house: House,
    /// Sealed: item, object and act of each note.
    notes: Vec<(Uuid, Id<Object>, Uuid)>,
    /// Recorded, not sealed.
    waiting: (Uuid, Id<Object>, Uuid),
    /// Lies outside the database.
    large: Id<Object>,
    checkpoint: SignedCheckpoint,
}

/// Enough that the log has a full tile and a second level.
const ACTS: usize = 300;
/// The sealed entries then: the beginning, four notes, a large object, and these.
const SEALED: usize = 306;

impl Scene {
    /// With so many acts that write nothing, and an object of so many bytes outside the database.
    async fn begin(mut place: Place, acts: usize, large_bytes: usize) -> Self {
        place.settings.inline_bytes_max = 1_024;
        let clock = ManualClock::at("2026-11-22T10:00:00Z".parse().unwrap());
        let store = place.create_at(&clock).await;
        let house = House::begin(&store, "lindholm.example/uppsikt").await;
        let mut notes = Vec::new();
        for name in ["vatten", "väg", "skola"] {
            notes.push(house.write_note(&store, name).await);
        }
        let staged = store.stage(&house.actor, &vec![7; large_bytes][..]).await.unwrap();
        let authority = house.authority;
        let large = store.write::<_, StoreError, _>(&house.actor, move |tx| {
            Box::pin(async move {
                let mut act = tx.act(NOTE_WRITTEN, Some(authority))?;
                let large = act.place(new_object(new_id::<Place>().uuid(), 1), staged)?;
                act.finish().await?;
                for _ in 0..acts {
                    tx.act(NOTE_WRITTEN, Some(authority))?.finish().await?;
                }
                Ok(large)
            })
        });
        let large = large.await.unwrap();
        store.seal(house.organisation).await.unwrap();
        clock.set("2026-11-22T10:05:00Z".parse().unwrap());
        notes.push(house.write_note(&store, "bibliotek").await);
        let checkpoint = store.seal(house.organisation).await.unwrap().unwrap();
        assert_eq!(checkpoint.checkpoint().size(), (SEALED - ACTS + acts) as u64);
        let waiting = house.write_note(&store, "väntar").await;
        store.close().await;
        let mut scene = Self {
            place,
            clock,
            house,
            notes: Vec::new(),
            waiting: (waiting.0, waiting.1, Uuid::nil()),
            large,
            checkpoint,
        };
        for (item, object) in notes {
            scene.notes.push((item, object, scene.act_of(object).await));
        }
        scene.waiting.2 = scene.act_of(waiting.1).await;
        scene
    }

    async fn act_of(&self, object: Id<Object>) -> Uuid {
        let sql = format!("SELECT act_id FROM object WHERE id = {}", self.place.literal(object.uuid()));
        self.place.ask(&sql).await[0].try_get("", "act_id").unwrap()
    }

    fn id(&self, id: Uuid) -> String {
        self.place.literal(id)
    }

    /// Where the row of a table is.
    fn row(&self, table: &str, id: Uuid) -> String {
        format!("{table} WHERE id = {}", self.id(id))
    }

    fn note(&self, at: usize) -> Uuid {
        self.notes[at].0
    }

    fn object(&self, at: usize) -> Uuid {
        self.notes[at].1.uuid()
    }

    fn act(&self, at: usize) -> Uuid {
        self.notes[at].2
    }

    /// Does the deed to a copy, opens it and verifies it.
    async fn after(&self, deed: &Deed) -> VerifyReport {
        let copy = self.place.copy().await;
        deed.done_to(&copy).await;
        let store = copy.open_at(&self.clock).await.unwrap();
        let report = store.verify(self.house.organisation, &VerifyOptions::default()).await.unwrap();
        store.close().await;
        report
    }

    /// Every deed must be found, and named as said, and nothing else must be named.
    async fn check(&self, cases: Vec<(&str, Deed, Found)>) {
        let mut wrong = Vec::new();
        for (name, deed, mut wanted) in cases {
            let report = self.after(&deed).await;
            let found: Found =
                report.findings.into_iter().map(|finding| (finding.kind, finding.what)).collect();
            wanted.sort();
            if found != wanted {
                wrong.push(format!("{name}:\n   found {found:?}\n  wanted {wanted:?}"));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}

type Change = Box<dyn Fn(Vec<u8>) -> Vec<u8> + Send + Sync>;
type Vandal = Box<dyn Fn(&Path) + Send + Sync>;

/// Something done behind the store's back.
enum Deed {
    Sql(Vec<String>),
    /// A value is read, changed and put back: column, and the table with the row's condition.
    Change(&'static str, String, Change),
    /// A file below the data folder.
    File(PathBuf, Vandal),
}

impl Deed {
    async fn done_to(&self, place: &Place) {
        match self {
            Self::Sql(statements) => {
                for sql in statements {
                    assert_ne!(place.tamper(sql).await, 0, "touches nothing: {sql}");
                }
            }
            Self::Change(column, row, change) => {
                let found = &place.ask(&format!("SELECT {column} AS value FROM {row}")).await[0];
                let text = found.try_get::<String>("", "value").ok();
                let was =
                    text.clone().map_or_else(|| found.try_get("", "value").unwrap(), String::into_bytes);
                let becomes = change(was.clone());
                assert_ne!(becomes, was);
                let becomes: Value = match text {
                    Some(_) => String::from_utf8(becomes).unwrap().into(),
                    None => becomes.into(),
                };
                let (table, condition) = row.split_once(" WHERE ").unwrap();
                let mark = if place.backend == Backend::Sqlite { "?" } else { "$1" };
                let sql = format!("UPDATE {table} SET {column} = {mark} WHERE {condition}");
                let conn = place.intruder().await;
                let statement = Statement::from_sql_and_values(conn.get_database_backend(), sql, [becomes]);
                assert_eq!(conn.execute_raw(statement).await.unwrap().rows_affected(), 1);
                conn.close().await.unwrap();
            }
            Self::File(path, vandal) => vandal(&place.folder().join(path)),
        }
    }
}

fn sql(statement: impl Into<String>) -> Deed {
    Deed::Sql(vec![statement.into()])
}

fn change(
    column: &'static str,
    row: String,
    change: impl Fn(Vec<u8>) -> Vec<u8> + Send + Sync + 'static,
) -> Deed {
    Deed::Change(column, row, Box::new(change))
}

/// One bit changes, at the given place (from the end when negative).
fn flip(column: &'static str, row: String, at: isize) -> Deed {
    change(column, row, move |mut bytes| {
        let length = bytes.len().cast_signed();
        bytes[at.rem_euclid(length).cast_unsigned()] ^= 1;
        bytes
    })
}

fn file(path: impl Into<PathBuf>, vandal: impl Fn(&Path) + Send + Sync + 'static) -> Deed {
    Deed::File(path.into(), Box::new(vandal))
}

fn named(kind: FindingKind, what: impl ToString) -> (FindingKind, String) {
    (kind, what.to_string())
}

async fn a_forged_disposal_is_named(place: Place) {
    let scene = Scene::begin(place, 0, 2_000).await;
    let store = scene.place.open_at(&scene.clock).await.unwrap();
    let disposed = scene.notes[0].1;
    let code = uppsikt_kernel::ActCode::new("note-disposed");
    let (actor, authority) = (&scene.house.actor, scene.house.authority);
    store.dispose(actor, code, authority, vec![disposed, scene.large]).await.unwrap();
    store.seal(scene.house.organisation).await.unwrap();
    let report = store.verify(scene.house.organisation, &VerifyOptions::default()).await.unwrap();
    assert_eq!((report.disposed, report.findings), (2, vec![]));
    store.close().await;
    let set = |what: &str| sql(format!("UPDATE object SET {what} WHERE id = {}", scene.id(disposed.uuid())));
    let found = || vec![named(SealedObject, disposed)];
    let cases = vec![
        ("another day", set("disposed_at = disposed_at + 1"), found()),
        ("no day", set("disposed_at = NULL"), found()),
        ("another version", set("version = 9"), found()),
        ("a body", set(&format!("body = {}", scene.place.bytes_literal(b"x"))), found()),
        (
            "a deleted row",
            sql(format!("DELETE FROM {}", scene.row("object", disposed.uuid()))),
            vec![named(ObjectMissing, disposed)],
        ),
    ];
    scene.check(cases).await;
}

/// SQLite keeps a text where a number belongs; that must not stop verification.
#[tokio::test]
async fn a_value_of_another_kind_is_named() {
    let Some(place) = place(Backend::Sqlite).await else { return };
    let scene = Scene::begin(place, 0, 2_000).await;
    let set = |what: &str| sql(format!("UPDATE note SET {what} WHERE id = {}", scene.id(scene.note(0))));
    let found = || vec![named(Row, format!("note {}", scene.note(0)))];
    let cases = vec![
        ("a text for a number", set("count = 'många'"), found()),
        ("bytes for a text", set("name = x'ff'"), found()),
        ("a text for an authority", set("authority_id = 'nämnden'"), found()),
    ];
    scene.check(cases).await;
    let copy = scene.place.copy().await;
    set("count = 'många'").done_to(&copy).await;
    let store = copy.open_at(&scene.clock).await.unwrap();
    let refused = store.backup(&copy.beside("backup.zip"), None).await;
    assert!(
        matches!(&refused, Err(StoreError::BadRow { table: "note", row, column: "count" }) if *row == scene.note(0).to_string()),
        "{refused:?}"
    );
    store.close().await;
}
