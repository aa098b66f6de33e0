//! `register`, `registry`, `search`: diary numbers, what is protected of them, and what is found without one.

use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::program::{Home, Told, uppsikt};

/// Kommunstyrelsen with a registrar, an editor, a manager and an auditor.
fn board() -> Home {
    let home = Home::begin();
    for (login, role) in [("per", "registrar"), ("erik", "editor"), ("helena", "manager"), ("rut", "auditor")]
    {
        home.run(&["--as", "anna", "user", "add", login, "--role", role]).done();
    }
    home
}

fn record(home: &Home, text: &str) -> String {
    let file = home.file("brev.txt", text);
    let told = home.run(&["--json", "--as", "erik", "record", &file]).done().json();
    told["items"][0]["item"].as_str().unwrap().to_owned()
}

fn run(home: &Home, user: &str, arguments: &[&str]) -> Told {
    home.run(&[&["--as", user], arguments].concat())
}

fn json(home: &Home, user: &str, arguments: &[&str]) -> Value {
    run(home, user, &[&["--json"], arguments].concat()).done().json()
}

#[test]
fn a_number_is_reserved_and_the_registrar_completes_it() {
    let home = board();
    let item = record(&home, "Hej, när plogas Ängsgatan?");
    run(&home, "erik", &["registry", "series", "list"]).done().says(&["inga diarieserier ännu"]);
    run(&home, "erik", &["registry", "list"]).done().says(&["inga sådana poster"]);
    let told = run(&home, "erik", &["register", &item, "--description", "Fråga om snöröjning"]).done();
    told.says(&["KS 20", "/1 är reserverat", "Registratorn"]);
    let listed = json(&home, "per", &["registry", "list", "--state", "reserverad"]);
    let entry = &listed["entries"][0];
    let number = entry["number"].as_str().unwrap();
    assert_eq!((&entry["state"], &entry["direction"]), (&"reserved".into(), &"received".into()));
    assert_eq!((&entry["items"][0]["item"], &listed["complete"]), (&item.as_str().into(), &true.into()));
    // The same thing again has its number already.
    let again = json(&home, "per", &["register", &item]);
    assert_eq!((&again["number"], &again["new"]), (&number.into(), &false.into()));
    run(&home, "erik", &["registry", "complete", number]).ended(3).says(&["registrator"]);
    run(&home, "per", &["registry", "complete", number, "--case", "KS 2026/3"]).done().says(&[
        "diarieförd",
        "Fråga om snöröjning",
        "ärende KS 2026/3",
    ]);
    run(&home, "per", &["registry", "complete", number]).ended(2).says(&["redan diarieförd"]);
    run(&home, "per", &["registry", "link", number, "--case", "BUN 2026/9"]).done().says(&["BUN 2026/9"]);
    run(&home, "rut", &["registry", "show", number]).done().says(&["handling", &item, "ärende BUN 2026/9"]);
    run(&home, "rut", &["registry", "list", "--text", "SNÖRÖJ"]).done().says(&[number]);
    run(&home, "rut", &["registry", "list", "--series", "XX"]).done().says(&["inga sådana poster"]);
    home.size();
}

#[test]
fn declining_keeps_the_number_and_the_reason_protected() {
    let home = board();
    let item = record(&home, "Bra jobbat!");
    let number = json(&home, "erik", &["register", &item])["number"].as_str().unwrap().to_owned();
    run(&home, "per", &["registry", "decline", &number]).ended(2).says(&["--reason"]);
    run(&home, "per", &["registry", "decline", &number, "--reason", "Karin Ek berömmer oss."])
        .done()
        .says(&["avböjd"]);
    let seen = run(&home, "rut", &["registry", "show", &number]).done();
    assert!(!seen.out.contains("Karin"), "{}", seen.out);
    run(&home, "per", &["registry", "show", &number])
        .done()
        .says(&["skäl: Karin Ek berömmer oss.", "står i liggaren"]);
    run(&home, "erik", &["register", &item]).done().says(&["redan ett diarienummer", "avböjd"]);
    let other = record(&home, "Något annat.");
    let next = json(&home, "erik", &["register", &other]);
    assert!(next["number"].as_str().unwrap().ends_with("/2"), "{next}");
    run(&home, "per", &["registry", "complete", &number]).ended(2).says(&["--description"]);
    run(&home, "per", &["registry", "complete", &number, "--description", "Beröm"])
        .done()
        .says(&["diarieförd"]);
}

