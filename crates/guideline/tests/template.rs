//! The template for a new municipality: it is a profile, it has everything, and what waits in it can be filled in.
//!
//! The lists in it stand between `# >>> name` and `# <<<` and come from the program:
//! `UPPSIKT_WRITE=1 cargo test -p uppsikt-guideline --test template` writes them anew.

#![expect(clippy::expect_used, reason = "a test that cannot go on should stop")]

use std::path::PathBuf;

use uppsikt_guideline::obligation::{self, Capability};
use uppsikt_guideline::parameter::{self, Choice, Key, Kind, Parameter, Party, Value};
use uppsikt_guideline::requirement::{Enforcement, Moment};
use uppsikt_guideline::{ContentClass, GroundKind, Profile, Reason};

/// Lines are wrapped here, so that the file can be read in any editor.
const LINE_CHARACTERS_MAX: usize = 112;
/// The guideline's day stands in its head and nowhere else.
const IN_THE_HEAD: Key = Key::PolicyDate;

/// Headings, each with what its keys begin with.
const PARTS: &[(&str, &[&str])] = &[
    ("Dokumentet och vad det omfattar", &["policy", "scope", "channel", "responsibility", "private"]),
    ("Starta ett konto", &["start"]),
    ("Bemanna och förvara inloggningsuppgifter", &["staff", "cred"]),
    ("Bevaka", &["watch", "crisis"]),
    ("Svara: det som inte står nedan", &["answer", "comment"]),
    ("Informera besökare", &["notice"]),
    ("Publicera", &["publish", "access", "identity", "list"]),
    ("Ta bort: det som inte står nedan", &["remove"]),
    ("Diarieföra: det som inte står nedan", &["register", "record"]),
    ("Lämna ut", &["disclose"]),
    ("Gallra", &["dispose"]),
    ("Ta ögonblicksbilder och bevara", &["snapshot", "preserve"]),
    ("Använda bilder", &["image", "personal_data"]),
    ("Avsluta ett konto", &["close"]),
    ("Följa upp och leverera", &["report", "deposit"]),
];

/// The keys of a part, in the order of the keys.
fn keys_of(groups: &[&str]) -> Vec<Key> {
    let is_in = |key: &Key| key.code().split_once('.').is_some_and(|(group, _)| groups.contains(&group));
    askable().copied().filter(is_in).collect()
}

fn path() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../guidelines/_template.toml"))
}

fn template() -> String {
    std::fs::read_to_string(path()).expect("the template")
}

/// Words after each other in lines that begin with `indent`.
fn wrapped(indent: &str, text: &str) -> String {
    let (mut lines, mut line) = (String::new(), indent.trim_end().to_owned());
    for word in text.split_whitespace() {
        if line.chars().count() + 1 + word.chars().count() > LINE_CHARACTERS_MAX {
            lines += &format!("{line}\n");
            indent.trim_end().clone_into(&mut line);
        }
        let is_empty = line == indent.trim_end();
        line += &format!("{}{word}", if is_empty { &indent[indent.trim_end().len()..] } else { " " });
    }
    lines + &line + "\n"
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn askable() -> impl Iterator<Item = &'static Key> {
    Key::ALL.iter().filter(|key| **key != IN_THE_HEAD)
}

/// The keys that are silent until something is filled in.
fn questions() -> String {
    let mut text = "silent = [\n".to_owned();
    for (_, groups) in PARTS {
        let keys: Vec<String> = keys_of(groups).iter().map(|key| format!("\"{key}\",")).collect();
        text += &wrapped("    ", &keys.join(" "));
    }
    text + "]\n"
}

fn roles() -> String {
    Party::ALL.iter().map(|party| format!("#{party} = \"{}\"\n", party.swedish())).collect()
}

fn listed(words: &[Choice]) -> String {
    let words: Vec<String> = words.iter().map(|word| format!("{} ({})", word.code, word.swedish)).collect();
    words.join(", ")
}

