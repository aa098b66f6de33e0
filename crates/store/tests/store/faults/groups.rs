//! What one transaction does to those that go to the disk with it: nothing.

use std::task::Poll;
use std::time::Duration;

use uppsikt_store::{Scoped, Store, StoreError, Tx};
use uuid::Uuid;

use crate::support::*;

on_both!(
    bad_writers_take_nothing_of_the_good_ones,
    work_that_goes_on_after_a_failure_keeps_nothing,
    an_act_that_is_not_finished_writes_nothing,
    an_act_that_is_too_large_writes_nothing,
    a_refused_work_may_be_tried_again
);

/// How a transaction ends that must leave nothing behind.
#[derive(Debug, Clone, Copy)]
enum Bad {
    /// Its row is there already.
    Row,
    /// Its version of the item is there already.
    Version,
    /// Its work changes its mind after everything was written.
    Mind,
    /// Its work panics after everything was written.
    Panic,
    /// It updates a row that is not there.
    Missing,
}

/// Holds the writer for a moment, so that what comes meanwhile goes together.
async fn hold(store: &Store, house: &House) {
    let (store, actor) = (store.clone(), house.actor.clone());
    tokio::spawn(async move {
        let held = store.write::<_, StoreError, _>(&actor, |_| {
            Box::pin(async {
                tokio::time::sleep(Duration::from_millis(200)).await;
                Ok(())
            })
        });
        held.await
    });
    tokio::time::sleep(Duration::from_millis(50)).await;
}

async fn write(store: &Store, house: &House, taken: Uuid, bad: Option<Bad>) -> Result<(), StoreError> {
    let own = house.clone();
    store
        .write(&house.actor, move |tx| {
            Box::pin(async move {
                let mut act = tx.act(NOTE_WRITTEN, Some(own.authority))?;
                let item = act.new_id::<note::Entity>()?.uuid();
                let sealed = if matches!(bad, Some(Bad::Version)) { taken } else { item };
                act.seal(new_object(sealed, 1), item.to_string().as_bytes())?;
                match bad {
                    Some(Bad::Row) => act.insert::<note::Entity>(own.note(taken, "taken"))?,
                    Some(Bad::Missing) => act.update::<note::Entity>(own.note(item, "missing"))?,
                    _ => act.insert::<note::Entity>(own.note(item, "good"))?,
                }
                act.finish().await?;
                match bad {
                    Some(Bad::Mind) => Err(StoreError::NotSealed),
                    Some(Bad::Panic) => panic!("a room's work panics, as this test wants"),
                    _ => Ok(()),
                }
            })
        })
        .await
}

async fn bad_writers_take_nothing_of_the_good_ones(place: Place) {
    let store = place.create().await;
    let house = House::begin(&store, "groups.example/uppsikt").await;
    let taken = house.keep_some(&store, 1).await.remove(0).item;
    let bads = [Bad::Row, Bad::Version, Bad::Mind, Bad::Panic, Bad::Missing];
    let mut good = 1;
    for round in 0..4 {
        hold(&store, &house).await;
        let writers: Vec<_> = (0..60)
            .map(|number| {
                let bad = (number % 3 == round % 3).then(|| bads[(number / 3) % bads.len()]);
                let (store, house) = (store.clone(), house.clone());
                (bad, tokio::spawn(async move { write(&store, &house, taken, bad).await }))
            })
            .collect();
        for (bad, writer) in writers {
            match (bad, writer.await) {
                (None, outcome) => {
                    outcome.unwrap().unwrap();
                    good += 1;
                }
                (Some(Bad::Row | Bad::Version), Ok(Err(StoreError::Database(_))))
                | (Some(Bad::Mind), Ok(Err(StoreError::NotSealed)))
                | (Some(Bad::Missing), Ok(Err(StoreError::NotFound { table: "note", .. })))
                | (Some(Bad::Panic), Ok(Err(StoreError::TaskEnded)) | Err(_)) => {}
                (bad, outcome) => panic!("{bad:?}: {outcome:?}"),
            }
        }
        house.sound(&store, good).await;
    }
    store.close().await;
}

/// Rows of an act that is to be left half-written.
const HALF: usize = 50;

/// Ways in which work can lose sight of a failure.
#[derive(Debug, Clone, Copy)]
enum Swallow {
    /// The act is refused by the database half-way.
    Act,
    /// Nobody waits for the end of the act.
    Rest,
}

/// An act of which a part may have been written; true when, on a busy machine, all of it was written after all.
async fn half(tx: &mut Tx, house: &House, taken: Uuid, what: Swallow) -> Result<bool, StoreError> {
    let mut act = tx.act(NOTE_WRITTEN, Some(house.authority))?;
    for _ in 0..HALF {
        let item = act.new_id::<note::Entity>()?.uuid();
        act.seal(new_object(item, 1), b"half an act")?;
        act.insert::<note::Entity>(house.note(item, "half"))?;
    }
    if matches!(what, Swallow::Act) {
        act.insert::<note::Entity>(house.note(taken, "taken"))?;
        return Ok(act.finish().await.is_ok());
    }
    let mut finish = std::pin::pin!(act.finish());
    let polled_once = std::future::poll_fn(|context| Poll::Ready(finish.as_mut().poll(context)));
    Ok(polled_once.await.is_ready())
}

