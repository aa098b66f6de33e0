//! `observe`: what a person saw, registered by hand, is an item like any other.

use crate::program::{Home, Told};

/// Anna administers; Erik writes for Kommunstyrelsen, Sara for Socialnämnden, Rut audits.
fn home() -> Home {
    let home = Home::empty();
    let init = [&crate::program::INIT[..], &["--authority", "Socialnämnden"]].concat();
    home.run(&init).done();
    for (login, role, board) in [
        ("erik", "editor", "Kommunstyrelsen"),
        ("sara", "editor", "Socialnämnden"),
        ("rut", "auditor", "Kommunstyrelsen"),
    ] {
        home.run(&["--as", "anna", "user", "add", login, "--role", role, "--authority", board]).done();
    }
    home.run(&[
        "--as",
        "anna",
        "account",
        "add",
        "sidan",
        "--platform",
        "facebook",
        "--address",
        "https://facebook.lindholm.example/sidan",
        "--authority",
        "Kommunstyrelsen",
    ])
    .done();
    home
}

const ADDRESS: &str = "https://facebook.lindholm.example/sidan/c1";

fn observe(home: &Home, login: &str, more: &[&str]) -> Told {
    let fixed = ["--json", "--as", login, "observe", "sidan", "--kind", "comment", "--address", ADDRESS];
    home.run(&[&fixed[..], more].concat())
}

const FIRST: [&str; 7] =
    ["--text", "Fel gata är avstängd", "--author", "Åsa", "--published", "2026-03-01 08:15", "--attest"];

fn picture(home: &Home, name: &str) -> String {
    const PNG: &[u8] = include_bytes!("../../demo/bilder/an.png");
    home.file(name, PNG)
}

#[test]
fn a_new_text_is_a_new_version_and_the_same_is_nothing() {
    let home = home();
    let screenshot = picture(&home, "skarm.png");
    let with_picture = [&FIRST[..], &["--picture", &screenshot, "--alt", "En kommentar"]].concat();
    let told = observe(&home, "erik", &with_picture).done().json();
    assert_eq!((&told["outcome"], &told["version"]), (&"new".into(), &1.into()));
    let item = told["item"].as_str().unwrap().to_owned();
    let before = home.size();
    assert_eq!(observe(&home, "erik", &with_picture).done().json()["outcome"], "same");
    // Less said is as it was.
    assert_eq!(observe(&home, "erik", &["--attest"]).done().json()["outcome"], "same");
    assert_eq!(home.size(), before);
    let changed = observe(&home, "erik", &["--text", "Rätt gata är avstängd", "--attest"]).done().json();
    assert_eq!((&changed["outcome"], &changed["version"]), (&"changed".into(), &2.into()));
    // What is gone has disappeared, and is not asked of anybody.
    let gone = observe(&home, "erik", &["--state", "removed", "--attest"]).done().json();
    assert_eq!((&gone["outcome"], &gone["version"]), (&"gone".into(), &3.into()));
    assert_eq!(observe(&home, "erik", &["--state", "removed", "--attest"]).done().json()["outcome"], "same");
    let shown = home.run(&["--as", "erik", "show", &item]).done();
    shown.says(&[
        "Version 3: försvunnen",
        "Åsa: Fel gata",
        "Åsa: Rätt gata",
        "publicerad 2026-03-01 08:15:00",
    ]);
    let folder = home.path("bilder");
    let told = home.run(&["--json", "--as", "erik", "show", &item, "--pictures", &folder]).done().json();
    // The second version has the same picture.
    assert_eq!(told["pictures"].as_array().unwrap().len(), 2);
    let bundle = home.run(&["--as", "erik", "prove", &item]).done();
    assert!(bundle.bytes.starts_with(b"PK"));
    home.run(&["--as", "erik", "search", "rätt gata"]).done().says(&["1 träff"]);
    home.size();
}

#[test]
fn an_answer_stands_in_its_thread_and_a_message_has_no_address() {
    let home = home();
    observe(&home, "erik", &FIRST).done();
    let answer = home
        .run(&[
            "--json",
            "--as",
            "erik",
            "observe",
            "sidan",
            "--kind",
            "comment",
            "--address",
            "https://facebook.lindholm.example/sidan/c2",
            "--parent",
            ADDRESS,
            "--own",
            "--text",
            "Tack, vi rättar.",
            "--published",
            "2026-03-01 09:00",
            "--attest",
        ])
        .done();
    answer.json();
    let message = [
        "--json",
        "--as",
        "erik",
        "observe",
        "sidan",
        "--kind",
        "message",
        "--text-file",
        &home.file("meddelande.txt", "Hej,\njag undrar.\n"),
        "--published",
        "2026-03-02 10:00",
        "--attest",
    ];
    let first = home.run(&message).done().json();
    let item = first["item"].as_str().unwrap();
    home.run(&["--as", "erik", "show", item]).done().says(&["Meddelande", "| jag undrar."]);
    let again = home.run(&[
        "--json", "--as", "erik", "observe", "sidan", "--kind", "message", "--item", item, "--state",
        "hidden", "--attest",
    ]);
    assert_eq!(again.done().json()["outcome"], "changed");
    home.size();
}

#[test]
fn who_may_not_and_what_cannot_be_is_told() {
    let home = home();
    let before = home.size();
    observe(&home, "rut", &FIRST).ended(3);
    observe(&home, "anna", &FIRST).ended(3).says(&["redaktör"]);
    observe(&home, "sara", &FIRST).ended(2).says(&["inget konto som heter sidan"]);
    observe(&home, "erik", &FIRST[..6]).ended(2).says(&["--attest", "själv har sett"]);
    observe(&home, "erik", &["--attest"]).ended(2).says(&["--text"]);
    observe(&home, "erik", &["--text", "x", "--attest"]).ended(2).says(&["--published"]);
    for (wrong, word) in [
        (&["--published", "igår"][..], "Tiden går inte att förstå"),
        (&["--published", "2999-01-01 08:00"], "har inte varit"),
        (&["--published", "1970-01-01 08:00"], "1990"),
        (&["--published", "2026-03-01 08:00", "--state", "borta"], "läge"),
        (
            &["--published", "2026-03-01 08:00", "--parent", "01990c1e-7c1a-7000-8000-1f0e5c2b9a77"],
            "inget inslag",
        ),
        (&["--published", "2026-03-01 08:00", "--picture", &home.file("bild.png", "<svg>")], "ingen bild"),
        (&["--published", "2026-03-01 08:00", "--picture", &home.path("saknas.png")], "kan inte läsas"),
        (&["--published", "2026-03-01 08:00", "--alt", "En bild"], "bildbeskrivningar"),
    ] {
        let told = observe(&home, "erik", &[&["--text", "hemligt", "--attest"], wrong].concat()).ended(2);
        let said = told.json()["error"]["happened"].as_str().unwrap().to_owned();
        assert!(said.contains(word) && !said.contains("hemligt"), "{wrong:?}: {said}");
    }
    assert_eq!(home.size(), before);
    // Not even with a server's help.
    home.run(&["--as", "erik", "observe", "sidan", "--kind", "dikt", "--attest"])
        .ended(2)
        .says(&["post, page"]);
}
