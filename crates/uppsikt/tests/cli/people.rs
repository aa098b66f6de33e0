//! Who one is, and what each role may do.

use crate::program::Home;

fn with_auditor() -> Home {
    let home = Home::begin();
    home.run(&["user", "add", "rut", "--role", "auditor", "--name", "Rut Revisor"]).done();
    home
}

#[test]
fn the_only_user_need_not_say_who_it_is() {
    let home = Home::begin();
    home.run(&["user", "list"]).done().says(&["anna"]);
    home.run(&["user", "add", "erik", "--role", "editor"]).done().says(&["erik är tillagd"]);
    home.run(&["user", "list"]).ended(2).says(&["Det finns flera användare", "--as"]);
    assert_eq!(home.run(&["--as", "erik", "user", "list"]).done().out, "anna\nerik\n");
    let listed = home.run(&["--json", "--as", "anna", "user", "list"]).done().json();
    assert_eq!(listed["users"], serde_json::json!(["anna", "erik"]));
    home.run(&["--as", "bosse", "user", "list"]).ended(3).says(&["ingen användare som heter bosse"]);
}

#[test]
fn a_user_is_added_once_and_with_a_role_that_exists() {
    let home = Home::begin();
    home.run(&["user", "add", "anna", "--role", "editor"]).ended(2).says(&["upptaget"]);
    home.run(&["user", "add", "Erik L", "--role", "editor"]).ended(2).says(&["små bokstäver"]);
    home.run(&["user", "add", "erik", "--role", "chef"]).ended(2).says(&["ingen roll chef", "Roller:"]);
    home.run(&["user", "add", "erik"]).ended(2).says(&["--role"]);
    home.run(&["user", "add", "erik", "--role", "editor", "--authority", "Tekniska nämnden"])
        .ended(2)
        .says(&["ingen myndighet som heter Tekniska nämnden"]);
    assert_eq!(home.run(&["user", "list"]).done().out, "anna\n");
    home.run(&["user", "add", "erik", "--role", "editor", "--role", "registrar"]).done();
}

#[test]
fn an_editor_records_and_does_not_administer() {
    let home = Home::begin();
    home.run(&["user", "add", "erik", "--role", "editor"]).done();
    let (brev, copy) = (home.file("brev.txt", "Hej."), home.path("copy.zip"));
    home.run(&["--as", "erik", "record", &brev]).done();
    home.run(&["--as", "erik", "capture"]).done().says(&["inga konton"]);
    for refused in [
        &["user", "add", "eva", "--role", "editor"][..],
        &["account", "add", "a", "--platform", "wordpress", "--address", "https://lindholm.example/"],
        &["backup", &copy],
    ] {
        home.run(&[&["--as", "erik"], refused].concat()).ended(3).says(&["administratör"]);
    }
    assert!(!home.beside("copy.zip").exists());
}

#[test]
fn an_auditor_reads_everything_and_changes_nothing() {
    let home = with_auditor();
    let brev = home.file("brev.txt", "Hej.");
    let told = home.run(&["--json", "--as", "anna", "record", &brev]).done().json();
    let item = told["items"][0]["item"].as_str().unwrap();
    let before = home.size();
    let (copy, password) = (home.path("copy.zip"), home.file("password", "x"));
    for refused in [
        &["record", &brev][..],
        &["record", &home.file("poster.ndjson", "{\"id\":1,\"text\":\"x\"}\n")],
        &["capture"],
        &["account", "add", "a", "--platform", "wordpress", "--address", "https://lindholm.example/"],
        &["user", "add", "eva", "--role", "editor"],
        &["backup", &copy, "--keys", &password],
    ] {
        home.run(&[&["--as", "rut"], refused].concat()).ended(3);
    }
    assert_eq!(home.size(), before, "nothing was written");
    home.run(&["--as", "rut", "show"]).done().says(&[item]);
    home.run(&["--as", "rut", "show", item]).done().says(&["Hej."]);
    home.run(&["--as", "rut", "verify"]).done();
    home.run(&["--as", "rut", "checkpoint"]).done();
    home.run(&["--as", "rut", "doctor"]).done();
    home.run(&["--as", "rut", "account", "list"]).done();
    // Taking out evidence is a right of whoever reads, and is itself recorded.
    let bundle = home.run(&["--as", "rut", "prove", item]).done();
    assert!(bundle.bytes.starts_with(b"PK"));
    assert!(home.size()[0] > before[0]);
}

