//! How a room declares a table, and how rows are asked for without reaching too far.

use std::future::Future;

use sea_orm::sea_query::IntoCondition;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};

use crate::error::StoreError;
use crate::scope::Scope;
use crate::tx::check_reach;

/// Which columns of a table say whose a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// `organisation_id` only: seen by the whole organisation.
    Organisation,
    /// `organisation_id` and `authority_id`: seen by that authority only.
    Authority,
    /// As [`Reach::Authority`], but rows without an authority are the whole organisation's.
    AuthorityOrNone,
}

/// A table whose rows are written by acts and committed to in the log.
///
/// It has the columns `organisation_id` and `id` (its primary key, both UUID), and
/// `authority_id` where its [`Reach`] says so. Every column is covered by the commitment
/// except those named in `EXEMPT`, each with its reason.
pub trait Stored: EntityTrait {
    /// Whose the rows are.
    const REACH: Reach;
    /// Columns outside the commitment: name and reason.
    const EXEMPT: &'static [(&'static str, &'static str)] = &[];
    /// No unique constraint but the id: inserts cannot collide, so that they may wait for the group's flush.
    const FRESH: bool = false;
}

/// A table outside the log: rebuildable, or of no evidential value. Each names its reason.
pub trait Housekeeping: EntityTrait {
    /// Whose the rows are.
    const REACH: Reach;
    /// Why no act is needed to write it.
    const REASON: &'static str;
    /// Whether its content can be made anew from the rest; such tables are left out of backups.
    const DERIVED: bool;
}

/// Where rows come from: a transaction, or a reader.
pub trait Source: Send {
    /// Whose rows are within reach.
    fn scope(&self) -> &Scope;

    /// Runs a query whose filter this module has already set.
    fn fetch<E: EntityTrait>(
        &mut self,
        select: Select<E>,
    ) -> impl Future<Output = Result<Vec<E::Model>, StoreError>> + Send;
}

/// A query on one table that cannot leave the actor's organisation and authorities.
#[derive(Debug, Clone)]
pub struct Scoped<E: EntityTrait>(Select<E>, Reach);

impl<E: EntityTrait> Scoped<E> {
    pub(crate) fn new(scope: &Scope, reach: Reach) -> Self {
        Self(E::find().filter(scope.condition(E::default().table_name(), reach)), reach)
    }

    /// Starts a query on a stored table.
    pub fn stored(source: &impl Source) -> Self
    where
        E: Stored,
    {
        Self::new(source.scope(), E::REACH)
    }

    /// Starts a query on a housekeeping table.
    pub fn housekeeping(source: &impl Source) -> Self
    where
        E: Housekeeping,
    {
        Self::new(source.scope(), E::REACH)
    }

    /// Narrows the query.
    #[must_use]
    pub fn filter(self, condition: impl IntoCondition) -> Self {
        Self(self.0.filter(condition.into_condition()), self.1)
    }

    /// Orders by `column`, lowest first.
    #[must_use]
    pub fn ascending(self, column: impl ColumnTrait) -> Self {
        Self(self.0.order_by_asc(column), self.1)
    }

    /// Orders by `column`, highest first.
    #[must_use]
    pub fn descending(self, column: impl ColumnTrait) -> Self {
        Self(self.0.order_by_desc(column), self.1)
    }

    /// At most `limit` rows; every list has an order and a limit.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer; [`StoreError::OutOfReach`] when a condition
    /// of raw SQL has opened the reach.
    pub async fn list(self, source: &mut impl Source, limit: u64) -> Result<Vec<E::Model>, StoreError> {
        let rows = source.fetch(self.0.limit(limit)).await?;
        // A raw condition can close the bracket that keeps it in; SQLite has no second line behind this one.
        for row in &rows {
            check_reach::<E>(source.scope(), self.1, row)?;
        }
        Ok(rows)
    }

    /// The only or first row.
    ///
    /// # Errors
    /// As [`Scoped::list`].
    pub async fn one(self, source: &mut impl Source) -> Result<Option<E::Model>, StoreError> {
        Ok(self.list(source, 1).await?.into_iter().next())
    }
}
