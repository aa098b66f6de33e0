//! Items from their first sight to their last, and the passes that see nothing new.

use std::collections::HashMap;

use sea_orm::ColumnTrait as _;
use uppsikt_kernel::Id;
use uppsikt_platform::{FakeFault, Platform};
use uppsikt_store::{Reader, Scoped, Skeleton};

use super::house::House;
use super::on_both;
use crate::rooms::capture::Presence::{Gone, Shown, Withheld};
use crate::rooms::capture::model::{CausedBy, Disappearance};
use crate::rooms::capture::store;

on_both!(
    a_new_item_is_kept_and_then_left_alone,
    an_edit_is_a_version_and_the_old_text_remains,
    what_disappears_is_told_with_its_times,
    what_vanishes_before_the_next_whole_pass_was_seen_when_it_was_captured,
    what_is_withheld_is_kept_and_may_be_shown_again,
    what_changes_while_it_is_withheld_is_not_told_as_shown_again,
    what_is_gone_may_come_back,
    nothing_new_writes_nothing,
    overlapping_pages_give_each_item_once,
    the_answers_can_be_put_together_again,
);

async fn a_new_item_is_kept_and_then_left_alone(house: House) {
    let post = house.fake.post("Vattnet stängs av.");
    house.fake.comment(&post, "Åsa", "Hur länge?");
    let first = house.pass().await;
    assert_eq!((first.new, first.items.len()), (2, 2));
    let (_, versions) = house.item(&post).await;
    assert_eq!((versions[0].number, versions[0].presence), (1, Shown));
    assert_eq!(versions[0].captured_at, house.app.store.now().get());
    assert_ne!(versions[0].published_at, Some(versions[0].captured_at), "the two times are kept apart");
    let second = house.pass().await;
    assert!(second.is_unchanged() && second.unchanged == 2 && second.items.is_empty(), "{second:?}");
    house.finish().await;
}

async fn an_edit_is_a_version_and_the_old_text_remains(house: House) {
    let post = house.fake.post("Vattnet stängs av klockan 10.");
    house.pass().await;
    house.minutes(5);
    house.fake.edit(&post, "Vattnet stängs av klockan 11.");
    let report = house.pass().await;
    assert_eq!((report.new, report.edited, report.unchanged), (0, 1, 0));
    let texts: Vec<_> = house.texts(&post).await.into_iter().flatten().collect();
    assert_eq!(texts, ["Vattnet stängs av klockan 10.", "Vattnet stängs av klockan 11."]);
    house.finish().await;
}

async fn what_disappears_is_told_with_its_times(house: House) {
    let (keeps, goes) = (house.fake.post("Kvar."), house.fake.post("Borta."));
    house.pass().await;
    house.minutes(5);
    let seen_at = house.app.store.now().get();
    house.pass().await;
    house.minutes(5);
    house.fake.delete(&goes);
    let report = house.pass().await;
    assert_eq!((report.gone, report.unchanged), (1, 1));
    assert_eq!((house.story(&goes).await, house.story(&keeps).await), (vec![Shown, Gone], vec![Shown]));
    let (_, versions) = house.item(&goes).await;
    assert_eq!(versions[1].last_seen_at, Some(seen_at), "the last whole pass saw it");
    assert_eq!(versions[1].captured_at, house.app.store.now().get());
    assert_eq!(versions[1].published_at, versions[0].published_at);
    let content = house.reader().await.content(versions[1].object).await.unwrap();
    let told: Disappearance = serde_json::from_slice(&content).unwrap();
    assert_eq!((told.presence, told.answer.as_str(), told.by), (Gone, "404", CausedBy::Unknown));
    assert_eq!((told.last_seen_at, told.found_missing_at), (Some(seen_at), versions[1].captured_at));
    let again = house.pass().await;
    assert!(again.is_unchanged() && again.unchanged == 1, "{again:?}");
    house.finish().await;
}

async fn what_vanishes_before_the_next_whole_pass_was_seen_when_it_was_captured(house: House) {
    house.fake.post("Kvar.");
    house.pass().await;
    house.minutes(5);
    let goes = house.fake.post("Borta snart.");
    // Captured by a pass that did not come to its end, so that no watermark covers it.
    house.fail_after(1, FakeFault::Down);
    house.fake.set_per_page(2);
    house.fake.post("Nästa sida.");
    house.try_pass().await.unwrap_err();
    let captured_at = house.item(&goes).await.1[0].captured_at;
    house.minutes(5);
    house.fake.delete(&goes);
    house.pass().await;
    let (_, versions) = house.item(&goes).await;
    assert_eq!(versions[1].last_seen_at, Some(captured_at));
    house.finish().await;
}

