//! Python as the stranger who checks us: its JSON, its HMAC, and the verifier of bundles.
//!
//! These tests need `python3` and `openssl`, as the set-up of the project says.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::bundle::{files_of, small, stored, zip_of};
use crate::support::{bundle, key, trusted};
use crate::vectors::entry_vectors;
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use serde_json::Value;
use uppsikt_ledger::{Commitment, Salt, canonical, verify_bundle};

const VERIFIER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/reference/verify_bundle.py");

/// Runs a program, which is needed to run these tests at all.
fn run(program: &str, arguments: &[&str]) -> Output {
    Command::new(program)
        .args(arguments)
        .output()
        .unwrap_or_else(|error| panic!("these tests need {program}, which cannot be started: {error}"))
}

fn verify(arguments: &[&str]) -> (bool, String) {
    let version = run("openssl", &["version"]);
    assert!(version.status.success(), "these tests need openssl 3 or later");
    let output = run("python3", &[&[VERIFIER], arguments].concat());
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    (output.status.success(), said)
}

/// A file in the folder for tests, with a name of its own for each test.
fn file(name: &str, bytes: &[u8]) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}

fn any_value() -> impl Strategy<Value = Value> {
    let text = "[\u{0}-\u{7f}\u{e5}\u{2028}\u{ffff}\u{1f600}]{0,8}";
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        text.prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 40, 6, move |inner| {
        prop_oneof![
            vec(inner.clone(), 0..6).prop_map(Value::from),
            btree_map(text, inner, 0..6).prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

#[test]
fn python_spells_json_and_commits_the_same() {
    let mut runner = TestRunner::deterministic();
    let values: Vec<Value> = (0..500).map(|_| any_value().new_tree(&mut runner).unwrap().current()).collect();
    let salt = Salt::new([200; 32]);
    let expected: String = values
        .iter()
        .map(|value| canonical(value).unwrap())
        .map(|spelt| (Commitment::row(&salt, "item", &spelt).to_base64(), spelt))
        .map(|(row, spelt)| format!("{row} {}\n", Commitment::object(&salt, &spelt).to_base64()))
        .collect();
    let script = r#"
import base64, hashlib, hmac, json, sys
for value in json.load(open(sys.argv[1], encoding="utf-8")):
    spelt = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    def commit(prefix):
        return base64.b64encode(hmac.new(bytes([200] * 32), prefix + spelt, hashlib.sha256).digest()).decode()
    print(commit(b"uppsikt/v1/row\nitem\n"), commit(b"uppsikt/v1/object\n"))
"#;
    let path = file("values.json", &serde_json::to_vec(&values).unwrap());
    let output = run("python3", &["-c", script, path.to_str().unwrap()]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(String::from_utf8(output.stdout).unwrap(), expected);
}

#[test]
fn the_verifier_accepts_a_good_bundle() {
    let bytes = bundle(&[b"{\"text\":\"Hej\"}", b"", "å".as_bytes()], &key(1)).to_zip(&key(1)).unwrap();
    let path = file("good.zip", &bytes);
    let path = path.to_str().unwrap();
    let line = key(1).verify_key().to_string();
    let (holds, said) = verify(&[path, &line]);
    assert!(holds, "{said}");
    for expected in
        ["Beviset håller.", "kommun.example/logg, 6 poster", "2026-11-22 09:00:00 UTC", "du angav"]
    {
        assert!(said.contains(expected), "{expected} is not in\n{said}");
    }
    let keys = file("good.vkey", format!("{}\n{line}\n", key(2).verify_key()).as_bytes());
    assert!(verify(&[path, keys.to_str().unwrap()]).0);
    let (holds, said) = verify(&[path]);
    assert!(holds && said.contains("OBS! Nyckeln låg i paketet."), "{said}");
    let (holds, said) = verify(&[path, &key(2).verify_key().to_string()]);
    assert!(!holds && said.contains("inte underskrivet med liggarens nyckel"), "{said}");
}

#[test]
fn the_verifier_rejects_changed_bundles() {
    let good = bundle(&[b"{\"text\":\"Hej\"}"], &key(1)).to_zip(&key(1)).unwrap();
    let line = key(1).verify_key().to_string();
    let mut tries = 0;
    for at in (0..good.len()).step_by(97).chain([good.len() - 1]) {
        let mut changed = good.clone();
        changed[at] ^= 1 << (at % 8);
        assert!(verify_bundle(&changed, &trusted(&key(1))).is_err());
        let path = file("changed.zip", &changed);
        let (holds, said) = verify(&[path.to_str().unwrap(), &line]);
        assert!(!holds && !said.contains("Beviset håller."), "byte {at}: {said}");
        tries += 1;
    }
    assert!(tries > 20);
}

#[test]
fn the_verifier_rejects_what_does_not_belong_together_even_when_signed() {
    let files = files_of(&small());
    let line = key(1).verify_key().to_string();
    let signed = |files: &[(String, Vec<u8>)]| {
        let path = file("signed.zip", &zip_of(files, stored()));
        verify(&[path.to_str().unwrap(), &line])
    };
    assert!(signed(&files).0);
    let cases = [
        (1, "+", "-", "inte skriven som namn+id+nyckel"),
        (1, "\n", "", "slutar inte med en hel rad"),
        (2, "editor", "auditor", "posten står inte i liggaren"),
        (3, "index 2", "index 3", "posten står inte i liggaren"),
        (3, "index 2", "index 02", "är inte ett tal"),
        (3, "index 2", "index 5", "posten står inte i liggaren"),
        (3, "\n5\n", "\n6\n", "underskriften av kommun.example/logg är fel"),
        (4, "Hej", "Nej", "innehållet är inte det som säkrades"),
        (5, "\"v\":1", "\"v\":2,\"x\":0.5", "nyare format"),
        (5, "\"v\":1", "\"v\": 1", "enda tillåtna sättet"),
        (5, "\"v\":1", "\"v\":1,\"x\":1", "inte de fält"),
        (5, "\"version\":1", "\"version\":2", "något annat än posten"),
        (5, "application/json", "json", "slag är felaktigt angivet"),
        (5, "AAA", "BBB", "innehållet är inte det som säkrades"),
        (5, "0000000003e9", "0000000003ea", "posten nämner inte objektet"),
    ];
    for (at, from, to, expected) in cases {
        let mut files = files.clone();
        let text = String::from_utf8(files[at].1.clone()).unwrap();
        assert!(text.contains(from), "{from}");
        files[at].1 = text.replace(from, to).into_bytes();
        assert!(verify_bundle(&zip_of(&files, stored()), &trusted(&key(1))).is_err());
        let (holds, said) = signed(&files);
        assert!(!holds && said.contains(expected), "{from} to {to}: {said}");
    }
    let mut more = files.clone();
    more.push(("versions/0002/more".to_owned(), vec![]));
    assert!(signed(&more).1.contains("inte de filer"));
    let mut twice = files.clone();
    for at in 2..6 {
        twice[at + 4].1 = files[at].1.clone();
    }
    assert!(signed(&twice).1.contains("Samma objekt ligger två gånger"));
}

#[test]
fn the_verifier_reads_the_published_entries_as_we_do() {
    let folder = Path::new(VERIFIER).parent().unwrap().to_str().unwrap();
    let script = r#"
import json, sys
sys.path.insert(0, sys.argv[1])
import verify_bundle
vectors = json.load(open(sys.argv[1] + "/vectors/entry.json", encoding="utf-8"))
for vector in vectors["entries"] + vectors["refused"]:
    try:
        verify_bundle.read_entry(vector["entry"].encode(), "Posten")
        print("accepted")
    except verify_bundle.Refused:
        print("refused")
"#;
    let output = run("python3", &["-B", "-c", script, folder]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let vectors = entry_vectors();
    let expected = "accepted\n".repeat(vectors.entries.len()) + &"refused\n".repeat(vectors.refused.len());
    assert_eq!(String::from_utf8(output.stdout).unwrap(), expected);
}

#[test]
fn the_verifier_says_what_is_wrong_with_its_arguments() {
    let path = file("empty.zip", b"");
    let path = path.to_str().unwrap();
    for arguments in [&[][..], &[path], &["finns-inte.zip"], &[path, "nyckel"], &[path, path, path]] {
        let (holds, said) = verify(arguments);
        assert!(!holds && said.lines().count() == 1, "{arguments:?}: {said}");
    }
}
