//! Content of every awkward size, and of sizes that do not fit in memory.

use std::path::PathBuf;
use std::pin::Pin;
use std::process::Command;
use std::sync::LazyLock;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, ReadBuf};
use uppsikt_kernel::{Id, Object};
use uppsikt_ledger::Sealed;
use uppsikt_store::{StagedObject, Store, StoreError, VerifyOptions};

use crate::support::*;

on_both!(
    content_of_every_size_comes_back,
    what_is_staged_and_left_harms_nothing,
    a_source_that_fails_leaves_nothing
);

const MIB: usize = 1024 * 1024;
const INLINE_MAX: usize = 64 * 1024;

/// So many bytes that no two chunks are alike.
struct Stream {
    at: usize,
    bytes: usize,
    fails_at: usize,
}

impl Stream {
    fn of(bytes: usize) -> Self {
        Self { at: 0, bytes, fails_at: usize::MAX }
    }
}

/// Its length has nothing in common with that of a chunk.
static PATTERN: LazyLock<Vec<u8>> =
    LazyLock::new(|| (0..1_000_003_usize).map(|at| ((at / 251) ^ at) as u8).collect());

fn content(bytes: usize) -> Vec<u8> {
    let mut content = PATTERN.repeat(bytes / PATTERN.len() + 1);
    content.truncate(bytes);
    content
}

impl AsyncRead for Stream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<std::io::Result<()>> {
        if self.at >= self.fails_at {
            return Poll::Ready(Err(std::io::Error::other("the line broke")));
        }
        // Uneven pieces, as from a network.
        let from = self.at % PATTERN.len();
        let size = (self.bytes - self.at).min(buffer.remaining()).min(79_190).min(PATTERN.len() - from);
        buffer.put_slice(&PATTERN[from..from + size]);
        self.at += size;
        Poll::Ready(Ok(()))
    }
}

async fn place_it(store: &Store, house: &House, staged: StagedObject) -> Result<Id<Object>, StoreError> {
    let authority = house.authority;
    let placed = store.write::<_, StoreError, _>(&house.actor, move |tx| {
        Box::pin(async move {
            let mut act = tx.act(NOTE_WRITTEN, Some(authority))?;
            let object = act.place(new_object(new_id::<Stream>().uuid(), 1), staged)?;
            act.finish().await?;
            Ok(object)
        })
    });
    placed.await
}

