//! Evidence first: the judged version, or the note that stands in for it, under a signed checkpoint.

use uppsikt_ledger::{Sealed, WrittenNote};
use uppsikt_store::StoreError;

use super::Work;
use super::outcome::Outcome;
use crate::rooms::moderation::model::ModerationError;

impl Work<'_> {
    pub(super) async fn seal(&self) -> Result<Outcome, ModerationError> {
        let sealed = self.sealed().await?;
        let answer = format!("plats {} i liggaren", sealed.index());
        Ok(Outcome::Done { answer, reference: Some(sealed.object().uuid()) })
    }

    /// The proof without which nothing is done to the item.
    ///
    /// For what must never be copied it is of the note: its content is a text, and nothing else goes with it.
    pub(super) async fn sealed(&self) -> Result<Sealed, ModerationError> {
        self.app.store.seal(self.actor.organisation).await?;
        let reader = self.app.store.read(self.actor).await?;
        let damaged = |why: String| StoreError::LogDamaged(why);
        let never_copied = self.decision.class.copying_is_crime();
        let object = if never_copied { self.decision.note } else { self.decision.object };
        let proof = reader.prove(object).await?;
        let keys = reader.log().await?.keys;
        let sealed = Sealed::verify(&proof.entry, &proof.proof, &keys, object)
            .map_err(|error| damaged(error.to_string()))?;
        if never_copied {
            let text = String::from_utf8(proof.content).map_err(|error| damaged(error.to_string()))?;
            let note = WrittenNote::verify(sealed, &proof.salt, &text)
                .map_err(|error| damaged(error.to_string()))?;
            return Ok(note.sealed().clone());
        }
        let version = u32::try_from(self.decision.version).unwrap_or_default();
        if sealed.item() != self.item.id || sealed.version() != version {
            return Err(damaged("beviset gäller en annan version".to_owned()).into());
        }
        Ok(sealed)
    }
}
