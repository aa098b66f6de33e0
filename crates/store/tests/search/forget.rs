//! What was taken out is in no file any more.

use std::path::Path;

use super::support::{ask, document, fill, id, open, organisation};

/// Whether any file of the index holds these bytes.
fn holds(folder: &Path, word: &str) -> bool {
    std::fs::read_dir(folder.join("search")).unwrap().any(|entry| {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        bytes.windows(word.len()).any(|part| part == word.as_bytes())
    })
}

#[tokio::test]
async fn the_words_of_what_is_swept_are_in_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let index = open(folder.path());
    let mut all: Vec<_> =
        (1..=200).map(|number| document(number, &format!("Vanlig text nummer {number}"))).collect();
    all[99] = document(100, "Xylofonhemlighet som ingen fick skriva, av Kvittenberg");
    for (at, part) in all.chunks(40).enumerate() {
        fill(&index, part, &at.to_string()).await;
    }
    let is_held =
        || index.holds_word("xylofonhemlighet").unwrap() || index.holds_word("kvittenberg").unwrap();
    assert!(is_held());
    // Somebody reads while it happens; the file goes when the reading ends.
    assert_eq!(index.ask(&ask("xylofonhemlighet")).unwrap().total, 1);
    let writer = index.writer().await.unwrap();
    writer.remove(organisation(1), id(100)).unwrap();
    let writer = writer.commit("mark").await.unwrap();
    assert!(is_held(), "taken out is not yet swept away");
    let (writer, is_clean) = writer.sweep().await.unwrap();
    writer.finish().await.unwrap();
    assert!(is_clean);
    assert!(!is_held());
    for word in ["xylofonhemlig", "Xylofonhemlig", "kvittenberg", "Kvittenberg"] {
        assert!(!holds(folder.path(), word), "{word}");
    }
    assert_eq!(index.ask(&ask("xylofonhemlighet")).unwrap().total, 0);
    assert_eq!(
        (index.ask(&ask("vanlig")).unwrap().total, index.watermark().unwrap().as_deref()),
        (199, Some("mark"))
    );
    let again = open(folder.path());
    assert_eq!((again.was_unusable(), again.documents()), (None, 199));
}

#[tokio::test]
async fn no_text_is_stored_only_words() {
    let folder = tempfile::tempdir().unwrap();
    fill(&open(folder.path()), &[document(1, "Grannens katt sover på taket")], "1").await;
    assert!(!holds(folder.path(), "Grannens") && !holds(folder.path(), "katt sover"));
}
