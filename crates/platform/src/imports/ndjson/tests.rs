//! Tables of lines, good and bad.

use super::*;
use crate::imports::Why;
use crate::item::{Item, ItemKind, Media, NativeRef};
use crate::page::QuarantineReason;
use uppsikt_kernel::Micros;

fn line(id: &str, more: &str) -> String {
    format!(
        r#"{{"type":"item","account":"fb","id":"{id}","kind":"comment","text":"Hej","published_at":"2026-03-01T08:00:00+01:00"{more}}}"#
    )
}

fn whys(import: &Import) -> Vec<(usize, Why)> {
    import.problems.iter().map(|problem| (problem.line, problem.why)).collect()
}

fn items(import: &Import) -> Vec<&Item> {
    import.pages_by_account.values().flatten().flat_map(|page| &page.items).map(|read| &read.item).collect()
}

#[test]
fn every_sort_of_line_is_read() {
    let file = r#"{"type":"account","id":"fb","name":"Lindholms kommun","platform":"facebook","address":"https://www.example.org/lindholm","authority":"Kommunstyrelsen","started_on":"2019-03-01","purpose":"Nyheter","practice":false}
{"type":"item","account":"fb","id":"p1","kind":"post","own":true,"title":"Badet","text":"Badet öppnar.\nVälkomna","published_at":"2026-03-01T08:00:00+01:00","edited_at":"2026-03-02T08:00:00Z","address":"https://www.example.org/p1","language":"sv","media":[{"file":"bilder/x.png","alt":"En brygga","media_type":"image/png"}]}

{"type":"item","account":"fb","id":"c1","kind":"comment","parent":"p1","author":"Åsa","author_id":"u1","text":"När?","published_at":"2026-03-01T09:00:00+01:00","state":"hidden","okänt":1}
{"type":"registration","account":"fb","number":"KS 2025/12","items":["c1"],"registered_on":"2025-04-02","description":"Fråga","direction":"in","secrecy":{"provision":"OSL 26 kap. 1 §","date":"2025-04-02"}}
{"type":"decision","account":"fb","item":"c1","measure":"hide","ground":"hot","decided_on":"2025-04-02","by":"Kommunikatör","note":"Polisanmält"}
"#;
    let import = read(file.as_bytes()).unwrap();
    assert_eq!(whys(&import), []);
    assert_eq!((import.accounts[0].platform, import.accounts[0].line), (crate::PlatformKind::Facebook, 1));
    let secrecy = import.registrations[0].secrecy.as_ref().unwrap();
    assert_eq!((secrecy.provision.as_str(), import.registrations[0].line), ("OSL 26 kap. 1 §", 5));
    assert_eq!(import.registrations[0].direction, Some(Direction::Received));
    assert_eq!(import.decisions[0].measure, DecidedMeasure::Hide);
    let [post, comment] = items(&import)[..] else { panic!() };
    assert_eq!(post.text, "Badet\n\nBadet öppnar.\nVälkomna");
    assert_eq!(post.published_at.to_string(), "2026-03-01T07:00:00Z");
    assert_eq!(
        (post.media[0].source.as_str(), post.media[0].alt.as_deref()),
        ("bilder/x.png", Some("En brygga"))
    );
    assert_eq!(comment.parent, Some(NativeRef { kind: ItemKind::Post, id: "p1".into() }));
    assert_eq!((comment.state.as_str(), comment.is_shown, comment.own), ("hidden", false, false));
    let debug = format!("{import:?}");
    for content in ["Åsa", "När", "Polisanmält", "Fråga", "Nyheter", "brygga"] {
        assert!(!debug.contains(content), "{content}");
    }
}

