//! `show`, `prove`, `checkpoint`, `verify`: what is kept can be shown, proved to strangers and held against the past.

use std::path::Path;
use std::process::Command;

use crate::program::{Home, Told, uppsikt};

const VERIFIER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/reference/verify_bundle.py");

fn key(home: &Home) -> String {
    home.run(&["--json", "checkpoint"]).done().json()["keys"][0].as_str().unwrap().to_owned()
}

/// Verifies a bundle where no installation is.
fn verify(bundle: &str, keys: &[&str]) -> Told {
    let mut command = uppsikt();
    command.args(["verify", bundle]);
    for key in keys {
        command.args(["--key", key]);
    }
    Told::of(command.output().unwrap())
}

fn python(bundle: &str, key: &str) -> Told {
    Told::of(Command::new("python3").args([VERIFIER, bundle, key]).output().unwrap())
}

#[test]
fn what_is_recorded_is_shown_with_its_place() {
    let home = Home::begin();
    home.run(&["show"]).done().says(&["inga handlingar ännu"]);
    let item = home.record("brev.txt", "Hej Åsa.\nVälkommen.");
    home.run(&["show"]).done().says(&[&item, "text/plain", "21 byte"]);
    let shown = home.run(&["show", &item]).done();
    let shown = shown.says(&["Sparad handling", "Version 1", "säkrad: plats", "| Hej Åsa.", "| Välkommen."]);
    let json = home.run(&["--json", "show", &item]).done().json();
    assert_eq!((&json["item"], &json["versions"][0]["version"]), (&item.as_str().into(), &1.into()));
    assert!(json["versions"][0]["checkpoint_size"].as_u64().unwrap() > 0);
    // The object's own id leads to the same handling.
    let object = json["versions"][0]["object"].as_str().unwrap();
    assert_eq!(home.run(&["show", object]).done().out, shown.out);
    home.run(&["show", "brev"]).ended(2).says(&["brev är inget id"]);
    let nobody = "01990c1e-7c1a-7000-8000-1f0e5c2b9a77";
    home.run(&["show", nobody]).ended(3).says(&["inget med det id:t"]);
    home.run(&["prove", nobody]).ended(3);
}

#[test]
fn a_text_cannot_steer_the_terminal() {
    let home = Home::begin();
    let item = home.record("brev.txt", "Före\u{1b}[2J\u{7}\u{9b}31mEfter");
    let told = home.run(&["show", &item]).done();
    assert!(
        told.out.contains("Efter") && !told.out.chars().any(|c| c.is_control() && c != '\n'),
        "{:?}",
        told.out
    );
}

#[test]
fn a_bundle_convinces_a_stranger() {
    let home = Home::begin();
    let item = home.record("brev.txt", "Hej Åsa.");
    let before = home.size();
    let bundle = home.run(&["prove", &item]).done().bytes;
    assert_eq!(home.size()[0], before[0] + 1, "taking it out stands in the log");
    let (path, key) = (home.file("bevis.zip", &bundle), key(&home));
    verify(&path, &[&key]).done().says(&["Beviset håller", "lindholm.example/uppsikt", "Version 1: 9 byte"]);
    let told = verify(&path, &[]).done().says(&["Beviset håller", "Nyckeln kom med paketet", "--key"]);
    assert!(told.err.is_empty());
    let json =
        Told::of(uppsikt().args(["--json", "verify", &path, "--key", &key]).output().unwrap()).done().json();
    assert_eq!((&json["valid"], &json["key_given"]), (&true.into(), &true.into()));
    python(&path, &key).done();
}