#[test]
fn an_authority_does_not_see_what_is_anothers() {
    let home = Home::empty();
    let init = [&crate::program::INIT[..], &["--authority", "Socialnämnden"]].concat();
    home.run(&init).done();
    home.run(&["user", "add", "sara", "--role", "editor", "--authority", "Socialnämnden"]).done();
    let brev = home.file("brev.txt", "Kommunstyrelsens brev.");
    home.run(&["--as", "anna", "record", &brev]).ended(2).says(&["flera myndigheter", "--authority"]);
    let told =
        home.run(&["--json", "--as", "anna", "record", &brev, "--authority", "Kommunstyrelsen"]).done();
    let told = told.json();
    let item = told["items"][0]["item"].as_str().unwrap();
    for verb in ["show", "prove"] {
        home.run(&["--as", "sara", verb, item]).ended(3).says(&["inget med det id:t"]);
        home.run(&["--as", "anna", verb, item]).done();
    }
    let told = home.run(&["--as", "sara", "show"]).done();
    assert!(!told.out.contains(item));
    home.run(&["--as", "sara", "record", &brev, "--authority", "Kommunstyrelsen"]).ended(2);
    home.run(&["--as", "sara", "record", &brev]).done();
}

#[test]
fn accounts_are_added_once_and_listed() {
    let home = Home::begin();
    let add = |name: &str, platform: &str, address: &str| {
        home.run(&["account", "add", name, "--platform", platform, "--address", address, "--internal"])
    };
    home.run(&["account", "list"]).done().says(&["inga konton ännu"]);
    add("webbplatsen", "wordpress", "http://127.0.0.1:9/").done().says(&["är tillagt", "fungerar inte ännu"]);
    add("webbplatsen", "wordpress", "http://127.0.0.1:9/").ended(2).says(&["redan ett konto"]);
    add("annat", "myspace", "http://127.0.0.1:9/").ended(2).says(&["wordpress"]);
    add(" ", "wordpress", "http://127.0.0.1:9/").ended(2);
    home.run(&["account", "list"]).done().says(&["webbplatsen", "WordPress", "http://127.0.0.1:9/"]);
    let listed = home.run(&["--json", "account", "list"]).done().json();
    assert_eq!(listed["accounts"].as_array().unwrap().len(), 1);
    home.run(&["capture"]).ended(5).says(&["webbplatsen:", "svarar inte"]);
    home.run(&["capture", "--account", "fel"]).ended(2).says(&["inget konto som heter fel"]);
    home.run(&["account", "password", "fel", "--password-file", &home.file("p", "x")]).ended(2);
    home.size();
}

#[test]
fn how_somebody_signs_in_is_their_own_matter() {
    let home = with_auditor();
    let invited = home.run(&["--json", "--as", "anna", "user", "invite", "rut"]).done().json();
    let path = invited["path"].as_str().unwrap();
    assert!(path.starts_with("/inbjudan/") && path.len() == 96, "{path}");
    home.run(&["--as", "rut", "user", "invite", "rut"]).done().says(&["gäller en gång och i sju dagar"]);
    home.run(&["--as", "rut", "user", "invite", "anna"]).ended(3).says(&["administratör"]);
    home.run(&["--as", "anna", "user", "invite", "bosse"])
        .ended(3)
        .says(&["ingen användare som heter bosse"]);
    let (good, weak) = (home.file("good", "snö tåg gurka fjäll\n"), home.file("weak", "Sommaren2026!\n"));
    let password = |file: &str| home.run(&["--as", "rut", "user", "password", "--password-file", file]);
    password(&weak).ended(2).says(&["lätt att gissa"]);
    password(&good).done().says(&["Lösenordet är bytt"]);
    password(&home.path("absent")).ended(2).says(&["kan inte läsas"]);
    home.run(&["--as", "anna", "user", "sessions"]).done().says(&["Ingen är inloggad"]);
    home.run(&["--as", "rut", "user", "sessions", "anna"]).ended(3).says(&["administratör"]);
    home.run(&["--as", "rut", "user", "sign-out", "anna"]).ended(3).says(&["administratör"]);
    home.run(&["--as", "anna", "user", "sign-out", "rut"])
        .done()
        .says(&["Avslutade inloggningar för rut: 0"]);
    home.run(&["--as", "anna", "verify"]).done();
}
