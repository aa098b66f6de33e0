//! `Sealed` and `WrittenNote`: made by a proof and by nothing else.

use crate::support::{ORIGIN, entry, key, object, prove, trusted, uuid};
use uppsikt_ledger::{LogKey, Salt, SealError, Sealed, TlogProof, VerifyKey, WrittenNote, WrittenNoteError};

const TEXT: &str = "Den 22 november kl. 9.00 sågs en bild på kontot.\n\tDen är inte kopierad.";

fn salt() -> Salt {
    Salt::new([5; 32])
}

/// Five entries, of which number 3 (index 2) commits to `text`.
fn log(text: &str) -> (Vec<Vec<u8>>, Vec<TlogProof>, Vec<VerifyKey>) {
    let content = |n| if n == 3 { text.as_bytes() } else { b"other".as_slice() };
    let entries: Vec<_> = (1..=5).map(|n| entry(n, &salt(), content(n)).to_bytes().unwrap()).collect();
    let proofs = prove(&entries, &[&key(1)]);
    (entries, proofs, trusted(&key(1)))
}

fn seal(text: &str) -> Sealed {
    let (entries, proofs, keys) = log(text);
    Sealed::verify(&entries[2], &proofs[2], &keys, object(1_003)).unwrap()
}

#[test]
fn a_proof_seals_what_the_entry_recorded() {
    let sealed = seal(TEXT);
    assert_eq!((sealed.object(), sealed.item(), sealed.version()), (object(1_003), uuid(1), 3));
    assert_eq!((sealed.index(), sealed.checkpoint().size(), sealed.checkpoint().origin()), (2, 5, ORIGIN));
    assert_eq!(sealed.recorded_at(), entry(3, &salt(), b"").at);
    assert!(sealed.opens(&salt(), TEXT.as_bytes()));
    assert!(!sealed.opens(&salt(), b"other") && !sealed.opens(&Salt::new([6; 32]), TEXT.as_bytes()));
}

#[test]
fn nothing_is_sealed_without_its_own_proof_and_a_known_key() {
    let (entries, proofs, keys) = log(TEXT);
    let renamed = LogKey::from_seed("annan.example/logg", [1; 32]).unwrap();
    let tries = [
        (&entries[1], &proofs[2], keys.clone()),
        (&entries[2], &proofs[1], keys.clone()),
        (&entries[2], &proofs[2], vec![]),
        (&entries[2], &proofs[2], trusted(&key(2))),
        (&entries[2], &proofs[2], trusted(&renamed)),
    ];
    for (at, (entry, proof, keys)) in tries.into_iter().enumerate() {
        let found = Sealed::verify(entry, proof, &keys, object(1_003));
        assert!(matches!(found, Err(SealError::Proof(_))), "try {at}");
    }
    let other = Sealed::verify(&entries[2], &proofs[2], &keys, object(1_002));
    assert!(matches!(other, Err(SealError::OtherObject { object: id }) if id == object(1_002)));
}

#[test]
fn what_stands_in_the_log_must_be_an_entry() {
    let entries = vec![b"{}".to_vec()];
    let proofs = prove(&entries, &[&key(1)]);
    let found = Sealed::verify(&entries[0], &proofs[0], &trusted(&key(1)), object(1));
    assert!(matches!(found, Err(SealError::Entry(_))));
}

#[test]
fn after_a_change_of_key_either_key_verifies() {
    let entries = vec![entry(1, &salt(), b"x").to_bytes().unwrap()];
    let proofs = prove(&entries, &[&key(1), &key(2)]);
    for known in [key(1), key(2)] {
        assert!(Sealed::verify(&entries[0], &proofs[0], &trusted(&known), object(1_001)).is_ok());
    }
}

#[test]
fn a_written_note_is_the_sealed_text() {
    let note = WrittenNote::verify(seal(TEXT), &salt(), TEXT).unwrap();
    assert_eq!((note.text(), note.sealed().version()), (TEXT, 3));
    assert!(!format!("{note:?}").contains("bild"));
    let other = WrittenNote::verify(seal(TEXT), &salt(), "Något annat.");
    assert_eq!(other, Err(WrittenNoteError::NotSealed));
    assert_eq!(WrittenNote::verify(seal(TEXT), &Salt::new([6; 32]), TEXT), Err(WrittenNoteError::NotSealed));
}

#[test]
fn a_written_note_is_text_that_a_person_wrote() {
    let cases = [
        (String::new(), Err(WrittenNoteError::Empty)),
        (" \n\t".to_owned(), Err(WrittenNoteError::Empty)),
        ("å".repeat(20_000), Ok(())),
        ("å".repeat(20_001), Err(WrittenNoteError::TooLong)),
        ("rad\r\n".to_owned(), Err(WrittenNoteError::ControlCharacter)),
        ("\u{0}".to_owned(), Err(WrittenNoteError::ControlCharacter)),
        ("x\u{85}".to_owned(), Err(WrittenNoteError::ControlCharacter)),
    ];
    for (text, expected) in cases {
        // Sealed or not: what is no note does not become one by being sealed.
        let found = WrittenNote::verify(seal(&text), &salt(), &text).map(drop);
        assert_eq!(found, expected, "{} characters", text.chars().count());
    }
}
