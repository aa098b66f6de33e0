//! Parameters: values can be held against each other, proposals can be written, and the page is up to date.
//!
//! `UPPSIKT_WRITE=1 cargo test -p uppsikt-guideline --test parameters` writes the page anew.

use std::path::PathBuf;

use proptest::prelude::*;
use uppsikt_guideline::Profile;
use uppsikt_guideline::parameter::{
    self, Choice, Direction, Key, Kind, Parameter, Party, Span, Tighter, Unit, Value,
};

/// Headings of the page, each with what its keys begin with.
const PARTS: &[(&str, &[&str])] = &[
    ("Dokumentet och vad det omfattar", &["policy", "scope", "channel", "responsibility", "private"]),
    ("Starta ett konto", &["start"]),
    ("Bemanning", &["staff"]),
    ("Inloggningsuppgifter", &["cred"]),
    ("Uppsikt och kris", &["watch", "crisis"]),
    ("Svar", &["answer", "comment"]),
    ("Information till besökare", &["notice"]),
    ("Egna inlägg och tillgänglighet", &["publish", "access"]),
    ("Ta bort", &["remove"]),
    ("Diarieföring", &["register", "record"]),
    ("Gallring", &["dispose"]),
    ("Ögonblicksbilder och bevarande", &["snapshot", "preserve"]),
    ("Utlämnande", &["disclose"]),
    ("Bilder, samtycke och personuppgifter", &["image", "personal_data"]),
    ("Avsändare och förteckning", &["identity", "list"]),
    ("Avslut", &["close"]),
    ("Uppföljning och pliktexemplar", &["report", "deposit"]),
];

fn group(key: Key) -> &'static str {
    key.code().split_once('.').map_or("", |(group, _)| group)
}

/// Three values of one parameter.
fn three() -> impl Strategy<Value = (&'static Parameter, [Value; 3])> {
    let all: Vec<&'static Parameter> = parameter::all().collect();
    proptest::sample::select(all).prop_flat_map(|parameter| {
        let value = value(parameter.kind, parameter.words());
        (Just(parameter), [value.clone(), value.clone(), value])
    })
}

fn value(kind: Kind, words: Vec<Choice>) -> BoxedStrategy<Value> {
    let some = |words: Vec<Choice>| {
        let most = words.len();
        proptest::sample::subsequence(words, 0..=most).prop_shuffle().prop_map(Value::Words).boxed()
    };
    match kind {
        Kind::Bool => any::<bool>().prop_map(Value::Bool).boxed(),
        Kind::Count { least, most } => (least..=most).prop_map(Value::Count).boxed(),
        Kind::Span => span().prop_map(Value::Span).boxed(),
        Kind::Word(list) => proptest::sample::select(list).prop_map(Value::Word).boxed(),
        Kind::Shaped if words.is_empty() => span().prop_map(Value::Span).boxed(),
        Kind::Words(_) | Kind::Shaped => some(words),
        Kind::Party => proptest::sample::select(Party::ALL).prop_map(Value::Party).boxed(),
        Kind::Parties => {
            let most = Party::ALL.len();
            proptest::sample::subsequence(Party::ALL, 0..=most).prop_map(Value::Parties).boxed()
        }
        Kind::Day => "20[0-9]{2}-0[1-9]".prop_map(Value::Day).boxed(),
        Kind::Text | Kind::Address => "[a-c]{0,2}".prop_map(Value::Text).boxed(),
        Kind::Texts => proptest::collection::vec("[a-c]", 0..4).prop_map(Value::Texts).boxed(),
    }
}

