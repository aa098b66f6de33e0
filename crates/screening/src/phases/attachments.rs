//! Says which attachments nobody read.

use crate::pipeline::Draft;
use crate::subject::AttachmentKind;
use crate::unread::UnreadReason;

/// Notes what hangs on the text and has no words, or has more than its words say.
pub(crate) fn note_attachments(draft: &mut Draft<'_>) {
    for attachment in draft.subject.attachments {
        draft.steps += 1;
        let is_described = attachment.alt.is_some_and(|alt| !alt.trim().is_empty());
        let reason = match attachment.kind {
            AttachmentKind::Image | AttachmentKind::Sticker if is_described => continue,
            AttachmentKind::Image => UnreadReason::ImageWithoutText,
            AttachmentKind::Sticker => UnreadReason::Sticker,
            // A description of a film is not what is said in it.
            AttachmentKind::Film => UnreadReason::Film,
            AttachmentKind::Sound => UnreadReason::Sound,
            AttachmentKind::Other => UnreadReason::Attachment,
        };
        draft.note_unread(reason);
    }
}