#[test]
fn what_is_protected_asks_for_a_role_and_is_logged() {
    let home = board();
    let item = record(&home, "Min son blir slagen.");
    let file = home.file("skyddat.json", r#"{"description":"Anmälan om våld","counterpart":"Karin Ek"}"#);
    let entry = json(
        &home,
        "erik",
        &[
            "register",
            &item,
            "--protected-file",
            &file,
            "--secrecy",
            "26 kap. 1 § OSL",
            "--direction",
            "inkommen",
        ],
    );
    let number = entry["number"].as_str().unwrap();
    assert_eq!((&entry["has_protected"], &entry["description"]), (&true.into(), &Value::Null));
    assert_eq!(&entry["secrecy"][0]["marked_by"], "Kommunstyrelsen");
    let before = home.size();
    for user in ["rut", "anna"] {
        let refused = run(&home, user, &["registry", "show", number]).ended(3).says(&["registrator"]);
        assert!(!refused.out.contains("våld") && !refused.err.contains("våld"));
    }
    assert_eq!(home.size(), before, "nothing was read, and nothing logged");
    for (readers, user) in ["per", "erik", "helena"].into_iter().enumerate() {
        let seen = run(&home, user, &["registry", "show", number]).done();
        seen.says(&["Anmälan om våld", "motpart: Karin Ek", "26 kap. 1 § OSL", "står i liggaren"]);
        assert_eq!(home.size()[0], before[0] + readers as u64 + 1, "each reading is an act");
    }
    let listed =
        run(&home, "rut", &["registry", "list"]).done().says(&["[sekretessmarkering: 26 kap. 1 § OSL]"]);
    assert!(!listed.out.contains("våld") && !listed.out.contains("Karin"));
    // Lifted, it is shown to all but for the protected part.
    run(&home, "erik", &["registry", "lift", number]).ended(3);
    run(&home, "per", &["registry", "lift", number]).done();
    run(&home, "per", &["registry", "lift", number]).ended(2).says(&["ingen sådan sekretessmarkering"]);
    let seen =
        run(&home, "rut", &["registry", "show", number]).done().says(&["hävd", "har en skyddad beskrivning"]);
    assert!(!seen.out.contains("våld"));
    run(&home, "per", &["registry", "secrecy", number, "--provision", "hemligt"])
        .ended(2)
        .says(&["paragraf"]);
    run(&home, "per", &["registry", "secrecy", number, "--provision", "21 kap. 7 § OSL"]).done();
    // Nothing of it lies in the clear in the folder.
    let plain = std::fs::read(home.data().join("uppsikt.db")).unwrap();
    let has = |text: &str| plain.windows(text.len()).any(|part| part == text.as_bytes());
    assert!(!has("Anmälan om våld") && !has("Karin Ek"));
}

#[test]
fn series_are_added_by_an_administrator_or_a_registrar() {
    let home = board();
    run(&home, "erik", &["registry", "series", "add", "KS"])
        .ended(3)
        .says(&["administratör eller registrator"]);
    run(&home, "anna", &["registry", "series", "add", "KS"]).done().says(&["KS är tillagd"]);
    run(&home, "per", &["registry", "series", "add", "KS"]).ended(2).says(&["redan den diarieserien"]);
    run(&home, "per", &["registry", "series", "add", "ks"]).ended(2).says(&["stora bokstäver"]);
    let pattern = ["registry", "series", "add", "DNR", "--pattern", "{year}-{number}"];
    run(&home, "per", &pattern).ended(2).says(&["{series} {year}/{number}"]);
    let pattern =
        ["registry", "series", "add", "DNR", "--name", "Klagomål", "--pattern", "{series} {number}:{year}"];
    run(&home, "per", &pattern).done();
    run(&home, "rut", &["registry", "series", "list"])
        .done()
        .says(&["KS  Kommunstyrelsen  Diarium", "Klagomål"]);
    let item = record(&home, "Klagomål.");
    run(&home, "erik", &["register", &item, "--series", "XX"]).ended(2).says(&["ingen diarieserie XX"]);
    run(&home, "erik", &["register", &item, "--series", "DNR"]).done().says(&["DNR 1:20"]);
}

#[test]
fn what_cannot_be_understood_changes_nothing() {
    let home = board();
    let item = record(&home, "Hej.");
    let before = home.size();
    let bad = home.file("fel.json", "{\"description\":1}");
    for (user, arguments, code, words) in [
        ("erik", &["register", "fel"][..], 2, "inget id"),
        ("erik", &["register", "01990c1e-7c1a-7000-8000-1f0e5c2b9a77"], 3, "inget med det id:t"),
        ("rut", &["register", &item], 3, "redaktör eller registrator"),
        ("anna", &["register", &item], 3, "redaktör eller registrator"),
        ("erik", &["register", &item, "--direction", "hemlig"], 2, "inkommen, upprättad, utgående"),
        ("erik", &["register", &item, "--secrecy", "hemlig"], 2, "paragraf"),
        ("erik", &["register", &item, "--case", " "], 2, "ärendenummer"),
        ("erik", &["register", &item, "--description", ""], 2, "1–500 tecken"),
        ("erik", &["register", &item, "--protected-file", "saknas.txt"], 2, "kan inte läsas"),
        ("erik", &["register", &item, "--protected-file", &bad], 2, "börjar som JSON"),
        ("per", &["registry", "show", "KS 2026/1"], 3, "inget sådant diarienummer"),
        ("per", &["registry", "decline", "KS 2026/1", "--reason", "x"], 3, "inget sådant diarienummer"),
        ("per", &["registry", "list", "--state", "klar"], 2, "reserverad, diarieförd, avböjd"),
        ("per", &["registry", "list", "--from", "igår"], 2, "inget datum"),
        ("per", &["registry", "list", "--text", "x", "--year", "2026"], 2, "kan inte användas tillsammans"),
        ("per", &["registry", "link", "KS 2026/1"], 2, "--case"),
        ("per", &["search", " "], 2, "inget att söka efter"),
        ("per", &["search", "snö", "--account", "fel"], 2, "inget konto som heter fel"),
        ("per", &["search", "snö", "--until", "2026-02-30"], 2, "inget datum"),
    ] {
        run(&home, user, arguments).ended(code).says(&[words]);
    }
    assert_eq!(home.size(), before);
}

#[test]
fn two_boards_with_the_same_series_are_told_apart() {
    let home = Home::empty();
    home.run(&[&crate::program::INIT[..], &["--authority", "Kultur- och samhällsnämnden"]].concat()).done();
    for (login, board) in [("per", "Kommunstyrelsen"), ("sara", "Kultur- och samhällsnämnden")] {
        home.run(&["--as", "anna", "user", "add", login, "--role", "registrar", "--authority", board]).done();
        let file = home.file("brev.txt", board);
        let told = home.run(&["--json", "--as", login, "record", &file]).done().json();
        let item = told["items"][0]["item"].as_str().unwrap().to_owned();
        run(&home, login, &["registry", "series", "add", "KS"]).done();
        run(&home, login, &["register", &item, "--description", board]).done();
        let stranger = if login == "per" { "sara" } else { "per" };
        if login == "sara" {
            run(&home, stranger, &["register", &item]).ended(3).says(&["inget med det id:t"]);
        }
    }
    let number =
        json(&home, "per", &["registry", "list"])["entries"][0]["number"].as_str().unwrap().to_owned();
    run(&home, "per", &["registry", "show", &number]).done().says(&["rör: Kommunstyrelsen"]);
    run(&home, "sara", &["registry", "show", &number]).done().says(&["rör: Kultur- och samhällsnämnden"]);
    run(&home, "anna", &["registry", "show", &number]).ended(2).says(&["--authority"]);
    run(&home, "anna", &["registry", "show", &number, "--authority", "Kommunstyrelsen"])
        .done()
        .says(&["rör: Kommunstyrelsen"]);
    run(&home, "per", &["registry", "show", &number, "--authority", "Kultur- och samhällsnämnden"]).ended(2);
}

#[test]
fn a_search_says_how_far_it_came_and_is_logged_without_its_words() {
    let home = board();
    let before = home.size();
    let told = run(&home, "rut", &["search", "snöplog"]).done();
    told.says(&["0 träffar", "Sökregistret har kommit till"]);
    assert_eq!(home.size()[0], before[0] + 1);
    let found = json(&home, "erik", &["search", "snöplog", "--from", "2026-01-01", "--until", "2026-12-31"]);
    assert_eq!((&found["complete"], found["hits"].as_array().unwrap().len()), (&true.into(), 0));
    for entry in std::fs::read_dir(home.data()).unwrap() {
        let path = entry.unwrap().path();
        let bytes = if path.is_file() { std::fs::read(&path).unwrap() } else { Vec::new() };
        let word = "snöplog".as_bytes();
        assert!(!bytes.windows(word.len()).any(|part| part == word), "{}", path.display());
    }
}

/// A server that ends with the test, also when the test fails.
struct Served(Child);

impl Drop for Served {
    fn drop(&mut self) {
        // Either it has ended by itself, or it ends now.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn a_server_does_the_same() {
    let home = board();
    let (first, second) = (record(&home, "Ett brev."), record(&home, "Ett brev till."));
    run(&home, "erik", &["register", &first, "--description", "Brev"]).done();
    let mut command = home.command(&["serve", "--listen", "127.0.0.1:0"]);
    let server = Served(command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap());
    let begun = Instant::now();
    while !home.data().join("uppsikt.sock").exists() && begun.elapsed() < Duration::from_secs(20) {
        std::thread::sleep(Duration::from_millis(20));
    }
    home.file("skyddat.txt", "Från Karin Ek.");
    // A path is the caller's, not the server's.
    let told = run(&home, "erik", &["register", &second, "--protected-file", "skyddat.txt"]).done();
    told.says(&["/2 är reserverat"]);
    let listed = json(&home, "per", &["registry", "list"]);
    let number = listed["entries"][0]["number"].as_str().unwrap();
    run(&home, "per", &["registry", "complete", number]).done().says(&["diarieförd"]);
    run(&home, "per", &["registry", "show", number]).done().says(&["Från Karin Ek."]);
    run(&home, "rut", &["registry", "complete", number]).ended(3);
    run(&home, "rut", &["search", "snö"]).done().says(&["0 träffar"]);
    drop(server);
    assert_eq!(
        json(&home, "per", &["registry", "list", "--state", "diarieförd"])["entries"][0]["number"],
        number
    );
    home.size();
}

#[test]
fn the_help_is_swedish() {
    for command in [
        &["register"][..],
        &["search"],
        &["registry"],
        &["registry", "list"],
        &["registry", "show"],
        &["registry", "complete"],
        &["registry", "describe"],
        &["registry", "decline"],
        &["registry", "link"],
        &["registry", "secrecy"],
        &["registry", "lift"],
        &["registry", "series"],
        &["registry", "series", "add"],
        &["registry", "series", "list"],
    ] {
        let told = Told::of(uppsikt().args(command).arg("--help").output().unwrap()).done();
        for word in
            ["Usage", "Options", "OPTIONS", "Commands", "COMMAND", "Arguments", "Print", "default", "Which"]
        {
            assert!(!told.out.contains(word), "{command:?}: {word} in\n{}", told.out);
        }
        let usage = format!("Användning: uppsikt {}", command.join(" "));
        assert!(told.out.contains(&usage), "{command:?}:\n{}", told.out);
    }
}
