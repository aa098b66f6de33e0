//! Reading: what anybody may, and what only some may, which is an act.

use uppsikt_kernel::{ActCode, Actor, Authority, Id, Object, Role};
use uppsikt_store::{Reader, Source, StoreError, Tx};

use super::{has_any, now};
use crate::rooms::registry::model::{
    Found, Imported, Protected, Registration, RegistrationState, RegistryError, matches,
};
use crate::rooms::registry::store::{self, read};

const REGISTRY_PROTECTED_READ: ActCode = ActCode::new("registry-protected-read");

/// Proof that somebody may read the protected parts of one entry, and that it stands in the log who it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadPermit {
    protected: Option<Id<Object>>,
    reason: Option<Id<Object>>,
}

impl ReadPermit {
    /// A permit for one sealed text; whoever makes it has noted the reading.
    pub(super) const fn of(protected: Option<Id<Object>>) -> Self {
        Self { protected, reason: None }
    }
}

/// Whether the actor may read what is protected in an authority's registry, and entries under a secrecy mark: a
/// registrar, a manager or an editor there.
#[must_use]
pub fn may_read_protected(actor: &Actor, authority: Id<Authority>) -> bool {
    has_any(actor, &[Role::Registrar, Role::Manager, Role::Editor], authority)
}

/// Whether an item stands under a secrecy mark, in this registry or in the one before it, that closes it to the actor.
///
/// # Errors
/// [`StoreError`].
pub async fn is_closed_to(
    source: &mut impl Source,
    actor: &Actor,
    item: uuid::Uuid,
) -> Result<bool, StoreError> {
    let entries = store::by_item(source, item).await?;
    if entries.iter().any(|entry| entry.is_marked() && !may_read_protected(actor, entry.authority)) {
        return Ok(true);
    }
    let earlier = store::imported_by_items(source, &[item]).await?.remove(&item).unwrap_or_default();
    let closes = |known: &Imported| known.secrecy.is_some() && !may_read_protected(actor, known.authority);
    Ok(earlier.iter().any(closes))
}

/// Records that the actor reads what is protected in an entry, before it is shown.
///
/// # Errors
/// [`RegistryError::NotFound`], [`RegistryError::NotAllowed`].
pub async fn note_protected_read(
    tx: &mut Tx,
    id: Id<Registration>,
) -> Result<(Registration, ReadPermit), RegistryError> {
    let entry = now(tx, id).await?;
    if !may_read_protected(tx.actor(), entry.authority) {
        return Err(RegistryError::NotAllowed("en registrator, ansvarig chef eller redaktör"));
    }
    note(tx, entry.authority, id.uuid()).await?;
    let reason = match entry.state {
        RegistrationState::Declined { reason, .. } => Some(reason),
        _ => None,
    };
    let permit = ReadPermit { protected: entry.protected, reason };
    Ok((entry, permit))
}

/// The row and the act of one reading.
pub(super) async fn note(
    tx: &mut Tx,
    authority: Id<Authority>,
    entry: uuid::Uuid,
) -> Result<(), RegistryError> {
    let mut act = tx.act(REGISTRY_PROTECTED_READ, Some(authority))?;
    act.insert::<read::Entity>(read::Model {
        organisation_id: act.organisation().uuid(),
        id: act.new_id::<read::Entity>()?.uuid(),
        authority_id: authority.uuid(),
        entry_id: entry,
        read_at: act.now().get(),
    })?;
    act.finish().await?;
    Ok(())
}

/// An entry's protected description; `None` when it has none, or when it has been disposed of.
///
/// # Errors
/// [`RegistryError::ProtectedDamaged`], [`RegistryError::Store`].
pub async fn protected(reader: &Reader, permit: &ReadPermit) -> Result<Option<Protected>, RegistryError> {
    let Some(content) = opened(reader, permit.protected).await? else { return Ok(None) };
    serde_json::from_slice(&content).map(Some).map_err(|_| RegistryError::ProtectedDamaged)
}

/// Why an entry was declined; `None` when it is not, or when the reason has been disposed of.
///
/// # Errors
/// [`RegistryError::ProtectedDamaged`], [`RegistryError::Store`].
pub async fn decline_reason(reader: &Reader, permit: &ReadPermit) -> Result<Option<String>, RegistryError> {
    let Some(content) = opened(reader, permit.reason).await? else { return Ok(None) };
    String::from_utf8(content).map(Some).map_err(|_| RegistryError::ProtectedDamaged)
}

async fn opened(reader: &Reader, object: Option<Id<Object>>) -> Result<Option<Vec<u8>>, RegistryError> {
    let Some(object) = object else { return Ok(None) };
    match reader.content(object).await {
        Ok(content) => Ok(Some(content)),
        Err(StoreError::Disposed) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Entries whose number, public description or case has `text` in it, whatever its case; newest first.
///
/// # Errors
/// [`StoreError`].
pub async fn search(source: &mut impl Source, text: &str, limit: usize) -> Result<Found, StoreError> {
    let needle = text.trim().to_lowercase();
    let mut found = Found { entries: Vec::new(), searched: 0, is_complete: false };
    let mut before = None;
    loop {
        let page = store::page(source, before).await?;
        let Some(last) = page.last() else { break };
        before = Some(last.id);
        for entry in page {
            if found.entries.len() == limit {
                return Ok(found);
            }
            found.searched += 1;
            if matches(&entry, &needle) {
                found.entries.push(entry);
            }
        }
    }
    found.is_complete = true;
    Ok(found)
}
