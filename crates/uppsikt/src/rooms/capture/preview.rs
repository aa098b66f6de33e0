//! A picture as it may be shown: decoded within limits and written anew.
//!
//! What somebody has sent is never handed on as it is: a file that is a picture to one program and something else
//! to the next is not one after this, and what a camera wrote about place and owner is left behind. The sealed
//! bytes are not touched.

use std::io::Cursor;

use image::{DynamicImage, ImageDecoder as _, ImageFormat, ImageReader, Limits};

/// Most pixels: twice what a large camera takes.
const PIXELS_MAX: u64 = 40_000_000;
/// Most memory for one picture, in bytes.
const ALLOC_BYTES_MAX: u64 = 64 * 1024 * 1024;

/// Why a picture cannot be shown; holds nothing of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PreviewError {
    /// It is no picture of a kind that is shown.
    #[error("the file is no JPEG, PNG, WebP or GIF picture")]
    OtherForm,
    /// It has more pixels, or takes more memory, than a picture may.
    #[error("the picture is larger than what is shown")]
    TooLarge,
    /// It cannot be decoded.
    #[error("the picture cannot be decoded")]
    Damaged,
}

fn form(bytes: &[u8]) -> Option<ImageFormat> {
    let form = image::guess_format(bytes).ok()?;
    let is_shown =
        matches!(form, ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP | ImageFormat::Gif);
    is_shown.then_some(form)
}

/// The media type and the ending of a picture's name, told from its bytes; `None` for what is not shown.
#[must_use]
pub fn picture_type(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    Some(match form(bytes)? {
        ImageFormat::Jpeg => ("image/jpeg", "jpg"),
        ImageFormat::Png => ("image/png", "png"),
        ImageFormat::WebP => ("image/webp", "webp"),
        _ => ("image/gif", "gif"),
    })
}

/// The picture as a new PNG, the right way up; of an animation its first image.
///
/// # Errors
/// [`PreviewError`].
pub fn preview(bytes: &[u8]) -> Result<Vec<u8>, PreviewError> {
    let mut png = Cursor::new(Vec::new());
    decoded(bytes)?.write_to(&mut png, ImageFormat::Png).map_err(refused)?;
    Ok(png.into_inner())
}

/// A picture as it is shown on a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// The picture, written anew.
    pub bytes: Vec<u8>,
    /// `image/jpeg`, or `image/png` where parts of it are transparent.
    pub media_type: &'static str,
}

/// The picture for a page, no side longer than `side_max` pixels; of an animation its first image.
///
/// # Errors
/// [`PreviewError`].
pub fn preview_within(bytes: &[u8], side_max: u32) -> Result<Shown, PreviewError> {
    let mut picture = decoded(bytes)?;
    if picture.width().max(picture.height()) > side_max {
        picture = picture.thumbnail(side_max, side_max);
    }
    let mut written = Cursor::new(Vec::new());
    let media_type = if picture.color().has_alpha() {
        picture.write_to(&mut written, ImageFormat::Png).map_err(refused)?;
        "image/png"
    } else {
        DynamicImage::from(picture.to_rgb8()).write_to(&mut written, ImageFormat::Jpeg).map_err(refused)?;
        "image/jpeg"
    };
    Ok(Shown { bytes: written.into_inner(), media_type })
}

fn decoded(bytes: &[u8]) -> Result<DynamicImage, PreviewError> {
    let form = form(bytes).ok_or(PreviewError::OtherForm)?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(ALLOC_BYTES_MAX);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), form);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(refused)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > PIXELS_MAX || decoder.total_bytes() > ALLOC_BYTES_MAX {
        return Err(PreviewError::TooLarge);
    }
    // A picture without a word about it stands as it is.
    let orientation = decoder.orientation().ok();
    let mut picture = DynamicImage::from_decoder(decoder).map_err(refused)?;
    if let Some(orientation) = orientation {
        picture.apply_orientation(orientation);
    }
    Ok(picture)
}

fn refused(error: image::ImageError) -> PreviewError {
    match error {
        image::ImageError::Limits(_) => PreviewError::TooLarge,
        _ => PreviewError::Damaged,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(form: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        DynamicImage::new_rgb8(7, 5).write_to(&mut bytes, form).unwrap();
        bytes.into_inner()
    }

    #[test]
    fn every_kind_becomes_a_png_of_the_same_size() {
        for (form, media_type) in [
            (ImageFormat::Png, "image/png"),
            (ImageFormat::Jpeg, "image/jpeg"),
            (ImageFormat::WebP, "image/webp"),
            (ImageFormat::Gif, "image/gif"),
        ] {
            let bytes = picture(form);
            assert_eq!(picture_type(&bytes).map(|(media_type, _)| media_type), Some(media_type));
            let shown = image::load_from_memory(&preview(&bytes).unwrap()).unwrap();
            assert_eq!((shown.width(), shown.height()), (7, 5), "{media_type}");
        }
    }

    #[test]
    fn on_a_page_no_side_is_longer_than_asked_for() {
        let shown = preview_within(&picture(ImageFormat::Png), 4).unwrap();
        let small = image::load_from_memory(&shown.bytes).unwrap();
        assert_eq!((shown.media_type, small.width().max(small.height())), ("image/jpeg", 4));
        let mut clear = Cursor::new(Vec::new());
        DynamicImage::new_rgba8(3, 3).write_to(&mut clear, ImageFormat::Png).unwrap();
        assert_eq!(preview_within(&clear.into_inner(), 400).unwrap().media_type, "image/png");
        assert_eq!(preview_within(b"<svg>", 400), Err(PreviewError::OtherForm));
    }

    #[test]
    fn what_hides_behind_a_picture_is_left_behind() {
        let mut bytes = picture(ImageFormat::Png);
        bytes.extend_from_slice(b"<script>alert(1)</script>");
        let shown = preview(&bytes).unwrap();
        assert!(!shown.windows(7).any(|part| part == b"<script"));
    }

    #[test]
    fn what_is_no_picture_is_told_apart() {
        assert_eq!(preview(b"<svg onload=alert(1)>"), Err(PreviewError::OtherForm));
        assert_eq!(preview(b""), Err(PreviewError::OtherForm));
        let whole = picture(ImageFormat::Png);
        assert_eq!(preview(&whole[..whole.len() / 2]), Err(PreviewError::Damaged));
    }

    #[test]
    fn a_picture_that_claims_to_be_vast_is_not_opened() {
        // The width and height of a PNG stand in its first chunk, with a checksum behind them.
        let mut vast = picture(ImageFormat::Gif);
        vast[6..10].copy_from_slice(&[0xff; 4]);
        assert_eq!(preview(&vast), Err(PreviewError::TooLarge));
    }
}
