//! What a page may load and run: nothing, but for what is listed here.
//!
//! Pages show text that strangers wrote. Should it ever reach a page as markup, the browser still runs no script
//! and applies no style from it: scripts need the nonce of this very response, styles come as files of our own.
//! htmx obeys an element only when it bears the nonce too (`hx-nonce`).

use std::fmt;
use std::sync::Arc;

use axum::http::HeaderValue;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use uppsikt_kernel::{Chance, ChanceError};

/// 128 bits: nobody guesses it while the response lives.
const NONCE_BYTES: usize = 16;

/// A number used for one response; templates write it as `nonce="{{ nonce }}"`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nonce(Arc<str>);

impl Nonce {
    /// A new one.
    ///
    /// # Errors
    /// [`ChanceError`] when there is no randomness.
    pub fn new(chance: &dyn Chance) -> Result<Self, ChanceError> {
        let mut bytes = [0; NONCE_BYTES];
        chance.fill(&mut bytes)?;
        Ok(Self(URL_SAFE_NO_PAD.encode(bytes).into()))
    }

    /// The policy for the response that bears this nonce.
    ///
    /// # Errors
    /// Never in practice: the nonce is made of letters, digits, hyphens and underscores.
    pub fn policy(&self) -> Result<HeaderValue, axum::http::header::InvalidHeaderValue> {
        HeaderValue::from_str(&format!(
            "default-src 'none'; script-src 'nonce-{self}'; style-src 'self'; img-src 'self'; font-src 'self'; \
             connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; \
             require-trusted-types-for 'script'; trusted-types htmx"
        ))
    }
}

impl fmt::Display for Nonce {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Letters, digits, hyphens and underscores only.
impl askama::filters::HtmlSafe for Nonce {}
