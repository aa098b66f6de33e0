//! Broken and hostile profiles: each is answered in Swedish with a place, and none makes the reader fail.

use jiff::civil::{Date, date};
use uppsikt_guideline::check::{Remark, Severity, check};
use uppsikt_guideline::{Expected, Fault, PROFILE_BYTES_MAX, Place, Profile, ProfileError, profiles};

const TODAY: Date = date(2026, 11, 22);
/// What the mutations begin with; the same ones every time.
const SEED: u64 = 0x5EED_2026_1122_0001;
const MUTATIONS: usize = 5_000;

const HEAD: &str = "format = 1\n[guideline]\ncode = \"lindholm\"\nauthority = \"Lindholms kommun\"\n\
    title = \"Riktlinje\"\nprefix = \"LINDHOLM\"\nstatements = 20\n";

fn checked(text: &str) -> Vec<Remark> {
    check(text, TODAY, &|_| None)
}

/// The one fault that stopped the reading.
fn fault(text: &str) -> Remark {
    let remarks = checked(text);
    let [remark] = &remarks[..] else { panic!("one fault, not {}: {remarks:?}", remarks.len()) };
    assert_eq!(remark.severity, Severity::Fault);
    remark.clone()
}

/// Marsaglia's xorshift: chance that is the same every time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap_or_default() % most.max(1)
    }
}

#[test]
fn the_five_guidelines_have_no_fault() {
    for (code, text) in profiles::all() {
        let faults: Vec<_> =
            checked(text).into_iter().filter(|remark| remark.severity == Severity::Fault).collect();
        assert!(faults.is_empty(), "{code}: {faults:#?}");
    }
}

#[test]
fn a_guideline_that_breaks_off_is_answered() {
    for (code, text) in profiles::all() {
        let ends = text.char_indices().map(|(at, _)| at).collect::<Vec<_>>();
        // All of them would take an hour: a spread, and every eighth line's end.
        let step = (ends.len() / 400).max(1);
        let lines = text.match_indices('\n').map(|(at, _)| at);
        for at in ends.iter().copied().step_by(step).chain(lines.step_by(8)) {
            let read = Profile::parse(&text[..at]);
            if let Err(error) = read {
                assert!(error.place.line >= 1 && error.place.column >= 1, "{code} at {at}");
                assert!(!error.swedish().is_empty());
            }
        }
    }
    let (_, shortest) = profiles::all().into_iter().min_by_key(|(_, text)| text.len()).unwrap();
    for (at, _) in shortest.char_indices().step_by(16) {
        checked(&shortest[..at]);
    }
}

#[test]
fn random_mutations_are_answered() {
    let bits = [
        "[",
        "]",
        "\"",
        "=",
        "\n",
        "\u{0}",
        "ö",
        "🙂",
        "[[statement]]",
        "value = ",
        "999999999999999999999",
        "[[layer]]\nkind = \"mode\"\nof = \"crisis\"\n",
        "silent = [\"watch.days\"]",
        "\u{202e}",
        "'''",
        "#",
        "source = []",
        "65536",
        "-1",
        "1e309",
        "2026-02-30",
        "loosens = true",
    ];
    let mut chance = Chance(SEED);
    let texts = profiles::all();
    for round in 0..MUTATIONS {
        let (_, text) = texts[chance.below(texts.len())];
        // A part of the text is enough to go wrong in, and quicker to read.
        let lines: Vec<&str> = text.lines().collect();
        let kept = 20 + chance.below(lines.len().min(160));
        let mut mutated = lines[..kept.min(lines.len())].join("\n");
        for _ in 0..=chance.below(3) {
            let at = mutated.char_indices().map(|(at, _)| at).nth(chance.below(mutated.chars().count()));
            let at = at.unwrap_or_default();
            match chance.below(3) {
                0 => mutated.insert_str(at, bits[chance.below(bits.len())]),
                1 => drop(mutated.remove(at)),
                _ => {
                    let end = mutated[at..].char_indices().map(|(end, _)| at + end).nth(chance.below(40));
                    mutated.replace_range(at..end.unwrap_or(at), bits[chance.below(bits.len())]);
                }
            }
        }
        if round % 10 == 0 {
            checked(&mutated);
        } else if let Err(error) = Profile::parse(&mutated) {
            assert!(!error.swedish().is_empty(), "{mutated}");
        }
    }
}

#[test]
fn ten_megabytes_are_refused_unread() {
    let remark = fault(&"a = 1\n".repeat(10 * 1024 * 1024 / 6));
    assert_eq!(
        remark.sentence,
        format!("Filen är för stor: en profil får vara högst {PROFILE_BYTES_MAX} byte.")
    );
    assert_eq!(remark.place, Some(Place { line: 1, column: 1 }));
}

#[test]
fn what_is_no_text_says_where() {
    let error = Profile::read(b"format = 1\nx = \"\xff\"").unwrap_err();
    assert_eq!(
        error.swedish(),
        "rad 2, kolumn 6: Härifrån är filen ingen text i UTF-8. Spara filen som UTF-8."
    );
}

#[test]
fn deep_nesting_is_refused_and_not_followed() {
    for deep in [
        format!("{HEAD}x = {}", "[".repeat(100_000)),
        format!("{HEAD}x = {}", "{a = ".repeat(50_000)),
        format!("{HEAD}[{}a]", "a.".repeat(50_000)),
        format!("{HEAD}{}a = 1", "a.".repeat(50_000)),
    ] {
        assert!(fault(&deep).place.is_some());
    }
    let nested = fault(&format!("{HEAD}x = {}", "[".repeat(100_000)));
    assert_eq!(nested.sentence, "Tabellerna eller listorna ligger för djupt i varandra.");
}

