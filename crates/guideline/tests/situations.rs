//! The guidelines and the law in their own terms: situations in Swedish, with the answers that are expected.
//!
//! Every Markdown file in `tests/situations/` is found and run. Its line `Profil: finspang` names a
//! guideline that is built in, `Profil: lindholm.toml` a file beside it; without the line the file's
//! own name is the guideline's. A new municipality is a profile and a Markdown file there, and no Rust.
//!
//! A situation is a heading that names statements or law, some prose for the reader, and lines with
//! facts and expected answers: about an item ([`items`]) or, with a line `nu`, about an account
//! ([`account`]). What the heading names must be among the sources of the answer. A line that nobody
//! reads is a failure, so nothing is expected in vain.

#![expect(clippy::expect_used, reason = "a test that cannot go on should stop")]

use std::collections::BTreeSet;

use uppsikt_guideline::profiles;

#[path = "situations/run/account.rs"]
mod account;
#[path = "situations/run/covered.rs"]
mod covered;
#[path = "situations/run/items.rs"]
mod items;
#[path = "situations/run/read.rs"]
mod read;
#[path = "situations/run/rules.rs"]
mod rules;

use read::{File, Situation};

/// Fewer situations in a file is a file that has not been read as it was meant.
const SITUATIONS_MIN: usize = 5;

fn run(file: &File, situation: &Situation) -> Result<(), String> {
    let mut left = situation.clone();
    let found = if left.lines.contains_key("nu") {
        account::answered(file, &mut left)
    } else {
        items::answered(&file.profile, &mut left)
    };
    let found = found?;
    if let Some((line, _)) = left.lines.first_key_value() {
        return Err(format!("nobody reads the line {line:?}"));
    }
    match situation.named.iter().find(|named| *named != "tiger" && !found.contains(*named)) {
        None => Ok(()),
        Some(named) => Err(format!("{named} is not among the sources: {found:?}")),
    }
}

#[test]
fn every_situation_is_answered_as_expected_from_what_it_names() {
    let mut failures = Vec::new();
    for file in read::files() {
        let file = match file {
            Ok(file) => file,
            Err(fault) => {
                failures.push(fault);
                continue;
            }
        };
        if file.situations.len() < SITUATIONS_MIN {
            failures.push(format!("{}: only {} situations", file.name, file.situations.len()));
        }
        for situation in &file.situations {
            if let Err(fault) = run(&file, situation) {
                failures.push(format!("{} ## {}\n    {fault}", file.name, situation.heading));
            }
        }
    }
    assert!(failures.is_empty(), "{} failures:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn every_statement_that_must_have_a_situation_has_one() {
    let mut without = Vec::new();
    for file in read::files().into_iter().flatten() {
        let missing = covered::missing(&file);
        if !missing.is_empty() {
            without.push(format!("{}: {}", file.name, missing.join(", ")));
        }
    }
    assert!(without.is_empty(), "no situation for\n{}", without.join("\n"));
}

#[test]
fn every_guideline_that_is_built_in_has_a_file_of_situations() {
    let files: Vec<File> = read::files().into_iter().flatten().collect();
    let codes: BTreeSet<&str> = files.iter().map(|file| file.profile.about.code.as_str()).collect();
    let without: Vec<&str> =
        profiles::all().into_iter().map(|(code, _)| code).filter(|code| !codes.contains(code)).collect();
    assert!(without.is_empty(), "no situations for {without:?}");
}

#[test]
fn a_municipality_that_no_line_of_code_knows_is_judged_too() {
    let known: BTreeSet<&str> = profiles::all().into_iter().map(|(code, _)| code).collect();
    let files: Vec<File> = read::files().into_iter().flatten().collect();
    let sixth = files.iter().find(|file| {
        !known.contains(file.profile.about.code.as_str()) && !file.profile.requirements.is_empty()
    });
    let sixth = sixth.expect("an invented municipality");
    assert_eq!(sixth.profile.requirements.len(), usize::from(sixth.profile.about.statements));
    assert!(sixth.situations.len() >= SITUATIONS_MIN);
}
