//! The job queue: claimed under a lease, tried again after a failure, put aside when it keeps failing.
//!
//! A worker that dies loses its lease by time; the job is then claimed by the next one. Whoever
//! finishes must still hold the lease, so that a slow worker cannot end a job that somebody else
//! has taken over.

use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, Condition, EntityTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, Select, Set,
};
use uppsikt_kernel::{Authority, Id, Micros, Organisation};
use uuid::Uuid;

use crate::error::StoreError;
use crate::schema::SqlBackend;
use crate::store::Store;
use crate::tables::job;
use crate::tx::Tx;

/// Work to be done later.
#[derive(Debug, Clone)]
pub struct NewJob {
    /// The authority it is done for; `None` for the whole organisation.
    pub authority: Option<Id<Authority>>,
    /// What kind of work, by the code under which the schedule knows it.
    pub kind: &'static str,
    /// Ids and numbers as JSON; never content.
    pub payload: String,
    /// Not before this instant.
    pub due_at: Micros,
    /// How many times it may fail.
    pub attempts_max: i32,
}

/// A claimed job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// The organisation.
    pub organisation: Id<Organisation>,
    /// The job.
    pub id: Uuid,
    /// What kind of work.
    pub kind: String,
    /// Ids and numbers as JSON.
    pub payload: String,
    /// Which attempt this is, from 1.
    pub attempt: i32,
    lease: Uuid,
}

/// Where a job stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JobState {
    /// Waits for its time or for a worker.
    Waiting,
    /// A worker holds it until this instant, in microseconds.
    Leased {
        /// When the lease ends.
        until_at: i64,
    },
    /// Done.
    Done,
    /// Failed as often as it may; a person has to look at it.
    Dead {
        /// What failed, without content.
        failure: String,
    },
}

/// The wait before the next attempt: a minute, doubled each time, an hour at the most.
fn pause_micros(attempts: i32) -> i64 {
    let doubled = 60_i64 << attempts.clamp(0, 6);
    doubled.min(3_600) * 1_000_000
}

impl Tx {
    /// Puts a job into the queue, in the same transaction as the change that needs it.
    ///
    /// # Errors
    /// [`StoreError`] when the database refuses it.
    pub async fn enqueue(&mut self, new: NewJob) -> Result<Uuid, StoreError> {
        let id = self.new_id::<job::Entity>()?.uuid();
        let organisation_id = self.actor().organisation.uuid();
        let row = job::Model {
            organisation_id,
            id,
            authority_id: new.authority.map(Id::uuid),
            kind: new.kind.to_owned(),
            payload: new.payload,
            due_at: new.due_at.get(),
            attempts: 0,
            attempts_max: new.attempts_max,
            leased_until_at: None,
            lease: None,
            done_at: None,
            dead_at: None,
            failure: None,
        };
        self.put::<job::Entity>(row).await?;
        Ok(id)
    }
}

/// The job that is most overdue and that no worker holds.
fn due(organisation: Id<Organisation>, now: i64) -> Select<job::Entity> {
    let free =
        Condition::any().add(job::Column::LeasedUntilAt.is_null()).add(job::Column::LeasedUntilAt.lt(now));
    job::Entity::find()
        .filter(job::Column::OrganisationId.eq(organisation.uuid()))
        .filter(job::Column::DoneAt.is_null())
        .filter(job::Column::DeadAt.is_null())
        .filter(job::Column::DueAt.lte(now))
        .filter(free)
        .order_by_asc(job::Column::DueAt)
        .limit(1)
}

impl Store {
    /// Claims the job that is most overdue, for `lease_seconds`.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer.
    pub async fn claim_job(
        &self,
        organisation: Id<Organisation>,
        lease_seconds: i64,
    ) -> Result<Option<Job>, StoreError> {
        // A worker looks every few seconds and mostly finds nothing: that is no commit.
        let looking = self.read(&Self::machinery(organisation)).await?;
        if due(organisation, self.now().get()).one(&looking.conn).await?.is_none() {
            return Ok(None);
        }
        drop(looking);
        self.write(&Self::machinery(organisation), move |tx| {
            Box::pin(async move {
                let (now, lease) = (tx.now().get(), tx.new_id::<job::Entity>()?.uuid());
                let postgres = tx.inner().db.backend == SqlBackend::Postgres;
                let conn = tx.connection().await?;
                let mut due = due(organisation, now);
                if postgres {
                    due = due.lock_with_behavior(
                        sea_orm::sea_query::LockType::Update,
                        sea_orm::sea_query::LockBehavior::SkipLocked,
                    );
                }
                let row = loop {
                    let Some(row) = due.clone().one(&*conn).await? else { return Ok(None) };
                    if row.attempts < row.attempts_max {
                        break row;
                    }
                    // Its last worker died with it; it must not take the next one along for ever.
                    let mut dead: job::ActiveModel = row.into();
                    dead.lease = Set(None);
                    dead.leased_until_at = Set(None);
                    dead.dead_at = Set(Some(now));
                    dead.failure = Set(Some("the worker ended before the job did".to_owned()));
                    dead.update(&*conn).await?;
                };
                let job = Job {
                    organisation,
                    id: row.id,
                    kind: row.kind.clone(),
                    payload: row.payload.clone(),
                    attempt: row.attempts + 1,
                    lease,
                };
                let mut claimed: job::ActiveModel = row.into();
                claimed.attempts = Set(job.attempt);
                claimed.lease = Set(Some(lease));
                claimed.leased_until_at = Set(Some(now + lease_seconds * 1_000_000));
                claimed.update(&*conn).await?;
                Ok(Some(job))
            })
        })
        .await
    }

