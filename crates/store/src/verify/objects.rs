//! Do the objects open, and are they what was sealed?

use std::collections::HashSet;

use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _};
use uuid::Uuid;

use super::replay::Replay;
use super::{FindingKind, VerifyReport};
use crate::error::StoreError;
use crate::object::open_body;
use crate::read::Reader;
use crate::table::{Reach, Source as _};
use crate::tables::object;

/// Objects in one page; small ones carry their bytes with them.
const OBJECTS_MAX: u64 = 256;

pub(super) async fn check(
    reader: &Reader,
    replay: &mut Replay<'_>,
    report: &mut VerifyReport,
) -> Result<(), StoreError> {
    let destroyed: HashSet<Uuid> = reader.shared().keys.destroyed().into_iter().map(|id| id.uuid()).collect();
    let mut after: Option<Uuid> = None;
    loop {
        let mut page = object::Entity::find()
            .filter(reader.scope().condition("object", Reach::Authority))
            .order_by_asc(object::Column::Id)
            .limit(OBJECTS_MAX);
        if let Some(after) = after {
            page = page.filter(object::Column::Id.gt(after));
        }
        let page = page.all(&reader.conn).await?;
        let Some(last) = page.last().map(|row| row.id) else { break };
        after = Some(last);
        for row in &page {
            one(reader, row, &destroyed, replay, report).await?;
        }
    }
    for id in replay.objects.keys() {
        report.found(FindingKind::ObjectMissing, id);
    }
    Ok(())
}

async fn one(
    reader: &Reader,
    row: &object::Model,
    destroyed: &HashSet<Uuid>,
    replay: &mut Replay<'_>,
    report: &mut VerifyReport,
) -> Result<(), StoreError> {
    let Some(facts) = replay.objects.remove(&row.id) else {
        report.found(FindingKind::ObjectUnbound, row.id);
        return Ok(());
    };
    let authority = replay.acts.get(&facts.act).and_then(|act| act.authority);
    let bound = row.item_id == facts.item
        && u32::try_from(row.version) == Ok(facts.version)
        && row.act_id == facts.act
        && Some(row.authority_id) == authority;
    if row.wrapped.is_none() {
        report.disposed += 1;
        // Either the log says so, or the key store does: a restored backup may be older than the act.
        let known = match facts.disposed_at {
            Some(at) => row.disposed_at == Some(at),
            None => row.disposed_at.is_some() && destroyed.contains(&row.id),
        };
        if !bound || !known || row.body.is_some() {
            report.found(FindingKind::Object, row.id);
        }
        return Ok(());
    }
    report.objects += 1;
    let shared = reader.shared();
    let opened = match open_body(row, &shared.keys, &shared.blobs, false).await {
        Ok(opening) => opening.commitment == facts.commitment,
        Err(StoreError::KeyMissing(key)) => {
            report.found(FindingKind::Key, key);
            false
        }
        Err(StoreError::ObjectDamaged(_) | StoreError::Disposed | StoreError::KeyDamaged(_)) => false,
        Err(error) => return Err(error),
    };
    if !opened || !bound || facts.disposed_at.is_some() || row.disposed_at.is_some() {
        report.found(FindingKind::Object, row.id);
    }
    Ok(())
}
