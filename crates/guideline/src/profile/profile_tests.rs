//! What a profile may not say, and what is answered then.

use super::*;
use crate::{Stated, profiles};

const HEAD: &str = "format = 1\n[guideline]\ncode = \"lindholm\"\nauthority = \"Lindholms kommun\"\n\
    title = \"Riktlinje\"\nprefix = \"LINDHOLM\"\nstatements = 20\n";

fn error(rest: &str) -> String {
    Profile::parse(&format!("{HEAD}{rest}")).unwrap_err().to_string()
}

#[test]
fn the_three_profiles_are_read_and_name_themselves() {
    for (code, text) in profiles::all() {
        let profile = Profile::parse(text).unwrap();
        assert_eq!(profile.about.code, code);
        assert_eq!(profiles::named(code), Some(Ok(profile)));
    }
    assert_eq!(profiles::named("lindholm"), None);
}

#[test]
fn an_empty_guideline_is_silent_about_everything() {
    let profile = Profile::parse(HEAD).unwrap();
    assert_eq!(profile.remove, RemoveRules::default());
    assert_eq!(profile.register, RegisterRules::default());
    assert_eq!(profile.answer, AnswerRules::default());
    assert!(profile.remove.order(RemovalGroup::Secrecy).is_silent());
    assert_eq!(profile.about.dated, None);
}

#[test]
fn strength_is_must_unless_said() {
    let text =
        format!("{HEAD}[answer.deadline]\nvalue = 24\nstrength = \"should\"\nsource = [\"LINDHOLM-02\"]\n");
    let profile = Profile::parse(&text).unwrap();
    assert_eq!(profile.answer.deadline.strength(), Some(crate::Strength::Should));
    let finspang = Profile::parse(profiles::FINSPANG).unwrap();
    assert_eq!(finspang.answer.deadline.strength(), Some(crate::Strength::Must));
    let Stated::Said { sources, .. } = &finspang.answer.deadline else { panic!("Finspång states a limit") };
    assert_eq!(sources.iter().map(ToString::to_string).collect::<Vec<_>>(), ["FINSPANG-045"]);
}

#[test]
fn faults_have_a_place_and_a_suggestion() {
    let source = "source = [\"LINDHOLM-01\"]";
    for (rest, expected) in [
        ("[remov]\n".to_owned(), "line 8, column 2: the key remov is unknown, perhaps remove was meant"),
        (
            "[remove.ordr.other]\n".to_owned(),
            "line 8, column 9: the key remove.ordr is unknown, perhaps order was meant",
        ),
        (
            format!("[remove.class.advertisng]\nvalue = \"remove\"\nrule = \"x\"\n{source}"),
            "line 8, column 15: the key remove.class.advertisng is unknown, perhaps advertising was meant",
        ),
        (
            format!("[remove.speed.other]\nvalue = \"at-onze\"\n{source}"),
            "line 9, column 9: remove.speed.other.value does not take \"at-onze\", perhaps at-once was meant",
        ),
        (
            format!("[answer.deadline]\nvalue = 24\nunit = \"h\"\n{source}"),
            "line 10, column 1: the key answer.deadline.unit is unknown",
        ),
        (
            format!("[answer.deadline]\nvalue = 0\n{source}"),
            "line 9, column 9: answer.deadline.value takes a whole number from 1 to 65535",
        ),
        ("[answer]\ndeadline = 48\n".to_owned(), "line 9, column 12: answer.deadline takes a table"),
    ] {
        assert_eq!(error(&rest), expected, "{rest}");
    }
}

#[test]
fn what_is_no_toml_has_a_place_too() {
    for (rest, place) in [("[answer.deadline\n", "line 8, column 17"), ("\nå = 1\n", "line 9, column 1")] {
        let error = error(rest);
        assert!(error.starts_with(&format!("{place}: the text is no TOML: ")), "{error}");
    }
}

