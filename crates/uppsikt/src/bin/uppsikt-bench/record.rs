//! Recording: items that are durable when the call returns, and how long until they are sealed.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Result;
use tokio::sync::watch;
use uppsikt::rooms::evidence::{self, EvidenceError, NewRecord};
use uppsikt_kernel::{Actor, Authority, Id};
use uppsikt_store::Store;

use crate::place::{Bench, shared};
use crate::{CONTENT_BYTES, cpu_seconds, items, per_second, row};

/// Items of one transaction in the batched measurement.
const BATCH: usize = 512;

fn content(seed: usize) -> Vec<u8> {
    let mut content = vec![b'a'; CONTENT_BYTES];
    content[..8].copy_from_slice(&seed.to_be_bytes());
    content
}

async fn single(
    store: &Store,
    actor: &Actor,
    authority: Id<Authority>,
    seed: usize,
) -> Result<Id<uppsikt_kernel::Object>> {
    let recorded = store
        .write::<_, EvidenceError, _>(actor, move |tx| {
            Box::pin(async move {
                let new = NewRecord {
                    authority,
                    content: content(seed),
                    media_type: "application/json".to_owned(),
                };
                evidence::record(tx, new).await
            })
        })
        .await?;
    Ok(recorded.object)
}

pub(crate) async fn measure(bench: &Bench) -> Result<()> {
    let count = (items() / 20).max(100);
    let began = Instant::now();
    for seed in 0..count {
        single(&bench.store, &bench.actor, bench.authority, seed).await?;
    }
    row("recorded items, 1 writer, each durable", per_second(count, began), "items/s");
    bench.store.seal(bench.actor.organisation).await?;

    let (began, cpu) = (Instant::now(), cpu_seconds());
    writers(bench, items(), 64).await?;
    row("recorded items, 64 writers, each durable", per_second(items(), began), "items/s");
    row("  processor time for it", (cpu_seconds() - cpu) * 1e6 / items() as f64, "µs/item");
    let began = Instant::now();
    bench.store.seal(bench.actor.organisation).await?;
    row("sequenced and signed afterwards", per_second(items(), began), "entries/s");

    let (began, cpu) = (Instant::now(), cpu_seconds());
    batched(bench).await?;
    row("recorded items, 512 in a transaction", per_second(items(), began), "items/s");
    row("  processor time for it", (cpu_seconds() - cpu) * 1e6 / items() as f64, "µs/item");
    bench.store.seal(bench.actor.organisation).await?;
    sealed_latency(bench).await
}

async fn writers(bench: &Bench, count: usize, writers: usize) -> Result<()> {
    let shared = shared(bench);
    let mut tasks = tokio::task::JoinSet::new();
    for writer in 0..writers {
        let shared = Arc::clone(&shared);
        tasks.spawn(async move {
            let (store, actor, authority) = &*shared;
            for seed in (writer..count).step_by(writers) {
                single(store, actor, *authority, seed).await?;
            }
            anyhow::Ok(())
        });
    }
    while let Some(done) = tasks.join_next().await {
        done??;
    }
    Ok(())
}

async fn batched(bench: &Bench) -> Result<()> {
    let authority = bench.authority;
    for start in (0..items()).step_by(BATCH) {
        bench
            .store
            .write::<_, EvidenceError, _>(&bench.actor, move |tx| {
                Box::pin(async move {
                    for seed in start..start + BATCH {
                        let new = NewRecord {
                            authority,
                            content: content(seed),
                            media_type: "application/json".to_owned(),
                        };
                        evidence::record(tx, new).await?;
                    }
                    Ok(())
                })
            })
            .await?;
    }
    Ok(())
}

/// From "recorded" to "covered by a checkpoint", under a steady load of 200 items a second.
async fn sealed_latency(bench: &Bench) -> Result<()> {
    let (stop, stopped) = watch::channel(false);
    let store = bench.store.clone();
    let sequencer = tokio::spawn(async move { store.run_sequencer(stopped).await });
    let mut waits = Vec::new();
    for seed in 0..200 {
        let object = single(&bench.store, &bench.actor, bench.authority, seed).await?;
        if seed % 10 == 0 {
            let recorded = Instant::now();
            loop {
                let reader = bench.store.read(&bench.actor).await?;
                let info = reader.object(object).await?;
                if info.is_some_and(|info| info.leaf_index.is_some()) {
                    break;
                }
                drop(reader);
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            waits.push(recorded.elapsed().as_secs_f64() * 1e3);
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    stop.send(true)?;
    sequencer.await?;
    waits.sort_by(f64::total_cmp);
    row("sealed after recorded, median", waits[waits.len() / 2], "ms");
    row("sealed after recorded, slowest of 20", waits[waits.len() - 1], "ms");
    Ok(())
}