/// Files below the folder of large objects, also those that are still being written.
fn files(place: &Place) -> Vec<PathBuf> {
    let (mut files, mut folders) = (Vec::new(), vec![place.folder().join("objects")]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files
}

async fn content_of_every_size_comes_back(place: Place) {
    let store = place.create().await;
    let house = House::begin(&store, "lindholm.example/uppsikt").await;
    let inline = [0, 1, INLINE_MAX - 1, INLINE_MAX];
    let outside = [INLINE_MAX + 1, MIB - 1, MIB, MIB + 1, 2 * MIB, 9 * MIB + 3];
    let mut objects = Vec::new();
    for (number, size) in inline.into_iter().chain(outside).enumerate() {
        let staged = store.stage(&house.actor, Stream::of(size)).await.unwrap();
        let id = staged.id();
        assert_eq!(place_it(&store, &house, staged).await.unwrap(), id);
        assert_eq!(files(&place).len(), (number + 1).saturating_sub(inline.len()), "{size} bytes");
        objects.push((id, size));
    }
    store.seal(house.organisation).await.unwrap();
    let reader = store.read(&house.actor).await.unwrap();
    let keys = reader.log().await.unwrap().keys;
    for (object, size) in objects {
        let wanted = content(size);
        assert!(reader.content(object).await.unwrap() == wanted, "{size} bytes");
        assert_eq!(reader.object(object).await.unwrap().unwrap().content_bytes, i64::try_from(size).unwrap());
        let proof = reader.prove(object).await.unwrap();
        let sealed = Sealed::verify(&proof.entry, &proof.proof, &keys, object).unwrap();
        assert!(sealed.opens(&proof.salt, &wanted), "{size} bytes");
    }
    drop(reader);
    use std::os::unix::fs::PermissionsExt as _;
    let folder = std::fs::metadata(place.folder().join("objects")).unwrap();
    assert_eq!(folder.permissions().mode() & 0o777, 0o700, "the folder keeps others out");
    let report = store.verify(house.organisation, &VerifyOptions::default()).await.unwrap();
    assert_eq!((report.findings, report.objects), (vec![], 10));
    store.close().await;
}

async fn what_is_staged_and_left_harms_nothing(place: Place) {
    let store = place.create().await;
    let house = House::begin(&store, "lindholm.example/uppsikt").await;
    drop(store.stage(&house.actor, Stream::of(2 * MIB)).await.unwrap());
    let staged = store.stage(&house.actor, Stream::of(2 * MIB)).await.unwrap();
    let authority = house.authority;
    let refused = store.write::<(), StoreError, _>(&house.actor, move |tx| {
        Box::pin(async move {
            let mut act = tx.act(NOTE_WRITTEN, Some(authority))?;
            act.place(new_object(new_id::<Stream>().uuid(), 1), staged)?;
            act.finish().await?;
            Err(StoreError::Disposed)
        })
    });
    assert!(refused.await.is_err());
    assert_eq!(store.read(&house.actor).await.unwrap().latest_objects(10).await.unwrap(), []);
    store.close().await;
    let store = place.open().await.unwrap();
    let report = store.verify(house.organisation, &VerifyOptions::default()).await.unwrap();
    assert_eq!((report.findings, report.objects), (vec![], 0));
    let backup = store.backup(&place.beside("backup.zip"), None).await.unwrap();
    assert_eq!(backup.objects, 0, "nobody keeps what no act names");
    store.close().await;
}

async fn a_source_that_fails_leaves_nothing(place: Place) {
    let store = place.create().await;
    let house = House::begin(&store, "lindholm.example/uppsikt").await;
    for fails_at in [0, 1_000, MIB, 12 * MIB] {
        let refused = store.stage(&house.actor, Stream { fails_at, ..Stream::of(20 * MIB) }).await;
        assert!(matches!(refused, Err(StoreError::File { .. })), "{refused:?}");
    }
    // The file being written is taken away by a task of its own.
    for _ in 0..100 {
        if files(&place).is_empty() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    assert_eq!(files(&place), Vec::<PathBuf>::new());
    store.close().await;
}

/// The most memory that this process has ever used, in bytes.
fn memory_bytes_max() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<usize>().unwrap() * 1024
}

const ALONE: &str = "UPPSIKT_TEST_LARGE_ALONE";

/// Memory is counted for a whole process, so the work is done in one of its own.
#[tokio::test]
async fn a_large_file_needs_no_more_memory_than_a_small_one() {
    if std::env::var_os(ALONE).is_some() {
        return large_file().await;
    }
    let name = "large::a_large_file_needs_no_more_memory_than_a_small_one";
    let mut command = Command::new(std::env::current_exe().unwrap());
    let done = command.args([name, "--exact", "--nocapture"]).env(ALONE, "1").output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

async fn large_file() {
    let place = place(Backend::Sqlite).await.unwrap();
    let store = place.create().await;
    let house = House::begin(&store, "lindholm.example/uppsikt").await;
    let mut peaks = Vec::new();
    for size in [16 * MIB, 40 * MIB] {
        let staged = store.stage(&house.actor, Stream::of(size)).await.unwrap();
        place_it(&store, &house, staged).await.unwrap();
        peaks.push(memory_bytes_max());
    }
    let report = store.verify(house.organisation, &VerifyOptions::default()).await.unwrap();
    assert_eq!(report.findings, []);
    store.backup(&place.beside("backup.zip"), None).await.unwrap();
    peaks.push(memory_bytes_max());
    store.close().await;
    let more = peaks[2] - peaks[0];
    assert!(more < 10 * MIB, "24 MiB more of content took {} MiB more of memory: {peaks:?}", more / MIB);
}
