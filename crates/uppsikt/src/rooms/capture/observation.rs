//! What a person saw on a platform, and whether it can be kept as an item.

use std::fmt;

use bytes::Bytes;
use uppsikt_kernel::{Digest, Micros, stockholm};
use uppsikt_platform::imports::ndjson::ItemState;
use uppsikt_platform::{ItemKind, Media, QuarantineReason};
use uuid::Uuid;

use super::preview::picture_type;
use crate::explain::{Exit, Explanation};

/// Largest screenshot, in bytes: ten times what the largest screen gives.
pub const PICTURE_BYTES_MAX: u64 = 50 * 1000 * 1000;
/// Most screenshots of one observation.
pub const PICTURES_MAX: usize = 20;
/// A clock may go ahead of ours by this much, in microseconds.
const AHEAD_MICROS_MAX: i64 = 5 * 60 * 1_000_000;
/// Hex digits of a picture's name: the same picture has the same name, so that it is kept once.
const NAME_DIGITS: usize = 16;

/// What a person saw, and attests.
///
/// Its debug form tells nothing of what it says.
#[derive(Clone)]
pub struct Observation {
    /// What sort of contribution it is.
    pub kind: ItemKind,
    /// Its own address; the platform's name for it.
    pub address: Option<String>,
    /// The item that was seen again, where it has no address.
    pub item: Option<Uuid>,
    /// What it says; as it was when absent.
    pub text: Option<String>,
    /// The name shown for who wrote it; as it was when absent.
    pub author: Option<String>,
    /// Whether it is the authority's own; as it was when absent.
    pub own: Option<bool>,
    /// What it answers: an item's id, or an address.
    pub parent: Option<String>,
    /// When the platform says that it was published; as it was when absent.
    pub published_at: Option<Micros>,
    /// What the platform does with it.
    pub state: ItemState,
    /// Screenshots, and pictures that belong to it; as they were when there are none.
    pub pictures: Vec<Picture>,
}

impl fmt::Debug for Observation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Observation")
            .field("kind", &self.kind)
            .field("state", &self.state)
            .field("pictures", &self.pictures.len())
            .finish_non_exhaustive()
    }
}

/// A picture of what was seen.
#[derive(Clone)]
pub struct Picture {
    /// The file's bytes.
    pub bytes: Bytes,
    /// What stands for it in words.
    pub alt: Option<String>,
}

impl fmt::Debug for Picture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Picture").field("bytes", &self.bytes.len()).finish_non_exhaustive()
    }
}

/// Why what a person saw cannot be kept as an item; nothing was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ObservationError {
    /// The item was not known before, and no text was given.
    #[error("a new item needs a text")]
    NoText,
    /// The item was not known before, and it was not said when it was published.
    #[error("a new item needs the time of publication")]
    NoTime,
    /// The time of publication has not come yet.
    #[error("the time of publication lies ahead")]
    Ahead,
    /// The item that was named belongs to another account, or there is none.
    #[error("there is no such item on the account")]
    OtherItem,
    /// The item is of another kind than was said.
    #[error("the item is of another kind")]
    OtherKind,
    /// A file is no picture of a kind that is kept.
    #[error("a file is no JPEG, PNG, WebP or GIF picture")]
    NoPicture,
    /// There are too many pictures.
    #[error("there are more than {PICTURES_MAX} pictures")]
    TooMany,
    /// A picture is too large.
    #[error("a picture is larger than {PICTURE_BYTES_MAX} bytes")]
    TooLarge,
    /// An id, a time or a text is none that can be read again.
    #[error("it could not be read again: {0}")]
    Unreadable(QuarantineReason),
}

