//! Notes, checkpoints and proofs as text: the standard's example, round trips, and no changed byte
//! that passes.

use proptest::prelude::*;
use uppsikt_kernel::Digest;
use uppsikt_ledger::{
    Checkpoint, CheckpointError, LogKey, NoteError, SignedCheckpoint, SignedNote, TlogProof, TlogProofError,
    VerifyKey, empty_root, entry_bundle, inclusion_proof, root_from_tiles,
};

use crate::{entry, log_key, tiles_of};

const EXAMPLE_KEY: &str = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
const EXAMPLE_NOTE: &str = "This is an example message.\n\n\
    \u{2014} example.com/foo \
    Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";

fn public(keys: &[&LogKey]) -> Vec<VerifyKey> {
    keys.iter().map(|key| key.verify_key().clone()).collect()
}

/// Each text that differs from `text` in one bit and is still UTF-8.
fn one_bit_off(text: &str) -> impl Iterator<Item = String> {
    (0..text.len() * 8).filter_map(move |bit| {
        let mut bytes = text.as_bytes().to_vec();
        bytes[bit / 8] ^= 1 << (bit % 8);
        String::from_utf8(bytes).ok()
    })
}

#[test]
fn the_published_note_verifies_and_no_changed_one_does() {
    let keys: Vec<VerifyKey> = vec![EXAMPLE_KEY.parse().unwrap()];
    let note = SignedNote::parse(EXAMPLE_NOTE).unwrap();
    assert_eq!(note.text(), "This is an example message.\n");
    assert_eq!(note.verified_by(&keys).unwrap(), [&keys[0]]);
    assert_eq!(note.to_string(), EXAMPLE_NOTE);
    for changed in one_bit_off(EXAMPLE_NOTE) {
        assert!(!SignedNote::parse(&changed).is_ok_and(|note| note.verified_by(&keys).is_ok()), "{changed}");
    }
}

#[test]
fn malformed_notes_are_refused() {
    let (text, line) = EXAMPLE_NOTE.split_once("\n\n").unwrap();
    let refused = |note: &str| SignedNote::parse(note).unwrap_err();
    assert_eq!(refused(""), NoteError::NoSignatures);
    assert_eq!(refused(text), NoteError::NoSignatures);
    assert_eq!(refused(&format!("{text}\n\n")), NoteError::NoSignatures);
    assert_eq!(refused(EXAMPLE_NOTE.trim_end()), NoteError::NoSignatures);
    assert_eq!(refused(&format!("{text}\r\n\n{line}")), NoteError::ControlCharacter);
    assert_eq!(refused(&format!("{text}\0\n\n{line}")), NoteError::ControlCharacter);
    assert_eq!(refused(&format!("{text}\n\n{line}-\n")), NoteError::SignatureLine { line: 2 });
    for bad in ["\u{2014} a AAAA\n", "\u{2014}  AAAAAAA=\n", "\u{2014} a+b AAAAAAA=\n", "- a AAAAAAA=\n"] {
        assert_eq!(refused(&format!("{text}\n\n{bad}")), NoteError::SignatureLine { line: 1 }, "{bad}");
    }
    for stray in ["AAAAAAB=", "AAAAAAA", "AAAAAAA= "] {
        let note = format!("{text}\n\n\u{2014} a {stray}\n");
        assert_eq!(refused(&note), NoteError::SignatureLine { line: 1 }, "{stray}");
    }
    let many = |count| format!("{text}\n\n{}", "\u{2014} a AAAAAAA=\n".repeat(count));
    assert!(SignedNote::parse(&many(64)).is_ok());
    assert_eq!(refused(&many(65)), NoteError::TooManySignatures);
    assert!(matches!(refused(&"a".repeat((1 << 20) + 1)), NoteError::Length { .. }));
    // The last empty line divides: earlier ones belong to the text.
    let poem = format!("one\n\ntwo\n\n\n{line}");
    assert_eq!(SignedNote::parse(&poem).unwrap().text(), "one\n\ntwo\n\n");
}

#[test]
fn what_cannot_be_read_is_not_signed() {
    let key = log_key(1);
    assert_eq!(SignedNote::sign("no end", &[&key]), Err(NoteError::TextEnd));
    assert_eq!(SignedNote::sign("tab\t\n", &[&key]), Err(NoteError::ControlCharacter));
    assert_eq!(SignedNote::sign("text\n", &[]), Err(NoteError::NoSignatures));
    assert_eq!(SignedNote::sign("text\n", &[&key; 65]), Err(NoteError::TooManySignatures));
    assert!(matches!(SignedNote::sign(&"a\n".repeat(1 << 19), &[&key]), Err(NoteError::Length { .. })));
}

