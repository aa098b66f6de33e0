//! Layers, exceptions and law: what comes to hold, and that nothing loosens without saying so.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use jiff::civil::Date;
use uppsikt_guideline::effective::{Context, Effective, Fate, Setting};
use uppsikt_guideline::evaluate::{Case, Now, Standing, Verdict, findings, verdict};
use uppsikt_guideline::exception::{Exception, ExceptionError};
use uppsikt_guideline::fact::{AccountClass, Facts, Service};
use uppsikt_guideline::parameter::{Key, Party, Value};
use uppsikt_guideline::requirement::Moment;
use uppsikt_guideline::{Duty, LayerKind, Profile, Reason, Scope, Strength, parse_value, profiles};
use uppsikt_kernel::{Micros, Workdays};

const HEAD: &str = "format = 1\n[guideline]\ncode = \"lindholm\"\nauthority = \"Lindholms kommun\"\n\
    title = \"Riktlinje\"\nprefix = \"LINDHOLM\"\nstatements = 20\n";

fn profile(rest: &str) -> Profile {
    Profile::parse(&format!("{HEAD}{rest}")).unwrap()
}

fn error(rest: &str) -> String {
    Profile::parse(&format!("{HEAD}{rest}")).unwrap_err().to_string()
}

fn said(path: &str, value: &str, more: &str) -> String {
    format!("[{path}]\nvalue = {value}\nsource = [\"LINDHOLM-01\"]\n{more}\n")
}

fn layer(kind: &str, of: &str, rest: &str) -> String {
    format!("[[layer]]\nkind = \"{kind}\"\nof = \"{of}\"\n{rest}")
}

fn value(key: Key, text: &str) -> Value {
    parse_value(key, text).unwrap()
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn now_on<'w>(workdays: &'w Workdays, text: &str) -> Now<'w> {
    let civil: jiff::civil::DateTime = text.parse().unwrap();
    let at = civil.to_zoned(uppsikt_kernel::stockholm().unwrap()).unwrap().timestamp();
    Now { at: Micros::from(at), today: civil.date(), workdays }
}

#[test]
fn a_layer_tightens_for_its_own_accounts_and_for_nobody_else() {
    let profile = profile(&format!(
        "{}{}",
        said("snapshot.interval", "\"12 months\"", ""),
        layer("account-class", "municipality-wide", &said("layer.snapshot.interval", "\"6 months\"", "")),
    ));
    let wide = Context { class: Some(AccountClass::MunicipalityWide), ..Context::default() };
    let rules = Effective::at(&profile, &wide, &[]);
    assert_eq!(rules.value(Key::SnapshotInterval), Some(&value(Key::SnapshotInterval, "6 months")));
    let held = rules.about(Key::SnapshotInterval).unwrap();
    assert_eq!(held.given_by().map(|step| step.layer), Some(LayerKind::AccountClass));
    assert_eq!(held.replaced().map(|step| step.value.swedish()), Some("12 månader".to_owned()));
    let school = Context { class: Some(AccountClass::School), ..Context::default() };
    let rules = Effective::at(&profile, &school, &[]);
    assert_eq!(rules.value(Key::SnapshotInterval), Some(&value(Key::SnapshotInterval, "12 months")));
}

#[test]
fn what_loosens_must_say_so_openly_and_is_shown() {
    let loose = |more: &str| {
        profile(&format!(
            "{}{}",
            said("staff.min_admins", "3", ""),
            layer("platform", "x", &said("layer.staff.min_admins", "1", more)),
        ))
    };
    let on_x = Context { service: Some(Service::X), ..Context::default() };
    let kept = Effective::at(&loose(""), &on_x, &[]);
    assert_eq!(kept.value(Key::StaffMinAdmins), Some(&Value::Count(3)));
    let steps = kept.steps(Setting::Key(Key::StaffMinAdmins));
    assert_eq!(steps.iter().map(|step| step.fate).collect::<Vec<_>>(), [Fate::Held, Fate::Refused]);
    let openly = Effective::at(&loose("loosens = true"), &on_x, &[]);
    assert_eq!(openly.value(Key::StaffMinAdmins), Some(&Value::Count(1)));
    assert_eq!(
        openly.about(Key::StaffMinAdmins).unwrap().given_by().map(|step| step.fate),
        Some(Fate::Loosened)
    );
}