#[test]
fn another_key_or_a_changed_byte_convinces_nobody() {
    let home = Home::begin();
    let item = home.record("brev.txt", "Hej Åsa.");
    let bundle = home.run(&["prove", &item]).done().bytes;
    let (path, own) = (home.file("bevis.zip", &bundle), key(&home));
    let stranger = key(&Home::begin());
    verify(&path, &[&stranger]).ended(1).says(&["Beviset håller inte", "Lita inte på innehållet"]);
    assert_ne!(python(&path, &stranger).code, Some(0));
    verify(&path, &[&stranger, &own]).done();
    verify(&path, &["lindholm"]).ended(2).says(&["ingen nyckel"]);
    for at in (0..bundle.len()).step_by(bundle.len() / 60) {
        let mut changed = bundle.clone();
        changed[at] ^= 1;
        verify(&home.file("andrat.zip", changed), &[&own]).ended(1).says(&["Beviset håller inte"]);
    }
    for cut in [0, 1, bundle.len() / 2, bundle.len() - 1] {
        verify(&home.file("kapat.zip", &bundle[..cut]), &[&own]).ended(1);
    }
    let json = Told::of(uppsikt().args(["--json", "verify", &path, "--key", &stranger]).output().unwrap());
    assert_eq!(json.ended(1).json()["valid"], false);
}

fn copy(from: &Path, to: &Path) {
    // As whoever rolls a folder back would: with the modes it had.
    let done = Command::new("cp").arg("-a").arg(from).arg(to).status().unwrap();
    assert!(done.success());
}

#[test]
fn a_rolled_back_folder_is_found_with_a_checkpoint_kept_elsewhere() {
    let home = Home::begin();
    home.record("ett.txt", "Ett.");
    let early = home.file("tidigt.txt", home.run(&["checkpoint"]).done().out);
    copy(&home.data(), &home.beside("before"));
    home.record("två.txt", "Två.");
    let late = home.file("sent.txt", home.run(&["checkpoint"]).done().out);
    let key = key(&home);
    for kept in [&early, &late] {
        home.run(&["verify", "--against", kept]).done().says(&["fortsätter det kontrollvärde"]);
        home.run(&["verify", "--against", kept, "--key", &key]).done();
    }
    std::fs::rename(home.data(), home.beside("after")).unwrap();
    std::fs::rename(home.beside("before"), home.data()).unwrap();
    home.run(&["verify"]).done().says(&["--against"]);
    home.run(&["verify", "--against", &early]).done();
    let told = home.run(&["verify", "--against", &late]).ended(1);
    told.says(&["fortsätter INTE", "Rör inget i mappen"]);
    let json = home.run(&["--json", "verify", "--against", &late]).ended(1).json();
    assert_eq!((&json["continues"], &json["findings"][0]["kind"]), (&false.into(), &"against".into()));
}

#[test]
fn a_checkpoint_of_another_log_or_no_checkpoint_is_told() {
    let home = Home::begin();
    let other = Home::begin();
    let theirs = home.file("annans.txt", other.run(&["checkpoint"]).done().out);
    home.run(&["verify", "--against", &theirs]).ended(1);
    home.run(&["verify", "--against", &home.file("brev.txt", "Hej.")])
        .ended(2)
        .says(&["inget kontrollvärde"]);
    home.run(&["verify", "--against", &home.path("saknas")]).ended(2).says(&["kan inte läsas"]);
    home.run(&["verify", "--key", &key(&other)]).ended(1);
}

#[test]
fn a_changed_database_is_found() {
    let home = Home::begin();
    home.record("brev.txt", "Hej.");
    home.run(&["verify", home.data().to_str().unwrap()]).done().says(&["Allt stämmer"]);
    home.run(&["doctor"]).done().says(&["✓ Databas:", "✓ Liggare:"]);
    assert_eq!(home.run(&["--json", "doctor"]).done().json()["well"], true);
    let database = home.data().join("uppsikt.db");
    let script = "import sqlite3,sys; c=sqlite3.connect(sys.argv[1]); c.execute(sys.argv[2]); c.commit()";
    let change = |sql: &str| {
        let done = Command::new("python3").args(["-c", script]).arg(&database).arg(sql).status().unwrap();
        assert!(done.success(), "{sql}");
    };
    change("UPDATE app_user SET name = 'Någon annan'");
    home.run(&["verify"]).ended(1).says(&["1 fel:", "Raden är ändrad: app_user"]);
    home.run(&["verify", "--log-only"]).done();
    change("UPDATE log_tile SET hashes = zeroblob(length(hashes))");
    home.run(&["verify"]).ended(1).says(&["platta"]);
    home.run(&["doctor"]).ended(1).says(&["✗ Liggare:", "uppsikt verify"]);
    assert_eq!(home.run(&["--json", "doctor"]).ended(1).json()["well"], false);
}