#[test]
fn unknown_signatures_are_passed_over_and_wrong_ones_are_not() {
    let (first, second, stranger) = (log_key(1), log_key(2), log_key(3));
    let note = SignedNote::sign("text\n", &[&first, &stranger, &second]).unwrap();
    let known = public(&[&second, &first]);
    assert_eq!(note.verified_by(&known).unwrap(), [&known[0], &known[1]]);
    assert_eq!(note.verified_by(&[]), Err(NoteError::NoKnownKey { keys: 0 }));
    assert_eq!(note.verified_by(&public(&[&log_key(4)])), Err(NoteError::NoKnownKey { keys: 1 }));
    // A signature over another text beside a right one spoils the note.
    let mut spoilt = SignedNote::sign("text\n", &[&first]).unwrap();
    let other = SignedNote::sign("other\n", &[&second]).unwrap();
    spoilt.add_signature_line(&other.signatures()[0].to_string()).unwrap();
    let wrong = NoteError::WrongSignature { name: second.name().to_owned() };
    assert_eq!(spoilt.verified_by(&known), Err(wrong));
    assert_eq!(spoilt.verified_by(&public(&[&first])).unwrap().len(), 1);
}

fn checkpoint(size: u64) -> Checkpoint {
    let root = root_from_tiles(size, &tiles_of(size)).unwrap();
    Checkpoint::new("kommun.example/log", size, root).unwrap()
}

#[test]
fn a_checkpoint_verifies_and_no_changed_one_does() {
    let (key, checkpoint) = (log_key(1), checkpoint(300));
    let text = SignedCheckpoint::sign(&checkpoint, &[&key]).unwrap().text();
    let keys = public(&[&key]);
    let verified = |text: &str| SignedCheckpoint::parse(text)?.verify(&keys).cloned();
    assert_eq!(verified(&text), Ok(checkpoint));
    for changed in one_bit_off(&text) {
        assert!(verified(&changed).is_err(), "{changed}");
    }
}

#[test]
fn malformed_checkpoints_are_refused() {
    let root = empty_root().to_base64();
    let read = |text: &str| text.parse::<Checkpoint>();
    assert_eq!(read(&format!("o\n0\n{root}\n")), Checkpoint::new("o", 0, empty_root()));
    assert_eq!(read(&format!("o\n0\n{root}")), Err(CheckpointError::Lines));
    assert_eq!(read("o\n0\n"), Err(CheckpointError::Lines));
    assert_eq!(read(&format!("\n0\n{root}\n")), Err(CheckpointError::Origin));
    for size in ["", "00", "01", "+1", "-1", " 1", "1 ", "18446744073709551616", "0x1"] {
        assert_eq!(read(&format!("o\n{size}\n{root}\n")), Err(CheckpointError::Size), "{size}");
    }
    assert_eq!(read("o\n1\nAAAA\n"), Err(CheckpointError::Root));
    assert_eq!(read(&format!("o\n1\n{}\n", root.trim_end_matches('='))), Err(CheckpointError::Root));
    let other = Digest::of(b"other").to_base64();
    assert_eq!(read(&format!("o\n0\n{other}\n")), Err(CheckpointError::EmptyRoot));
    assert_eq!(read(&format!("o\n1\n{root}\n\n")), Err(CheckpointError::Extension));
    assert_eq!(read(&format!("o\n1\n{root}\na\tb\n")), Err(CheckpointError::Extension));
    let extended = format!("o\n18446744073709551615\n{root}\none\ntwo words\n");
    let kept = read(&extended).unwrap();
    assert_eq!((kept.extensions().len(), kept.to_string()), (2, extended));
}

#[test]
fn only_a_key_named_as_the_origin_signs_and_verifies() {
    let (log, witness) = (log_key(1), LogKey::from_seed("witness.example/w", [9; 32]).unwrap());
    let checkpoint = checkpoint(3);
    let other = CheckpointError::OtherName { origin: log.name().to_owned() };
    assert_eq!(SignedCheckpoint::sign(&checkpoint, &[&log, &witness]), Err(other.clone()));
    let mut signed = SignedCheckpoint::sign(&checkpoint, &[&log]).unwrap();
    let line = SignedNote::sign(&checkpoint.to_string(), &[&witness]).unwrap().signatures()[0].to_string();
    signed.add_signature_line(&line).unwrap();
    assert!(signed.add_signature_line("not a line").is_err());
    let read = SignedCheckpoint::parse(&signed.text()).unwrap();
    assert_eq!(read.verify(&public(&[&witness])), Err(other));
    assert_eq!(read.verify(&public(&[&log, &witness])), Ok(&checkpoint));
}

