//! Every release's backup is restored, verified against what was kept elsewhere, opened, and goes on.

use std::sync::Arc;

use uppsikt::rooms::capture::{self, Presence};
use uppsikt::rooms::{evidence, people, schema};
use uppsikt_kernel::{Actor, OsChance, Role};
use uppsikt_ledger::SignedCheckpoint;
use uppsikt_store::{Store, VerifyOptions, VerifyReport};

use crate::house::{LARGE, TEXT, app, happen, later, pass, platform, record};
use crate::place::{Backend, Place};
use crate::{RELEASES, fixture};

#[tokio::test]
async fn sqlite() {
    every_release(Backend::Sqlite).await;
}

#[tokio::test]
async fn postgres() {
    every_release(Backend::Postgres).await;
}

async fn every_release(backend: Backend) {
    for release in RELEASES {
        let Some(place) = Place::fresh(backend).await else { return };
        let (clock, chance) = (Arc::new(later()), Arc::new(OsChance));
        let (backup, keys) = (fixture("backup", release, ".zip"), fixture("keys", release, ".zip"));
        let restored = Store::restore(place.settings.clone(), schema, clock, chance, &backup, &keys).await;
        let (store, report) = restored.unwrap();
        assert!(report.verified.iter().all(VerifyReport::is_clean), "{release}: {report:?}");
        let anna = people::actor(&store, Some("anna")).await.unwrap();
        let rut = people::actor(&store, Some("rut")).await.unwrap();
        assert!(anna.roles.contains(&Role::Administrator) && rut.roles == [Role::Auditor].into());
        let kept = kept_elsewhere(release);
        continues(&store, &anna, &kept).await;
        opens(&store, &anna).await;
        goes_on(&store, &place, &anna).await;
        continues(&store, &anna, &kept).await;
        store.close().await;
    }
}

fn kept_elsewhere(release: &str) -> VerifyOptions {
    let read = |name| std::fs::read_to_string(fixture(name, release, ".txt")).unwrap();
    VerifyOptions {
        against: Some(SignedCheckpoint::parse(&read("checkpoint")).unwrap()),
        trusted: read("key").lines().map(|key| key.parse().unwrap()).collect(),
        log_only: false,
    }
}

async fn continues(store: &Store, actor: &Actor, kept: &VerifyOptions) {
    let report = store.verify(actor.organisation, kept).await.unwrap();
    assert!(report.is_clean() && report.continues == Some(true) && report.key_given, "{report:?}");
}

/// Every object opens, is proved, and holds what was put into it.
async fn opens(store: &Store, actor: &Actor) {
    let mut reader = store.read(actor).await.unwrap();
    let objects = reader.latest_objects(1_000).await.unwrap();
    let mut contents = Vec::new();
    for object in &objects {
        let proved = evidence::proved_versions(&reader, object.item).await.unwrap();
        assert!(proved.iter().all(|version| version.checkpoint_size.is_some()));
        contents.push(reader.content(object.id).await.unwrap());
    }
    for wanted in [TEXT.as_bytes(), &LARGE] {
        assert!(contents.iter().any(|content| content == wanted));
    }
    let mut stories = Vec::new();
    for item in capture::latest(&mut reader, 100).await.unwrap() {
        let (_, versions) = capture::versions(&mut reader, item.id).await.unwrap().unwrap();
        stories.push(versions.iter().map(|version| version.presence).collect::<Vec<_>>());
    }
    stories.reverse();
    let (shown, gone) = (Presence::Shown, Presence::Gone);
    assert_eq!(stories, [vec![shown, shown], vec![shown, gone], vec![shown]]);
}

/// What was captured is recognised, what is new is kept.
async fn goes_on(store: &Store, place: &Place, actor: &Actor) {
    let (fake, ids) = platform();
    happen(&fake, &ids);
    let app = app(store, &place.settings, &fake);
    let report = pass(&app, actor).await;
    assert!(report.is_unchanged() && report.unchanged == 2, "what is as it was is nothing new: {report:?}");
    fake.edit(&ids[0], "Vattnet är tillbaka.");
    assert_eq!(pass(&app, actor).await.edited, 1);
    let recorded = record(store, actor, "Nytt i den nya versionen.").await;
    store.seal(actor.organisation).await.unwrap();
    let reader = store.read(actor).await.unwrap();
    let proved = evidence::proved_versions(&reader, recorded.item).await.unwrap();
    assert!(proved[0].checkpoint_size.is_some());
}
