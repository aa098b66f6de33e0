//! What the fake lets an account do.

use super::{Fake, FakeFault, State, shape};
use crate::abilities::{Abilities, EditSign, Hiding, Limits};
use crate::error::PlatformError;
use crate::item::ItemKind;
use crate::measure::{Measure, MeasureError, Measured, Posted};

const ALL: &[Measure] = &[
    Measure::Hide,
    Measure::Spam,
    Measure::Trash,
    Measure::Delete,
    Measure::Restore,
    Measure::Block,
    Measure::CloseThread,
];

pub(super) const ABILITIES: Abilities = Abilities {
    reads: &ItemKind::ALL,
    edits: EditSign::Comparison,
    hiding: Hiding::FromEverybody,
    measures: ALL,
    measures_on_own: ALL,
    replies: true,
    announces: false,
    tells_gone: true,
    limits: Limits {
        page_items_max: 100,
        text_chars_max: None,
        asks_per_minute_max: None,
        media_bytes_max: 1024 * 1024,
    },
};

impl Fake {
    /// Everything that was done there, in order: the measure's code or `reply`, and the item's id.
    #[must_use]
    pub fn done(&self) -> Vec<(String, String)> {
        self.with(|state| state.done.clone())
    }

    pub(super) fn take_reply(&self, native_id: &str, text: &str) -> Result<Posted, MeasureError> {
        let spoil = self.with(|state| state.fault("/replies")).map_err(MeasureError::NotDone)?;
        if !self.with(|state| native_id.parse().is_ok_and(|id: u64| state.items.contains_key(&id))) {
            return Err(MeasureError::NotDone(gone("/replies".to_owned())));
        }
        // What is shown there is HTML, and the text is to be read as it was written.
        let html = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        let native = self.answer(native_id, &html);
        self.with(|state| state.done.push(("reply".to_owned(), native_id.to_owned())));
        if spoil.is_some() {
            return Err(MeasureError::Unknown(silent("/replies")));
        }
        Ok(Posted { native_id: native, permalink: None })
    }
}

fn silent(request: &str) -> PlatformError {
    PlatformError::Malformed { request: request.to_owned(), line: 0, column: 0 }
}

fn gone(request: String) -> PlatformError {
    PlatformError::Failed { request, status: 404, retry_after: None }
}

impl State {
    /// Whether this author can write nothing on this item.
    pub(super) fn is_closed_to(&self, on: &str, author: &str) -> bool {
        let thread = on.parse().map(|on| self.thread(on));
        self.blocked.contains(author) || thread.is_ok_and(|thread| self.closed.contains(&thread))
    }

    /// The item at the top of the thread that an item is in.
    fn thread(&self, id: u64) -> u64 {
        // A parent is there before what answers it, so that this comes to an end.
        let mut top = id;
        while let Some((_, parent)) = self.items.get(&top).and_then(|item| item.parent) {
            top = parent;
        }
        top
    }

    pub(super) fn measure(&mut self, native_id: &str, measure: Measure) -> Result<Measured, MeasureError> {
        let request = format!("/items/{native_id}/{measure}");
        let spoil = self.fault(&request).map_err(MeasureError::NotDone)?;
        let id: u64 = native_id.parse().map_err(|_| MeasureError::NotDone(PlatformError::NativeId))?;
        let state = match measure {
            Measure::Hide => Some("hold"),
            Measure::Spam => Some("spam"),
            Measure::Trash => Some("trash"),
            Measure::Restore => Some(shape::SHOWN),
            Measure::Delete | Measure::Block | Measure::CloseThread => None,
            Measure::Report => return Err(MeasureError::NotAble),
        };
        let thread = self.thread(id);
        let was_so = match (measure, self.items.get_mut(&id)) {
            (Measure::Delete, there) => there.is_none() || self.items.remove(&id).is_none(),
            (_, None) => return Err(MeasureError::NotDone(gone(request))),
            (Measure::Block, Some(item)) => !self.blocked.insert(item.author.clone()),
            (Measure::CloseThread, Some(_)) => !self.closed.insert(thread),
            (_, Some(item)) => {
                state.is_some_and(|state| std::mem::replace(&mut item.state, state.to_owned()) == state)
            }
        };
        if !was_so {
            self.done.push((measure.code().to_owned(), native_id.to_owned()));
        }
        match spoil {
            Some(FakeFault::SilentAfter | FakeFault::HalfAnswer) => {
                Err(MeasureError::Unknown(silent(&request)))
            }
            _ => Ok(Measured { answer: "200".to_owned(), was_so }),
        }
    }
}
