//! The program against a real WordPress: what is posted, edited, withheld and deleted there.
//!
//! `UPPSIKT_TEST_WORDPRESS` is the site's address and `UPPSIKT_TEST_WORDPRESS_LOGIN` a user that may moderate, as
//! `user:application password`. The site is written to.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::io::Write as _;
use std::process::Command;

use program::{Home, Told};
use serde_json::{Value, json};
use tokio::sync::{Mutex, MutexGuard};
use uppsikt_ledger::{KeyTrust, verify_bundle};
use uppsikt_net::{Auth, Client, HostRule, Method, Policy, Request, Secret};
use url::Url;

#[path = "support/program.rs"]
#[expect(dead_code, reason = "shared with the tests of the command line")]
mod program;

const VERIFIER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/reference/verify_bundle.py");

/// One test at a time: each counts what is new on the site.
static TURN: Mutex<()> = Mutex::const_new(());

/// The site, as its own staff writes to it.
struct Site {
    _turn: MutexGuard<'static, ()>,
    address: String,
    user: String,
    password: String,
    client: Client,
}

impl Site {
    async fn from_environment() -> Option<Self> {
        let address = std::env::var("UPPSIKT_TEST_WORDPRESS").ok()?;
        let login = std::env::var("UPPSIKT_TEST_WORDPRESS_LOGIN").ok()?;
        let (user, password) = login.split_once(':').unwrap();
        let client = Client::new(Policy::new(vec![HostRule::private(&address).unwrap()])).unwrap();
        let _turn = TURN.lock().await;
        Some(Self { _turn, address, user: user.to_owned(), password: password.to_owned(), client })
    }

    async fn write(&self, method: Method, path: &str, body: &Value) -> Value {
        let url = Url::parse(&self.address).unwrap().join(&format!("/wp-json/wp/v2/{path}")).unwrap();
        let login = Auth::Basic { user: self.user.clone(), password: Secret::new(self.password.as_str()) };
        let response =
            self.client.send(Request::new(method, url, &login).json(body.to_string())).await.unwrap();
        assert!(response.is_success(), "{path}: {}", response.status);
        serde_json::from_slice(&response.body).unwrap()
    }

    /// Publishes a post and gives its id there.
    async fn post(&self, title: &str, content: &str) -> String {
        let body = json!({"title": title, "content": content, "status": "publish"});
        self.write(Method::Post, "posts", &body).await["id"].to_string()
    }
}

/// An installation with the site as its only account.
fn connected(site: &Site) -> Home {
    let home = Home::begin();
    let password = home.file("password", format!("{}\n", site.password));
    let mut add = vec!["account", "add", "webbplatsen", "--platform", "wordpress", "--internal"];
    add.extend(["--address", &site.address, "--login", &site.user, "--password-file", &password]);
    home.run(&add).done().says(&["Anslutningen fungerar"]);
    home
}

/// Captures, and gives the pass's report.
fn capture(home: &Home) -> Value {
    home.run(&["--json", "capture"]).done().json()["accounts"][0].clone()
}

fn only_item(report: &Value) -> String {
    let items = report["items"].as_array().unwrap();
    assert_eq!(items.len(), 1, "{report}");
    items[0].as_str().unwrap().to_owned()
}

/// The presence of each version of an item.
fn story(home: &Home, item: &str) -> Vec<String> {
    let shown = home.run(&["--json", "show", item]).done().json();
    let versions = shown["versions"].as_array().unwrap().iter();
    versions.map(|version| version["presence"].as_str().unwrap().to_owned()).collect()
}

fn left_out() {
    // Past the capture of passing tests' output, so that nobody believes this was tested.
    let text = "LEFT OUT: no real WordPress was captured (UPPSIKT_TEST_WORDPRESS and its _LOGIN are not set)";
    let mut terminal = std::io::stderr();
    writeln!(terminal, "{text}").unwrap();
}

#[tokio::test]
async fn a_post_is_followed_to_its_end_and_proved() {
    let Some(site) = Site::from_environment().await else { return left_out() };
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
    let told = home.run(&["show", &item]).done();
    told.says(&["10–12", "10–13", "Version 3: försvunnen", "sågs senast", "publicerad"]);
    let versions = home.run(&["--json", "show", &item]).done().json()["versions"].clone();
    let at = |version: usize, name: &str| versions[version][name].as_i64().unwrap();
    assert!(at(0, "published_at") <= at(0, "captured_at") && at(0, "captured_at") < at(1, "captured_at"));
    assert!(at(1, "captured_at") <= at(2, "last_seen_at") && at(2, "last_seen_at") < at(2, "captured_at"));
    proved(&home, &item, 3);
    home.size();
}

/// The bundle convinces whoever has the key, in Rust and in Python.
fn proved(home: &Home, item: &str, versions: usize) {
    let key = home.run(&["--json", "checkpoint"]).done().json()["keys"][0].as_str().unwrap().to_owned();
    let bundle = home.run(&["prove", item]).done().bytes;
    let report = verify_bundle(&bundle, &[key.parse().unwrap()]).unwrap();
    assert_eq!((report.versions.len(), matches!(report.key, KeyTrust::Given)), (versions, true));
    let path = home.file("bevis.zip", &bundle);
    Told::of(Command::new("python3").args([VERIFIER, &path, &key]).output().unwrap()).done();
}

#[tokio::test]
async fn what_lies_in_the_bin_is_withheld() {
    let Some(site) = Site::from_environment().await else { return left_out() };
    let home = connected(&site);
    capture(&home);
    let post = site.post("Frågestund", "På torsdag.").await;
    let item = only_item(&capture(&home));
    site.write(Method::Delete, &format!("posts/{post}"), &json!({})).await;
    let binned = capture(&home);
    assert_eq!((&binned["gone"], &binned["edited"]), (&1.into(), &0.into()), "{binned}");
    assert_eq!(story(&home, &item), ["shown", "withheld"]);
    home.run(&["show", &item]).done().says(&["dold på plattformen", "På torsdag."]);
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
    let Some(site) = Site::from_environment().await else { return left_out() };
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
