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

async fn changed_rows_are_named(place: Place) {
    let scene = Scene::begin(place, 0, 2_000).await;
    let (row, other) = (scene.row("note", scene.note(0)), scene.note(1));
    let note = |at: usize| format!("note {}", scene.note(at));
    let set = |what: &str| sql(format!("UPDATE note SET {what} WHERE id = {}", scene.id(scene.note(0))));
    let stranger = new_id::<Place>().uuid();
    let insert = format!(
        "INSERT INTO note SELECT organisation_id, {}, authority_id, name, count, seen_at FROM {row}",
        scene.id(stranger)
    );
    let swap = format!(
        "UPDATE note SET name = CASE name WHEN 'vatten' THEN 'väg' ELSE 'vatten' END WHERE id IN ({}, {})",
        scene.id(scene.note(0)),
        scene.id(other)
    );
    let cases = vec![
        ("nothing", set("name = name"), vec![]),
        ("a text", set("name = 'avlopp'"), vec![named(Row, note(0))]),
        ("a number", set("count = 2"), vec![named(Row, note(0))]),
        ("an authority", set(&format!("authority_id = {}", scene.id(other))), vec![named(Row, note(0))]),
        (
            "an organisation",
            set(&format!("organisation_id = {}", scene.id(other))),
            vec![named(RowMissing, note(0))],
        ),
        ("an exempt column", set("seen_at = 5"), vec![]),
        ("a deleted row", sql(format!("DELETE FROM {row}")), vec![named(RowMissing, note(0))]),
        ("an inserted row", sql(insert), vec![named(RowUnbound, format!("note {stranger}"))]),
        ("two rows swapped", sql(swap), vec![named(Row, note(0)), named(Row, note(1))]),
        (
            "a row that is not sealed yet",
            sql(format!("UPDATE note SET count = 2 WHERE id = {}", scene.id(scene.waiting.0))),
            vec![named(Row, format!("note {}", scene.waiting.0))],
        ),
    ];
    scene.check(cases).await;
}

async fn changed_objects_are_named(place: Place) {
    let scene = Scene::begin(place, 0, 2_000).await;
    let (object, other) = (scene.object(0), scene.object(1));
    let row = || scene.row("object", object);
    let set = |what: &str| sql(format!("UPDATE object SET {what} WHERE id = {}", scene.id(object)));
    let found = || vec![named(SealedObject, object)];
    let stranger = new_id::<Place>().uuid();
    let swap = async |column: &str| {
        let mut statements = Vec::new();
        for (from, to) in [(object, other), (other, object)] {
            let value = scene.place.ask(&format!("SELECT {column} FROM {}", scene.row("object", from))).await;
            let value = scene.place.bytes_literal(&value[0].try_get::<Vec<u8>>("", column).unwrap());
            statements.push(format!("UPDATE object SET {column} = {value} WHERE id = {}", scene.id(to)));
        }
        Deed::Sql(statements)
    };
    let both = || vec![named(SealedObject, object), named(SealedObject, other)];
    let insert = format!(
        "INSERT INTO object SELECT organisation_id, {}, authority_id, item_id, 2, act_id, key_id, wrapped, media_type, \
         content_bytes, body, disposed_at FROM {}",
        scene.id(stranger),
        row()
    );
    let mut with_key = found();
    with_key.push(named(Key, stranger));
    let cases = vec![
        ("nothing", set("version = version"), vec![]),
        ("the first byte of a body", flip("body", row(), 0), found()),
        ("the last byte of a body", flip("body", row(), -1), found()),
        ("a body's end", change("body", row(), |mut body| body.drain(..).take(3).collect()), found()),
        ("no body", set("body = NULL"), found()),
        ("the nonce of a key row", flip("wrapped", row(), 0), found()),
        ("the key of a key row", flip("wrapped", row(), 30), found()),
        ("the salt of a key row", flip("wrapped", row(), 70), found()),
        ("the tag of a key row", flip("wrapped", row(), -1), found()),
        ("no key row", set("wrapped = NULL"), found()),
        ("a media type", set("media_type = 'text/html'"), found()),
        ("a length", set("content_bytes = content_bytes + 1"), found()),
        ("an item", set(&format!("item_id = {}", scene.id(stranger))), found()),
        ("a version", set("version = 2"), found()),
        ("an authority", set(&format!("authority_id = {}", scene.id(stranger))), found()),
        ("an act", set(&format!("act_id = {}", scene.id(scene.act(1)))), found()),
        ("a key", set(&format!("key_id = {}", scene.id(stranger))), with_key),
        (
            "an organisation",
            set(&format!("organisation_id = {}", scene.id(stranger))),
            vec![named(ObjectMissing, object)],
        ),
        ("a day of disposal", set("disposed_at = 5"), found()),
        ("a disposal", set("disposed_at = 5, wrapped = NULL, body = NULL"), found()),
        ("a deleted object", sql(format!("DELETE FROM {}", row())), vec![named(ObjectMissing, object)]),
        ("an inserted object", sql(insert), vec![named(ObjectUnbound, stranger)]),
        ("two bodies swapped", swap("body").await, both()),
        ("two key rows swapped", swap("wrapped").await, both()),
        (
            "two objects swapped",
            Deed::Sql(vec![
                format!("UPDATE object SET id = {} WHERE id = {}", scene.id(stranger), scene.id(object)),
                format!("UPDATE object SET id = {} WHERE id = {}", scene.id(object), scene.id(other)),
                format!("UPDATE object SET id = {} WHERE id = {}", scene.id(other), scene.id(stranger)),
            ]),
            both(),
        ),
    ];
    scene.check(cases).await;
}

