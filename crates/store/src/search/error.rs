//! What can go wrong with the index; nothing of it touches what is kept.

use std::path::PathBuf;

use tantivy::TantivyError;

/// Why the index could not be used. It is derived: nothing that is kept is lost with it.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// Its folder cannot be used.
    #[error("cannot use the folder of the index, {}", .0.display())]
    Folder(PathBuf, #[source] std::io::Error),
    /// Its files are not what was written.
    #[error("the index is damaged: {0}")]
    Damaged(String),
    /// A query or a commit could not be carried out.
    #[error("the index did not answer")]
    Failed(#[source] Box<TantivyError>),
    /// The task that asked ended before it answered.
    #[error("a task of the index ended before it answered")]
    TaskEnded,
}

impl From<TantivyError> for SearchError {
    fn from(error: TantivyError) -> Self {
        match error {
            TantivyError::DataCorruption(_)
            | TantivyError::DeserializeError(_)
            | TantivyError::IncompatibleIndex(_)
            | TantivyError::OpenReadError(_) => Self::Damaged(error.to_string()),
            other => Self::Failed(Box::new(other)),
        }
    }
}
