//! What is shown at a moment, in which order, and whom to ask.

use super::*;
use crate::Profile;
use crate::fact::AccountClass;

const HEAD: &str = "format = 1\nsilent = []\n[guideline]\ncode = \"lindholm\"\nauthority = \"Lindholms kommun\"\n\
    title = \"Riktlinje\"\nprefix = \"LINDHOLM\"\nstatements = 120\n";

fn statement(id: &str, strength: &str, enforced: &str, duty: &str, binds: &str) -> String {
    format!(
        "[[statement]]\nid = \"LINDHOLM-{id}\"\nsection = \"Svara\"\nstrength = \"{strength}\"\n\
         text = \"Sats {id}.\"\nbinds = \"{binds}\"\nenforced = \"{enforced}\"\nduty = [\"{duty}\"]\nmoment = \"answer\"\n"
    )
}

fn rules(more: &str) -> Effective {
    let statements = [
        statement("101", "must", "guide", "guided", "editor"),
        statement("002", "advice", "guide", "guided", "editor"),
        statement("003", "must", "block", "answered-as-account", "editor"),
        statement("004", "must", "check", "signed-with-name-and-title", "editor"),
        statement("005", "should", "check", "no-faces-first", "communications"),
        statement("006", "must", "block", "evidence-before-removal", "editor"),
        statement("007", "should", "guide", "guided", "school") + "only = [\"school\"]\n",
        statement("008", "may", "record", "unanswered-with-reason", "editor"),
        statement("009", "must", "check", "class-recognised", "editor"),
    ];
    let text = format!("{HEAD}{more}{}", statements.concat());
    Effective::of(&Profile::parse(&text).unwrap())
}

fn shown(rules: &Effective, scope: &ScopeFacts) -> Vec<String> {
    at(rules, Moment::Answer, scope).iter().map(|guidance| guidance.text.to_owned()).collect()
}

#[test]
fn the_strongest_come_first_and_what_the_product_does_itself_is_left_out() {
    let rules = rules("");
    let scope = ScopeFacts::default();
    assert_eq!(
        shown(&rules, &scope),
        ["Sats 003.", "Sats 009.", "Sats 101.", "Sats 005.", "Sats 008.", "Sats 002."]
    );
    let first = at(&rules, Moment::Answer, &scope).remove(0);
    assert_eq!(first.remedies, ["Byt till kontot innan du svarar."]);
    assert_eq!(first.source.to_string(), "LINDHOLM-003");
    assert!(at(&rules, Moment::Close, &scope).is_empty());
}

#[test]
fn what_is_about_schools_is_for_schools() {
    let rules = rules("");
    let school = ScopeFacts { class: Some(AccountClass::School), ..ScopeFacts::default() };
    let unit = ScopeFacts { class: Some(AccountClass::Unit), ..ScopeFacts::default() };
    assert!(shown(&rules, &school).contains(&"Sats 007.".to_owned()));
    assert!(!shown(&rules, &unit).contains(&"Sats 007.".to_owned()));
}

#[test]
fn those_are_asked_whom_the_guideline_names_and_nobody_else() {
    assert!(contacts(&rules("")).is_empty());
    let named = "[party]\ncommunications = \"Infocentrum\"\n";
    assert_eq!(contacts(&rules(named)), ["Infocentrum"]);
    let both = format!(
        "{named}[staff.support_contacts]\nvalue = [\"communications\", \"data-protection-officer\"]\nsource = [\"LINDHOLM-002\"]\n"
    );
    let rules = rules(&both);
    assert_eq!(contacts(&rules), ["Infocentrum", "dataskyddsombudet"]);
    let shown = at(&rules, Moment::Answer, &ScopeFacts::default());
    let asked = |text: &str| shown.iter().find(|guidance| guidance.text == text).unwrap().ask.clone();
    assert_eq!(asked("Sats 002."), ["Infocentrum", "dataskyddsombudet"]);
    assert_eq!(asked("Sats 005."), ["dataskyddsombudet"]);
}
