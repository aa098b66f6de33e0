//! The vectors that `docs/reference/entry.md` and `bundle.md` give to whoever writes a reader.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::Value;
use uppsikt_ledger::{
    BundleReport, Commitment, Entry, KeyTrust, Salt, VerifyKey, canonical, leaf_hash, verify_bundle,
};

const ENTRY: &str = include_str!("../../../../docs/reference/vectors/entry.json");
const BUNDLE: &str = include_str!("../../../../docs/reference/vectors/bundle.json");

/// Vectors of entries.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EntryVectors {
    canonical: Vec<Canonical>,
    commitments: Commitments,
    pub entries: Vec<Accepted>,
    pub refused: Vec<RefusedEntry>,
}

#[derive(Deserialize)]
struct Canonical {
    json: String,
    canonical: String,
}

#[derive(Deserialize)]
struct Commitments {
    salt_hex: String,
    objects: Vec<ObjectVector>,
    rows: Vec<RowVector>,
}

#[derive(Deserialize)]
struct ObjectVector {
    content: String,
    commitment: String,
}

#[derive(Deserialize)]
struct RowVector {
    table: String,
    row: String,
    commitment: String,
}

/// An entry that must be accepted.
#[derive(Deserialize)]
pub struct Accepted {
    about: String,
    entry: String,
    leaf_hash: String,
}

/// A text that must not be.
#[derive(Deserialize)]
pub struct RefusedEntry {
    about: String,
    entry: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BundleVectors {
    vkey: String,
    other_vkey: String,
    bundle: String,
    proves: Value,
    refused: Vec<RefusedBundle>,
}

#[derive(Deserialize)]
struct RefusedBundle {
    about: String,
    bundle: String,
}

/// What `docs/reference/vectors/entry.json` holds.
pub fn entry_vectors() -> EntryVectors {
    serde_json::from_str(ENTRY).unwrap()
}

#[test]
fn canonical_spellings_are_as_published() {
    for vector in entry_vectors().canonical {
        let value: Value = serde_json::from_str(&vector.json).unwrap();
        assert_eq!(String::from_utf8(canonical(&value).unwrap()).unwrap(), vector.canonical);
    }
}

#[test]
fn commitments_are_as_published() {
    let commitments = entry_vectors().commitments;
    let salt = Salt::new(hex::decode(commitments.salt_hex).unwrap().try_into().unwrap());
    for vector in commitments.objects {
        assert_eq!(Commitment::object(&salt, vector.content.as_bytes()).to_base64(), vector.commitment);
    }
    for vector in commitments.rows {
        let found = Commitment::row(&salt, &vector.table, vector.row.as_bytes());
        assert_eq!(found.to_base64(), vector.commitment);
    }
}

#[test]
fn entries_are_as_published() {
    let vectors = entry_vectors();
    for vector in &vectors.entries {
        let entry = Entry::parse(vector.entry.as_bytes()).unwrap();
        assert_eq!(entry.to_bytes().unwrap(), vector.entry.as_bytes(), "{}", vector.about);
        assert_eq!(leaf_hash(vector.entry.as_bytes()).to_string(), vector.leaf_hash, "{}", vector.about);
    }
    for vector in &vectors.refused {
        assert!(Entry::parse(vector.entry.as_bytes()).is_err(), "{}", vector.about);
    }
}

fn json_of(report: &BundleReport) -> Value {
    let version = |version: &uppsikt_ledger::VersionReport| {
        serde_json::json!({
            "number": version.number,
            "object": version.object,
            "recorded_at": version.recorded_at,
            "index": version.index,
            "content_bytes": version.content_bytes,
            "media_type": version.media_type,
        })
    };
    serde_json::json!({
        "item": report.item,
        "origin": report.origin,
        "checkpoint_size": report.checkpoint_size,
        "versions": report.versions.iter().map(version).collect::<Vec<_>>(),
    })
}

#[test]
fn bundles_are_as_published() {
    let vectors: BundleVectors = serde_json::from_str(BUNDLE).unwrap();
    let decode = |text: &str| STANDARD.decode(text).unwrap();
    let keys: [VerifyKey; 1] = [vectors.vkey.parse().unwrap()];
    let others: [VerifyKey; 1] = [vectors.other_vkey.parse().unwrap()];
    let bytes = decode(&vectors.bundle);
    let report = verify_bundle(&bytes, &keys).unwrap();
    assert_eq!(json_of(&report), vectors.proves);
    assert_eq!(report.key, KeyTrust::Given);
    assert_eq!(verify_bundle(&bytes, &[]).unwrap().key, KeyTrust::OnlyEnclosed);
    assert!(verify_bundle(&bytes, &others).is_err());
    for vector in vectors.refused {
        assert!(verify_bundle(&decode(&vector.bundle), &keys).is_err(), "{}", vector.about);
    }
}
