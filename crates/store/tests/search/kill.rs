//! A process that is killed in the middle of writing leaves an index that opens and is filled to the same answers.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use uppsikt_store::search::Document;

use super::support::{ask, document, numbers, open};

const DOCUMENTS: u128 = 3_000;
/// Documents in a commit.
const BATCH: usize = 100;
/// Says to the child in which folder it writes.
const FOLDER: &str = "UPPSIKT_TEST_SEARCH_FOLDER";

fn documents() -> Vec<Document> {
    let texts = ["Snöröjningen på Ängsgatan", "När öppnar simhallen", "Bussen kom inte", "Tack för hjälpen"];
    (0..DOCUMENTS)
        .map(|number| {
            let text = texts[usize::try_from(number).unwrap() % texts.len()];
            document(number, &format!("{text}, nummer {number} och kvarter {}", number % 37))
        })
        .collect()
}

/// Goes on from the watermark to the end.
async fn go_on(folder: &Path) {
    let index = open(folder);
    let done: usize = index.watermark().unwrap().map_or(0, |mark| mark.parse().unwrap());
    let all = documents();
    let mut writer = index.writer().await.unwrap();
    for (at, part) in all.chunks(BATCH).enumerate().skip(done / BATCH) {
        for document in part {
            writer.put(document).unwrap();
        }
        writer = writer.commit(&((at + 1) * BATCH).to_string()).await.unwrap();
    }
    writer.finish().await.unwrap();
}

/// The child: writes until it is killed. Nothing at all where no folder is named.
#[tokio::test]
async fn child_writes_until_it_is_killed() {
    if let Some(folder) = std::env::var_os(FOLDER) {
        go_on(Path::new(&folder)).await;
    }
}

#[tokio::test]
async fn killed_again_and_again_it_comes_to_the_same_answers() {
    let whole = tempfile::tempdir().unwrap();
    go_on(whole.path()).await;
    let folder = tempfile::tempdir().unwrap();
    let mut marks = Vec::new();
    for wait in [20, 90, 40, 150, 70, 230, 110, 60] {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "kill::child_writes_until_it_is_killed"])
            .env(FOLDER, folder.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(wait));
        // On Unix this is SIGKILL.
        child.kill().unwrap();
        child.wait().unwrap();
        let index = open(folder.path());
        assert_eq!(index.was_unusable(), None, "a commit is whole or not there");
        let done: u64 = index.watermark().unwrap().map_or(0, |mark| mark.parse().unwrap());
        assert_eq!(index.documents(), done, "watermark and documents never differ");
        marks.push(done);
    }
    assert!(marks.is_sorted(), "{marks:?}");
    go_on(folder.path()).await;
    for words in
        ["röjning", "simhallen", "\"kom inte\"", "nummer 17", "kvarter -buss", "tack*", "ängsgatan 1996", ""]
    {
        let (one, other) =
            (open(whole.path()).ask(&ask(words)).unwrap(), open(folder.path()).ask(&ask(words)).unwrap());
        assert_eq!(
            (numbers(&one), one.total, &one.months),
            (numbers(&other), other.total, &other.months),
            "{words}"
        );
        assert!(one.total > 0, "{words}");
    }
}
