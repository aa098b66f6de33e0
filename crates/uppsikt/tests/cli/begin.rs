//! `init` and `uppsikt.toml`: a folder is begun once, wholly or not at all.

use std::os::unix::fs::PermissionsExt as _;

use crate::program::{Home, INIT, Told, uppsikt};

/// `INIT` with one argument replaced.
fn init_with(flag: &str, value: &'static str) -> [&'static str; 9] {
    let mut arguments = INIT;
    let at = arguments.iter().position(|argument| *argument == flag).unwrap();
    arguments[at + 1] = value;
    arguments
}

#[test]
fn a_folder_is_begun_once() {
    let home = Home::empty();
    let told = home.run(&INIT).done();
    let told = told.says(&["Lindholms kommun", "anna", "lindholm.example/uppsikt+", "Säkerhetskopiera"]);
    assert!(told.err.is_empty(), "{}", told.err);
    let before = home.size();
    home.run(&INIT).ended(4).says(&["Det finns redan något", "Inget har ändrats"]);
    assert_eq!(home.size(), before);
}

#[test]
fn json_holds_the_key_that_checkpoints_are_verified_with() {
    let home = Home::empty();
    let begun = home.run(&[&["--json"], &INIT[..]].concat()).done().json();
    let shown = home.run(&["--json", "checkpoint"]).done().json();
    assert_eq!(begun["key"], shown["keys"][0]);
    assert_eq!(begun["origin"], "lindholm.example/uppsikt");
    let key = begun["key"].as_str().unwrap();
    home.run(&["verify", "--key", key]).done().says(&["Allt stämmer"]);
}

#[test]
fn names_that_cannot_be_leave_nothing_half_made() {
    let home = Home::empty();
    for (flag, value) in [
        ("--admin", "Anna Lindholm"),
        ("--admin", ""),
        ("--authority", "  "),
        ("--organisation", ""),
        ("--origin", "lindholm example"),
        ("--origin", "a+b"),
    ] {
        home.run(&init_with(flag, value)).ended(2);
        let left = std::fs::read_dir(home.data()).map(Iterator::count).unwrap_or(0);
        assert_eq!(left, 0, "{flag} {value:?} left something in the folder");
    }
    home.run(&INIT).done();
}

#[test]
fn a_folder_with_other_things_in_it_is_left_alone() {
    let home = Home::empty();
    std::fs::create_dir(home.data()).unwrap();
    let letter = home.data().join("brev.txt");
    std::fs::write(&letter, "Hej").unwrap();
    home.run(&INIT).ended(4);
    assert_eq!(std::fs::read_dir(home.data()).unwrap().count(), 1);
    assert_eq!(std::fs::read_to_string(letter).unwrap(), "Hej");
}

#[test]
fn a_command_without_an_installation_says_what_to_do() {
    let home = Home::empty();
    home.run(&["show"]).ended(4).says(&["uppsikt.toml saknas", "uppsikt init"]);
    home.run(&["verify", &home.path("ingenting")]).ended(4);
    Told::of(uppsikt().arg("show").output().unwrap()).ended(2).says(&["--data", "UPPSIKT_DATA"]);
}

#[test]
fn the_folder_may_be_named_by_the_environment() {
    let home = Home::begin();
    let told = uppsikt().arg("user").arg("list").env("UPPSIKT_DATA", home.data()).output().unwrap();
    assert_eq!(Told::of(told).done().out, "anna\n");
}

#[test]
fn settings_with_unknown_keys_are_refused_and_not_repeated() {
    let home = Home::begin();
    let settings = home.data().join("uppsikt.toml");
    let text = std::fs::read_to_string(&settings).unwrap();
    std::fs::write(&settings, format!("{text}\n[databas]\nurl = 'postgres://app:hemligt@localhost/u'\n"))
        .unwrap();
    let told = home.run(&["show"]).ended(4).says(&["uppsikt.toml har ett fel", "rad ", "databas"]);
    assert!(!told.err.contains("hemligt"), "{}", told.err);
    std::fs::write(&settings, text).unwrap();
    home.run(&["show"]).done();
}

#[test]
fn a_folder_open_to_others_is_refused() {
    let home = Home::begin();
    let set = |mode| std::fs::set_permissions(home.data(), std::fs::Permissions::from_mode(mode)).unwrap();
    for mode in [0o755, 0o750, 0o701] {
        set(mode);
        home.run(&["show"]).ended(4).says(&["kan läsas av andra", &format!("{mode:o}"), "chmod 700"]);
        home.run(&["serve", "--listen", "127.0.0.1:0"]).ended(4).says(&["kan läsas av andra"]);
    }
    set(0o700);
    home.run(&["show"]).done();
}
