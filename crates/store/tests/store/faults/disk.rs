//! Disks that are full, or may not be written to.

use std::path::{Path, PathBuf};
use std::process::Command;

use uppsikt_store::{Settings, Store, StoreError};

use super::Kept;
use crate::support::*;

/// Writes with many hands until the disk is full; every refusal must say so.
async fn fill(store: &Store, house: &House, kept: &mut Vec<Kept>, content_bytes: usize) {
    let mut refused = 0;
    for round in 0..4_000 {
        assert!(round < 3_999, "the disk does not fill");
        let writes = (0..8).map(|hand| house.keep(store, vec![hand; content_bytes]));
        for outcome in futures_util::future::join_all(writes).await {
            match outcome {
                Ok(one) => kept.push(one),
                Err(StoreError::DiskFull) => refused += 1,
                Err(error) => panic!("after {} objects: {error:?}", kept.len()),
            }
        }
        if refused > 40 {
            return;
        }
    }
}

#[tokio::test]
async fn a_full_database_refuses_and_loses_nothing() {
    let mut place = place(Backend::Sqlite).await.unwrap();
    place.settings.pages_max = Some(400);
    let store = place.create().await;
    let house = House::begin(&store, "disk.example/uppsikt").await;
    let mut kept = Vec::new();
    fill(&store, &house, &mut kept, 20_000).await;
    assert!(kept.len() > 10);
    house.all_open(&store, &kept).await;
    assert_eq!(house.report(&store).await.findings, [], "reading goes on");
    store.close().await;
    // Still full: it opens, and can be read.
    let store = place.open().await.unwrap();
    house.all_open(&store, &kept).await;
    store.close().await;
    place.settings.pages_max = None;
    let store = place.open().await.unwrap();
    kept.extend(house.keep_some(&store, 20).await);
    house.whole(&store, &kept).await;
    store.close().await;
}

/// A small file system of the test's own.
struct Mount(PathBuf);

impl Mount {
    /// `None`, said plainly, for whoever may not mount.
    fn new(place: &Place, mebibytes: u32) -> Option<Self> {
        let path = place.beside("disk");
        std::fs::create_dir(&path).unwrap();
        let mount = Self(path);
        let options = format!("size={mebibytes}m,mode=0700");
        let mounted =
            Command::new("mount").args(["-t", "tmpfs", "-o", &options, "tmpfs"]).arg(&mount.0).output();
        if mounted.is_ok_and(|mounted| mounted.status.success()) {
            return Some(mount);
        }
        eprintln!("LEFT OUT: a file system of the test's own, because this user may not mount one");
        std::mem::forget(mount);
        None
    }

    fn remount(&self, options: &str) {
        let options = format!("remount,{options}");
        assert!(Command::new("mount").arg("-o").arg(options).arg(&self.0).status().unwrap().success());
    }

    fn folder(&self) -> PathBuf {
        self.0.join("data")
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        // A lazy unmount also works while a failed test still has files open.
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

/// A real one: the write-ahead log cannot grow, objects and keys cannot be written.
#[tokio::test]
async fn a_full_disk_refuses_and_goes_on_when_there_is_room() {
    let place = place(Backend::Sqlite).await.unwrap();
    let Some(mount) = Mount::new(&place, 8) else { return };
    let settings = Settings { folder: mount.folder(), inline_bytes_max: 30_000, ..place.settings.clone() };
    let store = create(settings.clone()).await;
    let house = House::begin(&store, "disk.example/uppsikt").await;
    let mut kept = Vec::new();
    for round in 0..3_u32 {
        fill(&store, &house, &mut kept, 60_000).await;
        // Something small may still find room, in what the write-ahead log has left.
        for _ in 0..50 {
            match house.keep(&store, vec![7; 100]).await {
                Ok(one) => kept.push(one),
                Err(error) => assert!(matches!(error, StoreError::DiskFull), "{error:?}"),
            }
        }
        let large = store.stage(&house.actor, &vec![7; 3 << 20][..]).await;
        assert!(matches!(large, Err(StoreError::DiskFull)), "{large:?}");
        house.all_open(&store, &kept).await;
        // Room again: the open store finds its way by itself.
        mount.remount(&format!("size={}m", 12 + 4 * round));
        kept.extend(house.keep_some(&store, 20).await);
        house.whole(&store, &kept).await;
        drop(store.stage(&house.actor, &vec![7; 1 << 20][..]).await.unwrap());
    }
    store.close().await;
    let store = open(settings).await.unwrap();
    house.whole(&store, &kept).await;
    store.close().await;
}

fn is_read_only(error: &StoreError) -> bool {
    matches!(error, StoreError::File { source, .. } if source.kind() == std::io::ErrorKind::ReadOnlyFilesystem
        || source.kind() == std::io::ErrorKind::PermissionDenied)
}

#[tokio::test]
async fn a_read_only_disk_is_named() {
    let place = place(Backend::Sqlite).await.unwrap();
    let Some(mount) = Mount::new(&place, 8) else { return };
    let settings = Settings { folder: mount.folder(), ..place.settings.clone() };
    let store = create(settings.clone()).await;
    let house = House::begin(&store, "disk.example/uppsikt").await;
    let mut kept = house.keep_some(&store, 3).await;
    store.close().await;
    mount.remount("ro");
    let error = open(settings.clone()).await.unwrap_err();
    assert!(is_read_only(&error), "{error:?}");
    mount.remount("rw");
    let store = open(settings).await.unwrap();
    kept.extend(house.keep_some(&store, 1).await);
    house.whole(&store, &kept).await;
    store.close().await;
}

/// Whoever is not root is stopped by the folder's own permissions too.
#[tokio::test]
async fn a_read_only_folder_is_named() {
    use std::os::unix::fs::PermissionsExt as _;
    if rustix::process::geteuid().is_root() {
        eprintln!("LEFT OUT: a folder without the right to write, because root may write everywhere");
        return;
    }
    let mode =
        |path: &Path, mode| std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    let place = place(Backend::Sqlite).await.unwrap();
    let store = place.create().await;
    let house = House::begin(&store, "disk.example/uppsikt").await;
    let kept = house.keep_some(&store, 3).await;
    store.close().await;
    let lock = place.folder().join("uppsikt.lock");
    mode(&lock, 0o400);
    mode(place.folder(), 0o500);
    let error = place.open().await.unwrap_err();
    assert!(is_read_only(&error), "{error:?}");
    mode(place.folder(), 0o700);
    mode(&lock, 0o600);
    let store = place.open().await.unwrap();
    house.whole(&store, &kept).await;
    store.close().await;
}
