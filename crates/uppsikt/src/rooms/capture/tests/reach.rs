//! Who sees what was captured, and what a restored house does with it.

use std::sync::Arc;

use uppsikt_kernel::{Actor, OsChance, Role};
use uppsikt_store::{Store, VerifyReport};

use super::house::House;
use super::on_both;
use super::place::Place;
use crate::rooms::account::AccountError;
use crate::rooms::capture::{self, CaptureError, Presence};
use crate::rooms::schema;

on_both!(another_authority_sees_nothing, an_auditor_reads_and_captures_nothing, a_restored_house_goes_on);

async fn another_authority_sees_nothing(house: House) {
    let post = house.fake.post("Kommunstyrelsens inlägg.");
    house.pass().await;
    let (item, versions) = house.item(&post).await;
    let mut reader = house.app.store.read(&house.stranger).await.unwrap();
    assert!(capture::latest(&mut reader, 100).await.unwrap().is_empty());
    assert!(capture::versions(&mut reader, item).await.unwrap().is_none());
    assert!(reader.object(versions[0].object).await.unwrap().is_none());
    assert!(reader.content(versions[0].object).await.is_err());
    assert!(reader.prove(versions[0].object).await.is_err());
    drop(reader);
    let passes = capture::pass_all(&house.app, &house.stranger, None, |_| {}).await.unwrap();
    assert!(passes.is_empty(), "the account is not theirs");
    let named = capture::pass_all(&house.app, &house.stranger, Some("webbplatsen"), |_| {}).await;
    assert!(matches!(named, Err(CaptureError::Account(AccountError::Unknown(_)))));
    let before = house.size().await;
    house.fake.post("Ännu ett.");
    let forced = capture::pass(&house.app, &house.stranger, &house.account).await;
    assert!(forced.is_err(), "an account in hand gives no reach");
    assert_eq!(house.size().await, before);
    house.finish().await;
}

async fn an_auditor_reads_and_captures_nothing(house: House) {
    house.fake.post("Inlägg.");
    let auditor = Actor { roles: [Role::Auditor].into(), roles_in: [].into(), ..house.editor.clone() };
    let refused = capture::pass_all(&house.app, &auditor, None, |_| {}).await;
    assert!(matches!(refused, Err(CaptureError::NotAllowed)));
    house.pass().await;
    let mut reader = house.app.store.read(&auditor).await.unwrap();
    assert_eq!(capture::latest(&mut reader, 10).await.unwrap().len(), 1);
    drop(reader);
    house.finish().await;
}

async fn a_restored_house_goes_on(house: House) {
    let posts: Vec<String> = (0..5).map(|number| house.fake.post(&format!("Inlägg {number}"))).collect();
    house.pass().await;
    house.fake.delete(&posts[4]);
    house.pass().await;
    house.app.store.seal(house.organisation()).await.unwrap();
    let before = house.size().await;
    let beside = tempfile::tempdir().unwrap();
    let (backup, keys) = (beside.path().join("copy.zip"), beside.path().join("keys.zip"));
    house.app.store.backup(&backup, Some(&keys)).await.unwrap();
    let Some(place) = Place::fresh(house.backend).await else { return };
    let (clock, chance) = (Arc::new(house.clock()), Arc::new(OsChance));
    let restored = Store::restore(place.settings.clone(), schema, clock, chance, &backup, &keys).await;
    let (store, report) = restored.unwrap();
    assert!(report.verified.iter().all(VerifyReport::is_clean), "{report:?}");
    let house = house.moved(place, store).await;
    let first = house.pass().await;
    assert!(first.is_unchanged() && first.unchanged == 4, "{first:?}");
    assert_eq!(house.size().await, before);
    house.minutes(5);
    house.fake.edit(&posts[0], "Ändrat efter återställningen.");
    assert_eq!(house.pass().await.edited, 1);
    assert_eq!(house.story(&posts[0]).await, [Presence::Shown, Presence::Shown]);
    house.finish().await;
}
