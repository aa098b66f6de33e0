//! What a process that was killed leaves half-done does not disturb.

use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, ReadBuf};
use uppsikt_store::StoreError;

use crate::support::*;

on_both!(half_written_keys_do_not_disturb, half_written_objects_do_not_disturb);

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { all.extend(files(&path)) } else { all.push(path) }
    }
    all
}

async fn half_written_keys_do_not_disturb(place: Place) {
    let store = place.create().await;
    let house = House::begin(&store, "halves.example/uppsikt").await;
    let mut kept = house.keep_some(&store, 2).await;
    store.close().await;
    let keys = place.folder().join("keys");
    for key in files(&keys) {
        std::fs::write(key.with_extension("half"), b"uppsikt-k").unwrap();
        std::fs::write(key.with_file_name("0002.half"), b"").unwrap();
    }
    std::fs::create_dir_all(keys.join("log").join(new_id::<House>().to_string())).unwrap();
    let store = place.open().await.unwrap();
    kept.extend(house.keep_some(&store, 2).await);
    house.whole(&store, &kept).await;
    store.rotate_log_key(house.organisation).await.unwrap();
    House::begin(&store, "second.example/uppsikt").await;
    house.whole(&store, &kept).await;
    store.close().await;
}

/// Gives a mebibyte and a half, and then breaks or never goes on.
struct Breaking {
    left: usize,
    ends: bool,
}

impl AsyncRead for Breaking {
    fn poll_read(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<std::io::Result<()>> {
        if self.left == 0 {
            return if self.ends { Poll::Ready(Err(std::io::Error::other("cut"))) } else { Poll::Pending };
        }
        let bytes = self.left.min(buf.remaining());
        buf.put_slice(&vec![7; bytes]);
        self.left -= bytes;
        Poll::Ready(Ok(()))
    }
}

async fn half_written_objects_do_not_disturb(place: Place) {
    let store = place.create().await;
    let house = House::begin(&store, "halves.example/uppsikt").await;
    let kept = house.keep_some(&store, 1).await;
    let bytes = 3 << 19;
    let broken = store.stage(&house.actor, Breaking { left: bytes, ends: true }).await;
    assert!(matches!(broken, Err(StoreError::File { .. })));
    let waiting = store.stage(&house.actor, Breaking { left: bytes, ends: false });
    assert!(tokio::time::timeout(std::time::Duration::from_millis(200), waiting).await.is_err());
    // Wholly written, but bound by no act: its key is gone with the process.
    drop(store.stage(&house.actor, &vec![7; bytes][..]).await.unwrap());
    let objects = place.folder().join("objects");
    let unbound = files(&objects);
    assert!(!unbound.is_empty());
    // As an upload looks whose process was killed.
    for (number, path) in unbound.iter().enumerate() {
        std::fs::copy(path, format!("{}#{}", path.display(), number + 1)).unwrap();
    }
    house.whole(&store, &kept).await;
    store.close().await;
    let store = place.open().await.unwrap();
    house.whole(&store, &kept).await;
    store.close().await;
}
