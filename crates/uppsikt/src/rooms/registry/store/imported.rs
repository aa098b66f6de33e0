//! Numbers that another diary has given: their tables, their migration, and every query on them.

use std::collections::HashMap;

use sea_orm::ColumnTrait as _;
use sea_orm::sea_query::{
    ColumnDef, Index, IndexCreateStatement, PostgresQueryBuilder, SqliteQueryBuilder, Table,
};
use uppsikt_kernel::{Authority, Id};
use uppsikt_store::{Migration, Reach, Schema, Scoped, Source, SqlBackend, StoreError, protect};
use uuid::Uuid;

use super::{IDS_MAX, PAGE_ROWS, PARTS_MAX};
use crate::rooms::registry::model::{Imported, ImportedSecrecy, RegistryError};

/// Numbers from elsewhere.
pub mod number {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "registry_imported")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub organisation_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub authority_id: Uuid,
        /// As it was written there.
        pub registry_number: String,
        /// The day, as `2025-04-02`.
        pub registered_on: String,
        pub direction: Option<String>,
        /// Disposable: what the other diary says, and may have named somebody.
        pub public_description: Option<String>,
        /// What it says under a secrecy mark, sealed.
        pub protected_object_id: Option<Uuid>,
        pub secrecy_provision: Option<String>,
        pub secrecy_on: Option<String>,
        pub imported_at: i64,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl uppsikt_store::Stored for Entity {
        const REACH: uppsikt_store::Reach = uppsikt_store::Reach::Authority;
    }
}

/// What each of them registers.
pub mod item {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "registry_imported_item")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub organisation_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub authority_id: Uuid,
        pub imported_id: Uuid,
        pub item_id: Uuid,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl uppsikt_store::Stored for Entity {
        const REACH: uppsikt_store::Reach = uppsikt_store::Reach::Authority;
        const FRESH: bool = true;
    }
}

/// Declares the tables.
pub fn declare(schema: &mut Schema) {
    schema.migration(Migration {
        room: "registry",
        version: 2,
        name: "numbers from other diaries",
        statements,
    });
    schema.stored::<number::Entity>();
    schema.stored::<item::Entity>();
}

fn statements(backend: SqlBackend) -> Vec<String> {
    let id = |name: &'static str| ColumnDef::new(name).uuid().not_null().take();
    let text = |name: &'static str| ColumnDef::new(name).text().not_null().take();
    let maybe = |name: &'static str| ColumnDef::new(name).text().take();
    let table = |name: &'static str| {
        Table::create()
            .table(name)
            .col(id("organisation_id"))
            .col(id("id"))
            .col(id("authority_id"))
            .primary_key(Index::create().col("organisation_id").col("id"))
            .take()
    };
    let numbers = table("registry_imported")
        .col(text("registry_number"))
        .col(text("registered_on"))
        .col(maybe("direction"))
        .col(maybe("public_description"))
        .col(ColumnDef::new("protected_object_id").uuid())
        .col(maybe("secrecy_provision"))
        .col(maybe("secrecy_on"))
        .col(ColumnDef::new("imported_at").big_integer().not_null())
        .take();
    let items = table("registry_imported_item").col(id("imported_id")).col(id("item_id")).take();
    let index = |name: &'static str, table: &'static str, columns: &[&'static str]| -> IndexCreateStatement {
        let mut index = Index::create().name(name).table(table).col("organisation_id").take();
        for column in columns {
            index.col(*column);
        }
        index
    };
    let mut all = vec![backend.create(&numbers), backend.create(&items)];
    for index in [
        index("registry_imported_number", "registry_imported", &["authority_id", "registry_number"])
            .unique()
            .take(),
        index("registry_imported_item_item", "registry_imported_item", &["item_id"]),
        index("registry_imported_item_number", "registry_imported_item", &["imported_id"]),
    ] {
        all.push(match backend {
            SqlBackend::Sqlite => index.to_string(SqliteQueryBuilder),
            SqlBackend::Postgres => index.to_string(PostgresQueryBuilder),
        });
    }
    for name in ["registry_imported", "registry_imported_item"] {
        all.extend(protect(backend, name, Reach::Authority));
    }
    all
}

fn of_row(row: number::Model) -> Result<Imported, StoreError> {
    let bad = |column| StoreError::BadRow { table: "registry_imported", row: row.id.to_string(), column };
    let direction = row.direction.as_deref().map(str::parse).transpose().map_err(|_| bad("direction"))?;
    let secrecy = row.secrecy_provision.zip(row.secrecy_on);
    Ok(Imported {
        id: Id::from_uuid(row.id),
        authority: Id::from_uuid(row.authority_id),
        registry_number: row.registry_number,
        registered_on: row.registered_on,
        direction,
        public_description: row.public_description,
        protected: row.protected_object_id.map(Id::from_uuid),
        secrecy: secrecy.map(|(provision, marked_on)| ImportedSecrecy { provision, marked_on }),
        items: Vec::new(),
    })
}

