//! What has been answered is no question that waits, whoever answered it and wherever.

use axum::http::StatusCode;
use uppsikt::rooms::capture::{self, Observation};
use uppsikt::rooms::moderation::{self, QueueState};
use uppsikt::rooms::{people, report};
use uppsikt_kernel::{Micros, Role};
use uppsikt_platform::ItemKind;
use uppsikt_platform::imports::ndjson::ItemState;

use super::desk::hidden;
use super::guidelines::Town;
use super::registry::written;

/// When the oldest question of the account was asked that nobody has answered.
async fn oldest(town: &Town) -> Option<Micros> {
    let actor = people::actor(&town.app.store, Some("erik")).await.unwrap();
    let mut reader = town.app.store.read(&actor).await.unwrap();
    let all = report::standing(&mut reader, town.board, town.app.store.now()).await.unwrap();
    let found = all.iter().find(|one| one.name() == town.account.name).unwrap();
    found.facts.answers.oldest_question
}

#[tokio::test]
async fn an_answer_that_was_attested_counts_although_no_platform_shows_it() {
    let town = Town::new().await;
    let editor = town.person("erik", Role::Editor).await;
    let item = written(&town, "erik", "När öppnar badhuset efter jul?").await.item;
    let actor = people::actor(&town.app.store, Some("erik")).await.unwrap();
    moderation::screen_new(&town.app, &actor).await.unwrap();
    assert!(oldest(&town).await.is_some());

    let path = format!("/bevakning/besvara/{item}");
    let version = hidden(&editor.open(&path).await.text(), "version").to_owned();
    let body = format!("version={version}&class=question&way=by-hand&text=Svarade+i+tr%C3%A5den.");
    let sent = editor.send(&path, &body).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    assert_eq!(oldest(&town).await, None);

    // Whoever asked changes a word: the item waits to be judged anew, and has been answered all the same.
    let seen = Observation {
        kind: ItemKind::Post,
        address: None,
        item: Some(item),
        text: Some("När öppnar badhuset efter nyår?".to_owned()),
        author: None,
        own: Some(false),
        parent: None,
        published_at: None,
        state: ItemState::Shown,
        pictures: Vec::new(),
    };
    capture::observe(&town.app, &actor, &town.account, seen).await.unwrap();
    moderation::screen_new(&town.app, &actor).await.unwrap();
    let mut reader = town.app.store.read(&actor).await.unwrap();
    let queued = moderation::queued(&mut reader, item).await.unwrap().unwrap();
    drop(reader);
    assert_eq!(queued.state, QueueState::Open);
    assert_eq!(oldest(&town).await, None, "it is answered");
}
