//! The vectors that `docs/reference/checkpoint.md` gives to other implementations, read back.
//!
//! They were made by a program in another language that shares no code with this one.

use serde_json::Value;
use uppsikt_kernel::Digest;
use uppsikt_ledger::{
    Checkpoint, LogKey, SignedCheckpoint, TileId, TlogProof, VerifyKey, consistency_proof, entry_bundle,
    inclusion_proof, leaf_hash, root_from_tiles, verify_consistency, verify_inclusion,
};

use crate::{entry, tiles_of};

fn vectors() -> Value {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/reference/vectors/checkpoint.json");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn number(value: &Value, field: &str) -> u64 {
    value[field].as_u64().unwrap()
}

fn text<'v>(value: &'v Value, field: &str) -> &'v str {
    value[field].as_str().unwrap()
}

fn list<'v>(value: &'v Value, field: &str) -> &'v [Value] {
    let list = value[field].as_array().unwrap();
    assert!(!list.is_empty());
    list
}

fn digests(value: &Value) -> Vec<Digest> {
    let list = value["proof"].as_array().unwrap();
    list.iter().map(|digest| Digest::from_base64(digest.as_str().unwrap()).unwrap()).collect()
}

fn key(vectors: &Value, field: &str) -> LogKey {
    let seed: [u8; 32] = hex::decode(text(&vectors[field], "seed")).unwrap().try_into().unwrap();
    LogKey::from_seed(text(vectors, "name"), seed).unwrap()
}

fn root(size: u64) -> Digest {
    root_from_tiles(size, &tiles_of(size)).unwrap()
}

fn checkpoint(vectors: &Value, size: u64) -> Checkpoint {
    Checkpoint::new(text(vectors, "name"), size, root(size)).unwrap()
}

#[test]
fn roots_and_proofs() {
    let vectors = vectors();
    for vector in list(&vectors, "roots") {
        assert_eq!(root(number(vector, "size")).to_base64(), text(vector, "root"));
    }
    for vector in list(&vectors, "inclusion") {
        let (index, size, proof) = (number(vector, "index"), number(vector, "size"), digests(vector));
        assert_eq!(inclusion_proof(index, size, &tiles_of(size)).unwrap(), proof);
        verify_inclusion(leaf_hash(&entry(index)), index, size, &proof, root(size)).unwrap();
    }
    for vector in list(&vectors, "consistency") {
        let (old, new, proof) = (number(vector, "old"), number(vector, "new"), digests(vector));
        assert_eq!(consistency_proof(old, new, &tiles_of(new)).unwrap(), proof);
        verify_consistency(old, root(old), new, root(new), &proof).unwrap();
    }
}

#[test]
fn tiles_and_bundles() {
    let vectors = vectors();
    for vector in list(&vectors, "tiles") {
        let (size, width) = (number(vector, "size"), number(vector, "width"));
        let tile = TileId { level: number(vector, "level") as u8, index: number(vector, "index") };
        assert_eq!(u64::from(tile.width_in(size)), width);
        assert_eq!(tile.path(Some(width as u16)), text(vector, "path"));
        let tiles = tiles_of(size);
        assert_eq!(Digest::of(tiles.get(tile).unwrap()).to_string(), text(vector, "sha256"));
    }
    let vector = &vectors["bundle"];
    let count = number(vector, "entries");
    let mut bundle = Vec::new();
    (0..count).for_each(|index| entry_bundle::push(&mut bundle, &entry(index)).unwrap());
    assert_eq!(hex::encode(bundle), text(vector, "hex"));
    assert_eq!(entry_bundle::path(0, Some(count as u16)), text(vector, "path"));
}

#[test]
fn keys_and_checkpoints() {
    let vectors = vectors();
    let (old, new) = (key(&vectors, "old_key"), key(&vectors, "new_key"));
    let public = |field: &str| text(&vectors[field], "vkey").parse::<VerifyKey>().unwrap();
    assert_eq!(old.verify_key(), &public("old_key"));
    assert_eq!(new.verify_key(), &public("new_key"));
    let signed = SignedCheckpoint::sign(&checkpoint(&vectors, 7), &[&old]).unwrap();
    assert_eq!(signed.text(), text(&vectors, "checkpoint"));
    let rotation = SignedCheckpoint::parse(text(&vectors, "rotation")).unwrap();
    let handed_over = rotation.verify_rotation(old.verify_key(), new.verify_key()).unwrap();
    assert_eq!(handed_over, &checkpoint(&vectors, 8));
    let signed = SignedCheckpoint::sign(&checkpoint(&vectors, 8), &[&old, &new]).unwrap();
    assert_eq!(signed, rotation);
}

#[test]
fn proofs_as_text() {
    let vectors = vectors();
    let keys = ["old_key", "new_key"].map(|field| key(&vectors, field).verify_key().clone());
    for (field, size) in [("proof", 7), ("proof_with_extra", 600)] {
        let vector = &vectors[field];
        let (index, written) = (number(vector, "index"), text(vector, "text"));
        let proof: TlogProof = written.parse().unwrap();
        assert_eq!(proof.to_string(), written);
        assert_eq!(proof.index, index);
        assert_eq!(proof.extra.as_deref(), (field == "proof_with_extra").then_some(b"extra data".as_slice()));
        assert_eq!(proof.path, inclusion_proof(index, size, &tiles_of(size)).unwrap());
        assert_eq!(proof.verify(&entry(index), &keys).unwrap(), checkpoint(&vectors, size));
    }
}
