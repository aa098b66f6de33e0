//! A clock that is set back.

use uppsikt_kernel::{Clock as _, ManualClock};
use uppsikt_store::StoreError;

use crate::support::*;

on_both!(a_small_step_back_is_smoothed, a_large_step_back_stops_writing_and_nothing_else);

fn at(clock: &ManualClock, time: &str) {
    clock.set(format!("2026-11-22T{time}Z").parse().unwrap());
}

/// When each act was recorded, in the order of the log.
async fn instants(place: &Place) -> Vec<i64> {
    let rows = place.ask("SELECT recorded_at FROM act ORDER BY leaf_index").await;
    rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
}

async fn a_small_step_back_is_smoothed(place: Place) {
    let clock = ManualClock::at("2026-11-22T10:00:00Z".parse().unwrap());
    let store = place.create_at(&clock).await;
    let house = House::begin(&store, "clock.example/uppsikt").await;
    let mut kept = house.keep_some(&store, 3).await;
    for time in ["09:59:59", "09:58:00"] {
        at(&clock, time);
        kept.extend(house.keep_some(&store, 3).await);
    }
    store.seal(house.organisation).await.unwrap();
    store.close().await;
    // Also for a program that starts while the clock is behind.
    let store = place.open_at(&clock).await.unwrap();
    kept.extend(house.keep_some(&store, 3).await);
    house.whole(&store, &kept).await;
    let latest = "2026-11-22T10:00:00Z".parse::<jiff::Timestamp>().unwrap().as_microsecond();
    assert_eq!(instants(&place).await, vec![latest; kept.len() + 1]);
    store.close().await;
}

async fn a_large_step_back_stops_writing_and_nothing_else(place: Place) {
    let clock = ManualClock::at("2026-11-22T10:00:00Z".parse().unwrap());
    let last = clock.now();
    let store = place.create_at(&clock).await;
    let house = House::begin(&store, "clock.example/uppsikt").await;
    let mut kept = house.keep_some(&store, 3).await;
    at(&clock, "09:57:59");
    let now = clock.now();
    let refused = |error: StoreError| matches!(error, StoreError::ClockBehind { now: n, last: l } if (n, l) == (now, last));
    assert!(refused(house.keep(&store, b"x".to_vec()).await.unwrap_err()), "writing");
    assert!(refused(store.seal(house.organisation).await.unwrap_err()), "sealing");
    house.all_open(&store, &kept).await;
    assert_eq!(house.report(&store).await.findings, [], "reading and verifying go on");
    store.close().await;
    assert!(refused(place.open_at(&clock).await.unwrap_err()), "opening");
    at(&clock, "10:00:01");
    let store = place.open_at(&clock).await.unwrap();
    kept.extend(house.keep_some(&store, 1).await);
    at(&clock, "08:00:00");
    assert!(house.keep(&store, b"x".to_vec()).await.is_err());
    at(&clock, "10:00:02");
    kept.extend(house.keep_some(&store, 1).await);
    house.whole(&store, &kept).await;
    store.close().await;
}
