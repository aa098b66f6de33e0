//! Decisions that are made on a real WordPress, and what must have come of them however they were disturbed.

use std::collections::BTreeMap;

use futures_util::future::join_all;
use serde_json::Value;

use super::program::Home;
use super::site::{Comment, Site, staffed};

/// A comment that is to be removed, alone under a post of its own.
pub struct Target {
    pub post: String,
    pub comment: String,
    pub item: String,
}

/// An installation under Finspång's guideline, and comments that it has captured.
pub struct Chain {
    pub home: Home,
    pub targets: Vec<Target>,
}

impl Chain {
    /// Comments with a threat in each, captured and waiting for a person.
    pub async fn begin(site: &Site, address: &str, count: usize) -> Self {
        let home = staffed(site, address, "finspang");
        home.run(&["--as", "anna", "capture"]).done();
        let posted = join_all((0..count).map(async |number| {
            let post = site.post(&format!("Simhallen {number}"), "Stängd till måndag.").await;
            let comment = site.comment(&post, &format!("Jag vet var du bor, nummer {number}.")).await;
            (post, comment)
        }))
        .await;
        home.run(&["--as", "anna", "capture"]).done();
        let queue = home.run(&["--as", "erik", "queue", "--limit", "1000"]).done().out;
        let item_of = |number: usize| {
            let text = format!("Jag vet var du bor, nummer {number}.");
            let blocks = queue.split("\n\n").filter(|block| block.contains(&text));
            let ids: Vec<&str> =
                blocks.filter_map(|block| block.split("\n  id ").nth(1)?.lines().next()).collect();
            // Earlier tests may have left some there that say the same: ours came last.
            (*ids.last().unwrap()).to_owned()
        };
        let targets = posted.into_iter().enumerate();
        let targets =
            targets.map(|(number, (post, comment))| Target { post, comment, item: item_of(number) });
        Self { targets: targets.collect(), home }
    }

    /// The command that decides to remove it; `elsewhere` leaves carrying it out to somebody else.
    pub fn decide<'a>(&self, target: &'a Target, elsewhere: bool) -> Vec<&'a str> {
        let mut decide =
            vec!["--as", "erik", "decide", &target.item, "--measure", "ta-bort", "--class", "threat"];
        decide.extend(["--law", "unlawful-threat", "--note", "Mildare åtgärder räcker inte."]);
        decide.extend(elsewhere.then_some("--no-wait"));
        decide
    }

    /// The command that goes on with a decision.
    pub fn resume(id: &str) -> Vec<&str> {
        vec!["--as", "erik", "decision", "resume", id]
    }

    /// The newest decision about a target and its state, if there is one.
    pub fn decision(&self, target: &Target) -> Option<(String, String)> {
        let list = self.home.run(&["--json", "--as", "erik", "decision", "list"]).done().json();
        let row =
            list["decisions"].as_array().unwrap().iter().find(|row| row["item"] == *target.item)?.clone();
        let text = |name: &str| row[name].as_str().unwrap().to_owned();
        Some((text("decision"), text("state")))
    }

    /// Everything is recorded once, is done, and verifies; a pass finds nothing of it to be news.
    pub fn end(&self) {
        self.home.run(&["--as", "anna", "capture"]).done();
        let list = ["--json", "--as", "rut", "registry", "list", "--limit", "1000"];
        let entries = self.home.run(&list).done().json()["entries"].clone();
        let entries = entries.as_array().unwrap();
        assert_eq!(entries.len(), self.targets.len(), "one registration each: {entries:?}");
        for target in &self.targets {
            let about = |entry: &&Value| entry["items"][0]["item"] == *target.item;
            assert_eq!(entries.iter().filter(about).count(), 1, "one registration each: {entries:?}");
            assert_eq!(self.decision(target).unwrap().1, "done");
            let shown = self.home.run(&["--json", "--as", "anna", "show", &target.item]).done().json();
            let versions = shown["versions"].as_array().unwrap().iter();
            let story: Vec<&str> = versions.map(|version| version["presence"].as_str().unwrap()).collect();
            assert_eq!(story, ["shown", "withheld"], "comment {}", target.comment);
            self.home.run(&["--as", "anna", "show", &target.item]).done().says(&[" av oss"]);
        }
        self.home.size();
    }
}

/// On the site: each target is in the bin, each has one notice under its post, and nothing else has changed since
/// before.
pub async fn look(site: &Site, before: &BTreeMap<String, Comment>, targets: &[&Target]) {
    let mut after = site.comments().await;
    for target in targets {
        let removed = after.remove(&target.comment).unwrap();
        assert_eq!(removed.state, "trash", "comment {}", target.comment);
        let notices: Vec<String> = after
            .iter()
            .filter(|(id, comment)| comment.post == target.post && !before.contains_key(*id))
            .map(|(id, _)| id.clone())
            .collect();
        assert_eq!(notices.len(), 1, "one notice for comment {}", target.comment);
        let notice = after.remove(&notices[0]).unwrap();
        assert!(notice.is_staff && notice.text.starts_with("Vi har tagit bort det du skrev"), "{notice:?}");
    }
    let is_target = |id: &String| targets.iter().any(|target| target.comment == *id);
    for (id, comment) in before.iter().filter(|(id, _)| !is_target(id)) {
        assert_eq!(after.remove(id).as_ref(), Some(comment), "no other comment was touched");
    }
    let ours: Vec<_> = after.values().filter(|comment| comment.is_staff).collect();
    assert!(ours.is_empty(), "nobody else was told anything: {ours:?}");
}
