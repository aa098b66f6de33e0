//! Decisions that were made before Uppsikt: kept as they were told, and never carried out here.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uppsikt_kernel::{ActCode, Actor, Authority, Id, Object, Role};
use uppsikt_store::{NewObject, Reader, RetentionClass, Source, StoreError, Tx};
use uuid::Uuid;

use super::decide::{self, mark};
use super::model::ModerationError;
use super::queue::QueueState;
use super::store;
use super::store::imported::earlier;
use crate::rooms::capture;

const DECISION_IMPORTED: ActCode = ActCode::new("decision-imported");

/// What is sealed.
const SEALED_TYPE: &str = "application/x-uppsikt-imported-decision+json";

/// What an earlier decision was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportedMeasure {
    /// To remove the item.
    Remove,
    /// To hide it.
    Hide,
    /// To let it stand.
    Keep,
    /// To block who wrote it.
    Block,
}

impl ImportedMeasure {
    const ALL: [Self; 4] = [Self::Remove, Self::Hide, Self::Keep, Self::Block];

    /// The code in the database and in files.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Remove => "remove",
            Self::Hide => "hide",
            Self::Keep => "keep",
            Self::Block => "block",
        }
    }
}

impl FromStr for ImportedMeasure {
    type Err = ();
    fn from_str(code: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|measure| measure.code() == code).ok_or(())
    }
}

impl fmt::Display for ImportedMeasure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Remove => "borttaget",
            Self::Hide => "dolt",
            Self::Keep => "fick stå kvar",
            Self::Block => "den som skrev blockerades",
        })
    }
}

/// A decision as it was made elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// Its id.
    pub id: Uuid,
    /// The item.
    pub item: Uuid,
    /// What was decided.
    pub measure: ImportedMeasure,
    /// The day, as `2025-04-02`.
    pub decided_on: String,
    /// Where ground and note are sealed.
    pub object: Id<Object>,
}

/// What is sealed of an earlier decision.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportedNote {
    /// Always 1.
    pub v: u32,
    /// On what ground.
    pub ground: String,
    /// By whom, as a role or position.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// More about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl fmt::Debug for ImportedNote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ImportedNote").finish_non_exhaustive()
    }
}

/// A decision that is to be kept as it was made elsewhere.
#[derive(Debug, Clone)]
pub struct NewImported {
    /// The item.
    pub item: Uuid,
    /// What was decided.
    pub measure: ImportedMeasure,
    /// The day, as `2025-04-02`.
    pub decided_on: String,
    /// Ground, by whom, and more about it.
    pub note: ImportedNote,
}

/// Whether the actor may bring in decisions that were made elsewhere.
///
/// # Errors
/// [`ModerationError::NotAllowed`].
pub fn may_import(actor: &Actor, authority: Id<Authority>) -> Result<(), ModerationError> {
    let may = actor.has_in(Role::Administrator, authority) || decide::may_judge(actor, authority);
    if may { Ok(()) } else { Err(ModerationError::NotAllowed) }
}

/// Keeps a decision that was made elsewhere; says whether it is new. The item waits for nobody any more.
///
/// # Errors
/// [`ModerationError::NotFound`], [`ModerationError::NotAllowed`].
pub async fn import_decision(tx: &mut Tx, new: NewImported) -> Result<bool, ModerationError> {
    let item = capture::item(tx, new.item).await?.ok_or(ModerationError::NotFound)?;
    may_import(tx.actor(), item.authority)?;
    let known = store::imported::about(tx, item.id).await?;
    if known.iter().any(|known| known.measure == new.measure && known.decided_on == new.decided_on) {
        return Ok(false);
    }
    let last = capture::last_version(tx, item.id).await?.ok_or(ModerationError::NotFound)?;
    let organisation_id = tx.scope().organisation().uuid();
    let mut act = tx.act(DECISION_IMPORTED, Some(item.authority))?;
    let id = act.new_id::<earlier::Entity>()?.uuid();
    let sealed = NewObject {
        item: id,
        version: 1,
        class: RetentionClass::unclassed(),
        media_type: SEALED_TYPE.to_owned(),
    };
    // A few texts can always be written.
    let object = act.seal(sealed, &serde_json::to_vec(&new.note).unwrap_or_default())?;
    act.insert::<earlier::Entity>(earlier::Model {
        organisation_id,
        id,
        authority_id: item.authority.uuid(),
        account_id: item.account.uuid(),
        item_id: item.id,
        version_number: last.number,
        measure: new.measure.code().to_owned(),
        decided_on: new.decided_on,
        object_id: object.uuid(),
        imported_at: act.now().get(),
    })?;
    act.finish().await?;
    mark(tx, item.id, QueueState::Judged).await?;
    Ok(true)
}

/// The decisions about an item that were made elsewhere, oldest day first.
///
/// # Errors
/// [`StoreError`].
pub async fn imported_about(source: &mut impl Source, item: Uuid) -> Result<Vec<Imported>, StoreError> {
    store::imported::about(source, item).await
}

/// Ground and note of an earlier decision; `None` when that was disposed of or cannot be read.
///
/// # Errors
/// [`StoreError`].
pub async fn imported_note(reader: &Reader, imported: &Imported) -> Result<Option<ImportedNote>, StoreError> {
    match reader.content(imported.object).await {
        Ok(content) => Ok(serde_json::from_slice(&content).ok()),
        Err(StoreError::Disposed) => Ok(None),
        Err(error) => Err(error),
    }
}
