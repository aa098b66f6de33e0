//! A lost password, whose doing a disappearance was, who may read messages, what answers what.

use uppsikt_kernel::Role;
use uppsikt_platform::FakeFault;
use uuid::Uuid;

use super::house::House;
use super::on_both;
use crate::rooms::account;
use crate::rooms::capture::{self, CaptureError, CausedBy, Presence};

on_both!(
    a_lost_password_pauses_the_account_and_says_since_when,
    what_we_announced_is_our_own_doing,
    messages_are_for_fewer,
    a_thread_is_followed_from_its_beginning,
    reading_again_keeps_what_is_new,
    of_what_is_barred_nothing_more_is_kept,
);

async fn account(house: &House) -> account::Account {
    let mut reader = house.reader().await;
    account::by_id(&mut reader, house.account.id).await.unwrap().unwrap()
}

async fn a_lost_password_pauses_the_account_and_says_since_when(house: House) {
    house.fake.post("Simhallen öppnar.");
    house.pass().await;
    house.minutes(5);
    house.fake.fail_next(FakeFault::WrongPassword);
    assert!(matches!(house.try_pass().await, Err(CaptureError::Platform(_))));
    let paused = account(&house).await.paused.unwrap();
    assert_eq!((paused.why.as_str(), paused.at), ("password", house.app.store.now().get()));
    // Nobody knocks on a closed door again and again.
    let rounds = capture::pass_all(&house.app, &house.editor, None, |_| {}).await.unwrap();
    assert!(rounds.is_empty());
    // Asked for by name it is tried, and goes on when the platform lets us in.
    let rounds = capture::pass_all(&house.app, &house.editor, Some("webbplatsen"), |_| {}).await.unwrap();
    assert!(rounds[0].1.is_ok());
    assert_eq!(account(&house).await.paused, None);
    house.finish().await;
}

async fn what_we_announced_is_our_own_doing(house: House) {
    let (ours, other) = (house.fake.post("Vår."), house.fake.post("Någon annans."));
    house.pass().await;
    let (item, _) = house.item(&ours).await;
    let captured = capture::item(&mut house.reader().await, item).await.unwrap().unwrap();
    house
        .app
        .store
        .write::<_, CaptureError, _>(&house.editor, move |tx| {
            Box::pin(async move { capture::expect(tx, &captured, Uuid::from_u128(7)).await })
        })
        .await
        .unwrap();
    house.fake.delete(&ours);
    house.fake.delete(&other);
    house.pass().await;
    let by = async |id: &str| house.item(id).await.1.last().unwrap().caused_by;
    assert_eq!((by(&ours).await, by(&other).await), (Some(CausedBy::Us), Some(CausedBy::Unknown)));
    house.finish().await;
}

async fn messages_are_for_fewer(house: House) {
    let message = house.fake.message("Kim", "Hur söker jag hemtjänst åt min mamma?");
    house.pass().await;
    let (item, _) = house.item(&message).await;
    let kept = capture::item(&mut house.reader().await, item).await.unwrap().unwrap();
    assert!(capture::may_read(&house.editor, kept.authority, kept.kind));
    assert!(!capture::may_read(&house.admin, kept.authority, kept.kind), "operation is no reason to read");
    assert!(!capture::may_read(&house.stranger, kept.authority, kept.kind));
    assert!(house.editor.has_in(Role::Editor, kept.authority));
    house.finish().await;
}

async fn a_thread_is_followed_from_its_beginning(house: House) {
    let post = house.fake.post("Ny busslinje.");
    let first = house.fake.comment(&post, "Kim", "Går den på helger?");
    let second = house.fake.comment(&first, "Alex", "Det undrar jag med.");
    house.fake.post("Något annat.");
    house.pass().await;
    let (item, _) = house.item(&second).await;
    let mut reader = house.reader().await;
    let item = capture::item(&mut reader, item).await.unwrap().unwrap();
    let thread = capture::thread(&mut reader, &item).await.unwrap();
    let ids: Vec<&str> = thread.iter().map(|item| item.native_id.as_str()).collect();
    assert_eq!(ids, [post.as_str(), first.as_str(), second.as_str()]);
    drop(reader);
    house.finish().await;
}

async fn reading_again_keeps_what_is_new(house: House) {
    let post = house.fake.post("Ny busslinje.");
    house.pass().await;
    let (item, _) = house.item(&post).await;
    let platform = house.app.connect(&house.account).unwrap();
    let again =
        async || capture::reread(&house.app, &house.editor, &house.account, &*platform, item).await.unwrap();
    assert_eq!(again().await.number, 1);
    house.fake.edit(&post, "Ny busslinje från måndag.");
    assert_eq!(again().await.number, 2);
    house.fake.delete(&post);
    let gone = again().await;
    assert_eq!((gone.number, gone.presence), (3, Presence::Gone));
    house.finish().await;
}

async fn of_what_is_barred_nothing_more_is_kept(house: House) {
    let post = house.fake.post("Det här får ingen ha.");
    house.pass().await;
    let (item, _) = house.item(&post).await;
    let kept = capture::item(&mut house.reader().await, item).await.unwrap().unwrap();
    house
        .app
        .store
        .write::<_, CaptureError, _>(&house.editor, move |tx| {
            Box::pin(async move { capture::bar(tx, &kept, Uuid::from_u128(7)).await })
        })
        .await
        .unwrap();
    house.fake.edit(&post, "Det här får fortfarande ingen ha.");
    assert!(house.pass().await.is_unchanged());
    house.fake.withhold(&post, "trash");
    house.pass().await;
    let (_, versions) = house.item(&post).await;
    assert_eq!(versions.len(), 2, "that it is put away is noted, and nothing of it");
    assert_eq!(house.texts(&post).await[1], None);
    assert!(house.pass().await.is_unchanged());
    house.finish().await;
}
