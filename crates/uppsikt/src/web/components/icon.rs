//! An icon, always beside a word: it is hidden from screen readers.

use std::fmt;

use crate::web::asset;

/// An icon; nothing at all where the program was built without them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Icon(&'static str);

/// The icon of that name in `assets/icons.txt`.
#[must_use]
pub const fn icon(name: &'static str) -> Icon {
    Icon(name)
}

impl fmt::Display for Icon {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match asset::drawing(self.0) {
            Some(drawing) => {
                write!(
                    f,
                    r#"<svg class="i" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{drawing}</svg>"#
                )
            }
            None => Ok(()),
        }
    }
}

/// The drawings come from the program itself.
impl askama::filters::HtmlSafe for Icon {}
