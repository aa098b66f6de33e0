//! The tables of adoptions and exceptions, and every query on them.

mod tables;

use std::collections::BTreeMap;

use jiff::civil::Date;
use sea_orm::ColumnTrait as _;
use uppsikt_guideline::parameter::Key;
use uppsikt_kernel::{Authority, Id, Micros};
use uppsikt_store::{Scoped, Source, StoreError};
use uuid::Uuid;

use super::error::PolicyError;
use super::model::{Adoption, ExceptionState, GrantedException, day_of};
pub use tables::declare;
pub(super) use tables::{adoption as adoption_table, exception as exception_table};

/// Adoptions of one authority: one a month for eighty years.
const ADOPTIONS_MAX: u64 = 1_000;
/// Exceptions of one authority.
const EXCEPTIONS_MAX: u64 = 10_000;

fn of_row(row: adoption_table::Model) -> Result<Adoption, PolicyError> {
    let effective_on = match &row.effective_on {
        Some(day) => day.parse().map_err(|_| StoreError::BadRow {
            table: "policy_adoption",
            row: row.id.to_string(),
            column: "effective_on",
        })?,
        // Adoptions from before days were kept held at once.
        None => day_of(Micros::new(row.adopted_at).map_err(|_| StoreError::BadRow {
            table: "policy_adoption",
            row: row.id.to_string(),
            column: "adopted_at",
        })?)?,
    };
    let bases = match &row.bases {
        Some(bases) => serde_json::from_str(bases).map_err(|_| StoreError::BadRow {
            table: "policy_adoption",
            row: row.id.to_string(),
            column: "bases",
        })?,
        None => BTreeMap::new(),
    };
    Ok(Adoption {
        id: row.id,
        authority: Id::from_uuid(row.authority_id),
        profile: row.profile,
        text: row.text,
        bases,
        effective_on,
        adopted_at: row.adopted_at,
        withdrawn_at: row.withdrawn_at,
    })
}

/// The row that an adoption is kept as.
pub(super) fn row_of(organisation_id: Uuid, adoption: &Adoption) -> adoption_table::Model {
    adoption_table::Model {
        organisation_id,
        id: adoption.id,
        authority_id: adoption.authority.uuid(),
        profile: adoption.profile.clone(),
        adopted_at: adoption.adopted_at,
        text: adoption.text.clone(),
        bases: (!adoption.bases.is_empty())
            .then(|| serde_json::to_string(&adoption.bases).unwrap_or_default()),
        effective_on: Some(adoption.effective_on.to_string()),
        withdrawn_at: adoption.withdrawn_at,
    }
}

/// What an authority has adopted, newest first, also what is coming and what was withdrawn.
///
/// # Errors
/// [`PolicyError::Store`].
pub async fn adoptions(
    source: &mut impl Source,
    authority: Id<Authority>,
) -> Result<Vec<Adoption>, PolicyError> {
    let rows = Scoped::<adoption_table::Entity>::stored(source)
        .filter(adoption_table::Column::AuthorityId.eq(authority.uuid()))
        .descending(adoption_table::Column::Id)
        .list(source, ADOPTIONS_MAX)
        .await?;
    rows.into_iter().map(of_row).collect()
}

/// The profile that was adopted last under a code, within reach.
pub(super) async fn adopted_text(
    source: &mut impl Source,
    code: &str,
) -> Result<Option<String>, PolicyError> {
    let row = Scoped::<adoption_table::Entity>::stored(source)
        .filter(adoption_table::Column::Profile.eq(code))
        .filter(adoption_table::Column::Text.is_not_null())
        .descending(adoption_table::Column::Id)
        .one(source)
        .await?;
    Ok(row.and_then(|row| row.text))
}

/// The adoption with this id.
///
/// # Errors
/// [`PolicyError::Store`].
pub async fn adoption(source: &mut impl Source, id: Uuid) -> Result<Option<Adoption>, PolicyError> {
    let row = Scoped::<adoption_table::Entity>::stored(source)
        .filter(adoption_table::Column::Id.eq(id))
        .one(source)
        .await?;
    row.map(of_row).transpose()
}

