//! The search over everything that is kept, registered or not.

use uppsikt_kernel::{Actor, Role};

use super::house::House;
use super::on_both;
use crate::rooms::capture;
use crate::rooms::registry::{
    self, CauseKind, Direction, KeptQuery, KeptSearch, NewReservation, RegisteredItem,
};

on_both!(
    what_is_kept_is_found_registered_or_not,
    what_is_marked_is_not_shown,
    what_is_searched_for_stands_nowhere,
    another_authority_searches_its_own,
);

fn query(text: &str) -> KeptQuery {
    KeptQuery { text: text.to_owned(), account: None, from_at: None, until_at: None, limit: 100 }
}

async fn search(house: &House, actor: &Actor, query: &KeptQuery) -> KeptSearch {
    let mut reader = house.reader(actor).await;
    registry::search_kept(&mut reader, actor, query, |_| {}).await.unwrap()
}

/// Registers the item that the platform calls so.
async fn register(house: &House, native_id: &str, secrecy: Option<&str>) {
    let mut reader = house.reader(&house.editor).await;
    let all = capture::latest(&mut reader, 100).await.unwrap();
    let item = all.into_iter().find(|item| item.native_id == native_id).unwrap();
    let (_, versions) = capture::versions(&mut reader, item.id).await.unwrap().unwrap();
    drop(reader);
    let (version, object) = (versions[0].number, versions[0].object);
    let new = NewReservation {
        items: vec![RegisteredItem { item: item.id, version, object }],
        secrecy: secrecy.map(str::to_owned),
        ..NewReservation::new(
            house.board,
            (CauseKind::ByHand, object.uuid()),
            Direction::Received,
            house.now(),
        )
    };
    house.reserve(new).await;
}

async fn what_is_kept_is_found_registered_or_not(house: House) {
    let post = house.fake.post("Snöröjningen på Ängsgatan\nbörjar klockan fem.");
    let comment = house.fake.comment(&post, "Karin Ek", "Ingen har plogat hos oss!");
    house.pass().await;
    house.fake.edit(&comment, "Nu är det plogat, tack.");
    house.at("2026-03-02T09:00:00Z");
    house.pass().await;
    register(&house, &comment, None).await;
    let found = search(&house, &house.editor, &query("ÄNGSGATAN börjar")).await;
    assert_eq!((found.hits.len(), found.items, found.versions, found.is_complete), (1, 2, 3, true));
    let hit = &found.hits[0];
    assert!(hit.registry_numbers.is_empty(), "kept in order, and not registered");
    assert!(hit.snippet.as_deref().unwrap().contains("på Ängsgatan börjar"), "{:?}", hit.snippet);
    // What was edited away is kept, and found.
    let found = search(&house, &house.editor, &query("ingen har plogat")).await;
    assert_eq!((found.hits.len(), found.hits[0].version), (1, 1));
    assert_eq!(found.hits[0].registry_numbers, ["KS 2026/1"]);
    let author = search(&house, &house.editor, &query("karin ek")).await;
    assert_eq!((author.hits.len(), author.hits[0].version), (1, 2));
    // What has disappeared is found too.
    house.fake.delete(&comment);
    house.at("2026-03-02T10:00:00Z");
    house.pass().await;
    let gone = search(&house, &house.editor, &query("tack")).await;
    assert_eq!((gone.hits.len(), gone.hits[0].presence, gone.unreadable), (1, capture::Presence::Gone, 0));
    assert!(search(&house, &house.editor, &query("sommar")).await.hits.is_empty());
    let limited = KeptQuery { limit: 1, ..query("o") };
    let found = search(&house, &house.editor, &limited).await;
    assert_eq!((found.hits.len(), found.is_complete), (1, false), "it says that it did not come to the end");
    let later = KeptQuery { from_at: Some(house.now().get()), ..query("tack") };
    assert!(search(&house, &house.editor, &later).await.hits.is_empty());
    let earlier = KeptQuery { until_at: Some(house.now().get()), ..query("tack") };
    assert_eq!(search(&house, &house.editor, &earlier).await.hits.len(), 1);
    house.finish().await;
}

async fn what_is_marked_is_not_shown(house: House) {
    let post = house.fake.post("Välkommen.");
    let comment = house.fake.comment(&post, "Karin Ek", "Min son går i 3B.");
    house.pass().await;
    register(&house, &comment, Some("23 kap. 2 § OSL")).await;
    let found = search(&house, &house.editor, &query("min son")).await;
    assert_eq!((found.hits.len(), &found.hits[0].snippet), (1, &None), "read by its number, which is an act");
    let auditor = house.with(Role::Auditor);
    let found = search(&house, &auditor, &query("min son")).await;
    assert_eq!((found.hits.len(), found.items, found.not_allowed), (0, 1, 1));
    house.finish().await;
}

async fn what_is_searched_for_stands_nowhere(house: House) {
    let before = house.size().await;
    for actor in [house.editor.clone(), house.with(Role::Auditor)] {
        house.does(&actor, |tx| Box::pin(registry::note_search(tx, None))).await.unwrap();
    }
    let after = house.size().await;
    assert_eq!((after.0 - before.0, after.1, after.2), (2, before.1, before.2), "an act each, and no row");
    let elsewhere = house.other_board;
    let refused =
        house.does(&house.editor, move |tx| Box::pin(registry::note_search(tx, Some(elsewhere)))).await;
    assert!(refused.is_err());
    assert!(!format!("{:?}", query("Karin Ek")).contains("Karin"));
    house.finish().await;
}

async fn another_authority_searches_its_own(house: House) {
    house.fake.post("Kommunstyrelsens inlägg.");
    house.pass().await;
    let found = search(&house, &house.stranger, &query("inlägg")).await;
    assert_eq!((found.hits.len(), found.items, found.is_complete), (0, 0, true));
    house.finish().await;
}
