//! Entries that are recorded and wait for their place in the log.

use sea_orm::entity::prelude::*;

/// One waiting entry.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "pending_entry")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub seq: i64,
    pub organisation_id: Uuid,
    pub act_id: Uuid,
    #[sea_orm(column_type = "Blob")]
    pub entry: Vec<u8>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
