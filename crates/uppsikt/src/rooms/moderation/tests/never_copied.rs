//! What must never be copied: described in words, and every copy destroyed.

use std::path::{Path, PathBuf};

use uppsikt_guideline::ContentClass;
use uppsikt_store::StoreError;

use super::bench::{carry_out, commented, decide, removal, story};
use crate::rooms::capture::Presence;
use crate::rooms::capture::tests::house::House;
use crate::rooms::capture::tests::on_both;
use crate::rooms::moderation::{DecisionState, NewDecision};

on_both!(no_copy_is_left_and_no_new_one_is_made);

const CRIME: (ContentClass, &str) = (ContentClass::ChildSexualAbuseImage, "law child-sexual-abuse-image");

/// Every file that lies in the folder, however deep.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(files(&path));
        } else {
            all.push(path);
        }
    }
    all
}

/// Whether any file in the folder holds these bytes.
fn holds(folder: &Path, needle: &[u8]) -> bool {
    files(folder)
        .into_iter()
        .filter_map(|path| std::fs::read(path).ok())
        .any(|bytes| bytes.windows(needle.len()).any(|window| window == needle))
}

/// A picture of so many bytes that no other file holds.
fn picture(bytes: usize, seed: u8) -> Vec<u8> {
    let mut last = u32::from(seed) + 1;
    let next = std::iter::from_fn(move || {
        last = last.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        Some(last.to_be_bytes()[0])
    });
    next.take(bytes).collect()
}

async fn no_copy_is_left_and_no_new_one_is_made(house: House) {
    let (comment, item) = commented(&house, "En bild som ingen får ha: 7f3a9c51e2.").await;
    // A small one lies in the database, a large one in a file of its own.
    let (small, large) = (picture(2_000, 1), picture(900_000, 2));
    house.fake.attach(&comment, "liten.png", None, small.clone());
    house.fake.attach(&comment, "stor.png", None, large.clone());
    let report = house.pass().await;
    assert_eq!(report.media, 2);
    let ciphertext = house.ciphertext(item).await;
    let (folder, on_disk) = (house.place.settings.folder.clone(), house.is_sqlite());
    assert!(!on_disk || holds(&folder, &ciphertext), "the copy lies there before");
    let pictures = house.pictures(item).await;
    assert_eq!(pictures.len(), 2);
    let mut written: Vec<Vec<u8>> = Vec::new();
    for object in &pictures {
        let bytes = house.reader().await.ciphertext(*object).await.unwrap();
        written.push(bytes.into_iter().take(64).collect());
    }
    let blobs = files(&folder).into_iter().filter(|path| path.to_string_lossy().contains("objects"));
    assert!(blobs.count() > 0, "the large picture is a file");
    let words = "En bild som skildrar övergrepp mot ett barn, i ett svar på inlägget om simhallen.";
    let new = NewDecision { note: words.to_owned(), ..removal(item, CRIME.0, CRIME.1) };
    let decision = decide(&house, new).await;
    assert_eq!(carry_out(&house, &decision).await, DecisionState::Stuck, "the police are a person's errand");
    let codes: Vec<String> = story(&house, decision.id).await.into_iter().map(|(step, _)| step).collect();
    assert!(
        codes.contains(&"written-note".to_owned()) && codes.contains(&"purge-copies".to_owned()),
        "{codes:?}"
    );
    assert_eq!(house.fake.done()[0].0, "delete", "the platform's own bin would be a copy");
    assert!(!holds(&folder, &ciphertext), "the ciphertext is overwritten");
    assert!(!holds(&folder, "7f3a9c51e2".as_bytes()));
    for bytes in [&small[..64], &large[..64], &large[500_000..500_064]] {
        assert!(!holds(&folder, bytes), "plain bytes of a picture lie in the folder");
    }
    for bytes in written.iter().filter(|bytes| !bytes.is_empty()) {
        assert!(!holds(&folder, bytes), "encrypted bytes of a picture lie in the folder");
    }
    for object in pictures {
        assert!(matches!(house.reader().await.content(object).await, Err(StoreError::Disposed)));
    }
    let blobs = files(&folder).into_iter().filter(|path| path.to_string_lossy().contains("objects"));
    assert_eq!(blobs.count(), 0, "the file is gone");
    // The note is kept, and opens.
    let note = house.reader().await.content(decision.note).await.unwrap();
    assert_eq!(note, words.as_bytes());
    assert_eq!(house.story(&comment).await, [Presence::Shown, Presence::Shown, Presence::Gone]);
    // Should it be shown again, nothing of it is kept.
    house.pass().await;
    assert_eq!(house.texts(&comment).await, [None, None, None]);
    house.finish().await;
}