#[test]
fn a_new_key_takes_over_with_both_signatures() {
    let (old, new) = (log_key(1), log_key(2));
    let checkpoint = checkpoint(3);
    let both = SignedCheckpoint::sign(&checkpoint, &[&old, &new]).unwrap();
    let (old_public, new_public) = (old.verify_key(), new.verify_key());
    assert_eq!(both.verify(&public(&[&old])), Ok(&checkpoint));
    assert_eq!(both.verify(&public(&[&new])), Ok(&checkpoint));
    assert_eq!(both.verify_rotation(old_public, new_public), Ok(&checkpoint));
    let refused = Err(CheckpointError::Rotation { origin: old.name().to_owned() });
    assert_eq!(both.verify_rotation(old_public, old_public), refused);
    assert_eq!(both.verify_rotation(old_public, log_key(3).verify_key()), refused);
    let alone = SignedCheckpoint::sign(&checkpoint, &[&new]).unwrap();
    assert_eq!(alone.verify_rotation(old_public, new_public), refused);
}

fn proof(index: u64, size: u64, key: &LogKey) -> TlogProof {
    let checkpoint = SignedCheckpoint::sign(&checkpoint(size), &[key]).unwrap().text();
    let path = inclusion_proof(index, size, &tiles_of(size)).unwrap();
    TlogProof { extra: None, index, path, checkpoint }
}

#[test]
fn a_proof_verifies_and_no_changed_one_does() {
    let key = log_key(1);
    let (proof, keys) = (proof(2, 7, &key), public(&[&key]));
    let text = proof.to_string();
    assert_eq!(text.parse(), Ok(proof.clone()));
    assert_eq!(proof.verify(&entry(2), &keys), Ok(checkpoint(7)));
    assert!(matches!(proof.verify(&entry(3), &keys), Err(TlogProofError::Inclusion(_))));
    assert!(matches!(proof.verify(&entry(2), &public(&[&log_key(2)])), Err(TlogProofError::Checkpoint(_))));
    for changed in one_bit_off(&text) {
        let passes = changed.parse::<TlogProof>().is_ok_and(|proof| proof.verify(&entry(2), &keys).is_ok());
        assert!(!passes, "{changed}");
    }
    for at in 0..text.len() {
        assert!(!text.is_char_boundary(at) || text[..at].parse::<TlogProof>().is_err(), "cut at {at}");
    }
}

