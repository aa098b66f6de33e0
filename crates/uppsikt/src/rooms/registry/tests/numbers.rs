//! Numbers: from 1, without gaps, once for each cause, also when many want one at once.

use uppsikt_kernel::Id;
use uppsikt_store::StoreError;

use super::house::House;
use super::on_both;
use crate::rooms::registry::{
    self, Description, NewReservation, NewSeries, PATTERN_DEFAULT, Protected, RegisteredItem, Registration,
    RegistryError, Stage,
};

on_both!(
    a_number_is_there_at_once,
    the_same_cause_has_the_same_number,
    many_writers_leave_no_gap,
    what_is_rolled_back_takes_no_number,
    a_new_year_begins_at_midnight_in_sweden,
    series_count_on_their_own,
    a_whole_conversation_is_one_entry,
);

/// Transactions at once: more than either database has connections.
const WRITERS: usize = 64;

async fn a_number_is_there_at_once(house: House) {
    let new = house.reservation();
    let (cause, item) = (new.cause, new.items[0]);
    let entry = house.reserve(new).await;
    assert_eq!(entry.registry_number, "KS 2026/1", "the series is made from the authority's name");
    assert_eq!((entry.state.stage(), entry.items.as_slice()), (Stage::Reserved, &[item][..]));
    let mut reader = house.reader(&house.registrar).await;
    assert_eq!(registry::by_cause(&mut reader, cause).await.unwrap().as_ref(), Some(&entry));
    assert_eq!(registry::by_item(&mut reader, item.item).await.unwrap(), std::slice::from_ref(&entry));
    assert_eq!(registry::by_number(&mut reader, " KS  2026/1", None).await.unwrap(), entry);
    let series = registry::series(&mut reader, Some(house.board)).await.unwrap();
    assert_eq!((series.len(), series[0].code.as_str()), (1, "KS"));
    drop(reader);
    house.finish().await;
}

async fn the_same_cause_has_the_same_number(house: House) {
    let new = house.reservation();
    let first = house.reserve(new.clone()).await;
    let before = house.size().await;
    assert_eq!(house.reserve(new.clone()).await, first);
    assert_eq!(house.size().await, before, "nothing is written for what is there");
    // Sixteen at once with one cause that nobody has registered yet.
    let new = house.reservation();
    let entries = all_at_once(&house, vec![new; 16]).await;
    assert!(entries.iter().all(|entry| entry.as_ref().unwrap().number == 2), "{entries:?}");
    assert_eq!(house.reserve(house.reservation()).await.number, 3);
    house.finish().await;
}

/// Reserves each in a task and a transaction of its own.
async fn all_at_once(house: &House, all: Vec<NewReservation>) -> Vec<Result<Registration, RegistryError>> {
    let mut tasks = tokio::task::JoinSet::new();
    for new in all {
        let (store, editor) = (house.store.clone(), house.editor.clone());
        tasks.spawn(async move {
            store
                .write::<_, RegistryError, _>(&editor, move |tx| {
                    Box::pin(async move { registry::reserve(tx, new).await })
                })
                .await
        });
    }
    tasks.join_all().await
}

async fn many_writers_leave_no_gap(house: House) {
    let all: Vec<NewReservation> = (0..WRITERS).map(|_| house.reservation()).collect();
    let entries = all_at_once(&house, all).await;
    let mut numbers: Vec<i32> = entries.iter().map(|entry| entry.as_ref().unwrap().number).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=WRITERS as i32).collect::<Vec<_>>());
    assert_eq!(registry::series(&mut house.reader(&house.editor).await, None).await.unwrap().len(), 1);
    house.finish().await;
}

