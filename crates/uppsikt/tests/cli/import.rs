//! `import`: what was written elsewhere comes in once, whole, and nothing that is made to harm comes in at all.

use std::io::Write as _;

use serde_json::{Value, json};
use zip::write::SimpleFileOptions;

use crate::program::{Home, Told};

/// Anna administers Kommunstyrelsen, Sara Socialnämnden; Erik edits, Rut audits.
fn home() -> Home {
    let home = Home::empty();
    let init = [&crate::program::INIT[..], &["--authority", "Socialnämnden"]].concat();
    home.run(&init).done();
    for (login, role, board) in [
        ("sara", "administrator", "Socialnämnden"),
        ("erik", "editor", "Kommunstyrelsen"),
        ("per", "registrar", "Kommunstyrelsen"),
        ("rut", "auditor", "Kommunstyrelsen"),
    ] {
        home.run(&["--as", "anna", "user", "add", login, "--role", role, "--authority", board]).done();
    }
    home
}

fn account() -> Value {
    json!({"type": "account", "id": "fb", "name": "Sidan", "platform": "facebook", "address": "https://facebook.lindholm.example/sidan", "authority": "Kommunstyrelsen"})
}

fn item(id: &str, text: &str) -> Value {
    json!({"type": "item", "account": "fb", "id": id, "kind": "comment", "parent": "p1", "parent_kind": "post", "author": "Åsa", "text": text, "published_at": "2026-03-01T08:15:00+01:00"})
}

fn lines(all: &[Value]) -> String {
    all.iter().map(|line| format!("{line}\n")).collect()
}

fn whole() -> String {
    lines(&[
        account(),
        json!({"type": "item", "account": "fb", "id": "p1", "kind": "post", "own": true, "text": "Gatan är avstängd", "published_at": "2026-03-01T08:00:00+01:00"}),
        item("c1", "Vilken gata?"),
        item("c2", "Ni är värdelösa"),
        json!({"type": "registration", "account": "fb", "number": "KS 2025/12", "items": ["c1"], "registered_on": "2025-04-02", "description": "Fråga om gatan", "direction": "in"}),
        json!({"type": "registration", "account": "fb", "number": "KS 2025/13", "items": ["c2"], "registered_on": "2025-04-02", "description": "Uppgift om sjukdom", "secrecy": {"provision": "OSL 26 kap. 1 §", "date": "2025-04-02"}}),
        json!({"type": "decision", "account": "fb", "item": "c2", "measure": "keep", "ground": "Kritik får stå kvar", "decided_on": "2025-04-03", "by": "Kommunikatör", "note": "Efter samråd"}),
    ])
}

fn import(home: &Home, login: &str, file: &str) -> Told {
    home.run(&["--json", "--as", login, "import", file])
}

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn the_same_file_twice_changes_nothing() {
    let home = home();
    let file = home.file("sidan.ndjson", whole());
    let first = import(&home, "anna", &file).done().json();
    assert_eq!(first["accounts_new"], json!(["Sidan"]));
    assert_eq!((&first["accounts"][0]["new"], &first["problems_total"]), (&3.into(), &0.into()));
    assert_eq!(first["registrations"], json!({"new": 2, "known": 0}));
    assert_eq!(first["decisions"], json!({"new": 1, "known": 0}));
    let before = home.size();
    let second = import(&home, "anna", &file).done().json();
    assert_eq!((&second["accounts"][0]["new"], &second["accounts"][0]["unchanged"]), (&0.into(), &3.into()));
    assert_eq!(second["registrations"], json!({"new": 0, "known": 2}));
    assert_eq!(second["decisions"], json!({"new": 0, "known": 1}));
    assert_eq!(home.size(), before);
    // A later file knows more; what is missing in it has not disappeared; an older one does not turn time back.
    let later =
        home.file("senare.ndjson", lines(&[account(), item("c1", "Vilken gata, då?"), item("c3", "Tack")]));
    let told = import(&home, "erik", &later).done().json();
    let counts = ["new", "edited", "gone"].map(|name| told["accounts"][0][name].as_u64().unwrap());
    assert_eq!(counts, [1, 1, 0]);
    let before = home.size();
    import(&home, "anna", &file).done();
    assert_eq!(home.size(), before);
    home.run(&["--as", "erik", "search", "vilken gata"]).done().says(&["1 träff"]);
    home.run(&["--as", "per", "registry", "show", "KS 2025/12"]).done().says(&["Fråga om gatan"]);
    home.run(&["--as", "per", "registry", "show", "KS 2025/13"]).done().says(&["Uppgift om sjukdom"]);
    home.run(&["--as", "rut", "registry", "show", "KS 2025/13"]).ended(3);
    // Published before the account was watched, and judged: nobody is asked about it.
    home.run(&["--as", "erik", "queue"]).done().says(&["Kön är tom"]);
    home.size();
}