/// The bundle with its entries changed.
fn entries(bundle: &[u8], change: impl FnOnce(&mut Vec<Vec<u8>>)) -> Vec<u8> {
    let mut all: Vec<Vec<u8>> = entry_bundle::entries(bundle).map(|entry| entry.unwrap().to_vec()).collect();
    change(&mut all);
    let mut out = Vec::new();
    for entry in all {
        entry_bundle::push(&mut out, &entry).unwrap();
    }
    out
}

/// The same bytes with one letter of what follows `after` changed.
fn letter_after(bytes: &[u8], after: &str) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    let at =
        bytes.windows(after.len()).position(|window| window == after.as_bytes()).unwrap() + after.len() + 2;
    bytes[at] = if bytes[at] == b'7' { b'8' } else { b'7' };
    bytes
}

async fn changed_entries_are_named(place: Place) {
    let scene = Scene::begin(place, ACTS, 2_000).await;
    let bundle = |number: u32| format!("log_bundle WHERE number = {number}");
    let (first, second) = ("tile/0/000", "tile/0/001");
    let actor = |at: usize| {
        move |bytes: Vec<u8>| entries(&bytes, |all| all[at] = letter_after(&all[at], "\"actor\":\""))
    };
    let both_sizes = || {
        vec![named(Checkpoint, format!("size {}", SEALED - 1)), named(Checkpoint, format!("size {SEALED}"))]
    };
    let with = |more: Found| both_sizes().into_iter().chain(more).collect::<Found>();
    let cases = vec![
        (
            "an entry in a full bundle",
            change("entries", bundle(0), actor(9)),
            with(vec![named(Entry, "entry 9"), named(Tile, first), named(Tile, "tile/1/000")]),
        ),
        (
            "the last entry",
            change("entries", bundle(1), actor(SEALED - 1 - 256)),
            vec![
                named(Entry, format!("entry {}", SEALED - 1)),
                named(Tile, second),
                named(Checkpoint, format!("size {SEALED}")),
            ],
        ),
        (
            "two entries swapped",
            change("entries", bundle(0), |bytes| entries(&bytes, |all| all.swap(1, 2))),
            with(vec![
                named(Entry, "entry 1"),
                named(Entry, "entry 2"),
                named(Act, scene.act(0)),
                named(Act, scene.act(1)),
                named(Tile, first),
                named(Tile, "tile/1/000"),
            ]),
        ),
        (
            "the last entry cut off",
            change("entries", bundle(1), |bytes| entries(&bytes, |all| drop(all.pop()))),
            vec![
                named(Entry, format!("{} entries of {SEALED}", SEALED - 1)),
                named(Act, scene.act(3)),
                named(RowUnbound, format!("note {}", scene.note(3))),
                named(ObjectUnbound, scene.object(3)),
                named(Tile, second),
                named(Checkpoint, format!("size {SEALED}")),
            ],
        ),
    ];
    scene.check(cases).await;
    let gone = scene.after(&sql(format!("DELETE FROM {}", bundle(0)))).await;
    for (kind, what) in
        [(Entry, "bundle 0".to_owned()), (Entry, format!("50 entries of {SEALED}")), (Tile, first.to_owned())]
    {
        assert!(gone.findings.iter().any(|finding| finding.kind == kind && finding.what == what), "{what}");
    }
    let broken =
        scene.after(&change("entries", bundle(1), |mut bytes| bytes.drain(..).take(90).collect())).await;
    assert!(broken.findings.iter().any(|finding| finding.kind == Entry && finding.what == "bundle 1"));
}

