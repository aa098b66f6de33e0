//! The only way to change anything: a transaction whose changes are bound by acts.

mod act;
mod buffer;
mod ops;

use std::collections::HashSet;
use std::sync::{Arc, Mutex};

use sea_orm::{
    ColumnTrait as _, ConnectionTrait as _, DatabaseTransaction, EntityTrait, PaginatorTrait as _,
    QueryFilter as _, Select,
};
use uppsikt_kernel::{Actor, Id, Micros};
use uuid::Uuid;

pub use act::{Act, ActId};
pub(crate) use buffer::Buffer;
pub(crate) use ops::check_reach;

use crate::error::StoreError;
use crate::scope::Scope;
use crate::store::Inner;
use crate::table::{Housekeeping, Source};
use crate::tables::object;

/// One transaction of one actor.
///
/// On SQLite several of them share a database transaction and thus one file sync; each has a
/// savepoint of its own, so that one that fails takes nothing of the others with it.
pub struct Tx {
    conn: Arc<DatabaseTransaction>,
    inner: Arc<Inner>,
    actor: Actor,
    scope: Scope,
    now: Micros,
    buffer: Buffer,
    group: Option<Group>,
    state: State,
    /// Ids that were made in this transaction: nothing in the database can have them yet.
    made: Mutex<HashSet<Uuid>>,
    /// The first failure, for those who share its consequences.
    fault: Option<StoreError>,
}

/// Whether what the transaction has done so far may be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// Only whole acts.
    Whole,
    /// An act is being written: half of it must not be kept, also when nobody waits for the rest.
    Half,
    /// A statement or an act has failed. PostgreSQL would take no more; SQLite would, and keep half an act.
    Spoiled,
}

/// What the transactions of one group share on SQLite.
pub(crate) struct Group {
    /// Rows of the transactions before this one that no statement has written yet.
    pub unwritten: Buffer,
    /// Whether this transaction's savepoint has been set.
    pub savepoint: bool,
}

impl std::fmt::Debug for Tx {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tx").field("actor", &self.actor.user).finish_non_exhaustive()
    }
}

impl Tx {
    pub(crate) fn new(
        conn: Arc<DatabaseTransaction>,
        inner: Arc<Inner>,
        actor: Actor,
        now: Micros,
        group: Option<Group>,
    ) -> Self {
        let scope = Scope::of(&actor);
        Self {
            conn,
            inner,
            actor,
            scope,
            now,
            buffer: Buffer::default(),
            group,
            state: State::Whole,
            made: Mutex::default(),
            fault: None,
        }
    }

    /// Who acts.
    #[must_use]
    pub const fn actor(&self) -> &Actor {
        &self.actor
    }

    /// The instant of everything in this transaction.
    #[must_use]
    pub const fn now(&self) -> Micros {
        self.now
    }

    /// A new id.
    ///
    /// # Errors
    /// [`StoreError::Chance`] when there is no randomness.
    pub fn new_id<T>(&self) -> Result<Id<T>, StoreError> {
        let id: Id<T> = self.inner.ids.next()?;
        if let Ok(mut made) = self.made.lock() {
            made.insert(id.uuid());
        }
        Ok(id)
    }

    /// Whether what was done may be kept.
    pub(crate) fn is_whole(&self) -> bool {
        self.state == State::Whole
    }

    /// Passes an outcome on; after a failure nothing of this transaction is kept.
    fn spoiled_by<T>(&mut self, outcome: Result<T, StoreError>) -> Result<T, StoreError> {
        if let Err(error) = &outcome {
            self.state = State::Spoiled;
            self.fault = self.fault.take().or_else(|| Some(error.shared()));
        }
        outcome
    }

    pub(crate) const fn inner(&self) -> &Arc<Inner> {
        &self.inner
    }

