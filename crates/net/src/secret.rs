//! Passwords and tokens that do not show themselves.

use std::fmt;

use serde::Deserialize;

/// A password or token: never printed, never compared, overwritten when it is dropped.
///
/// The overwriting is a best effort: what the operating system or a library has copied
/// meanwhile is beyond reach.
///
/// ```
/// let secret = uppsikt_net::Secret::new("hemligt");
/// assert_eq!(format!("{secret:?}"), "…");
/// ```
#[derive(Clone, Deserialize)]
#[serde(from = "String")]
pub struct Secret(String);

impl Secret {
    /// Takes charge of a secret text.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself, for the one place that hands it over.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

impl Drop for Secret {
    fn drop(&mut self) {
        let mut bytes = std::mem::take(&mut self.0).into_bytes();
        bytes.fill(0);
        // Without a reader the compiler may leave the overwriting out.
        std::hint::black_box(&bytes);
    }
}
