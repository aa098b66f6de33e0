//! Help and usage errors are Swedish, and say what to do.

use crate::program::{Told, uppsikt};

/// Every command, with the words that lead to it.
const COMMANDS: &[&[&str]] = &[
    &[],
    &["init"],
    &["account"],
    &["account", "add"],
    &["account", "password"],
    &["account", "list"],
    &["account", "note"],
    &["account", "facts"],
    &["user"],
    &["user", "add"],
    &["user", "list"],
    &["user", "invite"],
    &["user", "password"],
    &["user", "sessions"],
    &["user", "sign-out"],
    &["capture"],
    &["connect"],
    &["queue"],
    &["decide"],
    &["decision"],
    &["decision", "list"],
    &["decision", "show"],
    &["decision", "undo"],
    &["decision", "attest"],
    &["guideline"],
    &["guideline", "list"],
    &["guideline", "adopt"],
    &["guideline", "check"],
    &["guideline", "diff"],
    &["guideline", "trace"],
    &["guideline", "explain"],
    &["guideline", "simulate"],
    &["guideline", "withdraw"],
    &["guideline", "exception"],
    &["guideline", "status"],
    &["guideline", "guide"],
    &["guideline", "exception", "ask"],
    &["guideline", "exception", "grant"],
    &["guideline", "exception", "refuse"],
    &["guideline", "exception", "end"],
    &["guideline", "exception", "list"],
    &["register"],
    &["registry"],
    &["registry", "list"],
    &["registry", "show"],
    &["registry", "complete"],
    &["registry", "decline"],
    &["registry", "link"],
    &["search"],
    &["search", "rebuild"],
    &["decision", "resume"],
    &["integration"],
    &["integration", "add"],
    &["integration", "list"],
    &["integration", "token"],
    &["integration", "revoke"],
    &["integration", "end"],
    &["integration", "webhook"],
    &["integration", "webhook", "add"],
    &["integration", "webhook", "list"],
    &["integration", "webhook", "end"],
    &["observe"],
    &["import"],
    &["demo"],
    &["record"],
    &["show"],
    &["verify"],
    &["prove"],
    &["checkpoint"],
    &["backup"],
    &["restore"],
    &["doctor"],
    &["serve"],
];

fn run(arguments: &[&str]) -> Told {
    Told::of(uppsikt().args(arguments).output().unwrap())
}

#[test]
fn help_is_swedish() {
    for command in COMMANDS.iter().copied() {
        let told = run(&[command, &["--help"]].concat()).done();
        for word in [
            "Usage",
            "Options",
            "OPTIONS",
            "Commands",
            "COMMAND",
            "Arguments",
            "Print",
            "default",
            "possible",
        ] {
            assert!(!told.out.contains(word), "{command:?}: {word} in\n{}", told.out);
        }
        let usage = format!("Användning: {}", [&["uppsikt"], command].concat().join(" "));
        assert!(told.out.contains(&usage) && told.out.contains("Flaggor:"), "{command:?}:\n{}", told.out);
    }
}

#[test]
fn every_command_is_in_the_list() {
    let told = run(&["--help"]).done();
    for command in COMMANDS.iter().filter(|command| command.len() == 1) {
        assert!(told.out.contains(&format!("\n  {}", command[0])), "{command:?}");
    }
}

#[test]
fn what_cannot_be_understood_is_said_in_swedish() {
    for (arguments, words) in [
        (&["fånga"][..], "Det finns inget kommando fånga."),
        (&["show", "--allt"], "Det finns ingen flagga --allt."),
        (&["init"], "Det saknas något: --organisation"),
        (&["record"], "Det saknas något: <FIL>"),
        (&["serve", "--listen", "hemma"], "hemma går inte att använda"),
        (&["account"], "Det saknas ett kommando."),
        (&[], "Det saknas ett kommando."),
    ] {
        let told = run(arguments).ended(2).says(&[words, "Inget har gjorts", "--help"]);
        assert!(told.out.is_empty() && !told.err.contains("error:"), "{told:?}");
    }
}

#[test]
fn the_version_is_told() {
    assert_eq!(run(&["--version"]).done().out, format!("uppsikt {}\n", env!("CARGO_PKG_VERSION")));
}
