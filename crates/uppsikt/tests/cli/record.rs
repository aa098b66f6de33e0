//! `record`: files of any size, and files of many items.

use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use crate::program::{Home, Told};

/// Items of the large file; a debug build must be done with them in a minute.
const ITEMS: usize = 20_000;
/// The large file, all holes: larger than the memory it may take, and no larger than an unoptimised build is done with.
const LARGE_BYTES: u64 = 160 << 20;
/// A file of any size is kept in this much memory.
const MEMORY_KIB_MAX: u64 = 100 * 1024;

#[test]
fn a_file_is_kept_byte_for_byte() {
    let home = Home::begin();
    let content: Vec<u8> = (0..=255).cycle().take(200_000).collect();
    let file = home.file("bild.png", &content);
    let empty = home.file("tom.txt", "");
    let told = home.run(&["--json", "record", &file, &empty]).done().json();
    let items = told["items"].as_array().unwrap();
    assert_eq!((items.len(), &items[0]["id"], &items[1]["id"]), (2, &"bild.png".into(), &"tom.txt".into()));
    let bundle = home.run(&["prove", items[0]["item"].as_str().unwrap()]).done().bytes;
    let report = uppsikt_ledger::verify_bundle(&bundle, &[]).unwrap();
    assert_eq!(report.versions[0].content_bytes, 200_000);
    home.run(&["show"]).done().says(&["image/png, 200000 byte", "text/plain, 0 byte"]);
    // Handed in twice, it is two handlings: nothing is compared with what is there.
    home.run(&["record", &file]).done();
    assert_eq!(home.size()[2], 3);
}

#[test]
fn what_cannot_be_read_leaves_the_rest_unrecorded() {
    let home = Home::begin();
    let before = home.size();
    let brev = home.file("brev.txt", "Hej.");
    home.run(&["record", &brev, &home.path("saknas.txt")]).ended(4).says(&["saknas.txt"]);
    home.run(&["record", &brev, home.data().to_str().unwrap()]).ended(4);
    assert_eq!(home.size(), before);
}

#[test]
fn many_small_items_are_kept_in_reasonable_time() {
    let home = Home::begin();
    let lines: Vec<String> =
        (0..ITEMS).map(|n| format!("{{\"id\":{n},\"text\":\"Kommentar {n}\"}}\n")).collect();
    let file = home.file("poster.ndjson", lines.concat());
    let begun = Instant::now();
    let told = home.run(&["--json", "record", &file]).done();
    let took = begun.elapsed();
    eprintln!("{ITEMS} items in {took:?}");
    assert!(took < Duration::from_secs(60), "{took:?}");
    assert_eq!(told.json()["items"].as_array().unwrap().len(), ITEMS);
    assert!(told.err.contains("10000 poster sparade") && !told.err.contains("fel"), "{}", told.err);
    assert_eq!(home.size()[2], ITEMS as u64);
}

#[test]
fn the_lines_of_a_file_are_kept_as_they_are() {
    let home = Home::begin();
    // Blank lines are no items; a last line without an end is one; spaces within belong to the item.
    let file = home.file(
        "poster.ndjson",
        "{ \"id\":\"a\",\"text\":\"Åsa\", \"extra\":[1] }\r\n\n{\"id\":7,\"text\":\"\"}",
    );
    let told = home.run(&["record", &file]).done();
    let (first, second) = told.out.trim_end().split_once('\n').unwrap();
    let id = first.split("  ").next().unwrap();
    assert!(first.ends_with("  a") && second.ends_with("  7"), "{}", told.out);
    home.run(&["show", id]).done().says(&["{ \"id\":\"a\",\"text\":\"Åsa\", \"extra\":[1] }"]);
    assert_eq!(home.size()[2], 2);
}

#[test]
fn a_large_file_is_kept_in_little_memory() {
    let home = Home::begin();
    let path = home.beside("stor.bin");
    std::fs::File::create(&path).unwrap().set_len(LARGE_BYTES).unwrap();
    let begun = Instant::now();
    let mut command = home.command(&["--json", "record", path.to_str().unwrap()]);
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let (told, memory_kib) = watched(child);
    let told = told.done();
    eprintln!("{LARGE_BYTES} bytes in {:?} and {memory_kib} KiB", begun.elapsed());
    assert!((1..MEMORY_KIB_MAX).contains(&memory_kib), "{memory_kib} KiB");
    assert_eq!(told.json()["items"].as_array().unwrap().len(), 1);
    home.run(&["show"]).done().says(&[&format!("{LARGE_BYTES} byte")]);
}

/// Waits for the program, and says how much memory it ever had.
fn watched(mut child: Child) -> (Told, u64) {
    let status = format!("/proc/{}/status", child.id());
    let mut most_kib = 0;
    while child.try_wait().unwrap().is_none() {
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let peak = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let peak = peak.and_then(|peak| peak.trim().trim_end_matches(" kB").parse().ok());
        most_kib = most_kib.max(peak.unwrap_or(0));
        std::thread::sleep(Duration::from_millis(20));
    }
    (Told::of(child.wait_with_output().unwrap()), most_kib)
}
