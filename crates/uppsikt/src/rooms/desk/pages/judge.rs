//! A decision on its way from a page to the room of decisions: what the platform can do, and whether the page is old.

use uppsikt_kernel::Actor;
use uppsikt_platform::Abilities;
use uppsikt_store::StoreError;
use uuid::Uuid;

use crate::app::App;
use crate::rooms::account::{self, Account};
use crate::rooms::moderation::{self, Decided, ModerationError, NewDecision};

/// Why a page's decision was not recorded.
#[derive(Debug, thiserror::Error)]
pub(super) enum JudgeError {
    /// Somebody has decided since the page was made.
    #[error("somebody has decided about the item since the page was made")]
    Decided,
    /// The room of decisions.
    #[error(transparent)]
    Moderation(#[from] ModerationError),
}

impl From<StoreError> for JudgeError {
    fn from(error: StoreError) -> Self {
        Self::Moderation(error.into())
    }
}

impl JudgeError {
    /// Whether the page has grown old: what was read is no longer what is there.
    pub(super) const fn is_stale(&self) -> bool {
        matches!(
            self,
            Self::Decided | Self::Moderation(ModerationError::Changed { .. } | ModerationError::UnderWay)
        )
    }
}

/// What the account's platform is able to do; `None` where it is worked by hand or cannot be reached.
pub(super) fn abilities(app: &App, account: &Account) -> Option<Abilities> {
    app.connect(account).ok().map(|platform| platform.abilities())
}

/// Records the decision, unless somebody else has decided since `decided` decisions were on the page.
pub(super) async fn decide(
    app: &App,
    actor: &Actor,
    account: &Account,
    new: NewDecision,
    decided: Option<usize>,
) -> Result<Decided, JudgeError> {
    let abilities = abilities(app, account);
    app.store
        .write::<_, JudgeError, _>(actor, move |tx| {
            Box::pin(async move {
                let known = moderation::decisions_about(tx, new.item).await?;
                if Some(known.len()) != decided {
                    return Err(JudgeError::Decided);
                }
                Ok(moderation::decide(tx, abilities.as_ref(), &new).await?)
            })
        })
        .await
}

/// Takes a decision back.
pub(super) async fn withdraw(app: &App, actor: &Actor, id: Uuid) -> Result<Uuid, ModerationError> {
    let withdrawn = app
        .store
        .write::<_, ModerationError, _>(actor, move |tx| {
            Box::pin(async move { moderation::withdraw(tx, id).await })
        })
        .await?;
    Ok(withdrawn.item)
}

/// The account that shows an item.
pub(super) async fn account_of(
    reader: &mut uppsikt_store::Reader,
    item: &crate::rooms::capture::CapturedItem,
) -> Result<Account, ModerationError> {
    account::by_id(reader, item.account).await?.ok_or(ModerationError::NotFound)
}