    /// The connection, after everything that waits has been written.
    pub(crate) async fn connection(&mut self) -> Result<Arc<DatabaseTransaction>, StoreError> {
        if self.state == State::Spoiled {
            return Err(StoreError::Spoiled);
        }
        if let Some(group) = &mut self.group {
            group.unwritten.flush(&self.conn).await?;
            if !group.savepoint {
                self.conn.execute_unprepared("SAVEPOINT work").await?;
                group.savepoint = true;
            }
        }
        let flushed = self.buffer.flush(&self.conn).await;
        self.spoiled_by(flushed)?;
        Ok(Arc::clone(&self.conn))
    }

    /// Lays a sealed object's row with those that the group writes together.
    ///
    /// A version that is there already is written at once, under this transaction's own savepoint: its refusal
    /// must reach nobody else.
    pub(super) async fn push_object(
        &mut self,
        (organisation, item, version): (Uuid, Uuid, i32),
        row: object::ActiveModel,
    ) -> Result<(), StoreError> {
        let mut taken = !self.buffer.claim((organisation, item, version));
        self.buffer.push::<object::Entity>(row);
        if let Some(group) = &self.group {
            taken |= group.unwritten.holds(&(organisation, item, version));
            let is_made_here = self.made.lock().is_ok_and(|made| made.contains(&item));
            if !taken && !is_made_here {
                let there = object::Entity::find()
                    .filter(object::Column::OrganisationId.eq(organisation))
                    .filter(object::Column::ItemId.eq(item))
                    .filter(object::Column::Version.eq(version));
                taken = there.count(&*self.conn).await? > 0;
            }
        }
        if taken {
            self.connection().await?;
        }
        Ok(())
    }

    /// Inserts a row that no act binds; only for tables that declare why.
    ///
    /// # Errors
    /// [`StoreError`] when the row lies outside the actor's reach or the database refuses it.
    pub async fn put<E: Housekeeping>(&mut self, row: E::Model) -> Result<(), StoreError>
    where
        E::Model: sea_orm::IntoActiveModel<E::ActiveModel>,
    {
        ops::check_reach::<E>(&self.scope, E::REACH, &row)?;
        let conn = self.connection().await?;
        let outcome = ops::upsert::<E>(&conn, &self.scope, E::REACH, row).await;
        self.spoiled_by(outcome)
    }

    /// Removes a row that no act binds.
    ///
    /// # Errors
    /// [`StoreError`] when the database refuses it.
    pub async fn drop_row<E: Housekeeping>(&mut self, id: Uuid) -> Result<(), StoreError> {
        let scope = self.scope.clone();
        let conn = self.connection().await?;
        let outcome = ops::delete::<E>(&conn, &scope, E::REACH, id).await;
        self.spoiled_by(outcome).map(|_| ())
    }

    /// Ends the work of this transaction inside its group: what it wrote stays, or goes.
    ///
    /// Gives back the rows that the group has still to write.
    pub(crate) async fn settle(mut self, keep: bool) -> Result<Buffer, StoreError> {
        let mut unwritten = Buffer::default();
        if let Some(group) = self.group.take() {
            unwritten = group.unwritten;
            if let Some(error) = unwritten.broken() {
                return Err(error);
            }
            if group.savepoint {
                let end = if keep { "RELEASE work" } else { "ROLLBACK TO work; RELEASE work" };
                if let Err(error) = self.conn.execute_unprepared(end).await {
                    // On a full disk SQLite ends the whole transaction, savepoints and all: that is not the cause.
                    return Err(self.fault.take().unwrap_or_else(|| error.into()));
                }
            }
            if keep {
                unwritten.merge(std::mem::take(&mut self.buffer));
            }
        } else if keep {
            self.buffer.flush(&self.conn).await?;
        }
        Ok(unwritten)
    }
}

impl Source for Tx {
    fn scope(&self) -> &Scope {
        &self.scope
    }

    async fn fetch<E: EntityTrait>(&mut self, select: Select<E>) -> Result<Vec<E::Model>, StoreError> {
        let conn = self.connection().await?;
        let outcome = select.all(&*conn).await.map_err(StoreError::from_db);
        self.spoiled_by(outcome)
    }
}
