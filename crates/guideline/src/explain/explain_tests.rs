//! What is explained about a value: by whom it was said, what it replaced, and why.

use jiff::civil::date;

use super::explain;
use crate::effective::{Context, Effective};
use crate::exception::Exception;
use crate::fact::AccountClass;
use crate::parameter::{Key, Party, Span, Unit, Value};
use crate::{Profile, profiles};

const PROFILE: &str = "format = 1\n[guideline]\ncode = \"lindholm\"\nauthority = \"Lindholms kommun\"\n\
    title = \"Riktlinje\"\nprefix = \"LINDHOLM\"\nstatements = 2\n\
    [watch.frequency]\nvalue = \"1 weeks\"\nsource = [\"LINDHOLM-01\"]\nreading = \"Varje vecka är en vecka.\"\n\
    [dispose.decision_required]\nvalue = false\nsource = [\"LINDHOLM-01\"]\n\
    [[layer]]\nkind = \"account-class\"\nof = \"school\"\n\
    [layer.watch.frequency]\nvalue = \"1 days\"\nsource = [\"LINDHOLM-02\"]\n\
    [[layer]]\nkind = \"mode\"\nof = \"crisis\"\n\
    [layer.watch.frequency]\nvalue = \"2 days\"\nsource = [\"LINDHOLM-02\"]\n\
    [[statement]]\nid = \"LINDHOLM-01\"\nstrength = \"must\"\ntext = \"Kontot bevakas varje vecka.\"\n\
    binds = \"editor\"\nenforced = \"task\"\nduty = [\"watched-often-enough\"]\nmoment = \"watch\"\n";

fn lines(key: Key, context: &Context, exceptions: &[Exception]) -> String {
    Profile::parse(PROFILE)
        .map(|profile| explain(key, &Effective::at(&profile, context, exceptions)).join("\n"))
        .unwrap_or_else(|error| error.to_string())
}

#[test]
fn a_value_of_the_guideline_comes_with_its_statement_and_its_reading() {
    assert_eq!(
        lines(Key::WatchFrequency, &Context::default(), &[]),
        "Hur ofta kontot bevakas (watch.frequency): 1 vecka.\nStyrka: ska.\nVärdet kommer från riktlinjen.\n  \
         LINDHOLM-01 (ska): Kontot bevakas varje vecka.\nSå läses satsen: Varje vecka är en vecka."
    );
}

#[test]
fn layers_are_shown_with_what_they_replaced() {
    let school = Context { class: Some(AccountClass::School), in_crisis: true, ..Context::default() };
    let text = lines(Key::WatchFrequency, &school, &[]);
    assert!(text.starts_with("Hur ofta kontot bevakas (watch.frequency): 1 dag."), "{text}");
    assert!(text.contains("Riktlinjen: ska 1 vecka (LINDHOLM-01)."), "{text}");
    assert!(text.contains("ska 1 dag (LINDHOLM-02); strängare än det som stod ovanför."), "{text}");
    assert!(text.contains("Krisläge: ska 2 dagar (LINDHOLM-02); mildare utan att det sägs öppet"), "{text}");
}

#[test]
fn an_exception_is_called_one_with_its_last_day_and_its_reason() {
    let exception = Exception {
        key: Key::WatchFrequency,
        value: Value::Span(Span::of(3, Unit::Weeks)),
        reason: "Kontot vilar över sommaren.".to_owned(),
        granted_by: Party::HeadOfCommunications,
        from: date(2026, 6, 1),
        until: date(2026, 8, 31),
    };
    let on = |day| Context { on: Some(day), ..Context::default() };
    let text = lines(Key::WatchFrequency, &on(date(2026, 7, 1)), std::slice::from_ref(&exception));
    assert!(text.contains("3 veckor") && text.contains("undantag"), "{text}");
    assert!(text.contains("2026-08-31") && text.contains("Skäl: Kontot vilar över sommaren."), "{text}");
    let after = lines(Key::WatchFrequency, &on(date(2026, 9, 1)), &[exception]);
    assert!(after.contains("1 vecka.") && !after.contains("undantag"), "{after}");
}

#[test]
fn law_says_what_it_holds_up() {
    let text = lines(Key::DisposeDecisionRequired, &Context::default(), &[]);
    assert!(text.contains(": ja.") && text.contains("Värdet kommer från lagen."), "{text}");
    assert!(
        text.contains("Lagen säger: ") && text.contains("gäller inte, eftersom lagen kräver mer"),
        "{text}"
    );
}

#[test]
fn a_silent_parameter_gives_no_breach_and_the_proposal_is_the_products_own() {
    let text = lines(Key::AnswerCoverage, &Context::default(), &[]);
    assert!(text.starts_with("Riktlinjen tiger om det som ska ha svar (answer.coverage)."), "{text}");
    assert!(text.contains("Det ger ingen avvikelse.") && text.contains("Programmets eget förslag: frågor."));
}

#[test]
fn every_parameter_of_every_guideline_is_explained() {
    for (code, text) in profiles::all() {
        let rules = Effective::of(&Profile::parse(text).unwrap());
        for key in Key::ALL {
            let lines = explain(*key, &rules);
            assert!(!lines.is_empty(), "{code} {key}");
            let is_silent = lines.iter().any(|line| line.starts_with("Riktlinjen tiger"));
            assert_eq!(is_silent, rules.profile().value_of(*key).is_none(), "{code} {key}: {lines:#?}");
        }
    }
}