async fn changed_tiles_are_named(place: Place) {
    let scene = Scene::begin(place, ACTS, 2_000).await;
    let tile = |level: u32, number: u32| format!("log_tile WHERE level = {level} AND number = {number}");
    let (first, second) = ("tile/0/000", "tile/0/001");
    let cases = vec![
        ("a full tile", flip("hashes", tile(0, 0), 40), vec![named(Tile, first)]),
        ("a growing tile", flip("hashes", tile(0, 1), -1), vec![named(Tile, second)]),
        ("a tile of the second level", flip("hashes", tile(1, 0), 0), vec![named(Tile, "tile/1/000")]),
        (
            "a tile's end",
            change("hashes", tile(0, 0), |mut tile| tile.drain(..).take(255 * 32).collect()),
            vec![named(Tile, first)],
        ),
        ("a deleted tile", sql(format!("DELETE FROM {}", tile(0, 0))), vec![named(Tile, first)]),
        (
            "two tiles swapped",
            Deed::Sql(vec![
                "UPDATE log_tile SET number = 7 WHERE level = 0 AND number = 0".to_owned(),
                "UPDATE log_tile SET number = 0 WHERE level = 0 AND number = 1".to_owned(),
                "UPDATE log_tile SET number = 1 WHERE level = 0 AND number = 7".to_owned(),
            ]),
            vec![named(Tile, first), named(Tile, second)],
        ),
    ];
    scene.check(cases).await;
}

async fn changed_checkpoints_are_named(place: Place) {
    let scene = Scene::begin(place, ACTS, 2_000).await;
    let newest = format!("log_checkpoint WHERE size = {SEALED}");
    let older = format!("log_checkpoint WHERE size = {}", SEALED - 1);
    let both_sizes = || {
        vec![named(Checkpoint, format!("size {}", SEALED - 1)), named(Checkpoint, format!("size {SEALED}"))]
    };
    let cases = vec![
        (
            "a checkpoint's signature",
            flip("note", newest.clone(), -4),
            vec![named(Checkpoint, format!("size {SEALED}"))],
        ),
        (
            "a checkpoint that cannot be read",
            sql(format!("UPDATE log_checkpoint SET note = 'x' WHERE size = {SEALED}")),
            vec![named(Checkpoint, format!("size {SEALED}"))],
        ),
        (
            "a checkpoint's root",
            flip("note", older.clone(), 40),
            vec![named(Checkpoint, format!("size {}", SEALED - 1))],
        ),
        (
            "a checkpoint's place",
            sql(format!("UPDATE log_checkpoint SET size = 9 WHERE size = {}", SEALED - 1)),
            vec![named(Checkpoint, "size 9")],
        ),
        (
            "a deleted checkpoint",
            sql(format!("DELETE FROM {newest}")),
            vec![named(Checkpoint, format!("size {SEALED}"))],
        ),
        (
            "no checkpoint",
            sql("DELETE FROM log_checkpoint"),
            vec![named(Checkpoint, format!("size {SEALED}"))],
        ),
        (
            "a log's size",
            sql("UPDATE log SET size = 5"),
            vec![named(Checkpoint, "size 5"), named(Entry, format!("{SEALED} entries of 5"))],
        ),
        ("a log's name", sql("UPDATE log SET origin = 'granby.example/uppsikt'"), both_sizes()),
    ];
    scene.check(cases).await;
}

