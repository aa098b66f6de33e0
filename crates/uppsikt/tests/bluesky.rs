//! The program against a real Bluesky: what is posted, answered and deleted there.
//!
//! How the servers are named stands in `bluesky_world`.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use bluesky_world::{World, reply_to};
use program::Home;
use serde_json::{Value, json};
use uppsikt_ledger::{KeyTrust, verify_bundle};

#[path = "../../platform/tests/bluesky_world/mod.rs"]
#[expect(dead_code, reason = "shared with the tests of the connector")]
mod bluesky_world;
#[path = "support/program.rs"]
#[expect(dead_code, reason = "shared with the tests of the command line")]
mod program;

/// Captures, and gives the pass's report.
fn capture(home: &Home) -> Value {
    home.run(&["--json", "capture"]).done().json()["accounts"][0].clone()
}

/// The item whose text this is.
fn item_of(home: &Home, text: &str) -> String {
    let list = home.run(&["show"]).done().out;
    let line = list.lines().find(|line| line.contains(text)).unwrap_or_else(|| panic!("{list}"));
    line.split_whitespace().next().unwrap().to_owned()
}

fn versions(home: &Home, item: &str) -> Vec<Value> {
    let shown = home.run(&["--json", "show", item]).done().json();
    shown["versions"].as_array().unwrap().clone()
}

#[tokio::test]
async fn a_reply_that_its_author_deletes_between_two_reads_is_known_as_that() {
    let Some(world) = World::from_environment() else { return };
    let (us, asa) = (world.join(&world.pds).await, world.join(&world.pds).await);
    let home = Home::begin();
    let password = home.file("password", us.app_password().await);
    let mut add = vec!["account", "add", "bluesky", "--platform", "bluesky", "--internal"];
    add.extend(["--address", &world.pds, "--login", &us.handle, "--password-file", &password]);
    home.run(&add).done().says(&["Anslutningen fungerar"]);
    assert_eq!(capture(&home)["new"], 0);

    let post = us.post("Simhallen stänger i juli.", json!({})).await;
    world.until(&post.uri, Some(&post.cid)).await;
    let reply = asa.post("Skandal! Vem bestämde det?", reply_to(&post, &post)).await;
    world.until(&reply.uri, Some(&reply.cid)).await;
    let first = capture(&home);
    assert_eq!((&first["new"], &first["gone"]), (&2.into(), &0.into()), "{first}");
    let before = home.size();
    let again = capture(&home);
    assert_eq!(
        (&again["new"], &again["edited"], &again["gone"]),
        (&0.into(), &0.into(), &0.into()),
        "{again}"
    );
    assert_eq!(home.size(), before, "nothing new, nothing written");

    asa.delete(&reply.uri).await;
    world.until(&reply.uri, None).await;
    let second = capture(&home);
    assert_eq!((&second["new"], &second["gone"]), (&0.into(), &1.into()), "{second}");
    let item = item_of(&home, "Skandal!");
    let story = versions(&home, &item);
    let told: Vec<_> =
        story.iter().map(|row| (&row["presence"], &row["caused_by"], &row["revision"])).collect();
    let cid = json!(reply.cid);
    let (shown, gone, author) = (json!("shown"), json!("gone"), json!("author"));
    assert_eq!(told, [(&shown, &Value::Null, &cid), (&gone, &author, &cid)]);
    let told = home.run(&["show", &item]).done();
    told.says(&["Skandal! Vem bestämde det?", "borttagen av den som skrev", &reply.cid]);

    // The announcement that proves it is kept, and the bundle holds the version and its end.
    let key = home.run(&["--json", "checkpoint"]).done().json()["keys"][0].as_str().unwrap().to_owned();
    let bundle = home.run(&["prove", &item]).done().bytes;
    let report = verify_bundle(&bundle, &[key.parse().unwrap()]).unwrap();
    assert_eq!((report.versions.len(), matches!(report.key, KeyTrust::Given)), (2, true));
    assert_eq!(versions(&home, &item_of(&home, "Simhallen stänger")).len(), 1, "our own post is untouched");
    home.size();
}