#[test]
fn a_weaker_strength_loosens_though_the_value_is_tighter() {
    let profile = profile(&format!(
        "{}{}",
        said("answer.deadline", "48", ""),
        layer("mode", "crisis", &said("layer.answer.deadline", "4", "strength = \"should\"")),
    ));
    let crisis = Context { in_crisis: true, ..Context::default() };
    let rules = Effective::at(&profile, &crisis, &[]);
    assert_eq!(rules.profile().answer.deadline.value(), Some(&48));
    assert_eq!(rules.profile().answer.deadline.strength(), Some(Strength::Must));
}

#[test]
fn layers_are_laid_from_the_highest_to_the_lowest_whatever_their_order_in_the_file() {
    let profile = profile(&format!(
        "{}{}{}{}",
        said("watch.frequency", "\"1 weeks\"", ""),
        layer("mode", "crisis", &said("layer.watch.frequency", "\"2 hours\"", "")),
        layer("account-class", "unit", &said("layer.watch.frequency", "\"1 days\"", "")),
        layer("board", "socialnamnden", &said("layer.watch.frequency", "\"3 days\"", "")),
    ));
    let context = Context {
        board: Some("socialnamnden".to_owned()),
        class: Some(AccountClass::Unit),
        in_crisis: true,
        ..Context::default()
    };
    let rules = Effective::at(&profile, &context, &[]);
    let layers: Vec<LayerKind> =
        rules.steps(Setting::Key(Key::WatchFrequency)).iter().map(|step| step.layer).collect();
    assert_eq!(layers, [LayerKind::Authority, LayerKind::Board, LayerKind::AccountClass, LayerKind::Mode]);
    assert_eq!(rules.value(Key::WatchFrequency), Some(&value(Key::WatchFrequency, "2 hours")));
    let calm = Effective::at(&profile, &Context { in_crisis: false, ..context }, &[]);
    assert_eq!(calm.value(Key::WatchFrequency), Some(&value(Key::WatchFrequency, "1 days")));
}

#[test]
fn registration_speed_and_evidence_can_stand_in_a_layer() {
    let profile = profile(&format!(
        "{}{}{}",
        said("remove.speed.other", "\"promptly\"", ""),
        said("register.removed", "\"may\"", ""),
        layer(
            "account-class",
            "school",
            &format!(
                "{}{}{}",
                said("layer.remove.speed.secrecy", "\"at-once\"", ""),
                said("layer.register.removed", "\"must\"", ""),
                said("layer.answer.coverage", "\"all\"", ""),
            ),
        ),
    ));
    let school = Context { class: Some(AccountClass::School), ..Context::default() };
    let rules = Effective::at(&profile, &school, &[]);
    let duty = rules.profile().register.duty_for(Reason::Removed).and_then(|stated| stated.value().copied());
    assert_eq!(duty, Some(Duty::Must));
    assert_eq!(
        rules.about(Key::RemoveSpeed).unwrap().value.swedish(),
        "sekretess: omedelbart; annat: skyndsamt"
    );
    assert_eq!(rules.about(Key::AnswerCoverage).unwrap().value.swedish(), "allt");
}

#[test]
fn what_has_no_tighter_cannot_stand_in_a_layer() {
    let class = said("layer.remove.class.advertising", "\"remove\"", "rule = \"Vi tar bort reklam.\"");
    assert_eq!(
        error(&layer("platform", "x", &class)),
        "line 11, column 1: layer[1].remove.class.advertising cannot stand in a layer: it has no tighter and looser"
    );
    assert!(error(&layer("platform", "twitter", "")).contains("layer[1].of does not take \"twitter\""));
    assert!(error(&layer("law", "x", "")).contains("layer[1].kind does not take \"law\""));
    assert!(error(&layer("board", "Social nämnd", "")).contains("a short name of small letters"));
    assert!(
        error(&said("staff.min_admins", "1", "loosens = true"))
            .contains("has loosens, and stands in no layer")
    );
}