async fn changed_acts_are_named(place: Place) {
    let scene = Scene::begin(place, 0, 2_000).await;
    let (act, (item, object, waiting)) = (scene.act(0), scene.waiting);
    let set = |what: &str| sql(format!("UPDATE act SET {what} WHERE id = {}", scene.id(act)));
    let salted = vec![named(Row, format!("note {}", scene.note(0)))];
    let entry = || format!("pending_entry WHERE act_id = {}", scene.id(waiting));
    let stranger = new_id::<Place>().uuid();
    let insert = format!(
        "INSERT INTO act SELECT organisation_id, {}, authority_id, code, recorded_at, salt, NULL FROM {}",
        scene.id(stranger),
        scene.row("act", act)
    );
    let swap = format!(
        "UPDATE act SET leaf_index = 3 - leaf_index WHERE id IN ({}, {})",
        scene.id(act),
        scene.id(scene.act(1))
    );
    let unbound =
        vec![named(Act, waiting), named(RowUnbound, format!("note {item}")), named(ObjectUnbound, object)];
    let mut unreadable = unbound.clone();
    unreadable.push(named(Entry, format!("waiting entry of act {waiting}")));
    let gone = vec![named(Act, act), named(Row, format!("note {}", scene.note(0)))];
    let cases = vec![
        ("a salt", flip("salt", scene.row("act", act), 0), salted.clone()),
        (
            "a salt's length",
            change("salt", scene.row("act", act), |_| vec![1; 31]),
            [salted, vec![named(Act, act)]].concat(),
        ),
        ("a code", set("code = 'note-read'"), vec![named(Act, act)]),
        ("a place", set("leaf_index = 2"), vec![named(Act, act)]),
        ("no place", set("leaf_index = NULL"), vec![named(Act, act)]),
        ("an instant", set("recorded_at = recorded_at - 1"), vec![named(Act, act)]),
        ("an authority", set("authority_id = NULL"), vec![named(Act, act)]),
        ("a deleted act", sql(format!("DELETE FROM {}", scene.row("act", act))), gone),
        ("an inserted act", sql(insert), vec![named(Act, stranger)]),
        ("two places swapped", sql(swap), vec![named(Act, act), named(Act, scene.act(1))]),
        (
            "a waiting entry's code",
            change("entry", entry(), |bytes| {
                String::from_utf8(bytes).unwrap().replace("written", "altered").into_bytes()
            }),
            vec![named(Act, waiting)],
        ),
        (
            "a waiting entry's commitment to a row",
            change("entry", entry(), move |bytes| letter_after(&bytes, &format!("[\"note\",\"{item}\",\""))),
            vec![named(Row, format!("note {item}"))],
        ),
        (
            "a waiting entry's commitment to an object",
            change("entry", entry(), |bytes| letter_after(&bytes, "{\"c\":\"")),
            vec![named(SealedObject, object)],
        ),
        ("a waiting entry's first byte", flip("entry", entry(), 0), unreadable),
        ("a deleted waiting entry", sql(format!("DELETE FROM {}", entry())), unbound),
    ];
    scene.check(cases).await;
}

