//! The program against a real WordPress: what is posted, edited, withheld and deleted there, and what is decided.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::process::Command;
use std::sync::Arc;

use program::{Home, Told};
use serde_json::{Value, json};
use site::{Site, connected, staffed};
use uppsikt_ledger::{KeyTrust, verify_bundle};
use uppsikt_net::Method;

#[path = "support/program.rs"]
#[expect(dead_code, reason = "shared with the tests of the command line")]
mod program;
#[path = "support/site.rs"]
mod site;

const VERIFIER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/reference/verify_bundle.py");

/// Captures, and gives the pass's report.
fn capture(home: &Home) -> Value {
    home.run(&["--json", "--as", "anna", "capture"]).done().json()["accounts"][0].clone()
}

fn only_item(report: &Value) -> String {
    let items = report["items"].as_array().unwrap();
    assert_eq!(items.len(), 1, "{report}");
    items[0].as_str().unwrap().to_owned()
}

/// The presence of each version of an item.
fn story(home: &Home, item: &str) -> Vec<String> {
    let shown = home.run(&["--json", "--as", "anna", "show", item]).done().json();
    let versions = shown["versions"].as_array().unwrap().iter();
    versions.map(|version| version["presence"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_post_is_followed_to_its_end_and_proved() {
    let Some(site) = Site::alone().await else { return };
    let home = connected(&site);
    capture(&home);
    let post = site.post("Vattnet stängs av", "Storgatan klockan 10–12.").await;
    let first = capture(&home);
    assert_eq!((&first["new"], &first["gone"]), (&1.into(), &0.into()), "{first}");
    let item = only_item(&first);

    let before = home.size();
    let again = capture(&home);
    assert_eq!(
        (&again["new"], &again["edited"], &again["items"]),
        (&0.into(), &0.into(), &json!([])),
        "{again}"
    );
    assert_eq!(home.size(), before, "nothing new, nothing written");

    site.write(Method::Post, &format!("posts/{post}"), &json!({"content": "Storgatan klockan 10–13."})).await;
    let edited = capture(&home);
    assert_eq!((&edited["edited"], only_item(&edited)), (&1.into(), item.clone()));
    site.write(Method::Delete, &format!("posts/{post}?force=true"), &json!({})).await;
    let gone = capture(&home);
    assert_eq!((&gone["gone"], only_item(&gone)), (&1.into(), item.clone()));

    assert_eq!(story(&home, &item), ["shown", "shown", "gone"]);
    let told = home.run(&["--as", "anna", "show", &item]).done();
    told.says(&["10–12", "10–13", "Version 3: försvunnen", "sågs senast", "publicerad"]);
    let versions = home.run(&["--json", "--as", "anna", "show", &item]).done().json()["versions"].clone();
    let at = |version: usize, name: &str| versions[version][name].as_i64().unwrap();
    assert!(at(0, "published_at") <= at(0, "captured_at") && at(0, "captured_at") < at(1, "captured_at"));
    assert!(at(1, "captured_at") <= at(2, "last_seen_at") && at(2, "last_seen_at") < at(2, "captured_at"));
    proved(&home, &item, 3);
    home.size();
}

/// The bundle convinces whoever has the key, in Rust and in Python.
fn proved(home: &Home, item: &str, versions: usize) {
    let key = home.run(&["--json", "--as", "anna", "checkpoint"]).done().json()["keys"][0]
        .as_str()
        .unwrap()
        .to_owned();
    let bundle = home.run(&["--as", "anna", "prove", item]).done().bytes;
    let report = verify_bundle(&bundle, &[key.parse().unwrap()]).unwrap();
    assert_eq!((report.versions.len(), matches!(report.key, KeyTrust::Given)), (versions, true));
    let path = home.file("bevis.zip", &bundle);
    Told::of(Command::new("python3").args([VERIFIER, &path, &key]).output().unwrap()).done();
}

#[tokio::test]
async fn what_lies_in_the_bin_is_withheld() {
    let Some(site) = Site::alone().await else { return };
    let home = connected(&site);
    capture(&home);
    let post = site.post("Frågestund", "På torsdag.").await;
    let item = only_item(&capture(&home));
    site.write(Method::Delete, &format!("posts/{post}"), &json!({})).await;
    let binned = capture(&home);
    assert_eq!((&binned["gone"], &binned["edited"]), (&1.into(), &0.into()), "{binned}");
    assert_eq!(story(&home, &item), ["shown", "withheld"]);
    home.run(&["--as", "anna", "show", &item]).done().says(&["dold på plattformen", "På torsdag."]);
    let before = home.size();
    assert_eq!(capture(&home)["gone"], 0);
    assert_eq!(home.size(), before);
    site.write(Method::Post, &format!("posts/{post}"), &json!({"status": "publish"})).await;
    assert_eq!(capture(&home)["returned"], 1);
    site.write(Method::Delete, &format!("posts/{post}?force=true"), &json!({})).await;
    assert_eq!(capture(&home)["gone"], 1);
    assert_eq!(story(&home, &item), ["shown", "withheld", "shown", "gone"]);
    proved(&home, &item, 4);
}

#[tokio::test]
async fn a_wrong_password_loses_nothing_and_is_told() {
    let Some(site) = Site::alone().await else { return };
    let home = connected(&site);
    site.post("Öppettider", "Vi har öppet.").await;
    capture(&home);
    let before = home.size();
    home.run(&["account", "password", "webbplatsen", "--password-file", &home.file("wrong", "fel")]).done();
    home.run(&["capture"]).ended(3).says(&["godtar inte", "account password"]);
    let right = home.file("right", &site.password);
    let told = home.run(&["account", "password", "webbplatsen", "--password-file", &right]).done();
    told.says(&["är bytt", "Anslutningen fungerar"]);
    assert_eq!(capture(&home)["gone"], 0, "a refused login makes nothing disappear");
    assert_eq!(home.size()[1..], before[1..], "two acts, and no row or object");
}

/// The item of the only comment that says this, among those that a pass has found.
///
/// A pass also finds what the tests beside this one have written on the site: words that are theirs too name nobody.
fn item_of(home: &Home, text: &str) -> String {
    let queue = home.run(&["--as", "erik", "queue", "--limit", "1000"]).done();
    let blocks: Vec<&str> = queue.out.split("\n\n").filter(|block| block.contains(text)).collect();
    assert_eq!(blocks.len(), 1, "{text:?} must be said once: {queue:?}");
    blocks[0].split("\n  id ").nth(1).unwrap().lines().next().unwrap().to_owned()
}

/// The entries of the registry that were made for an item.
fn entries(home: &Home, item: &str) -> Vec<Value> {
    let list = home.run(&["--json", "--as", "rut", "registry", "list", "--limit", "1000"]).done().json();
    let is_of = |entry: &&Value| entry["items"].as_array().unwrap().iter().any(|row| row["item"] == *item);
    list["entries"].as_array().unwrap().iter().filter(is_of).cloned().collect()
}

const NOTE: &str = "Mildare åtgärder räcker inte.";

#[tokio::test]
async fn a_comment_is_followed_from_its_first_version_to_its_end() {
    let Some(site) = Site::alone().await else { return };
    let home = staffed(&site, &site.address, "finspang");
    let post = site.post("Simhallen", "Stängd till måndag.").await;
    capture(&home);
    let comment = site.comment(&post, "Öppna simhallen, annars vet jag var du bor.").await;
    assert_eq!(capture(&home)["new"], 1);
    let item = item_of(&home, "annars vet jag var du bor.");
    let edit = json!({"content": "Öppna simhallen, annars kommer jag hem till dig i natt."});
    site.write(Method::Post, &format!("comments/{comment}"), &edit).await;
    assert_eq!(capture(&home)["edited"], 1);

    // What the editor has read is the first version: nothing is decided on the second.
    let mut decide = vec!["--json", "--as", "erik", "decide", &item, "--measure", "ta-bort"];
    decide.extend(["--class", "threat", "--law", "unlawful-threat", "--note", NOTE]);
    home.run(&[&decide[..], &["--version", "1"]].concat()).ended(2).says(&["version 2"]);
    let before = site.comments().await;
    let decided = home.run(&[&decide[..], &["--version", "2"]].concat()).done();
    assert_eq!(decided.json()["state"], "done", "{decided:?}");
    let id = decided.json()["decision"].as_str().unwrap().to_owned();

    let entries = entries(&home, &item);
    assert_eq!(entries.len(), 1, "{entries:?}");
    let number = entries[0]["number"].as_str().unwrap();
    home.run(&["--as", "erik", "decision", "show", &id]).done().says(&[
        number,
        "säkra: klart",
        "klart (trash)",
    ]);
    let mut after = site.comments().await;
    assert_eq!((before[&comment].state.as_str(), after[&comment].state.as_str()), ("approved", "trash"));
    after.insert(comment.clone(), before[&comment].clone());
    after.retain(|id, _| !before.contains_key(id));
    let notices: Vec<_> = after.values().collect();
    assert_eq!(notices.len(), 1, "nothing else has changed there: {notices:?}");
    assert!(
        notices[0].is_staff && notices[0].post == post && notices[0].text.contains(number),
        "{notices:?}"
    );
    assert_eq!(site.visit(&format!("comments/{comment}")).await, 401);

    // Our own answer is captured, and what we have removed is no news.
    let pass = capture(&home);
    assert_eq!((&pass["new"], &pass["gone"]), (&1.into(), &0.into()), "{pass}");
    site.write(Method::Delete, &format!("comments/{comment}?force=true"), &json!({})).await;
    assert_eq!(site.visit(&format!("comments/{comment}")).await, 404);
    assert_eq!(capture(&home)["gone"], 1);
    assert_eq!(story(&home, &item), ["shown", "shown", "withheld", "gone"]);
    let told = home.run(&["--as", "anna", "show", &item]).done();
    told.says(&["annars vet jag var du bor.", "annars kommer jag hem till dig i natt.", " av oss"]);
    proved(&home, &item, 4);
    home.size();
}

#[tokio::test]
async fn what_is_edited_in_the_undo_time_comes_back_to_the_person() {
    let Some(site) = Site::beside().await else { return };
    let home = staffed(&site, &site.address, "osby");
    let post = site.post("Biblioteket", "Nya öppettider.").await;
    let text = "Köp billiga klockor hos Klockspecialen!";
    let comment = site.comment(&post, text).await;
    capture(&home);
    let item = item_of(&home, text);
    let mut decide = vec!["--json", "--as", "erik", "decide", &item, "--measure", "ta-bort", "--no-wait"];
    decide.extend(["--class", "advertising", "--rule", "OSBY-32", "--note", NOTE]);
    let decided = home.run(&decide).done().json();
    assert_eq!(decided["state"], "waiting", "{decided}");
    let id = decided["decision"].as_str().unwrap();
    let edited = "Tack för de nya öppettiderna.";
    site.write(Method::Post, &format!("comments/{comment}"), &json!({"content": edited})).await;
    let under = async || {
        let mut all = site.comments().await;
        all.retain(|_, comment| comment.post == post);
        all
    };
    let before = under().await;
    assert_eq!(before[&comment].text, edited, "the site has it as it is after the edit");
    let went_on = home.run(&["--json", "--as", "erik", "decision", "resume", id]).ended(1);
    assert_eq!(went_on.json()["state"], "back", "{went_on:?}");
    assert_eq!(under().await, before, "nothing was done to it, and nobody was told anything");
    assert_eq!(story(&home, &item), ["shown", "shown"], "the new version is sealed");
    assert_eq!(item_of(&home, edited), item, "it waits for the person again");
    home.run(&["--as", "erik", "decision", "show", id]).done().says(&["Den nya versionen är sparad"]);
    home.run(&["--as", "erik", "decision", "resume", id]).ended(2).says(&["inget kvar"]);
    proved(&home, &item, 2);
    home.size();
}

/// An advertisement is removed; gives the registry's entries about it.
async fn advertisement(site: &Site, guideline: &str, rule: &str) -> Vec<Value> {
    let home = staffed(site, &site.address, guideline);
    let post = site.post("Torget", "Marknad på lördag.").await;
    let text = format!("Köp billiga klockor hos Klockspecialen i {guideline}!");
    let comment = site.comment(&post, &text).await;
    capture(&home);
    let item = item_of(&home, &text);
    let mut decide = vec!["--json", "--as", "erik", "decide", &item, "--measure", "ta-bort"];
    decide.extend(["--class", "advertising", "--rule", rule, "--note", NOTE]);
    let decided = home.run(&decide).done().json();
    assert_eq!(decided["state"], "done");
    assert_eq!(site.visit(&format!("comments/{comment}")).await, 401);
    assert_eq!(story(&home, &item), ["shown", "withheld"]);
    let shown = home.run(&["--json", "--as", "anna", "show", &item]).done().json();
    let withheld_at = shown["versions"][1]["captured_at"].as_i64().unwrap();
    let entries = entries(&home, &item);
    for entry in &entries {
        assert!(
            entry["reserved_at"].as_i64().unwrap() < withheld_at,
            "its number comes before it goes: {entry}"
        );
    }
    proved(&home, &item, 2);
    home.size();
    entries
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_advertisement_gets_a_number_where_the_guideline_asks_for_one() {
    let Some(site) = Site::beside().await.map(Arc::new) else { return };
    // Side by side, since each waits out the time in which it can be taken back.
    let [finspang, osby] = [("finspang", "FINSPANG-171"), ("osby", "OSBY-32")].map(|(guideline, rule)| {
        let site = Arc::clone(&site);
        tokio::spawn(async move { advertisement(&site, guideline, rule).await })
    });
    let (finspang, osby) = (finspang.await.unwrap(), osby.await.unwrap());
    assert_eq!((finspang.len(), osby.len()), (1, 0), "{finspang:?} {osby:?}");
}
