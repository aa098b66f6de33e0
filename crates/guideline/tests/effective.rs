//! What holds for every value, every layer and all facts: nothing loosens unasked, silence breaks
//! nothing, and every question has an answer.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::collections::BTreeMap;
use std::sync::LazyLock;

use jiff::civil::Date;
use proptest::prelude::*;
use uppsikt_guideline::effective::{Context, Effective, Fate, Setting};
use uppsikt_guideline::evaluate::{Case, Now, Outcome, Standing, findings, verdict};
use uppsikt_guideline::fact::{AccountClass, Facts, Service};
use uppsikt_guideline::obligation::{self, Assess};
use uppsikt_guideline::parameter::{self, Direction, Key, Kind, Party, Span, Tighter, Unit, Value};
use uppsikt_guideline::requirement::{Enforcement, Moment, Requirement};
use uppsikt_guideline::{
    Coded, Detail, Layer, Mode, Part, Profile, Scope, Source, Stated, Statement, Strength, profiles,
};
use uppsikt_kernel::{Micros, Workdays};

const HEAD: &str = "format = 1\n[guideline]\ncode = \"lindholm\"\nauthority = \"Lindholms kommun\"\n\
    title = \"Riktlinje\"\nprefix = \"LINDHOLM\"\nstatements = 999\n";

fn silent() -> Profile {
    Profile::parse(HEAD).unwrap()
}

fn statement(number: usize) -> Statement {
    format!("LINDHOLM-{number:03}").parse().unwrap()
}

fn said(value: Value, strength: Strength) -> Stated<Value> {
    Stated::Said { value, strength, sources: vec![statement(1)] }
}

/// Any of a closed list.
fn one_of<T: Coded>() -> impl Strategy<Value = T> {
    (0..T::ALL.len()).prop_map(|at| T::ALL[at])
}

/// Any value of a kind.
fn value(kind: Kind) -> BoxedStrategy<Value> {
    let texts = || prop::sample::subsequence(vec!["a", "b", "c"], 0..=3);
    match kind {
        Kind::Bool => any::<bool>().prop_map(Value::Bool).boxed(),
        Kind::Count { least, most } => (least..=most).prop_map(Value::Count).boxed(),
        Kind::Span => (1_u16..=60, one_of::<Unit>())
            .prop_map(|(count, unit)| Value::Span(Span::of(count, unit)))
            .boxed(),
        Kind::Day => (2000_u16..2030).prop_map(|year| Value::Day(year.to_string())).boxed(),
        Kind::Word(list) => prop::sample::select(list).prop_map(Value::Word).boxed(),
        Kind::Words(list) => {
            prop::sample::subsequence(list.to_vec(), 0..=list.len()).prop_map(Value::Words).boxed()
        }
        Kind::Party => one_of::<Party>().prop_map(Value::Party).boxed(),
        Kind::Parties => prop::collection::vec(one_of::<Party>(), 0..3).prop_map(Value::Parties).boxed(),
        Kind::Text | Kind::Address => "[a-c]{1,2}\\.se".prop_map(Value::Text).boxed(),
        Kind::Texts | Kind::Shaped => {
            texts().prop_map(|texts| Value::Texts(texts.into_iter().map(str::to_owned).collect())).boxed()
        }
    }
}

fn plain_keys() -> Vec<Key> {
    parameter::all()
        .filter(|parameter| parameter.kind != Kind::Shaped)
        .map(|parameter| parameter.key)
        .collect()
}

fn kind_of(key: Key) -> Kind {
    parameter::about(key).unwrap().kind
}

/// A key, and what the guideline and three layers say about it.
fn chain() -> impl Strategy<Value = (Key, Vec<(Value, Strength, bool)>)> {
    prop::sample::select(plain_keys()).prop_flat_map(|key| {
        let layer = (value(kind_of(key)), one_of::<Strength>(), prop::bool::weighted(0.2));
        (Just(key), prop::collection::vec(layer, 4))
    })
}

/// A guideline with its layers, from the highest: company, sort of account, crisis.
fn layered(key: Key, all: &[(Value, Strength, bool)]) -> Profile {
    let mut profile = silent();
    let scopes =
        [Scope::Company("bolag".to_owned()), Scope::Class(AccountClass::Unit), Scope::Mode(Mode::Crisis)];
    for (at, (value, strength, loosens)) in all.iter().enumerate() {
        let values = BTreeMap::from([(key, said(value.clone(), *strength))]);
        let Some(scope) = at.checked_sub(1).and_then(|at| scopes.get(at)) else {
            profile.values = values;
            continue;
        };
        let detail = Detail { loosens: *loosens, ..Detail::default() };
        let details = BTreeMap::from([(key.code().to_owned(), detail)]);
        profile.layers.push(Layer {
            scopes: vec![scope.clone()],
            document: "lindholm".to_owned(),
            path: String::new(),
            adopted_by: None,
            part: Part { values, details, ..Part::default() },
            requirements: Vec::new(),
        });
    }
    profile
}