#[test]
fn statements_of_a_layer_bind_its_accounts_and_have_ids_of_the_same_guideline() {
    let statement = |table: &str, id: &str| {
        format!(
            "[[{table}]]\nid = \"{id}\"\nstrength = \"must\"\ntext = \"Syftet är antecknat.\"\nbinds = \"editor\"\n\
             enforced = \"check\"\nduty = [\"purpose-recorded\"]\nmoment = \"start\"\n"
        )
    };
    let text = format!(
        "{}{}",
        statement("statement", "LINDHOLM-01"),
        layer("account-class", "school", &statement("layer.statement", "LINDHOLM-02"))
    );
    let profile = profile(&text);
    let ids = |class: Option<AccountClass>| -> Vec<String> {
        let rules = Effective::at(&profile, &Context { class, ..Context::default() }, &[]);
        let own = rules.requirements().iter().map(|requirement| requirement.source.to_string());
        own.filter(|id| id.starts_with("LINDHOLM")).collect()
    };
    assert_eq!(ids(None), ["LINDHOLM-01"]);
    assert_eq!(ids(Some(AccountClass::School)), ["LINDHOLM-01", "LINDHOLM-02"]);
    assert_eq!(profile.every_requirement().count(), 2);
    let twice = text.replace("LINDHOLM-02", "LINDHOLM-01");
    assert!(error(&twice).ends_with("LINDHOLM-01 stands twice"));
}

#[test]
fn a_value_holds_from_its_day() {
    let profile = profile(&said("staff.min_admins", "2", "from = \"2027-01-01\""));
    let at = |on: &str| {
        let rules = Effective::at(&profile, &Context { on: Some(day(on)), ..Context::default() }, &[]);
        rules.value(Key::StaffMinAdmins).cloned()
    };
    assert_eq!((at("2026-12-31"), at("2027-01-01")), (None, Some(Value::Count(2))));
    assert!(error(&said("staff.min_admins", "2", "from = \"2027\"")).contains("takes a day"));
}

fn exception(from: &str, until: &str) -> Exception {
    Exception {
        key: Key::StaffMinAdmins,
        value: Value::Count(1),
        reason: "Tjänsten är vakant.".to_owned(),
        granted_by: Party::HeadOfCommunications,
        from: day(from),
        until: day(until),
    }
}

#[test]
fn an_exception_holds_for_its_time_and_shows_its_reason() {
    let profile = profile(&said(
        "staff.min_admins",
        "2",
        "exceptions = [\"head-of-communications\"]\nreading = \"En räcker inte.\"",
    ));
    let granted = exception("2026-11-01", "2026-11-30");
    assert_eq!(granted.check(&profile), Ok(()));
    assert_eq!(profile.may_except(Key::StaffMinAdmins), Some(Party::HeadOfCommunications));
    let at = |on: &str| {
        let context = Context { on: Some(day(on)), ..Context::default() };
        Effective::at(&profile, &context, std::slice::from_ref(&granted))
    };
    for (on, expected) in [("2026-10-31", 2), ("2026-11-01", 1), ("2026-11-30", 1), ("2026-12-01", 2)] {
        assert_eq!(at(on).value(Key::StaffMinAdmins), Some(&Value::Count(expected)), "{on}");
    }
    let rules = at("2026-11-15");
    let held = rules.about(Key::StaffMinAdmins).unwrap();
    let step = held.given_by().unwrap();
    assert_eq!((step.layer, step.fate), (LayerKind::Exception, Fate::Loosened));
    assert_eq!(step.reading.as_deref(), Some("Tjänsten är vakant."));
    assert!(step.layer_name.contains("2026-11-30"));
    assert_eq!(held.replaced().and_then(|step| step.reading.as_deref()), Some("En räcker inte."));
}

#[test]
fn an_exception_that_cannot_be_granted_says_why_and_changes_nothing() {
    let profile = profile(&said("staff.min_admins", "2", "exceptions = [\"board\"]"));
    let good = Exception { granted_by: Party::Board, ..exception("2026-11-01", "2026-11-30") };
    assert_eq!(good.check(&profile), Ok(()));
    let wrong = [
        (
            Exception { granted_by: Party::Editor, ..good.clone() },
            ExceptionError::NotTheirs(Party::Editor, Key::StaffMinAdmins),
        ),
        (Exception { until: day("2026-10-01"), ..good.clone() }, ExceptionError::EndsBeforeItBegins),
        (Exception { reason: " ".to_owned(), ..good.clone() }, ExceptionError::NoReason),
        (
            Exception { value: Value::Bool(true), ..good.clone() },
            ExceptionError::WrongKind(Key::StaffMinAdmins),
        ),
        (Exception { key: Key::AnswerDeadline, ..good.clone() }, ExceptionError::Shaped(Key::AnswerDeadline)),
    ];
    let context = Context { on: Some(day("2026-11-15")), ..Context::default() };
    for (exception, expected) in wrong {
        assert_eq!(exception.check(&profile), Err(expected));
        assert!(expected.sentence().ends_with('.'));
        if matches!(expected, ExceptionError::WrongKind(_) | ExceptionError::Shaped(_)) {
            let rules = Effective::at(&profile, &context, &[exception]);
            assert_eq!(rules.value(Key::StaffMinAdmins), Some(&Value::Count(2)));
        }
    }
}

