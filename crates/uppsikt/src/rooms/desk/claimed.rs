//! What colleagues have in front of them, as it is told to somebody who looks at a list or a record.

use std::collections::{HashMap, HashSet};

use uppsikt_kernel::{Actor, Id, User};
use uppsikt_store::{Reader, StoreError};
use uuid::Uuid;

use super::reach;
use super::told::user;
use crate::app::App;
use crate::derived::Derived;
use crate::rooms::capture;
use crate::rooms::moderation::{self, Claim};
use crate::web::components::Moment;

/// People for whom this is kept at the same time.
const PEOPLE_KEPT: usize = 64;

/// What colleagues have in front of them, for each who looks, for as long as nothing changes.
#[derive(Debug)]
pub struct Claims(Derived<Uuid, Vec<Known>>);

impl Default for Claims {
    fn default() -> Self {
        Self(Derived::new(PEOPLE_KEPT))
    }
}

/// A claim and whose it is.
struct Known {
    claim: Claim,
    name: String,
}

/// A colleague who has an item in front of them.
pub(super) struct By {
    pub name: String,
    pub since: Moment,
    pub sentence: String,
}

impl By {
    fn new(name: String, taken_at: i64, now: i64) -> Self {
        let since = Moment::new(taken_at, now);
        Self { sentence: format!("{name} har det här framme sedan {}", since.words()), name, since }
    }
}

/// Items that colleagues have in front of them and that the actor may read.
pub(super) async fn claimed((app, actor): (&App, &Actor), now: i64) -> Result<HashMap<Uuid, By>, StoreError> {
    let (revision, key) = (app.store.revision(), actor.user.uuid());
    let known = match app.claims.0.get(revision, &key) {
        Some(known) => known,
        None => {
            let mut reader = app.store.read(actor).await?;
            app.claims.0.put(revision, key, known(&mut reader, actor, now).await?)
        }
    };
    // A claim ends by itself, without any row being changed.
    let alive = known.iter().filter(|known| known.claim.is_alive(now));
    Ok(alive
        .map(|known| (known.claim.item, By::new(known.name.clone(), known.claim.taken_at, now)))
        .collect())
}

async fn known(reader: &mut Reader, actor: &Actor, now: i64) -> Result<Vec<Known>, StoreError> {
    let mut claims = moderation::claims(reader, now).await?;
    claims.retain(|_, claim| claim.user != actor.user);
    let open = readable(reader, actor, claims.keys().copied().collect()).await?;
    let mut names = Names::default();
    let mut all = Vec::new();
    for (_, claim) in claims.into_iter().filter(|(item, _)| open.contains(item)) {
        let name = names.of(reader, claim.user).await?;
        all.push(Known { claim, name });
    }
    Ok(all)
}

/// Those of some items that the actor may read.
pub(super) async fn readable(
    reader: &mut Reader,
    actor: &Actor,
    items: Vec<Uuid>,
) -> Result<HashSet<Uuid>, StoreError> {
    if items.is_empty() {
        return Ok(HashSet::new());
    }
    let items = capture::items(reader, &items).await?;
    Ok(reach::open_to(reader, actor, &items).await?.into_keys().collect())
}

/// People's names, each read once.
#[derive(Default)]
pub(super) struct Names(HashMap<Id<User>, String>);

impl Names {
    pub(super) async fn of(&mut self, reader: &mut Reader, id: Id<User>) -> Result<String, StoreError> {
        if let Some(name) = self.0.get(&id) {
            return Ok(name.clone());
        }
        let name = user(reader, id).await?;
        self.0.insert(id, name.clone());
        Ok(name)
    }
}