async fn changed_files_are_named(place: Place) {
    let scene = Scene::begin(place, 0, 2_500_000).await;
    let kek = format!("kek/{}/oklassad-2026.key", scene.house.authority);
    let kek_id = &scene
        .place
        .ask(&format!("SELECT key_id FROM object WHERE id = {}", scene.id(scene.object(0))))
        .await[0];
    let kek_id: Uuid = kek_id.try_get("", "key_id").unwrap();
    let log_key = format!("log/{}/0001.key", scene.house.organisation);
    let text = scene.large.uuid().simple().to_string();
    let blob = format!("objects/{}/{}/{text}", scene.house.organisation.uuid().simple(), &text[30..]);
    let everything: Found = (scene.notes.iter().map(|note| note.1))
        .chain([scene.waiting.1, scene.large])
        .map(|object| named(SealedObject, object))
        .chain([named(Key, kek_id)])
        .collect();
    let kek_named = || everything.iter().cloned().chain([named(Key, &kek)]).collect::<Found>();
    let keys = |below: &str| format!("keys/{below}");
    let flip_at = |at: usize| {
        move |path: &Path| {
            let mut bytes = std::fs::read(path).unwrap();
            bytes[at] ^= 1;
            std::fs::write(path, bytes).unwrap();
        }
    };
    let cut = |length: u64| {
        move |path: &Path| {
            std::fs::OpenOptions::new().write(true).open(path).unwrap().set_len(length).unwrap()
        }
    };
    let remove = |path: &Path| std::fs::remove_file(path).unwrap();
    let open_to_others = |path: &Path| {
        use std::os::unix::fs::PermissionsExt as _;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o644)).unwrap();
    };
    let large = || vec![named(SealedObject, scene.large)];
    let mut cases = vec![
        ("a key", file(keys(&kek), flip_at(120)), kek_named()),
        ("a cut key", file(keys(&kek), cut(90)), kek_named()),
        ("a key that others may read", file(keys(&kek), open_to_others), kek_named()),
        ("a missing key", file(keys(&kek), remove), everything.clone()),
        ("the first byte of a blob", file(&blob, flip_at(0)), large()),
        ("a byte of the last chunk of a blob", file(&blob, flip_at(2_300_000)), large()),
        ("a cut blob", file(&blob, cut(2_400_000)), large()),
        ("a blob cut between two chunks", file(&blob, cut(2 * (1_048_576 + 16))), large()),
        ("an empty blob", file(&blob, cut(0)), large()),
        ("a longer blob", file(&blob, cut(2_600_000)), large()),
        ("a missing blob", file(&blob, remove), large()),
    ];
    let vkey = scene.log_key().await;
    // Without the log's key nothing says that a checkpoint is ours.
    let log_named = vec![
        named(Key, format!("log/{} {vkey}", scene.house.organisation)),
        named(Checkpoint, format!("size {}", SEALED - ACTS - 1)),
        named(Checkpoint, format!("size {}", SEALED - ACTS)),
    ];
    let also_file = log_named.iter().cloned().chain([named(Key, &log_key)]).collect::<Found>();
    cases.push(("a log's key", file(keys(&log_key), flip_at(150)), also_file));
    cases.push(("a log's missing key", file(keys(&log_key), remove), log_named));
    scene.check(cases).await;
    let copy = scene.place.copy().await;
    std::fs::remove_dir_all(copy.folder().join("keys")).unwrap();
    assert!(matches!(copy.open_at(&scene.clock).await, Err(StoreError::KeyMissing(_))));
}

impl Scene {
    async fn log_key(&self) -> VerifyKey {
        let store = self.place.open_at(&self.clock).await.unwrap();
        let log = store.read(&self.house.actor).await.unwrap().log().await.unwrap();
        store.close().await;
        log.keys[0].clone()
    }
}

async fn a_tampered_tree_is_not_signed(place: Place) {
    let scene = Scene::begin(place, ACTS, 2_000).await;
    let deeds = [
        flip("hashes", "log_tile WHERE level = 0 AND number = 1".to_owned(), 5),
        flip("hashes", "log_tile WHERE level = 1 AND number = 0".to_owned(), 5),
        sql("DELETE FROM log_tile WHERE level = 0 AND number = 1"),
        sql("UPDATE log SET size = size - 1"),
        sql(format!("DELETE FROM log_checkpoint WHERE size = {SEALED}")),
        sql("DELETE FROM log_checkpoint"),
        flip("note", format!("log_checkpoint WHERE size = {SEALED}"), 40),
        flip("note", format!("log_checkpoint WHERE size = {SEALED}"), -4),
        sql("DELETE FROM log_bundle WHERE number = 1"),
    ];
    for (at, deed) in deeds.iter().enumerate() {
        let copy = scene.place.copy().await;
        deed.done_to(&copy).await;
        let before = copy.ask("SELECT note FROM log_checkpoint").await.len();
        let store = copy.open_at(&scene.clock).await.unwrap();
        let refused = store.seal(scene.house.organisation).await;
        assert!(
            matches!(refused, Err(StoreError::LogDamaged(_) | StoreError::KeyMissing(_))),
            "deed {at} is signed: {refused:?}"
        );
        store.close().await;
        assert_eq!(copy.ask("SELECT note FROM log_checkpoint").await.len(), before);
        assert_eq!(copy.ask("SELECT seq FROM pending_entry").await.len(), 1, "what waits goes on waiting");
    }
}

