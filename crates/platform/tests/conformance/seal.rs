//! A sealed version to act on: made by a real proof in a small log, since there is no other way.

use uppsikt_kernel::{Id, Micros};
use uppsikt_ledger::{
    Appender, Checkpoint, Commitment, Entry, EntryObject, LogKey, Salt, Sealed, SignedCheckpoint, TileSet,
    TlogProof, inclusion_proof, leaf_hash,
};
use uuid::Uuid;

const ORIGIN: &str = "lindholm.example/logg";

/// The first version of an item of which only this much is known.
pub fn sealed() -> Sealed {
    let (object, item) = (Id::from_uuid(uuid(1)), uuid(2));
    let entry = Entry {
        id: uuid(3),
        act: "item-recorded".to_owned(),
        actor: Id::from_uuid(uuid(4)),
        at: Micros::new(1_795_338_000_000_000).unwrap(),
        authority: None,
        disposed: vec![],
        keys: vec![],
        objects: vec![EntryObject {
            commitment: Commitment::object(&Salt::new([5; 32]), b"{}"),
            id: object,
            item,
            version: 1,
        }],
        roles: vec![],
        rows: vec![],
    };
    let bytes = entry.to_bytes().unwrap();
    let key = LogKey::from_seed(ORIGIN, [1; 32]).unwrap();
    let proof = proof(&bytes, &key);
    Sealed::verify(&bytes, &proof, &[key.verify_key().clone()], object).unwrap()
}

/// That an entry is the only one in a log.
fn proof(entry: &[u8], key: &LogKey) -> TlogProof {
    let mut log = Appender::resume(0, TileSet::default()).unwrap();
    log.append(leaf_hash(entry));
    let checkpoint = Checkpoint::new(ORIGIN, 1, log.root()).unwrap();
    let checkpoint = SignedCheckpoint::sign(&checkpoint, &[key]).unwrap().text();
    let mut tiles = TileSet::default();
    log.changed().for_each(|(id, bytes)| tiles.insert(id, bytes.to_vec()).unwrap());
    TlogProof { extra: None, index: 0, path: inclusion_proof(0, 1, &tiles).unwrap(), checkpoint }
}

fn uuid(number: u128) -> Uuid {
    Uuid::from_u128(0x0193_0000_0000_7000_8000_0000_0000_0000 + number)
}