fn lowest() -> Context {
    Context {
        company: Some("bolag".to_owned()),
        class: Some(AccountClass::Unit),
        in_crisis: true,
        ..Context::default()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// A layer that does not say that it loosens never does, neither in value nor in strength.
    #[test]
    fn a_layer_never_loosens_unless_it_says_so((key, all) in chain()) {
        let profile = layered(key, &all);
        let rules = Effective::at(&profile, &lowest(), &[]);
        let setting = Setting::Key(key);
        let mut upper: Option<(Value, Strength)> = None;
        for step in rules.steps(setting) {
            if let Some((value, strength)) = upper.as_ref().filter(|_| step.fate == Fate::Held) {
                let direction = setting.compare(value, &step.value);
                let ordered = parameter::about(key).is_some_and(|about| about.tighter != Tighter::Neither);
                prop_assert!(direction != Direction::Looser, "{key}: {value:?} to {:?}", step.value);
                prop_assert!(direction != Direction::Other || !ordered, "{key}: gives up part of {value:?}");
                prop_assert!(step.strength <= *strength, "{key}: weaker");
            }
            if step.took_effect() {
                upper = Some((step.value.clone(), step.strength));
            }
        }
        // What holds is what the lowest layer that came to hold said.
        let given = rules.about(key).and_then(|held| held.given_by().map(|step| step.value.clone()));
        prop_assert_eq!(rules.value(key).cloned(), given);
        // Without any openly loosening layer, what holds is no looser than the guideline itself.
        if all.iter().skip(1).all(|(_, _, loosens)| !loosens) {
            let direction = setting.compare(&all[0].0, rules.value(key).unwrap());
            prop_assert!(direction != Direction::Looser, "{key}");
        }
    }

    /// The order in which layers stand in the file changes nothing when they are of different kinds.
    #[test]
    fn the_order_of_the_file_does_not_matter((key, all) in chain()) {
        let profile = layered(key, &all);
        let mut turned = profile.clone();
        turned.layers.reverse();
        let (one, other) =
            (Effective::at(&profile, &lowest(), &[]), Effective::at(&turned, &lowest(), &[]));
        prop_assert_eq!(one.value(key), other.value(key));
    }
}

/// For each fact, texts that it takes.
static TEXTS: LazyLock<Vec<(&'static str, Vec<String>)>> = LazyLock::new(|| {
    let mut pool: Vec<String> = [
        "ja",
        "nej",
        "0",
        "1",
        "2",
        "13",
        "65535",
        "aldrig",
        "okänt",
        "inget",
        "2026-11-20",
        "0001-01-01",
        "9999-12-31",
        "2026-11-16 09:00",
        "1970-01-01 00:00",
        "2026-03-29 02:30",
        "2026-10-25 02:30",
        "9999-12-30 23:59",
        "0001-01-01 00:00",
        "2026-12-24 12:00",
        "-1",
    ]
    .map(str::to_owned)
    .to_vec();
    // Words stand in the sources of the facts' closed lists, each in quotation marks.
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for file in ["fact", "obligation"].iter().flat_map(|part| std::fs::read_dir(folder.join(part)).unwrap()) {
        let Ok(text) = std::fs::read_to_string(file.unwrap().path()) else { continue };
        pool.extend(text.split('"').skip(1).step_by(2).filter(|word| word.len() < 60).map(str::to_owned));
    }
    pool.sort();
    pool.dedup();
    let taken = |name: &str| {
        pool.iter().filter(|text| Facts::default().set(name, text).is_ok()).cloned().collect::<Vec<_>>()
    };
    Facts::names().map(|(name, ..)| (name, taken(name))).collect()
});

/// Any facts: each fact at its start, or with any text that it takes.
fn facts() -> impl Strategy<Value = Facts> {
    prop::collection::vec(any::<u16>(), TEXTS.len()).prop_map(|picks| {
        let mut facts = Facts::default();
        for ((name, texts), pick) in TEXTS.iter().zip(picks) {
            // Every third fact is left as nobody has recorded it.
            if pick % 3 != 0 {
                let text = &texts[usize::from(pick / 3) % texts.len()];
                facts.set(name, text).unwrap();
            }
        }
        facts
    })
}

fn instants() -> impl Strategy<Value = (Micros, Date)> {
    let days = ["2026-11-20", "0001-01-02", "9999-12-30", "2026-03-29", "2026-12-25", "1700-01-01"];
    prop::sample::select(days.to_vec()).prop_map(|day| {
        let date: Date = day.parse().unwrap();
        let zoned = date.at(10, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC).unwrap();
        (Micros::from(zoned.timestamp()), date)
    })
}

