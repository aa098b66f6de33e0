//! What the check says of a profile that can be read: as its author reads it.

use jiff::civil::{Date, date};
use uppsikt_guideline::check::{Remark, Severity, check};
use uppsikt_guideline::parameter::Key;
use uppsikt_guideline::profiles;

const TODAY: Date = date(2026, 11, 22);

const HEAD: &str = "format = 1\n[guideline]\ncode = \"lindholm\"\nauthority = \"Lindholms kommun\"\n\
    title = \"Riktlinje\"\nprefix = \"LINDHOLM\"\nstatements = 2\n";

/// A statement; `more` replaces or adds keys.
fn statement(number: usize, strength: &str, enforced: &str, duty: &str) -> String {
    format!(
        "[[statement]]\nid = \"LINDHOLM-{number:02}\"\nstrength = \"{strength}\"\ntext = \"Sats {number} gäller.\"\n\
         binds = \"editor\"\nenforced = \"{enforced}\"\nduty = [\"{duty}\"]\nmoment = \"start\"\n"
    )
}

fn said(path: &str, value: &str) -> String {
    format!("[{path}]\nvalue = {value}\nsource = [\"LINDHOLM-01\"]\n")
}

/// A guideline with its two statements and this.
fn remarks(rest: &str) -> Vec<Remark> {
    let statements =
        statement(1, "must", "record", "purpose-recorded") + &statement(2, "must", "guide", "guided");
    check(&format!("{HEAD}{rest}{statements}"), TODAY, &|_| None)
}

fn faults(rest: &str) -> Vec<String> {
    let all = remarks(rest).into_iter();
    all.filter(|remark| remark.severity == Severity::Fault).map(|remark| remark.sentence).collect()
}

fn doubts(rest: &str) -> Vec<String> {
    let all = remarks(rest).into_iter();
    let doubts = all.filter(|remark| remark.severity == Severity::Doubt).map(|remark| remark.sentence);
    // A short profile leaves out nearly every parameter, and is told so once.
    doubts.filter(|sentence| !sentence.starts_with("Profilen nämner inte")).collect()
}

#[test]
fn a_sound_profile_gets_no_fault_and_is_asked_about_what_it_leaves_out() {
    let found = remarks(&said("watch.frequency", "\"1 days\""));
    let [remark] = &found[..] else { panic!("{found:#?}") };
    assert_eq!((remark.severity, remark.place), (Severity::Doubt, None));
    // All but the one that is said and the document's date, which stands in the head.
    let left = format!("Profilen nämner inte {} av parametrarna: policy.kind, ", Key::ALL.len() - 2);
    assert!(remark.sentence.starts_with(&left), "{}", remark.sentence);
    assert!(!remark.sentence.contains("watch.frequency"));
}

#[test]
fn statements_that_are_not_there_are_named_in_rows() {
    let head = HEAD.replace("statements = 2", "statements = 12");
    let text = head + &statement(1, "must", "guide", "guided") + &statement(7, "must", "guide", "guided");
    let found = check(&text, TODAY, &|_| None);
    let sentences: Vec<&str> = found.iter().map(|remark| remark.sentence.as_str()).collect();
    assert!(sentences.contains(
        &"10 av riktlinjens 12 satser saknas bland [[statement]]: LINDHOLM-02–LINDHOLM-06, LINDHOLM-08–LINDHOLM-12."
    ), "{sentences:#?}");
}

#[test]
fn a_value_needs_its_statement_in_the_file() {
    let text =
        format!("{HEAD}{}{}", said("watch.frequency", "\"1 days\""), statement(2, "must", "guide", "guided"));
    let found = check(&text, TODAY, &|_| None);
    let remark = found.iter().find(|remark| remark.sentence.starts_with("watch.frequency")).unwrap();
    assert_eq!(
        remark.sentence,
        "watch.frequency hänvisar till LINDHOLM-01, som inte står bland [[statement]]."
    );
    assert_eq!(remark.place.map(|place| place.line), Some(8));
}

