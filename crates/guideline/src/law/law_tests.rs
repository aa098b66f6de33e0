//! The book that comes with the program, and books that do not.

use super::*;
use crate::class::ContentClass;
use crate::ground::PersonalDataGround;
use crate::requirement::Enforcement;

const HEAD: &str = "format = 1\n[[statute]]\nnumber = \"1\"\nname = \"lagen om prov\"\n";
const ENTRY: &str = "name = \"Prov\"\ntext = \"Prov.\"\nowner = \"registrar\"\nreview = \"2027-01-01\"\n\
    confirmed = false\nseen = \"här\"\nstatute = \"1\"\n";

fn day(text: &str) -> Option<Date> {
    text.parse().ok()
}

fn entry(code: &str, section: &str, dates: &str) -> String {
    format!("[[law]]\ncode = \"{code}\"\nsection = \"{section}\"\n{dates}\n{ENTRY}")
}

#[test]
fn the_book_can_be_read_and_holds_every_provision_that_logic_names() {
    check().unwrap();
    for provision in Provision::ALL {
        assert!(provision.source(None).is_some(), "{provision}");
    }
    for ground in LawGround::ALL {
        assert!(ground.section().is_some(), "{ground}");
    }
    for ground in PersonalDataGround::ALL {
        assert!(ground.source().is_some(), "{ground}");
    }
    assert!(ContentClass::Defamation.crime_outside_catalogue().is_some());
    assert!(ContentClass::Insult.crime_outside_catalogue().is_some());
}

#[test]
fn the_catalogue_names_each_section_in_words() {
    let words: Vec<String> =
        LawGround::ALL.iter().filter_map(|ground| ground.section()).map(in_words).collect();
    assert_eq!(
        words,
        [
            "4 kap. 5 § brottsbalken",
            "4 kap. 6 c § brottsbalken",
            "16 kap. 5 § brottsbalken",
            "16 kap. 8 § brottsbalken",
            "16 kap. 10 a § brottsbalken",
            "16 kap. 10 c § brottsbalken",
            "7 § terroristbrottslagen",
            "2 § upphovsrättslagen",
        ]
    );
    assert_eq!(
        Provision::DutyToRemove.place(None).map(in_words).as_deref(),
        Some("5 § första stycket lagen (1998:112) om ansvar för elektroniska anslagstavlor")
    );
    assert_eq!(in_words(LegalRef::section("1736:123", "11")), "11 § lagen (1736:123)");
}

#[test]
fn what_is_not_in_force_on_a_day_does_not_speak_on_that_day() {
    let ground = LawGround::PublicProvocationToTerroristCrime;
    assert_eq!(ground.section_on(day("2022-06-30")), None);
    assert!(ground.section_on(day("2022-07-01")).is_some());
    assert_eq!(Provision::Proportionality.source(day("2018-06-30")), None);
    let told =
        |on| book().demands(day(on)).any(|demand| demand.source.to_string().starts_with("3 § lagen (1998"));
    assert!(!told("1998-04-30") && told("1998-05-01") && told("2026-11-20"));
}

#[test]
fn a_new_wording_takes_over_from_the_old_one_on_its_day() {
    let old = entry("a", "1", "until = \"2026-06-30\"");
    let new = entry("a", "2", "from = \"2026-07-01\"");
    let book = Book::read(&format!("{HEAD}{old}{new}")).unwrap();
    let place = |on: Option<Date>| book.find("a", on).map(|law| law.source.to_string());
    assert_eq!(place(day("2026-06-30")).as_deref(), Some("1 § lagen (1)"));
    assert_eq!(place(day("2026-07-01")).as_deref(), Some("2 § lagen (1)"));
    assert_eq!(place(None).as_deref(), Some("2 § lagen (1)"));
    let ended = Book::read(&format!("{HEAD}{old}")).unwrap();
    assert!(ended.find("a", None).is_none() && ended.find("a", day("2026-01-01")).is_some());
}

#[test]
fn two_wordings_on_one_day_are_refused() {
    for (first, second) in
        [("", ""), ("until = \"2026-07-01\"", "from = \"2026-07-01\""), ("from = \"2026-07-01\"", "")]
    {
        let text = format!("{HEAD}{}{}", entry("a", "1", first), entry("a", "2", second));
        assert!(
            matches!(Book::read(&text), Err(ProfileError { fault: crate::Fault::Twice(_), .. })),
            "{text}"
        );
    }
}

#[test]
fn a_book_with_what_it_should_not_have_is_refused() {
    let good = entry("a", "1", "");
    assert!(Book::read(&format!("{HEAD}{good}")).is_ok());
    for (from, to) in [
        ("statute = \"1\"", "statute = \"2\""),
        ("confirmed = false", ""),
        ("seen = \"här\"", "seen = \"här\"\nsen = 1"),
        ("review = \"2027-01-01\"", "review = \"2027-13-01\""),
        ("owner = \"registrar\"", "owner = \"kungen\""),
        ("seen = \"här\"", "seen = \"här\"\nstrength = \"must\""),
    ] {
        assert!(Book::read(&format!("{HEAD}{}", good.replace(from, to))).is_err(), "{to}");
    }
}

#[test]
fn every_entry_has_an_owner_and_a_day_and_says_that_nobody_has_confirmed_it() {
    assert!(due_for_review("2026-11-22".parse().unwrap()).is_empty());
    let all = due_for_review("2028-12-31".parse().unwrap());
    assert_eq!(all.len(), book().laws().len());
    assert!(all.iter().all(|law| !law.confirmed && !law.seen.is_empty()));
    // Nothing refuses or gives work without saying what to do about it.
    for demand in book().demands(None) {
        assert!(!demand.obligations.is_empty() && demand.text.ends_with('.'), "{}", demand.source);
        let guided = demand.obligations.iter().all(|obligation| obligation.code == "guided");
        assert_eq!(guided, demand.enforcement == Enforcement::Guide, "{}", demand.source);
    }
}
