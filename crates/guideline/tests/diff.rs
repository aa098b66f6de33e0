//! What differs between two guidelines, as a council reads it.

use uppsikt_guideline::diff::{Change, diff};
use uppsikt_guideline::parameter::Direction;
use uppsikt_guideline::{Profile, profiles};

const HEAD: &str = "format = 1\n[guideline]\ncode = \"lindholm\"\nauthority = \"Lindholms kommun\"\n\
    title = \"Riktlinje\"\nprefix = \"LINDHOLM\"\nstatements = 9\n";
const STATEMENT: &str = "[[statement]]\nid = \"LINDHOLM-01\"\nstrength = \"should\"\ntext = \"Syftet står i planen.\"\n\
    binds = \"editor\"\nenforced = \"check\"\nduty = [\"purpose-recorded\"]\nmoment = \"start\"\n";

fn profile(rest: &str) -> Profile {
    match Profile::parse(&format!("{HEAD}{rest}")) {
        Ok(profile) => profile,
        Err(error) => panic!("{error}: {rest}"),
    }
}

fn said(path: &str, value: &str, more: &str) -> String {
    format!("[{path}]\nvalue = {value}\nsource = [\"LINDHOLM-01\"]\n{more}\n")
}

fn changes(old: &str, new: &str) -> Vec<Change> {
    diff(&profile(old), &profile(new))
}

fn sentences(old: &str, new: &str) -> Vec<String> {
    changes(old, new).into_iter().map(|change| change.sentence).collect()
}

#[test]
fn the_same_guideline_has_no_differences() {
    for (code, text) in profiles::all() {
        let profile = Profile::parse(text).unwrap();
        assert_eq!(diff(&profile, &profile), Vec::new(), "{code}");
    }
}

#[test]
fn what_the_program_does_not_follow_is_no_difference() {
    let plain = said("watch.frequency", "\"1 days\"", "");
    let reading = said("watch.frequency", "\"1 days\"", "reading = \"Dagligen är varje dag.\"");
    assert_eq!(sentences(&plain, &reading), Vec::<String>::new());
    assert_eq!(sentences("", "[private]\n"), Vec::<String>::new());
}

#[test]
fn values_say_from_what_to_what_and_which_is_the_stricter() {
    let day = said("watch.frequency", "\"1 days\"", "");
    let week = said("watch.frequency", "\"1 weeks\"", "");
    let found = changes(&day, &week);
    assert_eq!(found[0].sentence, "Hur ofta kontot bevakas: från 1 dag till 1 vecka (mildare). LINDHOLM-01.");
    assert_eq!(found[0].direction, Some(Direction::Looser));
    assert_eq!(
        sentences(&week, &day),
        ["Hur ofta kontot bevakas: från 1 vecka till 1 dag (strängare). LINDHOLM-01."]
    );
    assert_eq!(sentences("", &day), ["Hur ofta kontot bevakas: tillkommer med 1 dag (ska). LINDHOLM-01."]);
    assert_eq!(
        sentences(&day, ""),
        ["Hur ofta kontot bevakas: utgår, och riktlinjen tiger (tidigare 1 dag, ska)."]
    );
    let should = said("watch.frequency", "\"1 days\"", "strength = \"should\"");
    assert_eq!(sentences(&day, &should), ["Hur ofta kontot bevakas: från ska till bör (mildare)."]);
    let from = said("watch.frequency", "\"1 days\"", "from = \"2027-01-01\"");
    assert_eq!(sentences(&day, &from), ["Hur ofta kontot bevakas: gäller först från och med 2027-01-01."]);
    let may = said("watch.frequency", "\"1 days\"", "exceptions = [\"head-of-communications\"]");
    assert_eq!(
        sentences(&day, &may),
        ["Hur ofta kontot bevakas: undantag får beviljas av kommunikationschefen."]
    );
}

