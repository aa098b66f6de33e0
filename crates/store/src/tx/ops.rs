//! Single statements on rows, each with the reach of the actor in it.

use std::str::FromStr as _;

use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, DatabaseTransaction, DbErr, EntityTrait, IdenStatic as _,
    IntoActiveModel, Iterable as _, ModelTrait, PrimaryKeyToColumn as _, QueryFilter as _, Value,
};
use uuid::Uuid;

use crate::error::StoreError;
use crate::scope::Scope;
use crate::table::Reach;

fn column<E: EntityTrait>(name: &'static str) -> Result<E::Column, StoreError> {
    E::Column::from_str(name).map_err(|_| StoreError::Undeclared(E::default().table_name()))
}

/// The UUID in a row's column; `None` when the column is null.
pub(super) fn uuid_in<E: EntityTrait>(
    row: &E::Model,
    name: &'static str,
) -> Result<Option<Uuid>, StoreError> {
    match row.get(column::<E>(name)?) {
        Value::Uuid(uuid) => Ok(uuid),
        _ => Err(StoreError::BadRow { table: E::default().table_name(), row: String::new(), column: name }),
    }
}

/// Refuses a row that names another organisation, or an authority out of reach.
pub(crate) fn check_reach<E: EntityTrait>(
    scope: &Scope,
    reach: Reach,
    row: &E::Model,
) -> Result<(), StoreError> {
    let outside = || StoreError::OutOfReach(E::default().table_name());
    let organisation = uuid_in::<E>(row, "organisation_id")?.ok_or_else(outside)?;
    let authority = match reach {
        Reach::Organisation => None,
        Reach::Authority => Some(uuid_in::<E>(row, "authority_id")?.ok_or_else(outside)?),
        Reach::AuthorityOrNone => uuid_in::<E>(row, "authority_id")?,
    };
    if scope.reaches(organisation, authority) { Ok(()) } else { Err(outside()) }
}

/// Every column and value of a row, in the order of names, without the exempt ones.
pub(super) fn covered_values<E: EntityTrait>(
    row: &E::Model,
    exempt: &'static [(&'static str, &'static str)],
) -> impl Iterator<Item = (&'static str, Value)> {
    let mut columns: Vec<(&'static str, E::Column)> = E::Column::iter()
        .map(|column| (column.as_str(), column))
        .filter(|(name, _)| !exempt.iter().any(|(exempt, _)| exempt == name))
        .collect();
    columns.sort_unstable_by_key(|(name, _)| *name);
    columns.into_iter().map(|(name, column)| (name, row.get(column)))
}

/// Writes a whole row anew; the row must be within reach already.
pub(super) async fn update<E>(
    conn: &DatabaseTransaction,
    scope: &Scope,
    reach: Reach,
    row: E::Model,
) -> Result<(), StoreError>
where
    E: EntityTrait,
    E::Model: IntoActiveModel<E::ActiveModel>,
{
    let table = E::default().table_name();
    let id = uuid_in::<E>(&row, "id")?;
    let active = row.into_active_model().reset_all();
    let mut statement =
        E::update_many().filter(scope.condition(table, reach)).filter(column::<E>("id")?.eq(id));
    for column in E::Column::iter() {
        let is_key = E::PrimaryKey::iter().any(|key| key.into_column().as_str() == column.as_str());
        if let (false, Some(value)) = (is_key, active.get(column).into_value()) {
            statement = statement.col_expr(column, value.into());
        }
    }
    if statement.exec(conn).await?.rows_affected == 1 {
        Ok(())
    } else {
        Err(StoreError::NotFound { table, row: id.map(|id| id.to_string()).unwrap_or_default() })
    }
}

/// Deletes a row within reach; says whether there was one.
pub(super) async fn delete<E: EntityTrait>(
    conn: &DatabaseTransaction,
    scope: &Scope,
    reach: Reach,
    id: Uuid,
) -> Result<bool, StoreError> {
    let table = E::default().table_name();
    let statement = E::delete_many().filter(scope.condition(table, reach)).filter(column::<E>("id")?.eq(id));
    Ok(statement.exec(conn).await?.rows_affected == 1)
}

/// Inserts a row or replaces the one with its primary key, which must be within reach too.
pub(super) async fn upsert<E>(
    conn: &DatabaseTransaction,
    scope: &Scope,
    reach: Reach,
    row: E::Model,
) -> Result<(), StoreError>
where
    E: EntityTrait,
    E::Model: IntoActiveModel<E::ActiveModel>,
{
    let active = row.into_active_model().reset_all();
    let keys = E::PrimaryKey::iter().map(|key| key.into_column());
    let others = E::Column::iter()
        .filter(|column| !E::PrimaryKey::iter().any(|key| key.into_column().as_str() == column.as_str()));
    let table = E::default().table_name();
    let mut replace = OnConflict::columns(keys);
    replace.update_columns(others).action_cond_where(scope.condition(table, reach));
    match E::insert(active).on_conflict(replace).exec_without_returning(conn).await {
        Ok(0) | Err(DbErr::RecordNotInserted) => Err(StoreError::OutOfReach(table)),
        Ok(_) => Ok(()),
        Err(error) => Err(error.into()),
    }
}