/// Which values a parameter takes, as a sentence.
fn takes(parameter: &Parameter) -> String {
    match parameter.kind {
        Kind::Bool => "true (ja) eller false (nej).".to_owned(),
        Kind::Count { least, most } => format!("ett tal från {least} till {most}."),
        Kind::Span => "en tid: antal och hours, working-days, days, weeks, months eller years.".to_owned(),
        Kind::Day => "en dag, en månad eller ett år.".to_owned(),
        Kind::Word(words) => format!("ett av {}.", listed(words)),
        Kind::Words(words) => format!("en lista av {}.", listed(words)),
        Kind::Party => "en roll.".to_owned(),
        Kind::Parties => "en lista av roller.".to_owned(),
        Kind::Text => "en text.".to_owned(),
        Kind::Texts => "en lista av texter.".to_owned(),
        Kind::Address => "en webbadress.".to_owned(),
        Kind::Shaped => String::new(),
    }
}

/// What stands in the template: the proposal, or something of the kind.
fn example(parameter: &Parameter) -> String {
    let list = |codes: Vec<&str>| format!("{codes:?}");
    let of_kind = match parameter.kind {
        Kind::Bool => "true".to_owned(),
        Kind::Count { least, .. } => least.to_string(),
        Kind::Span => "\"1 months\"".to_owned(),
        Kind::Day => "\"2026-01-01\"".to_owned(),
        Kind::Word(words) => format!("{:?}", words.first().map_or("", |word| word.code)),
        Kind::Words(words) => list(words.iter().take(2).map(|word| word.code).collect()),
        Kind::Party => "\"manager\"".to_owned(),
        Kind::Parties => "[\"manager\"]".to_owned(),
        Kind::Text | Kind::Shaped => "\"Skriv här.\"".to_owned(),
        Kind::Texts => "[\"Skriv här.\"]".to_owned(),
        Kind::Address => "\"www.kommunen.se\"".to_owned(),
    };
    match parameter.proposed() {
        Some(Value::Bool(value)) => value.to_string(),
        Some(Value::Count(count)) => count.to_string(),
        Some(Value::Span(span)) => format!("\"{span}\""),
        Some(Value::Word(word)) => format!("{:?}", word.code),
        Some(Value::Words(words)) => list(words.iter().map(|word| word.code).collect()),
        Some(Value::Party(party)) => format!("\"{party}\""),
        Some(Value::Parties(parties)) => list(parties.iter().map(|party| party.code()).collect()),
        Some(Value::Day(_) | Value::Text(_) | Value::Texts(_)) | None => of_kind,
    }
}

/// One table that waits for each parameter without a shape of its own.
fn parameters() -> String {
    let mut text = String::new();
    for (heading, groups) in PARTS {
        text += &format!("# --- {heading} ---\n\n");
        let about = keys_of(groups).into_iter().filter_map(parameter::about);
        for parameter in about.filter(|parameter| parameter.kind != Kind::Shaped) {
            text += &waiting(parameter);
        }
    }
    text.trim_end().to_owned() + "\n"
}

fn waiting(parameter: &Parameter) -> String {
    let mut text = wrapped("# ", &format!("{}.", capital(parameter.key.swedish())));
    text += &wrapped("# ", &format!("Värde: {}", takes(parameter)));
    if let Some(proposed) = parameter.proposed() {
        text += &wrapped("# ", &format!("Förslag: {}. {}", proposed.swedish(), parameter.why));
    }
    text + &format!("#[{}]\n#value = {}\n#source = [\"KOMMUN-01\"]\n\n", parameter.key, example(parameter))
}

fn classes() -> String {
    let ours = ContentClass::ALL.iter().filter(|class| class.ground_kinds().contains(&GroundKind::HouseRule));
    let table = |class: &ContentClass| {
        format!(
            "#[remove.class.{class}]\n#value = \"remove\"\n#rule = \"Vi tar bort inlägg av detta slag: {}.\"\n\
            #source = [\"KOMMUN-01\"]\n",
            class.swedish()
        )
    };
    ours.map(table).collect::<Vec<_>>().join("\n")
}

