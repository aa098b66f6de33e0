//! A damaged database file is told apart from everything else, and never makes the program panic.

use std::path::PathBuf;

use uppsikt_kernel::{Chance as _, OsChance, SeededChance};
use uppsikt_ledger::SignedCheckpoint;
use uppsikt_store::{Store, StoreError, VerifyOptions};

use super::Kept;
use crate::support::*;

const PAGE_BYTES: usize = 4_096;

/// A closed store, its file as it should be, and a checkpoint kept elsewhere.
struct Sound {
    place: Place,
    house: House,
    kept: Vec<Kept>,
    checkpoint: SignedCheckpoint,
    file: Vec<u8>,
}

/// What came of opening and verifying a damaged file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Seen {
    /// An error that says damaged.
    Refused,
    /// Findings.
    Found,
    /// Nothing, and everything that was acknowledged opens.
    Harmless,
}

impl Sound {
    async fn make() -> Self {
        let place = place(Backend::Sqlite).await.unwrap();
        let store = place.create().await;
        let house = House::begin(&store, "damage.example/uppsikt").await;
        let mut kept = Vec::new();
        for _ in 0..8 {
            kept.extend(house.keep_some(&store, 40).await);
            store.seal(house.organisation).await.unwrap();
        }
        let checkpoint = store.seal(house.organisation).await.unwrap().unwrap();
        store.close().await;
        let file = std::fs::read(place.folder().join("uppsikt.db")).unwrap();
        Self { place, house, kept, checkpoint, file }
    }

    fn path(&self) -> PathBuf {
        self.place.folder().join("uppsikt.db")
    }

    fn lay(&self, bytes: &[u8]) {
        for left in ["uppsikt.db-wal", "uppsikt.db-shm"] {
            let _ = std::fs::remove_file(self.place.folder().join(left));
        }
        std::fs::write(self.path(), bytes).unwrap();
    }

    async fn look(&self, bytes: &[u8], what: &str) -> Seen {
        self.lay(bytes);
        let store = match self.place.open().await {
            Ok(store) => store,
            Err(error) => return refused(&error, what),
        };
        let seen = self.verify(&store, what).await;
        store.close().await;
        seen
    }

    async fn verify(&self, store: &Store, what: &str) -> Seen {
        let options = VerifyOptions { against: Some(self.checkpoint.clone()), ..VerifyOptions::default() };
        match store.verify(self.house.organisation, &options).await {
            Err(error) => refused(&error, what),
            Ok(report) if !report.findings.is_empty() => Seen::Found,
            Ok(report) => {
                assert_eq!(report.objects, self.kept.len() as u64, "{what}");
                self.house.all_open(store, &self.kept).await;
                Seen::Harmless
            }
        }
    }
}

fn refused(error: &StoreError, what: &str) -> Seen {
    let damaged = matches!(
        error,
        StoreError::Damaged(_)
            | StoreError::LogDamaged(_)
            | StoreError::BadRow { .. }
            | StoreError::NoData(_)
    );
    assert!(damaged, "{what}: {error:?}");
    Seen::Refused
}

#[tokio::test]
async fn what_is_no_database_is_refused() {
    let sound = Sound::make().await;
    let mut garbage = sound.file.clone();
    garbage[..100].fill(0xa5);
    let cases: [(&str, &[u8]); 5] = [
        ("a garbage header", &garbage),
        ("another kind of file", b"<html>not found</html>"),
        ("an empty file", b""),
        ("the header only", &sound.file[..100]),
        ("one page", &sound.file[..PAGE_BYTES]),
    ];
    for (what, bytes) in cases {
        assert_eq!(sound.look(bytes, what).await, Seen::Refused, "{what}");
    }
    sound.lay(b"");
    assert!(matches!(sound.place.open().await, Err(StoreError::NoData(_))), "an emptied store is no new one");
    assert_eq!(sound.look(&sound.file, "as it was").await, Seen::Harmless);
}

#[tokio::test]
async fn a_file_that_is_cut_is_noticed() {
    let sound = Sound::make().await;
    let pages = sound.file.len() / PAGE_BYTES;
    for eighths in 1..8 {
        let whole = pages * eighths / 8 * PAGE_BYTES;
        for bytes in [whole, whole + 1_000] {
            let what = format!("{bytes} bytes of {}", sound.file.len());
            assert_ne!(sound.look(&sound.file[..bytes], &what).await, Seen::Harmless, "{what}");
        }
    }
}

