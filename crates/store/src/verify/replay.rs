//! What the log says there must be: the last commitment of every row, and every object.

use std::collections::HashMap;

use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _};
use uppsikt_kernel::{Id, Organisation};
use uppsikt_ledger::{Commitment, Entry, Salt};
use uuid::Uuid;

use super::{FindingKind, VerifyReport};
use crate::error::StoreError;
use crate::read::Reader;
use crate::schema::{Kind, Schema};
use crate::tables::{act, pending_entry};

/// What one entry says of its act.
pub(super) struct ActFacts {
    pub leaf_index: Option<u64>,
    pub code: String,
    pub at: i64,
    pub authority: Option<Uuid>,
    pub salt: Option<Salt>,
}

/// What one entry says of an object.
pub(super) struct ObjectFacts {
    pub commitment: Commitment,
    pub item: Uuid,
    pub version: u32,
    pub act: Uuid,
    /// When the act that disposed of it was recorded, in microseconds.
    pub disposed_at: Option<i64>,
}

/// A row's last commitment and the act that made it.
pub(super) struct RowFacts {
    pub commitment: Option<Commitment>,
    pub act: Uuid,
}

pub(super) struct Replay<'s> {
    pub schema: &'s Schema,
    skip: bool,
    /// The log's keys as its entries announce them.
    pub keys: Vec<String>,
    pub acts: HashMap<Uuid, ActFacts>,
    pub objects: HashMap<Uuid, ObjectFacts>,
    pub rows: HashMap<&'static str, HashMap<Uuid, RowFacts>>,
}

impl<'s> Replay<'s> {
    pub(super) fn new(schema: &'s Schema, skip: bool) -> Self {
        let covered = schema.tables.iter().filter(|table| table.kind == Kind::Covered);
        let rows = covered.map(|table| (table.name, HashMap::new())).collect();
        Self { schema, skip, keys: Vec::new(), acts: HashMap::new(), objects: HashMap::new(), rows }
    }

    /// Takes in an entry that has its place.
    pub(super) fn entry(&mut self, index: u64, bytes: &[u8], report: &mut VerifyReport) {
        if self.skip {
            return;
        }
        match Entry::parse(bytes) {
            Ok(entry) => self.take(Some(index), entry),
            Err(_) => report.found(FindingKind::Entry, format!("entry {index}")),
        }
    }

    fn take(&mut self, leaf_index: Option<u64>, entry: Entry) {
        self.keys.extend(entry.keys);
        for row in entry.rows {
            if let Some(table) = self.rows.get_mut(row.table.as_str()) {
                table.insert(row.id, RowFacts { commitment: row.commitment, act: entry.id });
            }
        }
        for object in entry.objects {
            let facts = ObjectFacts {
                commitment: object.commitment,
                item: object.item,
                version: object.version,
                act: entry.id,
                disposed_at: None,
            };
            self.objects.insert(object.id.uuid(), facts);
        }
        for disposed in entry.disposed {
            if let Some(object) = self.objects.get_mut(&disposed.uuid()) {
                object.disposed_at = Some(entry.at.get());
            }
        }
        let facts = ActFacts {
            leaf_index,
            code: entry.act,
            at: entry.at.get(),
            authority: entry.authority.map(Id::uuid),
            salt: None,
        };
        self.acts.insert(entry.id, facts);
    }

    /// Takes in the entries that are recorded and wait for their place.
    pub(super) async fn waiting(
        &mut self,
        reader: &Reader,
        organisation: Id<Organisation>,
        report: &mut VerifyReport,
    ) -> Result<(), StoreError> {
        let rows = pending_entry::Entity::find()
            .filter(pending_entry::Column::OrganisationId.eq(organisation.uuid()))
            .order_by_asc(pending_entry::Column::Seq)
            .all(&reader.conn)
            .await?;
        for row in rows {
            match Entry::parse(&row.entry) {
                Ok(entry) if entry.id == row.act_id => self.take(None, entry),
                _ => report.found(FindingKind::Entry, format!("waiting entry of act {}", row.act_id)),
            }
        }
        Ok(())
    }

    /// Holds the acts' rows against their entries, and takes their salts.
    pub(super) async fn acts(
        &mut self,
        reader: &Reader,
        organisation: Id<Organisation>,
        report: &mut VerifyReport,
    ) -> Result<(), StoreError> {
        let mut after: Option<Uuid> = None;
        loop {
            let mut page = act::Entity::find()
                .filter(act::Column::OrganisationId.eq(organisation.uuid()))
                .order_by_asc(act::Column::Id)
                .limit(4_096);
            if let Some(after) = after {
                page = page.filter(act::Column::Id.gt(after));
            }
            let page = page.all(&reader.conn).await?;
            let Some(last) = page.last().map(|row| row.id) else { break };
            after = Some(last);
            for row in page {
                self.act(row, report);
            }
        }
        for (id, facts) in &self.acts {
            if facts.salt.is_none() {
                report.found(FindingKind::Act, id);
            }
        }
        Ok(())
    }

    fn act(&mut self, row: act::Model, report: &mut VerifyReport) {
        let Some(facts) = self.acts.get_mut(&row.id) else {
            report.found(FindingKind::Act, row.id);
            return;
        };
        let leaf_index = row.leaf_index.and_then(|index| u64::try_from(index).ok());
        if facts.leaf_index != leaf_index
            || facts.code != row.code
            || facts.at != row.recorded_at
            || facts.authority != row.authority_id
        {
            report.found(FindingKind::Act, row.id);
        }
        match <[u8; 32]>::try_from(row.salt) {
            Ok(salt) => facts.salt = Some(Salt::new(salt)),
            Err(_) => report.found(FindingKind::Act, row.id),
        }
    }
}
