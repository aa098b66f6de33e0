//! Whether the ledger holds, as far as can be seen at once: the newest checkpoint's signature, and its root.

use uppsikt_store::{LogInfo, Reader, StoreError};

/// How the ledger stands.
pub(super) enum State {
    /// Signature and root agree with what lies in the database.
    Whole(LogInfo),
    /// Nothing is sealed yet.
    Begun,
    /// Something does not agree; what, as the program sees it.
    Broken(String),
}

/// Looks at the newest checkpoint; takes a few rows, however long the log is.
pub(super) async fn state(reader: &Reader) -> Result<State, StoreError> {
    let info = match reader.log().await {
        Ok(info) => info,
        Err(StoreError::LogDamaged(what)) => return Ok(State::Broken(what)),
        Err(error) => return Err(error),
    };
    let Some(signed) = &info.checkpoint else { return Ok(State::Begun) };
    let checkpoint = match signed.verify(&info.keys) {
        Ok(checkpoint) => checkpoint,
        Err(error) => return Ok(State::Broken(error.to_string())),
    };
    match reader.continues(checkpoint).await {
        Ok(()) => Ok(State::Whole(info)),
        Err(StoreError::LogDamaged(what)) => Ok(State::Broken(what)),
        Err(error) => Err(error),
    }
}