fn span() -> impl Strategy<Value = Span> {
    (1..=10_u16, proptest::sample::select(Unit::ALL)).prop_map(|(count, unit)| Span::of(count, unit))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn what_is_tighter_one_way_is_looser_the_other((parameter, [a, b, _]) in three()) {
        let turned = match parameter.compare(&a, &b) {
            Direction::Tighter => Direction::Looser,
            Direction::Looser => Direction::Tighter,
            direction => direction,
        };
        prop_assert_eq!(parameter.compare(&b, &a), turned);
        prop_assert_eq!(parameter.compare(&a, &b) == Direction::Same, a == b);
    }

    #[test]
    fn tighter_than_tighter_is_tighter((parameter, [a, b, c]) in three()) {
        let step = |from: &Value, to: &Value| parameter.compare(from, to) == Direction::Tighter;
        if step(&a, &b) && step(&b, &c) {
            prop_assert!(step(&a, &c));
        }
    }
}

#[test]
fn every_parameter_that_is_ordered_has_values_that_are() {
    for parameter in parameter::all() {
        let fits = match parameter.tighter {
            Tighter::Neither => true,
            Tighter::Yes | Tighter::No => matches!(parameter.kind, Kind::Bool | Kind::Shaped),
            Tighter::Less | Tighter::More => {
                matches!(parameter.kind, Kind::Count { .. } | Kind::Span | Kind::Shaped)
            }
            Tighter::Earlier => matches!(parameter.kind, Kind::Word(_) | Kind::Shaped),
            Tighter::LongerList | Tighter::ShorterList => {
                matches!(parameter.kind, Kind::Words(_) | Kind::Parties | Kind::Texts | Kind::Shaped)
            }
        };
        assert!(fits, "{}: {:?} of {:?}", parameter.key, parameter.tighter, parameter.kind);
    }
}

#[test]
fn words_are_named_once_in_code_and_in_swedish() {
    for parameter in parameter::all() {
        let words = parameter.words();
        for (at, word) in words.iter().enumerate() {
            let kebab = word.code.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
            assert!(kebab, "{}: {}", parameter.key, word.code);
            let twice = words.iter().skip(at + 1).any(|later| {
                later.code == word.code || later.swedish == word.swedish || later.swedish.contains(';')
            });
            assert!(!twice, "{}: {} twice", parameter.key, word.code);
        }
    }
}

/// A value as a profile writes it.
fn written(value: &Value) -> String {
    let list = |codes: Vec<&str>| format!("{codes:?}");
    match value {
        Value::Bool(value) => value.to_string(),
        Value::Count(count) => count.to_string(),
        Value::Span(span) => format!("\"{span}\""),
        Value::Word(choice) => format!("\"{}\"", choice.code),
        Value::Party(party) => format!("\"{party}\""),
        Value::Words(choices) => list(choices.iter().map(|choice| choice.code).collect()),
        Value::Parties(parties) => list(parties.iter().map(|party| party.code()).collect()),
        Value::Texts(texts) => format!("{texts:?}"),
        Value::Day(text) | Value::Text(text) => format!("{text:?}"),
    }
}

#[test]
fn every_proposal_can_be_written_in_a_profile() {
    let plain = || parameter::all().filter(|parameter| parameter.kind != Kind::Shaped);
    let mut text = "format = 1\n[guideline]\ncode = \"lindholm\"\nauthority = \"Lindholms kommun\"\n\
        title = \"Riktlinje för sociala medier\"\nprefix = \"LINDHOLM\"\nstatements = 1\n"
        .to_owned();
    for parameter in plain() {
        if let Some(proposed) = parameter.proposed() {
            let value = written(&proposed);
            text += &format!("[{}]\nvalue = {value}\nsource = [\"LINDHOLM-01\"]\n", parameter.key);
        }
    }
    let profile = Profile::parse(&text).expect("a profile of proposals");
    for parameter in plain() {
        let read = profile.values.get(&parameter.key).and_then(|stated| stated.value());
        assert_eq!(read, parameter.proposed().as_ref(), "{}", parameter.key);
    }
}