async fn a_rollback_is_seen_only_from_elsewhere(place: Place) {
    let scene = Scene::begin(place, 0, 2_000).await;
    let earlier = scene.place.copy().await;
    let store = scene.place.open_at(&scene.clock).await.unwrap();
    let later = store.seal(scene.house.organisation).await.unwrap().unwrap();
    let against = |checkpoint: &SignedCheckpoint| VerifyOptions {
        against: Some(checkpoint.clone()),
        ..Default::default()
    };
    for checkpoint in [&scene.checkpoint, &later] {
        let report = store.verify(scene.house.organisation, &against(checkpoint)).await.unwrap();
        assert_eq!((report.continues, report.findings), (Some(true), vec![]));
    }
    store.close().await;

    let rolled_back = earlier.open_at(&scene.clock).await.unwrap();
    let report = rolled_back.verify(scene.house.organisation, &VerifyOptions::default()).await.unwrap();
    assert_eq!((report.continues, report.findings), (None, vec![]), "from inside nothing is wrong");
    let report = rolled_back.verify(scene.house.organisation, &against(&later)).await.unwrap();
    assert_eq!(report.continues, Some(false));
    assert!(report.findings.iter().all(|finding| finding.kind == Against) && report.findings.len() == 1);

    // It goes on and becomes longer than what it replaced: still another history.
    for name in ["annan", "historia"] {
        scene.house.write_note(&rolled_back, name).await;
    }
    rolled_back.seal(scene.house.organisation).await.unwrap();
    let report = rolled_back.verify(scene.house.organisation, &against(&later)).await.unwrap();
    let found: Vec<FindingKind> = report.findings.iter().map(|finding| finding.kind).collect();
    // The waiting entry was the same on both sides, so up to there both are one history.
    assert_eq!((report.continues, found), (Some(true), vec![]));
    rolled_back.close().await;

    let copy = scene.place.copy().await;
    let (one, other) =
        (scene.place.open_at(&scene.clock).await.unwrap(), copy.open_at(&scene.clock).await.unwrap());
    scene.house.write_note(&one, "här").await;
    scene.house.write_note(&other, "där").await;
    let here = one.seal(scene.house.organisation).await.unwrap().unwrap();
    other.seal(scene.house.organisation).await.unwrap();
    let report = other.verify(scene.house.organisation, &against(&here)).await.unwrap();
    assert_eq!(report.continues, Some(false));
    assert_eq!(report.findings.iter().map(|finding| finding.kind).collect::<Vec<_>>(), [Against]);
    one.close().await;
    other.close().await;
}

fn trusting(key: &VerifyKey) -> VerifyOptions {
    VerifyOptions { trusted: vec![key.clone()], ..VerifyOptions::default() }
}

async fn only_the_right_key_verifies(place: Place) {
    let scene = Scene::begin(place, 0, 2_000).await;
    let store = scene.place.open_at(&scene.clock).await.unwrap();
    let right = store.read(&scene.house.actor).await.unwrap().log().await.unwrap().keys[0].clone();
    let report = store.verify(scene.house.organisation, &trusting(&right)).await.unwrap();
    assert!(report.key_given && report.is_clean());
    for origin in ["lindholm.example/uppsikt", "granby.example/uppsikt"] {
        let wrong = LogKey::from_seed(origin, [9; 32]).unwrap().verify_key().clone();
        let options = VerifyOptions { against: Some(scene.checkpoint.clone()), ..trusting(&wrong) };
        let report = store.verify(scene.house.organisation, &options).await.unwrap();
        let kinds: Vec<FindingKind> = report.findings.iter().map(|finding| finding.kind).collect();
        assert_eq!(kinds, [Checkpoint, Checkpoint, Against]);
        assert_eq!(report.continues, Some(false));
    }
    store.close().await;
}