async fn what_is_withheld_is_kept_and_may_be_shown_again(house: House) {
    let post = house.fake.post("Frågestund.");
    house.pass().await;
    house.fake.withhold(&post, "spam");
    let report = house.pass().await;
    assert_eq!((report.gone, report.edited, report.returned), (1, 0, 0));
    let after = house.size().await;
    assert!(house.pass().await.is_unchanged());
    assert_eq!(house.size().await, after, "still withheld is nothing new");
    house.fake.show(&post);
    let report = house.pass().await;
    assert_eq!((report.gone, report.edited, report.returned), (0, 0, 1));
    assert_eq!(house.story(&post).await, [Shown, Withheld, Shown]);
    assert!(
        house.texts(&post).await.iter().all(Option::is_some),
        "what we could still read is kept as it was"
    );
    house.finish().await;
}

async fn what_changes_while_it_is_withheld_is_not_told_as_shown_again(house: House) {
    let post = house.fake.post("Frågestund.");
    house.pass().await;
    house.fake.withhold(&post, "spam");
    house.pass().await;
    house.fake.withhold(&post, "trash");
    let report = house.pass().await;
    assert_eq!((report.edited, report.gone, report.returned), (1, 0, 0));
    house.fake.delete(&post);
    let report = house.pass().await;
    assert_eq!((report.edited, report.gone, report.returned), (0, 1, 0));
    assert_eq!(house.story(&post).await, [Shown, Withheld, Withheld, Gone]);
    house.finish().await;
}

async fn what_is_gone_may_come_back(house: House) {
    let post = house.fake.post("Nu igen.");
    house.pass().await;
    house.show_nothing(true);
    assert_eq!(house.pass().await.gone, 1);
    house.show_nothing(false);
    let report = house.pass().await;
    assert_eq!((report.new, report.returned), (0, 1));
    assert_eq!(house.story(&post).await, [Shown, Gone, Shown]);
    house.finish().await;
}

async fn nothing_new_writes_nothing(house: House) {
    for number in 0..7 {
        house.fake.post(&format!("Inlägg {number}"));
    }
    house.pass().await;
    house.app.store.seal(house.organisation()).await.unwrap();
    let before = house.size().await;
    for _ in 0..3 {
        house.minutes(5);
        let report = house.pass().await;
        assert!(report.is_unchanged() && report.unchanged == 7, "{report:?}");
    }
    assert_eq!(house.size().await, before);
    let complete_at = store::complete_at(&mut house.reader().await, house.account.id).await.unwrap();
    assert_eq!(complete_at, Some(house.app.store.now().get()), "but when it was is known");
    house.finish().await;
}

async fn overlapping_pages_give_each_item_once(house: House) {
    house.overlap();
    let posts: Vec<String> = (0..8).map(|number| house.fake.post(&format!("Inlägg {number}"))).collect();
    let report = house.pass().await;
    assert_eq!(report.new, 8);
    house.fake.edit(&posts[2], "Ändrat, sist på en sida och först på nästa.");
    let report = house.pass().await;
    assert_eq!((report.new, report.edited, report.unchanged), (0, 1, 7));
    assert_eq!(house.story(&posts[2]).await, [Shown, Shown]);
    house.finish().await;
}

async fn skeletons(reader: &mut Reader) -> Vec<store::answer::Model> {
    let query = Scoped::<store::answer::Entity>::stored(reader).ascending(store::answer::Column::Id);
    query.filter(store::answer::Column::Kind.eq("skeleton")).list(reader, 100).await.unwrap()
}

async fn the_answers_can_be_put_together_again(house: House) {
    for number in 0..5 {
        house.fake.post(&format!("Inlägg {number}"));
    }
    // The first item of the second page cannot be understood; its bytes belong to the answer all the same.
    house.fail_after(1, FakeFault::MalformedItem);
    let report = house.pass().await;
    assert_eq!((report.new, report.quarantined), (4, 1));
    let mut reader = house.reader().await;
    let mut contents = HashMap::new();
    for object in reader.latest_objects(1_000).await.unwrap() {
        contents.insert(object.id, reader.content(object.id).await.unwrap());
    }
    let mut rebuilt = Vec::new();
    for row in skeletons(&mut reader).await {
        let skeleton = Skeleton::parse(&contents[&Id::from_uuid(row.object_id)]).unwrap();
        rebuilt.push(skeleton.rebuild(|object| contents.get(&object).cloned()).unwrap());
    }
    drop(reader);
    let mut shown = Vec::new();
    let mut cursor = None;
    loop {
        if cursor.is_some() {
            house.fake.fail_next(FakeFault::MalformedItem);
        }
        let page = Platform::read(&house.fake, cursor).await.unwrap();
        shown.push(page.bytes.to_vec());
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!((rebuilt.len(), &rebuilt), (2, &shown), "byte for byte");
    house.finish().await;
}
