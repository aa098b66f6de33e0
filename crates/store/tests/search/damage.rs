//! An index that is missing, damaged or of another version is made anew, and never stops anybody.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use super::support::{ask, document, fill, numbers, open};

async fn filled(folder: &Path) {
    let all: Vec<_> = (1..=50).map(|number| document(number, &format!("Snö på väg {number}"))).collect();
    fill(&open(folder), &all, "mark").await;
}

fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut all: Vec<_> =
        std::fs::read_dir(folder.join("search")).unwrap().map(|entry| entry.unwrap().path()).collect();
    all.sort();
    all
}

#[tokio::test]
async fn a_whole_index_opens_again() {
    let folder = tempfile::tempdir().unwrap();
    filled(folder.path()).await;
    let index = open(folder.path());
    assert_eq!((index.was_unusable(), index.watermark().unwrap().as_deref()), (None, Some("mark")));
    assert_eq!(index.ask(&ask("väg")).unwrap().total, 50);
    let mode = std::fs::metadata(folder.path().join("search")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
}

#[tokio::test]
async fn every_file_that_is_damaged_or_gone_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    filled(folder.path()).await;
    let many = files(folder.path()).len();
    let mut noticed = 0;
    for number in 0..many {
        for way in 0..4 {
            let folder = tempfile::tempdir().unwrap();
            filled(folder.path()).await;
            // The order of the kinds of files is the same, their names are not.
            let mut all = files(folder.path());
            all.sort_by_key(|path| path.extension().map(std::ffi::OsStr::to_owned));
            let Some(file) = all.get(number) else { continue };
            let bytes = std::fs::read(file).unwrap();
            if bytes.is_empty() {
                continue;
            }
            match way {
                0 => std::fs::remove_file(file).unwrap(),
                1 => std::fs::write(file, &bytes[..bytes.len() / 2]).unwrap(),
                2 => std::fs::write(file, b"").unwrap(),
                _ => {
                    let mut bytes = bytes;
                    let middle = bytes.len() / 2;
                    bytes[middle] ^= 0x55;
                    std::fs::write(file, bytes).unwrap();
                }
            }
            let index = open(folder.path());
            // What is empty is filled from the beginning; what was whole in spite of it answers as before.
            match index.watermark().unwrap() {
                None => {
                    noticed += 1;
                    assert_eq!(index.documents(), 0);
                    filled(folder.path()).await;
                }
                Some(mark) => assert_eq!(mark, "mark"),
            }
            assert_eq!(
                numbers(&open(folder.path()).ask(&ask("väg")).unwrap()).len(),
                50,
                "{}",
                file.display()
            );
        }
    }
    assert!(noticed >= 20, "{noticed} of {many} files in four ways");
}

#[tokio::test]
async fn what_is_no_index_is_made_one() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("search")).unwrap();
    std::fs::write(folder.path().join("search/meta.json"), "{\"inte\": \"ett register\"}").unwrap();
    let index = open(folder.path());
    assert!(index.was_unusable().is_some());
    assert_eq!((index.documents(), index.watermark().unwrap()), (0, None));
    drop(index);
    assert_eq!(open(folder.path()).was_unusable(), None);
}

#[tokio::test]
async fn an_index_of_another_version_is_made_anew() {
    let folder = tempfile::tempdir().unwrap();
    filled(folder.path()).await;
    let meta = folder.path().join("search/meta.json");
    let text = std::fs::read_to_string(&meta).unwrap();
    assert!(text.contains("\\\"analyser\\\":"), "{text}");
    std::fs::write(&meta, text.replace("\\\"analyser\\\":", "\\\"analyser\\\":9")).unwrap();
    let index = open(folder.path());
    assert!(index.was_unusable().unwrap().contains("another version"));
    assert_eq!(index.documents(), 0);
}
