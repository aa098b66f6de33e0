//! That somebody has searched stands in the log; once for what is asked while one types.

use std::collections::BTreeMap;
use std::sync::Mutex;

use uppsikt_kernel::{Actor, Authority, Id};
use uuid::Uuid;

use crate::app::App;
use crate::rooms::search::{self, SearchError};

/// While one types the page asks again and again: that is one search, for this long.
const TYPING_MICROS: i64 = 10 * 60 * 1_000_000;
/// People whose last search is remembered; then all are forgotten, and noted once more.
const PEOPLE_MAX: usize = 10_000;

static LAST: Mutex<BTreeMap<Uuid, i64>> = Mutex::new(BTreeMap::new());

/// Notes a search before anything is found; `is_typing` while the person has not sent it.
pub(super) async fn note(
    app: &App,
    actor: &Actor,
    authority: Option<Id<Authority>>,
    is_typing: bool,
) -> Result<(), SearchError> {
    let now = app.store.now().get();
    if is_typing && was_lately(actor.user.uuid(), now) {
        return Ok(());
    }
    app.store
        .write::<_, SearchError, _>(actor, move |tx| {
            Box::pin(async move { search::note(tx, authority).await })
        })
        .await?;
    let mut last = LAST.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    if last.len() >= PEOPLE_MAX {
        last.clear();
    }
    last.insert(actor.user.uuid(), now);
    Ok(())
}

fn was_lately(user: Uuid, now: i64) -> bool {
    let last = LAST.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    last.get(&user).is_some_and(|at| (0..TYPING_MICROS).contains(&(now - at)))
}