/// Numbers with what they register, in the order of the rows.
async fn whole(source: &mut impl Source, rows: Vec<number::Model>) -> Result<Vec<Imported>, StoreError> {
    let mut all = rows.into_iter().map(of_row).collect::<Result<Vec<_>, _>>()?;
    for some in all.chunks_mut(IDS_MAX) {
        let ids: Vec<Uuid> = some.iter().map(|imported| imported.id.uuid()).collect();
        let items = Scoped::<item::Entity>::stored(source)
            .filter(item::Column::ImportedId.is_in(ids))
            .ascending(item::Column::Id)
            .list(source, PARTS_MAX)
            .await?;
        for row in items {
            if let Some(imported) = some.iter_mut().find(|imported| imported.id.uuid() == row.imported_id) {
                imported.items.push(row.item_id);
            }
        }
    }
    Ok(all)
}

/// The number that an authority's diary has given before Uppsikt did.
pub(in crate::rooms::registry) async fn of_authority(
    source: &mut impl Source,
    authority: Id<Authority>,
    registry_number: &str,
) -> Result<Option<Imported>, StoreError> {
    let row = Scoped::<number::Entity>::stored(source)
        .filter(number::Column::AuthorityId.eq(authority.uuid()))
        .filter(number::Column::RegistryNumber.eq(registry_number))
        .one(source)
        .await?;
    Ok(whole(source, row.into_iter().collect()).await?.pop())
}

/// The imported number as people write it, of one authority or of any within reach.
///
/// # Errors
/// [`RegistryError::NotFound`], [`RegistryError::Ambiguous`], [`RegistryError::Store`].
pub async fn imported_by_number(
    source: &mut impl Source,
    registry_number: &str,
    authority: Option<Id<Authority>>,
) -> Result<Imported, RegistryError> {
    let words: Vec<&str> = registry_number.split_whitespace().collect();
    let mut query = Scoped::<number::Entity>::stored(source)
        .filter(number::Column::RegistryNumber.eq(words.join(" ")))
        .ascending(number::Column::Id);
    if let Some(authority) = authority {
        query = query.filter(number::Column::AuthorityId.eq(authority.uuid()));
    }
    let rows = query.list(source, 2).await?;
    if rows.len() > 1 {
        return Err(RegistryError::Ambiguous);
    }
    whole(source, rows).await?.pop().ok_or(RegistryError::NotFound)
}

/// The imported numbers that register these items, oldest first; items without one are left out.
///
/// # Errors
/// [`StoreError`].
pub async fn imported_by_items(
    source: &mut impl Source,
    items: &[Uuid],
) -> Result<HashMap<Uuid, Vec<Imported>>, StoreError> {
    let mut found: HashMap<Uuid, Vec<Imported>> = HashMap::new();
    for ids in items.chunks(IDS_MAX) {
        let links = Scoped::<item::Entity>::stored(source)
            .filter(item::Column::ItemId.is_in(ids.iter().copied()))
            .ascending(item::Column::Id)
            .list(source, PARTS_MAX)
            .await?;
        let mut numbers: Vec<Uuid> = links.iter().map(|row| row.imported_id).collect();
        numbers.sort_unstable();
        numbers.dedup();
        for some in numbers.chunks(IDS_MAX) {
            let rows = Scoped::<number::Entity>::stored(source)
                .filter(number::Column::Id.is_in(some.iter().copied()))
                .ascending(number::Column::Id)
                .list(source, IDS_MAX as u64)
                .await?;
            for imported in whole(source, rows).await? {
                for item in imported.items.iter().filter(|item| ids.contains(item)) {
                    found.entry(*item).or_default().push(imported.clone());
                }
            }
        }
    }
    Ok(found)
}

/// Imported numbers whose number or public description has `text` in it, whatever its case; newest first.
///
/// # Errors
/// [`StoreError`].
pub async fn search_imported(
    source: &mut impl Source,
    text: &str,
    limit: usize,
) -> Result<Vec<Imported>, StoreError> {
    let needle = text.trim().to_lowercase();
    let (mut found, mut before) = (Vec::new(), None::<Uuid>);
    loop {
        let mut query = Scoped::<number::Entity>::stored(source).descending(number::Column::Id);
        if let Some(before) = before {
            query = query.filter(number::Column::Id.lt(before));
        }
        let rows = query.list(source, PAGE_ROWS).await?;
        let is_last = (rows.len() as u64) < PAGE_ROWS;
        before = rows.last().map(|row| row.id);
        let has = |text: &str| text.to_lowercase().contains(&needle);
        let matches = |row: &number::Model| {
            has(&row.registry_number) || row.public_description.as_deref().is_some_and(has)
        };
        found.extend(rows.into_iter().filter(matches));
        if is_last || found.len() >= limit {
            found.truncate(limit);
            return whole(source, found).await;
        }
    }
}
