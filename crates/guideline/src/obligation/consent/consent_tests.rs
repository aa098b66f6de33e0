//! Pictures of children, and who consents.

use jiff::civil::date;
use uppsikt_kernel::{Micros, Workdays, WorkdaysSettings};

use super::*;
use crate::Profile;
use crate::effective::Effective;
use crate::evaluate::Now;
use crate::fact::Facts;

const HEAD: &str = "format = 1\n[guideline]\ncode = \"lindholm\"\nauthority = \"Lindholms kommun\"\n\
    title = \"Riktlinje\"\nprefix = \"LINDHOLM\"\nstatements = 20\n";

fn outcome(values: &str, facts: &[(&str, &str)], judge: fn(&Case<'_>) -> Outcome) -> Outcome {
    let rules = Effective::of(&Profile::parse(&format!("{HEAD}{values}")).unwrap());
    let mut known = Facts::default();
    for (name, text) in [("en bild ska användas", "ja")].iter().chain(facts) {
        known.set(name, text).unwrap();
    }
    let workdays = Workdays::new(WorkdaysSettings::default());
    let now = Now { at: Micros::new(0).unwrap(), today: date(1970, 1, 1), workdays: &workdays };
    judge(&Case { rules: &rules, facts: &known, now })
}

#[test]
fn the_guardian_decides_until_the_age_that_is_said_and_nobody_knows_is_youngest() {
    let said = "[image.guardian_age]\nvalue = 14\nsource = [\"LINDHOLM-02\"]\n";
    let of = |age, values| {
        let facts = [("igenkännbara på bilden", "barn"), ("yngsta barnets ålder", age)];
        (outcome(values, &facts, guardian), outcome(values, &facts, older_child))
    };
    for age in ["0", "12", "13"] {
        assert_eq!(of(age, said), (Outcome::Lacking, Outcome::NotApplicable), "{age}");
    }
    assert_eq!(of("14", said), (Outcome::NotApplicable, Outcome::Lacking));
    assert_eq!(of("13", ""), (Outcome::Silent, Outcome::Silent));
}

#[test]
fn a_child_is_shown_only_by_exception_and_with_consent() {
    let said = "[image.children]\nvalue = \"avoided-below-upper-secondary\"\nsource = [\"LINDHOLM-02\"]\n";
    let mut facts = vec![
        ("igenkännbara på bilden", "anställd; barn"),
        ("vårdnadshavaren har samtyckt", "ja"),
        ("samtycke för sociala medier", "ja"),
        ("samtycket gäller just denna bild", "ja"),
    ];
    assert_eq!(outcome(said, &facts, children_kept_out), Outcome::Lacking);
    facts.push(("chefens skriftliga undantag för bilden", "ja"));
    assert_eq!(outcome(said, &facts, children_kept_out), Outcome::Kept);
    assert_eq!(
        outcome(&said.replace("avoided-below-upper-secondary", "never"), &facts, children_kept_out),
        Outcome::Lacking
    );
    facts.push(("samtycket är återkallat", "ja"));
    assert_eq!(outcome(said, &facts, children_kept_out), Outcome::Lacking);
    facts.push(("igenkännbara på bilden", "gymnasieelev"));
    assert_eq!(outcome(said, &facts, children_kept_out), Outcome::NotApplicable);
}
