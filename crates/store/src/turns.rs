//! Whose turn it is to read, so that readers inside readers never wait for each other.
//!
//! A reader holds a connection until it is dropped, and whoever has one open may open another. If as many tasks as
//! there are connections did so at the same time, each would wait for what the others hold. So a task takes a turn
//! with its first reader and gives it back with its last, there are fewer turns than connections, and what it opens
//! meanwhile waits for nobody's turn.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::Id;

use crate::error::StoreError;

/// Readers that one task may have open at the same time without waiting for others.
const DEPTH: u32 = 4;

/// The turns of one store.
#[derive(Debug)]
pub(crate) struct Turns {
    free: Arc<Semaphore>,
    taken: Mutex<HashMap<Id, Taken>>,
}

/// A task's turn.
#[derive(Debug)]
struct Taken {
    readers: u32,
    /// Given back when this is dropped.
    _permit: OwnedSemaphorePermit,
}

/// That a reader is open; dropped with it.
#[derive(Debug)]
pub(crate) struct Turn {
    turns: Arc<Turns>,
    task: Option<Id>,
}

impl Turns {
    pub(crate) fn new(connections: u32) -> Self {
        let turns = (connections / DEPTH).max(1);
        Self { free: Arc::new(Semaphore::new(turns as usize)), taken: Mutex::default() }
    }

    /// Waits until this task may read. What runs outside tasks (a command's own thread) has nobody to wait for.
    pub(crate) async fn take(self: &Arc<Self>) -> Result<Turn, StoreError> {
        let turn = |task| Turn { turns: Arc::clone(self), task };
        let Some(task) = tokio::task::try_id() else { return Ok(turn(None)) };
        if self.again(task) {
            return Ok(turn(Some(task)));
        }
        let permit = Arc::clone(&self.free).acquire_owned().await.map_err(|_| StoreError::Closing)?;
        if let Ok(mut taken) = self.taken.lock() {
            // Two futures of one task may have waited side by side: the second permit goes back at once.
            taken.entry(task).or_insert(Taken { readers: 0, _permit: permit }).readers += 1;
        }
        Ok(turn(Some(task)))
    }

    /// Counts another reader of a task that has its turn.
    fn again(&self, task: Id) -> bool {
        let Ok(mut taken) = self.taken.lock() else { return true };
        taken.get_mut(&task).is_some_and(|own| {
            own.readers += 1;
            true
        })
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let (Some(task), Ok(mut taken)) = (self.task, self.turns.taken.lock()) else { return };
        if let Some(own) = taken.get_mut(&task) {
            own.readers = own.readers.saturating_sub(1);
            if own.readers == 0 {
                taken.remove(&task);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[tokio::test(flavor = "multi_thread")]
    async fn readers_inside_readers_do_not_wait_for_each_other() {
        let turns = Arc::new(Turns::new(8));
        let tasks: Vec<_> = (0..50)
            .map(|_| {
                let turns = Arc::clone(&turns);
                tokio::spawn(async move {
                    let outer = turns.take().await.unwrap();
                    tokio::task::yield_now().await;
                    let inner = turns.take().await.unwrap();
                    drop(outer);
                    let third = turns.take().await.unwrap();
                    drop((inner, third));
                })
            })
            .collect();
        let all = futures_util::future::join_all(tasks);
        let ended = tokio::time::timeout(Duration::from_secs(20), all).await.unwrap();
        assert!(ended.into_iter().all(|task| task.is_ok()));
        assert_eq!((turns.free.available_permits(), turns.taken.lock().unwrap().len()), (2, 0));
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn no_more_tasks_read_than_there_are_turns() {
        let turns = Arc::new(Turns::new(4));
        let (held, waiting) = (Arc::clone(&turns), Arc::clone(&turns));
        let (release, released) = tokio::sync::oneshot::channel::<()>();
        let (told, holds) = tokio::sync::oneshot::channel::<()>();
        let first = tokio::spawn(async move {
            let _turn = held.take().await.unwrap();
            told.send(()).unwrap();
            released.await.unwrap();
        });
        holds.await.unwrap();
        let second = tokio::spawn(async move { waiting.take().await.map(drop) });
        tokio::time::sleep(Duration::from_millis(50)).await;
        assert!(!second.is_finished());
        release.send(()).unwrap();
        first.await.unwrap();
        second.await.unwrap().unwrap();
    }
}