/// The reference page.
fn page() -> String {
    let mut page = format!(
        "# Parametrar\n\n\
Sidan skrivs av programmet; ändra den inte för hand. \
`UPPSIKT_WRITE=1 cargo test -p uppsikt-guideline --test parameters` skriver den på nytt.\n\n\
En parameter är något som riktlinjer säger olika om. Det finns {} stycken. I en profil står en parameter som en \
tabell med nyckelns namn; hur den skrivs står i [profile.md](profile.md).\n\n\
- **Värde**: vad som får stå där. En kod står i profilen, och orden efter den är det som visas.\n\
- **Förslag**: det som Uppsikt föreslår när riktlinjen inget säger, och varför. Förslaget är Uppsikts eget. \
Den som inte följer det bryter inte mot riktlinjen. Ett streck betyder att bara myndigheten kan säga vad som gäller.\n\
- **Strängare**: när ett värde i ett lager är strängare än värdet ovanför. Ett streck betyder att inget värde \
är strängare än ett annat.\n",
        Key::ALL.len()
    );
    for (heading, groups) in PARTS {
        page += &format!(
            "\n## {heading}\n\n| Nyckel | Vad | Värde | Förslag | Strängare |\n|---|---|---|---|---|\n"
        );
        for key in Key::ALL.iter().filter(|key| groups.contains(&group(**key))) {
            let Some(parameter) = parameter::about(*key) else { continue };
            let proposal = parameter.proposed().map_or_else(
                || "–".to_owned(),
                |value| format!("**{}**. {}", value.swedish(), parameter.why),
            );
            let kind = kind(parameter);
            let tighter = tighter(parameter);
            page += &format!("| `{key}` | {} | {kind} | {proposal} | {tighter} |\n", key.swedish());
        }
    }
    page += "\n## Roller\n\nVad myndigheten kallar en roll står i profilens tabell `[party]`.\n\n| Kod | Roll |\n|---|---|\n";
    for party in Party::ALL {
        page += &format!("| `{party}` | {} |\n", party.swedish());
    }
    page
}

fn kind(parameter: &Parameter) -> String {
    let words: Vec<String> =
        parameter.words().iter().map(|word| format!("`{}` {}", word.code, word.swedish)).collect();
    let words = words.join(" · ");
    match parameter.kind {
        Kind::Bool => "`true` ja · `false` nej".to_owned(),
        Kind::Count { least, most } => format!("ett tal, {least}–{most}"),
        Kind::Span => "en tid, som `48 hours` eller `6 months`".to_owned(),
        Kind::Day => "en dag, en månad eller ett år".to_owned(),
        Kind::Word(_) => format!("ett av: {words}"),
        Kind::Words(_) => format!("en lista av: {words}"),
        Kind::Party => "en roll".to_owned(),
        Kind::Parties => "en lista av roller".to_owned(),
        Kind::Text => "en text".to_owned(),
        Kind::Texts => "en lista av texter".to_owned(),
        Kind::Address => "en webbadress".to_owned(),
        Kind::Shaped if words.is_empty() => "egen tabell".to_owned(),
        Kind::Shaped => format!("egen tabell, med: {words}"),
    }
}

const fn tighter(parameter: &Parameter) -> &'static str {
    match parameter.tighter {
        Tighter::Neither => "–",
        Tighter::Yes => "ja",
        Tighter::No => "nej",
        Tighter::Less => "kortare",
        Tighter::More if matches!(parameter.kind, Kind::Count { .. }) => "högre",
        Tighter::More => "längre",
        Tighter::Earlier => "det som står tidigare",
        Tighter::LongerList => "fler",
        Tighter::ShorterList => "färre",
    }
}

#[test]
fn every_key_stands_on_the_page_once() {
    for key in Key::ALL {
        let headings = PARTS.iter().filter(|(_, groups)| groups.contains(&group(*key))).count();
        assert_eq!(headings, 1, "{key}");
    }
}

#[test]
fn the_reference_page_is_up_to_date() {
    let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/reference/parameters.md"));
    if std::env::var_os("UPPSIKT_WRITE").is_some() {
        std::fs::write(&path, page()).expect("the page can be written");
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == page(),
        "docs/reference/parameters.md is not up to date; UPPSIKT_WRITE=1 writes it anew"
    );
}