#[test]
fn whoever_may_not_is_refused_before_anything_is_read() {
    let home = home();
    let file = home.file("sidan.ndjson", whole());
    let before = home.size();
    for login in ["rut", "per"] {
        home.run(&["--as", login, "import", &home.path("saknas.ndjson")]).ended(3).says(&["administratör"]);
    }
    // An editor neither makes accounts nor brings in numbers; another authority's administrator does not see it.
    home.run(&["--as", "erik", "import", &file]).ended(3).says(&["administratör"]);
    home.run(&["--as", "sara", "import", &file]).ended(2).says(&["Kommunstyrelsen"]);
    assert_eq!(home.size(), before);
    import(&home, "anna", &file).done();
    home.run(&["--as", "erik", "import", &file]).ended(3).says(&["registrator"]);
    let items = home.file("bara.ndjson", lines(&[item("c9", "Hej")]));
    home.run(&["--as", "sara", "import", &items]).ended(2).says(&["varken står i filen"]);
    home.run(&["--as", "erik", "import", &items]).done().says(&["Sidan: 1 ny"]);
    let unknown = home.file("annat.ndjson", lines(&[item("c9", "Hej")]).replace("\"fb\"", "\"ig\""));
    home.run(&["--as", "erik", "import", &unknown]).ended(2).says(&["ig"]);
    home.run(&["--as", "erik", "import", &unknown, "--account", "Sidan"]).done();
    home.size();
}

#[test]
fn a_bad_line_stops_nothing_and_is_named_without_its_content() {
    let home = home();
    // As long as no platform allows, and still a comment.
    let large = lines(&[account(), item("stor", &"x".repeat(1_000_000))]);
    let told = import(&home, "anna", &home.file("stor.ndjson", large)).done().json();
    assert_eq!((&told["accounts"][0]["new"], &told["problems_total"]), (&1.into(), &0.into()));
    let long = item("lång", &"hemligt ".repeat(200_000)).to_string();
    let mut bytes = whole().into_bytes();
    let first_bad = bytes.iter().filter(|byte| **byte == b'\n').count() + 1;
    for line in [
        b"{\"type\":\"item\",\"account\":\"fb\",\"id\":\"u\",\"text\":\"hemligt \xff\"}".to_vec(),
        item("t", "hemligt").to_string().replace("2026-03-01", "9999-03-01").into_bytes(),
        long.into_bytes(),
        item("c1", "hemligt").to_string().into_bytes(),
        b"{\"type\":\"poll\",\"account\":\"fb\"}".to_vec(),
        json!({"type": "decision", "account": "fb", "item": "finns inte", "measure": "keep", "ground": "hemligt", "decided_on": "2025-01-01"}).to_string().into_bytes(),
        json!({"type": "registration", "account": "fb", "number": "KS 2025/14", "items": [], "registered_on": "2025-01-01", "description": "hemligt ".repeat(100)}).to_string().into_bytes(),
        b"{\"type\":\"item\",\"account\":\"fb\",\"id\":\"hel\",\"kind\":\"comm".to_vec(),
    ] {
        bytes.extend_from_slice(&line);
        bytes.push(b'\n');
    }
    let file = home.file("trasig.ndjson", bytes);
    let told = import(&home, "anna", &file).done();
    assert!(!told.out.contains("hemligt") && !told.err.contains("hemligt"));
    let told = told.json();
    assert_eq!(told["accounts"][0]["new"], 3);
    assert_eq!(told["accounts"][0]["quarantined"], 4);
    let found: Vec<u64> =
        told["problems"].as_array().unwrap().iter().map(|row| row["line"].as_u64().unwrap()).collect();
    let first_bad = first_bad as u64;
    assert_eq!(found, (first_bad..first_bad + 8).collect::<Vec<_>>());
    let before = home.size();
    let again = import(&home, "anna", &file).done().json();
    assert_eq!(again["accounts"][0]["quarantined"], 0);
    assert_eq!(home.size(), before, "what lies in quarantine is not kept twice");
    home.run(&["--as", "anna", "import", &file]).done().says(&["togs inte som de stod", "rad 8:"]);
}

