//! What is screened: one post, page, comment or message with what hangs on it.

use std::fmt;

/// What kind of item the text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum SubjectKind {
    /// A post.
    Post,
    /// A page.
    Page,
    /// A comment.
    #[default]
    Comment,
    /// A message that is not for everybody.
    Message,
}

/// What kind of thing is attached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AttachmentKind {
    /// A picture.
    Image,
    /// A film, or a picture that moves.
    Film,
    /// Sound, for example a voice message.
    Sound,
    /// A sticker, or a reaction that is a picture.
    Sticker,
    /// Anything else: a document, a form, a file.
    Other,
}

/// Something that hangs on the text.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Attachment<'a> {
    /// What it is.
    pub kind: AttachmentKind,
    /// Its description in words, when the platform has one; it is read like the text.
    pub alt: Option<&'a str>,
}

impl fmt::Debug for Attachment<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let alt_bytes = self.alt.map(str::len);
        f.debug_struct("Attachment").field("kind", &self.kind).field("alt_bytes", &alt_bytes).finish()
    }
}

/// What is screened. Its debug output has lengths and never content.
#[derive(Clone, Copy, Default)]
pub struct Subject<'a> {
    /// The title, where the kind of item has one.
    pub title: Option<&'a str>,
    /// The text as readers see it, without markup.
    pub text: &'a str,
    /// The language that the platform names, as a BCP 47 tag (`sv`, `en-GB`); only a hint.
    pub language: Option<&'a str>,
    /// What hangs on it.
    pub attachments: &'a [Attachment<'a>],
    /// Whether the authority wrote it itself; its own questions wait for no answer of its own.
    pub is_own: bool,
    /// What it is.
    pub kind: SubjectKind,
}

impl fmt::Debug for Subject<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Subject")
            .field("kind", &self.kind)
            .field("is_own", &self.is_own)
            .field("title_bytes", &self.title.map(str::len))
            .field("text_bytes", &self.text.len())
            .field("attachments", &self.attachments)
            .finish()
    }
}
