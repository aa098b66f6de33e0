//! Bringing in large and harmful files, through the public door.
//!
//! `UPPSIKT_TEST_WXR` may name the export of a real WordPress; it is only read.

#![expect(clippy::unwrap_used, reason = "a test")]

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use bytes::Bytes;
use uppsikt_platform::imports::{NDJSON_ITEM, WXR_ITEM, archive, ndjson, wxr};
use uppsikt_platform::{ItemKind, PlatformKind, ReadPage, parse_kept};

/// Megabytes of the large files.
const LARGE_BYTES: usize = 50 * 1000 * 1000;

/// Far more than linear work takes, also unoptimised on a busy machine; quadratic work would take hours.
const PATIENCE: Duration = Duration::from_secs(120);

/// Every slice lies in order in its page, and means the same kind of item when it is read again.
fn is_well_cut(pages: &[ReadPage], media_type: &str) -> usize {
    let mut count = 0;
    for (number, page) in pages.iter().enumerate() {
        assert_eq!((page.media_type, page.next.is_none()), (media_type, number + 1 == pages.len()));
        assert!(page.items.len() + page.quarantined.len() <= 500);
        let mut ranges: Vec<_> = page.items.iter().map(|read| read.range.clone()).collect();
        ranges.extend(page.quarantined.iter().map(|bad| bad.range.clone()));
        ranges.sort_by_key(|range| range.start);
        assert!(ranges.windows(2).all(|two| two[0].end <= two[1].start));
        assert!(ranges.last().is_none_or(|last| last.end <= page.bytes.len()));
        // One of each page is enough: reading is tried closely elsewhere.
        if let Some(read) = page.items.first() {
            let slice = &page.bytes[read.range.clone()];
            let kept = parse_kept(PlatformKind::Other, read.item.kind, media_type, slice).unwrap();
            assert_eq!((kept.native_id, kept.text), (read.item.native_id.clone(), read.item.text.clone()));
        }
        count += page.items.len();
    }
    count
}

#[test]
fn fifty_megabytes_of_lines_are_read_in_linear_time() {
    let mut file = String::with_capacity(LARGE_BYTES + 4096);
    let text = "Hur länge är vattnet avstängt på Storgatan? ".repeat(20);
    let mut lines = 0;
    while file.len() < LARGE_BYTES {
        let account = lines % 3;
        writeln!(
            file,
            r#"{{"type":"item","account":"a{account}","id":"c{lines}","kind":"comment","parent":"c{}","author":"Åsa","text":"{text}","published_at":"2026-03-01T08:00:00Z"}}"#,
            lines / 2
        )
        .unwrap();
        lines += 1;
    }
    let begun = Instant::now();
    let import = ndjson::read(file.as_bytes()).unwrap();
    let took = begun.elapsed();
    eprintln!("{} MB of lines, {lines} items: {took:?}", file.len() / 1_000_000);
    assert!(took < PATIENCE, "{took:?}");
    assert_eq!((import.pages_by_account.len(), import.problems_total), (3, 0));
    let counts: Vec<usize> =
        import.pages_by_account.values().map(|pages| is_well_cut(pages, NDJSON_ITEM)).collect();
    assert_eq!(counts.iter().sum::<usize>(), lines);
}

const WXR_HEAD: &str = "<rss version=\"2.0\" xmlns:wp=\"http://wordpress.org/export/1.2/\"><channel>\n";

fn wxr_post(id: usize, text: &str, comments: usize) -> String {
    let mut post = format!(
        "<item><title>Rubrik</title><content:encoded><![CDATA[{text}]]></content:encoded><wp:post_id>{id}</wp:post_id><wp:post_date_gmt>2026-03-01 08:00:00</wp:post_date_gmt><wp:status>publish</wp:status><wp:post_type>post</wp:post_type>\n"
    );
    for number in 0..comments {
        let comment = id * 1000 + number;
        writeln!(post, "<wp:comment><wp:comment_id>{comment}</wp:comment_id>").unwrap();
        writeln!(post, "<wp:comment_date_gmt>2026-03-01 08:00:00</wp:comment_date_gmt>").unwrap();
        writeln!(post, "<wp:comment_content><![CDATA[{text}]]></wp:comment_content>").unwrap();
        writeln!(post, "<wp:comment_approved>1</wp:comment_approved></wp:comment>").unwrap();
    }
    post + "</item>\n"
}

#[test]
fn fifty_megabytes_of_export_are_read_in_linear_time() {
    let text = "Hur länge är vattnet avstängt på Storgatan? ".repeat(20);
    let mut file = WXR_HEAD.to_owned();
    let mut posts = 0;
    while file.len() < LARGE_BYTES {
        posts += 1;
        file.push_str(&wxr_post(posts, &text, 20));
    }
    file.push_str("</channel></rss>");
    let begun = Instant::now();
    let import = wxr::read(file.as_bytes()).unwrap();
    let took = begun.elapsed();
    eprintln!("{} MB of export, {posts} posts: {took:?}", file.len() / 1_000_000);
    assert!(took < PATIENCE, "{took:?}");
    assert_eq!(import.problems_total, 0);
    assert_eq!(is_well_cut(&import.pages, WXR_ITEM), posts * 21);
    // Broken in a great many places, it is given up in reasonable time.
    let broken = file.replace("]]></content:encoded>", "</content:encoded>");
    let begun = Instant::now();
    let import = wxr::read(broken.as_bytes()).unwrap();
    assert!(import.problems_total > 0 && begun.elapsed() < PATIENCE, "{:?}", begun.elapsed());
}

#[test]
fn a_comment_of_a_megabyte_is_an_item() {
    let text = "å".repeat(500_000);
    let line = format!(
        r#"{{"type":"item","account":"a","id":"1","kind":"comment","text":"{text}","published_at":"2026-03-01T08:00:00Z"}}"#
    );
    assert_eq!(ndjson::read(line.as_bytes()).unwrap().pages_by_account["a"][0].items[0].item.text, text);
    let export = format!("{WXR_HEAD}{}</channel></rss>", wxr_post(1, &text, 1));
    let import = wxr::read(export.as_bytes()).unwrap();
    assert_eq!(import.pages[0].items[1].item.text, text);
}

#[test]
fn the_wrong_file_is_refused_by_each_reader() {
    let lines = b"{\"type\":\"item\"}".as_slice();
    assert!(wxr::read(lines).is_err());
    assert!(ndjson::read(WXR_HEAD.as_bytes()).is_err());
    assert!(archive::from_bytes(Bytes::from_static(lines)).is_err());
    assert!(parse_kept(PlatformKind::Facebook, ItemKind::Post, NDJSON_ITEM, WXR_HEAD.as_bytes()).is_err());
    assert!(parse_kept(PlatformKind::Facebook, ItemKind::Post, WXR_ITEM, lines).is_err());
    assert!(parse_kept(PlatformKind::Facebook, ItemKind::Post, "text/plain", lines).is_err());
}

#[test]
fn the_export_of_a_real_site_is_read() {
    let Ok(path) = std::env::var("UPPSIKT_TEST_WXR") else {
        eprintln!("left out: UPPSIKT_TEST_WXR names no export");
        return;
    };
    let bytes = std::fs::read(path).unwrap();
    let import = wxr::read(&bytes).unwrap();
    let items = is_well_cut(&import.pages, WXR_ITEM);
    eprintln!("{items} items, {} left out, {} problems", import.left_out, import.problems_total);
    assert!(items > 0 && import.site_address.is_some());
    assert_eq!(import.problems_total, 0, "{:?}", import.problems);
}
