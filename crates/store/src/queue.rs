//! The write queue on SQLite: many small transactions under one file sync.
//!
//! A file sync costs the same for one change as for five hundred, so whatever waits when the queue
//! turns to the disk goes together. Each transaction keeps a savepoint of its own; nobody is told
//! "recorded" before the commit that holds their change has returned.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use tokio::sync::{mpsc, oneshot, watch};
use uppsikt_kernel::Actor;

use crate::error::StoreError;
use crate::scope::Scope;
use crate::store::Inner;
use crate::tx::{Buffer, Group, Tx};

/// The work of one transaction; says whether to keep it.
pub(crate) type Work = Box<dyn for<'a> FnOnce(&'a mut Tx) -> BoxFuture<'a, bool> + Send>;

/// One transaction that waits, and whom to tell when it has been committed.
pub(crate) struct Request {
    pub actor: Actor,
    pub work: Work,
    pub done: oneshot::Sender<Result<(), StoreError>>,
}

/// How many transactions may wait before callers are held back.
const WAITING_MAX: usize = 4096;

/// The way to the one writer, and the news that it has ended.
#[derive(Clone)]
pub(crate) struct Queue {
    sender: mpsc::Sender<Request>,
    ended: watch::Receiver<()>,
}

impl Queue {
    /// Starts the one writer.
    pub(crate) fn start(inner: Arc<Inner>) -> Self {
        let (sender, mut receiver) = mpsc::channel::<Request>(WAITING_MAX);
        let (ending, ended) = watch::channel(());
        tokio::spawn(async move {
            let mut batch = Vec::new();
            let group_max = inner.settings.group_max.max(1);
            while receiver.recv_many(&mut batch, group_max).await > 0 {
                commit_group(&inner, std::mem::take(&mut batch), &mut receiver, group_max).await;
            }
            // First what is shared, with the lock on the folder: whoever hears the news may open it again.
            drop(inner);
            drop(ending);
        });
        Self { sender, ended }
    }

    /// Lays a transaction before the writer; holds the caller back while too many wait.
    pub(crate) async fn send(&self, request: Request) -> Result<(), StoreError> {
        self.sender.send(request).await.map_err(|_| StoreError::Closing)
    }

    /// Waits until everything that waited is done and the writer has ended, unless others still hold the way to it.
    pub(crate) async fn close(self) {
        let Self { sender, mut ended } = self;
        let last = sender.strong_count() == 1;
        drop(sender);
        if last {
            // Nothing is ever sent: that the sender is gone is the news.
            let _ = ended.changed().await;
        }
    }
}

type Waiting = Vec<oneshot::Sender<Result<(), StoreError>>>;

fn tell_all(waiting: Waiting, error: &StoreError) {
    for done in waiting {
        // Whoever stopped waiting has nobody left to be told.
        let _ = done.send(Err(error.shared()));
    }
}

async fn commit_group(
    inner: &Arc<Inner>,
    first: Vec<Request>,
    more: &mut mpsc::Receiver<Request>,
    group_max: usize,
) {
    let Some(scope) = first.first().map(|request| Scope::of(&request.actor)) else { return };
    let begun = match inner.clock.for_writing() {
        Ok(now) => inner.db.begin_write(&scope).await.map(|conn| (now, Arc::new(conn))),
        Err(error) => Err(error),
    };
    let (now, conn) = match begun {
        Ok(begun) => begun,
        Err(error) => return tell_all(first.into_iter().map(|request| request.done).collect(), &error),
    };
    let (mut unwritten, mut waiting) = (Buffer::default(), Waiting::new());
    let mut requests = first;
    while !requests.is_empty() {
        let mut rest = std::mem::take(&mut requests).into_iter();
        while let Some(request) = rest.next() {
            waiting.push(request.done);
            let group = Group { unwritten, savepoint: false };
            let mut tx = Tx::new(Arc::clone(&conn), Arc::clone(inner), request.actor, now, Some(group));
            // A panic in one room's work must not end the writer for everybody.
            let keep = AssertUnwindSafe((request.work)(&mut tx)).catch_unwind().await.unwrap_or(false);
            match tx.settle(keep).await {
                Ok(settled) => unwritten = settled,
                Err(error) => {
                    waiting.extend(rest.map(|request| request.done));
                    return tell_all(waiting, &error);
                }
            }
        }
        // Those who have come meanwhile go along; the sync costs no more for it.
        while waiting.len() + requests.len() < group_max {
            match more.try_recv() {
                Ok(request) => requests.push(request),
                Err(_) => break,
            }
        }
    }
    let committed = async {
        unwritten.flush(&conn).await?;
        let conn = Arc::into_inner(conn).ok_or(StoreError::GroupBroken)?;
        conn.commit().await.map_err(StoreError::from_db)
    };
    let committed = committed.await;
    // Also after an error: what a failed commit has left is for a reader to find out.
    inner.changed();
    match committed {
        Ok(()) => waiting.into_iter().for_each(|done| drop(done.send(Ok(())))),
        Err(error) => tell_all(waiting, &error),
    }
}