fn seed() -> u64 {
    let mut bytes = [0; 8];
    OsChance.fill(&mut bytes).unwrap();
    let seed =
        std::env::var("UPPSIKT_DAMAGE_SEED").map_or(u64::from_le_bytes(bytes), |seed| seed.parse().unwrap());
    eprintln!("UPPSIKT_DAMAGE_SEED={seed}");
    seed
}

fn random(chance: &SeededChance, below: usize) -> usize {
    let mut bytes = [0; 8];
    chance.fill(&mut bytes).unwrap();
    usize::try_from(u64::from_le_bytes(bytes) % below as u64).unwrap()
}

fn count(seen: &[Seen]) -> [usize; 3] {
    [Seen::Refused, Seen::Found, Seen::Harmless].map(|kind| seen.iter().filter(|one| **one == kind).count())
}

/// A page that holds nothing but an index, or nothing, may be lost without anything acknowledged being lost.
#[tokio::test]
async fn pages_overwritten_at_random_are_noticed() {
    let sound = Sound::make().await;
    let chance = SeededChance::new(seed());
    let pages = sound.file.len() / PAGE_BYTES;
    let mut seen = Vec::new();
    for round in 0..60 {
        let mut file = sound.file.clone();
        let page = random(&chance, pages);
        let bytes = &mut file[page * PAGE_BYTES..(page + 1) * PAGE_BYTES];
        match round % 3 {
            0 => chance.fill(bytes).unwrap(),
            1 => bytes.fill(0),
            _ => bytes.copy_from_slice(&sound.file[random(&chance, pages) * PAGE_BYTES..][..PAGE_BYTES]),
        }
        if file != sound.file {
            seen.push(sound.look(&file, &format!("page {page}, round {round}")).await);
        }
    }
    let [refused, found, harmless] = count(&seen);
    eprintln!(
        "pages overwritten: {refused} refused as damaged, {found} with findings, {harmless} of nothing that is kept"
    );
    assert!(refused + found > harmless);
}

#[tokio::test]
async fn bytes_flipped_at_random_never_panic() {
    let sound = Sound::make().await;
    let chance = SeededChance::new(seed());
    let mut seen = Vec::new();
    for _ in 0..120 {
        let mut file = sound.file.clone();
        let at = random(&chance, file.len());
        file[at] ^= 1 << random(&chance, 8);
        seen.push(sound.look(&file, &format!("byte {at} of page {}", at / PAGE_BYTES)).await);
    }
    let [refused, found, harmless] = count(&seen);
    eprintln!(
        "bits flipped: {refused} refused as damaged, {found} with findings, {harmless} of nothing that is kept"
    );
    assert!(found > 0);
}

/// SQLite drops a write-ahead log that does not check, and everything in it: only a checkpoint shows that.
#[tokio::test]
async fn a_damaged_write_ahead_log_is_seen_against_a_checkpoint() {
    let place = place(Backend::Sqlite).await.unwrap();
    let store = place.create().await;
    let house = House::begin(&store, "damage.example/uppsikt").await;
    house.keep_some(&store, 10).await;
    let early = store.seal(house.organisation).await.unwrap().unwrap();
    house.keep_some(&store, 10).await;
    let late = store.seal(house.organisation).await.unwrap().unwrap();
    // As after a kill: the log has not been moved into the file.
    let copy = place.beside("copy");
    copy_folder(place.folder(), &copy);
    store.close().await;
    let wal = copy.join("uppsikt.db-wal");
    let mut bytes = std::fs::read(&wal).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&wal, bytes).unwrap();
    let store = open(uppsikt_store::Settings { folder: copy, ..place.settings.clone() }).await.unwrap();
    let verify = async |against: &SignedCheckpoint| {
        let options = VerifyOptions { against: Some(against.clone()), ..VerifyOptions::default() };
        store.verify(house.organisation, &options).await.unwrap()
    };
    let report = verify(&late).await;
    assert_eq!(report.continues, Some(false));
    // What is left is whole in itself.
    assert_eq!(house.report(&store).await.findings, []);
    assert!(report.entries < late.checkpoint().size());
    if report.entries >= early.checkpoint().size() {
        assert_eq!(verify(&early).await.continues, Some(true));
    }
    store.close().await;
}