#[test]
fn rules_orders_speeds_and_registration_are_compared_too() {
    let rule = |text: &str| said("remove.class.advertising", "\"remove\"", &format!("rule = \"{text}\""));
    assert_eq!(
        sentences(&rule("Vi tar bort reklam."), &rule("Reklam tas bort.")),
        [
            "Egen regel om reklam: ny lydelse ”Reklam tas bort.” i stället för ”Vi tar bort reklam.”. LINDHOLM-01."
        ]
    );
    let order = |steps: &str| {
        format!("[remove.order.other]\nvalue = {steps}\nsource = [\"LINDHOLM-01\", \"LINDHOLM-01\"]\n")
    };
    let found = sentences(&order("[\"document\", \"remove\"]"), &order("[\"remove\", \"register\"]"));
    assert_eq!(
        found,
        [
            "Ordning vid borttagning, annat: från dokumentera, ta bort till ta bort, diarieföra. LINDHOLM-01, LINDHOLM-01."
        ]
    );
    let speed = |word: &str| said("remove.speed.secrecy", word, "");
    assert!(sentences(&speed("\"promptly\""), &speed("\"at-once\""))[0].contains("(strängare)"));
    let register = |duty: &str| said("register.removed", duty, "");
    assert_eq!(
        sentences(&register("\"must\""), &register("\"may\"")),
        [
            "Diarieföring när inlägget har dolts eller tagits bort: från ska diarieföras till får diarieföras (mildare). LINDHOLM-01."
        ]
    );
    let answer = |hours: &str| said("answer.deadline", hours, "");
    assert!(sentences(&answer("48"), &answer("24"))[0].contains("från 48 timmar till 24 timmar (strängare)"));
}

#[test]
fn layers_name_whom_they_are_for() {
    let layer = |value: &str| {
        format!("[[layer]]\nkind = \"mode\"\nof = \"crisis\"\n{}", said("layer.watch.frequency", value, ""))
    };
    assert_eq!(
        sentences("", &layer("\"4 hours\"")),
        ["För krisläge: hur ofta kontot bevakas: tillkommer med 4 timmar (ska). LINDHOLM-01."]
    );
    assert!(
        sentences(&layer("\"4 hours\""), &layer("\"2 hours\""))[0].ends_with("(strängare). LINDHOLM-01.")
    );
}

#[test]
fn statements_of_two_versions_are_compared_one_by_one() {
    assert_eq!(sentences("", STATEMENT), ["Ny sats LINDHOLM-01 (bör): Syftet står i planen."]);
    assert_eq!(sentences(STATEMENT, ""), ["Satsen LINDHOLM-01 (bör) utgår: Syftet står i planen."]);
    let now = |from: &str, to: &str| sentences(STATEMENT, &STATEMENT.replace(from, to));
    assert_eq!(
        now("should", "must"),
        ["LINDHOLM-01 går från bör till ska (strängare): Syftet står i planen."]
    );
    assert_eq!(
        now("Syftet står", "Syfte och mål står"),
        ["LINDHOLM-01 har ny lydelse: ”Syfte och mål står i planen.” i stället för ”Syftet står i planen.”."]
    );
    assert_eq!(
        now("\"check\"", "\"block\""),
        ["LINDHOLM-01: programmet hindrar i stället för att det kontrollerar (strängare)."]
    );
    assert_eq!(
        now("moment = \"start\"", "moment = \"apply\""),
        ["LINDHOLM-01 gäller vid ansökan om konto i stället för start av konto."]
    );
}

#[test]
fn guidelines_of_two_authorities_are_compared_by_what_they_ask_for() {
    let named = |code| profiles::named(code).unwrap().unwrap();
    let found = diff(&named("osby"), &named("oland"));
    let has = |start: &str| found.iter().any(|change| change.sentence.starts_with(start));
    assert!(has("Utgår: samråd är gjort före start (ska, OSBY-08)."));
    assert!(found.iter().all(|change| !change.sentence.starts_with("Ny sats")));
    for change in found {
        assert!(change.sentence.ends_with('.'), "{}", change.sentence);
    }
}