/// What an authority follows on a day; `None` while it has adopted nothing that holds then.
///
/// Of adoptions that take effect on the same day, the one that was noted last holds.
///
/// # Errors
/// [`PolicyError::Store`].
pub async fn in_force(
    source: &mut impl Source,
    authority: Id<Authority>,
    on: Date,
) -> Result<Option<Adoption>, PolicyError> {
    let all = adoptions(source, authority).await?;
    let holds =
        all.into_iter().filter(|adoption| adoption.withdrawn_at.is_none() && adoption.effective_on <= on);
    Ok(holds.max_by_key(|adoption| (adoption.effective_on, adoption.id)))
}

fn exception_of_row(row: exception_table::Model) -> Result<GrantedException, PolicyError> {
    let id = row.id.to_string();
    let bad = |column| StoreError::BadRow { table: "policy_exception", row: id.clone(), column };
    let key: Key = row.key.parse().map_err(|_| bad("key"))?;
    let value = uppsikt_guideline::parse_value(key, &row.value).map_err(|_| bad("value"))?;
    Ok(GrantedException {
        id: row.id,
        authority: Id::from_uuid(row.authority_id),
        account: row.account_id,
        key,
        value,
        written: row.value,
        reason: row.reason,
        from: row.from_on.parse().map_err(|_| bad("from_on"))?,
        until: row.until_on.parse().map_err(|_| bad("until_on"))?,
        state: ExceptionState::of(&row.state).ok_or_else(|| bad("state"))?,
        asked_by: Id::from_uuid(row.asked_by),
        asked_at: row.asked_at,
        decided_by: row.decided_by.map(Id::from_uuid),
        decided_as: row.decided_as.map(|party| party.parse()).transpose().map_err(|_| bad("decided_as"))?,
        decided_at: row.decided_at,
        ended_at: row.ended_at,
    })
}

/// The row that an exception is kept as.
pub(super) fn row_of_exception(organisation_id: Uuid, one: &GrantedException) -> exception_table::Model {
    exception_table::Model {
        organisation_id,
        id: one.id,
        authority_id: one.authority.uuid(),
        account_id: one.account,
        key: one.key.code().to_owned(),
        value: one.written.clone(),
        reason: one.reason.clone(),
        from_on: one.from.to_string(),
        until_on: one.until.to_string(),
        state: one.state.code().to_owned(),
        asked_by: one.asked_by.uuid(),
        asked_at: one.asked_at,
        decided_by: one.decided_by.map(Id::uuid),
        decided_as: one.decided_as.map(|party| party.code().to_owned()),
        decided_at: one.decided_at,
        ended_at: one.ended_at,
    }
}

/// The exceptions within reach, newest first, in every state.
///
/// # Errors
/// [`PolicyError::Store`].
pub async fn exceptions(source: &mut impl Source) -> Result<Vec<GrantedException>, PolicyError> {
    let rows = Scoped::<exception_table::Entity>::stored(source)
        .descending(exception_table::Column::Id)
        .list(source, EXCEPTIONS_MAX)
        .await?;
    rows.into_iter().map(exception_of_row).collect()
}

/// The exception with this id.
///
/// # Errors
/// [`PolicyError::Store`].
pub async fn exception(source: &mut impl Source, id: Uuid) -> Result<Option<GrantedException>, PolicyError> {
    let row = Scoped::<exception_table::Entity>::stored(source)
        .filter(exception_table::Column::Id.eq(id))
        .one(source)
        .await?;
    row.map(exception_of_row).transpose()
}

/// What an account is dispensed from on a day.
///
/// # Errors
/// [`PolicyError::Store`].
pub async fn exceptions_of(
    source: &mut impl Source,
    account: Uuid,
    on: Date,
) -> Result<Vec<GrantedException>, PolicyError> {
    let rows = Scoped::<exception_table::Entity>::stored(source)
        .filter(exception_table::Column::AccountId.eq(account))
        .filter(exception_table::Column::State.eq(ExceptionState::Granted.code()))
        .ascending(exception_table::Column::Id)
        .list(source, EXCEPTIONS_MAX)
        .await?;
    let all: Vec<GrantedException> = rows.into_iter().map(exception_of_row).collect::<Result<_, _>>()?;
    Ok(all.into_iter().filter(|one| one.from <= on && on <= one.until).collect())
}
