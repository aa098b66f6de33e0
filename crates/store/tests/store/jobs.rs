//! Jobs: claimed by one worker at a time, tried again, put aside, and never ended by who lost them.

use std::collections::BTreeSet;

use sea_orm::{ConnectionTrait as _, TransactionTrait as _};
use uppsikt_kernel::{Id, ManualClock, Organisation};
use uppsikt_store::{Job, JobState, NewJob, Settings, Store, StoreError};
use uuid::Uuid;

use crate::support::*;

on_both!(
    a_job_is_claimed_once_and_done_once,
    jobs_wait_for_their_time_and_come_in_its_order,
    a_failing_job_waits_longer_each_time_and_is_put_aside,
    a_job_that_takes_its_worker_along_is_put_aside,
    a_lost_lease_ends_nothing,
    a_job_comes_with_its_change_or_not_at_all,
    many_workers_never_get_the_same_job,
);

fn clock() -> ManualClock {
    ManualClock::at("2026-11-22T10:00:00Z".parse().unwrap())
}

fn after(clock: &ManualClock, seconds: i64) {
    use uppsikt_kernel::Clock as _;
    clock.set(clock.now().timestamp() + jiff::SignedDuration::from_secs(seconds));
}

async fn enqueue(store: &Store, house: &House, due_in_seconds: i64, attempts_max: i32) -> Uuid {
    let due_at = (store.now().timestamp() + jiff::SignedDuration::from_secs(due_in_seconds)).into();
    let new = NewJob {
        authority: Some(house.authority),
        kind: "note-count",
        payload: "{\"note\":1}".to_owned(),
        due_at,
        attempts_max,
    };
    let put = store
        .write::<_, StoreError, _>(&house.actor, move |tx| Box::pin(async move { tx.enqueue(new).await }));
    put.await.unwrap()
}

async fn state(store: &Store, house: &House, id: Uuid) -> JobState {
    store.job_state(house.organisation, id).await.unwrap().unwrap()
}

async fn claim(store: &Store, house: &House) -> Option<Job> {
    store.claim_job(house.organisation, 60).await.unwrap()
}

async fn begin(place: &Place, clock: &ManualClock) -> (Store, House) {
    let store = place.create_at(clock).await;
    let house = House::begin(&store, "lindholm.example/uppsikt").await;
    (store, house)
}

async fn a_job_is_claimed_once_and_done_once(place: Place) {
    let clock = clock();
    let (store, house) = begin(&place, &clock).await;
    let id = enqueue(&store, &house, 0, 3).await;
    assert_eq!(state(&store, &house, id).await, JobState::Waiting);
    let job = claim(&store, &house).await.unwrap();
    assert_eq!(
        (job.id, job.attempt, job.kind.as_str(), job.payload.as_str()),
        (id, 1, "note-count", "{\"note\":1}")
    );
    let until_at = store.now().get() + 60_000_000;
    assert_eq!(state(&store, &house, id).await, JobState::Leased { until_at });
    assert_eq!(claim(&store, &house).await, None);
    assert!(store.end_job(&job, Ok(())).await.unwrap());
    assert_eq!(state(&store, &house, id).await, JobState::Done);
    assert!(!store.end_job(&job, Err("för sent".to_owned())).await.unwrap(), "an ended job is ended");
    assert_eq!(state(&store, &house, id).await, JobState::Done);
    after(&clock, 86_400);
    assert_eq!(claim(&store, &house).await, None);
    assert_eq!(store.job_state(house.organisation, Uuid::nil()).await.unwrap(), None);
    store.close().await;
    // Jobs outlive the process.
    let store = place.open_at(&clock).await.unwrap();
    assert_eq!(state(&store, &house, id).await, JobState::Done);
    store.close().await;
}

async fn jobs_wait_for_their_time_and_come_in_its_order(place: Place) {
    let clock = clock();
    let (store, house) = begin(&place, &clock).await;
    let late = enqueue(&store, &house, 20, 3).await;
    let early = enqueue(&store, &house, 10, 3).await;
    assert_eq!(claim(&store, &house).await, None);
    after(&clock, 10);
    assert_eq!(claim(&store, &house).await.unwrap().id, early);
    assert_eq!(claim(&store, &house).await, None);
    after(&clock, 10);
    assert_eq!(claim(&store, &house).await.unwrap().id, late);
    store.close().await;
}

async fn a_failing_job_waits_longer_each_time_and_is_put_aside(place: Place) {
    let clock = clock();
    let (store, house) = begin(&place, &clock).await;
    let id = enqueue(&store, &house, 0, 8).await;
    // A minute, doubled each time, an hour at the most.
    for (attempt, pause) in [60, 120, 240, 480, 960, 1_920, 3_600].into_iter().enumerate() {
        let job = claim(&store, &house).await.unwrap();
        assert_eq!(job.attempt, i32::try_from(attempt).unwrap() + 1);
        assert!(store.end_job(&job, Err("servern svarar inte".to_owned())).await.unwrap());
        assert_eq!(state(&store, &house, id).await, JobState::Waiting);
        after(&clock, pause - 1);
        assert_eq!(claim(&store, &house).await, None, "attempt {}", attempt + 2);
        after(&clock, 1);
    }
    assert_eq!(store.dead_jobs(house.organisation).await.unwrap(), 0);
    let job = claim(&store, &house).await.unwrap();
    assert!(store.end_job(&job, Err("servern svarar inte".to_owned())).await.unwrap());
    assert_eq!(state(&store, &house, id).await, JobState::Dead { failure: "servern svarar inte".to_owned() });
    assert_eq!(store.dead_jobs(house.organisation).await.unwrap(), 1);
    after(&clock, 86_400);
    assert_eq!(claim(&store, &house).await, None);
    store.close().await;
}

