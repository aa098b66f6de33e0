//! The vectors that `docs/reference/object.md` gives to whoever writes a reader; another program made them.

use std::ops::Range;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use uppsikt_kernel::{Chance, ChanceError, Id};
use uppsikt_ledger::{Commitment, Salt};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::stream::{open_whole, seal_whole};
use super::{Container, Skeleton, fingerprint};
use crate::keys::{KeyEncryptionKey, ObjectSecret, WrapContext};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Vectors {
    object: Uuid,
    key_hex: String,
    salt_hex: String,
    sealed: Vec<Sealed>,
    refused: Vec<Refused>,
    large: Vec<Large>,
    wrapping: Wrapping,
    fingerprints: Vec<Fingerprint>,
    skeletons: Vec<Cut>,
    skeletons_refused: Vec<CutRefused>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sealed {
    about: String,
    content: String,
    sealed: String,
    commitment: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Refused {
    about: String,
    object: Uuid,
    sealed: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Large {
    content_bytes: usize,
    sealed_bytes: usize,
    sealed_sha256: String,
    commitment: String,
    refused_when_cut_to: Vec<usize>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wrapping {
    key_encryption_key_hex: String,
    nonce_hex: String,
    row: Row,
    context_hex: String,
    wrapped: String,
    refused: Vec<WrappingRefused>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    organisation_id: Uuid,
    authority_id: Uuid,
    id: Uuid,
    item_id: Uuid,
    act_id: Uuid,
    key_id: Uuid,
    version: i32,
    content_bytes: i64,
    media_type: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrappingRefused {
    about: String,
    row: Row,
    wrapped: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fingerprint {
    content_key: String,
    fingerprint: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cut {
    about: String,
    container: String,
    items: Vec<Piece>,
    skeleton: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Piece {
    range: [usize; 2],
    object: Option<Uuid>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CutRefused {
    about: String,
    skeleton: String,
}

fn vectors() -> Vectors {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/reference/vectors/object.json");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn decoded(text: &str) -> Vec<u8> {
    STANDARD.decode(text).unwrap()
}

fn key_of(text: &str) -> [u8; 32] {
    hex::decode(text).unwrap().try_into().unwrap()
}

impl Row {
    fn context(&self) -> WrapContext<'_> {
        WrapContext {
            organisation: Id::from_uuid(self.organisation_id),
            authority: Id::from_uuid(self.authority_id),
            object: Id::from_uuid(self.id),
            item: self.item_id,
            version: self.version,
            act: self.act_id,
            key: self.key_id,
            content_bytes: self.content_bytes,
            media_type: &self.media_type,
        }
    }
}

/// Gives the vector's nonce where the program would take one from chance.
struct Given(Vec<u8>);

impl Chance for Given {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), ChanceError> {
        bytes.copy_from_slice(&self.0);
        Ok(())
    }
}

#[test]
fn small_objects_are_sealed_byte_for_byte() {
    let vectors = vectors();
    let (object, key, salt) =
        (Id::from_uuid(vectors.object), key_of(&vectors.key_hex), Salt::new(key_of(&vectors.salt_hex)));
    assert!(vectors.sealed.len() >= 3 && vectors.refused.len() >= 9);
    for vector in vectors.sealed {
        let (content, sealed) = (vector.content.as_bytes(), decoded(&vector.sealed));
        assert_eq!(seal_whole(&key, object, content).unwrap(), sealed, "{}", vector.about);
        assert_eq!(open_whole(&key, object, &sealed).unwrap(), content, "{}", vector.about);
        assert_eq!(Commitment::object(&salt, content).to_base64(), vector.commitment, "{}", vector.about);
    }
    for vector in vectors.refused {
        let opened = open_whole(&key, Id::from_uuid(vector.object), &decoded(&vector.sealed));
        assert!(opened.is_err(), "{}", vector.about);
    }
}

#[test]
fn large_objects_are_cut_into_the_same_chunks() {
    let vectors = vectors();
    let (object, key, salt) =
        (Id::from_uuid(vectors.object), key_of(&vectors.key_hex), Salt::new(key_of(&vectors.salt_hex)));
    assert!(vectors.large.len() >= 5);
    for vector in vectors.large {
        let content: Vec<u8> = (0..=250).cycle().take(vector.content_bytes).collect();
        let sealed = seal_whole(&key, object, &content).unwrap();
        assert_eq!(sealed.len(), vector.sealed_bytes);
        assert_eq!(hex::encode(Sha256::digest(&sealed)), vector.sealed_sha256, "{} bytes", content.len());
        assert_eq!(Commitment::object(&salt, &content).to_base64(), vector.commitment);
        assert_eq!(open_whole(&key, object, &sealed).unwrap(), content);
        for cut in vector.refused_when_cut_to {
            assert!(open_whole(&key, object, &sealed[..cut]).is_err(), "{} cut to {cut}", content.len());
        }
    }
}

#[test]
fn key_and_salt_are_wrapped_byte_for_byte_and_bound_to_their_row() {
    let vectors = vectors();
    let wrapping = &vectors.wrapping;
    let kek = KeyEncryptionKey {
        id: wrapping.row.key_id,
        bytes: Zeroizing::new(key_of(&wrapping.key_encryption_key_hex)),
    };
    let (wrapped, context) = (decoded(&wrapping.wrapped), wrapping.row.context());
    // The bytes that the vector states are the ones that the row gives: both open it.
    let stated = Payload { msg: &wrapped[24..], aad: &hex::decode(&wrapping.context_hex).unwrap() };
    let nonce = XNonce::try_from(&wrapped[..24]).unwrap();
    assert!(XChaCha20Poly1305::new((&*kek.bytes).into()).decrypt(&nonce, stated).is_ok());
    let secret = ObjectSecret::unwrap(&wrapped, &kek, &context).unwrap();
    assert_eq!(hex::encode(*secret.key), vectors.key_hex);
    assert_eq!(hex::encode(secret.salt.as_bytes()), vectors.salt_hex);
    let nonce = Given(hex::decode(&wrapping.nonce_hex).unwrap());
    assert_eq!(secret.wrap(&kek, &context, &nonce).unwrap(), wrapped);
    assert!(wrapping.refused.len() >= 14);
    for vector in &wrapping.refused {
        let outcome = ObjectSecret::unwrap(&decoded(&vector.wrapped), &kek, &vector.row.context());
        assert!(outcome.is_err(), "{}", vector.about);
    }
}

#[test]
fn fingerprints_are_salted_with_the_objects_salt() {
    let vectors = vectors();
    let salt = Salt::new(key_of(&vectors.salt_hex));
    for vector in vectors.fingerprints {
        assert_eq!(fingerprint(&salt, vector.content_key.as_bytes()), decoded(&vector.fingerprint));
    }
}

#[test]
fn containers_are_cut_and_rebuilt() {
    let vectors = vectors();
    assert!(vectors.skeletons.len() >= 4 && vectors.skeletons_refused.len() >= 7);
    for vector in vectors.skeletons {
        let bytes = vector.container.as_bytes();
        let ranges: Vec<Range<usize>> =
            vector.items.iter().map(|item| item.range[0]..item.range[1]).collect();
        let container = Container::new(bytes, ranges).unwrap();
        let skeleton = container.skeleton(|at| vector.items[at].object.map(Id::from_uuid));
        assert_eq!(skeleton.to_bytes(), decoded(&vector.skeleton), "{}", vector.about);
        let read = Skeleton::parse(&decoded(&vector.skeleton)).unwrap();
        assert_eq!(read, skeleton, "{}", vector.about);
        let rebuilt = read.rebuild(|object| {
            let item = vector.items.iter().find(|item| item.object == Some(object.uuid()))?;
            Some(bytes[item.range[0]..item.range[1]].to_vec())
        });
        let is_whole = vector.items.iter().all(|item| item.object.is_some());
        assert_eq!(rebuilt.ok().as_deref(), is_whole.then_some(bytes), "{}", vector.about);
    }
    for vector in vectors.skeletons_refused {
        assert!(Skeleton::parse(&decoded(&vector.skeleton)).is_err(), "{}", vector.about);
    }
}
