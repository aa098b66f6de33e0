//! What can be done on the practice platform.

use bytes::Bytes;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use uppsikt_kernel::Micros;

use super::content::{Content, Kept, PAGE_ITEMS_MAX};
use super::file::{self, WriteLock};
use super::{Practice, PracticeError};
use crate::abilities::{Abilities, EditSign, Hiding, Limits};
use crate::error::PlatformError;
use crate::imports::ndjson::{ItemLine, ItemState, item_line};
use crate::item::{Item, ItemKind, NativeRef};
use crate::measure::{Measure, MeasureError, Measured, Posted};

/// Pictures to practise on need not be large.
pub(super) const MEDIA_BYTES_MAX: u64 = 50 * 1024 * 1024;

const MEASURES_ON_OWN: &[Measure] =
    &[Measure::Hide, Measure::Trash, Measure::Delete, Measure::Restore, Measure::CloseThread];

pub(super) const ABILITIES: Abilities = Abilities {
    reads: &ItemKind::ALL,
    edits: EditSign::Comparison,
    hiding: Hiding::FromEverybody,
    measures: &Measure::ALL,
    measures_on_own: MEASURES_ON_OWN,
    replies: true,
    announces: false,
    tells_gone: true,
    limits: Limits {
        page_items_max: PAGE_ITEMS_MAX as u32,
        text_chars_max: None,
        asks_per_minute_max: None,
        media_bytes_max: MEDIA_BYTES_MAX,
    },
};

/// Something that was done, as the file tells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deed {
    /// The measure's code, or `reply`.
    pub measure: String,
    /// Which sort of item it was done to.
    pub kind: ItemKind,
    /// The item's id.
    pub id: String,
    /// When.
    pub at: String,
}

/// Why somebody may not write there.
#[derive(Debug, thiserror::Error)]
pub enum AddError {
    /// There is such an item.
    #[error("adding an item to the practice platform was refused: its id is taken")]
    Taken,
    /// Who writes is blocked.
    #[error("adding an item to the practice platform was refused: its author is blocked")]
    Blocked,
    /// The thread is closed.
    #[error("adding an item to the practice platform was refused: the thread is closed")]
    Closed,
    /// The file could not be changed.
    #[error(transparent)]
    File(#[from] PracticeError),
}

/// What becomes of the file.
pub(super) struct Change {
    pub(super) lines: Vec<Bytes>,
    pub(super) deed: Option<(&'static str, NativeRef)>,
}

impl Practice {
    /// Somebody writes: the account itself, or a visitor who is neither blocked nor shut out of the thread.
    ///
    /// # Errors
    /// [`AddError`].
    pub fn add(&self, item: &ItemLine) -> Result<(), AddError> {
        self.change(|content| {
            content.admits(item)?;
            let mut lines = content.lines.clone();
            lines.push(item_line(item).into());
            Ok((Some(Change { lines, deed: None }), ()))
        })
    }

    /// Does something to an item, and notes that it was done; nothing is noted when it was so already.
    pub(super) fn act(
        &self,
        kind: ItemKind,
        native_id: &str,
        measure: Measure,
    ) -> Result<Measured, MeasureError> {
        self.change(|content| {
            let Some(kept) = content.find(kind, native_id).filter(|kept| !kept.is_removed()) else {
                return match measure {
                    Measure::Delete => Ok((None, Measured { answer: "404".to_owned(), was_so: true })),
                    _ => Err(refused(404)),
                };
            };
            let item = kept.read.as_ref().map_err(|_| refused(422))?;
            if !ABILITIES.can(measure, item.own) {
                return Err(MeasureError::NotAble);
            }
            let lines = content.after(kept, item, measure)?;
            let was_so = lines.is_none();
            let deed = Some((measure.code(), item.native_ref()));
            Ok((lines.map(|lines| Change { lines, deed }), Measured { answer: "200".to_owned(), was_so }))
        })
    }

    /// Adds the account's own answer.
    pub(super) fn answer(&self, kind: ItemKind, native_id: &str, text: &str) -> Result<Posted, MeasureError> {
        let now = self.clock.now();
        self.change(|content| {
            let kept = content.find(kind, native_id).filter(|kept| !kept.is_removed()).ok_or(refused(404))?;
            if content.is_closed(kept) {
                return Err(refused(403));
            }
            let line = content.reply(kept, NativeRef { kind, id: native_id.to_owned() }, text, now);
            let mut lines = content.lines.clone();
            lines.push(item_line(&line).into());
            let deed = Some(("reply", NativeRef { kind, id: native_id.to_owned() }));
            Ok((Some(Change { lines, deed }), Posted { native_id: line.id, permalink: None }))
        })
    }

    /// Reads, decides and writes while no other writer can; without a change nothing is written.
    pub(super) fn change<T, E: From<PracticeError>>(
        &self,
        decide: impl FnOnce(&Content) -> Result<(Option<Change>, T), E>,
    ) -> Result<T, E> {
        let lock = WriteLock::take(&self.path)?;
        // Not from the cache: a writer sees what stands there now.
        let (_, bytes) = file::read(&self.path)?;
        let content = Content::read(&bytes, self.account.as_deref());
        let (change, answer) = decide(&content)?;
        if let Some(Change { mut lines, deed }) = change {
            if let Some((measure, item)) = deed {
                let at = self.clock.now().to_string();
                let deed =
                    json!({"type": "deed", "measure": measure, "kind": item.kind, "id": item.id, "at": at});
                lines.push(self.named(deed));
            }
            lock.replace(&self.path, &lines)?;
        }
        Ok(answer)
    }