async fn what_is_rolled_back_takes_no_number(house: House) {
    let mut tasks = tokio::task::JoinSet::new();
    for writer in 0..WRITERS {
        let (store, editor, new) = (house.store.clone(), house.editor.clone(), house.reservation());
        tasks.spawn(async move {
            store
                .write::<_, RegistryError, _>(&editor, move |tx| {
                    Box::pin(async move {
                        let entry = registry::reserve(tx, new).await?;
                        // Every third thinks better of it after it had its number.
                        if writer % 3 == 0 { Err(StoreError::Closing.into()) } else { Ok(entry.number) }
                    })
                })
                .await
        });
    }
    let outcomes = tasks.join_all().await;
    let mut numbers: Vec<i32> = outcomes.into_iter().filter_map(Result::ok).collect();
    numbers.sort_unstable();
    let kept = WRITERS - WRITERS.div_ceil(3);
    assert_eq!(numbers, (1..=kept as i32).collect::<Vec<_>>());
    assert_eq!(house.reserve(house.reservation()).await.number, kept as i32 + 1);
    house.finish().await;
}

async fn a_new_year_begins_at_midnight_in_sweden(house: House) {
    house.reserve(house.reservation()).await;
    house.at("2026-12-31T22:59:00Z");
    assert_eq!(house.reserve(house.reservation()).await.registry_number, "KS 2026/2");
    house.at("2026-12-31T23:00:00Z");
    let new = house.reserve(house.reservation()).await;
    assert_eq!((new.registry_number.as_str(), new.year), ("KS 2027/1", 2027));
    house.finish().await;
}

async fn series_count_on_their_own(house: House) {
    let board = house.board;
    for (code, pattern) in [("KS", PATTERN_DEFAULT), ("KS-S", "{series} dnr {number}:{year}")] {
        let new =
            NewSeries { code: code.to_owned(), name: "Diarium".to_owned(), pattern: pattern.to_owned() };
        let again = new.clone();
        house.does(&house.registrar, move |tx| Box::pin(registry::add_series(tx, board, new))).await.unwrap();
        let taken =
            house.does(house.admin(), move |tx| Box::pin(registry::add_series(tx, board, again))).await;
        assert!(matches!(taken, Err(RegistryError::SeriesTaken)));
    }
    let named = |code: &str| NewReservation { series: Some(code.to_owned()), ..house.reservation() };
    assert_eq!(house.reserve(house.reservation()).await.registry_number, "KS 2026/1", "the oldest");
    assert_eq!(house.reserve(named("KS-S")).await.registry_number, "KS-S dnr 1:2026");
    assert_eq!(house.reserve(named("KS")).await.registry_number, "KS 2026/2");
    let new = named("XX");
    let unknown = house.does(&house.editor, |tx| Box::pin(registry::reserve(tx, new))).await;
    assert!(matches!(unknown, Err(RegistryError::UnknownSeries(code)) if code == "XX"));
    // The next board has a diary of its own, with numbers of its own.
    let new = NewReservation { authority: house.other_board, ..house.reservation() };
    let entry = house.does(&house.machine(), |tx| Box::pin(registry::reserve(tx, new))).await.unwrap();
    assert_eq!(entry.registry_number, "BUN 2026/1");
    house.finish().await;
}

async fn a_whole_conversation_is_one_entry(house: House) {
    let id = || house.store.new_id::<Registration>().unwrap().uuid();
    let item = |version| RegisteredItem { item: id(), version, object: Id::from_uuid(id()) };
    let protected = Protected { description: "Hot".to_owned(), counterpart: None };
    let full = NewReservation {
        items: (1..=400).map(item).collect(),
        cases: (0..50).map(|number| format!("KS 2026/{number}")).collect(),
        secrecy: Some("21 kap. 7 § OSL".to_owned()),
        description: Description { public: None, protected: Some(protected) },
        ..house.reservation()
    };
    let entry = house.reserve(full.clone()).await;
    assert_eq!((entry.items.len(), entry.cases.len(), entry.secrecy.len()), (400, 50, 1));
    assert_eq!(entry.items, full.items);
    let over = NewReservation { items: (1..=401).map(item).collect(), ..house.reservation() };
    let refused = house.does(&house.editor, |tx| Box::pin(registry::reserve(tx, over))).await;
    assert!(matches!(refused, Err(RegistryError::TooMany)));
    house.finish().await;
}
