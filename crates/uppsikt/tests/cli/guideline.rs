//! Guidelines from the command line: written, checked, compared, adopted, dispensed from, followed.

use serde_json::Value;

use crate::program::Home;

const OWN: &str = "format = 1\n[guideline]\ncode = \"lindholm\"\nauthority = \"Lindholms kommun\"\n\
    title = \"Riktlinje för sociala medier\"\nprefix = \"LINDHOLM\"\nstatements = 2\n\
    [scope.existing_accounts]\nvalue = true\nsource = [\"LINDHOLM-01\"]\n\
    [staff.min_admins]\nvalue = 2\nsource = [\"LINDHOLM-02\"]\n\
    [[statement]]\nid = \"LINDHOLM-01\"\nstrength = \"must\"\ntext = \"Varje konto har ett syfte.\"\n\
    binds = \"manager\"\nenforced = \"check\"\nduty = [\"purpose-recorded\"]\nmoment = \"start\"\n\
    [[statement]]\nid = \"LINDHOLM-02\"\nstrength = \"must\"\n\
    text = \"Minst två kan administrera varje konto.\"\n\
    binds = \"manager\"\nenforced = \"check\"\nduty = [\"administrators-enough\"]\nmoment = \"staff\"\n";

fn with_account() -> Home {
    let home = Home::begin();
    home.run(&["user", "add", "erik", "--role", "editor"]).done();
    home.run(&["--as", "anna", "user", "add", "hanna", "--role", "manager"]).done();
    let add =
        ["account", "add", "övning", "--platform", "practice", "--address", "https://lindholm.example/"];
    home.run(&[&["--as", "anna"], &add[..]].concat()).done();
    home
}

fn standing(home: &Home, source: &str) -> Value {
    let told = home.run(&["--json", "--as", "anna", "guideline", "status", "--account", "övning"]);
    let told = told.done().json();
    let found = told["findings"].as_array().unwrap().iter().find(|found| found["source"] == source);
    found.map_or(Value::Null, |found| found["standing"].clone())
}

#[test]
fn an_authority_adopts_its_own_file_and_is_judged_by_what_is_noted() {
    let home = with_account();
    let file = home.file("lindholm.toml", OWN);
    home.run(&["--as", "erik", "guideline", "adopt", &file]).ended(3);
    home.run(&["--as", "hanna", "guideline", "adopt", &file]).done().says(&["följer nu riktlinjen lindholm"]);
    assert_eq!(standing(&home, "LINDHOLM-01"), "breach");
    let note = ["--as", "erik", "account", "note", "övning", "purpose_recorded=ja", "administrators=1"];
    home.run(&note).done();
    assert_eq!(standing(&home, "LINDHOLM-01"), "met");
    assert_eq!(standing(&home, "LINDHOLM-02"), "breach");
    home.run(&["--as", "erik", "account", "note", "övning", "administrators=många"]).ended(2);
    home.run(&["--as", "erik", "account", "note", "övning", "nonsense=ja"]).ended(2).says(&["nonsense"]);
    home.run(&["--as", "erik", "account", "facts", "övning"]).done().says(&["1"]);
    home.run(&["--as", "anna", "verify"]).done();
}

