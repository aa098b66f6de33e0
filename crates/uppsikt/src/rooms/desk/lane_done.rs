//! What has been decided and done, newest first: what stayed as well as what was acted on.

use std::collections::HashSet;

use uppsikt_kernel::Actor;
use uppsikt_store::{Reader, StoreError};
use uuid::Uuid;

use super::lane_wait::{Found, Work, about};
use super::listing::{Listing, within_reach};
use crate::rooms::moderation::{self, DecisionState};

/// Decisions that are looked through for a page: some weeks of work; older ones are found by searching.
const LOOK_MAX: u64 = 500;

/// Reads the list.
pub(super) async fn read(reader: &mut Reader, actor: &Actor) -> Result<Listing, StoreError> {
    let (found, is_cut) = found(reader, actor, LOOK_MAX).await?;
    Ok(Listing { all: found.into_iter().map(about).collect(), is_cut })
}

/// What the actor may read of it, the newest decision about each item; and whether there is more than was looked
/// through.
pub(super) async fn found(
    reader: &mut Reader,
    actor: &Actor,
    look_max: u64,
) -> Result<(Vec<Found>, bool), StoreError> {
    let decisions = moderation::decisions(reader, Some(DecisionState::Done), look_max).await?;
    let is_cut = decisions.len() as u64 == look_max;
    let ids: Vec<Uuid> = decisions.iter().map(|decision| decision.item).collect();
    let known = within_reach(reader, actor, &ids).await?;
    let mut seen = HashSet::new();
    let mut all = Vec::new();
    for decision in decisions {
        if let Some((item, is_marked)) = known.get(&decision.item).filter(|_| seen.insert(decision.item)) {
            all.push(Found { item: item.clone(), is_marked: *is_marked, work: Work::Decision(decision) });
        }
    }
    Ok((all, is_cut))
}
