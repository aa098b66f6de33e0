//! The declared tables and the migrations of every room, and the engine that applies them.

use std::any::TypeId;
use std::collections::HashMap;
use std::sync::Arc;

use futures_util::future::BoxFuture;
use sea_orm::sea_query::{PostgresQueryBuilder, SqliteQueryBuilder, TableCreateStatement};
use sea_orm::{EntityTrait, Iterable};

use crate::error::StoreError;
use crate::table::{Housekeeping, Reach, Stored};

mod apply;
mod generic;

pub(crate) use apply::{is_current, migrate};
pub(crate) use generic::{Row, TablePort};

/// Which database the SQL is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SqlBackend {
    /// SQLite in the data folder.
    Sqlite,
    /// PostgreSQL.
    Postgres,
}

impl SqlBackend {
    /// A `CREATE TABLE` for this database.
    #[must_use]
    pub fn create(self, table: &TableCreateStatement) -> String {
        match self {
            Self::Sqlite => table.to_string(SqliteQueryBuilder),
            Self::Postgres => table.to_string(PostgresQueryBuilder),
        }
    }
}

/// One step of a room's schema; never edited once released.
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    /// The room whose tables it makes.
    pub room: &'static str,
    /// 1, 2, 3 … within the room.
    pub version: i64,
    /// What it does, for the person who reads the table of applied steps.
    pub name: &'static str,
    /// The statements, in order.
    pub statements: fn(SqlBackend) -> Vec<String>,
}

/// The statements that put PostgreSQL's row level security before a table (nothing on SQLite).
///
/// The policy reads two settings that every transaction sets from its actor; it is forced, so that
/// it holds for the table's owner too.
#[must_use]
pub fn protect(backend: SqlBackend, table: &str, reach: Reach) -> Vec<String> {
    if backend == SqlBackend::Sqlite {
        return Vec::new();
    }
    let organisation =
        "organisation_id = nullif((SELECT current_setting('uppsikt.organisation', true)), '')::uuid";
    let authority = "CASE WHEN (SELECT current_setting('uppsikt.authorities', true)) = '*' THEN true \
         ELSE authority_id = ANY ((SELECT string_to_array(nullif(nullif(current_setting('uppsikt.authorities', true), ''), '*'), ',')::uuid[])::uuid[]) END";
    let rule = match reach {
        Reach::Organisation => organisation.to_owned(),
        Reach::Authority => format!("{organisation} AND {authority}"),
        Reach::AuthorityOrNone => format!("{organisation} AND (authority_id IS NULL OR {authority})"),
    };
    vec![
        format!("ALTER TABLE \"{table}\" ENABLE ROW LEVEL SECURITY"),
        format!("ALTER TABLE \"{table}\" FORCE ROW LEVEL SECURITY"),
        format!("CREATE POLICY reach ON \"{table}\" USING ({rule}) WITH CHECK ({rule})"),
    ]
}

/// What a table is to verification and backup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Bound by commitments, row by row.
    Covered,
    /// Part of the log and its objects: checked by rules of its own.
    System,
    /// Outside the log, kept in backups.
    Kept,
    /// Outside the log, made anew after a restore.
    Derived,
}

/// A declared table: names, reach, and typed access behind function pointers.
pub(crate) struct Table {
    pub name: &'static str,
    pub kind: Kind,
    pub reach: Reach,
    /// Every column, in the order of names.
    pub columns: Vec<&'static str>,
    /// Columns within the commitment, in the order of names.
    pub covered: Vec<&'static str>,
    pub port: Arc<dyn TablePort>,
}

impl std::fmt::Debug for Table {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Table").field("name", &self.name).field("kind", &self.kind).finish_non_exhaustive()
    }
}

/// Every table and every migration of the program.
#[derive(Debug, Default)]
pub struct Schema {
    pub(crate) migrations: Vec<Migration>,
    pub(crate) tables: Vec<Arc<Table>>,
    by_entity: HashMap<TypeId, Arc<Table>>,
}

impl Schema {
    /// The store's own tables.
    #[must_use]
    pub fn new() -> Self {
        let mut schema = Self::default();
        crate::tables::declare(&mut schema);
        schema
    }

    /// Adds a room's migration.
    pub fn migration(&mut self, migration: Migration) {
        self.migrations.push(migration);
    }

    /// Declares a table whose rows are bound by the log.
    pub fn stored<E>(&mut self)
    where
        E: Stored + Default,
        E::Model: Sync,
        E::ActiveModel: Send,
    {
        let exempt: Vec<_> = E::EXEMPT.iter().map(|(name, _)| *name).collect();
        self.declare::<E>(Kind::Covered, E::REACH, &exempt);
    }

    /// Declares a table outside the log.
    pub fn housekeeping<E>(&mut self)
    where
        E: Housekeeping + Default,
        E::Model: Sync,
        E::ActiveModel: Send,
    {
        self.declare::<E>(if E::DERIVED { Kind::Derived } else { Kind::Kept }, E::REACH, &[]);
    }

    pub(crate) fn system<E>(&mut self, reach: Reach)
    where
        E: EntityTrait + Default,
        E::Model: Sync,
        E::ActiveModel: Send,
    {
        self.declare::<E>(Kind::System, reach, &[]);
    }

    fn declare<E>(&mut self, kind: Kind, reach: Reach, exempt: &[&str])
    where
        E: EntityTrait + Default,
        E::Model: Sync,
        E::ActiveModel: Send,
    {
        let mut columns: Vec<&'static str> =
            E::Column::iter().map(|column| sea_orm::IdenStatic::as_str(&column)).collect();
        columns.sort_unstable();
        let covered = columns.iter().copied().filter(|name| !exempt.contains(name)).collect();
        let name = E::default().table_name();
        let port = Arc::new(generic::Port::<E>::new());
        let table = Arc::new(Table { name, kind, reach, columns, covered, port });
        self.by_entity.insert(TypeId::of::<E>(), Arc::clone(&table));
        self.tables.push(table);
    }

    pub(crate) fn table<E: EntityTrait>(&self) -> Result<&Arc<Table>, StoreError> {
        self.by_entity
            .get(&TypeId::of::<E>())
            .ok_or_else(|| StoreError::Undeclared(E::default().table_name()))
    }

    pub(crate) fn named(&self, name: &str) -> Option<&Arc<Table>> {
        self.tables.iter().find(|table| table.name == name)
    }

    /// Name, columns, columns within the commitment, and whether the table is outside the log, of every table.
    pub fn overview(&self) -> impl Iterator<Item = (&'static str, &[&'static str], &[&'static str], bool)> {
        self.tables
            .iter()
            .map(|t| (t.name, &t.columns[..], &t.covered[..], matches!(t.kind, Kind::Kept | Kind::Derived)))
    }
}

pub(crate) type Pending<'a, T> = BoxFuture<'a, Result<T, StoreError>>;