#[test]
fn an_archive_brings_its_pictures_and_one_that_is_made_to_harm_brings_nothing() {
    let home = home();
    let picture: &[u8] = include_bytes!("../../demo/bilder/an.png");
    let mut post = item("c1", "Se bilden");
    post["media"] = json!([
        {"file": "bilder/an.png", "alt": "En å", "media_type": "image/png"},
        {"file": "bilder/saknas.png", "media_type": "image/png"},
    ]);
    let text = lines(&[account(), post]);
    let good = zip(&[("export/rader.ndjson", text.as_bytes()), ("export/bilder/an.png", picture)]);
    let file = home.file("sidan.zip", &good);
    let told = import(&home, "anna", &file).done().json();
    assert_eq!(
        (&told["accounts"][0]["media"], &told["accounts"][0]["media_missing"]),
        (&1.into(), &1.into())
    );
    let before = home.size();
    import(&home, "anna", &file).done();
    assert_eq!(home.size(), before);
    // The missing one comes with a later archive.
    let more = zip(&[("rader.ndjson", text.as_bytes()), ("bilder/saknas.png", picture)]);
    let told = import(&home, "anna", &home.file("mer.zip", more)).done().json();
    assert_eq!(
        (&told["accounts"][0]["media"], &told["accounts"][0]["media_missing"]),
        (&1.into(), &0.into())
    );
    let before = home.size();
    for (name, bytes, word) in [
        ("kapat.zip", good[..good.len() - 40].to_vec(), "trasigt"),
        ("tomt.zip", zip(&[("bilder/an.png", picture)]), "ingen fil med rader"),
        ("bomb.zip", zip(&[("rader.ndjson", &vec![b' '; 50_000_000])]), "ärligt arkiv"),
        ("ut.zip", zip(&[("rader.ndjson", text.as_bytes()), ("../../ut.png", picture)]), "leder ut"),
        ("inte.zip", b"hej".to_vec(), "trasigt"),
        ("xml.ndjson", b"<rss>".to_vec(), "ett annat slag"),
        ("utf16.ndjson", b"\xff\xfe{\0".to_vec(), "UTF-8"),
        ("doctype.xml", b"<!DOCTYPE x [<!ENTITY a \"b\">]><rss><channel/></rss>".to_vec(), "dokumenttyp"),
        ("brev.txt", b"hej".to_vec(), "slag framg"),
    ] {
        let file = home.file(name, bytes);
        home.run(&["--as", "anna", "import", &file, "--account", "Sidan"])
            .ended(2)
            .says(&[word, "Inget har lästs in"]);
    }
    home.run(&["--as", "anna", "import", &home.path("saknas.zip")]).ended(2).says(&["kan inte läsas"]);
    assert_eq!(home.size(), before);
}

#[test]
fn a_wordpress_export_needs_its_account() {
    let home = home();
    let export = home.file("webbplats.xml", EXPORT);
    home.run(&["--as", "anna", "import", &export]).ended(2).says(&["--account"]);
    home.run(&["--as", "anna", "import", &export, "--account", "webben"]).ended(2);
    home.run(&[
        "--as",
        "anna",
        "account",
        "add",
        "webben",
        "--platform",
        "other",
        "--address",
        "https://www.lindholm.example/",
        "--authority",
        "Kommunstyrelsen",
    ])
    .done();
    let told = home.run(&["--json", "--as", "anna", "import", &export, "--account", "webben"]).done().json();
    assert_eq!(told["accounts"][0]["new"], 2, "{told}");
    let before = home.size();
    home.run(&["--as", "anna", "import", &export, "--account", "webben"])
        .done()
        .says(&["oförändrat (2 poster)"]);
    assert_eq!(home.size(), before);
    home.run(&["--as", "erik", "search", "Hur länge"]).done().says(&["1 träff"]);
}

const EXPORT: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
<title>Lindholm</title><link>https://www.lindholm.example</link><wp:wxr_version>1.2</wp:wxr_version>
<item>
<title><![CDATA[Avstängd gata]]></title><link>https://www.lindholm.example/avstangd</link>
<dc:creator><![CDATA[anna]]></dc:creator>
<content:encoded><![CDATA[<p>Ån är hög.</p>]]></content:encoded>
<wp:post_id>7</wp:post_id><wp:post_date_gmt><![CDATA[2026-03-01 07:00:00]]></wp:post_date_gmt>
<wp:status><![CDATA[publish]]></wp:status><wp:post_type><![CDATA[post]]></wp:post_type>
<wp:comment>
<wp:comment_id>3</wp:comment_id><wp:comment_author><![CDATA[Åsa]]></wp:comment_author>
<wp:comment_date_gmt><![CDATA[2026-03-01 08:00:00]]></wp:comment_date_gmt>
<wp:comment_content><![CDATA[Hur länge?]]></wp:comment_content>
<wp:comment_approved><![CDATA[1]]></wp:comment_approved><wp:comment_type><![CDATA[comment]]></wp:comment_type>
<wp:comment_parent>0</wp:comment_parent><wp:comment_user_id>0</wp:comment_user_id>
</wp:comment>
</item>
</channel>
</rss>
"#;