impl ObservationError {
    /// What the person is told, in Swedish.
    #[must_use]
    pub fn explain(self) -> Explanation {
        let told = |happened: &str, next: &str| {
            Explanation::new(Exit::Usage, format!("{happened} Inget har sparats."), next)
        };
        match self {
            Self::NoText => told(
                "Inslaget är inte registrerat förut, och det framgår inte vad som står i det.",
                "Ange texten med --text TEXT eller --text-file FIL.",
            ),
            Self::NoTime => told(
                "Inslaget är inte registrerat förut, och det framgår inte när det publicerades.",
                "Ange tiden som plattformen visar: --published \"2026-03-01 08:15\". Då räknas det som inkommet.",
            ),
            Self::Ahead => told("Tiden för publiceringen har inte varit ännu.", "Kontrollera --published."),
            Self::OtherItem => told(
                "Kontot har inget inslag med det id:t.",
                "Kontrollera --item och --parent; id:n visas av: uppsikt show",
            ),
            Self::OtherKind => told("Inslaget är registrerat som ett annat slag.", "Kontrollera --kind."),
            Self::NoPicture => told(
                "En av filerna är ingen bild av slaget JPEG, PNG, WebP eller GIF.",
                "Ta en skärmbild. Andra filer sparas med: uppsikt record FIL",
            ),
            Self::TooMany => told("Det är fler än 20 bilder.", "Registrera de viktigaste."),
            Self::TooLarge => told("En bild är större än 50 MB.", "Ta en skärmbild i stället."),
            Self::Unreadable(QuarantineReason::TooLong) => told(
                "Texten är längre än något inslag på någon plattform.",
                "Spara den som en fil med: uppsikt record FIL",
            ),
            Self::Unreadable(QuarantineReason::Time) => {
                told("Tiden ligger inte mellan 1990 och 2099.", "Kontrollera --published.")
            }
            Self::Unreadable(_) => told(
                "Adressen eller id:t går inte att använda: det är för långt eller har tecken som inte går att skriva.",
                "Kontrollera --address och --parent.",
            ),
        }
    }
}

/// The pictures as an item names them, with their bytes by those names.
pub(super) fn named(pictures: &[Picture]) -> Result<Vec<(Media, Bytes)>, ObservationError> {
    if pictures.len() > PICTURES_MAX {
        return Err(ObservationError::TooMany);
    }
    let named = pictures.iter().map(|picture| {
        if picture.bytes.len() as u64 > PICTURE_BYTES_MAX {
            return Err(ObservationError::TooLarge);
        }
        let (media_type, ending) = picture_type(&picture.bytes).ok_or(ObservationError::NoPicture)?;
        let digest = Digest::of(&picture.bytes).to_string();
        let source = format!("{}.{ending}", digest.get(..NAME_DIGITS).unwrap_or(&digest));
        let media = Media { source, alt: picture.alt.clone(), media_type: Some(media_type.to_owned()) };
        Ok((media, picture.bytes.clone()))
    });
    named.collect()
}

/// When something was published: a time with its offset, or as a clock in Sweden shows it.
#[must_use]
pub fn published_time(text: &str) -> Option<Micros> {
    let text = text.trim();
    if let Ok(at) = text.parse::<jiff::Timestamp>() {
        return Some(at.into());
    }
    // A day alone would be midnight, which nobody has seen.
    let civil: jiff::civil::DateTime = text.parse().ok().filter(|_| text.contains(':'))?;
    Some(civil.to_zoned(stockholm().ok()?).ok()?.timestamp().into())
}

/// A time of publication that has been.
pub(super) fn not_ahead(at: Micros, now: Micros) -> Result<Micros, ObservationError> {
    if at.get() > now.get().saturating_add(AHEAD_MICROS_MAX) { Err(ObservationError::Ahead) } else { Ok(at) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_swedish_unless_they_say_otherwise() {
        for (text, utc) in [
            ("2026-03-01 08:15", "2026-03-01T07:15:00Z"),
            ("2026-03-01T08:15", "2026-03-01T07:15:00Z"),
            ("2026-07-01T08:15:30", "2026-07-01T06:15:30Z"),
            ("2026-07-01T08:15:00Z", "2026-07-01T08:15:00Z"),
        ] {
            assert_eq!(published_time(text).unwrap().to_string(), utc, "{text}");
        }
        for bad in ["", "igår", "2026-03-01", "08:15", "9999-99-99 08:15"] {
            assert!(published_time(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn the_same_picture_has_the_same_name_and_no_picture_none() {
        let gif = Bytes::from_static(b"GIF89a\x01\0\x01\0\0\0\0;");
        let picture = |bytes: &Bytes| Picture { bytes: bytes.clone(), alt: Some("En brygga".to_owned()) };
        let all = named(&[picture(&gif), picture(&gif)]).unwrap();
        assert_eq!(all[0].0.source, all[1].0.source);
        assert!(all[0].0.source.ends_with(".gif") && all[0].0.source.len() == NAME_DIGITS + 4);
        let text = Bytes::from_static(b"<html>");
        assert_eq!(named(&[picture(&text)]).unwrap_err(), ObservationError::NoPicture);
        let many: Vec<Picture> = (0..=PICTURES_MAX).map(|_| picture(&gif)).collect();
        assert_eq!(named(&many).unwrap_err(), ObservationError::TooMany);
        assert!(!format!("{:?}", picture(&gif)).contains("brygga"));
    }
}
