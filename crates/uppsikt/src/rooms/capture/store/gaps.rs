//! The table of times in which an account could not be read.

use sea_orm::sea_query::{ColumnDef, Index, PostgresQueryBuilder, SqliteQueryBuilder, Table};
use sea_orm::{ColumnTrait as _, Condition};
use uppsikt_kernel::Id;
use uppsikt_store::{Reach, Scoped, Source, SqlBackend, StoreError, protect};

use crate::rooms::account::Account;

pub mod gap {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "capture_gap")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub organisation_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub authority_id: Uuid,
        pub account_id: Uuid,
        /// When the account had last been read as a whole.
        pub from_at: i64,
        /// When it was again; absent while it has not been.
        pub until_at: Option<i64>,
        /// A code.
        pub why: String,
        /// Tries that failed.
        pub tries: i32,
        /// When the last try failed.
        pub failed_at: Option<i64>,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl uppsikt_store::Housekeeping for Entity {
        const REACH: uppsikt_store::Reach = uppsikt_store::Reach::Authority;
        const REASON: &'static str =
            "that a platform did not answer is no handling; what is read is recorded as acts";
        const DERIVED: bool = false;
    }
}

pub(super) fn statements(backend: SqlBackend) -> Vec<String> {
    let id = |name: &'static str| ColumnDef::new(name).uuid().not_null().take();
    let table = Table::create()
        .table("capture_gap")
        .col(id("organisation_id"))
        .col(id("id"))
        .col(id("authority_id"))
        .col(id("account_id"))
        .col(ColumnDef::new("from_at").big_integer().not_null())
        .col(ColumnDef::new("until_at").big_integer())
        .col(ColumnDef::new("why").text().not_null())
        .col(ColumnDef::new("tries").integer().not_null())
        .col(ColumnDef::new("failed_at").big_integer())
        .primary_key(Index::create().col("organisation_id").col("id"))
        .take();
    let index = Index::create()
        .name("capture_gap_of_account")
        .table("capture_gap")
        .col("organisation_id")
        .col("account_id")
        .col("from_at")
        .take();
    let mut all = vec![backend.create(&table)];
    all.push(match backend {
        SqlBackend::Sqlite => index.to_string(SqliteQueryBuilder),
        SqlBackend::Postgres => index.to_string(PostgresQueryBuilder),
    });
    all.extend(protect(backend, "capture_gap", Reach::Authority));
    all
}

/// The account's newest gap that has not ended.
pub(in crate::rooms::capture) async fn open(
    source: &mut impl Source,
    account: Id<Account>,
) -> Result<Option<gap::Model>, StoreError> {
    Scoped::<gap::Entity>::housekeeping(source)
        .filter(gap::Column::AccountId.eq(account.uuid()))
        .filter(gap::Column::UntilAt.is_null())
        .descending(gap::Column::FromAt)
        .one(source)
        .await
}

/// Gaps of all accounts within reach that had not ended by `since`, newest first.
pub(in crate::rooms::capture) async fn since(
    source: &mut impl Source,
    account: Option<Id<Account>>,
    since: i64,
    limit: u64,
) -> Result<Vec<gap::Model>, StoreError> {
    let is_within = Condition::any().add(gap::Column::UntilAt.is_null()).add(gap::Column::UntilAt.gte(since));
    let mut query = Scoped::<gap::Entity>::housekeeping(source).filter(is_within);
    if let Some(account) = account {
        query = query.filter(gap::Column::AccountId.eq(account.uuid()));
    }
    query.descending(gap::Column::FromAt).list(source, limit).await
}