#[test]
fn every_value_has_statements_of_this_guideline_behind_it() {
    let of = |source: &str| error(&format!("[answer.deadline]\nvalue = 24\n{source}\n"));
    let none = "answer.deadline names no statement in source; what the guideline does not say is left out";
    assert_eq!(of(""), format!("line 8, column 1: {none}"));
    assert_eq!(of("source = []"), format!("line 10, column 10: {none}"));
    for id in ["LINDHOLM-21", "LINDHOLM-1", "LINDHOLM-001", "OSBY-01", "one"] {
        let expected = format!(
            "line 10, column 11: {id:?} is no statement of this guideline, whose last is LINDHOLM-20"
        );
        assert_eq!(of(&format!("source = [\"{id}\"]")), expected);
    }
}

#[test]
fn an_order_removes_once_and_has_a_source_for_each_step() {
    let of = |value: &str, source: &str| {
        error(&format!("[remove.order.other]\nvalue = {value}\nsource = {source}\n"))
    };
    let wrong = "line 8, column 1: remove.order.other must name remove, and each step once";
    assert_eq!(of("[\"document\"]", "[\"LINDHOLM-01\"]"), wrong);
    assert_eq!(of("[\"remove\", \"remove\"]", "[\"LINDHOLM-01\", \"LINDHOLM-02\"]"), wrong);
    assert_eq!(
        of("[\"register\", \"remove\"]", "[\"LINDHOLM-01\"]"),
        "line 8, column 1: remove.order.other needs one source for each of its steps, in their order"
    );
}

#[test]
fn no_guideline_can_make_rules_against_criticism_or_instead_of_law() {
    let of = |class: &str| {
        error(&format!(
            "[remove.class.{class}]\nvalue = \"remove\"\nrule = \"x\"\nsource = [\"LINDHOLM-01\"]\n"
        ))
    };
    for class in ["criticism", "question", "praise"] {
        let expected = format!(
            "line 8, column 1: remove.class.{class} is no class that a rule can be about: such content stays"
        );
        assert_eq!(of(class), expected);
    }
    for class in ["secrecy", "protected-identity", "child-sexual-abuse-image"] {
        let expected = format!(
            "line 8, column 1: remove.class.{class} is no class that a house rule can be about: law decides on it"
        );
        assert_eq!(of(class), expected);
    }
}

#[test]
fn silence_is_not_said_with_a_source() {
    let rest = "[register.secrecy]\nvalue = \"silent\"\nsource = [\"LINDHOLM-01\"]\n";
    assert_eq!(error(rest), "line 8, column 1: register.secrecy.value does not take \"silent\"");
}

#[test]
fn the_head_is_checked() {
    let with = |from: &str, to: &str| Profile::parse(&HEAD.replace(from, to)).unwrap_err().to_string();
    assert_eq!(with("format = 1\n", ""), "line 1, column 1: the key format is missing");
    assert_eq!(
        with("format = 1", "format = 2"),
        "line 1, column 1: the profile has format 2; this program reads format 1"
    );
    assert_eq!(with("code = \"lindholm\"\n", ""), "line 2, column 1: the key guideline.code is missing");
    assert_eq!(
        with("LINDHOLM", "Lindholm"),
        "line 2, column 1: guideline.prefix takes 1 to 16 capital letters A-Z"
    );
    for bad in ["2018-13", "2018-05-28xyz", "maj 2018", ""] {
        assert!(
            with("prefix", &format!("dated = \"{bad}\"\nprefix")).contains("guideline.dated takes"),
            "{bad}"
        );
    }
    for good in ["2018", "2018-05", "2018-05-28"] {
        let text = HEAD.replace("prefix", &format!("dated = \"{good}\"\nprefix"));
        assert_eq!(Profile::parse(&text).unwrap().about.dated.as_deref(), Some(good));
    }
}

proptest::proptest! {
    /// Whatever is typed into a profile, the answer is a profile or a place; never a crash.
    #[test]
    fn any_cut_of_a_profile_is_answered(cut in 0_usize..6_000, junk in "[\\[\\]=\"a-zåäö \n.]{0,8}") {
        let text = profiles::FINSPANG;
        let at = (0..=cut.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default();
        let text = format!("{}{junk}", &text[..at]);
        if let Err(error) = Profile::parse(&text) {
            proptest::prop_assert!(error.place.line <= text.matches('\n').count() + 1);
        }
    }
}
