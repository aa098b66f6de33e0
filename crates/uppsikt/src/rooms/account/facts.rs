//! Facts about accounts that a person has noted: coded values under the names that guidelines judge by.

use std::collections::BTreeMap;

use uppsikt_guideline::fact::Facts;
use uppsikt_kernel::{ActCode, Authority, Id, Role};
use uppsikt_store::{Source, StoreError, Tx};
use uuid::Uuid;

use super::model::{Account, AccountError};
use super::store::facts::{self as store, fact};

const ACCOUNT_FACT_NOTED: ActCode = ActCode::new("account-fact-noted");

/// A fact as somebody has noted it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotedFact {
    /// The account.
    pub account: Id<Account>,
    /// Its name in code: a field of the guideline crate's facts.
    pub name: String,
    /// What was noted, as situations write it: `ja`, a number, a day, a word of a list.
    pub value: String,
    /// When, in microseconds.
    pub noted_at: i64,
}

/// Notes a fact; what was noted before stays in the log.
///
/// # Errors
/// [`AccountError::MayNotNote`] for those who only read, [`AccountError::NoFact`] when there is no such
/// fact or it takes other values.
pub async fn note_fact(
    tx: &mut Tx,
    account: &Account,
    name: &str,
    value: &str,
) -> Result<NotedFact, AccountError> {
    let notes = |role: &Role| *role != Role::Auditor && tx.actor().has_in(*role, account.authority);
    if !Role::ALL.iter().any(notes) {
        return Err(AccountError::MayNotNote);
    }
    Facts::default().set(name, value).map_err(AccountError::NoFact)?;
    let code = Facts::names().find(|(code, words, _)| *code == name || *words == name);
    let code = code.map_or(name, |(code, _, _)| code);
    let before = store::row(tx, account.id, code).await?;
    let organisation_id = tx.scope().organisation().uuid();
    let mut act = tx.act(ACCOUNT_FACT_NOTED, Some(account.authority))?;
    let noted = NotedFact {
        account: account.id,
        name: code.to_owned(),
        value: value.to_owned(),
        noted_at: act.now().get(),
    };
    let row = fact::Model {
        organisation_id,
        id: match &before {
            Some(before) => before.id,
            None => act.new_id::<fact::Entity>()?.uuid(),
        },
        authority_id: account.authority.uuid(),
        account_id: account.id.uuid(),
        name: noted.name.clone(),
        value: noted.value.clone(),
        noted_at: noted.noted_at,
    };
    match before {
        Some(_) => act.update::<fact::Entity>(row)?,
        None => act.insert::<fact::Entity>(row)?,
    }
    act.finish().await?;
    Ok(noted)
}

/// What is noted about the accounts of an authority, as the guideline crate judges it.
///
/// A fact that a later version of the program does not know any more is left out.
///
/// # Errors
/// [`StoreError`].
pub async fn facts_of(
    source: &mut impl Source,
    authority: Id<Authority>,
) -> Result<BTreeMap<Uuid, Facts>, StoreError> {
    let mut all: BTreeMap<Uuid, Facts> = BTreeMap::new();
    for noted in store::noted_of(source, authority).await? {
        let facts = all.entry(noted.account.uuid()).or_default();
        if facts.set(&noted.name, &noted.value).is_err() {
            tracing::warn!(name = noted.name, "a fact that was noted about an account is not known any more");
        }
    }
    Ok(all)
}
