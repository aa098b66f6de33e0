//! Every copy of what must never be copied is destroyed: keys, salts and bytes.

use uppsikt_kernel::ActCode;

use super::Work;
use super::outcome::Outcome;
use crate::rooms::capture;
use crate::rooms::moderation::model::ModerationError;

const COPIES_PURGED: ActCode = ActCode::new("copies-purged");

impl Work<'_> {
    /// First nothing more is captured of it, then what was captured is destroyed.
    pub(super) async fn purge(&self) -> Result<Outcome, ModerationError> {
        let (item, cause) = (self.item.clone(), self.decision.id);
        self.app
            .store
            .write::<_, ModerationError, _>(self.actor, move |tx| {
                Box::pin(async move { Ok(capture::bar(tx, &item, cause).await?) })
            })
            .await?;
        let mut reader = self.app.store.read(self.actor).await?;
        let copies = capture::copies(&mut reader, &self.item).await?;
        drop(reader);
        let many = copies.len();
        if many > 0 {
            self.app.store.dispose(self.actor, COPIES_PURGED, self.decision.authority, copies).await?;
        }
        self.app.store.erase_freed().await?;
        Ok(Outcome::done(format!("{many} kopior förstörda")))
    }
}
