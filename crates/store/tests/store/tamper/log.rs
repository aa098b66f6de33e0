//! The log itself: entries, tiles, checkpoints.

use super::*;

/// The bundle with its entries changed.
pub(super) fn entries(bundle: &[u8], change: impl FnOnce(&mut Vec<Vec<u8>>)) -> Vec<u8> {
    let mut all: Vec<Vec<u8>> = entry_bundle::entries(bundle).map(|entry| entry.unwrap().to_vec()).collect();
    change(&mut all);
    let mut out = Vec::new();
    for entry in all {
        entry_bundle::push(&mut out, &entry).unwrap();
    }
    out
}

/// The same bytes with one letter of what follows `after` changed.
pub(super) fn letter_after(bytes: &[u8], after: &str) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    let at =
        bytes.windows(after.len()).position(|window| window == after.as_bytes()).unwrap() + after.len() + 2;
    bytes[at] = if bytes[at] == b'7' { b'8' } else { b'7' };
    bytes
}

pub(super) async fn changed_entries_are_named(place: Place) {
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

pub(super) async fn changed_tiles_are_named(place: Place) {
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

pub(super) async fn changed_checkpoints_are_named(place: Place) {
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