#[test]
fn what_cannot_both_be_followed_is_a_fault() {
    let rule = "[remove.class.advertising]\nvalue = \"remove\"\nrule = \"Vi tar bort reklam.\"\nsource = [\"LINDHOLM-01\"]\n";
    let never = said("remove.never", "[\"advertising\"]");
    assert_eq!(
        faults(&format!("{rule}{never}")),
        ["Reklam tas bort enligt remove.class.advertising men står kvar enligt remove.never."]
    );
    let order = "[remove.order.other]\nvalue = [\"remove\", \"register\"]\nsource = [\"LINDHOLM-01\", \"LINDHOLM-01\"]\n";
    let first = said("remove.evidence_first", "true");
    assert_eq!(faults(&format!("{order}{first}")).len(), 1);
    let not_registered = said("register.removed", "\"must-not\"");
    assert_eq!(
        faults(&format!("{order}{not_registered}")),
        [
            "Det borttagna ska diarieföras enligt remove.order.other men ska inte diarieföras enligt register.removed."
        ]
    );
    let deadline = said("answer.deadline", "48");
    assert_eq!(faults(&(deadline.clone() + &said("answer.target", "\"72 hours\""))).len(), 1);
    assert_eq!(faults(&(deadline + &said("answer.target", "\"2 working-days\""))), Vec::<String>::new());
}

#[test]
fn less_than_law_asks_for_is_a_fault_that_names_the_law() {
    for (path, value, section) in [
        ("register.secrecy", "\"may\"", "5 kap. 1 § offentlighets- och sekretesslagen"),
        ("register.secrecy", "\"must-not\"", "5 kap. 1 § offentlighets- och sekretesslagen"),
        ("dispose.decision_required", "false", "10 § arkivlagen"),
        ("remove.evidence_first", "false", "10 § arkivlagen"),
        (
            "remove.never",
            "[\"incitement\"]",
            "5 § första stycket lagen (1998:112) om ansvar för elektroniska anslagstavlor",
        ),
    ] {
        let found = faults(&said(path, value));
        let [sentence] = &found[..] else { panic!("{path} = {value}: {found:#?}") };
        assert!(sentence.contains(path) && sentence.contains(section), "{sentence}");
    }
    for (path, value) in [
        ("register.secrecy", "\"must\""),
        ("dispose.decision_required", "true"),
        ("remove.never", "[\"criticism\"]"),
    ] {
        assert_eq!(faults(&said(path, value)), Vec::<String>::new(), "{path}");
    }
}

#[test]
fn what_law_asks_for_besides_is_pointed_out() {
    let found = doubts(&said("notice.required", "[\"responsible\"]"));
    assert!(
        matches!(&found[..], [one] if one.contains("att andra kan läsa") && one.contains("3 §")),
        "{found:#?}"
    );
    assert_eq!(
        doubts(&said("notice.required", "[\"responsible\", \"visible-to-others\"]")),
        Vec::<String>::new()
    );
    assert_eq!(doubts(&said("image.guardian_age", "12")).len(), 1);
    assert_eq!(doubts(&said("image.guardian_age", "13")), Vec::<String>::new());
}

#[test]
fn a_statement_cannot_ask_for_more_than_its_obligation_does() {
    let with = |strength: &str| {
        let text = format!(
            "{HEAD}{}{}",
            statement(1, strength, "block", "guided"),
            statement(2, "must", "block", "purpose-recorded")
        );
        let found = check(&text, TODAY, &|_| None).into_iter();
        found.filter(|remark| remark.sentence.contains("hindra")).collect::<Vec<_>>()
    };
    let [must] = &with("must")[..] else { panic!("one remark") };
    assert_eq!(must.severity, Severity::Fault);
    assert!(must.sentence.starts_with("LINDHOLM-01 ska hindra något"), "{}", must.sentence);
    assert_eq!(must.place.map(|place| place.line), Some(8));
    assert_eq!(with("should")[0].severity, Severity::Doubt);
}

#[test]
fn a_value_stronger_than_its_statement_is_pointed_out() {
    let text = format!(
        "{HEAD}{}{}{}",
        said("watch.frequency", "\"1 days\""),
        statement(1, "should", "guide", "guided"),
        statement(2, "must", "guide", "guided")
    );
    let found = check(&text, TODAY, &|_| None);
    let sentence = "watch.frequency har styrkan ska, men LINDHOLM-01 säger bara bör.";
    assert!(found.iter().any(|remark| remark.sentence == sentence), "{found:#?}");
}