#[test]
fn slices_are_the_lines_and_read_again_to_the_same_content() {
    let file = format!(
        "\u{feff}{}\r\n  {}  \n{}",
        line("1", ""),
        line("2", r#","parent":"1","parent_kind":"comment""#),
        line("3", "")
    );
    let import = read(file.as_bytes()).unwrap();
    let page = &import.pages_by_account["fb"][0];
    assert_eq!((page.media_type, page.total, page.next.is_none()), (NDJSON_ITEM, Some(3), true));
    let mut end = 0;
    for read in &page.items {
        let slice = &page.bytes[read.range.clone()];
        assert!(read.range.start >= end && file.as_bytes().windows(slice.len()).any(|part| part == slice));
        let kept =
            crate::parse_kept(crate::PlatformKind::Facebook, read.item.kind, NDJSON_ITEM, slice).unwrap();
        assert_eq!(kept.content_key(), read.item.content_key());
        end = read.range.end;
    }
}

#[test]
fn a_malformed_line_stops_nothing() {
    use QuarantineReason::{NotText, Time, TooLong};
    let long = line("l", &format!(r#","title":"{}""#, "å".repeat(800_000)));
    let endless = line("e", &format!(r#","title":"{}""#, "x".repeat(2_000_000)));
    let cases: Vec<(Vec<u8>, Option<Why>)> = vec![
        (line("1", "").into_bytes(), None),
        (line("2", r#","edited_at":"9999-01-01T00:00:00Z""#).into_bytes(), Some(Why::Quarantined(Time))),
        (line("3", "").replace("2026-03-01T08:00:00+01:00", "2026-03-01T08:00:00").into_bytes(), Some(Why::Quarantined(Time))),
        (line("4", "").replace("2026", "1970").into_bytes(), Some(Why::Quarantined(Time))),
        (line("5", "").replace("Hej", "H\u{1}").into_bytes().into_iter().map(|b| if b == 1 { 0xc3 } else { b }).collect(), Some(Why::Quarantined(NotText))),
        (long.into_bytes(), Some(Why::Quarantined(TooLong))),
        (endless.into_bytes(), Some(Why::Quarantined(TooLong))),
        (line("1", "").into_bytes(), Some(Why::Duplicate { first_line: 1 })),
        (b"{\"type\":\"poll\",\"account\":\"fb\"}".to_vec(), Some(Why::Type)),
        (b"{\"type\":\"account\",\"id\":\"fb\",\"name\":\"x\",\"platform\":\"geocities\"}".to_vec(), Some(Why::Shape { column: 60 })),
        (b"{\"type\":\"registration\",\"account\":\"fb\",\"number\":\"1\",\"registered_on\":\"9999-01-01\"}".to_vec(), Some(Why::Date)),
        (b"{\"type\":\"decision\",\"account\":\"fb\",\"item\":\"1\",\"measure\":\"remove\",\"ground\":\"x\",\"decided_on\":\"2025-01-01\",\"notee\":1}".to_vec(), None),
        (line("6", "").into_bytes(), None),
    ];
    let file: Vec<u8> = cases.iter().flat_map(|(line, _)| [line.as_slice(), b"\n"].concat()).collect();
    let import = read(&file).unwrap();
    let found = whys(&import);
    for (at, (_, expected)) in cases.iter().enumerate() {
        let told = found.iter().find(|(line, _)| *line == at + 1).map(|(_, why)| *why);
        match (expected, told) {
            // Where the column stands is serde's affair.
            (Some(Why::Shape { .. }), Some(Why::Shape { .. })) => {}
            (None, Some(Why::Shape { .. })) if at == 11 => {}
            _ => assert_eq!(told, *expected, "line {}", at + 1),
        }
    }
    let page = &import.pages_by_account["fb"][0];
    let ids: Vec<_> = page.quarantined.iter().map(|bad| bad.native_id.as_deref().unwrap()).collect();
    assert_eq!(ids, ["2", "3", "4", "5", "l", "e"]);
    assert_eq!(items(&import).iter().map(|item| item.native_id.as_str()).collect::<Vec<_>>(), ["1", "6"]);
    for bad in &page.quarantined {
        assert!(page.bytes[bad.range.clone()].starts_with(b"{\"type\":\"item\""));
    }
}

#[test]
fn a_line_without_account_goes_to_the_only_one_and_else_to_nobody() {
    let broken = "{\"type\":\"item\",\"id\":\"7\",\"acc";
    let one = read(format!("{}\n{broken}", line("1", "")).as_bytes()).unwrap();
    assert_eq!(one.pages_by_account["fb"][0].quarantined[0].native_id.as_deref(), Some("7"));
    assert!(matches!(whys(&one)[..], [(2, Why::Quarantined(_))]));
    let two = format!("{}\n{}\n{broken}", line("1", ""), line("2", "").replace("\"fb\"", "\"ig\""));
    let two = read(two.as_bytes()).unwrap();
    assert_eq!(whys(&two), [(3, Why::Account)]);
    assert!(two.pages_by_account.values().flatten().all(|page| page.quarantined.is_empty()));
    let cut_off = line("9", "");
    let cut_off = read(format!("{}\n{}", line("1", ""), &cut_off[..cut_off.len() - 9]).as_bytes()).unwrap();
    assert_eq!(cut_off.pages_by_account["fb"][0].quarantined[0].native_id.as_deref(), Some("9"));
}

#[test]
fn the_kind_of_a_parent_is_looked_up_wherever_it_stands() {
    let file = [
        line("c2", r#","parent":"c1""#),
        line("c1", r#","parent":"s1""#),
        line("s1", "").replace("comment", "page"),
        line("c3", r#","parent":"elsewhere""#),
        line("c4", r#","parent":"c1","parent_kind":"message""#),
    ]
    .join("\n");
    let import = read(file.as_bytes()).unwrap();
    let parents: Vec<_> =
        items(&import).into_iter().map(|item| item.parent.as_ref().map(|parent| parent.kind)).collect();
    use ItemKind::{Comment, Message, Page, Post};
    assert_eq!(parents, [Some(Comment), Some(Page), None, Some(Post), Some(Message)]);
}

#[test]
fn what_is_no_file_of_lines_is_refused() {
    assert!(matches!(read(b"PK\x03\x04...."), Err(ImportError::OtherFormat { .. })));
    assert!(matches!(read(b"<html>"), Err(ImportError::OtherFormat { .. })));
    assert!(matches!(read(b" [{}]"), Err(ImportError::OtherFormat { .. })));
    assert!(matches!(read(b"\xff\xfe{\0"), Err(ImportError::Encoding)));
    assert!(read(b"").unwrap().pages_by_account.is_empty());
    let garbage = read("x\n".repeat(30_000).as_bytes()).unwrap();
    assert_eq!((garbage.problems.len(), garbage.problems_total), (10_000, 30_000));
}

#[test]
fn what_is_written_is_read_as_the_same() {
    let written = ItemLine {
        account: "fb".into(),
        id: "c\"1".into(),
        kind: ItemKind::Comment,
        parent: Some(NativeRef { kind: ItemKind::Page, id: "s".into() }),
        author: Some("Bo".into()),
        author_id: None,
        own: true,
        title: None,
        text: "Rad ett\nrad två \u{1F3CA} <script>alert(1)</script> & \\ \u{2028}".into(),
        published_at: Micros::new(1_772_348_400_123_456).unwrap(),
        edited_at: None,
        state: ItemState::Trash,
        address: None,
        language: Some("fi".into()),
        media: vec![Media { source: "a.png".into(), alt: Some("A".into()), media_type: None }],
    };
    let line = item_line(&written);
    assert!(!line.contains('\n'));
    let item = parse_item(line.as_bytes()).unwrap();
    assert_eq!(
        (item.text.as_str(), item.source.as_deref()),
        (written.text.as_str(), Some(written.text.as_str()))
    );
    assert!(item.html.contains("&lt;script&gt;") && item.html.contains("<br>"));
    assert_eq!(
        (item.published_at, item.parent.clone(), item.media.clone()),
        (written.published_at, written.parent.clone(), written.media.clone())
    );
    assert_eq!((item.native_id.as_str(), item.state.as_str(), item.is_shown), ("c\"1", "trash", false));
    let empty_id = line.replace("c\\\"1", " ");
    assert!(matches!(parse_item(empty_id.as_bytes()), Err(QuarantineReason::Shape { .. })));
}
