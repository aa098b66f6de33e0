//! Recording what is handed in, and giving out what proves it.

use uppsikt_kernel::{ActCode, Actor, Authority, Id, Object};
use uppsikt_ledger::{Bundle, BundleVersion, Sealed};
use uppsikt_store::{NewObject, ObjectInfo, Reader, RetentionClass, StagedObject, Store, StoreError, Tx};
use uuid::Uuid;

use super::model::{EvidenceError, NewRecord, ProvedVersion, Recorded};
use super::readme;
use super::store::proof_given;

const ITEM_RECORDED: ActCode = ActCode::new("item-recorded");
const EVIDENCE_PROVED: ActCode = ActCode::new("evidence-proved");

/// Whether the actor may hand in anything there; asked before a large file is read, too.
///
/// # Errors
/// [`EvidenceError::NotAllowed`].
pub fn may_record(actor: &Actor, authority: Id<Authority>) -> Result<(), EvidenceError> {
    if actor.may_write_in(authority) { Ok(()) } else { Err(EvidenceError::NotAllowed) }
}

/// Records one thing: a new item with its first version.
///
/// # Errors
/// [`EvidenceError::NotAllowed`], [`EvidenceError::Store`].
pub async fn record(tx: &mut Tx, new: NewRecord) -> Result<Recorded, EvidenceError> {
    may_record(tx.actor(), new.authority)?;
    let mut act = tx.act(ITEM_RECORDED, Some(new.authority))?;
    let item = act.new_id::<Recorded>()?.uuid();
    let object = act.seal(described(item, new.media_type), &new.content)?;
    act.finish().await?;
    Ok(Recorded { item, object })
}

/// Records content that was encrypted beforehand.
///
/// # Errors
/// As [`record`].
pub async fn record_staged(
    tx: &mut Tx,
    authority: Id<Authority>,
    media_type: String,
    staged: StagedObject,
) -> Result<Recorded, EvidenceError> {
    may_record(tx.actor(), authority)?;
    let mut act = tx.act(ITEM_RECORDED, Some(authority))?;
    let item = act.new_id::<Recorded>()?.uuid();
    let object = act.place(described(item, media_type), staged)?;
    act.finish().await?;
    Ok(Recorded { item, object })
}

fn described(item: Uuid, media_type: String) -> NewObject {
    NewObject { item, version: 1, class: RetentionClass::unclassed(), media_type }
}

/// The versions of the item with this id, or of the item that an object with this id belongs to.
async fn versions_of(reader: &Reader, id: Uuid) -> Result<Vec<ObjectInfo>, EvidenceError> {
    let versions = reader.versions(id).await?;
    if !versions.is_empty() {
        return Ok(versions);
    }
    match reader.object(Id::<Object>::from_uuid(id)).await? {
        Some(object) => Ok(reader.versions(object.item).await?),
        None => Err(EvidenceError::NotFound),
    }
}

/// The versions of an item, each with its proof checked.
///
/// # Errors
/// [`EvidenceError::NotFound`]; [`EvidenceError::Proof`] when a proof does not hold.
pub async fn proved_versions(reader: &Reader, id: Uuid) -> Result<Vec<ProvedVersion>, EvidenceError> {
    let keys = reader.log().await?.keys;
    let mut proved = Vec::new();
    for info in versions_of(reader, id).await? {
        let (content, checkpoint_size) = match reader.prove(info.id).await {
            Ok(proof) => {
                let sealed = Sealed::verify(&proof.entry, &proof.proof, &keys, info.id)
                    .map_err(|error| EvidenceError::Proof(error.to_string()))?;
                if !sealed.opens(&proof.salt, &proof.content) {
                    return Err(EvidenceError::Proof("innehållet är inte det som säkrades".to_owned()));
                }
                (Some(proof.content), Some(sealed.checkpoint().size()))
            }
            Err(StoreError::NotSealed) => (Some(reader.content(info.id).await?), None),
            Err(StoreError::Disposed) => (None, None),
            Err(error) => return Err(error.into()),
        };
        proved.push(ProvedVersion { info, content, checkpoint_size });
    }
    Ok(proved)
}

/// Records that somebody takes out evidence, before it is made.
///
/// # Errors
/// [`EvidenceError::Store`].
pub async fn note_proved(tx: &mut Tx, authority: Id<Authority>, id: Uuid) -> Result<(), EvidenceError> {
    let mut act = tx.act(EVIDENCE_PROVED, Some(authority))?;
    act.insert::<proof_given::Entity>(proof_given::Model {
        organisation_id: act.organisation().uuid(),
        id: act.new_id::<proof_given::Entity>()?.uuid(),
        authority_id: authority.uuid(),
        item_id: id,
        given_at: act.now().get(),
    })?;
    act.finish().await?;
    Ok(())
}

/// Whose an item or object is.
///
/// # Errors
/// [`EvidenceError::NotFound`].
pub async fn authority_of(reader: &Reader, id: Uuid) -> Result<Id<Authority>, EvidenceError> {
    let versions = versions_of(reader, id).await?;
    versions.first().map(|version| version.authority).ok_or(EvidenceError::NotFound)
}

/// The bundle of an item's versions that have not been disposed of.
///
/// # Errors
/// [`EvidenceError::NotFound`] also when every version has been disposed of; [`StoreError::NotSealed`].
pub async fn bundle(
    store: &Store,
    reader: &Reader,
    actor: &Actor,
    id: Uuid,
    organisation: &str,
) -> Result<Vec<u8>, EvidenceError> {
    let info = reader.log().await?;
    let mut versions = Vec::new();
    for version in versions_of(reader, id).await?.iter().filter(|version| version.disposed_at.is_none()) {
        let proof = reader.prove(version.id).await?;
        versions.push(BundleVersion {
            entry: proof.entry,
            proof: proof.proof,
            content: proof.content,
            media_type: proof.media_type,
            object: proof.object,
            salt: proof.salt,
        });
    }
    if versions.is_empty() {
        return Err(EvidenceError::NotFound);
    }
    let readme = readme::text(organisation, &info.origin, &info.keys, versions.len());
    let bundle = Bundle { readme, keys: info.keys, versions };
    Ok(store.sign_bundle(actor.organisation, &bundle)?)
}
