//! What a visitor does on the practice platform: writes, rewords and takes away what is the visitor's own.

use bytes::Bytes;
use serde_json::{Map, Value, json};

use super::act::{AddError, Change};
use super::content::{Content, Kept};
use super::{Practice, PracticeError};
use crate::imports::ndjson::{ItemLine, ItemState, item_line};
use crate::item::{Item, ItemKind};

/// Why a visitor cannot change something there.
#[derive(Debug, thiserror::Error)]
pub enum VisitError {
    /// There is no such item, or it is shown no longer.
    #[error("changing an item on the practice platform was refused: it is not there")]
    Gone,
    /// Somebody else wrote it.
    #[error("changing an item on the practice platform was refused: somebody else wrote it")]
    NotTheirs,
    /// The file could not be changed.
    #[error(transparent)]
    File(#[from] PracticeError),
}

impl Practice {
    /// Several write, one after the other; all or none.
    ///
    /// # Errors
    /// [`AddError`]: the first that may not write.
    pub fn add_all(&self, items: &[ItemLine]) -> Result<(), AddError> {
        self.change(|content| {
            let mut lines = content.lines.clone();
            for item in items {
                content.admits(item)?;
                lines.push(item_line(item).into());
            }
            Ok((Some(Change { lines, deed: None }), ()))
        })
    }

    /// Whoever wrote an item writes something else in its place.
    ///
    /// # Errors
    /// [`VisitError`].
    pub fn reword(&self, kind: ItemKind, id: &str, author_id: &str, text: &str) -> Result<(), VisitError> {
        let at = self.clock.now().to_string();
        self.change(|content| {
            let (kept, item) = content.written_by(kind, id, author_id)?;
            if item.text == text {
                return Ok((None, ()));
            }
            let mut lines = content.lines.clone();
            let line = lines.get_mut(kept.line).ok_or(VisitError::Gone)?;
            // As an object, so that fields which we do not know stay where they are.
            let mut fields: Map<String, Value> =
                serde_json::from_slice(line).map_err(|_| VisitError::Gone)?;
            fields.insert("text".to_owned(), text.into());
            fields.insert("edited_at".to_owned(), at.into());
            *line = Value::Object(fields).to_string().into();
            Ok((Some(Change { lines, deed: None }), ()))
        })
    }

    /// Whoever wrote an item takes it away; the platform says so when it is asked for it.
    ///
    /// # Errors
    /// [`VisitError`].
    pub fn withdraw(&self, kind: ItemKind, id: &str, author_id: &str) -> Result<(), VisitError> {
        self.change(|content| {
            let (kept, _) = content.written_by(kind, id, author_id)?;
            let mut lines = content.lines.clone();
            lines.remove(kept.line);
            let line = json!({"type": "withdrawn", "account": kept.account, "kind": kind, "id": id});
            lines.push(Bytes::from(line.to_string()));
            Ok((Some(Change { lines, deed: None }), ()))
        })
    }
}

impl Content {
    /// An item that is shown and was written by whoever has that id.
    fn written_by(&self, kind: ItemKind, id: &str, author_id: &str) -> Result<(&Kept, &Item), VisitError> {
        let kept = self.find(kind, id).ok_or(VisitError::Gone)?;
        let item = kept.read.as_ref().map_err(|_| VisitError::Gone)?;
        if item.state != ItemState::Shown.code() {
            return Err(VisitError::Gone);
        }
        if item.own || item.author_native_id.as_deref() != Some(author_id) {
            return Err(VisitError::NotTheirs);
        }
        Ok((kept, item))
    }
}