#[test]
fn an_exception_holds_between_its_days_once_it_is_granted() {
    let home = with_account();
    let file = home.file("lindholm.toml", OWN);
    home.run(&["--as", "hanna", "guideline", "adopt", &file]).done();
    home.run(&["--as", "erik", "account", "note", "övning", "administrators=1"]).done();
    let ask = ["--json", "--as", "erik", "guideline", "exception", "ask", "övning", "staff.min_admins", "1"];
    home.run(&[&ask[..], &["--reason", " ", "--until", "2027-05-31"]].concat()).ended(2).says(&["skäl"]);
    home.run(&[&ask[..], &["--reason", "x", "--until", "2001-05-31"]].concat()).ended(2);
    home.run(&[&ask[..], &["--reason", "x", "--until", "2099-05-31"]].concat()).ended(2).says(&["två år"]);
    let reason = ["--reason", "Enheten har en anställd till våren.", "--until", "2027-05-31"];
    let asked = home.run(&[&ask[..], &reason].concat()).done().json();
    let id = asked["id"].as_str().unwrap().to_owned();
    assert_eq!((&asked["state"], standing(&home, "LINDHOLM-02")), (&"asked".into(), "breach".into()));
    home.run(&["--as", "erik", "guideline", "exception", "grant", &id]).ended(3);
    home.run(&["--as", "hanna", "guideline", "exception", "grant", &id]).done();
    assert_eq!(standing(&home, "LINDHOLM-02"), "met");
    home.run(&["--as", "hanna", "guideline", "exception", "grant", &id]).ended(2).says(&["redan beviljat"]);
    home.run(&["--as", "erik", "guideline", "explain", "staff.min_admins", "--account", "övning"])
        .done()
        .says(&["undantag"]);
    home.run(&["--as", "hanna", "guideline", "exception", "end", &id]).done();
    assert_eq!(standing(&home, "LINDHOLM-02"), "breach");
    home.run(&["--as", "erik", "guideline", "exception", "list"]).done().says(&["avslutat"]);
    home.run(&["--as", "anna", "verify"]).done();
}

#[test]
fn a_broken_file_is_refused_and_what_holds_goes_on() {
    let home = with_account();
    home.run(&["--as", "hanna", "guideline", "adopt", "osby"]).done();
    let broken = home.file("trasig.toml", OWN.replace("min_admins", "min_adminss"));
    let told = home.run(&["guideline", "check", &broken]).ended(1);
    told.says(&["trasig.toml:11:", "min_admins"]);
    home.run(&["--as", "hanna", "guideline", "adopt", &broken]).ended(2).says(&["gäller fortfarande"]);
    let latin = home.file("latin.toml", b"format = 1\n# \xe5tta\n");
    home.run(&["guideline", "check", &latin]).ended(2).says(&["rad 2", "UTF-8"]);
    let large = home.file("stor.toml", "# x\n".repeat(3_000_000));
    home.run(&["guideline", "check", &large]).ended(2).says(&["högst"]);
    home.run(&["--as", "anna", "guideline", "list"]).done().says(&["osby, sedan"]);
}

#[test]
fn a_coming_guideline_does_not_hold_yet_and_can_be_withdrawn() {
    let home = with_account();
    home.run(&["--as", "hanna", "guideline", "adopt", "osby"]).done();
    home.run(&["--as", "hanna", "guideline", "adopt", "oland", "--from", "2001-01-01"]).ended(2);
    let coming = ["--json", "--as", "hanna", "guideline", "adopt", "oland", "--from", "2099-01-01"];
    let id = home.run(&coming).done().json()["id"].as_str().unwrap().to_owned();
    home.run(&["--as", "anna", "guideline", "list"])
        .done()
        .says(&["osby, sedan", "från och med 2099-01-01: oland"]);
    home.run(&["--as", "erik", "guideline", "withdraw", &id]).ended(3);
    home.run(&["--as", "hanna", "guideline", "withdraw", &id]).done();
    home.run(&["--as", "hanna", "guideline", "withdraw", &id]).ended(2);
    home.run(&["--as", "anna", "verify"]).done();
}

#[test]
fn the_five_documents_are_traced_whole_and_compared() {
    let home = Home::begin();
    let told = home.run(&["--json", "guideline", "trace"]).done().json();
    assert_eq!(told["statements"], 400);
    let some = home.file("krav.csv", "id,section\nOSBY-01,a\nOSBY-99,\"b, c\"\n");
    home.run(&["guideline", "trace", "osby", "--requirements", &some]).ended(1).says(&["OSBY-99"]);
    home.run(&["guideline", "diff", "osby", "osby"]).done().says(&["ingen skillnad"]);
    home.run(&["guideline", "diff", "vetlanda", "osby"]).done().says(&["12 månader", "6 månader"]);
    for code in ["finspang", "oland", "osby", "sll", "vetlanda"] {
        home.run(&["guideline", "diff", code, "osby"]).done();
    }
}
