//! Guidelines that stand below others: a company's or a board's own.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::collections::BTreeMap;

use uppsikt_guideline::effective::{Context, Effective};
use uppsikt_guideline::parameter::Key;
use uppsikt_guideline::{Profile, ResolveError, Source, resolve};

const HEAD: &str = "format = 1\n[guideline]\ncode = \"lindholm\"\nauthority = \"Lindholms kommun\"\n\
    title = \"Riktlinje\"\nprefix = \"LINDHOLM\"\nstatements = 20\n";

fn frequency(value: &str, id: &str) -> String {
    format!("[watch.frequency]\nvalue = \"{value}\"\nsource = [\"{id}\"]\n")
}

fn overlay(code: &str, extends: &str, layer: &str, rest: &str) -> String {
    format!(
        "format = 1\n[guideline]\ncode = \"{code}\"\nauthority = \"Lindholms bostäder AB\"\ntitle = \"Tillägg\"\n\
         prefix = \"BOSTADER\"\nstatements = 10\nextends = \"{extends}\"\nlayer = \"{layer}\"\n\
         adopted_by = \"company-head\"\n{rest}"
    )
}

fn library(texts: &[(&str, String)]) -> impl Fn(&str) -> Option<String> + use<> {
    let texts: BTreeMap<String, String> =
        texts.iter().map(|(code, text)| ((*code).to_owned(), text.clone())).collect();
    move |code| texts.get(code).cloned()
}

#[test]
fn a_company_adds_to_the_guideline_that_it_stands_below() {
    let base = format!("{HEAD}{}", frequency("1 days", "LINDHOLM-01"));
    let own = frequency("4 hours", "BOSTADER-01");
    let all = library(&[("lindholm", base), ("bostader", overlay("bostader", "lindholm", "company", &own))]);
    let profile = resolve("bostader", &all).unwrap();
    assert_eq!(profile.about.code, "lindholm");
    assert_eq!(profile.layers[0].adopted_by.as_deref(), Some("company-head"));
    let company = Context { company: Some("bostader".to_owned()), ..Context::default() };
    let rules = Effective::at(&profile, &company, &[]);
    let held = rules.about(Key::WatchFrequency).unwrap();
    assert_eq!(held.value.swedish(), "4 timmar");
    assert_eq!(held.sources.iter().map(Source::to_string).collect::<Vec<_>>(), ["BOSTADER-01"]);
    assert_eq!(Effective::of(&profile).about(Key::WatchFrequency).unwrap().value.swedish(), "1 dag");
}

#[test]
fn guidelines_that_cannot_be_laid_below_each_other_are_refused() {
    let company = |code: &str, above: &str| overlay(code, above, "company", "");
    let ring = library(&[("a", company("a", "b")), ("b", company("b", "a"))]);
    assert_eq!(resolve("a", &ring), Err(ResolveError::Cycle("a".to_owned())));
    let own = library(&[("a", company("a", "a"))]);
    assert_eq!(resolve("a", &own), Err(ResolveError::Cycle("a".to_owned())));
    let lone = library(&[("a", company("a", "b"))]);
    assert_eq!(resolve("a", &lone), Err(ResolveError::Missing("b".to_owned())));
    let chain: Vec<(String, String)> =
        (0..20).map(|at| (format!("c{at}"), company(&format!("c{at}"), &format!("c{}", at + 1)))).collect();
    let chain: Vec<(&str, String)> = chain.iter().map(|(code, text)| (code.as_str(), text.clone())).collect();
    assert_eq!(resolve("c0", &library(&chain)), Err(ResolveError::TooLong));
    let turned = library(&[
        ("lindholm", HEAD.to_owned()),
        ("n", overlay("n", "lindholm", "board", "")),
        ("b", overlay("b", "n", "company", "")),
    ]);
    assert!(matches!(resolve("b", &turned), Err(ResolveError::WrongOrder { .. })));
    assert!(matches!(
        resolve("a", &library(&[("a", "x".to_owned())])),
        Err(ResolveError::Unreadable { code, .. }) if code == "a"
    ));
    assert!(overlay_error("layer = \"company\"", "").contains("guideline.layer is missing"));
    assert!(overlay_error("extends = \"lindholm\"", "").contains("guideline.extends is missing"));
    assert!(overlay_error("\"company\"", "\"mode\"").contains("guideline.layer takes company or board"));
}

fn overlay_error(from: &str, to: &str) -> String {
    Profile::parse(&overlay("b", "lindholm", "company", "").replace(from, to)).unwrap_err().to_string()
}
