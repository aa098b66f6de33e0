//! The vectors that `docs/reference/key-store.md` gives to whoever writes a reader; another program made them.

use std::sync::Arc;

use serde::Deserialize;
use uppsikt_kernel::{Authority, Id, Object, Organisation, SeededChance};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::file::KeyFile;
use super::{KeyStore, RetentionClass};
use crate::error::StoreError;
use crate::folder::{make_private, write_secret};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Vectors {
    organisation: Id<Organisation>,
    key_encryption_keys: Vec<KeyEncryption>,
    key_encryption_keys_refused: Vec<Refused>,
    signing_keys: Vec<Signing>,
    signing_keys_refused: Vec<Refused>,
    destroyed: Destroyed,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KeyEncryption {
    path: String,
    id: Uuid,
    authority: Id<Authority>,
    class: String,
    year: i16,
    key_hex: String,
    text: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Signing {
    path: String,
    name: String,
    vkey: String,
    seed_hex: String,
    text: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Refused {
    about: String,
    text: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Destroyed {
    text: String,
    objects: Vec<Id<Object>>,
}

fn vectors() -> Vectors {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/reference/vectors/key-store.json");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// An empty key store, and the folder in which its files lie.
fn empty() -> (tempfile::TempDir, KeyStore) {
    let data = tempfile::tempdir().unwrap();
    let store = KeyStore::open(data.path(), Arc::new(SeededChance::new(1)), true).unwrap();
    (data, store)
}

fn put(store: &KeyStore, name: &str, text: &str) {
    let path = store.folder().join(name);
    make_private(path.parent().unwrap()).unwrap();
    write_secret(&path, text.as_bytes()).unwrap();
}

#[test]
fn key_encryption_keys_are_written_and_found_as_the_page_says() {
    let vectors = vectors();
    let (_data, store) = empty();
    assert!(vectors.key_encryption_keys.len() >= 2);
    for vector in &vectors.key_encryption_keys {
        let class = RetentionClass::new(&vector.class).unwrap();
        let bytes = hex::decode(&vector.key_hex).unwrap().try_into().unwrap();
        let file = KeyFile {
            id: vector.id,
            authority: vector.authority,
            class: class.clone(),
            year: vector.year,
            bytes: Zeroizing::new(bytes),
        };
        assert_eq!(*file.to_text(), vector.text);
        put(&store, &vector.path, &vector.text);
        // Found under its path, and by the id that objects name.
        let found = store.for_sealing(vector.authority, &class, vector.year, || Err(StoreError::TaskEnded));
        assert_eq!(found.unwrap().id, vector.id);
        assert_eq!(hex::encode(*store.by_id(vector.id).unwrap().bytes), vector.key_hex);
    }
    assert_eq!(store.problems(), []);
}

#[test]
fn changed_key_files_are_refused() {
    let vectors = vectors();
    let (data, _store) = empty();
    let path = data.path().join("one.key");
    assert!(vectors.key_encryption_keys_refused.len() >= 12);
    for vector in vectors.key_encryption_keys_refused {
        write_secret(&path, vector.text.as_bytes()).unwrap();
        assert!(matches!(KeyFile::read(&path), Err(StoreError::KeyDamaged(_))), "{}", vector.about);
    }
}

#[test]
fn signing_keys_are_read_as_the_page_says() {
    let vectors = vectors();
    let (_data, store) = empty();
    for vector in &vectors.signing_keys {
        put(&store, &vector.path, &vector.text);
        assert!(vector.text.contains(&format!("\nname {}\n", vector.name)));
        assert_eq!(hex::decode(&vector.seed_hex).unwrap().len(), 32);
    }
    let read = store.signing_keys(vectors.organisation).unwrap();
    let read: Vec<String> = read.iter().map(|key| key.verify_key().to_string()).collect();
    let given: Vec<&str> = vectors.signing_keys.iter().map(|vector| vector.vkey.as_str()).collect();
    assert_eq!(read, given);
    assert_eq!(store.problems(), []);
    for vector in vectors.signing_keys_refused {
        put(&store, &vectors.signing_keys[1].path, &vector.text);
        assert!(store.signing_keys(vectors.organisation).is_err(), "{}", vector.about);
        let problems: Vec<String> = store.problems().into_iter().map(|problem| problem.file).collect();
        assert_eq!(problems, [vectors.signing_keys[1].path.clone()], "{}", vector.about);
    }
}

#[test]
fn the_list_of_destroyed_keys_is_read_line_by_line() {
    let Destroyed { text, objects } = vectors().destroyed;
    let (_data, store) = empty();
    put(&store, "destroyed", &text);
    assert_eq!(store.destroyed(), objects);
    // What the program adds stands between line breaks, so that a torn line before it takes nothing with it.
    let added: Id<Object> = Id::from_uuid(Uuid::from_u128(0x34));
    store.note_destroyed(added).unwrap();
    let written = std::fs::read_to_string(store.folder().join("destroyed")).unwrap();
    assert_eq!(written, format!("{text}\n{added}\n"));
}