async fn an_old_key_verifies_through_rotations(place: Place) {
    let clock = ManualClock::at("2026-11-22T10:00:00Z".parse().unwrap());
    let store = place.create_at(&clock).await;
    let house = House::begin(&store, "lindholm.example/uppsikt").await;
    let mut checkpoints = Vec::new();
    let first = store.read(&house.actor).await.unwrap().log().await.unwrap().keys[0].clone();
    for (minute, name) in ["vatten", "väg", "skola"].iter().enumerate() {
        clock.set(format!("2026-11-22T10:{:02}:00Z", 10 * minute).parse().unwrap());
        house.write_note(&store, name).await;
        checkpoints.push(store.seal(house.organisation).await.unwrap().unwrap());
        if minute < 2 {
            store.rotate_log_key(house.organisation).await.unwrap();
            house.write_note(&store, "mellan").await;
            checkpoints.push(store.seal(house.organisation).await.unwrap().unwrap());
        }
    }
    let keys = store.read(&house.actor).await.unwrap().log().await.unwrap().keys;
    assert_eq!((keys.len(), &keys[0]), (3, &first));
    assert!(checkpoints.last().unwrap().verify(&keys[2..]).is_ok(), "the newest key signs");
    assert!(checkpoints.last().unwrap().verify(&keys[..2]).is_err(), "and only that one");
    for options in [VerifyOptions::default(), trusting(&first)] {
        let report = store.verify(house.organisation, &options).await.unwrap();
        assert_eq!(report.findings, []);
        assert!(report.checkpoints >= 4, "{}", report.checkpoints);
    }
    for checkpoint in &checkpoints {
        let options = VerifyOptions { against: Some(checkpoint.clone()), ..VerifyOptions::default() };
        let report = store.verify(house.organisation, &options).await.unwrap();
        assert_eq!((report.continues, report.findings), (Some(true), vec![]));
    }
    store.close().await;

    // Without the checkpoint that hands the log over, the old key says nothing of what came after.
    assert_eq!(
        place.tamper("DELETE FROM log_checkpoint WHERE note LIKE '%\n— %\n— %' AND size < 5").await,
        1
    );
    let store = place.open_at(&clock).await.unwrap();
    let report = store.verify(house.organisation, &trusting(&first)).await.unwrap();
    assert!(!report.findings.is_empty() && report.findings.iter().all(|finding| finding.kind == Checkpoint));
    store.close().await;

    // A key that has gone missing is named, and its number is not given to another.
    let folder = place.folder().join("keys/log").join(house.organisation.to_string());
    std::fs::remove_file(folder.join("0002.key")).unwrap();
    let store = place.open_at(&clock).await.unwrap();
    let report = store.verify(house.organisation, &VerifyOptions::default()).await.unwrap();
    let missing = format!("log/{} {}", house.organisation, keys[1]);
    assert!(report.findings.iter().any(|finding| finding.kind == Key && finding.what == missing));
    let kept = std::fs::read(folder.join("0003.key")).unwrap();
    store.rotate_log_key(house.organisation).await.unwrap();
    assert_eq!(std::fs::read(folder.join("0003.key")).unwrap(), kept);
    store.close().await;
}

async fn a_key_without_its_act_signs_nothing(place: Place) {
    let store = place.create().await;
    let house = House::begin(&store, "lindholm.example/uppsikt").await;
    house.write_note(&store, "vatten").await;
    store.seal(house.organisation).await.unwrap();
    let first = store.read(&house.actor).await.unwrap().log().await.unwrap().keys[0].clone();
    store.close().await;
    // As after a crash between the key's file and the act that announces it.
    let copy = place.copy().await;
    let rotated = copy.open().await.unwrap();
    rotated.rotate_log_key(house.organisation).await.unwrap();
    rotated.close().await;
    let file = format!("keys/log/{}/0002.key", house.organisation);
    std::fs::copy(copy.folder().join(&file), place.folder().join(&file)).unwrap();

    let store = place.open().await.unwrap();
    house.write_note(&store, "väg").await;
    let checkpoint = store.seal(house.organisation).await.unwrap().unwrap();
    assert!(
        checkpoint.verify(std::slice::from_ref(&first)).is_ok(),
        "the key that the log knows goes on signing"
    );
    store.rotate_log_key(house.organisation).await.unwrap();
    house.write_note(&store, "skola").await;
    store.seal(house.organisation).await.unwrap();
    let report = store.verify(house.organisation, &trusting(&first)).await.unwrap();
    assert_eq!(report.findings, []);
    store.close().await;
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
