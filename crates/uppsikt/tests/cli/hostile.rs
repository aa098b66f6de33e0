//! Files of items that are not what they should be: the line is named, its content is not, nothing is kept.

use crate::program::Home;

const GOOD: &str = "{\"id\":1,\"text\":\"Bra rad\"}\n";

fn nested(depth: usize) -> String {
    format!("{{\"id\":2,\"text\":\"x\",\"more\":{}1{}}}", "[".repeat(depth), "]".repeat(depth))
}

#[test]
fn a_bad_line_is_named_and_nothing_is_kept() {
    let home = Home::begin();
    let before = home.size();
    let long = format!("{{\"id\":2,\"text\":\"{}\"}}", "hemligt ".repeat(256 * 1024));
    let cases: [(&str, &[u8], &str); 14] = [
        ("bad UTF-8", b"{\"id\":2,\"text\":\"hemligt \xff\"}", "inte UTF-8"),
        ("half a line", b"{\"id\":2,\"text\":\"hemligt", "inte giltig JSON"),
        ("two on a line", b"{\"id\":2,\"text\":\"hemligt\"}{\"id\":3,\"text\":\"y\"}", "inte giltig JSON"),
        ("deep nesting", nested(100_000).into_bytes().leak(), "inte giltig JSON"),
        ("two MiB", long.into_bytes().leak(), "längre än 1 MiB"),
        ("a list", b"[\"hemligt\"]", "inget JSON-objekt"),
        ("a number", b"17", "inget JSON-objekt"),
        ("no text", b"{\"id\":2,\"txt\":\"hemligt\"}", "fältet text"),
        ("text is a number", b"{\"id\":2,\"text\":17}", "fältet text"),
        ("no id", b"{\"text\":\"hemligt\"}", "fältet id"),
        ("an empty id", b"{\"id\":\"\",\"text\":\"hemligt\"}", "fältet id"),
        ("an id with NUL", b"{\"id\":\"a\\u0000b\",\"text\":\"hemligt\"}", "fältet id"),
        ("NUL bytes", b"\0\0\0\0", "inte giltig JSON"),
        ("a byte order mark", b"\xef\xbb\xbf{\"id\":2,\"text\":\"hemligt\"}", "inte giltig JSON"),
    ];
    for (name, line, why) in cases {
        let content = [GOOD.as_bytes(), GOOD.as_bytes(), line, b"\n", GOOD.as_bytes()].concat();
        let file = home.file("poster.ndjson", content);
        let told = home.run(&["record", &file]).ended(2);
        assert!(told.err.starts_with("Rad 3: ") && told.err.contains(why), "{name}: {}", told.err);
        assert!(
            told.err.contains("Inget ur filen har sparats") && !told.err.contains("hemligt"),
            "{name}: {}",
            told.err
        );
        assert!(told.out.is_empty() && told.err.len() < 1_000, "{name}");
    }
    assert_eq!(home.size(), before);
}

#[test]
fn one_bad_file_keeps_the_others_out_too() {
    let home = Home::begin();
    let before = home.size();
    let (good, bad) = (home.file("bra.ndjson", GOOD), home.file("fel.ndjson", "{}\n"));
    let brev = home.file("brev.txt", "Hej.");
    home.run(&["record", &brev, &good, &bad]).ended(2).says(&["Rad 1"]);
    assert_eq!(home.size(), before);
}

#[test]
fn odd_but_whole_lines_are_kept() {
    let home = Home::begin();
    let full = format!("{{\"id\":5,\"text\":\"{}\"}}\n", "x".repeat(1024 * 1024 - 20));
    let content = [
        "{\"id\":1,\"text\":\"Samma id\"}\n",
        "{\"id\":1,\"text\":\"Samma id\"}\n",
        "{\"id\":2,\"text\":\"med \\u0000 i\"}\n",
        &nested(100),
        "\n",
        &full,
    ];
    let told = home.run(&["--json", "record", &home.file("poster.ndjson", content.concat())]).done().json();
    let items = told["items"].as_array().unwrap();
    assert_eq!(items.len(), 5);
    assert_ne!(items[0]["item"], items[1]["item"], "an id of theirs says nothing about which handling it is");
    assert_eq!(home.size()[2], 5);
}

#[test]
fn an_empty_file_of_items_has_no_items() {
    let home = Home::begin();
    let before = home.size();
    for content in ["", "\n\n\r\n"] {
        let told = home.run(&["--json", "record", &home.file("poster.ndjson", content)]).done();
        assert_eq!(told.json()["items"], serde_json::json!([]));
    }
    assert_eq!(home.size(), before);
}