static PROFILES: LazyLock<Vec<Profile>> =
    LazyLock::new(|| profiles::all().iter().map(|(_, text)| Profile::parse(text).unwrap()).collect());

/// A guideline with one statement for each obligation, each as strong as can be.
fn with_every_obligation() -> Profile {
    let mut profile = silent();
    for (at, obligation) in obligation::all().enumerate() {
        profile.requirements.push(Requirement {
            source: Source::Statement(statement(at + 1)),
            section: String::new(),
            strength: Strength::Must,
            text: "Ska hållas.".to_owned(),
            binds: Party::Editor,
            enforcement: Enforcement::Block,
            obligations: vec![obligation],
            moment: Moment::Start,
            only: Vec::new(),
        });
    }
    profile
}

/// Any values of all keys without a shape of their own.
fn values() -> impl Strategy<Value = BTreeMap<Key, Stated<Value>>> {
    let each: Vec<_> = plain_keys()
        .into_iter()
        .map(|key| value(kind_of(key)).prop_map(move |value| (key, said(value, Strength::Must))))
        .collect();
    each.prop_map(|all| all.into_iter().collect())
}

/// Obligations whose statement says what has to be, so that a value can only say it otherwise.
const IN_ITS_OWN_WORDS: [(&str, &str); 5] = [
    ("children-kept-out", "the statement keeps children out; image.children can let them in with consent"),
    ("closing-decided-by-manager", "the statement names the manager; close.decider can name somebody else"),
    ("editors-appointed-by-manager", "the statement names the manager; staff.editor_appointed_by can too"),
    ("answer-target-set", "the statement asks each unit for a target; answer.target can give them all one"),
    ("answered-before-limit", "the account has a target of its own; answer.target can give it another"),
];

static BARE: LazyLock<Effective> = LazyLock::new(|| Effective::of(&with_every_obligation()));

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// All facts at all times under all guidelines are answered, and twice in the same way.
    #[test]
    fn evaluation_answers_everything(
        facts in facts(),
        (at, today) in instants(),
        pick in any::<usize>(),
        class in prop::option::of(one_of::<AccountClass>()),
        service in prop::option::of(one_of::<Service>()),
        in_crisis in any::<bool>(),
        values in values(),
    ) {
        let mut profile = PROFILES[pick % PROFILES.len()].clone();
        if pick % 2 == 0 {
            profile.values = values;
        }
        let context = Context { class, service, in_crisis, on: Some(today), ..Context::default() };
        let rules = Effective::at(&profile, &context, &[]);
        let workdays = Workdays::default();
        let case = Case { rules: &rules, facts: &facts, now: Now { at, today, workdays: &workdays } };
        let found = findings(&case);
        prop_assert_eq!(&found, &findings(&case));
        for moment in Moment::ALL {
            prop_assert_eq!(verdict(&case, *moment), verdict(&case, *moment));
        }
    }

    /// A guideline without statements breaks nothing, whatever the facts; what is broken is law.
    #[test]
    fn where_nothing_is_said_only_law_is_broken(facts in facts(), (at, today) in instants()) {
        let rules = Effective::of(&silent());
        let workdays = Workdays::default();
        let case = Case { rules: &rules, facts: &facts, now: Now { at, today, workdays: &workdays } };
        for finding in findings(&case) {
            prop_assert!(!matches!(finding.requirement.source, Source::Statement(_)));
        }
    }

    /// A silent value is never the ground of a breach: what is not kept under a guideline without
    /// values is kept under no values at all, so that the breach is the facts' and not the silence's.
    /// Beside that stand statements that say by themselves what a value would say otherwise.
    #[test]
    fn silence_is_never_the_ground(facts in facts(), (at, today) in instants(), values in values()) {
        let mut full = with_every_obligation();
        full.values = values;
        let rules = Effective::of(&full);
        let workdays = Workdays::default();
        let now = Now { at, today, workdays: &workdays };
        let case = Case { rules: &BARE, facts: &facts, now };
        let other = Case { rules: &rules, facts: &facts, now };
        for finding in findings(&case) {
            let Assess::Account(assess) = finding.obligation.assess else { continue };
            let says_itself = IN_ITS_OWN_WORDS.iter().any(|(code, _)| *code == finding.obligation.code);
            let of_guideline = matches!(finding.requirement.source, Source::Statement(_));
            if finding.standing == Standing::Breach && of_guideline && !says_itself {
                prop_assert!(
                    !matches!(assess(&other), Outcome::Kept | Outcome::Due(_)),
                    "{}", finding.obligation.code
                );
            }
        }
    }
}

#[test]
fn facts_of_every_sort_are_generated() {
    for (name, texts) in TEXTS.iter() {
        assert!(texts.len() > 1, "{name}: {texts:?}");
    }
}
