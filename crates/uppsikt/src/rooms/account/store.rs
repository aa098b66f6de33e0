//! The table of accounts, and every query on it; the facts about them lie in `store/facts.rs`.

pub(super) mod facts;

use sea_orm::ColumnTrait as _;
use sea_orm::sea_query::{ColumnDef, Index, PostgresQueryBuilder, SqliteQueryBuilder, Table};
use uppsikt_kernel::Id;
use uppsikt_store::{Migration, Reach, Schema, Scoped, Source, SqlBackend, StoreError, protect};

use super::model::{Account, Pause};

/// Accounts of one organisation: ten times what the largest has.
const ROWS_MAX: u64 = 10_000;

pub(super) mod account {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "account")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub organisation_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub authority_id: Uuid,
        pub name: String,
        pub platform: String,
        pub address: String,
        pub login: Option<String>,
        pub is_internal: bool,
        pub created_at: i64,
        pub closed_at: Option<i64>,
        /// Before this, nothing that was published creates clocks or breaches.
        pub watch_from_at: Option<i64>,
        pub paused_at: Option<i64>,
        /// A code: `password`, `permission`.
        pub paused_why: Option<String>,
        /// A second address where what others wrote is read, where the platform has one.
        pub view_address: Option<String>,
        /// What an imported file calls it.
        pub import_id: Option<String>,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl uppsikt_store::Stored for Entity {
        const REACH: uppsikt_store::Reach = uppsikt_store::Reach::Authority;
    }
}

/// Declares the room's tables.
pub fn declare(schema: &mut Schema) {
    schema.migration(Migration { room: "account", version: 1, name: "accounts", statements: first });
    schema.migration(Migration {
        room: "account",
        version: 2,
        name: "watching and pauses",
        statements: second,
    });
    schema.migration(Migration { room: "account", version: 3, name: "facts", statements: facts::statements });
    schema.stored::<account::Entity>();
    schema.stored::<facts::fact::Entity>();
}

fn second(backend: SqlBackend) -> Vec<String> {
    let columns = [
        ColumnDef::new("watch_from_at").big_integer().take(),
        ColumnDef::new("paused_at").big_integer().take(),
        ColumnDef::new("paused_why").text().take(),
        ColumnDef::new("view_address").text().take(),
        ColumnDef::new("import_id").text().take(),
    ];
    let add = |column| {
        let alter = Table::alter().table("account").add_column(column).take();
        match backend {
            SqlBackend::Sqlite => alter.to_string(SqliteQueryBuilder),
            SqlBackend::Postgres => alter.to_string(PostgresQueryBuilder),
        }
    };
    columns.into_iter().map(add).collect()
}

fn first(backend: SqlBackend) -> Vec<String> {
    let id = |name: &'static str| ColumnDef::new(name).uuid().not_null().take();
    let text = |name: &'static str| ColumnDef::new(name).text().not_null().take();
    let table = Table::create()
        .table("account")
        .col(id("organisation_id"))
        .col(id("id"))
        .col(id("authority_id"))
        .col(text("name"))
        .col(text("platform"))
        .col(text("address"))
        .col(ColumnDef::new("login").text())
        .col(ColumnDef::new("is_internal").boolean().not_null())
        .col(ColumnDef::new("created_at").big_integer().not_null())
        .col(ColumnDef::new("closed_at").big_integer())
        .primary_key(Index::create().col("organisation_id").col("id"))
        .take();
    let unique = Index::create()
        .name("account_name")
        .table("account")
        .col("organisation_id")
        .col("authority_id")
        .col("name")
        .unique()
        .take();
    let mut all = vec![backend.create(&table)];
    all.push(match backend {
        SqlBackend::Sqlite => unique.to_string(SqliteQueryBuilder),
        SqlBackend::Postgres => unique.to_string(PostgresQueryBuilder),
    });
    all.extend(protect(backend, "account", Reach::Authority));
    all
}

fn of_row(row: account::Model) -> Result<Account, StoreError> {
    let platform = row.platform.parse().map_err(|_| StoreError::BadRow {
        table: "account",
        row: row.id.to_string(),
        column: "platform",
    })?;
    Ok(Account {
        id: Id::from_uuid(row.id),
        authority: Id::from_uuid(row.authority_id),
        name: row.name,
        platform,
        address: row.address,
        login: row.login,
        is_internal: row.is_internal,
        created_at: row.created_at,
        watch_from_at: row.watch_from_at,
        paused: row.paused_at.zip(row.paused_why).map(|(at, why)| Pause { at, why }),
        view_address: row.view_address,
        import_id: row.import_id,
    })
}

/// The row that an account is kept as.
pub(super) fn row_of(organisation_id: uuid::Uuid, account: &Account) -> account::Model {
    let (paused_at, paused_why) = account.paused.clone().map(|pause| (pause.at, pause.why)).unzip();
    account::Model {
        organisation_id,
        id: account.id.uuid(),
        authority_id: account.authority.uuid(),
        name: account.name.clone(),
        platform: account.platform.code().to_owned(),
        address: account.address.clone(),
        login: account.login.clone(),
        is_internal: account.is_internal,
        created_at: account.created_at,
        closed_at: None,
        watch_from_at: account.watch_from_at,
        paused_at,
        paused_why,
        view_address: account.view_address.clone(),
        import_id: account.import_id.clone(),
    }
}

/// The open accounts within reach, by name.
///
/// # Errors
/// [`StoreError`].
pub async fn list(source: &mut impl Source) -> Result<Vec<Account>, StoreError> {
    let rows = Scoped::<account::Entity>::stored(source)
        .filter(account::Column::ClosedAt.is_null())
        .ascending(account::Column::Name)
        .list(source, ROWS_MAX)
        .await?;
    rows.into_iter().map(of_row).collect()
}

/// The open account of this name.
///
/// # Errors
/// [`StoreError`].
pub async fn named(source: &mut impl Source, name: &str) -> Result<Option<Account>, StoreError> {
    let row = Scoped::<account::Entity>::stored(source)
        .filter(account::Column::ClosedAt.is_null())
        .filter(account::Column::Name.eq(name))
        .one(source)
        .await?;
    row.map(of_row).transpose()
}

/// The open account that an imported file calls by this id.
///
/// # Errors
/// [`StoreError`].
pub async fn imported(source: &mut impl Source, import_id: &str) -> Result<Option<Account>, StoreError> {
    let row = Scoped::<account::Entity>::stored(source)
        .filter(account::Column::ClosedAt.is_null())
        .filter(account::Column::ImportId.eq(import_id))
        .one(source)
        .await?;
    row.map(of_row).transpose()
}

/// The account with this id, open or closed.
///
/// # Errors
/// [`StoreError`].
pub async fn by_id(source: &mut impl Source, id: Id<Account>) -> Result<Option<Account>, StoreError> {
    let row = Scoped::<account::Entity>::stored(source)
        .filter(account::Column::Id.eq(id.uuid()))
        .one(source)
        .await?;
    row.map(of_row).transpose()
}