/// Loses sight of an act; says whether it was whole all the same.
async fn swallow(
    store: &Store,
    house: &House,
    taken: Uuid,
    what: Swallow,
    more: bool,
) -> Result<bool, StoreError> {
    let own = house.clone();
    store
        .write(&house.actor, move |tx| {
            Box::pin(async move {
                let whole = half(tx, &own, taken, what).await?;
                if more {
                    let mut act = tx.act(NOTE_WRITTEN, Some(own.authority))?;
                    let item = act.new_id::<note::Entity>()?.uuid();
                    act.seal(new_object(item, 1), b"another act")?;
                    act.insert::<note::Entity>(own.note(item, "another"))?;
                    // Whether it can still be written or not, it must not be kept alone.
                    let _ = act.finish().await;
                }
                Ok(whole)
            })
        })
        .await
}

async fn work_that_goes_on_after_a_failure_keeps_nothing(place: Place) {
    let store = place.create().await;
    let house = House::begin(&store, "groups.example/uppsikt").await;
    let taken = house.keep_some(&store, 1).await.remove(0).item;
    let mut there = 1;
    for (what, more) in
        [(Swallow::Act, false), (Swallow::Act, true), (Swallow::Rest, false), (Swallow::Rest, true)]
    {
        let mut spoiled = 0;
        for _ in 0..20 {
            match swallow(&store, &house, taken, what, more).await {
                Err(StoreError::Spoiled) => spoiled += 1,
                Ok(true) => there += HALF + usize::from(more),
                outcome => panic!("{what:?} {more}: {outcome:?}"),
            }
            there += house.keep_some(&store, 1).await.len();
        }
        assert!(spoiled == 20 || spoiled > 0 && matches!(what, Swallow::Rest), "{what:?} {more}: {spoiled}");
        house.sound(&store, there).await;
    }
    store.close().await;
}

async fn an_act_that_is_not_finished_writes_nothing(place: Place) {
    let store = place.create().await;
    let house = House::begin(&store, "groups.example/uppsikt").await;
    let own = house.clone();
    store
        .write::<_, StoreError, _>(&house.actor, move |tx| {
            Box::pin(async move {
                let mut act = tx.act(NOTE_WRITTEN, Some(own.authority))?;
                let item = act.new_id::<note::Entity>()?.uuid();
                act.seal(new_object(item, 1), b"never")?;
                act.insert::<note::Entity>(own.note(item, "never"))?;
                drop(act);
                assert_eq!(Scoped::<note::Entity>::stored(tx).list(tx, 10).await?, []);
                Ok(())
            })
        })
        .await
        .unwrap();
    house.whole(&store, &[]).await;
    assert_eq!(store.read(&house.actor).await.unwrap().log().await.unwrap().size, 1);
    store.close().await;
}

async fn an_act_that_is_too_large_writes_nothing(place: Place) {
    let store = place.create().await;
    let house = House::begin(&store, "groups.example/uppsikt").await;
    for (rows, fits) in [(700, false), (5_000, false), (400, true)] {
        let own = house.clone();
        let outcome = store
            .write::<_, StoreError, _>(&house.actor, move |tx| {
                Box::pin(async move {
                    let mut act = tx.act(NOTE_WRITTEN, Some(own.authority))?;
                    for _ in 0..rows {
                        let item = act.new_id::<note::Entity>()?.uuid();
                        act.insert::<note::Entity>(own.note(item, "one of many"))?;
                    }
                    act.finish().await
                })
            })
            .await;
        if fits {
            outcome.unwrap();
        } else {
            assert!(matches!(outcome, Err(StoreError::ActTooLarge)), "{rows}: {outcome:?}");
        }
    }
    store.seal(house.organisation).await.unwrap();
    let report = house.report(&store).await;
    assert_eq!((report.entries, report.rows, report.findings), (2, 400, Vec::new()));
    store.close().await;
}

async fn a_refused_work_may_be_tried_again(place: Place) {
    let store = place.create().await;
    let house = House::begin(&store, "groups.example/uppsikt").await;
    let own = house.clone();
    // Too large is found before anything is written: the same transaction may go on with less.
    store
        .write::<_, StoreError, _>(&house.actor, move |tx| {
            Box::pin(async move {
                let mut act = tx.act(NOTE_WRITTEN, Some(own.authority))?;
                for _ in 0..700 {
                    let item = act.new_id::<note::Entity>()?.uuid();
                    act.insert::<note::Entity>(own.note(item, "one of many"))?;
                }
                assert!(matches!(act.finish().await, Err(StoreError::ActTooLarge)));
                let mut act = tx.act(NOTE_WRITTEN, Some(own.authority))?;
                let item = act.new_id::<note::Entity>()?.uuid();
                act.insert::<note::Entity>(own.note(item, "one"))?;
                act.finish().await
            })
        })
        .await
        .unwrap();
    store.seal(house.organisation).await.unwrap();
    let report = house.report(&store).await;
    assert_eq!((report.entries, report.rows, report.findings), (2, 1, Vec::new()));
    store.close().await;
}
