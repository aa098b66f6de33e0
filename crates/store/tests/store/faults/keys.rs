//! Keys that are lost, damaged or open to others.

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use uppsikt_store::{FindingKind, StoreError};

use crate::support::*;

on_both!(
    without_the_key_store_nothing_opens,
    a_lost_key_is_named_and_takes_only_its_own,
    a_damaged_or_open_key_is_named,
    without_the_signing_key_acts_wait
);

/// The one file in the one folder below `folder`.
fn only(folder: &Path) -> PathBuf {
    let inside: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(inside.len(), 1, "{inside:?}");
    if inside[0].is_dir() { only(&inside[0]) } else { inside[0].clone() }
}

async fn without_the_key_store_nothing_opens(place: Place) {
    let store = place.create().await;
    let house = House::begin(&store, "keys.example/uppsikt").await;
    let kept = house.keep_some(&store, 2).await;
    store.close().await;
    let away = place.beside("away");
    for folder in ["keys", "keys/kek", "keys/log"] {
        std::fs::rename(place.folder().join(folder), &away).unwrap();
        let error = place.open().await.unwrap_err();
        assert!(matches!(error, StoreError::KeyMissing(_)), "{folder}: {error:?}");
        assert!(!place.folder().join(folder).exists(), "{folder} must not be made anew");
        std::fs::rename(&away, place.folder().join(folder)).unwrap();
    }
    let store = place.open().await.unwrap();
    house.whole(&store, &kept).await;
    store.close().await;
}

async fn a_lost_key_is_named_and_takes_only_its_own(place: Place) {
    let store = place.create().await;
    let house = House::begin(&store, "keys.example/uppsikt").await;
    let mut kept = house.keep_some(&store, 2).await;
    let other = House { authority: new_id(), ..house.clone() };
    let other = House { actor: actor(house.organisation, &[other.authority]), ..other };
    let others = other.keep_some(&store, 2).await;
    store.close().await;
    let (key, away) =
        (only(&place.folder().join("keys/kek").join(house.authority.to_string())), place.beside("away"));
    std::fs::rename(&key, &away).unwrap();
    let store = place.open().await.unwrap();
    let reader = store.read(&house.actor).await.unwrap();
    assert!(matches!(reader.content(kept[0].object).await, Err(StoreError::KeyMissing(_))));
    drop(reader);
    other.all_open(&store, &others).await;
    store.seal(house.organisation).await.unwrap();
    let findings = house.report(&store).await.findings;
    let of = |kind| findings.iter().filter(|finding| finding.kind == kind).count();
    assert_eq!((of(FindingKind::Key), of(FindingKind::Object), findings.len()), (1, 2, 3), "{findings:?}");
    std::fs::rename(&away, &key).unwrap();
    house.all_open(&store, &kept).await;
    kept.extend(others);
    house.sound(&store, kept.len()).await;
    store.close().await;
}

async fn a_damaged_or_open_key_is_named(place: Place) {
    let store = place.create().await;
    let house = House::begin(&store, "keys.example/uppsikt").await;
    let mut kept = house.keep_some(&store, 1).await;
    store.close().await;
    let key = only(&place.folder().join("keys/kek"));
    let good = std::fs::read(&key).unwrap();
    for damage in [&good[..good.len() / 2], &[0; 64], b""] {
        std::fs::write(&key, damage).unwrap();
        let store = place.open().await.unwrap();
        let error = house.keep(&store, b"x".to_vec()).await.unwrap_err();
        assert!(matches!(error, StoreError::KeyDamaged(_)), "no new key beside a damaged one: {error:?}");
        let findings = house.report(&store).await.findings;
        assert!(findings.iter().any(|finding| finding.kind == FindingKind::Key), "{findings:?}");
        store.close().await;
    }
    std::fs::write(&key, &good).unwrap();
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o644)).unwrap();
    let store = place.open().await.unwrap();
    let error = house.keep(&store, b"x".to_vec()).await.unwrap_err();
    assert!(matches!(error, StoreError::TooOpen { mode: 0o644, .. }), "{error:?}");
    assert!(house.report(&store).await.findings.iter().any(|finding| finding.kind == FindingKind::Key));
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o600)).unwrap();
    kept.extend(house.keep_some(&store, 1).await);
    house.whole(&store, &kept).await;
    store.close().await;
}

async fn without_the_signing_key_acts_wait(place: Place) {
    let store = place.create().await;
    let house = House::begin(&store, "keys.example/uppsikt").await;
    let mut kept = house.keep_some(&store, 2).await;
    let (key, away) = (only(&place.folder().join("keys/log")), place.beside("away"));
    std::fs::rename(&key, &away).unwrap();
    assert!(matches!(store.seal(house.organisation).await, Err(StoreError::KeyMissing(_))));
    kept.extend(house.keep_some(&store, 1).await);
    house.all_open(&store, &kept).await;
    std::fs::rename(&away, &key).unwrap();
    assert_eq!(store.read(&house.actor).await.unwrap().log().await.unwrap().waiting, 4);
    house.whole(&store, &kept).await;
    store.close().await;
}