#[test]
fn a_file_as_large_as_may_be_is_checked_in_reasonable_time() {
    let statement = |number: usize| {
        format!(
            "[[statement]]\nid = \"LINDHOLM-{number:04}\"\nstrength = \"must\"\ntext = \"Sats {number}.\"\n\
             binds = \"editor\"\nenforced = \"guide\"\nduty = [\"guided\"]\nmoment = \"start\"\n"
        )
    };
    let head = HEAD.replace("statements = 20", "statements = 9999");
    let mut text = head;
    let ids: Vec<String> = (1..=4_000).map(|number| format!("\"LINDHOLM-{number:04}\"")).collect();
    text.push_str(&format!("[watch.frequency]\nvalue = \"1 days\"\nsource = [{}]\n", ids.join(", ")));
    for layer in 0..60 {
        text.push_str(&format!(
            "[[layer]]\nkind = \"board\"\nof = \"namnd-{layer}\"\n[layer.watch.frequency]\nvalue = \"2 days\"\n\
             source = [\"LINDHOLM-0001\"]\n"
        ));
    }
    for number in 1.. {
        let next = statement(number);
        if text.len() + next.len() > PROFILE_BYTES_MAX {
            break;
        }
        text.push_str(&next);
    }
    let remarks = checked(&text);
    let loosening = remarks.iter().filter(|remark| remark.sentence.contains("namnd-")).count();
    assert_eq!(loosening, 60, "each layer that loosens in silence is named once");
}

#[test]
fn one_id_twice_an_absurd_time_and_what_was_probably_meant() {
    let statement = "[[statement]]\nid = \"LINDHOLM-01\"\nstrength = \"must\"\ntext = \"Ett syfte finns.\"\n\
        binds = \"editor\"\nenforced = \"guide\"\nduty = [\"guided\"]\nmoment = \"start\"\n";
    let twice = fault(&format!("{HEAD}{statement}{statement}"));
    assert_eq!(twice.sentence, "Satsen LINDHOLM-01 står två gånger.");
    assert_eq!(twice.place.unwrap().line, 16);
    for absurd in ["11 years", "99999999999 days", "0 hours", "-1 days", "en vecka", ""] {
        let text = format!("{HEAD}[watch.frequency]\nvalue = \"{absurd}\"\nsource = [\"LINDHOLM-01\"]\n");
        let remark = fault(&text);
        assert_eq!(remark.place, Some(Place { line: 9, column: 9 }), "{absurd}");
        assert!(remark.sentence.starts_with("watch.frequency.value ska vara en "), "{}", remark.sentence);
    }
    let meant = fault(&format!("{HEAD}[watch.freqency]\n"));
    assert_eq!(meant.suggestion.as_deref(), Some("Menade du frequency?"));
}

#[test]
fn every_fault_has_its_swedish() {
    let key = || "watch.frequency".to_owned();
    let faults = [
        Fault::Syntax("invalid basic string".to_owned()),
        Fault::UnknownKey { key: key(), meant: None },
        Fault::UnknownKey { key: key(), meant: Some("frequency".to_owned()) },
        Fault::Missing(key()),
        Fault::WrongType { key: key(), expected: Expected::Span },
        Fault::UnknownValue { key: key(), value: "ibland".to_owned(), meant: None },
        Fault::NoSource(key()),
        Fault::NotAStatement { id: "X".to_owned(), last: "LINDHOLM-20".to_owned() },
        Fault::SourcePerStep(key()),
        Fault::NoOrder(key()),
        Fault::Stays(key()),
        Fault::LawDecides(key()),
        Fault::OutOfBounds { key: key(), least: 1, most: 18 },
        Fault::TooLong { key: key(), most: 300 },
        Fault::Twice("LINDHOLM-01".to_owned()),
        Fault::SilentAndSaid(key()),
        Fault::NotInLayer(key()),
        Fault::LoosensNothing(key()),
        Fault::TooLarge(PROFILE_BYTES_MAX),
        Fault::NoText,
        Fault::Format(2),
    ];
    for fault in faults {
        let sentence = fault.swedish();
        assert!(sentence.ends_with('.') && !sentence.ends_with(".."), "{fault:?}: {sentence}");
        let english = fault.to_string();
        assert_ne!(sentence, english);
        for word in [" the ", " unknown", " missing", " takes "] {
            assert!(!sentence.contains(word), "{sentence}");
        }
        let whole = ProfileError { place: Place { line: 3, column: 7 }, fault }.swedish();
        assert!(whole.starts_with("rad 3, kolumn 7: "), "{whole}");
        assert!(whole.ends_with(['.', '?']), "{whole}");
    }
}

#[test]
fn broken_toml_is_explained_without_english() {
    for (rest, expected) in [
        ("[remove", "En tabell saknar sin avslutande parentes."),
        ("[a]\n[a]\n", "En tabell eller nyckel står två gånger."),
        ("x = \"oavslutad\n", "En text inom citattecken är inte avslutad eller rätt skriven."),
        ("x = hej\n", "En text ska stå inom citattecken."),
        ("x = [\"a\" \"b\"]\n", "Ett kommatecken saknas mellan två värden."),
        ("x\n", "Likhetstecken och värde saknas efter nyckeln."),
        ("x =\n", "En text ska stå inom citattecken."),
    ] {
        assert_eq!(fault(&format!("{HEAD}{rest}")).sentence, expected, "{rest}");
    }
}
