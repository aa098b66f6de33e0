//! What a newer program has written is refused.

use uppsikt_store::{FindingKind, StoreError};

use crate::support::*;

on_both!(a_newer_schema_is_refused, a_newer_entry_is_named);

async fn a_newer_schema_is_refused(place: Place) {
    let store = place.create().await;
    let house = House::begin(&store, "newer.example/uppsikt").await;
    let kept = house.keep_some(&store, 1).await;
    store.close().await;
    for (room, version, knows) in [("note", 2, 1), ("store", 99, 1), ("unheard-of", 1, 0)] {
        let row = format!("VALUES ('{room}', {version}, 'later', 0, '9.9.9')");
        place
            .tamper(&format!("INSERT INTO schema_version (room, version, name, applied_at, program) {row}"))
            .await;
        let error = place.open().await.unwrap_err();
        let newer = matches!(&error, StoreError::NewerSchema { room: r, found, known } if r == room && (*found, *known) == (version, knows));
        assert!(newer, "{error:?}");
        place
            .tamper(&format!("DELETE FROM schema_version WHERE room = '{room}' AND version = {version}"))
            .await;
    }
    let store = place.open().await.unwrap();
    house.whole(&store, &kept).await;
    store.close().await;
}

async fn a_newer_entry_is_named(place: Place) {
    let store = place.create().await;
    let house = House::begin(&store, "newer.example/uppsikt").await;
    store.seal(house.organisation).await.unwrap();
    house.keep_some(&store, 1).await;
    let row = place.ask("SELECT entry FROM pending_entry").await.pop().unwrap();
    let mut entry: Vec<u8> = row.try_get_by_index(0).unwrap();
    assert!(entry.ends_with(b"\"v\":1}"));
    let version = entry.len() - 2;
    entry[version] = b'2';
    place.tamper(&format!("UPDATE pending_entry SET entry = {}", place.bytes_literal(&entry))).await;
    let waiting = house.report(&store).await.findings;
    assert!(waiting.iter().any(|finding| finding.kind == FindingKind::Entry), "{waiting:?}");
    // The sequencer gives places to bytes; it is verification that must not take them for something it knows.
    if store.seal(house.organisation).await.is_ok() {
        let sealed = house.report(&store).await.findings;
        assert!(sealed.iter().any(|finding| finding.kind == FindingKind::Entry), "{sealed:?}");
    }
    store.close().await;
}