async fn a_job_that_takes_its_worker_along_is_put_aside(place: Place) {
    let clock = clock();
    let (store, house) = begin(&place, &clock).await;
    let id = enqueue(&store, &house, 0, 2).await;
    let other = enqueue(&store, &house, 200, 2).await;
    for attempt in [1, 2] {
        let job = claim(&store, &house).await.unwrap();
        assert_eq!((job.id, job.attempt), (id, attempt));
        after(&clock, 61);
    }
    assert_eq!(claim(&store, &house).await, None);
    assert!(matches!(state(&store, &house, id).await, JobState::Dead { .. }));
    after(&clock, 200);
    assert_eq!(claim(&store, &house).await.unwrap().id, other, "the next one is not held up");
    store.close().await;
}

async fn a_lost_lease_ends_nothing(place: Place) {
    let clock = clock();
    let (store, house) = begin(&place, &clock).await;
    let id = enqueue(&store, &house, 0, 5).await;
    let slow = claim(&store, &house).await.unwrap();
    after(&clock, 60);
    assert_eq!(claim(&store, &house).await, None, "until its last second the lease holds");
    after(&clock, 1);
    let quick = claim(&store, &house).await.unwrap();
    assert_eq!((quick.id, quick.attempt), (id, 2));
    for outcome in [Ok(()), Err("för sent".to_owned())] {
        assert!(!store.end_job(&slow, outcome).await.unwrap());
        assert!(matches!(state(&store, &house, id).await, JobState::Leased { .. }));
    }
    assert!(store.end_job(&quick, Ok(())).await.unwrap());
    // Late, but nobody has taken it over: the work was done and counts.
    let id = enqueue(&store, &house, 0, 5).await;
    let late = claim(&store, &house).await.unwrap();
    after(&clock, 3_600);
    assert!(store.end_job(&late, Ok(())).await.unwrap());
    assert_eq!(state(&store, &house, id).await, JobState::Done);
    store.close().await;
}

async fn a_job_comes_with_its_change_or_not_at_all(place: Place) {
    let (store, house) = begin(&place, &clock()).await;
    let due_at = store.now();
    let refused = store.write::<(), StoreError, _>(&house.actor, move |tx| {
        Box::pin(async move {
            let payload = "{}".to_owned();
            tx.enqueue(NewJob { authority: None, kind: "note-count", payload, due_at, attempts_max: 1 })
                .await?;
            Err(StoreError::Disposed)
        })
    });
    assert!(matches!(refused.await, Err(StoreError::Disposed)));
    assert_eq!(claim(&store, &house).await, None);
    store.close().await;
}

async fn drain(store: Store, organisation: Id<Organisation>) -> Vec<Uuid> {
    let mut mine = Vec::new();
    while let Some(job) = store.claim_job(organisation, 60).await.unwrap() {
        mine.push(job.id);
        assert!(store.end_job(&job, Ok(())).await.unwrap());
    }
    mine
}

async fn many_workers_never_get_the_same_job(place: Place) {
    let store = place.create().await;
    let house = House::begin(&store, "lindholm.example/uppsikt").await;
    let mut all = BTreeSet::new();
    for _ in 0..60 {
        all.insert(enqueue(&store, &house, 0, 3).await);
    }
    let mut nodes = vec![store];
    if place.backend == Backend::Postgres {
        // A second node: a folder of its own with the same keys, and the same database.
        let folder = place.beside("second");
        copy_folder(place.folder(), &folder);
        nodes.push(open(Settings { folder, ..place.settings.clone() }).await.unwrap());
    }
    let workers = (0..8).map(|at| tokio::spawn(drain(nodes[at % nodes.len()].clone(), house.organisation)));
    let mut claimed = Vec::new();
    for worker in workers.collect::<Vec<_>>() {
        claimed.extend(worker.await.unwrap());
    }
    assert_eq!(claimed.len(), 60);
    assert_eq!(claimed.into_iter().collect::<BTreeSet<_>>(), all);
    for node in nodes {
        node.close().await;
    }
}

#[tokio::test]
async fn a_worker_that_loses_its_lease_while_it_ends_the_job_ends_nothing() {
    let Some(place) = place(Backend::Postgres).await else { return };
    let (store, house) = begin(&place, &clock()).await;
    let id = enqueue(&store, &house, 0, 3).await;
    let slow = claim(&store, &house).await.unwrap();
    let other = place.intruder().await;
    let takes_over = other.begin().await.unwrap();
    takes_over.execute_unprepared(&format!("UPDATE job SET lease = '{id}' WHERE id = '{id}'")).await.unwrap();
    let ending = tokio::spawn({
        let store = store.clone();
        async move { store.end_job(&slow, Ok(())).await.unwrap() }
    });
    // The slow worker has looked by now, and waits for the one that is taking over.
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    takes_over.commit().await.unwrap();
    assert!(!ending.await.unwrap(), "it must see that the lease has gone");
    assert!(matches!(state(&store, &house, id).await, JobState::Leased { .. }));
    other.close().await.unwrap();
    store.close().await;
}
