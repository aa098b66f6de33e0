//! The practice platform: visitors write into its file, and its staff changes it by hand.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::Value;
use tempfile::TempDir;
use uppsikt_kernel::ManualClock;
use uppsikt_platform::imports::ndjson::{ItemLine, ItemState};
use uppsikt_platform::{ItemKind, Media, NativeRef, Platform, Practice};

use crate::scene::{Can, Fault, Scene};

pub struct PracticeScene {
    folder: TempDir,
    last_id: AtomicU64,
}

impl PracticeScene {
    fn path(&self) -> PathBuf {
        self.folder.path().join("ort.ndjson")
    }

    fn practice(&self) -> Practice {
        let clock = ManualClock::at("2026-11-22T09:00:00Z".parse().unwrap());
        Practice::open(self.path(), Arc::new(clock)).unwrap().with_per_page(3)
    }

    fn line(&self, kind: ItemKind, parent: Option<&NativeRef>, author: &str, text: &str) -> ItemLine {
        ItemLine {
            account: "ort".into(),
            id: format!("i{:06}", self.last_id.fetch_add(1, Ordering::Relaxed)),
            kind,
            parent: parent.cloned(),
            author: Some(author.to_owned()),
            author_id: None,
            own: kind == ItemKind::Post,
            title: None,
            text: text.to_owned(),
            published_at: "2026-03-01T08:00:00Z".parse::<jiff::Timestamp>().unwrap().into(),
            edited_at: None,
            state: ItemState::Shown,
            address: None,
            language: None,
            media: vec![],
        }
    }

    fn add(&self, line: &ItemLine) -> Option<NativeRef> {
        self.practice().add(line).ok()?;
        Some(NativeRef { kind: line.kind, id: line.id.clone() })
    }

    /// Changes an item's line past the platform; nothing left of it removes the line.
    fn change(&self, item: &NativeRef, change: impl Fn(&mut Value)) {
        let mut file = String::new();
        for line in fs::read_to_string(self.path()).unwrap().lines() {
            let mut value: Value = serde_json::from_str(line).unwrap();
            if value["type"] == "item" && value["id"] == item.id.as_str() {
                change(&mut value);
            }
            if !value.is_null() {
                file.push_str(&format!("{value}\n"));
            }
        }
        fs::write(self.folder.path().join("ny"), file).unwrap();
        fs::rename(self.folder.path().join("ny"), self.path()).unwrap();
    }
}

impl Scene for PracticeScene {
    async fn set_up() -> Option<Self> {
        let scene = Self { folder: tempfile::tempdir().unwrap(), last_id: AtomicU64::new(1) };
        let account = r#"{"type":"account","id":"ort","name":"Lindholms kommun","platform":"practice"}"#;
        fs::write(scene.path(), account).unwrap();
        Some(scene)
    }

    fn platform(&self) -> Box<dyn Platform> {
        Box::new(self.practice())
    }

    fn with_wrong_password(&self) -> Option<Box<dyn Platform>> {
        None
    }

    fn can(&self) -> Can {
        Can { comment: true, delete: true, withhold: true }
    }

    async fn post(&self, text: &str) -> NativeRef {
        self.add(&self.line(ItemKind::Post, None, "Lindholms kommun", text)).unwrap()
    }

    async fn comment(&self, on: &NativeRef, author: &str, text: &str) -> Option<NativeRef> {
        self.add(&self.line(ItemKind::Comment, Some(on), author, text))
    }

    async fn edit(&self, item: &NativeRef, text: &str) {
        self.change(item, |line| line["text"] = text.into());
    }

    async fn delete(&self, item: &NativeRef) {
        self.change(item, |line| *line = Value::Null);
    }

    async fn withhold(&self, item: &NativeRef) {
        self.change(item, |line| line["state"] = "hidden".into());
    }

    async fn show(&self, item: &NativeRef) {
        self.change(item, |line| line["state"] = "shown".into());
    }

    // A file answers at once and whole.
    async fn fail_next(&self, _: Fault) -> bool {
        false
    }

    async fn picture(&self, alt: &str) -> Option<(NativeRef, Vec<u8>)> {
        fs::write(self.folder.path().join("bro.png"), b"PNG").unwrap();
        let mut line = self.line(ItemKind::Post, None, "Lindholms kommun", "Bron");
        line.media = vec![Media { source: "bro.png".into(), alt: Some(alt.into()), media_type: None }];
        Some((self.add(&line)?, b"PNG".to_vec()))
    }
}
