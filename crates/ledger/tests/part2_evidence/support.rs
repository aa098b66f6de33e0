//! A small log to test with: keys, entries, proofs and bundles.

use uppsikt_kernel::{Id, Micros, Object, Role};
use uppsikt_ledger::{
    Appender, Bundle, BundleVersion, Checkpoint, Commitment, Entry, EntryObject, EntryRow, LogKey, Salt,
    SignedCheckpoint, TileSet, TlogProof, VerifyKey, inclusion_proof, leaf_hash,
};
use uuid::Uuid;

/// The origin of the log.
pub const ORIGIN: &str = "kommun.example/logg";

/// A key of the log.
pub fn key(seed: u8) -> LogKey {
    LogKey::from_seed(ORIGIN, [seed; 32]).unwrap()
}

/// The public half of it, as a list of one.
pub fn trusted(key: &LogKey) -> Vec<VerifyKey> {
    vec![key.verify_key().clone()]
}

/// A UUID that is easy to tell from others.
pub fn uuid(number: u128) -> Uuid {
    Uuid::from_u128(0x0193_0000_0000_7000_8000_0000_0000_0000 + number)
}

/// The id of object `number`.
pub fn object(number: u128) -> Id<Object> {
    Id::from_uuid(uuid(number))
}

/// An entry that records one object of the item 1 and writes one row.
pub fn entry(number: u32, salt: &Salt, content: &[u8]) -> Entry {
    let n = u128::from(number);
    Entry {
        id: uuid(100 + n),
        act: "item-recorded".to_owned(),
        actor: Id::from_uuid(uuid(2)),
        at: Micros::new(1_795_338_000_000_000 + i64::from(number)).unwrap(),
        authority: Some(Id::from_uuid(uuid(3))),
        disposed: vec![],
        keys: vec![],
        objects: vec![EntryObject {
            commitment: Commitment::object(salt, content),
            id: object(1_000 + n),
            item: uuid(1),
            version: number,
        }],
        roles: vec![Role::Editor],
        rows: vec![EntryRow {
            table: "capture_version".to_owned(),
            id: uuid(2_000 + n),
            commitment: Some(Commitment::row(salt, "capture_version", b"{}")),
        }],
    }
}

/// Proofs of every entry under one checkpoint over them all.
pub fn prove(entries: &[Vec<u8>], keys: &[&LogKey]) -> Vec<TlogProof> {
    let mut log = Appender::resume(0, TileSet::default()).unwrap();
    entries.iter().for_each(|entry| log.append(leaf_hash(entry)));
    let size = entries.len() as u64;
    let checkpoint = Checkpoint::new(ORIGIN, size, log.root()).unwrap();
    let checkpoint = SignedCheckpoint::sign(&checkpoint, keys).unwrap().text();
    let mut tiles = TileSet::default();
    log.changed().for_each(|(id, bytes)| tiles.insert(id, bytes.to_vec()).unwrap());
    let prove = |index| TlogProof {
        extra: None,
        index,
        path: inclusion_proof(index, size, &tiles).unwrap(),
        checkpoint: checkpoint.clone(),
    };
    (0..size).map(prove).collect()
}

/// A bundle of one version for each of `contents`, in a log with other entries around them.
pub fn bundle(contents: &[&[u8]], key: &LogKey) -> Bundle {
    let salt = |at: usize| Salt::new([u8::try_from(at % 251).unwrap(); 32]);
    let mut entries = vec![b"another".to_vec(), b"and another".to_vec()];
    for (at, content) in contents.iter().enumerate() {
        let number = u32::try_from(at + 1).unwrap();
        entries.push(entry(number, &salt(at), content).to_bytes().unwrap());
    }
    entries.push(b"one more".to_vec());
    let proofs = prove(&entries, &[key]);
    let version = |(at, content): (usize, &&[u8])| BundleVersion {
        entry: entries[at + 2].clone(),
        proof: proofs[at + 2].clone(),
        content: content.to_vec(),
        media_type: "application/json".to_owned(),
        object: object(1_001 + at as u128),
        salt: salt(at),
    };
    let versions = contents.iter().enumerate().map(version).collect();
    Bundle { readme: "# Bevispaket\n\nSå här kontrolleras det.\n".to_owned(), keys: trusted(key), versions }
}
