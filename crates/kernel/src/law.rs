//! References to law, so that every refusal and task can name its ground.

use std::fmt;

/// A place in a Swedish statute, for example 5 § första stycket lagen (1998:112).
///
/// ```
/// use uppsikt_kernel::LegalRef;
/// const REMOVE: LegalRef = LegalRef::section("1998:112", "5").paragraph(1);
/// assert_eq!(REMOVE.to_string(), "5 § första stycket lagen (1998:112)");
/// const SECRECY: LegalRef = LegalRef::chapter("2009:400", 21, "7");
/// assert_eq!(SECRECY.to_string(), "21 kap. 7 § lagen (2009:400)");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LegalRef {
    statute: &'static str,
    chapter: Option<u8>,
    section: &'static str,
    paragraph: Option<u8>,
}

const PARAGRAPHS: [&str; 6] = ["första", "andra", "tredje", "fjärde", "femte", "sjätte"];

impl LegalRef {
    /// A section of a statute without chapters: its number in SFS and the section (`5`, `12 a`).
    #[must_use]
    pub const fn section(statute: &'static str, section: &'static str) -> Self {
        Self { statute, chapter: None, section, paragraph: None }
    }

    /// A section of a chapter.
    #[must_use]
    pub const fn chapter(statute: &'static str, chapter: u8, section: &'static str) -> Self {
        Self { statute, chapter: Some(chapter), section, paragraph: None }
    }

    /// The same place, narrowed to a paragraph (stycke), counted from 1.
    #[must_use]
    pub const fn paragraph(self, paragraph: u8) -> Self {
        Self { paragraph: Some(paragraph), ..self }
    }

    /// The statute's number in Svensk författningssamling.
    #[must_use]
    pub const fn statute(self) -> &'static str {
        self.statute
    }
}

impl fmt::Display for LegalRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(chapter) = self.chapter {
            write!(f, "{chapter} kap. ")?;
        }
        write!(f, "{} § ", self.section)?;
        if let Some(paragraph) = self.paragraph {
            match PARAGRAPHS.get(usize::from(paragraph).wrapping_sub(1)) {
                Some(word) => write!(f, "{word} stycket ")?,
                None => write!(f, "stycke {paragraph} ")?,
            }
        }
        write!(f, "lagen ({})", self.statute)
    }
}
