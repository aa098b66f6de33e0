//! The table of facts about accounts, and every query on it.

use sea_orm::ColumnTrait as _;
use sea_orm::sea_query::{ColumnDef, Index, PostgresQueryBuilder, SqliteQueryBuilder, Table};
use uppsikt_kernel::{Authority, Id};
use uppsikt_store::{Reach, Scoped, Source, SqlBackend, StoreError, protect};

use crate::rooms::account::facts::NotedFact;
use crate::rooms::account::model::Account;

/// Facts of all accounts of an authority.
const FACTS_MAX: u64 = 1_000_000;

pub mod fact {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "account_fact")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub organisation_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub authority_id: Uuid,
        pub account_id: Uuid,
        /// A field of the guideline crate's facts.
        pub name: String,
        /// A coded value: yes or no, a number, a day, words of a list. Never free text.
        pub value: String,
        pub noted_at: i64,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl uppsikt_store::Stored for Entity {
        const REACH: uppsikt_store::Reach = uppsikt_store::Reach::Authority;
    }
}

pub(in crate::rooms::account) fn statements(backend: SqlBackend) -> Vec<String> {
    let id = |name: &'static str| ColumnDef::new(name).uuid().not_null().take();
    let text = |name: &'static str| ColumnDef::new(name).text().not_null().take();
    let table = Table::create()
        .table("account_fact")
        .col(id("organisation_id"))
        .col(id("id"))
        .col(id("authority_id"))
        .col(id("account_id"))
        .col(text("name"))
        .col(text("value"))
        .col(ColumnDef::new("noted_at").big_integer().not_null())
        .primary_key(Index::create().col("organisation_id").col("id"))
        .take();
    let unique = Index::create()
        .name("account_fact_name")
        .table("account_fact")
        .col("organisation_id")
        .col("account_id")
        .col("name")
        .unique()
        .take();
    let mut all = vec![backend.create(&table)];
    all.push(match backend {
        SqlBackend::Sqlite => unique.to_string(SqliteQueryBuilder),
        SqlBackend::Postgres => unique.to_string(PostgresQueryBuilder),
    });
    all.extend(protect(backend, "account_fact", Reach::Authority));
    all
}

/// The row of one fact.
pub(in crate::rooms::account) async fn row(
    source: &mut impl Source,
    account: Id<Account>,
    name: &str,
) -> Result<Option<fact::Model>, StoreError> {
    Scoped::<fact::Entity>::stored(source)
        .filter(fact::Column::AccountId.eq(account.uuid()))
        .filter(fact::Column::Name.eq(name))
        .one(source)
        .await
}

fn of_row(row: fact::Model) -> NotedFact {
    NotedFact {
        account: Id::from_uuid(row.account_id),
        name: row.name,
        value: row.value,
        noted_at: row.noted_at,
    }
}

/// What is noted about an account, by name.
///
/// # Errors
/// [`StoreError`].
pub async fn noted(source: &mut impl Source, account: Id<Account>) -> Result<Vec<NotedFact>, StoreError> {
    let rows = Scoped::<fact::Entity>::stored(source)
        .filter(fact::Column::AccountId.eq(account.uuid()))
        .ascending(fact::Column::Name)
        .list(source, FACTS_MAX)
        .await?;
    Ok(rows.into_iter().map(of_row).collect())
}

/// What is noted about all accounts of an authority.
pub(in crate::rooms::account) async fn noted_of(
    source: &mut impl Source,
    authority: Id<Authority>,
) -> Result<Vec<NotedFact>, StoreError> {
    let rows = Scoped::<fact::Entity>::stored(source)
        .filter(fact::Column::AuthorityId.eq(authority.uuid()))
        .ascending(fact::Column::Id)
        .list(source, FACTS_MAX)
        .await?;
    Ok(rows.into_iter().map(of_row).collect())
}