    /// A line of our own, with the account where there may be several.
    fn named(&self, mut line: Value) -> Bytes {
        if let (Some(account), Some(fields)) = (&self.account, line.as_object_mut()) {
            fields.insert("account".to_owned(), account.clone().into());
        }
        line.to_string().into()
    }
}

impl From<PracticeError> for MeasureError {
    fn from(error: PracticeError) -> Self {
        let answer = error.answer("/practice");
        match error {
            PracticeError::Unconfirmed(_) => Self::Unknown(answer),
            _ => Self::NotDone(answer),
        }
    }
}

fn refused(status: u16) -> MeasureError {
    let request = "/practice".to_owned();
    MeasureError::NotDone(PlatformError::Failed { request, status, retry_after: None })
}

impl Kept {
    fn is_removed(&self) -> bool {
        self.read.as_ref().is_ok_and(|item| item.state == ItemState::Removed.code())
    }
}

impl Content {
    /// Whether somebody may write this there.
    pub(super) fn admits(&self, item: &ItemLine) -> Result<(), AddError> {
        if self.find(item.kind, &item.id).is_some() {
            return Err(AddError::Taken);
        }
        let author = item.author_id.as_ref().or(item.author.as_ref());
        if !item.own && author.is_some_and(|author| self.blocked.contains(author)) {
            return Err(AddError::Blocked);
        }
        let above = item.parent.as_ref().and_then(|parent| self.find(parent.kind, &parent.id));
        if above.is_some_and(|above| self.is_closed(above)) {
            return Err(AddError::Closed);
        }
        Ok(())
    }

    /// The lines after a measure; none when it was so already.
    fn after(&self, kept: &Kept, item: &Item, measure: Measure) -> Result<Option<Vec<Bytes>>, MeasureError> {
        let mut lines = self.lines.clone();
        let state = match measure {
            Measure::Hide => ItemState::Hidden,
            Measure::Spam => ItemState::Spam,
            Measure::Trash => ItemState::Trash,
            Measure::Restore => ItemState::Shown,
            Measure::Delete => {
                lines.remove(kept.line);
                return Ok(Some(lines));
            }
            Measure::Block => {
                let author = item
                    .author_native_id
                    .as_ref()
                    .or(item.author_name.as_ref())
                    .ok_or(MeasureError::NotAble)?;
                let key = if item.author_native_id.is_some() { "author_id" } else { "author" };
                lines.push(
                    json!({"type": "blocked", "account": kept.account, key: author}).to_string().into(),
                );
                return Ok(Some(lines).filter(|_| !self.blocked.contains(author)));
            }
            Measure::CloseThread => {
                let root = self.thread(item).pop().unwrap_or_else(|| item.native_ref());
                let line =
                    json!({"type": "closed", "account": kept.account, "kind": root.kind, "id": root.id});
                lines.push(line.to_string().into());
                return Ok(Some(lines).filter(|_| !self.closed.contains(&root)));
            }
            Measure::Report => {
                let told = |deed: &Deed| {
                    deed.measure == measure.code() && deed.kind == item.kind && deed.id == item.native_id
                };
                return Ok(Some(lines).filter(|_| !self.deeds.iter().any(told)));
            }
        };
        if item.state == state.code() {
            return Ok(None);
        }
        let line = lines.get_mut(kept.line).ok_or(refused(500))?;
        // As an object, so that fields which we do not know stay where they are.
        let mut fields: Map<String, Value> = serde_json::from_slice(line).map_err(|_| refused(500))?;
        fields.insert("state".to_owned(), state.code().into());
        *line = Value::Object(fields).to_string().into();
        Ok(Some(lines))
    }

    /// Whether nobody may write in the thread that an item stands in.
    fn is_closed(&self, kept: &Kept) -> bool {
        let thread = kept.read.as_ref().map(|item| self.thread(item)).unwrap_or_default();
        thread.iter().any(|above| self.closed.contains(above))
    }

    fn reply(&self, kept: &Kept, parent: NativeRef, text: &str, now: Micros) -> ItemLine {
        let is_message = parent.kind == ItemKind::Message;
        let kind = if is_message { ItemKind::Message } else { ItemKind::Comment };
        // A number that no answer has had, also none that has been removed since.
        let given = self.deeds.iter().filter(|deed| deed.measure == "reply").count();
        let mut numbers = (given + 1..).map(|number| format!("svar-{number}"));
        let id = numbers.find(|id| self.find(kind, id).is_none()).unwrap_or_default();
        ItemLine {
            account: kept.account.clone(),
            id,
            kind,
            parent: Some(parent),
            author: self.account.as_ref().map(|account| account.name.clone()),
            author_id: self.account.as_ref().map(|account| account.id.clone()),
            own: true,
            title: None,
            text: text.to_owned(),
            published_at: now,
            edited_at: None,
            state: ItemState::Shown,
            address: None,
            language: None,
            media: Vec::new(),
        }
    }
}
