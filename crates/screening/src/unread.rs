//! What the screening could not read. It is said each time, so that silence never looks like "nothing found".

/// Why something was not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum UnreadReason {
    /// The text, or a part of it, is in another language than Swedish.
    OtherLanguage,
    /// A picture without a description; what the picture shows is never read.
    ImageWithoutText,
    /// Sound.
    Sound,
    /// A film, whether it has a description or not.
    Film,
    /// A sticker without a description.
    Sticker,
    /// Another attachment, for example a document.
    Attachment,
    /// The text is longer than the screening reads.
    TooLong,
    /// There is no text and nothing attached.
    Empty,
}

impl UnreadReason {
    /// The sentence for a person, in Swedish; it begins "Inte läst av kontrollen".
    #[must_use]
    pub const fn explanation(self) -> &'static str {
        match self {
            Self::OtherLanguage => {
                "Inte läst av kontrollen: texten, eller en del av den, är på ett annat språk än svenska."
            }
            Self::ImageWithoutText => "Inte läst av kontrollen: en bild som saknar bildbeskrivning.",
            Self::Sound => "Inte läst av kontrollen: ljud.",
            Self::Film => "Inte läst av kontrollen: film eller rörlig bild.",
            Self::Sticker => "Inte läst av kontrollen: ett klistermärke som saknar beskrivning.",
            Self::Attachment => "Inte läst av kontrollen: en bifogad fil.",
            Self::TooLong => {
                "Inte läst av kontrollen: slutet av texten. Den är längre än vad kontrollen läser."
            }
            Self::Empty => "Inte läst av kontrollen: det finns ingen text att läsa.",
        }
    }
}

/// Something of the subject that the screening did not read, and a person has to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// Why.
    pub reason: UnreadReason,
    /// How many such things there are, for example pictures; at least 1.
    pub count: usize,
    /// [`UnreadReason::explanation`].
    pub explanation: &'static str,
}
