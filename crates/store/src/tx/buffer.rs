//! Rows that wait to be written together: one statement for many rows, also of many transactions.

use std::any::{Any, TypeId};
use std::collections::HashSet;
use std::marker::PhantomData;

use sea_orm::{
    ActiveModelTrait as _, ConnectionTrait as _, DatabaseTransaction, DbBackend, EntityTrait,
    IdenStatic as _, Iterable as _, Statement, Value,
};
use uuid::Uuid;

use crate::error::StoreError;
use crate::schema::Pending;

/// Rows of several tables, in the order in which the tables were first written to.
#[derive(Default)]
pub(crate) struct Buffer {
    batches: Vec<(TypeId, Box<dyn Batch>)>,
    broken: Option<StoreError>,
    /// Versions of items among the rows that wait: organisation, item, version.
    versions: HashSet<(Uuid, Uuid, i32)>,
}

trait Batch: Any + Send {
    fn flush<'a>(&'a mut self, conn: &'a DatabaseTransaction) -> Pending<'a, ()>;
    fn merge(&mut self, other: Box<dyn Any>);
    fn into_any(self: Box<Self>) -> Box<dyn Any>;
    fn as_any(&mut self) -> &mut dyn Any;
}

struct Inserts<E: EntityTrait> {
    rows: Vec<E::ActiveModel>,
    entity: PhantomData<fn() -> E>,
}

/// Statements have 2ⁿ rows, so that few shapes of a statement are written, prepared and kept.
const ROWS_MAX: usize = 256;

impl<E: EntityTrait> Batch for Inserts<E>
where
    E::ActiveModel: Send,
{
    fn flush<'a>(&'a mut self, conn: &'a DatabaseTransaction) -> Pending<'a, ()> {
        Box::pin(async move {
            let rows = std::mem::take(&mut self.rows);
            let Some(first) = rows.first() else { return Ok(()) };
            // Every row of a table sets the same columns: all, or all but a number that the database gives.
            let columns: Vec<E::Column> =
                E::Column::iter().filter(|column| !first.get(*column).is_not_set()).collect();
            let backend = conn.get_database_backend();
            let mut rows = rows.into_iter();
            while rows.len() > 0 {
                let size = ROWS_MAX.min(1 << rows.len().ilog2());
                let values: Vec<Value> =
                    rows.by_ref().take(size).flat_map(|row| values::<E>(row, &columns)).collect();
                let sql = statement::<E>(backend, &columns, size);
                conn.execute_raw(Statement::from_sql_and_values(backend, sql, values)).await?;
            }
            Ok(())
        })
    }

    fn merge(&mut self, other: Box<dyn Any>) {
        if let Ok(other) = other.downcast::<Self>() {
            self.rows.extend(other.rows);
        }
    }

    fn into_any(self: Box<Self>) -> Box<dyn Any> {
        self
    }

    fn as_any(&mut self) -> &mut dyn Any {
        self
    }
}

fn values<E: EntityTrait>(mut row: E::ActiveModel, columns: &[E::Column]) -> Vec<Value> {
    // Only a column that is not set has no value, and those are not in the list.
    columns.iter().filter_map(|column| row.take(*column).into_value()).collect()
}

/// `INSERT INTO "t" ("a","b") VALUES (…),(…)`, written by hand: the query builder takes longer than the database.
fn statement<E: EntityTrait>(backend: DbBackend, columns: &[E::Column], rows: usize) -> String {
    let names: Vec<String> = columns.iter().map(|column| format!("\"{}\"", column.as_str())).collect();
    let mut sql = String::with_capacity(64 + rows * columns.len() * 6);
    sql.push_str(&format!("INSERT INTO \"{}\" ({}) VALUES ", E::default().table_name(), names.join(",")));
    for at in 0..rows {
        sql.push_str(if at == 0 { "(" } else { "),(" });
        for column in 0..columns.len() {
            if column > 0 {
                sql.push(',');
            }
            if backend == DbBackend::Postgres {
                sql.push('$');
                sql.push_str(&(at * columns.len() + column + 1).to_string());
            } else {
                sql.push('?');
            }
        }
    }
    sql.push(')');
    sql
}

impl Buffer {
    /// Adds a row.
    pub(crate) fn push<E: EntityTrait>(&mut self, row: E::ActiveModel)
    where
        E::ActiveModel: Send,
    {
        let kind = TypeId::of::<E>();
        if !self.batches.iter().any(|(known, _)| *known == kind) {
            self.batches.push((kind, Box::new(Inserts::<E> { rows: Vec::new(), entity: PhantomData })));
        }
        for (known, batch) in &mut self.batches {
            if *known == kind {
                if let Some(batch) = batch.as_any().downcast_mut::<Inserts<E>>() {
                    batch.rows.push(row);
                }
                return;
            }
        }
    }

    /// Adds the rows of a later transaction.
    pub(crate) fn merge(&mut self, other: Self) {
        self.broken = self.broken.take().or(other.broken);
        self.versions.extend(other.versions);
        for (kind, batch) in other.batches {
            match self.batches.iter_mut().find(|(known, _)| *known == kind) {
                Some((_, mine)) => mine.merge(batch.into_any()),
                None => self.batches.push((kind, batch)),
            }
        }
    }

    /// Takes note of a version of an item; false when it waits already.
    pub(crate) fn claim(&mut self, version: (Uuid, Uuid, i32)) -> bool {
        self.versions.insert(version)
    }

    /// Whether a version of an item waits to be written.
    pub(crate) fn holds(&self, version: &(Uuid, Uuid, i32)) -> bool {
        self.versions.contains(version)
    }

    /// Why rows were lost on their way to the database, so that nothing of the group may be kept.
    pub(crate) fn broken(&self) -> Option<StoreError> {
        self.broken.as_ref().map(StoreError::shared)
    }

    /// Writes every row that waits.
    pub(crate) async fn flush(&mut self, conn: &DatabaseTransaction) -> Result<(), StoreError> {
        self.versions.clear();
        for (_, batch) in &mut self.batches {
            if let Err(error) = batch.flush(conn).await {
                self.broken = Some(error.shared());
                return Err(error);
            }
        }
        Ok(())
    }
}
