//! Acts: one row for each entry of the log, with the salt that its commitments need.

use sea_orm::entity::prelude::*;

/// One act.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "act")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub organisation_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub authority_id: Option<Uuid>,
    pub code: String,
    pub recorded_at: i64,
    #[sea_orm(column_type = "Blob")]
    pub salt: Vec<u8>,
    /// Set by the sequencer; until then the act is recorded, not sealed.
    pub leaf_index: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
