//! Reads the subject's texts: cuts what is too long, folds the rest and finds its words.

use crate::finding::Part;
use crate::pipeline::Draft;
use crate::text::Reading;
use crate::unread::UnreadReason;

/// The most that is read of one text, in bytes.
///
/// No platform's post comes near it; what does is an export by mistake or an attack.
const TEXT_BYTES_MAX: usize = 1_048_576;

/// Reads title, text and the descriptions of attachments.
pub(crate) fn read_parts(draft: &mut Draft<'_>) {
    let subject = draft.subject;
    let title = subject.title.map(|title| (Part::Title, title));
    let alts = subject.attachments.iter().enumerate();
    let alts = alts.filter_map(|(index, attachment)| attachment.alt.map(|alt| (Part::Alt(index), alt)));
    for (part, text) in title.into_iter().chain([(Part::Text, subject.text)]).chain(alts) {
        let read = text.get(..text.floor_char_boundary(TEXT_BYTES_MAX)).unwrap_or_default();
        if read.len() < text.len() {
            draft.note_unread(UnreadReason::TooLong);
        }
        let reading = Reading::new(part, read);
        draft.steps += reading.steps();
        draft.readings.push(reading);
    }
    if subject.attachments.is_empty()
        && draft.readings.iter().all(|reading| reading.folded().trim().is_empty())
    {
        draft.note_unread(UnreadReason::Empty);
    }
}
