//! Archives as people make them, and as somebody would who means harm.

use std::io::Write as _;

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::*;

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, bytes) in files {
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn open(files: &[(&str, &[u8])]) -> Result<Archive, ImportError> {
    from_bytes(zip(files).into())
}

#[test]
fn the_file_of_items_and_its_pictures_are_found() {
    let mut archive = open(&[
        ("export/inlägg.ndjson", b"{}"),
        ("export/bilder/å.png", b"PNG"),
        ("export/site.xml", b"<x/>"),
        ("__MACOSX/._b.ndjson", b"x"),
        ("other/b.png", b"B"),
    ])
    .unwrap();
    assert_eq!((archive.form, archive.unreadable_names), (MainForm::Ndjson, 0));
    assert_eq!(archive.main().unwrap(), "{}");
    assert_eq!(archive.media("./bilder/å.png").unwrap().unwrap(), "PNG");
    assert!(archive.media("../other/b.png").unwrap().is_none());
    assert!(archive.media("other/b.png").unwrap().is_none());
    assert_eq!(archive.media_names().collect::<Vec<_>>(), ["bilder/å.png", "site.xml"]);
    let mut site = open(&[("site.WordPress.2026.XML", b"<rss/>")]).unwrap();
    assert_eq!((site.form, site.main().unwrap()), (MainForm::Wxr, Bytes::from_static(b"<rss/>")));
}

#[test]
fn an_archive_without_a_single_file_of_items_is_refused() {
    assert!(matches!(open(&[("a.txt", b"")]), Err(ImportError::NoMainFile)));
    let two = open(&[("a.ndjson", b"{}"), ("b.ndjson", b"{}")]);
    assert!(matches!(two, Err(ImportError::SeveralMainFiles { count: 2 })));
    assert!(matches!(from_bytes(Bytes::from_static(b"{\"type\":\"item\"}")), Err(ImportError::Zip(_))));
    let whole = zip(&[("a.ndjson", b"{}")]);
    assert!(from_bytes(Bytes::from(whole[..whole.len() / 2].to_vec())).is_err());
}

#[test]
fn names_that_lead_out_are_refused_however_they_are_written() {
    for name in ["../a.ndjson", "a/../../b", "/etc/passwd", "C:\\x", "a\\..\\b", "c:x", "\\\\host\\x"] {
        assert!(leads_out(name.as_bytes()), "{name}");
    }
    for name in ["a..b/c", "bilder/å.png", "..a", "a:b"] {
        // A colon is a drive only after a single letter.
        assert_eq!(leads_out(name.as_bytes()), name == "a:b", "{name}");
    }
    assert!(matches!(
        open(&[("a.ndjson", b"{}"), ("../b.png", b"")]),
        Err(ImportError::NameLeadsOut { number: 2 })
    ));
}

#[test]
fn a_bomb_is_refused_before_and_while_it_is_unpacked() {
    let zeros = vec![b' '; 30 * 1000 * 1000];
    assert!(matches!(open(&[("a.ndjson", &zeros)]), Err(ImportError::Bomb { number: 1 })));
    // The same bytes with a size in the directory and header that lies.
    let mut lying = zip(&[("a.ndjson", &zeros)]);
    let size = u32::try_from(zeros.len()).unwrap().to_le_bytes();
    let places: Vec<usize> =
        lying.windows(4).enumerate().filter(|(_, four)| *four == size).map(|(at, _)| at).collect();
    assert!(!places.is_empty());
    for at in places {
        lying[at..at + 4].copy_from_slice(&10_u32.to_le_bytes());
    }
    assert!(from_bytes(lying.into()).and_then(|mut archive| archive.main()).is_err());
}

#[test]
fn encrypted_files_are_refused_and_odd_names_are_counted() {
    let mut encrypted = zip(&[("a.ndjson", b"{}")]);
    let local = 6;
    let central = encrypted.windows(4).position(|four| four == b"PK\x01\x02").unwrap() + 8;
    for at in [local, central] {
        encrypted[at] |= 1;
    }
    assert!(matches!(from_bytes(encrypted.into()), Err(ImportError::Encrypted { number: 1 })));
    let mut odd = zip(&[("a.ndjson", b"{}"), ("bxld.png", b"P")]);
    let places: Vec<usize> =
        odd.windows(8).enumerate().filter(|(_, name)| *name == b"bxld.png").map(|(at, _)| at).collect();
    for at in places {
        odd[at + 1] = 0xe4;
    }
    let archive = from_bytes(odd.into()).unwrap();
    assert_eq!((archive.unreadable_names, archive.media_names().count()), (1, 0));
}