#[test]
fn nothing_goes_below_law() {
    let profile = profile(&format!(
        "{}{}",
        said("dispose.decision_required", "false", ""),
        said("register.secrecy", "\"may\"", "")
    ));
    let rules = Effective::of(&profile);
    assert_eq!(rules.value(Key::DisposeDecisionRequired), Some(&Value::Bool(true)));
    let held = rules.about(Key::DisposeDecisionRequired).unwrap();
    assert_eq!(held.given_by().map(|step| step.layer), Some(LayerKind::Law));
    assert_eq!(held.steps[0].fate, Fate::BelowLaw);
    assert_eq!(rules.about(Key::RegisterMust).unwrap().value.swedish(), "innehåller sekretess");
    let granted = Exception {
        key: Key::DisposeDecisionRequired,
        value: Value::Bool(false),
        ..exception("2026-11-01", "2026-11-30")
    };
    let context = Context { on: Some(day("2026-11-15")), ..Context::default() };
    let rules = Effective::at(&profile, &context, &[granted]);
    assert_eq!(rules.value(Key::DisposeDecisionRequired), Some(&Value::Bool(true)));
    // Before the law there was no floor.
    let before = Context { on: Some(day("1980-01-01")), ..Context::default() };
    let rules = Effective::at(&profile, &before, &[]);
    assert_eq!(rules.value(Key::DisposeDecisionRequired), Some(&Value::Bool(false)));
}

#[test]
fn law_speaks_where_the_guideline_is_silent_and_the_guideline_does_not() {
    let workdays = Workdays::default();
    let profile = profile("");
    let rules = Effective::of(&profile);
    assert_eq!(rules.value(Key::DisposeDecisionRequired), None);
    let mut facts = Facts::default();
    facts.set("andra kan skriva", "ja").unwrap();
    facts.disposal.disposal_wanted = true;
    let case = Case { rules: &rules, facts: &facts, now: now_on(&workdays, "2026-11-20 10:00") };
    let broken: Vec<String> = findings(&case)
        .into_iter()
        .filter(|finding| finding.standing == Standing::Breach)
        .map(|finding| finding.requirement.source.to_string())
        .collect();
    assert!(
        broken.contains(&"3 § lagen (1998:112) om ansvar för elektroniska anslagstavlor".to_owned()),
        "{broken:?}"
    );
    assert!(broken.contains(&"10 § arkivlagen".to_owned()), "{broken:?}");
    let Verdict::Refused(against) = verdict(&case, Moment::Dispose) else {
        panic!("disposal without a decision")
    };
    assert!(against.iter().any(|finding| finding.requirement.source.to_string() == "10 § arkivlagen"));
}

#[test]
fn the_guidelines_that_are_built_in_hold_nothing_that_law_forbids_or_a_layer_refuses() {
    for (code, text) in profiles::all() {
        let profile = Profile::parse(text).unwrap();
        for layer in &profile.layers {
            let context = Context {
                class: layer.scopes.iter().find_map(|scope| match scope {
                    Scope::Class(class) => Some(*class),
                    _ => None,
                }),
                in_crisis: true,
                ..Context::default()
            };
            let rules = Effective::at(&profile, &context, &[]);
            for (setting, steps) in rules.all_steps() {
                let refused = steps.iter().any(|step| matches!(step.fate, Fate::Refused));
                assert!(!refused, "{code}: {}", setting.path());
            }
        }
        let rules = Effective::of(&profile);
        for (setting, steps) in rules.all_steps() {
            assert!(steps.iter().all(|step| step.fate != Fate::BelowLaw), "{code}: {}", setting.path());
        }
    }
}
