//! A real Bluesky, which is written to; how its servers are named stands in `bluesky_world`.
//!
//! Every check has its own account, so that it reads nobody else's. Whatever is done is waited for
//! until the AppView shows it, since a platform that lags says nothing about the connector.

use std::collections::BTreeMap;

use serde_json::json;
use tokio::sync::Mutex;
use uppsikt_net::Secret;
use uppsikt_platform::{ItemKind, NativeRef, Platform};

use crate::bluesky_world::{PICTURE, Person, Posted, World, reply_to};
use crate::scene::{Can, Fault, Scene};

/// A post has 300 graphemes.
const TEXT_BYTES_MAX: usize = 300;

pub struct RealScene {
    world: World,
    us: Person,
    password: String,
    /// Visitors by name, who join when they first write.
    visitors: Mutex<BTreeMap<String, Person>>,
}

impl RealScene {
    fn connect(&self, password: &str) -> Box<dyn Platform> {
        // As anybody sees it: whom we block is still seen by others.
        let as_anybody = |settings: &mut uppsikt_platform::BlueskySettings| {
            settings.view_address = Some(self.world.appview.clone());
        };
        Box::new(self.world.connect(&self.us, Secret::new(password), as_anybody))
    }

    async fn visitor(&self, name: &str) -> Person {
        let mut visitors = self.visitors.lock().await;
        if let Some(visitor) = visitors.get(name) {
            return visitor.clone();
        }
        let visitor = self.world.join(&self.world.pds).await;
        visitors.insert(name.to_owned(), visitor.clone());
        visitor
    }

    /// Whoever wrote the item.
    async fn writer(&self, item: &NativeRef) -> Person {
        let visitors = self.visitors.lock().await;
        let all = visitors.values().chain([&self.us]);
        all.into_iter().find(|person| item.id.contains(&person.did)).expect("somebody wrote it").clone()
    }

    async fn is_in_thread(&self, uri: &str, parent: &str) -> bool {
        let (_, body) = self.world.seen("app.bsky.feed.getPostThread", &[("uri", parent)]).await;
        let replies = body["thread"]["replies"].as_array().cloned().unwrap_or_default();
        replies.iter().any(|reply| reply["post"]["uri"] == uri)
    }
}

impl Scene for RealScene {
    async fn set_up() -> Option<Self> {
        let world = World::from_environment()?;
        let us = world.join(&world.pds).await;
        let password = us.app_password().await;
        Some(Self { world, us, password, visitors: Mutex::default() })
    }

    fn platform(&self) -> Box<dyn Platform> {
        self.connect(&self.password)
    }

    fn with_wrong_password(&self) -> Option<Box<dyn Platform>> {
        Some(self.connect("fel lösenord"))
    }

    fn can(&self) -> Can {
        Can { comment: true, delete: true, withhold: false }
    }

    fn text_bytes_max(&self) -> usize {
        TEXT_BYTES_MAX
    }

    async fn post(&self, text: &str) -> NativeRef {
        let posted = self.us.post(text, json!({})).await;
        self.world.until(&posted.uri, Some(&posted.cid)).await;
        NativeRef { kind: ItemKind::Post, id: posted.uri }
    }

    async fn comment(&self, on: &NativeRef, author: &str, text: &str) -> Option<NativeRef> {
        let (_, answered) = self.world.seen("app.bsky.feed.getPosts", &[("uris", &on.id)]).await;
        let answered = &answered["posts"][0];
        let parent = Posted { uri: on.id.clone(), cid: answered["cid"].as_str().unwrap().to_owned() };
        let root = &answered["record"]["reply"]["root"];
        let root = root["uri"].as_str().map_or(parent.clone(), |uri| Posted {
            uri: uri.to_owned(),
            cid: root["cid"].as_str().unwrap().to_owned(),
        });
        let visitor = self.visitor(author).await;
        let posted = visitor.post(text, reply_to(&root, &parent)).await;
        self.world.until(&posted.uri, Some(&posted.cid)).await;
        // Whoever is blocked or comes to a closed thread still writes, and nobody sees it there.
        if !self.is_in_thread(&posted.uri, &on.id).await {
            return None;
        }
        Some(NativeRef { kind: ItemKind::Comment, id: posted.uri })
    }

    async fn catch_up(&self) {
        // What one person does is indexed in that order: once this is seen, so is what came before it.
        self.post("Det var allt.").await;
    }

    async fn edit(&self, item: &NativeRef, text: &str) {
        let edited = self.writer(item).await.edit(&item.id, text).await;
        self.world.until(&item.id, Some(&edited.cid)).await;
    }

    async fn delete(&self, item: &NativeRef) {
        self.writer(item).await.delete(&item.id).await;
        self.world.until(&item.id, None).await;
    }

    async fn withhold(&self, _: &NativeRef) {
        unreachable!("nothing is hidden here");
    }

    async fn show(&self, _: &NativeRef) {
        unreachable!("nothing is hidden here");
    }

    async fn fail_next(&self, _: Fault) -> bool {
        false
    }

    async fn picture(&self, alt: &str) -> Option<(NativeRef, Vec<u8>)> {
        let posted = self.us.post_picture("Bron", alt).await;
        Some((NativeRef { kind: ItemKind::Post, id: posted.uri }, PICTURE.to_vec()))
    }
}
