//! The job queue: work that is done later, again if it failed, and put aside if it keeps failing.

use sea_orm::entity::prelude::*;

use crate::table::{Housekeeping, Reach};

/// One job.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "job")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub organisation_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub authority_id: Option<Uuid>,
    pub kind: String,
    /// Ids and numbers only; never content.
    #[sea_orm(column_type = "Text")]
    pub payload: String,
    pub due_at: i64,
    pub attempts: i32,
    pub attempts_max: i32,
    pub leased_until_at: Option<i64>,
    pub lease: Option<Uuid>,
    pub done_at: Option<i64>,
    pub dead_at: Option<i64>,
    pub failure: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Housekeeping for Entity {
    const REACH: Reach = Reach::AuthorityOrNone;
    const REASON: &'static str =
        "work that is waiting; what it does when it runs is recorded by its own acts";
    const DERIVED: bool = false;
}