fn reasons() -> String {
    let table = |reason: &Reason| {
        format!(
            "# Inlägget {}.\n#[register.{reason}]\n#value = \"must\"\n#source = [\"KOMMUN-01\"]\n",
            reason.swedish()
        )
    };
    Reason::ALL.iter().map(table).collect::<Vec<_>>().join("\n")
}

/// The words of a statement: what is done about it, when it speaks, and the duties.
fn words() -> String {
    let line = |code: &str, swedish: &str| format!("#   {code}: {swedish}\n");
    let mut text = "# enforced:\n".to_owned();
    text.extend(Enforcement::ALL.iter().map(|word| line(word.code(), word.swedish())));
    text += "#\n# moment:\n";
    text.extend(Moment::ALL.iter().map(|word| line(word.code(), word.swedish())));
    text += "#\n# duty:\n";
    for capability in Capability::ALL {
        text += &format!("# {}\n", capability.swedish());
        let ours = obligation::all().filter(|obligation| obligation.capability == *capability);
        text.extend(ours.map(|obligation| line(obligation.code, obligation.swedish)));
    }
    text
}

/// The template with its lists as they are now.
fn up_to_date(template: &str) -> String {
    let mut parts = template.split("# >>> ");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, _) = part.split_once('\n').expect("a name");
        let (_, after) = part.split_once("# <<<\n").expect("an end");
        let list = match name {
            "frågor" => questions(),
            "roller" => roles(),
            "parametrar" => parameters(),
            "klasser" => classes(),
            "skäl" => reasons(),
            "satsord" => words(),
            other => panic!("nobody writes the list {other:?}"),
        };
        text += &format!("# >>> {name}\n{list}# <<<\n{after}");
    }
    text
}

/// With everything filled in: what waits is there, and nothing is silent.
fn filled_in(template: &str) -> String {
    let questions = questions();
    let waits = |line: &str| line.strip_prefix('#').is_some_and(|rest| !rest.starts_with([' ', '=']));
    let line = |line: &str| if waits(line) { format!("{}\n", &line[1..]) } else { format!("{line}\n") };
    template.replace(&questions, "").lines().map(line).collect()
}

#[test]
fn every_question_stands_in_the_template() {
    let asked: usize = PARTS.iter().map(|(_, groups)| keys_of(groups).len()).sum();
    assert_eq!(asked, askable().count());
}

#[test]
fn the_lists_are_up_to_date() {
    let (found, expected) = (template(), up_to_date(&template()));
    if std::env::var_os("UPPSIKT_WRITE").is_some() {
        std::fs::write(path(), &expected).expect("the template can be written");
    } else {
        assert!(
            found == expected,
            "guidelines/_template.toml is not up to date; UPPSIKT_WRITE=1 writes it anew"
        );
    }
}

#[test]
fn the_template_is_a_profile_that_says_nothing_yet() {
    let profile = Profile::parse(&template()).expect("a profile");
    assert!(profile.values.is_empty());
    assert_eq!(profile.silent.len(), askable().count());
    assert_eq!(profile.requirements.len(), usize::from(profile.about.statements));
}

#[test]
fn everything_that_waits_can_be_filled_in() {
    let text = filled_in(&template());
    let profile = Profile::parse(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    let unsaid: Vec<&Key> = askable().filter(|key| profile.value_of(**key).is_none()).collect();
    // Every reason is filled in as a `ska`, so that the other two have nothing left.
    assert_eq!(unsaid, [&Key::RegisterMay, &Key::RegisterMustNot]);
    assert_eq!(profile.parties.len(), Party::ALL.len());
    assert!(!profile.layers.is_empty());
}