    /// Ends a claimed job: done, or failed with a reason that holds no content.
    ///
    /// Returns false when the lease had been lost, and nothing was changed.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer.
    pub async fn end_job(&self, job: &Job, outcome: Result<(), String>) -> Result<bool, StoreError> {
        let job = job.clone();
        self.write(&Self::machinery(job.organisation), move |tx| {
            Box::pin(async move {
                let now = tx.now().get();
                let conn = tx.connection().await?;
                let mut mine = job::Entity::find_by_id((job.organisation.uuid(), job.id))
                    .filter(job::Column::Lease.eq(job.lease));
                if tx.inner().db.backend == SqlBackend::Postgres {
                    // Else another worker could take the job over between this look and the change.
                    mine = mine.lock_exclusive();
                }
                let Some(row) = mine.one(&*conn).await? else { return Ok(false) };
                let dead = row.attempts >= row.attempts_max;
                let mut ended: job::ActiveModel = row.into();
                ended.lease = Set(None);
                ended.leased_until_at = Set(None);
                match outcome {
                    Ok(()) => ended.done_at = Set(Some(now)),
                    Err(failure) => {
                        ended.failure = Set(Some(failure));
                        ended.due_at = Set(now + pause_micros(job.attempt - 1));
                        if dead {
                            ended.dead_at = Set(Some(now));
                        }
                    }
                }
                ended.update(&*conn).await?;
                Ok(true)
            })
        })
        .await
    }

    /// Where a job stands; `None` when there is none.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer.
    pub async fn job_state(
        &self,
        organisation: Id<Organisation>,
        id: Uuid,
    ) -> Result<Option<JobState>, StoreError> {
        let reader = self.read(&Self::machinery(organisation)).await?;
        let row = job::Entity::find_by_id((organisation.uuid(), id)).one(&reader.conn).await?;
        Ok(row.map(|row| match (row.done_at, row.dead_at, row.leased_until_at) {
            (Some(_), _, _) => JobState::Done,
            (_, Some(_), _) => JobState::Dead { failure: row.failure.unwrap_or_default() },
            (_, _, Some(until_at)) => JobState::Leased { until_at },
            _ => JobState::Waiting,
        }))
    }

    /// Jobs that are neither done nor put aside.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer.
    pub async fn waiting_jobs(&self, organisation: Id<Organisation>) -> Result<u64, StoreError> {
        let reader = self.read(&Self::machinery(organisation)).await?;
        let count: Option<i64> = job::Entity::find()
            .select_only()
            .column_as(Expr::cust("COUNT(*)"), "waiting")
            .filter(job::Column::OrganisationId.eq(organisation.uuid()))
            .filter(job::Column::DoneAt.is_null())
            .filter(job::Column::DeadAt.is_null())
            .into_tuple()
            .one(&reader.conn)
            .await?;
        Ok(count.and_then(|count| u64::try_from(count).ok()).unwrap_or(0))
    }

    /// Jobs that have been put aside.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer.
    pub async fn dead_jobs(&self, organisation: Id<Organisation>) -> Result<u64, StoreError> {
        let reader = self.read(&Self::machinery(organisation)).await?;
        let count: Option<i64> = job::Entity::find()
            .select_only()
            .column_as(Expr::cust("COUNT(*)"), "dead")
            .filter(job::Column::OrganisationId.eq(organisation.uuid()))
            .filter(job::Column::DeadAt.is_not_null())
            .into_tuple()
            .one(&reader.conn)
            .await?;
        Ok(count.and_then(|count| u64::try_from(count).ok()).unwrap_or(0))
    }
}
