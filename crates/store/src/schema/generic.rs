//! Typed tables behind one untyped door, for verification, backup and restore.

use std::collections::BTreeMap;
use std::marker::PhantomData;
use std::str::FromStr as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ColumnTrait as _, ColumnType, Condition, ConnectionTrait as _, DatabaseTransaction,
    DbErr, EntityTrait, IdenStatic as _, Iterable as _, ModelTrait as _, PrimaryKeyToColumn as _,
    PrimaryKeyTrait as _, QueryFilter as _, QueryOrder as _, QueryResult, QuerySelect as _, QueryTrait as _,
    Select, Value,
};
use serde_json::Value as Json;

use super::Pending;
use crate::error::StoreError;

/// A row, column by column.
pub(crate) type Row = BTreeMap<&'static str, Value>;

/// Reads and writes whole tables without knowing what they mean.
pub(crate) trait TablePort: Send + Sync {
    /// A page of rows of one organisation, in the order of the primary key, after `after`.
    ///
    /// A value that cannot be read is missing from its row.
    fn page<'a>(
        &'a self,
        conn: &'a DatabaseTransaction,
        filter: Condition,
        after: Option<&'a Row>,
        limit: u64,
    ) -> Pending<'a, Vec<Row>>;

    /// Inserts rows read from a backup.
    fn restore<'a>(
        &'a self,
        conn: &'a DatabaseTransaction,
        rows: Vec<BTreeMap<String, Json>>,
    ) -> Pending<'a, ()>;
}

pub(super) struct Port<E>(PhantomData<fn() -> E>);

impl<E> Port<E> {
    pub(super) fn new() -> Self {
        Self(PhantomData)
    }
}

impl<E> TablePort for Port<E>
where
    E: EntityTrait + Default,
    E::Model: Sync,
    E::ActiveModel: Send,
{
    fn page<'a>(
        &'a self,
        conn: &'a DatabaseTransaction,
        filter: Condition,
        after: Option<&'a Row>,
        limit: u64,
    ) -> Pending<'a, Vec<Row>> {
        Box::pin(async move {
            let mut select = E::find().filter(filter).limit(limit);
            let keys: Vec<E::Column> = E::PrimaryKey::iter().map(|key| key.into_column()).collect();
            for key in &keys {
                select = select.order_by_asc(*key);
            }
            if let Some(after) = after {
                select = select.filter(beyond::<E>(&keys, after));
            }
            let models = match select.clone().all(conn).await {
                Ok(models) => models,
                // One value of another kind must not hide the rows beside it.
                Err(error) => return readable(select, conn).await.map_err(|_| error.into()),
            };
            Ok(models
                .iter()
                .map(|model| E::Column::iter().map(|column| (column.as_str(), model.get(column))).collect())
                .collect())
        })
    }

    fn restore<'a>(
        &'a self,
        conn: &'a DatabaseTransaction,
        rows: Vec<BTreeMap<String, Json>>,
    ) -> Pending<'a, ()> {
        let models: Result<Vec<E::ActiveModel>, StoreError> = rows.into_iter().map(model_of::<E>).collect();
        Box::pin(async move {
            let mut models = models?.into_iter();
            while models.len() > 0 {
                let chunk: Vec<_> = models.by_ref().take(64).collect();
                E::insert_many(chunk).exec_without_returning(conn).await?;
            }
            Ok(())
        })
    }
}

/// Rows with every value that can be read; a value that is of another kind than its column is left out.
async fn readable<E: EntityTrait>(select: Select<E>, conn: &DatabaseTransaction) -> Result<Vec<Row>, DbErr> {
    let rows = conn.query_all_raw(select.build(conn.get_database_backend())).await?;
    let value = |row: &QueryResult, column: E::Column| {
        let name = column.as_str();
        Some(match column.def().get_column_type() {
            ColumnType::Uuid => Value::Uuid(row.try_get("", name).ok()?),
            ColumnType::BigInteger => Value::BigInt(row.try_get("", name).ok()?),
            ColumnType::Integer => Value::Int(row.try_get("", name).ok()?),
            ColumnType::Boolean => Value::Bool(row.try_get("", name).ok()?),
            ColumnType::String(_) | ColumnType::Text => Value::String(row.try_get("", name).ok()?),
            _ => Value::Bytes(row.try_get("", name).ok()?),
        })
    };
    Ok(rows
        .iter()
        .map(|row| {
            E::Column::iter().filter_map(|column| Some((column.as_str(), value(row, column)?))).collect()
        })
        .collect())
}

fn model_of<E: EntityTrait>(row: BTreeMap<String, Json>) -> Result<E::ActiveModel, StoreError> {
    let table = E::default().table_name();
    let mut model = <E::ActiveModel as ActiveModelTrait>::default();
    for (name, json) in row {
        // A number that the database gives stays the database's: PostgreSQL would count on from its own.
        if E::PrimaryKey::auto_increment()
            && E::PrimaryKey::iter().any(|key| key.into_column().as_str() == name)
        {
            continue;
        }
        let bad = || StoreError::BackupDamaged(format!("{table}.{name}"));
        let column = E::Column::from_str(&name).map_err(|_| bad())?;
        let value = value_of(column.def().get_column_type(), &json).ok_or_else(bad)?;
        model.set(column, value);
    }
    Ok(model)
}

/// Rows whose primary key lies beyond that of `after`, compared part by part.
fn beyond<E: EntityTrait>(keys: &[E::Column], after: &Row) -> Condition {
    let mut any = Condition::any();
    for (at, key) in keys.iter().enumerate() {
        let mut all = Condition::all();
        for earlier in &keys[..at] {
            if let Some(value) = after.get(earlier.as_str()) {
                all = all.add(earlier.eq(value.clone()));
            }
        }
        if let Some(value) = after.get(key.as_str()) {
            all = all.add(key.gt(value.clone()));
        } else {
            all = all.add(Expr::cust("1 = 0"));
        }
        any = any.add(all);
    }
    any
}

/// Reads a JSON value back into the type of its column.
fn value_of(kind: &ColumnType, json: &Json) -> Option<Value> {
    let text = || json.as_str();
    Some(match (kind, json) {
        (ColumnType::Uuid, Json::Null) => Value::Uuid(None),
        (ColumnType::Uuid, _) => Value::Uuid(Some(uuid::Uuid::try_parse(text()?).ok()?)),
        (ColumnType::BigInteger, Json::Null) => Value::BigInt(None),
        (ColumnType::BigInteger, _) => Value::BigInt(Some(json.as_i64()?)),
        (ColumnType::Integer, Json::Null) => Value::Int(None),
        (ColumnType::Integer, _) => Value::Int(Some(i32::try_from(json.as_i64()?).ok()?)),
        (ColumnType::Boolean, Json::Null) => Value::Bool(None),
        (ColumnType::Boolean, _) => Value::Bool(Some(json.as_bool()?)),
        (ColumnType::String(_) | ColumnType::Text, Json::Null) => Value::String(None),
        (ColumnType::String(_) | ColumnType::Text, _) => Value::String(Some(text()?.to_owned())),
        (ColumnType::VarBinary(_) | ColumnType::Binary(_) | ColumnType::Blob, Json::Null) => {
            Value::Bytes(None)
        }
        (ColumnType::VarBinary(_) | ColumnType::Binary(_) | ColumnType::Blob, _) => {
            Value::Bytes(Some(STANDARD.decode(text()?).ok()?))
        }
        _ => return None,
    })
}
