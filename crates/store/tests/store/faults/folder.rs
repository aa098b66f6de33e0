//! Who may open the data folder, and when.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Child, Command};

use uppsikt_store::StoreError;

use crate::support::*;

on_both!(
    one_process_owns_the_folder,
    a_closed_store_can_be_opened_at_once,
    what_is_open_to_others_is_refused,
    a_folder_without_data_is_not_opened
);

fn mode(path: &Path, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

/// Another process that holds the folder, where there is a program that can.
fn other_process(folder: &Path) -> Option<Child> {
    let lock = folder.join("uppsikt.lock");
    let held = Command::new("flock").arg("--no-fork").arg(&lock).args(["sleep", "60"]).spawn();
    let Ok(mut held) = held else {
        eprintln!("LEFT OUT: a folder locked by another process, because there is no program flock");
        return None;
    };
    // It holds the lock when nobody else can have it.
    for _ in 0..100 {
        let free = Command::new("flock").arg("--nonblock").arg(&lock).arg("true").status().unwrap();
        if !free.success() {
            return Some(held);
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    held.kill().unwrap();
    panic!("the other process does not take the lock");
}

async fn one_process_owns_the_folder(place: Place) {
    let store = place.create().await;
    let error = place.open().await.unwrap_err();
    assert!(matches!(&error, StoreError::Locked(folder) if folder == place.folder()) && error.is_passing());
    store.close().await;
    let Some(mut other) = other_process(place.folder()) else { return };
    let refused = place.open().await;
    other.kill().unwrap();
    other.wait().unwrap();
    assert!(matches!(refused, Err(StoreError::Locked(_))));
    place.open().await.unwrap().close().await;
}

async fn a_closed_store_can_be_opened_at_once(place: Place) {
    let store = place.create().await;
    let house = House::begin(&store, "folder.example/uppsikt").await;
    store.close().await;
    let mut kept = Vec::new();
    for _ in 0..20 {
        let store = place.open().await.unwrap();
        kept.extend(house.keep_some(&store, 1).await);
        store.close().await;
    }
    let store = place.open().await.unwrap();
    house.whole(&store, &kept).await;
    store.close().await;
}

async fn what_is_open_to_others_is_refused(place: Place) {
    let store = place.create().await;
    let house = House::begin(&store, "folder.example/uppsikt").await;
    let kept = house.keep_some(&store, 1).await;
    store.close().await;
    for folder in ["", "keys", "objects"] {
        let path = if folder.is_empty() { place.folder().to_owned() } else { place.folder().join(folder) };
        mode(&path, 0o755);
        let error = place.open().await.unwrap_err();
        assert!(
            matches!(error, StoreError::TooOpen { path: named, mode: 0o755 } if named == path),
            "{folder}"
        );
        mode(&path, 0o700);
    }
    let store = place.open().await.unwrap();
    house.whole(&store, &kept).await;
    store.close().await;
}

async fn a_folder_without_data_is_not_opened(place: Place) {
    assert!(matches!(place.open().await, Err(StoreError::NoData(_))));
    std::fs::create_dir(place.folder()).unwrap();
    mode(place.folder(), 0o700);
    let error = place.open().await.unwrap_err();
    assert!(matches!(error, StoreError::NoData(_) | StoreError::KeyMissing(_)), "{error:?}");
    std::fs::write(place.folder().join("somebody's"), "file").unwrap();
    let create = uppsikt_store::Store::create(
        place.settings.clone(),
        schema(),
        std::sync::Arc::new(uppsikt_kernel::SystemClock),
        std::sync::Arc::new(uppsikt_kernel::OsChance),
    );
    assert!(matches!(create.await, Err(StoreError::AlreadyThere(_))));
}
