//! That a person stops the reading of an account for a while, and lets it go on.

use uppsikt_kernel::{Actor, Role};
use uppsikt_store::Tx;

use super::actions;
use super::model::{Account, AccountError, Pause};

/// Roles that look after connections.
pub const CARETAKERS: &[Role] = &[Role::Communications, Role::Manager, Role::Administrator];

/// Why a person stops the reading: the code that the pause keeps, and the words.
pub const PAUSE_REASONS: [(&str, &str); 4] = [
    ("maintenance", "plattformen eller webbplatsen har underhåll"),
    ("handover", "kontot byter ansvarig eller inloggning"),
    ("trouble", "hämtningen stör eller ger fel som utreds"),
    ("other-way", "kontot bevakas på annat sätt så länge"),
];

/// Whether the actor looks after the connections of the account's authority.
#[must_use]
pub fn may_look_after(actor: &Actor, account: &Account) -> bool {
    CARETAKERS.iter().any(|role| actor.has_in(*role, account.authority))
}

impl Pause {
    /// The person's reason in words; none where the platform or a file is the reason.
    #[must_use]
    pub fn reason(&self) -> Option<&'static str> {
        PAUSE_REASONS.iter().find(|(code, _)| *code == self.why).map(|(_, words)| *words)
    }
}

/// Stops the reading of an account, for one of the reasons in [`PAUSE_REASONS`].
///
/// # Errors
/// [`AccountError::NotCaretaker`], [`AccountError::NoReason`].
pub async fn stop_reading(tx: &mut Tx, account: &Account, why: &str) -> Result<(), AccountError> {
    if !may_look_after(tx.actor(), account) {
        return Err(AccountError::NotCaretaker);
    }
    if !PAUSE_REASONS.iter().any(|(code, _)| *code == why) {
        return Err(AccountError::NoReason);
    }
    actions::pause(tx, account, why).await
}

/// Lets the reading of an account go on from the next round.
///
/// # Errors
/// [`AccountError::NotCaretaker`].
pub async fn go_on_reading(tx: &mut Tx, account: &Account) -> Result<(), AccountError> {
    if !may_look_after(tx.actor(), account) {
        return Err(AccountError::NotCaretaker);
    }
    actions::resume(tx, account).await
}