#[test]
fn malformed_proofs_are_refused() {
    let text = proof(1, 2, &log_key(1)).to_string();
    let refused = |from: &str, to: &str| text.replacen(from, to, 1).parse::<TlogProof>().unwrap_err();
    assert_eq!(refused("@v1", "@v2"), TlogProofError::Header);
    assert_eq!(refused("index 1", "extra AAAA\n"), TlogProofError::Index);
    assert_eq!(refused("index 1", "extra A\nindex 1"), TlogProofError::Extra);
    assert_eq!(refused("index 1", "extra\nindex 1"), TlogProofError::Extra);
    assert_eq!(refused("index 1", "extra AAAA\nextra AAAA\nindex 1"), TlogProofError::Index);
    assert_eq!(refused("index 1", "index 01"), TlogProofError::Index);
    assert_eq!(refused("index 1\n", "index 1\nAAAA\n"), TlogProofError::Path);
    let digest = format!("{}\n", empty_root().to_base64());
    assert_eq!(refused("index 1\n", &format!("index 1\n{}", digest.repeat(64))), TlogProofError::Path);
    assert_eq!("c2sp.org/tlog-proof@v1\n".parse::<TlogProof>(), Err(TlogProofError::NoCheckpoint));
    assert!(matches!(refused("\n\u{2014}", "\n\u{2013}"), TlogProofError::Checkpoint(_)));
    assert!(matches!("a".repeat((2 << 20) + 1).parse::<TlogProof>(), Err(TlogProofError::Length { .. })));
    for extra in [vec![], b"kept".to_vec()] {
        let proof = TlogProof { extra: Some(extra), ..text.parse().unwrap() };
        assert_eq!(proof.to_string().parse(), Ok(proof));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn notes_come_back_as_they_were(
        lines in prop::collection::vec("[^\\x00-\\x1f]{0,40}", 1..6),
        seeds in prop::collection::vec(1_u8..9, 1..5),
    ) {
        let text = lines.join("\n") + "\n";
        let keys: Vec<_> = seeds.iter().map(|seed| log_key(*seed)).collect();
        let signers: Vec<_> = keys.iter().collect();
        let note = SignedNote::sign(&text, &signers).unwrap();
        let read = SignedNote::parse(&note.to_string()).unwrap();
        prop_assert_eq!(&read, &note);
        prop_assert!(read.verified_by(&public(&signers)).is_ok());
    }

    #[test]
    fn checkpoints_and_keys_come_back_as_they_were(
        origin in "[a-zåäö0-9./-]{1,30}", size in 1_u64..,
        root in any::<[u8; 32]>(), seed in any::<[u8; 32]>(),
    ) {
        let key = LogKey::from_seed(&origin, seed).unwrap();
        prop_assert_eq!(&key.verify_key().to_string().parse::<VerifyKey>().unwrap(), key.verify_key());
        let checkpoint = Checkpoint::new(&origin, size, Digest::from_bytes(root)).unwrap();
        let signed = SignedCheckpoint::sign(&checkpoint, &[&key]).unwrap();
        let read = SignedCheckpoint::parse(&signed.text()).unwrap();
        prop_assert_eq!(&read, &signed);
        prop_assert_eq!(read.verify(&[key.verify_key().clone()]).unwrap(), &checkpoint);
    }

    #[test]
    fn no_text_makes_a_reader_panic_and_what_is_read_writes_back(text in any_text()) {
        if let Ok(note) = SignedNote::parse(&text) {
            prop_assert_eq!(note.to_string(), text.clone());
        }
        if let Ok(checkpoint) = SignedCheckpoint::parse(&text) {
            prop_assert_eq!(checkpoint.text(), text.clone());
        }
        if let Ok(proof) = text.parse::<TlogProof>() {
            prop_assert_eq!(proof.to_string(), text.clone());
        }
        if let Ok(key) = text.parse::<VerifyKey>() {
            prop_assert_eq!(key.to_string(), text);
        }
    }

    #[test]
    fn bundles_come_back_and_no_bytes_make_them_panic(
        entries in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..300), 0..20),
        bytes in any::<Vec<u8>>(),
    ) {
        let mut bundle = Vec::new();
        for entry in &entries {
            entry_bundle::push(&mut bundle, entry).unwrap();
        }
        let read: Vec<_> = entry_bundle::entries(&bundle).map(|entry| entry.unwrap().to_vec()).collect();
        prop_assert_eq!(&read, &entries);
        if let Some((_, cut)) = bundle.split_last() {
            let cut_off = entry_bundle::entries(cut).last().unwrap();
            let expected = entry_bundle::EntryBundleError::CutOff { entry: entries.len() - 1 };
            prop_assert_eq!(cut_off, Err(expected));
        }
        prop_assert!(entry_bundle::entries(&bytes).count() <= bytes.len());
    }
}

/// Arbitrary text, and well-formed text with a piece replaced by arbitrary text.
fn any_text() -> impl Strategy<Value = String> {
    let key = log_key(1);
    let mut witnessed = SignedCheckpoint::sign(&checkpoint(5), &[&key, &log_key(2)]).unwrap();
    witnessed.add_signature_line("\u{2014} witness.example/w AAAAAAA=").unwrap();
    let extra = TlogProof { extra: Some(b"extra".to_vec()), ..proof(3, 9, &key) }.to_string();
    let samples = [EXAMPLE_NOTE.to_owned(), EXAMPLE_KEY.to_owned(), witnessed.text(), extra];
    let piece = prop_oneof![any::<String>(), "[\n =+0-9A-Za-z\u{2014}]{0,8}"];
    let spoilt =
        (prop::sample::select(samples.to_vec()), any::<prop::sample::Index>(), 0_usize..8, piece.clone())
            .prop_map(|(sample, at, length, piece)| {
                let characters: Vec<char> = sample.chars().collect();
                let at = at.index(characters.len());
                let after = characters.len().min(at + length);
                characters[..at].iter().collect::<String>()
                    + &piece
                    + &characters[after..].iter().collect::<String>()
            });
    prop_oneof![piece, spoilt]
}

#[test]
fn an_entry_of_two_bytes_of_length_is_the_longest() {
    let mut bundle = Vec::new();
    entry_bundle::push(&mut bundle, &vec![7; entry_bundle::ENTRY_BYTES_MAX]).unwrap();
    let refused = entry_bundle::push(&mut bundle, &vec![7; entry_bundle::ENTRY_BYTES_MAX + 1]);
    assert_eq!(refused, Err(entry_bundle::EntryBundleError::TooLong { bytes: 65_536 }));
    assert_eq!(bundle.len(), 65_537);
}