#[test]
fn dates_to_come_and_texts_that_stand_twice_are_pointed_out() {
    let dated = |day: &str| {
        let head = HEAD.replace("statements", &format!("dated = \"{day}\"\nstatements"));
        let text = head + &statement(1, "must", "guide", "guided") + &statement(2, "must", "guide", "guided");
        check(&text, TODAY, &|_| None).iter().filter(|remark| remark.sentence.contains("daterat")).count()
    };
    assert_eq!(["2026-11-22", "2026-11", "2026"].map(dated), [0, 0, 0]);
    assert_eq!(["2026-11-23", "2026-12", "2027"].map(dated), [1, 1, 1]);
    let twice = statement(1, "must", "guide", "guided") + &statement(2, "must", "guide", "guided");
    let twice = twice.replace("Sats 2 gäller.", "sats  1 GÄLLER.");
    let found = check(&format!("{HEAD}{twice}"), TODAY, &|_| None);
    assert!(found.iter().any(|remark| remark.sentence == "LINDHOLM-02 har samma text som LINDHOLM-01."));
    let rule =
        "[remove.class.advertising]\nvalue = \"remove\"\nrule = \"reklam\"\nsource = [\"LINDHOLM-01\"]\n";
    assert_eq!(doubts(rule), ["Regeln i remove.class.advertising är ingen hel mening."]);
}

#[test]
fn a_layer_that_loosens_in_silence_is_a_fault() {
    let base = said("watch.frequency", "\"1 days\"");
    let layer = |kind: &str, of: &str, value: &str, more: &str| {
        format!(
            "[[layer]]\nkind = \"{kind}\"\nof = \"{of}\"\n[layer.watch.frequency]\nvalue = \"{value}\"\n{more}\
             source = [\"LINDHOLM-01\"]\n"
        )
    };
    let found = remarks(&(base.clone() + &layer("mode", "crisis", "2 days", "")));
    let fault = found.iter().find(|remark| remark.severity == Severity::Fault).unwrap();
    assert_eq!(
        fault.sentence,
        "Krisläge: 2 dagar (watch.frequency) är mildare än 1 dag enligt riktlinjen, och det säger lagret inte öppet."
    );
    assert_eq!(fault.place.map(|place| place.line), Some(14));
    assert!(faults(&(base.clone() + &layer("mode", "crisis", "2 days", "loosens = true\n"))).is_empty());
    assert!(faults(&(base.clone() + &layer("mode", "crisis", "4 hours", ""))).is_empty());
    // Each is tighter than the guideline; where both hold, the second loosens the first.
    let both = layer("account-class", "school", "2 hours", "") + &layer("mode", "crisis", "4 hours", "");
    let found = faults(&(base + &both));
    assert!(matches!(&found[..], [one] if one.contains("mildare än 2 timmar")), "{found:#?}");
}

#[test]
fn no_layer_goes_below_law_even_when_it_says_so() {
    let layer = "[[layer]]\nkind = \"mode\"\nof = \"crisis\"\n[layer.register.secrecy]\nvalue = \"may\"\n\
        loosens = true\nsource = [\"LINDHOLM-01\"]\n";
    let found = faults(&(said("register.secrecy", "\"must\"") + layer));
    assert!(matches!(&found[..], [one] if one.contains("mildare än lagen")), "{found:#?}");
}

#[test]
fn a_guideline_below_another_is_read_with_it() {
    let own = "format = 1\n[guideline]\ncode = \"bolaget\"\nauthority = \"Lindholms Bostäder AB\"\ntitle = \"Tillägg\"\n\
        extends = \"osby\"\nlayer = \"company\"\nprefix = \"BOLAGET\"\nstatements = 1\n\
        [snapshot.interval]\nvalue = \"12 months\"\nsource = [\"BOLAGET-01\"]\n";
    let statement = statement(1, "must", "guide", "guided").replace("LINDHOLM", "BOLAGET");
    let text = format!("{own}{statement}");
    let osby = |code: &str| (code == "osby").then(|| profiles::OSBY.to_owned());
    let found = check(&text, TODAY, &osby);
    let [one] = &found[..] else { panic!("{found:#?}") };
    assert!(
        one.sentence.contains("12 månader (snapshot.interval) är mildare än 6 månader"),
        "{}",
        one.sentence
    );
    assert_eq!(one.place.map(|place| place.line), Some(10));
    let alone = check(&text, TODAY, &|_| None);
    assert_eq!(alone[0].sentence, "Riktlinjen osby, som den här bygger på, finns inte.");
    let itself = |code: &str| {
        (code == "osby").then(|| {
            text.replace("\"bolaget\"", "\"osby\"").replace("extends = \"osby\"", "extends = \"bolaget\"")
        })
    };
    let cycle = check(&text, TODAY, &itself);
    assert!(cycle.iter().any(|remark| remark.sentence.contains("bygger på sig själv")), "{cycle:#?}");
}
