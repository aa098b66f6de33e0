//! Bundles: they round-trip, they verify, and no byte of one can change unseen.

use std::io::{Cursor, Write as _};

use crate::support::{ORIGIN, bundle, entry, key, object, prove, trusted, uuid};
use proptest::collection::vec;
use proptest::prelude::*;
use uppsikt_ledger::{
    Bundle, BundleError, BundleReport, KeyTrust, LogKey, NoteError, Salt, SignedNote, verify_bundle,
};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// A bundle of two versions, signed with key 1.
pub fn small() -> Vec<u8> {
    bundle(&[b"{\"text\":\"Hej\"}", b""], &key(1)).to_zip(&key(1)).unwrap()
}

fn verify(bytes: &[u8]) -> Result<BundleReport, BundleError> {
    verify_bundle(bytes, &trusted(&key(1)))
}

/// The file signed anew after a change, as only the holder of the log's key could.
fn signed_again(bytes: &[u8], key: &LogKey) -> Vec<u8> {
    let before = bytes.len() - ZipArchive::new(Cursor::new(bytes)).unwrap().comment().len();
    let digest = uppsikt_kernel::Digest::of(&bytes[..before]).to_base64();
    let note = SignedNote::sign(&format!("uppsikt-bundle/v1\n{ORIGIN}\n{digest}\n"), &[key]).unwrap();
    [&bytes[..before], note.to_string().as_bytes()].concat()
}

