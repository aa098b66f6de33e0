//! Backups: restored on either database they are the same record, which goes on; damaged ones are refused.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use uppsikt_kernel::{ActCode, Id, Object, OsChance, SystemClock};
use uppsikt_ledger::{Sealed, SignedCheckpoint};
use uppsikt_store::FindingKind;
use uppsikt_store::{NewJob, NewObject, RestoreReport, RetentionClass, Store, StoreError, VerifyOptions};
use uuid::Uuid;
use zip::ZipArchive;

use crate::support::*;

on_both!(
    a_restored_store_is_the_same_and_goes_on,
    on_the_other_database_it_is_the_same_too,
    what_was_disposed_of_later_stays_so,
    a_destroyed_key_opens_nothing_anywhere,
    a_backup_needs_its_own_keys,
    nothing_is_written_over,
    a_backup_taken_meanwhile_has_all_its_keys,
    a_backup_tells_nothing,
);

const NOTE_DISPOSED: ActCode = ActCode::new("note-disposed");
const LARGE_BYTES: usize = 2_300_000;

/// Two organisations; sealed, waiting, disposed of, large and queued things.
struct Scene {
    houses: [House; 2],
    sealed: Vec<(Id<Object>, &'static str)>,
    waiting: Vec<(Id<Object>, &'static str)>,
    disposed: Id<Object>,
    large: Id<Object>,
    job: Uuid,
    checkpoint: SignedCheckpoint,
}

async fn seal_large(store: &Store, house: &House) -> Id<Object> {
    let content: Vec<u8> = (0..LARGE_BYTES).map(|at| (at % 251) as u8).collect();
    let staged = store.stage(&house.actor, &content[..]).await.unwrap();
    let authority = house.authority;
    let placed = store.write::<_, StoreError, _>(&house.actor, move |tx| {
        Box::pin(async move {
            let mut act = tx.act(NOTE_WRITTEN, Some(authority))?;
            let object = act.place(new_object(new_id::<Scene>().uuid(), 1), staged)?;
            act.finish().await?;
            Ok(object)
        })
    });
    placed.await.unwrap()
}

impl Scene {
    async fn begin(store: &Store) -> Self {
        let ours = House::begin(store, "lindholm.example/uppsikt").await;
        let theirs = House::begin(store, "granby.example/uppsikt").await;
        let (mut sealed, mut waiting) = (Vec::new(), Vec::new());
        sealed.push((ours.write_note(store, "Vattnet är avstängt").await.1, "Vattnet är avstängt"));
        theirs.write_note(store, "Granbys").await;
        store.rotate_log_key(ours.organisation).await.unwrap();
        sealed.push((ours.write_note(store, "Vattnet är på").await.1, "Vattnet är på"));
        let disposed = ours.write_note(store, "Gallras").await.1;
        store.dispose(&ours.actor, NOTE_DISPOSED, ours.authority, vec![disposed]).await.unwrap();
        let large = seal_large(store, &ours).await;
        let checkpoint = store.seal(ours.organisation).await.unwrap().unwrap();
        for text in ["Väntar ett", "Väntar två", "Väntar tre"] {
            waiting.push((ours.write_note(store, text).await.1, text));
        }
        theirs.write_note(store, "Granbys väntar").await;
        let (authority, due_at) = (Some(ours.authority), store.now());
        let put = store.write::<_, StoreError, _>(&ours.actor, move |tx| {
            Box::pin(async move {
                let (organisation_id, id) = (tx.actor().organisation.uuid(), new_id::<Scene>().uuid());
                let visit =
                    visit::Model { organisation_id, id, authority_id: None, name: "besök".to_owned() };
                tx.put::<visit::Entity>(visit).await?;
                let payload = "{}".to_owned();
                tx.enqueue(NewJob { authority, kind: "note-count", payload, due_at, attempts_max: 3 }).await
            })
        });
        let job = put.await.unwrap();
        Self { houses: [ours, theirs], sealed, waiting, disposed, large, job, checkpoint }
    }

    /// Everything is there as it was, and the record goes on.
    async fn is_whole_in(&self, store: &Store) {
        let [ours, theirs] = &self.houses;
        let against = VerifyOptions { against: Some(self.checkpoint.clone()), ..VerifyOptions::default() };
        let report = store.verify(ours.organisation, &against).await.unwrap();
        assert_eq!((report.findings, report.continues, report.waiting), (vec![], Some(true), 3));
        let reader = store.read(&ours.actor).await.unwrap();
        for (object, text) in self.sealed.iter().chain(&self.waiting) {
            assert_eq!(reader.content(*object).await.unwrap(), text.as_bytes());
        }
        assert_eq!(reader.content(self.large).await.unwrap().len(), LARGE_BYTES);
        assert!(matches!(reader.content(self.disposed).await, Err(StoreError::Disposed)));
        drop(reader);
        assert_eq!(store.claim_job(ours.organisation, 60).await.unwrap().map(|job| job.id), Some(self.job));
        for house in [ours, theirs] {
            for text in ["Efteråt ett", "Efteråt två"] {
                house.write_note(store, text).await;
            }
            store.seal(house.organisation).await.unwrap();
            let report = store.verify(house.organisation, &VerifyOptions::default()).await.unwrap();
            assert_eq!((report.findings, report.waiting), (vec![], 0));
        }
        let report = store.verify(ours.organisation, &against).await.unwrap();
        assert_eq!((report.findings, report.continues), (vec![], Some(true)));
        let reader = store.read(&ours.actor).await.unwrap();
        // What waited has come in the order in which it was recorded.
        let mut places = Vec::new();
        for (object, text) in self.sealed.iter().chain(&self.waiting) {
            let proof = reader.prove(*object).await.unwrap();
            let keys = reader.log().await.unwrap().keys;
            let sealed = Sealed::verify(&proof.entry, &proof.proof, &keys, *object).unwrap();
            assert!(sealed.opens(&proof.salt, text.as_bytes()));
            places.push(proof.proof.index);
        }
        assert!(places.is_sorted(), "{places:?}");
    }
}

struct Saved {
    backup: PathBuf,
    keys: PathBuf,
}

async fn save(place: &Place, store: &Store, name: &str) -> Saved {
    let saved = Saved {
        backup: place.beside(&format!("{name}.zip")),
        keys: place.beside(&format!("{name}-keys.zip")),
    };
    store.backup(&saved.backup, Some(&saved.keys)).await.unwrap();
    saved
}

async fn restore(to: &Place, backup: &Path, keys: &Path) -> Result<(Store, RestoreReport), StoreError> {
    Store::restore(to.settings.clone(), schema, Arc::new(SystemClock), Arc::new(OsChance), backup, keys).await
}

async fn there_and_back(from: Place, to: Place) {
    let store = from.create().await;
    let scene = Scene::begin(&store).await;
    let saved = save(&from, &store, "first").await;
    store.close().await;
    let (restored, report) = restore(&to, &saved.backup, &saved.keys).await.unwrap();
    assert_eq!((report.verified.len(), report.objects), (2, 1));
    for verified in &report.verified {
        assert_eq!((&verified.findings[..], verified.continues), (&[][..], verified.continues));
    }
    assert_eq!(to.ask("SELECT id FROM visit").await.len(), 0, "what is derived is left out");
    scene.is_whole_in(&restored).await;
    restored.close().await;
    let again = to.open().await.unwrap();
    assert_eq!(
        again.verify(scene.houses[0].organisation, &VerifyOptions::default()).await.unwrap().findings,
        []
    );
    again.close().await;
}

async fn a_restored_store_is_the_same_and_goes_on(from: Place) {
    let Some(to) = place(from.backend).await else { return };
    there_and_back(from, to).await;
}

async fn on_the_other_database_it_is_the_same_too(from: Place) {
    let Some(to) = place(from.backend.other()).await else { return };
    there_and_back(from, to).await;
}

async fn what_was_disposed_of_later_stays_so(from: Place) {
    let (Some(to), Some(third)) = (place(from.backend).await, place(from.backend).await) else { return };
    let store = from.create().await;
    let scene = Scene::begin(&store).await;
    let saved = save(&from, &store, "before").await;
    let ours = &scene.houses[0];
    let gone = [scene.sealed[0].0, scene.large];
    store.dispose(&ours.actor, NOTE_DISPOSED, ours.authority, gone.to_vec()).await.unwrap();
    store.close().await;
    let (restored, report) = restore(&to, &saved.backup, &from.folder().join("keys")).await.unwrap();
    assert!(report.verified.iter().all(|verified| verified.findings.is_empty()), "{:?}", report.verified);
    assert!(report.verified.iter().any(|verified| verified.disposed == 3));
    let reader = restored.read(&ours.actor).await.unwrap();
    for object in gone {
        assert!(matches!(reader.content(object).await, Err(StoreError::Disposed)));
        assert!(reader.object(object).await.unwrap().unwrap().disposed_at.is_some());
    }
    assert_eq!(reader.content(scene.sealed[1].0).await.unwrap(), scene.sealed[1].1.as_bytes());
    drop(reader);
    restored.close().await;
    assert!(blobs(&to).is_empty(), "nor does its ciphertext lie about");
    // The key backup of that day still opens it: that is why key backups are kept for a shorter time.
    let (restored, _) = restore(&third, &saved.backup, &saved.keys).await.unwrap();
    assert!(restored.read(&ours.actor).await.unwrap().content(gone[0]).await.is_ok());
    restored.close().await;
}

fn blobs(place: &Place) -> Vec<PathBuf> {
    let (mut files, mut folders) = (Vec::new(), vec![place.folder().join("objects")]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files
}

async fn a_destroyed_key_opens_nothing_anywhere(from: Place) {
    let (Some(to), Some(third)) = (place(from.backend).await, place(from.backend).await) else { return };
    let store = from.create().await;
    let scene = Scene::begin(&store).await;
    let before = save(&from, &store, "before").await;
    let ours = &scene.houses[0];
    let (object, _) = scene.sealed[0];
    store.destroy_key_of(&ours.actor, object).await.unwrap();
    let opened = store.read(&ours.actor).await.unwrap().content(object).await;
    assert!(matches!(opened, Err(StoreError::KeyMissing(_))), "{opened:?}");
    let after = save(&from, &store, "after").await;
    store.close().await;
    for (place, keys) in [(&to, from.folder().join("keys")), (&third, after.keys)] {
        let (restored, report) = restore(place, &before.backup, &keys).await.unwrap();
        let kinds =
            report.verified.iter().flat_map(|verified| &verified.findings).map(|finding| finding.kind);
        assert!(kinds.clone().any(|kind| kind == FindingKind::Key));
        assert!(kinds.clone().all(|kind| matches!(kind, FindingKind::Key | FindingKind::Object)));
        let reader = restored.read(&ours.actor).await.unwrap();
        for object in [object, scene.sealed[1].0, scene.large] {
            let opened = reader.content(object).await;
            assert!(matches!(opened, Err(StoreError::KeyMissing(_))), "{opened:?}");
        }
        drop(reader);
        // New content is sealed under a new key, and the record goes on.
        let (_, object) = ours.write_note(&restored, "Efteråt").await;
        assert!(restored.read(&ours.actor).await.unwrap().content(object).await.is_ok());
        restored.close().await;
    }
}

async fn a_backup_needs_its_own_keys(from: Place) {
    let (Some(to), Some(other)) = (place(from.backend).await, place(from.backend).await) else { return };
    let store = from.create().await;
    let first = save(&from, &store, "empty").await;
    let scene = Scene::begin(&store).await;
    let saved = save(&from, &store, "full").await;
    store.close().await;
    let stranger = other.create().await;
    Scene::begin(&stranger).await;
    let strange = save(&other, &stranger, "strange").await;
    stranger.close().await;
    let text = to.beside("text");
    std::fs::write(&text, "ingen säkerhetskopia").unwrap();
    let cases: [(&str, &Path); 5] = [
        ("another installation's", &strange.keys),
        ("from before there was a log", &first.keys),
        ("the backup itself", &saved.backup),
        ("no backup at all", &text),
        ("not there", &to.beside("nowhere.zip")),
    ];
    for (name, keys) in cases {
        let refused = restore(&to, &saved.backup, keys).await;
        assert!(
            matches!(
                refused,
                Err(StoreError::KeyMissing(_)
                    | StoreError::BackupDamaged(_)
                    | StoreError::File { .. }
                    | StoreError::KeyDamaged(_))
            ),
            "{name}: {refused:?}"
        );
    }
    // Nothing half-done was kept: the same place takes the right keys.
    let (restored, _) = restore(&to, &saved.backup, &saved.keys).await.unwrap();
    scene.is_whole_in(&restored).await;
    restored.close().await;
}

async fn nothing_is_written_over(from: Place) {
    let store = from.create().await;
    Scene::begin(&store).await;
    let saved = save(&from, &store, "first").await;
    let before = (std::fs::read(&saved.backup).unwrap(), std::fs::read(&saved.keys).unwrap());
    let new = from.beside("second.zip");
    for (backup, keys) in [(&saved.backup, &from.beside("new-keys.zip")), (&new, &saved.keys)] {
        let refused = store.backup(backup, Some(keys)).await;
        assert!(matches!(refused, Err(StoreError::File { .. })), "{refused:?}");
    }
    assert!((std::fs::read(&saved.backup).unwrap(), std::fs::read(&saved.keys).unwrap()) == before);
    store.close().await;
    let refused = restore(&from, &saved.backup, &saved.keys).await;
    assert!(matches!(refused, Err(StoreError::AlreadyThere(_))), "{refused:?}");
    if from.backend == Backend::Postgres {
        // Another folder, but a database that holds something.
        let mut settings = from.settings.clone();
        settings.folder = from.beside("elsewhere");
        let clock = Arc::new(SystemClock);
        let refused =
            Store::restore(settings, schema, clock, Arc::new(OsChance), &saved.backup, &saved.keys).await;
        assert!(matches!(refused, Err(StoreError::AlreadyThere(_))), "{refused:?}");
    }
    let store = from.open().await.unwrap();
    for organisation in store.organisations().await.unwrap() {
        assert_eq!(store.verify(organisation.id, &VerifyOptions::default()).await.unwrap().findings, []);
    }
    store.close().await;
}

async fn a_backup_taken_meanwhile_has_all_its_keys(from: Place) {
    let Some(to) = place(from.backend).await else { return };
    let store = from.create().await;
    let house = House::begin(&store, "lindholm.example/uppsikt").await;
    let write = async |at: usize| {
        let class = RetentionClass::new(&format!("klass-{at}")).unwrap();
        let authority = house.authority;
        let written = store.write::<_, StoreError, _>(&house.actor, move |tx| {
            Box::pin(async move {
                let mut act = tx.act(NOTE_WRITTEN, Some(authority))?;
                let item = new_id::<Scene>().uuid();
                act.seal(NewObject { class, ..new_object(item, 1) }, b"text")?;
                act.finish().await
            })
        });
        written.await.unwrap();
    };
    for at in 0..10 {
        write(at).await;
    }
    let saving = save(&from, &store, "meanwhile");
    let writing = async {
        for at in 10..60 {
            write(at).await;
        }
    };
    let (saved, ()) = tokio::join!(saving, writing);
    store.close().await;
    let (restored, report) = restore(&to, &saved.backup, &saved.keys).await.unwrap();
    assert_eq!(report.verified[0].findings, []);
    assert!(report.verified[0].objects >= 10);
    restored.close().await;
}

/// Every part of a ZIP, unpacked.
fn parts(path: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut zip = ZipArchive::new(std::fs::File::open(path).unwrap()).unwrap();
    let mut parts = BTreeMap::new();
    for at in 0..zip.len() {
        let mut part = zip.by_index(at).unwrap();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        parts.insert(part.name().unwrap().into_owned(), bytes);
    }
    parts
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// Every secret of the key store, as it stands in the files and as the bytes that it is.
fn secrets(folder: &Path) -> Vec<Vec<u8>> {
    let mut secrets = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            for line in text.lines() {
                let Some(key) = line.strip_prefix("key ").or(line.strip_prefix("seed ")) else { continue };
                secrets.extend([key.as_bytes().to_vec(), STANDARD.decode(key).unwrap()]);
            }
        }
    }
    secrets
}

async fn a_backup_tells_nothing(from: Place) {
    let store = from.create().await;
    let house = House::begin(&store, "lindholm.example/uppsikt").await;
    let authority = house.authority;
    let (small, large) = ("Hemligt innehåll i det lilla", "Hemligt innehåll i det stora. ".repeat(4_000));
    let staged = store.stage(&house.actor, large.as_bytes()).await.unwrap();
    let sealed = store.write::<_, StoreError, _>(&house.actor, move |tx| {
        Box::pin(async move {
            let mut act = tx.act(NOTE_WRITTEN, Some(authority))?;
            act.seal(new_object(new_id::<Scene>().uuid(), 1), small.as_bytes())?;
            act.place(new_object(new_id::<Scene>().uuid(), 1), staged)?;
            act.finish().await
        })
    });
    sealed.await.unwrap();
    store.put_secret(new_id::<Scene>().uuid(), "lösenordet till kontot").unwrap();
    store.rotate_log_key(house.organisation).await.unwrap();
    let saved = save(&from, &store, "first").await;
    store.close().await;
    let mut secrets = secrets(&from.folder().join("keys"));
    assert_eq!(secrets.len(), 6, "one key and two seeds, each in two forms");
    secrets.extend([small.as_bytes().to_vec(), b"Hemligt inneh".to_vec(), "lösenordet".as_bytes().to_vec()]);
    let mut backup = parts(&saved.backup);
    assert!(!backup.keys().any(|name| name.contains("visit") || name.contains("key")));
    assert!(backup.keys().any(|name| name.starts_with("objects/")));
    backup.insert("the file itself".to_owned(), std::fs::read(&saved.backup).unwrap());
    for (name, bytes) in &backup {
        for secret in &secrets {
            assert!(!holds(bytes, secret), "{name} tells {}", String::from_utf8_lossy(secret));
        }
    }
    use std::os::unix::fs::PermissionsExt as _;
    for path in [&saved.backup, &saved.keys] {
        assert_eq!(std::fs::metadata(path).unwrap().permissions().mode() & 0o777, 0o600);
    }
    // The key backup has them all: it is what the custodians keep.
    let keys = parts(&saved.keys);
    for secret in secrets.iter().take(6).step_by(2) {
        assert!(keys.values().any(|bytes| holds(bytes, secret)));
    }
}

/// The places in a file at which it is changed: close together at both ends, and all over the rest.
fn places(length: usize, count: usize) -> Vec<usize> {
    let mut places: Vec<usize> = (0..length).step_by((length / count).max(1)).collect();
    places.extend((0..60).chain(length - 60..length));
    places.sort_unstable();
    places.dedup();
    places
}

/// Where the parts' contents lie in a ZIP; between them are headings.
fn contents(path: &Path) -> Vec<std::ops::Range<usize>> {
    let mut zip = ZipArchive::new(std::fs::File::open(path).unwrap()).unwrap();
    let mut ranges = Vec::new();
    for at in 0..zip.len() {
        let part = zip.by_index_raw(at).unwrap();
        let start = usize::try_from(part.data_start().unwrap()).unwrap();
        ranges.push(start..start + usize::try_from(part.compressed_size()).unwrap());
    }
    ranges
}

#[tokio::test]
async fn a_changed_or_cut_backup_is_refused_or_says_the_same() {
    let Some(from) = place(Backend::Sqlite).await else { return };
    let store = from.create().await;
    let house = House::begin(&store, "lindholm.example/uppsikt").await;
    let (_, object) = house.write_note(&store, "Vattnet är avstängt").await;
    let checkpoint = store.seal(house.organisation).await.unwrap().unwrap();
    let saved = save(&from, &store, "whole").await;
    store.close().await;
    let changed = from.beside("changed.zip");
    for (path, count) in [(&saved.backup, 250), (&saved.keys, 60)] {
        let whole = std::fs::read(path).unwrap();
        let within = contents(path);
        let flipped = places(whole.len(), count).into_iter().map(|at| {
            let mut bytes = whole.clone();
            bytes[at] ^= 0x55;
            (at, bytes)
        });
        let cut = [0, 1, whole.len() / 3, whole.len() - 1].map(|length| (length, whole[..length].to_vec()));
        for (at, bytes) in flipped.chain(cut) {
            std::fs::write(&changed, bytes).unwrap();
            let to = place(Backend::Sqlite).await.unwrap();
            let pair =
                if path == &saved.backup { (&changed, &saved.keys) } else { (&saved.backup, &changed) };
            match restore(&to, pair.0, pair.1).await {
                Ok((restored, report)) => {
                    // A byte that no reader looks at, such as the hour in a part's heading.
                    assert_eq!(report.verified[0].findings, [], "byte {at}");
                    assert_eq!(report.verified[0].continues, Some(true), "byte {at}");
                    let against =
                        VerifyOptions { against: Some(checkpoint.clone()), ..VerifyOptions::default() };
                    let report = restored.verify(house.organisation, &against).await.unwrap();
                    assert_eq!((report.findings, report.rows), (vec![], 1));
                    let content = restored.read(&house.actor).await.unwrap().content(object).await.unwrap();
                    assert_eq!(content, "Vattnet är avstängt".as_bytes());
                    restored.close().await;
                    assert!(!within.iter().any(|part| part.contains(&at)), "byte {at} of a part's content");
                }
                Err(
                    StoreError::BackupDamaged(_) | StoreError::KeyMissing(_) | StoreError::NewerSchema { .. },
                ) => {
                    let left = std::fs::read_dir(to.folder()).map(Iterator::count).unwrap_or(0);
                    assert_eq!(left, 0, "byte {at}: nothing half-done is kept");
                }
                Err(other) => panic!("byte {at}: {other:?}"),
            }
        }
    }
}