/// A ZIP file of `files` with a comment as long as a bundle's, signed with the log's key.
pub fn zip_of(files: &[(String, Vec<u8>)], options: SimpleFileOptions) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let length = ZipArchive::new(Cursor::new(small())).unwrap().comment().len();
    zip.set_comment("x".repeat(length)).unwrap();
    for (name, bytes) in files {
        zip.start_file(name.as_str(), options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    signed_again(&zip.finish().unwrap().into_inner(), &key(1))
}

/// No compression, and nothing else that a ZIP file may add.
pub fn stored() -> SimpleFileOptions {
    SimpleFileOptions::default().compression_method(CompressionMethod::Stored)
}

/// The files of a bundle of two versions, with their names.
pub fn files_of(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut file = |at| {
        let mut file = archive.by_index(at).unwrap();
        let mut bytes = Vec::new();
        std::io::copy(&mut file, &mut bytes).unwrap();
        (file.name().unwrap().into_owned(), bytes)
    };
    (0..10).map(&mut file).collect()
}

#[test]
fn a_bundle_verifies_and_says_what_it_proves() {
    let report = verify(&small()).unwrap();
    assert_eq!((report.item, report.origin.as_str(), report.checkpoint_size), (uuid(1), ORIGIN, 5));
    assert_eq!(report.key, KeyTrust::Given);
    let versions: Vec<_> =
        report.versions.iter().map(|v| (v.number, v.object, v.index, v.content_bytes)).collect();
    assert_eq!(versions, [(1, object(1_001), 2, 14), (2, object(1_002), 3, 0)]);
    assert_eq!(report.versions[0].recorded_at.to_string(), "2026-11-22T09:00:00.000001Z");
    assert_eq!(report.versions[0].media_type, "application/json");
}

#[test]
fn the_same_bundle_gives_the_same_bytes_and_nothing_of_the_machine() {
    assert_eq!(small(), small());
    let names: Vec<String> = files_of(&small()).into_iter().map(|(name, _)| name).collect();
    assert_eq!(
        names[..4],
        ["README.md", "log.vkey", "versions/0001/entry.json", "versions/0001/proof.tlog-proof"]
    );
    assert_eq!(names[9], "versions/0002/opening.json");
    let bytes = small();
    let mut archive = ZipArchive::new(Cursor::new(bytes.as_slice())).unwrap();
    for at in 0..archive.len() {
        let file = archive.by_index(at).unwrap();
        assert_eq!(file.last_modified().unwrap().to_string(), "1980-01-01 00:00:00");
        assert!(file.extra_data().is_none() && file.compression() == CompressionMethod::Stored);
    }
}

#[test]
fn without_a_key_of_ones_own_the_report_says_so() {
    assert_eq!(verify_bundle(&small(), &[]).unwrap().key, KeyTrust::OnlyEnclosed);
    let other = verify_bundle(&small(), &trusted(&key(2)));
    assert!(matches!(other, Err(BundleError::Signature(NoteError::NoKnownKey { keys: 1 }))));
}

#[test]
fn no_byte_can_change_unseen() {
    let good = small();
    let mut changed = good.clone();
    for at in 0..good.len() {
        for mask in [1 << (at % 8), 1 << ((at / 8 + 3) % 8), 0x20] {
            changed[at] ^= mask;
            assert!(verify(&changed).is_err(), "byte {at} with {mask:#04x}");
            assert!(verify_bundle(&changed, &[]).is_err(), "byte {at} with {mask:#04x}, enclosed key");
            changed[at] = good[at];
        }
    }
    for cut in 0..good.len() {
        assert!(verify(&good[..cut]).is_err(), "cut at {cut}");
    }
    assert!(verify(&[good.as_slice(), b"\n"].concat()).is_err());
    assert!(verify(&[b"\n", good.as_slice()].concat()).is_err());
}

#[test]
fn what_would_not_verify_is_not_written() {
    let good = bundle(&[b"one", b"two"], &key(1));
    type Case = (fn(&mut Bundle), fn(&BundleError) -> bool);
    let cases: [Case; 9] = [
        (|b| b.versions.clear(), |e| matches!(e, BundleError::Versions { found: 0 })),
        (|b| b.keys.clear(), |e| matches!(e, BundleError::SignerNotEnclosed)),
        (|b| b.keys = trusted(&key(2)), |e| matches!(e, BundleError::SignerNotEnclosed)),
        (|b| b.keys.extend(b.keys.clone()), |e| matches!(e, BundleError::Keys)),
        (|b| b.versions[1].content.push(1), |e| matches!(e, BundleError::Content { place: 2 })),
        (|b| b.versions[1].salt = Salt::new([77; 32]), |e| matches!(e, BundleError::Content { place: 2 })),
        (
            |b| b.versions[1] = b.versions[0].clone(),
            |e| matches!(e, BundleError::DuplicateObject { place: 2 }),
        ),
        (
            |b| b.versions[0].media_type = "json\n".into(),
            |e| matches!(e, BundleError::MediaType { place: 1 }),
        ),
        (|b| b.versions[0].object = object(9), |e| matches!(e, BundleError::Seal { place: 1, .. })),
    ];
    for (at, (change, expected)) in cases.into_iter().enumerate() {
        let mut bundle = good.clone();
        change(&mut bundle);
        let error = bundle.to_zip(&key(1)).unwrap_err();
        assert!(expected(&error), "case {at}: {error:?}");
    }
}

#[test]
fn a_bundle_is_about_one_item_under_one_checkpoint() {
    let good = bundle(&[b"one", b"two"], &key(1));
    let salt = Salt::new([1; 32]);
    let mut other_item = entry(2, &salt, b"two");
    other_item.objects[0].item = uuid(9);
    let entries = [good.versions[0].entry.clone(), other_item.to_bytes().unwrap()];
    let mut bundle = good.clone();
    for (at, proof) in prove(&entries, &[&key(1)]).into_iter().enumerate() {
        (bundle.versions[at].entry, bundle.versions[at].proof) = (entries[at].clone(), proof);
    }
    assert!(matches!(bundle.to_zip(&key(1)), Err(BundleError::OtherItem { place: 2 })));
    let mut bundle = good.clone();
    bundle.versions[1].proof = prove(&[good.versions[1].entry.clone()], &[&key(1)]).remove(0);
    assert!(matches!(bundle.to_zip(&key(1)), Err(BundleError::OtherCheckpoint { place: 2 })));
}

#[test]
fn after_a_change_of_key_a_bundle_holds_both() {
    let (old, new) = (key(1), key(2));
    let mut bundle = bundle(&[b"one"], &new);
    bundle.keys = [trusted(&old), trusted(&new)].concat();
    let bytes = bundle.to_zip(&new).unwrap();
    assert_eq!(Bundle::read(&bytes).unwrap().keys, bundle.keys);
    assert!(verify_bundle(&bytes, &trusted(&new)).is_ok());
    assert!(verify_bundle(&bytes, &bundle.keys).is_ok());
    assert!(verify_bundle(&bytes, &trusted(&old)).is_err());
}

#[test]
fn even_a_signed_file_is_refused_when_it_is_laid_out_otherwise() {
    let files = files_of(&small());
    assert!(verify(&zip_of(&files, stored())).is_ok());
    let with = |change: fn(&mut Vec<(String, Vec<u8>)>)| {
        let mut files = files.clone();
        change(&mut files);
        verify(&zip_of(&files, stored())).unwrap_err()
    };
    let mut layouts = vec![
        with(|files| files.push(("versions/0002/more".into(), vec![]))),
        with(|files| drop(files.remove(5))),
        with(|files| files.swap(2, 3)),
        with(|files| files[4].0 = "versions/0001/../content".into()),
        with(|files| files[4].0 = "/versions/0001/content".into()),
        with(|files| files[4].0 = "versions\\0001\\content".into()),
        with(|files| files[6].0 = "versions/2/entry.json".into()),
        with(|files| files.truncate(2)),
    ];
    layouts.push(verify(&zip_of(&files, SimpleFileOptions::default())).unwrap_err());
    layouts.push(verify(&zip_of(&files, stored().large_file(true))).unwrap_err());
    // Bytes before the first file, known to nobody.
    let (gap, end) = (b"PK\x05\x06hidden".as_slice(), small());
    layouts.push(verify(&signed_again(&[gap, &end].concat(), &key(1))).unwrap_err());
    for (at, error) in layouts.iter().enumerate() {
        let expected = matches!(
            error,
            BundleError::Layout(_)
                | BundleError::OtherFile { .. }
                | BundleError::Versions { .. }
                | BundleError::Zip(_)
        );
        assert!(expected, "case {at}: {error:?}");
    }
}

#[test]
fn a_name_twice_in_the_directory_is_refused() {
    // One letter makes the second README, and so the file that a reader might take, another one.
    let mut files = files_of(&small());
    files.insert(1, ("READMF.md".into(), b"false".to_vec()));
    let mut bytes = zip_of(&files, stored());
    for at in 0..bytes.len() - 9 {
        if &bytes[at..at + 9] == b"READMF.md" {
            bytes[at + 5] = b'E';
        }
    }
    assert!(verify(&signed_again(&bytes, &key(1))).is_err());
}

#[test]
fn even_signed_files_must_belong_together() {
    let files = files_of(&small());
    let changed = |at: usize, from: &str, to: &str| {
        let mut files = files.clone();
        let text = String::from_utf8(files[at].1.clone()).unwrap();
        assert!(text.contains(from));
        files[at].1 = text.replace(from, to).into_bytes();
        verify(&zip_of(&files, stored())).unwrap_err()
    };
    assert!(matches!(changed(1, "+", "-"), BundleError::Key(_)));
    assert!(matches!(changed(1, "\n", ""), BundleError::Keys));
    assert!(matches!(changed(2, "\"v\":1", "\"v\":7"), BundleError::Entry { place: 1, .. }));
    assert!(matches!(changed(2, "editor", "auditor"), BundleError::Seal { place: 1, .. }));
    assert!(matches!(changed(3, "index 2", "index 3"), BundleError::Seal { place: 1, .. }));
    assert!(matches!(changed(3, "index 2", "index 02"), BundleError::Proof { place: 1, .. }));
    assert!(matches!(changed(4, "Hej", "Nej"), BundleError::Content { place: 1 }));
    assert!(matches!(changed(5, "\"v\":1", "\"v\":2,\"x\":0.5"), BundleError::Newer { place: 1, found: 2 }));
    assert!(matches!(changed(5, "\"v\":1", "\"v\": 1"), BundleError::Opening { place: 1 }));
    assert!(matches!(changed(5, "\"version\":1", "\"version\":2"), BundleError::Opening { place: 1 }));
    assert!(matches!(changed(5, "AAA", "BBB"), BundleError::Content { place: 1 }));
}

#[test]
fn the_comment_is_one_signature_by_an_enclosed_key() {
    let good = small();
    let before = good.len() - ZipArchive::new(Cursor::new(good.as_slice())).unwrap().comment().len();
    let comment = |note: &str| {
        let mut bytes = good[..before].to_vec();
        let length = u16::try_from(note.len()).unwrap();
        bytes[before - 2..].copy_from_slice(&length.to_le_bytes());
        let digest = uppsikt_kernel::Digest::of(&bytes).to_base64();
        bytes.extend_from_slice(note.as_bytes());
        (bytes, digest)
    };
    let text = |digest: &str| format!("uppsikt-bundle/v1\n{ORIGIN}\n{digest}\n");
    let sign = |text: &str, keys: &[&LogKey]| SignedNote::sign(text, keys).unwrap().to_string();
    // Two signatures, both right.
    let length = sign(&text(&"A".repeat(44)), &[&key(1), &key(2)]).len();
    let (_, digest) = comment(&"x".repeat(length));
    let two = comment(&sign(&text(&digest), &[&key(1), &key(2)])).0;
    assert!(matches!(verify(&two), Err(BundleError::Layout(_))));
    // Signed by a key that is trusted, but not enclosed.
    let by_other = signed_again(&good, &key(2));
    let found = verify_bundle(&by_other, &[trusted(&key(1)), trusted(&key(2))].concat());
    assert!(matches!(found, Err(BundleError::SignerNotEnclosed)));
    // A good signature over something else.
    let (_, digest) = comment(&"x".repeat(length));
    let other = comment(&sign(&text(&digest), &[&key(1)])).0;
    assert!(matches!(verify(&other), Err(BundleError::Changed)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn bundles_round_trip(contents in vec(vec(any::<u8>(), 0..300), 1..6), readme in any::<String>()) {
        let contents: Vec<&[u8]> = contents.iter().map(Vec::as_slice).collect();
        let mut written = bundle(&contents, &key(3));
        written.readme = readme;
        let bytes = written.to_zip(&key(3)).unwrap();
        let read = Bundle::read(&bytes).unwrap();
        prop_assert_eq!(&read.readme, &written.readme);
        for (read, written) in read.versions.iter().zip(&written.versions) {
            prop_assert_eq!(&read.content, &written.content);
            prop_assert_eq!(&read.proof, &written.proof);
            prop_assert_eq!(read.salt.as_bytes(), written.salt.as_bytes());
        }
        prop_assert_eq!(read.to_zip(&key(3)).unwrap(), bytes.clone());
        prop_assert_eq!(verify_bundle(&bytes, &trusted(&key(3))).unwrap().versions.len(), contents.len());
    }

    #[test]
    fn no_bytes_cause_a_panic(bytes in vec(any::<u8>(), 0..200), at in any::<prop::sample::Index>()) {
        let mut good = small();
        let at = at.index(good.len());
        let _ = verify_bundle(&bytes, &[]);
        good.splice(at..good.len().min(at + bytes.len()), bytes);
        prop_assert!(verify(&good).is_err() || good == small());
        // Also behind a signature, where the file is read to its end.
        if ZipArchive::new(Cursor::new(good.as_slice())).is_ok() {
            let _ = verify(&signed_again(&good, &key(1)));
        }
    }
}
